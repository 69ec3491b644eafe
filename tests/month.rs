//! Work told: information with its minutes, the time of a case, group sessions, and the centre's month on the screen, on paper
//! and as a file, through the real application.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

mod stage;

use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::domain::work::{AgeBand, Autonomy, Place, Topic};
use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::protocol::facts::has_form;
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::keyboard::key::Named;
use jiff::SignedDuration;
use stage::{Stage, reaches};

/// The last entry, as it is read.
fn last(stage: &Stage) -> EntryFacts {
    let entry = stage.records.all_entries().unwrap().pop().unwrap();
    assert!(has_form(&entry.facts), "the hub takes it: {}", entry.facts.text());
    entry.facts.meaning().unwrap()
}

#[test]
fn information_is_recorded_by_two_presses_with_what_is_usual() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('i');
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "desk");
    let told = last(&stage);
    assert_eq!((told.action, told.minutes), (Action::Informed, Some(5)));
    assert_eq!((told.place, told.autonomy, told.case), (Some(Place::Desk), Some(Autonomy::Guided), None));
}

#[test]
fn information_about_no_event_has_a_topic_and_other_minutes_take_the_place_of_those_proposed() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('i');
    stage.touch("topic-signature");
    stage.write("25");
    stage.touch("place-phone");
    stage.touch("autonomy-alone");
    stage.touch("submit");
    let told = last(&stage);
    assert_eq!((told.topic, told.event.as_deref()), (Some(Topic::Signature), None));
    assert_eq!((told.minutes, told.place, told.autonomy), (Some(25), Some(Place::Phone), Some(Autonomy::Alone)));
}

#[test]
fn minutes_that_are_none_are_said_and_nothing_is_recorded() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('i');
    stage.write("1");
    stage.write("mult");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "work");
    assert!(stage.app.problems().join(" ").contains("de la 1 la 720"));
    assert_eq!(stage.actions(), []);
    stage.write("12");
    stage.key(Named::Enter);
    assert_eq!(last(&stage).minutes, Some(12), "what was wrong is replaced, not lengthened");
}

#[test]
fn a_case_that_is_left_tells_its_time_by_itself_and_pauses_do_not_count() {
    let mut stage = Stage::new();
    reaches::case(&mut stage);
    let before = stage.actions();
    // Four minutes of work, then a long telephone call, then a minute.
    for _ in 0..4 {
        stage::sleep(std::time::Duration::from_mins(1));
        stage.key(Named::Shift);
    }
    stage::sleep(std::time::Duration::from_mins(40));
    stage.key(Named::Shift);
    stage::sleep(std::time::Duration::from_mins(1));
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "desk");
    let told = last(&stage);
    assert_eq!((told.action, told.minutes), (Action::WorkTold, Some(5)));
    assert!(told.case.is_some() && told.event.as_deref() == Some("C1"));
    assert_eq!((told.place, told.autonomy), (None, None), "nobody told where it was, nor how much the person did");
    assert_eq!(stage.actions().len(), before.len() + 1);
    // Nobody was at work in the meantime: another look tells nothing.
    stage.key(Named::Enter);
    stage.key(Named::Escape);
    assert_eq!(stage.actions().len(), before.len() + 1);
}

#[test]
fn time_that_was_told_by_hand_is_not_told_by_itself_once_more() {
    let mut stage = Stage::new();
    reaches::case(&mut stage);
    for _ in 0..4 {
        stage::sleep(std::time::Duration::from_mins(1));
        stage.key(Named::Shift);
    }
    stage.control('y');
    stage.write("9");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case");
    assert_eq!((last(&stage).action, last(&stage).minutes), (Action::WorkTold, Some(9)));
    let told = stage.actions().len();
    stage.key(Named::Escape);
    assert_eq!(stage.actions().len(), told);
    // It is corrected with a reason, as everything is.
    stage.control('j');
    stage.control('r');
    stage.write("1");
    stage.key(Named::Enter);
    let back = last(&stage);
    assert_eq!(back.action, Action::Corrected);
    let counted = stage.records.counted("2026-11".parse().unwrap(), "Europe/Chisinau").unwrap();
    assert!(counted.iter().all(|(_, facts)| facts.action != Action::WorkTold));
}

#[test]
fn a_group_session_is_recorded_by_keyboard_counts_and_is_corrected_with_a_reason() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('b');
    stage.write("12.11.2026");
    for typed in ["90", "", "3", "9", ""] {
        stage.key(Named::Tab);
        stage.write(typed);
    }
    // What it was about is nobody's guess: it is chosen.
    stage.key(Named::Enter);
    assert!(stage.app.problems().join(" ").contains("despre ce a fost"), "{}", stage.words());
    stage.key(Named::Space);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "desk", "{}", stage.words());
    let told = last(&stage);
    assert_eq!((told.action, told.minutes, told.topic), (Action::GroupHeld, Some(90), Some(Topic::Computer)));
    assert_eq!(told.people, [(AgeBand::Adult, 3), (AgeBand::Older, 9)].into());
    assert_eq!((told.held, told.place), (Some(jiff::civil::date(2026, 11, 12)), Some(Place::Room)));
    let counted = |stage: &Stage| {
        let counted = stage.records.counted("2026-11".parse().unwrap(), "Europe/Chisinau").unwrap();
        counted.iter().filter(|(_, facts)| facts.action == Action::GroupHeld).count()
    };
    assert_eq!(counted(&stage), 1);
    stage.control('j');
    stage.control('r');
    assert_eq!(stage.app.screen().name(), "confirm");
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(counted(&stage), 0);
}

#[test]
fn a_session_without_people_or_of_tomorrow_is_refused_in_words() {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('b');
    stage.write("21.12.2026");
    stage.key(Named::Enter);
    let words = stage.app.problems().join(" ");
    assert!(words.contains("viitor") && words.contains("câți oameni") && words.contains("despre ce"), "{words}");
    assert_eq!(stage.actions(), []);
}

#[test]
fn the_month_says_the_same_on_the_screen_on_paper_and_in_the_file() {
    let mut stage = Stage::new();
    reaches::month(&mut stage);
    let mut screen = String::new();
    loop {
        screen.push_str(&stage.words());
        if stage.find("pager-after").is_none() {
            break;
        }
        stage.touch("pager-after");
    }
    stage.touch("month-keep-0");
    assert!(stage.words().contains("Tabelul a fost salvat"), "{}", stage.words());
    let file = String::from_utf8(stage.kept.pop().unwrap()).unwrap();
    assert!(file.starts_with("\u{feff}month;centre;table;"), "{file}");
    stage.control('p');
    let sheet = stage.sheets.pop().unwrap();
    assert_eq!(sheet.template, "month");
    let paper: Vec<&str> = sheet.words().collect();
    // Eight requests were submitted, one of them by hand: seven of one service, one of another that is therefore hidden.
    for said in ["Lecții de grup", "Drumuri, kilometri, ore și lei economisiți", "Estimat, nu numărat", "4,3"] {
        assert!(screen.contains(said), "{said} on the screen: {screen}");
        assert!(paper.iter().any(|words| words.contains(said)), "{said} on paper: {paper:?}");
    }
    assert!(file.contains(";opinion;satisfaction;") && file.contains(";4,3;shown"), "{file}");
    assert!(file.contains(";informed;C16;"), "{file}");
    let small = file.lines().filter(|line| line.contains(";informed;C16;"));
    assert!(small.clone().count() > 0 && small.clone().all(|line| line.ends_with(";;hidden")), "{file}");
    let numbers = |line: &&str| line.split(';').nth(7).and_then(|value| value.parse::<u64>().ok());
    let counts = file.lines().filter(|line| line.contains(";times;") || line.contains(";people;"));
    assert!(counts.clone().filter_map(|line| numbers(&line)).all(|number| number == 0 || number >= 5), "{file}");
}

#[test]
fn another_month_is_chosen_by_a_key_and_none_that_has_not_begun() {
    let mut stage = Stage::new();
    reaches::month(&mut stage);
    assert!(stage.words().contains("noiembrie 2026"), "{}", stage.words());
    assert!(stage.find("month-after").is_none());
    stage.write("1");
    assert!(stage.app.heading().contains("octombrie 2026"));
    assert!(stage.words().contains("Nimic în această lună"), "{}", stage.words());
    stage.write("2");
    assert!(stage.app.heading().contains("noiembrie 2026"));
}

#[test]
fn a_head_who_opens_no_cases_sees_the_month() {
    let mut stage = Stage::new();
    reaches::with_people(&mut stage);
    stage.key(Named::F10);
    reaches::sign_in_as(&mut stage, "Maria Munteanu-Ciobanu", "parola-mariei");
    stage.touch("desk-month");
    assert_eq!(stage.app.screen().name(), "month");
}

/// A stage of a centre that wants waiting numbers.
fn with_numbers() -> Stage {
    let mut stage = Stage::at("lozova", Configuration { waiting_numbers: true, ..Configuration::default() });
    stage.send(Framed::Tick);
    stage
}

#[test]
fn a_number_is_drawn_once_a_visit_called_by_one_key_and_only_the_wait_is_journalled() {
    let mut stage = with_numbers();
    stage.touch("number-take");
    assert_eq!(stage.app.screen().name(), "number");
    assert!(stage.words().contains("Urmați dumneavoastră"), "{}", stage.words());
    stage.key(Named::Enter);
    stage.touch("number-take");
    assert_eq!(stage.records.queue(stage.app.today()).unwrap().len(), 1, "one number a visit");
    stage::set_clock(SignedDuration::from_mins(7));
    stage.sign_in();
    assert!(stage.words().contains("Așteaptă 1 om"), "{}", stage.words());
    stage.control('o');
    assert!(stage.words().contains("Chemați cu voce tare numărul 1"), "{}", stage.words());
    let told = last(&stage);
    assert_eq!((told.action, told.minutes, told.case), (Action::NumberCalled, Some(7), None));
    stage.control('o');
    assert_eq!(stage.actions(), [Action::NumberCalled], "nobody else waits");
    stage.control('n');
    let words = stage.words();
    assert!(words.contains("numărul 1") && words.contains("номер 1"), "{words}");
}

#[test]
fn who_begins_anew_at_once_is_told_why_there_is_no_further_number() {
    let mut stage = with_numbers();
    for _ in 0..10 {
        stage.touch("number-take");
        stage.touch("hide");
    }
    assert_eq!(stage.records.queue(stage.app.today()).unwrap().len(), 1);
    stage.touch("number-take");
    assert!(stage.words().contains("jumătate de minut"), "{}", stage.words());
}

#[test]
fn where_the_centre_wants_no_numbers_there_is_none_to_take() {
    let mut stage = Stage::new();
    assert!(stage.find("number-take").is_none());
    stage.sign_in();
    assert!(!stage.words().contains("așteaptă cu număr"), "{}", stage.words());
}
