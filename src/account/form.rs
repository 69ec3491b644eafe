//! An application in words: its values, the terms and exemptions to choose from with their price and day, and how much of
//! it is filled in.

use crate::domain::case::{Asked, Request, own};
use crate::domain::condition::Truth;
use crate::domain::fact::date_of;
use crate::domain::form::{EXEMPTION, FieldKind, FormField, NO, TERM, YES};
use crate::domain::money::{Amount, Currency};
use crate::domain::plan::{PlannedFee, PlannedStep};
use crate::domain::service::{Exemption, Service};
use crate::domain::term::Term;
use crate::i18n::{Value, phrase};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A value of a field as people read it. What cannot be read as its kind says, for a catalogue before said otherwise,
/// stands as it was kept.
#[must_use]
pub fn filled_said<'a>(field: &'a FormField, value: &str) -> Value<'a> {
    let as_kept = || Value::Name(value.to_owned());
    match field.kind {
        FieldKind::Date => date_of(value).map_or_else(as_kept, Value::Date),
        FieldKind::Amount => {
            value.parse::<Amount>().map_or_else(|_| as_kept(), |amount| Value::Amount(amount, Currency::Mdl))
        }
        FieldKind::Choice => {
            let option = field.options.iter().find(|option| option.id == value);
            option.map_or_else(as_kept, |option| Value::Text(&option.text))
        }
        FieldKind::YesNo if value == YES => phrase("answer-yes").into(),
        FieldKind::YesNo if value == NO => phrase("answer-no").into(),
        FieldKind::Name
        | FieldKind::Idnp
        | FieldKind::Address
        | FieldKind::Phone
        | FieldKind::Document
        | FieldKind::YesNo
        | FieldKind::Text => as_kept(),
    }
}

/// How a term is offered: how long, for how much, and until when if it is sent today.
#[must_use]
pub fn term_said<'p>(step: &PlannedStep<'p>, term: Term, expected: Option<Date>) -> Value<'p> {
    let fees = step.fees.iter().filter(|fee| fee.option.term == Some(term) && !fee.option.on_top);
    let prices: Vec<Value<'p>> = fees.filter_map(price).collect();
    let mut said = vec![Value::Term(term)];
    said.push(if prices.is_empty() { phrase("form-price-unknown").into() } else { either(prices) });
    said.extend(expected.map(|day| phrase("form-term-day").with("date", Value::Day(day)).into()));
    Value::Remarks(said)
}

fn price<'p>(fee: &PlannedFee<'p>) -> Option<Value<'p>> {
    let option = fee.option;
    let amount = |amount| -> Value<'p> {
        if amount == Amount(0) { phrase("amount-nothing").into() } else { Value::Amount(amount, option.currency) }
    };
    let least = option.amount?;
    Some(match option.amount_to {
        Some(most) => phrase("amount-range").with("least", amount(least)).with("most", amount(most)).into(),
        None => amount(least),
    })
}

fn either(prices: Vec<Value<'_>>) -> Value<'_> {
    let mut different: Vec<Value<'_>> = Vec::new();
    for price in prices {
        if !different.contains(&price) {
            different.push(price);
        }
    }
    let mut prices = different.into_iter();
    let first = prices.next().unwrap_or_else(|| Value::Name(String::new()));
    prices.fold(first, |one, other| phrase("amount-or").with("one", one).with("other", other).into())
}

/// The exemptions that may be this person's on a day.
pub fn exemptions_of<'s>(service: &'s Service, on: Date) -> impl Iterator<Item = &'s Exemption> {
    service.exemptions.iter().filter(move |exemption| exemption.holds(on))
}

/// How an exemption is offered: who, what they pay, and the paper that proves it.
#[must_use]
pub fn exemption_said<'p>(step: &PlannedStep<'p>, exemption: &'p Exemption) -> Value<'p> {
    let fee = step.fees.iter().find(|fee| fee.truth != Truth::False && exemption.reduced(fee.option).is_some());
    let pays = fee.and_then(|fee| exemption.reduced(fee.option).map(|(least, _)| (least, fee.option.currency)));
    let pays = pays.map(|(amount, currency)| -> Value<'p> {
        if amount == Amount(0) { phrase("amount-nothing").into() } else { Value::Amount(amount, currency) }
    });
    let said = [Some(Value::Clause(&exemption.who)), pays, Some(Value::Clause(&exemption.proof))];
    Value::Remarks(said.into_iter().flatten().collect())
}

/// What was chosen before an application was filled in: the term, and why less is paid; each with its name.
#[must_use]
pub fn chosen_said<'a>(
    service: &'a Service,
    step: &str,
    request: Option<&Request>,
    filled: &BTreeMap<String, String>,
) -> Vec<(Value<'a>, Value<'a>)> {
    let term = request.and_then(|request| request.term);
    let term = term.or_else(|| filled.get(&own(step, TERM)).and_then(|kept| Term::read(kept)));
    let exemption = filled.get(&own(step, EXEMPTION)).map(|kept| -> Value<'a> {
        let known = service.exemptions.iter().find(|exemption| exemption.who.ro == *kept);
        known.map_or_else(|| Value::Name(kept.clone()), |exemption| Value::Clause(&exemption.who))
    });
    let term = term.map(|term| (phrase("form-term").into(), Value::Term(term)));
    term.into_iter().chain(exemption.map(|said| (phrase("form-exemption").into(), said))).collect()
}

/// How many of the fields hold something.
#[must_use]
pub fn progress(asked: &[Asked<'_>]) -> (usize, usize) {
    (asked.iter().filter(|one| one.value.is_some()).count(), asked.len())
}
