//! `make bench-pages`: how long each of the agency's pages takes of a country, after five million entries. Entries are made case by case
//! and counted by the hub's own rule into its own cells; the entries themselves, which no page reads, are not stored. Nothing
//! here is a test: each time is told beside its bar.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "small numbers that are thrown, and counts that fit"
)]

#[path = "../tests/hub/ground.rs"]
#[allow(dead_code, reason = "the hub's tests use the rest")]
mod ground;
#[path = "../tests/hub/signed_in.rs"]
#[allow(dead_code, reason = "the hub's tests use the rest")]
mod signed_in;

use cups_kiosk::domain::case::RequestState;
use cups_kiosk::domain::cube::{Cell, Recorded, Rules, cells_of};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Reason};
use cups_kiosk::domain::text::Language;
use cups_kiosk::domain::work::Topic;
use ground::{Ground, hub, stdout_of};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use rusqlite::{Connection, params};
use signed_in::{Browser, signed_in};
use std::collections::BTreeMap;
use std::time::Instant;
use uuid::Uuid;

/// How many entries; `CUPS_ENTRIES` says another number.
const ENTRIES: u64 = 5_000_000;

/// How many centres and how many days of them.
const CENTRES: u64 = 100;
const DAYS: u64 = 3 * 365;

/// How long a page may take, in milliseconds.
const BAR: f64 = 300.0;

/// How often each page is asked for.
const ROUNDS: usize = 7;

const CATALOGUE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/catalogue");

/// Numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Small numbers far more often than large ones, as centres and events are.
    fn mostly_small(&mut self, limit: u64) -> u64 {
        let one = self.below(limit) + 1;
        self.below(one)
    }
}

/// What a country has.
struct Country {
    centres: Vec<String>,
    /// Events with their services.
    events: Vec<(String, Vec<ServiceCode>)>,
    offices: BTreeMap<ServiceCode, String>,
}

impl Country {
    fn shipped() -> Self {
        let catalogue = cups_kiosk::catalogue::shipped().unwrap();
        let known = catalogue.centres.keys().cloned();
        let events = catalogue.events.values().map(|event| {
            let services = catalogue.services_of(event).map(|service| service.code.clone()).collect::<Vec<_>>();
            (event.code.clone(), services)
        });
        Self {
            centres: known.chain((0..).map(|number| format!("village-{number}"))).take(CENTRES as usize).collect(),
            events: events.filter(|(_, services)| !services.is_empty()).collect(),
            offices: catalogue.services.keys().map(|code| (code.clone(), catalogue.office_of(code))).collect(),
        }
    }

    /// The entries of one case, in their order.
    fn case(&self, dice: &mut Dice, number: u64) -> Vec<(Date, EntryFacts)> {
        let centre = &self.centres[dice.mostly_small(self.centres.len() as u64) as usize];
        let (event, services) = &self.events[dice.mostly_small(self.events.len() as u64) as usize];
        let mode = if dice.below(12) == 0 { Mode::Alone } else { Mode::Assisted };
        let circumstances = Circumstances { language: Language::Ro, centre: centre.clone(), mode, catalogue: 1 };
        let begun = date(2024, 1, 1).saturating_add((dice.below(DAYS) as i64).days());
        let id = Uuid::from_u128(u128::from(number) << 8);
        let facts = |action| EntryFacts {
            event: Some(event.clone()),
            case: Some(id),
            ..EntryFacts::new(action, &circumstances)
        };
        let mut entries = vec![(begun, facts(Action::CaseOpened))];
        for request in 0..=dice.mostly_small(3) {
            let service = services[dice.mostly_small(services.len() as u64) as usize].clone();
            let of = |action, state| EntryFacts {
                request: Some(Uuid::from_u128(id.as_u128() + u128::from(request) + 1)),
                service: Some(service.clone()),
                state: Some(state),
                ..facts(action)
            };
            entries.push((begun, of(Action::RequestPrepared, RequestState::Prepared)));
            if dice.below(8) == 0 {
                continue;
            }
            entries.push((begun, of(Action::RequestSubmitted, RequestState::Submitted)));
            let issued = begun.saturating_add((dice.mostly_small(60) as i64).days());
            if dice.below(4) > 0 {
                entries.push((issued, of(Action::ResultIssued, RequestState::Issued)));
                entries.push((issued, of(Action::ResultHandedOver, RequestState::HandedOver)));
            }
        }
        if dice.below(3) == 0 {
            let reason = Some(Reason::NOT_FINISHED[dice.below(5) as usize]);
            entries.push((begun, EntryFacts { reason, ..facts(Action::NotFinishedHere) }));
        }
        entries
    }

    /// An entry that belongs to no case.
    fn alone(&self, dice: &mut Dice) -> (Date, EntryFacts) {
        let centre = self.centres[dice.mostly_small(self.centres.len() as u64) as usize].clone();
        let circumstances = Circumstances { language: Language::Ro, centre, mode: Mode::Alone, catalogue: 1 };
        let plain = |action| EntryFacts::new(action, &circumstances);
        let begun = date(2024, 1, 1).saturating_add((dice.below(DAYS) as i64).days());
        let facts = match dice.below(3) {
            0 => EntryFacts { satisfaction: Some(dice.below(5) as u8 + 1), ..plain(Action::SatisfactionGiven) },
            1 => EntryFacts { topic: Some(Topic::ALL[dice.below(8) as usize]), ..plain(Action::Informed) },
            _ => EntryFacts { minutes: Some(dice.mostly_small(90) as u16), ..plain(Action::NumberCalled) },
        };
        (begun, facts)
    }
}

/// Counts so many entries, by the rule of the hub: the cells with their entries and persons.
fn counted(wanted: u64) -> BTreeMap<Cell, (u64, u64)> {
    let country = Country::shipped();
    let office = |service: &ServiceCode| country.offices.get(service).cloned().unwrap_or_default();
    let mut dice = Dice(20_261_127);
    let mut counts: BTreeMap<Cell, (u64, u64)> = BTreeMap::new();
    let (mut made, mut number) = (0, 0);
    while made < wanted {
        number += 1;
        let entries = if number % 3 == 0 { vec![country.alone(&mut dice)] } else { country.case(&mut dice, number) };
        let recorded: Vec<Recorded<'_>> =
            entries.iter().map(|(day, facts)| Recorded { day: *day, centre: &facts.centre, facts }).collect();
        for (cell, entries) in cells_of(&recorded, Rules { office: &office, modes_from: None }) {
            let (all, persons) = counts.entry(cell).or_default();
            (*all, *persons) = (*all + entries, *persons + 1);
        }
        made += entries.len() as u64;
    }
    counts
}

/// Puts counts into a hub as it keeps them, with a secret of the bench.
fn keep(database: &Connection, counts: &BTreeMap<Cell, (u64, u64)>) {
    let key = [7; 32];
    let transaction = database.unchecked_transaction().unwrap();
    transaction
        .execute(
            "INSERT INTO meta (name, value) VALUES ('cube_key', ?1)",
            [key.map(|byte| format!("{byte:02x}")).concat()],
        )
        .unwrap();
    for (cell, (entries, persons)) in counts {
        let Cell { kind, centre, month, event, service, detail, band, journeys, mode } = cell;
        transaction
            .prepare_cached(
                "INSERT INTO cube_cell (kind, centre, month, event, service, detail, band, journeys, mode, step, entries, persons, shown)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0)",
            )
            .unwrap()
            .execute(params![
                kind.code(),
                centre,
                month.to_string(),
                event,
                service,
                detail,
                band,
                journeys,
                mode,
                cell.step(&key),
                entries,
                persons
            ])
            .unwrap();
    }
    transaction.commit().unwrap();
}

/// Terminals of the country, three a centre, as if they had enrolled.
fn enrol_all(database: &Connection) {
    let country = Country::shipped();
    for (number, centre) in country.centres.iter().flat_map(|centre| [centre; 3]).enumerate() {
        let id = format!("t-{number:04}");
        let sql = "INSERT INTO terminal (id, device_key, centre, enrolled, begun) VALUES (?1, '', ?2, ?3, ?3)";
        database.execute(sql, params![id, centre, "2026-01-01T00:00:00Z"]).unwrap();
        let sql = "INSERT INTO contact (terminal, version, since, last) VALUES (?1, '0.1.0', ?2, ?2)";
        database.execute(sql, params![id, "2026-11-20T09:00:00Z"]).unwrap();
    }
}

/// Asks for a page some times; tells the first time and the middle one, in milliseconds.
fn timed(name: &str, browser: &Browser<'_>, path: &str) -> bool {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let answer = browser.get(path);
            assert_eq!(answer.status, 200, "{path}");
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    let first = times[0];
    times.sort_by(f64::total_cmp);
    let (median, worst) = (times[ROUNDS / 2], times[ROUNDS - 1]);
    let met = worst <= BAR;
    println!(
        "{name:<10} {path:<58} first {first:>8.1} median {median:>8.1} worst {worst:>8.1} ms  {}",
        if met { "met" } else { "NOT MET" }
    );
    met
}

fn main() {
    // `cargo test --all-targets` runs benches too; the figures are made only when asked for.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let wanted =
        std::env::var("CUPS_ENTRIES").map_or(ENTRIES, |number| number.parse().expect("CUPS_ENTRIES is a number"));
    let start = Instant::now();
    let counts = counted(wanted);
    println!("{wanted} entries fill {} cells, counted in {:.1} s", counts.len(), start.elapsed().as_secs_f64());
    let ground = Ground::new();
    stdout_of(&ground.publish(CATALOGUE));
    let database = Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
    keep(&database, &counts);
    enrol_all(&database);
    drop((database, counts));
    let start = Instant::now();
    stdout_of(&hub(&["count", "--data", &ground.data()]));
    println!("brought up to what is shown in {:.1} s", start.elapsed().as_secs_f64());
    let running = ground.start();
    let (operator, _) = signed_in(&ground, &running, "op", "operator");
    let (editor, _) = signed_in(&ground, &running, "ed", "editor");
    let (auditor, _) = signed_in(&ground, &running, "aud", "auditor");
    println!("every page, {ROUNDS} times; the bar is {BAR} ms for each of them");
    let mut met = true;
    for path in [
        "/",
        "/requests",
        "/requests?by=service",
        "/requests?by=provider",
        "/requests?by=mode",
        "/requests?provider=ASP&by=centre",
        "/requests?centre=lozova&from=2025-01&to=2025-12&mode=alone",
        "/requests.csv?by=service",
        "/requests.xlsx?by=service",
        "/savings",
        "/savings?by=month",
        "/waiting",
        "/waiting?by=provider",
        "/opinion",
        "/unfinished",
        "/information",
        "/corrections",
        "/centres",
        "/fleet",
        "/fleet/computer?id=t-0001",
        "/fleet/shut-out?id=t-0001",
        "/fleet/codes",
    ] {
        met &= timed("operator", &operator, path);
    }
    met &= timed("editor", &editor, "/lists");
    met &= timed("auditor", &auditor, "/audit");
    println!("{}", if met { "all of them met" } else { "not all of them met" });
}
