#!/bin/sh
# Runs in a privileged pod: copies the bundle to the host and installs it there, with the host's own programs.
# The guard runs on the host and outlives the pod.
host=/host
folder=$(mktemp -d "$host/run/mirrorwright-pod.XXXXXXXX") || exit 1
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
for part in /bundle/*; do cp -L "$part" "$folder/" || exit 1; done
chroot "$host" /bin/sh "/run/${folder##*/}/install.sh" "$@"
