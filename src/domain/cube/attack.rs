//! Somebody who knows the rule and not the key: sees every page by every filter on two days, and subtracts.

use super::*;
use proptest::prelude::*;

const KEY: [u8; 32] = [7; 32];

/// How a count becomes what is shown of it.
type Rule = fn(u64, u64, &Cell) -> u64;

fn ours(count: u64, persons: u64, cell: &Cell) -> u64 {
    shown(count, persons, cell.step(&KEY))
}

/// What a careless program does: small cells are left out, and sums are right.
fn careless(count: u64, _: u64, _: &Cell) -> u64 {
    count
}

fn provider(service: &str) -> String {
    service.get(..3).unwrap_or_default().to_owned()
}

/// The cells of a few small villages.
fn villages() -> Vec<Cell> {
    let mut cells = Vec::new();
    for centre in ["lozova", "rome"] {
        for month in ["2026-10", "2026-11"] {
            for service in ["002000206", "002000219", "021000447"] {
                for (detail, mode) in
                    [("underway", "alone"), ("underway", "assisted"), ("result", "alone"), ("result", "assisted")]
                {
                    cells.push(Cell {
                        kind: Kind::Request,
                        centre: centre.to_owned(),
                        month: month.parse().unwrap(),
                        event: "C1".to_owned(),
                        service: service.to_owned(),
                        detail: detail.to_owned(),
                        band: 0,
                        journeys: 1,
                        mode: mode.to_owned(),
                    });
                }
            }
        }
    }
    cells
}

/// Every filter that can stand in an address and lets something pass.
fn filters() -> Vec<Filter> {
    let one = |values: &[&str]| -> Vec<Option<String>> {
        std::iter::once(None).chain(values.iter().map(|value| Some((*value).to_owned()))).collect()
    };
    let months = [None, Some("2026-10".parse().unwrap()), Some("2026-11".parse().unwrap())];
    let outcomes = [None, Some(super::super::month::Outcome::Underway), Some(super::super::month::Outcome::Result)];
    let modes = [None, Some(Served::Alone), Some(Served::Assisted)];
    let of_requests = outcomes.iter().flat_map(|outcome| modes.iter().map(move |mode| (*outcome, *mode)));
    let of_requests: Vec<_> = of_requests.collect();
    let mut filters = Vec::new();
    for centre in one(&["lozova", "rome"]) {
        for service in one(&["002000206", "002000219", "021000447"]) {
            for provider in one(&["002", "021"]) {
                for (outcome, mode) in &of_requests {
                    for (from, to) in months.iter().flat_map(|from| months.iter().map(move |to| (*from, *to))) {
                        let (centre, service, provider) = (centre.clone(), service.clone(), provider.clone());
                        let (outcome, mode) = (*outcome, *mode);
                        filters.push(Filter { centre, provider, service, event: None, outcome, mode, from, to });
                    }
                }
            }
        }
    }
    filters
}

/// Cells by their places, a bit each.
type Places = u64;

/// Which cells each filter lets pass, each of these sets once; that is no secret.
fn passing(cells: &[Cell], filters: impl IntoIterator<Item = Filter>) -> Vec<(Filter, Places)> {
    let mut known = BTreeMap::new();
    for filter in filters {
        let places = cells.iter().enumerate().filter(|(_, cell)| filter.lets_pass(cell, &provider));
        let places = places.fold(0, |places: Places, (place, _)| places | 1 << place);
        known.entry(places).or_insert(filter);
    }
    known.into_iter().map(|(places, filter)| (filter, places)).collect()
}

/// What is seen of the filters: which cells each lets pass, and the number that a page shows.
fn seen(cells: &[Cell], filters: &[(Filter, Places)], counts: &[(u64, u64)], rule: Rule) -> Vec<(Places, u64)> {
    let shown: Vec<(Cell, u64)> = cells
        .iter()
        .zip(counts)
        .map(|(cell, (count, persons))| (cell.clone(), rule(*count, *persons, cell)))
        .filter(|(_, shown)| *shown > 0)
        .collect();
    let cube = Cube::new(None, shown);
    let number = |filter| cube.cells(Kind::Request, filter, &provider).map(|(_, shown)| shown).sum();
    filters.iter().map(|(filter, places)| (*places, number(filter))).collect()
}

/// Subtracts every filter from every one that holds it; the page itself leaves out what is small. Gives what is found to be of
/// one to four.
fn found(seen: &[(Places, u64)]) -> Vec<(Places, u64)> {
    let is_small = |number: u64| (1..SMALLEST).contains(&number);
    let told: Vec<(Places, u64)> = seen.iter().copied().filter(|(_, number)| !is_small(*number)).collect();
    let mut found = Vec::new();
    for (large, all) in &told {
        for (small, part) in told.iter().filter(|(small, _)| small & large == *small) {
            if is_small(all.abs_diff(*part)) {
                found.push((large & !small, all - part));
            }
        }
    }
    found
}

/// The same of two days: what came in between is a cell as well.
fn found_between(before: &[(Places, u64)], after: &[(Places, u64)]) -> usize {
    let is_small = |number: u64| (1..SMALLEST).contains(&number);
    let both = before.iter().zip(after).filter(|((_, one), (_, other))| !is_small(*one) && !is_small(*other));
    both.filter(|((_, before), (_, after))| is_small(after.abs_diff(*before))).count()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn no_pair_of_filters_periods_or_days_gives_away_a_small_cell(
        first in proptest::collection::vec(0_u64..7, 48), more in proptest::collection::vec(0_u64..3, 48),
    ) {
        let cells = villages();
        let one: Vec<(u64, u64)> = first.iter().map(|count| (*count, *count)).collect();
        let other: Vec<(u64, u64)> = first.iter().zip(&more).map(|(count, more)| (count + more, count + more)).collect();
        let filters = passing(&cells, filters());
        let (before, after) = (seen(&cells, &filters, &one, ours), seen(&cells, &filters, &other, ours));
        prop_assert_eq!(found(&before), Vec::new());
        prop_assert_eq!(found(&after), Vec::new());
        prop_assert_eq!(found_between(&before, &after), 0);
    }
}

/// The tester can find something: where sums are right and only small cells are left out, it does.
#[test]
fn a_careless_rule_is_seen_through_by_the_same_subtraction() {
    let cells = villages();
    let filters = passing(&cells, filters());
    let counts: Vec<(u64, u64)> = (0..48).map(|place| if place == 5 { (3, 3) } else { (8, 8) }).collect();
    let before = seen(&cells, &filters, &counts, careless);
    assert!(found(&before).contains(&(1 << 5, 3)), "the cell of three is found");
    // Also by nothing but how people were served: all of a service, less those who were alone.
    let by_mode = [None, Some(Served::Alone)].map(|mode| Filter { mode, ..of_fifth(&cells) });
    let by_mode = seen(&cells, &passing(&cells, by_mode), &counts, careless);
    assert!(found(&by_mode).contains(&(1 << 5, 3)), "the new axis is subtracted along");
    let more: Vec<(u64, u64)> = counts.iter().map(|(count, _)| (count + 1, count + 1)).collect();
    assert!(found_between(&before, &seen(&cells, &filters, &more, careless)) > 0);
}

/// The filter that lets pass the cells of the fifth, however people were served.
fn of_fifth(cells: &[Cell]) -> Filter {
    let cell = &cells[5];
    Filter {
        centre: Some(cell.centre.clone()),
        service: Some(cell.service.clone()),
        outcome: Some(super::super::month::Outcome::Underway),
        from: Some(cell.month),
        to: Some(cell.month),
        ..Filter::default()
    }
}

/// Whoever tries every count, every step and every count of the next day finds no cell, and nothing that came in between, of
/// which only one to four could have shown the same. Cells hold each other in no sum, so that one by one is all there is.
#[test]
fn whatever_is_shown_on_two_days_could_have_been_shown_of_nobody_or_of_five_and_more() {
    let most = 24_u64;
    let mut possible: BTreeMap<(u64, u64), Vec<(u64, u64)>> = BTreeMap::new();
    for before in 0..most {
        for after in 0..most {
            for step in 0..5 {
                let told = (shown(before, before, step), shown(after, after, step));
                possible.entry(told).or_default().push((before, after));
            }
        }
    }
    let is_small = |number: u64| (1..SMALLEST).contains(&number);
    for (told, could_be) in &possible {
        assert!(!could_be.iter().all(|(before, _)| is_small(*before)), "{told:?}: the first day");
        assert!(!could_be.iter().all(|(_, after)| is_small(*after)), "{told:?}: the second day");
        let came = could_be.iter().map(|(before, after)| before.abs_diff(*after));
        assert!(!came.clone().all(is_small), "{told:?}: {:?}", came.collect::<BTreeSet<_>>());
    }
}

#[test]
fn of_few_persons_no_more_is_shown_than_of_themselves() {
    for step in 0..5 {
        assert!(shown(300, 4, step) <= SMALLEST);
        assert_eq!(shown(0, 0, step), 0);
        assert!(shown(300, 5, step) >= 300);
    }
}

#[test]
fn sums_are_right_on_the_average() {
    let cells: Vec<Cell> =
        (0..4000).map(|number| Cell { service: format!("{number:09}"), ..villages().swap_remove(0) }).collect();
    let count = |place: usize| (place % 7) as u64;
    let truth: u64 = (0..cells.len()).map(count).sum();
    let told: u64 = cells.iter().enumerate().map(|(place, cell)| ours(count(place), count(place), cell)).sum();
    let five = cells.iter().enumerate().filter(|(place, cell)| ours(count(*place), count(*place), cell) == 5).count();
    let more = cells.iter().enumerate().filter(|(place, cell)| ours(count(*place), count(*place), cell) > 5).count();
    let margin = margin(five as u64, more as u64);
    assert!(told.abs_diff(truth) <= margin && margin < truth / 20, "{told} of {truth}, {margin}");
}
