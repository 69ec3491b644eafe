//! What one request costs by the term and the exemption that were chosen: the provider's fee, the front-office tariff, what
//! is paid on top and the State's duty apart, and their sum. What is not known is a part of its own and makes every sum a
//! least one: unknown and ten is never ten. Zero, free and unknown are three things.

use super::cost::Range;
use super::planner::front_office;
use super::step::{PlannedDuty, PlannedFee, PlannedStep, Reduced};
use crate::domain::centre::Centre;
use crate::domain::condition::{Condition, FactSource, Truth};
use crate::domain::fact::{CENTRE_KIND, FactId, TODAY, Value};
use crate::domain::money::{Amount, Currency};
use crate::domain::service::{ChannelKind, FeeOption, Service, StateDuty};
use crate::domain::term::Term;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// For what a part is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillKind {
    /// The provider's official fee: what the same request costs on the portal, where that is known.
    Fee,
    /// The front-office tariff: how much more it costs at a counter than on the portal.
    FrontOffice,
    /// Paid besides the fee that is chosen.
    OnTop,
    /// The State's duty.
    Duty,
}

/// How much a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// It is due, and how much is not known.
    Unknown,
    /// The catalogue says that nothing is taken for it.
    Free,
    /// An amount; zero where an exemption leaves nothing of it.
    Amount(Currency, Range),
    /// It can be said and not added up: a share of a price, a price for each page.
    Apart,
}

/// A part of what a request costs.
#[derive(Clone, Debug, PartialEq)]
pub struct BillPart<'a> {
    /// For what it is paid.
    pub kind: BillKind,
    /// How much.
    pub due: Due,
    /// Whether it is certain for this person, by what is known.
    pub is_certain: bool,
    /// The cell of the fee matrix it is from.
    pub option: Option<&'a FeeOption>,
    /// The duty it is.
    pub duty: Option<&'a StateDuty>,
}

/// What parts come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sum {
    /// Nothing is known of it.
    Unknown,
    /// Every part is free.
    Free,
    /// All of it, by currency.
    Whole(BTreeMap<Currency, Range>),
    /// So much, and something that is not known or cannot be added up besides.
    AtLeast(BTreeMap<Currency, Range>),
}

impl Sum {
    /// What is due in all. The order in which it is added says nothing.
    #[must_use]
    pub fn of(dues: impl IntoIterator<Item = (Due, bool)>) -> Self {
        let (mut amounts, mut open, mut any): (BTreeMap<Currency, Range>, bool, bool) = (BTreeMap::new(), false, false);
        for (due, is_certain) in dues {
            any = true;
            match due {
                Due::Free => {}
                Due::Unknown | Due::Apart => open = true,
                Due::Amount(currency, range) => {
                    let sum = amounts.entry(currency).or_default();
                    let least = if is_certain { range.least } else { Amount(0) };
                    let least = sum.least.0.checked_add(least.0);
                    let most = sum.most.0.checked_add(range.most.0);
                    match least.zip(most) {
                        Some((least, most)) => *sum = Range { least: Amount(least), most: Amount(most) },
                        None => open = true,
                    }
                }
            }
        }
        match (any, open, amounts.is_empty()) {
            (false, ..) | (true, true, true) => Self::Unknown,
            (true, true, false) => Self::AtLeast(amounts),
            (true, false, true) => Self::Free,
            (true, false, false) => Self::Whole(amounts),
        }
    }

    /// This and another request's.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        fn of(sum: Sum) -> Vec<(Due, bool)> {
            let parts = |amounts: BTreeMap<Currency, Range>| {
                amounts.into_iter().map(|(currency, range)| (Due::Amount(currency, range), true))
            };
            match sum {
                Sum::Unknown => vec![(Due::Unknown, true)],
                Sum::Free => vec![(Due::Free, true)],
                Sum::Whole(amounts) => parts(amounts).collect(),
                Sum::AtLeast(amounts) => parts(amounts).chain([(Due::Unknown, true)]).collect(),
            }
        }
        Self::of(of(self).into_iter().chain(of(other)))
    }
}

/// What was chosen for a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chosen<'a> {
    /// The term; none where there was no choice, or nobody has chosen.
    pub term: Option<Term>,
    /// The exemption, by its Romanian words.
    pub exemption: Option<&'a str>,
}

/// What is known without a person: which kind of centre it is, and the day.
struct HereOnly<'a> {
    centre: &'a Centre,
    on: Date,
}

impl FactSource for HereOnly<'_> {
    fn look_up(&self, fact: &str) -> Result<Option<Value>, BTreeSet<FactId>> {
        match fact {
            CENTRE_KIND => Ok(Some(Value::Choice(self.centre.kind.code().to_owned()))),
            TODAY => Ok(Some(Value::Date(self.on))),
            // Whoever it is, they were not asked.
            other => Err([other.to_owned()].into()),
        }
    }
}

/// What a request costs, part by part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill<'a> {
    /// Its parts; none where nothing is known of fees.
    pub parts: Vec<BillPart<'a>>,
}

impl<'a> Bill<'a> {
    /// What a step of a plan costs.
    #[must_use]
    pub fn of_step(step: &PlannedStep<'a>, chosen: Chosen<'_>) -> Self {
        Self::new(&step.fees, &step.duties, chosen)
    }

    /// What a service costs at a centre on a day, for a request whose step is in no plan any more: what holds for some people only is
    /// not certain.
    #[must_use]
    pub fn of_service(centre: &'a Centre, service: &'a Service, on: Date, chosen: Chosen<'_>) -> Self {
        let sure = |certain| if certain { Truth::True } else { Truth::Unknown };
        let here = HereOnly { centre, on };
        let truth = |when: Option<&Condition>| when.map_or(Truth::True, |when| when.evaluate(&here).truth);
        let holds = |fee: &&FeeOption| fee.from.is_none_or(|from| from <= on) && fee.to.is_none_or(|to| on <= to);
        // A mission has prices of its own, in its own currency.
        let fees: Vec<PlannedFee<'a>> = centre
            .fees_of(service)
            .filter(holds)
            .filter(|option| truth(option.when.as_ref()) != Truth::False)
            .map(|option| {
                let exemptions = service.exemptions.iter().filter(|exemption| exemption.holds(on));
                let reduced = exemptions.filter_map(|exemption| {
                    let (amount, most) = exemption.reduced(option)?;
                    Some(Reduced { amount, most, exemption, truth: Truth::Unknown })
                });
                let reduced = reduced.collect();
                let front_office = front_office(service, option);
                PlannedFee { option, truth: truth(option.when.as_ref()), reduced, front_office }
            })
            .collect();
        let duties: Vec<PlannedDuty<'a>> =
            service.state_duties.iter().map(|duty| PlannedDuty { duty, truth: sure(duty.when.is_none()) }).collect();
        Self::new(&fees, &duties, chosen)
    }

    fn new(fees: &[PlannedFee<'a>], duties: &[PlannedDuty<'a>], chosen: Chosen<'_>) -> Self {
        let (on_top, own): (Vec<_>, Vec<_>) = fees.iter().partition(|fee| fee.option.on_top);
        let by_term = |fee: &&&PlannedFee<'a>| chosen.term.is_none() || fee.option.term == chosen.term;
        let mut open: Vec<&PlannedFee<'a>> = own.iter().filter(by_term).copied().collect();
        if open.is_empty() {
            // A term that no fee names is the provider's own: every fee may be the one.
            open = own;
        }
        // What is certain leaves no room for what is perhaps.
        if open.iter().any(|fee| fee.truth == Truth::True) {
            open.retain(|fee| fee.truth == Truth::True);
        }
        // Where the same is dearer at the counter, the portal's price is the official part of it, and no second choice.
        let counters: Vec<&FeeOption> =
            open.iter().filter(|fee| fee.front_office.is_some()).map(|fee| fee.option).collect();
        open.retain(|fee| {
            let twin = |counter: &&FeeOption| (counter.term, &counter.case) == (fee.option.term, &fee.option.case);
            fee.option.channel != Some(ChannelKind::Online) || !counters.iter().any(twin)
        });
        // A price in lei and one in euro are no two parts of a sum: at a mission that of missions is asked.
        let for_this_kind = |fee: &PlannedFee<'_>| {
            fee.option.when.as_ref().is_some_and(|when| when.facts().into_iter().any(|fact| fact == CENTRE_KIND))
        };
        let first = open.first().map(|fee| fee.option.currency);
        if open.iter().any(|fee| Some(fee.option.currency) != first) && open.iter().any(|fee| for_this_kind(fee)) {
            open.retain(|fee| for_this_kind(fee));
        }
        let mut parts = own_parts(&open, chosen);
        parts.extend(on_top.into_iter().map(|fee| part(BillKind::OnTop, fee, chosen, fee.truth == Truth::True)));
        parts.extend(duties.iter().map(|planned| {
            let due = match (planned.duty.amount, planned.duty.percent) {
                (Some(Amount(0)), _) => Due::Free,
                (Some(amount), _) => Due::Amount(Currency::Mdl, Range { least: amount, most: amount }),
                (None, Some(_)) => Due::Apart,
                (None, None) => Due::Unknown,
            };
            let is_certain = planned.truth == Truth::True;
            BillPart { kind: BillKind::Duty, due, is_certain, option: None, duty: Some(planned.duty) }
        }));
        Self { parts }
    }

    /// What it comes to. Without a known fee nothing is: a duty alone is no price.
    #[must_use]
    pub fn sum(&self) -> Sum {
        let fee = self.parts.iter().any(|part| part.kind == BillKind::Fee);
        let missing = (!fee).then_some((Due::Unknown, true));
        Sum::of(self.parts.iter().map(|part| (part.due, part.is_certain)).chain(missing))
    }
}

/// The fee, with the front-office tariff apart where it is in it; what several fees leave open is from the least to the
/// most of them.
fn own_parts<'a>(open: &[&PlannedFee<'a>], chosen: Chosen<'_>) -> Vec<BillPart<'a>> {
    let whole = |fee: &PlannedFee<'a>| part(BillKind::Fee, fee, chosen, fee.truth == Truth::True);
    let [fee] = open else {
        let dues: Vec<BillPart<'a>> = open.iter().map(|fee| whole(fee)).collect();
        return dues.into_iter().reduce(|one, other| either(&one, &other)).into_iter().collect();
    };
    let known = whole(fee);
    let tariff = fee.front_office.filter(|_| {
        // An exemption lowers the whole price: which of the two it lowers, nothing says.
        matches!(known.due, Due::Amount(_, range) if Some(range.least) == fee.option.amount && range.least == range.most)
    });
    match (tariff, known.due) {
        (Some(tariff), Due::Amount(currency, range)) => {
            let less = Amount(range.least.0 - tariff.0);
            let official =
                if less == Amount(0) { Due::Free } else { Due::Amount(currency, Range { least: less, most: less }) };
            let more = Due::Amount(currency, Range { least: tariff, most: tariff });
            let other = BillPart { kind: BillKind::FrontOffice, due: more, ..known.clone() };
            vec![BillPart { due: official, ..known }, other]
        }
        _ => vec![known],
    }
}

fn part<'a>(kind: BillKind, fee: &PlannedFee<'a>, chosen: Chosen<'_>, is_certain: bool) -> BillPart<'a> {
    BillPart { kind, due: due(fee, chosen.exemption), is_certain, option: Some(fee.option), duty: None }
}

/// How much of a fee is due: with the exemption that was chosen, else with those that certainly hold.
fn due(fee: &PlannedFee<'_>, exemption: Option<&str>) -> Due {
    let option = fee.option;
    if option.percent.is_some() || option.per.is_some() {
        return Due::Apart;
    }
    let chosen = exemption.and_then(|who| fee.reduced.iter().find(|reduced| reduced.exemption.who.ro == who));
    let range = match chosen {
        Some(reduced) => Some(Range { least: reduced.amount, most: reduced.most }),
        None => fee.pays().map(|least| Range { least, most: fee.pays_at_most().unwrap_or(least) }),
    };
    match range {
        None => Due::Unknown,
        Some(range) if range.is_zero() && option.amount == Some(Amount(0)) => Due::Free,
        Some(range) => Due::Amount(option.currency, range),
    }
}

/// One or the other.
fn either<'a>(one: &BillPart<'a>, other: &BillPart<'a>) -> BillPart<'a> {
    let amount = |due| match due {
        Due::Free => Some((None, Range::default())),
        Due::Amount(currency, range) => Some((Some(currency), range)),
        Due::Unknown | Due::Apart => None,
    };
    let due = match (amount(one.due), amount(other.due)) {
        (Some((None, _)), Some((None, _))) => Due::Free,
        (Some((first, known)), Some((second, more))) => match first.or(second) {
            Some(currency) if first.unwrap_or(currency) == second.unwrap_or(currency) => {
                let range = Range { least: known.least.min(more.least), most: known.most.max(more.most) };
                Due::Amount(currency, range)
            }
            // Amounts of two currencies are never compared.
            _ => Due::Apart,
        },
        _ => Due::Unknown,
    };
    BillPart { due, is_certain: one.is_certain && other.is_certain, option: one.option, ..other.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amount(currency: Currency, lei: i64) -> Due {
        Due::Amount(currency, Range { least: Amount(lei * 100), most: Amount(lei * 100) })
    }

    fn any_due() -> impl Strategy<Value = (Due, bool)> {
        let currency = prop_oneof![Just(Currency::Mdl), Just(Currency::Eur)];
        let due = prop_oneof![
            Just(Due::Unknown),
            Just(Due::Free),
            Just(Due::Apart),
            (currency, 0..10_000_i64).prop_map(|(currency, lei)| amount(currency, lei)),
        ];
        (due, any::<bool>())
    }

    #[test]
    fn zero_free_and_unknown_are_three_things_and_unknown_and_ten_is_not_ten() {
        let ten = amount(Currency::Mdl, 10);
        let zero = amount(Currency::Mdl, 0);
        let of = |dues: &[Due]| Sum::of(dues.iter().map(|due| (*due, true)));
        let whole = |lei: i64| -> BTreeMap<Currency, Range> {
            [(Currency::Mdl, Range { least: Amount(lei * 100), most: Amount(lei * 100) })].into()
        };
        assert_eq!(of(&[ten, Due::Unknown]), Sum::AtLeast(whole(10)));
        assert_eq!(of(&[ten, Due::Apart]), Sum::AtLeast(whole(10)));
        assert_eq!(of(&[zero]), Sum::Whole(whole(0)));
        assert_eq!(of(&[Due::Free]), Sum::Free);
        assert_eq!(of(&[Due::Unknown]), Sum::Unknown);
        assert_eq!(of(&[]), Sum::Unknown, "where nothing is known it is not free");
        assert_eq!(of(&[ten, ten]), Sum::Whole(whole(20)));
    }

    #[test]
    fn fees_of_two_currencies_are_neither_compared_nor_added() {
        let part = |due| BillPart { kind: BillKind::Fee, due, is_certain: true, option: None, duty: None };
        let both = either(&part(amount(Currency::Mdl, 10)), &part(amount(Currency::Eur, 5)));
        assert_eq!(both.due, Due::Apart);
        let sum = Sum::of([(amount(Currency::Mdl, 10), true), (amount(Currency::Eur, 5), true)]);
        assert!(matches!(sum, Sum::Whole(amounts) if amounts.len() == 2));
    }

    proptest! {
        #[test]
        fn the_order_of_the_parts_says_nothing_and_no_part_is_lost(mut dues in prop::collection::vec(any_due(), 0..8)) {
            let sum = Sum::of(dues.clone());
            let open = dues.iter().any(|(due, _)| matches!(due, Due::Unknown | Due::Apart));
            prop_assert_eq!(open || dues.is_empty(), matches!(sum, Sum::Unknown | Sum::AtLeast(_)));
            if let Sum::Whole(amounts) | Sum::AtLeast(amounts) = &sum {
                for (currency, range) in amounts {
                    let of = |certain_only: bool| -> i64 {
                        dues.iter().filter(|(_, certain)| *certain || !certain_only).map(|(due, _)| match due {
                            Due::Amount(known, range) if known == currency => range.most.0,
                            _ => 0,
                        }).sum()
                    };
                    prop_assert_eq!((range.least.0, range.most.0), (of(true), of(false)));
                }
            }
            dues.reverse();
            prop_assert_eq!(&sum, &Sum::of(dues.clone()));
            prop_assert_eq!(sum.clone().and(Sum::Unknown), match sum {
                Sum::Whole(amounts) | Sum::AtLeast(amounts) => Sum::AtLeast(amounts),
                Sum::Free | Sum::Unknown => Sum::Unknown,
            });
        }
    }
}
