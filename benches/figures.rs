//! `make bench`: our figures beside those of others, measured in the same run on the same machine. Writes a
//! table and `target/bench.json`. Nothing here is a test: machines are noisy, so ratios are reported.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a bench")]
#![allow(clippy::cast_precision_loss, reason = "figures for people")]

#[path = "figures/allocator.rs"]
mod allocator;
#[path = "figures/desk.rs"]
mod desk;
#[path = "../tests/printing/device.rs"]
#[allow(dead_code, reason = "the tests of printing use the rest")]
mod device;
#[path = "figures/display.rs"]
mod display;
#[path = "figures/everyday.rs"]
mod everyday;
#[path = "figures/frames.rs"]
mod frames;
#[path = "../tests/hub/ground.rs"]
#[allow(dead_code, reason = "the hub's tests use the rest")]
mod ground;
#[path = "figures/hub.rs"]
mod hub;
#[path = "figures/intake.rs"]
mod intake;
#[path = "figures/keys.rs"]
mod keys;
#[path = "figures/paper.rs"]
mod paper;
#[path = "figures/press.rs"]
mod press;
#[path = "figures/prints.rs"]
mod prints;
#[path = "figures/scan.rs"]
mod scan;
#[path = "../tests/stage/mod.rs"]
mod stage;
#[path = "figures/start.rs"]
mod start;
#[path = "figures/visits.rs"]
mod visits;
#[path = "figures/walk.rs"]
mod walk;
#[path = "figures/way.rs"]
mod way;

use cups_kiosk::domain::case::{Change, Command, Operation, ProviderNumber};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::{ServiceCode, check_digit};
use cups_kiosk::domain::plan::Plan;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode};
use cups_kiosk::domain::search::SearchIndex;
use cups_kiosk::domain::situation::Situation;
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::now;
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::{NewEntry, NewOperation, Records};
use cups_kiosk::store::vault::KeyRing;
use serde::Serialize;
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

#[derive(Serialize)]
struct Figure {
    name: String,
    unit: &'static str,
    ours: f64,
    theirs: f64,
    ratio: f64,
    bar: f64,
    met: bool,
}

fn figure(name: impl Into<String>, unit: &'static str, ours: f64, theirs: f64, bar: f64) -> Figure {
    let ratio = if theirs > 0.0 { ours / theirs } else { f64::INFINITY };
    let figure = Figure { name: name.into(), unit, ours, theirs, ratio, bar, met: ratio <= bar };
    println!(
        "{:<46} {:>10.3} {:>10.3} {:<4} ratio {:>6.3}  bar {:>5.2}  {}",
        figure.name,
        figure.ours,
        figure.theirs,
        figure.unit,
        figure.ratio,
        figure.bar,
        if figure.met { "met" } else { "NOT MET" }
    );
    figure
}

fn percentile(mut times: Vec<Duration>, share: f64) -> f64 {
    times.sort();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    let place = ((times.len() - 1) as f64 * share) as usize;
    times[place].as_secs_f64() * 1000.0
}

fn timed(rounds: usize, mut work: impl FnMut()) -> Vec<Duration> {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect()
}

/// Figures that are made together.
type Part = fn() -> Vec<Figure>;

fn main() {
    // `cargo test --all-targets` runs benches too; the figures are made only when asked for.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!("{:<46} {:>10} {:>10}", "", "ours", "theirs");
    // `cargo bench --bench figures -- press` makes these alone.
    let parts: [(&str, Part); 16] = [
        ("frames", frames::figures),
        ("split", frames::split),
        ("desk", desk::figures),
        ("scan", scan::figures),
        ("search", || vec![search()]),
        ("plan", || vec![plan()]),
        ("wire", || vec![wire()]),
        ("recording", recording),
        ("way", way::figures),
        ("start", start::figures),
        ("press", press::figures),
        ("paper", paper::figures),
        ("prints", prints::figures),
        ("visits", visits::figures),
        ("allocator", allocator::figures),
        ("hub", hub::figures),
    ];
    let asked = parts.iter().filter(|(name, _)| std::env::args().any(|argument| argument == *name));
    let asked: Vec<_> = asked.collect();
    if !asked.is_empty() {
        for (_, part) in asked {
            part();
        }
        return;
    }
    let figures: Vec<Figure> = parts.into_iter().flat_map(|(_, part)| part()).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench.json");
    std::fs::write(&path, serde_json::to_vec_pretty(&figures).unwrap()).unwrap();
    println!("written to {}", path.display());
}

/// A number that whoever runs the bench may set.
fn parameter(name: &str, usual: usize) -> usize {
    std::env::var(name).map_or(usual, |number| number.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// A catalogue of the shipped services and ten thousand made from them.
fn large_catalogue() -> Catalogue {
    with_more(10_000)
}

/// The shipped catalogue with so many more services, made from its own under other codes.
fn with_more(services: u32) -> Catalogue {
    let mut catalogue = cups_kiosk::catalogue::shipped().unwrap();
    let originals: Vec<_> = catalogue.services.values().cloned().collect();
    for number in 0..services {
        let mut service = originals[number as usize % originals.len()].clone();
        let digits = format!("9{number:07}");
        let code = format!("{digits}{}", check_digit(digits.as_bytes()));
        service.code = ServiceCode::parse(&code).unwrap();
        service.title.ro = format!("{} {number}", service.title.ro);
        catalogue.services.insert(service.code.clone(), service);
    }
    catalogue
}

/// Search at each key, beside a bare FTS5 prefix query over the same rows.
fn search() -> Figure {
    let catalogue = large_catalogue();
    let index = SearchIndex::new(&catalogue);
    let bare = rusqlite::Connection::open_in_memory().unwrap();
    bare.execute_batch(
        "CREATE VIRTUAL TABLE row USING fts5(code, body, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 2')",
    )
    .unwrap();
    for service in catalogue.services.values() {
        let words: Vec<&str> = Language::INTERFACE
            .into_iter()
            .flat_map(|language| [service.title.get(language), service.summary.get(language)])
            .chain(service.aliases.all())
            .collect();
        bare.execute("INSERT INTO row VALUES (?1, ?2)", [service.code.as_str(), &words.join(" ")]).unwrap();
    }
    let queries = ["certificat de nastere", "indemnizatie", "свидетельство о смерти", "casatorie urgenta", "birth"];
    let keys: Vec<String> = queries
        .iter()
        .flat_map(|query| (1..=query.chars().count()).map(|length| query.chars().take(length).collect()))
        .collect();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for _ in 0..3 {
        for key in &keys {
            ours.extend(timed(1, || drop(index.search(key, 10))));
            let words: Vec<String> = key.split_whitespace().map(|word| format!("\"{word}\"*")).collect();
            let query = words.join(" ");
            theirs.extend(timed(1, || {
                let mut statement =
                    bare.prepare_cached("SELECT code FROM row WHERE row MATCH ?1 ORDER BY rank LIMIT 10").unwrap();
                let _: Vec<String> = statement.query_map([&query], |row| row.get(0)).unwrap().flatten().collect();
            }));
        }
    }
    figure("search at each key p99, 10,000 services", "ms", percentile(ours, 0.99), percentile(theirs, 0.99), 3.0)
}

/// The plan of the largest event, beside reading that event from the catalogue file.
fn plan() -> Figure {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let catalogue = cache.load_or_build().unwrap();
    let event = catalogue.events.values().max_by_key(|event| event.steps.len()).unwrap();
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let on = jiff::civil::date(2026, 11, 20);
    let ours = timed(2000, || {
        let plan = Plan::compute(&Situation { catalogue: &catalogue, event, answers: &answers, centre, on });
        std::hint::black_box(plan);
    });
    let shelf = cache.in_use().unwrap().shelf;
    let theirs = timed(500, || drop(shelf.event(&event.code).unwrap()));
    figure("plan of the largest event, median", "ms", percentile(ours, 0.5), percentile(theirs, 0.5), 1.0)
}

fn new_entry(number: u8) -> NewEntry {
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
    let mut facts = EntryFacts::new(Action::RequestSubmitted, &circumstances);
    facts.event = Some("C1".to_owned());
    facts.case = Some(Uuid::from_bytes([number; 16]));
    NewEntry { id: Uuid::now_v7(), facts, sealed: None }
}

/// What a specialist records most often: that a request of a case was submitted.
fn submission(id: Uuid, number: u32) -> Operation {
    let day = jiff::civil::date(2026, 11, 20);
    let command = Command::Submit {
        request: Uuid::from_u128(u128::from(number)),
        number: ProviderNumber::parse(&format!("ASP-2026-{number:06}")).unwrap(),
        on: day,
        term: None,
        expected: Some(day),
    };
    Operation {
        id,
        // Twenty actions to a case.
        case: Uuid::from_u128(u128::from(number / 20) + 1),
        centre: "lozova".to_owned(),
        author: "Specialist".to_owned(),
        day,
        time: now(),
        follows: vec![Uuid::now_v7()],
        change: Change::Command(command),
    }
}

/// Recording an action, beside a bare SQLite FULL commit of the same bytes. In turns, so that both meet
/// the same disk.
fn recording() -> Vec<Figure> {
    let folder = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
    let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
    let (mut records, _) = Records::open(&folder.path().join("records.sqlite"), identity, now()).unwrap();
    let keys = KeyRing::new().unwrap();
    let bare = rusqlite::Connection::open(folder.path().join("bare.sqlite")).unwrap();
    let _: String = bare.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).unwrap();
    bare.execute_batch("PRAGMA synchronous = FULL; CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB)").unwrap();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for number in 0..1500_u32 {
        let entry = new_entry(u8::try_from(number % 251).unwrap());
        let facts = RecordedFacts::of(&entry.facts).unwrap();
        let bytes = facts.text().as_bytes();
        // Hash, id, time and keys are bytes of the entry too.
        let operation = NewOperation { operation: submission(entry.id, number), closed: None, put_away: false };
        // So are those of the operation, with its ids and what proves it.
        let plain = cups_kiosk::protocol::operation::write(&operation.operation).unwrap();
        let body = [bytes, &[0; 64 + 36 + 30], plain.as_slice(), &[0; 36 + 36 + 32 + 40]].concat();
        ours.extend(timed(1, || drop(records.record(&entry, Some((&keys, &operation)), now()).unwrap())));
        theirs.extend(timed(1, || {
            bare.prepare_cached("INSERT INTO row (body) VALUES (?1)").unwrap().execute([&body]).unwrap();
        }));
    }
    let at = |share: f64, name: &str| {
        let (ours, theirs) = (percentile(ours.clone(), share), percentile(theirs.clone(), share));
        figure(format!("recording an action with its operation {name}"), "ms", ours, theirs, 1.3)
    };
    vec![at(0.5, "median"), at(0.99, "p99")]
}

/// Bytes of a journal entry on the wire, a median entry of a batch of fifty with every other one sealed.
fn wire() -> Figure {
    use cups_kiosk::domain::record::{Position, SealedContent};
    use cups_kiosk::protocol::entry::{Entry, NO_HASH};
    let operator = age::x25519::Identity::generate().to_public().to_string();
    let entries: Vec<Entry> = (0..50_u8)
        .map(|number| {
            let new = new_entry(number);
            let content = SealedContent { specialist: Some("Specialist".to_owned()), ..SealedContent::default() };
            let plain = serde_json::to_vec(&content).unwrap();
            let sealed = (number % 2 == 0).then(|| cups_kiosk::store::vault::seal(&operator, &plain).unwrap());
            Entry {
                position: Position { terminal: "t-0192".to_owned(), epoch: 1, sequence: u64::from(number) + 1 },
                id: new.id,
                time: now(),
                facts: RecordedFacts::of(&new.facts).unwrap(),
                sealed,
                previous: NO_HASH,
            }
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
    let batch = cups_kiosk::sync::planner::fill_batch(&identity, &entries).unwrap();
    let packed = zstd::encode_all(batch.parcel.as_slice(), 9).unwrap();
    figure("journal entry on the wire, mean of 50", "B", packed.len() as f64 / batch.taken as f64, 600.0, 1.0)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
