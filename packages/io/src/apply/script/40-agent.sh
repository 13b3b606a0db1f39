# The far end of the connection: takes requests, spools an order, starts the guard and passes on what the guard reports.

mw_agent() {
  mw_nonce=$1
  mw_find_missing
  printf '%s hello %s\n' "$mw_nonce" "$mw_uid"
  # shellcheck disable=SC2086 # the arguments of a request are words
  while read -r mw_verb mw_args; do
    case $mw_verb in
      facts) mw_facts $mw_args ;;
      read) mw_read $mw_args ;;
      open) mw_answer mw_open $mw_args ;;
      put) mw_answer mw_take $mw_args ;;
      start) mw_answer mw_start $mw_args ;;
      renew) mw_renew ;;
      confirm | cancel) [ -d "$mw_dir" ] && : >"$mw_dir/$mw_verb" ;;
      receipt) mw_show_receipt $mw_args ;;
      *) printf '%s no %s\n' "$mw_nonce" request ;;
    esac
  done
  # the connection is gone: the guard goes on alone
  [ -z "$mw_reporter" ] || kill "$mw_reporter" 2>/dev/null
}

mw_dir=/nonexistent
mw_reporter=

# mw_answer FUNCTION...: `yes`, or `no` with kind and message.
mw_answer() {
  if "$@"; then printf '%s yes\n' "$mw_nonce"; else
    mw_b64 "$mw_message"
    printf '%s no %s %s\n' "$mw_nonce" "$mw_kind" "$mw_value"
  fi
}

# mw_open PUSH: makes the folder the order is spooled to.
mw_open() {
  [ -z "$mw_missing" ] || mw_fail tool-missing "$mw_missing" || return 1
  case $1 in '' | *[!A-Za-z0-9-]*) mw_fail other 'the id of the push is malformed'; return 1 ;; esac
  mw_make_run || return 1
  mw_dir=$mw_run/$1
  mw_push=$1
  mw_try mkdir -m 700 "$mw_dir" || mw_fail_said "cannot make $mw_dir" || return 1
  printf '%s\n' $$ >"$mw_dir/agent.pid"
}

# mw_take NAME: the lines that follow, up to a dot, are a file of the order. The sender waits for the answer.
mw_take() {
  case $1 in '' | *[!a-z0-9.]* | .*) mw_fail other 'the name of a part is malformed'; return 1 ;; esac
  mw_said=$( (sed -n -e '/^\.$/q' -e p | mw_decode >"$mw_dir/$1") 2>&1)
  [ -f "$mw_dir/$1" ] && [ -z "$mw_said" ] || mw_fail_said "cannot take $1"
}

mw_renew() {
  [ -f "$mw_dir/lease.seconds" ] || return 0
  mw_uptime
  read -r mw_seconds <"$mw_dir/lease.seconds"
  { printf '%s\n' $((mw_value + mw_seconds * 100)) >"$mw_dir/lease.new" && mv -f "$mw_dir/lease.new" "$mw_dir/lease"; } 2>/dev/null
}

# mw_install FOLDER: this very text, for the guard to run; its name, after its content, in mw_code.
mw_install() {
  printf '%s\n' "$mw_script" >"$mw_dir/script"
  mw_sha "$mw_dir/script"
  [ "$1" != "$mw_dir" ] || { mw_code=$mw_dir/script; return 0; }
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
  : >"$mw_dir/events"
  exec 4<"$mw_dir/events"
  mw_launch "$1" || return 1
  mw_report 9>&- &
  mw_reporter=$!
  exec 4<&-
}

# The guard outlives the connection: its own unit where systemd runs, else its own session with nothing of ours open.
mw_launch() {
  if [ "$mw_uid" = 0 ] && [ -d /run/systemd/system ] && mw_has systemd-run; then
    mw_try systemd-run --quiet --collect --unit="mirrorwright-$mw_push" --property=OOMScoreAdjust=-900 \
      /bin/sh "$mw_code" guard "$1" "$mw_push" && return 0
  fi
  setsid /bin/sh "$mw_code" guard "$1" "$mw_push" </dev/null >/dev/null 2>&1 4<&- &
}

# Passes on the guard's lines as they come, and says so when the guard and its worker are both gone without a last word.
mw_report() {
  mw_part=
  mw_idle=0
  while :; do
    if IFS= read -r mw_line <&4; then
      printf '%s %s%s\n' "$mw_nonce" "$mw_part" "$mw_line" || return
      case $mw_part$mw_line in 'outcome '*) return ;; esac
      mw_part=
      mw_idle=0
    else
      mw_part=$mw_part$mw_line
      mw_idle=$((mw_idle + 1))
      if [ "$mw_idle" -gt 40 ] && ! mw_guarded "$mw_dir"; then
        mw_b64 'the guard and its worker ended without a last word'
        printf '%s outcome unknown guard-fired %s\n' "$mw_nonce" "$mw_value"
        return
      fi
      mw_pause
    fi
  done
}

# mw_guarded FOLDER: whether a guard or a worker of that push is alive.
mw_guarded() {
  for mw_who in guard worker; do
    [ -f "$1/$mw_who.pid" ] && read -r mw_pid <"$1/$mw_who.pid" && kill -0 "$mw_pid" 2>/dev/null && return 0
  done
  return 1
}

# mw_show_receipt PUSH: the last word on a push, from the node's own record.
mw_show_receipt() {
  case $1 in '' | *[!A-Za-z0-9-]*) ;; *)
    for mw_record in "$mw_state"/pushes/*-"$1"; do
      [ -f "$mw_record/receipt" ] && sed -n "s/^outcome /$mw_nonce receipt /p" "$mw_record/receipt"
    done
    if mw_guarded "$mw_run/$1"; then printf '%s working\n' "$mw_nonce"; fi
    [ ! -f "$mw_journal_file" ] || sed -n "s/^$1 .* \\(.*\\)\$/$mw_nonce journal \\1/p" "$mw_journal_file"
    ;;
  esac
  printf '%s done\n' "$mw_nonce"
}
