//! What a step and a plan cost. An amount that is not known is never zero, and never hidden behind those that are.

use super::step::{PlannedDuty, PlannedFee, PlannedStep, StepStatus};
use crate::domain::condition::Truth;
use crate::domain::life_event::Join;
use crate::domain::money::{Amount, Currency};
use crate::domain::text::Text;
use std::collections::BTreeMap;

/// Amounts from one to another, in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: Amount,
    /// The most.
    pub most: Amount,
}

impl Range {
    fn with(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }

    /// Whether it is nothing at all.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.most == Amount(0)
    }
}

/// What a step costs in one currency, for the whole request or for each of something.
#[derive(Clone, Debug, PartialEq)]
pub struct Price<'a> {
    /// The currency: amounts of two currencies are never compared.
    pub currency: Currency,
    /// What it is paid for, where it is not the whole request.
    pub per: Option<&'a Text>,
    /// The amounts that certainly stand open to this person; `None` where none does.
    pub certain: Option<Range>,
    /// The amounts that may be this person's.
    pub possible: Range,
}

/// What a step costs this person, as far as is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost<'p, 'a> {
    /// The known amounts.
    pub prices: Vec<Price<'a>>,
    /// The fees that are a share of something.
    pub shares: Vec<&'p PlannedFee<'a>>,
    /// The fees of which the amount is not known.
    pub unknown: Vec<&'p PlannedFee<'a>>,
    /// The fees paid besides the one that is chosen.
    pub on_top: Vec<&'p PlannedFee<'a>>,
    /// The taxes of the State on top.
    pub duties: &'p [PlannedDuty<'a>],
    /// Whether nothing at all is known of fees.
    pub nothing_known: bool,
}

impl<'p, 'a> Cost<'p, 'a> {
    /// What a step costs.
    #[must_use]
    pub fn of(step: &'p PlannedStep<'a>) -> Self {
        let mut cost = Self {
            prices: Vec::new(),
            shares: Vec::new(),
            unknown: Vec::new(),
            on_top: Vec::new(),
            duties: &step.duties,
            nothing_known: step.fees.is_empty(),
        };
        for fee in &step.fees {
            if fee.option.on_top {
                cost.on_top.push(fee);
                continue;
            }
            let (Some(least), Some(pays), Some(most)) = (fee.pays_at_least(), fee.pays(), fee.pays_at_most()) else {
                let share = fee.option.percent.is_some();
                if share { &mut cost.shares } else { &mut cost.unknown }.push(fee);
                continue;
            };
            let possible = Range { least, most };
            let certain = (fee.truth == Truth::True).then_some(Range { least: pays, most });
            let (currency, per) = (fee.option.currency, fee.option.per.as_ref());
            match cost.prices.iter_mut().find(|price| price.currency == currency && price.per == per) {
                None => cost.prices.push(Price { currency, per, certain, possible }),
                Some(price) => {
                    price.possible = price.possible.with(possible);
                    price.certain = match (price.certain, certain) {
                        (Some(known), Some(further)) => Some(known.with(further)),
                        (known, further) => known.or(further),
                    };
                }
            }
        }
        cost
    }

    /// Whether something of it cannot be said as an amount: it stands beside the total.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.nothing_known
            || !self.shares.is_empty()
            || !self.unknown.is_empty()
            || self.prices.iter().any(|price| price.per.is_some())
            || self.on_top.iter().any(|fee| fee.pays_at_most().is_none() || fee.option.per.is_some())
            || self.duties.iter().any(|planned| planned.duty.amount.is_none())
    }

    /// What is paid together where several amounts are due for one thing; empty where one is, or where a part is not known.
    #[must_use]
    pub fn together(&self) -> Vec<(Currency, Range)> {
        let several = !self.on_top.is_empty() || !self.duties.is_empty();
        let known = several && !self.is_open() && !self.prices.is_empty();
        if known { self.ranges().into_iter().collect() } else { Vec::new() }
    }

    /// What it adds to the total of each currency.
    fn ranges(&self) -> BTreeMap<Currency, Range> {
        // What is paid for each page or as a share of a price cannot be added up.
        let whole = || self.prices.iter().filter(|price| price.per.is_none());
        // Where no amount is certain, an unknown one may be what is paid instead; it is named beside the total. So may one
        // in another currency.
        let only = self.prices.len() == 1 && self.shares.is_empty() && self.unknown.is_empty();
        let mut ranges: BTreeMap<Currency, Range> = BTreeMap::new();
        for price in whole() {
            let sure = only || price.certain.is_some() && whole().count() == 1;
            let least = if sure { price.possible.least } else { Amount(0) };
            ranges.insert(price.currency, Range { least, most: price.possible.most });
        }
        for fee in self.on_top.iter().filter(|fee| fee.option.per.is_none()) {
            let (Some(pays), Some(most)) = (fee.pays_at_least(), fee.pays_at_most()) else { continue };
            let range = ranges.entry(fee.option.currency).or_default();
            range.least.0 += if fee.truth == Truth::True { pays.0 } else { 0 };
            range.most.0 += most.0;
        }
        for planned in self.duties {
            let Some(amount) = planned.duty.amount else { continue };
            let range = ranges.entry(Currency::Mdl).or_default();
            range.least.0 += if planned.truth == Truth::True { amount.0 } else { 0 };
            range.most.0 += amount.0;
        }
        ranges
    }
}

/// What the steps cost together, in one currency, State duty included where its amount is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The sure steps with the cheapest term everywhere.
    pub least: Amount,
    /// The sure steps with the dearest term everywhere.
    pub most: Amount,
    /// The most, with all that perhaps concerns the person.
    pub perhaps: Amount,
}

/// The totals by currency, and the ids of the sure steps of which a part is not known.
pub(super) fn totals(steps: &[PlannedStep<'_>]) -> (BTreeMap<Currency, Total>, Vec<String>) {
    let mut totals: BTreeMap<Currency, Total> = BTreeMap::new();
    let mut open = Vec::new();
    for step in steps.iter().filter(|step| step.service.is_some() && step.is_needed_perhaps()) {
        let cost = Cost::of(step);
        if step.is_sure() && cost.is_open() {
            open.push(step.step.id.clone());
        }
        add(&mut totals, cost.ranges(), step.is_sure());
    }
    // Of several ways one is taken: from the cheapest to the dearest of them.
    for ways in possible_ways(steps) {
        let sure = ways.iter().any(|way| way.status == StepStatus::Applies);
        let mut ranges: BTreeMap<Currency, Range> = BTreeMap::new();
        for way in &ways {
            let cost = Cost::of(way);
            if sure && cost.is_open() {
                open.push(way.step.id.clone());
            }
            for (currency, range) in cost.ranges() {
                ranges.entry(currency).and_modify(|known| *known = known.with(range)).or_insert(range);
            }
        }
        // A way that takes another currency may be the one taken. What is not known of a way is named beside the total.
        let pays = |way: &PlannedStep<'_>, currency| Cost::of(way).ranges().contains_key(currency);
        let certain = ways.iter().all(|way| way.status == StepStatus::Applies);
        for (currency, range) in &mut ranges {
            let mut others = ways.iter().filter(|way| !pays(way, currency));
            if others.any(|way| !certain || !Cost::of(way).is_open()) {
                range.least = Amount(0);
            }
        }
        add(&mut totals, ranges, sure);
    }
    open.sort_by_key(|id| steps.iter().position(|step| step.step.id == *id));
    (totals, open)
}

/// The ids of the steps that are added up and of which a person may pay less by an exemption that no fact tells: such a
/// total is certain for nobody.
pub(super) fn may_be_less(steps: &[PlannedStep<'_>]) -> Vec<String> {
    let added = |step: &&PlannedStep<'_>| step.is_to_do() && step.join != Join::Optional;
    let less = |step: &&PlannedStep<'_>| step.fees.iter().any(PlannedFee::may_be_less);
    steps.iter().filter(added).filter(less).map(|step| step.step.id.clone()).collect()
}

fn add(totals: &mut BTreeMap<Currency, Total>, ranges: BTreeMap<Currency, Range>, sure: bool) {
    for (currency, range) in ranges {
        let total = totals.entry(currency).or_default();
        if sure {
            total.least.0 += range.least.0;
            total.most.0 += range.most.0;
        }
        total.perhaps.0 += range.most.0;
    }
}

/// The groups of ways of which this person surely takes one.
pub(super) fn certain_ways<'s, 'a>(steps: &'s [PlannedStep<'a>]) -> Vec<Vec<&'s PlannedStep<'a>>> {
    let mut ways = possible_ways(steps);
    ways.retain(|ways| ways.iter().any(|way| way.status == StepStatus::Applies));
    ways
}

/// The groups of ways of which this person takes one, or perhaps takes one.
pub(super) fn possible_ways<'s, 'a>(steps: &'s [PlannedStep<'a>]) -> Vec<Vec<&'s PlannedStep<'a>>> {
    let mut groups: BTreeMap<usize, Vec<&PlannedStep<'a>>> = BTreeMap::new();
    for step in steps.iter().filter(|step| step.is_to_do()) {
        if let Some(way) = step.way {
            groups.entry(way).or_default().push(step);
        }
    }
    groups.into_values().filter(|group| group.iter().all(|step| step.join != Join::Optional)).collect()
}
