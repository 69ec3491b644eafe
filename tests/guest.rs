//! The packages in a fresh Debian that starts in an emulator: installed from a stick without a line, set up from a file, and after a
//! restart the start page with no hand on the keyboard. Then what only a whole computer has: its consoles, its kernel's keys, its
//! sockets, its switches, its memory and disk, and power that fails.
//!
//! `make guest` runs it and leaves pictures, times and the list of steps in `target/guest`. `GUEST_SUITES` names the Debians
//! (`bookworm trixie`), `GUEST_RESETS` how often the power fails (50), `GUEST_ONLY=install` leaves the steps out and
//! `GUEST_ONLY=steps` the installation, after one that went well; `GUEST_STEPS` names some of the steps, and `GUEST_ONLY=bare` measures
//! the start of the Debian before the installation and nothing else.
//! `GUEST_INSTALL=folder` installs before the computer starts, where an installation in an emulator would take too long.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "window/display.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod display;
#[path = "guest/figures.rs"]
mod figures;
#[path = "guest/machine.rs"]
mod machine;
#[path = "guest/report.rs"]
mod report;
#[path = "guest/steps.rs"]
mod steps;
#[path = "guest/terminal.rs"]
mod terminal;
#[path = "guest/updates.rs"]
mod updates;

use machine::{Machine, Parts};
use report::Report;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use terminal::Terminal;

/// How often the guest's own bare start is measured.
const BARE_STARTS: usize = 2;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs what makes something for the guest, and says what it said when it fails.
fn made(command: &mut Command) {
    let done = command.current_dir(root()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{command:?}\n{said}");
    print!("{said}");
}

/// A folder's files as the image of a stick of this name.
fn stick_of(folder: &Path, name: &str, image: &Path) {
    let said = Command::new("du").args(["-sm"]).arg(folder).output().unwrap().stdout;
    let size: u64 = String::from_utf8_lossy(&said).split_whitespace().next().unwrap().parse().unwrap();
    let _ = std::fs::remove_file(image);
    std::fs::File::create(image).unwrap().set_len((size + 64) * 1024 * 1024).unwrap();
    made(Command::new("mkfs.vfat").args(["-F", "32", "-n", name]).arg(image));
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    made(Command::new("mcopy").args(["-s", "-i"]).arg(image).args(files).arg("::/"));
}

#[test]
#[ignore = "hours in an emulator: make guest"]
fn a_public_computer_from_a_stick() {
    let suites = std::env::var("GUEST_SUITES").unwrap_or_else(|_| "bookworm".to_owned());
    let mut failed = Vec::new();
    for suite in suites.split_whitespace() {
        failed.extend(of_suite(suite));
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// All of it for one Debian; what failed.
fn of_suite(suite: &str) -> Vec<String> {
    let folder = root().join("target/guest").join(suite);
    std::fs::create_dir_all(&folder).unwrap();
    let mut report = Report::new(&folder.join("report.md"), suite);
    let disk = folder.join("disk.img");
    let installed = folder.join("installed.img");

    // GUEST_ONLY=steps takes the disk that was installed before.
    let only = std::env::var("GUEST_ONLY").unwrap_or_default();
    if only == "bare" {
        copy(&folder.join("base.img"), &disk);
        bare(&folder, &disk, &mut report);
        return report.failed();
    }
    if only != "steps" {
        made(Command::new("tests/guest/image.sh").arg(suite).arg(&folder));
        made(Command::new("packaging/stick.sh").arg(suite).arg(folder.join("stick")).arg(folder.join("root")));
        std::fs::write(folder.join("stick/start-password"), "parola-start\n").unwrap();
        if std::env::var("GUEST_INSTALL").is_ok_and(|place| place == "folder") {
            let begun = Instant::now();
            made(Command::new("tests/guest/folder.sh").arg(&folder));
            report.measured(
                "installed and set up from the stick's folder, without a line, in the folder of the Debian",
                begun.elapsed(),
                Duration::ZERO,
            );
        } else {
            stick_of(&folder.join("stick"), "CUPS", &folder.join("stick.img"));
            copy(&folder.join("base.img"), &disk);
            install(&folder, &disk, &mut report);
            copy(&disk, &installed);
        }
    }
    copy(&installed, &disk);

    let mut terminal = Terminal::new(&folder, Machine::start(&folder, &Parts { disk: &disk, careless: false }));
    let begun = Instant::now();
    terminal.machine.wait_for_boot();
    let ended = terminal.start_page_shown_at();
    let worked = terminal.machine.worked();
    report.measured("from power on to the start page, no hand on the keyboard", ended.duration_since(begun), worked);
    terminal.learn();
    terminal.machine.keep("start-page");
    if only != "install" {
        // A visit is not asked whether anybody is there while a slow emulator is looked at.
        terminal.machine.tell("grep -q ^idle_seconds /var/lib/cups-kiosk/kiosk.toml || echo 'idle_seconds = 3600' >> /var/lib/cups-kiosk/kiosk.toml");
        terminal.machine.tell("grep -q superusers /boot/grub/grub.cfg || update-grub");
        terminal.anew();
        // What was prepared here is nothing that a step left.
        terminal.learn();
        steps::run(&mut terminal, &mut report, &folder);
    }
    report.failed()
}

/// Copies a disk with its holes.
fn copy(from: &Path, to: &Path) {
    made(Command::new("cp").args(["--sparse=always"]).arg(from).arg(to));
}

/// The bare computer is started and measured.
fn bare(folder: &Path, disk: &Path, report: &mut Report) -> Machine {
    let mut machine = Machine::start(folder, &Parts { disk, careless: true });
    machine.wait_for_boot();
    let finished = "systemctl is-system-running | grep -Eq 'running|degraded'";
    machine.wait_until(finished);
    machine.tell("update-grub");
    for _ in 0..BARE_STARTS {
        let (begun, before) = (machine.reset(), machine.worked());
        machine.wait_for_boot();
        let ended = machine.wait_until("systemctl is-active multi-user.target && systemctl is-active getty@tty1");
        report.measured(
            "the bare computer: from reset to its sign-in",
            ended.duration_since(begun),
            machine.worked().saturating_sub(before),
        );
        machine.wait_until(finished);
    }
    machine.keep("bare");
    machine
}

/// The bare computer is started and measured, then installed from the stick as its READ-ME says, and switched off.
fn install(folder: &Path, disk: &Path, report: &mut Report) {
    let mut machine = bare(folder, disk, report);
    machine.plug_stick("stick", &folder.join("stick.img"));
    machine.wait_until("blkid -L CUPS");
    let (begun, before) = (Instant::now(), machine.worked());
    let said = machine
        .tell("mkdir -p /media/stick && mount -o ro $(blkid -L CUPS) /media/stick && sh /media/stick/install.sh");
    report.measured(
        "installed and set up from the stick, without a line",
        begun.elapsed(),
        machine.worked().saturating_sub(before),
    );
    report.note(&said);
    machine.tell("umount /media/stick && rmdir /media/stick && sync");
    machine.ask("systemctl poweroff --no-block");
    let until = Instant::now() + machine::PATIENCE;
    while machine.runs() {
        assert!(Instant::now() < until, "the guest does not switch off");
        std::thread::sleep(Duration::from_millis(200));
    }
}
