//! A computer is set up at its first start: by keyboard alone, by touch alone, and by nobody who only visits it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::doctor::Finding;
use cups_kiosk::domain::setup::{ComputerUse, Question};
use cups_kiosk::domain::text::Language;
use cups_kiosk::platform::configuration::{Configuration, NotWritten};
use cups_kiosk::sync::client::ClientError;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{EnrolError, Message, Reply};
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::page::visitor;
use cups_kiosk::ui::page::visitor::set_up::Message as Asked;
use cups_kiosk::ui::set_up::Equipment;
use iced::keyboard::key::Named;
use stage::Stage;
use stage::set_up::{found, to};

/// What was written.
fn written(stage: &Stage) -> Configuration {
    Configuration::read(&stage.folder().join("kiosk.toml")).unwrap()
}

#[test]
fn a_public_computer_is_set_up_by_keyboard_alone_and_goes_on_without_another_start() {
    let mut stage = Stage::first();
    assert_eq!(stage.question(), Some(Question::Language));
    stage.write("2");
    stage.key(Named::Enter);
    assert_eq!(stage.app.context().texts.language(), Language::Ru);
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(stage.question(), Some(Question::Visitors));
    stage.key(Named::Tab);
    stage.key(Named::Tab);
    stage.key(Named::Space);
    stage.key(Named::Enter);
    assert_eq!(stage.question(), Some(Question::Centre));
    stage.write("c");
    stage.key(Named::Enter);
    assert_eq!(stage.question(), Some(Question::Centre), "typing alone chooses nothing");
    stage.key(Named::Backspace);
    to(&mut stage, Question::Check);
    stage.send(Reply::LookedOver(found(&[Finding::NotEnrolled])));
    assert!(stage.words().contains("K: D-OK S-OK"), "{}", stage.words());
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "start");
    let settings = written(&stage);
    assert_eq!((settings.language, settings.centre.as_str(), settings.fullscreen), (Language::Ru, "lozova", true));
    assert!(settings.waiting_numbers && settings.print_alone && settings.printer.as_deref() == Some("birou"));
    assert!((settings.pixels_per_millimetre - 3.6).abs() < 0.01, "{}", settings.pixels_per_millimetre);
    assert_eq!(stage.app.context().texts.language(), Language::Ru, "the start page speaks what was chosen");
    assert!(stage.find("number-take").is_some(), "waiting numbers hold at once");
    assert_eq!(*stage.app.configuration(), settings);
}

#[test]
fn a_specialist_s_computer_is_set_up_by_touch_alone_in_well_under_ten_minutes_of_presses() {
    let mut stage = Stage::first();
    let mut presses = 0;
    let mut touch = |stage: &mut Stage, id: &str| {
        stage.touch(id);
        presses += 1;
    };
    for id in ["answer-ru", "computer-specialist"] {
        touch(&mut stage, id);
    }
    assert_eq!(stage.question(), Some(Question::Centre), "what visitors may do is not asked");
    touch(&mut stage, "later");
    for id in ["printer-none", "next", "ruler-wider", "ruler-much-wider", "next", "next", "later", "next"] {
        touch(&mut stage, id);
    }
    assert_eq!(stage.app.screen().name(), "start");
    let settings = written(&stage);
    assert!(!settings.fullscreen && !settings.print_alone && settings.printer.is_none());
    assert!(settings.pixels_per_millimetre > 3.6, "{}", settings.pixels_per_millimetre);
    assert!(presses < 20, "{presses}");
}

#[test]
fn a_new_computer_stands_nowhere_before_its_centre_is_chosen() {
    let mut stage = Stage::first();
    let (name, new) = (stage.app.context().centre.name.get(Language::Ro).to_owned(), "Calculator nou");
    assert!(stage.words().contains(new) && !stage.words().contains(&name), "{}", stage.words());
    to(&mut stage, Question::Centre);
    stage.write("loz");
    stage.touch("centre-lozova");
    assert_eq!(stage.question(), Some(Question::Printer));
    assert!(stage.words().contains(&name) && !stage.words().contains(new), "{}", stage.words());
    // One that the hub knows stands where the hub says, also while it is set up anew.
    let mut stage = Stage::new();
    stage::set_up::computer(&mut stage);
    stage.touch("computer-change");
    assert!(!stage.words().contains(new), "{}", stage.words());
}

#[test]
fn whoever_only_tries_presses_once_and_nothing_is_written() {
    let mut stage = Stage::first();
    stage.touch("set-up-try");
    assert_eq!(stage.app.screen().name(), "start");
    assert!(stage.app.set_up().is_none() && !stage.folder().join("kiosk.toml").exists());
    stage.key(Named::F12);
    assert_eq!(stage.app.screen().name(), "sign-in");
}

#[test]
fn back_leads_to_every_question_before_and_what_was_answered_is_still_chosen() {
    let mut stage = Stage::first();
    to(&mut stage, Question::Screen);
    let before = stage.app.set_up().unwrap().answers.clone();
    for question in [Question::Printer, Question::Centre, Question::Visitors, Question::Computer, Question::Language] {
        stage.key(Named::Escape);
        assert_eq!(stage.question(), Some(question));
    }
    stage.key(Named::Escape);
    assert_eq!(stage.question(), Some(Question::Language), "before the first there is nothing");
    assert_eq!(stage.app.set_up().unwrap().answers, before);
    assert_eq!(before.computer, Some(ComputerUse::Visitors));
}

#[test]
fn nobody_gets_into_it_once_a_computer_was_set_up_and_nobody_gets_out_of_it_by_the_way() {
    let mut stage = Stage::new();
    assert!(stage.app.set_up().is_none());
    for asked in [Asked::GoOn, Asked::Later, Asked::Leave, Asked::Again, Asked::Longer(10.0), Asked::LookAround] {
        stage.send(Message::Visitor(visitor::Message::SetUp(asked)));
        assert_eq!(stage.app.screen().name(), "start");
    }
    stage.send(Reply::LookedAround(Equipment::default()));
    assert!(stage.app.set_up().is_none() && !stage.folder().join("kiosk.toml").exists());
    // While it goes on, neither the sign-in nor minutes without a hand leads away.
    let mut stage = Stage::first();
    to(&mut stage, Question::Printer);
    stage.key(Named::F12);
    for _ in 0..200 {
        stage.send(Framed::Tick);
    }
    assert_eq!(stage.question(), Some(Question::Printer));
    assert!(stage.find("hide").is_none() && stage.find("help").is_none());
}

#[test]
fn a_reader_of_codes_types_the_paper_into_the_field_and_ends_with_enter() {
    let mut stage = Stage::first();
    to(&mut stage, Question::Enrolment);
    stage.write("CUPS1 https://hub.example.md ABCD-2345 lozova");
    stage.key(Named::Enter);
    let asked = stage.unheard.iter().any(|effect| {
        matches!(effect, Effect::Enrol { hub, code } if hub == "https://hub.example.md" && code == "ABCD-2345")
    });
    assert!(asked);
    let centre = stage::set_up::rome();
    stage.send(Reply::Enrolled(Ok(Box::new(centre))));
    assert_eq!(stage.question(), Some(Question::Check), "the hub knows it now");
    assert_eq!(stage.app.context().centre.id, "rome", "where it stands is what the hub says");
}

#[test]
fn an_address_alone_is_no_enrolment_and_a_hub_that_refuses_is_said_in_its_words() {
    let mut stage = Stage::first();
    to(&mut stage, Question::Enrolment);
    stage.write("https://hub.example.md");
    stage.key(Named::Enter);
    assert_eq!(stage.question(), Some(Question::Enrolment));
    assert!(!stage.unheard.iter().any(|effect| matches!(effect, Effect::Enrol { .. })));
    assert_eq!(stage.focused().as_deref(), Some("field-code"));
    let mut stage = Stage::first();
    stage::set_up::refused(&mut stage);
    assert!(stage.words().contains("nu este găsit"), "{}", stage.words());
    stage.touch("later");
    assert_eq!(stage.question(), Some(Question::Check), "it works without");
}

#[test]
fn a_disk_that_is_full_is_said_and_tried_again_and_the_guide_works_without() {
    let mut stage = Stage::first();
    stage::set_up::full_disk(&mut stage);
    assert!(stage.words().contains("este plin"), "{}", stage.words());
    stage.disk_full = false;
    stage.key(Named::Enter);
    assert!(stage.words().contains("Setările sunt salvate"), "{}", stage.words());
    assert!(written(&stage).fullscreen);
    stage::set_up::full_disk(&mut stage);
    stage.touch("set-up-try");
    assert_eq!(stage.app.screen().name(), "start");
}

#[test]
fn nobody_leaves_before_the_disk_has_said_whether_it_took_the_settings() {
    let mut stage = Stage::first();
    stage.disk_waits = true;
    to(&mut stage, Question::Check);
    stage.key(Named::Enter);
    assert_eq!(stage.question(), Some(Question::Check), "it could not be said any more that they were not written");
    stage.send(Reply::SettingsWritten(Ok(Box::default())));
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "start");
}

#[test]
fn a_page_for_a_trial_goes_to_the_printer_that_is_chosen() {
    let mut stage = Stage::first();
    to(&mut stage, Question::Printer);
    stage.touch("printer-hol");
    stage.touch("trial");
    assert_eq!(stage.trials.last().unwrap().1, "hol");
    stage.touch("printer-none");
    assert!(stage.find("trial").is_none());
}

#[test]
fn the_head_of_a_centre_changes_what_was_set_up_and_a_specialist_only_sees_how_it_is() {
    let mut stage = Stage::new();
    stage::set_up::computer(&mut stage);
    assert!(stage.words().contains("N-1"), "{}", stage.words());
    stage.touch("computer-change");
    assert_eq!(stage.question(), Some(Question::Language));
    assert!(stage.find("set-up-try").is_none(), "there is nothing to try");
    stage.touch("answer-ru");
    stage.touch("computer-visitors");
    let (session, walk) = (stage.app.session().is_some(), [Question::Visitors, Question::Printer, Question::Screen]);
    assert!(session);
    for question in walk {
        assert_eq!(
            stage.question(),
            Some(question),
            "neither centre nor hub is asked of a computer that the hub knows"
        );
        stage.key(Named::Enter);
    }
    stage.key(Named::Enter);
    assert_eq!(stage.question(), Some(Question::Check));
    stage.send(Reply::LookedOver(found(&[])));
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "computer", "back at the desk");
    assert!(stage.app.set_up().is_none() && written(&stage).language == Language::Ru);
    // Whoever signs out in the middle of it leaves nothing open.
    stage.touch("computer-change");
    stage.key(Named::F10);
    assert!(stage.app.set_up().is_none());
    assert_eq!(stage.app.screen().name(), "start");

    let mut stage = Stage::new();
    stage.sign_in();
    stage.touch("desk-colleague");
    stage.touch("people-add");
    for word in ["Ana Rață", "parola-anei", "parola-anei"] {
        stage.write(word);
        stage.key(Named::Tab);
    }
    stage.key(Named::Enter);
    stage.key(Named::F10);
    stage::reaches::sign_in_as(&mut stage, "ana rata", "parola-anei");
    stage.touch("desk-colleague");
    stage.touch("people-computer");
    assert!(stage.find("computer-change").is_none());
}

#[test]
fn a_computer_that_came_in_by_the_relay_s_code_is_made_known_at_the_desk() {
    let mut stage = Stage::new();
    stage::line::entered(&mut stage);
    stage.touch("computer-enrol");
    assert_eq!(stage.app.screen().name(), "colleague");
    stage.write("https://hub.example.md");
    stage.key(Named::Tab);
    stage.write("ABCD-2345");
    stage.key(Named::Enter);
    let asked = Effect::Enrol { hub: "https://hub.example.md".to_owned(), code: "ABCD-2345".to_owned() };
    assert_eq!(stage.unheard.iter().filter(|effect| **effect == asked).count(), 1);
    // A code that was used keeps the form and says so.
    let refused = ClientError::Refused { status: 403, title: String::new(), reason: Reason::CodeRefused };
    stage.send(Reply::Enrolled(Err(EnrolError::Client(refused))));
    assert_eq!(stage.app.screen().name(), "colleague");
    let centre = stage.app.context().centre.clone();
    stage.send(Reply::Enrolled(Ok(Box::new(centre))));
    assert_eq!(stage.app.screen().name(), "computer", "whoever works goes on where they were");
    let words = stage.words();
    assert!(words.contains(&stage.app.context().tr("computer-enrolled")), "{words}");
    assert!(stage.find("computer-enrol").is_none());
}

#[test]
fn sending_by_itself_is_switched_off_and_on_where_the_line_is_shown_and_the_desk_says_so() {
    let mut stage = Stage::new();
    stage::line::outbox(&mut stage);
    stage.unheard.clear();
    stage.touch("switch-sending");
    assert!(stage.unheard.contains(&Effect::SwitchSending(false)), "{:?}", stage.unheard);
    let off = Configuration { automatic_sending: false, ..stage.app.configuration().clone() };
    stage.send(Reply::SendingSwitched(Ok(Box::new(off))));
    assert!(stage.words().contains(&stage.app.context().tr("outbox-off")), "{}", stage.words());
    stage::line::off(&mut stage);
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "desk");
    let words = stage.words();
    assert!(words.contains(&stage.app.context().tr("desk-off")) && words.contains("18.11.2026"), "{words}");
    // What providers say is asked for by a press alone.
    stage.control('j');
    stage.unheard.clear();
    stage.control('s');
    assert!(stage.unheard.contains(&Effect::SendNow) && !stage.unheard.contains(&Effect::WakeSync));
    // A disk that takes nothing leaves all as it is.
    stage.touch("switch-sending");
    assert!(stage.unheard.contains(&Effect::SwitchSending(true)));
    let full = NotWritten::Disk { path: String::new(), reason: String::new(), full: true };
    stage.send(Reply::SendingSwitched(Err(full)));
    assert!(stage.words().contains(&stage.app.context().tr("outbox-switch-failed")), "{}", stage.words());
    assert!(stage.app.sync().switched_off);
}
