//! A visitor's plan through the relay of the room.

use super::wait;
use crate::kiosk::Kiosk;
use crate::place::{Relay, Room, code_of, go_by};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::handed_plan::{HandedPlan, plan_code};
use cups_kiosk::domain::text::Language;
use cups_kiosk::sync::handed_plan::{NotHanded, leave, take};
use cups_kiosk::sync::reason::Reason;
use jiff::civil::date;

fn plan(event: &str) -> HandedPlan {
    HandedPlan {
        event: event.to_owned(),
        answers: Answers([("married".to_owned(), Some(Value::Truth(true)))].into()),
        day: date(2026, 11, 20),
        language: Some(Language::Ro),
        catalogue: 7,
    }
}

fn left(kiosk: &Kiosk, event: &str) -> Result<String, NotHanded> {
    kiosk.with(|records| wait(leave(&records, plan(event))))
}

fn taken(kiosk: &Kiosk, code: &str) -> Result<HandedPlan, NotHanded> {
    kiosk.with(|records| wait(take(&records, code)))
}

#[test]
fn a_plan_made_at_one_computer_opens_at_another_once_with_the_outer_line_cut() {
    let room = Room::new();
    let relay = room.relay();
    let (public, desk) = (room.kiosk(&relay), room.kiosk(&relay));
    room.line.cut();
    let code = left(&public, "C1").unwrap();
    let other = left(&public, "C9").unwrap();
    assert_ne!(code, other);
    let typed = code.to_lowercase().replace('-', " ");
    assert!(taken(&desk, &typed) == Ok(plan("C1")));
    assert!(taken(&desk, &code) == Err(NotHanded::Unknown), "once");
    assert!(taken(&desk, &plan_code([9; 5])) == Err(NotHanded::Unknown));
    assert!(taken(&desk, "7K2M") == Err(NotHanded::Unknown));
    assert!(taken(&desk, &other) == Ok(plan("C9")));
    // Nothing of it was ever on the relay's disk.
    for file in std::fs::read_dir(room.relay.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(!holds("married") && !holds(&code), "{}", path.display());
    }
}

#[test]
fn a_relay_that_was_started_again_has_no_plan_and_another_room_s_never_had_it() {
    let room = Room::new();
    let relay = room.relay();
    let (public, desk) = (room.kiosk(&relay), room.kiosk(&relay));
    let code = left(&public, "C1").unwrap();
    // Another room, of the same hub.
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = Relay::start(folder.path(), &room.line.address, "127.0.0.1:0");
    let stranger = room.kiosk(&relay);
    go_by(&stranger, &code_of(folder.path(), &elsewhere.address));
    assert!(taken(&stranger, &code) == Err(NotHanded::Unknown));
    let address = relay.address.clone();
    drop(relay);
    assert!(taken(&desk, &code) == Err(NotHanded::Silent(Reason::RelaySilent)));
    assert!(left(&public, "C1") == Err(NotHanded::Silent(Reason::RelaySilent)));
    let _relay = room.relay_at(&address);
    assert!(taken(&desk, &code) == Err(NotHanded::Unknown));
    let code = left(&public, "C1").unwrap();
    assert!(taken(&desk, &code) == Ok(plan("C1")));
}

#[test]
fn who_tries_codes_is_told_to_wait() {
    let room = Room::new();
    let relay = room.relay();
    let (public, desk) = (room.kiosk(&relay), room.kiosk(&relay));
    let code = left(&public, "C1").unwrap();
    let answers: Vec<_> = (0..14_u8).map(|byte| taken(&desk, &plan_code([byte; 5]))).collect();
    assert!(answers[..10].iter().all(|answer| *answer == Err(NotHanded::Unknown)));
    assert!(answers[10..].iter().all(|answer| *answer == Err(NotHanded::Later)));
    assert!(taken(&desk, &code) == Err(NotHanded::Later), "not even a right one is looked at");
}

#[test]
fn a_computer_without_a_relay_says_so() {
    let room = Room::new();
    let kiosk = Kiosk::enrolled(&room.ground, &room.hub);
    assert!(left(&kiosk, "C1") == Err(NotHanded::NoRelay));
    assert!(taken(&kiosk, "7K2M-4QXR") == Err(NotHanded::NoRelay));
}
