use super::super::tests::{CODES, Place, after, circumstances, codes, enrolment, first, informed};
use super::*;
use crate::platform::file::with_suffix;
use std::time::Instant;

const NAME: &str = "Vasile Rusu";
const PASSWORD: &str = "parola-lungă";

/// A records file with one specialist.
fn place() -> Place {
    let place = Place::new();
    first(&mut place.open().unwrap().0, NAME, PASSWORD);
    place
}

fn attempt(records: &mut Records, name: &str, password: &str, seconds: u64) -> Result<String, RecordsError> {
    records.sign_in(name, password, None, &circumstances(), after(seconds)).map(|admitted| admitted.name)
}

fn refused(records: &Records) -> usize {
    let entries = records.all_entries().unwrap();
    entries.iter().filter(|entry| entry.facts.action == Action::SignInRefused).count()
}

#[test]
fn after_three_wrong_passwords_each_further_one_waits_twice_as_long() {
    let place = place();
    let mut records = place.open().unwrap().0;
    let mut now = 0;
    for seconds in [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900] {
        let wrong = attempt(&mut records, NAME, "altceva-lung", now);
        assert_eq!(wrong, Err(RecordsError::WrongPassword { seconds }));
        if seconds > 0 {
            // The right one too: nothing is looked at before the wait is over, and nothing is counted.
            let early = attempt(&mut records, NAME, PASSWORD, now + seconds - 1);
            assert_eq!(early, Err(RecordsError::TooSoon { seconds: 1 }));
        }
        now += seconds;
    }
    assert_eq!(refused(&records), 9, "each beyond the three free ones");
    assert_eq!(attempt(&mut records, NAME, PASSWORD, now).unwrap(), NAME);
    assert_eq!(records.wait(after(now).running), 0);
    let entry = records.all_entries().unwrap().pop().unwrap();
    assert!(entry.sealed.is_none());
    assert!(!entry.facts.text().to_lowercase().contains("vasile"), "no name in the facts");
}

#[test]
fn a_kill_and_a_restart_help_nobody_whatever_the_clock_says() {
    let place = place();
    let mut records = place.open().unwrap().0;
    for _ in 0..3 {
        assert!(attempt(&mut records, NAME, "altceva-lung", 0).is_err());
    }
    drop(records);
    for time in ["1970-01-01T00:00:00Z", "2026-11-20T10:00:00Z", "2026-12-20T10:00:00Z", "2045-01-01T00:00:00Z"] {
        // Another program over the same file: its running clock begins at zero, the calendar is anywhere.
        let mut records = place.open().unwrap().0;
        let at = |seconds| Moment { time: time.parse().unwrap(), running: Duration::from_secs(seconds) };
        let early = records.sign_in(NAME, PASSWORD, None, &circumstances(), at(4));
        assert_eq!(early.err(), Some(RecordsError::TooSoon { seconds: 1 }), "{time}");
        assert_eq!(records.wait(at(5).running), 0, "{time}: and never for ever");
    }
    let mut records = place.open().unwrap().0;
    assert!(attempt(&mut records, NAME, "altceva-lung", 5).is_err());
    drop(records);
    let mut records = place.open().unwrap().0;
    assert_eq!(records.wait(Duration::ZERO), 10);
    assert_eq!(attempt(&mut records, NAME, PASSWORD, 10).unwrap(), NAME);
    drop(records);
    assert_eq!(place.open().unwrap().0.wait(Duration::ZERO), 0, "a right one is kept too");
}

#[test]
fn a_program_ended_while_it_looks_has_counted_the_try() {
    let place = place();
    let mut records = place.open().unwrap().0;
    for _ in 0..3 {
        // What is on the disk at the moment at which the work begins.
        records.begin_try(after(0)).unwrap();
    }
    drop(records);
    assert_eq!(place.open().unwrap().0.wait(Duration::ZERO), 5);
}

#[test]
fn a_name_that_nobody_has_costs_the_same_and_is_told_the_same() {
    let place = place();
    let mut records = place.open().unwrap().0;
    let mut timed = |name: &str| {
        let mut took: Vec<Duration> = (0..3)
            .map(|round| {
                records.slowdown = Slowdown::default();
                let start = Instant::now();
                let answer = attempt(&mut records, name, "altceva-lung", 1000 * round);
                assert_eq!(answer, Err(RecordsError::WrongPassword { seconds: 0 }));
                start.elapsed()
            })
            .collect();
        took.sort();
        took[1]
    };
    let (known, unknown) = (timed(NAME), timed("Nimeni Altul"));
    assert!(unknown * 2 > known, "{unknown:?} for a name that nobody has, {known:?} for a known one");
    records.slowdown = Slowdown::default();
    for seconds in [0, 0, 5] {
        let answer = attempt(&mut records, "Nimeni Altul", PASSWORD, 9000);
        assert_eq!(answer, Err(RecordsError::WrongPassword { seconds }));
    }
}

#[test]
fn a_name_is_found_however_it_is_typed_and_kept_as_it_was_added() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    first(&mut records, " Ştefan  Ţurcanu ", PASSWORD);
    assert_eq!(records.specialists().unwrap(), ["Ștefan Țurcanu"]);
    for typed in ["ștefan țurcanu", "ŞTEFAN ŢURCANU", "Stefan Turcanu", " Ștefan\u{a0}Țurcanu "] {
        assert_eq!(attempt(&mut records, typed, PASSWORD, 0).unwrap(), "Ștefan Țurcanu");
    }
}

#[test]
fn two_of_an_older_program_that_differ_in_case_both_come_in() {
    let place = place();
    let mut records = place.open().unwrap().0;
    let wrapped = KeyRing::new().unwrap().wrap("parola-celuilalt").unwrap();
    let insert = "INSERT INTO specialist (name, wrapped, added) VALUES ('vasile rusu', ?1, '2026-01-01')";
    records.connection.execute(insert, [wrapped]).unwrap();
    assert_eq!(attempt(&mut records, "vasile rusu", "parola-celuilalt", 0).unwrap(), "vasile rusu");
    assert_eq!(attempt(&mut records, "VASILE RUSU", "parola-celuilalt", 0).unwrap(), "vasile rusu");
    assert_eq!(attempt(&mut records, "VASILE RUSU", PASSWORD, 0).unwrap(), "Vasile Rusu");
}

#[test]
fn the_next_specialist_is_told_of_wrong_passwords_until_it_was_read() {
    let place = place();
    let mut records = place.open().unwrap().0;
    assert!(attempt(&mut records, NAME, "altceva-lung", 0).is_err());
    assert!(attempt(&mut records, NAME, PASSWORD, 0).is_ok());
    assert!(records.news().unwrap().is_empty(), "a slip of the finger is nothing to tell");
    let mut now = 0;
    for pause in [0, 0, 5, 10] {
        assert!(attempt(&mut records, "Cineva", "altceva-lung", now).is_err());
        now += pause;
    }
    assert!(records.news().unwrap().is_empty(), "only somebody signed in is told");
    attempt(&mut records, NAME, PASSWORD, now).unwrap();
    drop(records);
    let mut records = place.open().unwrap().0;
    let news = records.news().unwrap();
    assert_eq!(news.wrong, Some(WrongTries { count: 4, since: after(0).time }));
    records.note_told(&news).unwrap();
    assert!(records.news().unwrap().is_empty());
}

#[test]
fn a_full_disk_keeps_nobody_out_and_slows_down_all_the_same() {
    let place = place();
    let mut records = place.open().unwrap().0;
    records.connection.execute_batch("PRAGMA query_only = ON").unwrap();
    for seconds in [0, 0, 5] {
        assert_eq!(attempt(&mut records, NAME, "altceva-lung", 0), Err(RecordsError::WrongPassword { seconds }));
    }
    assert_eq!(attempt(&mut records, NAME, PASSWORD, 5).unwrap(), NAME);
}

#[test]
fn the_first_specialist_comes_in_only_by_a_code_and_each_code_once() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let add = |records: &mut Records, code: &str, password: &str, seconds| {
        records.add_first(code, NAME, password, &circumstances(), after(seconds)).map(|admitted| admitted.name)
    };
    assert_eq!(add(&mut records, CODES[0], PASSWORD, 0), Err(RecordsError::NoCode), "not even enrolled");
    let operator = age::x25519::Identity::generate();
    records.set_enrolment(enrolment(&operator), &[]).unwrap();
    assert_eq!(add(&mut records, CODES[0], PASSWORD, 0), Err(RecordsError::NoCode), "an older hub gave none");
    records.note_codes(&codes()).unwrap();
    let common = Err(crate::domain::specialist::PasswordFault::Common.into());
    assert_eq!(add(&mut records, CODES[0], "parola123", 0), common, "and no code is used up");
    for seconds in [0, 0, 5] {
        let wrong = add(&mut records, "0000-0000-0000", PASSWORD, 0);
        assert_eq!(wrong, Err(RecordsError::WrongCode { seconds }));
    }
    assert_eq!(add(&mut records, CODES[0], PASSWORD, 1), Err(RecordsError::TooSoon { seconds: 4 }));
    assert_eq!(add(&mut records, &CODES[0].to_lowercase().replace('0', "o"), PASSWORD, 5).unwrap(), NAME);
    assert_eq!(records.unused_codes().unwrap(), 1);
}

#[test]
fn after_damage_or_loss_nobody_comes_in_without_a_fresh_code() {
    type Harm = fn(&std::path::Path);
    let harms: [(&str, Harm, Loss); 3] = [
        ("missing", |path| std::fs::remove_file(path).unwrap(), Loss::Missing),
        ("0 bytes", |path| std::fs::write(path, b"").unwrap(), Loss::Missing),
        ("damaged", |path| std::fs::write(path, [0x5A; 8192]).unwrap(), Loss::Damaged),
    ];
    for (name, harm, loss) in harms {
        let place = place();
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(with_suffix(&place.path, suffix));
        }
        harm(&place.path);
        let mut records = place.open().unwrap().0;
        assert!(records.specialists().unwrap().is_empty(), "{name}");
        let add = |records: &mut Records, code: &str| {
            records.add_first(code, "Altcineva", PASSWORD, &circumstances(), after(0))
        };
        assert_eq!(add(&mut records, "").err(), Some(RecordsError::WrongCode { seconds: 0 }), "{name}");
        assert_eq!(
            add(&mut records, CODES[0]).err(),
            Some(RecordsError::WrongCode { seconds: 0 }),
            "{name}: used before"
        );
        assert!(add(&mut records, CODES[1]).is_ok(), "{name}");
        assert_eq!(records.news().unwrap().loss, Some(loss), "{name}: it is told");
        let noted = match loss {
            Loss::Damaged => Action::RecordsSalvaged,
            Loss::Missing => Action::RecordsLost,
        };
        let entry = records.all_entries().unwrap().remove(0);
        assert_eq!(
            (entry.facts.action.known(), entry.position.epoch, entry.position.sequence),
            (Some(noted), 2, 1),
            "{name}"
        );
    }
}

#[test]
fn a_loss_is_noted_once_and_told_until_it_was_read_also_after_another_program_saw_it() {
    let place = place();
    std::fs::remove_file(&place.path).unwrap();
    // A command sees it first; the window must still tell.
    drop(place.open().unwrap());
    let mut records = place.open().unwrap().0;
    records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    let lost = records.all_entries().unwrap().iter().filter(|entry| entry.facts.action == Action::RecordsLost).count();
    assert_eq!(lost, 1);
    let news = records.news().unwrap();
    assert_eq!(news.loss, Some(Loss::Missing));
    records.note_told(&news).unwrap();
    drop(records);
    assert!(place.open().unwrap().0.news().unwrap().is_empty());
}

#[test]
fn a_first_start_lost_nothing() {
    let place = Place::new();
    let records = place.open().unwrap().0;
    assert!(records.news().unwrap().is_empty() && records.all_entries().unwrap().is_empty());
}

#[test]
fn a_code_is_on_the_disk_as_used_before_the_specialist_is() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let operator = age::x25519::Identity::generate();
    records.set_enrolment(enrolment(&operator), &codes()).unwrap();
    // The disk takes the specialist's row no more: the code must not be gone for that.
    records.connection.execute_batch("PRAGMA query_only = ON").unwrap();
    assert!(records.add_first(CODES[0], NAME, PASSWORD, &circumstances(), after(0)).is_err());
    assert_eq!(records.unused_codes().unwrap(), 2);
    records.connection.execute_batch("PRAGMA query_only = OFF").unwrap();
    // Power that goes between the mark and the row: the row is not there, the code is used.
    let hash = records.identity.find_code(CODES[0]).unwrap();
    assert!(records.identity.use_code(&hash).unwrap());
    drop(records);
    let mut records = place.open().unwrap().0;
    let again = records.add_first(CODES[0], NAME, PASSWORD, &circumstances(), after(0));
    assert_eq!(again.err(), Some(RecordsError::WrongCode { seconds: 0 }));
}
