# The guard: a supervisor and its worker, the only processes that write. The worker does the steps and decides between
# committed and rollback; if it is killed the supervisor, which does nothing else, takes the set back.

# mw_guard TASK PUSH: runs detached from any connection.
mw_guard() {
  mw_task=$1
  mw_push=$2
  mw_dir=$mw_run/$2
  [ -d "$mw_dir" ] || exit 70
  mw_script=
  # open both ways: writing never waits for a reader nor dies of its absence
  exec 5<>"$mw_dir/pipe" || exit 70
  printf '%s\n' $$ >"$mw_dir/guard.pid"
  mw_keep_said guard
  trap '' HUP PIPE
  # a shutdown or an impatient hand: the set goes back
  trap 'true >"$mw_dir/cancel"' TERM INT
  mw_step lock
  mw_lock || { mw_last_word refused "$mw_kind" "$mw_message"; exit 0; }
  # the end for reading is opened while there is one for writing, so that it waits for nobody
  exec 8<>"$mw_dir/hold" || exit 70
  exec 7<"$mw_dir/hold"
  mw_worker 7<&- &
  mw_child=$!
  exec 8>&-
  printf '%s\n' $mw_child >"$mw_dir/worker.pid"
  mw_status=200
  while :; do
    wait $mw_child
    mw_status=$?
    # a signal ends the waiting, not the worker
    kill -0 $mw_child 2>/dev/null || break
  done
  [ -d "$mw_dir" ] && [ ! -e "$mw_dir/ended" ] || exit 0
  mw_take_over
}

# Waits two seconds at most: the one before may be saying its last word.
mw_lock() {
  mw_said=$( (true >>"$mw_run/lock") 2>&1) || mw_fail_said "cannot open $mw_run/lock" || return 1
  exec 9>>"$mw_run/lock"
  mw_tries=0
  until flock -n 9; do
    mw_tries=$((mw_tries + 1))
    [ $mw_tries -le 20 ] || mw_fail busy 'another push is under way on this node' || return 1
    mw_pause 0.1
  done
}

# The worker was killed: what it had started last ends first, then its work is undone or, if it was committed, finished.
mw_take_over() {
  mw_end_pull
  # ends when nobody holds the other end any more
  read -r mw_rest <&7
  mw_record=
  for mw_item in "$mw_state"/pushes/*-"$mw_push"; do [ -d "$mw_item" ] && mw_record=$mw_item; done
  mw_load_order
  mw_kind=guard-fired
  mw_message='the worker was killed'
  if [ "$mw_dry" = no ] && [ -f "$mw_dir/made" ] && ! mw_kept "$mw_record"; then
    mw_kind=guard-fired mw_message='the worker was killed'
    mw_give_back
  elif [ -f "$mw_journal_file" ] && read -r mw_item mw_rest <"$mw_journal_file" && [ "$mw_item" = "$mw_push" ]; then
    mw_read_journal || { mw_last_word unknown "$mw_kind" "$mw_message"; return; }
    if [ "$mw_was" = committed ]; then mw_complete; else mw_give_back; fi
  elif [ -n "$mw_record" ] && [ -f "$mw_record/receipt" ]; then
    # all was done but the last word
    mw_tidy_all
    read -r mw_c1 mw_ends mw_kind mw_rest <"$mw_record/receipt"
    mw_text "$mw_rest"
    mw_last_word "$mw_ends" "$mw_kind" "$mw_value"
  else mw_refuse
  fi
}

mw_worker() {
  trap '' TERM INT
  mw_keep_said worker
  mw_record=
  if ! mw_prepare; then mw_refuse; return; fi
  [ "$mw_task" != repair ] || { mw_last_word unchanged - "$mw_settled"; return; }
  [ -s "$mw_dir/todo" ] || { mw_last_word unchanged - ''; return; }
  if [ "$mw_dry" = yes ]; then mw_last_word dry-run - ''; return; fi
  # the guard stands: from here on it holds the lock, the lease and the way back
  mw_step guard
  mw_led || { mw_refuse; return; }
  if ! mw_journal prepared; then mw_refuse_journal; return; fi
  if mw_write || mw_is_committed; then mw_complete; else mw_give_back; fi
}

# Whether the journal says so, although writing it seemed to fail: then a crash would read it, and it holds.
mw_is_committed() {
  mw_was=
  mw_kept "$mw_record" && [ -f "$mw_journal_file" ] && read -r mw_c1 mw_c2 mw_c3 mw_c4 mw_was <"$mw_journal_file"
  [ "$mw_was" = committed ]
}

# Up to the backup: nothing that a reader sees is changed.
mw_prepare() {
  mw_load_order && mw_settle && mw_led || return 1
  [ "$mw_task" != repair ] || return 0
  if [ "$mw_task" = rollback ]; then mw_plan_undo || return 1; fi
  mw_step re-hash
  mw_check_all || return 1
  [ -s "$mw_dir/todo" ] || return 0
  mw_step space
  mw_check_room || return 1
  mw_step stage
  if [ "$mw_dry" = no ]; then mw_make_record || return 1; fi
  if [ -n "$mw_source" ] && [ "$mw_dry" = no ]; then mw_put "${mw_source##*/}" "$mw_record/source" || return 1; fi
  mw_stage_all && mw_led || return 1
  mw_step validate
  mw_spooled && mw_validate_all && mw_led || return 1
  [ "$mw_dry" = no ] || return 0
  mw_step back-up
  mw_back_up_all && mw_led
}

mw_write() {
  mw_rename_all || return 1
  mw_journal written committed || return 1
  mw_led || return 1
  mw_step reload
  mw_reload_all "$mw_dir/reload" || return 1
  mw_pull || return 1
  # told beforehand what it will say, so that one flush does for both
  mw_draft_receipt committed - '' || return 1
  mw_await_confirm && mw_journal committed && mw_receipt_waits=yes
}

# mw_last_word OUTCOME KIND MESSAGE: cleans up, unlocks, and tells who listens.
mw_last_word() {
  if [ -n "$mw_record" ] && [ "$1" = committed ]; then mw_rotate_keep=$mw_keep; mw_rotate; fi
  mw_step unlock
  if mw_spooled; then
    true >"$mw_dir/ended"
    mw_said_file=
    rm -rf "$mw_dir" 2>/dev/null
  fi
  flock -u 9
  mw_cut "$3"
  mw_word "$mw_value"
  printf 'outcome %s %s %s\n' "$1" "$2" "$mw_value" >&5
}

# Before the journal: what lies beside the targets goes, and the push was none.
mw_refuse() {
  mw_end_kind=$mw_kind
  mw_end_message=$mw_message
  if [ "$mw_drafted" = prepared ] && mw_kept; then mw_try rm -f "$mw_journal_file.new"; fi
  mw_drop_drafts
  if [ -n "$mw_record" ] && ! mw_kept "$mw_record"; then
    mw_record=$mw_dir
    mw_tidy_all && mw_unmake_all
  elif [ -n "$mw_record" ] && [ -d "$mw_record" ] && [ ! -f "$mw_record/receipt" ]; then
    if [ ! -f "$mw_record/todo" ] || { mw_tidy_all && mw_unmake_all; }; then mw_try rm -rf "$mw_record"; fi
  fi
  mw_last_word refused "$mw_end_kind" "$mw_end_message"
}

# The journal could not be begun: whether it stands on the disk decides what has to be done.
mw_refuse_journal() {
  if ! mw_kept "$mw_record"; then mw_refuse
  elif [ -f "$mw_journal_file" ]; then mw_give_back; else mw_try rm -f "$mw_journal_file.new"; mw_refuse; fi
}

# Takes the set back, and keeps trying while the machine does not let it: ten minutes, then the journal stands for the
# next push.
mw_give_back() {
  mw_first_kind=$mw_kind
  mw_first_message=$mw_message
  mw_persist mw_try_back || return
  mw_last_word "$mw_ends" "$mw_end_kind" "$mw_end_message"
}

mw_try_back() {
  mw_roll_back lenient "$mw_first_kind" "$mw_first_message"
}

# Committed: what is left to do is done, however often it takes.
mw_complete() {
  mw_first_message='the journal says committed'
  mw_persist mw_finish || return
  mw_last_word committed - ''
}

mw_persist() {
  mw_uptime
  mw_limit=$((mw_value + 60000))
  mw_told=
  until "$1"; do
    [ -n "$mw_told" ] || mw_step waits "$mw_message"
    mw_told=yes
    mw_uptime
    if [ "$mw_value" -ge "$mw_limit" ]; then
      mw_last_word unknown "$mw_kind" "$mw_first_message; then: $mw_message; the journal stands, the next push settles it"
      return 1
    fi
    mw_pause 0.5
  done
}
