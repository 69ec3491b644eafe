//! The desk with 5,000 cases: the day's list, the search at each key, opening a case; each from the key to the drawn frame,
//! beside a bare page of twelve buttons.

use super::frames::{bare_frame, full};
use super::stage::Stage;
use super::{Figure, figure, percentile};
use cups_kiosk::domain::case::{Case, Command, Consent, ConsentScope, Opening, Person, ProviderNumber};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::ui::app::Reply;
use iced::keyboard::key::Named;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use std::time::{Duration, Instant};
use uuid::Uuid;

const CASES: u128 = 5_000;
const TODAY: Date = date(2026, 11, 20);
const FIRST: [&str; 7] = ["Ion", "Ana", "Штефан", "Мария", "Vasile", "Elena", "Юрий"];
const LAST: [&str; 11] =
    ["Țurcanu", "Чобану", "Munteanu", "Ротарь", "Cojocaru", "Гуцу", "Lungu", "Брынзэ", "Ceban", "Morari", "Пынзарь"];

/// A case with one request: prepared, awaited, or late.
fn made(number: u128) -> Case {
    let id = |kind: u128| Uuid::from_u128(number * 10 + kind);
    let opened = TODAY.saturating_sub(((number % 60) as i64).days());
    let opening = Opening {
        return_code: format!("{number:08}"),
        event: "C1".to_owned(),
        answers: Answers::default(),
        seen: Seen::default(),
    };
    let name = format!("{} {}", FIRST[(number % 7) as usize], LAST[(number % 11) as usize]);
    let consent = Consent::new(ConsentScope::ThisEvent, opened, TODAY.saturating_add(100.days()));
    let service = ServiceCode::parse("002000206").unwrap();
    let mut commands = vec![
        Command::Identify(Person { name, ..Person::default() }),
        Command::Consent(consent),
        Command::Prepare { id: id(1), service, step: "register_birth".to_owned() },
    ];
    if !number.is_multiple_of(3) {
        let provider = ProviderNumber::parse(&format!("ASP-{number:06}")).unwrap();
        let expected = Some(opened.saturating_add(30.days()));
        commands.push(Command::Submit { request: id(1), number: provider, on: opened, term: None, expected });
    }
    let case = Case::open(id(0), opening, id(2), opened).held_by("Specialist");
    commands.into_iter().zip(3..).fold(case, |case, (command, kind)| case.apply(command, id(kind), opened).unwrap().0)
}

fn to_frame(stage: &mut Stage, work: impl FnOnce(&mut Stage)) -> Duration {
    let start = Instant::now();
    work(stage);
    stage.frame();
    start.elapsed()
}

pub fn figures() -> Vec<Figure> {
    let bare = bare_frame();
    let mut stage = full();
    stage.sign_in();
    let session = stage.app.session().unwrap();
    let (member, keys) = (session.member, session.keys.clone());
    stage.key(Named::F10);
    stage.key(Named::F12);
    let mut session = stage.session(cups_kiosk::store::records::Admitted {
        member,
        name: "Specialist".to_owned(),
        role: cups_kiosk::domain::people::StaffRole::HeadSpecialist,
        keys,
    });
    session.cases = (1..=CASES).map(made).collect();
    stage.send(Reply::SignedIn(Ok(Box::new(session))));
    assert_eq!(stage.app.screen().name(), "desk");
    for _ in 0..10 {
        stage.frame();
    }
    let list: Vec<_> = (0..100).map(|_| to_frame(&mut stage, Stage::tab_to_frame)).collect();
    let mut search = Vec::new();
    for name in ["цуркану", "morari", "asp-0012", "nastere"].repeat(3) {
        stage.click("field-return-code");
        for letter in name.chars() {
            search.push(to_frame(&mut stage, |stage| stage.write(&letter.to_string())));
        }
        for _ in name.chars() {
            search.push(to_frame(&mut stage, |stage| stage.key(Named::Backspace)));
        }
    }
    let mut opening = Vec::new();
    for number in (1..=CASES).step_by(500) {
        stage.click("field-return-code");
        stage.write(&format!("{number:08}"));
        opening.push(to_frame(&mut stage, |stage| stage.key(Named::Enter)));
        assert_eq!(stage.app.screen().name(), "case");
        stage.key(Named::Escape);
    }
    [("the day", list), ("search at each key", search), ("opening a case", opening)]
        .map(|(name, times)| figure(format!("5,000 cases p99: {name}"), "ms", percentile(times, 0.99), bare, 2.0))
        .into()
}
