//! What a plan costs, in money and in journeys.

use super::step::{PlannedStep, StepStatus};
use crate::domain::condition::Truth;
use crate::domain::life_event::Join;
use crate::domain::money::{Amount, Currency};
use std::collections::BTreeMap;

/// What the sure steps cost together, in one currency, State duty included where its amount is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// With the cheapest term everywhere.
    pub least: Amount,
    /// With the dearest term everywhere.
    pub most: Amount,
}

/// How often somebody travels to another office for the sure steps. Steps at the same provider share their
/// journeys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journeys {
    /// With what this centre can do.
    pub with_centre: usize,
    /// Without the centre.
    pub without_centre: usize,
}

/// The range of a step's cost by currency, and whether all of it is known.
fn range_of(step: &PlannedStep<'_>) -> (BTreeMap<Currency, (Amount, Amount)>, bool) {
    let mut range: BTreeMap<Currency, (Amount, Amount)> = BTreeMap::new();
    // What is paid for each page or as a share of a price cannot be added up.
    for fee in step.fees.iter().filter(|fee| fee.option.per.is_none()) {
        let (Some(least), Some(most)) = (fee.pays(), fee.pays_at_most()) else { continue };
        let entry = range.entry(fee.option.currency).or_insert((least, most));
        *entry = (entry.0.min(least), entry.1.max(most));
    }
    let mut known = !range.is_empty() && step.fees.iter().all(|fee| fee.pays().is_some() && fee.option.per.is_none());
    for duty in &step.duties {
        let Some(amount) = duty.duty.amount else {
            known = false;
            continue;
        };
        let entry = range.entry(Currency::Mdl).or_default();
        let least = if duty.truth == Truth::True { amount.0 } else { 0 };
        *entry = (Amount(entry.0.0 + least), Amount(entry.1.0 + amount.0));
    }
    (range, known)
}

pub(super) fn totals(steps: &[PlannedStep<'_>]) -> (BTreeMap<Currency, Total>, usize) {
    let mut totals: BTreeMap<Currency, Total> = BTreeMap::new();
    let mut unknown = 0;
    let mut add = |range: BTreeMap<Currency, (Amount, Amount)>, known: bool| {
        unknown += usize::from(!known);
        for (currency, (least, most)) in range {
            let total = totals.entry(currency).or_default();
            total.least.0 += least.0;
            total.most.0 += most.0;
        }
    };
    for step in steps.iter().filter(|step| step.is_sure() && step.service.is_some()) {
        let (range, known) = range_of(step);
        add(range, known);
    }
    // Of several ways one is taken: from the cheapest to the dearest of them.
    for ways in ways(steps) {
        let mut least: BTreeMap<Currency, (Amount, Amount)> = BTreeMap::new();
        let mut all_known = true;
        for (range, known) in ways.iter().map(|way| range_of(way)) {
            all_known &= known;
            for (currency, (low, high)) in range {
                let entry = least.entry(currency).or_insert((low, high));
                *entry = (entry.0.min(low), entry.1.max(high));
            }
        }
        add(least, all_known);
    }
    (totals, unknown)
}

/// The groups of ways of which this person surely takes one.
fn ways<'s, 'a>(steps: &'s [PlannedStep<'a>]) -> Vec<Vec<&'s PlannedStep<'a>>> {
    let mut groups: BTreeMap<usize, Vec<&PlannedStep<'a>>> = BTreeMap::new();
    for step in steps.iter().filter(|step| step.status == StepStatus::Applies && step.service.is_some()) {
        if let Some(way) = step.way {
            groups.entry(way).or_default().push(step);
        }
    }
    groups.into_values().filter(|group| group.iter().all(|step| step.join != Join::Optional)).collect()
}

pub(super) fn journeys(steps: &[PlannedStep<'_>]) -> Journeys {
    let count = |with_centre: bool| {
        let mut offices: BTreeMap<&str, usize> = BTreeMap::new();
        // Of several ways the one with the fewest journeys counts.
        let chosen =
            ways(steps).into_iter().filter_map(|ways| ways.into_iter().min_by_key(|way| way.journeys(with_centre)));
        for step in steps.iter().filter(|step| step.is_sure()).chain(chosen) {
            let Some(service) = step.service else { continue };
            let office = offices.entry(service.provider.as_str()).or_default();
            *office = (*office).max(step.journeys(with_centre));
        }
        offices.values().sum()
    };
    Journeys { with_centre: count(true), without_centre: count(false) }
}
