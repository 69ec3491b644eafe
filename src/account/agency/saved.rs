//! Journeys that nobody had to make, and what they would have taken: reckoned from shown requests, each by its rule.

use super::{AgencyTable, Asked, Figure, count, names, number};
use crate::account::month::{MonthColumn, MonthRow, MonthTable, Shown};
use crate::domain::centre::OfficeWay;
use crate::domain::cube::{By, Key, Kind};
use crate::domain::money::Amount;
use crate::i18n::{Value, phrase};
use std::collections::{BTreeMap, BTreeSet};

/// What the journeys of several centres would have taken, as far as their ways are known.
#[derive(Clone, Copy, Default)]
struct Saved {
    journeys: u64,
    kilometres: Option<u64>,
    minutes: Option<u64>,
    /// In bani.
    fare: Option<u64>,
}

impl Saved {
    fn add(&mut self, journeys: u64, way: Option<&OfficeWay>) {
        self.journeys += journeys;
        let both = |one: u64| journeys * 2 * one;
        let add = |sum: &mut Option<u64>, one: Option<u64>| {
            if let Some(one) = one {
                *sum = Some(sum.unwrap_or_default() + both(one));
            }
        };
        add(&mut self.kilometres, way.and_then(|way| way.kilometres).map(u64::from));
        add(&mut self.minutes, way.and_then(|way| way.minutes).map(u64::from));
        add(&mut self.fare, way.and_then(|way| way.fare).and_then(|fare| u64::try_from(fare.0).ok()));
    }

    fn and(mut self, other: Self) -> Self {
        let sum = |one: Option<u64>, other: Option<u64>| match (one, other) {
            (None, None) => None,
            (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
        };
        self.journeys += other.journeys;
        self.kilometres = sum(self.kilometres, other.kilometres);
        self.minutes = sum(self.minutes, other.minutes);
        self.fare = sum(self.fare, other.fare);
        self
    }

    fn cells(self) -> Vec<Shown> {
        let known = |known: Option<u64>, shown: fn(u64) -> Shown| known.map_or(Shown::Unknown, shown);
        let lei = |fare| Shown::Lei(Amount(i64::try_from(fare).unwrap_or(i64::MAX)));
        if self.journeys == 0 {
            return vec![Shown::Few, Shown::Hidden, Shown::Hidden, Shown::Hidden];
        }
        vec![
            count(self.journeys),
            known(self.kilometres, Shown::Number),
            known(self.minutes, |minutes| Shown::Tenths(minutes / 6)),
            known(self.fare, lei),
        ]
    }
}

/// What was saved, by row, and the centres that saved journeys.
fn saved<'a>(asked: &Asked<'a>, by: By) -> (BTreeMap<String, Saved>, BTreeSet<&'a str>) {
    let provider = |service: &str| asked.names.provider_of(service);
    let mut rows: BTreeMap<String, Saved> = BTreeMap::new();
    let mut centres = BTreeSet::new();
    let mut of_rows: BTreeMap<(Key<'a>, &'a str), u64> = BTreeMap::new();
    for (cell, shown) in asked.cube.cells(Kind::Request, asked.filter, &provider) {
        if cell.journeys > 0 {
            centres.insert(cell.centre.as_str());
            let row = of_rows.entry((by.of(cell), cell.centre.as_str())).or_default();
            *row += shown * u64::from(cell.journeys);
        }
    }
    for ((key, centre), journeys) in of_rows {
        rows.entry(by.row(key, &provider)).or_default().add(journeys, way_of(asked, centre));
    }
    (rows, centres)
}

fn way_of<'a>(asked: &Asked<'a>, centre: &str) -> Option<&'a OfficeWay> {
    asked.names.catalogue?.centres.get(centre)?.office_way.as_ref()
}

/// For which centres a figure of the way is not in the catalogue.
fn lacking<'a>(asked: &Asked<'a>, centres: &BTreeSet<&'a str>) -> Vec<Value<'a>> {
    let mut rules = Vec::new();
    let mut told = |key: &'static str, has: &dyn Fn(&OfficeWay) -> bool| {
        let without: Vec<Value<'a>> = centres
            .iter()
            .filter(|centre| !way_of(asked, centre).is_some_and(has))
            .map(|centre| asked.names.centre(centre))
            .collect();
        if !without.is_empty() {
            let (some, all) = (without.len(), centres.len());
            rules.push(phrase(key).with("some", some).with("all", all).with("names", Value::List(without)).into());
        }
    };
    told("agency-lacks-kilometres", &|way| way.kilometres.is_some());
    told("agency-lacks-minutes", &|way| way.minutes.is_some());
    told("agency-lacks-fare", &|way| way.fare.is_some());
    rules
}

/// Journeys, kilometres, hours and lei.
#[must_use]
pub fn savings<'a>(asked: &Asked<'a>, by: By) -> AgencyTable<'a> {
    const CHOICES: &[By] = &[By::Centre, By::Month, By::Provider, By::Service, By::Event];
    let by = if CHOICES.contains(&by) { by } else { By::Centre };
    let (rows, centres) = saved(asked, by);
    let mut codes: Vec<&String> = rows.keys().collect();
    if by != By::Month {
        codes.sort_by_key(|code| std::cmp::Reverse(rows[*code].journeys));
    }
    let drawn: Vec<u64> = codes.iter().map(|code| rows[*code].journeys).collect();
    let all = rows.values().copied().fold(Saved::default(), Saved::and);
    let names: Vec<String> = codes.iter().map(|code| (*code).clone()).collect();
    let mut told: Vec<MonthRow<'a>> = codes
        .iter()
        .map(|code| MonthRow {
            code: (*code).clone(),
            name: asked.names.row(Kind::Request, by, code),
            cells: rows[*code].cells(),
            is_sum: false,
        })
        .collect();
    if !told.is_empty() {
        let name = phrase("report-all").into();
        told.push(MonthRow { code: "all".to_owned(), name, cells: all.cells(), is_sum: true });
    }
    let mut rules = vec![phrase("report-rule-journeys").into(), phrase("agency-rule-there-and-back").into()];
    rules.extend(lacking(asked, &centres));
    rules.extend(asked.rules(Kind::Request, by, &names));
    let column = |code, title| MonthColumn { code, title: phrase(title) };
    let table = MonthTable {
        name: "savings",
        title: phrase("report-saved"),
        rules,
        is_estimated: true,
        head: names::head(Kind::Request, by),
        columns: vec![
            column("journeys", "report-journeys"),
            column("kilometres", "report-kilometres"),
            column("hours", "report-hours"),
            column("lei", "report-lei"),
        ],
        rows: told,
    };
    let seen = if all.journeys == 0 {
        phrase("agency-seen-nothing").into()
    } else {
        phrase("agency-seen-saved").with("number", number(all.journeys)).into()
    };
    AgencyTable { table, by, choices: CHOICES, seen, drawn }
}

/// What was saved altogether, in lei where any way's fare is known.
#[must_use]
pub fn saved_all<'a>(asked: &Asked<'a>) -> Figure<'a> {
    let (rows, centres) = saved(asked, By::Centre);
    let all = rows.into_values().fold(Saved::default(), Saved::and);
    let mut rules: Vec<Value<'a>> = vec![
        phrase("agency-rule-lei").into(),
        phrase("agency-journeys-saved").with("number", count(all.journeys).said()).into(),
    ];
    rules.extend(lacking(asked, &centres).pop().filter(|_| all.journeys > 0));
    let lei = all.cells().pop().unwrap_or(Shown::Unknown);
    Figure { title: phrase("agency-figure-lei"), number: lei, rules, is_estimated: true }
}
