#!/bin/sh
# Tries the updates of a terminal in a Debian made for it: good versions, a repository that was tampered with, a false key, no line,
# a full disk, versions that do not open, with and without changed records, one beside another package, a terminal on which nothing
# opens, and a kill at each step. With real packages and real windows; a window that is compiled for debugging will do.
#   packaging/deb/update-try.sh [bookworm|trixie] [FOLDER]     FOLDER holds the kiosk's package; else target/deb
set -eu
cd "$(dirname "$0")/../.."
release=${1:-bookworm}
packages=$(cd "${2:-target/deb}" && pwd)
. packaging/deb/ground.sh
needed apt-ftparchive gpg shellcheck
ls "$packages"/cups-kiosk_*.deb >/dev/null 2>&1 || { echo "$trial: no package of the kiosk is in $packages: packaging/deb.sh" >&2; exit 1; }

update() { inside /usr/sbin/cups-kiosk-update "$@"; }
# The same with a dpkg of the trial.
hindered() { inside env PATH=/early:/usr/sbin:/usr/bin:/sbin:/bin /usr/sbin/cups-kiosk-update "$@"; }
updated=update
# A run that goes well and says this, or that this is refused with.
says() { # PATTERN ARGUMENTS...
    pattern=$1
    shift
    "$updated" "$@" >"$work/words" 2>&1 || { cat "$work/words"; return 1; }
    cat "$work/words"
    grep -q -e "$pattern" "$work/words"
}
refuses() { # PATTERN ARGUMENTS...
    pattern=$1
    shift
    if inside /usr/sbin/cups-kiosk-update "$@" >"$work/words" 2>&1; then cat "$work/words"; return 1; fi
    cat "$work/words"
    grep -q -e "$pattern" "$work/words"
}
# shellcheck disable=SC2016 # dpkg fills them in
is_version() { # VERSION [PACKAGE]
    [ "$(inside dpkg-query -W -f '${Version} ${Status}' "${2:-cups-kiosk}")" = "$1 install ok installed" ]
}
# shellcheck disable=SC2016
version_there() { inside dpkg-query -W -f '${Version}' cups-kiosk; }
is_idle() { says '^at work    no' status; }
has_failed() { grep -qxF "$1" "$root/var/lib/cups-kiosk-update/failed"; }
as_window() { inside setpriv --reuid cups-kiosk --regid cups-kiosk --clear-groups -- "$@"; }
records_are_whole() { as_window cups-kiosk --data /var/lib/cups-kiosk doctor | grep -q '^ok  *records'; }
ready="$root/var/lib/cups-kiosk/ready"
is_open() { [ -e "$ready" ] && [ "$(readlink "/proc/$(sed -n 's/^process //p' "$ready")/root" 2>/dev/null || true)" = "$root" ]; }
opens() { for _ in $(seq 1 300); do if is_open; then return 0; fi; sleep 0.5; done; return 1; }
setting() { # NAME VALUE
    sed -i "/^$1=/d" "$root/etc/cups-kiosk/update.conf"
    printf '%s=%s\n' "$1" "$2" >>"$root/etc/cups-kiosk/update.conf"
}
# How long the next version may take to open: one that cannot open is not waited for any longer than that.
patient() { setting opens_within_seconds 200; }
hasty() { setting opens_within_seconds 4; }

# The session of a public computer, as far as updates need one: the window as its own account, started again whenever it ends.
begin_session() { # [DISPLAY]
    chroot "$root" env -i PATH=/usr/bin:/bin HOME=/var/lib/cups-kiosk DISPLAY="${1:-$display}" LANG=C.UTF-8 \
        setpriv --reuid cups-kiosk --regid cups-kiosk --clear-groups -- sh /tmp/session >>"$work/session.log" 2>&1 &
    session=$!
    started="$started $session"
}
# The power is gone: nothing runs any more.
cut() {
    for process in $(living "$root"); do kill -KILL "$process" 2>/dev/null || true; done
    [ -z "${session:-}" ] || wait "$session" 2>/dev/null || true
    session=""
}

# Ends by a kill and by nothing else.
killed() {
    code=0
    "$@" || code=$?
    [ "$code" -eq 137 ]
}

# A version in the repository, in place of those offered before it unless told otherwise.
repository="$root/repository"
offer() { # VERSION [PROGRAM]
    rm -f "$repository"/cups-kiosk_*.deb
    offer_beside "$@"
}
offer_beside() { # VERSION [PROGRAM]
    offered=$1
    shift
    version_of "$packages"/cups-kiosk_*.deb "$offered" "$work/offered.deb" "$@"
    packaging/repository.sh add "$repository" "$work/keys" "$work/offered.deb" >/dev/null
    rm "$work/offered.deb"
}
# The package of the sheets, without its program: what is looked at is whether it is installed.
offer_paper() { # VERSION
    mkdir -p "$work/paper/DEBIAN"
    printf 'Package: cups-paper\nVersion: %s\nArchitecture: all\nMaintainer: a trial <trial@localhost>\nInstalled-Size: 1\nDescription: sheets\n' \
        "$1" >"$work/paper/DEBIAN/control"
    dpkg-deb -b --root-owner-group "$work/paper" "$work/paper.deb" >/dev/null
    packaging/repository.sh add "$repository" "$work/keys" "$work/paper.deb" >/dev/null
}
untouched="$work/untouched"
restore() { rm -rf "$repository"; cp -a "$untouched" "$repository"; }

begin_display
echo "Debian $release"
check "the scripts are POSIX" shellcheck -x packaging/update/cups-kiosk-update packaging/repository.sh packaging/deb.sh \
    packaging/deb/ground.sh packaging/deb/update-try.sh packaging/deb/try.sh
# In memory, so that a full disk is one, and nothing of the trial wears this computer's.
mount_at "$root" -t tmpfs -o size=3g,mode=755 tmpfs
make_debian "$release" "$root"
mkdir -p "$repository"
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
printf '#!/bin/sh\nexit 1\n' >"$work/falls"
cat >"$work/migrates" <<'PROGRAM'
#!/bin/sh
sqlite3 /var/lib/cups-kiosk/records.sqlite "PRAGMA user_version=99; CREATE TABLE IF NOT EXISTS of_a_newer_one (one INTEGER);"
exit 1
PROGRAM
cat >"$work/records" <<'PROGRAM'
#!/bin/sh
sqlite3 /var/lib/cups-kiosk/records.sqlite "PRAGMA user_version=99; INSERT INTO operation (case_id, id, key, cipher) VALUES ('c', hex(randomblob(8)), 'k', x'00');"
exit 1
PROGRAM

packaging/repository.sh key "$work/keys" >/dev/null
packaging/repository.sh key "$work/others" >/dev/null
first=$(dpkg-deb -f "$packages"/cups-kiosk_*.deb Version)
cp "$packages"/cups-kiosk_*.deb "$root/packages/"
packaging/repository.sh add "$repository" "$work/keys" "$packages"/cups-kiosk_*.deb >/dev/null
offer_paper 1.0.0-1
cp "$work/paper.deb" "$root/packages/"
cp "$work/keys/cups-kiosk-archive.asc" "$root/tmp/key.asc"
check "apt's lists" inside apt-get update -q
check "installed" inside sh -c 'apt-get install -y -q --no-install-recommends /packages/*.deb'
inside useradd --system --user-group --home-dir /var/lib/cups-kiosk --no-create-home --shell /usr/sbin/nologin cups-kiosk
inside install -d -m 700 -o cups-kiosk -g cups-kiosk /var/lib/cups-kiosk
# With settings the window comes to its start page; without, it would set the terminal up and wait for somebody.
inside install -m 600 -o cups-kiosk -g cups-kiosk /usr/share/doc/cups-kiosk/examples/kiosk.toml /var/lib/cups-kiosk/kiosk.toml
check "switched on" update on --address file:///repository --key /tmp/key.asc
check "by a timer, and by what finishes after a power cut" test \
    -L "$root/etc/systemd/system/timers.target.wants/cups-kiosk-update.timer" -a \
    -L "$root/etc/systemd/system/multi-user.target.wants/cups-kiosk-update-finish.service"
gpg --homedir "$work/keys/private" --batch --armor --export-secret-keys >"$root/tmp/private.asc" 2>/dev/null
refused "the private key is not taken" update on --address file:///repository --key /tmp/private.asc
setting calm_seconds 0
patient
begin_session
check "the window opens" opens
check "nothing newer" says 'nothing newer' run

echo "A good version"
offer_beside 1.0.0-1
setting wait_seconds 8
setting calm_seconds 4
somebody() { inside sh -c 'exec 7</var/lib/cups-kiosk/visit.lock; flock 7; cups-kiosk-update run' | grep -q 'somebody is there'; }
check "while somebody is there nothing begins" somebody
setting wait_seconds 14400
setting calm_seconds 0
check "$first is still there" is_version "$first"
check "the update, and the window leaves by itself for it" says '1.0.0-1 is well' run
check "1.0.0-1 is there" is_version 1.0.0-1
check "the window said why it left" grep -q 'another version of the program was installed' "$work/session.log"
check "with the code of one that is to be started again" grep -q 'ended with 75' "$work/session.log"
check "the window is open" opens

echo "What is not believed"
offer 2.0.0-1
cp -a "$repository" "$untouched"
sed -i 's/^Size: .*/Size: 1/' "$repository/Packages"
gzip -9 -n -k -f "$repository/Packages"
check "a list of packages that was changed" refuses 'nothing was changed' run
restore
printf 'x' | dd of="$(echo "$repository"/cups-kiosk_2.0.0-1_*.deb)" bs=1 seek=5000 conv=notrunc 2>/dev/null
check "a package that was changed" refuses 'nothing was changed' run
restore
packaging/repository.sh add "$repository" "$work/others" >/dev/null
check "another key" refuses 'nothing was changed' run
restore
rm "$repository/InRelease" "$repository/Release.gpg"
check "no signature" refuses 'nothing was changed' run
restore
DAYS=-1 packaging/repository.sh add "$repository" "$work/keys" >/dev/null
check "a signature that has run out" refuses 'nothing was changed' run
restore
check "nothing was changed" is_version 1.0.0-1
check "and nothing is at work" is_idle
rm "$repository"/cups-kiosk_*.deb
packaging/repository.sh add "$repository" "$work/keys" "$packages"/cups-kiosk_*.deb >/dev/null
check "an older version in the repository is left there" says 'nothing newer' run
refused "nor is it let in by hand" inside sh -c 'dpkg -i /packages/cups-kiosk_*.deb'

echo "No line, and no room"
setting address https://127.0.0.1:9/cups-kiosk
check "without a line" refuses 'not reached: nothing was changed' run
setting address file:///repository
restore
# apt goes back to no older signature.
packaging/repository.sh add "$repository" "$work/keys" >/dev/null
fill() { # MEGABYTES: all but these
    rm -f "$root/filled"
    fallocate -l "$(($(df --output=avail -m "$root" | tail -n 1) - $1))M" "$root/filled"
}
size=$(($(dpkg-deb -f "$repository"/cups-kiosk_2*.deb Installed-Size) / 1024))
fill 5
check "no room to fetch it" refuses 'nothing was changed' run
fill $((2 * size + 30))
check "no room to install it" refuses 'the disk is too full' run
check "1.0.0-1 is still there" is_version 1.0.0-1
check "and open" is_open
mkdir -p "$root/early"
cat >"$root/early/dpkg" <<'DPKG'
#!/bin/sh
case " $* " in
    *" --install "*) fallocate -l "$(($(df --output=avail -m / | tail -n 1) - 20))M" /filled; exec /usr/bin/dpkg "$@" ;;
    *) exec /usr/bin/dpkg "$@" ;;
esac
DPKG
chmod +x "$root/early/dpkg"
rm "$root/filled"
updated=hindered
check "the disk fills while it is unpacked" says 'goes back: the disk became too full' run
updated=update
rm "$root/filled"
check "1.0.0-1 is there" is_version 1.0.0-1
check "nothing is at work" is_idle
check "and open" opens
check "records are whole" records_are_whole
check "with room it comes after all" says '2.0.0-1 is well' run
check "2.0.0-1 is there" is_version 2.0.0-1
check "the window is open" opens

echo "Versions that do not open"
hasty
offer 3.0.0-1 "$work/falls"
offer_paper 2.0.0-1
check "one that falls is tried, with another package" says 'goes back: it did not open twice' run
check "the one before is back" is_version 2.0.0-1
check "and the other package" is_version 1.0.0-1 cups-paper
patient
check "it opens" opens
check "records are whole" records_are_whole
check "it is not tried again, and the other package comes alone" says 'cups-kiosk=3.0.0-1 did not open.*not tried again' run
check "it is there" is_version 2.0.0-1 cups-paper
check "and 2.0.0-1 still is" is_version 2.0.0-1
check "nothing newer then" says 'nothing newer' run
offer_beside 2.5.0-1
check "a version between them that opens is taken" says '2.5.0-1 is well' run
check "2.5.0-1 is there" is_version 2.5.0-1
hasty
offer 4.0.0-1 "$work/migrates"
check "one that changes the records and falls" says 'goes back' run
check "the one before is back" is_version 2.5.0-1
check "with the records of before" records_are_whole
check "and those that it changed are kept" test -e "$root/var/lib/cups-kiosk/records.sqlite.newer-1"
check "it opens" opens
version_of "$packages"/cups-kiosk_*.deb 4.5.0-1 "$work/offered.deb" "$work/falls"
dpkg-deb -R "$work/offered.deb" "$work/refusing"
printf '#!/bin/sh\nexit 1\n' >"$work/refusing/DEBIAN/postinst"
dpkg-deb -b --root-owner-group -Znone "$work/refusing" "$work/offered.deb" >/dev/null
packaging/repository.sh add "$repository" "$work/keys" "$work/offered.deb" >/dev/null
offer_paper 3.0.0-1
check "one that cannot be installed" says 'goes back: it could not be installed' run
check "2.5.0-1 is there" is_version 2.5.0-1
check "it is named" has_failed cups-kiosk=4.5.0-1
check "the package that came with it is not" sh -c "! grep -q cups-paper '$root/var/lib/cups-kiosk-update/failed'"
check "which comes alone" update run
check "and is there" is_version 3.0.0-1 cups-paper
check "2.5.0-1 opens" opens

echo "A terminal on which nothing opens"
cut
rm "$ready"
begin_session :nowhere
offer 4.7.0-1
check "a version is not blamed for it" says 'stays, though it did not open' run
check "it stays" is_version 4.7.0-1
check "and is not named" sh -c "! grep -q 4.7.0 '$root/var/lib/cups-kiosk-update/failed'"
check "a person is told" says '^WRONG .*4.7.0-1' status
cut
begin_session
check "with a screen it opens" opens
check "and all is well" sh -c "chroot '$root' cups-kiosk-update status >'$work/status' && ! grep WRONG '$work/status'"
check "records are whole" records_are_whole

echo "A kill at each step"
number=5
for broken in no yes; do
    for at in fetched copied installing trial back; do
        [ "$broken$at" != noback ] || continue
        last=$(version_there)
        if [ "$broken" = yes ]; then
            hasty
            offer "$number.0.0-1" "$work/migrates"
            wanted=$last
        else
            patient
            offer "$number.0.0-1"
            wanted=$number.0.0-1
        fi
        sed "s/^    keep \"step=\$name\" \"\$@\"\$/&; test \"\$name\" != $at || kill -KILL \$\$/" \
            packaging/update/cups-kiosk-update >"$root/usr/sbin/cups-kiosk-update-killed"
        chmod +x "$root/usr/sbin/cups-kiosk-update-killed"
        check "killed at $at" killed inside /usr/sbin/cups-kiosk-update-killed run
        cut
        # It is finished before the window is opened.
        check "  the next start" update finish
        begin_session
        [ "$broken" = yes ] || check "  the window opens" opens
        check "  the next night" update run
        check "  $wanted is there" is_version "$wanted"
        check "  and opens" opens
        check "  records are whole" records_are_whole
        number=$((number + 1))
    done
done
# In the middle of dpkg.
patient
offer "$number.0.0-1"
cat >"$root/early/dpkg" <<'DPKG'
#!/bin/sh
case " $* " in *" --install "*) timeout -s KILL 0.4 /usr/bin/dpkg "$@"; kill -KILL "$PPID" ;; *) exec /usr/bin/dpkg "$@" ;; esac
DPKG
check "killed while packages are unpacked" killed hindered run
cut
check "the next start" update finish
begin_session
check "  the next night" update run
check "  $number.0.0-1 is there" is_version "$number.0.0-1"
check "  and opens" opens

echo "A version with which something was recorded"
hasty
offer 90.0.0-1 "$work/records"
check "it is tried" says 'something was recorded with it' run
check "it stays" is_version 90.0.0-1
check "and says so" says '^WRONG .*90.0.0-1' status
check "nothing was thrown away" test "$(inside sqlite3 /var/lib/cups-kiosk/records.sqlite "SELECT count(*) > 0 FROM operation WHERE case_id = 'c'")" = 1
told
