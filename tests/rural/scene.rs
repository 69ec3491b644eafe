//! Computers in network namespaces, and the line between them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The hub's address on its line, and the village's.
const HUB: &str = "10.77.0.1";
const VILLAGE: &str = "10.77.0.2";

/// The relay's address in the room of the village.
pub const RELAY: &str = "10.78.0.1";

/// Runs `ip` with these words.
fn ip(words: &str) {
    let output = Command::new("ip").args(words.split(' ')).output().expect("iproute2 is installed");
    assert!(output.status.success(), "ip {words}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A computer's network, which is removed with it.
pub struct Place {
    name: String,
}

impl Place {
    fn new(name: &str) -> Self {
        let place = Self { name: format!("cups-{}-{name}", std::process::id()) };
        ip(&format!("netns add {}", place.name));
        ip(&format!("-n {} link set lo up", place.name));
        // Whoever asks for `localhost` there is led over the line: for that name the certificate of the tests was made.
        std::fs::create_dir_all(place.settings()).expect("only root makes networks");
        std::fs::write(place.settings().join("hosts"), format!("{HUB} localhost\n")).expect("written");
        place
    }

    fn settings(&self) -> PathBuf {
        Path::new("/etc/netns").join(&self.name)
    }

    /// A program that will run there.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name]).arg(program);
        command
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = Command::new("ip").args(["netns", "del", &self.name]).status();
        let _ = std::fs::remove_dir_all(self.settings());
    }
}

/// A process that ends with whoever holds it.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The line: see `line.py`.
pub struct Line {
    _process: Process,
    says: ChildStdin,
    hears: BufReader<ChildStdout>,
}

impl Line {
    fn start(one: &str, other: &str) -> Self {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rural/line.py");
        let mut child = Command::new("python3")
            .arg(program)
            .args([one, other, "20261128"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 is installed");
        let says = child.stdin.take().expect("piped");
        let hears = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = Self { _process: Process(child), says, hears };
        assert_eq!(line.heard(), "ready");
        line
    }

    fn heard(&mut self) -> String {
        let mut line = String::new();
        self.hears.read_line(&mut line).expect("the line is there");
        line.trim().to_owned()
    }

    /// Changes it.
    pub fn tell(&mut self, words: &str) {
        writeln!(self.says, "{words}").expect("the line is there");
    }

    /// The bytes that both ends sent since the last time, headers of IP and TCP and what was sent again included.
    pub fn count(&mut self) -> u64 {
        self.tell("count");
        self.heard().split(' ').map(|bytes| bytes.parse::<u64>().expect("a count")).sum()
    }
}

/// The hub's computer, the village's, and the line between them, which is good at first.
pub struct Scene {
    // In the order in which they go.
    pub line: Line,
    pub hub: Place,
    pub village: Place,
}

impl Scene {
    pub fn new() -> Self {
        let (hub, village) = (Place::new("hub"), Place::new("village"));
        let names = [format!("ch{}", std::process::id()), format!("cv{}", std::process::id())];
        let line = Line::start(&names[0], &names[1]);
        for (place, name, own, other) in [(&hub, &names[0], HUB, VILLAGE), (&village, &names[1], VILLAGE, HUB)] {
            ip(&format!("link set {name} netns {}", place.name));
            ip(&format!("-n {} addr add {own} peer {other} dev {name}", place.name));
            ip(&format!("-n {} link set {name} up mtu 1500", place.name));
        }
        ip(&format!("-n {} link add room type bridge", village.name));
        ip(&format!("-n {} addr add {RELAY}/24 dev room", village.name));
        ip(&format!("-n {} link set room up", village.name));
        Self { line, hub, village }
    }

    /// A computer of the room, which sees the village's and nothing beyond it.
    pub fn beside(&self, number: u8) -> Place {
        let place = Place::new(&format!("room{number}"));
        let village = &self.village.name;
        ip(&format!("-n {village} link add c{number} type veth peer name room netns {}", place.name));
        ip(&format!("-n {village} link set c{number} master room up"));
        ip(&format!("-n {} addr add 10.78.0.{}/24 dev room", place.name, 10 + number));
        ip(&format!("-n {} link set room up", place.name));
        place
    }
}

/// Looks again and again until it is so.
pub fn until(what: &str, patience: Duration, mut is_so: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < patience, "never came: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
    begun.elapsed()
}
