#!/bin/sh
# Makes the four Debian packages under target/deb (cups-notice goes with the kiosk): each program built with its own feature alone, with its manual pages and
# completions. The same sources give the same bytes: every time is that of the last commit, and no path of this computer is in
# them.
#   packaging/deb.sh            builds and packs
#   packaging/deb.sh BINARIES   packs the programs of a folder that were built before
#   packaging/deb.sh BINARIES OUT   packs of them the kiosk's package alone into another folder, in a hurry: for trials
set -eu
cd "$(dirname "$0")/.."
out="$PWD/target/deb"
packed=${2:-$out}
programs="kiosk:kiosk notice:notice hub:hub catalogue:editor paper:paper"
variants="kiosk hub catalogue paper"
[ $# -lt 2 ] || { programs="kiosk:kiosk notice:notice"; variants=kiosk; }
tool="$out/cargo-deb/bin/cargo-deb"
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)-1
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8

if [ ! -x "$tool" ]; then
    tool=$(command -v cargo-deb || true)
    if [ -z "$tool" ]; then
        echo "Installing cargo-deb into target/deb"
        CARGO_TARGET_DIR="$out/build" cargo install cargo-deb --version 3.8.0 --locked --quiet --root "$out/cargo-deb"
        tool="$out/cargo-deb/bin/cargo-deb"
    fi
fi

export CARGO_TARGET_DIR="$out/build"
if [ $# -gt 0 ]; then
    mkdir -p "$out/build/release"
    for program in $programs; do
        cp "$1/cups-${program%%:*}" "$out/build/release/"
        # As those are that are built here: what a debugger wants is many times the program.
        strip "$out/build/release/cups-${program%%:*}"
    done
else
    for program in $programs; do
        name="cups-${program%%:*}"
        echo "Building $name"
        RUSTFLAGS="--remap-path-prefix=$PWD=cups-kiosk --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo" \
            cargo build --release --locked --no-default-features --features "${program##*:}" --bin "$name"
    done
fi

rm -rf "$out/manual" "$out/scripts"
mkdir -p "$out/scripts/none"
{
    echo "cups-kiosk ($version) stable; urgency=medium"
    echo
    echo "  * What changed: https://keepachangelog.com/ as CHANGELOG.md in the sources."
    echo
    echo " -- The keepers of cups-kiosk <cups-kiosk@localhost>  $(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} >"$out/changelog"
for program in $programs; do
    program="cups-${program%%:*}"
    "$out/build/release/$program" manual "$out/manual/$program"
    [ -d "packaging/deb/$program" ] || continue
    mkdir "$out/scripts/$program"
    for script in packaging/deb/"$program"/*; do
        sed "s/@VERSION@/$version/" "$script" >"$out/scripts/$program/${script##*/}"
    done
done
mkdir -p "$packed"
rm -f "$packed"/*.deb
for variant in $variants; do
    set -- --output "$packed/"
    [ "$variant" = kiosk ] || set -- "$@" --variant "$variant"
    [ "$packed" = "$out" ] || set -- "$@" --fast
    "$tool" deb --no-build --quiet "$@"
done
ls -l "$packed"/*.deb
