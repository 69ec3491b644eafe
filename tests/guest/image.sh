#!/bin/sh
# Makes a fresh Debian as a disk that starts by its own boot loader: what an installer leaves on a computer without a desktop,
# and besides only a service by which the test gives commands and has their answers, on a port that no real computer has.
# No loop device is needed: the file system is written from a folder into a file behind a partition table.
#   tests/guest/image.sh SUITE OUT     OUT/root: the Debian as a folder; OUT/base.img: the disk
set -eu
suite=$1
out=$2
mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
[ "$(id -u)" -eq 0 ] || { echo "image.sh: a Debian is made as root" >&2; exit 1; }
mkdir -p "$out"
made=$(cksum <"$0")
[ "$(cat "$out/made" 2>/dev/null || true)" != "$made" ] || exit 0
rm -rf "$out/root" "$out/made"
echo "Making a Debian $suite"
mmdebstrap --quiet --variant=important --components=main \
    --include=ca-certificates,linux-image-amd64,systemd-sysv,dbus,grub-pc,locales,keyboard-configuration,console-setup,e2fsprogs \
    "$suite" "$out/root" "${mirror:-http://deb.debian.org/debian}"
root=$out/root

echo primarie >"$root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 primarie\n' >"$root/etc/hosts"
echo 'LABEL=debian / ext4 errors=remount-ro 0 1' >"$root/etc/fstab"
# An installer asks for it; this is the password of whoever looks after the computer, and of nobody else.
chroot "$root" sh -c 'echo root:primarie | chpasswd'

# The hands of the test: a shell on a port of the emulator. What it is asked comes as one line of base64, and so does the answer.
cat >"$root/usr/local/sbin/guest-test" <<'SHELL'
#!/bin/sh
exec 3<>/dev/virtio-ports/guest-test
printf 'ready %s %s\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(cut -d' ' -f1 /proc/uptime)" >&3
while read -r number asked <&3; do
    printf '%s' "$asked" | base64 -d >/run/guest-test-asked
    sh /run/guest-test-asked >/run/guest-test-said 2>&1 </dev/null && code=0 || code=$?
    printf 'said %s %s %s\n' "$number" "$code" "$(base64 -w 0 </run/guest-test-said)" >&3
done
SHELL
chmod 755 "$root/usr/local/sbin/guest-test"
cat >"$root/etc/systemd/system/guest-test.service" <<'UNIT'
[Unit]
Description=Hands of the test
DefaultDependencies=no
After=local-fs.target systemd-udevd.service
ConditionPathExists=/dev/virtio-ports/guest-test

[Service]
ExecStart=/usr/local/sbin/guest-test
Restart=always
RestartSec=0
OOMScoreAdjust=-1000

[Install]
WantedBy=sysinit.target
UNIT
mkdir -p "$root/etc/systemd/system/sysinit.target.wants"
ln -sf ../guest-test.service "$root/etc/systemd/system/sysinit.target.wants/guest-test.service"
cat >"$root/etc/udev/rules.d/99-guest-test.rules" <<'RULE'
SUBSYSTEM=="virtio-ports", ATTR{name}=="guest-test", TAG+="systemd", ENV{SYSTEMD_WANTS}="guest-test.service"
RULE

# The boot loader as it is installed: its first part in the first sector, its second behind it, its modules in /boot/grub. The menu
# is written anew in the guest by Debian's own update-grub, which has to see the disk.
mkdir -p "$root/boot/grub"
cp -r "$root/usr/lib/grub/i386-pc" "$root/boot/grub/"
cat >"$root/boot/grub/grub.cfg" <<'MENU'
set timeout=0
menuentry Debian {
    linux /vmlinuz root=/dev/vda1 ro quiet
    initrd /initrd.img
}
MENU
chroot "$root" grub-mkimage -O i386-pc -p '(hd0,msdos1)/boot/grub' -o /boot/grub/i386-pc/core.img biosdisk part_msdos ext2

"$(dirname "$0")/disk.sh" "$root" "$out/base.img"
echo "$made" >"$out/made"
