//! The three computers of the hub's database on one: the monitor and two servers, set up and run by the script that an agency uses,
//! on free ports, in a temporary folder, and gone with the test however that ends.

use std::fs::{self, File, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SCRIPT: &str = "packaging/database/cups-database";

/// How long anything may take, on a machine that has other things to do: beyond it nothing comes any more.
const PATIENCE: Duration = Duration::from_mins(5);

/// Does what the unit of packaging/database does, starting again what ended, until nobody holds the standard input any more. Then
/// everything is killed as a power cut kills it: also when the test was.
const HELD: &str = r#"( while :; do "$1" run; sleep 2; done ) <&- >>"$2" 2>&1 &
read -r _; kill -KILL 0"#;

/// What the write is confirmed by: one that is on the disk of the other server too.
const COPIES: &str =
    "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')";

/// How many servers the monitor knows to be what they should be. One that dies before the monitor was told that it is no longer
/// alone is waited for, and nobody stands in.
const SETTLED: &str = "SELECT count(*) FROM pgautofailover.node
    WHERE reportedstate = goalstate AND reportedstate IN ('primary', 'secondary') AND health = 1";

/// Which computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Who says which server is written.
    Monitor,
    /// The first server.
    One,
    /// The second.
    Two,
}

impl Part {
    /// The two servers.
    pub const SERVERS: [Self; 2] = [Self::One, Self::Two];

    /// The server beside this one.
    pub fn other(self) -> Self {
        if self == Self::One { Self::Two } else { Self::One }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Monitor => "monitor",
            Self::One => "one",
            Self::Two => "two",
        }
    }
}

/// A computer that runs; who lets go of it kills it.
struct Running {
    child: Child,
    held: Option<ChildStdin>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.held = None;
        let _ = self.child.wait();
    }
}

/// The three.
pub struct Nodes {
    // Ended before the folder is removed.
    running: [Option<Running>; 3],
    ports: [u16; 3],
    /// Of the hub, and of the servers at the monitor.
    passwords: [String; 2],
    folder: TempDir,
}

impl Nodes {
    /// Sets them up, and waits until two hold everything.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        let script = folder.path().join("cups-database");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(SCRIPT), &script).unwrap();
        fs::set_permissions(&script, Permissions::from_mode(0o755)).unwrap();
        let made = Command::new(&script).arg("passwords").env("CUPS_DATABASE_FOLDER", folder.path()).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let passwords = String::from_utf8(made.stdout).unwrap();
        let password = |name: &str| passwords.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
        let known = ["*:*:*:cups:", "*:*:*:autoctl_node:"].map(password);
        let ports = free_ports();
        let mut nodes = Self { running: [None, None, None], ports, passwords: known, folder };
        for part in [Part::Monitor, Part::One, Part::Two] {
            nodes.set_up(part, &passwords);
            nodes.start_again(part);
        }
        nodes.until("two hold everything, and the monitor knows", Self::is_whole);
        nodes
    }

    fn folder(&self, part: Part) -> PathBuf {
        self.folder.path().join(part.name())
    }

    fn port(&self, part: Part) -> u16 {
        self.ports[part as usize]
    }

    fn script(&self, part: Part) -> Command {
        let mut command = Command::new(self.folder.path().join("cups-database"));
        command.env("CUPS_DATABASE_FOLDER", self.folder(part)).stdin(Stdio::null());
        command
    }

    fn log(&self, part: Part) -> File {
        let path = self.folder.path().join(format!("{}.log", part.name()));
        File::options().create(true).append(true).open(path).unwrap()
    }

    /// What a person does once on each of the three.
    fn set_up(&self, part: Part, passwords: &str) {
        let folder = self.folder(part);
        let file = folder.join("passwords");
        fs::create_dir(&folder).unwrap();
        fs::write(&file, passwords).unwrap();
        let account = account();
        for (path, mode) in [(&folder, 0o700), (&file, 0o600)] {
            fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
            chown(path, account.map(|(user, _)| user), account.map(|(_, group)| group)).unwrap();
        }
        let mut command = self.script(part);
        if part == Part::Monitor {
            command.arg("monitor");
        } else {
            let monitor = format!("127.0.0.1:{}", self.port(Part::Monitor));
            command.args([
                "node",
                "--name",
                part.name(),
                "--monitor",
                &monitor,
                "--hub",
                "127.0.0.0/8",
                "--memory",
                "64MB",
            ]);
        }
        let listens = self.port(part).to_string();
        let (out, errors) = (self.log(part), self.log(part));
        let done = command.args(["--host", "127.0.0.1", "--port", &listens]).stdout(out).stderr(errors).status();
        assert!(done.unwrap().success(), "{part:?} could not be set up:\n{}", self.told(part));
    }

    /// The last lines of what a computer wrote.
    fn told(&self, part: Part) -> String {
        let path = self.folder.path().join(format!("{}.log", part.name()));
        let text = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(25)..].join("\n")
    }

    /// Its power fails.
    pub fn kill(&mut self, part: Part) {
        self.running[part as usize].take().expect("it runs");
    }

    /// It has power again; nothing else is done to it.
    pub fn start_again(&mut self, part: Part) {
        let log = self.folder.path().join(format!("{}.log", part.name()));
        let mut command = Command::new("/bin/sh");
        command.args(["-c", HELD, "sh"]).arg(self.folder.path().join("cups-database")).arg(log);
        command.env("CUPS_DATABASE_FOLDER", self.folder(part)).stdin(Stdio::piped()).process_group(0);
        let mut child = command.spawn().unwrap();
        let held = child.stdin.take();
        assert!(self.running[part as usize].replace(Running { child, held }).is_none(), "{part:?} runs already");
    }

    /// The address at which a hub finds the server that is written.
    pub fn address(&self) -> String {
        let [_, one, two] = self.ports;
        format!("postgres://cups:{}@127.0.0.1:{one},127.0.0.1:{two}/cups", self.passwords[0])
    }

    /// The answer of the server that is written, when there is one.
    pub fn ask(&self, question: &str) -> Option<String> {
        asked(&format!("{}?target_session_attrs=read-write", self.address()), question)
    }

    /// The answer of one of the servers.
    pub fn ask_of(&self, part: Part, question: &str) -> Option<String> {
        asked(&format!("postgres://cups:{}@127.0.0.1:{}/cups", self.passwords[0], self.port(part)), question)
    }

    /// Whether a server is the one that is written.
    pub fn is_written(&self, part: Part) -> bool {
        self.ask_of(part, "SELECT pg_is_in_recovery()").as_deref() == Some("f")
    }

    /// Which server is written.
    pub fn primary(&self) -> Part {
        Part::SERVERS.into_iter().find(|part| self.is_written(*part)).expect("one of them is written")
    }

    /// Whether a second server has everything before it is confirmed.
    pub fn has_two_copies(&self) -> bool {
        self.ask(COPIES).as_deref() == Some("1")
    }

    /// Whether the monitor knows, too, that either may die.
    pub fn is_whole(&self) -> bool {
        let port = self.port(Part::Monitor);
        let monitor = format!("postgres://autoctl_node:{}@127.0.0.1:{port}/pg_auto_failover", self.passwords[1]);
        self.has_two_copies() && asked(&monitor, SETTLED).as_deref() == Some("2")
    }

    /// Waits for something that is asked again and again.
    ///
    /// # Panics
    /// When it does not come: with what the three said last.
    pub fn until(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            if begun.elapsed() > PATIENCE {
                let told = [Part::Monitor, Part::One, Part::Two].map(|part| format!("{part:?}\n{}", self.told(part)));
                panic!("in vain waited for: {what}\n{}", told.join("\n\n"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// The answer of whoever is found at an address.
fn asked(address: &str, question: &str) -> Option<String> {
    let output = Command::new("psql")
        .args(["-XAtqc", question, "-d", address])
        .env("PGCONNECT_TIMEOUT", "2")
        .env("PGOPTIONS", "-c search_path=cups_hub -c statement_timeout=20000")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

/// Ports that nobody listens at. All are held until the last is found, so that they are three.
fn free_ports() -> [u16; 3] {
    let held = [(); 3].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

/// The account of the servers, where this is root.
fn account() -> Option<(u32, u32)> {
    let number = |arguments: &[&str]| -> u32 {
        let said = Command::new("id").args(arguments).output().unwrap().stdout;
        String::from_utf8(said)
            .unwrap()
            .trim()
            .parse()
            .expect("the account postgres: packaging/setup.sh failover makes it")
    };
    (number(&["-u"]) == 0).then(|| (number(&["-u", "postgres"]), number(&["-g", "postgres"])))
}
