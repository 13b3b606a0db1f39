# The steps that write. A journal says at every instant what has to be undone; the record beside it says how.

# mw_journal STATE
mw_journal() {
  mw_put "$mw_push $mw_plan $mw_task ${mw_record##*/} $1" "$mw_journal_file" && mw_step "journal-$1"
}

mw_drop_journal() {
  mw_try rm -f "$mw_journal_file" && mw_flush "$mw_state"
}

# A record of this push: its number counts up, whatever the clock says.
mw_make_record() {
  mw_last=0
  for mw_item in "$mw_state"/pushes/*-*; do
    mw_item=${mw_item##*/}
    mw_item=${mw_item%%-*}
    case $mw_item in '' | *[!0-9]*) ;; *) mw_last=$mw_item ;; esac
  done
  mw_last=$((1$mw_last - 1${mw_last%%[!0]*}${mw_last##*[!0]}))  2>/dev/null
  mw_record=
}

# mw_make_folders FOLDER: the missing ones, noted so that an undo takes them away again.
mw_make_folders() {
  [ -d "$1" ] && return 0
  mw_make_folders "${1%/*}" || return 1
  mw_b64 "$1"
  printf '%s\n' "$mw_value" >>"$mw_record/made"
  mw_try mkdir -m 755 "$1" || mw_fail_said "cannot make $1" || return 1
  mw_flush "${1%/*}"
}

# Writes each new file beside its target, flushes it and compares it.
mw_stage_all() {
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_rest; do
    [ "$f_new" = - ] || mw_stage_one || return 1
  done <"$mw_record/todo"
}

mw_stage_one() {
  mw_text "$f_real"
  t_real=$mw_value
  mw_text "$f_staged"
  t_staged=${t_real%/*}/$mw_value
  mw_make_folders "${t_real%/*}" || return 1
  mw_fresh "$t_staged" || return 1
  mw_said=$( (cat "$mw_dir/new.$f_index" >>"$t_staged") 2>&1) || mw_fail_said "cannot write $t_staged" || return 1
  if [ "$f_old" != - ]; then mw_carry "$t_real" "$t_staged" || return 1
  elif [ -f "$mw_dir/owner.$f_index" ]; then
    read -r t_mode t_uid t_gid <"$mw_dir/owner.$f_index"
    mw_carry "$mw_source/$f_index.old" "$t_staged" && mw_owner "$t_mode" "$t_uid" "$t_gid" "$t_staged" || return 1
  else
    mw_try chmod "$f_mode" "$t_staged" || mw_fail_said "cannot set the mode of $t_staged" || return 1
  fi
  mw_flush "$t_staged" || return 1
  mw_sha "$t_staged"
  [ "$mw_value" = "$f_new" ] || mw_fail other "$t_staged did not arrive whole"
}

# mw_fresh FILE: a new empty file; one of ours that was left over goes away, another's stays and stops the push.
mw_fresh() {
  if [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c '%u %h' "$1")" = "$mw_uid 1" ]; then mw_try rm -f "$1"; fi
  mw_said=$( (set -C && : >"$1") 2>&1) && return 0
  if [ -e "$1" ] || [ -L "$1" ]; then mw_fail unsafe-path "$1 is in the way"; return 1; fi
  mw_fail_said "cannot make $1"
}

# mw_carry FROM TO: owner, mode, access list, attributes and security context; the time of change stays that of TO.
mw_carry() {
  mw_try cp --attributes-only --preserve=all --no-preserve=timestamps -- "$1" "$2" && return 0
  # shellcheck disable=SC2046 # three words
  mw_owner $(stat -c '%a %u %g' "$1") "$2" || return 1
  if mw_has getfacl && mw_has setfacl; then
    mw_said=$(getfacl -p "$1" 2>/dev/null </dev/null | setfacl --set-file=- "$2" 2>&1) || mw_fail_said "cannot carry over the access list of $1" || return 1
  else
    mw_said=$(ls -ld "$1")
    case ${mw_said%% *} in *+) mw_fail tool-missing "$1 has an access list, and setfacl is missing"; return 1 ;; esac
  fi
  if mw_has chcon && [ -d /sys/fs/selinux ]; then
    mw_try chcon --reference="$1" "$2" || mw_fail_said "cannot carry over the security context of $1"
  fi
}

# mw_owner MODE UID GID FILE
mw_owner() {
  [ "$(stat -c '%u %g' "$4")" = "$2 $3" ] || mw_try chown "$2:$3" "$4" || mw_fail_said "cannot keep the owner of $4" || return 1
  mw_try chmod "$1" "$4" || mw_fail_said "cannot keep the mode of $4"
}

mw_back_up_all() {
  while read -r f_index f_path f_real f_old f_rest; do
    [ "$f_old" != - ] || continue
    mw_text "$f_real"
    t_copy=$mw_record/$f_index.old
    mw_try cp -a "$mw_value" "$t_copy" || mw_fail_said "cannot back up $mw_value" || return 1
    # closed to others: owner and mode of the file itself stand in the record
    [ "$mw_uid" != 0 ] || mw_try chown 0:0 "$t_copy" || mw_fail_said "cannot own $t_copy" || return 1
    mw_try chmod 600 "$t_copy" && mw_flush "$t_copy" || mw_fail_said "cannot keep $t_copy" || return 1
    mw_sha "$t_copy"
    [ "$mw_value" = "$f_old" ] || mw_fail drift "$t_real was changed while it was backed up" || return 1
  done <"$mw_record/todo"
  mw_flush "$mw_record" && mw_flush "$mw_state/pushes"
}

mw_rename_all() {
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_rest; do
    mw_led || return 1
    mw_text "$f_real"
    t_real=$mw_value
    mw_sha "$t_real"
    [ "$mw_value" = "$f_old" ] || mw_fail drift "$t_real was changed during the push" || return 1
    mw_step rename "$t_real"
    mw_swap || return 1
    [ "$f_old" != - ] || ! mw_has restorecon || mw_try restorecon "$t_real"
    mw_flush "${t_real%/*}" || return 1
  done <"$mw_record/todo"
}

mw_swap() {
  if [ "$f_new" = - ]; then mw_try rm -f "$t_real" || mw_fail_said "cannot remove $t_real"; return; fi
  mw_text "$f_staged"
  mw_try mv -f -T "${t_real%/*}/$mw_value" "$t_real" && return 0
  mw_first=$mw_said
  mw_try mv -f "${t_real%/*}/$mw_value" "$t_real" && return 0
  mw_said=${mw_said:-$mw_first}
  mw_fail_said "cannot replace $t_real"
}

# The other end has seen that all is well and says so; without its word the lease decides.
mw_await_confirm() {
  mw_step await-confirm
  while [ ! -e "$mw_dir/confirm" ]; do
    mw_led || return 1
    mw_pause
  done
}

# mw_write_receipt OUTCOME KIND MESSAGE: the last word on this push, kept with its backups.
mw_write_receipt() {
  mw_b64 "$3"
  mw_put "outcome $1 ${2:--} $mw_value
push $mw_push
plan $mw_plan
kind $mw_task
at $(date +%s)
$(cat "$mw_dir/validated" 2>/dev/null)" "$mw_record/receipt" && mw_step receipt
}

# Keeps the newest records with their backups, and this version of the script.
mw_rotate() {
  [ "$mw_keep" -ge 1 ] || mw_keep=1
  set -- "$mw_state"/pushes/*-*
  while [ $# -gt "$mw_keep" ]; do
    [ "$1" = "$mw_record" ] || mw_try rm -rf "$1"
    shift
  done
  for mw_item in "$mw_state"/script-*; do [ "$mw_item" = "$mw_code" ] || mw_try rm -f "$mw_item"; done
}
