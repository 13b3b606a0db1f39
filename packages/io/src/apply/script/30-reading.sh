# What the connection asks without changing anything. Every answer is a line that starts with the nonce.

# Lines are gathered and sent together: each write wakes everybody on the way.
mw_answer=
mw_mounts=
mw_say() {
  mw_key=$1
  shift
  mw_answer="$mw_answer$mw_nonce $mw_key"
  for mw_word in "$@"; do
    mw_word "$mw_word"
    mw_answer="$mw_answer $mw_value"
  done
  mw_answer=$mw_answer$mw_line_end
}

mw_send() {
  printf %s "$mw_answer"
  mw_answer=
}

# mw_options_of PATH: the options of the mount it lies on, the longest mount point that leads to it, in mw_options.
mw_options_of() {
  [ -n "$mw_mounts" ] || mw_find_mounts
  mw_path_at=$1/
  mw_best=
  mw_options=
  set -f
  # shellcheck disable=SC2086 # mount points have no blanks, they are told as \040
  set -- $mw_mounts
  set +f
  while [ $# -gt 1 ]; do
    case $mw_path_at in "${1%/}"/*)
      if [ ${#1} -ge ${#mw_best} ]; then
        mw_best=$1
        mw_options=$2
      fi
      ;;
    esac
    shift 2
  done
}

# Mount points and their options, in pairs; the file system itself can be read-only as well as the mount.
mw_find_mounts() {
  mw_lines=$(cat /proc/self/mountinfo)
  IFS=$mw_line_end
  set -f
  # shellcheck disable=SC2086 # lines
  set -- $mw_lines
  set +f
  unset IFS
  mw_mounts=
  for mw_line in "$@"; do
    mw_rest=${mw_line#* * * * }
    mw_point=${mw_rest%% *}
    mw_rest=${mw_rest#* }
    mw_mounts="$mw_mounts $mw_point ${mw_rest%% *},${mw_rest##* }"
  done
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
  { IFS= read -r mw_said </proc/sys/kernel/hostname; } 2>/dev/null || mw_said=$(hostname)
  mw_say hostname "$mw_said"
  mw_said=
  if [ -r /etc/os-release ]; then
    while IFS= read -r mw_line; do
      case $mw_line in PRETTY_NAME=*) mw_said=${mw_line#*=}; break ;; esac
    done </etc/os-release
  fi
  mw_said=${mw_said#[\"\']}
  mw_say os "${mw_said%[\"\']}"
  mw_mounts=
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
  mw_say 'done'
  mw_send
}

# Whether a journal is left over that no guard is working on; what it says is in mw_value.
mw_unsettled() {
  [ -f "$mw_journal_file" ] || return 1
  if [ -e "$mw_run/lock" ] && ! flock -n "$mw_run/lock" true 2>/dev/null; then return 1; fi
  mw_value=$(cat "$mw_journal_file" 2>/dev/null) && [ -n "$mw_value" ]
}

# mw_type_of TARGET: in mw_type.
mw_type_of() {
  if [ -f "$1" ]; then mw_type="file"
  elif [ -d "$1" ]; then mw_type=directory
  elif [ -e "$1" ] || [ -L "$1" ]; then mw_type=other
  else mw_type=missing
  fi
  if [ $mw_type = file ] && [ ! -r "$1" ]; then mw_type=other; fi
}

# mw_describe PATH NUMBERS: one `file` line; a regular file is added to mw_contents. Without numbers nothing was there.
mw_describe() {
  mw_path=$1
  mw_resolve "$mw_path" || mw_value=$mw_path
  mw_target=$mw_value
  mw_type=missing
  if [ -n "$2" ]; then mw_type_of "$mw_target"; fi
  # nobody's configuration is that large
  if [ $mw_type = file ] && [ "${2##* }" -gt 33554432 ]; then mw_type=other; fi
  mw_word "$mw_path"
  mw_answer="$mw_answer$mw_nonce file $mw_value"
  mw_word "$mw_target"
  mw_answer="$mw_answer $mw_value $mw_type"
  [ $mw_type = missing ] || mw_answer="$mw_answer $2"
  mw_answer=$mw_answer$mw_line_end
  [ $mw_type != file ] || mw_contents="$mw_contents $mw_value"
}

# mw_send_contents WORD...: what was said so far, and the content of all files in one stream; their sizes and hashes stand
# before it, so that the other end can tell them apart.
mw_send_contents() {
  for mw_item in "$@"; do
    shift
    mw_text "$mw_item"
    set -- "$@" "$mw_value"
  done
  mw_sha "$@"
  mw_answer="$mw_answer$mw_nonce contents $mw_value$mw_line_end"
  mw_send
  if mw_has base64; then cat "$@" 2>/dev/null | base64; else cat "$@" 2>/dev/null | openssl base64; fi
  mw_answer="$mw_line_end$mw_nonce end$mw_line_end"
}

# mw_describe_all WORD...: with one question for the numbers of all. Where something goes meanwhile they are asked for one
# by one.
mw_describe_all() {
  mw_wanted=$*
  mw_marks=
  set --
  for mw_item in $mw_wanted; do
    mw_text "$mw_item"
    mw_path=$mw_value
    mw_resolve "$mw_path" || mw_value=$mw_path
    if [ -e "$mw_value" ] || [ -L "$mw_value" ]; then
      set -- "$@" "$mw_value"
      mw_marks="$mw_marks there"
    else mw_marks="$mw_marks -"
    fi
  done
  mw_stats=
  [ $# = 0 ] || mw_stats=$(stat -c '%a %u %g %s' "$@" 2>/dev/null) || mw_stats=
  # shellcheck disable=SC2086 # words
  set -- $mw_marks
  for mw_item in $mw_wanted; do
    mw_line=
    mw_text "$mw_item"
    if [ "$1" = there ] && [ -n "$mw_stats" ]; then
      mw_lines=$mw_stats
      mw_next_line
      mw_stats=$mw_lines
    elif [ "$1" = there ]; then
      mw_path=$mw_value
      mw_resolve "$mw_path" || mw_value=$mw_path
      mw_line=$(stat -c '%a %u %g %s' "$mw_value" 2>/dev/null)
      mw_value=$mw_path
    fi
    shift
    mw_describe "$mw_value" "$mw_line"
  done
}

# mw_list FOLDER DEPTH: the words of every file below it, added to mw_found.
mw_list() {
  for mw_entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$mw_entry" ] || [ -L "$mw_entry" ] || continue
    if [ -d "$mw_entry" ]; then
      # a folder that is a link is followed by its readers as well; the depth ends circles
      [ "$2" -gt 0 ] && mw_list "$mw_entry" $(($2 - 1))
    else
      mw_note_found "$mw_entry"
    fi
  done
}

# Once each, although folders lie in each other.
mw_note_found() {
  mw_word "$1"
  case "$mw_found " in *" $mw_value "*) ;; *) mw_found="$mw_found $mw_value" ;; esac
}

# mw_read WORD...: `p:` and a path, `d:` and a folder whose files are wanted.
mw_read() {
  mw_found=
  for mw_item in "$@"; do
    case $mw_item in
      p:*)
        mw_text "${mw_item#?:}"
        mw_note_found "$mw_value"
        ;;
      d:*)
        mw_text "${mw_item#?:}"
        mw_top=${mw_value%/}
        mw_note_found "$mw_top"
        [ -d "$mw_top" ] && mw_list "$mw_top" 3
        ;;
    esac
  done
  mw_contents=
  # shellcheck disable=SC2086 # words
  mw_describe_all $mw_found
  # shellcheck disable=SC2086 # words
  [ -z "$mw_contents" ] || mw_send_contents $mw_contents
  mw_say 'done'
  mw_send
}
