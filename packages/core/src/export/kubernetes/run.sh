#!/bin/sh
# Runs in a privileged pod: copies the bundle to the host and installs it there, with the host's own programs.
# The guard runs on the host and outlives the pod.
host=/host
folder=$(mktemp -d "$host/run/mirrorwright-pod.XXXXXXXX") || exit 1
trap 'rm -rf "$folder"' EXIT
for part in /bundle/*; do cp -L "$part" "$folder/" || exit 1; done
chroot "$host" /bin/sh "/run/${folder##*/}/install.sh" "$@" &
child=$!
# a pod that is deleted asks for the way back, and waits for it
trap 'kill -TERM $child' INT TERM
wait $child
status=$?
while kill -0 $child 2>/dev/null; do
  wait $child
  status=$?
done
exit $status
