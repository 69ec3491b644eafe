//! What the other computers of a centre did comes to stand at the desk by itself, and never under a hand at work.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::{Case, Change, Opening, Operation};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::store::records::{NewEntry, NewOperation};
use cups_kiosk::sync::runner::room::Arrived;
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::keyboard::key::Named;
use jiff::civil::date;
use stage::{Stage, friday, hashes};
use uuid::Uuid;

/// A case that the records hold and the session does not know: as it is taken over from another computer.
fn came(stage: &mut Stage, number: u128) -> Uuid {
    let (case, entry) = (Uuid::from_u128(number), Uuid::from_u128(number + 1000));
    let (answers, seen) = (Answers::default(), Seen::default());
    let opening = Opening { return_code: format!("ROOM-{number}"), event: "C1".to_owned(), answers, seen };
    let today = date(2026, 11, 20);
    let opened = Case::open(case, opening.clone(), entry, today);
    let operation = Operation {
        id: entry,
        case,
        centre: "lozova".to_owned(),
        author: "Coleg".to_owned(),
        day: today,
        time: friday(),
        follows: Vec::new(),
        change: Change::Open(opening),
    };
    let keys = stage.app.session().unwrap().keys.clone().unwrap();
    let facts = EntryFacts::new(Action::CaseOpened, &stage.circumstances());
    let entry = NewEntry { id: entry, facts, sealed: None };
    stage.records.record(&entry, Some((&keys, &NewOperation::of(operation, &opened))), friday()).unwrap();
    let specialists = stage.records.specialists().unwrap();
    stage.send(Reply::RoomCame(Arrived { cases: 1, people: 0, specialists }));
    case
}

fn knows(stage: &Stage, case: Uuid) -> bool {
    stage.app.session().unwrap().case(case).is_some()
}

#[test]
fn a_case_from_another_computer_comes_to_the_desk_once_no_hand_is_at_work() {
    let mut stage = Stage::new();
    stage.sign_in();
    let case = came(&mut stage, 7);
    for _ in 0..5 {
        // Somebody reads on: each key begins the quiet anew.
        stage.send(Framed::Tick);
        stage.key(Named::Tab);
        assert!(!knows(&stage, case), "nothing moves under a hand");
    }
    for _ in 0..3 {
        stage.send(Framed::Tick);
    }
    assert!(knows(&stage, case));
    assert_eq!(stage.app.screen().name(), "desk");
    // Nothing more is asked of the disk until something comes again.
    let other = Uuid::from_u128(8);
    for _ in 0..5 {
        stage.send(Framed::Tick);
    }
    assert!(!knows(&stage, other));
    assert_eq!(came(&mut stage, 8), other);
    for _ in 0..4 {
        stage.send(Framed::Tick);
    }
    assert!(knows(&stage, other) && knows(&stage, case));
}

#[test]
fn what_comes_while_it_is_locked_is_there_after_the_password() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.key(Named::F11);
    assert_eq!(stage.app.screen().name(), "locked");
    let case = Uuid::from_u128(7);
    let specialists = stage.records.specialists().unwrap();
    stage.send(Reply::RoomCame(Arrived { cases: 1, people: 0, specialists }));
    for _ in 0..5 {
        stage.send(Framed::Tick);
    }
    assert_eq!(stage.app.screen().name(), "locked");
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(came(&mut stage, 7), case);
    for _ in 0..4 {
        stage.send(Framed::Tick);
    }
    assert!(knows(&stage, case));
}

#[test]
fn where_the_centre_has_people_already_nobody_is_asked_to_be_the_first() {
    let mut stage = Stage::without_specialist(&hashes());
    stage.key(Named::F12);
    let first = stage.words();
    stage.send(Reply::RoomCame(Arrived { cases: 0, people: 3, specialists: vec!["Specialist".to_owned()] }));
    assert_eq!(stage.app.screen().name(), "sign-in");
    let now = stage.words();
    assert_ne!(now, first);
    let heading = cups_kiosk::i18n::Texts::load(cups_kiosk::domain::text::Language::Ro).get("sign-in-heading");
    assert!(now.contains(&heading), "{now}");
}
