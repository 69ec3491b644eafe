//! A visitor goes to a site of the State from the public computer, and comes back: the real program in a virtual display, Debian's
//! real Chromium below its strip, a print system of the test, and a site on this computer that stands for the State's. What is
//! planted there (a sign-in, a form that is filled, a download, a print) is found while the page lives, and nowhere after it.
//! Needs Xvfb, openbox, xdotool, chromium, bubblewrap, poppler and cups, which `make test` installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

#[path = "browser/apart.rs"]
mod apart;
#[path = "printing/device.rs"]
#[allow(dead_code, reason = "the tests of printing use the rest")]
mod device;
#[path = "window/ground.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod ground;
#[path = "browser/place.rs"]
#[allow(dead_code, reason = "each test uses a part of it")]
mod place;
#[path = "printing/system.rs"]
#[allow(dead_code, reason = "the tests of printing use the rest")]
mod system;

use apart::{MARK, can_be_kept_apart, marked};
use cups_kiosk::platform::browser::CLASS;
use device::{Device, Manner};
use ground::display::until;
use ground::{Display, Hub, Kiosk};
use place::{Place, is_alive, lives};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The colour of the page of the test, by which it is seen that it is seen.
const GREEN: [u8; 3] = [0, 200, 0];

/// The catalogue's source with this one site for visitors.
fn catalogue(into: &Path, address: &str) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue");
    assert!(Command::new("cp").arg("-r").arg(from).arg(into).status().unwrap().success());
    let head = into.join("catalogue.toml");
    let text = std::fs::read_to_string(&head).unwrap();
    let (before, rest) = text.split_once("[[portal]]").unwrap();
    let after = &rest[rest.find("[calendar]").unwrap()..];
    let text = "{ ro = \"Portal de probă\", ru = \"Пробный сайт\", en = \"Site of the test\" }";
    let site = format!("[[portal]]\naddress = \"{address}\"\ntitle = {text}\nabout = {text}\n\n");
    // Newer than the shipped one.
    let before = before.replacen("number = 1\n", "number = 2\n", 1);
    std::fs::write(head, format!("{before}{site}{after}")).unwrap();
}

/// A computer on which somebody goes online.
struct Desk {
    display: Display,
    manager: Option<Child>,
    kiosk: Kiosk,
    state: Place,
    device: Device,
    printing: system::PrintSystem,
    folder: tempfile::TempDir,
}

impl Desk {
    fn start(managed: bool) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let printing = system::PrintSystem::start()?;
        let device = Device::new(Manner::Obeys);
        printing.add("desk", &device);
        let state = Place::start(|path| match path {
            "/file.bin" => format!("{MARK}download"),
            _ => format!(
                "<title>Portal {MARK}title</title><body style='background:rgb(0,200,0)'>{MARK}body\
                 <form action=/sent><input id=i name=email autocomplete=email autofocus style='font-size:40px' \
                 oninput=\"fetch('/typed?'+i.value)\"><input type=password name=password>\
                 <button>s</button></form>\
                 <a id=d href=/file.bin download={MARK}.bin>d</a>\
                 <script>document.cookie='c={MARK}cookie; max-age=99999';localStorage.setItem('k','{MARK}kept');\
                 fetch('/shown');setTimeout(()=>d.click(),600);\
                 addEventListener('keydown',event=>{{if(event.key=='F9'){{print();fetch('/printed')}}}})</script>"
            ),
        });
        let source = folder.path().join("catalogue");
        catalogue(&source, &state.address(&format!("/page?{MARK}")));
        let data = folder.path().join("kiosk");
        let hub = Hub::of(&folder.path().join("hub"), Some(&source));
        let _ = hub.enrol(&data);
        Hub::sync(&data);
        let settings = format!("fullscreen = true\nprint_system = \"{}\"\n", printing.address());
        std::fs::write(data.join("kiosk.toml"), settings).unwrap();
        let display = Display::start();
        let windows = managed.then(|| manager(&display));
        let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
        let home = folder.path().join("home");
        std::fs::create_dir(&home).unwrap();
        command.env("HOME", &home).env_remove("XDG_RUNTIME_DIR");
        let kiosk = Kiosk::start_by(command, &data, &display);
        kiosk.wait_for("screen=\"start\"");
        Some(Self { display, manager: windows, kiosk, state, device, printing, folder })
    }

    /// Goes to the site by keyboard alone, and waits until its page stands below the strip.
    fn go_online(&mut self) {
        self.kiosk.key("ctrl+q");
        self.kiosk.wait_for("screen=\"sites\"");
        self.kiosk.key("1");
        self.kiosk.wait_for("screen=\"online\"");
        self.kiosk.wait_for("seen=Placed");
        self.state.waits_for("/shown");
    }

    /// Goes back from the page to the strip by keyboard, and asks for the end.
    fn ask_to_leave(&mut self) {
        self.kiosk.key("ctrl+q");
        self.kiosk.wait_for("seen=Called");
        // The keys come to the strip a moment after it was called.
        until("it is asked", || {
            self.kiosk.key("Return");
            self.kiosk.shows("screen=\"confirm\"", Duration::from_secs(4))
        });
        self.kiosk.wait_for("screen=\"confirm\"");
    }

    fn hands(&self, arguments: &[&str]) {
        let done = Command::new("xdotool").args(arguments).env("DISPLAY", self.display.name()).status();
        assert!(done.expect("xdotool is installed: make test installs it").success(), "{arguments:?}");
    }

    /// What is seen at a place of the screen.
    fn colour(&self, x: u32, y: u32) -> [u8; 3] {
        let file = self.folder.path().join("seen.png");
        self.display.picture(&file);
        let [red, green, blue, _] = image::open(&file).unwrap().to_rgba8().get_pixel(x, y).0;
        [red, green, blue]
    }

    /// Whether the page is seen at this place now.
    fn is_page_now(&self, x: u32, y: u32) -> bool {
        self.colour(x, y) == GREEN
    }

    /// Whether the page comes to be seen at this place.
    fn is_page(&self, x: u32, y: u32) -> bool {
        let until = Instant::now() + Duration::from_secs(10);
        while Instant::now() < until {
            if self.is_page_now(x, y) {
                return true;
            }
        }
        false
    }

    /// Where the window of the page lies and how large it is.
    fn page_place(&self) -> String {
        let ask = |arguments: &[&str]| {
            let output = Command::new("xdotool").args(arguments).env("DISPLAY", self.display.name()).output().unwrap();
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        let windows = ask(&["search", "--onlyvisible", "--class", CLASS]);
        let mut all = String::new();
        for window in windows.lines() {
            let place = ask(&["getwindowgeometry", window]);
            write!(all, "{}", place.lines().skip(1).collect::<String>()).unwrap();
        }
        all
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(manager) = &mut self.manager {
            let _ = manager.kill();
            let _ = manager.wait();
        }
    }
}

/// The window manager of the public session, with its settings.
fn manager(display: &Display) -> Child {
    let manager = Command::new("openbox")
        .arg("--config-file")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/public/session/openbox.xml"))
        .env("DISPLAY", display.name())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("openbox is installed: make test installs it");
    std::thread::sleep(Duration::from_millis(500));
    manager
}

/// The process that keeps the page of a site apart.
fn session_of(state: &Place) -> u32 {
    let address = state.address(&format!("/page?{MARK}"));
    until("the page has a process", || apart::session_of(&address).is_some());
    apart::session_of(&address).unwrap()
}

/// The bounds of what is searched: everything on the disk that programs write to, and memory that looks like a disk.
const PLACES: [&str; 8] = ["/root", "/home", "/var/tmp", "/var/lib", "/var/cache", "/etc", "/dev/shm", "/run"];

#[test]
fn after_a_visit_online_nothing_lives_and_nothing_is_found() {
    if !can_be_kept_apart("a visitor at the State's sites in a real browser") {
        return;
    }
    let Some(mut desk) = Desk::start(false) else { return };
    let stamp = desk.folder.path().join("stamp");
    std::fs::write(&stamp, "").unwrap();
    desk.go_online();
    // The page is seen below the strip, and the strip above it.
    assert!(desk.is_page(900, 700), "{}", desk.page_place());
    assert_ne!(desk.colour(900, 20), GREEN);
    let session = session_of(&desk.state);
    let processes = lives(session);
    assert!(processes.len() > 3, "{processes:?}");

    // What is typed goes to the page, and says that somebody is there.
    desk.hands(&["type", "--delay", "40", &format!("{MARK}typed")]);
    desk.state.waits_for(&format!("/typed?{MARK}typed"));
    desk.kiosk.wait_for("seen=Touched");
    desk.state.waits_for("/file.bin");
    // The page prints: no dialog comes, and a paper is kept.
    desk.hands(&["key", "F9"]);
    desk.state.waits_for("/printed");
    let root = processes.iter().map(|(process, _)| PathBuf::from(format!("/proc/{process}/root/home/page")));
    let root = root.into_iter().rfind(|root| root.join("profile").exists()).expect("its home");
    let kept = |kind: &str| {
        let entries = std::fs::read_dir(root.join("Downloads")).into_iter().flatten().flatten();
        entries.filter(|entry| entry.path().extension().is_some_and(|found| found == kind)).count()
    };
    until("a download and a print are kept", || kept("pdf") == 1 && kept("bin") == 1);
    desk.hands(&["key", "Return"]);
    desk.state.waits_for(&format!("/sent?email={MARK}typed&password="));
    assert!(!marked(&root, None).is_empty(), "what is planted is found in its own home");

    // By keyboard from the page to the strip, to the papers, and onto paper.
    std::thread::sleep(Duration::from_secs(3));
    desk.kiosk.key("ctrl+q");
    desk.kiosk.wait_for("seen=Called");
    until("the papers are shown", || {
        desk.kiosk.key("Tab");
        desk.kiosk.key("Return");
        desk.kiosk.shows("screen=\"kept\"", Duration::from_secs(4))
    });
    assert!(!desk.is_page_now(900, 700), "the papers cover the page");
    desk.kiosk.key("Tab");
    desk.kiosk.key("Return");
    desk.kiosk.wait_for("screen=\"print\"");
    desk.kiosk.key("Return");
    until("the paper is out", || desk.device.printed() == 1);
    let paper = desk.device.papers().concat();
    assert!(memchr::memmem::find(&paper, b"%PDF").is_some(), "the paper is the page's PDF");
    desk.kiosk.key("Escape");
    desk.kiosk.wait_for("screen=\"kept\"");
    desk.kiosk.key("Escape");
    desk.kiosk.wait_for("screen=\"online\"");
    assert!(desk.is_page(900, 700), "the page is back, as it was");

    // Back: asked about once, and then everything is gone.
    desk.ask_to_leave();
    desk.kiosk.key("Return");
    desk.kiosk.wait_for("screen=\"sites\"");
    let end = Instant::now() + Duration::from_secs(5);
    while let Some(left) = processes.iter().find(|process| is_alive(process)) {
        assert!(Instant::now() < end, "{left:?} lives of {processes:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(!root.exists(), "its file system in memory is gone with it");
    let mut left: Vec<String> = PLACES.iter().flat_map(|place| marked(Path::new(place), Some(&stamp))).collect();
    // The address of the test's own site is in its catalogue.
    let of_catalogue = |path: &String| path.contains("/kiosk/catalogue/");
    left.extend(marked(&desk.folder.path().join("kiosk"), None).into_iter().filter(|path| !of_catalogue(path)));
    left.extend(marked(&desk.folder.path().join("home"), None));
    assert_eq!(left, Vec::<String>::new());
    assert!(!desk.kiosk.log().contains(MARK), "the log");
    until("the print system forgets", || desk.printing.finds(&[MARK]).is_empty());
}

#[test]
fn a_window_manager_keeps_the_strip_above_the_page_whatever_is_pressed() {
    if !can_be_kept_apart("a visitor at the State's sites in a real browser") {
        return;
    }
    let Some(mut desk) = Desk::start(true) else { return };
    desk.go_online();
    assert!(desk.is_page(900, 700), "{}", desk.page_place());
    assert_ne!(desk.colour(900, 20), GREEN);
    // Somebody presses beside the buttons of the strip, and then writes at the page.
    desk.hands(&["mousemove", "760", "20", "click", "1"]);
    assert!(desk.is_page(900, 700), "{}", desk.page_place());
    desk.hands(&["mousemove", "700", "300", "click", "1"]);
    desk.ask_to_leave();
    until("the question covers the page", || !desk.is_page_now(900, 700));
    desk.kiosk.key("Escape");
    desk.kiosk.wait_for("screen=\"online\"");
    assert!(desk.is_page(900, 700), "{}", desk.page_place());
    desk.hands(&["type", "--delay", "40", &format!("{MARK}typed")]);
    desk.hands(&["mousemove", "120", "40", "click", "1"]);
    desk.kiosk.wait_for("screen=\"confirm\"");
    let processes = lives(session_of(&desk.state));
    desk.kiosk.key("Return");
    desk.kiosk.wait_for("screen=\"sites\"");
    until("nothing of it lives", || !processes.iter().any(is_alive));
}
