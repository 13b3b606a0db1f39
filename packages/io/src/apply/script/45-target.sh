# What is done at a target. Root does it for root's places; below a home it is done as that home's user, by this same
# text started anew with that user's rights, so that nothing a user puts in the way can turn root's hand.

# mw_at FUNCTION ARGUMENT...: one of the t_ functions, as t_user.
mw_at() {
  if [ "$t_user" = - ]; then "$@"; return; fi
  [ -n "$mw_script" ] || mw_script=$(cat "$mw_code")
  mw_said=$(mw_as "$t_user" /bin/sh -c "$mw_script" mirrorwright at "$@" 2>&1)
  case $mw_said in
    'yes '*) mw_text "${mw_said#yes }" ;;
    'no '*)
      mw_said=${mw_said#no }
      mw_kind=${mw_said%% *}
      mw_text "${mw_said#* }"
      mw_message=$mw_value
      return 1
      ;;
    *) mw_fail_said "cannot act as $t_user" ;;
  esac
}

# The other side of that.
mw_act() {
  case $1 in t_[a-z]*) ;; *) exit 70 ;; esac
  mw_value=
  if "$@"; then
    mw_word "$mw_value"
    printf 'yes %s\n' "$mw_value"
  else
    mw_word "$mw_message"
    printf 'no %s %s\n' "$mw_kind" "$mw_value"
  fi
}

# t_look REAL...: six words for each in mw_value: hash, mode, owner, group, size and number of links of what is there, after
# a look at what leads to it. What of mw_beside (words of paths) is looked at as well is left in mw_lines.
mw_beside=
t_look() {
  mw_regular "$@" || return 1
  mw_with=
  for mw_each in "$@"; do
    [ ! -e "$mw_each" ] || { mw_word "$mw_each" && mw_with="$mw_with $mw_value"; }
  done
  t_there=$mw_with
  mw_with="$mw_with $mw_beside"
  mw_safe_parents "$@"
  mw_status=$?
  mw_with=
  [ $mw_status = 0 ] || return 1
  t_numbers=$mw_lines
  mw_sha "$@"
  mw_lines=$t_numbers
  t_numbers=
  for t_hash in $mw_value; do
    t_name=$1
    shift
    mw_word "$t_name"
    case " $t_there :$t_hash" in
      *" $mw_value "*:[-?!] | *:[?!]) mw_fail drift "$t_name was changed during the look"; return 1 ;;
      *:-) t_numbers="$t_numbers - - - - 0 0"; continue ;;
      *" $mw_value "*) ;;
      *) mw_fail drift "$t_name was made during the look"; return 1 ;;
    esac
    mw_next_line
    # shellcheck disable=SC2086 # numbers; they become words of mw_value
    mw_numbers_of $t_hash $mw_line
  done
  mw_value=${t_numbers# }
}

# mw_numbers_of HASH OWNER MODE GROUP SIZE LINKS TIME
mw_numbers_of() { t_numbers="$t_numbers $1 $3 $2 $4 $5 $6"; }

# mw_regular FILE...: each is a regular file that can be read, or nothing.
mw_regular() {
  for mw_each in "$@"; do
    if [ -L "$mw_each" ] || { [ -e "$mw_each" ] && [ ! -f "$mw_each" ]; }; then mw_fail unsafe-path "$mw_each is no regular file"; return 1; fi
    if [ -e "$mw_each" ] && [ ! -r "$mw_each" ]; then mw_fail permission "$mw_each cannot be read"; return 1; fi
  done
}

# t_writable REAL
t_writable() {
  mw_existing "${1%/*}"
  [ -w "$mw_value" ] && return 0
  mw_options_of "$mw_value"
  case ,$mw_options, in *,ro,*) mw_fail read-only "$mw_value lies on a read-only file system" ;; *) mw_fail permission "$mw_value may not be written" ;; esac
}

# t_folder PATH: one missing folder.
t_folder() {
  mw_safe_folder "${1%/*}" || return 1
  [ -d "$1" ] && [ ! -L "$1" ] && return 0
  mw_try mkdir -m 755 "$1" || mw_fail_said "cannot make $1" || return 1
  if mw_has restorecon; then mw_try restorecon "$1"; fi
  mw_flush "${1%/*}"
}

# t_stage REAL STAGED OLD NEW ATTRIBUTES: the content comes on standard input. ATTRIBUTES: `MODE`, or `MODE UID GID FROM`
# with the file that the rest is carried over from.
t_stage() {
  t_real=$1 t_staged=$2 t_new=$4
  mw_stage_one "$@" || return 1
  # shellcheck disable=SC2086 # a mode, or nothing
  [ -z "$t_mode" ] || mw_set_mode $t_mode "$t_staged" || return 1
  mw_arrived "$t_new" "$t_staged"
}

# mw_stage_one: likewise; the file is neither flushed nor compared yet, and a mode that is left to be set is in t_mode.
mw_stage_one() {
  t_mode=
  mw_safe_folder "${1%/*}" && mw_fresh "$2" || return 1
  mw_add "$2" || mw_fail_said "cannot write $2" || return 1
  if [ "$3" != - ]; then mw_carry "$1" "$2"; return; fi
  t_staged=$2
  # shellcheck disable=SC2086 # up to four words; FROM is ours and has no blanks
  set -- $5
  if [ $# = 4 ]; then mw_carry "$4" "$t_staged" && mw_owner "$1" "$2" "$3" "$t_staged"; else t_mode=$1; fi
}

# mw_set_mode MODE FILE...
mw_set_mode() {
  mw_try chmod "$@" || { shift; mw_fail_said "cannot set the mode of $*"; }
}

# mw_arrived HASHES FILE...: flushes the files and compares them.
mw_arrived() {
  t_hashes=$1
  shift
  mw_flush "$@" || return 1
  mw_sha "$@"
  [ "$mw_value" = "$t_hashes" ] || mw_fail other "$* did not arrive whole"
}

# mw_fresh FILE: a new empty file; one of ours that was left over goes away, another's stays and stops the push.
mw_fresh() {
  if [ -f "$1" ] && [ ! -L "$1" ] && [ "$(stat -c %u "$1")" = "$mw_uid" ]; then mw_try rm -f "$1"; fi
  mw_said=$( (set -C && true >"$1") 2>&1) && return 0
  if [ -e "$1" ] || [ -L "$1" ]; then mw_fail unsafe-path "$1 is in the way"; return 1; fi
  mw_fail_said "cannot make $1"
}

# mw_carry FROM TO: owner, mode, access list, attributes and security context; the time of change stays that of TO.
mw_carry() {
  mw_try cp --attributes-only --preserve=all --no-preserve=timestamps -- "$1" "$2" && return 0
  # shellcheck disable=SC2046 # three words
  mw_owner $(stat -c '%a %u %g' "$1") "$2" || return 1
  if mw_has getfacl && mw_has setfacl; then
    mw_said=$(getfacl -p "$1" 2>/dev/null </dev/null | setfacl --set-file=- "$2" 2>&1) ||
      mw_fail_said "cannot carry over the access list of $1" || return 1
  else
    mw_said=$(ls -ld "$1")
    case ${mw_said%% *} in *+) mw_fail tool-missing "setfacl ($1 has an access list)"; return 1 ;; esac
  fi
  if mw_has getfattr && mw_has setfattr; then
    mw_said=$(cd "${1%/*}" && getfattr -d -m '^user\.' -- "${1##*/}" 2>/dev/null </dev/null |
      sed "s|^# file: .*|# file: ${2##*/}|" | (cd "${2%/*}" && setfattr --restore=-) 2>&1) ||
      mw_fail_said "cannot carry over the attributes of $1" || return 1
  fi
  if mw_has chcon && [ -d /sys/fs/selinux ]; then
    mw_try chcon --reference="$1" "$2" || mw_fail_said "cannot carry over the security context of $1"
  fi
}

# mw_owner MODE UID GID FILE
mw_owner() {
  [ "$(stat -c '%u %g' "$4")" = "$2 $3" ] || mw_try chown "$2:$3" "$4" || mw_fail_said "cannot keep the owner of $4" || return 1
  mw_try chmod "$1" "$4" || mw_fail_said "cannot keep the mode of $4"
}

# t_swap REAL STAGED OLD NEW: the rename.
t_swap() {
  mw_safe_seen=
  mw_safe_folder "${1%/*}" && mw_regular "$1" || return 1
  mw_sha "$1"
  [ "$mw_value" = "$3" ] || mw_fail drift "$1 was changed during the push" || return 1
  # shellcheck disable=SC3013 # both shells know it
  if [ "$3" != - ] && ! [ "$1" -ef "$2.old" ]; then
    t_aside "$1" "$2" && mw_flush_these "${1%/*}" || return 1
  fi
  if [ "$4" = - ]; then mw_try rm -f "$1" || mw_fail_said "cannot remove $1" || return 1
  else mw_move "$2" "$1" || return 1
  fi
  if [ "$3" = - ] && mw_has restorecon; then mw_try restorecon "$1"; fi
  mw_flush "${1%/*}"
}

# t_aside REAL STAGED: the old file keeps a second name until the push is over, so that the way back is a rename as well: it
# needs no space and brings back the very file, with all that belongs to it.
t_aside() {
  [ ! -e "$2.old" ] || mw_try rm -f "$2.old" || mw_fail_said "cannot remove $2.old" || return 1
  mw_try ln "$1" "$2.old" && return 0
  # where the file system knows no second names
  mw_try cp -a "$1" "$2.old" && mw_flush_these "$2.old" || mw_fail_said "cannot keep $2.old"
}

# mw_move FROM TO: never into a folder.
mw_move() {
  [ ! -d "$2" ] || mw_fail unsafe-path "$2 is a folder now" || return 1
  mw_try mv -f -T "$1" "$2" && return 0
  case $mw_said in *[Ii]nvalid\ option* | *nrecognized\ option*) mw_try mv -f "$1" "$2" && return 0 ;; esac
  mw_fail_said "cannot replace $2"
}

# t_back REAL STAGED OLD NEW MODE UID GID BACKUP: the old state again, if the file is as the push left it. The answer is
# `third` where somebody else's text stands; that is left alone.
t_back() {
  mw_safe_seen=
  t_look "$1" || return 1
  case ${mw_value%% *} in
    "$3") mw_value=old; return 0 ;;
    "$4") ;;
    *) mw_value=third; return 0 ;;
  esac
  if [ "$3" = - ]; then mw_try rm -f "$1" || mw_fail_said "cannot remove $1" || return 1
  else
    mw_sha "$2.old"
    if [ "$mw_value" != "$3" ]; then t_from_backup "$2.old" "$3" "$5" "$6" "$7" "$8" || return 1; fi
    mw_move "$2.old" "$1" || return 1
  fi
  mw_flush "${1%/*}" || return 1
  mw_value=back
}

# t_from_backup FILE HASH MODE UID GID BACKUP: for when the second name of the old file is gone. BACKUP is a path, or `-`
# with the text on standard input.
t_from_backup() {
  mw_fresh "$1" || return 1
  if [ "$6" = - ]; then mw_said=$( (cat >>"$1") 2>&1) || mw_fail_said "cannot write $1" || return 1
  else
    mw_said=$( (cat "$6" >>"$1") 2>&1) || mw_fail_said "cannot write $1" || return 1
    mw_try cp --attributes-only --preserve=all --no-preserve=timestamps -- "$6" "$1"
  fi
  mw_owner "$3" "$4" "$5" "$1" && mw_flush "$1" || return 1
  mw_sha "$1"
  [ "$mw_value" = "$2" ] || mw_fail other "the backup $6 is not what was backed up"
}

# t_tidy STAGED...: what a push leaves beside its targets.
t_tidy() {
  for mw_each in "$@"; do
    shift
    [ ! -e "$mw_each" ] || set -- "$@" "$mw_each"
    [ ! -e "$mw_each.old" ] || set -- "$@" "$mw_each.old"
  done
  [ $# -gt 0 ] || return 0
  mw_safe_parents "$@" || return 1
  mw_try rm -f "$@" || mw_fail_said "cannot remove $*"
}

# t_unmake FOLDER: one that the push made, if it is empty.
t_unmake() {
  mw_safe_folder "${1%/*}" || return 1
  mw_try rmdir "$1"
  return 0
}
