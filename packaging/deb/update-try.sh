#!/bin/sh
# Tries the updates of a terminal in a Debian made for it: a good one, a repository that was tampered with, a false key, versions
# that do not open, with and without changed records, and a kill at each step. With the packages of target/deb and real windows.
#   packaging/deb/update-try.sh [bookworm|trixie]
set -eu
cd "$(dirname "$0")/../.."
packages="$PWD/target/deb"
release=${1:-bookworm}
display=:${DISPLAY_NUMBER:-98}
[ "$(id -u)" -eq 0 ] || { echo "update-try.sh: a Debian is made as root" >&2; exit 1; }
for tool in mmdebstrap Xvfb apt-ftparchive gpg shellcheck; do
    command -v "$tool" >/dev/null || { echo "update-try.sh: $tool is missing: packaging/setup.sh deb" >&2; exit 1; }
done
work=$(mktemp -d)
root="$work/root"
started=""
finish() {
    end_session
    for process in $started; do kill "$process" 2>/dev/null || true; done
    for folder in "$root/proc" "$root/tmp/.X11-unix"; do umount "$folder" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
failed=0
good() { echo "  ok   $1"; }
bad() { echo "  BAD  $1"; failed=1; }
check() { name=$1; shift; if "$@" >"$work/said" 2>&1; then good "$name"; else bad "$name"; tail -n 8 "$work/said"; fi; }
refused() { name=$1; shift; if "$@" >"$work/said" 2>&1; then bad "$name"; tail -n 8 "$work/said"; else good "$name"; fi; }

inside() { chroot "$root" env -i PATH="${early:-}/usr/sbin:/usr/bin:/sbin:/bin" HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
update() { inside /usr/sbin/cups-kiosk-update "$@"; }
# shellcheck disable=SC2016 # dpkg fills them in
version() { inside dpkg-query -W -f '${Version} ${Status}' cups-kiosk; }
is_version() { [ "$(version)" = "$1 install ok installed" ]; }
as_window() { inside setpriv --reuid cups-kiosk --regid cups-kiosk --clear-groups -- "$@"; }
records_are_whole() { as_window cups-kiosk --data /var/lib/cups-kiosk doctor | grep -q '^ok  *records'; }
is_open() { grep -qs "^process" "$root/var/lib/cups-kiosk/ready" && [ -e "$root/proc/$(sed -n 's/^process //p' "$root/var/lib/cups-kiosk/ready")" ]; }
opens() { for _ in $(seq 1 120); do if is_open; then return 0; fi; sleep 0.5; done; return 1; }

# The session of a public computer, as far as updates need one: the window as its own account, started again whenever it ends.
begin_session() {
    chroot "$root" env -i PATH=/usr/bin:/bin HOME=/var/lib/cups-kiosk DISPLAY="$display" LANG=C.UTF-8 \
        setpriv --reuid cups-kiosk --regid cups-kiosk --clear-groups -- sh /tmp/session >"$work/session.log" 2>&1 &
    session=$!
    started="$started $session"
}
end_session() {
    [ -n "${session:-}" ] || return 0
    kill "$session" 2>/dev/null || true
    wait "$session" 2>/dev/null || true
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/root" 2>/dev/null || true)" != "$root" ] || kill -KILL "${process#/proc/}" 2>/dev/null || true
    done
    session=""
}

# A package of the same content and another version; with a program of its own, if one is given.
version_of() { # FILE VERSION OUT [PROGRAM]
    rm -rf "$work/changed"
    dpkg-deb -R "$1" "$work/changed"
    old=$(dpkg-deb -f "$1" Version)
    sed -i "s/^Version: .*/Version: $2/" "$work/changed/DEBIAN/control"
    sed -i "s/$old/$2/g" "$work/changed/DEBIAN/preinst"
    if [ $# -gt 3 ]; then
        install -m 755 "$4" "$work/changed/usr/bin/cups-kiosk"
    fi
    dpkg-deb -b --root-owner-group -Znone "$work/changed" "$3" >/dev/null
}
offer() { # VERSION [PROGRAM]
    number=$1
    shift
    version_of "$packages"/cups-kiosk_*.deb "$number" "$work/offered.deb" "$@"
    packaging/repository.sh add "$root/repository" "$work/keys" "$work/offered.deb" >/dev/null
    rm "$work/offered.deb"
}

Xvfb "$display" -screen 0 1366x768x24 -nolisten tcp >/dev/null 2>&1 &
started="$started $!"
echo "Debian $release"
check "the scripts are POSIX" shellcheck packaging/update/cups-kiosk-update packaging/repository.sh
mmdebstrap --quiet --variant=apt --include=ca-certificates,sqlite3 "$release" "$root" "$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1)"
mkdir -p "$root/packages" "$root/tmp/.X11-unix" "$root/repository"
mount --bind /proc "$root/proc"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
cat >"$root/tmp/session" <<'SESSION'
trap 'kill $window 2>/dev/null; exit 0' TERM
while :; do
    CUPS_STARTED_AGAIN=1 cups-kiosk --data /var/lib/cups-kiosk &
    window=$!
    wait "$window"
    echo "ended with $?"
    sleep 0.3
done
SESSION

packaging/repository.sh key "$work/keys" >/dev/null
packaging/repository.sh key "$work/others" >/dev/null
first=$(dpkg-deb -f "$packages"/cups-kiosk_*.deb Version)
cp "$packages"/cups-kiosk_*.deb "$root/packages/"
packaging/repository.sh add "$root/repository" "$work/keys" "$packages"/cups-kiosk_*.deb >/dev/null
cp "$work/keys/cups-kiosk-archive.asc" "$root/tmp/key.asc"
check "apt's lists" inside apt-get update -q
check "installed" inside sh -c 'apt-get install -y -q --no-install-recommends /packages/*.deb'
inside useradd --system --user-group --home-dir /var/lib/cups-kiosk --no-create-home --shell /usr/sbin/nologin cups-kiosk
inside install -d -m 700 -o cups-kiosk -g cups-kiosk /var/lib/cups-kiosk
check "switched on" update on --address file:///repository --key /tmp/key.asc
refused "the private key is not taken" sh -c "gpg --homedir '$work/keys/private' --batch --armor --export-secret-keys >'$root/tmp/private.asc' && chroot '$root' cups-kiosk-update on --address file:///repository --key /tmp/private.asc"
printf 'calm_seconds=0\nopens_within_seconds=150\n' >>"$root/etc/cups-kiosk/update.conf"
begin_session
check "the window opens" opens
check "nothing newer" sh -c "chroot '$root' cups-kiosk-update run | grep -q 'nothing newer'"

echo "A good version"
offer 1.0.0-1
check "while somebody is there nothing begins" sh -c "
    chroot '$root' sh -c 'printf \"wait_seconds=8\ncalm_seconds=4\n\" >>/etc/cups-kiosk/update.conf; exec 7</var/lib/cups-kiosk/visit.lock; flock 7; cups-kiosk-update run 7<&7' | grep -q 'somebody is there'"
sed -i '/^wait_seconds=8$/d; /^calm_seconds=4$/d' "$root/etc/cups-kiosk/update.conf"
check "$first is still there" is_version "$first"
check "the update, and the window leaves by itself for it" update run
check "1.0.0-1 is there" is_version 1.0.0-1
check "the window said why it left" grep -q 'another version of the program was installed' "$work/session.log"
check "with the code of one that is to be started again" grep -q 'ended with 75' "$work/session.log"
check "the window is open" opens
sed -i 's/^opens_within_seconds=.*/opens_within_seconds=20/' "$root/etc/cups-kiosk/update.conf"

echo "What is not believed"
offer 2.0.0-1
cp -a "$root/repository" "$work/untouched"
restore() { rm -rf "$root/repository"; cp -a "$work/untouched" "$root/repository"; }
sed -i 's/^Size: .*/Size: 1/' "$root/repository/Packages"
gzip -9 -n -k -f "$root/repository/Packages"
refused "a list of packages that was changed" update run
restore
printf 'x' | dd of="$root/repository/cups-kiosk_2.0.0-1_amd64.deb" bs=1 seek=5000 conv=notrunc 2>/dev/null
refused "a package that was changed" update run
restore
packaging/repository.sh add "$root/repository" "$work/others" >/dev/null
refused "another key" update run
restore
rm "$root/repository/InRelease" "$root/repository/Release.gpg"
refused "no signature" update run
restore
check "nothing was changed" is_version 1.0.0-1
check "and nothing is at work" sh -c "chroot '$root' cups-kiosk-update status | grep -q '^at work    no'"
refused "an older version by hand" inside sh -c 'dpkg -i /packages/cups-kiosk_*.deb'

echo "Versions that do not open"
packaging/repository.sh drop "$root/repository" "$work/keys" 2.0.0-1 >/dev/null
printf '#!/bin/sh\nexit 1\n' >"$work/falls"
offer 3.0.0-1 "$work/falls"
check "one that falls is tried" update run
check "and the one before is back" is_version 1.0.0-1
check "which opens" opens
check "records are whole" records_are_whole
check "it is not tried again" sh -c "chroot '$root' cups-kiosk-update run | grep -q 'not tried again'"
cat >"$work/migrates" <<'PROGRAM'
#!/bin/sh
sqlite3 /var/lib/cups-kiosk/records.sqlite "PRAGMA user_version=99; CREATE TABLE IF NOT EXISTS of_a_newer_one (one INTEGER);"
exit 1
PROGRAM
offer 4.0.0-1 "$work/migrates"
check "one that changes the records and falls" update run
check "the one before is back" is_version 1.0.0-1
check "with the records of before" records_are_whole
check "and those that it changed are kept" test -e "$root/var/lib/cups-kiosk/records.sqlite.newer-1"
check "it opens" opens

echo "A kill at each step"
number=5
for broken in no yes; do
    for at in fetched copied installing trial back; do
        [ "$broken$at" != noback ] || continue
        if [ "$broken" = yes ]; then offer "$number.0.0-1" "$work/migrates"; wanted=$last; else offer "$number.0.0-1"; wanted=$number.0.0-1; fi
        sed "s/^    keep \"step=\$name\" \"\$@\"\$/&; test \"\$name\" != $at || kill -KILL \$\$/" \
            packaging/update/cups-kiosk-update >"$root/usr/sbin/cups-kiosk-update-killed"
        chmod +x "$root/usr/sbin/cups-kiosk-update-killed"
        refused "killed at $at" inside /usr/sbin/cups-kiosk-update-killed run
        # The power is gone: nothing runs any more. At the next start it is finished before the window is opened.
        end_session
        check "the next start" update finish
        begin_session
        [ "$broken" = yes ] || check "  the window opens" opens
        check "  the next night" update run
        check "  $wanted is there" is_version "$wanted"
        check "  and opens" opens
        check "  records are whole" records_are_whole
        last=$wanted
        number=$((number + 1))
    done
done
# In the middle of dpkg.
offer "$number.0.0-1"
mkdir -p "$root/early"
cat >"$root/early/dpkg" <<'DPKG'
#!/bin/sh
case " $* " in *" --install "*) timeout -s KILL 0.4 /usr/bin/dpkg "$@"; kill -KILL "$PPID" ;; *) exec /usr/bin/dpkg "$@" ;; esac
DPKG
chmod +x "$root/early/dpkg"
early=/early:
refused "killed while packages are unpacked" update run
early=""
end_session
check "the next start" update finish
begin_session
check "  the next night" update run
check "  $number.0.0-1 is there" is_version "$number.0.0-1"
check "  and opens" opens

echo "A version with which something was recorded"
cat >"$work/records" <<'PROGRAM'
#!/bin/sh
sqlite3 /var/lib/cups-kiosk/records.sqlite "PRAGMA user_version=99; INSERT INTO operation (case_id, id, key, cipher) VALUES ('c', hex(randomblob(8)), 'k', x'00');"
exit 1
PROGRAM
offer 90.0.0-1 "$work/records"
check "it is tried" update run
check "it stays" is_version 90.0.0-1
check "and says so" sh -c "chroot '$root' cups-kiosk-update status | grep -q '^WRONG .*90.0.0-1'"
check "nothing was thrown away" test "$(inside sqlite3 /var/lib/cups-kiosk/records.sqlite "SELECT count(*) > 0 FROM operation WHERE case_id = 'c'")" = 1
if [ "$failed" -ne 0 ]; then echo "Something went wrong."; exit 1; fi
echo "All of it went well."
