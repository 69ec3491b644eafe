//! The print system of Debian, started privately: in a folder of the test, on a socket of its own, without a service, with
//! what `packaging/` brings appended to its settings as it says there.

use crate::device::Device;
use cups_kiosk::platform::print_system::PrintAddress;
use cups_kiosk::platform::process::account_name;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const CUPSD: &str = "/usr/sbin/cupsd";

/// A print system that ends with the test.
pub struct PrintSystem {
    folder: tempfile::TempDir,
    process: Child,
}

impl Drop for PrintSystem {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl PrintSystem {
    /// Starts it; nothing where it is not installed, which is said.
    pub fn start() -> Option<Self> {
        if !Path::new(CUPSD).exists() || !Path::new("/usr/sbin/lpadmin").exists() {
            eprintln!("left out: cupsd and lpadmin are not here (packaging/setup.sh test installs them)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        // The account of the print system's helpers passes through.
        fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["conf", "spool", "cache", "run", "log", "tmp"] {
            fs::create_dir(root.join(name)).unwrap();
            fs::set_permissions(root.join(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
        let shown = root.display();
        let account = account_name().expect("an account");
        let group = Command::new("id").arg("-gn").output().unwrap().stdout;
        let group = String::from_utf8(group).unwrap();
        let ours =
            include_str!("../../packaging/cupsd-kiosk.conf").replace("user cups-kiosk ", &format!("user {account} "));
        let cupsd = format!(
            "LogLevel warn\nDirtyCleanInterval 1\nListen {shown}/run/cups.sock\nBrowsing No\nDefaultAuthType Basic\nWebInterface No\n\
             <Location />\n  Order allow,deny\n  Allow localhost\n</Location>\n{ours}"
        );
        let files = format!(
            "ServerRoot {shown}/conf\nRequestRoot {shown}/spool\nCacheDir {shown}/cache\nStateDir {shown}/run\n\
             TempDir {shown}/tmp\nErrorLog {shown}/log/error_log\nPageLog {shown}/log/page_log\n\
             SystemGroup {group}\nFileDevice No\n{}",
            include_str!("../../packaging/cups-files-kiosk.conf")
        );
        fs::write(root.join("conf/cupsd.conf"), cupsd).unwrap();
        fs::write(root.join("conf/cups-files.conf"), files).unwrap();
        let process = Command::new(CUPSD)
            .arg("-f")
            .arg("-c")
            .arg(root.join("conf/cupsd.conf"))
            .arg("-s")
            .arg(root.join("conf/cups-files.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let system = Self { folder, process };
        let until = Instant::now() + Duration::from_secs(15);
        while std::os::unix::net::UnixStream::connect(system.socket()).is_err() {
            assert!(Instant::now() < until, "cupsd does not start: {}", system.log());
            thread::sleep(Duration::from_millis(50));
        }
        Some(system)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("run/cups.sock")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log/error_log")).unwrap_or_default()
    }

    /// Ends it, so that it writes what it keeps.
    pub fn end(&mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.process.wait().unwrap();
    }

    /// Where the program finds it.
    pub fn address(&self) -> PrintAddress {
        PrintAddress::parse(&self.socket().display().to_string()).unwrap()
    }

    /// A queue to a printer, which prints where none is chosen.
    pub fn add(&self, name: &str, device: &Device) {
        let uri = format!("ipp://127.0.0.1:{}/ipp/print", device.port);
        self.command("/usr/sbin/lpadmin", &["-p", name, "-E", "-v", &uri, "-m", "raw"]);
        self.command("/usr/sbin/lpadmin", &["-d", name]);
    }

    /// Somebody stops a queue.
    pub fn stop(&self, name: &str) {
        self.command("/usr/sbin/cupsdisable", &[name]);
    }

    fn command(&self, program: &str, arguments: &[&str]) {
        let output = Command::new(program).arg("-h").arg(self.socket()).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {arguments:?}: {said}{}", self.log());
    }

    /// The files of the print system in which one of these stands: spool, caches, logs, what it keeps for a moment.
    pub fn finds(&self, words: &[&str]) -> Vec<String> {
        search(self.folder.path(), words)
    }
}

/// The files below a folder in whose bytes or names one of these stands.
pub fn search(folder: &Path, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            found.extend(search(&path, words));
            continue;
        }
        let name = path.display().to_string();
        let bytes = if kind.is_file() { fs::read(&path).unwrap_or_default() } else { Vec::new() };
        let holds = |word: &&&str| name.contains(**word) || memchr::memmem::find(&bytes, word.as_bytes()).is_some();
        found.extend(words.iter().find(holds).map(|word| format!("{name}: {word}")));
    }
    found
}
