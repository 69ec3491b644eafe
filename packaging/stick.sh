#!/bin/sh
# Makes the folder that is copied to a stick, from which a computer with a fresh Debian and without a line becomes a public one: the
# packages of target/deb, every package of Debian that they need and a fresh Debian lacks, and what sets the computer up.
#   packaging/stick.sh SUITE OUT [ROOT]     SUITE: bookworm or trixie; ROOT: a fresh Debian as a folder, else one is made
set -eu
cd "$(dirname "$0")/.."
suite=$1
out=$2
root=${3:-}
[ "$(id -u)" -eq 0 ] || { echo "stick.sh: a Debian is made as root" >&2; exit 1; }
ls target/deb/cups-kiosk_*.deb >/dev/null 2>&1 || { echo "stick.sh: there are no packages yet: make deb" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
if [ -z "$root" ]; then
    root=$work/root
    mirror=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)
    mmdebstrap --quiet --variant=important --include=ca-certificates "$suite" "$root" "${mirror:-http://deb.debian.org/debian}"
fi
if [ -e "$out" ] && [ ! -d "$out/packages" ]; then
    echo "stick.sh: $out is there and no stick of ours: nothing in it is erased, name another folder" >&2
    exit 1
fi
rm -rf "$out"
mkdir -p "$out/packages"
cp target/deb/cups-kiosk_*.deb target/deb/cups-paper_*.deb "$out/packages/"
cp packaging/stick/install.sh packaging/stick/answers packaging/stick/READ-ME.txt "$out/"
sed 's/^#fullscreen = false/fullscreen = true/' packaging/kiosk.toml >"$out/kiosk.toml"

# What is installed: ours, and what ours recommends; not what that in turn recommends.
dpkg-deb -f "$out"/packages/cups-kiosk_*.deb Recommends | tr ',' '\n' | sed 's/^ *//;s/[ (|].*//' | sort -u >"$work/recommended"
# Within the Debian itself, so that what it has already is left out.
mkdir -p "$root/stick"
cp "$out"/packages/*.deb "$root/stick/"
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get update -q >/dev/null
# shellcheck disable=SC2046 # the list is words
chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends --download-only \
    $(cd "$root" && ls ./stick/*.deb) $(grep -v '^cups-paper$' "$work/recommended") >"$work/said" 2>&1 ||
    { cat "$work/said" >&2; exit 1; }
mv "$root"/var/cache/apt/archives/*.deb "$out/packages/"
rm -rf "$root/stick"
# A name that every stick can hold: those with %3a in it are the same without.
for package in "$out"/packages/*%3a*; do
    [ ! -e "$package" ] || mv "$package" "$(printf '%s' "$package" | sed 's/%3a/_/')"
done
{ echo cups-kiosk; cat "$work/recommended"; } | sort -u >"$out/packages/wanted"
(cd "$out/packages" && dpkg-scanpackages --multiversion . /dev/null >Packages 2>"$work/said") || { cat "$work/said" >&2; exit 1; }
echo "$out: $(find "$out/packages" -name "*.deb" | wc -l) packages, $(du -sm "$out" | cut -f 1) MB, for Debian $suite"
