//! The hub under test, and a terminal that speaks to it in plain HTTP.

use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Position};
use cups_kiosk::domain::text::Language;
use cups_kiosk::protocol::enrolment::EnrolmentRequest;
use cups_kiosk::protocol::entry::{Entry, NO_HASH};
use cups_kiosk::protocol::event::JournalEvent;
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::parcel::{Content, Head};
use cups_kiosk::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use cups_kiosk::protocol::signature::{SIGNATURE_HEADER, TERMINAL_HEADER, sign, verifying_key_text};
use cups_kiosk::protocol::verdict::{BatchAnswer, Verdict};
use cups_kiosk::protocol::{PARCEL_MEDIA_TYPE, path};
use ed25519_dalek::SigningKey;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;
use uuid::{Builder, Uuid};

const CENTRE: &str = r#"
id = "lozova"
kind = "town_hall"
name = { ro = "CUPS Lozova", ru = "CUPS Лозова", en = "CUPS Lozova" }
locality = "Lozova"
district = { ro = "raionul Strășeni", ru = "Страшенский район", en = "Strășeni district" }
time_zone = "Europe/Chisinau"
"#;

const CATALOGUE: &str = r#"
as_of = "2026-11-21"
[calendar]
fixed = ["01-01"]
from_orthodox_easter = [0]
"#;

/// Runs the program to its end.
pub fn hub(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cups-hub")).args(arguments).output().unwrap()
}

/// Runs the editors' program to its end.
pub fn editors(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cups-catalogue")).args(arguments).output().unwrap()
}

/// What a command that succeeded wrote.
pub fn stdout_of(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap().trim().to_owned()
}

/// The recovery codes among the lines that a command wrote.
pub fn recovery_codes(said: &str) -> Vec<String> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("recovery code "));
    lines.map(|line| line.split_once(": ").unwrap().1.to_owned()).collect()
}

/// A hub's folder with an operator's key and a centre's profile.
pub struct Ground {
    folder: TempDir,
    /// The address of the database, where it is not in the folder.
    database: Option<String>,
}

impl Ground {
    pub fn new() -> Self {
        Self::over(None)
    }

    /// The same with the hub's data in a database, or in the folder.
    pub fn over(database: Option<String>) -> Self {
        let ground = Self::beside(database);
        let key = ground.hub(&["operator-key", "--out", &ground.text("operator.key")]);
        assert!(stdout_of(&key).starts_with("age1"));
        ground
    }

    /// A folder without anything in it.
    pub fn beside(database: Option<String>) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    /// The same hub with its data in a database: the folder then holds a copy of the keys alone.
    pub fn over_there(&self, database: &str) -> Self {
        let other = Self::beside(Some(database.to_owned()));
        fs::create_dir_all(other.path("data")).unwrap();
        fs::copy(self.path("data/hub.key"), other.path("data/hub.key")).unwrap();
        other
    }

    /// The program, with what it needs to find the hub's data.
    fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cups-hub"));
        command.args(arguments).args(["--data", &self.data()]);
        match &self.database {
            Some(address) => command.env("CUPS_HUB_DATABASE", address),
            None => command.env_remove("CUPS_HUB_DATABASE"),
        };
        command
    }

    /// Runs a command of this hub to its end.
    pub fn hub(&self, arguments: &[&str]) -> Output {
        self.program(arguments).output().unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    pub fn data(&self) -> String {
        self.text("data")
    }

    pub fn code(&self) -> String {
        self.code_for("lozova")
    }

    pub fn code_for(&self, centre: &str) -> String {
        self.paper_for(centre).0
    }

    /// What `enrol` prints: the enrolment code, and the recovery codes.
    pub fn paper(&self) -> (String, Vec<String>) {
        self.paper_for("lozova")
    }

    fn paper_for(&self, centre: &str) -> (String, Vec<String>) {
        let file = self.text(&format!("{centre}.toml"));
        fs::write(&file, CENTRE.replace("id = \"lozova\"", &format!("id = \"{centre}\""))).unwrap();
        let said = stdout_of(&self.hub(&["enrol", "--centre", centre, "--centre-file", &file]));
        (said.lines().next().unwrap().to_owned(), recovery_codes(&said))
    }

    /// Writes the source files of a catalogue that holds one centre.
    pub fn write_catalogue(&self, number: u64) -> String {
        let folder = self.path("catalogue");
        fs::create_dir_all(folder.join("centres")).unwrap();
        fs::write(folder.join("catalogue.toml"), format!("number = {number}\n{CATALOGUE}")).unwrap();
        fs::write(folder.join("centres/lozova.toml"), format!("[[centre]]{CENTRE}")).unwrap();
        folder.to_str().unwrap().to_owned()
    }

    /// Signs the source files in a folder with the ground's own keys, and publishes them.
    pub fn publish(&self, folder: &str) -> Output {
        let (keys, signed) = (self.text("keys"), self.text("signed"));
        if !self.path("keys").exists() {
            stdout_of(&editors(&["keys", "new", "--out", &keys]));
        }
        let _ = fs::remove_dir_all(&signed);
        stdout_of(&editors(&["sign", folder, "--keys", &keys, "--out", &signed]));
        self.hub(&["catalogue", "publish", &signed])
    }

    pub fn start(&self) -> Running {
        self.start_at("127.0.0.1:0")
    }

    pub fn start_at(&self, address: &str) -> Running {
        let mut child =
            self.program(&["serve", "--listen", address]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = child.stdout.take().unwrap();
        Running::announced(child, stdout)
    }

    pub fn enrol(&self, running: &Running, number: u8) -> Terminal {
        self.enrol_for("lozova", running, number)
    }

    pub fn enrol_for(&self, centre: &str, running: &Running, number: u8) -> Terminal {
        let terminal = Terminal { centre: centre.to_owned(), ..Terminal::new(number) };
        let answer = running.enrol(&terminal, &terminal.request(&self.code_for(centre)));
        assert_eq!(answer.status, 201, "{}", answer.text());
        terminal
    }
}

/// A running hub; killed when it goes out of scope.
pub struct Running {
    pub child: Child,
    pub address: String,
    /// Kept open, so that the hub never writes into a closed pipe.
    _stdout: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// A hub that was started, once it has said where it listens.
    pub fn announced(child: Child, stdout: ChildStdout) -> Self {
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").map(str::to_owned);
        let mut running = Self { child, address: String::new(), _stdout: stdout };
        running.address = address.unwrap();
        running
    }

    pub fn get(&self, path: &str) -> Answer {
        exchange(&self.address, "GET", path, &[], &[]).unwrap()
    }

    pub fn post_json(&self, path: &str, body: &impl serde::Serialize) -> Answer {
        let body = serde_json::to_vec(body).unwrap();
        exchange(&self.address, "POST", path, &[("content-type", "application/json")], &body).unwrap()
    }

    /// Asks for an enrolment as this terminal, signed with its key.
    pub fn enrol(&self, terminal: &Terminal, request: &impl serde::Serialize) -> Answer {
        let body = serde_json::to_vec(request).unwrap();
        let signature = sign(&terminal.key, "POST", path::ENROLMENTS, &body);
        let headers = [
            ("content-type", "application/json"),
            (TERMINAL_HEADER, terminal.name.as_str()),
            (SIGNATURE_HEADER, signature.as_str()),
        ];
        exchange(&self.address, "POST", path::ENROLMENTS, &headers, &body).unwrap()
    }

    /// Every listed entry, page by page.
    pub fn listed(&self) -> Vec<Value> {
        let mut items = Vec::new();
        let mut address = format!("{}?limit=7", path::JOURNAL_ENTRIES);
        loop {
            let page: Value = self.get(&address).json();
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["nextCursor"].as_str() {
                Some(cursor) => address = format!("{}?limit=7&cursor={cursor}", path::JOURNAL_ENTRIES),
                None => return items,
            }
        }
    }
}

/// An answer of the hub.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The problem, after a look at what every problem must have.
    pub fn problem(&self, status: u16) -> Problem {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some(PROBLEM_MEDIA_TYPE));
        let problem: Problem = self.json();
        assert_eq!(problem.status, status);
        assert!(problem.kind.starts_with("urn:cups:problem:"));
        let trace = problem.trace_id.clone().unwrap();
        assert!(trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit()), "{trace}");
        assert!(problem.instance.is_some());
        problem
    }
}

/// One request on a connection of its own; nothing when the connection breaks before the whole answer.
pub fn exchange(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
    let length = body.len();
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nhost: hub\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    request.push_str("\r\n");
    // A hub that refuses a body closes before it has read it; what it answered counts all the same.
    let _ = stream.write_all(&[request.as_bytes(), body].concat());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(answer[..end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let answer = Answer { status, headers, body: answer[end + 4..].to_vec() };
    let announced = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
    announced.is_none_or(|length| length == answer.body.len()).then_some(answer)
}

/// A terminal with its device key.
#[derive(Clone)]
pub struct Terminal {
    pub name: String,
    pub centre: String,
    pub number: u8,
    pub key: SigningKey,
}

impl Terminal {
    pub fn new(number: u8) -> Self {
        let uuid = Builder::from_random_bytes([number; 16]).into_uuid();
        Self {
            name: format!("t-{uuid}"),
            centre: "lozova".to_owned(),
            number,
            key: SigningKey::from_bytes(&[number; 32]),
        }
    }

    pub fn request(&self, code: &str) -> EnrolmentRequest {
        EnrolmentRequest {
            code: code.to_owned(),
            terminal: self.name.clone(),
            device_key: verifying_key_text(&self.key.verifying_key()),
        }
    }

    /// The circumstances of its entries.
    pub fn circumstances(&self) -> Circumstances {
        Circumstances { language: Language::Ro, centre: self.centre.clone(), mode: Mode::Assisted, catalogue: 1 }
    }

    /// The id of its entry at a place.
    pub fn id(&self, epoch: u32, sequence: u64) -> Uuid {
        let mut id = [self.number; 16];
        id[..4].copy_from_slice(&epoch.to_be_bytes());
        id[8..].copy_from_slice(&sequence.to_be_bytes());
        Builder::from_random_bytes(id).into_uuid()
    }

    /// Chained entries of an epoch, from 1 on, that say this.
    pub fn journal(&self, epoch: u32, facts: &[EntryFacts]) -> Vec<Entry> {
        let facts: Vec<RecordedFacts> = facts.iter().map(|facts| RecordedFacts::of(facts).unwrap()).collect();
        self.recorded(epoch, &facts)
    }

    /// Chained entries of an epoch, from 1 on, as whatever version recorded them.
    pub fn recorded(&self, epoch: u32, facts: &[RecordedFacts]) -> Vec<Entry> {
        let mut previous = NO_HASH;
        (1..)
            .zip(facts)
            .map(|(sequence, facts)| {
                let entry = Entry {
                    position: Position { terminal: self.name.clone(), epoch, sequence },
                    id: self.id(epoch, sequence),
                    time: "2026-11-20T09:30:00Z".parse().unwrap(),
                    facts: facts.clone(),
                    sealed: Some(sealed()),
                    previous,
                };
                previous = entry.hash();
                entry
            })
            .collect()
    }

    /// Chained entries of an epoch, 1 to `count`.
    pub fn entries(&self, epoch: u32, count: u64) -> Vec<Entry> {
        let informed =
            EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &self.circumstances()) };
        self.journal(epoch, &vec![informed; usize::try_from(count).unwrap()])
    }

    pub fn events(&self, epoch: u32, count: u64) -> Vec<Event> {
        values(&self.entries(epoch, count))
    }

    /// A parcel with these events, as terminals make them.
    pub fn parcel(&self, events: &[Event]) -> Vec<u8> {
        self.parcel_with(events, None)
    }

    /// A parcel that names its newest entry.
    pub fn parcel_with(&self, events: &[Event], head: Option<Head>) -> Vec<u8> {
        self.parcel_saying(events, head, None)
    }

    /// A parcel that says how its terminal stands.
    pub fn parcel_saying(&self, events: &[Event], head: Option<Head>, condition: Option<&RawValue>) -> Vec<u8> {
        let entries = events.iter().map(AsRef::as_ref).collect();
        let (operations, catalogue) = (Vec::new(), Vec::new());
        Content { terminal: self.name.clone(), head, entries, operations, catalogue, room: None, condition }
            .packed(&self.key)
            .unwrap()
    }

    /// Sends a batch with what the terminal says of itself.
    pub fn send_saying(&self, running: &Running, events: &[Event], condition: &serde_json::Value) -> BatchAnswer {
        let parcel = self.parcel_saying(events, None, Some(&event(condition)));
        let body = zstd::encode_all(parcel.as_slice(), 3).unwrap();
        let signature = sign(&self.key, "POST", path::JOURNAL_ENTRIES, &body);
        let answer = self.post_body(&running.address, &body, &signature, Some("zstd")).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Sends a batch as terminals do: compressed and signed.
    pub fn post(&self, address: &str, events: &[Event]) -> Option<Answer> {
        let body = zstd::encode_all(self.parcel(events).as_slice(), 3).unwrap();
        let signature = sign(&self.key, "POST", path::JOURNAL_ENTRIES, &body);
        self.post_body(address, &body, &signature, Some("zstd"))
    }

    pub fn post_body(&self, address: &str, body: &[u8], signature: &str, encoding: Option<&str>) -> Option<Answer> {
        let mut headers = vec![
            ("content-type", PARCEL_MEDIA_TYPE),
            (TERMINAL_HEADER, self.name.as_str()),
            (SIGNATURE_HEADER, signature),
        ];
        headers.extend(encoding.map(|encoding| ("content-encoding", encoding)));
        exchange(address, "POST", path::JOURNAL_ENTRIES, &headers, body)
    }

    pub fn send(&self, running: &Running, events: &[Event]) -> BatchAnswer {
        let answer = self.post(&running.address, events).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }
}

/// Something sealed to somebody; the same each time, so that an entry is the same each time.
pub fn sealed() -> Vec<u8> {
    static SEALED: OnceLock<Vec<u8>> = OnceLock::new();
    let seal = || age::encrypt(&age::x25519::Identity::generate().to_public(), b"somebody").unwrap();
    SEALED.get_or_init(seal).clone()
}

/// An event as it is sent, to the last byte.
pub type Event = Box<RawValue>;

/// Entries in their envelopes.
pub fn values(entries: &[Entry]) -> Vec<Event> {
    entries.iter().map(|entry| event(&JournalEvent::of(entry))).collect()
}

/// Something sent as an event.
pub fn event(said: &impl serde::Serialize) -> Event {
    to_raw_value(said).unwrap()
}

/// The id of an event.
pub fn id_of(event: &Event) -> String {
    serde_json::from_str::<Value>(event.get()).unwrap()["id"].as_str().unwrap().to_owned()
}

/// Changes an event on its way. Its facts come out in another order, as others would write them.
pub fn change(event: &mut Event, change: impl FnOnce(&mut Value)) {
    let mut value = serde_json::from_str(event.get()).unwrap();
    change(&mut value);
    *event = to_raw_value(&value).unwrap();
}

/// The bare verdicts.
pub fn verdicts(answer: &BatchAnswer) -> Vec<Verdict> {
    answer.verdicts.iter().map(|verdict| verdict.verdict).collect()
}

/// What the hub holds, counted.
pub fn report(ground: &Ground) -> Value {
    serde_json::from_str(&stdout_of(&hub(&["report", "--data", &ground.data(), "--json"]))).unwrap()
}

/// How many events the hub has set aside.
pub fn quarantined(ground: &Ground) -> u64 {
    report(ground)["quarantined"].as_u64().unwrap()
}
