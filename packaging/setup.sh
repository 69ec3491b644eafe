#!/bin/sh
# Installs the system packages a make target needs and the machine lacks. Debian 12 and 13.
#   packaging/setup.sh build|run|test|heard|bench|deb|guest|failover
set -eu

build="build-essential ca-certificates"
libraries="libx11-6 libx11-xcb1 libxcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon0 libxkbcommon-x11-0 libwayland-client0"
stage="xvfb xdotool imagemagick"
case "${1:-build}" in
    build) wanted="$build" ;;
    run) wanted="$build $libraries"; [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || wanted="$wanted $stage" ;;
    test)
        wanted="$build $libraries $stage strace dbus at-spi2-core gir1.2-atspi-2.0"
        wanted="$wanted python3 python3-venv python3-gi python3-rdflib poppler-utils cups-daemon cups-client sane-utils chromium bubblewrap"
        wanted="$wanted openbox xauth xclip shellcheck postgresql"
        python_packages="pyshacl==0.40.1 pikepdf==10.18.0"
        ;;
    heard) wanted="$build $libraries $stage dbus at-spi2-core gir1.2-atspi-2.0 python3-gi locales libfaketime orca" ;;
    bench) wanted="$build $libraries $stage chromium zstd" ;;
    # pg_auto_failover comes in two packages, one of them for each PostgreSQL: Debian 12 has 15, Debian 13 has 17.
    failover)
        wanted="$build openssl postgresql postgresql-client pg-auto-failover-cli"
        extension=$(apt-cache search --names-only '^postgresql-[0-9]+-auto-failover$' 2>/dev/null | sort -V | tail -n 1 | cut -d' ' -f1)
        wanted="$wanted ${extension:-postgresql-15-auto-failover}"
        ;;
    deb) wanted="$build git mmdebstrap xvfb xdotool imagemagick apt-utils gpg gpgv shellcheck" ;;
    guest)
        wanted="$build git mmdebstrap xvfb imagemagick qemu-system-x86 busybox-static xz-utils fdisk e2fsprogs dosfstools mtools dpkg-dev apt-utils gpg gpgv"
        ;;
    *) echo "setup.sh: build, run, test, heard, bench, deb, guest or failover" >&2; exit 2 ;;
esac

if ! command -v cargo >/dev/null 2>&1; then
    echo "setup.sh: Rust 1.95 or newer is needed: install it with rustup, then run this again" >&2
    exit 1
fi
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=""
for package in $wanted; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "Installing:$missing"
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    $as_root apt-get update -q
    # shellcheck disable=SC2086 # the list is words
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends $missing
fi

# What Debian has no package of: the reference validator of SHACL, by which a test checks the export, and a reader of the
# structure of PDF. Without a line to the package index those tests say that they were left out.
own="$(dirname "$0")/../target/python"
for package in ${python_packages:-}; do
    name=${package%%==*}
    python3 -c "import $name" 2>/dev/null && continue
    "$own/bin/python3" -c "import $name" 2>/dev/null && continue
    echo "Installing $name into target/python"
    { [ -x "$own/bin/python3" ] || python3 -m venv "$own"; } &&
        "$own/bin/python3" -m pip install --quiet --disable-pip-version-check "$package" ||
        echo "setup.sh: $name could not be installed; what it checks is then left out" >&2
done
