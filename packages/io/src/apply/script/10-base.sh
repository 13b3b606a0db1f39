# Names, places and small helpers. POSIX sh: dash and busybox ash run it. One text serves the connection's agent, the
# guard and its worker. Functions answer in variables (mw_value, mw_kind, mw_message), and take many files at a time: a
# program costs about a millisecond of processor time, a subshell a fifth of it, and this text has little else to spend.
umask 077
unset IFS ENV BASH_ENV CDPATH GREP_OPTIONS
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH
cd / || exit 70

# the effective user, by the kernel's word or by a program
mw_uid=
while read -r mw_key mw_c1 mw_value mw_rest; do
  case $mw_key in Uid:) mw_uid=$mw_value; break ;; esac
done 2>/dev/null </proc/self/status
[ -n "$mw_uid" ] || mw_uid=$(id -u)
if [ "$mw_uid" = 0 ]; then
  mw_state=/var/lib/mirrorwright
  mw_run=/run/mirrorwright
else
  mw_state=${HOME:-/nonexistent}/.local/state/mirrorwright
  mw_run=$mw_state/run
fi
mw_journal_file=$mw_state/journal
mw_line_end='
'

mw_has() { command -v "$1" >/dev/null 2>&1; }

# Programs that a push cannot do without; names the missing ones in mw_missing.
mw_find_missing() {
  mw_missing=
  for mw_tool in flock stat mv cp rm mkdir rmdir chmod chown cat sed df tr id readlink sleep ln mkfifo head setsid; do
    command -v "$mw_tool" || mw_missing="$mw_missing $mw_tool"
  done >/dev/null 2>&1
  mw_has sha256sum || mw_has openssl || mw_missing="$mw_missing sha256sum"
  mw_has base64 || mw_has openssl || mw_missing="$mw_missing base64"
  mw_has sync || mw_has dd || mw_missing="$mw_missing sync"
  [ -r /proc/uptime ] || mw_missing="$mw_missing /proc/uptime"
  mw_missing=${mw_missing# }
}

if mw_has base64; then
  mw_encode() { base64 | tr -d '\n'; }
  mw_decode() { base64 -d; }
  mw_decode_word() { base64 -d; }
else
  mw_encode() { openssl base64 -A; }
  mw_decode() { openssl base64 -d; }
  mw_decode_word() { openssl base64 -d -A; }
fi

# mw_word TEXT: the text as one word without blanks, in mw_value. Printable ones need no process: after `%` that sign
# stands for a blank.
mw_word() {
  case $1 in
    '') mw_value=- ;;
    *[!\ -\$\&-~]*) mw_value="~$(printf %s "$1" | mw_encode)" ;;
    *[!A-Za-z0-9_./:@+,-]*)
      # one after the other is slow for long ones
      if [ ${#1} -gt 4000 ]; then mw_value="~$(printf %s "$1" | mw_encode)"; else mw_swap_all "$1" ' ' % && mw_value=%$mw_value; fi
      ;;
    *) mw_value="=$1" ;;
  esac
}

# mw_swap_all TEXT THIS THAT: every THIS of the text as THAT, in mw_value.
mw_swap_all() {
  mw_value=
  mw_after=$1
  while :; do
    case $mw_after in
      *"$2"*)
        mw_value=$mw_value${mw_after%%"$2"*}$3
        mw_after=${mw_after#*"$2"}
        ;;
      *) break ;;
    esac
  done
  mw_value=$mw_value$mw_after
}

# mw_text WORD: the text of such a word, in mw_value. Line ends at its end are kept.
mw_text() {
  case $1 in
    =*) mw_value=${1#=} ;;
    %*) mw_swap_all "${1#%}" % ' ' ;;
    '~'*)
      mw_value=$(printf '%s\n' "${1#?}" | mw_decode_word && printf x)
      mw_value=${mw_value%x}
      ;;
    *) mw_value= ;;
  esac
}

# mw_fail KIND MESSAGE: why this push does not go on.
mw_fail() {
  mw_kind=$1
  mw_message=$2
  return 1
}

# mw_try COMMAND...: what it said is in mw_said if it failed. What changes files keeps the locks open: nobody else begins
# before it ends. The words go by a file where there is one for them, which saves a subshell.
mw_said_file=
mw_try() {
  mw_said=
  if [ -z "$mw_said_file" ]; then mw_said=$("$@" 2>&1 </dev/null); return; fi
  "$@" >"$mw_said_file" 2>&1 </dev/null && return 0
  mw_said=$(cat "$mw_said_file" 2>/dev/null)
  return 1
}

# mw_keep_said: from here on words go by a file of this process alone.
mw_keep_said() {
  mw_said_file=$mw_dir/said.$1
  { true >"$mw_said_file"; } 2>/dev/null || mw_said_file=
}

# mw_add FILE: standard input is added to it; likewise.
mw_add() {
  if [ -z "$mw_said_file" ]; then mw_said=$( (cat >>"$1") 2>&1); return; fi
  { cat >>"$1"; } 2>"$mw_said_file" && return 0
  mw_said=$(cat "$mw_said_file" 2>/dev/null)
  return 1
}

# The first line of mw_lines, taken away from it, in mw_line.
mw_next_line() {
  mw_line=${mw_lines%%"$mw_line_end"*}
  mw_lines=${mw_lines#*"$mw_line_end"}
}

# mw_apart COMMAND...: likewise for what may leave programs behind; those hold no lock of ours.
mw_apart() { mw_said=$("$@" 2>&1 </dev/null 5>&- 6>&- 8>&- 9>&-); }

# mw_fail_said MESSAGE: the kind follows from what the failed program said.
mw_fail_said() {
  case $mw_said in
    *'o space left'* | *'uota exceeded'*) mw_kind=no-space ;;
    *'ead-only file system'*) mw_kind=read-only ;;
    *'ermission denied'* | *'not permitted'*) mw_kind=permission ;;
    *) mw_kind=other ;;
  esac
  mw_message="$1: $mw_said"
  return 1
}

# Hundredths of a second since the machine started, in mw_value: no clock that anyone sets.
mw_uptime() {
  read -r mw_value mw_rest </proc/uptime
  mw_rest=${mw_value#*.}
  mw_value=$((${mw_value%.*} * 100 + 1$mw_rest - 100))
}

mw_pause() { sleep "${1:-0.05}" 2>/dev/null 5>&- 6>&- 8>&- 9>&- || sleep 1 5>&- 6>&- 8>&- 9>&-; }

# mw_sha FILE...: a word for each in mw_value: its sha256, `-` where there is no file, `?` where it is no regular file,
# `!` where it cannot be read.
mw_sha() {
  mw_kinds=
  mw_odd=
  for mw_each in "$@"; do
    shift
    if [ -L "$mw_each" ]; then mw_kinds="$mw_kinds ?"
    elif [ ! -e "$mw_each" ]; then mw_kinds="$mw_kinds -"
    elif [ ! -f "$mw_each" ]; then mw_kinds="$mw_kinds ?"
    else
      mw_kinds="$mw_kinds f"
      # names that some programs quote and others do not
      case $mw_each in *"$mw_line_end"* | *\\*) mw_odd=yes ;; esac
      set -- "$@" "$mw_each"
    fi
  done
  mw_lines=
  if [ $# -gt 0 ]; then
    mw_has sha256sum && [ -z "$mw_odd" ] && mw_lines=$(sha256sum "$@" 2>/dev/null) || mw_sha_singly "$@"
  fi
  mw_value=
  for mw_each in $mw_kinds; do
    [ "$mw_each" != f ] || { mw_next_line && mw_each=${mw_line%% *}; }
    mw_value="$mw_value${mw_value:+ }$mw_each"
  done
}

mw_sha_singly() {
  mw_lines=
  for mw_each in "$@"; do
    if mw_has sha256sum; then mw_line=$(sha256sum 2>/dev/null <"$mw_each")
    else mw_line=$(openssl dgst -sha256 -r 2>/dev/null <"$mw_each")
    fi 2>/dev/null
    mw_line=${mw_line%% *}
    mw_lines=$mw_lines${mw_line:-!}$mw_line_end
  done
}

# mw_flush PATH...: files and folders, to the disk, and with them the draft of one of our own files. A sync that takes no
# name, or a file system that cannot flush a folder, gets everything flushed instead, which is as good; an error of the
# disk is one.
mw_pending=
mw_flushed=
mw_flush() {
  [ -z "$mw_pending" ] || set -- "$@" "$mw_pending"
  mw_flush_these "$@" || return 1
  [ -z "$mw_pending" ] || mw_flushed=$mw_pending
  mw_pending=
}

mw_flush_these() {
  if mw_has sync; then
    mw_try sync "$@" && return 0
    case $mw_said in
      *[Uu]sage* | *perand* | *rgument* | *ption*) mw_try sync && return 0 ;;
    esac
    mw_fail_said "cannot flush $*"
    return
  fi
  for mw_each in "$@"; do
    if [ -d "$mw_each" ]; then
      # dd opens no folder; a flushed file in it brings the log of the file system to the disk, renames included
      mw_try dd if=/dev/null "of=$mw_each/.mirrorwright-flush" conv=fsync && mw_try rm -f "$mw_each/.mirrorwright-flush"
    else
      mw_try dd if=/dev/null "of=$mw_each" bs=1 count=0 conv=notrunc,fsync
    fi || mw_fail_said "cannot flush $mw_each" || return 1
  done
}

# mw_draft TEXT FILE: writes FILE.new, which is flushed with whatever is flushed next.
mw_draft() {
  mw_kept "${2%/*}" || return 1
  [ "$mw_flushed" != "$2.new" ] || mw_flushed=
  mw_said=$( (printf '%s\n' "$1" >"$2.new") 2>&1) || mw_fail_said "cannot write $2" || return 1
  mw_pending=$2.new
}

# mw_place FILE [NEXT]: replaces one of our own files by its draft, durably. NEXT is the text of a draft for the time after.
mw_place() {
  [ "$mw_flushed" = "$1.new" ] || mw_flush "$1.new" || return 1
  mw_flushed=
  mw_try mv -f "$1.new" "$1" || mw_fail_said "cannot write $1" || return 1
  [ -z "${2-}" ] || mw_draft "$2" "$1" || return 1
  mw_flush "${1%/*}"
}

# mw_put TEXT FILE: both at once.
mw_put() { mw_draft "$1" "$2" && mw_place "$2"; }
