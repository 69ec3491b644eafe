//! Whose session it is: the first specialist, signing in, wrong passwords, the lock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::people::StaffRole;
use cups_kiosk::domain::record::Action;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::PeopleWish;
use cups_kiosk::store::records::Records;
use cups_kiosk::ui::access::Role;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::app::{Message, Reply};
use cups_kiosk::ui::effect::Effect;
use cups_kiosk::ui::page::{specialist, visitor};
use cups_kiosk::ui::style::NORMAL;
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key, Location, Modifiers, key};
use jiff::SignedDuration;
use stage::{CODES, Stage, friday, hashes, set_clock, sleep};
use std::time::Duration;

fn seconds(stage: &mut Stage, seconds: u64) {
    for _ in 0..seconds {
        stage.send(Framed::Tick);
    }
}

/// Types a name and a password where the page begins.
fn sign_in(stage: &mut Stage, name: &str, password: &str) {
    stage.write(name);
    stage.key(Named::Tab);
    stage.write(password);
    stage.key(Named::Enter);
}

/// The end of the program and another start over the same folder.
fn restart(stage: Stage) -> Stage {
    stage.restarted()
}

fn value(stage: &mut Stage, field: &str) -> String {
    stage.find(field).unwrap().semantics.value.unwrap_or_default()
}

/// Who is signed in.
fn who(stage: &mut Stage) -> String {
    match stage.app.session() {
        Some(session) => session.name.clone(),
        None => panic!("nobody is signed in: {}", stage.words()),
    }
}

/// A key with Control, in a layout in which it gives this letter.
fn with_control(letter: &str, code: key::Code) -> iced::Event {
    iced::Event::Keyboard(keyboard::Event::KeyPressed {
        key: Key::Character(letter.into()),
        modified_key: Key::Character(letter.into()),
        physical_key: key::Physical::Code(code),
        location: Location::Standard,
        modifiers: Modifiers::CTRL,
        // What the system gives for Ctrl+L: a control character.
        text: Some("\u{c}".into()),
        repeat: false,
    })
}

/// A specialist in the middle of writing down who the person is.
fn writing() -> Stage {
    let mut stage = Stage::new();
    stage.sign_in();
    stage.control('n');
    stage.touch("event-C1");
    stage::reaches::go_on_knowing_nothing(&mut stage);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case", "{}", stage.words());
    stage.key(Named::F2);
    stage.write("Persoană de probă");
    stage
}

#[test]
fn a_visitor_cannot_become_the_first_specialist() {
    let mut stage = Stage::without_specialist(&hashes());
    stage.key(Named::F12);
    assert_eq!(stage.begins().as_deref(), Some("field-code"));
    let fill = |stage: &mut Stage, code: &str| {
        stage.write(code);
        for word in ["Un Vizitator", "parola-lungă", "parola-lungă"] {
            stage.key(Named::Tab);
            stage.write(word);
        }
        stage.key(Named::Enter);
    };
    fill(&mut stage, "");
    assert!(stage.app.session().is_none());
    fill(&mut stage, "0000-0000-0000");
    assert!(stage.app.session().is_none() && stage.records.specialists().unwrap().is_empty());
}

#[test]
fn the_first_specialist_comes_in_by_a_code_from_the_paper_without_a_line() {
    let mut stage = Stage::without_specialist(&hashes());
    stage.key(Named::F12);
    // Read in a hurry: small letters, no hyphens, O for 0.
    stage.write("7k2m 4qxr 9abo");
    for word in ["Vasile Rusu", "parola-lungă", "parola-lungă"] {
        stage.key(Named::Tab);
        stage.write(word);
    }
    stage.key(Named::Enter);
    assert_eq!(who(&mut stage), "Vasile Rusu");
    assert_eq!(stage.records.unused_codes().unwrap(), CODES.len() - 1);
    assert!(stage.unheard.iter().all(|effect| *effect == Effect::WakeSync), "nothing needs a line");
}

#[test]
fn without_a_code_the_page_says_whom_to_ask_and_lets_nobody_in() {
    let mut stage = Stage::without_specialist(&[]);
    stage.key(Named::F12);
    let terminal = stage.records.identity().terminal.clone();
    assert!(stage.words().contains(&terminal), "{}", stage.words());
    assert!(stage.find("field-password").is_none());
    stage.key(Named::Enter);
    assert!(stage.app.session().is_none());
    // The agency made codes, and a sync brought them.
    stage.records.note_codes(&hashes()).unwrap();
    stage.key(Named::Enter);
    stage.click("field-code");
    stage.write(CODES[2]);
    for word in ["Vasile Rusu", "parola-lungă", "parola-lungă"] {
        stage.key(Named::Tab);
        stage.write(word);
    }
    stage.key(Named::Enter);
    assert!(stage.app.session().is_some(), "{}", stage.words());
}

#[test]
fn a_lost_records_file_is_told_at_the_sign_in_until_it_was_read() {
    let stage = Stage::new();
    // With its log, from which the last rows would come back.
    for name in ["records.sqlite", "records.sqlite-wal", "records.sqlite-shm"] {
        std::fs::remove_file(stage.folder.path().join(name)).unwrap();
    }
    let mut stage = restart(stage);
    stage.key(Named::F12);
    assert_eq!(stage.begins().as_deref(), Some("field-code"), "a code is asked for again");
    stage.write(CODES[0]);
    for word in ["Vasile Rusu", "parola-lungă", "parola-lungă"] {
        stage.key(Named::Tab);
        stage.write(word);
    }
    stage.key(Named::Enter);
    assert!(stage.app.session().is_none(), "this one was used before");
    stage.click("field-code");
    for _ in 0..20 {
        stage.key(Named::Backspace);
    }
    stage.write(CODES[1]);
    stage.key(Named::Enter);
    assert!(stage.app.session().is_some(), "{}", stage.words());
    // The set-up ends with the sheet for the safe; behind it is the desk.
    stage.key(Named::Escape);
    assert!(stage.words().contains("a lipsit sau a fost înlocuit"), "{}", stage.words());
    assert_eq!(stage.actions()[0], Action::RecordsLost);
    stage.key(Named::F10);
    stage.key(Named::F12);
    sign_in(&mut stage, "vasile rusu", "parola-lungă");
    assert!(stage.words().contains("a lipsit sau a fost înlocuit"), "still: nobody said to have read it");
    stage.click("news-read");
    assert!(!stage.words().contains("a lipsit sau a fost înlocuit"));
    stage.key(Named::F10);
    stage.key(Named::F12);
    sign_in(&mut stage, "vasile rusu", "parola-lungă");
    assert!(stage.app.session().is_some() && !stage.words().contains("a lipsit sau a fost înlocuit"));
}

#[test]
fn no_visitor_sees_a_specialists_name() {
    let mut stage = Stage::new();
    assert!(!stage.words().contains("Specialist\n"));
    stage.touch("help");
    stage.touch("sign-in");
    assert_eq!(value(&mut stage, "field-name"), "");
    assert_eq!(stage.begins().as_deref(), Some("field-name"));
    let header = stage.screenshot().get_pixel(600, 8).0;
    let [red, green, blue, _] = NORMAL.specialist.into_rgba8();
    assert_eq!(header[..3], [red, green, blue], "the sign-in wears the dark header");
}

#[test]
fn the_way_back_is_the_big_button_of_the_call_page_and_enter() {
    let mut stage = Stage::new();
    stage.touch("event-C1");
    stage.touch("help");
    assert_eq!(stage.app.screen().name(), "call");
    let back = stage.find("call-back").unwrap();
    let staff = stage.find("sign-in").unwrap();
    // Both are as high as a finger needs: the one is the page's main button, the other no more than a link on it.
    assert!(!back.scrolled && staff.scrolled && back.bounds.height >= staff.bounds.height);
    assert_eq!((back.semantics.role, staff.semantics.role), (Role::Button, Role::Link));
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "event", "no visitor is led to a password by Enter");
    stage.touch("help");
    stage.touch("call-back");
    assert_eq!(stage.app.screen().name(), "event");
}

#[test]
fn wrong_passwords_slow_down_and_what_was_typed_stays() {
    let mut stage = Stage::new();
    stage.key(Named::F12);
    sign_in(&mut stage, "Specialist", "nu-e-parola");
    for _ in 0..2 {
        stage.write("nu-e-parola");
        stage.key(Named::Enter);
    }
    assert!(
        stage.words().contains("peste 5\u{a0}secunde") || stage.words().contains("peste 5 secunde"),
        "{}",
        stage.words()
    );
    stage.write("parola-");
    stage.key(Named::Enter);
    seconds(&mut stage, 3);
    stage.write("lungă");
    assert_eq!(stage.focused().as_deref(), Some("field-password"), "counting down takes no focus");
    assert!(
        stage.words().contains("peste 3\u{a0}secunde") || stage.words().contains("peste 3 secunde"),
        "{}",
        stage.words()
    );
    stage.key(Named::Enter);
    assert!(stage.app.session().is_none(), "too soon, though it is right");
    seconds(&mut stage, 3);
    assert!(!stage.words().contains("Încercați din nou peste"), "{}", stage.words());
    stage.key(Named::Enter);
    assert!(stage.app.session().is_some(), "{}", stage.words());
    assert!(stage.words().contains("S-au încercat 3"), "{}", stage.words());
    assert!(stage.actions().is_empty(), "the free ones leave no entry");
}

#[test]
fn a_restart_helps_no_guesser_and_the_journal_keeps_what_was_refused() {
    let mut stage = Stage::new();
    stage.key(Named::F12);
    sign_in(&mut stage, "Cineva", "nu-e-parola");
    for _ in 0..2 {
        stage.write("nu-e-parola");
        stage.key(Named::Enter);
    }
    let mut stage = restart(stage);
    stage.key(Named::F12);
    assert!(stage.words().contains("Încercați din nou peste 5"), "said at once: {}", stage.words());
    sign_in(&mut stage, "Specialist", "parola-lungă");
    assert!(stage.app.session().is_none());
    seconds(&mut stage, 6);
    stage.click("field-password");
    stage.write("x");
    stage.key(Named::Enter);
    assert_eq!(stage.actions(), [Action::SignInRefused]);
    let facts = serde_json::to_string(&stage.records.all_entries().unwrap()[1].facts).unwrap();
    assert!(!facts.contains("Specialist") && !facts.contains("Cineva"), "{facts}");
    seconds(&mut stage, 11);
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert!(stage.app.session().is_some(), "{}", stage.words());
    assert!(stage.words().contains("S-au încercat 4"), "{}", stage.words());
}

#[test]
fn the_lock_shows_nothing_and_gives_the_half_typed_form_back() {
    let mut stage = writing();
    let name = stage.app.session().unwrap().name.clone();
    let code = stage.app.session().unwrap().cases[0].return_code.clone();
    stage.key(Named::F11);
    assert_eq!(stage.app.screen().name(), "locked");
    assert!(stage.app.session().is_none() && stage.app.is_locked());
    let words = stage.words();
    for secret in [name.as_str(), "Persoană de probă", &code, "Biroul"] {
        assert!(!words.contains(secret), "{secret} in {words}");
    }
    assert_eq!(stage.begins().as_deref(), Some("field-password"));
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "person", "{}", stage.words());
    assert_eq!(value(&mut stage, "field-person-name"), "Persoană de probă");
    stage.key(Named::Escape);
    assert_eq!(stage.app.screen().name(), "confirm", "what was typed is not lost by one key here either");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "case", "with the pages behind it");
}

#[test]
fn control_and_l_lock_in_every_layout() {
    for letter in ["l", "L", "д", "Д"] {
        let mut stage = writing();
        stage.events(&[with_control(letter, key::Code::KeyL)], None);
        assert_eq!(stage.app.screen().name(), "locked", "{letter}");
        stage.write("parola-lungă");
        stage.key(Named::Enter);
        assert_eq!(value(&mut stage, "field-person-name"), "Persoană de probă");
    }
    let mut visitor = Stage::new();
    visitor.events(&[with_control("l", key::Code::KeyL)], None);
    visitor.key(Named::F11);
    assert_eq!(visitor.app.screen().name(), "start", "there is nothing to lock");
}

#[test]
fn nothing_leads_past_the_lock_but_the_end_of_the_session() {
    let mut stage = writing();
    stage.key(Named::F11);
    for key in [Named::Escape, Named::F2, Named::F4, Named::F6, Named::F10, Named::F11, Named::F12] {
        stage.key(key);
        assert_eq!(stage.app.screen().name(), "locked", "{key:?}");
    }
    for message in [
        Framed::Back.into(),
        Message::Visitor(visitor::Message::Call(visitor::Action::OpenCase)),
        Message::Visitor(visitor::Message::Goodbye(visitor::Action::StartAgain)),
        Message::Desk(specialist::Message::Case(specialist::Action::ShowOutbox)),
        Message::Desk(specialist::Message::Case(specialist::Action::Ask(cups_kiosk::ui::question::What::Exit))),
        Message::Modal(cups_kiosk::ui::modal::Message::Yes),
        Framed::HideAndStartAgain.into(),
    ] {
        stage.send(message.clone());
        assert!(stage.app.is_locked() && stage.app.session().is_none(), "{message:?}");
    }
    assert!(!stage.unheard.contains(&Effect::Exit));
    assert!(stage.find("help").is_none() && stage.find("hide").is_none() && stage.find("back").is_none());
    // What would be lost is asked about; Enter loses nothing.
    stage.send(Framed::Back);
    stage.touch("lock-end");
    stage.key(Named::Enter);
    assert!(stage.app.is_locked());
    stage.touch("lock-end");
    stage.touch("lock-confirm");
    assert_eq!(stage.app.screen().name(), "start");
    assert!(!stage.app.is_locked() && stage.app.session().is_none());
}

#[test]
fn wrong_passwords_at_the_lock_slow_down_and_are_told() {
    let mut stage = writing();
    stage.key(Named::F11);
    for _ in 0..3 {
        stage.write("nu-e-parola");
        stage.key(Named::Enter);
    }
    assert!(stage.words().contains("Încercați din nou peste 5"), "{}", stage.words());
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert!(stage.app.is_locked());
    seconds(&mut stage, 6);
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "person");
    assert!(stage.app.session().unwrap().news.wrong.is_some());
}

#[test]
fn another_specialist_signs_in_instead_and_is_asked_only_where_something_is_lost() {
    let add = |stage: &mut Stage| {
        let (actor, circumstances) = (stage.app.session().unwrap().actor(), stage.circumstances());
        let wish = PeopleWish::Add {
            name: "Ana Rață".to_owned(),
            password: "parola-anei".to_owned(),
            role: StaffRole::Specialist,
        };
        stage.records.grant(&actor, wish, &circumstances, stage.moment()).unwrap();
    };
    let mut stage = writing();
    add(&mut stage);
    stage.key(Named::F11);
    stage.touch("lock-instead");
    assert!(stage.find("field-name").is_none(), "first the question");
    stage.touch("lock-return");
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "person", "nothing was lost by asking");
    stage.key(Named::F11);
    stage.touch("lock-instead");
    stage.touch("lock-confirm");
    sign_in(&mut stage, "ana rata", "parola-anei");
    assert_eq!(who(&mut stage), "Ana Rață");
    assert_eq!(stage.app.screen().name(), "desk");

    // Nothing half-typed: nothing is asked.
    stage.key(Named::F11);
    stage.touch("lock-instead");
    sign_in(&mut stage, "SPECIALIST", "parola-lungă");
    assert_eq!(who(&mut stage), "Specialist");

    // The same specialist by name and password is not another.
    stage.control('i');
    stage.key(Named::F11);
    stage.touch("lock-instead");
    sign_in(&mut stage, "specialist", "parola-lungă");
    assert_eq!(stage.app.screen().name(), "inform");
}

#[test]
fn a_locked_session_ends_when_nobody_comes_back() {
    let mut stage = writing();
    stage.key(Named::F11);
    seconds(&mut stage, 9 * 60);
    assert!(stage.app.is_locked() && stage.find("idle").is_none(), "the visitor's clock does not run");
    seconds(&mut stage, 60);
    assert_eq!(stage.app.screen().name(), "start");
    assert!(!stage.app.is_locked() && stage.app.session().is_none());
}

#[test]
fn what_was_being_recorded_when_it_was_locked_is_there_afterwards() {
    use cups_kiosk::store::records::NewEntry;
    let mut stage = writing();
    let effects = stage.app.update(Message::Desk(specialist::Message::Person(specialist::person::Message::Submit)));
    let recording = effects.into_iter().find(|effect| matches!(effect, Effect::Record { .. })).unwrap();
    let Effect::Record { entry, operation } = recording else { unreachable!() };
    stage.key(Named::F11);
    // The answer of the disk comes behind the lock.
    let entry: NewEntry = *entry;
    let id = entry.id;
    let operation = operation.as_ref().map(|(keys, operation)| (keys, operation.as_ref()));
    let result = stage.records.record(&entry, operation, friday());
    stage.send(Reply::Recorded(id, result));
    assert_eq!(stage.app.screen().name(), "locked");
    assert!(!stage.words().contains("Persoană"));
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "consent", "{}", stage.words());
    assert_eq!(stage.app.session().unwrap().cases[0].person.name, "Persoană de probă");
}

#[test]
fn the_records_of_the_stage_survive_its_restart() {
    let stage = restart(Stage::new());
    let identity = Identity::open(&stage.folder.path().join("identity.json")).unwrap();
    assert_eq!(identity.epoch, 1);
    assert!(Records::open(&stage.folder.path().join("records.sqlite"), identity, friday()).is_ok());
}

/// A dead clock that is set when the line comes back, by hand, or by a daylight saving of a wrong zone.
const JUMPS: [i64; 5] = [24, -24, 20 * 365 * 24, -56 * 365 * 24, 1];

#[test]
fn a_clock_that_is_set_ends_no_session_and_wipes_no_visit() {
    for hours in JUMPS {
        let mut stage = Stage::new();
        stage.touch("event-C9");
        seconds(&mut stage, 2);
        set_clock(SignedDuration::from_hours(hours));
        seconds(&mut stage, 2);
        assert_eq!(stage.app.screen().name(), "event", "{hours} hours");
        assert!(!stage.app.is_warning(), "{hours} hours");
        stage.sign_in();
        seconds(&mut stage, 2);
        set_clock(SignedDuration::from_hours(-hours));
        seconds(&mut stage, 2);
        assert!(stage.app.session().is_some(), "{hours} hours");
        // Whoever leaves is signed out all the same.
        seconds(&mut stage, 600);
        assert!(stage.app.session().is_none(), "{hours} hours");
    }
}

#[test]
fn what_a_sleeping_machine_was_left_with_is_cleared_when_it_wakes() {
    let mut stage = Stage::new();
    stage.sign_in();
    seconds(&mut stage, 1);
    sleep(Duration::from_hours(1));
    seconds(&mut stage, 1);
    assert!(stage.app.session().is_none());
    stage.touch("event-C9");
    seconds(&mut stage, 1);
    sleep(Duration::from_hours(1));
    seconds(&mut stage, 1);
    assert_eq!(stage.app.screen().name(), "start");
}

#[test]
fn an_enrolment_for_another_centre_while_the_session_is_locked_is_recorded_for_from_then_on() {
    let mut stage = writing();
    let mut centre = cups_kiosk::catalogue::shipped().unwrap().centres["lozova"].clone();
    stage.key(Named::F11);
    assert!(stage.app.is_locked());
    centre.id = "rome".to_owned();
    stage.send(Reply::Enrolled(Ok(Box::new(centre))));
    assert!(stage.app.is_locked());
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(stage.app.screen().name(), "person", "{}", stage.words());
    stage.key(Named::Enter);
    let entry = stage.records.all_entries().unwrap().pop().unwrap();
    assert_eq!((entry.facts.action.known(), entry.facts.centre.as_str()), (Some(Action::PersonIdentified), "rome"));
}
