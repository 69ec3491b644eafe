#!/bin/sh
# A computer as small as it can be: a kernel of Debian, a first program of a few lines, and a disk with one folder on it, whose program `play`
# runs. What the program needs of libraries is copied from here.
#   tests/power/disk.sh DEBIAN FOLDER OUT     DEBIAN: a Debian as a folder, of which the kernel is taken; OUT/kernel, OUT/first, OUT/disk.img
set -eu
debian=$1
folder=$2
out=$3
[ -x /bin/busybox ] || { echo "disk.sh: busybox-static is not installed" >&2; exit 1; }
mkdir -p "$out"
kernel=$(find "$debian/lib/modules" -mindepth 1 -maxdepth 1 -printf "%f\n" | head -n 1)
cp "$debian/boot/vmlinuz-$kernel" "$out/kernel"

first=$(mktemp -d)
trap 'rm -rf "$first"' EXIT
mkdir -p "$first/bin" "$first/modules" "$first/proc" "$first/sys" "$first/dev" "$first/disk"
cp /bin/busybox "$first/bin/busybox"
# The modules in the order in which they need each other; one that is built into a kernel is no file.
needed() {
    grep "/$1\.ko[^:]*:" "$debian/lib/modules/$kernel/modules.dep" | tr -d : | tr ' ' '\n' | tac
}
for name in virtio_pci virtio_blk virtio_rng ext4; do
    needed "$name"
done | awk 'NF && !seen[$0]++' >"$first/order"
: >"$first/modules/list"
while read -r path; do
    name=$(basename "$path" .xz)
    case $path in
        *.xz) xz -dc "$debian/lib/modules/$kernel/$path" >"$first/modules/$name" ;;
        *) cp "$debian/lib/modules/$kernel/$path" "$first/modules/$name" ;;
    esac
    echo "$name" >>"$first/modules/list"
done <"$first/order"
# Checksums of ext4 are asked for by name and not by need.
for path in $(cd "$debian/lib/modules/$kernel" && find . -name 'crc32c*.ko*' -o -name 'libcrc32c.ko*'); do
    name=$(basename "$path" .xz)
    xz -dc "$debian/lib/modules/$kernel/$path" >"$first/modules/$name" 2>/dev/null || continue
    grep -qx "$name" "$first/modules/list" || sed -i "1i $name" "$first/modules/list"
done
cat >"$first/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
while read -r name; do
    /bin/busybox insmod "/modules/$name" 2>/dev/null
done </modules/list
while [ ! -e /dev/vda ]; do /bin/busybox usleep 50000; done
/bin/busybox mount -t ext4 /dev/vda /disk || echo "the disk does not mount"
/bin/busybox ip link set lo up
for name in proc sys dev; do /bin/busybox mount --move "/$name" "/disk/$name"; done
/bin/busybox mount -t tmpfs tmpfs /disk/tmp
exec /bin/busybox chroot /disk /bin/busybox sh /play
INIT
chmod 755 "$first/init"
(cd "$first" && find . | /bin/busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$out/first"

mkdir -p "$folder/bin" "$folder/proc" "$folder/sys" "$folder/dev" "$folder/tmp" "$folder/etc"
cp /bin/busybox "$folder/bin/busybox"
for program in "$folder"/programs/*; do
    strip "$program"
    ldd "$program" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*ld-linux[^ ]*\).*/\1/p'
done | sort -u | while read -r library; do
    mkdir -p "$folder$(dirname "$library")"
    cp -L "$library" "$folder$library"
done
rm -f "$out/disk.img"
truncate -s 2G "$out/disk.img"
mkfs.ext4 -q -d "$folder" "$out/disk.img"
