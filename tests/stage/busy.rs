//! A desk at which something is due: cases that lie in the records as colleagues made them on earlier days.

use super::{Stage, friday};
use cups_kiosk::domain::case::{
    Case, Change, Command, Consent, ConsentScope, Opening, Operation, Person, ProviderNumber, RequestState,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode};
use cups_kiosk::domain::text::Language;
use cups_kiosk::store::records::{NewEntry, NewOperation};
use iced::keyboard::key::Named;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use uuid::Uuid;

/// The day of the tests.
pub const TODAY: Date = date(2026, 11, 20);

/// The request of each case.
pub const REQUEST: Uuid = Uuid::from_u128(5);

/// Puts a case into the records as a colleague of this name made it on an earlier day.
pub fn keep(stage: &mut Stage, number: u128, (author, opened): (&str, Date), opening: Opening, commands: Vec<Command>) {
    let keys = stage.app.session().unwrap().keys.clone().unwrap();
    let mut follows = Vec::new();
    let mut case: Option<Case> = None;
    for change in std::iter::once(Change::Open(opening)).chain(commands.into_iter().map(Change::Command)) {
        let id = Uuid::now_v7();
        let after = match (&change, case) {
            (Change::Command(command), Some(case)) => case.apply(command.clone(), id, opened).unwrap().0,
            (Change::Open(opening), _) => Case::open(Uuid::from_u128(number), opening.clone(), id, opened),
            _ => unreachable!(),
        };
        let (centre, author, time) = ("lozova".to_owned(), author.to_owned(), friday());
        let operation = Operation { id, case: after.id, centre, author, day: opened, time, follows, change };
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let facts = EntryFacts::new(Action::PapersChecked, &circumstances);
        let kept = NewOperation::of(operation, &after);
        stage.records.record(&NewEntry { id, facts, sealed: None }, Some((&keys, &kept)), friday()).unwrap();
        (follows, case) = (vec![id], Some(after));
    }
}

pub fn opening(code: &str, event: &str, answers: Answers) -> Opening {
    Opening { return_code: code.to_owned(), event: event.to_owned(), answers, seen: Seen::default() }
}

/// Somebody is identified, agrees for 45 days, and a request is made ready.
pub fn prepared(name: &str, opened: Date, service: &str, step: &str) -> Vec<Command> {
    let consent = Consent::new(ConsentScope::ThisEvent, opened, TODAY.saturating_add(30.days()));
    let service = ServiceCode::parse(service).unwrap();
    vec![
        Command::Identify(Person { name: name.to_owned(), ..Person::default() }),
        Command::Consent(consent),
        Command::Prepare { id: REQUEST, service, step: step.to_owned() },
    ]
}

/// A desk after a sign-in with three people's cases: one whose answer is late, one whose result is here, one that nobody
/// sent. The colleague made the last.
pub fn busy(stage: &mut Stage) {
    stage.sign_in();
    let before = TODAY.saturating_sub(15.days());
    let number = |number: &str| ProviderNumber::parse(number).unwrap();
    let submit = |text: &str, expected: Option<Date>| Command::Submit {
        request: REQUEST,
        number: number(text),
        on: before,
        term: None,
        expected,
    };
    let issued = Command::Move { request: REQUEST, to: RequestState::Issued, reason: None, note: None, from: None };
    let cases = [
        (1, "Specialist", "Ion Țurcanu", vec![submit("ASP-1", Some(TODAY.saturating_sub(3.days())))]),
        (2, "Specialist", "Ana Probă", vec![submit("ASP-22", None), issued]),
        (3, "Coleg", "Олга Пробэ", Vec::new()),
    ];
    for (place, author, name, more) in cases {
        let commands = prepared(name, before, "015000163", "service").into_iter().chain(more).collect();
        let code = format!("7K2M-4QX{place}");
        keep(stage, place, (author, before), opening(&code, "015000163", Answers::default()), commands);
    }
    stage.key(Named::F10);
    stage.sign_in();
    assert_eq!(stage.app.screen().name(), "desk");
}
