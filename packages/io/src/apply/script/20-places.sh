# Folders of ours, and which places on the machine may be written to.

# mw_own_folder PATH...: made when missing; refused when it is a link, another's, or open to others.
mw_own_folder() {
  for mw_each in "$@"; do
    if [ ! -e "$mw_each" ] && [ ! -L "$mw_each" ]; then
      mw_try mkdir -m 700 "$mw_each" || [ -d "$mw_each" ] || mw_fail_said "cannot make $mw_each" || return 1
    fi
    if [ -L "$mw_each" ] || [ ! -d "$mw_each" ]; then mw_fail unsafe-path "$mw_each is no folder of mirrorwright's"; return 1; fi
  done
  mw_lines=$(stat -c '%u %a' "$@" 2>/dev/null) || mw_fail unsafe-path "$* cannot be looked at" || return 1
  for mw_each in "$@"; do
    mw_next_line
    [ "${mw_line%% *}" = "$mw_uid" ] || mw_fail unsafe-path "$mw_each belongs to another user" || return 1
    case ${mw_line#* } in
      *[2367]? | *[2367]) mw_fail unsafe-path "$mw_each is writable for others"; return 1 ;;
      700) ;;
      *) mw_try chmod 700 "$mw_each" || mw_fail_said "cannot close $mw_each" || return 1 ;;
    esac
  done
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

# Nothing is made in a folder that was not looked at.
mw_make_state() {
  mw_own_parents "${mw_state%/*}" || return 1
  [ -d "$mw_state/pushes" ] || mw_own_folder "$mw_state" || return 1
  mw_own_folder "$mw_state" "$mw_state/pushes"
}

mw_make_run() {
  [ "$mw_uid" = 0 ] || { mw_own_parents "${mw_state%/*}" && mw_own_folder "$mw_state"; } || return 1
  mw_own_folder "$mw_run"
}

# The two at once, with one look where all is there.
mw_make_both() {
  if [ "$mw_uid" = 0 ] && [ -d "$mw_run" ] && [ -d "$mw_state/pushes" ]; then
    mw_own_folder "$mw_run" "$mw_state" "$mw_state/pushes"
  else mw_make_run && mw_make_state
  fi
}

# mw_go FOLDER: where it really is, in mw_real. No process: the shell goes there and back.
mw_go() {
  cd -P -- "$1" 2>/dev/null || return 1
  mw_real=$PWD
  cd /
}

# mw_resolve PATH: where it leads when links are followed, in mw_value. The last part may be missing.
mw_resolve() {
  mw_at=$1
  mw_hops=0
  while :; do
    case $mw_at in /*) ;; *) return 1 ;; esac
    mw_folder=${mw_at%/*}
    mw_leaf=${mw_at##*/}
    if ! mw_go "${mw_folder:-/}"; then
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
  mw_go "${mw_head:-/}" || return 1
  mw_value=${mw_real%/}$mw_tail
}

# mw_safe_folder PATH...: every existing folder from each up to the root belongs to root (or to the user who writes) and is
# closed to others, so that nobody can swap a part of the path. What mw_with names (words of paths that are there) is looked at
# with them: the lines of that are left in mw_lines: owner, mode, group, size, number of links, time of change.
mw_safe_seen=
mw_with=
mw_safe_folder() {
  mw_more=$#
  while [ $mw_more -gt 0 ]; do
    mw_part=$1
    mw_more=$((mw_more - 1))
    shift
    while :; do
      # those above it were taken with it
      case $mw_safe_seen in *"$mw_line_end${mw_part:-/}$mw_line_end"*) break ;; esac
      if [ -L "${mw_part:-/}" ]; then mw_unsafe "${mw_part:-/} is a link now"; return 1; fi
      if [ -e "${mw_part:-/}" ]; then
        [ -d "${mw_part:-/}" ] || mw_unsafe "$mw_part is no folder" || return 1
        set -- "$@" "${mw_part:-/}"
        case $mw_part in *"$mw_line_end"*) ;; *) mw_safe_seen="$mw_safe_seen$mw_line_end${mw_part:-/}$mw_line_end" ;; esac
      fi
      [ -n "$mw_part" ] || break
      mw_part=${mw_part%/*}
    done
  done
  mw_more=$#
  for mw_each in $mw_with; do
    mw_text "$mw_each"
    set -- "$@" "$mw_value"
  done
  mw_lines=
  [ $# -gt 0 ] || return 0
  mw_lines=$(stat -c '%u %a %g %s %h %Y' "$@" 2>/dev/null) || mw_unsafe "$* cannot be looked at" || return 1
  for mw_part in "$@"; do
    [ $mw_more -gt 0 ] || break
    mw_more=$((mw_more - 1))
    mw_next_line
    case ${mw_line%% *} in
      0 | "$mw_uid") ;;
      *) mw_unsafe "$mw_part belongs to user ${mw_line%% *}, who could swap what is below it"; return 1 ;;
    esac
    mw_line=${mw_line#* }
    case ${mw_line%% *} in
      *[2367]? | *[2367]) mw_unsafe "$mw_part is writable for others (mode ${mw_line%% *})"; return 1 ;;
    esac
  done
}

mw_unsafe() {
  mw_safe_seen=
  mw_fail unsafe-path "$1"
}

# mw_safe_parents FILE...
mw_safe_parents() {
  for mw_each in "$@"; do
    shift
    set -- "$@" "${mw_each%/*}"
  done
  mw_safe_folder "$@"
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
        mw_go "$mw_home" || continue
        mw_home=$mw_real
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

# mw_free FOLDER...: a line for each in mw_lines: kibibytes free on its file system, and where that is mounted.
mw_free() {
  mw_said=$(df -Pk "$@" 2>/dev/null)
  mw_lines=${mw_said#*"$mw_line_end"}
  [ "$mw_lines" != "$mw_said" ] || mw_lines=
}
