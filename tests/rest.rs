//! A window that may be opened anew: only on its start page, with nobody there and nothing at work.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::printing::Told;
use cups_kiosk::domain::restart::{MOST_MEMORY, OwnProgram, Reason};
use cups_kiosk::ui::app::Reply;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::effect::Effect;
use iced::keyboard::key::Named;
use jiff::SignedDuration;
use stage::{Stage, set_clock, sleep};
use std::time::Duration;

const REPLACED: OwnProgram = OwnProgram { replaced: true, memory: Some(1) };

/// Seconds of the window pass; gives how often the program wanted to look at itself.
fn seconds(stage: &mut Stage, seconds: u64) -> usize {
    let looks = |stage: &Stage| stage.unheard.iter().filter(|effect| **effect == Effect::LookAtOwnProgram).count();
    let before = looks(stage);
    for _ in 0..seconds {
        sleep(Duration::from_secs(1));
        stage.send(Framed::Tick);
    }
    looks(stage) - before
}

/// Why the window wants to be opened anew, once the program has looked at itself.
fn seen(stage: &mut Stage, program: OwnProgram) -> Option<Reason> {
    stage.unheard.clear();
    stage.send(Reply::OwnProgramSeen(program));
    let mut reasons = stage.unheard.drain(..).filter_map(|effect| match effect {
        Effect::Restart(reason) => Some(reason),
        _ => None,
    });
    reasons.next()
}

#[test]
fn on_the_start_page_nobody_touched_for_a_minute_a_replaced_program_is_opened_anew() {
    let mut stage = Stage::new();
    assert_eq!(seconds(&mut stage, 59), 1, "it looks every half minute");
    assert_eq!(seen(&mut stage, REPLACED), None);
    seconds(&mut stage, 1);
    assert_eq!(seen(&mut stage, OwnProgram::default()), None);
    assert_eq!(seen(&mut stage, REPLACED), Some(Reason::Replaced));
}

#[test]
fn whoever_touches_anything_is_there_again() {
    let mut stage = Stage::new();
    seconds(&mut stage, 90);
    // A key that means nothing, on the start page.
    stage.key(Named::F8);
    assert_eq!(seen(&mut stage, REPLACED), None);
    seconds(&mut stage, 61);
    assert_eq!(seen(&mut stage, REPLACED), Some(Reason::Replaced));
}

#[test]
fn in_a_visit_with_something_typed_and_at_a_warning_nothing_is_given_up() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    assert_eq!(seconds(&mut stage, 70), 0);
    assert!(!stage.app.is_at_rest());
    assert_eq!(seen(&mut stage, REPLACED), None);
    // The warning has come, and the visit is still there.
    seconds(&mut stage, 30);
    assert!(stage.app.is_warning());
    assert_eq!(seen(&mut stage, REPLACED), None);
    // It is cleared, and from then on it counts.
    seconds(&mut stage, 30);
    assert!(stage.app.is_at_rest());
    assert_eq!(seen(&mut stage, REPLACED), None);
    seconds(&mut stage, 61);
    assert_eq!(seen(&mut stage, REPLACED), Some(Reason::Replaced));

    let mut stage = Stage::new();
    stage.touch("field-search");
    stage.write("nașt");
    seconds(&mut stage, 70);
    assert!(!stage.app.is_at_rest());
    assert_eq!(seen(&mut stage, REPLACED), None, "something is typed in the search");
}

#[test]
fn whoever_set_another_language_or_size_is_there() {
    for button in ["larger", "contrast"] {
        let mut stage = Stage::new();
        stage.touch(button);
        assert!(!stage.app.is_at_rest(), "{button}");
        seconds(&mut stage, 70);
        assert_eq!(seen(&mut stage, REPLACED), None, "{button}");
    }
}

#[test]
fn with_a_specialist_signed_in_or_locked_it_stays() {
    let mut stage = Stage::new();
    stage.sign_in();
    assert_eq!(seconds(&mut stage, 120), 0);
    assert_eq!(seen(&mut stage, REPLACED), None);
    stage.key(Named::F11);
    assert!(stage.app.is_locked());
    assert_eq!(seconds(&mut stage, 120), 0);
    assert_eq!(seen(&mut stage, REPLACED), None);
    assert!(!stage.app.is_at_rest());
}

#[test]
fn while_a_sheet_is_printed_it_stays_also_after_the_visit() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage::reaches::go_on_knowing_nothing(&mut stage);
    stage.control('p');
    stage.key(Named::Enter);
    assert_eq!(stage.printed.len(), 1, "{}", stage.words());
    stage.send(Framed::HideAndStartAgain);
    stage.touch("yes");
    assert_eq!(stage.app.screen().name(), "start", "{}", stage.words());
    assert!(!stage.app.is_at_rest(), "paper is still on its way");
    stage.tell(Told::answered(true));
    assert!(stage.app.is_at_rest());
}

#[test]
fn what_has_grown_is_opened_anew_by_day_and_any_other_once_a_night() {
    let grown = OwnProgram { replaced: false, memory: Some(MOST_MEMORY + 1) };
    let mut stage = Stage::new();
    seconds(&mut stage, 120);
    assert_eq!(seen(&mut stage, grown), None, "it was opened a moment ago");
    seconds(&mut stage, 600);
    assert_eq!(seen(&mut stage, grown), Some(Reason::Grown));
    // In the next night, at half past three.
    let mut stage = Stage::new();
    let zone = jiff::tz::TimeZone::get("Europe/Chisinau").unwrap();
    let now = stage.moment().time.to_zoned(zone);
    let night = now.tomorrow().unwrap().date().at(3, 30, 0, 0).to_zoned(now.time_zone().clone()).unwrap();
    set_clock(SignedDuration::from_secs(night.timestamp().as_second() - now.timestamp().as_second()));
    seconds(&mut stage, 1);
    sleep(Duration::from_hours(21));
    assert_eq!(seconds(&mut stage, 1), 1);
    assert_eq!(seen(&mut stage, OwnProgram::default()), Some(Reason::Night));
}
