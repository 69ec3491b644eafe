//! A computer in an emulator: its screen, its keyboard, its ports, and a shell that the test's Debian alone has.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long anything may take in an emulator without hardware help, on a computer that builds something beside it.
pub const PATIENCE: Duration = Duration::from_mins(25);
/// How long the emulator itself may take for an answer.
const ANSWER: Duration = Duration::from_mins(2);
/// A processor as town halls have: what newer ones know takes an emulator longest.
const PLAIN: &str = "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16";
/// The pause between two looks at the screen, each of which takes the emulator's time from the guest.
const BETWEEN: Duration = Duration::from_millis(500);
/// The size of the screen. The emulator's card knows only widths that eight divides, so not 1366.
pub const SIZE: (usize, usize) = (1360, 768);

/// What the screen shows: rows of red, green, blue.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// Reads a binary PPM of eight bits. `None` while the emulator is still writing it.
    pub fn read(file: &Path) -> Option<Self> {
        let bytes = std::fs::read(file).ok()?;
        let mut at = 0;
        let mut word = || {
            let rest = bytes.get(at..)?;
            let start = at + rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
            let end = start + bytes[start..].iter().position(u8::is_ascii_whitespace)?;
            at = end;
            std::str::from_utf8(&bytes[start..end]).ok()
        };
        let (kind, width, height, depth) = (word()?, word()?.parse().ok()?, word()?.parse().ok()?, word()?);
        assert!(kind == "P6" && depth == "255", "{}: {kind}, {depth}", file.display());
        let pixels = bytes.get(at + 1..)?.to_vec();
        (pixels.len() == width * height * 3).then_some(Self { width, height, pixels })
    }

    /// Which part of the pixels differs visibly, 0 to 1; another size differs wholly.
    #[allow(clippy::cast_precision_loss, reason = "a share of a screen's pixels")]
    pub fn difference(&self, other: &Self) -> f64 {
        if (self.width, self.height) != (other.width, other.height) {
            return 1.0;
        }
        let pairs = self.pixels.chunks_exact(3).zip(other.pixels.chunks_exact(3));
        let differs = |(one, two): &(&[u8], &[u8])| one.iter().zip(*two).any(|(one, two)| one.abs_diff(*two) > 24);
        pairs.filter(differs).count() as f64 / (self.width * self.height) as f64
    }

    /// How many pixels differ from the first, the upper left corner of what is behind everything.
    pub fn written(&self) -> usize {
        let first = self.pixels.get(..3).unwrap_or_default();
        let differs = |pixel: &&[u8]| pixel.iter().zip(first).any(|(one, two)| one.abs_diff(*two) > 24);
        self.pixels.chunks_exact(3).filter(differs).count()
    }

    /// How many pixels are neither black nor nearly so: a console or a black screen has few.
    pub fn lit(&self) -> usize {
        self.pixels.chunks_exact(3).filter(|pixel| pixel.iter().any(|part| *part > 40)).count()
    }
}

/// What is said on a socket, line by line as it comes.
fn lines_of(stream: UnixStream) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line).trim().to_owned();
            line.clear();
            if sender.send(text).is_err() {
                return;
            }
        }
    });
    receiver
}

fn connected(path: &Path) -> UnixStream {
    let until = Instant::now() + ANSWER;
    loop {
        match UnixStream::connect(path) {
            Ok(stream) => return stream,
            Err(error) => assert!(Instant::now() < until, "{}: {error}", path.display()),
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What the shell in the guest said to a command.
pub struct Said {
    pub code: i32,
    pub text: String,
}

pub struct Machine {
    process: Child,
    folder: PathBuf,
    control: UnixStream,
    control_lines: Receiver<String>,
    events: Vec<Value>,
    shell: UnixStream,
    shell_lines: Receiver<String>,
    /// How often the guest's shell said that it is there, and nobody waited for it yet.
    boots: usize,
    asked: u64,
    pictures: u64,
}

/// What the computer is made of, besides what every one has.
pub struct Parts<'a> {
    pub disk: &'a Path,
    /// Whether what is written to the disk may wait in this computer's memory for ever: for installations only.
    pub careless: bool,
}

impl Machine {
    /// Switches a computer on. `folder` takes its sockets, pictures and what the emulator says.
    pub fn start(folder: &Path, parts: &Parts) -> Self {
        let sockets = tempfile::tempdir().expect("a folder for sockets").keep();
        let control = sockets.join("control");
        let shell = sockets.join("shell");
        let said = std::fs::File::create(folder.join("emulator.log")).expect("the folder is there");
        let help = std::fs::read_to_string("/proc/cpuinfo")
            .is_ok_and(|said| said.split_whitespace().any(|flag| flag == "vmx" || flag == "svm"));
        let cache = if parts.careless { "unsafe" } else { "writeback" };
        let process = Command::new("nice")
            .args(["-n", "10", "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-machine", "pc"])
            .args(if help { ["-accel", "kvm"] } else { ["-accel", "tcg,thread=multi"] })
            .args([
                "-cpu",
                if help { "host" } else { PLAIN },
                "-smp",
                "2",
                "-m",
                "2048",
                "-display",
                "none",
                "-nic",
                "none",
            ])
            .args(["-device", &format!("VGA,edid=on,xres={},yres={}", SIZE.0, SIZE.1)])
            .args(["-drive", &format!("file={},format=raw,if=virtio,cache={cache}", parts.disk.display())])
            .args(["-device", "qemu-xhci,id=usb", "-device", "usb-tablet,bus=usb.0", "-device", "virtio-rng-pci"])
            .args(["-device", "virtio-serial", "-chardev"])
            .arg(format!("socket,id=shell,path={},server=on,wait=off", shell.display()))
            .args(["-device", "virtserialport,chardev=shell,name=guest-test"])
            .arg("-qmp")
            .arg(format!("unix:{},server=on,wait=off", control.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .expect("nice is there");
        let control = connected(&control);
        let shell = connected(&shell);
        let mut machine = Self {
            process,
            folder: folder.to_owned(),
            control_lines: lines_of(control.try_clone().unwrap()),
            control,
            events: Vec::new(),
            shell_lines: lines_of(shell.try_clone().unwrap()),
            shell,
            boots: 0,
            asked: 0,
            pictures: 0,
        };
        machine.control("qmp_capabilities", &json!({}));
        machine
    }

    /// Has the emulator do something.
    pub fn control(&mut self, what: &str, how: &Value) -> Value {
        self.try_control(what, how).unwrap_or_else(|error| panic!("{what} {how}: {error}"))
    }

    pub fn try_control(&mut self, what: &str, how: &Value) -> Result<Value, String> {
        let mut asked = json!({ "execute": what, "arguments": how }).to_string();
        asked.push('\n');
        self.control.write_all(asked.as_bytes()).expect("the emulator listens");
        let until = Instant::now() + ANSWER;
        while Instant::now() < until {
            let Ok(line) = self.control_lines.recv_timeout(ANSWER) else { break };
            let Ok(value) = serde_json::from_str::<Value>(&line) else { continue };
            if value.get("event").is_some() {
                self.events.push(value);
            } else if let Some(answer) = value.get("return") {
                return Ok(answer.clone());
            } else if let Some(error) = value.get("error") {
                return Err(error.to_string());
            }
        }
        panic!("the emulator does not answer to {what}: {}", self.emulator_said());
    }

    fn emulator_said(&self) -> String {
        std::fs::read_to_string(self.folder.join("emulator.log")).unwrap_or_default()
    }

    /// The events of this name since they were last asked for; what came before them is forgotten.
    pub fn events(&mut self, name: &str) -> usize {
        while let Ok(line) = self.control_lines.try_recv() {
            if let Ok(value) = serde_json::from_str(&line) {
                self.events.push(value);
            }
        }
        std::mem::take(&mut self.events).iter().filter(|event| event["event"] == name).count()
    }

    /// Whether the emulator still runs: a guest that was switched off ends it.
    pub fn runs(&mut self) -> bool {
        self.process.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// The processor's time that the emulator has used: unlike a clock's it does not depend on what else this computer does.
    pub fn worked(&self) -> Duration {
        let said = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).unwrap_or_default();
        // Behind the name, in brackets, the twelfth and thirteenth field, in hundredths of a second.
        let fields: Vec<i64> = said
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|field| field.parse().ok())
            .collect();
        // The first field is a letter and not among the numbers.
        let hundredths: i64 = fields.get(10..12).unwrap_or_default().iter().sum();
        Duration::from_millis(hundredths.unsigned_abs() * 10)
    }

    /// The hard reset: what a power cut does to the computer's processor and memory.
    pub fn reset(&mut self) -> Instant {
        while self.shell_lines.try_recv().is_ok() {}
        self.boots = 0;
        self.control("system_reset", &json!({}));
        Instant::now()
    }

    fn hear(&mut self, patience: Duration) -> Option<(u64, Said)> {
        let line = self.shell_lines.recv_timeout(patience).ok()?;
        let mut words = line.split(' ');
        match words.next()? {
            "ready" => {
                self.boots += 1;
                None
            }
            "said" => {
                let number = words.next()?.parse().ok()?;
                let code = words.next()?.parse().ok()?;
                let text =
                    String::from_utf8_lossy(&STANDARD.decode(words.next().unwrap_or_default()).ok()?).into_owned();
                Some((number, Said { code, text }))
            }
            _ => None,
        }
    }

    /// Waits until the guest's shell says that it is there.
    pub fn wait_for_boot(&mut self) {
        let until = Instant::now() + PATIENCE;
        loop {
            if self.boots > 0 {
                self.boots -= 1;
                return;
            }
            assert!(Instant::now() < until && self.runs(), "the guest does not start: {}", self.emulator_said());
            self.hear(Duration::from_secs(1));
        }
    }

    /// Whether the guest's shell said since the last start was awaited that it started again.
    pub fn started_again(&mut self) -> bool {
        while self.hear(Duration::from_millis(1)).is_some() {}
        self.boots > 0
    }

    /// Asks the guest's shell, which is root's. `None` when no answer comes in this time.
    pub fn try_ask(&mut self, command: &str, patience: Duration) -> Option<Said> {
        self.asked += 1;
        let line = format!("{} {}\n", self.asked, STANDARD.encode(command));
        self.shell.write_all(line.as_bytes()).expect("the emulator listens");
        let until = Instant::now() + patience;
        while Instant::now() < until {
            match self.hear(Duration::from_millis(200)) {
                Some((number, said)) if number == self.asked => return Some(said),
                _ => {}
            }
        }
        None
    }

    pub fn ask(&mut self, command: &str) -> Said {
        self.try_ask(command, PATIENCE).unwrap_or_else(|| panic!("no answer to {command}"))
    }

    /// What the guest's shell says to a command that goes well.
    pub fn tell(&mut self, command: &str) -> String {
        let said = self.ask(command);
        assert!(said.code == 0, "{command}\n{} {}", said.code, said.text);
        said.text
    }

    /// Asks again and again until a command goes well.
    pub fn wait_until(&mut self, command: &str) -> Instant {
        let until = Instant::now() + PATIENCE;
        loop {
            let said = self.try_ask(command, Duration::from_secs(30));
            if said.as_ref().is_some_and(|said| said.code == 0) {
                return Instant::now();
            }
            let last = said.map(|said| said.text).unwrap_or_default();
            assert!(Instant::now() < until, "never went well: {command}\n{last}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// What the screen shows now.
    pub fn picture(&mut self) -> Picture {
        self.pictures += 1;
        let file = self.folder.join(format!("screen-{}.ppm", self.pictures % 2));
        let _ = std::fs::remove_file(&file);
        self.control("screendump", &json!({ "filename": file }));
        let until = Instant::now() + ANSWER;
        loop {
            if let Some(picture) = Picture::read(&file) {
                return picture;
            }
            assert!(Instant::now() < until, "no picture: {}", self.emulator_said());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Leaves what the screen shows in the folder, as a PNG.
    pub fn keep(&mut self, name: &str) {
        let file = self.folder.join(format!("{name}.png"));
        let _ = std::fs::remove_file(&file);
        self.control("screendump", &json!({ "filename": file, "format": "png" }));
    }

    /// Waits until the screen shows this, up to the pointer and a clock. `false` when it does not within `patience`.
    pub fn shows(&mut self, wanted: &Picture, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        loop {
            if self.picture().difference(wanted) < ALIKE {
                return true;
            }
            if Instant::now() > until || !self.runs() {
                return false;
            }
            std::thread::sleep(BETWEEN);
        }
    }

    /// Waits until the screen has stood still for a while, and says what it shows.
    pub fn settled(&mut self) -> Picture {
        let until = Instant::now() + PATIENCE;
        let mut last = self.picture();
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_secs(3) {
            assert!(Instant::now() < until, "the screen never stands still");
            std::thread::sleep(BETWEEN);
            let now = self.picture();
            if now.difference(&last) > STILL {
                since = Instant::now();
            }
            last = now;
        }
        last
    }

    /// Presses keys together, by the emulator's names, and lets go of them: `ctrl-alt-f1`.
    pub fn keys(&mut self, together: &str) {
        let keys: Vec<Value> = together.split('-').map(|key| json!({ "type": "qcode", "data": key })).collect();
        self.control("send-key", &json!({ "keys": keys, "hold-time": 60 }));
    }

    /// Types letters and digits one after the other.
    pub fn write(&mut self, text: &str) {
        for letter in text.chars() {
            let key = match letter {
                'a'..='z' | '0'..='9' => letter.to_string(),
                'A'..='Z' => format!("shift-{}", letter.to_ascii_lowercase()),
                '-' => "minus".to_owned(),
                ' ' => "spc".to_owned(),
                '=' => "equal".to_owned(),
                '/' => "slash".to_owned(),
                '.' => "dot".to_owned(),
                other => panic!("no key for {other}"),
            };
            self.keys(&key);
        }
    }

    /// Puts an image in as a stick, by its name.
    pub fn plug_stick(&mut self, name: &str, image: &Path) {
        let file = json!({ "driver": "raw", "node-name": name, "file": { "driver": "file", "filename": image } });
        self.control("blockdev-add", &file);
        self.control(
            "device_add",
            &json!({ "driver": "usb-storage", "id": format!("{name}-device"), "drive": name, "bus": "usb.0" }),
        );
    }

    /// Puts a device in at the USB.
    pub fn plug(&mut self, name: &str, driver: &str) -> Result<(), String> {
        self.try_control("device_add", &json!({ "driver": driver, "id": name, "bus": "usb.0" })).map(|_| ())
    }

    /// Pulls a device out, and waits until it is.
    pub fn unplug(&mut self, name: &str) {
        self.control("device_del", &json!({ "id": name }));
        let until = Instant::now() + ANSWER;
        while self.events("DEVICE_DELETED") == 0 {
            assert!(Instant::now() < until, "{name} is not let go");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The share of pixels by which two pictures of one page may differ: the pointer, a clock, edges of letters.
pub const ALIKE: f64 = 0.02;
/// The same for a screen that stands still.
const STILL: f64 = 0.0005;

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
