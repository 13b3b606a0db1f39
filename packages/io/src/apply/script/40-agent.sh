# The far end of the connection: takes requests, spools an order, starts the guard and passes on what the guard reports.

mw_agent() {
  mw_nonce=$1
  mw_dir=/nonexistent
  mw_reporter=
  mw_find_missing
  printf '%s hello %s\n' "$mw_nonce" "$mw_uid"
  # shellcheck disable=SC2086 # the arguments of a request are words
  while read -r mw_verb mw_args; do
    case $mw_verb in
      facts) mw_facts $mw_args ;;
      read) mw_read $mw_args ;;
      open) mw_reply mw_open $mw_args ;;
      put) mw_reply mw_take $mw_args ;;
      start) mw_reply mw_start $mw_args ;;
      renew) mw_renew ;;
      confirm | cancel) if mw_spooled; then true >"$mw_dir/$mw_verb"; fi ;;
      receipts) mw_show_receipts ;;
      receipt) mw_show_receipt $mw_args ;;
      undo) mw_show_undo $mw_args ;;
      prune) mw_reply mw_prune $mw_args ;;
      *) printf '%s no other =request\n' "$mw_nonce" ;;
    esac
  done
  # the connection is gone: a guard goes on alone, and an order that was never started is dropped
  [ -z "$mw_reporter" ] || kill "$mw_reporter" 2>/dev/null
  if [ -d "$mw_dir" ] && [ ! -e "$mw_dir/started" ]; then rm -rf "$mw_dir"; fi
}

# mw_reply FUNCTION...: `yes`, or `no` with kind and message.
mw_reply() {
  if "$@"; then printf '%s yes\n' "$mw_nonce"; else
    mw_word "$mw_message"
    printf '%s no %s %s\n' "$mw_nonce" "$mw_kind" "$mw_value"
  fi
}

mw_is_id() { case $1 in '' | *[!A-Za-z0-9-]* | -*) mw_fail other 'the id is malformed' ;; esac; }

# mw_open PUSH: makes the folder that the order is spooled to.
mw_open() {
  [ -z "$mw_missing" ] || mw_fail tool-missing "$mw_missing" || return 1
  mw_is_id "$1" || return 1
  mw_make_run || return 1
  mw_dir=$mw_run/$1
  mw_push=$1
  mw_try mkdir -m 700 "$mw_dir" || mw_fail_said "cannot make $mw_dir" || return 1
  printf '%s\n' $$ >"$mw_dir/agent.pid"
}

# mw_take NAME BYTES: as many bytes of base64 follow, a file of the order. The sender waits for the answer before it says
# anything else, since a program may read ahead.
mw_take() {
  case $1 in '' | *[!a-z0-9.]* | .*) mw_fail other 'the name of a part is malformed'; return 1 ;; esac
  case $2 in '' | *[!0-9]*) mw_fail other 'the size of a part is malformed'; return 1 ;; esac
  mw_said=$( (head -c "$2" | mw_decode >"$mw_dir/$1") 2>&1)
  [ -f "$mw_dir/$1" ] && [ -z "$mw_said" ] || mw_fail_said "cannot take $1"
}

mw_renew() {
  mw_spooled && [ -f "$mw_dir/lease.seconds" ] || return 0
  mw_uptime
  read -r mw_seconds <"$mw_dir/lease.seconds"
  { printf '%s\n' $((mw_value + mw_seconds * 100)) >"$mw_dir/lease.new" && mv -f "$mw_dir/lease.new" "$mw_dir/lease"; } 2>/dev/null
}

# mw_install FOLDER: this very text, for the guard to run; its place, named after its content, in mw_code.
mw_install() {
  mw_said=$( (printf '%s\n' "$mw_script" >"$mw_dir/script") 2>&1) || mw_fail_said "cannot write $mw_dir/script" || return 1
  mw_code=$mw_dir/script
  [ "$1" != "$mw_dir" ] || return 0
  mw_sha "$mw_dir/script"
  mw_code=$1/script-$mw_value
  mw_wanted=$mw_value
  mw_sha "$mw_code"
  [ "$mw_value" = "$mw_wanted" ] || mw_put "$mw_script" "$mw_code"
}

# mw_start apply|rollback|repair dry|wet
mw_start() {
  case $1 in apply | rollback | repair) ;; *) mw_fail other 'no such kind of push'; return 1 ;; esac
  if [ "$2" = dry ]; then mw_install "$mw_dir" || return 1
  else mw_make_state && mw_install "$mw_state" || return 1
  fi
  mw_renew
  mw_try mkfifo "$mw_dir/pipe" || mw_fail_said "cannot make $mw_dir/pipe" || return 1
  true >"$mw_dir/started"
  # held open here until the guard holds it: what it says is not lost however quick it is
  exec 6<>"$mw_dir/pipe"
  exec 4<"$mw_dir/pipe"
  # `exec` closes for good; a shell keeps a copy of what it closes for a function
  (exec 6>&- && mw_report) &
  mw_reporter=$!
  exec 4<&-
  mw_launch "$1"
  mw_tries=0
  while [ -d "$mw_dir" ] && [ ! -e "$mw_dir/guard.pid" ] && [ $mw_tries -lt 500 ]; do
    mw_tries=$((mw_tries + 1))
    mw_pause 0.01
  done
  exec 6>&-
  [ $mw_tries -lt 500 ] || mw_fail other 'the guard did not start'
}

# The guard outlives the connection: its own unit where systemd runs, else its own session with nothing of ours open.
mw_launch() {
  if [ "$mw_uid" = 0 ] && [ -d /run/systemd/system ] && mw_has systemd-run; then
    mw_try systemd-run --quiet --collect --unit="mirrorwright-$mw_push" --property=OOMScoreAdjust=-900 \
      /bin/sh "$mw_code" guard "$1" "$mw_push" 6>&- && return 0
  fi
  setsid /bin/sh "$mw_code" guard "$1" "$mw_push" </dev/null >/dev/null 2>&1 6>&- &
}

# Passes on the guard's lines as they come. The pipe ends when guard and worker are both gone.
mw_report() {
  while IFS= read -r mw_line <&4; do
    printf '%s %s\n' "$mw_nonce" "$mw_line" || return
    case $mw_line in 'outcome '*) return ;; esac
  done
  mw_word 'the guard and its worker ended without a last word'
  printf '%s outcome unknown guard-fired %s\n' "$mw_nonce" "$mw_value"
}

# mw_alive FOLDER agent|guard|worker...: whether one of those of that push lives.
mw_alive() {
  mw_spool=$1
  shift
  for mw_who in "$@"; do
    [ -f "$mw_spool/$mw_who.pid" ] && read -r mw_pid <"$mw_spool/$mw_who.pid" && kill -0 "$mw_pid" 2>/dev/null && return 0
  done
  return 1
}

# mw_show_receipt PUSH: the last word on a push, from the node's own record.
mw_show_receipt() {
  if mw_is_id "$1"; then
    for mw_record in "$mw_state"/pushes/*-"$1"; do
      [ -f "$mw_record/receipt" ] && sed -n "s/^outcome /$mw_nonce receipt /p" "$mw_record/receipt"
    done
    if mw_alive "$mw_run/$1" guard worker; then printf '%s working\n' "$mw_nonce"; fi
    [ ! -f "$mw_journal_file" ] || sed -n "s/^$1 .* \\([a-z]*\\)\$/$mw_nonce journal \\1/p" "$mw_journal_file"
  fi
  printf '%s done\n' "$mw_nonce"
}

mw_show_receipts() {
  for mw_record in "$mw_state"/pushes/*-*; do
    [ -f "$mw_record/receipt" ] || continue
    mw_said=$(cat "$mw_record/receipt")
    mw_say receipt "$mw_said"
  done
  printf '%s done\n' "$mw_nonce"
}
