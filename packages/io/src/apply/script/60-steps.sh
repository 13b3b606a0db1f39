# The steps that write. A journal says at every instant whether something has to be undone; the record beside it says how.

# mw_journal STATE [NEXT]: the journal says so from here on; NEXT is the state that is drafted meanwhile.
mw_journal() {
  [ "$mw_drafted" = "$1" ] || mw_draft_journal "$1" || return 1
  mw_drafted=
  mw_text=
  [ -z "${2-}" ] || mw_journal_text "$2"
  mw_place "$mw_journal_file" "$mw_text" || return 1
  mw_drafted=${2-}
  mw_step "journal-$1"
}

mw_journal_text() { mw_text="$mw_push $mw_plan $mw_task ${mw_record##*/} $1"; }

# mw_draft_journal STATE: its text, to be flushed with what comes before it. What is written next is known long before.
mw_drafted=
mw_draft_journal() {
  mw_journal_text "$1"
  mw_drafted=$1
  mw_draft "$mw_text" "$mw_journal_file"
}

# Drafts that nobody will use any more.
mw_drop_drafts() { mw_pending='' mw_flushed='' mw_drafted='' mw_receipt_waits=no; }

mw_drop_journal() {
  mw_kept || return 1
  [ -e "$mw_journal_file" ] || return 0
  mw_try rm -f "$mw_journal_file.new" "$mw_journal_file" || mw_fail_said "cannot remove $mw_journal_file" || return 1
  mw_flush "$mw_state"
}

# The record of this push: its number counts up, whatever the clock says.
mw_make_record() {
  mw_kept || return 1
  mw_last=0
  for mw_item in "$mw_state"/pushes/*-*; do
    mw_item=${mw_item##*/}
    mw_item=${mw_item%%-*}
    case $mw_item in '' | *[!0-9]*) ;; *) mw_last=$mw_item ;; esac
  done
  while :; do case $mw_last in 0?*) mw_last=${mw_last#0} ;; *) break ;; esac; done
  mw_last=$((mw_last + 1))
  while [ ${#mw_last} -lt 8 ]; do mw_last=0$mw_last; done
  mw_record=$mw_state/pushes/$mw_last-$mw_push
  mw_try mkdir -m 700 "$mw_record" || mw_fail_said "cannot make $mw_record" || return 1
  mw_note_folders || return 1
  set -- todo reload validate files meta made
  for mw_part in "$@"; do
    shift
    set -- "$@" "$mw_dir/$mw_part"
  done
  mw_try cp "$@" "$mw_record/" || mw_fail_said "cannot write $mw_record" || return 1
  mw_flush "$mw_record/todo" "$mw_record/reload" "$mw_record/made" "$mw_record" "$mw_state/pushes"
}

# Folders that have to be made, from the top, noted so that an undo takes them away again.
mw_note_folders() {
  true >"$mw_dir/made" || return 1
  mw_noted=$mw_line_end
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user f_rest; do
    [ "$f_new" != - ] || continue
    mw_text "$f_real"
    mw_missing_folders=
    mw_part=${mw_value%/*}
    while [ -n "$mw_part" ] && [ ! -d "$mw_part" ]; do
      case $mw_noted in
        *"$mw_line_end$mw_part$mw_line_end"*) ;;
        *)
          mw_word "$mw_part"
          mw_missing_folders="$mw_value $f_user$mw_line_end$mw_missing_folders"
          mw_noted=$mw_noted$mw_part$mw_line_end
          ;;
      esac
      mw_part=${mw_part%/*}
    done
    printf %s "$mw_missing_folders" >>"$mw_dir/made" || return 1
  done <"$mw_dir/todo"
}

mw_make_folders() {
  while read -r f_folder f_user; do
    mw_text "$f_user"
    t_user=$mw_value
    mw_text "$f_folder"
    mw_at t_folder "$mw_value" </dev/null || return 1
  done <"$mw_record/made"
}

# Writes each new file beside its target, flushes it and compares it: those in root's places all together. A dry run compares
# what arrived and writes no more.
mw_stage_all() {
  if [ "$mw_dry" = yes ]; then mw_compare_all; return; fi
  mw_make_folders || return 1
  mw_hashes=
  set --
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user f_rest; do
    [ "$f_new" != - ] || continue
    mw_take_row
    f_from=$f_mode
    if [ "$f_old" = - ] && [ -f "$mw_dir/owner.$f_index" ]; then
      read -r mw_was <"$mw_dir/owner.$f_index"
      if [ "$t_user" = - ]; then f_from="$mw_was $mw_source/$f_index.old"; else f_from=${mw_was%% *}; fi
    fi
    if [ "$t_user" != - ]; then
      mw_at t_stage "$t_real" "$t_staged" "$f_old" "$f_new" "$f_from" <"$mw_dir/new.$f_index" || return 1
      continue
    fi
    mw_at mw_stage_one "$t_real" "$t_staged" "$f_old" "$f_new" "$f_from" <"$mw_dir/new.$f_index" || return 1
    set -- "$@" "$t_staged"
    mw_hashes="$mw_hashes${mw_hashes:+ }$f_new"
  done <"$mw_record/todo"
  [ $# -gt 0 ] || return 0
  mw_arrived "$mw_hashes" "$@"
}

mw_compare_all() {
  while read -r f_index f_path f_real f_old f_new f_rest; do
    [ "$f_new" != - ] || continue
    mw_sha "$mw_dir/new.$f_index"
    [ "$mw_value" = "$f_new" ] || mw_fail other "a file of the order did not arrive whole" || return 1
  done <"$mw_dir/todo"
}

# Copies of the old files go to the record, and each gets its second name. The journal's first words are drafted here, so
# that one flush does for all.
mw_back_up_all() {
  mw_hashes=
  mw_owned=
  mw_parents=
  set --
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user o_mode o_uid o_gid f_rest; do
    [ "$f_old" != - ] || continue
    mw_take_row
    mw_back_up_one </dev/null || return 1
    [ "$o_uid:$o_gid" = 0:0 ] || mw_owned=no
    set -- "$@" "$mw_record/$f_index.old"
    mw_hashes="$mw_hashes${mw_hashes:+ }$f_old"
  done <"$mw_record/todo"
  # closed to others: owner and mode of the files themselves stand in the record
  if [ "$mw_owned" = no ] && [ "$mw_uid" = 0 ]; then mw_try chown 0:0 "$@" || mw_fail_said "cannot own $*" || return 1; fi
  [ $# = 0 ] || mw_try chmod 600 "$@" || mw_fail_said "cannot close $*" || return 1
  mw_draft_journal prepared && mw_flush_copies "$@" "$mw_record" || return 1
  [ $# = 0 ] || mw_sha "$@"
  [ $# = 0 ] || [ "$mw_value" = "$mw_hashes" ] || mw_fail drift "a file was changed while it was backed up: $*"
}

mw_back_up_one() {
  mw_kept "$mw_record" || return 1
  t_copy=$mw_record/$f_index.old
  if [ "$t_user" != - ]; then
    mw_said=$( (mw_as "$t_user" cat -- "$t_real" >"$t_copy") 2>&1) || mw_fail_said "cannot back up $t_real"
    return
  fi
  mw_try cp -a "$t_real" "$t_copy" || mw_fail_said "cannot back up $t_real" || return 1
  # a link that took its place is copied as a link, and what it leads to is not ours to close
  [ -f "$t_copy" ] && [ ! -L "$t_copy" ] || mw_fail drift "$t_real is no regular file any more" || return 1
  mw_at t_aside "$t_real" "$t_staged" || return 1
  mw_word "${t_real%/*}"
  case "$mw_parents " in *" $mw_value "*) ;; *) mw_parents="$mw_parents $mw_value" ;; esac
}

# mw_flush_copies PATH...: with the folders in which files got a second name.
mw_flush_copies() {
  for mw_each in $mw_parents; do
    mw_text "$mw_each"
    set -- "$@" "$mw_value"
  done
  mw_flush "$@"
}

mw_rename_all() {
  mw_begun=' '
  mw_draft_journal written || return 1
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user f_rest; do
    mw_take_row
    mw_step rename "$t_real"
    mw_led || return 1
    mw_at t_swap "$t_real" "$t_staged" "$f_old" "$f_new" </dev/null || {
      # neither was anything done there, nor is there anything to undo
      case $mw_kind in drift | unsafe-path) ;; *) mw_begun="$mw_begun$f_index " ;; esac
      return 1
    }
    mw_begun="$mw_begun$f_index "
  done <"$mw_record/todo"
}

# The other end has seen that all is well and says so; without its word the lease decides.
mw_await_confirm() {
  mw_step await-confirm
  mw_delay=0.01
  while [ ! -e "$mw_dir/confirm" ]; do
    mw_led || return 1
    mw_pause $mw_delay
    mw_delay=0.05
  done
  mw_led
}

# mw_write_receipt OUTCOME KIND MESSAGE: the last word on this push, kept with its backups.
mw_write_receipt() {
  mw_draft_receipt "$@" && mw_place "$mw_record/receipt"
}

mw_draft_receipt() {
  mw_word "$3"
  mw_receipt="outcome $1 ${2:--} $mw_value
push $mw_push
plan $mw_plan
kind $mw_task
at ${mw_clock:-$(date +%s)}"
  while read -r f_index f_path f_real f_old f_new f_rest; do
    mw_receipt="$mw_receipt
file $f_path $f_real $f_old $f_new"
  done <"$mw_record/todo"
  if [ -s "$mw_dir/validated" ]; then
    while IFS= read -r mw_line; do
      mw_receipt=$mw_receipt$mw_line_end$mw_line
    done <"$mw_dir/validated"
  fi
  mw_draft "$mw_receipt" "$mw_record/receipt"
}

# What lies beside the targets. In a folder that somebody moved away and that was not written to it stays, and is named.
mw_tidy_all() {
  mw_left=
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user f_rest; do
    mw_take_row
    mw_at t_tidy "$t_real" "$t_staged" </dev/null && continue
    [ "$mw_kind" = unsafe-path ] && ! mw_is_begun || return 1
    [ "$f_new" = - ] || mw_left="$mw_left $t_staged"
  done <"$mw_record/todo"
}

# Whether the rename of this row may have been done: not where this worker knows that it never came to that.
mw_is_begun() { case $mw_begun in '' | *" $f_index "*) ;; *) return 1 ;; esac; }
