# What is kept of pushes: asked for by the connection, and thinned out.

# mw_alive FOLDER agent|guard|worker...: whether one of those of that push lives.
mw_alive() {
  mw_spool=$1
  shift
  for mw_who in "$@"; do
    [ -f "$mw_spool/$mw_who.pid" ] && read -r mw_pid <"$mw_spool/$mw_who.pid" && kill -0 "$mw_pid" 2>/dev/null && return 0
  done
  return 1
}

# mw_show_receipt PUSH: the last word on a push, from the node's own record.
mw_show_receipt() {
  if mw_is_id "$1"; then
    for mw_record in "$mw_state"/pushes/*-"$1"; do
      [ -f "$mw_record/receipt" ] && sed -n "s/^outcome /$mw_nonce receipt /p" "$mw_record/receipt"
    done
    if mw_alive "$mw_run/$1" guard worker; then printf '%s working\n' "$mw_nonce"; fi
    [ ! -f "$mw_journal_file" ] || sed -n "s/^$1 .* \\([a-z]*\\)\$/$mw_nonce journal \\1/p" "$mw_journal_file"
  fi
  printf '%s done\n' "$mw_nonce"
}

mw_show_receipts() {
  for mw_record in "$mw_state"/pushes/*-*; do
    [ -f "$mw_record/receipt" ] || continue
    mw_said=$(cat "$mw_record/receipt")
    mw_say receipt "$mw_said"
  done
  mw_say 'done'
  mw_send
}

# mw_find_source PLAN: the newest committed push of a plan that was not undone yet, in mw_source.
mw_find_source() {
  mw_source=
  for mw_item in "$mw_state"/pushes/*-*; do
    [ -f "$mw_item/receipt" ] && [ ! -e "$mw_item/undone" ] || continue
    mw_match=
    while read -r mw_key mw_c1 mw_rest; do
      case $mw_key:$mw_c1 in outcome:committed | "plan:$1" | kind:apply) mw_match=$mw_match. ;; esac
    done <"$mw_item/receipt"
    [ "$mw_match" = ... ] && mw_source=$mw_item
  done
  [ -n "$mw_source" ] || mw_fail other "no committed push of plan $1 is left to undo on this node"
}

# mw_show_undo PLAN: what a rollback would restore, with the texts; nothing is written.
mw_show_undo() {
  if mw_is_id "$1" && mw_find_source "$1"; then
    while read -r f_index f_path f_real f_old f_new f_rest; do
      printf '%s undo %s %s %s %s\n' "$mw_nonce" "$f_path" "$f_real" "$f_old" "$f_new"
      if [ "$f_old" != - ]; then
        base64 <"$mw_source/$f_index.old" 2>/dev/null || openssl base64 <"$mw_source/$f_index.old"
        printf '\n%s end\n' "$mw_nonce"
      fi
    done <"$mw_source/todo"
  fi
  printf '%s done\n' "$mw_nonce"
}

# mw_prune KEEP: removes older records with their backups.
mw_prune() {
  case $1 in '' | *[!0-9]*) mw_fail other 'how many to keep is no number'; return 1 ;; esac
  mw_make_run || return 1
  exec 9>>"$mw_run/lock"
  if ! flock -n 9; then
    exec 9>&-
    mw_fail busy 'another push is under way'
    return 1
  fi
  mw_rotate_keep=$1 mw_record=none
  mw_rotate
  exec 9>&-
}

# Keeps the newest committed pushes with their backups, mw_rotate_keep of them, and as many receipts of others.
mw_rotate() {
  mw_kept || return 0
  for mw_group in committed other; do
    set --
    for mw_item in "$mw_state"/pushes/*-*; do
      [ -f "$mw_item/receipt" ] || continue
      read -r mw_c1 mw_was mw_rest <"$mw_item/receipt"
      case $mw_group:$mw_was in committed:committed) ;; committed:*) continue ;; other:committed) continue ;; esac
      set -- "$@" "$mw_item"
    done
    while [ $# -gt "$mw_rotate_keep" ]; do
      [ "$1" = "$mw_record" ] || mw_try rm -rf "$1"
      shift
    done
  done
  # what earlier versions left here
  for mw_item in "$mw_state"/script-*; do [ ! -e "$mw_item" ] || mw_try rm -f "$mw_item"; done
}
