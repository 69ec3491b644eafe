use super::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::money::Amount;
use crate::domain::text::Language;
use crate::i18n::Texts;

fn cell(kind: Kind, centre: &str, month: &str, detail: &str) -> Cell {
    Cell {
        kind,
        centre: centre.to_owned(),
        month: month.parse().unwrap(),
        event: "C1".to_owned(),
        service: "002000206".to_owned(),
        detail: detail.to_owned(),
        band: 0,
        journeys: 0,
        mode: "assisted".to_owned(),
    }
}

fn catalogue() -> Catalogue {
    let mut catalogue =
        Catalogue::bare(7, jiff::civil::date(2026, 11, 21), crate::domain::calendar::Calendar::default());
    let centre: Centre = serde_json::from_value(serde_json::json!({
        "id": "lozova", "kind": "town_hall", "name": { "ro": "CUPS Lozova", "ru": "CUPS Лозова" }, "locality": "Lozova",
        "district": { "ro": "Strășeni" }, "time_zone": "Europe/Chisinau",
        "office_way": { "to": { "ro": "Strășeni" }, "kilometres": 25, "fare": "30", "confidence": "partial" }
    }))
    .unwrap();
    catalogue.centres.insert(centre.id.clone(), centre);
    catalogue
}

fn cells<'t>(told: &'t AgencyTable<'_>, code: &str) -> &'t [Shown] {
    &told.table.rows.iter().find(|row| row.code == code).unwrap().cells
}

fn with<T>(cube: &Cube, filter: &Filter, asks: impl FnOnce(Asked<'_>) -> T) -> T {
    let catalogue = catalogue();
    asks(Asked { cube, names: AgencyNames { catalogue: Some(&catalogue) }, filter })
}

#[test]
fn requests_stand_in_the_order_of_their_course_and_a_month_without_any_is_not_left_out() {
    let cube = Cube::new(
        None,
        vec![
            (cell(Kind::Request, "lozova", "2026-09", "underway"), 10),
            (cell(Kind::Request, "lozova", "2026-11", "result"), 5),
            (cell(Kind::Request, "rome", "2026-11", "prepared"), 15),
            (cell(Kind::Informed, "rome", "2026-11", ""), 100),
        ],
    );
    with(&cube, &Filter::default(), |asked| {
        let told = asked.requests(By::Month);
        let columns: Vec<_> = told.table.columns.iter().map(|column| column.code).collect();
        assert_eq!(columns, ["prepared", "underway", "result", "without", "all"]);
        assert_eq!(told.drawn, [10, 0, 20], "October has its place");
        assert_eq!(cells(&told, "2026-10"), [Shown::Few; 5]);
        let all = [Shown::Number(15), Shown::Number(10), Shown::Number(5), Shown::Few, Shown::Number(30)];
        assert_eq!(cells(&told, "all"), all);
        let texts = Texts::load(Language::Ro);
        assert_eq!(texts.say(&told.seen), "În total 30. Cele mai multe: noiembrie 2026 – 20, adică 67 %.");
        let by_outcome = asked.requests(By::Detail);
        let codes: Vec<_> = by_outcome.table.rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes, ["prepared", "underway", "result", "all"]);
    });
    let filter = Filter { centre: Some("rome".to_owned()), ..Filter::default() };
    with(&cube, &filter, |asked| assert_eq!(asked.requests(By::Month).drawn, [15]));
}

#[test]
fn a_code_that_the_catalogue_does_not_know_stays_and_is_noted() {
    let cube = Cube::new(
        None,
        vec![
            (cell(Kind::Request, "lozova", "2026-11", "result"), 5),
            (cell(Kind::Request, "mars", "2026-11", "result"), 5),
        ],
    );
    let texts = Texts::load(Language::Ru);
    with(&cube, &Filter::default(), |asked| {
        let told = asked.requests(By::Centre);
        let names: Vec<String> = told.table.rows.iter().map(|row| texts.say(&row.name)).collect();
        assert_eq!(names, ["CUPS Лозова", "mars", "Всего"]);
        let rules: Vec<String> = told.table.rules.iter().map(|rule| texts.say(rule)).collect();
        assert!(rules.iter().any(|rule| rule.ends_with("без названий: mars.")), "{rules:?}");
    });
}

#[test]
fn savings_are_reckoned_by_the_way_of_each_centre_and_what_is_not_known_is_said() {
    let saved = |centre: &str, journeys| Cell { journeys, ..cell(Kind::Request, centre, "2026-11", "result") };
    let cube = Cube::new(None, vec![(saved("lozova", 2), 10), (saved("lozova", 0), 50), (saved("rome", 1), 5)]);
    let texts = Texts::load(Language::En);
    with(&cube, &Filter::default(), |asked| {
        let told = savings(&asked, By::Centre);
        assert!(told.table.is_estimated);
        let lei = Shown::Lei(Amount(20 * 2 * 3000));
        assert_eq!(cells(&told, "lozova"), [Shown::Number(20), Shown::Number(1000), Shown::Unknown, lei]);
        assert_eq!(cells(&told, "rome"), [Shown::Number(5), Shown::Unknown, Shown::Unknown, Shown::Unknown]);
        assert_eq!(cells(&told, "all"), [Shown::Number(25), Shown::Number(1000), Shown::Unknown, lei]);
        let rules: Vec<String> = told.table.rules.iter().map(|rule| texts.say(rule)).collect();
        assert!(rules.iter().any(|rule| rule.contains("lacks the fare for 1 of 2 centres") && rule.ends_with("rome.")));
        let [_, lei, satisfaction] = asked.figures();
        assert_eq!((lei.number, lei.is_estimated), (Shown::Lei(Amount(120_000)), true));
        assert_eq!(satisfaction.number, Shown::Unknown, "nobody answered: nothing is made up");
    });
}

#[test]
fn opinions_have_their_mean_and_trust_is_not_made_up() {
    let answer =
        |answer: &str| Cell { service: String::new(), ..cell(Kind::Satisfaction, "lozova", "2026-11", answer) };
    let cube = Cube::new(None, vec![(answer("5"), 30), (answer("4"), 10), (answer("1"), 5)]);
    with(&cube, &Filter { service: Some("002000206".to_owned()), ..Filter::default() }, |asked| {
        let [_, _, satisfaction] = asked.figures();
        assert_eq!(satisfaction.number, Shown::Tenths(43), "a service is not asked of an opinion");
    });
    with(&cube, &Filter::default(), |asked| {
        let told = asked.opinion(Kind::Satisfaction, By::Month);
        assert_eq!(cells(&told, "2026-11").last(), Some(&Shown::Tenths(43)));
        assert!(asked.opinion(Kind::Trust, By::Month).table.rows.is_empty());
    });
}

#[test]
fn only_what_has_a_result_has_waited_for_it() {
    let took = |band, detail: &str| Cell { band, ..cell(Kind::Request, "lozova", "2026-11", detail) };
    let cube = Cube::new(None, vec![(took(0, "underway"), 50), (took(2, "result"), 10), (took(5, "result"), 5)]);
    with(&cube, &Filter::default(), |asked| {
        let told = asked.waiting(By::Centre);
        let shown = [Shown::Few, Shown::Number(10), Shown::Few, Shown::Few, Shown::Number(5), Shown::Number(15)];
        assert_eq!(cells(&told, "lozova"), shown);
    });
    let none = Cube::new(None, vec![(took(0, "underway"), 50)]);
    with(&none, &Filter::default(), |asked| assert!(asked.waiting(By::Centre).table.rows.is_empty()));
}
