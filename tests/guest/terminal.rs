//! The guest as a terminal: which page stands on its screen, and whether anything else does.

use crate::display::Display;
use crate::machine::{Machine, PATIENCE, Picture, SIZE};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What asks for a name and a password, or gives commands.
const SIGN_INS: [&str; 14] = [
    "agetty",
    "getty",
    "login",
    "bash",
    "lightdm",
    "gdm3",
    "sddm",
    "xterm",
    "x-terminal-emul",
    "su",
    "sulogin",
    "systemd-sulogin",
    "xfce4-session",
    "openbox-session",
];

/// How long the page may take to stand there again after something was done to it.
const AGAIN: Duration = Duration::from_mins(6);

pub struct Terminal {
    pub machine: Machine,
    folder: PathBuf,
    /// The start page as the same program draws it in a virtual display of this computer.
    pub start: Picture,
    /// The names of all processes of the window's account when nothing had been done to it yet.
    allowed: BTreeSet<String>,
    pictures: usize,
}

impl Terminal {
    pub fn new(folder: &Path, machine: Machine) -> Self {
        Self { machine, folder: folder.to_owned(), start: drawn_here(folder), allowed: BTreeSet::new(), pictures: 0 }
    }

    /// Waits for the start page, and learns what runs while nothing is done.
    pub fn learn(&mut self) {
        self.start_page_shown_at();
        // What starts with the session beside the window comes a little later.
        self.machine.wait_until("systemctl is-system-running | grep -Eq 'running|degraded'");
        self.allowed = self.processes();
        assert!(self.allowed.contains("cups-kiosk") && self.allowed.contains("Xorg"), "{:?}", self.allowed);
        self.machine.tell("touch /run/guest-test-mark");
    }

    /// When the start page first stood on the screen.
    pub fn start_page_shown_at(&mut self) -> Instant {
        let start = self.start.clone();
        if !self.machine.shows(&start, PATIENCE) {
            self.machine.keep("no-start-page");
            let log =
                self.machine.try_ask("journalctl -b -u cups-kiosk-session -n 40 --no-pager", Duration::from_mins(2));
            panic!(
                "no start page: see {}/no-start-page.png\n{}",
                self.folder.display(),
                log.map_or_else(String::new, |said| said.text)
            );
        }
        Instant::now()
    }

    /// Waits until a page of the window stands on the screen, the start page or one that says what is wrong: light, and with something
    /// written on it, which neither a console, a dark screen nor the bare background has. `false` when none comes.
    pub fn a_page(&mut self) -> bool {
        let until = Instant::now() + AGAIN;
        while Instant::now() < until {
            let page = self.machine.settled();
            let pixels = page.width * page.height;
            if page.lit() > pixels / 2 && page.written() > pixels / 100 {
                return true;
            }
        }
        false
    }

    fn processes(&mut self) -> BTreeSet<String> {
        self.machine.tell("ps -o comm= -u cups-kiosk").lines().map(|line| line.trim().to_owned()).collect()
    }

    /// What is wrong now, where this page has to stand on the screen. Waits for it for a while: a computer that started again, or
    /// a page that was drawn anew, takes its time.
    pub fn wrong(&mut self, page: &Picture) -> Vec<String> {
        let mut wrong = Vec::new();
        if !self.machine.shows(page, AGAIN) {
            self.pictures += 1;
            let name = format!("wrong-{}", self.pictures);
            self.machine.keep(&name);
            wrong.push(format!("another page: {name}.png"));
        }
        wrong.extend(self.wrong_inside());
        wrong
    }

    /// What is wrong by what runs, what is in front and what lies on the disk.
    pub fn wrong_inside(&mut self) -> Vec<String> {
        let mut wrong = Vec::new();
        let Some(said) =
            self.machine.try_ask("cat /sys/class/tty/tty0/active; ps -eo comm=,tty=", Duration::from_mins(3))
        else {
            return vec!["the guest's shell does not answer".to_owned()];
        };
        let mut lines = said.text.lines();
        let console = lines.next().unwrap_or_default();
        if console != "tty1" {
            wrong.push(format!("the console {console} is in front"));
        }
        for line in lines {
            let mut words = line.split_whitespace();
            let (name, tty) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            if SIGN_INS.contains(&name) {
                wrong.push(format!("{name} runs on {tty}"));
            }
        }
        let allowed = self.allowed.clone();
        // Short commands of the session's own scripts come and go.
        let others: Vec<String> = self
            .processes()
            .into_iter()
            .filter(|name| {
                !allowed.contains(name) && !["sh", "sleep", "sed", "date", "inside", "screen"].contains(&name.as_str())
            })
            .collect();
        if !others.is_empty() {
            wrong.push(format!("processes that were not there before: {}", others.join(" ")));
        }
        let files = self.machine.tell(
            "[ -e /run/guest-test-mark ] || touch /run/guest-test-mark; \
             find / /tmp -xdev -newer /run/guest-test-mark -type f ! -path '/var/lib/cups-kiosk/*' ! -path '/var/log/*' \
             ! -path '/var/lib/systemd/*' ! -path '/var/cache/cups/*' ! -path '/tmp/.X0-lock' ! -path '/etc/resolv.conf' \
             ! -path '/var/spool/cups/*' ! -path '/etc/cups/*' ! -path '/var/lib/dbus/*' ! -path '/etc/.pwd.lock' \
             ! -path '/var/lib/dpkg/*' ! -path '/var/lib/apt/*' ! -path '/var/cache/*' ! -path '/var/backups/*' | head -n 5",
        );
        wrong.extend(files.lines().map(|file| format!("a new file: {file}")));
        wrong
    }

    /// What the program's own look at this terminal says of the records.
    pub fn records_wrong(&mut self) -> Vec<String> {
        let said = self.machine.ask("cups-kiosk-public as-window doctor");
        let records: Vec<&str> = said.text.lines().filter(|line| line.contains("records")).collect();
        if records.iter().any(|line| line.starts_with("ok")) {
            Vec::new()
        } else {
            vec![format!("doctor: {}", records.join(" / "))]
        }
    }

    /// Goes from the start page into a visit, and says what its page looks like.
    pub fn visit(&mut self) -> Picture {
        self.start_page_shown_at();
        let start = self.start.clone();
        let until = Instant::now() + PATIENCE;
        self.machine.keys("1");
        loop {
            let page = self.machine.settled();
            if page.difference(&start) > crate::machine::ALIKE {
                return page;
            }
            assert!(Instant::now() < until, "the key 1 opens nothing");
        }
    }

    /// A visit after others: the window opens anew first.
    pub fn visit_again(&mut self) -> Picture {
        self.anew();
        self.visit()
    }

    /// Ends the visit: the window opens anew, as after a crash, on the start page.
    pub fn anew(&mut self) {
        self.machine.tell("pkill -x cups-kiosk");
        self.start_page_shown_at();
    }
}

/// The start page as the package's program draws it in a virtual display here, with the same settings.
fn drawn_here(folder: &Path) -> Picture {
    let place = tempfile::tempdir().unwrap();
    let package = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("target/deb"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|file| file.file_name().unwrap().to_string_lossy().starts_with("cups-kiosk_"))
        .expect("packaging/deb.sh made it");
    let unpacked = Command::new("dpkg-deb").arg("-x").arg(package).arg(place.path()).status().unwrap();
    assert!(unpacked.success());
    let data = place.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("kiosk.toml"), format!("window = [{}.0, {}.0]\n", SIZE.0, SIZE.1)).unwrap();
    let display = Display::of(SIZE.0.try_into().unwrap(), SIZE.1.try_into().unwrap());
    let mut window = Command::new(place.path().join("usr/bin/cups-kiosk"))
        .arg("--data")
        .arg(&data)
        .env("DISPLAY", display.name())
        .env("WINIT_X11_SCALE_FACTOR", "1")
        .env_remove("WAYLAND_DISPLAY")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let file = folder.join("drawn-here.ppm");
    let until = Instant::now() + PATIENCE;
    let mut last: Option<Picture> = None;
    let picture = loop {
        assert!(Instant::now() < until, "the window does not open here");
        std::thread::sleep(Duration::from_millis(1500));
        let done = Command::new("import")
            .args(["-window", "root", "-depth", "8"])
            .arg(&file)
            .env("DISPLAY", display.name())
            .status();
        if !done.expect("ImageMagick is installed: make guest installs it").success() {
            continue;
        }
        let Some(picture) = Picture::read(&file) else { continue };
        // A page is mostly light, and stands still.
        let still = last.as_ref().is_some_and(|last| last.difference(&picture) < 0.001);
        if still && picture.lit() > picture.width * picture.height / 2 {
            break picture;
        }
        last = Some(picture);
    };
    let _ = window.kill();
    let _ = window.wait();
    picture
}
