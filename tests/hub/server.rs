//! A PostgreSQL of Debian's packages for the tests: on a free port, in a temporary folder, and gone with the test however that ends.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long it may take until it answers, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_mins(2);

/// Starts the server, and ends it as soon as nobody holds the standard input any more: also when the test was killed. Then its
/// folder goes, if it is named.
const HELD: &str = r#"cd /; "$1/postgres" -D "$2" -p "$3" -k "$2" -h 127.0.0.1 <&- & server=$!
read -r _; kill -QUIT "$server"; wait "$server"; [ -z "$4" ] || rm -rf "$4""#;

/// A running server.
pub struct Server {
    child: Child,
    /// Who lets go of it ends the server.
    held: Option<ChildStdin>,
    data: PathBuf,
    /// Removed with it; of the one that is shared its own shell removes it.
    _folder: Option<TempDir>,
    port: u16,
    databases: AtomicU32,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.held = None;
        let _ = self.child.wait();
    }
}

/// Where Debian's newest server is.
fn programs() -> PathBuf {
    let installed = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let found = installed.map(|version| version.path().join("bin")).filter(|bin| bin.join("initdb").exists()).max();
    assert!(found.is_some(), "PostgreSQL is needed: packaging/setup.sh test installs it");
    found.unwrap()
}

/// A program of the server; root may not run it, and so its own account does.
fn program(path: &Path) -> Command {
    let mut command = Command::new(path);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
    if let Some((user, group)) = account() {
        command.uid(user).gid(group);
    }
    command
}

/// The account that runs it, where this is root.
fn account() -> Option<(u32, u32)> {
    let number = |arguments: &[&str]| -> u32 {
        let said = Command::new("id").args(arguments).output().unwrap().stdout;
        String::from_utf8(said).unwrap().trim().parse().unwrap()
    };
    (number(&["-u"]) == 0).then(|| (number(&["-u", "postgres"]), number(&["-g", "postgres"])))
}

impl Server {
    /// The one that tests share, each with databases of its own.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Server> = OnceLock::new();
        SHARED.get_or_init(|| {
            // Nobody drops what is static.
            let data = tempfile::tempdir().unwrap().keep();
            Self::start_in(data.clone(), None, data.to_str().unwrap())
        })
    }

    /// A server of its own.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start_in(folder.path().to_owned(), Some(folder), "")
    }

    fn start_in(data: PathBuf, folder: Option<TempDir>, gone_after: &str) -> Self {
        if let Some((user, group)) = account() {
            chown(&data, Some(user), Some(group)).unwrap();
        }
        let made = program(&programs().join("initdb"))
            .arg("-D")
            .arg(&data)
            .args(["-U", "cups", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
            .status();
        assert!(made.unwrap().success(), "initdb");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = run(&data, port, gone_after);
        let held = child.stdin.take();
        let mut server = Self { child, held, data, _folder: folder, port, databases: AtomicU32::new(0) };
        server.wait();
        server
    }

    /// Ends it as a power cut would end it, but for the disk.
    pub fn stop(&mut self) {
        self.held = None;
        self.child.wait().unwrap();
    }

    /// Starts it again at the same place.
    pub fn start_again(&mut self) {
        self.child = run(&self.data, self.port, "");
        self.held = self.child.stdin.take();
        self.wait();
    }

    fn wait(&mut self) {
        let begun = Instant::now();
        while self.asked("postgres", "SELECT 1").is_none_or(|answer| answer != "1") {
            assert!(self.child.try_wait().unwrap().is_none(), "PostgreSQL ended");
            assert!(begun.elapsed() < PATIENCE, "PostgreSQL does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn asked(&self, database: &str, question: &str) -> Option<String> {
        let output = Command::new(programs().join("psql"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", "cups", "-d", database, "-XAtqc", question])
            .env("PGCONNECT_TIMEOUT", "5")
            .output()
            .unwrap();
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
    }

    /// Tells the server something.
    pub fn order(&self, order: &str) {
        self.asked("postgres", order).unwrap();
    }

    /// The answer to a question to the database at an address of this server.
    pub fn ask(&self, address: &str, question: &str) -> String {
        let database = address.rsplit('/').next().unwrap();
        self.asked(database, &format!("SET search_path = cups_hub; {question}")).unwrap()
    }

    /// The address of a database that is new.
    pub fn database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        self.asked("postgres", &format!("CREATE DATABASE hub_{number}")).unwrap();
        // Of two servers the one is found that is there.
        format!("postgres://cups@127.0.0.1:1,127.0.0.1:{}/hub_{number}", self.port)
    }
}

fn run(data: &Path, port: u16, gone_after: &str) -> Child {
    let mut command = program(Path::new("/bin/sh"));
    command.args(["-c", HELD, "sh"]).arg(programs()).arg(data).arg(port.to_string()).arg(gone_after);
    command.stdin(Stdio::piped());
    command.spawn().unwrap()
}
