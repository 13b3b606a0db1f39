# Reloads and the look at the service afterwards.

# mw_reload_all FILE: every step in it; the time it takes is added to the lease.
mw_reload_all() {
  [ -s "$1" ] || return 0
  mw_uptime
  mw_began=$mw_value
  mw_reloaded=yes
  while read -r r_verb r_unit r_failure r_success; do
    mw_reload_one </dev/null || { mw_reloaded=no; break; }
  done <"$1"
  mw_lengthen_lease "$mw_began"
  [ $mw_reloaded = yes ]
}

# mw_lengthen_lease BEGAN: by the time since then, which the connection could not answer for.
mw_lengthen_lease() {
  mw_uptime
  mw_took=$((mw_value - $1))
  if [ -f "$mw_dir/lease" ]; then
    read -r mw_until <"$mw_dir/lease"
    { printf '%s\n' $((mw_until + mw_took)) >"$mw_dir/lease.longer" && mv -f "$mw_dir/lease.longer" "$mw_dir/lease"; } 2>/dev/null
  fi
}

mw_reload_one() {
  case $r_verb in reload | restart | try-restart) ;; *) mw_fail other "no way to $r_verb a unit"; return 1 ;; esac
  mw_text "$r_unit"
  r_unit=$mw_value
  case $r_unit in '' | -* | *[!A-Za-z0-9@._:-]*) mw_fail other 'the name of a unit is malformed'; return 1 ;; esac
  mw_text "$r_failure"
  r_failure=$mw_value
  mw_text "$r_success"
  r_success=$mw_value
  mw_cursor=
  if [ -n "$r_failure" ]; then
    mw_has journalctl || mw_fail tool-missing journalctl || return 1
    mw_cursor=$(journalctl -q -n 1 --show-cursor 2>/dev/null </dev/null 5>&- 8>&- 9>&- | sed -n 's/^-- cursor: //p')
  fi
  mw_apart systemctl is-active "$r_unit"
  r_before=$mw_said
  if [ "$r_verb" = try-restart ] && [ "$r_before" != active ]; then return 0; fi
  mw_step "$r_verb" "$r_unit"
  mw_apart systemctl "$r_verb" "$r_unit" || mw_fail service-failed "systemctl $r_verb $r_unit failed: $mw_said" || return 1
  mw_step health "$r_unit"
  mw_await_active && mw_await_words
}

mw_await_active() {
  mw_uptime
  mw_limit=$((mw_value + 3000))
  while :; do
    mw_apart systemctl is-active "$r_unit"
    case $mw_said in
      active) return 0 ;;
      activating | reloading | deactivating | refreshing) ;;
      *) mw_fail service-failed "$r_unit is ${mw_said:-in no known state} after the $r_verb"; return 1 ;;
    esac
    mw_uptime
    [ "$mw_value" -lt "$mw_limit" ] || mw_fail service-failed "$r_unit is still $mw_said after 30 seconds" || return 1
    mw_pause 0.3
  done
}

# A service can refuse new files and only say so in its log: the words after the cursor decide. Where no words mean
# success, two seconds without words of failure do.
mw_await_words() {
  [ -n "$r_failure" ] || return 0
  mw_uptime
  mw_limit=$((mw_value + 200))
  [ -z "$r_success" ] || mw_limit=$((mw_value + 1000))
  while :; do
    if [ -n "$mw_cursor" ]; then mw_apart journalctl -q --no-pager -o cat -u "$r_unit" --after-cursor="$mw_cursor"
    else mw_apart journalctl -q --no-pager -o cat -u "$r_unit" -n 50
    fi
    case $mw_said in *"$r_failure"*) mw_fail service-failed "$r_unit did not take the new files: $mw_said"; return 1 ;; esac
    if [ -n "$r_success" ]; then case $mw_said in *"$r_success"*) return 0 ;; esac; fi
    mw_uptime
    [ "$mw_value" -lt "$mw_limit" ] || break
    mw_pause 0.2
  done
  [ -z "$r_success" ] || mw_fail service-failed "$r_unit did not say that it took the new files"
}
