#!/bin/sh
# Makes this computer a public one, from this stick, without a line. As root:  sh install.sh
# It asks nothing: what it would ask stands in the files `answers` and `kiosk.toml` beside it.
set -eu
stick=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" -eq 0 ] || { echo "This is for root: su -, then  sh $stick/install.sh" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
chmod 755 "$work"
# A name without spaces, whatever the stick is called.
ln -s "$stick/packages" "$work/packages"
mkdir -p "$work/lists/partial"
echo "deb [trusted=yes] file:$work/packages ./" >"$work/sources.list"
of_stick() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::State::Lists="$work/lists" -o APT::Sandbox::User=root "$@"
}
echo "1 of 3  Looking at the stick"
of_stick update >"$work/said" 2>&1 || { cat "$work/said" >&2; exit 1; }
debconf-set-selections "$stick/answers"
data=/var/lib/cups-kiosk
if [ ! -e "$data/kiosk.toml" ]; then
    install -d -m 700 "$data"
    install -m 600 "$stick/kiosk.toml" "$data/kiosk.toml"
fi
echo "2 of 3  Installing; this takes a few minutes"
# shellcheck disable=SC2046 # the list is words
of_stick install -y --no-install-recommends $(cat "$stick/packages/wanted") >"$work/said" 2>&1 ||
    { cat "$work/said" >&2; echo "It went wrong: run it again." >&2; exit 1; }
echo "3 of 3  Looking whether all is well"
if grep -q '^cups-kiosk cups-kiosk/public boolean true' "$stick/answers"; then
    # Whatever order the packages were set up in: all of them are there now.
    cups-kiosk-public on >"$work/said" 2>&1 || { cat "$work/said" >&2; echo "Something is missing: the lines above say what." >&2; exit 1; }
    # The password of the start, in a file of one line, where the stick has one: it stays on no other computer.
    if [ -s "$stick/start-password" ]; then
        tr -d '\r' <"$stick/start-password" | cups-kiosk-public start-password
    fi
fi
echo "Done. Take the stick out and restart the computer."
