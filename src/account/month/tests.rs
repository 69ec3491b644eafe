use super::*;
use crate::domain::month::{Journeys, Sessions, Spent};
use crate::domain::text::Language;
use crate::i18n::Texts;
use jiff::civil::date;
use proptest::prelude::*;

fn centre(way: &serde_json::Value) -> Centre {
    serde_json::from_value(serde_json::json!({
        "id": "lozova", "kind": "town_hall", "name": { "ro": "CUPS" }, "locality": "Lozova",
        "district": { "ro": "Strășeni" }, "time_zone": "Europe/Chisinau", "office_way": way
    }))
    .unwrap()
}

fn count() -> MonthCount {
    crate::domain::month::count_month(Month::of(date(2026, 11, 1)), [], |_| String::new())
}

fn table<'t, 'a>(told: &'t MonthTold<'a>, name: &str) -> &'t MonthTable<'a> {
    told.tables.iter().find(|table| table.name == name).unwrap()
}

fn cells(table: &MonthTable<'_>, code: &str) -> Vec<Shown> {
    table.rows.iter().find(|row| row.code == code).unwrap().cells.clone()
}

#[test]
fn what_is_reckoned_says_its_rule_and_what_no_figure_is_known_for_is_not_reckoned() {
    let names = MonthNames::default();
    let journeys = Journeys { saved: 10, cases: 7 };
    let month = MonthCount { journeys, ..count() };
    let way = serde_json::json!({ "to": { "ro": "Strășeni" }, "kilometres": 25, "confidence": "partial" });
    let known = centre(&way);
    let told = month_said(&month, &names, &known);
    let saved = table(&told, "saved");
    assert!(saved.is_estimated);
    assert_eq!(cells(saved, "journeys"), [Shown::Number(10)]);
    assert_eq!(cells(saved, "kilometres"), [Shown::Number(500)], "there and back");
    assert_eq!((cells(saved, "hours"), cells(saved, "lei")), (vec![Shown::Unknown], vec![Shown::Unknown]));
    let texts = Texts::load(Language::Ro);
    let rules: Vec<String> = saved.rules.iter().map(|rule| texts.say(rule)).collect();
    assert!(rules.iter().any(|rule| rule.contains("25 km")), "{rules:?}");
    let unknown = centre(&serde_json::Value::Null);
    let told = month_said(&month, &names, &unknown);
    assert_eq!(cells(table(&told, "saved"), "kilometres"), [Shown::Unknown]);
    let whole = serde_json::json!(
        { "to": { "ro": "Strășeni" }, "kilometres": 25, "minutes": 45, "fare": "30", "confidence": "verified" }
    );
    let whole = centre(&whole);
    let told = month_said(&month, &names, &whole);
    assert_eq!(cells(table(&told, "saved"), "hours"), [Shown::Tenths(150)]);
    assert_eq!(cells(table(&told, "saved"), "lei"), [Shown::Lei(Amount(60_000))]);
}

#[test]
fn what_tells_of_few_people_is_not_shown_in_any_table() {
    let names = MonthNames::default();
    let month = MonthCount {
        journeys: Journeys { saved: 3, cases: 2 },
        waits: vec![1, 2, 30, 40],
        satisfaction: vec![5, 5, 1],
        trust: vec![4; 6],
        ..count()
    };
    let here = centre(&serde_json::Value::Null);
    let told = month_said(&month, &names, &here);
    assert_eq!(cells(table(&told, "saved"), "journeys"), [Shown::Hidden]);
    for row in ["called", "mean", "longest"] {
        assert_eq!(cells(table(&told, "waiting"), row), [Shown::Hidden], "{row}");
    }
    assert_eq!(cells(table(&told, "opinion"), "satisfaction"), [Shown::Hidden, Shown::Hidden]);
    assert_eq!(cells(table(&told, "opinion"), "trust"), [Shown::Number(6), Shown::Tenths(40)]);
}

#[test]
fn many_requests_of_few_people_are_not_shown_and_who_is_in_two_rows_is_one_in_their_sum() {
    use crate::domain::case::RequestState;
    use crate::domain::month::{Dated, count_month};
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode};
    use uuid::Uuid;
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
    let day = date(2026, 11, 5);
    let prepared = |case: u128, request: u128, service: &str| EntryFacts {
        case: Some(Uuid::from_u128(case)),
        request: Some(Uuid::from_u128(request)),
        service: ServiceCode::parse(service).ok(),
        state: Some(RequestState::Prepared),
        ..EntryFacts::new(Action::RequestPrepared, &circumstances)
    };
    let told_of = |cases: u128| {
        let requests =
            (0..12).map(|request| prepared(request % cases, request, if request < 6 { "X-A" } else { "X-B" }));
        let entries: Vec<EntryFacts> = requests.collect();
        let dated = entries.iter().map(|facts| Dated { day, facts });
        count_month(Month::of(day), dated, |_| String::new())
    };
    let (names, here) = (MonthNames::default(), centre(&serde_json::Value::Null));
    let all = |month: &MonthCount| cells(table(&month_said(month, &names, &here), "by-service"), "all")[4];
    assert_eq!(all(&told_of(3)), Shown::Hidden, "three families with four requests each");
    assert_eq!(all(&told_of(12)), Shown::Number(12));
}

#[test]
fn what_nobody_was_asked_is_not_known_and_not_zero() {
    let (names, here) = (MonthNames::default(), centre(&serde_json::Value::Null));
    let told = month_said(&count(), &names, &here);
    assert_eq!(cells(table(&told, "opinion"), "trust"), [Shown::Number(0), Shown::Unknown]);
    assert!(table(&told, "waiting").rows.is_empty());
}

prop_compose! {
    /// A month of anything.
    fn months()(
        requests in proptest::collection::btree_map(0_usize..5, proptest::collection::vec(0_u64..9, 4), 0..5),
        informed in proptest::collection::vec(0_u64..9, 0..4),
        sessions in proptest::collection::vec((1_u64..4, proptest::collection::vec(0_u64..9, 4)), 0..3),
        time in proptest::collection::vec((1_u64..9, 0_u64..200), 0..4),
        autonomy in proptest::collection::vec(0_u64..9, 3),
    ) -> MonthCount {
        let service = |number: usize| ServiceCode::parse(["X-A", "X-B", "X-C", "X-D", "X-E"][number]).unwrap();
        let requests = requests.into_iter().map(|(number, values)| {
            (service(number), Outcome::ALL.into_iter().zip(values.into_iter().map(Tally::from)).collect())
        });
        MonthCount {
            requests: requests.collect(),
            informed: Topic::ALL.into_iter().map(Subject::Topic).zip(informed.into_iter().map(Tally::from)).collect(),
            sessions: Topic::SKILLS.into_iter().map(Some).zip(sessions).map(|(topic, (held, people))| {
                let people = AgeBand::ALL.into_iter().zip(people).collect();
                (topic, Sessions { held, minutes: held * 60, people })
            }).collect(),
            time: Place::ALL.into_iter().map(Some).zip(time).map(|(place, (times, minutes))| {
                (place, Spent { times: times.into(), minutes })
            }).collect(),
            autonomy: Autonomy::ALL.into_iter().zip(autonomy.into_iter().map(Tally::from)).collect(),
            ..count()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Of what is shown no hidden number of a table can be found: neither by the sum of its row, nor by that of its column,
    /// nor by the same sums of another table. Small ones are shown nowhere, and shown sums are true.
    #[test]
    fn nothing_hidden_comes_back_by_subtraction(month in months()) {
        let mut names = MonthNames::default();
        for (code, office) in [("X-A", "ASP"), ("X-B", "ASP"), ("X-C", "CNAS")] {
            names.offices.insert(ServiceCode::parse(code).unwrap(), office.to_owned());
        }
        let here = centre(&serde_json::Value::Null);
        let told = month_said(&month, &names, &here);
        for table in told.tables.iter().filter(|table| table.rows.last().is_some_and(|row| row.is_sum)) {
            for column in 0..table.columns.len() {
                let cells: Vec<Shown> = table.rows.iter().map(|row| row.cells[column]).collect();
                let hidden = cells.iter().filter(|cell| **cell == Shown::Hidden).count();
                prop_assert_ne!(hidden, 1, "{} {:?}", table.name, cells);
                let is_count = !["minutes", "sessions"].contains(&table.columns[column].code);
                for cell in &cells {
                    prop_assert!(!is_count || !matches!(cell, Shown::Number(1..=4)), "{} {:?}", table.name, cells);
                }
                if hidden == 0 {
                    let numbers: Vec<u64> =
                        cells.iter().map(|cell| if let Shown::Number(number) = cell { *number } else { 0 }).collect();
                    let (total, parts) = numbers.split_last().unwrap();
                    prop_assert_eq!(*total, parts.iter().sum::<u64>(), "{}", table.name);
                }
            }
            if table.columns.last().is_some_and(|column| column.code == "all") {
                for row in &table.rows {
                    let hidden = row.cells.iter().filter(|cell| **cell == Shown::Hidden).count();
                    prop_assert_ne!(hidden, 1, "{} {:?}", table.name, row.cells);
                }
            }
        }
        // A provider of one service says what that service says.
        let services = told.tables.iter().find(|table| table.name == "by-service").unwrap();
        let providers = told.tables.iter().find(|table| table.name == "by-provider").unwrap();
        let of = |table: &MonthTable<'_>, code: &str| {
            table.rows.iter().find(|row| row.code == code).map(|row| row.cells.clone())
        };
        if let (Some(service), Some(provider)) = (of(services, "X-C"), of(providers, "CNAS")) {
            prop_assert_eq!(service, provider);
        }
    }
}
