//! The session of a public computer: its pieces hold together, and under the real openbox with our settings nothing that is
//! pressed leads out of the window, and what falls is back. Needs Xvfb, openbox and xdotool, which `make test` installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;
#[path = "public/screen.rs"]
mod screen;

use ground::PATIENCE;
use ground::display::until;
use screen::Screen;
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PACKAGING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging");

fn piece(path: &str) -> String {
    let path = Path::new(PACKAGING).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below a folder, by its path from there.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                all.push(entry.path().strip_prefix(folder).unwrap().to_owned());
            }
        }
    }
    all.sort();
    all
}

#[test]
fn the_window_manager_is_given_nothing_that_could_be_pressed() {
    let settings = piece("public/session/openbox.xml");
    // Were one of them missing, openbox would bind what it binds by itself.
    for empty in ["<keyboard></keyboard>", "<mouse></mouse>", "<number>1</number>", "<decor>no</decor>"] {
        assert!(settings.contains(empty), "{empty}");
    }
    for way_out in ["keybind", "mousebind", "<action", "Execute", "ShowMenu", "xi:include"] {
        assert!(!settings.contains(way_out), "{way_out}");
    }
    let menu = piece("public/session/menu.xml");
    assert!(!menu.contains("<item") && !menu.contains("<menu"), "{menu}");
    assert!(settings.contains("<file>/usr/lib/cups-kiosk/session/menu.xml</file>"));
}

/// What the pieces name of this project on the computer is in the package, at that place; what is run can be run.
#[test]
fn every_piece_is_in_the_package_where_the_others_look_for_it() {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let assets = manifest["package"]["metadata"]["deb"]["assets"].as_array().unwrap();
    let mut packed = BTreeSet::new();
    for asset in assets {
        let [from, to, mode] = [0, 1, 2].map(|place| asset[place].as_str().unwrap());
        let names = match from.split_once('*') {
            Some((folder, _)) if from.starts_with("packaging/public/") => {
                let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
                below(&folder).into_iter().map(|path| format!("/{to}{}", path.display())).collect()
            }
            _ if to.ends_with('/') => vec![format!("/{to}{}", from.rsplit('/').next().unwrap())],
            _ => vec![format!("/{to}")],
        };
        packed.extend(names.into_iter().map(|name| (name, mode == "755")));
    }
    let public = Path::new(PACKAGING).join("public");
    for file in below(&public) {
        let text = std::fs::read_to_string(public.join(&file)).unwrap();
        let words = text.split(|letter: char| letter.is_whitespace() || "\"'`;:<>()=,".contains(letter));
        for word in words.map(|word| word.trim_start_matches('+')) {
            let ours = word.starts_with("/usr/lib/cups-kiosk/session/") || word.starts_with("/usr/share/cups-kiosk/");
            if !ours || word.contains('$') {
                continue;
            }
            assert!(packed.iter().any(|(name, _)| name == word), "{} names {word}", file.display());
        }
        for line in text.lines().filter(|line| line.starts_with("ExecSt")) {
            let program = line.split_once('=').unwrap().1.trim_start_matches(['+', '-']).split(' ').next().unwrap();
            let ours = program.starts_with("/usr/lib/cups-kiosk/");
            assert!(!ours || packed.contains(&(program.to_owned(), true)), "{}: {line}", file.display());
        }
    }
    for wanted in ["/usr/sbin/cups-kiosk-public", "/usr/lib/cups-kiosk/session/inside"] {
        assert!(packed.contains(&(wanted.to_owned(), true)), "{wanted}");
    }
    for (what, count) in [("/usr/lib/cups-kiosk/public/etc/", 8), ("/usr/lib/systemd/system/cups-kiosk-", 3)] {
        assert!(packed.iter().filter(|(name, _)| name.starts_with(what)).count() >= count, "{what}");
    }
}

/// One account everywhere: a rule for another one would hold for nobody.
#[test]
fn the_pieces_speak_of_one_account_and_of_one_folder() {
    for (file, words) in [
        ("public/units/cups-kiosk-session.service", "\nUser=cups-kiosk\n"),
        ("public/etc/polkit-1/rules.d/00-cups-kiosk.rules", "subject.user === \"cups-kiosk\""),
        ("cupsd-kiosk.conf", "Require user cups-kiosk @SYSTEM"),
        ("public/cups-kiosk-public", "\naccount=cups-kiosk\n"),
        ("public/cups-kiosk-public", "\ndata=/var/lib/cups-kiosk\n"),
        ("public/session/inside", "--data /var/lib/cups-kiosk"),
        ("public/session/stick", "\naccount=cups-kiosk\n"),
        ("deb/cups-kiosk/postrm", "folder=/var/lib/cups-kiosk\n"),
    ] {
        assert!(piece(file).contains(words), "{file}: {words}");
    }
    // Whatever asks whether the computer is a public one asks for the same file.
    for unit in ["session.service", "stick@.service"] {
        let text = piece(&format!("public/units/cups-kiosk-{unit}"));
        assert!(text.contains("\nConditionPathExists=/etc/cups-kiosk/public\n"), "{unit}");
    }
    // Sticks are mounted where the program looks for them.
    assert!(piece("public/session/stick").contains("place=\"/media/$account/"));
}

#[test]
fn the_session_is_started_again_without_end_and_gives_no_key_to_the_text_screen() {
    let unit = piece("public/units/cups-kiosk-session.service");
    for line in [
        "Restart=always",
        "RestartSec=1",
        "StartLimitIntervalSec=0",
        "PAMName=login",
        "TTYPath=/dev/tty1",
        "Conflicts=getty@tty1.service",
        "NoNewPrivileges=yes",
        "LimitCORE=0",
        "OOMPolicy=continue",
    ] {
        assert!(unit.lines().any(|own| own == line), "{line}");
    }
    assert!(!unit.contains("RestartPreventExitStatus"));
    let screen = piece("public/session/screen");
    assert!(screen.contains("stty -echo -isig -icanon"));
    // cage leaves its screen only where it is called with -s.
    assert!(screen.contains("cage -d -- ") && !screen.contains("cage -s"));
    let switch = piece("public/cups-kiosk-public");
    for unit in ["getty@.service", "autovt@.service", "debug-shell.service", "ctrl-alt-del.target", "sleep.target"] {
        assert!(switch.contains(unit), "{unit}");
    }
}

#[test]
fn scripts_are_what_a_plain_shell_reads() {
    let linter = Command::new("shellcheck").arg("--version").output().is_ok();
    let session = ["inside", "screen", "stick"].map(|name| format!("public/session/{name}"));
    let package = ["config", "postinst", "prerm", "postrm", "preinst"].map(|name| format!("deb/cups-kiosk/{name}"));
    let others = [
        "public/cups-kiosk-public",
        "update/cups-kiosk-update",
        "stick/install.sh",
        "deb/ground.sh",
        "deb/try.sh",
        "deb/update-try.sh",
        "deb.sh",
        "repository.sh",
        "setup.sh",
        "stick.sh",
    ];
    for script in session.iter().chain(&package).map(String::as_str).chain(others) {
        let path = Path::new(PACKAGING).join(script);
        assert!(Command::new("sh").arg("-n").arg(&path).status().unwrap().success(), "{script}");
        if linter {
            let said =
                Command::new("shellcheck").args(["-s", "sh", "-e", "SC1091,SC2154"]).arg(&path).output().unwrap();
            assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
        }
    }
}

#[test]
fn the_switch_refuses_what_it_does_not_know_and_changes_nothing() {
    let switch = Path::new(PACKAGING).join("public/cups-kiosk-public");
    for wrong in [&[][..], &["of"], &["on", "--screen", "gnome"], &["on", "--keyboard", "ro;ru"], &["status", "all"]] {
        let said = Command::new(&switch).args(wrong).output().unwrap();
        assert_eq!(said.status.code(), Some(2), "{wrong:?}: {}", String::from_utf8_lossy(&said.stderr));
        assert_eq!(String::from_utf8_lossy(&said.stderr).lines().count(), 1, "{wrong:?}");
    }
    if !Path::new("/etc/cups-kiosk/public").exists() {
        assert_eq!(Command::new(&switch).arg("status").output().unwrap().status.code(), Some(3));
    }
}

/// What people press to get out of a window, for xdotool: of window managers, of desktops, of the display, and on a mouse.
const WAYS_OUT: [&str; 41] = [
    "key super+d",
    "key super+e",
    "key super+r",
    "key super+l",
    "key super+Tab",
    "key super+F1",
    "key super+Super_L",
    "key Super_L",
    "key alt+space",
    "key alt+F4",
    "key alt+F2",
    "key alt+F1",
    "key alt+Tab",
    "key alt+shift+Tab",
    "key alt+Escape",
    "key alt+F5 alt+F7 alt+F8 alt+F9 alt+F10",
    "key ctrl+Escape",
    "key ctrl+shift+Escape",
    "key ctrl+alt+Delete",
    "key ctrl+alt+BackSpace",
    "key ctrl+alt+t",
    "key ctrl+alt+l",
    "key ctrl+alt+Left ctrl+alt+Right ctrl+alt+Up ctrl+alt+Down",
    "key shift+alt+Left shift+alt+Right",
    "key ctrl+alt+F1 ctrl+alt+F2 ctrl+alt+F7",
    "key ctrl+alt+KP_Add ctrl+alt+KP_Subtract",
    "key Print alt+Print ctrl+Print",
    "key Menu",
    "key F11",
    "key XF86HomePage XF86Mail XF86Calculator XF86Explorer XF86WWW XF86Sleep XF86PowerOff",
    "mousemove 683 384 click 3",
    "mousemove 683 384 click 2",
    "mousemove 0 0 click 1 click 3",
    "mousemove 1365 767 click 1 click 3",
    "mousemove 683 0 click 1 click --repeat 2 1 click 3",
    "mousemove 683 767 click 4 click 5 click 4 click 5",
    "keydown alt mousemove 683 384 mousedown 1 mousemove 300 200 mouseup 1 keyup alt",
    "keydown alt mousemove 683 384 mousedown 3 mousemove 300 200 mouseup 3 keyup alt",
    "keydown super mousemove 683 384 mousedown 1 mousemove 300 200 mouseup 1 keyup super",
    "keydown alt mousemove 683 384 click 4 click 5 click 2 keyup alt",
    "mousemove 683 0 mousedown 1 mousemove 683 700 mouseup 1",
];

#[test]
fn nothing_that_is_pressed_leads_out_of_the_window() {
    let screen = Screen::with(&screen::ours());
    let program = screen.window_process();
    for way in WAYS_OUT {
        screen.hands(way);
        screen.window_manager_has_done_it();
        screen.is_ours_alone().unwrap_or_else(|found| panic!("{way}: {found}"));
    }
    assert_eq!(screen.window_process(), program, "it is the same window all the time");
    assert_eq!(screen.processes(), ["cups-kiosk", "inside", "openbox", "sleep"].map(str::to_owned).into());
}

/// The same hands do get out where openbox binds what it binds by itself: else the test above would prove nothing.
#[test]
fn the_same_keys_lead_out_where_the_window_manager_is_as_it_comes() {
    let usual = Path::new("/etc/xdg/openbox/rc.xml");
    let screen = Screen::with(usual);
    let out = |way: &str| {
        screen.hands(way);
        screen.window_manager_has_done_it();
        let found = screen.is_ours_alone();
        screen.hands("key Escape");
        found.is_err()
    };
    assert!(WAYS_OUT.into_iter().any(out));
}

#[test]
fn a_window_that_falls_is_back_within_two_seconds_and_so_is_the_window_manager() {
    let screen = Screen::with(&screen::ours());
    for _ in 0..3 {
        let (before, fell) = (screen.window_process(), Instant::now());
        screen::kill(before);
        until("another one is started", || screen.running("cups-kiosk").iter().any(|process| *process != before));
        let started = fell.elapsed();
        until("the window is there", || screen.is_ours_alone().is_ok());
        let back = fell.elapsed();
        println!("started after {started:?}, whole after {back:?}");
        // How long the program takes to open is measured where nothing else runs beside it.
        assert!(started < Duration::from_secs(2), "{started:?}");
        // Falls far apart are no reason to give up.
        std::thread::sleep(Duration::from_secs(4).saturating_sub(back));
    }
    let (window, before) = (screen.window_process(), screen.running("openbox"));
    screen::kill(before[0]);
    until("another one is started", || screen.running("openbox").iter().any(|process| !before.contains(process)));
    until("the window is whole", || screen.is_ours_alone().is_ok());
    assert_eq!(screen.window_process(), window, "the window did not fall with it");
    screen.hands("key alt+F4");
    screen.hands("key super+d");
    screen.window_manager_has_done_it();
    screen.is_ours_alone().unwrap();
}

#[test]
fn a_window_that_cannot_be_opened_gives_the_screen_up_so_that_it_is_said_there() {
    let display = ground::Display::start();
    let begun = Instant::now();
    let inside = Path::new(PACKAGING).join("public/session/inside");
    let code = Command::new(inside).arg("/bin/false").env("DISPLAY", display.name()).status().unwrap().code();
    assert_eq!(code, Some(1));
    assert!(begun.elapsed() < PATIENCE);
}

/// A window that lives for a while and never shows its start page is one that cannot be opened, however slowly it falls.
#[test]
fn a_window_that_never_shows_its_page_is_told_of_and_one_that_did_is_only_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let program = |name: &str, lines: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, format!("#!/bin/sh\ncd \"${{0%/*}}\"\n{lines}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        file
    };
    // What is quick is less here, so that a second is slow.
    let written = piece("public/session/inside");
    assert!(written.contains("\nquick=3\n"));
    let inside = program("inside", written.replace("\nquick=3\n", "\nquick=0\n").trim_start_matches("#!/bin/sh"));
    let notice = program("notice", "echo \"$@\" >told\nexec sleep 60");
    let falls = || std::fs::read_to_string(folder.path().join("falls")).unwrap_or_default().lines().count();
    let told = || std::fs::read_to_string(folder.path().join("told")).unwrap_or_default();
    let play = |window: &Path| {
        let _ = std::fs::remove_file(folder.path().join("falls"));
        Command::new(&inside)
            .args(["--without-manager".as_ref(), window.as_os_str(), "--data".as_ref(), folder.path().as_os_str()])
            .env("CUPS_NOTICE", &notice)
            .env_remove("DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let stop = |mut session: std::process::Child| {
        assert!(Command::new("kill").arg(session.id().to_string()).status().unwrap().success());
        session.wait().unwrap();
    };
    let shows = program("shows", "sleep 0.2\necho >ready.new\nmv ready.new ready\nsleep 1.2\necho >>falls\nexit 1");
    let session = play(&shows);
    until("it fell five times", || falls() >= 5);
    stop(session);
    assert_eq!(told(), "", "each time it had shown its page");
    let never = program("never", "sleep 1.2\necho >>falls\nexit 7");
    let session = play(&never);
    until("it is told", || told().contains('\n'));
    stop(session);
    assert_eq!(falls(), 3);
    assert!(told().contains("--code K-20") && told().contains("exit code 7"), "{}", told());
}

/// A page of the State stands above our window and leaves a strip of it; pressing there does not hide the page, and when it ends
/// the window has the screen again.
#[test]
fn another_window_stands_above_ours_and_leaves_a_strip_until_it_ends() {
    let screen = Screen::with(&screen::ours());
    let page = screen.other_window(400, 40, 966, 728);
    until("it is in front with the keyboard", || screen.in_front() == Some(page));
    assert_eq!(screen.place(page), (400, 40, 966, 728), "without a frame, where and as large as it wants to be");
    screen.hands("mousemove 100 20 click 1");
    screen.hands("key alt+Tab");
    screen.hands("key super+d");
    screen.window_manager_has_done_it();
    assert_eq!(screen.in_front(), Some(page));
    screen.end_other_window(page);
    until("ours is in front", || screen.is_ours_alone().is_ok());
}
