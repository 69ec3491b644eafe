#!/bin/sh
# Starts a hub, publishes the shipped catalogue, enrols a kiosk and opens it; everything below target/run.
# Without a display the same happens in a virtual one, driven by keyboard through an assisted birth case.
set -eu
cd "$(dirname "$0")/.."
folder="$PWD/target/run"
binaries="${CARGO_TARGET_DIR:-target}/debug"

if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "No display: driving an assisted birth case in a virtual one."
    rm -rf "$folder"
    mkdir -p "$folder"
    # One build for the programs and the hands that drive them.
    CUPS_RUN_FOLDER="$folder" cargo test --test window -- --exact --nocapture \
        an_assisted_birth_case_by_keyboard_with_the_cable_out
    echo "Screenshots and what the hub received are in target/run:"
    ls "$folder"
    exit 0
fi

cargo build --bins
mkdir -p "$folder"
"$binaries/cups-hub" operator-key --data "$folder/hub" --out "$folder/operator.key" 2>/dev/null || true
[ -e "$folder/keys" ] || "$binaries/cups-catalogue" keys new --out "$folder/keys"
rm -rf "$folder/signed"
"$binaries/cups-catalogue" sign --keys "$folder/keys" --out "$folder/signed"
"$binaries/cups-hub" catalogue publish "$folder/signed" --data "$folder/hub"
"$binaries/cups-hub" serve --data "$folder/hub" --listen 127.0.0.1:8480 &
hub=$!
trap 'kill "$hub" 2>/dev/null || true' EXIT INT TERM
paper="$folder/recovery-codes.txt"
if [ ! -e "$folder/kiosk/identity.json" ]; then
    "$binaries/cups-hub" enrol --centre lozova --data "$folder/hub" >"$paper"
    code=$(head -n 1 "$paper")
    tries=0
    until "$binaries/cups-kiosk" --data "$folder/kiosk" enrol --hub http://127.0.0.1:8480 --code "$code"; do
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || exit 1
        sleep 1
    done
fi
if [ ! -e "$paper" ]; then
    # Enrolled by an older program, which knew of no such codes.
    terminal=$(sed -n 's/.*"terminal": *"\(t-[^"]*\)".*/\1/p' "$folder/kiosk/identity.json" | head -n 1)
    "$binaries/cups-hub" recovery --terminal "$terminal" --data "$folder/hub" >"$paper"
    "$binaries/cups-kiosk" --data "$folder/kiosk" sync --once >/dev/null || true
fi
echo "The hub's page: http://127.0.0.1:8480/"
echo "The specialist signs in with F12; first code: $(sed -n 's/^recovery code 1: //p' "$paper")"
echo "Each code admits one first specialist, once; the others are in target/run/recovery-codes.txt."
"$binaries/cups-kiosk" --data "$folder/kiosk"
