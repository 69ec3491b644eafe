#!/bin/sh
# Installs from the stick's folder in the Debian of a folder, with no network, by the same install.sh; for computers so slow that an
# installation in the emulator takes an hour. What sees the disk (update-grub) is done by the guest when it has started.
#   tests/guest/folder.sh OUT     OUT/root, OUT/stick: a Debian and a stick's folder; OUT/installed.img: the disk
set -eu
out=$1
root=$out/installed-root
finish() { umount "$root/proc" 2>/dev/null || true; }
trap finish EXIT
trap 'exit 130' INT TERM
rm -rf "$root"
cp -a "$out/root" "$root"
cp -r "$out/stick" "$root/media/stick"
mount -t proc proc "$root/proc"
# Nothing is started in a folder.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
unshare --net chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 sh /media/stick/install.sh
rm -rf "$root/usr/sbin/policy-rc.d" "$root/media/stick"
umount "$root/proc"
"$(dirname "$0")/disk.sh" "$root" "$out/installed.img"
rm -rf "$root"
