# The staged state, read by its readers: a private copy of the whole configuration, chosen by HOME, with a storage of its
# own, no network and ten seconds.

mw_validate_all() {
  mw_count=0
  while read -r v_reader v_files; do
    mw_count=$((mw_count + 1))
    case $v_reader in '' | *[!a-z-]*) continue ;; esac
    v_base=$mw_dir/check$mw_count
    mw_validate_one </dev/null
    [ ! -e "$v_base" ] || mw_try rm -rf "$v_base"
    mw_cut "$v_detail"
    v_detail=$mw_value
    mw_word "$v_detail"
    printf 'validated %s %s %s\n' "$v_reader" "$v_result" "$mw_value" >>"$mw_dir/validated"
    printf 'validated %s %s %s\n' "$v_reader" "$v_result" "$mw_value" >&5 2>/dev/null
    if [ "$v_result" = failed ]; then mw_fail validation-failed "$v_reader refuses the new files: $v_detail"; return 1; fi
  done <"$mw_dir/validate"
}

mw_validate_one() {
  v_result=not-validated
  case $v_reader in
    podman | buildah | skopeo) ;;
    # `crio config` checks crio.conf alone; the daemon reads registries at its start and at a reload
    cri-o | crio) v_detail='CRI-O reads these files only when it starts or reloads, and then says so in its log'; return ;;
    *) v_detail="$v_reader has no command that only reads its configuration"; return ;;
  esac
  mw_has "$v_reader" || { v_detail="$v_reader is not there"; return; }
  for mw_tool in timeout unshare mount env; do mw_has $mw_tool || { v_detail="$mw_tool is missing"; return; }; done
  v_home=$v_base/home/.config/containers
  mw_said=$( { mkdir -p "$v_home/registries.conf.d" "$v_base/run" "$v_base/tmp" && true >"$v_home/registries.conf" &&
    printf '[network]\nnetwork_config_dir = "/tmp/networks"\n' >"$v_base/containers.conf"; } 2>&1) ||
    { v_detail=$mw_said; return; }
  v_number=10000
  # shellcheck disable=SC2086 # one word for each file
  for v_item in $v_files; do
    mw_text "$v_item"
    mw_copy_config "$mw_value" || { v_detail=$mw_said; return; }
  done
  v_detail=
  case $v_reader in podman) mw_ask_podman ;; buildah) mw_ask_buildah ;; skopeo) mw_ask_skopeo ;; esac
}

# mw_candidate PATH: what the path will hold, as a file's name in mw_value; empty where there will be no such file.
mw_candidate() {
  while read -r f_index f_path f_real f_base f_new f_rest; do
    mw_text "$f_path"
    if [ "$mw_value" != "$1" ]; then
      mw_text "$f_real"
      [ "$mw_value" = "$1" ] || continue
    fi
    mw_value=
    [ "$f_new" = - ] || mw_value=$mw_dir/new.$f_index
    return
  done <"$mw_dir/files"
  mw_value=
  [ ! -f "$1" ] || mw_value=$1
}

# mw_copy_config PATH: to the place under HOME where its readers look for it. Numbers keep the order of drop-ins that come
# from several folders.
mw_copy_config() {
  v_path=$1
  mw_candidate "$v_path"
  [ -n "$mw_value" ] || return 0
  case $v_path in
    */registries.conf) v_to=$v_home/registries.conf ;;
    */policy.json) v_to=$v_home/policy.json ;;
    *.conf.d/*.conf)
      v_number=$((v_number + 1))
      v_to=$v_home/registries.conf.d/$v_number-${v_path##*/}
      ;;
    */registries.d/*.yaml) mw_try mkdir -p "$v_home/registries.d" || return 1; v_to=$v_home/registries.d/${v_path##*/} ;;
    *) return 0 ;;
  esac
  mw_said=$( (cat "$mw_value" >"$v_to") 2>&1)
}

# mw_reader COMMAND...: in ten seconds, without network, with nothing of this machine's but the copy. It sees the copy as
# /tmp and an empty /run, since readers make folders there, and none of the locks that podman shares.
mw_reader() {
  v_map=
  [ "$mw_uid" = 0 ] || v_map=-r
  # shellcheck disable=SC2016 # for the inner shell
  mw_apart env -i PATH="$PATH" HOME=/tmp/home XDG_CONFIG_HOME=/tmp/home/.config XDG_RUNTIME_DIR=/tmp/run TMPDIR=/tmp/tmp \
    CONTAINERS_CONF=/tmp/containers.conf timeout -k 1 10 unshare $v_map -n -m /bin/sh -c \
    'mount --bind "$1" /tmp && mount -t tmpfs tmpfs /run && { [ ! -d /dev/shm ] || mount -t tmpfs tmpfs /dev/shm; } && shift && exec "$@"' sh "$v_base" "$@"
  v_status=$?
  mw_said=$(printf '%s' "$mw_said" | sed 's|/tmp/home/.config/containers/||g')
  [ $v_status != 124 ] && [ $v_status != 137 ] && return $v_status
  mw_said='no answer in ten seconds'
  return 124
}

mw_podman() {
  mw_reader podman --root /tmp/root --runroot /tmp/runroot --tmpdir /tmp/tmpdir --storage-driver vfs \
    --cgroup-manager cgroupfs --events-backend file "$@"
}

mw_ask_podman() {
  mw_podman info --format '{{.Registries}}'
  v_status=$?
  v_detail=$mw_said
  case $v_status:$mw_said in
    0:*) ;;
    124:*) return ;;
    *registries*) v_result=failed; return ;;
    *) return ;;
  esac
  if [ -d "$v_home/registries.d" ]; then
    mw_podman manifest inspect localhost:1/mirrorwright/check:v1
    mw_judge_sources || return
  fi
  # the policy is read before anything is looked for
  mw_has_policy || return
  mw_podman pull dir:/tmp/nothing
  mw_judge_policy
}

mw_buildah() { mw_reader buildah --root /tmp/root --runroot /tmp/runroot --storage-driver vfs "$@"; }

# What may be pulled is asked for first and where it comes from afterwards, so `--pull-never` reads no configuration; to
# look at a manifest reads it and tries once, where there is no network.
mw_ask_buildah() {
  mw_buildah manifest inspect localhost:1/mirrorwright/check:v1
  mw_judge_sources || return
  mw_has_policy || return
  mw_buildah pull dir:/tmp/nothing
  mw_judge_policy
}

# From what a reader said when it was asked for an image of a registry that is not there: it came to the registry, or it
# did not take the files.
mw_judge_sources() {
  v_detail=$mw_said
  case $mw_said in
    *'oading registries conf'* | *'eading registries.conf.d'* | *'oading drop-in'* | *registries.d/* | *'ignature storage conf'*)
      v_result=failed
      return 1
      ;;
    *'localhost:1'*) ;;
    *) return 1 ;;
  esac
}

mw_ask_skopeo() {
  mw_reader skopeo inspect --raw docker://localhost:1/mirrorwright/check:v1
  mw_judge_sources || return
  mw_has_policy || return
  mw_reader skopeo copy dir:/tmp/nothing dir:/tmp/nowhere
  mw_judge_policy
}

# Without a policy there is nothing to judge: the reader would look for one outside the copy.
mw_has_policy() {
  [ ! -f "$v_home/policy.json" ] || return 0
  v_result=ok v_detail=
  return 1
}

mw_judge_policy() {
  v_detail=$mw_said
  case $mw_said in
    *[Pp]olicy*) v_result=failed ;;
    *manifest* | *'no such file'*) v_result=ok v_detail= ;;
  esac
}
