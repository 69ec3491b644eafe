//! The State's page in Debian's real Chromium, kept apart by bubblewrap, in a virtual display: it opens, leads nowhere else,
//! and leaves nothing. A page on this computer stands for the State's. Needs Xvfb, xdotool, chromium and bubblewrap, which
//! `make test` installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "browser/apart.rs"]
mod apart;
#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;
#[path = "browser/opening.rs"]
mod opening;
#[path = "browser/place.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod place;

use apart::{MARK, can_be_kept_apart, marked, session_of};
use cups_kiosk::domain::portal::PortalTrouble;
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::browser::{Browser, OpenPage, PageNews, Screen, Shown};
use ground::display::until;
use ground::{Display, PATIENCE};
use opening::opening;
use place::{Place, below, is_alive, lives};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

/// What is not tried where it cannot be.
const WHAT: &str = "the State's page in a real browser";

fn shown() -> Shown {
    Shown { language: Language::Ro, at: (400, 0), size: (966, 768) }
}

fn screen(display: &Display) -> Screen {
    let name = display.name().to_owned();
    Screen::of(|setting| (setting == "DISPLAY").then(|| name.clone())).unwrap()
}

/// A page that was opened, and what is told of it.
struct Opened {
    page: Option<OpenPage>,
    told: Receiver<PageNews>,
}

impl Opened {
    fn of(browser: &Browser, address: &str) -> Self {
        let (sender, told) = channel();
        let page = browser.open(opening(address), shown(), move |news| sender.send(news).unwrap_or_default());
        Self { page: Some(page), told }
    }

    fn next(&self) -> PageNews {
        self.told.recv_timeout(PATIENCE).expect("something is told")
    }
}

/// Hands at the display.
fn hands(display: &Display, arguments: &[&str]) {
    let done = Command::new("xdotool").args(arguments).env("DISPLAY", display.name()).status();
    assert!(done.expect("xdotool is installed: make test installs it").success(), "{arguments:?}");
}

/// The names of the windows that are seen.
fn windows(display: &Display) -> Vec<(String, String)> {
    let ask = |arguments: &[&str]| {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", display.name()).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let all = ask(&["search", "--onlyvisible", "--name", "."]);
    all.lines().map(|id| (id.to_owned(), ask(&["getwindowname", id]).trim().to_owned())).collect()
}

fn window(display: &Display, so: impl Fn(&str) -> bool) -> String {
    let mut found = None;
    until("the window is there", || {
        found = windows(display).into_iter().find(|(_, name)| so(name));
        found.is_some()
    });
    found.unwrap().0
}

/// Asks a window to close, as the button of a frame does.
fn close(display: &Display, window: u32) {
    let (connection, screen) = x11rb::connect(Some(display.name())).unwrap();
    let root = connection.setup().roots[screen].root;
    let atom = |name: &[u8]| connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
    let (protocols, delete) = (atom(b"WM_PROTOCOLS"), atom(b"WM_DELETE_WINDOW"));
    let message = ClientMessageEvent::new(32, window, protocols, [delete, x11rb::CURRENT_TIME, 0, 0, 0]);
    connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
    // Once something was answered, it has arrived.
    connection.query_tree(root).unwrap().reply().unwrap();
}

#[test]
fn a_page_opens_leads_nowhere_else_and_leaves_nothing() {
    if !can_be_kept_apart(WHAT) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let stamp = folder.path().join("stamp");
    std::fs::write(&stamp, "").unwrap();
    let elsewhere = Place::start(|_| "elsewhere".to_owned());
    let (frame, beyond) = (elsewhere.address("/frame"), elsewhere.address("/beyond"));
    let state = Place::start(move |_| {
        format!(
            "<title>Portal {MARK}title</title><body>{MARK}body\
             <input id=i autofocus style='width:90%;font-size:40px' oninput=\"fetch('/typed?'+i.value);let m=i.value.match(/^(\\S+:\\S+) (\\d)$/);if(m){{window.open(m[1]);location.assign(\
             m[1].startsWith('http')?'#':m[1]);fetch('/opened?'+m[2])}}\" onkeydown=\"if(event.key=='F2')fetch('/alive')\">\
             <a id=d href=/file.bin download={MARK}.bin>d</a>\
             <iframe src='{frame}' onload=\"fetch('/framed');d.click()\"></iframe>\
             <script>document.cookie='c={MARK}cookie; max-age=99999';localStorage.setItem('k','{MARK}kept');\
             fetch('/shown')</script>"
        )
    });
    let address = state.address(&format!("/page?{MARK}"));
    let display = Display::start();
    // What the specialist's own browser has, as far as it is here.
    let own = ["/etc/chromium", "/etc/chromium.d"].map(|place| below(Path::new(place)));
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let profile = below(&home.join(".config/chromium"));

    let opened = Opened::of(&Browser::default().on(screen(&display)), &address);
    assert_eq!(opened.next(), PageNews::Open);
    state.waits_for("/shown");
    state.waits_for("/framed");
    let page = window(&display, |name| name.starts_with("Portal"));
    // On a busy computer a letter goes astray before the field has the keyboard: a person types it once more.
    until("what is typed arrives", || {
        hands(&display, &["windowfocus", "--sync", &page]);
        hands(&display, &["key", "ctrl+a"]);
        hands(&display, &["type", "--delay", "20", &format!("{MARK}typed")]);
        std::thread::sleep(Duration::from_secs(2));
        state.was_asked(&format!("/typed?{MARK}typed"))
    });
    state.waits_for("/file.bin");

    // While it lives it can be found, and only there.
    let session = session_of(&address).expect("its process");
    let processes = lives(session);
    assert!(processes.len() > 3, "{processes:?}");
    // When memory runs out, what keeps the browser apart is the first to go, and the browser with it, whatever marks its own
    // processes give themselves.
    let mark = std::fs::read_to_string(format!("/proc/{session}/oom_score_adj")).unwrap();
    assert_eq!(mark.trim(), "1000");
    let mut root = processes.iter().map(|(process, _)| PathBuf::from(format!("/proc/{process}/root/home/page")));
    let root = root.rfind(|root| root.join("profile").exists()).expect("its home");
    until("what is planted is found in its own home", || !marked(&root, None).is_empty());
    // What came as a file was not kept.
    let kept = below(&root).into_iter().filter(|(path, _)| path.file_name().is_some_and(|name| name == "qzvx.bin"));
    assert_eq!(kept.count(), 0, "a download");
    // It sees neither the folders of people nor those of data.
    let sees = |place: &str| std::fs::read_dir(root.join("../..").join(place)).map_or(0, Iterator::count);
    assert_eq!((sees("root"), sees("home"), sees("var/lib"), sees("run/dbus")), (0, 1, 0, 0));

    // No key opens another window or a line for addresses, and none leads from the page.
    for key in [
        "ctrl+t",
        "ctrl+n",
        "ctrl+shift+n",
        "ctrl+h",
        "ctrl+j",
        "ctrl+l",
        "F1",
        "F12",
        "ctrl+shift+i",
        "ctrl+shift+j",
        "ctrl+u",
        "ctrl+o",
        "ctrl+s",
        "ctrl+p",
        "shift+Escape",
        "alt+f",
    ] {
        hands(&display, &["key", key]);
    }
    // Nor does the page itself, whatever it asks for.
    for (number, asked) in
        ["file:///etc/fonts/fonts.conf", "chrome://version", "data:text/html,x", beyond.as_str()].iter().enumerate()
    {
        // Keys pressed before may still be on their way: what did not come is written once more.
        until("what is asked for is heard", || {
            hands(&display, &["windowfocus", "--sync", &page, "key", "ctrl+a"]);
            hands(&display, &["type", "--delay", "5", &format!("{asked} {number}")]);
            state.hears(&format!("/opened?{number}"), PATIENCE / 30)
        });
    }
    until("what the page opened is one window", || {
        hands(&display, &["windowfocus", &page, "key", "F2"]);
        state.heard().iter().any(|path| path == "/alive")
    });
    let names: Vec<String> = windows(&display).into_iter().map(|(_, name)| name).collect();
    for unblocked in ["fonts.conf", "About", "elsewhere"] {
        assert!(!names.iter().any(|name| name.starts_with(unblocked)), "{names:?}");
    }
    assert!(!names.iter().any(|name| name.ends_with("Chromium")), "no window of a whole browser: {names:?}");
    assert_eq!(elsewhere.heard(), Vec::<String>::new(), "another site was reached");

    let processes = lives(session);
    drop(opened.page);
    assert_eq!(opened.told.recv_timeout(PATIENCE), Ok(PageNews::Closed));
    let end = Instant::now() + Duration::from_secs(5);
    while let Some(left) = processes.iter().find(|process| is_alive(process)) {
        assert!(Instant::now() < end, "{left:?} lives of {processes:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!root.exists(), "its home is gone with it");
    let mut left = Vec::new();
    for place in [".config", ".cache", ".pki", ".local"].map(|name| home.join(name)) {
        left.extend(marked(&place, Some(&stamp)));
    }
    for place in ["/dev/shm", "/run", "/var/tmp", "/var/lib", "/etc"] {
        left.extend(marked(Path::new(place), Some(&stamp)));
    }
    left.extend(marked(folder.path(), None));
    assert_eq!(left, Vec::<String>::new());
    assert_eq!(["/etc/chromium", "/etc/chromium.d"].map(|place| below(Path::new(place))), own);
    assert_eq!(below(&home.join(".config/chromium")), profile);
}

#[test]
fn a_page_that_is_closed_in_its_window_is_told() {
    if !can_be_kept_apart(WHAT) {
        return;
    }
    let state = Place::start(|_| "<title>Portal</title><script>fetch('/shown')</script>".to_owned());
    let display = Display::start();
    let opened = Opened::of(&Browser::default().on(screen(&display)), &state.address("/"));
    assert_eq!(opened.next(), PageNews::Open);
    state.waits_for("/shown");
    let page = window(&display, |name| name.starts_with("Portal"));
    close(&display, page.parse().unwrap());
    assert_eq!(opened.next(), PageNews::Closed);
    let address = state.address("/");
    until("its process has ended", || session_of(&address).is_none());
}

/// The process that is killed in the test below.
#[test]
#[ignore = "run by another test, which kills it"]
fn opens_a_page_and_waits() {
    let Ok(address) = std::env::var("PAGE") else { return };
    let _opened = Opened::of(&Browser::default(), &address);
    std::thread::sleep(PATIENCE);
}

#[test]
fn it_ends_with_the_program_however_that_ends() {
    if !can_be_kept_apart(WHAT) {
        return;
    }
    let state = Place::start(|_| "<title>Portal</title><script>fetch('/shown')</script>".to_owned());
    let display = Display::start();
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "opens_a_page_and_waits", "--ignored"])
        .env("PAGE", state.address("/killed"))
        .env("DISPLAY", display.name())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    state.waits_for("/shown");
    let processes = lives(session_of(&state.address("/killed")).expect("its process"));
    assert!(processes.len() > 3, "{processes:?}");
    program.kill().unwrap();
    program.wait().unwrap();
    until("nothing of it lives", || !processes.iter().any(is_alive));
}

#[test]
fn what_is_missing_is_told_and_nothing_is_started() {
    let display = Display::start();
    let state = Place::start(|_| String::new());
    let here = state.address("/");
    let fails = |browser: Browser, address: &str| Opened::of(&browser.on(screen(&display)), address).next();
    let no = PathBuf::from("/no/such/program");
    let truth = PathBuf::from("/bin/true");
    assert_eq!(fails(Browser::by(truth.clone(), no.clone()), &here), PageNews::Failed(PortalTrouble::NoBrowser));
    assert_eq!(fails(Browser::by(no, truth.clone()), &here), PageNews::Failed(PortalTrouble::NoSandbox));
    // Nobody listens at a port that was just given back.
    let gone = Place::start(|_| String::new()).address("/");
    assert_eq!(fails(Browser::by(truth.clone(), truth.clone()), &gone), PageNews::Failed(PortalTrouble::NoLine));
    let failing = PathBuf::from("/bin/false");
    let opened = Opened::of(&Browser::by(failing, truth).on(screen(&display)), &here);
    assert_eq!((opened.next(), opened.next()), (PageNews::Open, PageNews::Failed(PortalTrouble::DidNotStart)));
    assert_eq!(state.heard(), Vec::<String>::new());
    // A system that forbids namespaces lets bubblewrap say so and end.
    let folder = tempfile::tempdir().unwrap();
    let refused = folder.path().join("bwrap");
    std::fs::write(&refused, "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n").unwrap();
    std::fs::set_permissions(&refused, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let opened = Opened::of(&Browser::by(refused, PathBuf::from("/bin/true")).on(screen(&display)), &here);
    assert_eq!((opened.next(), opened.next()), (PageNews::Open, PageNews::Failed(PortalTrouble::NoSandbox)));
}
