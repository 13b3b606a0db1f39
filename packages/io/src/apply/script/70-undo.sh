# The way back: of a push that failed, of one that a reboot or a double kill cut off, and of a committed one.

# mw_undo strict|lenient: the old state of the push whose journal stands. Its files in the other order than they were
# written. `strict` touches nothing where any file holds a third text; `lenient` leaves such a file alone.
mw_undo() {
  mw_third=
  if [ "$1" = strict ]; then mw_undo_check || return 1; fi
  sed -n '1!G;h;$p' "$mw_record/todo" >"$mw_record/back" || mw_fail no-space "cannot write $mw_record/back" || return 1
  u_kind=
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user o_mode o_uid o_gid o_size; do
    mw_take_row
    mw_is_begun || continue
    # one that cannot be taken back now does not keep the others
    mw_undo_one || { [ -n "$u_kind" ] || u_kind=$mw_kind u_message=$mw_message; }
  done <"$mw_record/back"
  [ -z "$u_kind" ] || mw_fail "$u_kind" "$u_message" || return 1
  mw_tidy_all || return 1
  mw_unmake_all
}

mw_undo_one() {
  if [ "$t_user" = - ]; then
    mw_at t_back "$t_real" "$t_staged" "$f_old" "$f_new" "$o_mode" "$o_uid" "$o_gid" "$mw_record/$f_index.old" </dev/null || return 1
  else
    mw_backup=/dev/null
    [ "$f_old" = - ] || mw_backup=$mw_record/$f_index.old
    mw_at t_back "$t_real" "$t_staged" "$f_old" "$f_new" "$o_mode" "$o_uid" "$o_gid" - <"$mw_backup" || return 1
  fi
  [ "$mw_value" != third ] || mw_third="$mw_third $t_real"
  [ "$mw_value" != back ] || mw_step restored "$t_real"
}

mw_undo_check() {
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user f_rest; do
    mw_take_row
    mw_safe_seen=
    mw_at t_look "$t_real" </dev/null || return 1
    case ${mw_value%% *} in "$f_old" | "$f_new") ;; *) mw_third="$mw_third $t_real" ;; esac
  done <"$mw_record/todo"
  [ -z "$mw_third" ] || mw_fail journal-unsettled "push $mw_push was cut off, and somebody changed$mw_third since; backups: $mw_record"
}

# mw_unmake_all [LIST]: folders that a push made, the deepest first.
mw_unmake_all() {
  sed -n '1!G;h;$p' "$mw_record/${1-made}" 2>/dev/null >"$mw_record/unmake" || return 0
  while read -r f_folder f_user; do
    mw_text "$f_user"
    t_user=$mw_value
    mw_text "$f_folder"
    mw_at t_unmake "$mw_value" </dev/null
  done <"$mw_record/unmake"
  return 0
}

# mw_roll_back strict|lenient KIND MESSAGE: undo, the reload again if there was one, receipt, end of the journal.
mw_roll_back() {
  mw_drop_drafts
  mw_kept "$mw_record" || { mw_roll_back_apart "$@"; return; }
  read -r mw_c1 mw_c2 mw_c3 mw_c4 mw_was <"$mw_journal_file"
  mw_undo "$1" || return 1
  mw_ends=rolled-back
  mw_end_kind=$2
  mw_end_message=$3
  [ -z "$mw_third" ] || mw_end_message="$mw_end_message; left alone, changed by somebody else:$mw_third"
  if [ -n "$mw_left" ]; then
    mw_end_message="$mw_end_message; left over in a folder that was moved away:$mw_left"
    mw_put "$mw_left" "$mw_record/left" || return 1
  fi
  if [ "$mw_was" = written ] && [ -s "$mw_record/reload" ]; then
    mw_step reload-again
    if ! mw_reload_all "$mw_record/reload"; then
      mw_ends=rolled-back-unhealthy
      mw_end_message="$mw_end_message; with the old files again: $mw_message"
    fi
  fi
  mw_write_receipt "$mw_ends" "$mw_end_kind" "$mw_end_message" && mw_drop_journal || return 1
  for mw_item in "$mw_record"/*.old; do [ ! -e "$mw_item" ] || mw_try rm -f "$mw_item"; done
  return 0
}

# Likewise where somebody took the place of the record: the spool has the same rows, and the old files their second names.
# There is no place for a receipt; a push that finds the journal later finds nothing left to undo.
mw_roll_back_apart() {
  [ -f "$mw_dir/todo" ] && [ -f "$mw_dir/made" ] || return 1
  mw_end_kind=$2
  mw_end_message="$3; no receipt: $mw_message"
  mw_record=$mw_dir
  mw_undo "$1" || return 1
  mw_ends=rolled-back
  [ -z "$mw_third" ] || mw_end_message="$mw_end_message; left alone, changed by somebody else:$mw_third"
  # whoever takes over does not know how far it came
  if [ -s "$mw_dir/reload" ] && [ -n "$mw_reloaded$mw_child" ]; then
    mw_step reload-again
    if ! mw_reload_all "$mw_dir/reload"; then
      mw_ends=rolled-back-unhealthy
      mw_end_message="$mw_end_message; with the old files again: $mw_message"
    fi
  fi
}

# After the journal says committed (a receipt may be drafted already): nothing can fail the push any more, and all of this can
# be done again.
mw_receipt_waits=no
mw_finish() {
  if [ "$mw_receipt_waits" = yes ]; then mw_place "$mw_record/receipt"; else mw_write_receipt committed - ''; fi || return 1
  mw_receipt_waits=no
  mw_step receipt
  if [ -f "$mw_record/source" ]; then
    read -r mw_item <"$mw_record/source"
    if [ -d "$mw_state/pushes/$mw_item" ]; then
      mw_put "$mw_push" "$mw_state/pushes/$mw_item/undone" || return 1
      # folders that only the undone push needed
      mw_tidy_all || return 1
      mw_try cp "$mw_state/pushes/$mw_item/made" "$mw_record/unneeded" && mw_unmake_all unneeded
    fi
  fi
  mw_tidy_all && mw_drop_journal
}

# Settles what a reboot or a double kill left over; `-` for the outcome where nothing was.
mw_settle() {
  mw_settled=-
  [ "$mw_dry" = yes ] || mw_kept || return 1
  if [ -f "$mw_journal_file" ]; then
    mw_own="$mw_push $mw_plan $mw_task"
    mw_settle_journal
    mw_status=$?
    # shellcheck disable=SC2086 # three words
    set -- $mw_own
    mw_push=$1 mw_plan=$2 mw_task=$3 mw_record=
    [ $mw_status = 0 ] || return 1
  fi
  [ "$mw_dry" = yes ] || mw_sweep
}

mw_settle_journal() {
  mw_read_journal || return 1
  [ "$mw_dry" = no ] || mw_fail journal-unsettled "push $mw_push was cut off and is not settled" || return 1
  mw_step settle "$mw_push"
  if [ "$mw_was" = committed ]; then
    mw_finish || return 1
    mw_settled=committed
  else
    mw_roll_back strict guard-fired 'cut off by a reboot, or by the end of its guard and worker; settled by the next push' || return 1
    mw_settled=$mw_ends
  fi
  mw_step settled "$mw_push $mw_settled"
}

mw_read_journal() {
  read -r mw_push mw_plan mw_task mw_item mw_was <"$mw_journal_file"
  mw_record=$mw_state/pushes/$mw_item
  case $mw_was:$mw_item in
    prepared:*-* | written:*-* | committed:*-*) ;;
    *) mw_fail journal-unsettled "$mw_journal_file is not what mirrorwright writes"; return 1 ;;
  esac
  [ -f "$mw_record/todo" ] || mw_fail journal-unsettled "the record $mw_record is gone, and with it the way back"
}

# Left-overs of pushes that ended before their journal began, and spools that nobody works on.
mw_sweep() {
  for mw_item in "$mw_state"/pushes/*-*; do
    [ -d "$mw_item" ] || continue
    mw_record=$mw_item
    if [ -f "$mw_record/left" ]; then mw_sweep_left || return 1; fi
    [ ! -f "$mw_record/receipt" ] || continue
    if [ -f "$mw_record/todo" ]; then
      # a user who moved a folder of the own home away must not be in the way of the next push: the record waits
      mw_tidy_all && mw_unmake_all || { [ "$mw_kind" = unsafe-path ] && continue; return 1; }
    fi
    mw_try rm -rf "$mw_record"
  done
  mw_record=
  # of a pull that a reboot cut off
  [ ! -e "$mw_state/pull" ] || mw_try rm -rf "$mw_state/pull" || mw_fail_said "cannot remove $mw_state/pull" || return 1
  for mw_item in "$mw_run"/*; do
    [ -d "$mw_item" ] && [ "$mw_item" != "$mw_dir" ] || continue
    mw_alive "$mw_item" agent guard worker || mw_try rm -rf "$mw_item"
  done
  return 0
}

# What lay in a folder that was moved away, once that is there again.
mw_sweep_left() {
  mw_begun=' '
  mw_tidy_all || return 1
  mw_begun=
  [ -n "$mw_left" ] || mw_try rm -f "$mw_record/left"
}

# Rollback: the order that restores what was before the newest committed push of a plan.
mw_plan_undo() {
  mw_find_source "$mw_plan" || return 1
  true >"$mw_dir/files"
  sed -n '1!G;h;$p' "$mw_source/todo" >"$mw_dir/source" || return 1
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user o_mode o_uid o_gid o_size; do
    if [ "$f_old" != - ]; then
      mw_try cp "$mw_source/$f_index.old" "$mw_dir/new.$f_index" || mw_fail_said 'a backup is gone' || return 1
      mw_sha "$mw_dir/new.$f_index"
      [ "$mw_value" = "$f_old" ] || mw_fail other "the backup $mw_source/$f_index.old is not what was backed up" || return 1
      printf '%s %s %s\n' "$o_mode" "$o_uid" "$o_gid" >"$mw_dir/owner.$f_index"
      f_mode=$o_mode
    fi
    printf '%s %s %s %s %s %s %s\n' "$f_index" "$f_path" "$f_real" "$f_new" "$f_old" "$f_mode" "$f_staged" >>"$mw_dir/files"
  done <"$mw_dir/source"
  for mw_part in reload validate; do mw_try cp "$mw_source/$mw_part" "$mw_dir/$mw_part" || mw_fail_said 'cannot read the record' || return 1; done
  mw_check_services "$mw_dir/reload"
}
