//! A virtual display, the kiosk in it, and the hub: each ended by its own process id.

#[path = "display.rs"]
pub mod display;

pub use display::{Display, PATIENCE};
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn tool(name: &str) -> Command {
    Command::new(name)
}

/// The kiosk with its window.
pub struct Kiosk {
    process: Child,
    display: String,
    lines: Arc<Mutex<Vec<String>>>,
    /// How many lines were already waited for.
    seen: usize,
}

impl Kiosk {
    pub fn start(data: &Path, display: &Display) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_cups-kiosk")), data, display)
    }

    /// The kiosk by another command, which ends as it.
    pub fn start_by(command: Command, data: &Path, display: &Display) -> Self {
        // A computer that was set up: with settings, whatever they say. One that nobody set up begins otherwise.
        let settings = data.join("kiosk.toml");
        if !settings.exists() && std::fs::create_dir_all(data).is_ok() {
            // A folder that cannot be written to is what some tests are about.
            let mut options = std::fs::OpenOptions::new();
            let _ = options.create_new(true).write(true).mode(0o600).open(settings);
        }
        Self::start_new(command, data, display)
    }

    /// The same on a computer as it is.
    pub fn start_new(mut command: Command, data: &Path, display: &Display) -> Self {
        let mut process = command
            .arg("--data")
            .arg(data)
            .env("DISPLAY", display.name())
            .env("CUPS_LOG", "cups_kiosk=trace")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&lines);
        let stderr = BufReader::new(process.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                into.lock().unwrap().push(line);
            }
        });
        let kiosk = Self { process, display: display.name().to_owned(), lines, seen: 0 };
        let window = kiosk.xdotool(&["search", "--sync", "--onlyvisible", "--name", "CUPS"]);
        let window = window.lines().next().expect("the window is there").to_owned();
        kiosk.xdotool(&["windowfocus", "--sync", &window]);
        kiosk
    }

    /// Where the window is and how large: left, top, width, height.
    pub fn place(&self) -> [i64; 4] {
        let window = self.xdotool(&["search", "--onlyvisible", "--name", "CUPS"]);
        let window = window.lines().next().expect("the window is there").to_owned();
        let said = self.xdotool(&["getwindowgeometry", "--shell", &window]);
        ["X=", "Y=", "WIDTH=", "HEIGHT="].map(|name| {
            let value = said.lines().find_map(|line| line.strip_prefix(name)).expect("xdotool says it");
            value.parse().expect("a number")
        })
    }

    fn xdotool(&self, arguments: &[&str]) -> String {
        let output = tool("xdotool").args(arguments).env("DISPLAY", &self.display).output();
        let output = output.expect("xdotool is installed: make test installs it");
        assert!(output.status.success(), "xdotool {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub fn key(&mut self, key: &str) {
        self.seen = self.lines.lock().unwrap().len();
        self.xdotool(&["key", key]);
    }

    /// Has hands do what a script of xdotool says, without any pause of their own.
    pub fn hands(&self, script: &str) {
        let mut hands = tool("xdotool")
            .arg("-")
            .env("DISPLAY", &self.display)
            .stdin(Stdio::piped())
            .spawn()
            .expect("xdotool is installed: make test installs it");
        hands.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        assert!(hands.wait().unwrap().success(), "xdotool: {script}");
    }

    /// The latest line of the log that says this, without what comes before it.
    pub fn latest(&self, what: &str) -> Option<String> {
        let lines = self.lines.lock().unwrap();
        lines
            .iter()
            .rev()
            .map(|line| plain(line))
            .find_map(|line| line.split_once(what).map(|(_, rest)| rest.to_owned()))
    }

    /// Presses a key and waits until the page stands that it led to. Only for a key that changes the page.
    pub fn press(&mut self, key: &str) {
        let heard = self.count("heard");
        self.key(key);
        let until = Instant::now() + PATIENCE;
        loop {
            let lines: Vec<String> = self.lines.lock().unwrap().iter().map(|line| plain(line)).collect();
            let after = lines.iter().enumerate().filter(|(_, line)| line.contains("heard")).nth(heard);
            if after.is_some_and(|(place, _)| lines[place..].iter().any(|line| line.contains("described"))) {
                return;
            }
            assert!(Instant::now() < until, "{key} changes nothing:\n{}", lines.join("\n"));
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn write(&self, text: &str) {
        self.xdotool(&["type", "--delay", "15", text]);
    }

    /// Whether the log says this within a time, counted from the last key.
    pub fn shows(&self, what: &str, within: Duration) -> bool {
        let until = Instant::now() + within;
        loop {
            if self.lines.lock().unwrap()[self.seen..].iter().any(|line| plain(line).contains(what)) {
                return true;
            }
            if Instant::now() > until {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn wait_for(&self, what: &str) {
        assert!(
            self.shows(what, PATIENCE),
            "the kiosk does not say {what}:\n{}",
            self.lines.lock().unwrap().join("\n")
        );
    }

    /// How often the log says this.
    pub fn count(&self, what: &str) -> usize {
        self.lines.lock().unwrap().iter().filter(|line| plain(line).contains(what)).count()
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// All lines of the log so far.
    pub fn log(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    pub fn is_running(&mut self) -> bool {
        self.process.try_wait().is_ok_and(|ended| ended.is_none())
    }

    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A line of the log without the marks of colours.
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            for mark in letters.by_ref() {
                if mark.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            out.push(letter);
        }
    }
    out
}

/// A hub on loopback.
pub struct Hub {
    process: Option<Child>,
    data: PathBuf,
    address: String,
}

fn hub_command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cups-hub"));
    command.args(arguments).arg("--data").arg(data);
    command
}

impl Hub {
    /// A new hub with an operator's key and the shipped catalogue.
    pub fn start(data: &Path) -> Self {
        Self::of(data, None)
    }

    /// The same with a catalogue of these source files.
    pub fn of(data: &Path, catalogue: Option<&Path>) -> Self {
        let key = data.with_extension("key");
        let (keys, signed) = (data.with_extension("keys"), data.with_extension("signed"));
        let (keys, signed) = (keys.to_str().unwrap(), signed.to_str().unwrap());
        let in_data = ["--data", data.to_str().unwrap()];
        let mut sign = vec!["sign", "--keys", keys, "--out", signed];
        sign.extend(catalogue.map(|folder| folder.to_str().unwrap()));
        let (hub, editors) = (env!("CARGO_BIN_EXE_cups-hub"), env!("CARGO_BIN_EXE_cups-catalogue"));
        for (program, arguments, place) in [
            (hub, vec!["operator-key", "--out", key.to_str().unwrap()], &in_data[..]),
            (editors, vec!["keys", "new", "--out", keys], &[]),
            (editors, sign, &[]),
            (hub, vec!["catalogue", "publish", signed], &in_data[..]),
        ] {
            let output = Command::new(program).args(arguments).args(place).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        let mut hub = Self { process: None, data: data.to_owned(), address: "127.0.0.1:0".to_owned() };
        hub.restart();
        hub
    }

    /// Starts it again at the same address.
    pub fn restart(&mut self) {
        self.stop();
        let mut process = hub_command(&self.data, &["serve", "--listen", &self.address])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().rsplit('/').next().expect("it says where it listens").clone_into(&mut self.address);
        self.process = Some(process);
    }

    /// Ends it at once.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    pub fn stop(&mut self) {
        self.kill();
    }

    /// Enrols a kiosk of Lozova; gives its recovery codes.
    pub fn enrol(&self, kiosk: &Path) -> Vec<String> {
        let output = hub_command(&self.data, &["enrol", "--centre", "lozova"]).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let code = said.lines().next().unwrap();
        let done = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"))
            .arg("--data")
            .arg(kiosk)
            .args(["enrol", "--hub", &format!("http://{}", self.address), "--code", code])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let codes = said.lines().filter_map(|line| line.strip_prefix("recovery code "));
        codes.map(|line| line.split_once(": ").unwrap().1.to_owned()).collect()
    }

    /// Sends what a kiosk holds, without its window.
    pub fn sync(kiosk: &Path) {
        let done = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"))
            .arg("--data")
            .arg(kiosk)
            .args(["sync", "--once"])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The entries the hub has, as its read API lists them.
pub fn hub_entries(hub: &Hub) -> Vec<serde_json::Value> {
    let mut entries = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = get(&hub.address, &format!("/api/v1/journal-entries?limit=100{cursor}"));
        entries.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return entries,
        }
    }
}

fn get(address: &str, path: &str) -> serde_json::Value {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    // The answer may come in chunks; JSON objects of ours begin and end with braces.
    let start = body.find('{').unwrap();
    let end = body.rfind('}').unwrap();
    serde_json::from_str(&body[start..=end]).unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// Reads the head of a request and the body that it announces.
pub fn read_request(stream: &mut (impl Read + ?Sized)) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream.read(&mut piece).ok().filter(|count| *count > 0)?;
        text.extend_from_slice(&piece[..count]);
        let words = String::from_utf8_lossy(&text).to_lowercase();
        let Some((head, body)) = words.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        if body.len() >= length {
            return Some(text);
        }
    }
}
