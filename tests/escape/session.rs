//! The session of a public computer in a virtual display: window manager, program, and folders of its own for whatever could
//! be written. Afterwards it is looked at from outside: windows, processes, files, and whether the visit is as it was.

use super::eyes::{Eyes, Top};
use super::ground::display::until;
use super::ground::{Display, Kiosk, PATIENCE};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long what stands on a page stays the same until it is believed.
const STILL: Duration = Duration::from_millis(400);

/// By this variable a process of the session is known, however far it went from its parent.
const MARK: &str = "CUPS_ESCAPE_SESSION";
/// What of the session may run: the window, its manager, and the script that starts both again, with what it asks.
const PROGRAMS: [&str; 11] =
    ["cups-kiosk", "cups-paper", "openbox", "dash", "bash", "sleep", "sed", "cut", "head", "xrandr", "xsetroot"];
/// What runs on the screen of a public computer, as the packages bring it.
const INSIDE: &str = "packaging/public/session/inside";

/// The folders of a session: whatever its programs may write lies in one of them, or nowhere.
pub struct Folders {
    root: tempfile::TempDir,
}

impl Folders {
    fn new() -> Self {
        let root = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        for name in ["home", "run", "tmp", "var-tmp", "shm"] {
            std::fs::create_dir(root.path().join(name)).unwrap();
        }
        let run = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(root.path().join("run"), run).unwrap();
        let folders = Self { root };
        std::fs::create_dir_all(folders.state()).unwrap();
        folders
    }

    /// A folder of the session as it is seen from outside.
    pub fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Where the program may write.
    pub fn state(&self) -> PathBuf {
        self.at("home/.local/share/cups-kiosk")
    }

    /// A command of a shell that is run within the session: its own temporary folders, home and memory.
    fn command(&self, script: &str) -> Command {
        // What is built may lie in a temporary folder too; then it is put where it was.
        let prepare = "set -e; S=$1; R=$2; shift 2; mkdir -p \"$S/tmp/.X11-unix\"; \
                       mount --bind /tmp/.X11-unix \"$S/tmp/.X11-unix\"; \
                       case \"$R\" in /tmp/*) mkdir -p \"$S$R\"; mount --rbind \"$R\" \"$S$R\";; esac; \
                       mount --bind \"$S/shm\" /dev/shm; mount --bind \"$S/var-tmp\" /var/tmp; \
                       mount --rbind \"$S/tmp\" /tmp; ";
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "sh", "-c", &format!("{prepare}{script}"), "sh"]);
        command.arg(self.root.path()).arg(env!("CARGO_MANIFEST_DIR"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("XDG_") || name == "DBUS_SESSION_BUS_ADDRESS" {
                command.env_remove(name);
            }
        }
        command.env("HOME", self.at("home")).env("XDG_RUNTIME_DIR", self.at("run"));
        command.env("XDG_CACHE_HOME", self.at("run/cache")).env("XDG_CONFIG_HOME", self.at("run/config"));
        command.env(MARK, self.root.path()).env_remove("TMPDIR").env_remove("WAYLAND_DISPLAY");
        command
    }

    /// A program within the session.
    pub fn program(&self, display: &Display, program: &Path) -> Command {
        let mut command = self.command("exec \"$@\"");
        command.arg(program).env("DISPLAY", display.name());
        command
    }

    /// Every file outside the state folder, by its path in the session.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let (root, state) = (self.root.path(), self.state());
        let mut all = BTreeSet::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path == state || path.ends_with(".X11-unix") {
                    continue;
                }
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else {
                    all.insert(path.strip_prefix(root).unwrap().to_owned());
                }
            }
        }
        all
    }

    /// The processes of the session by their numbers, each with the name of its program.
    pub fn processes(&self) -> BTreeMap<u32, String> {
        let mark = format!("{MARK}={}", self.root.path().display()).into_bytes();
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        let all: Vec<u32> = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
        let is_marked = |process: &u32| {
            let names = std::fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
            names.split(|byte| *byte == 0).any(|name| name == mark)
        };
        let mut found: BTreeSet<u32> = all.iter().copied().filter(is_marked).collect();
        // What cleared its variables is known by its parents.
        loop {
            let before = found.len();
            let below = all.iter().filter(|process| parent(**process).is_some_and(|above| found.contains(&above)));
            found.extend(below.copied().collect::<Vec<_>>());
            if found.len() == before {
                break;
            }
        }
        found.into_iter().filter_map(|process| Some((process, program_of(process)?))).collect()
    }
}

fn parent(process: u32) -> Option<u32> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The name of the program of a process; none of one that has ended.
fn program_of(process: u32) -> Option<String> {
    let state = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    if state.rsplit_once(')')?.1.trim_start().starts_with('Z') {
        return None;
    }
    // Of what is closed to others only the name by which it goes is seen.
    let Ok(program) = std::fs::read_link(format!("/proc/{process}/exe")) else {
        return std::fs::read_to_string(format!("/proc/{process}/comm")).ok().map(|name| name.trim().to_owned());
    };
    let name = program.file_name()?.to_string_lossy().into_owned();
    Some(name.trim_end_matches(" (deleted)").to_owned())
}

/// A visit that was begun: what its plan and its answers say.
#[derive(Clone, Debug, PartialEq, Eq)]
struct VisitSeen {
    plan: String,
    answers: String,
}

/// A session with a visit in it.
pub struct Session {
    /// What runs on the screen: the script, with the window's log.
    pub kiosk: Kiosk,
    /// The window's process, which is to stay the same.
    window: Option<u32>,
    pub eyes: Eyes,
    pub folders: Folders,
    pub display: Display,
    files: BTreeSet<PathBuf>,
    visit: Option<VisitSeen>,
}

impl Session {
    /// Opens it, and waits for the start page.
    pub fn start() -> Self {
        let (folders, display) = (Folders::new(), Display::start());
        std::fs::write(folders.state().join("kiosk.toml"), "fullscreen = true\nidle_seconds = 3600\n").unwrap();
        let inside = Path::new(env!("CARGO_MANIFEST_DIR")).join(INSIDE);
        let mut command = folders.command("exec sh \"$@\"");
        command.arg(inside).arg(env!("CARGO_BIN_EXE_cups-kiosk"));
        let eyes = Eyes::at(&display);
        let kiosk = Kiosk::start_by(command, &folders.state(), &display);
        kiosk.wait_for("screen=\"start\"");
        let mut session = Self { kiosk, window: None, eyes, folders, display, files: BTreeSet::new(), visit: None };
        until("the window fills the screen", || session.in_front(0).is_empty());
        session.files = session.folders.files();
        session.window = session.window_process();
        assert!(session.window.is_some(), "{:?}", session.folders.processes());
        session
    }

    /// The process of the window.
    fn window_process(&self) -> Option<u32> {
        let all = self.folders.processes();
        all.into_iter().find(|(_, name)| name == "cups-kiosk").map(|(process, _)| process)
    }

    /// The page that is shown.
    pub fn page(&self) -> String {
        let page = self.kiosk.latest("shown screen=").unwrap_or_default();
        page.trim_matches(|letter: char| letter == '"' || letter.is_whitespace()).to_owned()
    }

    /// Waits until what was pressed before was heard: F1 means nothing, and is heard after it. Says whether it was heard.
    pub fn settle(&self) -> bool {
        let end = Instant::now() + PATIENCE / 6;
        let mut alone = 0;
        // What is still on its way is heard in between: F1 alone several times in a row is the end of it.
        while alone < 3 {
            let before = self.kiosk.count("heard");
            self.kiosk.hands("key F1");
            while self.kiosk.count("heard") == before {
                if Instant::now() > end {
                    return false;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            std::thread::sleep(Duration::from_millis(40));
            alone = if self.kiosk.count("heard") == before + 1 { alone + 1 } else { 0 };
        }
        true
    }

    /// Presses one key where all before it was heard, and waits until it was heard and what it does is done.
    fn press(&self, key: &str) -> bool {
        let before = self.kiosk.count("heard");
        self.kiosk.hands(&format!("key {key}\nkey F1\n"));
        let end = Instant::now() + PATIENCE / 6;
        while self.kiosk.count("heard") < before + 2 {
            if Instant::now() > end {
                return false;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        true
    }

    /// What stands on the page, as a number.
    ///
    /// It is told after the page is shown: it is read until it stays the same.
    pub fn digest(&self) -> String {
        let told = || self.kiosk.latest("described digest=").unwrap_or_default();
        let (mut digest, mut since) = (told(), Instant::now());
        let end = since + PATIENCE / 6;
        while since.elapsed() < STILL && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
            let now = told();
            if now != digest {
                (digest, since) = (now, Instant::now());
            }
        }
        digest
    }

    /// Begins a visit: a birth a week ago, every question answered; ends at the plan.
    pub fn begin_visit(&mut self) {
        let born = jiff::Zoned::now().date().checked_sub(jiff::ToSpan::days(7)).unwrap();
        self.settle();
        self.press("1");
        assert_eq!(self.page(), "event");
        self.press("Return");
        assert_eq!(self.page(), "question");
        self.kiosk.write(&format!("{:02}.{:02}.{}", born.day(), born.month(), born.year()));
        self.settle();
        self.press("Return");
        for answer in 0..12 {
            if self.page() != "question" {
                break;
            }
            self.press(if answer == 1 { "2" } else { "1" });
            self.press("Return");
        }
        assert_eq!(self.page(), "answers", "the questions do not end");
        self.press("Return");
        assert_eq!(self.page(), "plan");
        let visit = self.look_at_visit().expect("the visit");
        self.visit = Some(visit);
    }

    /// What the visit holds: goes to its answers and back to its plan, from wherever the window stands.
    fn look_at_visit(&self) -> Result<VisitSeen, String> {
        if !self.settle() {
            return Err(format!("no key is heard on {}", self.page()));
        }
        for _ in 0..40 {
            let key = match self.page().as_str() {
                "plan" => break,
                "start" => "1",
                "event" | "answers" => "Return",
                _ => "Escape",
            };
            if !self.press(key) {
                return Err(format!("no key is heard on {}", self.page()));
            }
        }
        self.press("Escape");
        let (page, answers) = (self.page(), self.digest());
        if page != "answers" {
            return Err(format!("the way back from the plan leads to {page}"));
        }
        self.press("Return");
        let (page, plan) = (self.page(), self.digest());
        if page == "plan" { Ok(VisitSeen { plan, answers }) } else { Err(format!("the answers lead to {page}")) }
    }

    /// What is not so of the visit that was begun.
    pub fn visit_trouble(&self) -> Vec<String> {
        match (&self.visit, self.look_at_visit()) {
            (None, _) => Vec::new(),
            (Some(_), Err(trouble)) => vec![trouble],
            (Some(before), Ok(now)) if *before == now => Vec::new(),
            (Some(before), Ok(now)) => vec![format!("the visit changed: {before:?} became {now:?}")],
        }
    }

    /// What is not so of the windows, beside so many of the browser: ours is one, it is full, and nothing else is there.
    pub fn in_front(&self, browsers: usize) -> Vec<String> {
        let tops = self.eyes.tops();
        let mut wrong = Vec::new();
        let told = || {
            tops.iter().map(|top| format!("{:?} of {:?} at {:?}", top.title, top.class, top.place)).collect::<Vec<_>>()
        };
        let ours: Vec<&Top> = tops.iter().filter(|top| top.is_ours()).collect();
        let theirs = tops.iter().filter(|top| top.is_browser()).count();
        let [ours] = ours[..] else { return vec![format!("{} windows of ours: {:?}", ours.len(), told())] };
        if tops.len() != 1 + browsers || theirs != browsers {
            wrong.push(format!("windows on the screen: {:?}", told()));
        }
        if self.eyes.managed().len() != 1 + browsers {
            wrong.push(format!("the window manager knows {} windows", self.eyes.managed().len()));
        }
        if ours.place != self.eyes.whole() {
            wrong.push(format!("our window is at {:?}", ours.place));
        }
        if browsers == 0 && tops.last() != Some(ours) {
            wrong.push(format!("in front is {:?}", tops.last()));
        }
        if browsers == 0 && !self.eyes.hears_keys(ours.window) {
            wrong.push("the keys go elsewhere".to_owned());
        }
        wrong
    }

    /// What runs that may not; `more` may run besides.
    pub fn strangers(&self, more: &[&str]) -> Vec<String> {
        let all = self.folders.processes().into_values();
        let is_known =
            |name: &String| PROGRAMS.contains(&name.as_str()) || more.iter().any(|known| name.starts_with(known));
        all.filter(|name| !is_known(name)).map(|name| format!("{name} runs")).collect()
    }

    /// What lies outside the state folder that did not lie there.
    pub fn litter(&self) -> Vec<String> {
        let now = self.folders.files();
        now.difference(&self.files).map(|path| format!("a new file: {}", path.display())).collect()
    }

    /// Everything that is not as it was, with no browser beside it.
    pub fn trouble(&mut self) -> Vec<String> {
        if !self.kiosk.is_running() || self.window_process() != self.window {
            return vec!["the window's program has ended".to_owned()];
        }
        // A window that is just being drawn has its time; what stays is told.
        let end = Instant::now() + Duration::from_secs(3);
        while !self.in_front(0).is_empty() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut all = self.in_front(0);
        all.extend(self.strangers(&[]));
        all.extend(self.litter());
        all
    }

    /// Starts a program within the session; it is ended by whoever started it.
    pub fn run(&self, program: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Child {
        let mut command = self.folders.program(&self.display, program);
        command.args(arguments).envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The script ends what it started; what then still lives is ended one by one.
        signal(self.kiosk.id(), "TERM");
        let end = Instant::now() + Duration::from_secs(3);
        while self.kiosk.is_running() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        for process in self.folders.processes().into_keys() {
            signal(process, "KILL");
        }
    }
}

fn signal(process: u32, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &process.to_string()]).stderr(Stdio::null()).status();
}
