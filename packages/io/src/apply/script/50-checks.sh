# What is looked at before anything is changed. The guard's worker runs this, with the lock held as descriptor 9.

# mw_step NAME [DETAIL]: what is about to be done.
mw_step() {
  mw_b64 "${2-}"
  printf 'step %s %s\n' "$1" "$mw_value" >>"$mw_dir/events" 2>/dev/null
}

# Whether the connection was heard of lately and has not cancelled.
mw_led() {
  [ ! -e "$mw_dir/cancel" ] || mw_fail other 'cancelled' || return 1
  read -r mw_until <"$mw_dir/lease" || mw_until=0
  mw_uptime
  [ "$mw_value" -le "$mw_until" ] || mw_fail guard-fired 'the connection was not heard of for as long as its lease'
}

# Reads what the order says as a whole.
mw_load_order() {
  mw_plan=- mw_keep=10 mw_dry=no mw_undo_plan=- mw_overwrite=no
  while read -r mw_key mw_word; do
    case $mw_key in
      plan) mw_plan=$mw_word ;;
      keep) mw_keep=$mw_word ;;
      dry) mw_dry=$mw_word ;;
      undo) mw_undo_plan=$mw_word ;;
      overwrite) mw_overwrite=$mw_word ;;
    esac
  done <"$mw_dir/meta"
  case $mw_keep in '' | *[!0-9]*) mw_keep=10 ;; esac
  for mw_part in files reload validate; do [ -f "$mw_dir/$mw_part" ] || : >"$mw_dir/$mw_part"; done
}

# Re-hash: each file as the plan saw it, or already as planned; what is left to do goes to `todo`.
mw_check_all() {
  : >"$mw_dir/todo"
  while read -r f_index f_path f_real f_base f_new f_mode f_staged; do
    mw_check_one || return 1
  done <"$mw_dir/files"
}

mw_check_one() {
  mw_text "$f_path"
  t_path=$mw_value
  mw_text "$f_real"
  t_real=$mw_value
  case $t_real in /*[!/]) ;; *) mw_fail unsafe-path "$t_real is no path of a file"; return 1 ;; esac
  mw_resolve "$t_path" || mw_value='nothing that can be followed'
  [ "$mw_value" = "$t_real" ] || mw_fail drift "$t_path leads to $mw_value now; it led to $t_real" || return 1
  mw_safe_folder "${t_real%/*}" || return 1
  mw_sha "$t_real"
  t_now=$mw_value
  case $t_now in
    '?') mw_fail unsafe-path "$t_real is no regular file"; return 1 ;;
    "$f_new") return 0 ;;
    "$f_base") ;;
    *) [ "$mw_overwrite" = yes ] || mw_fail drift "$t_real was changed since the plan was made" || return 1 ;;
  esac
  mw_writable "$t_real" || return 1
  t_attributes='- - -'
  [ "$t_now" = - ] || t_attributes=$(stat -c '%a %u %g' "$t_real")
  printf '%s %s %s %s %s %s %s %s\n' \
    "$f_index" "$f_path" "$f_real" "$t_now" "$f_new" "$f_mode" "$f_staged" "$t_attributes" >>"$mw_dir/todo"
}

mw_writable() {
  mw_existing "${1%/*}"
  mw_options_of "$mw_value"
  case ,$mw_options, in *,ro,*) mw_fail read-only "$mw_value lies on a read-only file system"; return 1 ;; esac
  [ "$mw_uid" = 0 ] || [ -w "$mw_value" ] || mw_fail permission "$mw_value may not be written"
}

# Free space on every file system written to, before the first byte is written.
mw_check_room() {
  mw_devices=
  while read -r f_index f_path f_real f_old f_new f_rest; do
    mw_text "$f_real"
    t_real=$mw_value
    if [ "$f_new" != - ]; then mw_need "$(stat -c %s "$mw_dir/new.$f_index")" "${t_real%/*}"; fi
    if [ "$f_old" != - ] && [ "$mw_dry" = no ]; then mw_need "$(stat -c %s "$t_real")" "$mw_state"; fi
  done <"$mw_dir/todo"
  for mw_item in $mw_devices; do
    mw_wanted=${mw_item#*=}
    mw_text "${mw_wanted#*=}"
    mw_folder=$mw_value
    mw_wanted=${mw_wanted%%=*}
    mw_free "$mw_folder"
    [ "$mw_value" -ge "$mw_wanted" ] ||
      mw_fail no-space "$mw_folder has $mw_value KiB free, and $mw_wanted KiB are needed" || return 1
  done
}

# mw_need BYTES FOLDER: in whole blocks, and one for the folder; added up by file system.
mw_need() {
  mw_wanted=$((($1 + 4095) / 4096 * 4 + 4))
  mw_existing "$2"
  mw_folder=$mw_value
  mw_device=$(stat -c %d "$mw_folder")
  mw_kept=
  for mw_item in $mw_devices; do
    case $mw_item in
      "$mw_device"=*)
        mw_item=${mw_item#*=}
        mw_wanted=$((mw_wanted + ${mw_item%%=*}))
        ;;
      *) mw_kept="$mw_kept $mw_item" ;;
    esac
  done
  mw_b64 "$mw_folder"
  mw_devices="$mw_kept $mw_device=$mw_wanted=$mw_value"
}

# Rollback: the order that restores what was before the newest committed push of a plan.
mw_plan_undo() {
  mw_source=
  for mw_item in "$mw_state"/pushes/*; do
    [ -f "$mw_item/receipt" ] && [ ! -e "$mw_item/undone" ] || continue
    read -r mw_word mw_was mw_rest <"$mw_item/receipt"
    [ "$mw_was" = committed ] || continue
    grep -q "^plan $mw_undo_plan\$" "$mw_item/receipt" && grep -q '^kind apply$' "$mw_item/receipt" && mw_source=$mw_item
  done
  [ -n "$mw_source" ] || mw_fail other "no committed push of plan $mw_undo_plan is left to undo on this node" || return 1
  mw_plan=$mw_undo_plan
  : >"$mw_dir/files"
  while read -r f_index f_path f_real f_old f_new f_mode f_staged f_oldmode f_uid f_gid; do
    if [ "$f_old" != - ]; then
      mw_try cp "$mw_source/$f_index.old" "$mw_dir/new.$f_index" || mw_fail_said 'a backup is gone' || return 1
      mw_sha "$mw_dir/new.$f_index"
      [ "$mw_value" = "$f_old" ] || mw_fail other "the backup $mw_source/$f_index.old is not what was backed up" || return 1
      printf '%s %s %s\n' "$f_oldmode" "$f_uid" "$f_gid" >"$mw_dir/owner.$f_index"
      f_mode=$f_oldmode
    fi
    printf '%s %s %s %s %s %s %s\n' "$f_index" "$f_path" "$f_real" "$f_new" "$f_old" "$f_mode" "$f_staged" >>"$mw_dir/files"
  done <"$mw_source/todo"
  cat "$mw_source/reload" >"$mw_dir/reload"
}
