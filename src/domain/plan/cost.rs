//! What a plan costs, in money and in journeys.

use super::step::PlannedStep;
use crate::domain::condition::Truth;
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

pub(super) fn totals(steps: &[PlannedStep<'_>]) -> (BTreeMap<Currency, Total>, usize) {
    let mut totals: BTreeMap<Currency, Total> = BTreeMap::new();
    let mut unknown = 0;
    for step in steps.iter().filter(|step| step.is_sure() && step.service.is_some()) {
        let mut range: BTreeMap<Currency, (Amount, Amount)> = BTreeMap::new();
        // What is paid for each page or as a share of a price cannot be added up.
        for fee in step.fees.iter().filter(|fee| fee.option.per.is_none()) {
            let (Some(least), Some(most)) = (fee.pays(), fee.pays_at_most()) else { continue };
            let entry = range.entry(fee.option.currency).or_insert((least, most));
            *entry = (entry.0.min(least), entry.1.max(most));
        }
        let mut known =
            !range.is_empty() && step.fees.iter().all(|fee| fee.pays().is_some() && fee.option.per.is_none());
        for duty in step.duties.iter().filter(|duty| duty.truth == Truth::True) {
            let Some(amount) = duty.duty.amount else {
                known = false;
                continue;
            };
            let entry = range.entry(Currency::Mdl).or_default();
            *entry = (Amount(entry.0.0 + amount.0), Amount(entry.1.0 + amount.0));
        }
        unknown += usize::from(!known);
        for (currency, (least, most)) in range {
            let total = totals.entry(currency).or_default();
            total.least.0 += least.0;
            total.most.0 += most.0;
        }
    }
    (totals, unknown)
}

pub(super) fn journeys(steps: &[PlannedStep<'_>]) -> Journeys {
    let count = |with_centre: bool| {
        let mut offices: BTreeMap<&str, usize> = BTreeMap::new();
        for step in steps.iter().filter(|step| step.is_sure()) {
            let Some(service) = step.service else { continue };
            let office = offices.entry(service.provider.as_str()).or_default();
            *office = (*office).max(step.journeys(with_centre));
        }
        offices.values().sum()
    };
    Journeys { with_centre: count(true), without_centre: count(false) }
}
