# What is looked at before anything is changed. The guard's worker runs this with the lock held.

# mw_step NAME [DETAIL]: what is about to be done. Nobody may be listening, and a pipe holds 64 KiB: what is told by the
# file is left out after a while.
mw_told_bytes=0
mw_clock=
mw_sizes=
mw_step() {
  mw_cut "${2-}"
  mw_word "$mw_value"
  case $1 in
    rename | restored)
      [ $mw_told_bytes -lt 20000 ] || return 0
      mw_told_bytes=$((mw_told_bytes + ${#mw_value} + 20))
      ;;
  esac
  printf 'step %s %s\n' "$1" "$mw_value" >&5 2>/dev/null
}

# mw_cut TEXT: its first two thousand bytes, in mw_value.
mw_cut() {
  mw_value=$1
  [ ${#mw_value} -le 2000 ] || mw_value="$(printf '%.2000s' "$1")..."
}

# Whether the connection was heard of lately and has not cancelled.
mw_led() {
  mw_spooled || return 1
  [ ! -e "$mw_dir/cancel" ] || mw_fail other 'cancelled' || return 1
  read -r mw_until <"$mw_dir/lease" || mw_until=0
  mw_uptime
  [ "$mw_value" -le "$mw_until" ] || mw_fail guard-fired 'the connection was not heard of for as long as its lease'
}

# Reads what the order says as a whole.
mw_load_order() {
  mw_plan=- mw_keep=10 mw_dry=no mw_overwrite=no mw_source=
  mw_begun='' mw_left='' mw_reloaded=''
  while read -r mw_key mw_item; do
    case $mw_key in
      plan) mw_plan=$mw_item ;;
      keep) mw_keep=$mw_item ;;
      dry) mw_dry=$mw_item ;;
      overwrite) mw_overwrite=$mw_item ;;
    esac
  done <"$mw_dir/meta"
  case $mw_keep in '' | *[!0-9]* | 0) mw_keep=10 ;; esac
  case $mw_plan in *[!A-Za-z0-9-]*) mw_fail other 'the id of the plan is malformed'; return 1 ;; esac
  for mw_part in files reload validate validated; do [ -f "$mw_dir/$mw_part" ] || true >"$mw_dir/$mw_part"; done
  mw_check_services "$mw_dir/reload"
}

# What a reload needs is known before anything is written.
mw_check_services() {
  while read -r r_verb r_unit r_failure r_success; do
    mw_has systemctl || mw_fail tool-missing systemctl || return 1
    [ "$r_failure" = - ] || mw_has journalctl || mw_fail tool-missing journalctl || return 1
  done <"$1"
}

# Re-hash: each file is as the plan saw it, or already as planned; what is left to do goes to `todo`. What lies in root's
# places is looked at in one go.
mw_check_all() {
  mw_spooled || return 1
  mw_safe_seen=
  mw_mounts=
  mw_users=
  mw_news=
  true >"$mw_dir/todo"
  set --
  while read -r f_index f_path f_real f_base f_new f_mode f_staged; do
    mw_check_place </dev/null || return 1
    mw_word "$t_user"
    mw_users="$mw_users $mw_value"
    [ "$t_user" != - ] || set -- "$@" "$t_real"
    if [ -f "$mw_dir/new.$f_index" ]; then mw_news="$mw_news $f_index"; fi
  done <"$mw_dir/files"
  mw_looks=
  if [ $# -gt 0 ]; then mw_look_beside "$@" || return 1; fi
  # shellcheck disable=SC2086 # words
  set -- $mw_users
  while read -r f_index f_path f_real f_base f_new f_mode f_staged; do
    mw_text "$1"
    t_user=$mw_value
    shift
    mw_check_one </dev/null || return 1
  done <"$mw_dir/files"
}

# mw_look_beside REAL...: and in the same look what the order itself is like: the sizes of the new files as INDEX=SIZE in
# mw_sizes, and in mw_clock the time at which the spool was made, by the clock of the node.
mw_look_beside() {
  mw_word "$mw_dir"
  mw_beside=$mw_value
  for mw_item in $mw_news; do
    mw_word "$mw_dir/new.$mw_item"
    mw_beside="$mw_beside $mw_value"
  done
  t_look "$@" || return 1
  mw_beside=
  mw_looks=$mw_value
  mw_next_line
  mw_clock=${mw_line##* }
  mw_sizes=' '
  for mw_item in $mw_news; do
    mw_next_line
    mw_line=${mw_line#* * * }
    mw_sizes="$mw_sizes$mw_item=${mw_line%% *} "
  done
}

# Where a row of the order leads, and whose place that is.
mw_check_place() {
  mw_text "$f_path"
  t_path=$mw_value
  mw_text "$f_real"
  t_real=$mw_value
  mw_text "$f_staged"
  t_name=$mw_value
  case $t_real in
    */../* | */./* | *//* | */.. | */. | */) mw_fail unsafe-path "$t_real is no plain path"; return 1 ;;
    /*) ;;
    *) mw_fail unsafe-path "$t_real is no path of a file"; return 1 ;;
  esac
  case $t_name in '' | . | .. | */*) mw_fail unsafe-path "$t_name is no name of a staged file"; return 1 ;; esac
  mw_resolve "$t_path" || mw_value='nothing that can be followed'
  [ "$mw_value" = "$t_real" ] || mw_fail drift "$t_path leads to $mw_value now; it led to $t_real" || return 1
  mw_user_of "$t_real"
  t_user=$mw_value
}

mw_check_one() {
  mw_text "$f_real"
  t_real=$mw_value
  if [ "$t_user" = - ]; then mw_take_look
  else
    mw_at t_look "$t_real" || return 1
    mw_look=$mw_value
  fi
  # shellcheck disable=SC2086 # hash, mode, owner, group, size, links
  set -- $mw_look
  t_now=$1
  case $t_now in
    "$f_new") return 0 ;;
    "$f_base") ;;
    *) [ "$mw_overwrite" = yes ] || mw_fail drift "$t_real was changed since" || return 1 ;;
  esac
  mw_at t_writable "$t_real" || return 1
  mw_word "$t_user"
  printf '%s %s %s %s %s %s %s %s %s %s %s %s\n' "$f_index" "$f_path" "$f_real" "$t_now" "$f_new" "$f_mode" "$f_staged" \
    "$mw_value" "$2" "$3" "$4" "$5" >>"$mw_dir/todo"
}

# The next six words of mw_looks, in mw_look.
mw_take_look() {
  # shellcheck disable=SC2086 # words
  set -- $mw_looks
  mw_look="$1 $2 $3 $4 $5 $6"
  shift 6
  mw_looks=$*
}

# Names the columns of `todo` for the loops that read it.
mw_take_row() {
  mw_text "$f_real"
  t_real=$mw_value
  mw_text "$f_staged"
  t_staged=${t_real%/*}/$mw_value
  mw_text "$f_user"
  t_user=$mw_value
}

# Free space on every file system written to, before the first byte is written.
mw_check_room() {
  mw_needs=
  mw_need 65536 "$mw_state"
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_user o_mode o_uid o_gid o_size; do
    mw_text "$f_real"
    t_real=$mw_value
    if [ "$f_new" != - ]; then
      mw_new_size
      mw_need "$mw_size" "${t_real%/*}"
    fi
    if [ "$f_old" != - ]; then mw_need "$o_size" "$mw_state"; fi
  done <"$mw_dir/todo"
  mw_enough
}

# The size of the new file of a row, in mw_size.
mw_new_size() {
  case $mw_sizes in
    *" $f_index="*)
      mw_size=${mw_sizes#*" $f_index="}
      mw_size=${mw_size%% *}
      ;;
    *) mw_size=$(stat -c %s "$mw_dir/new.$f_index") ;;
  esac
}

# mw_need BYTES FOLDER: in whole blocks, and one for the folder; added up by folder.
mw_need() {
  mw_wanted=$((($1 + 4095) / 4096 * 4 + 4))
  mw_existing "$2"
  mw_word "$mw_value"
  mw_kept=
  for mw_item in $mw_needs; do
    case $mw_item in
      *":$mw_value") mw_wanted=$((mw_wanted + ${mw_item%%:*})) ;;
      *) mw_kept="$mw_kept $mw_item" ;;
    esac
  done
  mw_needs="$mw_kept $mw_wanted:$mw_value"
}

# Whether what mw_needs names is there, added up by file system.
mw_enough() {
  set --
  for mw_item in $mw_needs; do
    mw_text "${mw_item#*:}"
    set -- "$@" "$mw_value"
  done
  mw_free "$@"
  mw_seen=
  for mw_item in $mw_needs; do
    mw_next_line
    mw_wanted=${mw_item%%:*}
    mw_point=${mw_line##*%}
    # shellcheck disable=SC2086 # the columns; the fourth is what is free
    set -- ${mw_line%%\%*}
    while [ $# -gt 2 ]; do shift; done
    case ${1:-x} in *[!0-9]*) mw_fail no-space "nobody knows how much space is free"; return 1 ;; esac
    mw_word "${mw_point# }"
    case $mw_seen in *" $mw_value:"*)
      mw_rest=${mw_seen#*" $mw_value:"}
      mw_wanted=$((mw_wanted + ${mw_rest%% *})) ;;
    esac
    mw_seen=" $mw_value:$mw_wanted $mw_seen"
    [ "$1" -ge "$mw_wanted" ] ||
      mw_fail no-space "the file system at ${mw_point# } has $1 KiB free, and $mw_wanted KiB are needed" || return 1
  done
}
