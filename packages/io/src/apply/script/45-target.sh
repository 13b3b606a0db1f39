# What is done at a target. Root does it for root's places; below a home it is done as that home's user, by this same
# text started anew with that user's rights, so that nothing a user puts in the way can turn root's hand.

# mw_at FUNCTION PATH ARGUMENT...: one of the t_ functions, as t_user.
mw_at() {
  if [ "$t_user" = - ]; then
    "$@"
    t_status=$?
    cd / || exit 70
    [ $t_status = 0 ] || mw_where "$2"
    return $t_status
  fi
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
    mw_where "$2"
    mw_word "$mw_message"
    printf 'no %s %s\n' "$mw_kind" "$mw_value"
  fi
}

# t_here PATH: looks at what leads to it and goes into its folder, so that what follows happens in the folder that was
# looked at, whatever takes its name meanwhile. `$t_in` stands before the names of files in it.
t_here() {
  t_dir=${1%/*}
  t_in=$t_dir/
  mw_safe_folder "$t_dir" || return 1
  [ -d "${t_dir:-/}" ] || return 0
  cd -P -- "${t_dir:-/}" 2>/dev/null || mw_fail permission "${t_dir:-/} cannot be entered" || return 1
  [ "$PWD" = "${t_dir:-/}" ] || mw_fail unsafe-path "${t_dir:-/} is a link now" || return 1
  t_in=./
}

# mw_where PATH: says which folder the names in a message are in.
mw_where() { case $mw_message in *' ./'*) mw_message="$mw_message (in ${1%/*})" ;; esac; }

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
  t_here "$1" || return 1
  t_file=$t_in${1##*/}
  [ -d "$t_file" ] && [ ! -L "$t_file" ] && return 0
  mw_try mkdir -m 755 "$t_file" || mw_fail_said "cannot make $1" || return 1
  if mw_has restorecon; then mw_try restorecon "$t_file"; fi
  mw_flush "$t_in"
}

# t_stage REAL STAGED OLD NEW ATTRIBUTES: the content comes on standard input. ATTRIBUTES: `MODE`, or `MODE UID GID FROM`
# with the file that the rest is carried over from.
t_stage() {
  t_new=$4
  mw_stage_one "$@" && mw_arrived "$t_new" "$t_beside"
}

# mw_stage_one: likewise; the file is neither flushed nor compared yet.
mw_stage_one() {
  t_here "$1" || return 1
  t_file=$t_in${1##*/} t_beside=$t_in${2##*/}
  mw_fresh "$t_beside" || return 1
  if [ "$3" != - ]; then mw_carry "$t_file" "$t_beside"; return; fi
  t_from=$5
  # shellcheck disable=SC2086 # up to four words; FROM is ours and has no blanks
  set -- $t_from
  if [ $# = 4 ]; then mw_carry "$4" "$t_beside" && mw_owner "$1" "$2" "$3" "$t_beside"
  else mw_try chmod "$1" "$t_beside" || mw_fail_said "cannot set the mode of $t_beside"
  fi
}

# mw_arrived HASHES FILE...: flushes the files and compares them. What they are is looked at again at the rename.
mw_arrived() {
  t_hashes=$1
  shift
  mw_flush "$@" || return 1
  mw_sha "$@"
  [ "$mw_value" = "$t_hashes" ] || mw_fail other "$* did not arrive whole"
}

# mw_fresh FILE: a new file with what comes on standard input; one of ours that was left over goes away, another's stays
# and stops the push. Where a device or a pipe stands in the way the shell would open that: not a byte is written to it.
mw_fresh() {
  if [ -f "$1" ] && [ ! -L "$1" ] && [ -O "$1" ]; then mw_try rm -f "$1"; fi
  mw_said=$( (set -C && { [ -f /proc/self/fd/1 ] && cat; } >"$1") 2>&1) && return 0
  case $mw_said in *'ile exists'* | *'annot overwrite'*) mw_fail unsafe-path "$1 is in the way"; return 1 ;; esac
  if [ -L "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then mw_fail unsafe-path "$1 is in the way"; return 1; fi
  mw_fail_said "cannot write $1"
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

# t_swap REAL STAGED OLD NEW: the rename. `drift` and `unsafe-path` mean that nothing was done yet.
t_swap() {
  mw_safe_seen=
  t_here "$1" || return 1
  t_file=$t_in${1##*/} t_beside=$t_in${2##*/}
  if [ "$4" = - ]; then mw_sha "$t_file"; else mw_sha "$t_file" "$t_beside"; fi
  case $mw_value in
    \?*) mw_fail unsafe-path "$1 is no regular file"; return 1 ;;
    !*) mw_fail permission "$1 cannot be read"; return 1 ;;
    "$3" | "$3 $4") ;;
    "$3 "*) mw_fail unsafe-path "$2 is not what was staged any more"; return 1 ;;
    *) mw_fail drift "$1 was changed during the push"; return 1 ;;
  esac
  # shellcheck disable=SC3013 # both shells know it
  if [ "$3" != - ] && ! [ "$t_file" -ef "$t_beside.old" ]; then
    mw_second_name && mw_flush_these "$t_in" || return 1
  fi
  [ ! -L "$t_beside.old" ] || mw_fail unsafe-path "$1 is no regular file" || return 1
  if [ "$4" = - ]; then mw_try rm -f "$t_file" || mw_fail_said "cannot remove $1" || return 1
  else
    mw_move "$t_beside" "$t_file" || return 1
    [ ! -L "$t_file" ] || { t_unlink "$t_file" "$3" && mw_fail unsafe-path "$2 is not what was staged any more"; return 1; }
  fi
  if [ "$3" = - ] && mw_has restorecon; then mw_try restorecon "$t_file"; fi
  mw_flush "$t_in"
}

# t_unlink FILE OLD: the old file again where a link came in its place with the very rename.
t_unlink() {
  if [ "$2" = - ]; then mw_try rm -f "$1" || mw_fail_said "cannot remove $1"
  else mw_move "$t_beside.old" "$1"
  fi
}

# t_aside REAL STAGED: the old file keeps a second name until the push is over, so that the way back is a rename as well: it
# needs no space and brings back the very file, with all that belongs to it.
t_aside() {
  t_here "$1" || return 1
  t_file=$t_in${1##*/} t_beside=$t_in${2##*/}
  mw_second_name
}

mw_second_name() {
  if [ -e "$t_beside.old" ] || [ -L "$t_beside.old" ]; then
    mw_try rm -f "$t_beside.old" || mw_fail_said "cannot remove $t_beside.old" || return 1
  fi
  mw_try ln "$t_file" "$t_beside.old" && return 0
  # where the file system knows no second names
  mw_try cp -a "$t_file" "$t_beside.old" && mw_flush_these "$t_beside.old" || mw_fail_said "cannot keep $t_beside.old"
}

# mw_move FROM TO: never into a folder.
mw_move() {
  [ ! -d "$2" ] || [ -L "$2" ] || mw_fail other "$2 is a folder now" || return 1
  mw_try mv -f -T "$1" "$2" && return 0
  case $mw_said in
    *[Ii]nvalid\ option* | *nrecognized\ option*) [ ! -d "$2" ] && mw_try mv -f "$1" "$2" && return 0 ;;
  esac
  mw_fail_said "cannot replace $2"
}

# t_back REAL STAGED OLD NEW MODE UID GID BACKUP: the old state again, if the file is as the push left it. The answer is
# `third` where somebody else's text, link or folder stands; that is left alone.
t_back() {
  mw_safe_seen=
  t_here "$1" || return 1
  t_file=$t_in${1##*/} t_beside=$t_in${2##*/}
  mw_sha "$t_file"
  case $mw_value in
    "$3") mw_value=old; return 0 ;;
    "$4") ;;
    !) mw_fail permission "$1 cannot be read"; return 1 ;;
    *) mw_value=third; return 0 ;;
  esac
  if [ "$3" = - ]; then mw_try rm -f "$t_file" || mw_fail_said "cannot remove $1" || return 1
  else
    mw_sha "$t_beside.old"
    if [ "$mw_value" != "$3" ]; then t_from_backup "$t_beside.old" "$3" "$5" "$6" "$7" "$8" || return 1; fi
    mw_move "$t_beside.old" "$t_file" || return 1
    mw_sha "$t_file"
    if [ "$mw_value" != "$3" ]; then
      # somebody took the second name between the look and the rename
      t_from_backup "$t_beside.old" "$3" "$5" "$6" "$7" "$8" && mw_move "$t_beside.old" "$t_file" || return 1
    fi
  fi
  mw_flush "$t_in" || return 1
  mw_value=back
}

# t_from_backup FILE HASH MODE UID GID BACKUP: for when the second name of the old file is gone. BACKUP is a path, or `-`
# with the text on standard input. What took the name is neither followed nor kept: it is a name of ours.
t_from_backup() {
  if [ -e "$1" ] || [ -L "$1" ]; then mw_try rm -f "$1" || mw_fail_said "cannot remove $1" || return 1; fi
  if [ "$6" = - ]; then mw_fresh "$1" || return 1
  else
    [ -f "$6" ] || mw_fail other "the backup $6 is gone" || return 1
    mw_fresh "$1" <"$6" || return 1
    mw_try cp --attributes-only --preserve=all --no-preserve=timestamps -- "$6" "$1"
  fi
  mw_owner "$3" "$4" "$5" "$1" && mw_flush "$1" || return 1
  mw_sha "$1"
  [ "$mw_value" = "$2" ] || mw_fail other "the backup $6 is not what was backed up"
}

# t_tidy STAGED...: what a push leaves beside its targets.
t_tidy() {
  t_here "$1" || return 1
  t_beside=$t_in${2##*/}
  if [ -e "$t_beside" ] || [ -L "$t_beside" ] || [ -e "$t_beside.old" ] || [ -L "$t_beside.old" ]; then
    mw_try rm -f "$t_beside" "$t_beside.old" || mw_fail_said "cannot remove $2" || return 1
  fi
}

# t_unmake FOLDER: one that the push made, if it is empty.
t_unmake() {
  t_here "$1" || return 1
  mw_try rmdir "$t_in${1##*/}"
  return 0
}
