//! An office with keys, a hub on loopback, a line that can be cut, and a terminal.

use cups_kiosk::catalogue::release::{Release, canonical, parse, sha256};
use cups_kiosk::catalogue::trust::editors::KeyFolder;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::sync::catalogue::{Current, Look, Way};
use cups_kiosk::sync::client::{ClientError, HubClient};
use jiff::Timestamp;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Everything between the editors and a visitor.
pub struct Ground {
    pub folder: TempDir,
    pub keys: KeyFolder,
    pub hub: Hub,
    pub line: Line,
}

impl Ground {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = KeyFolder::create(&folder.path().join("keys"), Timestamp::now()).unwrap();
        let hub = Hub::start(folder.path().join("hub"));
        let line = Line::to(&hub.address);
        Self { folder, keys, hub, line }
    }

    /// Signs a catalogue for so many days and publishes it.
    pub fn publish(&self, catalogue: &Catalogue, days: u16) {
        let bundle = self.folder.path().join("signed");
        let _ = std::fs::remove_dir_all(&bundle);
        let release = Release::pack(catalogue).unwrap();
        self.keys.sign(release, days, Timestamp::now()).unwrap().write(&bundle).unwrap();
        self.hub.command(&["catalogue", "publish", bundle.to_str().unwrap()]);
    }

    /// A new terminal that was given the root at its enrolment.
    pub fn terminal(&self, name: &str) -> Terminal {
        let data = DataFolder::new(Some(self.folder.path().join(name)));
        let root = self.keys.root().unwrap();
        Terminal { data, root: Some(root), pinned: None, line: self.line.address.clone() }
    }
}

/// A terminal. It keeps nothing in memory between two looks, as if it were started anew each time.
pub struct Terminal {
    pub data: DataFolder,
    pub root: Option<String>,
    /// The root that its settings name.
    pub pinned: Option<String>,
    pub line: String,
}

impl Terminal {
    pub fn cache(&self) -> CatalogueCache {
        CatalogueCache::new(self.data.catalogue())
    }

    /// Puts a catalogue into use as an earlier day did.
    pub fn begin_with(&self, catalogue: &Catalogue) {
        let text = canonical(catalogue).unwrap();
        self.cache().apply(&text, &sha256(&text), None).unwrap();
    }

    pub fn number(&self) -> u64 {
        self.cache().load_or_build().unwrap().number
    }

    pub fn way(&self) -> Way {
        Way::new(&self.data, Current::of(&self.cache().in_use().unwrap()), self.pinned.clone())
    }

    pub fn look_by(&self, way: &mut Way, now: Timestamp) -> Result<Look, ClientError> {
        let client = HubClient::new(&self.line, false).unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(way.look(&client, self.root.as_deref(), now))
    }

    pub fn look_at(&self, now: Timestamp) -> Result<Look, ClientError> {
        self.look_by(&mut self.way(), now)
    }

    pub fn look(&self) -> Result<Look, ClientError> {
        self.look_at(Timestamp::now())
    }
}

/// A small catalogue with a number larger than the shipped one's. `weight` bytes of it do not compress.
pub fn catalogue(step: u64, weight: usize) -> Catalogue {
    let number = cups_kiosk::catalogue::shipped_number() + step;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64.wrapping_add(step);
    let mut ballast = String::with_capacity(weight);
    while ballast.len() < weight {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        write!(ballast, "{:08x}", state >> 32).unwrap();
    }
    let text = format!(
        r#"{{"format":1,"number":{number},"asOf":"2026-11-21","calendar":{{"fixed":[],"fromOrthodoxEaster":[]}},"events":{{}},
        "services":{{}},"providers":{{"A":{{"id":"A","name":{{"ro":"{ballast}"}}}}}},"papers":{{}},"laws":{{}},
        "notices":{{}},"centres":{{}}}}"#
    );
    parse(text.as_bytes()).unwrap()
}

/// A hub on loopback; ended when it goes out of scope.
pub struct Hub {
    pub data: PathBuf,
    pub address: String,
    process: Child,
}

impl Hub {
    fn start(data: PathBuf) -> Self {
        let key = data.with_extension("key");
        run(&["operator-key", "--out", key.to_str().unwrap(), "--data", data.to_str().unwrap()]);
        let mut process = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit('/').next().unwrap().to_owned();
        Self { data, address, process }
    }

    /// Runs a command of the hub over its data.
    pub fn command(&self, arguments: &[&str]) -> String {
        let data = self.data.to_str().unwrap();
        run(&[arguments, &["--data", data]].concat())
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cups-hub")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What the line does with an answer's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing.
    #[default]
    None,
    /// Of a release or delta so many bytes come through, then the line is dead.
    CutAfter(u64),
    /// Nothing comes through at all.
    Dead,
    /// Every byte of a release or delta beyond this one is changed.
    Garble(u64),
    /// What stands between, a captive portal, answers everything with a page of its own.
    Portal,
}

/// A line to the hub on loopback, of which each connection carries one request.
pub struct Line {
    pub address: String,
    trouble: Arc<Mutex<Trouble>>,
    /// Bytes of releases and deltas that came through.
    carried: Arc<AtomicU64>,
    /// Bytes of everything else that came through, heads included.
    spoken: Arc<AtomicU64>,
}

impl Line {
    fn to(hub: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let line = Self { address, trouble: Arc::default(), carried: Arc::default(), spoken: Arc::default() };
        let (hub, trouble) = (hub.to_owned(), Arc::clone(&line.trouble));
        let (carried, spoken) = (Arc::clone(&line.carried), Arc::clone(&line.spoken));
        std::thread::spawn(move || {
            for terminal in listener.incoming().flatten() {
                let _ = carry(terminal, &hub, *trouble.lock().unwrap(), &carried, &spoken);
            }
        });
        line
    }

    pub fn trouble(&self, trouble: Trouble) {
        *self.trouble.lock().unwrap() = trouble;
    }

    /// Bytes of releases and deltas since the last time this was asked.
    pub fn carried(&self) -> u64 {
        self.carried.swap(0, Ordering::SeqCst)
    }

    /// Bytes of everything else since the last time this was asked.
    pub fn spoken(&self) -> u64 {
        self.spoken.swap(0, Ordering::SeqCst)
    }
}

/// Carries one request and its answer.
fn carry(
    mut terminal: TcpStream,
    hub: &str,
    trouble: Trouble,
    carried: &AtomicU64,
    spoken: &AtomicU64,
) -> std::io::Result<()> {
    let request = head(&mut terminal)?;
    if trouble == Trouble::Dead {
        return Ok(());
    }
    if trouble == Trouble::Portal {
        let page = "<html><body>Bine ați venit! Acceptați condițiile.</body></html>";
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n", page.len());
        return write!(terminal, "{answer}{page}");
    }
    let mut upstream = TcpStream::connect(hub)?;
    let request = String::from_utf8_lossy(&request).replacen("\r\n", "\r\nconnection: close\r\n", 1);
    upstream.write_all(request.as_bytes())?;
    let head = head(&mut upstream)?;
    terminal.write_all(&head)?;
    let mut body = Vec::new();
    upstream.read_to_end(&mut body)?;
    let first = request.lines().next().unwrap_or_default().to_owned();
    if !first.contains("/releases/") && !first.contains("/deltas/") || !head.starts_with(b"HTTP/1.1 20") {
        spoken.fetch_add((request.len() + head.len() + body.len()) as u64, Ordering::SeqCst);
        return terminal.write_all(&body);
    }
    let mut through = body.len() as u64;
    match trouble {
        Trouble::CutAfter(bytes) => through = through.min(bytes),
        Trouble::Garble(from) => {
            body.iter_mut().skip(usize::try_from(from).unwrap()).for_each(|byte| *byte = !*byte);
        }
        _ => {}
    }
    terminal.write_all(&body[..usize::try_from(through).unwrap()])?;
    terminal.flush()?;
    carried.fetch_add(through, Ordering::SeqCst);
    terminal.shutdown(Shutdown::Write)
}

/// The head of a request or answer, with its empty line.
fn head(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(head)
}
