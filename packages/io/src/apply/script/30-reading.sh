# What the connection asks without changing anything. Every answer is a line that starts with the nonce.

mw_say() {
  mw_key=$1
  shift
  mw_out=
  for mw_word in "$@"; do
    mw_word "$mw_word"
    mw_out="$mw_out $mw_value"
  done
  printf '%s %s%s\n' "$mw_nonce" "$mw_key" "$mw_out"
}

mw_options_of() {
  # the options of the mount a path lies on: the longest mount point that leads to it
  mw_best=
  mw_options=
  # shellcheck disable=SC2034 # the columns between are not needed
  while read -r mw_c1 mw_c2 mw_c3 mw_c4 mw_point mw_opts mw_rest; do
    case $1/ in
      "${mw_point%/}"/*)
        if [ ${#mw_point} -ge ${#mw_best} ]; then
          mw_best=$mw_point
          mw_options=$mw_opts
          # the file system itself can be read-only as well as the mount
          mw_options="$mw_options,${mw_rest##* }"
        fi
        ;;
    esac
  done </proc/self/mountinfo
}

mw_version() {
  mw_has "$1" || return 0
  if mw_has timeout; then mw_said=$(timeout 5 "$1" --version 2>/dev/null </dev/null | sed 1q)
  else mw_said=$("$1" --version 2>/dev/null </dev/null | sed 1q)
  fi
  mw_say version "$1" "${mw_said:-present}"
}

# mw_facts WORD...: `m:` and a marker's path, `p:` and a program's name.
mw_facts() {
  mw_said=$(cat /proc/sys/kernel/hostname 2>/dev/null || hostname)
  mw_say hostname "$mw_said"
  mw_said=$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release 2>/dev/null)
  mw_said=${mw_said#\"}
  mw_say os "${mw_said%\"}"
  if [ -d /run/systemd/system ]; then mw_say systemd yes; fi
  for mw_item in "$@"; do
    mw_text "${mw_item#?:}"
    case $mw_item in
      m:*)
        mw_marker=$mw_value
        if [ -e "$mw_marker" ] || [ -L "$mw_marker" ]; then
          mw_say marker "$mw_marker"
          mw_options_of "$mw_marker"
          case ,$mw_options, in *,ro,*) mw_say read-only "$mw_marker" ;; esac
        fi
        ;;
      p:*) mw_version "$mw_value" ;;
    esac
  done
  mw_unsettled && mw_say unsettled "$mw_value"
  printf '%s done\n' "$mw_nonce"
}

# Whether a journal is left over that no guard is working on; what it says is in mw_value.
mw_unsettled() {
  [ -f "$mw_journal_file" ] || return 1
  if [ -e "$mw_run/lock" ] && ! flock -n "$mw_run/lock" true 2>/dev/null; then return 1; fi
  mw_value=$(cat "$mw_journal_file" 2>/dev/null) && [ -n "$mw_value" ]
}

# mw_describe PATH: one `file` line, and the content of a regular file after it.
mw_describe() {
  mw_path=$1
  mw_resolve "$mw_path" || mw_value=$mw_path
  mw_target=$mw_value
  mw_stat=$(stat -c '%a %u %g %s' "$mw_target" 2>/dev/null)
  if [ -f "$mw_target" ]; then mw_type="file"
  elif [ -d "$mw_target" ]; then mw_type=directory
  elif [ -e "$mw_target" ] || [ -L "$mw_target" ]; then mw_type=other
  else mw_type=missing
  fi
  if [ $mw_type = file ] && [ ! -r "$mw_target" ]; then mw_type=other; fi
  # nobody's configuration is that large
  if [ $mw_type = file ] && [ "${mw_stat##* }" -gt 33554432 ]; then mw_type=other; fi
  mw_word "$mw_path"
  mw_out=$mw_value
  mw_word "$mw_target"
  printf '%s file %s %s %s %s\n' "$mw_nonce" "$mw_out" "$mw_value" $mw_type "$mw_stat"
  if [ $mw_type = file ]; then
    base64 <"$mw_target" 2>/dev/null || openssl base64 <"$mw_target"
    printf '\n%s end\n' "$mw_nonce"
  fi
}

# mw_list FOLDER DEPTH: every file below it.
mw_list() {
  for mw_entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$mw_entry" ] || [ -L "$mw_entry" ] || continue
    if [ -d "$mw_entry" ]; then
      # a folder that is a link is followed by its readers as well; the depth ends circles
      [ "$2" -gt 0 ] && mw_list "$mw_entry" $(($2 - 1))
    else
      mw_describe "$mw_entry"
    fi
  done
}

# mw_read WORD...: `p:` and a path, `d:` and a folder whose files are wanted.
mw_read() {
  for mw_item in "$@"; do
    mw_text "${mw_item#?:}"
    case $mw_item in
      p:*) mw_describe "$mw_value" ;;
      d:*)
        mw_top=${mw_value%/}
        mw_describe "$mw_top"
        [ -d "$mw_top" ] && mw_list "$mw_top" 3
        ;;
    esac
  done
  printf '%s done\n' "$mw_nonce"
}
