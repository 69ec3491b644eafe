//! At the desk: the term is chosen, a request whose step is gone is followed to its end, somebody else has not agreed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::{
    Case, Change, Command, Consent, ConsentScope, Opening, Operation, Person, ProviderNumber, RequestState,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Reason};
use cups_kiosk::domain::text::Language;
use cups_kiosk::store::records::{NewEntry, NewOperation};
use iced::keyboard::key::Named;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use stage::{Stage, friday};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 20);
const REQUEST: Uuid = Uuid::from_u128(5);

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

/// A case of this event that lies in the records, with what was done in it some days ago, seen by one desk.
fn with_case(event: &str, answers: Answers, service: &str, step: &str, more: Vec<Command>) -> Stage {
    let opened = TODAY.saturating_sub(15.days());
    let consent =
        Consent { scope: ConsentScope::ThisEvent, given: opened, until: TODAY.saturating_add(30.days()), paper: None };
    let service = ServiceCode::parse(service).unwrap();
    let commands = [
        Command::Identify(Person { name: "Persoană de probă".to_owned(), ..Person::default() }),
        Command::Consent(consent),
        Command::Prepare { id: REQUEST, service, step: step.to_owned() },
    ];
    let commands: Vec<Command> = commands.into_iter().chain(more).collect();
    let changes = std::iter::once(Change::Open(Opening {
        return_code: "7K2M-4QXR".to_owned(),
        event: event.to_owned(),
        answers,
        seen: Seen::default(),
    }))
    .chain(commands.into_iter().map(Change::Command));
    let mut stage = Stage::new();
    stage.sign_in();
    let keys = stage.app.session().unwrap().keys.clone();
    let mut follows = Vec::new();
    let mut case: Option<Case> = None;
    for change in changes {
        let id = Uuid::now_v7();
        let after = match (&change, case) {
            (Change::Command(command), Some(case)) => case.apply(command.clone(), id, opened).unwrap().0,
            (Change::Open(opening), _) => Case::open(Uuid::from_u128(1), opening.clone(), id, opened),
            _ => unreachable!(),
        };
        let (centre, author, time) = ("lozova".to_owned(), "Specialist".to_owned(), friday());
        let operation = Operation { id, case: after.id, centre, author, day: opened, time, follows, change };
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let facts = EntryFacts::new(Action::PapersChecked, &circumstances);
        let kept = NewOperation::of(operation, &after);
        stage.records.record(&NewEntry { id, facts, sealed: None }, Some((&keys, &kept)), friday()).unwrap();
        (follows, case) = (vec![id], Some(after));
    }
    stage.key(Named::F10);
    stage.sign_in();
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    assert_eq!(name(&stage), "case", "{}", stage.words());
    stage
}

fn request(stage: &Stage) -> cups_kiosk::domain::case::Request {
    stage.app.session().unwrap().cases[0].requests[0].clone()
}

fn submitted() -> Command {
    let number = ProviderNumber::parse("ASP-2026-1").unwrap();
    let on = TODAY.saturating_sub(15.days());
    Command::Submit { request: REQUEST, number, on, term: None, expected: None }
}

#[test]
fn a_request_whose_step_is_gone_today_is_followed_handed_over_and_its_case_closed() {
    // A year and some days: the registration in time is for nobody any more.
    let answers = Answers([("birth_date".to_owned(), Some(Value::Date(date(2025, 11, 10))))].into());
    let mut stage = with_case("C1", answers, "002000206", "register_birth", vec![submitted()]);
    let words = stage.words();
    assert!(words.contains("Cereri făcute mai înainte") && words.contains("ASP-2026-1"), "{words}");
    assert!(stage.find("request-register_birth").is_none());
    stage.touch(&format!("earlier-{REQUEST}"));
    assert_eq!(name(&stage), "request");
    assert!(stage.words().contains("nu mai este în planul de azi"), "{}", stage.words());
    stage.key(Named::F7);
    assert_eq!(request(&stage).state, RequestState::Issued);
    stage.write("buletin");
    stage.key(Named::Enter);
    if request(&stage).state != RequestState::HandedOver {
        stage.click("field-request-paper");
        stage.write("buletin");
        stage.key(Named::Enter);
    }
    assert_eq!(request(&stage).state, RequestState::HandedOver, "{}", stage.words());
    stage.key(Named::Escape);
    stage.key(Named::F9);
    stage.key(Named::Enter);
    let closed = stage.app.session().unwrap().cases[0].closed;
    assert_eq!(closed, Some(TODAY), "{}", stage.words());
}

#[test]
fn of_an_event_that_is_gone_every_request_is_listed_opened_and_ended() {
    let mut stage = with_case("C99", Answers::default(), "002000206", "step_of_then", vec![submitted()]);
    // The digit of the row opens it too.
    stage.write("1");
    assert_eq!(name(&stage), "request", "{}", stage.words());
    stage.key(Named::F9);
    stage.write("1");
    stage.key(Named::Enter);
    stage.write("1");
    stage.key(Named::Enter);
    assert!(request(&stage).state.is_final(), "{}", stage.words());
    assert!(stage.find("prepare").is_none(), "nothing is begun anew for a step that is in no plan");
}

#[test]
fn the_term_that_was_chosen_says_when_the_answer_is_expected() {
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.write("1");
    assert_eq!(name(&stage), "request");
    let words = stage.words();
    assert!(words.contains("Ce termen a fost ales"), "{words}");
    stage.write("ASP-7");
    stage.touch("term-3");
    stage.touch("submit");
    let found = request(&stage);
    assert_eq!(found.state, RequestState::Submitted, "{}", stage.words());
    assert_eq!(found.expected, Some(date(2026, 11, 27)), "five working days after a Friday");
    // More was paid than was said: what was paid is what counts. A digit chooses as the row does.
    stage.write("4");
    stage.key(Named::F5);
    let found = request(&stage);
    assert_eq!((found.state, found.expected), (RequestState::Paid, Some(date(2026, 11, 23))));
    assert!(stage.words().contains("23.11.2026"), "{}", stage.words());
    assert!(stage.find("term-1").is_none(), "it is said");
}

#[test]
fn without_a_chosen_term_no_date_is_made_up() {
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.write("1");
    stage.write("ASP-7");
    stage.key(Named::Enter);
    assert_eq!((request(&stage).state, request(&stage).expected), (RequestState::Submitted, None));
    assert!(stage.words().contains("Nu se știe când vine răspunsul"), "{}", stage.words());
    stage.key(Named::F5);
    assert_eq!((request(&stage).state, request(&stage).expected), (RequestState::Paid, None));
}

#[test]
fn somebody_else_has_not_agreed_and_that_is_said_before_and_after() {
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.key(Named::F2);
    assert!(!stage.words().contains("altă persoană decât cea care a dat acordul"));
    stage.write("Alt Om");
    assert!(stage.words().contains("altă persoană decât cea care a dat acordul"), "{}", stage.words());
    stage.key(Named::Enter);
    assert_eq!(stage.app.session().unwrap().cases[0].consent, None);
    assert_eq!(stage.app.banner().unwrap().message, "recorded-consent-ended");
    // A number that is added changes nobody.
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", Vec::new());
    stage.key(Named::F2);
    stage.click("field-person-idnp");
    stage.write("2000000000004");
    assert!(!stage.words().contains("altă persoană decât cea care a dat acordul"));
    stage.key(Named::Enter);
    assert!(stage.app.session().unwrap().cases[0].consent.is_some(), "{}", stage.words());
}

#[test]
fn what_ended_is_listed_below_and_its_own_line_is_corrected() {
    let withdrawn =
        Command::Move { request: REQUEST, to: RequestState::Withdrawn, reason: Some(Reason::PersonWish), note: None };
    let mut stage = with_case("015000163", Answers::default(), "015000163", "service", vec![withdrawn]);
    stage.write("1");
    stage.key(Named::Enter);
    assert_eq!(stage.app.session().unwrap().cases[0].requests.len(), 2, "{}", stage.words());
    stage.key(Named::Escape);
    assert!(stage.find(&format!("earlier-{REQUEST}")).is_some(), "{}", stage.words());
}
