use super::*;
use crate::domain::case::{Case, Change, Command, Opening, Operation, Person};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::record::{Action, Circumstances, EntryFacts, Mode, Position, Reason};
use crate::domain::text::Language;
use crate::platform::clock::Moment;
use crate::protocol::entry::{Entry, NO_HASH};
use crate::protocol::facts::RecordedFacts;
use crate::protocol::recovery;
use crate::store::identity::Enrolment;
use crate::store::vault::KeyRing;
use jiff::civil::{Date, date};
use rusqlite::params;
use std::path::PathBuf;
use uuid::Uuid;

pub(super) struct Place {
    _folder: tempfile::TempDir,
    pub(super) path: PathBuf,
}

impl Place {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { path: folder.path().join("records.sqlite"), _folder: folder }
    }

    pub(super) fn open(&self) -> Result<(Records, Option<Salvage>), RecordsError> {
        let identity = Identity::open(&self.path.with_file_name("identity.json")).unwrap();
        Records::open(&self.path, identity, Timestamp::UNIX_EPOCH)
    }
}

pub(super) fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 }
}

pub(super) fn informed() -> NewEntry {
    NewEntry {
        id: Uuid::now_v7(),
        facts: EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &circumstances()) },
        sealed: None,
    }
}

pub(super) fn enrolment(operator: &age::x25519::Identity) -> Enrolment {
    let catalogue = crate::catalogue::shipped().unwrap();
    Enrolment {
        hub: "http://127.0.0.1:1".to_owned(),
        centre: catalogue.centres["lozova"].clone(),
        operator_key: operator.to_public().to_string(),
        catalogue_root: None,
        hub_key: None,
        plain_http: false,
        relay: None,
        entered: false,
    }
}

/// The codes on the agency's paper.
pub(super) const CODES: [&str; 2] = ["7K2M-4QXR-9AB0", "8K2M-4QXR-9AB0"];

/// Their hashes, as the hub gives them.
pub(super) fn codes() -> Vec<String> {
    CODES.iter().zip(1..).map(|(code, salt)| recovery::hash(code, &[salt; 16]).unwrap()).collect()
}

/// So many seconds after the program's start, on a Friday.
pub(super) fn after(seconds: u64) -> Moment {
    Moment { time: "2026-11-20T10:00:00Z".parse().unwrap(), running: Duration::from_secs(seconds) }
}

/// Enrols, and adds the first specialist by a code.
pub(super) fn first(records: &mut Records, name: &str, password: &str) -> KeyRing {
    let operator = age::x25519::Identity::generate();
    records.set_enrolment(enrolment(&operator), &codes()).unwrap();
    records.add_first(CODES[0], name, password, &circumstances(), after(0)).unwrap().keys.unwrap()
}

#[test]
fn entries_are_dense_and_chained_and_recorded_once() {
    let place = Place::new();
    let (mut records, salvage) = place.open().unwrap();
    assert_eq!(salvage, None);
    let first = informed();
    let now = Timestamp::UNIX_EPOCH;
    assert_eq!(records.record(&first, None, now).unwrap().sequence, 1);
    assert_eq!(records.record(&first, None, now).unwrap().sequence, 1, "a double press does one thing");
    for expected in 2..=5 {
        assert_eq!(records.record(&informed(), None, now).unwrap().sequence, expected);
    }
    let entries = records.all_entries().unwrap();
    assert_eq!(entries.len(), 5);
    let mut previous = NO_HASH;
    for entry in &entries {
        assert_eq!(entry.previous, previous);
        previous = entry.hash();
    }
}

#[test]
fn the_journal_refuses_change_and_removal() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    for sql in ["UPDATE entry SET facts = '{}'", "DELETE FROM entry"] {
        assert!(records.connection.execute(sql, []).unwrap_err().to_string().contains("append-only"));
    }
}

fn opening() -> Opening {
    let (answers, seen) = (Answers::default(), Seen::default());
    Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers, seen }
}

pub(super) fn new_case(today: Date) -> Case {
    Case::open(Uuid::now_v7(), opening(), Uuid::now_v7(), today).held_by("Specialist")
}

/// What is kept when a change made a case what it is, by one who had seen these operations.
pub(super) fn kept(case: &Case, id: Uuid, follows: Vec<Uuid>, change: Change) -> NewOperation {
    let (centre, author) = ("lozova".to_owned(), "Specialist".to_owned());
    let (day, time) = (case.opened, Timestamp::UNIX_EPOCH);
    NewOperation::of(Operation { id, case: case.id, centre, author, day, time, follows, change }, case)
}

/// What is kept of a case that was just opened, or is put there as it stands.
pub(super) fn kept_whole(case: &Case) -> NewOperation {
    match case.history.as_slice() {
        [line] if case.closed.is_none() => kept(case, line.entry, Vec::new(), Change::Open(opening())),
        _ => kept(case, case.id, Vec::new(), Change::AsItStood(Box::new(case.clone()))),
    }
}

/// Keeps a case as the program before did: in one piece.
pub(super) fn keep_in_one_piece(records: &Records, keys: &KeyRing, case: &Case) {
    let id = case.id.to_string();
    let cipher = keys.present().encrypt(&serde_json::to_vec(case).unwrap(), id.as_bytes()).unwrap();
    let sql = "INSERT INTO open_case (id, cipher, closed) VALUES (?1, ?2, ?3)";
    records.connection.execute(sql, params![id, cipher, case.closed.map(|day| day.to_string())]).unwrap();
}

#[test]
fn a_case_is_readable_only_with_the_key_and_holds_no_clear_text_on_disk() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let operator = age::x25519::Identity::generate();
    records.set_enrolment(enrolment(&operator), &codes()).unwrap();
    let today = date(2026, 11, 20);
    let added = records.add_first(CODES[0], "Specialist", "parola-lungă", &circumstances(), after(0));
    let keys = added.unwrap().keys.unwrap();
    let opened = new_case(today);
    records.record(&informed(), Some((&keys, &kept_whole(&opened))), Timestamp::UNIX_EPOCH).unwrap();
    let person = Person { name: "Numele-probei de încercare".to_owned(), ..Person::default() };
    let entry = Uuid::now_v7();
    let command = Command::Identify(person);
    let (case, outcome) = opened.apply(command.clone(), entry, today).unwrap();
    let new = NewEntry {
        id: entry,
        facts: EntryFacts::of_case(&outcome, case.id, &case.event, &circumstances()),
        sealed: outcome.sealed,
    };
    let operation = kept(&case, entry, opened.heads, Change::Command(command));
    records.record(&new, Some((&keys, &operation)), Timestamp::UNIX_EPOCH).unwrap();
    drop(records);
    for file in std::fs::read_dir(place.path.parent().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(13).any(|window| window == b"Numele-probei"), "a name in clear on the disk");
    }
    let (mut records, _) = place.open().unwrap();
    let mut sign_in = |name, password| records.sign_in(name, password, None, &circumstances(), after(0));
    let keys = sign_in("Specialist", "parola-lungă").unwrap().keys.unwrap();
    assert!(sign_in("Specialist", "parola-lungă?").is_err());
    assert!(sign_in("Altcineva", "parola-lungă").is_err());
    assert_eq!(records.cases(&keys).unwrap(), vec![case]);
    let sealed = records.all_entries().unwrap().into_iter().find_map(|entry| entry.sealed).unwrap();
    assert!(age::decrypt(&operator, &sealed).unwrap().windows(13).any(|window| window == b"Numele-probei"));
}

#[test]
fn personal_data_is_not_recorded_before_enrolment() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let new = NewEntry { sealed: Some(crate::domain::record::SealedContent::default()), ..informed() };
    assert_eq!(records.record(&new, None, Timestamp::UNIX_EPOCH), Err(RecordsError::NotEnrolled));
    assert!(records.all_entries().unwrap().is_empty());
}

#[test]
fn a_newer_or_foreign_file_is_refused_and_left_alone() {
    let place = Place::new();
    drop(place.open().unwrap());
    let connection = Connection::open(&place.path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    assert!(matches!(place.open(), Err(RecordsError::Newer { found: 99, .. })));
    let connection = Connection::open(&place.path).unwrap();
    connection.pragma_update(None, "user_version", 1).unwrap();
    connection.pragma_update(None, "application_id", 7).unwrap();
    drop(connection);
    assert!(matches!(place.open(), Err(RecordsError::Foreign(_))));
    assert!(place.path.exists());
}

#[test]
fn a_damaged_file_is_moved_aside_salvaged_and_a_new_epoch_begins() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    for _ in 0..400 {
        records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    }
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(records);
    let mut bytes = std::fs::read(&place.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0x5A);
    std::fs::write(&place.path, &bytes).unwrap();
    let (records, salvage) = place.open().unwrap();
    let salvage = salvage.expect("the damage was seen");
    assert!(salvage.entries > 200, "{} of 400 were saved", salvage.entries);
    assert_eq!(std::fs::read(&salvage.moved_to).unwrap(), bytes, "the damaged file is kept as it was");
    assert_eq!(records.identity().epoch, 2);
    let entries = records.all_entries().unwrap();
    let last = entries.last().unwrap();
    assert_eq!((last.position.epoch, last.position.sequence), (2, 1));
    assert_eq!(last.facts.action.known(), Some(Action::RecordsSalvaged));
    assert_eq!(records.outbox_status().unwrap().waiting, entries.len() as u64);
}

#[test]
fn a_salvage_that_was_cut_off_is_finished_at_the_next_start() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    for _ in 0..5 {
        records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    }
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(records);
    // As if the power had gone after the file was moved aside and before anything was taken over.
    std::fs::rename(&place.path, place.path.with_file_name("records.sqlite.damaged-1")).unwrap();
    let (records, salvage) = place.open().unwrap();
    assert_eq!(salvage.expect("it is finished now").entries, 5);
    assert_eq!(records.identity().epoch, 2);
    drop(records);
    assert_eq!(place.open().unwrap().1, None, "and not done twice");
}

#[test]
fn a_damaged_file_in_use_is_not_moved_away_under_somebodys_hands() {
    let place = Place::new();
    let (records, _) = place.open().unwrap();
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let mut bytes = std::fs::read(&place.path).unwrap();
    bytes[..16].fill(0);
    std::fs::write(&place.path, bytes).unwrap();
    assert_eq!(place.open().unwrap_err(), RecordsError::Busy);
    assert!(place.path.exists());
}

#[test]
fn a_file_of_no_bytes_begins_a_new_epoch() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(records);
    std::fs::write(&place.path, b"").unwrap();
    let (mut records, _) = place.open().unwrap();
    assert_eq!(records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap().epoch, 2);
}

#[test]
fn one_unreadable_entry_stops_no_other() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    for _ in 0..3 {
        records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    }
    records
        .connection
        .execute_batch(
            "DROP TRIGGER entry_never_changes;
             UPDATE entry SET facts = '{\"action\":' WHERE sequence = 1;
             UPDATE entry SET time = '2001-01-01T00:00:00Z' WHERE sequence = 2;",
        )
        .unwrap();
    let unsent: Vec<u64> = records.unsent(10).unwrap().into_iter().map(|entry| entry.position.sequence).collect();
    assert_eq!(unsent, [3], "what cannot be read, and what is not what was recorded, stays behind");
    let status = records.outbox_status().unwrap();
    assert_eq!((status.waiting, status.received, status.quarantined), (1, 0, 2), "and is never called sent");
    assert_eq!(records.latest(10).unwrap().len(), 2);
}

#[test]
fn a_file_that_is_no_database_is_moved_aside_too() {
    let place = Place::new();
    drop(place.open().unwrap());
    std::fs::write(&place.path, b"this is a shopping list, and long enough to be read as a header of a file...")
        .unwrap();
    let (records, salvage) = place.open().unwrap();
    assert_eq!(salvage.unwrap().entries, 0);
    assert_eq!(records.identity().epoch, 2);
}

#[test]
fn a_lost_file_begins_a_new_epoch_so_that_no_number_is_used_twice() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    drop(records);
    std::fs::remove_file(&place.path).unwrap();
    let (mut records, _) = place.open().unwrap();
    let position = records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!((position.epoch, position.sequence), (2, 2), "after the entry that notes the loss");
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_done() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    records.grow_no_more();
    let mut refused = None;
    for _ in 0..200 {
        if let Err(error) = records.record(&informed(), None, Timestamp::UNIX_EPOCH) {
            refused = Some(error);
            break;
        }
    }
    assert_eq!(refused, Some(RecordsError::DiskFull));
    let entries = records.all_entries().unwrap();
    assert_eq!(records.outbox_status().unwrap().waiting, entries.len() as u64);
    assert_eq!(entries.last().unwrap().position.sequence, entries.len() as u64);
}

#[test]
fn a_restored_hub_gets_everything_again() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    for _ in 0..3 {
        records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    }
    assert!(!records.note_incarnation("one").unwrap());
    let deliveries: Vec<Delivery> = records
        .unsent(10)
        .unwrap()
        .into_iter()
        .map(|entry| Delivery { position: entry.position, receipt: Some("r".to_owned()), quarantined: None })
        .collect();
    records.note_deliveries(&deliveries).unwrap();
    assert_eq!(
        records.outbox_status().unwrap(),
        OutboxStatus { received: 3, newest: (1, 3), ..OutboxStatus::default() }
    );
    assert!(!records.note_incarnation("one").unwrap());
    assert!(records.note_incarnation("two").unwrap());
    assert_eq!(
        records.outbox_status().unwrap(),
        OutboxStatus { waiting: 3, since: Some(Timestamp::UNIX_EPOCH), newest: (1, 3), ..OutboxStatus::default() }
    );
}

#[test]
fn a_case_that_was_put_away_is_not_listed_and_goes_with_the_closed_ones() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let today = date(2026, 11, 20);
    let key = first(&mut records, "Unu", "parola-unu");
    let mut case = new_case(today);
    records.record(&informed(), Some((&key, &kept_whole(&case))), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(records.cases(&key).unwrap(), std::slice::from_ref(&case));
    let opening = case.history[0].entry;
    let person = Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() });
    let put_away = Command::Correct { entry: opening, reason: Reason::WrongKey, note: None };
    for command in [person, put_away] {
        let (entry, follows) = (informed(), case.heads.clone());
        case = case.apply(command.clone(), entry.id, today).unwrap().0;
        let operation = kept(&case, entry.id, follows, Change::Command(command));
        records.record(&entry, Some((&key, &operation)), Timestamp::UNIX_EPOCH).unwrap();
    }
    assert!(records.cases(&key).unwrap().is_empty());
    let count = |sql: &str| records.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM operation"), 1, "of what named somebody nothing stays");
    records.carry_cases_over(&key).unwrap();
    let count = |sql: &str| records.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM closing"), 1);
    let later: Timestamp = "2026-12-31T10:00:00Z".parse().unwrap();
    let erasing =
        Erasing { now: later, signed: Some(later), time_zone: "Europe/Chisinau".to_owned(), retention_days: 30 };
    assert_eq!(records.erase_closed(&erasing).unwrap(), 1);
}

#[test]
fn the_journal_says_which_lines_were_corrected() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let (wrong, right) = (informed(), informed());
    records.record(&wrong, None, Timestamp::UNIX_EPOCH).unwrap();
    records.record(&right, None, Timestamp::UNIX_EPOCH).unwrap();
    let facts = EntryFacts::correction(wrong.id, &wrong.facts, Reason::WrongKey, &circumstances()).unwrap();
    let correction = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
    records.record(&correction, None, Timestamp::UNIX_EPOCH).unwrap();
    let lines: Vec<(Uuid, bool)> = records.latest(10).unwrap().iter().map(|line| (line.id, line.corrected)).collect();
    assert_eq!(lines, [(correction.id, false), (right.id, false), (wrong.id, true)]);
}

#[test]
fn a_case_of_the_program_before_finds_its_opening_in_the_journal() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let today = date(2026, 11, 20);
    let key = first(&mut records, "Unu", "parola-unu");
    let mut case = new_case(today);
    let opening = case.history[0].entry;
    case.history.clear();
    let facts = EntryFacts::of_case(&crate::domain::case::Outcome::opened(), case.id, "C1", &circumstances());
    let entry = NewEntry { id: opening, facts, sealed: None };
    records.record(&entry, None, Timestamp::UNIX_EPOCH).unwrap();
    let mut unknown = new_case(today);
    unknown.history.clear();
    for case in [&mut case, &mut unknown] {
        case.heads = vec![case.id];
        keep_in_one_piece(&records, &key, case);
    }
    for is_carried_over in [false, true] {
        let cases = records.cases(&key).unwrap();
        let found = cases.iter().find(|found| found.id == case.id).unwrap();
        assert_eq!(found.correctable().iter().map(|line| line.entry).collect::<Vec<_>>(), [opening]);
        assert!(cases.contains(&unknown), "one whose opening is not in the journal opens as it is");
        if !is_carried_over {
            records.carry_cases_over(&key).unwrap();
        }
    }
    let left: i64 = records.connection.query_row("SELECT count(*) FROM open_case", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

/// Records of a program one version ahead, which this one finds after it was put back: sent as they were recorded, also
/// from another place, and no reason to fail for what the desk shows.
#[test]
fn what_a_newer_program_recorded_goes_as_it_was_recorded() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    let text = r#"{"number":2,"somethingNew":["one",2],"action":"caseMoved","language":"rom","centre":"lozova","mode":"byTelephone","catalogue":1}"#;
    let first = records.all_entries().unwrap().remove(0);
    let entry = Entry {
        position: Position { sequence: 2, ..first.position.clone() },
        id: Uuid::now_v7(),
        facts: RecordedFacts::read(text.to_owned()).unwrap(),
        previous: first.hash(),
        ..first
    };
    super::journal::insert(&records.connection, &entry).unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    let unsent = records.unsent(9).unwrap();
    assert_eq!(unsent[1], entry);
    assert_eq!(unsent[1].facts.text(), text);
    assert_eq!(unsent[2].previous, entry.hash(), "the chain goes on over it");
    assert_eq!(records.latest(9).unwrap().len(), 2, "there is no word for it on the screen");

    let fork = |entry: &Entry| Delivery {
        position: entry.position.clone(),
        receipt: None,
        quarantined: Some(super::delivery::code::FORK.to_owned()),
    };
    records.note_deliveries(&unsent.iter().map(fork).collect::<Vec<_>>()).unwrap();
    assert_eq!(records.refile(None).unwrap(), 3);
    let moved = records.unsent(9).unwrap();
    assert_eq!((moved[1].position.epoch, moved[1].id, moved[1].facts.text()), (2, entry.id, text));
}

#[test]
fn whoever_salvaged_shares_the_records_when_it_is_done() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(records);
    let mut bytes = std::fs::read(&place.path).unwrap();
    bytes[..16].fill(0);
    std::fs::write(&place.path, bytes).unwrap();
    let (mut salvager, salvage) = place.open().unwrap();
    assert_eq!(salvage.unwrap().entries, 1);
    let (mut beside, salvage) = place.open().unwrap();
    assert_eq!(salvage, None);
    let mut places = Vec::new();
    for records in [&mut salvager, &mut beside] {
        places.push(records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap().sequence);
    }
    assert_eq!(places, [2, 3], "after the note of what became of the file");
}

#[test]
fn an_enrolment_anew_beside_the_window_is_heard_once_and_sealed_to() {
    let place = Place::new();
    let (mut window, _) = place.open().unwrap();
    let [before, now] = [(); 2].map(|()| age::x25519::Identity::generate());
    window.set_enrolment(enrolment(&before), &codes()).unwrap();
    assert_eq!(window.newly_enrolled().unwrap(), None, "its own is no news");
    let mut anew = enrolment(&now);
    anew.centre.id = "rome".to_owned();
    let mut command = Identity::open(&place.path.with_file_name("identity.json")).unwrap();
    command.enrol(anew, &[]).unwrap();
    // Whatever else reads the file again takes nothing from the news.
    window.unused_codes().unwrap();
    assert_eq!(window.newly_enrolled().unwrap().map(|centre| centre.id).as_deref(), Some("rome"));
    assert_eq!(window.newly_enrolled().unwrap(), None, "once");
    let today = date(2026, 11, 20);
    let (id, opened) = (Uuid::now_v7(), new_case(today));
    let person = Person { name: "Persoană de probă".to_owned(), ..Person::default() };
    let (case, outcome) = opened.apply(Command::Identify(person), id, today).unwrap();
    let facts = EntryFacts::of_case(&outcome, case.id, &case.event, &circumstances());
    window.record(&NewEntry { id, facts, sealed: outcome.sealed }, None, Timestamp::UNIX_EPOCH).unwrap();
    let sealed = window.all_entries().unwrap()[0].sealed.clone().unwrap();
    assert!(age::decrypt(&now, &sealed).is_ok() && age::decrypt(&before, &sealed).is_err());
}

/// Somebody signed in, as whoever wants something done.
pub(super) fn actor_of(records: &mut Records, name: &str, password: &str) -> Actor {
    let admitted = records.sign_in(name, password, None, &circumstances(), after(0)).unwrap();
    Actor { member: admitted.member, keys: admitted.keys }
}
