# Names, places and small helpers. POSIX sh: dash and busybox ash run it. One text serves the connection's agent, the
# guard and its worker. Functions answer in variables (mw_value, mw_kind, mw_message), since a subshell is a process.
umask 077
unset IFS ENV BASH_ENV CDPATH GREP_OPTIONS
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL PATH
cd / || exit 70

mw_uid=$(id -u)
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
  for mw_tool in flock stat mv cp rm mkdir rmdir chmod chown cat sed df tr id readlink sleep ln mkfifo head; do
    mw_has "$mw_tool" || mw_missing="$mw_missing $mw_tool"
  done
  mw_has sha256sum || mw_has openssl || mw_missing="$mw_missing sha256sum"
  mw_has base64 || mw_has openssl || mw_missing="$mw_missing base64"
  mw_has sync || mw_has dd || mw_missing="$mw_missing sync"
  mw_has setsid || mw_missing="$mw_missing setsid"
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

# mw_word TEXT: the text as one word without blanks, in mw_value. Plain ones need no process.
mw_word() {
  case $1 in
    '') mw_value=- ;;
    *[!A-Za-z0-9_./:@+,-]*) mw_value="~$(printf %s "$1" | mw_encode)" ;;
    *) mw_value="=$1" ;;
  esac
}

# mw_text WORD: the text of such a word, in mw_value. Line ends at its end are kept.
mw_text() {
  case $1 in
    =*) mw_value=${1#=} ;;
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

# mw_try COMMAND...: what it said is in mw_said. What changes files keeps the locks open: nobody else begins before it ends.
mw_try() { mw_said=$("$@" 2>&1 </dev/null); }

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

# mw_sha FILE: its sha256 in mw_value, `-` where there is no file, `?` where it is no regular file.
mw_sha() {
  if [ -L "$1" ]; then mw_value='?'
  elif [ ! -e "$1" ]; then mw_value=-
  elif [ ! -f "$1" ]; then mw_value='?'
  elif mw_has sha256sum; then
    mw_value=$(sha256sum <"$1")
    mw_value=${mw_value%% *}
  else
    mw_value=$(openssl dgst -sha256 -r <"$1")
    mw_value=${mw_value%% *}
  fi
}

# mw_flush PATH: file or folder, to the disk. A sync that takes no name, or a file system that cannot flush a folder, gets
# everything flushed instead, which is as good; an error of the disk is one.
mw_flush() {
  if mw_has sync; then
    mw_try sync "$1" && return 0
    case $mw_said in
      *[Uu]sage* | *perand* | *rgument* | *ption*) mw_try sync && return 0 ;;
    esac
  elif [ -d "$1" ]; then
    # dd opens no folder; a flushed file in it brings the log of the file system to the disk, renames included
    mw_try dd if=/dev/null "of=$1/.mirrorwright-flush" conv=fsync && mw_try rm -f "$1/.mirrorwright-flush" && return 0
  else
    mw_try dd if=/dev/null "of=$1" bs=1 count=0 conv=notrunc,fsync && return 0
  fi
  mw_fail_said "cannot flush $1"
}

# mw_put TEXT FILE: replaces one of our own files, durably.
mw_put() {
  mw_kept "${2%/*}" || return 1
  mw_said=$( (printf '%s\n' "$1" >"$2.new") 2>&1) || mw_fail_said "cannot write $2" || return 1
  mw_flush "$2.new" || return 1
  mw_try mv -f "$2.new" "$2" || mw_fail_said "cannot write $2" || return 1
  mw_flush "${2%/*}"
}
