# shellcheck shell=sh
# What the trials of the packages stand on: a Debian made for them, how a trial is told, packages of other versions. Nothing of it
# touches this computer. Read in by try.sh and update-try.sh, in the folder of the sources.

trial=${0##*/}
[ "$(id -u)" -eq 0 ] || { echo "$trial: a Debian is made as root" >&2; exit 1; }
needed() { # TOOL...
    for tool in "$@"; do
        command -v "$tool" >/dev/null || { echo "$trial: $tool is missing: packaging/setup.sh deb" >&2; exit 1; }
    done
}
needed mmdebstrap Xvfb unshare

work=$(mktemp -d)
# The folder of the Debian that is tried in just now.
root="$work/root"
display=:${DISPLAY_NUMBER:-97}
# Processes of a trial, to be ended with it, and what was mounted, the last first.
started=""
mounted=""
finish() {
    for process in $started; do kill "$process" 2>/dev/null || true; done
    for process in $(living "$work"); do kill -KILL "$process" 2>/dev/null || true; done
    for folder in $mounted; do umount "$folder" 2>/dev/null || umount -l "$folder" 2>/dev/null || true; done
    # What could not be unmounted is this computer's own.
    rm -rf --one-file-system "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

failed=0
good() { echo "  ok   $1"; }
bad() { echo "  BAD  $1"; failed=1; }
# What is said to go well does, and what is said to be refused is. What was said of it is in $work/said.
check() { name=$1; shift; if "$@" >"$work/said" 2>&1; then good "$name"; else bad "$name"; tail -n 8 "$work/said"; fi; }
refused() { name=$1; shift; if "$@" >"$work/said" 2>&1; then bad "$name"; tail -n 8 "$work/said"; else good "$name"; fi; }
told() {
    if [ "$failed" -ne 0 ]; then echo "Something went wrong."; exit 1; fi
    echo "All of it went well."
}

# The processes that live in a folder's Debian, or in one of several below it; with a name, those of that name.
living() { # FOLDER [NAME]
    for process in /proc/[0-9]*; do
        case $(readlink "$process/root" 2>/dev/null || true) in "$1" | "$1"/*) ;; *) continue ;; esac
        [ -z "${2:-}" ] || [ "$(cat "$process/comm" 2>/dev/null)" = "$2" ] || continue
        printf '%s ' "${process#/proc/}"
    done
}

mount_at() { # FOLDER OPTIONS-OF-MOUNT...
    folder=$1
    shift
    mkdir -p "$folder"
    mount "$@" "$folder"
    mounted="$folder $mounted"
}
unmount() { # FOLDER...
    for folder in "$@"; do
        umount "$folder"
        left=""
        for one in $mounted; do [ "$one" = "$folder" ] || left="$left $one"; done
        mounted=$left
    done
}

# A Debian in a folder. What was fetched for it is kept a week in target/debian, for the trials after this one.
make_debian() { # RELEASE FOLDER
    kept="$PWD/target/debian/$1.tar"
    mkdir -p "${kept%/*}"
    if [ -z "$(find "$kept" -mtime -7 2>/dev/null)" ]; then
        mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
        mmdebstrap --quiet --variant=apt --include=ca-certificates,sqlite3 "$1" "$kept.new" ${mirror:+"$mirror"}
        mv "$kept.new" "$kept"
    fi
    mkdir -p "$2"
    tar -xf "$kept" -C "$2" --numeric-owner
    mkdir -p "$2/packages"
    mount_at "$2/proc" --bind /proc
    mount_at "$2/dev/shm" -t tmpfs tmpfs
    mount_at "$2/tmp/.X11-unix" --bind /tmp/.X11-unix
    # Nothing is started by what is installed.
    printf '#!/bin/sh\nexit 101\n' >"$2/usr/sbin/policy-rc.d"
    chmod +x "$2/usr/sbin/policy-rc.d"
}
unmount_debian() { unmount "$1/tmp/.X11-unix" "$1/dev/shm" "$1/proc"; } # FOLDER

# One display for all windows; the Debian's own libraries open them.
begin_display() {
    Xvfb "$display" -screen 0 1366x768x24 -nolisten tcp >/dev/null 2>&1 &
    started="$started $!"
}

# A package of the same content and another version; with a program of its own, if one is given.
version_of() { # FILE VERSION OUT [PROGRAM]
    unpacked="$work/unpacked/${1##*/}"
    if [ ! -d "$unpacked" ]; then
        mkdir -p "$work/unpacked"
        dpkg-deb -R "$1" "$unpacked"
    fi
    rm -rf "$work/changed"
    cp -al "$unpacked" "$work/changed"
    old=$(dpkg-deb -f "$1" Version)
    sed -i "s/^Version: .*/Version: $2/" "$work/changed/DEBIAN/control"
    [ ! -e "$work/changed/DEBIAN/preinst" ] || sed -i "s/$old/$2/g" "$work/changed/DEBIAN/preinst"
    [ $# -lt 4 ] || install -m 755 "$4" "$work/changed/usr/bin/$(dpkg-deb -f "$1" Package)"
    dpkg-deb -b --root-owner-group -Znone "$work/changed" "$3" >/dev/null
}

# A command in the Debian of $root.
inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DISPLAY="$display" LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}
# The same without any network.
alone() {
    unshare --net -- chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DISPLAY="$display" LANG=C.UTF-8 "$@"
}
