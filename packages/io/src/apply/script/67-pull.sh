# The optional test pull: with the files as they are now, into an empty storage of its own, which is removed afterwards. It
# passes only if the debug log of the tool names the wanted mirror as the endpoint that it read from.

# mw_pull: `pull` of the order has one line, the image and the mirror that shall serve it (`-`: any but its own registry).
mw_pull() {
  [ -s "$mw_dir/pull" ] || return 0
  read -r p_image p_from <"$mw_dir/pull"
  mw_text "$p_image"
  p_image=$mw_value
  mw_text "$p_from"
  p_from=$mw_value
  case $p_image in '' | -* | *[!A-Za-z0-9@._:/-]*) mw_fail other 'the name of the image is malformed'; return 1 ;; esac
  case $p_from in -* | *[!A-Za-z0-9._:/-]*) mw_fail other 'the name of the mirror is malformed'; return 1 ;; esac
  p_result=failed
  mw_step test-pull "$p_image"
  mw_pull_tool || { mw_tell_pull; return 0; }
  mw_uptime
  p_began=$mw_value
  mw_pull_run && mw_pull_judge
  p_status=$?
  mw_drop_pull
  mw_lengthen_lease "$p_began"
  mw_tell_pull
  [ ! -e "$mw_dir/cancel" ] || mw_fail other 'cancelled' || return 1
  [ "$p_status" = 0 ] || mw_fail service-failed "the test pull of $p_image failed: $p_detail"
}

# In what is validated: it goes to the receipt.
mw_tell_pull() {
  mw_cut "$p_detail"
  mw_word "$mw_value"
  printf 'validated test-pull %s %s\n' "$p_result" "$mw_value" >>"$mw_dir/validated"
  printf 'validated test-pull %s %s\n' "$p_result" "$mw_value" >&5 2>/dev/null
}

# Which tool pulls, in p_tool. podman needs root here, to be kept away from the locks of the machine's own containers.
mw_pull_tool() {
  p_result=not-validated
  mw_has timeout || { p_detail='timeout is missing'; return 1; }
  p_tool=podman p_detail='neither podman nor skopeo is there'
  if [ "$mw_uid" != 0 ]; then p_tool='' p_detail='skopeo is not there, and podman could only be asked as root'
  elif ! mw_has podman || ! mw_has unshare || ! mw_has mount; then p_tool=
  fi
  if [ -z "$p_tool" ]; then mw_has skopeo && p_tool=skopeo || return 1; fi
  p_result=failed
}

mw_drop_pull() { mw_kept && mw_try rm -rf "$mw_state/pull"; }

# Runs it beside this worker, so that a cancelled push ends it. It holds no lock of ours; ten minutes at most.
mw_pull_run() {
  p_detail='the storage for it could not be made'
  mw_drop_pull
  mw_try mkdir -m 700 "$mw_state/pull" "$mw_state/pull/tmp" || { p_detail=$mw_said; return 1; }
  p_log=$mw_state/pull/log
  case $p_tool in
    podman)
      # shellcheck disable=SC2016 # for the inner shell
      set -- unshare -m /bin/sh -c '{ [ ! -d /dev/shm ] || mount -t tmpfs tmpfs /dev/shm; } && exec "$@"' sh \
        podman --log-level=debug --root "$mw_state/pull/root" --runroot "$mw_state/pull/run" --tmpdir "$mw_state/pull/tmp" \
        --storage-driver vfs --cgroup-manager cgroupfs --events-backend file pull "$p_image"
      ;;
    skopeo) set -- skopeo --debug copy "docker://$p_image" "dir:$mw_state/pull/image" ;;
  esac
  TMPDIR=$mw_state/pull/tmp timeout -k 5 600 "$@" >"$p_log" 2>&1 </dev/null 5>&- 6>&- 8>&- 9>&- &
  p_child=$!
  printf '%s\n' $p_child >"$mw_dir/pull.pid"
  while kill -0 $p_child 2>/dev/null; do
    if [ -e "$mw_dir/cancel" ]; then
      kill $p_child 2>/dev/null
      wait $p_child
      p_result=not-validated p_detail=cancelled
      return 1
    fi
    mw_pause 0.1
  done
  wait $p_child
  p_ended=$?
  rm -f "$mw_dir/pull.pid"
  [ $p_ended != 124 ] && [ $p_ended != 137 ] || { p_detail="$p_tool did not end in ten minutes"; return 1; }
  return 0
}

# The endpoint that was tried last is the one that served, if the tool succeeded.
mw_pull_judge() {
  p_served=$(sed -n 's/.*msg="Trying to access \\"\([^"\\]*\)\\"".*/\1/p' "$p_log" | sed -n '$p')
  if [ "$p_ended" != 0 ]; then
    p_detail=$(sed -n -e '/^Error: /p' -e 's/.*level=\(error\|fatal\) msg=//p' "$p_log" | sed -n '$p')
    p_detail="$p_tool: ${p_detail:-ended with $p_ended}"
    return 1
  fi
  [ -n "$p_served" ] || { p_detail="$p_tool names no endpoint in its log"; return 1; }
  if [ -z "$p_from" ]; then
    [ "$p_served" != "$p_image" ] || { p_detail="no mirror served it, but ${p_served%%/*} itself"; return 1; }
  else
    case $p_served in
      "$p_from"/* | "$p_from":*/*) ;;
      *) p_detail="$p_served served it, and not $p_from"; return 1 ;;
    esac
  fi
  p_result=ok
  p_detail="served by $p_served, says $p_tool"
}

# A worker that was killed leaves its pull behind. Its storage is removed when nobody writes to it any more; `timeout`
# ends the tool itself five seconds later where it does not listen.
mw_end_pull() {
  if [ -f "$mw_dir/pull.pid" ] && read -r mw_pid <"$mw_dir/pull.pid"; then
    kill "$mw_pid" 2>/dev/null
    mw_tries=0
    while kill -0 "$mw_pid" 2>/dev/null && [ $mw_tries -lt 80 ]; do
      mw_tries=$((mw_tries + 1))
      mw_pause 0.1
    done
    rm -f "$mw_dir/pull.pid"
  fi
  [ ! -e "$mw_state/pull" ] || mw_drop_pull
}
