//! The real programs together: the kiosk's window in a virtual display, the hub on loopback, a screen
//! reader's protocol. Needs Xvfb, xdotool, `ImageMagick` and the AT-SPI packages, which `make test` installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;

use cups_kiosk::domain::record::{Circumstances, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::moment;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::Records;
use ground::{Display, Hub, Kiosk, PATIENCE, hub_entries};
use jiff::{Timestamp, ToSpan, Zoned};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where pictures and findings go: the folder `make run` names, or a temporary one.
fn folder() -> (PathBuf, Option<tempfile::TempDir>) {
    if let Some(folder) = std::env::var_os("CUPS_RUN_FOLDER") {
        (PathBuf::from(folder), None)
    } else {
        let folder = tempfile::tempdir().unwrap();
        (folder.path().to_owned(), Some(folder))
    }
}

/// The entries on the kiosk's disk, after the kiosk has ended.
fn recorded(data: &Path) -> Vec<String> {
    let identity = Identity::open(&data.join("identity.json")).unwrap();
    let (records, salvage) = Records::open(&data.join("records.sqlite"), identity, Timestamp::now()).unwrap();
    assert_eq!(salvage, None, "the records are whole");
    records.all_entries().unwrap().into_iter().map(|entry| entry.id.to_string()).collect()
}

#[test]
fn an_assisted_birth_case_by_keyboard_with_the_cable_out() {
    let (folder, _kept) = folder();
    let display = Display::start();
    let data = folder.join("kiosk");
    let mut hub = Hub::start(&folder.join("hub"));
    let codes = hub.enrol(&data);
    // The cable is out from here on.
    hub.stop();
    let mut kiosk = Kiosk::start(&data, &display);
    let picture = |name: &str| display.picture(&folder.join(format!("{name}.png")));
    let started = Instant::now();

    kiosk.wait_for("screen=\"start\"");
    picture("01-start");
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    kiosk.write(&codes[0].to_lowercase());
    kiosk.key("Tab");
    kiosk.write("Specialist");
    kiosk.key("Tab");
    kiosk.write("parola-de-proba");
    kiosk.key("Tab");
    kiosk.write("parola-de-proba");
    picture("02-first-specialist");
    kiosk.key("Return");
    // The set-up ends with the sheet for the safe; behind it is the desk.
    kiosk.wait_for("screen=\"secret\"");
    picture("02-recovery-sheet");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"desk\"");
    picture("03-desk");
    kiosk.key("ctrl+n");
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("1");
    kiosk.wait_for("screen=\"event\"");
    picture("04-event");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"question\"");
    let born = Zoned::now().date().checked_sub(7.days()).unwrap();
    kiosk.write(&format!("{:02}.{:02}.{}", born.day(), born.month(), born.year()));
    picture("05-question");
    kiosk.press("Return");
    let mut answers = 0;
    while kiosk.count("screen=\"answers\"") == 0 {
        // The birth is not registered yet; the parents are not married; then the first answer each time.
        kiosk.press(if answers == 1 { "2" } else { "1" });
        answers += 1;
        assert!(answers < 12, "the questions do not end");
    }
    picture("06-answers");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"plan\"");
    picture("07-plan");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"case\"");
    kiosk.key("F2");
    kiosk.wait_for("screen=\"person\"");
    kiosk.write("Persoana de proba");
    kiosk.key("Tab");
    kiosk.write("2000000000004");
    picture("08-person");
    kiosk.key("Return");
    // The consent follows the person, and the papers the consent.
    kiosk.wait_for("screen=\"consent\"");
    picture("09-consent");
    for read_written_signed in ["1", "2", "3"] {
        kiosk.key(read_written_signed);
    }
    kiosk.key("Return");
    kiosk.wait_for("screen=\"case-papers\"");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"case\"");
    kiosk.key("1");
    kiosk.wait_for("screen=\"request\"");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"form\"");
    picture("10-form");
    // The first answer to both questions that are open, and then the page on which all is checked.
    for key in ["Return", "space", "Return", "space", "Return"] {
        kiosk.key(key);
    }
    kiosk.wait_for("screen=\"check\"");
    picture("10-check");
    kiosk.key("Return");
    kiosk.wait_for("recorded sequence=7");
    kiosk.write("ASP-2026-000123");
    picture("10-prepared");
    kiosk.key("Return");
    kiosk.wait_for("recorded sequence=8");
    picture("11-submitted");
    kiosk.key("F6");
    kiosk.wait_for("recorded sequence=9");
    kiosk.key("F7");
    kiosk.wait_for("recorded sequence=10");
    // The collector is offered: what is typed is the paper.
    kiosk.write("buletin");
    picture("12-issued");
    kiosk.key("Return");
    kiosk.wait_for("recorded sequence=11");
    picture("13-handed-over");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"case\"");
    picture("14-case");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"desk\"");
    kiosk.key("ctrl+j");
    kiosk.wait_for("screen=\"outbox\"");
    picture("15-waiting-to-be-sent");
    println!("the case took {:.1} s by keyboard with the cable out", started.elapsed().as_secs_f64());

    // The line returns.
    hub.restart();
    let until = Instant::now() + PATIENCE;
    while hub_entries(&hub).len() < 11 {
        assert!(Instant::now() < until, "the entries do not arrive: {:?}", hub_entries(&hub));
        kiosk.key("ctrl+s");
        std::thread::sleep(Duration::from_millis(500));
    }
    std::thread::sleep(Duration::from_millis(1500));
    picture("16-received");
    let received = hub_entries(&hub);
    std::fs::write(folder.join("received.json"), serde_json::to_vec_pretty(&received).unwrap()).unwrap();
    drop(kiosk);
    let received: Vec<String> = received.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(received.iter().collect::<BTreeSet<_>>().len(), received.len(), "something arrived twice");
    assert_eq!(received.into_iter().collect::<BTreeSet<_>>(), recorded(&data).into_iter().collect());
}

#[test]
fn a_screen_reader_reads_and_presses_over_at_spi() {
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start();
    std::fs::write(folder.path().join("kiosk.toml"), "").unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/window/screen_reader.py");
    let output = std::process::Command::new("dbus-run-session")
        .args(["--", "/usr/bin/python3"])
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_cups-kiosk"))
        .arg(folder.path())
        .env("DISPLAY", display.name())
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("dbus-run-session is installed");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    println!("{said}");
}

#[test]
fn kiosk_and_hub_killed_again_and_again_lose_nothing_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start();
    let data = folder.path().join("kiosk");
    let mut hub = Hub::start(&folder.path().join("hub"));
    let codes = hub.enrol(&data);
    let mut acknowledged = 0;
    for round in 0..6_u64 {
        let mut kiosk = Kiosk::start(&data, &display);
        kiosk.wait_for("screen=\"start\"");
        kiosk.key("F12");
        kiosk.wait_for("screen=\"sign-in\"");
        let first = [codes[0].as_str(), "Specialist", "parola-de-proba"];
        for word in if round == 0 { &first[..] } else { &first[1..2] } {
            kiosk.write(word);
            kiosk.key("Tab");
        }
        kiosk.write("parola-de-proba");
        kiosk.key("Return");
        if round == 0 {
            kiosk.wait_for("screen=\"secret\"");
            kiosk.key("Escape");
        }
        kiosk.wait_for("screen=\"desk\"");
        for press in 0..4 {
            kiosk.key("ctrl+i");
            kiosk.key("1");
            kiosk.key("Return");
            if press == round % 3 {
                // The hub dies while it may be taking the entry in.
                hub.kill();
                hub.restart();
            }
        }
        kiosk.wait_for("recorded");
        std::thread::sleep(Duration::from_millis(37 * round));
        kiosk.kill();
        acknowledged += kiosk.count("recorded sequence=");
    }
    let on_disk = recorded(&data);
    assert!(on_disk.len() >= acknowledged, "{acknowledged} were said to be recorded, {} are there", on_disk.len());
    Hub::sync(&data);
    let received: Vec<String> =
        hub_entries(&hub).iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(received.len(), on_disk.len(), "each once");
    assert_eq!(received.into_iter().collect::<BTreeSet<_>>(), on_disk.into_iter().collect());
    println!("{acknowledged} entries acknowledged over six kills of the kiosk and six of the hub; all received once");
}

/// A computer that nobody set up asks, by keyboard alone, and goes on as a public one without another start.
#[test]
fn a_new_computer_is_set_up_by_keyboard_and_becomes_a_public_one_in_the_same_process() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let display = Display::of(1366, 768);
    let command = || std::process::Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
    let kiosk = Kiosk::start_new(command(), &data, &display);
    kiosk.wait_for("shown screen=\"set-up\"");
    // A power cut in the middle of it: the next start begins it again.
    drop(kiosk);
    assert!(!data.join("kiosk.toml").exists());
    let mut kiosk = Kiosk::start_new(command(), &data, &display);
    kiosk.wait_for("shown screen=\"set-up\"");
    // Russian, for visitors, and what they may do alone is as it is by itself.
    for key in ["2", "Return", "1", "Return", "Return"] {
        kiosk.key(key);
    }
    kiosk.write("loz");
    for key in ["Tab", "space", "Return"] {
        kiosk.key(key);
    }
    // Printer, screen and scanner as they are found; the hub is decided later. The heading has the focus of a page that is come
    // to: behind it are two fields.
    for key in ["Return", "Return", "Return", "Tab", "Tab", "Tab", "space"] {
        kiosk.key(key);
    }
    let until = Instant::now() + PATIENCE;
    while !data.join("kiosk.toml").exists() {
        assert!(Instant::now() < until, "no settings were written");
        std::thread::sleep(Duration::from_millis(100));
    }
    // The window hears of it a moment after the disk has it.
    let until = Instant::now() + PATIENCE;
    while kiosk.count("shown screen=\"start\"") == 0 {
        assert!(Instant::now() < until, "the set-up does not end");
        kiosk.key("Return");
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(!data.join("set-up-begun").exists(), "nothing says any more that it was begun");
    let settings = std::fs::read_to_string(data.join("kiosk.toml")).unwrap();
    for line in ["language = \"ru\"", "centre = \"lozova\"", "fullscreen = true", "# The settings of one terminal."] {
        assert!(settings.lines().any(|written| written.starts_with(line)), "{line}: {settings}");
    }
    covers(&kiosk, 1366, 768);
    drop(kiosk);
    // Now it was set up: nobody is asked again.
    let kiosk = Kiosk::start_new(command(), &data, &display);
    kiosk.wait_for("shown screen=\"start\"");
}

/// Waits until the window covers the whole screen.
fn covers(kiosk: &Kiosk, width: u32, height: u32) {
    let until = Instant::now() + PATIENCE;
    while kiosk.place() != [0, 0, i64::from(width), i64::from(height)] {
        assert!(Instant::now() < until, "the window is {:?} on {width} by {height}", kiosk.place());
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The window of a kiosk covers the whole screen although no window manager makes it do so.
#[test]
fn a_full_screen_window_takes_the_size_of_any_screen_without_a_window_manager() {
    for (width, height) in [(1024, 768), (768, 1366), (1920, 1080)] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("kiosk.toml"), "fullscreen = true\n").unwrap();
        let display = Display::of(width, height);
        let kiosk = Kiosk::start(folder.path(), &display);
        kiosk.wait_for("screen=\"start\"");
        covers(&kiosk, width, height);
        std::thread::sleep(Duration::from_secs(1));
        let picture = folder.path().join("whole.png");
        display.picture(&picture);
        let picture = image::open(&picture).unwrap().into_rgb8();
        for (x, y) in [(width - 8, height - 8), (8, height - 8), (width - 8, 8), (width / 2, height - 8)] {
            assert_ne!(picture.get_pixel(x, y).0, [0, 0, 0], "black at {x}, {y} of {width} by {height}");
        }
    }
}

#[test]
fn wrong_settings_open_a_page_that_tries_again_in_the_same_process() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("kiosk.toml");
    std::fs::write(&settings, "fullscreen = true\nlangauge = \"ro\"\n").unwrap();
    let display = Display::of(1024, 768);
    let mut kiosk = Kiosk::start(folder.path(), &display);
    kiosk.wait_for("K-13");
    // The public sees no desktop behind it.
    covers(&kiosk, 1024, 768);
    std::fs::write(&settings, "fullscreen = true\ncentre = \"nowhere\"\n").unwrap();
    kiosk.key("Return");
    std::thread::sleep(Duration::from_secs(4));
    assert!(!kiosk.shows("screen=\"start\"", Duration::from_millis(100)), "there is no such centre");
    std::fs::write(&settings, "fullscreen = true\n").unwrap();
    kiosk.key("Return");
    kiosk.wait_for("the program can start now");
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    assert!(kiosk.is_running());
}

#[test]
fn a_second_window_over_the_same_data_says_so_and_takes_over_when_the_first_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let display = Display::start();
    let mut first = Kiosk::start(folder.path(), &display);
    first.wait_for("screen=\"start\"");
    let other = Display::start();
    let mut second = Kiosk::start(folder.path(), &other);
    second.wait_for("K-18");
    first.kill();
    second.key("Return");
    second.wait_for("screen=\"start\"");
}

/// A disk that fails is mounted again for reading only; a person can still be guided, where the terminal stands.
#[test]
fn guidance_goes_on_with_a_disk_that_can_only_be_read_a_damaged_identity_and_unreadable_records() {
    let display = Display::start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    let hub = Hub::start(&folder.path().join("hub"));
    hub.enrol(&data);
    // Enrolment says where it stands; that the disk cannot be written does not move it elsewhere.
    std::fs::write(data.join("kiosk.toml"), "centre = \"rome\"\n").unwrap();
    let mut command = std::process::Command::new("unshare");
    let script = "mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\"; shift; exec \"$@\"";
    command.args(["--mount", "--map-root-user", "sh", "-c", script, "sh"]).arg(&data);
    command.arg(env!("CARGO_BIN_EXE_cups-kiosk"));
    let mut kiosk = Kiosk::start_by(command, &data, &display);
    kiosk.wait_for("guiding centre=\"lozova\"");
    kiosk.wait_for("guidance only");
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    drop(kiosk);
    for (file, content) in [("identity.json", "{\"terminal\""), ("records.sqlite", "")] {
        let whole = std::fs::read(data.join(file)).unwrap();
        if content.is_empty() {
            std::fs::remove_file(data.join(file)).unwrap();
            std::fs::create_dir(data.join(file)).unwrap();
        } else {
            std::fs::write(data.join(file), content).unwrap();
        }
        let mut kiosk = Kiosk::start(&data, &display);
        kiosk.wait_for("guidance only");
        kiosk.wait_for("screen=\"start\"");
        kiosk.key("1");
        kiosk.wait_for("screen=\"event\"");
        drop(kiosk);
        let _ = std::fs::remove_dir(data.join(file));
        std::fs::write(data.join(file), whole).unwrap();
    }
}

/// A disk that fills up beside the program: visitors are guided, a specialist signs in, and what cannot be saved is said.
#[test]
fn guidance_and_sign_in_go_on_while_the_disk_is_full_and_saving_goes_on_after_it() {
    let display = Display::start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kiosk");
    let hub = Hub::start(&folder.path().join("hub"));
    let codes = hub.enrol(&data);
    let identity = Identity::open(&data.join("identity.json")).unwrap();
    let (mut records, _) = Records::open(&data.join("records.sqlite"), identity, Timestamp::now()).unwrap();
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
    records.add_first(&codes[0], "Specialist", "parola-de-proba", &circumstances, moment()).unwrap();
    drop(records);
    let mut command = std::process::Command::new("unshare");
    let script =
        "mount -t tmpfs -o size=4m tmpfs /mnt; cp -a \"$1\"/. /mnt; mount --move /mnt \"$1\"; shift; exec \"$@\"";
    command.args(["--mount", "--map-root-user", "sh", "-c", script, "sh"]).arg(&data);
    command.arg(env!("CARGO_BIN_EXE_cups-kiosk"));
    let mut kiosk = Kiosk::start_by(command, &data, &display);
    kiosk.wait_for("screen=\"start\"");
    let process = kiosk.id().to_string();
    // On the disk that only the program sees.
    let beside = |script: &str| {
        let done = std::process::Command::new("nsenter")
            .args(["--preserve-credentials", "--user", "--mount", "--target", &process])
            .args(["sh", "-c", script, "sh"])
            .arg(&data)
            .status();
        assert!(done.expect("nsenter is part of every system").success());
    };
    let fill = "cat /dev/zero > \"$1/filler\" 2>/dev/null || true";
    let (fill, empty) = (|| beside(fill), || beside("rm \"$1/filler\""));
    fill();
    kiosk.key("1");
    kiosk.wait_for("screen=\"event\"");
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    kiosk.write("Specialist");
    kiosk.key("Tab");
    kiosk.write("parola-de-proba");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"plan\"");
    kiosk.key("Escape");
    kiosk.wait_for("screen=\"desk\"");
    kiosk.key("ctrl+i");
    kiosk.wait_for("screen=\"inform\"");
    for said in ["nothing was recorded error=the disk is full", "recorded sequence="] {
        if said.starts_with("nothing") {
            kiosk.key("1");
            kiosk.wait_for("screen=\"work\"");
        }
        // What was typed stays where it was when the disk did not take it.
        kiosk.key("Return");
        kiosk.wait_for(said);
        if said.starts_with("nothing") {
            empty();
        }
    }
    drop(kiosk);

    // It was full before the program was started.
    let script = script.replace("; mount --move", "; cat /dev/zero > /mnt/filler 2>/dev/null; mount --move");
    let mut command = std::process::Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", &script, "sh"]).arg(&data);
    command.arg(env!("CARGO_BIN_EXE_cups-kiosk"));
    let mut kiosk = Kiosk::start_by(command, &data, &display);
    kiosk.wait_for("screen=\"start\"");
    kiosk.key("F12");
    kiosk.wait_for("screen=\"sign-in\"");
    kiosk.write("Specialist");
    kiosk.key("Tab");
    kiosk.write("parola-de-proba");
    kiosk.key("Return");
    kiosk.wait_for("screen=\"desk\"");
}
