//! An erasure that meets a reopening at another desk. Two or three desks do what they like with a case, erase it by time or on
//! the person's wish, and give each other what they hold by two logs and a stick, in any order, with answers that are lost,
//! programs that are killed and parcels that come late. All come to the same end, and of a case that is over nothing is left.
//! `CUPS_ERASURES` says how many are played.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

#[path = "stage/dice.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod dice;

use cups_kiosk::domain::case::{
    Case, Change, Command, Consent, ConsentScope, Opening, Operation, Operations, Person, RequestState,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Reason};
use cups_kiosk::domain::text::Language;
use cups_kiosk::hub::storage::relay::RelayStorage;
use cups_kiosk::protocol::room::{RoomAnswer, RoomHeading, RoomKind, RoomParcel, RoomQuestion};
use cups_kiosk::protocol::roster::{Roster, RosterTerminal};
use cups_kiosk::protocol::signature::verifying_key_text;
use cups_kiosk::store::identity::{Enrolment, Identity};
use cups_kiosk::store::records::{Erasing, NewEntry, NewOperation, Records, RoomPlace};
use cups_kiosk::store::vault::KeyRing;
use dice::Dice;
use ed25519_dalek::SigningKey;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);
const CENTRE: &str = "lozova";
const LOGS: [RoomPlace; 2] = [RoomPlace::Relay, RoomPlace::Hub];
/// The most questions to one log until it has nothing more.
const MOST_QUESTIONS: usize = 12;

fn now() -> Timestamp {
    "2026-11-20T10:00:00Z".parse().unwrap()
}

/// When the time of every closed case is over.
fn later() -> Erasing {
    let now = "2027-01-20T10:00:00Z".parse().unwrap();
    Erasing { now, signed: None, time_zone: "Europe/Chisinau".to_owned(), retention_days: 30 }
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: CENTRE.to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

fn hub() -> SigningKey {
    SigningKey::from_bytes(&[9; 32])
}

fn open(folder: &Path) -> Records {
    let identity = Identity::open(&folder.join("identity.json")).unwrap();
    Records::open(&folder.join("records.sqlite"), identity, now()).unwrap().0
}

/// A desk of the centre.
struct Desk {
    folder: TempDir,
    records: Option<Records>,
    keys: KeyRing,
    /// What it put on the stick last.
    stick: Vec<String>,
}

impl Desk {
    fn new(keys: &KeyRing) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut records = open(folder.path());
        let enrolment = Enrolment {
            hub: "http://127.0.0.1:9".to_owned(),
            centre: cups_kiosk::catalogue::shipped().unwrap().centres[CENTRE].clone(),
            operator_key: String::new(),
            catalogue_root: None,
            hub_key: Some(verifying_key_text(&hub().verifying_key())),
            plain_http: false,
            relay: None,
            entered: false,
        };
        records.set_enrolment(enrolment, &[]).unwrap();
        records.note_hub_time(later().now).unwrap();
        Self { folder, records: Some(records), keys: keys.clone(), stick: Vec::new() }
    }

    fn records(&mut self) -> &mut Records {
        let folder = self.folder.path();
        self.records.get_or_insert_with(|| open(folder))
    }

    /// The program ends as one that is killed does: what was committed is there.
    fn is_killed(&mut self) {
        self.records = None;
    }

    fn case(&mut self, case: Uuid) -> Option<Case> {
        let keys = self.keys.clone();
        self.records().cases(&keys).unwrap().into_iter().find(|known| known.id == case)
    }

    fn opens(&mut self) -> (Uuid, Operation) {
        let (case, id) = (Uuid::now_v7(), Uuid::now_v7());
        let (answers, seen) = (Answers::default(), Seen::default());
        let opening = Opening { return_code: "ROOM-0001".to_owned(), event: "C1".to_owned(), answers, seen };
        let opened = Case::open(case, opening.clone(), id, TODAY);
        (case, self.keeps((id, case), Vec::new(), Change::Open(opening), &opened))
    }

    fn attempts(&mut self, case: Uuid, command: Command) -> Option<Operation> {
        let before = self.case(case)?;
        let id = Uuid::now_v7();
        let (after, _) = before.apply(command.clone(), id, TODAY).ok()?;
        Some(self.keeps((id, case), before.heads, Change::Command(command), &after))
    }

    fn does(&mut self, case: Uuid, command: Command) -> Uuid {
        self.attempts(case, command).unwrap().id
    }

    fn keeps(&mut self, (id, case): (Uuid, Uuid), follows: Vec<Uuid>, change: Change, after: &Case) -> Operation {
        let (centre, author, time) = (CENTRE.to_owned(), "Specialist".to_owned(), Timestamp::UNIX_EPOCH);
        let operation = Operation { id, case, centre, author, day: TODAY, time, follows, change };
        let new = NewOperation::of(operation.clone(), after);
        let facts = EntryFacts { case: Some(case), ..EntryFacts::new(Action::PapersChecked, &circumstances()) };
        let (entry, keys) = (NewEntry { id, facts, sealed: None }, self.keys.clone());
        self.records().record(&entry, Some((&keys, &new)), now()).unwrap();
        operation
    }

    /// Takes over what came, as somebody who signs in does.
    fn takes(&mut self) {
        let keys = self.keys.clone();
        self.records().take_room(&keys).unwrap();
    }

    fn erases_by_time(&mut self) {
        self.records().erase_closed(&later()).unwrap();
    }

    /// Asks a log once. Where the answer is lost, the log has what it was given, and the desk knows nothing of it.
    fn asks(&mut self, log: &mut RelayStorage, place: RoomPlace, is_lost: bool, seen: &mut Vec<RoomParcel>) -> bool {
        let records = self.records();
        let (name, since) = records.room_log(place).unwrap().unzip();
        let offers = records.room_offers(name.as_deref(), true, now()).unwrap();
        seen.extend(offers.iter().map(|offer| offer.parcel.clone()));
        let since = since.unwrap_or_default();
        let parcels = offers.iter().map(|offer| offer.parcel.text.clone()).collect();
        let question = RoomQuestion { centre: CENTRE.to_owned(), log: name, since, parcels, ..RoomQuestion::default() };
        let (terminal, key) = (records.identity().terminal.clone(), records.identity().device_key.verifying_key());
        let answer = log.room((&terminal, &key), &question, now()).unwrap();
        if is_lost {
            return true;
        }
        let is_more = !offers.is_empty() || !answer.parcels.is_empty();
        records.note_room(place, &answer, (&offers, since), now()).unwrap();
        is_more
    }

    /// Puts all that it holds on the stick.
    fn takes_along(&mut self) {
        let offers = self.records().room_offers(None, true, now()).unwrap();
        self.stick = offers.into_iter().map(|offer| offer.parcel.text).collect();
    }

    fn brings(&mut self, parcels: Vec<String>) {
        let answer = RoomAnswer { log: "stick-of-another".to_owned(), parcels, ..RoomAnswer::default() };
        self.records().note_room(RoomPlace::Stick, &answer, (&[], 0), now()).unwrap();
        self.takes();
    }

    /// What lies on its disk of a case: operations, and parcels that wait.
    fn remains(&self, case: Uuid) -> (Vec<String>, usize) {
        let file = rusqlite::Connection::open(self.folder.path().join("records.sqlite")).unwrap();
        let mut statement = file.prepare("SELECT id FROM operation WHERE case_id = ?1").unwrap();
        let ids = statement.query_map([case.to_string()], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let waits = "SELECT count(*) FROM room_inbox WHERE instr(parcel, ?1) > 0 AND instr(parcel, '\"cipher\"') > 0";
        (ids, file.query_row(waits, [case.to_string()], |row| row.get(0)).unwrap())
    }
}

/// A centre: its desks, and the logs that they ask.
struct Centre {
    folders: [TempDir; 2],
    logs: [RelayStorage; 2],
    desks: Vec<Desk>,
    seen: Vec<RoomParcel>,
}

impl Centre {
    fn new(desks: usize) -> Self {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let logs = [0, 1].map(|log: usize| RelayStorage::open(folders[log].path()).unwrap());
        let keys = KeyRing::new().unwrap();
        let mut desks: Vec<Desk> = (0..desks).map(|_| Desk::new(&keys)).collect();
        let terminals = desks.iter_mut().map(|desk| {
            let identity = desk.records().identity();
            let device_key = verifying_key_text(&identity.device_key.verifying_key());
            RosterTerminal { terminal: identity.terminal.clone(), device_key, revoked: false }
        });
        let (centre, terminals) = (CENTRE.to_owned(), terminals.collect());
        let roster = Roster { number: 1, centre, terminals, entrance: None }.signed(&hub()).unwrap();
        for desk in &mut desks {
            assert!(desk.records().note_roster(&roster).unwrap());
        }
        Self { folders, logs, desks, seen: Vec::new() }
    }

    /// A desk asks a log until there is nothing more.
    fn shares(&mut self, desk: usize, log: usize) {
        for _ in 0..MOST_QUESTIONS {
            if !self.desks[desk].asks(&mut self.logs[log], LOGS[log], false, &mut self.seen) {
                return;
            }
        }
        panic!("a desk and a log never come to an end");
    }

    /// Everybody hears of everything.
    fn settles(&mut self) {
        for _ in 0..4 {
            for desk in 0..self.desks.len() {
                for log in 0..2 {
                    self.shares(desk, log);
                    self.desks[desk].takes();
                }
            }
        }
    }

    /// How many parcels with operations a log holds of a case.
    fn remains_at(&self, log: usize, case: Uuid) -> i64 {
        let file = rusqlite::Connection::open(self.folders[log].path().join("relay.sqlite")).unwrap();
        let sql = "SELECT count(*) FROM room_parcel WHERE case_id = ?1 AND NOT erased";
        file.query_row(sql, [case.to_string()], |row| row.get(0)).unwrap()
    }

    /// All come to the same end, and of a case that is over nothing is left. Gives whether it goes on.
    fn is_of_one_mind(&mut self, case: Uuid, all: &Operations, when: &str) -> bool {
        let cases: Vec<Option<Case>> = self.desks.iter_mut().map(|desk| desk.case(case)).collect();
        for (desk, known) in cases.iter().enumerate() {
            assert!(*known == cases[0], "{when}: desk {desk} came to another end: {:?}", Self::told(&cases));
        }
        if cases[0].is_some() {
            return true;
        }
        for desk in &self.desks {
            let (held, waiting) = desk.remains(case);
            let is_end = |id: &String| {
                let ends = |one: &Operation| {
                    matches!(one.change, Change::Command(Command::Erase { .. } | Command::Correct { .. }))
                };
                all.iter().any(|one| one.id.to_string() == *id && ends(one))
            };
            assert!(held.iter().all(is_end), "{when}: of a case that is over something is left");
            assert_eq!(waiting, 0, "{when}: what waits of a case that is over");
        }
        for log in 0..2 {
            assert_eq!(self.remains_at(log, case), 0, "{when}: log {log} holds of a case that is over");
        }
        false
    }

    fn told(cases: &[Option<Case>]) -> Vec<Option<(usize, Option<Date>)>> {
        cases.iter().map(|case| case.as_ref().map(|case| (case.history.len(), case.closed))).collect()
    }
}

fn person(name: &str) -> Command {
    Command::Identify(Person { name: name.to_owned(), ..Person::default() })
}

fn papers(names: &[&str]) -> Command {
    Command::Papers(names.iter().map(|&name| name.to_owned()).collect())
}

fn prepare() -> Command {
    let service = ServiceCode::parse("002000206").unwrap();
    Command::Prepare { id: Uuid::now_v7(), service, step: "register_birth".to_owned() }
}

fn consent() -> Command {
    Command::Consent(Consent::new(ConsentScope::ThisEvent, TODAY, TODAY.saturating_add(30.days())))
}

fn withdraw(request: Uuid) -> Command {
    let (to, reason) = (RequestState::Withdrawn, Some(Reason::PersonWish));
    Command::Move { request, to, reason, note: None, from: None }
}

const ERASE: Command = Command::Erase { reason: Reason::PersonWish };

fn take_back(entry: Uuid) -> Command {
    Command::Correct { entry, reason: Reason::WrongKey, note: None }
}

/// One of the things that somebody may do next.
fn any_command(dice: &mut Dice, case: &Case) -> Command {
    let request = case.requests.iter().map(|request| request.id).next_back().unwrap_or_default();
    match dice.below(14) {
        0 => person(dice.of(&["Ana Probă", "Ion Probă"])),
        1 => consent(),
        2 | 3 => papers(&["a", "b", "c"][..dice.below(4)]),
        4 | 5 => prepare(),
        6 | 7 => withdraw(request),
        8..11 => Command::Close,
        11 if dice.below(3) == 0 => ERASE,
        _ => take_back(case.history[dice.below(case.history.len())].entry),
    }
}

/// How often the walks came to each end.
#[derive(Default, Debug)]
struct Met {
    over: usize,
    goes_on: usize,
    back: usize,
}

fn play(seed: u64, met: &mut Met) {
    let mut dice = Dice(seed);
    let mut centre = Centre::new(2 + dice.below(2));
    let (case, opened) = centre.desks[0].opens();
    let mut all: Operations = [opened].into_iter().collect();
    for command in [person("Ana Probă"), consent()] {
        all.insert(centre.desks[0].attempts(case, command).unwrap());
    }
    centre.settles();
    for _ in 0..8 + dice.below(30) {
        let desk = dice.below(centre.desks.len());
        let log = dice.below(2);
        match dice.below(16) {
            0..6 => {
                if let Some(known) = centre.desks[desk].case(case) {
                    let command = any_command(&mut dice, &known);
                    all = all.merged(&centre.desks[desk].attempts(case, command).into_iter().collect());
                }
            }
            6..9 => {
                let is_lost = dice.below(4) == 0;
                centre.desks[desk].asks(&mut centre.logs[log], LOGS[log], is_lost, &mut centre.seen);
            }
            9 | 10 => centre.shares(desk, log),
            11 => centre.desks[desk].takes(),
            12 => {
                let was_there = centre.desks[desk].case(case).is_some();
                centre.desks[desk].erases_by_time();
                met.back += usize::from(!was_there);
            }
            13 => centre.desks[desk].is_killed(),
            14 => centre.desks[desk].takes_along(),
            _ => {
                let parcels = match dice.below(3) {
                    // A parcel that was kept somewhere comes late.
                    0 if !centre.seen.is_empty() => {
                        vec![centre.seen[dice.below(centre.seen.len())].text.clone()]
                    }
                    _ => centre.desks[dice.below(centre.desks.len())].stick.clone(),
                };
                centre.desks[desk].brings(parcels);
            }
        }
    }
    centre.settles();
    let goes_on = centre.is_of_one_mind(case, &all, &format!("seed {seed}"));
    met.over += usize::from(!goes_on);
    met.goes_on += usize::from(goes_on);
    // Whoever keeps old parcels brings nothing back, and changes nothing.
    for parcel in centre.seen.clone() {
        let desk = dice.below(centre.desks.len());
        centre.desks[desk].brings(vec![parcel.text.clone()]);
    }
    centre.settles();
    assert_eq!(centre.is_of_one_mind(case, &all, &format!("seed {seed}, old parcels")), goes_on);
    // And at last its time is over.
    for desk in &mut centre.desks {
        desk.erases_by_time();
    }
    centre.settles();
    centre.is_of_one_mind(case, &all, &format!("seed {seed}, its time being over"));
}

#[test]
fn whatever_an_erasure_meets_all_come_to_the_same_end() {
    let mut met = Met::default();
    for seed in 0..dice::times("CUPS_ERASURES", 30) {
        play(seed as u64, &mut met);
    }
    assert!(met.over > 1 && met.goes_on > 1, "the walks show little: {met:?}");
}

/// A case that was closed, known to two desks.
fn closed() -> (Centre, Uuid, Uuid) {
    let mut centre = Centre::new(2);
    let (case, _) = centre.desks[0].opens();
    centre.desks[0].does(case, person("Ana Probă"));
    let close = centre.desks[0].does(case, Command::Close);
    centre.settles();
    (centre, case, close)
}

#[test]
fn a_case_that_was_opened_again_goes_on_over_an_erasure_by_time() {
    let (mut centre, case, close) = closed();
    centre.desks[1].does(case, take_back(close));
    centre.desks[0].erases_by_time();
    centre.settles();
    let all = Operations::default();
    assert!(centre.is_of_one_mind(case, &all, "opened again"));
    assert_eq!(centre.desks[0].case(case).unwrap().person.name, "Ana Probă", "all of it is there");
    // It goes on at the desk that had erased it, and is shared as any other.
    centre.desks[0].does(case, papers(&["buletin"]));
    centre.settles();
    assert_eq!(centre.desks[1].case(case).unwrap().papers, ["buletin"]);
}

/// The desk erases by time, and notes and tells it as a program of before did: without what it took.
fn erases_as_before(desk: &mut Desk) {
    desk.erases_by_time();
    desk.is_killed();
    let file = rusqlite::Connection::open(desk.folder.path().join("records.sqlite")).unwrap();
    file.execute("UPDATE room_erased SET taken = NULL", []).unwrap();
}

#[test]
fn what_a_program_of_before_erased_goes_on_where_it_was_opened_again_and_else_it_ends() {
    let (mut centre, case, close) = closed();
    centre.desks[1].does(case, take_back(close));
    erases_as_before(&mut centre.desks[0]);
    let offers = centre.desks[0].records().room_offers(None, true, now()).unwrap();
    assert!(offers.iter().all(|offer| offer.parcel.heading.taken.is_empty()), "it says no more than it did");
    centre.settles();
    assert!(centre.is_of_one_mind(case, &Operations::default(), "opened again"));
    // Where nobody did anything, each desk erases it on its day, as before, and nothing comes back meanwhile.
    let (mut centre, case, _) = closed();
    erases_as_before(&mut centre.desks[0]);
    centre.settles();
    assert!(centre.desks[0].case(case).is_none() && centre.desks[1].case(case).is_some());
    centre.desks[1].erases_by_time();
    centre.settles();
    assert!(!centre.is_of_one_mind(case, &Operations::default(), "its day came"));
}

#[test]
fn a_case_on_which_nobody_did_anything_ends_at_both() {
    let (mut centre, case, _) = closed();
    centre.desks[0].erases_by_time();
    centre.settles();
    assert!(!centre.is_of_one_mind(case, &Operations::default(), "erased by time"));
}

#[test]
fn nobody_who_is_not_of_the_centre_erases_anything() {
    let (mut centre, case, _) = closed();
    let held = centre.desks[1].remains(case).0;
    for (terminal, key) in [("t-6", 6), (&*centre.desks[0].records().identity().terminal.clone(), 6)] {
        let heading = RoomHeading::new(CENTRE.to_owned(), RoomKind::Erased, Some(case.to_string()));
        let heading = RoomHeading { taken: held.clone(), ..heading };
        let forged = RoomParcel::packed(terminal, &SigningKey::from_bytes(&[key; 32]), heading, &[]).unwrap();
        centre.desks[1].brings(vec![forged.text]);
        assert!(centre.desks[1].case(case).is_some_and(|case| case.person.name == "Ana Probă"));
    }
}

#[test]
fn what_the_person_asked_for_wins_over_work_at_another_desk() {
    let (mut centre, case, close) = closed();
    centre.desks[1].does(case, take_back(close));
    centre.desks[1].does(case, papers(&["buletin"]));
    let erased = centre.desks[0].attempts(case, ERASE).unwrap();
    centre.settles();
    assert!(!centre.is_of_one_mind(case, &[erased].into_iter().collect(), "erased on the person's wish"));
}

#[test]
fn a_request_under_way_keeps_the_case_and_the_desk_says_so() {
    let (mut centre, case, close) = closed();
    let other = &mut centre.desks[1];
    other.does(case, take_back(close));
    other.does(case, consent());
    other.does(case, prepare());
    let first = centre.desks[0].attempts(case, ERASE).unwrap();
    centre.settles();
    assert!(centre.is_of_one_mind(case, &Operations::default(), "under way"));
    for desk in &mut centre.desks {
        let known = desk.case(case).unwrap();
        assert_eq!(known.requests.len(), 1);
        assert!(known.conflicts().any(|conflict| conflict.is_about_erasure() && conflict.with.is_some()));
    }
    // Once it has ended, it is erased by who asks again.
    let request = centre.desks[0].case(case).unwrap().requests[0].id;
    centre.desks[0].does(case, withdraw(request));
    centre.settles();
    assert!(centre.is_of_one_mind(case, &Operations::default(), "ended"), "nothing vanishes by itself");
    let again = centre.desks[1].attempts(case, ERASE).unwrap();
    centre.settles();
    assert!(!centre.is_of_one_mind(case, &[first, again].into_iter().collect(), "asked again"));
}
