//! Operations on the disk: under several keys, wrapped anew, taken over from the schema before, and after damage.

use super::super::tests::{
    Place, actor_of, after, circumstances, first, informed, keep_in_one_piece, kept, kept_whole, new_case,
};
use super::*;
use crate::domain::case::{Command, Consent, ConsentScope, Person};
use crate::domain::people::StaffRole;
use jiff::civil::date;

const TODAY: Date = date(2026, 11, 20);

/// Every byte of every operation.
fn bytes(records: &Records) -> Vec<(String, String, String, Vec<u8>)> {
    let mut statement =
        records.connection.prepare("SELECT case_id, id, key, cipher FROM operation ORDER BY case_id, id").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

fn person(name: &str) -> Command {
    Command::Identify(Person { name: name.to_owned(), ..Person::default() })
}

/// Records a command on a case, and gives the case after it.
fn does(records: &mut Records, keys: &KeyRing, case: &Case, command: Command) -> Case {
    let entry = informed();
    let (after, _) = case.apply(command.clone(), entry.id, TODAY).unwrap();
    let operation = kept(&after, entry.id, case.heads.clone(), Change::Command(command));
    records.record(&entry, Some((keys, &operation)), Timestamp::UNIX_EPOCH).unwrap();
    after
}

fn opened(records: &mut Records, keys: &KeyRing) -> Case {
    let case = new_case(TODAY);
    records.record(&informed(), Some((keys, &kept_whole(&case))), Timestamp::UNIX_EPOCH).unwrap();
    case
}

#[test]
fn operations_under_an_earlier_and_a_new_key_are_read_with_both_and_wrapping_anew_changes_no_byte() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let old = first(&mut records, "Unu", "parola-unu");
    let case = opened(&mut records, &old);
    let before = bytes(&records);
    // A colleague leaves: the centre has a new key from now on, under which what was encrypted before stays.
    let actor = actor_of(&mut records, "Unu", "parola-unu");
    let two = ("Doi", "parola-doi");
    records.add_colleague(&actor, two, StaffRole::Specialist, &circumstances(), Timestamp::UNIX_EPOCH).unwrap();
    let second = actor_of(&mut records, "Doi", "parola-doi").member;
    let new = records.remove_colleague(&actor, second, &circumstances(), Timestamp::UNIX_EPOCH).unwrap().unwrap();
    assert!(new != old && new.get(old.present().id().as_str()).is_some());
    let case = does(&mut records, &new, &case, person("Persoană de probă"));
    drop(records);

    let mut records = place.open().unwrap().0;
    let actor = actor_of(&mut records, "Unu", "parola-unu");
    let keys = actor.keys.clone().unwrap();
    assert!(keys == new);
    assert_eq!(records.cases(&keys).unwrap(), std::slice::from_ref(&case));
    records.change_password(&actor, ("parola-unu", "parola-cea-noua"), &circumstances(), after(0)).unwrap();
    let three = ("Trei", "parola-trei");
    records.add_colleague(&actor, three, StaffRole::Specialist, &circumstances(), Timestamp::UNIX_EPOCH).unwrap();
    records.carry_cases_over(&keys).unwrap();
    let now = bytes(&records);
    assert!(before.iter().all(|row| now.contains(row)), "what was written is as it was written");
    let names: Vec<&str> = now.iter().map(|row| row.2.as_str()).collect();
    let id = |ring: &KeyRing| ring.present().id().as_str().to_owned();
    assert_eq!(names, [id(&old), id(&new)], "each says which key opens it");
    let third = actor_of(&mut records, "Trei", "parola-trei").keys.unwrap();
    assert_eq!(records.cases(&third).unwrap(), [case]);
    // Who has only the key from before reads what is under it, and the case says that something is missing.
    let part = records.cases(&old).unwrap().pop().unwrap();
    assert_eq!((part.person.name.as_str(), part.history.len()), ("", 1));
    assert!(records.cases(&KeyRing::new().unwrap()).unwrap().is_empty());
}

#[test]
fn an_operation_in_anothers_place_does_not_open() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let keys = first(&mut records, "Unu", "parola-unu");
    let (one, other) = (opened(&mut records, &keys), opened(&mut records, &keys));
    let moved = bytes(&records);
    records.connection.execute("DELETE FROM operation", []).unwrap();
    let sql = "INSERT INTO operation (case_id, id, key, cipher) VALUES (?1, ?2, ?3, ?4)";
    records.connection.execute(sql, params![moved[0].0, moved[0].1, moved[0].2, moved[1].3]).unwrap();
    records.connection.execute(sql, params![moved[1].0, moved[0].1, moved[1].2, moved[1].3]).unwrap();
    assert!(records.cases(&keys).unwrap().is_empty(), "{:?} {:?}", one.id, other.id);
    assert!(records.connection.execute("UPDATE operation SET key = ''", []).is_err());
}

#[test]
fn cases_of_the_schema_before_become_operations_at_the_next_sign_in_and_go_on() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let keys = first(&mut records, "Unu", "parola-unu");
    let foreign = KeyRing::new().unwrap();
    let mut open = new_case(TODAY);
    open.heads.clear();
    let until = date(2026, 12, 20);
    let mut agreed = open.apply(person("Persoană de probă"), Uuid::now_v7(), TODAY).unwrap().0;
    let consent = Consent::new(ConsentScope::ThisEvent, TODAY, until);
    agreed = agreed.apply(Command::Consent(consent), Uuid::now_v7(), TODAY).unwrap().0;
    let mut closed = new_case(TODAY);
    closed.closed = Some(date(2026, 11, 2));
    let unread = new_case(TODAY);
    for (ring, case) in [(&keys, &mut agreed), (&keys, &mut closed), (&foreign, &mut unread.clone())] {
        case.heads.clear();
        keep_in_one_piece(&records, ring, case);
    }
    // As the schema before had them: what is noted of closings comes with the step.
    records
        .connection
        .execute_batch("INSERT INTO closing (case_id, day) SELECT id, closed FROM open_case WHERE closed IS NOT NULL")
        .unwrap();
    let told = records.cases(&keys).unwrap();
    records.carry_cases_over(&keys).unwrap();
    assert_eq!(records.cases(&keys).unwrap(), told, "the same before and after");
    assert_eq!(told.len(), 2);
    let count =
        |records: &Records, sql: &str| records.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count(&records, "SELECT count(*) FROM open_case"), 1, "what no key here opens stays as it is");
    assert_eq!(count(&records, "SELECT count(*) FROM closing"), 1);
    records.carry_cases_over(&keys).unwrap();
    assert_eq!(count(&records, "SELECT count(*) FROM operation"), 2, "once");
    let case = told.iter().find(|case| case.id == agreed.id).unwrap();
    assert_eq!((&case.person, &case.consents), (&agreed.person, &agreed.consents));
    assert_eq!(case.heads, [case.id]);
    let after = does(&mut records, &keys, case, Command::Papers(vec!["a".to_owned()]));
    assert!(records.cases(&keys).unwrap().contains(&after));
    assert!(records.cases(&foreign).unwrap().iter().any(|case| case.id == unread.id));
}

#[test]
fn a_disk_that_takes_nothing_shows_the_cases_of_the_schema_before_all_the_same() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let keys = first(&mut records, "Unu", "parola-unu");
    keep_in_one_piece(&records, &keys, &new_case(TODAY));
    records.connection.execute_batch("PRAGMA query_only = ON").unwrap();
    assert!(records.carry_cases_over(&keys).is_err());
    assert_eq!(records.cases(&keys).unwrap().len(), 1);
}

#[test]
fn after_damage_each_operation_that_is_whole_is_back_and_a_lost_note_of_closing_is_mended() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let keys = first(&mut records, "Unu", "parola-unu");
    let open = opened(&mut records, &keys);
    let open = does(&mut records, &keys, &open, person("Persoană de probă"));
    let closed = opened(&mut records, &keys);
    let closed = does(&mut records, &keys, &closed, Command::Close);
    let reopened = opened(&mut records, &keys);
    let sql = "INSERT INTO closing (case_id, day) VALUES (?1, '2026-11-20')";
    records.connection.execute("DELETE FROM closing", []).unwrap();
    records.connection.execute(sql, [reopened.id.to_string()]).unwrap();
    records.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(records);
    let mut bytes = std::fs::read(&place.path).unwrap();
    bytes[..16].fill(0);
    std::fs::write(&place.path, bytes).unwrap();
    let (mut records, salvage) = place.open().unwrap();
    assert_eq!(salvage.unwrap().cases, 3);
    let cases = records.cases(&keys).unwrap();
    assert!([&open, &closed, &reopened].into_iter().all(|case| cases.contains(case)), "each as it was");
    records.carry_cases_over(&keys).unwrap();
    let noted: Vec<String> = {
        let mut statement = records.connection.prepare("SELECT case_id FROM closing").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(noted, [closed.id.to_string()]);
}
