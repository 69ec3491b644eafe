//! The people of the desk: who may do what in the window, passwords, the sheet for the safe, one-time codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::people::StaffRole;
use cups_kiosk::domain::record::Action;
use cups_kiosk::domain::recovery::RecoveryGroups;
use cups_kiosk::store::records::{PaperSecret, PeopleWish, SecretKind};
use cups_kiosk::ui::app::Screen;
use cups_kiosk::ui::app::frame::Message as Framed;
use cups_kiosk::ui::page::specialist::Action as Wish;
use cups_kiosk::ui::page::specialist::Screen as DeskScreen;
use cups_kiosk::ui::page::specialist::{Message, people};
use iced::keyboard::key::Named;
use stage::Stage;
use stage::reaches::{case, member, people as to_people, sign_in_as, with_people};

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

fn who(stage: &Stage) -> Option<String> {
    stage.app.session().map(|session| session.name.clone())
}

/// What was drawn on the page shown.
fn drawn(stage: &Stage) -> PaperSecret {
    match stage.app.screen() {
        Screen::Desk(DeskScreen::Secret(page)) => page.drawn.clone().unwrap(),
        _ => panic!("{}", name(stage)),
    }
}

fn actions(stage: &Stage) -> Vec<Action> {
    let entries = stage.records.all_entries().unwrap();
    entries.iter().filter_map(|entry| entry.facts.action.known()).collect()
}

/// Asks for something as a page would that shows no button for it.
fn wishes(stage: &mut Stage, action: Wish) {
    stage.send(cups_kiosk::ui::app::Message::Desk(Message::People(people::Message::Do(action))));
}

#[test]
fn the_head_adds_a_specialist_by_keyboard_who_signs_in_and_is_removed() {
    let mut stage = Stage::new();
    stage.sign_in();
    to_people(&mut stage);
    stage.touch("people-add");
    for word in ["Ana Rață", "parola-anei", "parola-anei"] {
        stage.write(word);
        stage.key(Named::Tab);
    }
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "people", "{}", stage.words());
    assert!(stage.words().contains("Ana Rață") && stage.words().contains("Colegul a fost adăugat"));
    stage.key(Named::F10);
    sign_in_as(&mut stage, "ana rata", "parola-anei");
    assert_eq!((who(&stage).as_deref(), name(&stage)), (Some("Ana Rață"), "desk"));
    stage.key(Named::F10);

    stage.sign_in();
    to_people(&mut stage);
    let ana = member(&stage, "Ana Rață");
    stage.touch(&format!("member-{ana}"));
    stage.touch("member-remove");
    assert_eq!(name(&stage), "confirm");
    assert!(stage.words().contains("Ana Rață"));
    stage.key(Named::Escape);
    assert_eq!((name(&stage), stage.records.specialists().unwrap().len()), ("member", 2));
    stage.touch("member-remove");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "people", "{}", stage.words());
    assert!(!stage.words().contains("Ana Rață"));
    stage.key(Named::F10);
    sign_in_as(&mut stage, "Ana Rață", "parola-anei");
    assert_eq!(who(&stage), None);
    assert!(actions(&stage).contains(&Action::ColleagueRemoved));
}

#[test]
fn what_was_done_in_cases_is_read_after_a_colleague_left_and_work_goes_on_under_the_new_key() {
    let mut stage = Stage::new();
    with_people(&mut stage);
    stage.key(Named::F10);
    case(&mut stage);
    stage.key(Named::Escape);
    to_people(&mut stage);
    let before = stage.app.session().unwrap().keys.clone();
    let ana = member(&stage, "Ana Rață");
    stage.touch(&format!("member-{ana}"));
    stage.touch("member-remove");
    stage.key(Named::Enter);
    assert!(stage.app.session().unwrap().keys != before);
    stage.key(Named::F10);
    case(&mut stage);
    stage.key(Named::F10);
    stage.sign_in();
    assert_eq!(stage.app.session().unwrap().cases.len(), 2);
    assert!(stage.app.session().unwrap().cases.iter().all(|case| case.person.name == "Persoană de probă"));
}

#[test]
fn a_specialist_s_forbidden_actions_have_no_button_and_are_refused() {
    let mut stage = Stage::new();
    with_people(&mut stage);
    stage.key(Named::F10);
    sign_in_as(&mut stage, "Ana Rață", "parola-anei");
    to_people(&mut stage);
    for button in ["people-add", "people-add-head", "people-sheet"] {
        assert!(stage.find(button).is_none(), "{button}");
    }
    let (head, own) = (member(&stage, "Specialist"), member(&stage, "Ana Rață"));
    stage.touch(&format!("member-{head}"));
    for button in ["member-remove", "member-reset", "member-head", "member-specialist"] {
        assert!(stage.find(button).is_none(), "{button}");
    }
    assert!(stage.words().contains("doar șeful centrului"), "{}", stage.words());
    stage.key(Named::Escape);
    let operations = stage.records.people_operations().unwrap();
    for wish in [
        PeopleWish::Add { name: "Nou Nume".to_owned(), password: "parola-noua".to_owned(), role: StaffRole::Head },
        PeopleWish::Remove(head),
        PeopleWish::Reset { member: head, password: "parola-noua".to_owned() },
        PeopleWish::ChangeRole(head, StaffRole::Head),
        PeopleWish::ChangeRole(own, StaffRole::HeadSpecialist),
        PeopleWish::Draw(SecretKind::Sheet),
        PeopleWish::Keep(PaperSecret::Sheet(RecoveryGroups::of_random([7; 18]))),
        PeopleWish::TakeCodes(head),
    ] {
        wishes(&mut stage, Wish::People(wish));
        assert_eq!(name(&stage), "people");
        let banner = stage.app.banner().unwrap();
        assert!(!banner.good && banner.message.starts_with("refusal-"), "{banner:?}");
    }
    assert!(stage.records.people_operations().unwrap() == operations);
}

#[test]
fn a_head_of_centre_sees_no_case_and_comes_to_none() {
    let mut stage = Stage::new();
    case(&mut stage);
    stage.key(Named::F10);
    with_people(&mut stage);
    let opened = stage.app.session().unwrap().cases[0].id;
    stage.key(Named::F10);
    sign_in_as(&mut stage, "Maria Munteanu-Ciobanu", "parola-mariei");
    assert_eq!(name(&stage), "people");
    assert!(stage.app.session().unwrap().cases.is_empty() && stage.app.session().unwrap().keys.is_none());
    assert!(!stage.words().contains("Persoană de probă"));
    let entries = stage.records.all_entries().unwrap().len();
    for wish in [Wish::OpenCase(opened), Wish::NewVisit, Wish::EditPerson(opened), Wish::Correct(opened, None)] {
        wishes(&mut stage, wish);
        assert_eq!(name(&stage), "people");
        assert_eq!(stage.app.banner().unwrap().message, "refusal-not-specialist");
    }
    // Nobody's password is a way to the cases for who does not have them.
    let ana = member(&stage, "Ana Rață");
    wishes(&mut stage, Wish::People(PeopleWish::Reset { member: ana, password: "parola-noua".to_owned() }));
    assert_eq!(stage.app.banner().unwrap().message, "refusal-needs-sheet");
    stage.touch(&format!("member-{ana}"));
    assert!(stage.find("member-reset").is_none());
    assert!(stage.words().contains("seiful primarului"), "{}", stage.words());
    assert_eq!(stage.records.all_entries().unwrap().len(), entries);
}

#[test]
fn set_up_leads_to_the_sheet_for_the_safe_by_which_a_forgotten_password_is_set_anew() {
    let mut stage = Stage::without_specialist(&stage::hashes());
    stage.key(Named::F12);
    stage.write("7k2m 4qxr 9abo");
    for word in ["Vasile Rusu", "parola-lungă", "parola-lungă"] {
        stage.key(Named::Tab);
        stage.write(word);
    }
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "secret");
    assert!(stage.words().contains("nu le mai poate citi nimeni"), "what is lost is said before: {}", stage.words());
    stage.key(Named::Enter);
    let PaperSecret::Sheet(groups) = drawn(&stage) else { panic!("a sheet") };
    assert!(groups.groups().iter().all(|group| stage.words().contains(group.as_str())));
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "desk-print");
    stage.key(Named::Escape);
    // Nobody has the paper yet, and nothing holds by it.
    let holds = |stage: &Stage| stage.app.session().unwrap().people.sheet().is_some();
    assert!(!actions(&stage).contains(&Action::RecoverySheetMade) && !holds(&stage));
    stage.click("field-secret-proof");
    stage.write(&groups.groups()[5]);
    stage.key(Named::Enter);
    assert_eq!((name(&stage), holds(&stage)), ("secret", false));
    assert!(stage.words().contains("Nu este grupa 7"), "{}", stage.words());
    for _ in 0..10 {
        stage.key(Named::Backspace);
    }
    stage.write(&groups.groups()[6].to_lowercase());
    stage.key(Named::Enter);
    assert_eq!((name(&stage), holds(&stage)), ("desk", true), "{}", stage.words());
    assert!(stage.words().contains("Foaia este valabilă"), "{}", stage.words());
    stage.key(Named::F10);
    assert_eq!(who(&stage), None);

    stage.key(Named::F12);
    stage.touch("forgotten");
    assert_eq!(stage.begins().as_deref(), Some("field-code"));
    let mut typed = groups.groups();
    // One wrong sign is always noticed.
    let other = if typed[2].starts_with('7') { "8" } else { "7" };
    typed[2].replace_range(..1, other);
    let fill = |stage: &mut Stage, groups: &str| {
        stage.click("field-code");
        stage.write(groups);
    };
    fill(&mut stage, &typed.join(" "));
    for word in ["vasile rusu", "parola-nouă-lungă", "parola-nouă-lungă"] {
        stage.key(Named::Tab);
        stage.write(word);
    }
    stage.key(Named::Enter);
    assert!(stage.words().contains("Grupa 3"), "{}", stage.words());
    for _ in 0..60 {
        stage.key(Named::Backspace);
    }
    stage.write(&groups.whole().to_lowercase());
    stage.key(Named::Enter);
    assert_eq!(who(&stage).as_deref(), Some("Vasile Rusu"), "{}", stage.words());
    assert_eq!(actions(&stage).last(), Some(&Action::RecoverySheetUsed));
    stage.key(Named::F10);
    sign_in_as(&mut stage, "Vasile Rusu", "parola-lungă");
    assert_eq!(who(&stage), None, "the forgotten one opens nothing any more");
}

#[test]
fn everybody_changes_the_own_password_and_a_wrong_one_is_said_at_its_field() {
    let mut stage = Stage::new();
    stage.sign_in();
    to_people(&mut stage);
    stage.touch("people-own");
    assert_eq!(stage.begins().as_deref(), Some("field-before"));
    for word in ["alta-parolă", "parola-nouă-lungă", "parola-nouă-lungă"] {
        stage.write(word);
        stage.key(Named::Tab);
    }
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "colleague");
    assert_eq!(stage.focused().as_deref(), Some("field-before"), "{}", stage.words());
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "people", "{}", stage.words());
    stage.key(Named::F10);
    sign_in_as(&mut stage, "specialist", "parola-lungă");
    assert_eq!(who(&stage), None);
    stage.send(Framed::Back);
    sign_in_as(&mut stage, "specialist", "parola-nouă-lungă");
    assert_eq!(who(&stage).as_deref(), Some("Specialist"));
}

#[test]
fn with_a_list_of_codes_the_sign_in_and_the_lock_ask_for_the_next_one() {
    let mut stage = Stage::new();
    stage.sign_in();
    to_people(&mut stage);
    // Nobody could take a lost list back yet.
    wishes(&mut stage, Wish::People(PeopleWish::Draw(SecretKind::Codes)));
    assert!(stage.words().contains("Mai întâi faceți foaia de recuperare"), "{}", stage.words());
    wishes(&mut stage, Wish::People(PeopleWish::Keep(PaperSecret::Sheet(RecoveryGroups::of_random([7; 18])))));
    stage.key(Named::F10);
    stage.sign_in();
    to_people(&mut stage);
    stage.touch("people-codes");
    stage.key(Named::Enter);
    let PaperSecret::Codes(list) = drawn(&stage) else { panic!("codes") };
    let codes = list.codes();
    stage.click("field-secret-proof");
    stage.write(codes.last().unwrap());
    stage.key(Named::Enter);
    assert_eq!(name(&stage), "people", "{}", stage.words());
    stage.key(Named::F10);
    sign_in_as(&mut stage, "specialist", "parola-lungă");
    assert_eq!(who(&stage), None);
    assert!(stage.words().contains("Codul nr. 1"), "{}", stage.words());
    stage.write("000000");
    stage.key(Named::Enter);
    assert_eq!(who(&stage), None);
    stage.write(&codes[0]);
    stage.key(Named::Enter);
    assert_eq!(who(&stage).as_deref(), Some("Specialist"), "{}", stage.words());
    stage.key(Named::F11);
    assert!(stage.app.is_locked());
    stage.write("parola-lungă");
    stage.key(Named::Enter);
    assert!(stage.app.is_locked() && stage.words().contains("Codul nr. 2"), "{}", stage.words());
    stage.write(&codes[0]);
    stage.key(Named::Enter);
    assert!(stage.app.is_locked(), "a used code stays used");
    stage.write(&codes[1]);
    stage.key(Named::Enter);
    assert!(!stage.app.is_locked(), "{}", stage.words());
}
