//! Away from the village, at the real pages: a mission's desk in its own time, days and money, and a team's day in a village.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::domain::case::{Command, ProviderNumber, RequestState};
use cups_kiosk::domain::fact::Answers;
use cups_kiosk::domain::printing::{PrintOutcome, SheetKind, Told, Trouble};
use cups_kiosk::handout::print::PrintSheet;
use cups_kiosk::platform::configuration::Configuration;
use cups_kiosk::ui::printing::Equipment;
use iced::keyboard::key::Named;
use jiff::SignedDuration;
use jiff::civil::date;
use stage::busy::{REQUEST, TODAY, keep, opening, prepared};
use stage::outside::{at_mission, elsewhere, team};
use stage::{Stage, set_clock};
use uuid::Uuid;

fn name(stage: &Stage) -> &'static str {
    stage.app.screen().name()
}

/// The page of the next appointment of a case.
fn appointing(stage: &mut Stage, case: u128) {
    stage.touch(&format!("case-{}", Uuid::from_u128(case)));
    stage.control('d');
    assert_eq!(name(stage), "appointment", "{}", stage.words());
}

fn write_in(stage: &mut Stage, field: &str, text: &str) {
    stage.click(field);
    stage.write(text);
}

#[test]
fn a_mission_s_appointment_is_one_person_s_says_both_countries_holidays_and_offers_the_next_hours() {
    let mut stage = Stage::new();
    at_mission(&mut stage, "rome");
    appointing(&mut stage, 2);
    assert!(stage.words().contains("O programare este pentru o singură persoană"), "{}", stage.words());
    stage.write("02.06.2027");
    let words = stage.words();
    assert!(words.contains("sărbătoare în Italia") && !words.contains("sărbătoare în Moldova"), "{words}");
    write_in(&mut stage, "field-appointment-hour", "9:30");
    let words = stage.words();
    assert!(words.contains("La ora 09:30 este așteptată altă persoană"), "{words}");
    assert!(words.contains("09:50") && words.contains("10:10"), "{words}");
    stage.touch("hour-0");
    assert!(!stage.words().contains("este așteptată altă persoană"), "{}", stage.words());
    stage.key(Named::Enter);
    let case = stage.app.session().unwrap().case(Uuid::from_u128(2)).unwrap().clone();
    let appointment = case.appointment.unwrap();
    assert_eq!(
        (appointment.day, appointment.hour, appointment.place),
        (date(2027, 6, 2), "09:50".parse().unwrap(), None)
    );
    // Where the host's days are not in the catalogue, that is said and nothing is guessed.
    let mut stage = Stage::new();
    at_mission(&mut stage, "riga");
    appointing(&mut stage, 2);
    stage.write("18.11.2027");
    assert!(stage.words().contains("Zilele de sărbătoare din Letonia nu se știu aici"), "{}", stage.words());
}

#[test]
fn in_a_village_an_appointment_has_neither_a_rule_of_missions_nor_a_village() {
    let mut stage = Stage::new();
    stage::busy::busy(&mut stage);
    appointing(&mut stage, 1);
    let words = stage.words();
    assert!(!words.contains("pentru o singură persoană") && stage.find("field-appointment-place").is_none(), "{words}");
    stage.write("01.01.2027");
    assert!(stage.words().contains("sărbătoare în Moldova"), "{}", stage.words());
}

#[test]
fn the_desk_has_the_mission_s_day_and_the_law_moldova_s_and_where_they_differ_it_is_said() {
    // Saturday, one in the morning in Beijing: in Moldova it is Friday evening.
    let mut stage = Stage::at("beijing", Configuration::default());
    set_clock(SignedDuration::from_hours(7));
    stage.sign_in();
    assert_eq!(stage.app.context().today, date(2026, 11, 21));
    assert_eq!(stage.app.context().in_moldova, date(2026, 11, 20));
    assert!(stage.words().contains("În Moldova este acum altă zi: 20.11.2026"), "{}", stage.words());
    // What is submitted here today is counted by the provider from its own day.
    assert_eq!(stage.app.context().counted_from(date(2026, 11, 21)), date(2026, 11, 20));
    assert_eq!(stage.app.context().counted_from(date(2026, 11, 10)), date(2026, 11, 10));
    // The same moment in Rome: one day, and nothing to say.
    let mut stage = Stage::at("rome", Configuration::default());
    set_clock(SignedDuration::from_hours(7));
    stage.sign_in();
    assert_eq!(stage.app.context().today, stage.app.context().in_moldova);
    assert!(!stage.words().contains("altă zi"), "{}", stage.words());
}

#[test]
fn the_papers_of_a_case_say_for_each_country_what_a_foreign_paper_needs() {
    let mut stage = Stage::new();
    at_mission(&mut stage, "stockholm");
    stage.touch(&format!("case-{}", Uuid::from_u128(2)));
    stage.key(Named::F4);
    assert_eq!(name(&stage), "case-papers", "{}", stage.words());
    let words = stage.words();
    for country in ["Suedia", "Norvegia", "Finlanda", "Islanda"] {
        assert!(words.contains(&format!("Act din {country}: trebuie apostilă, pusă în {country}")), "{words}");
    }
    assert!(words.contains("Act din altă țară: întrebați mai întâi aici"), "{words}");
    let mut stage = Stage::new();
    at_mission(&mut stage, "bucharest");
    stage.touch(&format!("case-{}", Uuid::from_u128(2)));
    stage.key(Named::F4);
    assert!(stage.words().contains("Act din România: fără apostilă"), "{}", stage.words());
}

#[test]
fn a_request_whose_step_is_gone_costs_at_a_mission_what_the_mission_asks() {
    let mut stage = Stage::new();
    elsewhere(&mut stage, "bucharest");
    stage.sign_in();
    let number = ProviderNumber::parse("ASP-2026-1").unwrap();
    let submit = Command::Submit { request: REQUEST, number, on: TODAY, term: None, expected: None };
    let commands = prepared("Ana Probă", TODAY, "006000022", "step_of_then").into_iter().chain([submit]).collect();
    keep(&mut stage, 1, ("Specialist", TODAY), opening("7K2M-4QX1", "C99", Answers::default()), commands);
    stage.key(Named::F10);
    stage.sign_in();
    stage.touch(&format!("case-{}", Uuid::from_u128(1)));
    stage.touch(&format!("earlier-{REQUEST}"));
    stage.control('m');
    assert_eq!(name(&stage), "money", "{}", stage.words());
    let words = stage.words().replace('\u{a0}', " ");
    assert!(words.contains("25 EUR") || words.contains("25 €") || words.contains("25 de euro"), "{words}");
}

#[test]
fn a_team_s_day_is_prepared_in_one_press_and_every_sheet_is_printed_once_in_order() {
    let mut stage = Stage::new();
    team(&mut stage);
    stage.equipment = Equipment { printer: true, ..Equipment::default() };
    stage.touch("desk-day-pack");
    assert_eq!(name(&stage), "day-pack", "{}", stage.words());
    let words = stage.words();
    assert!(words.contains("24.11.2026, Căpriana: 2"), "the next day with appointments is offered: {words}");
    assert!(words.contains("Vin 3 persoane"), "two are expected, and a result waits for a third: {words}");
    let place = |text: &str| words.find(text).unwrap_or_else(|| panic!("{text}: {words}"));
    assert!(place("Ana Probă") < place("Ion Țurcanu") && place("Ion Țurcanu") < place("Олга Пробэ"), "{words}");
    assert!(!words.contains("Vasile Exemplu"), "another village: {words}");
    assert!(words.contains("Scanerul"), "{words}");
    stage.touch("pack-print");
    assert_eq!(name(&stage), "desk-print", "{}", stage.words());
    let mut seen = 0;
    while seen < stage.printed.len() {
        seen = stage.printed.len();
        assert!(seen < 30);
        stage.tell(Told::Printed(PrintOutcome::Printed));
    }
    let kinds: Vec<SheetKind> = stage.printed.iter().map(|order| order.kind).collect();
    assert_eq!(kinds[0], SheetKind::DayPack);
    let slips = kinds.iter().filter(|kind| **kind == SheetKind::Slip).count();
    assert_eq!(slips, 3, "{kinds:?}");
    assert!(!kinds.contains(&SheetKind::Consent), "all three agreed until after that day: {kinds:?}");
    // Of the whole pack nothing names anybody, unless somebody asked for names.
    let said = |sheets: &[PrintSheet]| serde_json::to_string(sheets).unwrap();
    let all = said(&stage.sheets);
    assert!(all.contains("Căpriana") && all.contains("7K2M-4QX2") && !all.contains("Ana Probă"), "{all}");
    stage.key(Named::Escape);
    stage.touch("pack-names");
    stage.touch("pack-print");
    assert!(said(&stage.sheets).contains("Ana Probă"));
}

#[test]
fn a_blank_consent_comes_for_whoever_has_none_and_a_printer_s_trouble_stops_the_rest() {
    let mut stage = Stage::new();
    team(&mut stage);
    stage.equipment = Equipment { printer: true, ..Equipment::default() };
    stage.touch("desk-day-pack");
    for (field, text) in [("field-pack-day", "30.12.2026"), ("field-pack-place", "CAPRIANA")] {
        stage.click(field);
        for _ in 0..12 {
            stage.key(Named::Backspace);
        }
        stage.write(text);
    }
    // The consents ended on 20 December; whose results lie here are asked all the same.
    stage.touch("pack-print");
    stage.tell(Told::Printed(PrintOutcome::Printed));
    let left =
        |stage: &mut Stage| stage.words().contains("foi de tipărit") || stage.words().contains("foaie de tipărit");
    assert!(left(&mut stage), "{}", stage.words());
    stage.tell(Told::Stopped(vec![Trouble::PaperOut]));
    assert!(left(&mut stage), "paper is put in and it goes on");
    stage.tell(Told::Cancelled);
    assert!(!left(&mut stage), "{}", stage.words());
    let printed = stage.printed.len();
    assert_eq!(printed, 2);
    stage.key(Named::Escape);
    stage.touch("pack-print");
    let mut seen = 0;
    while seen < stage.printed.len() {
        seen = stage.printed.len();
        assert!(seen < 30);
        stage.tell(Told::Printed(PrintOutcome::Printed));
    }
    let consents = stage.printed.iter().filter(|order| order.kind == SheetKind::Consent).count();
    assert_eq!(consents, 2, "for the two whose results are handed over");
    let consent = stage.sheets.iter().find(|sheet| sheet.template == "consent").unwrap();
    let said = serde_json::to_string(consent).unwrap();
    assert!(!said.contains("Ana Probă") && consent.mark.is_some() && consent.copies.len() == 2, "{said}");
    assert_eq!(stage.app.session().unwrap().case(Uuid::from_u128(2)).unwrap().requests[0].state, RequestState::Issued);
}
