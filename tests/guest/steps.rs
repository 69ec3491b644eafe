//! The steps of the suite of escapes that need a whole computer: 33 to 40 and 65 to 79, by their numbers.

use crate::machine::{Machine, PATIENCE, Parts, Picture};
use crate::report::Report;
use crate::terminal::Terminal;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How long a computer may take to show that it obeys a key which it should not obey.
const OBEYS: Duration = Duration::from_secs(10);

/// Some steps that begin and end on the start page or in a visit.
type Step = fn(&mut Terminal, &mut Report, &Path);

/// All of them, or those that `GUEST_STEPS` names, in its order.
pub fn run(terminal: &mut Terminal, report: &mut Report, folder: &Path) {
    let wanted = std::env::var("GUEST_STEPS").unwrap_or_default();
    let steps: [(&str, Step); 12] = [
        ("keys", consoles_and_keys),
        ("sockets", sockets),
        ("rights", print_system_and_rights),
        ("killed", killed),
        ("start", while_starting),
        ("power", power),
        ("resets", hard_resets),
        ("updates", crate::updates::updates),
        ("night", crate::updates::night),
        ("figures", crate::figures::figures),
        ("memory", memory_full),
        ("disk", disk_full),
    ];
    let order: Vec<&str> = if wanted.is_empty() {
        // The night is the end of the updates.
        steps.iter().map(|(name, _)| *name).filter(|name| *name != "night").collect()
    } else {
        wanted.split_whitespace().collect()
    };
    for name in order {
        let (_, step) =
            steps.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no steps are called {name}"));
        step(terminal, report, folder);
    }
    left_out(report);
}

/// 33 to 39 and the switches of 75 that are keys: after each the page of the visit is where it was.
fn consoles_and_keys(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let page = terminal.visit();
    terminal.machine.keep("visit");
    let mut each = |terminal: &mut Terminal, step: &str, how: &str, keys: &[String]| {
        for key in keys {
            terminal.machine.keys(key);
        }
        unmoved(terminal);
        let wrong = terminal.wrong(&page);
        let bad = !wrong.is_empty();
        report.step(step, how, &wrong);
        if bad {
            recovered(terminal, &page);
        }
    };
    let consoles = |numbers: std::ops::RangeInclusive<u32>| {
        numbers.map(|number| format!("ctrl-alt-f{number}")).collect::<Vec<_>>()
    };
    each(terminal, "33", "Ctrl+Alt+F1 to F6", &consoles(1..=6));
    each(terminal, "34", "Ctrl+Alt+F7 to F12", &consoles(7..=12));
    each(
        terminal,
        "33b",
        "Alt+F1 to F6, Alt+Left and Alt+Right",
        &(1..=6)
            .map(|number| format!("alt-f{number}"))
            .chain(["alt-left".to_owned(), "alt-right".to_owned()])
            .collect::<Vec<_>>(),
    );
    each(
        terminal,
        "35",
        "Ctrl+Alt+Backspace, twice",
        &["ctrl-alt-backspace".to_owned(), "ctrl-alt-backspace".to_owned()],
    );
    each(terminal, "36", "Ctrl+Alt+Del, seven times within two seconds", &vec!["ctrl-alt-delete".to_owned(); 7]);
    let kernel = |letters: &str| letters.chars().map(|letter| format!("alt-sysrq-{letter}")).collect::<Vec<_>>();
    each(terminal, "37", "SysRq with r and k", &kernel("rk"));
    each(terminal, "38", "SysRq with e, i, f, o and b", &kernel("eifob"));
    each(terminal, "39", "Ctrl+Alt+Shift+Esc", &["ctrl-alt-shift-esc".to_owned()]);
    each(terminal, "75", "the keys of sleep, waking and power", &["sleep".to_owned(), "wake".to_owned()]);
}

/// Gives what should not happen the time to happen: the screen is looked at for as long as a computer would take to obey.
fn unmoved(terminal: &mut Terminal) {
    let until = Instant::now() + OBEYS;
    while Instant::now() < until && terminal.machine.runs() {
        std::thread::sleep(Duration::from_millis(500));
        if terminal.machine.started_again() {
            return;
        }
    }
}

/// After a step that went wrong the next one begins where it would have.
fn recovered(terminal: &mut Terminal, page: &Picture) {
    terminal.machine.reset();
    terminal.machine.wait_for_boot();
    let now = terminal.visit();
    assert!(now.difference(page) < crate::machine::ALIKE, "the visit's page is another one after a restart");
}

/// 65 to 71: what is put in and pulled out.
fn sockets(terminal: &mut Terminal, report: &mut Report, folder: &Path) {
    let page = terminal.visit_again();
    let image = folder.join("hostile.img");
    hostile_stick(folder, &image);
    terminal.machine.plug_stick("hostile", &image);
    terminal.machine.wait_until("ls /dev/disk/by-id/usb-* && udevadm settle");
    unmoved(terminal);
    let mut wrong = terminal.wrong(&page);
    let mounted = terminal.machine.tell("grep /media/ /proc/mounts || true");
    for line in mounted.lines() {
        let options = line.split(' ').nth(3).unwrap_or_default();
        if !["noexec", "nosuid", "nodev"].iter().all(|wanted| options.split(',').any(|option| option == *wanted)) {
            wrong.push(format!("mounted so that it can run: {line}"));
        }
    }
    let ran = terminal.machine.tell("find / -xdev -name 'ran-from-stick*'");
    if !ran.trim().is_empty() {
        wrong.push(format!("run from the stick: {ran}"));
    }
    let stick = mounted.split(' ').nth(1).unwrap_or("nowhere").to_owned();
    report.step("65", &format!("a stick with autorun.inf, autorun.sh, autostart.desktop and the label `$(reboot)`; it is mounted at {stick}"), &wrong);
    terminal.machine.unplug("hostile-device");
    let wrong = terminal.wrong(&page);
    report.step("65b", "the stick pulled out", &wrong);

    // The newest keyboard is the one that the emulator's keys come from.
    let wrong = match terminal.machine.plug("keyboard", "usb-kbd") {
        Ok(()) => {
            terminal.machine.wait_until("grep -q 'QEMU USB Keyboard' /proc/bus/input/devices && udevadm settle");
            for keys in ["ctrl-alt-f2", "ctrl-alt-delete", "alt-sysrq-k", "meta_l", "ctrl-alt-t", "alt-f4"] {
                terminal.machine.keys(keys);
            }
            unmoved(terminal);
            terminal.wrong(&page)
        }
        Err(error) => vec![error],
    };
    report.step("66", "a second keyboard plugged in: Ctrl+Alt+F2, Ctrl+Alt+Del, SysRq+k, the key of Windows, Ctrl+Alt+T and Alt+F4 from it", &wrong);

    let before = Instant::now();
    let letters: Vec<_> = "etaoinshrdlucm".chars().cycle().take(2000).flat_map(|letter| {
        [true, false].map(|down| json!({ "type": "key", "data": { "down": down, "key": { "type": "qcode", "data": letter.to_string() } } }))
    }).collect();
    for some in letters.chunks(100) {
        terminal.machine.control("input-send-event", &json!({ "events": some }));
    }
    let typed = before.elapsed();
    terminal.machine.settled();
    let mut wrong = terminal.wrong_inside();
    if terminal.machine.ask("systemctl is-active cups-kiosk-session").code != 0 {
        wrong.push("the session ended".to_owned());
    }
    report.step(
        "67",
        &format!("2,000 keys typed by a device in {:.1} s; the window goes on", typed.as_secs_f64()),
        &wrong,
    );
    terminal.machine.unplug("keyboard");
    terminal.anew();
    let page = terminal.visit();

    let dongle = terminal
        .machine
        .try_control("netdev_add", &json!({ "type": "user", "id": "line", "restrict": true }))
        .and_then(|_| {
            terminal.machine.try_control(
                "device_add",
                &json!({ "driver": "usb-net", "id": "dongle", "netdev": "line", "bus": "usb.0" }),
            )
        });
    match dongle {
        Ok(_) => {
            terminal.machine.wait_until("ls -d /sys/class/net/e* /sys/class/net/u* 2>/dev/null | grep -q .");
            unmoved(terminal);
            let wrong = terminal.wrong(&page);
            report.step("68", "a network dongle plugged in and pulled out", &wrong);
            terminal.machine.unplug("dongle");
        }
        Err(error) => report.left_out("68", &format!("this emulator has no network dongle: {error}")),
    }
    report.left_out(
        "70",
        "a headset in and out: the emulator's sound card has no jack that feels one, and a public computer's packages bring no speech yet",
    );
}

/// A stick that would like to be run: its files and its label.
fn hostile_stick(folder: &Path, image: &Path) {
    let files = folder.join("hostile");
    let _ = std::fs::remove_dir_all(&files);
    std::fs::create_dir_all(files.join(".config/autostart")).unwrap();
    let script = "#!/bin/sh\ntouch /tmp/ran-from-stick /var/lib/cups-kiosk/ran-from-stick\n";
    for name in ["autorun.sh", "autorun", ".autorun", "AUTORUN.BAT"] {
        std::fs::write(files.join(name), script).unwrap();
    }
    std::fs::write(files.join("autorun.inf"), "[autorun]\nopen=autorun.sh\nshellexecute=autorun.sh\n").unwrap();
    let starter = "[Desktop Entry]\nType=Application\nName=x\nExec=sh -c 'touch /tmp/ran-from-stick-2'\n";
    std::fs::write(files.join(".config/autostart/x.desktop"), starter).unwrap();
    std::fs::write(files.join("kiosk.toml"), "fullscreen = false\n").unwrap();
    let _ = std::fs::remove_file(image);
    std::fs::File::create(image).unwrap().set_len(64 * 1024 * 1024).unwrap();
    let made = Command::new("mkfs.vfat").args(["-n", "$(reboot)"]).arg(image).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let listed = std::fs::read_dir(&files).unwrap().map(|file| file.unwrap().path());
    assert!(Command::new("mcopy").args(["-s", "-i"]).arg(image).args(listed).arg("::/").status().unwrap().success());
}

/// 79, and what of 75 is settings: asked from inside, with the rights of the window's account.
fn print_system_and_rights(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let as_window = |command: &str| format!("runuser -u cups-kiosk -- bash -c '{command}'");
    // Debian starts the print system by a socket in the file system, and it ends when it had nothing to do for a minute; as long as it
    // sleeps nothing listens at :631. So it is woken as the window wakes it, and then asked.
    let asleep = terminal.machine.ask("systemctl is-active cups.service").text.trim() != "active";
    terminal.machine.wait_until(&as_window("lpstat -r"));
    let mut wrong = Vec::new();
    let mut answers = Vec::new();
    for place in ["/", "/admin", "/printers"] {
        let page = format!(
            "exec 3<>/dev/tcp/127.0.0.1/631 && \
             printf \"GET {place} HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n\" >&3 && timeout 60 cat <&3"
        );
        let said = terminal.machine.ask(&as_window(&page));
        // A print system without its page answers with words that it is switched off.
        let answered = said.text.starts_with("HTTP/1.1 ") && !said.text.contains(" 400 ");
        let disabled = said.text.to_lowercase().contains("disabled");
        if !answered || (said.text.contains(" 200 ") && !disabled) {
            wrong.push(format!("to {place} the print system answers: {}", said.text));
        }
        let code = said.text.split(' ').nth(1).unwrap_or_default();
        answers.push(format!("{place} {code}{}", if disabled { " switched off" } else { "" }));
    }
    report.step(
        "79",
        &format!(
            "the print system{}, its pages at :631, asked for by the window's account: {}",
            if asleep { ", woken" } else { "" },
            answers.join(", ")
        ),
        &wrong,
    );
    let mut wrong = Vec::new();
    for refused in [
        "busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager Reboot b false",
        "busctl call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager PowerOff b false",
        "busctl call org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager StopUnit ss cups-kiosk-session.service replace",
        "systemctl stop cups-kiosk-session",
        "systemd-run --uid=0 touch /tmp/ran",
        "cat /etc/shadow",
        "chvt 2",
        "touch /etc/x /usr/bin/x",
        "kill -9 1",
    ] {
        let said = terminal.machine.ask(&as_window(refused));
        if said.code == 0 {
            wrong.push(format!("was done: {refused}"));
        }
    }
    report.step("79b", "from the window's account over the system's bus and by commands: restart, switch off, stop the session, run as root, another console, passwords, files of the system: refused", &wrong);
    let start = terminal.start.clone();
    terminal.anew();
    let wrong = terminal.wrong(&start);
    report.step("79c", "and the start page after that", &wrong);
    let get = |what: &str| {
        format!(
            "busctl get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager {what}"
        )
    };
    let mut wrong = Vec::new();
    for what in [
        "HandleLidSwitch",
        "HandleLidSwitchExternalPower",
        "HandleLidSwitchDocked",
        "HandleSuspendKey",
        "HandleHibernateKey",
        "IdleAction",
    ] {
        let said = terminal.machine.tell(&get(what));
        if !said.contains("\"ignore\"") {
            wrong.push(format!("{what} is {}", said.trim()));
        }
    }
    if terminal.machine.ask("systemctl suspend").code == 0 {
        wrong.push("root itself can send it to sleep".to_owned());
    }
    report.step(
        "75b",
        "lid, sleep and idleness, as the running system says it obeys them; the emulator has no lid",
        &wrong,
    );
}

/// 76: each part of the session killed.
fn killed(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let start = terminal.start.clone();
    for (name, how) in [
        ("cups-kiosk", "the program"),
        ("openbox", "the window manager"),
        ("Xorg", "the display server"),
        ("xinit", "what starts both"),
        ("inside", "the session's script"),
        ("dbus-daemon", "the session's bus"),
    ] {
        let found = terminal.machine.ask(&format!("pgrep -u cups-kiosk -x {name} || pgrep -u cups-kiosk -f /{name}"));
        if found.code != 0 {
            report.left_out("76", &format!("{how} ({name}) is no process of this session"));
            continue;
        }
        let before = found.text.lines().next().unwrap_or_default().to_owned();
        terminal.machine.tell(&format!("kill -9 {before}"));
        let began = Instant::now();
        terminal.machine.wait_until(&format!("! kill -0 {before} 2>/dev/null"));
        let mut wrong = terminal.wrong(&start);
        let took = began.elapsed().as_secs_f64();
        wrong.extend(terminal.records_wrong());
        report.step("76", &format!("{how} killed by kill -9: the start page stands there {took:.0} s later"), &wrong);
    }
    // Again and again: also then neither a prompt nor a black screen for good.
    for _ in 0..8 {
        terminal.machine.ask("pkill -9 -x Xorg");
        std::thread::sleep(Duration::from_millis(700));
    }
    let wrong = terminal.wrong(&start);
    report.step("76b", "the display server killed eight times, 0.7 s apart", &wrong);
}

/// 77, memory: something that eats all of it.
fn memory_full(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let start = terminal.start.clone();
    terminal.machine.ask(
        "systemd-run --quiet --unit guest-eats --property=OOMPolicy=continue sh -c 'tail /dev/zero; tail /dev/zero'",
    );
    terminal.machine.wait_until("journalctl -k -b | grep -q 'Out of memory'");
    let said = terminal.machine.tell("journalctl -k -b --no-pager | sed -n 's/.*Out of memory: Killed process [0-9]* (\\([^)]*\\)).*/\\1/p' | sort | uniq -c | tr '\\n' ' '");
    terminal.machine.ask("systemctl stop guest-eats");
    let mut wrong = terminal.wrong(&start);
    if said.contains("cups-kiosk") || said.contains("Xorg") {
        wrong.push("the session was the first to go".to_owned());
    }
    wrong.extend(terminal.records_wrong());
    report.step("77", &format!("memory eaten up twice; what the kernel ended: {}", said.trim()), &wrong);
}

/// 77, disk: filled to the last block, the program killed, the computer restarted, and room again.
fn disk_full(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let start = terminal.start.clone();
    terminal
        .machine
        .ask("dd if=/dev/zero of=/var/fill bs=4M 2>/dev/null; dd if=/dev/zero of=/var/fill2 bs=512 2>/dev/null; sync");
    let full = terminal.machine.tell("df --output=avail / | tail -n 1").trim().to_owned();
    // The two files that fill it are the test's.
    terminal.machine.tell("touch /run/guest-test-mark");
    let wrong = terminal.wrong(&start);
    report.step("77b", &format!("the disk full ({full} KiB left) under the start page"), &wrong);
    terminal.machine.tell("pkill -9 -x cups-kiosk");
    // Either the start page or the page that says it in words; never a console and never black.
    let page = terminal.a_page();
    terminal.machine.keep("disk-full");
    let mut wrong = terminal.wrong_inside();
    if !page {
        wrong.push("no page comes: disk-full.png".to_owned());
    }
    report.step("77c", "the program killed while the disk is full: disk-full.png", &wrong);
    terminal.machine.reset();
    terminal.machine.wait_for_boot();
    let page = terminal.a_page();
    terminal.machine.keep("disk-full-restarted");
    let mut wrong = terminal.wrong_inside();
    if !page {
        wrong.push("no page comes: disk-full-restarted.png".to_owned());
    }
    report.step("77d", "a hard reset while the disk is full: disk-full-restarted.png", &wrong);
    terminal.machine.tell("rm -f /var/fill /var/fill2; sync");
    let mut wrong = terminal.wrong(&start);
    // Where there was no room at its start for what programs share of the records, the window keeps the file for itself until it opens
    // anew, as it does at night; nobody else, and no doctor, reads it before.
    terminal.anew();
    wrong.extend(terminal.wrong(&start));
    wrong.extend(terminal.records_wrong());
    report.step(
        "77e",
        "room again: the start page by itself, and when the window has opened anew records are whole",
        &wrong,
    );
}

/// 75: the power button, which switches off in order, and the next start.
fn power(terminal: &mut Terminal, report: &mut Report, folder: &Path) {
    let start = terminal.start.clone();
    terminal.visit();
    terminal.machine.control("system_powerdown", &json!({}));
    let until = Instant::now() + PATIENCE;
    while terminal.machine.runs() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(500));
    }
    let off = !terminal.machine.runs();
    let mut wrong = if off { Vec::new() } else { vec!["it does not switch off".to_owned()] };
    if off {
        terminal.machine = Machine::start(folder, &Parts { disk: &folder.join("disk.img"), careless: false });
        terminal.machine.wait_for_boot();
    }
    wrong.extend(terminal.wrong(&start));
    wrong.extend(terminal.records_wrong());
    report.step(
        "75c",
        "the power button in a visit: it switches off in order, and the next start ends on the start page",
        &wrong,
    );
}

/// 40 and 74: the keyboard while the computer starts.
fn while_starting(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let start = terminal.start.clone();
    let begun = terminal.machine.reset();
    let mut shown = false;
    while !shown && begun.elapsed() < PATIENCE {
        for keys in ["ctrl-c", "ctrl-z", "ctrl-backslash", "ctrl-alt-delete"] {
            terminal.machine.keys(keys);
        }
        shown = terminal.machine.shows(&start, Duration::from_millis(10));
    }
    terminal.machine.wait_for_boot();
    let wrong = terminal.wrong(&start);
    report.step(
        "40",
        "Ctrl+C, Ctrl+Z, Ctrl+\\ and Ctrl+Alt+Del again and again from the reset to the start page",
        &wrong,
    );

    // What somebody does who wants a shell: the menu, its first entry edited, another first program.
    terminal.machine.reset();
    let until = Instant::now() + Duration::from_mins(1);
    let mut seen = String::new();
    while Instant::now() < until {
        for key in ["esc", "shift"] {
            terminal.machine.keys(key);
        }
        if terminal.machine.picture().height < 700 {
            seen = String::from("the boot loader's screen came");
        }
        if terminal.machine.started_again() {
            break;
        }
    }
    terminal.machine.keys("e");
    terminal.machine.keep("boot-loader");
    for key in ["down", "down", "down", "down", "down", "down", "down", "down", "end"] {
        terminal.machine.keys(key);
    }
    terminal.machine.write(" init=/bin/sh");
    terminal.machine.keys("ctrl-x");
    let waiting = Instant::now();
    let mut started = terminal.machine.started_again();
    while !started && waiting.elapsed() < Duration::from_mins(3) {
        started = terminal.machine.started_again();
    }
    terminal.machine.keep("boot-loader-after");
    let mut wrong = Vec::new();
    if started {
        terminal.machine.wait_for_boot();
        if terminal.machine.tell("cat /proc/cmdline").contains("init=/bin/sh") {
            wrong.push("it started with another first program".to_owned());
        }
    } else {
        // Nothing starts: it stands at the boot loader's question for a password, or in a shell.
        let lit = terminal.machine.picture().lit();
        seen = format!("{seen}; it stands still ({lit} lit pixels: boot-loader-after.png)");
        terminal.machine.reset();
        terminal.machine.wait_for_boot();
    }
    wrong.extend(terminal.wrong(&start));
    report.step(
        "74",
        &format!("Esc and Shift at the start, e, another first program, Ctrl+X: {seen}; then the start page"),
        &wrong,
    );
}

/// 73: power cuts in the middle of a visit.
fn hard_resets(terminal: &mut Terminal, report: &mut Report, _: &Path) {
    let times: u32 = std::env::var("GUEST_RESETS").ok().and_then(|text| text.parse().ok()).unwrap_or(50);
    let start = terminal.start.clone();
    let (mut durations, mut worked) = (Vec::new(), Vec::new());
    let mut all_wrong = Vec::new();
    for round in 0..times {
        terminal.start_page_shown_at();
        // Into a visit, a little further each time, and cut without waiting for what it shows.
        terminal.machine.keys("1");
        for _ in 0..round % 5 {
            terminal.machine.keys("ret");
            terminal.machine.keys("1");
        }
        let (begun, before) = (terminal.machine.reset(), terminal.machine.worked());
        terminal.machine.wait_for_boot();
        let ended = terminal.start_page_shown_at();
        worked.push(terminal.machine.worked().saturating_sub(before).as_secs_f64());
        durations.push(ended.duration_since(begun).as_secs_f64());
        let mut wrong = terminal.wrong(&start);
        wrong.extend(terminal.records_wrong());
        let (time, work) = (durations.last().copied().unwrap_or_default(), worked.last().copied().unwrap_or_default());
        let whole = if wrong.is_empty() { "whole".to_owned() } else { format!("BAD: {}", wrong.join("; ")) };
        report.note(&format!("reset {}: {time:.1} s, {work:.1} s of the processor's time, {whole}", round + 1));
        all_wrong.extend(wrong.into_iter().map(|what| format!("after reset {}: {what}", round + 1)));
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let (median, worked) = (median(&mut durations), median(&mut worked));
    report.step(
        "73",
        &format!("{times} hard resets in mid-visit; from the reset to the start page {median:.1} s, {worked:.1} s of the processor's time (medians), records whole each time"),
        &all_wrong,
    );
}

/// What no guest of this kind can be put through.
fn left_out(report: &mut Report) {
    report.left_out("69", "a second monitor: the emulator's card tells of one only when a viewer is connected to it");
    report.left_out(
        "71",
        "a reset of a printer's USB: the emulator has no printer; tests/printing.rs does it to the print system",
    );
    report.left_out("72", "swipes and ten fingers: the emulator of Debian 12 has no touch screen with several fingers");
    report.left_out("78", "a false page of the network and forged settings of it: the guest has no network; tests/contact.rs answers so to the program");
}
