#!/bin/sh
# Lets a real Orca speak whole walks through the kiosk, and compares what it said with the transcripts kept beside this
# file. By hand, outside of what every change is held to: make heard.
#   tests/heard/run.sh KIOSK FOLDER [WALK..]
# UPDATE_HEARD=1 keeps what was said as the new transcripts: read them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
kiosk=$(realpath "$1")
folder=$(realpath -m "$2")
shift 2
for tool in Xvfb xdotool dbus-run-session orca localedef; do
    command -v "$tool" >/dev/null || { echo "run.sh: $tool is missing: packaging/setup.sh heard installs it" >&2; exit 1; }
done
mkdir -p "$folder"
rm -f "$folder/display"

Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset 3>"$folder/display" 2>/dev/null &
server=$!
trap 'kill "$server"' EXIT
while ! grep -q . "$folder/display" 2>/dev/null; do sleep 0.1; done
DISPLAY=":$(cat "$folder/display")"
export DISPLAY
unset WAYLAND_DISPLAY WAYLAND_SOCKET
# What the screen reader itself says is Romanian, whatever languages this computer has.
LOCPATH="$folder/locale"
mkdir -p "$LOCPATH"
[ -d "$LOCPATH/ro_RO.UTF-8" ] || localedef --no-archive -i ro_RO -f UTF-8 "$LOCPATH/ro_RO.UTF-8" || true
export LOCPATH LANG=ro_RO.UTF-8
# No desktop of whoever runs this is asked, and no sound is made.
export GSETTINGS_BACKEND=memory NO_AT_BRIDGE=0 PYTHONDONTWRITEBYTECODE=1
dbus-run-session -- /usr/bin/python3 "$here/walks.py" "$kiosk" "$folder" "$@"
