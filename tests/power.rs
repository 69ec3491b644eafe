//! Power that fails: a terminal and a hub work in an emulator that is killed at any moment, so that whatever its kernel had not yet brought
//! to the disk is lost. What was said to be recorded, and what the hub said to have received, is there after every cut. Beside them
//! somebody writes into a file of SQLite without waiting for the disk: this one has to lose something, or the cuts prove nothing.
//!
//! `make power` runs it; `CUPS_CUTS` says how often.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "attack/kiosk.rs"]
#[allow(dead_code, reason = "the attacks use the rest")]
mod kiosk;

use cups_kiosk::domain::case::{Case, Change, Command as CaseCommand, Opening, Operation, Operations, Person};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::{Moment, now};
use cups_kiosk::store::records::{NewEntry, NewOperation, Records};
use cups_kiosk::store::vault::{KeyRing, tried};
use ground::Ground;
use jiff::civil::{Date, date};
use kiosk::{Kiosk, copy_files};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How often the power fails, unless `CUPS_CUTS` says otherwise.
const CUTS: u32 = 12;

/// The hub's address in the emulator, which is the one at which the terminal was enrolled.
const HUB: &str = "127.0.0.1:18480";

const TODAY: Date = date(2026, 11, 28);
const PASSWORD: &str = "parola-lungă";

/// The folder, told to the program in the emulator.
const FOLDER: &str = "CUPS_TEST_POWER";

/// How long a computer in the emulator may take to start and to say something.
const PATIENCE: Duration = Duration::from_mins(5);

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

fn moment() -> Moment {
    Moment { time: now(), running: Duration::ZERO }
}

fn keys(records: &mut Records) -> KeyRing {
    records.sign_in("Specialist", PASSWORD, None, &circumstances(), moment()).unwrap().keys.unwrap()
}

/// Records a step in a case, the operation with its entry; gives their common id.
fn work(records: &mut Records, keys: &KeyRing, cases: &mut BTreeMap<Uuid, Case>, turn: u128) -> Uuid {
    let (id, case) = (Uuid::now_v7(), Uuid::from_u128(turn / 10 + 1));
    let (after, change, follows) = match cases.remove(&case) {
        None => {
            let (answers, seen) = (Answers::default(), Seen::default());
            let opening = Opening { return_code: format!("TAIE-{turn}"), event: "C1".to_owned(), answers, seen };
            (Case::open(case, opening.clone(), id, TODAY), Change::Open(opening), Vec::new())
        }
        Some(before) => {
            let command = CaseCommand::Identify(Person { name: format!("Ana {turn}"), ..Person::default() });
            let (after, _) = before.apply(command.clone(), id, TODAY).unwrap();
            (after, Change::Command(command), before.heads)
        }
    };
    let (centre, author) = ("lozova".to_owned(), "Specialist".to_owned());
    let operation = Operation { id, case, centre, author, day: TODAY, time: now(), follows, change };
    let new = NewOperation::of(operation, &after);
    let facts = EntryFacts { case: Some(case), ..EntryFacts::new(Action::PapersChecked, &circumstances()) };
    records.record(&NewEntry { id, facts, sealed: None }, Some((keys, &new)), now()).unwrap();
    cases.insert(case, after);
    id
}

/// The file that is written without care.
fn careless(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("careless.sqlite")).unwrap();
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;").unwrap();
    connection.execute_batch("CREATE TABLE IF NOT EXISTS said (number INTEGER PRIMARY KEY)").unwrap();
    connection
}

/// The hub's program, which goes when the power does.
fn serve(folder: &Path) -> ground::Running {
    let mut child = Command::new("/programs/cups-hub")
        .args(["serve", "--listen", HUB, "--data"])
        .arg(folder.join("hub"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    ground::Running::announced(child, stdout)
}

/// Plays the computer: says what it holds, then works, and says what was recorded and what the hub received.
#[test]
#[ignore = "run in the emulator by the test below"]
fn computer() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = Path::new(&folder);
    tried::begin();
    let say = |what: &str| writeln!(std::io::stdout(), "{what}").unwrap();
    let _hub = serve(folder);
    let kiosk = Kiosk::at(&folder.join("terminal"));
    let mut records = kiosk.open();
    let keys = keys(&mut records);
    for entry in records.all_entries().unwrap() {
        say(&format!("entry {}", entry.id));
    }
    for operation in records.operations(&keys).unwrap().values().flat_map(Operations::iter) {
        say(&format!("operation {}", operation.id));
    }
    let there = Connection::open(folder.join("hub/hub.sqlite")).unwrap();
    let mut statement = there.prepare("SELECT id FROM entry").unwrap();
    for id in statement.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        say(&format!("hub {}", id.unwrap()));
    }
    drop(statement);
    drop(there);
    // Damage is the worst that may come of it, and counts as loss.
    let careless_holds = std::panic::catch_unwind(|| {
        careless(folder).query_row("SELECT ifnull(max(number), 0) FROM said", [], |row| row.get::<_, u64>(0)).unwrap()
    });
    let mut number = careless_holds.unwrap_or_else(|_| {
        for name in ["careless.sqlite", "careless.sqlite-wal", "careless.sqlite-shm"] {
            let _ = std::fs::remove_file(folder.join(name));
        }
        0
    });
    say(&format!("careless {number}"));
    say("begins");
    let careless = careless(folder);
    let mut cases: BTreeMap<Uuid, Case> =
        records.cases(&keys).unwrap().into_iter().map(|case| (case.id, case)).collect();
    let mut turn = records.all_entries().unwrap().len() as u128;
    loop {
        for _ in 0..5 {
            let id = work(&mut records, &keys, &mut cases, turn);
            say(&format!("recorded {id}"));
            number += 1;
            careless.execute("INSERT INTO said VALUES (?1)", [number]).unwrap();
            say(&format!("wrote {number}"));
            turn += 1;
        }
        match kiosk.sync() {
            Ok(_) => say(&format!("received {}", kiosk.status().received)),
            Err(error) => say(&format!("not sent: {error:?}")),
        }
    }
}

/// What was said before the power failed, all of it.
#[derive(Default)]
struct Said {
    recorded: BTreeSet<Uuid>,
    received: usize,
    wrote: u64,
}

/// What is there after a start.
#[derive(Default)]
struct Held {
    entries: BTreeSet<Uuid>,
    operations: BTreeSet<Uuid>,
    hub: Vec<Uuid>,
    careless: u64,
}

struct Computer {
    child: Child,
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Computer {
    fn start(folder: &Path) -> Self {
        let child = Command::new("qemu-system-x86_64")
            .args(["-nodefaults", "-no-user-config", "-machine", "pc", "-accel", "tcg", "-smp", "1"])
            .args(["-cpu", "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16,+rdrand", "-m", "1024", "-display", "none"])
            .args(["-nic", "none", "-no-reboot", "-device", "virtio-rng-pci", "-serial", "stdio", "-kernel"])
            .arg(folder.join("kernel"))
            .arg("-initrd")
            .arg(folder.join("first"))
            .args(["-append", "console=ttyS0 quiet panic=-1", "-drive"])
            .arg(format!("file={},format=raw,if=virtio,cache=writeback", folder.join("disk.img").display()))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn();
        let mut child = child.expect("qemu-system-x86 is installed");
        let (sender, lines) = channel();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            let mut line = Vec::new();
            // Only whole lines were said.
            while reader.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) && line.ends_with(b"\n") {
                if sender.send(String::from_utf8_lossy(&line).trim().to_owned()).is_err() {
                    return;
                }
                line.clear();
            }
        });
        Self { child, lines, heard: Vec::new() }
    }

    /// What it holds, once it has started.
    fn held(&mut self) -> Held {
        let mut held = Held::default();
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let Ok(line) = self.lines.recv_timeout(Duration::from_mins(1)) else { break };
            let (word, rest) = line.rsplit_once(' ').unwrap_or(("", &line));
            match (word.rsplit(' ').next().unwrap_or_default(), rest) {
                ("entry", id) => drop(held.entries.insert(id.parse().unwrap())),
                ("operation", id) => drop(held.operations.insert(id.parse().unwrap())),
                ("hub", id) => held.hub.push(id.parse().unwrap()),
                ("careless", number) => held.careless = number.parse().unwrap(),
                (_, "begins") => return held,
                _ => self.heard.push(line),
            }
        }
        panic!("the computer does not start: {:#?}", self.heard);
    }

    /// Lets it work for so long after its first word, cuts the power, and gives what it had said until then.
    fn cut_after(mut self, work: Duration, said: &mut Said) {
        let mut until = None;
        loop {
            let patience = until.map_or(PATIENCE, |until: Instant| until.saturating_duration_since(Instant::now()));
            let Ok(line) = self.lines.recv_timeout(patience) else { break };
            until.get_or_insert_with(|| Instant::now() + work);
            note(&line, said);
        }
        assert!(until.is_some(), "it said nothing");
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        // What had left it before.
        while let Ok(line) = self.lines.recv() {
            note(&line, said);
        }
    }
}

fn note(line: &str, said: &mut Said) {
    match line.rsplit_once(' ') {
        Some(("recorded", id)) => drop(said.recorded.insert(id.parse().unwrap())),
        Some(("wrote", number)) => said.wrote = number.parse().unwrap(),
        Some(("received", count)) => said.received = count.parse().unwrap(),
        _ => assert!(!line.contains("panicked") && !line.starts_with("not sent"), "{line}"),
    }
}

impl Drop for Computer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The disk of the computer: a hub and a terminal that is enrolled there, and their programs.
fn prepared(folder: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let debian = ["trixie", "bookworm"].map(|suite| root.join("target/guest").join(suite).join("root"));
    let debian = debian.into_iter().find(|debian| debian.join("boot").exists()).unwrap_or_else(|| {
        let made = root.join("target/guest/bookworm");
        let script = root.join("tests/guest/image.sh");
        assert!(Command::new(script).arg("bookworm").arg(&made).status().unwrap().success());
        made.join("root")
    });
    let disk = folder.join("disk");
    let (programs, data) = (disk.join("programs"), disk.join("data"));
    for folder in [&programs, &data.join("terminal"), &data.join("hub")] {
        std::fs::create_dir_all(folder).unwrap();
    }
    tried::begin();
    let ground = Ground::new();
    {
        let running = ground.start_at(HUB);
        let kiosk = Kiosk::at(&data.join("terminal"));
        let (code, recovery) = ground.paper();
        let address = format!("http://{}", running.address);
        let waiting = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        kiosk.with(|records| waiting.block_on(cups_kiosk::ui::runtime::enrol(records, address, code, false))).unwrap();
        kiosk.open().add_first(&recovery[0], "Specialist", PASSWORD, &circumstances(), moment()).unwrap();
    }
    copy_files(Path::new(&ground.data()), &data.join("hub"));
    std::fs::copy(std::env::current_exe().unwrap(), programs.join("power")).unwrap();
    std::fs::copy(env!("CARGO_BIN_EXE_cups-hub"), programs.join("cups-hub")).unwrap();
    // A client of the hub wants to know whom to trust, also where it speaks without TLS.
    std::fs::copy(root.join("tests/tls/authority.pem"), disk.join("authority.pem")).unwrap();
    let play = format!(
        "export {FOLDER}=/data HOME=/tmp SSL_CERT_FILE=/authority.pem\nexec /programs/power --exact computer --ignored --nocapture --test-threads 1\n"
    );
    std::fs::write(disk.join("play"), play).unwrap();
    let script = root.join("tests/power/disk.sh");
    assert!(Command::new(script).args([&debian, &disk, &folder.to_path_buf()]).status().unwrap().success());
}

#[test]
#[ignore = "an emulator: make power"]
fn whatever_was_said_to_be_recorded_or_received_is_there_after_every_cut() {
    let cuts = std::env::var("CUPS_CUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(CUTS);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/power");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    prepared(&folder);
    let (mut said, mut lost, mut damaged_or_lost) = (Said::default(), 0, 0);
    let mut dice = 2_463_534_242_u32;
    for cut in 0..=cuts {
        let mut computer = Computer::start(&folder);
        let held = computer.held();
        assert!(said.recorded.is_subset(&held.entries), "after cut {cut}: an entry that was said to be recorded");
        assert!(
            said.recorded.is_subset(&held.operations),
            "after cut {cut}: an operation that was said to be recorded"
        );
        let at_hub: BTreeSet<Uuid> = held.hub.iter().copied().collect();
        assert_eq!(at_hub.len(), held.hub.len(), "after cut {cut}: nothing is there twice");
        assert!(at_hub.is_subset(&held.entries), "after cut {cut}: the hub knows nothing that the terminal lost");
        assert!(held.hub.len() >= said.received, "after cut {cut}: what was said to be received");
        if held.careless < said.wrote {
            damaged_or_lost += 1;
            lost += said.wrote - held.careless;
        }
        println!(
            "after {cut} cuts: {} entries and operations said to be recorded, {} there, {} at the hub of which {} were said to be received; \
             without care {} of {}",
            said.recorded.len(),
            held.entries.len(),
            held.hub.len(),
            said.received,
            held.careless,
            said.wrote
        );
        said.wrote = held.careless;
        if cut == cuts {
            break;
        }
        for _ in 0..2 {
            dice ^= dice << 13;
            dice ^= dice >> 17;
            dice ^= dice << 5;
        }
        // Not a wait for something: the cut comes when it comes.
        computer.cut_after(Duration::from_millis(u64::from(500 + dice % 6000)), &mut said);
    }
    assert!(said.recorded.len() > cuts as usize * 5 && said.received > 0, "it worked in between");
    assert!(damaged_or_lost > 0, "what is written without care loses something, or the cuts are none");
    println!("{cuts} cuts: 0 lost of what was said; without care {lost} lost in {damaged_or_lost} of the cuts");
}
