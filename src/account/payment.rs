//! What a request costs and how its payment stands, in words. Paid and confirmed are two things, and so are nothing, free
//! and not known.

use super::money::{duty_said, fee_said, of_range};
use super::step::figures_of;
use super::{About, Ask, Mark, Tone};
use crate::domain::case::{PaymentState, Provenance, Right};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::domain::money::Currency;
use crate::domain::plan::{Bill, BillKind, BillPart, Due, Range, Sum};
use crate::domain::service::Service;
use crate::i18n::{Phrase, Value, phrase, provenance_word};

/// A part of what is paid: for what, how much, from where that is known and how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct BillLine<'a> {
    /// For what.
    pub name: Value<'a>,
    /// How much.
    pub amount: Value<'a>,
    /// Where it was read, and that it may be otherwise.
    pub notes: Vec<Value<'a>>,
}

/// The parts of a bill; where nothing is known of a fee, that is said as one.
#[must_use]
pub fn bill_said<'a>(catalogue: &'a Catalogue, service: &'a Service, bill: &Bill<'a>) -> Vec<BillLine<'a>> {
    let line = |part: &BillPart<'a>| {
        let name = match part.kind {
            BillKind::Fee => phrase("money-fee"),
            BillKind::FrontOffice => phrase("money-front-office"),
            BillKind::OnTop => phrase("money-on-top"),
            BillKind::Duty => phrase("money-duty"),
        };
        let perhaps = (!part.is_certain).then(|| phrase("perhaps").into());
        let source = match part.duty {
            Some(duty) => catalogue.laws.get(&duty.law).map(|law| Value::Text(&law.name)),
            None => service.sources.first().and_then(|source| host(&source.url)),
        };
        let notes = source.map(|source| source_said(source, service)).into_iter().chain(perhaps).collect();
        BillLine { name: name.into(), amount: due_said(part), notes }
    };
    let mut lines: Vec<BillLine<'a>> = bill.parts.iter().map(line).collect();
    if !bill.parts.iter().any(|part| part.kind == BillKind::Fee) {
        let ask = Ask::about(catalogue, Some(service)).said();
        let (name, amount) = (phrase("money-fee").into(), phrase("money-unknown").into());
        lines.insert(0, BillLine { name, amount, notes: vec![ask] });
    }
    lines
}

/// Where it was read, and of which year the figures are.
fn source_said<'a>(source: Value<'a>, service: &'a Service) -> Value<'a> {
    match &service.figures_as_of {
        Some(year) => phrase("money-source-year").with("source", source).with("year", figures_of(year)).into(),
        None => phrase("money-source").with("source", source).into(),
    }
}

/// `https://www.asp.gov.md/...` as people know it.
fn host(url: &str) -> Option<Value<'static>> {
    let host = url.split("://").nth(1)?.split('/').next()?;
    Some(Value::Name(host.trim_start_matches("www.").to_owned()))
}

fn due_said<'a>(part: &BillPart<'a>) -> Value<'a> {
    match (part.due, part.option, part.duty) {
        (Due::Free, ..) => phrase("fee-free").into(),
        (Due::Amount(currency, range), ..) => amount_said(currency, range),
        (Due::Apart, Some(option), _) if option.percent.is_some() || option.per.is_some() => fee_said(option),
        (Due::Apart, _, Some(duty)) => duty_said(duty),
        (Due::Apart, ..) => phrase("money-apart").into(),
        (Due::Unknown, ..) => phrase("money-unknown").into(),
    }
}

/// An amount; zero is said as an amount, for it is another thing than free.
fn amount_said<'a>(currency: Currency, range: Range) -> Value<'a> {
    if range.is_zero() { Value::Amount(range.most, currency) } else { of_range(range, currency) }
}

/// What it comes to.
#[must_use]
pub fn sum_said(sum: &Sum) -> Value<'static> {
    let all = |amounts: &std::collections::BTreeMap<_, _>| {
        Value::List(amounts.iter().map(|(currency, range)| amount_said(*currency, *range)).collect())
    };
    match sum {
        Sum::Unknown => phrase("money-unknown").into(),
        Sum::Free => phrase("fee-free").into(),
        Sum::Whole(amounts) => all(amounts),
        Sum::AtLeast(amounts) => phrase("money-at-least").with("amount", all(amounts)).into(),
    }
}

/// How a payment stands; nothing where nothing is known of it. No two share a word or a sign.
#[must_use]
pub fn payment_mark(state: PaymentState) -> Option<Mark<'static>> {
    let (about, tone, words) = match state {
        PaymentState::Nothing => return None,
        PaymentState::Asked => (About::Fee, Tone::Caution, phrase("payment-asked")),
        PaymentState::Said(_) => (About::Perhaps, Tone::Caution, phrase("payment-said")),
        PaymentState::Confirmed(_) => (About::Met, Tone::Success, phrase("payment-confirmed")),
    };
    Some(Mark::new(about, tone, words))
}

/// Since when a payment stands so, and from where that is known.
#[must_use]
pub fn payment_said(state: PaymentState) -> Option<Value<'static>> {
    let (key, heard) = match state {
        PaymentState::Said(heard) => (phrase("payment-said-line"), heard),
        PaymentState::Confirmed(Some(heard)) => (phrase("payment-confirmed-line"), heard),
        PaymentState::Nothing | PaymentState::Asked | PaymentState::Confirmed(None) => return None,
    };
    let from = heard.from.map_or_else(|| phrase("from-unknown"), provenance_said);
    Some(key.with("date", Value::Day(heard.on)).with("from", from).into())
}

/// From where something is known.
#[must_use]
pub fn provenance_said(from: Provenance) -> Phrase<'static> {
    phrase(provenance_word(from))
}

/// That nobody may ask for more, and whom to call: the provider, or who answers at the centre.
#[must_use]
pub fn no_more_said<'a>(catalogue: &'a Catalogue, centre: &'a Centre, service: Option<&'a Service>) -> Value<'a> {
    match Ask::about(catalogue, service) {
        Ask::Provider { name, phones } if !phones.is_empty() => {
            let phones = phones.iter().map(|phone| Value::Phone(phone)).collect();
            phrase("money-no-more-provider").with("name", name).with("phone", Value::List(phones)).into()
        }
        _ => match &centre.phone {
            Some(phone) => phrase("money-no-more-centre").with("phone", Value::Phone(phone)).into(),
            None => phrase("money-no-more").into(),
        },
    }
}

/// By which right a result is collected.
#[must_use]
pub fn right_said(right: &Right) -> Option<Phrase<'static>> {
    match right {
        Right::NotSaid => None,
        Right::Person => Some(phrase("right-person")),
        Right::Representative(_) => Some(phrase("right-representative")),
        Right::Power(_) => Some(phrase("right-power")),
    }
}
