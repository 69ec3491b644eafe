//! Newer versions from a signed repository on a whole computer: by the service that systemd runs, by its timer at night, and with the
//! power cut in the middle.

use crate::machine::PATIENCE;
use crate::report::Report;
use crate::terminal::Terminal;
use crate::{made, stick_of};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// When the power is cut: what is said of the moment, and what is so in it.
const MOMENTS: [(&str, &str); 5] = [
    ("while it is looked for and fetched", "pgrep -x apt-get"),
    ("when it is fetched", "grep -qx step=fetched $state"),
    ("when its installation begins", "grep -qx step=installing $state"),
    ("while its program is unpacked", "test -e /usr/bin/cups-kiosk.dpkg-new"),
    ("while it is tried", "grep -qx step=trial $state"),
];
const STATE: &str = "/var/lib/cups-kiosk-update/state";

/// Has a line of dpkg's for what is not wholly installed, and the version that is.
const INSTALLED: &str = "dpkg --audit; dpkg-query -W -f '${db:Status-Status} ${Version}' cups-kiosk; echo; sed -n s/^step=//p /var/lib/cups-kiosk-update/state 2>/dev/null || true";

/// 73b: an update in order, one cut off at each of these moments, and the night by which all of it comes.
pub fn updates(terminal: &mut Terminal, report: &mut Report, folder: &Path) {
    in_order(terminal, report, folder);
    for ((moment, so), version) in MOMENTS.into_iter().zip(2..) {
        cut_off(terminal, report, moment, so, version);
    }
    at_night(terminal, report);
}

/// Of these what nobody begins: an update in order, and the night after it.
pub fn night(terminal: &mut Terminal, report: &mut Report, folder: &Path) {
    in_order(terminal, report, folder);
    at_night(terminal, report);
}

/// Updates are switched on, and the first comes by the service that systemd runs.
fn in_order(terminal: &mut Terminal, report: &mut Report, folder: &Path) {
    // Nothing begins while somebody is there.
    terminal.anew();
    bring(terminal, folder);
    let said = terminal
        .machine
        .tell("cups-kiosk-update on --address file:///srv/now --key /srv/updates/key.asc && echo calm_seconds=0 >> /etc/cups-kiosk/update.conf");
    assert!(said.contains("at night"), "{said}");
    armed(terminal, report);

    offer(terminal, 1);
    let (begun, before) = (Instant::now(), terminal.machine.worked());
    let done = terminal.machine.ask("systemctl start cups-kiosk-update.service");
    let (took, worked) = (begun.elapsed(), terminal.machine.worked().saturating_sub(before));
    let mut wrong = installed(terminal, 1);
    if done.code != 0 {
        wrong.push(format!("the service ended with {}: {}", done.code, said_of_update(terminal)));
    }
    report.step(
        "73b",
        &format!(
            "an update by systemctl start cups-kiosk-update.service: {:.0} s, {:.0} s of the processor's time",
            took.as_secs_f64(),
            worked.as_secs_f64()
        ),
        &wrong,
    );
}

/// Brings the repositories from a stick to the guest's disk, before anybody looks at what is new there.
fn bring(terminal: &mut Terminal, folder: &Path) {
    let (files, image) = (folder.join("updates"), folder.join("updates.img"));
    made(Command::new("tests/guest/updates.sh").arg(&files).arg((MOMENTS.len() + 1).to_string()));
    stick_of(&files, "UPDATES", &image);
    terminal.machine.plug_stick("updates", &image);
    let place = "/media/cups-kiosk/UPDATES-*";
    terminal.machine.wait_until(&format!("ls {place}/1/InRelease"));
    terminal
        .machine
        .tell(&format!("mkdir -p /srv && cp -r {place} /srv/updates && chmod -R a+rX /srv/updates && sync"));
    terminal.machine.unplug("updates-device");
}

/// Puts another version where the terminal looks.
fn offer(terminal: &mut Terminal, version: usize) {
    terminal.machine.tell(&format!("ln -sfn /srv/updates/{version} /srv/now && sync"));
}

fn said_of_update(terminal: &mut Terminal) -> String {
    terminal.machine.ask("journalctl -b -u 'cups-kiosk-update*' -o cat --no-pager | tail -n 12").text
}

/// The start page, this version and no half one, no update at work, and records whole.
fn installed(terminal: &mut Terminal, version: usize) -> Vec<String> {
    let start = terminal.start.clone();
    terminal.start_page_shown_at();
    // What an update wrote is nothing that a step left.
    terminal.machine.tell("touch /run/guest-test-mark");
    let said = terminal.machine.tell(INSTALLED);
    let mut wrong = Vec::new();
    if said.trim() != format!("installed {version}.0.0-1\nidle") {
        wrong.push(format!("{} ({})", said.trim().replace('\n', " "), said_of_update(terminal).replace('\n', " ")));
    }
    wrong.extend(terminal.wrong(&start));
    wrong.extend(terminal.records_wrong());
    wrong
}

/// The power fails at a moment of an update, comes back, and the next night goes on.
fn cut_off(terminal: &mut Terminal, report: &mut Report, moment: &str, so: &str, version: usize) {
    offer(terminal, version);
    terminal.start_page_shown_at();
    let so = so.replace("$state", STATE);
    let seconds = PATIENCE.as_secs();
    let waited = terminal.machine.ask(&format!(
        "systemctl start --no-block cups-kiosk-update.service; end=$(($(date +%s) + {seconds}))
         until {so}; do [ $(date +%s) -lt $end ] || exit 1; done"
    ));
    terminal.machine.reset();
    terminal.machine.wait_for_boot();
    let mut wrong = Vec::new();
    if waited.code != 0 {
        wrong.push("that moment never came".to_owned());
    }
    // Before anything is done by hand: the start page, no package half there, records whole.
    terminal.start_page_shown_at();
    let audit = terminal.machine.tell("dpkg --audit");
    if !audit.trim().is_empty() {
        wrong.push(format!("after the start dpkg says: {}", audit.trim().replace('\n', " ")));
    }
    wrong.extend(terminal.records_wrong());
    let then = terminal.machine.tell("dpkg-query -W -f '${Version}' cups-kiosk");
    let done = terminal.machine.ask("systemctl start cups-kiosk-update.service");
    if done.code != 0 {
        wrong.push(format!("the next night ended with {}", done.code));
    }
    wrong.extend(installed(terminal, version));
    let how = format!(
        "the power cut in an update, {moment}: after the start version {}, after the next night {version}.0.0-1",
        then.trim()
    );
    report.step("73c", &how, &wrong);
}

/// Seconds since 1970 at which the timer next begins the update.
const NEXT: &str = "date -d \"$(systemctl show -p NextElapseUSecRealtime --value cups-kiosk-update.timer)\" +%s";

/// That systemd waits for the night.
fn armed(terminal: &mut Terminal, report: &mut Report) {
    let listed = terminal.machine.tell("systemctl list-timers --all --no-pager --no-legend cups-kiosk-update.timer");
    let hour = terminal.machine.tell(&format!("date -d @$({NEXT}) +%H"));
    let mut wrong = Vec::new();
    if !["01", "02"].contains(&hour.trim()) {
        wrong.push(format!("it begins at {}", hour.trim()));
    }
    let listed = listed.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    report.step("73d", &format!("the timer of updates is armed: {listed}"), &wrong);
}

/// The clock is set to just before the night's hour: the timer itself begins the update, which finds nothing newer. The two hours over
/// which the computers of the country are spread are a second here, for systemd draws lots anew whenever the clock is set, and counts
/// from the start of the computer where the hour has passed: behind the clock's being set it could be two hours from now.
fn at_night(terminal: &mut Terminal, report: &mut Report) {
    // What journalctl says of files that a power cut left is not among the numbers.
    let runs = "journalctl -u cups-kiosk-update.service -o cat --no-pager 2>/dev/null | grep -c 'nothing newer'";
    let before: usize = terminal.machine.ask(runs).text.trim().parse().unwrap_or_default();
    terminal.machine.tell(
        "place=/run/systemd/system/cups-kiosk-update.timer.d && mkdir -p $place
         printf '[Timer]\nRandomizedDelaySec=1s\n' > $place/soon.conf && systemctl daemon-reload",
    );
    terminal.machine.tell(&format!("date -s \"$(date -d @$({NEXT}) +%F) 00:59:50\""));
    let until = Instant::now() + Duration::from_mins(6);
    let mut after = before;
    while after == before && Instant::now() < until {
        std::thread::sleep(Duration::from_secs(1));
        after = terminal.machine.ask(runs).text.trim().parse().unwrap_or_default();
    }
    let result = terminal.machine.tell("systemctl show -p Result --value cups-kiosk-update.service");
    let mut wrong = Vec::new();
    if after == before || result.trim() != "success" {
        wrong.push(format!("it did not run: {}, {}", result.trim(), said_of_update(terminal).replace('\n', " ")));
    }
    // The clock of the computer itself was not set.
    terminal.machine.reset();
    terminal.machine.wait_for_boot();
    let start = terminal.start.clone();
    wrong.extend(terminal.wrong(&start));
    wrong.extend(terminal.records_wrong());
    report.step(
        "73e",
        "the clock set to just before the hour of the night: the timer begins the update by itself",
        &wrong,
    );
}
