//! Away from the village: a mission with its people, and a team with people who wait in a village.

use super::busy::{REQUEST, TODAY, keep, opening, prepared};
use super::{Stage, friday};
use cups_kiosk::domain::case::{Appointment, Command, ProviderNumber, RequestState, Theme};
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::ui::app::frame::Message as Framed;
use iced::keyboard::key::Named;
use jiff::ToSpan as _;
use jiff::civil::{Date, time};

/// The day on which the team goes.
pub const DAY: Date = jiff::civil::date(2026, 11, 24);

/// The stage at another centre, in the language and size that it had.
pub fn elsewhere(stage: &mut Stage, centre: &str) {
    let (language, window) = (stage.app.context().texts.language(), stage.window);
    *stage = Stage::at(centre, Configuration::default());
    stage.window = window;
    stage.send(Framed::Resized(window));
    stage.click(&format!("language-{language}"));
}

/// What somebody abroad answers who has a child registered by the other country.
fn registered_there() -> Answers {
    let choice = |text: &str| Some(Value::Choice(text.to_owned()));
    Answers(
        [
            ("abroad_situation".to_owned(), choice("abroad")),
            ("abroad_need".to_owned(), choice("record")),
            ("abroad_record".to_owned(), choice("registered")),
        ]
        .into(),
    )
}

/// A desk at a mission after a sign-in, with two people: one of them is expected on 2 June at half past nine.
pub fn at_mission(stage: &mut Stage, centre: &str) {
    elsewhere(stage, centre);
    stage.sign_in();
    let before = TODAY.saturating_sub(2.days());
    let day = jiff::civil::date(2027, 6, 2);
    let appointed = Appointment { day, hour: time(9, 30, 0, 0), theme: Theme::Request, place: None };
    for (number, name, more) in
        [(1, "Ion Țurcanu", vec![Command::Appoint(Some(appointed))]), (2, "Ana Probă", Vec::new())]
    {
        let commands = prepared(name, before, "002000280", "transcription").into_iter().take(2).chain(more).collect();
        let opening = opening(&format!("7K2M-4QX{number}"), "X-ABROAD", registered_there());
        keep(stage, number, ("Specialist", before), opening, commands);
    }
    stage.key(Named::F10);
    stage.sign_in();
    assert_eq!(stage.app.screen().name(), "desk", "{}", friday());
}

/// A team's desk after a sign-in: two people are expected in Căpriana on a day, a result lies here for a third from there,
/// and somebody waits in another village.
pub fn team(stage: &mut Stage) {
    elsewhere(stage, "mobile-straseni");
    stage.sign_in();
    let before = TODAY.saturating_sub(10.days());
    let appoint = |day, hour, theme, place: &str| {
        Command::Appoint(Some(Appointment { day, hour: time(hour, 0, 0, 0), theme, place: Some(place.to_owned()) }))
    };
    let number = ProviderNumber::parse("ASP-22").unwrap();
    let issued = [
        Command::Submit { request: REQUEST, number, on: before, term: None, expected: None },
        Command::Move { request: REQUEST, to: RequestState::Issued, reason: None, note: None, from: None },
    ];
    let people: [(u128, &str, Vec<Command>); 4] = [
        (1, "Ion Țurcanu", vec![appoint(DAY, 11, Theme::Request, "Căpriana")]),
        (2, "Ana Probă", issued.iter().cloned().chain([appoint(DAY, 9, Theme::Result, "căpriana")]).collect()),
        (3, "Олга Пробэ", issued.iter().cloned().chain([appoint(before, 10, Theme::Papers, "Capriana")]).collect()),
        (4, "Vasile Exemplu", vec![appoint(DAY, 9, Theme::Advice, "Vorniceni")]),
    ];
    for (place, name, more) in people {
        let commands = prepared(name, before, "015000163", "service").into_iter().chain(more).collect();
        let opening = opening(&format!("7K2M-4QX{place}"), "015000163", Answers::default());
        keep(stage, place, ("Specialist", before), opening, commands);
    }
    stage.key(Named::F10);
    stage.sign_in();
    assert_eq!(stage.app.screen().name(), "desk");
}
