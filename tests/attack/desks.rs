//! Two desks of one centre work on a case, with word of each other now and then, and the power goes between any two writes:
//! each time the disk is as it was at that moment, and the program begins anew on it. Journal, operations and hub agree
//! afterwards. `CUPS_DESK_WALKS` says how many cases are played; `make soak` asks for two hundred.

use crate::dice::{self, Dice};
use crate::ground::{Ground, Running};
use crate::kiosk::Kiosk;
use cups_kiosk::domain::case::{
    Appointment, Case, CashCode, Change, Command, Consent, ConsentScope, Heard, Matter, Opening, Operation, Operations,
    OrderKey, Outcome, PaymentNews, Person, Provenance, ProviderNumber, ProviderScope, RequestState, Right, Theme,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Placed, Position, Reason, uncounted};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::clock::now;
use cups_kiosk::protocol::entry::Entry;
use cups_kiosk::store::records::{NewEntry, NewOperation, Records};
use cups_kiosk::store::vault::KeyRing;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);

/// How many cases one hub takes in: it is asked for all that it holds after each.
const AT_ONE_HUB: usize = 10;

/// How many things are done about a case.
const STEPS: usize = 45;

/// A cut comes before one of so many writes, which are more than an operation takes with its entry.
const MOST_WRITES: usize = 8;

const CUT: &str = "cut between two writes";

fn service(place: usize) -> ServiceCode {
    ServiceCode::parse(["002000206", "015000163"][place]).unwrap()
}

/// One of the things that are done at a desk. What does not fit is refused, as at the desk.
fn any_command(dice: &mut Dice, case: &Case) -> Command {
    let request = match case.requests.len() {
        0 => Uuid::from_u128(1),
        count => case.requests[dice.below(count)].id,
    };
    let matter = [Matter::Event, Matter::Provider("ASP".to_owned())][dice.below(2)].clone();
    let heard = |from| Heard { from: Some(from), on: TODAY };
    match dice.below(30) {
        0 | 1 => {
            let name = ["Persoană de probă", "Altă Persoană"][dice.below(2)].to_owned();
            Command::Identify(Person { name, ..Person::default() })
        }
        2..5 => {
            let scope = match dice.below(3) {
                0 => {
                    ConsentScope::Provider(ProviderScope { provider: "ASP".to_owned(), services: [service(0)].into() })
                }
                _ => ConsentScope::ThisEvent,
            };
            Command::Consent(Consent::new(scope, TODAY, TODAY.saturating_add(dice.of(&[5, 30]).days())))
        }
        5 => Command::Revoke(matter),
        6 => Command::Refuse(matter),
        7 => Command::Papers(["a", "b", "c"][..dice.below(4)].iter().map(|&id| id.to_owned()).collect()),
        8..11 => {
            let place = dice.below(2);
            Command::Prepare { id: Uuid::now_v7(), service: service(place), step: format!("step-{place}") }
        }
        11 | 12 => Command::Fill {
            field: ["applicant_name", "applicant_birth"][dice.below(2)].to_owned(),
            value: Some(format!("valoarea {}", dice.below(9))),
            reason: [None, Some(Reason::WrongDetails)][dice.below(2)],
            service: Some(service(0)),
        },
        13..16 => {
            let number = ProviderNumber::parse(&format!("ASP-{}", dice.below(900) + 100)).unwrap();
            Command::Submit { request, number, on: TODAY, term: None, expected: None }
        }
        16 => Command::Pay { request, term: None, expected: None, heard: Some(heard(Provenance::Portal)) },
        17 => {
            let order = OrderKey::parse(&format!("FOD-{}", dice.below(9) + 10)).ok();
            Command::Payment { request, news: PaymentNews::Order { order, cash: CashCode::parse("000111222").ok() } }
        }
        18 => Command::Payment { request, news: PaymentNews::Said(heard(dice.of(&Provenance::OF_PERSON))) },
        19 => Command::Payment { request, news: PaymentNews::Confirmed(heard(dice.of(&Provenance::OF_PROVIDER))) },
        20..23 => {
            let state = case.requests.iter().find(|known| known.id == request).map(|known| known.state);
            let next = state.map(RequestState::may_become).filter(|next| !next.is_empty() && dice.below(4) > 0);
            let to = dice.of(next.unwrap_or(&RequestState::ALL));
            Command::Move { request, to, reason: to.reasons().first().copied(), note: None, from: None }
        }
        23 | 24 => Command::HandOver {
            request,
            collector: "Cineva".to_owned(),
            paper: "buletin".to_owned(),
            right: Right::Person,
        },
        25 => {
            let day = TODAY.saturating_add(dice.of(&[1, 8]).days());
            let hour = jiff::civil::time(9, 30, 0, 0);
            Command::Appoint(Some(Appointment { day, hour, theme: dice.of(&Theme::ALL), place: None }))
        }
        26 if dice.below(3) == 0 => Command::Close,
        27 if dice.below(4) == 0 => Command::Erase { reason: Reason::PersonWish },
        _ => {
            let line = &case.history[dice.below(case.history.len())];
            // Taking back the opening is played too, seldom.
            let last = &case.history[case.history.len() - 1];
            let opening = line.action == Action::CaseOpened && dice.below(6) > 0;
            Command::Correct {
                entry: if opening { last.entry } else { line.entry },
                reason: Reason::WrongKey,
                note: None,
            }
        }
    }
}

/// A desk, and what was said to it to be on the disk.
struct Desk {
    kiosk: Kiosk,
    records: Option<Records>,
    name: &'static str,
    knows: Operations,
}

/// What the walks came upon: without these they would show little.
#[derive(Default, Debug)]
struct Met {
    cuts: usize,
    commands: BTreeMap<Action, usize>,
    conflicts: usize,
    put_away: usize,
}

impl Desk {
    fn records(&mut self) -> &mut Records {
        self.records.get_or_insert_with(|| self.kiosk.open())
    }

    fn file(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.kiosk.path("records.sqlite")).unwrap()
    }

    fn case(&self) -> Case {
        self.knows.fold().unwrap()
    }

    /// From now on so many rows are written, and the next is not.
    fn arm(&self, left: usize) {
        let file = self.file();
        let mut tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
        let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let triggers = tables.iter().filter(|table| !table.starts_with("sqlite_")).flat_map(|table| {
            ["INSERT", "UPDATE", "DELETE"].map(|what| {
                format!(
                    "CREATE TRIGGER cut_{what}_{table} BEFORE {what} ON {table} BEGIN
                         UPDATE cut SET left = left - 1;
                         SELECT RAISE(ABORT, '{CUT}') FROM cut WHERE left < 0;
                     END;"
                )
            })
        });
        let triggers = triggers.collect::<Vec<String>>().concat();
        file.execute_batch(&format!("CREATE TABLE cut (left); INSERT INTO cut VALUES ({left}); {triggers}")).unwrap();
    }

    fn disarm(&self) {
        let file = self.file();
        let mut triggers =
            file.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'cut\\_%' ESCAPE '\\'").unwrap();
        let triggers: Vec<String> = triggers.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let drops: Vec<String> = triggers.iter().map(|trigger| format!("DROP TRIGGER {trigger};")).collect();
        file.execute_batch(&format!("{} DROP TABLE IF EXISTS cut;", drops.concat())).unwrap();
    }

    /// The power goes: what is on the disk is copied as it lies, while the program still has it open, and another program
    /// begins on the copy.
    fn crash(&mut self) {
        let copy = self.kiosk.copied();
        // What SQLite shares between programs is no file of the disk's.
        let _ = std::fs::remove_file(copy.path("records.sqlite-shm"));
        self.records = None;
        self.kiosk = copy;
        self.disarm();
    }

    /// Records an operation with its entry, perhaps cut off. Whatever was said to be on the disk is.
    fn records_it(&mut self, dice: &mut Dice, met: &mut Met, keys: &KeyRing, made: (Operation, &Case, &Outcome)) {
        let (operation, after, outcome) = made;
        let facts = EntryFacts::of_case(outcome, after.id, "C1", &circumstances());
        let entry = NewEntry { id: operation.id, facts, sealed: outcome.sealed.clone() };
        let new = NewOperation::of(operation.clone(), after);
        self.records();
        if dice.below(2) == 0 {
            self.arm(dice.below(MOST_WRITES));
            let done = self.records().record(&entry, Some((keys, &new)), now());
            if let Err(error) = &done {
                assert!(error.to_string().contains(CUT), "{error}");
                met.cuts += 1;
            }
            self.crash();
            if done.is_err() {
                self.agree(keys, "after the power went, nothing of it is there");
            }
        }
        // A press that was not answered is pressed again, under its id: what is there is not written twice.
        self.records().record(&entry, Some((keys, &new)), now()).unwrap();
        self.knows = if new.put_away {
            [operation].into_iter().collect()
        } else {
            self.knows.iter().cloned().chain([operation]).collect()
        };
    }

    /// Does one of the things that are done at a desk. Gives whether the case is there still.
    fn does(&mut self, dice: &mut Dice, met: &mut Met, keys: &KeyRing) -> bool {
        let case = self.case();
        let id = Uuid::now_v7();
        // What does not fit is refused, and something else is done.
        let done = (0..20).find_map(|_| {
            let command = any_command(dice, &case);
            case.apply(command.clone(), id, TODAY).ok().map(|done| (command, done))
        });
        let Some((command, done)) = done else { return true };
        self.keeps(dice, met, keys, (case, id, command), done)
    }

    /// Does this, where the case allows it.
    fn does_this(&mut self, dice: &mut Dice, met: &mut Met, keys: &KeyRing, command: Command) -> Option<bool> {
        let (case, id) = (self.case(), Uuid::now_v7());
        let done = case.apply(command.clone(), id, TODAY).ok()?;
        Some(self.keeps(dice, met, keys, (case, id, command), done))
    }

    fn keeps(
        &mut self,
        dice: &mut Dice,
        met: &mut Met,
        keys: &KeyRing,
        (case, id, command): (Case, Uuid, Command),
        (after, outcome): (Case, Outcome),
    ) -> bool {
        *met.commands.entry(outcome.action).or_default() += 1;
        let operation = self.operation(case.id, id, case.heads, Change::Command(command));
        self.records_it(dice, met, keys, (operation, &after, &outcome));
        !after.put_away
    }

    fn operation(&self, case: Uuid, id: Uuid, follows: Vec<Uuid>, change: Change) -> Operation {
        let (centre, author, time) = ("lozova".to_owned(), self.name.to_owned(), jiff::Timestamp::UNIX_EPOCH);
        Operation { id, case, centre, author, day: TODAY, time, follows, change }
    }

    /// Hears of all that another desk did, perhaps cut off; what was half taken over is taken over once more.
    fn hears(&mut self, dice: &mut Dice, met: &mut Met, other: &mut Self, keys: &KeyRing) {
        let carried = other.records().carried_cases().unwrap();
        self.records();
        if dice.below(2) == 0 {
            self.arm(dice.below(MOST_WRITES));
            let done = self.records().take_cases(keys, &carried);
            met.cuts += usize::from(done.is_err());
            self.crash();
            if done.is_err() {
                self.agree(keys, "after the power went, nothing was taken over");
            }
        }
        let taken = self.records().take_cases(keys, &carried).unwrap();
        assert_eq!(taken.left, 0, "all of it is of this centre and opens");
        self.knows = self.knows.merged(&other.knows);
    }

    /// Sends what waits, perhaps cut off while the answers are written down.
    fn sends(&mut self, dice: &mut Dice, met: &mut Met, keys: &KeyRing) {
        self.records = None;
        if dice.below(2) == 0 {
            self.arm(dice.below(MOST_WRITES));
            if self.kiosk.sync().is_err() {
                met.cuts += 1;
            }
            self.crash();
            self.agree(keys, "after the power went at sending");
        }
        self.records = None;
        self.kiosk.sync().unwrap();
    }

    /// Journal, operations and cases say the same.
    fn agree(&mut self, keys: &KeyRing, when: &str) {
        let name = self.name;
        let knows = self.knows.clone();
        let Some(id) = knows.iter().next().map(|operation| operation.case) else { return };
        let records = self.records();
        let kept = records.operations(keys).unwrap().remove(&id).unwrap_or_default();
        assert!(kept == knows, "{name} {when}: the operations are those that were said to be on the disk");
        let journal = records.all_entries().unwrap();
        let meaning = |entry: &Entry| entry.facts.meaning();
        let entries: Vec<Uuid> = journal
            .iter()
            .filter(|entry| meaning(entry).is_some_and(|facts| facts.case == Some(id)))
            .map(|entry| entry.id)
            .collect();
        let once: BTreeSet<Uuid> = entries.iter().copied().collect();
        assert_eq!(entries.len(), once.len(), "{name} {when}: each entry is there once");
        let own: BTreeSet<Uuid> = knows.iter().filter(|one| one.author == name).map(|one| one.id).collect();
        let case = knows.fold().unwrap();
        if case.put_away {
            assert!(own.is_subset(&once), "{name} {when}: that it happened stays");
        } else {
            assert_eq!(own, once, "{name} {when}: each operation has its entry, and each entry its operation");
        }
        // What the case says is what its operations yield, and nothing else.
        let held: Vec<Case> = records.cases(keys).unwrap().into_iter().filter(|held| held.id == id).collect();
        let expected: Vec<Case> = Some(case.clone()).filter(|case| !case.put_away).into_iter().collect();
        assert!(held == expected, "{name} {when}: the case");
        let noted: u32 = self
            .file()
            .query_row("SELECT COUNT(*) FROM closing WHERE case_id = ?1", [id.to_string()], |row| row.get(0))
            .unwrap();
        assert_eq!(noted == 1, case.closed.is_some(), "{name} {when}: whether it is closed");
    }

    /// The journal's entries with where they stand.
    fn journal(&mut self) -> Vec<(Uuid, Position, EntryFacts)> {
        let entries = self.records().all_entries().unwrap().into_iter();
        entries.map(|entry| (entry.id, entry.position.clone(), entry.facts.meaning().unwrap())).collect()
    }
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

/// The hub holds each entry of both journals once, and of each it says the same: whether it counts.
fn hub_agrees(running: &Running, desks: &mut [Desk; 2]) {
    let journal: Vec<(Uuid, Position, EntryFacts)> = desks.iter_mut().flat_map(Desk::journal).collect();
    let placed = journal.iter().map(|(id, position, facts)| Placed { id: *id, position, centre: "lozova", facts });
    let gone = uncounted(&placed.collect::<Vec<_>>());
    let counts: BTreeMap<Uuid, bool> = journal.iter().zip(gone).map(|((id, ..), gone)| (*id, !gone)).collect();
    assert_eq!(counts.len(), journal.len(), "no entry is in both journals, or twice in one");
    let listed = running.listed();
    let told: BTreeMap<Uuid, bool> = listed
        .iter()
        .map(|entry| (entry["id"].as_str().unwrap().parse().unwrap(), entry["counted"].as_bool().unwrap()))
        .collect();
    assert_eq!(told.len(), listed.len(), "the hub holds nothing twice");
    assert_eq!(told, counts, "the hub's counts are the journal's");
}

#[test]
fn whatever_is_done_at_two_desks_and_wherever_the_power_goes_journal_operations_and_hub_agree() {
    let walks = dice::times("CUPS_DESK_WALKS", 6);
    let mut met = Met::default();
    for first in (0..walks).step_by(AT_ONE_HUB) {
        play(first..walks.min(first + AT_ONE_HUB), &mut met);
    }
    println!("{walks} cases at two desks: {met:?}");
    assert!(met.cuts >= walks, "the power went between writes: {met:?}");
    assert!(met.commands.len() >= 12 && met.conflicts > 0, "much was done: {met:?}");
}

/// Plays cases at two desks of one hub.
fn play(seeds: std::ops::Range<usize>, met: &mut Met) {
    let keys = KeyRing::new().unwrap();
    let ground = Ground::new();
    let running = ground.start();
    let mut desks = ["Specialist", "Coleg"].map(|name| {
        let kiosk = Kiosk::enrolled(&ground, &running);
        Desk { kiosk, records: None, name, knows: Operations::default() }
    });
    for seed in seeds {
        let mut dice = Dice(seed as u64 + 1);
        let (case, entry) = (Uuid::now_v7(), Uuid::now_v7());
        let (return_code, event) = (format!("ABCD-{seed:04}"), "C1".to_owned());
        let opening = Opening { return_code, event, answers: Answers::default(), seen: Seen::default() };
        let opened = Case::open(case, opening.clone(), entry, TODAY).held_by(desks[0].name);
        let operation = desks[0].operation(case, entry, Vec::new(), Change::Open(opening));
        for desk in &mut desks {
            desk.knows = Operations::default();
        }
        desks[0].records_it(&mut dice, met, &keys, (operation, &opened, &Outcome::opened()));
        // Half of the cases begin with a request made ready.
        let consent = Consent::new(ConsentScope::ThisEvent, TODAY, TODAY.saturating_add(30.days()));
        let begin = [
            Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() }),
            Command::Consent(consent),
            Command::Prepare { id: Uuid::now_v7(), service: service(0), step: "step-0".to_owned() },
        ];
        for command in begin.into_iter().filter(|_| seed % 2 == 0) {
            desks[0].does_this(&mut dice, met, &keys, command).unwrap();
        }
        for turn in 0..STEPS {
            let [first, second] = &mut desks;
            let (one, other) = if dice.below(2) == 0 { (first, second) } else { (second, first) };
            let nothing_known = one.knows.iter().next().is_none();
            match dice.below(9) {
                _ if nothing_known => one.hears(&mut dice, met, other, &keys),
                0 | 1 if turn > 3 => one.hears(&mut dice, met, other, &keys),
                2 => one.sends(&mut dice, met, &keys),
                _ => {
                    if !one.does(&mut dice, met, &keys) {
                        met.put_away += 1;
                        break;
                    }
                }
            }
            one.agree(&keys, &format!("in walk {seed}"));
        }
        for desk in &mut desks {
            desk.agree(&keys, &format!("at the end of walk {seed}"));
            desk.sends(&mut dice, met, &keys);
        }
        let both = desks[0].knows.merged(&desks[1].knows);
        met.conflicts += usize::from(both.fold().is_some_and(|case| case.conflicts().next().is_some()));
        hub_agrees(&running, &mut desks);
    }
}
