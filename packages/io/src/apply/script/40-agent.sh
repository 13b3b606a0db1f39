# The far end of the connection: takes requests, spools an order, starts the guard and passes on what the guard reports.

mw_agent() {
  mw_nonce=$1
  mw_dir=/nonexistent
  mw_reporter=
  mw_untaken=
  mw_find_missing
  printf '%s hello %s\n' "$mw_nonce" "$mw_uid"
  # shellcheck disable=SC2086 # the arguments of a request are words
  while read -r mw_verb mw_args; do
    case $mw_verb in
      facts) mw_facts $mw_args ;;
      read) mw_read $mw_args ;;
      open) mw_reply mw_open $mw_args ;;
      line) mw_take_line "${mw_args%% *}" "${mw_args#* :}" ;;
      # what is left of a part that could not be taken would be read as requests
      put) mw_reply mw_take $mw_args || break ;;
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
  # 1 is how sudo itself fails
  return 0
}

# mw_reply FUNCTION...: `yes`, or `no` with kind and message.
mw_reply() {
  if "$@"; then printf '%s yes\n' "$mw_nonce"; else
    mw_word "$mw_message"
    printf '%s no %s %s\n' "$mw_nonce" "$mw_kind" "$mw_value"
    return 1
  fi
}

mw_is_id() { case $1 in '' | *[!A-Za-z0-9-]* | -*) mw_fail other 'the id is malformed' ;; esac; }

# mw_open PUSH [wet]: makes the folder that the order is spooled to, and for what is not dry the one of the journal.
mw_open() {
  [ -z "$mw_missing" ] || mw_fail tool-missing "$mw_missing" || return 1
  mw_is_id "$1" || return 1
  if [ "${2-}" = wet ]; then mw_make_both; else mw_make_run; fi || return 1
  mw_dir=$mw_run/$1
  mw_push=$1
  mw_untaken=
  mw_try mkdir -m 700 "$mw_dir" || mw_fail_said "cannot make $mw_dir" || return 1
  printf '%s\n' $$ >"$mw_dir/agent.pid"
}

mw_is_part() { case $1 in '' | *[!a-z0-9.]* | .*) mw_fail other 'the name of a part is malformed' ;; esac; }

# mw_take_line NAME LINE: a line of a part of the order, with a colon after it, so that no blank at its end is lost. What goes
# wrong is told at the start.
mw_take_line() {
  mw_is_part "$1" || { mw_untaken=$mw_message; return; }
  { printf '%s\n' "${2%:}" >>"$mw_dir/$1"; } 2>/dev/null || mw_untaken="cannot take $1"
}

# mw_take NAME BYTES: as many bytes follow, a file of the order. The sender waits for the answer before it says anything
# else, since a program may read ahead.
mw_take() {
  mw_is_part "$1" || return 1
  case $2 in '' | *[!0-9]*) mw_fail other 'the size of a part is malformed'; return 1 ;; esac
  { head -c "$2" >"$mw_dir/$1" 2>"$mw_dir/said"; } 2>/dev/null && return 0
  mw_said=$(cat "$mw_dir/said" 2>/dev/null)
  mw_fail_said "cannot take $1"
}

mw_renew() {
  mw_spooled && [ -f "$mw_dir/lease.seconds" ] || return 0
  mw_uptime
  read -r mw_seconds <"$mw_dir/lease.seconds"
  mw_value=$((mw_value + mw_seconds * 100))
  # nobody reads the first one yet
  if [ ! -e "$mw_dir/lease" ]; then printf '%s\n' $mw_value >"$mw_dir/lease"; return; fi
  { printf '%s\n' $mw_value >"$mw_dir/lease.new" && mv -f "$mw_dir/lease.new" "$mw_dir/lease"; } 2>/dev/null
}

# mw_install: this very text, for the guard to run; its place in mw_code.
mw_install() {
  mw_code=$mw_dir/script
  mw_said=$( (printf '%s\n' "$mw_script" >"$mw_code") 2>&1) || mw_fail_said "cannot write $mw_code"
}

# What the guard tells goes through one; the other is held open by whatever the worker started.
mw_make_pipes() {
  mw_try mkfifo "$mw_dir/pipe" "$mw_dir/hold" || mw_fail_said "cannot make $mw_dir/pipe"
}

# mw_start apply|rollback|repair dry|wet
mw_start() {
  case $1 in apply | rollback | repair) ;; *) mw_fail other 'no such kind of push'; return 1 ;; esac
  [ -z "$mw_untaken" ] || mw_fail no-space "$mw_untaken" || return 1
  mw_install || return 1
  mw_renew
  mw_make_pipes || return 1
  true >"$mw_dir/started"
  # held open here until the guard holds it: what it says is not lost however quick it is
  exec 6<>"$mw_dir/pipe"
  exec 4<"$mw_dir/pipe"
  # `exec` closes for good; a shell keeps a copy of what it closes for a function
  (exec 6>&- && mw_report) &
  mw_reporter=$!
  exec 4<&-
  mw_launch "$1"
  exec 6>&-
  [ -z "$mw_launched" ] || mw_fail other "$mw_launched"
}

# The guard outlives the connection: its own unit where systemd runs, else its own session with nothing of ours open but
# the pipe. A unit gets no pipe, so it is waited for; mw_launched says why it is not there.
mw_launch() {
  mw_launched=
  if [ "$mw_uid" = 0 ] && [ -d /run/systemd/system ] && mw_has systemd-run; then
    if mw_try systemd-run --quiet --collect --unit="mirrorwright-$mw_push" --property=OOMScoreAdjust=-900 \
      /bin/sh "$mw_code" guard "$1" "$mw_push" 6>&-; then
      mw_tries=0
      while [ -d "$mw_dir" ] && [ ! -e "$mw_dir/guard.pid" ]; do
        [ $mw_tries -lt 500 ] || { mw_launched='the guard did not start'; return; }
        mw_tries=$((mw_tries + 1))
        mw_pause 0.01
      done
      return
    fi
  fi
  setsid /bin/sh "$mw_code" guard "$1" "$mw_push" </dev/null >/dev/null 2>&1 5<&6 6>&- &
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

