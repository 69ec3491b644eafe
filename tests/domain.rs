//! Properties of the pure part: dates, logic, plans, requests, search.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::shipped;
use cups_kiosk::domain::calendar::{Calendar, MonthDay, Swap, orthodox_easter};
use cups_kiosk::domain::case::{ProviderNumber, normal_return_code, return_code};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::change::{Part, Seen};
use cups_kiosk::domain::condition::Truth;
use cups_kiosk::domain::deadline::{Counting, Deadline, DeadlineKind, add};
use cups_kiosk::domain::fixed_day::FixedDay;
use cups_kiosk::domain::money::Amount;
use cups_kiosk::domain::search::SearchIndex;
use cups_kiosk::domain::service::Service;
use cups_kiosk::domain::term::{Term, Unit};
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static SHIPPED: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED.get_or_init(|| shipped().expect("the shipped catalogue is right"))
}

fn term(value: i64, unit: Unit) -> Term {
    Term { value, unit }
}

#[test]
fn orthodox_easter_falls_on_the_published_days() {
    for (year, day) in [
        (2024, date(2024, 5, 5)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 12)),
        (2027, date(2027, 5, 2)),
        (2028, date(2028, 4, 16)),
    ] {
        assert_eq!(orthodox_easter(year), Some(day));
    }
    assert_eq!(orthodox_easter(2100), None);
}

#[test]
fn holidays_weekends_patron_day_and_swaps_are_known() {
    let calendar = &catalogue().calendar;
    for closed in [
        date(2026, 4, 13),
        date(2026, 4, 20),
        date(2027, 5, 10),
        date(2028, 4, 24),
        date(2026, 8, 27),
        date(2026, 11, 21),
    ] {
        assert!(!calendar.is_working_day(closed), "{closed}");
    }
    let friday = date(2026, 11, 20);
    assert!(calendar.is_working_day(friday));
    let with_patron = calendar.for_locality(Some(MonthDay { month: 11, day: 20 }));
    assert!(!with_patron.is_working_day(friday));
    let swapped = Calendar { swaps: vec![Swap { free: friday, worked: date(2026, 11, 28) }], ..calendar.clone() };
    assert!(!swapped.is_working_day(friday) && swapped.is_working_day(date(2026, 11, 28)));
}

#[test]
fn working_days_of_2026_are_counted_without_the_patron_day() {
    let days = (0..365).map(|day| date(2026, 1, 1).checked_add(day.days()).unwrap());
    assert_eq!(days.filter(|day| catalogue().calendar.is_working_day(*day)).count(), 251);
}

#[test]
fn terms_are_counted_as_the_law_counts_them() {
    let calendar = &catalogue().calendar;
    let count = |from, value, unit, counting| add(from, term(value, unit), counting, calendar).unwrap();
    // Death on a Friday, three days with the day itself: Sunday.
    assert_eq!(count(date(2026, 11, 20), 3, Unit::CalendarDay, Counting::Inclusive), date(2026, 11, 22));
    assert_eq!(count(date(2026, 11, 20), 14, Unit::CalendarDay, Counting::NextDay), date(2026, 12, 4));
    // Months end where the month ends.
    assert_eq!(count(date(2027, 1, 31), 1, Unit::Month, Counting::NextDay), date(2027, 2, 28));
    assert_eq!(count(date(2028, 1, 31), 1, Unit::Month, Counting::NextDay), date(2028, 2, 29));
    assert_eq!(count(date(2027, 1, 31), 2, Unit::Month, Counting::NextDay), date(2027, 3, 31));
    assert_eq!(count(date(2028, 2, 29), 1, Unit::Year, Counting::NextDay), date(2029, 2, 28));
    // With the day itself a month and a year end a day earlier.
    assert_eq!(count(date(2026, 11, 20), 3, Unit::Month, Counting::Inclusive), date(2027, 2, 19));
    assert_eq!(count(date(2026, 3, 1), 1, Unit::Year, Counting::Inclusive), date(2027, 2, 28));
    assert_eq!(count(date(2027, 1, 31), 1, Unit::Month, Counting::Inclusive), date(2027, 2, 28));
    // Thursday before Easter 2026: Friday, then Monday is closed, Tuesday is the second day.
    assert_eq!(count(date(2026, 4, 9), 2, Unit::WorkDay, Counting::NextDay), date(2026, 4, 14));
    assert_eq!(count(date(2026, 4, 17), 1, Unit::WorkDay, Counting::NextDay), date(2026, 4, 21));
    // The same around Easter and Blajini of 2027 and 2028.
    assert_eq!(count(date(2027, 4, 29), 2, Unit::WorkDay, Counting::NextDay), date(2027, 5, 4));
    assert_eq!(count(date(2027, 5, 7), 1, Unit::WorkDay, Counting::NextDay), date(2027, 5, 11));
    assert_eq!(count(date(2028, 4, 13), 2, Unit::WorkDay, Counting::NextDay), date(2028, 4, 18));
    assert_eq!(count(date(2028, 4, 21), 1, Unit::WorkDay, Counting::NextDay), date(2028, 4, 25));
}

#[test]
fn a_term_counted_back_ends_before_the_day_and_that_day_does_not_count() {
    let calendar = &catalogue().calendar;
    let back = |from, value, unit| add(from, term(value, unit), Counting::Back, calendar);
    assert_eq!(back(date(2027, 3, 31), 30, Unit::CalendarDay), Ok(date(2027, 3, 1)));
    assert_eq!(back(date(2027, 3, 31), 1, Unit::Month), Ok(date(2027, 2, 28)));
    assert_eq!(back(date(2028, 2, 29), 1, Unit::Year), Ok(date(2027, 2, 28)));
    // Tuesday after Easter 2026: Friday is the last working day before it.
    assert_eq!(back(date(2026, 4, 14), 1, Unit::WorkDay), Ok(date(2026, 4, 10)));
    assert_eq!(back(date(2026, 4, 14), 0, Unit::CalendarDay), Ok(date(2026, 4, 14)));
    assert!(back(date(-9999, 1, 1), 1, Unit::CalendarDay).is_err() && back(date(2026, 1, 1), -1, Unit::Month).is_err());
}

#[test]
fn working_days_skip_the_patron_day_and_follow_swaps() {
    let calendar = &catalogue().calendar;
    let count =
        |from, value, calendar: &Calendar| add(from, term(value, Unit::WorkDay), Counting::NextDay, calendar).unwrap();
    let friday = date(2026, 11, 20);
    let with_patron = calendar.for_locality(Some(MonthDay { month: 11, day: 20 }));
    assert_eq!(count(date(2026, 11, 19), 1, calendar), friday);
    assert_eq!(count(date(2026, 11, 19), 1, &with_patron), date(2026, 11, 23));
    let swapped = Calendar { swaps: vec![Swap { free: friday, worked: date(2026, 11, 28) }], ..calendar.clone() };
    assert_eq!(count(date(2026, 11, 19), 1, &swapped), date(2026, 11, 23));
    assert_eq!(count(date(2026, 11, 26), 2, &swapped), date(2026, 11, 28), "a Saturday that is worked");
}

#[test]
fn fixed_days_return_each_year_or_month_and_windows_open_before_they_close() {
    let day = |text: &str| FixedDay::try_from(text.to_owned()).unwrap();
    assert_eq!(day("11-28").next(date(2026, 11, 28)), Some(date(2026, 11, 28)));
    assert_eq!(day("11-28").next(date(2026, 11, 29)), Some(date(2027, 11, 28)));
    assert_eq!(day("02-29").next(date(2026, 3, 1)), Some(date(2028, 2, 29)));
    assert_eq!(day("31").next(date(2027, 2, 1)), Some(date(2027, 2, 28)));
    assert_eq!(day("25").next(date(2026, 12, 26)), Some(date(2027, 1, 25)));
    assert_eq!(day("2025-11-28").next(date(2026, 1, 1)), Some(date(2025, 11, 28)));
    assert_eq!(day("11-03").last(date(2027, 3, 31)), Some(date(2026, 11, 3)));
    for wrong in ["32", "0", "13-01", "2026-02-30", "noiembrie", ""] {
        assert!(FixedDay::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}

#[test]
fn a_closed_last_day_keeps_the_legal_date_and_names_the_open_day() {
    let rule = |kind, anchor: &str, value, unit, counting| Deadline {
        anchor: Some(anchor.to_owned()),
        kind,
        term: Some(term(value, unit)),
        fixed: None,
        opens: None,
        counting,
        label: None,
        consequence: None,
        late: None,
        season: None,
        when: None,
        law: None,
    };
    let calendar = &catalogue().calendar;
    let due = rule(DeadlineKind::Within, "death_date", 3, Unit::CalendarDay, Counting::Inclusive)
        .due(date(2026, 11, 20), calendar)
        .unwrap();
    assert_eq!((due.date, due.open_day), (date(2026, 11, 22), Some(date(2026, 11, 20))));
    let due = rule(DeadlineKind::NotBefore, "today", 1, Unit::Month, Counting::NextDay)
        .due(date(2026, 11, 20), calendar)
        .unwrap();
    assert_eq!((due.date, due.open_day), (date(2026, 12, 20), Some(date(2026, 12, 21))));
}

#[test]
fn amounts_are_exact_and_refuse_what_is_none() {
    assert_eq!("260".parse(), Ok(Amount(26_000)));
    assert_eq!("9.5".parse(), Ok(Amount(950)));
    assert_eq!(Amount(950).to_string(), "9.50");
    for wrong in ["", "-1", "1,5", "1.555", "12e3", "1.", ".5", "99999999999999999999"] {
        assert!(wrong.parse::<Amount>().is_err(), "{wrong}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn return_codes_are_read_back_however_they_are_typed(random in any::<[u8; 5]>()) {
        let code = return_code(random);
        prop_assert_eq!(normal_return_code(&code.to_lowercase().replace('-', " ")), Some(code.clone()));
        prop_assert_eq!(normal_return_code(&code.replace('0', "O").replace('1', "l")), Some(code));
    }

    #[test]
    fn nonsense_searched_or_typed_never_panics(text in "\\PC{0,60}") {
        static INDEX: OnceLock<SearchIndex> = OnceLock::new();
        let _ = INDEX.get_or_init(|| SearchIndex::new(catalogue())).search(&text, 10);
        let _ = normal_return_code(&text);
        let _ = ProviderNumber::parse(&text);
        let _ = text.parse::<Amount>();
    }
}

#[test]
fn kleene_logic_settles_what_can_be_settled() {
    assert_eq!(Truth::Unknown.and(Truth::False), Truth::False);
    assert_eq!(Truth::Unknown.or(Truth::True), Truth::True);
    assert_eq!(!Truth::Unknown, Truth::Unknown);
}

#[test]
fn a_case_knows_what_changed_since_the_person_was_told() {
    let before = catalogue();
    let event = &before.events["C1"];
    let seen = Seen::now(before, Some(event));
    assert!(seen.changes(before, Some(event)).is_empty());
    let rich = |service: &&Service| !service.fees.is_empty() && !service.papers.is_empty();
    let code = before.services_of(event).find(rich).unwrap().code.clone();
    let mut after = before.clone();
    let service = after.services.get_mut(&code).unwrap();
    service.fees.clear();
    service.channels.clear();
    // The wording of a summary is no change for a person.
    service.summary.ro.push_str(" Altfel spus.");
    let changes = seen.changes(&after, Some(event));
    assert!(changes.event.is_empty());
    assert_eq!(changes.services[&code], [Part::Money, Part::Place].into());
    assert_eq!(changes.services.len(), 1);
    // The name of a paper is part of every service that asks for it.
    let mut after = before.clone();
    let paper = before.services[&code].papers[0].paper.clone();
    after.papers.get_mut(&paper).unwrap().name.ro.push_str(" (nou)");
    assert!(seen.changes(&after, Some(event)).services[&code].contains(&Part::Papers));
    let mut after = before.clone();
    after.services.remove(&code);
    assert_eq!(seen.changes(&after, Some(event)).services[&code], [Part::Gone].into());
    let mut later = event.clone();
    later.steps.pop();
    assert_eq!(seen.changes(before, Some(&later)).event, [Part::Steps].into());
    // An event that was taken back is said once, and told once.
    assert_eq!(seen.changes(before, None).event, [Part::Gone].into());
    assert!(Seen::now(before, None).changes(before, None).is_empty());
    // It survives being stored, and a case of an older program has nothing to compare with.
    let stored: Seen = serde_json::from_str(&serde_json::to_string(&seen).unwrap()).unwrap();
    assert_eq!(stored, seen);
    assert!(Seen::default().changes(&after, Some(event)).is_empty());
}
