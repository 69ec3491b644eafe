//! What a step costs this person, what a shorter term changes, and what is paid out. An amount that is not known is said
//! beside those that are, and amounts of two currencies are never compared.

use super::belief::{Part, past};
use super::{About, Ask, Block, Certainty, Line, Tone, perhaps_so};
use crate::domain::condition::Truth;
use crate::domain::deadline::expected;
use crate::domain::money::{Amount, Currency};
use crate::domain::plan::{Cost, PlannedAmount, PlannedDuty, PlannedFee, PlannedStep, Price, Range};
use crate::domain::service::{ChannelKind, DatedAmount, Exemption, FeeOption, NotWith, Service, StateDuty};
use crate::domain::situation::Situation;
use crate::domain::term::Unit;
use crate::domain::text::Text;
use crate::i18n::{Value, phrase};

/// What a step costs, in one line; `None` for a step without a service.
#[must_use]
pub fn cost_said<'p>(step: &'p PlannedStep<'p>) -> Option<Value<'p>> {
    step.service?;
    if step.is_free() {
        return Some(phrase("fee-free").into());
    }
    let cost = Cost::of(step);
    let shares = cost.shares.iter().filter_map(|fee| share(fee));
    let known: Vec<Value<'p>> = cost.prices.iter().map(of_price).chain(shares).collect();
    let mut said = match (cost.prices.as_slice(), known.as_slice()) {
        (_, []) => phrase("fee-unknown").into(),
        ([price], [_]) => alone(price),
        _ => phrase("fee-exact").with("amount", either(known)).into(),
    };
    let on_top: Vec<Value<'p>> = cost.on_top.iter().filter(|fee| !fee.is_unknown()).map(|fee| price(fee)).collect();
    if !on_top.is_empty() {
        said = phrase("fee-and").with("cost", said).with("amount", Value::List(on_top)).into();
    }
    let open_on_top = cost.on_top.iter().filter(|fee| fee.is_unknown());
    if let Some(part) = cost.unknown.iter().chain(open_on_top).find(|_| said != Value::from(phrase("fee-unknown"))) {
        let part = match (part.option.channel, part.option.term) {
            (Some(ChannelKind::Consulate), _) => phrase("fee-part-consular"),
            (_, Some(length)) if cost.unknown.len() == 1 => phrase("fee-part-term").with("term", length),
            _ => phrase("fee-part"),
        };
        said = phrase("fee-with-part").with("cost", said).with("part", part).into();
    }
    if !cost.duties.is_empty() {
        let certain = cost.duties.iter().any(|planned| planned.truth == Truth::True);
        let key = if certain { phrase("fee-with-duty") } else { phrase("fee-with-duty-perhaps") };
        said = key.with("cost", said).into();
    }
    Some(said)
}

fn either(amounts: Vec<Value<'_>>) -> Value<'_> {
    let mut amounts = amounts.into_iter();
    let first = amounts.next().unwrap_or_else(|| Value::Name(String::new()));
    amounts.fold(first, |one, other| phrase("amount-or").with("one", one).with("other", other).into())
}

/// The only price of a step, as a sentence.
fn alone<'p>(price: &Price<'p>) -> Value<'p> {
    let free_or = price.certain == Some(price.possible) && price.possible.least == Amount(0) && price.per.is_none();
    match price.certain {
        Some(range) if range.is_zero() && price.certain == Some(price.possible) => phrase("fee-free").into(),
        Some(range) if free_or => {
            phrase("fee-free-or").with("amount", Value::Amount(range.most, price.currency)).into()
        }
        Some(_) => phrase("fee-exact").with("amount", of_price(price)).into(),
        None => of_price(price),
    }
}

/// A price: what is certain, and where it may be less or more.
fn of_price<'p>(price: &Price<'p>) -> Value<'p> {
    let amount = |amount| Value::Amount(amount, price.currency);
    let possible = price.possible;
    let said = match price.certain {
        None => perhaps_so(of_range(possible, price.currency)),
        Some(range) => {
            let certain = of_range(range, price.currency);
            match (possible.least < range.least, possible.most > range.most) {
                (false, false) => certain,
                (true, false) => {
                    phrase("amount-perhaps-less").with("amount", certain).with("least", amount(possible.least)).into()
                }
                (false, true) => {
                    phrase("amount-perhaps-more").with("amount", certain).with("most", amount(possible.most)).into()
                }
                (true, true) => phrase("amount-perhaps")
                    .with("amount", certain)
                    .with("other", of_range(possible, price.currency))
                    .into(),
            }
        }
    };
    match price.per {
        Some(unit) => phrase("fee-per").with("amount", said).with("unit", unit).into(),
        None => said,
    }
}

/// Amounts from one to another.
pub(super) fn of_range<'p>(range: Range, currency: Currency) -> Value<'p> {
    let amount = |amount| Value::Amount(amount, currency);
    if range.is_zero() {
        phrase("amount-nothing").into()
    } else if range.least == range.most {
        amount(range.most)
    } else {
        phrase("amount-range").with("least", amount(range.least)).with("most", amount(range.most)).into()
    }
}

/// A fee that is a share of something.
fn share<'p>(fee: &PlannedFee<'p>) -> Option<Value<'p>> {
    let (percent, of) = (fee.option.percent?, fee.option.percent_of.as_ref()?);
    let said = phrase("fee-percent").with("percent", Value::Percent(percent)).with("of", of);
    Some(if fee.truth == Truth::True { said.into() } else { perhaps_so(said.into()) })
}

/// What a step costs and what is paid out: nothing for a step without a service.
#[must_use]
pub fn money<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let Some(service) = step.service else { return Vec::new() };
    let mut blocks = Vec::new();
    if step.is_free() {
        blocks.push(Block::new(About::Fee, vec![Line::strong(phrase("fee-free"))]));
    } else if step.fees.is_empty() {
        let unknown = Block::new(About::Fee, vec![Line::body(phrase("fee-unknown"))]);
        blocks.push(unknown.sure(Certainty::Unknown(Ask::about(situation.catalogue, step.service))));
    } else {
        blocks.extend(fees(situation, step));
    }
    blocks.extend(step.duties.iter().map(|duty| of_duty(situation, step, duty)));
    blocks.extend(together(step));
    if !step.is_free() {
        blocks.extend(exemptions(situation, step));
    }
    blocks.extend(step.later_fees.iter().filter_map(|fee| later_fee(situation, fee)));
    blocks.extend(benefit(situation, step, service));
    blocks.extend(service.not_with.iter().filter_map(|other| either_or(situation, other)));
    blocks.extend(past(situation, service, Part::Money));
    blocks
}

/// What several amounts for one thing come to, where all of them are known.
fn together<'p>(step: &'p PlannedStep<'p>) -> Option<Block<'p>> {
    let sums: Vec<Value<'p>> =
        Cost::of(step).together().into_iter().map(|(currency, range)| of_range(range, currency)).collect();
    let words = phrase("fee-together").with("amount", Value::List(sums.clone()));
    (!sums.is_empty()).then(|| Block::new(About::Fee, vec![Line::strong(words)]))
}

/// That a person takes this or another, not both.
fn either_or<'p>(situation: &Situation<'p>, other: &'p NotWith) -> Option<Block<'p>> {
    let title = &situation.catalogue.service(&other.service)?.title;
    let lines = vec![Line::small(phrase("either-not-both")), Line::strong(title)];
    Some(Block::new(About::Choice, lines).toned(Tone::Caution).then(other.text.as_ref().map(Line::body)))
}

/// The fees by case; within a case the terms as the editors ordered them, each with the day it leads to and what
/// it costs more than the cheapest.
fn fees<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let mut cases: Vec<Option<&Text>> = Vec::new();
    for fee in &step.fees {
        if !cases.contains(&fee.option.case.as_ref()) {
            cases.push(fee.option.case.as_ref());
        }
    }
    let of_case = |case: Option<&'p Text>| {
        let fees: Vec<&PlannedFee<'p>> = step.fees.iter().filter(|fee| fee.option.case.as_ref() == case).collect();
        // What is said of all of them is said once.
        let one_rule = fees.iter().all(|fee| fee.option.when == fees[0].option.when);
        let sure = |fee: &PlannedFee<'p>| Certainty::of(situation, fee.truth, fee.option.when.as_ref());
        let on_top = fees.iter().any(|fee| fee.option.on_top).then(|| Line::small(phrase("fee-on-top")));
        let mut block = Block::new(About::Fee, on_top.into_iter().chain(case.map(Line::small)).collect());
        if one_rule {
            block = block.sure(sure(fees[0]));
        }
        for fee in &fees {
            block = block.then([Line::strong(price(fee))]);
            if fee.is_unknown() {
                block = block.sure(Certainty::Unknown(Ask::about(situation.catalogue, step.service)));
            }
            let remarks = remarks(situation, &fees, fee);
            block = block.then((!remarks.is_empty()).then(|| Line::note(Value::Remarks(remarks))));
            if !one_rule {
                block = block.sure(sure(fee));
            }
        }
        block
    };
    cases.into_iter().map(of_case).collect()
}

/// What is said beside a price.
fn remarks<'p>(situation: &Situation<'p>, of_case: &[&PlannedFee<'p>], fee: &PlannedFee<'p>) -> Vec<Value<'p>> {
    let option = fee.option;
    let mut remarks: Vec<Value<'p>> = Vec::new();
    remarks.extend(option.term.map(Value::Term));
    remarks.extend(ready_by(situation, fee));
    let alike = |other: &&&PlannedFee<'p>| other.option.currency == option.currency && other.option.per == option.per;
    let comparable = of_case.iter().all(|other| alike(&other));
    let cheapest = of_case.iter().filter(|_| comparable).filter_map(|other| other.pays()).min();
    if let (Some(least), Some(value)) = (cheapest, fee.pays())
        && value > least
    {
        let more = Value::Amount(Amount(value.0 - least.0), option.currency);
        remarks.push(phrase("fee-more").with("amount", more).into());
    }
    if let Some(tariff) = fee.front_office.filter(|_| fee.pays() == option.amount) {
        let tariff = Value::Amount(tariff, option.currency);
        remarks.push(phrase("fee-front-office").with("amount", tariff).into());
    }
    remarks.extend(fee_remarks(option));
    remarks
}

/// Where a price holds.
#[must_use]
pub fn fee_remarks(option: &FeeOption) -> Vec<Value<'_>> {
    let online = (option.channel == Some(ChannelKind::Online)).then(|| phrase("fee-online").into());
    let offices = option.offices.as_ref().map(|offices| phrase("fee-offices").with("offices", offices).into());
    online.into_iter().chain(offices).collect()
}

/// What one cell of the fee matrix costs.
fn price<'p>(fee: &PlannedFee<'p>) -> Value<'p> {
    let range = fee.pays().map(|least| Range { least, most: fee.pays_at_most().unwrap_or(least) });
    priced(fee.option, range)
}

/// What a cell of the fee matrix costs who pays all of it.
#[must_use]
pub fn fee_said(option: &FeeOption) -> Value<'_> {
    priced(option, option.amount.map(|least| Range { least, most: option.amount_to.unwrap_or(least) }))
}

fn priced(option: &FeeOption, range: Option<Range>) -> Value<'_> {
    if let (Some(percent), Some(of)) = (option.percent, &option.percent_of) {
        return phrase("fee-percent").with("percent", Value::Percent(percent)).with("of", of).into();
    }
    let said = match range {
        Some(range) if range.is_zero() => phrase("fee-free").into(),
        Some(range) => of_range(range, option.currency),
        None => phrase("fee-amount-unknown").into(),
    };
    match &option.per {
        Some(unit) => phrase("fee-per").with("amount", said).with("unit", unit).into(),
        None => said,
    }
}

/// The day on which a request filed today is ready, for terms that are counted in days.
fn ready_by<'p>(situation: &Situation<'p>, fee: &PlannedFee<'p>) -> Option<Value<'p>> {
    let length = fee.option.term.filter(|term| matches!(term.unit, Unit::WorkDay | Unit::CalendarDay))?;
    let calendar = situation.catalogue.calendar.for_locality(situation.centre.patron_day);
    let day = expected(length, situation.on, &calendar)?;
    Some(phrase("fee-ready").with("date", Value::Day(day)).into())
}

fn of_duty<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>, planned: &'p PlannedDuty<'p>) -> Block<'p> {
    let duty = planned.duty;
    let known = known_duty(duty).is_some();
    let block = Block::new(About::Duty, vec![Line::body(duty_said(duty))]).then(duty.case.as_ref().map(Line::note));
    let block = block.sure(Certainty::of(situation, planned.truth, duty.when.as_ref()));
    if known { block } else { block.sure(Certainty::Unknown(Ask::about(situation.catalogue, step.service))) }
}

/// What the State takes on top of a fee.
#[must_use]
pub fn duty_said(duty: &StateDuty) -> Value<'_> {
    known_duty(duty).unwrap_or_else(|| phrase("duty-unknown").into())
}

fn known_duty(duty: &StateDuty) -> Option<Value<'_>> {
    match (duty.amount, duty.percent, &duty.percent_of) {
        (Some(value), ..) => Some(phrase("duty-amount").with("amount", Value::Amount(value, Currency::Mdl)).into()),
        (None, Some(percent), Some(of)) => {
            Some(phrase("duty-percent").with("percent", Value::Percent(percent)).with("of", of).into())
        }
        _ => None,
    }
}

/// What people pay who pay less.
#[must_use]
pub fn exempt_said(exemption: &Exemption) -> Value<'static> {
    match (exemption.amount, exemption.percent) {
        (Some(Amount(0)), _) => phrase("fee-free").into(),
        (Some(value), _) => Value::Amount(value, Currency::Mdl),
        (None, Some(percent)) => Value::Name(format!("{percent}\u{a0}%")),
        (None, None) => phrase("fee-amount-unknown").into(),
    }
}

/// How long they pay less, where it ends by itself.
#[must_use]
pub fn lasts_said(exemption: &Exemption) -> Option<Value<'_>> {
    match (&exemption.stock, exemption.to) {
        (Some(stock), Some(to)) => {
            Some(phrase("fee-exempt-stock-until").with("stock", stock).with("date", Value::Day(to)).into())
        }
        (Some(stock), None) => Some(phrase("fee-exempt-stock").with("stock", stock).into()),
        (None, Some(to)) => Some(phrase("fee-exempt-until").with("date", Value::Day(to)).into()),
        (None, None) => None,
    }
}

/// By which proof they pay less.
#[must_use]
pub fn proof_said(exemption: &Exemption) -> Value<'_> {
    phrase("fee-exempt-proof").with("proof", &exemption.proof).into()
}

/// Who pays less. Of somebody who certainly does, the proof; of the others, who they are.
fn exemptions<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Option<Block<'p>> {
    let reduced = || step.fees.iter().flat_map(|fee| &fee.reduced);
    let mut own: Vec<&Exemption> = Vec::new();
    for reduced in reduced().filter(|reduced| reduced.truth == Truth::True) {
        if !own.contains(&reduced.exemption) {
            own.push(reduced.exemption);
        }
    }
    let proved = |exemption: &'p Exemption| {
        let lasts = lasts_said(exemption).map(Line::note);
        [Line::body(&exemption.who)].into_iter().chain(lasts).chain([Line::note(proof_said(exemption))])
    };
    if !own.is_empty() {
        let head = Line::strong(phrase("fee-exempt-you"));
        return Some(Block::new(About::Reduction, vec![head]).then(own.into_iter().flat_map(proved)));
    }
    let possible: Vec<&Exemption> = step
        .service?
        .exemptions
        .iter()
        .filter(|exemption| exemption.holds(situation.on))
        .filter(|exemption| exemption.when.is_none() || reduced().any(|reduced| reduced.exemption == *exemption))
        .collect();
    if possible.is_empty() {
        return None;
    }
    let head = Line::small(phrase("fee-exempt"));
    let mut block = Block::new(About::Reduction, vec![head]).then(possible.into_iter().flat_map(proved));
    block.certainty = Certainty::Perhaps(Vec::new());
    Some(block)
}

fn later_fee<'p>(situation: &Situation<'p>, fee: &'p PlannedFee<'p>) -> Option<Block<'p>> {
    let from = Value::Date(fee.option.from?);
    let words = phrase("fee-later").with("date", from).with("amount", price(fee));
    let case = fee.option.case.as_ref().map(Line::note);
    let sure = Certainty::of(situation, fee.truth, fee.option.when.as_ref());
    Some(Block::new(About::Day, vec![Line::body(words)]).then(case).sure(sure))
}

fn benefit<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>, service: &'p Service) -> Option<Block<'p>> {
    let benefit = service.benefit.as_ref()?;
    let mut block = Block::new(About::Benefit, Vec::new());
    for planned in &step.benefit {
        block = block.then(benefit_amount(planned));
        let sure = Certainty::of(situation, planned.truth, planned.amount.when.as_ref());
        // Which amount it is by the day of an event that is not known yet is said by the words of the case.
        block = block.sure(sure);
    }
    let back = benefit.retroactive.map(|back| Line::body(phrase("benefit-retroactive").with("term", back)));
    Some(block.then([Line::body(&benefit.text)]).then(back))
}

/// What a step brings, in one line: what is certain today, else what is possible; without an amount that is known, that
/// money is paid. `None` for a step that brings none.
#[must_use]
pub fn receives_said<'p>(step: &'p PlannedStep<'p>) -> Option<Value<'p>> {
    step.service?.benefit.as_ref()?;
    let amounts = |certain: bool| {
        let now = step.benefit.iter().filter(move |planned| !planned.later);
        let these = now.filter(move |planned| (planned.truth == Truth::True) == certain).map(|planned| planned.amount);
        let least = these.clone().map(|dated| dated.amount).min()?;
        let most = these.map(|dated| dated.amount_to.unwrap_or(dated.amount)).max()?;
        Some(of_range(Range { least, most }, Currency::Mdl))
    };
    let receives = |amount| phrase("receive-amount").with("amount", amount).into();
    let certain = amounts(true).map(receives);
    let perhaps = || amounts(false).map(|amount| perhaps_so(receives(amount)));
    Some(certain.or_else(perhaps).unwrap_or_else(|| phrase("receive-money").into()))
}

/// How much is paid out.
#[must_use]
pub fn benefit_said(dated: &DatedAmount) -> Value<'static> {
    of_range(Range { least: dated.amount, most: dated.amount_to.unwrap_or(dated.amount) }, Currency::Mdl)
}

fn benefit_amount<'p>(planned: &PlannedAmount<'p>) -> Vec<Line<'p>> {
    let dated = planned.amount;
    let words = benefit_said(dated);
    let line = if planned.later {
        Line::body(phrase("benefit-later").with("date", Value::Date(dated.from)).with("amount", words))
    } else {
        Line::strong(words)
    };
    std::iter::once(line).chain(dated.case.as_ref().map(Line::note)).collect()
}
