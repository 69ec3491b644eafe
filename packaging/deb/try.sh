#!/bin/sh
# Tries the packages of target/deb in a Debian made for it, 12 and 13: installing, every program, the public session on and off, the
# window, upgrading while it is open, going back, purging. Nothing of it touches this computer, and after the installation nothing in it has a network.
#   packaging/deb/try.sh [bookworm] [trixie]
set -eu
cd "$(dirname "$0")/../.."
packages="$PWD/target/deb"
. packaging/deb/ground.sh
needed import convert xdotool

# Every file of a Debian that the switch of a public computer could touch, as it is. Copies that useradd leaves of its own files
# are not.
as_it_is() { # ROOT
    (
        cd "$1"
        find etc media var/lib/cups-kiosk ! -name 'passwd-' ! -name 'group-' ! -name 'shadow-' ! -name 'gshadow-' ! -name mtab \
            -printf '%p %y %m %U %l ' \( -type f -exec cksum {} \; -o -printf '\n' \) 2>/dev/null | sort
    )
}

# The window that is shown, and how soon another one is there after it fell.
window_of() { DISPLAY="$display" xdotool search --onlyvisible --class cups-kiosk 2>/dev/null | tail -n 1; }
is_back() { # PROCESS BEFORE: within how many milliseconds another one has a window
    from=$(date +%s%N)
    kill -9 "$1"
    while [ $(($(date +%s%N) - from)) -lt 60000000000 ]; do
        found=$(window_of)
        [ -z "$found" ] || [ "$(DISPLAY="$display" xdotool getwindowpid "$found" 2>/dev/null || echo "$1")" = "$1" ] || break
        sleep 0.02
    done
    echo $((($(date +%s%N) - from) / 1000000))
}

public_computer() {
    kinds="openbox xserver-xorg-core xserver-xorg-input-libinput xinit xauth x11-xserver-utils libpam-systemd dbus-user-session kbd"
    switch() { inside cups-kiosk-public "$@"; }
    check "an ordinary computer says that it is one" sh -c "chroot '$root' cups-kiosk-public status; test \$? = 3"
    as_it_is "$root" >"$work/ordinary"
    refused "made public without what the screen needs" switch on
    cp "$work/said" "$work/told"
    check "it says which packages" grep -q 'apt install.*openbox' "$work/told"
    as_it_is "$root" >"$work/after"
    check "and nothing was changed" cmp "$work/ordinary" "$work/after"
    check "what the screen needs, a print system, rules of rights, cage" inside sh -c \
        "apt-get install -y -q --no-install-recommends systemd-sysv $kinds cups-daemon cups-client polkitd udev cage xwayland grim && cupsd -t"
    as_it_is "$root" >"$work/ordinary"
    check "made public" switch on
    check "every piece is well" switch status
    check "made public once more: nothing is changed" sh -c "chroot '$root' cups-kiosk-public on | grep -q 'nothing was to be changed'"
    check "the account has neither password nor shell" sh -c \
        "grep -q '^cups-kiosk:!' '$root/etc/shadow' && grep -q '^cups-kiosk:.*:/usr/sbin/nologin' '$root/etc/passwd'"
    check "systemd reads the units without a complaint" sh -c "chroot '$root' systemd-analyze --man=no verify cups-kiosk-session.service \
        cups-kiosk-check.service cups-kiosk-stick@sdb1.service 2>&1 | tee /dev/stderr | { ! grep -q cups-kiosk; }"
    check "udev reads the rule" sh -c "! chroot '$root' udevadm verify --help >/dev/null 2>&1 || \
        chroot '$root' udevadm verify --no-summary /etc/udev/rules.d/85-cups-kiosk.rules"
    check "the print system reads its settings" inside cupsd -t
    rm "$root/etc/sysctl.d/99-zz-cups-kiosk.conf" "$root/etc/systemd/system/ctrl-alt-del.target"
    refused "a piece that is gone is found" switch status
    cp "$work/said" "$work/told"
    check "each by its name" sh -c "grep -q sysctl '$work/told' && grep -q ctrl-alt-del '$work/told'"
    check "and put back" switch on
    check "and all is well" switch status

    # The screen itself, by its account: openbox and the window, and how soon they are back.
    as_window() { chroot "$root" setpriv --reuid cups-kiosk --regid cups-kiosk --clear-groups env -i PATH=/usr/bin:/bin \
        HOME=/var/lib/cups-kiosk XDG_CACHE_HOME=/tmp/window XDG_CONFIG_HOME=/tmp/window XDG_RUNTIME_DIR=/tmp/window LANG=C.UTF-8 "$@"; }
    install -d -m 700 -o "$(chroot "$root" id -u cups-kiosk)" "$root/tmp/window"
    as_window DISPLAY="$display" /usr/lib/cups-kiosk/session/inside >"$work/session" 2>&1 &
    session=$!
    started="$started $session"
    for _ in $(seq 1 60); do sleep 1; [ -z "$(window_of)" ] || break; done
    sleep 2
    check "the window is as large as the screen" sh -c "DISPLAY='$display' xdotool getwindowgeometry '$(window_of)' | grep -q 'Geometry: 1366x768'"
    first=$(DISPLAY="$display" xdotool getwindowpid "$(window_of)")
    back=$(is_back "$first")
    check "a window that falls is back within two seconds ($back ms)" test "$back" -lt 2000
    check "it comes from the folder of the terminal" test -e "$root/var/lib/cups-kiosk/records.sqlite"
    for process in $(living "$root" inside); do kill "$process" 2>/dev/null || true; done
    wait "$session" 2>/dev/null || true
    for _ in $(seq 1 20); do [ -n "$(window_of)" ] || break; sleep 0.5; done
    check "with the session the window ends" test -z "$(window_of)"

    # One window and never a second, under cage without a screen: it fills all of it.
    # shellcheck disable=SC2016 # the inner shell fills it in
    as_window WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 \
        cage -d -- sh -c 'echo "$WAYLAND_DISPLAY" >/tmp/window/name; exec /usr/lib/cups-kiosk/session/inside --without-manager' >"$work/session" 2>&1 &
    session=$!
    started="$started $session"
    filled=no
    for _ in $(seq 1 30); do
        sleep 1
        as_window WAYLAND_DISPLAY="$(cat "$root/tmp/window/name" 2>/dev/null)" grim /tmp/window/cage.png 2>/dev/null || continue
        [ "$(convert "$root/tmp/window/cage.png" -gravity south -crop x30+0+0 -format '%k' info: 2>/dev/null || echo 0)" -gt 8 ] && filled=yes && break
    done
    check "under cage the window fills the screen down to its lower edge" test "$filled" = yes
    for process in $(living "$root" cage) $(living "$root" inside); do kill "$process" 2>/dev/null || true; done
    wait "$session" 2>/dev/null || true

    check "made ordinary again" switch off
    cp "$work/said" "$work/told"
    check "records keep their folder and their account" sh -c "grep -q 'stays.*records' '$work/told' && test -e '$root/var/lib/cups-kiosk/records.sqlite'"
    rm -rf "$root/var/lib/cups-kiosk"
    inside userdel cups-kiosk
    rm -rf "$root/tmp/window"
    as_it_is "$root" >"$work/after"
    check "nothing else is left of it" diff "$work/ordinary" "$work/after"
    inside sh -c 'echo cups-kiosk cups-kiosk/public boolean true | debconf-set-selections && dpkg-reconfigure cups-kiosk' >/dev/null 2>&1
    check "answered beforehand, it is public" switch status
    check "removing the program makes it ordinary first" inside apt-get remove -y -q cups-kiosk
    as_it_is "$root" | grep -v '^etc/default/grub.d' >"$work/after"
    check "and nothing is left of it" diff "$work/ordinary" "$work/after"
    inside sh -c 'echo cups-kiosk cups-kiosk/public boolean false | debconf-set-selections && apt-get install -y -q --no-install-recommends /packages/cups-kiosk_*.deb' >/dev/null 2>&1
    check "installed anew, it is ordinary" sh -c "chroot '$root' cups-kiosk-public status; test \$? = 3"
}

begin_display
for suite in "${@:-bookworm trixie}"; do for release in $suite; do
    root="$work/$release"
    echo "Debian $release"
    make_debian "$release" "$root"
    cp "$packages"/*.deb "$root/packages/"
    check "apt's lists" inside apt-get update -q
    check "installed with what they depend on and no more" \
        inside sh -c 'apt-get install -y -q --no-install-recommends /packages/*.deb'
    check "the notice is there" alone cups-notice --version
    for program in cups-kiosk cups-hub cups-catalogue cups-paper; do
        check "$program runs" alone "$program" --version
        check "$program has its manual and completions" test -e "$root/usr/share/bash-completion/completions/$program" -a \
            -e "$root/usr/share/zsh/vendor-completions/_$program" -a -e "$root/usr/share/fish/vendor_completions.d/$program.fish"
        check "$program has its licence" grep -q EUPL "$root/usr/share/doc/$program/copyright"
    done
    for wanted in chromium bubblewrap poppler-utils sane-utils cups-paper; do
        check "cups-kiosk recommends $wanted" sh -c "dpkg-deb -f '$packages'/cups-kiosk_*.deb Recommends | grep -q '$wanted'"
    done
    check "the catalogue's check" alone cups-catalogue check
    check "a plan" alone cups-kiosk plan --event C1
    check "a sheet of paper" alone cups-kiosk sheet plan --event C1 --out /tmp/plan.pdf
    check "which is a PDF" grep -q '^%PDF' "$root/tmp/plan.pdf"

    public_computer

    # A hub, a terminal, an enrolment, on the loopback of a network that has nothing else.
    cat >"$root/tmp/centre.sh" <<'INSIDE'
set -e
ip link set lo up 2>/dev/null || true
hub=/var/lib/cups-hub
as() { setpriv --reuid cups-hub --regid cups-hub --clear-groups -- "$@"; }
install -d -m 700 -o cups-hub -g cups-hub /tmp/operator
as cups-hub operator-key --data "$hub" --out /tmp/operator/operator.key
cups-catalogue keys new --out /tmp/keys
cups-catalogue sign --keys /tmp/keys --out /tmp/signed
as cups-hub catalogue publish /tmp/signed --data "$hub"
code=$(as cups-hub enrol --centre lozova --data "$hub" | head -n 1)
as cups-hub serve --data "$hub" --listen 127.0.0.1:8480 &
serving=$!
tries=0
until cups-kiosk --data /var/lib/cups-kiosk enrol --hub http://127.0.0.1:8480 --code "$code"; do
    tries=$((tries + 1)); [ "$tries" -lt 30 ]; sleep 1
done
cups-kiosk --data /var/lib/cups-kiosk sync --once
cups-kiosk --data /var/lib/cups-kiosk doctor || true
kill "$serving"
INSIDE
    check "a hub, a terminal, an enrolment" unshare --net -- sh -c "ip link set lo up; exec chroot '$root' env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 sh /tmp/centre.sh"

    # The window, from the Debian's own libraries.
    chroot "$root" env -i PATH=/usr/bin:/bin HOME=/root DISPLAY="$display" LANG=C.UTF-8 cups-kiosk --data /var/lib/cups-kiosk >"$work/window" 2>&1 &
    window=$!
    started="$started $window"
    drawn=no
    for _ in $(seq 1 60); do
        sleep 1
        colours=$(DISPLAY="$display" import -window root -format '%k' info: 2>/dev/null || echo 0)
        [ "${colours:-0}" -gt 200 ] && drawn=yes && break
    done
    check "the window opens" test "$drawn" = yes
    [ -z "${PICTURES:-}" ] || DISPLAY="$display" import -window root "$PICTURES/$release.png"

    before=$(sha256sum <"$root/var/lib/cups-kiosk/identity.json")
    version_of "$packages"/cups-kiosk_*.deb 9.0.0-1 "$root/packages/newer.deb"
    check "upgraded while the window is open" inside dpkg -i /packages/newer.deb
    check "the window goes on" kill -0 "$window"
    check "the terminal is the same" test "$before" = "$(sha256sum <"$root/var/lib/cups-kiosk/identity.json")"
    kill "$window" 2>/dev/null || true
    wait "$window" 2>/dev/null || true
    check "records are whole after it" sh -c "chroot '$root' cups-kiosk --data /var/lib/cups-kiosk doctor | grep -q '^ok  *records'"
    refused "going back to an older one" inside sh -c 'dpkg -i /packages/cups-kiosk_*.deb'
    check "and the newer one stays" sh -c "chroot '$root' dpkg-query -W -f '\${Version} \${Status}' cups-kiosk | grep -q '^9.0.0-1 install ok installed'"
    version_of "$packages"/cups-hub_*.deb 9.0.0-1 "$root/packages/newer-hub.deb"
    check "the hub upgraded" inside dpkg -i /packages/newer-hub.deb
    refused "the hub going back" inside sh -c 'dpkg -i /packages/cups-hub_*.deb'

    check "removed: the records stay" inside sh -c 'apt-get remove -y -q cups-kiosk cups-hub && test -e /var/lib/cups-kiosk/records.sqlite && test -e /var/lib/cups-hub/hub.sqlite'
    check "purged with nobody to ask: the records stay" inside sh -c 'apt-get purge -y -q cups-kiosk && test -e /var/lib/cups-kiosk/records.sqlite'
    check "and for the hub" inside sh -c 'apt-get purge -y -q cups-hub && test -e /var/lib/cups-hub/hub.sqlite'
    check "purged with a yes: they are gone" inside sh -c 'dpkg -i /packages/newer.deb && printf "cups-kiosk cups-kiosk/erase boolean true\n" | debconf-set-selections && apt-get purge -y -q cups-kiosk && ! test -e /var/lib/cups-kiosk'
    unmount_debian "$root"
done; done
told
