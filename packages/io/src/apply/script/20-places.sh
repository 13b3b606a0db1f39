# Folders of ours, and which places on the machine may be written to.

# mw_own_folder PATH: made when missing; refused when it is a link, another's, or open to others.
mw_own_folder() {
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    mw_try mkdir -m 700 "$1" || [ -d "$1" ] || mw_fail_said "cannot make $1" || return 1
  fi
  if [ -L "$1" ] || [ ! -d "$1" ]; then mw_fail unsafe-path "$1 is no folder of mirrorwright's"; return 1; fi
  mw_stat=$(stat -c '%u %a' "$1")
  [ "${mw_stat%% *}" = "$mw_uid" ] || mw_fail unsafe-path "$1 belongs to another user" || return 1
  case ${mw_stat#* } in
    *[2367]? | *[2367]) mw_fail unsafe-path "$1 is writable for others"; return 1 ;;
    700) ;;
    *) mw_try chmod 700 "$1" || mw_fail_said "cannot close $1" ;;
  esac
}

# mw_kept [FOLDER]: whether the folders of the record, and that one, are still ours: no links, nobody else's. Asked before
# each step that writes there; no process is needed for it.
mw_kept() {
  for mw_held in "$mw_state" "$mw_state/pushes" ${1:+"$1"}; do
    [ -d "$mw_held" ] && [ ! -L "$mw_held" ] && [ -O "$mw_held" ] ||
      mw_fail unsafe-path "$mw_held is no folder of mirrorwright's any more" || return 1
  done
}

# mw_spooled: likewise for the folder of this push below /run.
mw_spooled() {
  for mw_held in "$mw_run" "$mw_dir"; do
    [ -d "$mw_held" ] && [ ! -L "$mw_held" ] && [ -O "$mw_held" ] ||
      mw_fail unsafe-path "$mw_held is no folder of mirrorwright's any more" || return 1
  done
}

mw_own_parents() {
  [ "$mw_uid" = 0 ] && return 0
  mw_try mkdir -p "$1" || mw_fail_said "cannot make $1"
}

mw_make_state() {
  mw_own_parents "${mw_state%/*}" && mw_own_folder "$mw_state" && mw_own_folder "$mw_state/pushes"
}

mw_make_run() {
  [ "$mw_uid" = 0 ] || { mw_own_parents "${mw_state%/*}" && mw_own_folder "$mw_state"; } || return 1
  mw_own_folder "$mw_run"
}

# mw_resolve PATH: where it leads when links are followed, in mw_value. The last part may be missing.
mw_resolve() {
  mw_at=$1
  mw_hops=0
  while :; do
    case $mw_at in /*) ;; *) return 1 ;; esac
    mw_folder=${mw_at%/*}
    mw_leaf=${mw_at##*/}
    if ! mw_real=$(cd -P -- "${mw_folder:-/}" 2>/dev/null && pwd -P); then
      # a folder on the way is missing: the rest stands as it is written
      mw_resolve_missing "$mw_folder" || return 1
      mw_real=$mw_value
    fi
    mw_at=${mw_real%/}/$mw_leaf
    [ -L "$mw_at" ] || break
    mw_hops=$((mw_hops + 1))
    [ "$mw_hops" -le 40 ] || return 1
    mw_link=$(readlink "$mw_at"; printf x)
    mw_link=${mw_link%"$mw_line_end"x}
    case $mw_link in
      /*) mw_at=$mw_link ;;
      *) mw_at=${mw_real%/}/$mw_link ;;
    esac
  done
  mw_value=$mw_at
}

mw_resolve_missing() {
  mw_tail=
  mw_head=$1
  while [ -n "$mw_head" ] && [ ! -d "$mw_head" ]; do
    # neither a file nor a broken link may stand in the way
    if [ -e "$mw_head" ] || [ -L "$mw_head" ]; then return 1; fi
    mw_tail=/${mw_head##*/}$mw_tail
    mw_head=${mw_head%/*}
  done
  mw_real=$(cd -P -- "${mw_head:-/}" 2>/dev/null && pwd -P) || return 1
  mw_value=${mw_real%/}$mw_tail
}

# mw_safe_folder PATH: every existing folder from it up to the root belongs to root (or to the user who writes) and is
# closed to others, so that nobody can swap a part of the path.
mw_safe_seen=
mw_safe_folder() {
  case $mw_safe_seen in *"$mw_line_end$1$mw_line_end"*) return 0 ;; esac
  mw_part=$1
  while :; do
    if [ -L "${mw_part:-/}" ]; then mw_fail unsafe-path "${mw_part:-/} is a link now"; return 1; fi
    if [ -e "${mw_part:-/}" ]; then
      [ -d "${mw_part:-/}" ] || mw_fail unsafe-path "$mw_part is no folder" || return 1
      mw_stat=$(stat -c '%u %a' "${mw_part:-/}")
      case ${mw_stat%% *} in
        0 | "$mw_uid") ;;
        *) mw_fail unsafe-path "${mw_part:-/} belongs to user ${mw_stat%% *}, who could swap what is below it"; return 1 ;;
      esac
      case ${mw_stat#* } in
        *[2367]? | *[2367]) mw_fail unsafe-path "${mw_part:-/} is writable for others (mode ${mw_stat#* })"; return 1 ;;
      esac
    fi
    [ -n "$mw_part" ] || break
    mw_part=${mw_part%/*}
  done
  mw_safe_seen="$mw_safe_seen$mw_line_end$1$mw_line_end"
}

# mw_user_of PATH: the user in whose home it lies, in mw_value; `-` where root writes it, or where we are no root.
mw_user_of() {
  mw_value=-
  [ "$mw_uid" = 0 ] || return 0
  case $1 in /etc/* | /usr/* | /var/lib/*) return 0 ;; esac
  mw_best=
  while IFS=: read -r mw_name mw_c1 mw_owner mw_c2 mw_c3 mw_home mw_rest; do
    case $mw_owner:$mw_home in 0:* | *: | *:/ | *:[!/]*) continue ;; esac
    [ -d "$mw_home" ] || continue
    case $1 in
      "${mw_home%/}"/*) ;;
      # homes that are links, as on systems where /home leads to /var/home
      *) case $1 in */"${mw_home##*/}"/*) ;; *) continue ;; esac
        mw_home=$(cd -P -- "$mw_home" 2>/dev/null && pwd -P) || continue
        case $1 in "$mw_home"/*) ;; *) continue ;; esac ;;
    esac
    [ "$(stat -L -c %u "$mw_home")" = "$mw_owner" ] && [ ${#mw_home} -gt ${#mw_best} ] || continue
    mw_best=$mw_home
    mw_value=$mw_name
  done <<EOF
$(getent passwd 2>/dev/null || cat /etc/passwd)
EOF
}

# mw_as USER COMMAND...: runs it as that user, with that user's groups and nothing of root's.
mw_as() {
  mw_name=$1
  shift
  if mw_has setpriv && setpriv --help 2>&1 | grep -q init-groups; then
    setpriv --reuid="$mw_name" --regid="$(id -g "$mw_name")" --init-groups --no-new-privs -- "$@"
  elif mw_has runuser; then runuser -u "$mw_name" -- "$@"
  else su -s /bin/sh "$mw_name" -c 'exec "$0" "$@"' -- "$@"
  fi
}

# mw_existing PATH: the nearest folder that is there, in mw_value.
mw_existing() {
  mw_value=$1
  while [ -n "$mw_value" ] && [ ! -d "$mw_value" ]; do mw_value=${mw_value%/*}; done
  mw_value=${mw_value:-/}
}

# mw_free FOLDER: kibibytes free on its file system, in mw_value.
mw_free() {
  mw_said=$(df -Pk "$1" 2>&1 | sed -n '2,$p')
  mw_said=${mw_said%%\%*}
  # shellcheck disable=SC2086 # the columns are wanted apart
  set -- $mw_said
  while [ $# -gt 2 ]; do shift; done
  mw_value=${1:-0}
  case $mw_value in *[!0-9]*) mw_value=0 ;; esac
}
