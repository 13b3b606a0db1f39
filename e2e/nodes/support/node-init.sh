#!/bin/bash
# Process 1 of a pseudo node: its own network, mounts, processes and host name. /etc /home /var /usr/local are overlays
# whose upper part is the node's disk and outlives a reboot; /run and /tmp do not.
set -e
number=$1 disk=$2 shell=$3
hostname "node$number"
# root's home is the node's own: what the machine's root starts at a login is not under test
mkdir -p -m 700 "$disk/root"
mount --bind "$disk/root" /root
for folder in etc home usr/local var; do
  part=$disk/${folder//\//_}
  mkdir -p "$part/upper" "$part/work"
  mount -t overlay "node-$folder" -o "lowerdir=/$folder,upperdir=$part/upper,workdir=$part/work" "/$folder"
done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/sshd /run/lock
lab=/etc/mirrorwright-lab
if [ ! -d $lab ]; then
  mkdir -p $lab
  cp "$disk"/keys/* $lab/
  chmod 600 $lab/host*
  chmod 700 /root
  rm -rf /var/lib/mirrorwright /root/.ssh /etc/containers
  mkdir -p /etc/containers/registries.conf.d
  chmod 755 /etc/containers /etc/containers/registries.conf.d
  hash=$(cat $lab/password.hash)
  id=2000
  for user in deploy nosudo asked terminal limited cached; do
    id=$((id + 1))
    echo "$user:x:$id:$id::/home/$user:/bin/bash" >>/etc/passwd
    echo "$user:x:$id:" >>/etc/group
    echo "$user:$hash:19000:0:99999:7:::" >>/etc/shadow
    mkdir -p "/home/$user/.ssh"
    cp $lab/client.pub "/home/$user/.ssh/authorized_keys"
    chown -R "$id:$id" "/home/$user"
    chmod 700 "/home/$user" "/home/$user/.ssh"
  done
  mkdir -m 700 -p /root/.ssh
  cp $lab/client.pub /root/.ssh/authorized_keys
  cat >/etc/sudoers.d/lab <<'S'
deploy ALL=(ALL) NOPASSWD: ALL
asked ALL=(ALL) ALL
terminal ALL=(ALL) ALL
Defaults:terminal requiretty
limited ALL=(ALL) NOPASSWD: /usr/bin/true, /bin/true, /usr/bin/systemctl
cached ALL=(ALL) ALL
Defaults:cached timestamp_type=global
S
  chmod 440 /etc/sudoers.d/lab
  # sudo asks by itself: what the machine's PAM brings along is not under test
  printf 'auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n' >/etc/pam.d/sudo
  mkdir -p /var/log/lab
  chmod 777 /var/log/lab
  cat >$lab/systemctl <<'S'
#!/bin/bash
# Records what it was asked. A service fails where the test says so, or where its configuration has the words for it.
echo "uid=$(id -u) $*" >>/var/log/lab/systemctl
lab=/etc/mirrorwright-lab
case $1 in
  is-active)
    if [ -e $lab/unhealthy ] || grep -qs unhealthy-service /etc/containers/registries.conf; then echo failed; exit 3; fi
    echo active ;;
  reload | restart | try-restart)
    while [ -e $lab/slow ]; do sleep 0.05; done
    if [ -e $lab/fail ] || grep -qs refused-by-service /etc/containers/registries.conf; then echo "Job for $2 failed." >&2; exit 1; fi
    if [ "$2" = crio.service ]; then
      if grep -qs refused-by-crio /etc/containers/registries.conf; then echo 'Unable to reload configuration: bad' >>/var/log/lab/journal
      else echo 'Applied new registry configuration' >>/var/log/lab/journal; fi
    fi ;;
esac
exit 0
S
  cat >$lab/journalctl <<'S'
#!/bin/bash
echo "$*" >>/var/log/lab/journalctl
touch /var/log/lab/journal
case "$*" in
  *--show-cursor*) echo "-- cursor: line=$(wc -l </var/log/lab/journal)" ;;
  *--after-cursor=*) all=$*; cursor=${all##*--after-cursor=line=}; tail -n "+$((${cursor%% *} + 1))" /var/log/lab/journal ;;
  *) cat /var/log/lab/journal ;;
esac
S
  chmod 755 $lab/systemctl $lab/journalctl
fi
for program in systemctl journalctl; do
  if [ -e /usr/bin/$program ]; then mount --bind $lab/$program /usr/bin/$program
  else cp $lab/$program /usr/local/bin/$program; fi
done
if [ "$shell" = busybox ]; then mount --bind "$(command -v busybox)" /usr/bin/dash; fi
cat >/run/sshd_config <<S
Port 22
HostKey $lab/hostkey
PidFile /run/sshd.pid
UsePAM no
PasswordAuthentication yes
PermitRootLogin yes
LogLevel VERBOSE
MaxStartups 100
AuthorizedKeysFile .ssh/authorized_keys
S
mount -t tmpfs -o mode=1777 tmpfs /tmp
exec /usr/sbin/sshd -D -e -f /run/sshd_config
