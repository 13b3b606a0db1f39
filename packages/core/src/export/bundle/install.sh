#!/bin/sh
# shellcheck disable=SC2154,SC2034 # mirrorwright.sh, which is read below, sets and reads what is not seen here
# Installs the files of a plan on this machine, with the checks of a push: lock, base hash, space, staging, validation,
# backup, journal, a signature policy first, reload, receipt. A guard takes the set back when this script ends before
# the word that all is well.
#
#   sh install.sh              install
#   sh install.sh --dry-run    do every check, change nothing
#   sh install.sh --rollback   put the files back as they were before the newest installation of this plan
#   --node NAME                which machine of the bundle this is; else its own name decides
#   --guard SECONDS            how long the guard waits for this script; 60
# Exit: 0 done, 1 not done, 2 wrong usage.

here=$(cd -P -- "$(dirname -- "$0")" && pwd -P) || exit 1
task=apply dry=no chosen='' guard=60
usage() {
  printf 'install.sh: %s\nusage: sh install.sh [--dry-run | --rollback] [--node NAME] [--guard SECONDS]\n' "$1" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=yes ;;
    --rollback) task=rollback ;;
    --node) [ $# -gt 1 ] || usage '--node needs a name'; chosen=$2; shift ;;
    --guard) [ $# -gt 1 ] || usage '--guard needs a number'; guard=$2; shift ;;
    *) usage "unknown: $1" ;;
  esac
  shift
done
[ "$task $dry" != 'rollback yes' ] || usage '--dry-run and --rollback exclude each other'
case $guard in '' | *[!0-9]* | 0 | ??????*) usage '--guard needs a number of seconds' ;; esac

# what runs on nodes during a push; it is made for being run as one text
mw_script=$(cat "$here/mirrorwright.sh") || exit 1
set -- library
eval "$mw_script"

say() { printf '%s\n' "$*"; }
tell() {
  mw_text "$2"
  say "$1${mw_value:+: $mw_value}"
}
end() {
  [ -z "$3" ] || say "$2: $3"
  say "mirrorwright outcome $1 $2"
  case $1 in committed | unchanged | dry-run) exit 0 ;; *) exit 1 ;; esac
}
refuse() { end refused "$mw_kind" "$mw_message"; }

# Which machine this is: by name, or by what it calls itself.
find_node() {
  read -r mw_hostname </proc/sys/kernel/hostname || mw_hostname=$(hostname)
  found=
  while read -r number name hostname; do
    mw_text "$name"
    name=$mw_value
    mw_text "$hostname"
    if [ -n "$chosen" ]; then [ "$name" = "$chosen" ] || continue
    else [ -z "$mw_value" ] || [ "$mw_value" = "$mw_hostname" ] || continue
    fi
    if [ -n "$mw_value" ] && [ "$mw_value" != "$mw_hostname" ]; then
      end refused drift "this machine calls itself $mw_hostname; when the plan was made $name was $mw_value"
    fi
    [ -z "$found" ] || end refused other "several machines of the bundle fit; choose one with --node NAME"
    found=$number
  done <"$here/nodes"
  [ -n "$found" ] || end refused drift "the bundle is not for this machine, which calls itself $mw_hostname"
  order=$here/order.$found
}

# Nothing of the bundle was changed on the way.
check_bundle() {
  while read -r hash name; do
    mw_sha "$here/$name"
    [ "$mw_value" = "$hash" ] || end refused other "$name of the bundle is damaged or missing"
  done <"$here/hashes"
}

# The order as a connection would spool it.
spool() {
  mw_open "$push" || return 1
  # what is put back stands in the record of the machine
  [ "$task" = apply ] && for part in "$order".*; do
    part=${part#"$order".}
    case $part in
      reload) spool_reload || return 1 ;;
      [0-9]*) cp "$here/file.$(cat "$order.$part")" "$mw_dir/new.$part" || { mw_fail no-space "cannot write $mw_dir"; return 1; } ;;
      *) cp "$order.$part" "$mw_dir/$part" || { mw_fail no-space "cannot write $mw_dir"; return 1; } ;;
    esac
  done
  { printf 'plan %s\nkeep 10\ndry %s\noverwrite no\n' "$(cat "$here/plan")" "$dry" >"$mw_dir/meta" &&
    printf '%s\n' "$guard" >"$mw_dir/lease.seconds"; } || mw_fail no-space "cannot write $mw_dir"
}

# Where no systemd runs nothing is reloaded by it, unless a person asked for just that.
spool_reload() {
  if [ -d /run/systemd/system ] || [ -e "$order.asked" ]; then cp "$order.reload" "$mw_dir/reload"
  else
    [ ! -s "$order.reload" ] || say 'note: no systemd runs here; what reads the files is not reloaded'
    true >"$mw_dir/reload"
  fi || mw_fail no-space "cannot write $mw_dir"
}

# Reads what the guard reports; the word that all is well is ours.
follow() {
  ended='unknown guard-fired -'
  exec 4<>"$mw_dir/pipe"
  while IFS= read -r line <&4; do
    case $line in
      'step await-confirm'*) true >"$mw_dir/confirm" ;;
      'step '*) line=${line#step }; tell "${line%% *}" "${line#* }" ;;
      'validated '*) line=${line#validated }; say "validated: ${line% *}" ;;
      'outcome '*) ended=${line#outcome }; break ;;
    esac
  done
}

# Keeps the lease, and ends the waiting when guard and worker are both gone.
keep_lease() {
  while [ -d "$mw_dir" ]; do
    # killed: nobody leads any more, and the lease runs out
    kill -0 $$ 2>/dev/null || return
    mw_renew
    sleep 1
    if [ -e "$mw_dir/worker.pid" ] && ! mw_alive "$mw_dir" guard worker; then
      sleep 1
      printf 'outcome unknown guard-fired -\n' >&6 2>/dev/null
      return
    fi
  done
}

mw_dir=/nonexistent mw_nonce=
mw_find_missing
[ -z "$mw_missing" ] || end refused tool-missing "missing on this machine: $mw_missing"
check_bundle
find_node
push=bundle-$(date +%s)-$$
spool || refuse
trap 'if [ -d "$mw_dir" ] && [ ! -e "$mw_dir/started" ]; then rm -rf "$mw_dir"; fi' EXIT
trap 'true >"$mw_dir/cancel" 2>/dev/null' INT TERM HUP
if [ $dry = no ]; then mw_make_state || refuse; fi
mw_install || refuse
mw_renew
mw_make_pipes || refuse
exec 6<>"$mw_dir/pipe"
true >"$mw_dir/started"
mw_launch "$task"
[ -z "$mw_launched" ] || { mw_fail other "$mw_launched"; refuse; }
keep_lease >/dev/null 2>&1 &
keeper=$!
follow
kill $keeper 2>/dev/null
# shellcheck disable=SC2086 # outcome, kind, message
set -- $ended
mw_text "${3:--}"
message=$mw_value
case $2 in - | '') end "$1" - "$message" ;; *) end "$1" "$2" "${message:-$1}" ;; esac
