#!/bin/sh
# Writes a Debian that lies in a folder into a disk that starts by its own boot loader, without a loop device: a partition table, the two
# parts of the boot loader before the first partition, and the file system in it.
#   tests/guest/disk.sh ROOT FILE
set -eu
root=$1
file=$2
size=6144
rm -f "$file"
truncate -s $((size + 1))M "$file"
echo "start=2048, size=$((size * 2048)), type=83, bootable" | sfdisk --quiet "$file"
dd if="$root/boot/grub/i386-pc/boot.img" of="$file" bs=440 count=1 conv=notrunc status=none
dd if="$root/boot/grub/i386-pc/core.img" of="$file" bs=512 seek=1 conv=notrunc status=none
mke2fs -q -F -t ext4 -L debian -E offset=1048576 -d "$root" "$file" "${size}M"
