//! What a step costs this person, what a shorter term changes, and what is paid out.

use super::{Action, item, titled};
use crate::domain::condition::Truth;
use crate::domain::deadline::{Counting, add};
use crate::domain::money::{Amount, Currency};
use crate::domain::plan::{PlannedAmount, PlannedDuty, PlannedFee, PlannedStep};
use crate::domain::service::{ChannelKind, Exemption, Unit};
use crate::domain::text::Text;
use crate::i18n::{amount, date_long, date_numeric, term};
use crate::ui::component::{Element, body, caption, small, strong};
use crate::ui::context::Context;

/// The card of money; `None` for a step without a service.
pub(super) fn card<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let service = step.service?;
    let mut lines = Vec::new();
    if step.is_free() {
        lines.push(item(look, "banknote", vec![strong(context.tr("fee-free"))]));
    } else if step.fees.is_empty() {
        lines.push(item(look, "banknote", vec![body(context.tr("fee-unknown-ask"))]));
    } else {
        lines.extend(fees(context, step));
    }
    lines.extend(step.duties.iter().map(|duty| duty_item(context, duty)));
    if !step.is_free() {
        lines.extend(exemptions(context, step));
    }
    lines.extend(step.later_fees.iter().filter_map(|fee| later_fee(context, fee)));
    if let Some(benefit) = &service.benefit {
        let mut texts: Vec<_> = step.benefit.iter().flat_map(|planned| benefit_lines(context, planned)).collect();
        texts.push(body(context.text(&benefit.text)));
        if let Some(back) = benefit.retroactive {
            let words = term(context.texts, back);
            texts.push(body(context.tr_with("benefit-retroactive", &[("term", words.into())])));
        }
        lines.push(item(look, "wallet", texts));
    }
    let title = if service.benefit.is_some() { "step-money-benefit" } else { "step-money" };
    titled(context, title, lines)
}

/// The fees by case; within a case the terms as the editors ordered them, each with the day it leads to and what
/// it costs more than the cheapest.
fn fees<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Vec<Element<'a, Action>> {
    let look = &context.look;
    let mut cases: Vec<Option<&Text>> = Vec::new();
    for fee in &step.fees {
        if !cases.contains(&fee.option.case.as_ref()) {
            cases.push(fee.option.case.as_ref());
        }
    }
    let mut lines = Vec::new();
    for case in cases {
        let of_case: Vec<&PlannedFee<'_>> = step.fees.iter().filter(|fee| fee.option.case.as_ref() == case).collect();
        let one_currency = of_case.iter().all(|fee| fee.option.currency == of_case[0].option.currency);
        let cheapest = of_case.iter().filter(|_| one_currency).filter_map(|fee| fee.pays()).min();
        let mut texts: Vec<Element<'a, Action>> = Vec::new();
        if let Some(case) = case {
            texts.push(small(context.text(case)));
        }
        for fee in &of_case {
            let mut details: Vec<String> = Vec::new();
            details.extend(fee.option.term.map(|length| term(context.texts, length)));
            details.extend(ready_by(context, fee));
            if let (Some(least), Some(value)) = (cheapest, fee.pays())
                && value > least
                && of_case.len() > 1
            {
                let more = amount(context.texts, Amount(value.0 - least.0), fee.option.currency);
                details.push(context.tr_with("fee-more", &[("amount", more.into())]));
            }
            if fee.option.channel == Some(ChannelKind::Online) {
                details.push(context.tr("fee-online"));
            }
            if let Some(tariff) = fee.front_office.filter(|_| fee.pays() == fee.option.amount) {
                let words = amount(context.texts, tariff, fee.option.currency);
                details.push(context.tr_with("fee-front-office", &[("amount", words.into())]));
            }
            if let Some(offices) = &fee.option.offices {
                details.push(context.tr_with("fee-offices", &[("offices", context.text(offices).into())]));
            }
            texts.push(strong(price(context, fee)));
            if !details.is_empty() {
                texts.push(caption(look, details.join(" · ")));
            }
        }
        lines.push(item(look, "banknote", texts));
    }
    lines
}

fn price(context: &Context<'_>, fee: &PlannedFee<'_>) -> String {
    let option = fee.option;
    if let (Some(percent), Some(of)) = (option.percent, &option.percent_of) {
        let percent = percent.to_string().replace('.', if context.texts.language().code() == "en" { "." } else { "," });
        return context.tr_with("fee-percent", &[("percent", percent.into()), ("of", context.text(of).into())]);
    }
    let words = |value| amount(context.texts, value, option.currency);
    let price = match (fee.pays(), fee.pays_at_most()) {
        (Some(Amount(0)), Some(Amount(0))) => context.tr("fee-free"),
        (Some(least), Some(most)) if least != most => format!("{} – {}", words(least), words(most)),
        (Some(value), _) => words(value),
        (None, _) => context.tr("fee-amount-unknown"),
    };
    match &option.per {
        Some(per) => context.tr_with("fee-per", &[("amount", price.into()), ("unit", context.text(per).into())]),
        None => price,
    }
}

/// The day on which a request filed today is ready, for terms that are counted in days.
fn ready_by(context: &Context<'_>, fee: &PlannedFee<'_>) -> Option<String> {
    let length = fee.option.term.filter(|term| matches!(term.unit, Unit::WorkDay | Unit::CalendarDay))?;
    let calendar = context.catalogue.calendar.for_locality(context.centre.patron_day);
    let day = add(context.today, length, Counting::NextDay, &calendar).ok()?;
    Some(context.tr_with("fee-ready", &[("date", date_numeric(day).into())]))
}

fn duty_item<'a>(context: &Context<'a>, planned: &PlannedDuty<'a>) -> Element<'a, Action> {
    let duty = planned.duty;
    let words = match (duty.amount, duty.percent, &duty.percent_of) {
        (Some(value), ..) => {
            let words = amount(context.texts, value, Currency::Mdl);
            context.tr_with("duty-amount", &[("amount", words.into())])
        }
        (None, Some(percent), Some(of)) => {
            let of = context.text(of);
            context.tr_with("duty-percent", &[("percent", percent.to_string().into()), ("of", of.into())])
        }
        _ => context.tr("duty-unknown"),
    };
    let mut texts = vec![body(words)];
    texts.extend(duty.case.iter().map(|case| caption(&context.look, context.text(case))));
    item(&context.look, "landmark", texts)
}

/// Who pays less. Of somebody who certainly does, the proof; of the others, who they are.
fn exemptions<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let mut own: Vec<&Exemption> = Vec::new();
    for reduced in step.fees.iter().flat_map(|fee| &fee.reduced).filter(|reduced| reduced.truth == Truth::True) {
        if !own.contains(&reduced.exemption) {
            own.push(reduced.exemption);
        }
    }
    if !own.is_empty() {
        let mut texts = vec![strong(context.tr("fee-exempt-you"))];
        for exemption in own {
            texts.push(body(context.text(&exemption.who)));
            let proof = context.text(&exemption.proof);
            texts.push(caption(look, context.tr_with("fee-exempt-proof", &[("proof", proof.into())])));
        }
        return Some(item(look, "shield-check", texts));
    }
    let service = step.service?;
    let possible: Vec<_> = service
        .exemptions
        .iter()
        .filter(|exemption| {
            let untested = exemption.when.is_none();
            untested || step.fees.iter().flat_map(|fee| &fee.reduced).any(|reduced| reduced.exemption == *exemption)
        })
        .collect();
    if possible.is_empty() {
        return None;
    }
    let mut texts = vec![small(context.tr("fee-exempt"))];
    for exemption in possible {
        texts.push(body(context.text(&exemption.who)));
        let proof = context.text(&exemption.proof);
        texts.push(caption(look, context.tr_with("fee-exempt-proof", &[("proof", proof.into())])));
    }
    Some(item(look, "shield-check", texts))
}

fn later_fee<'a>(context: &Context<'a>, fee: &PlannedFee<'a>) -> Option<Element<'a, Action>> {
    let from = date_long(context.texts, fee.option.from?);
    let mut words = context.tr_with("fee-later", &[("date", from.into()), ("amount", price(context, fee).into())]);
    if let Some(case) = &fee.option.case {
        words = format!("{words} ({})", context.text(case));
    }
    Some(item(&context.look, "calendar-days", vec![body(words)]))
}

fn benefit_lines<'a>(context: &Context<'a>, planned: &PlannedAmount<'a>) -> Vec<Element<'a, Action>> {
    let dated = planned.amount;
    let mut words = amount(context.texts, dated.amount, Currency::Mdl);
    if let Some(most) = dated.amount_to {
        words = format!("{words} – {}", amount(context.texts, most, Currency::Mdl));
    }
    let mut lines = if planned.later {
        let from = date_long(context.texts, dated.from);
        vec![body(context.tr_with("benefit-later", &[("date", from.into()), ("amount", words.into())]))]
    } else {
        vec![strong(words)]
    };
    lines.extend(dated.case.iter().map(|case| caption(&context.look, context.text(case))));
    lines
}
