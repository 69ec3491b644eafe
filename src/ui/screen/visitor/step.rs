//! One step: what to do, where it can be finished, by when, what to bring, what it costs, and why.

use super::{Action, Visit, due_words, where_tag};
use crate::domain::condition::Truth;
use crate::domain::money::Amount;
use crate::domain::plan::{Place, Plan, PlannedPaper, PlannedStep, StepStatus};
use crate::domain::service::{ChannelKind, Finish, Need, Service};
use crate::domain::situation::Situation;
use crate::i18n::{amount, date_long, explain, term};
use crate::ui::component::{
    Element, Tone, body, caption, card, h1, h3, icon, lead, notice, rows, small, status_tag, strong,
};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// Draws the page of a step.
#[must_use]
pub fn view<'a>(context: &Context<'a>, visit: &'a Visit, id: &str) -> Element<'a, Action> {
    let look = &context.look;
    let situation = visit.event.as_ref().and_then(|event| context.situation(event, &visit.answers));
    let plan = situation.as_ref().map(Plan::compute);
    let found = plan.as_ref().and_then(|plan| plan.step(id));
    let (Some(situation), Some(plan), Some(step)) = (&situation, &plan, found) else {
        return notice(look, Tone::Information, context.tr("event-gone"));
    };
    let (tone, mark, words) = where_tag(context, step);
    let mut tags = vec![status_tag(look, tone, mark, words)];
    if step.status == StepStatus::Maybe {
        tags.push(status_tag(look, Tone::Quiet, "circle-question-mark", context.tr("plan-tag-maybe")));
    }
    let mut parts = vec![
        h1(look, context.text(&step.step.title)),
        row(tags).spacing(space::XS).wrap().into(),
        container(lead(look, context.text(&step.step.what))).max_width(940.0).into(),
    ];
    for known in &step.notices {
        parts.push(notice(look, Tone::Caution, context.text(&known.text)));
    }
    let left: Vec<_> = [where_card(context, step), dates_card(context, step)].into_iter().flatten().collect();
    let right: Vec<_> = [papers_card(context, plan, step), money_card(context, step)].into_iter().flatten().collect();
    parts.push(if look.is_narrow() {
        rows(space::M, left.into_iter().chain(right))
    } else {
        row![
            container(rows(space::M, left)).width(Length::FillPortion(1)),
            container(rows(space::M, right)).width(Length::FillPortion(1))
        ]
        .spacing(space::M)
        .into()
    });
    parts.extend(why_card(context, situation, step));
    if let Some(service) = step.service {
        parts.push(source_card(context, service));
    }
    rows(look.gap(), parts)
}

fn titled<'a>(context: &Context<'a>, title: &str, lines: Vec<Element<'a, Action>>) -> Option<Element<'a, Action>> {
    if lines.is_empty() {
        return None;
    }
    let look = &context.look;
    Some(card(look, column![h3(look, context.tr(title)), rows(space::S, lines)].spacing(space::S)))
}

fn item<'a>(look: &crate::ui::style::Look, mark: &str, lines: Vec<Element<'a, Action>>) -> Element<'a, Action> {
    row![icon(mark, 24.0, Some(look.palette.brand)), rows(space::XXS, lines)]
        .spacing(space::S)
        .align_y(Alignment::Start)
        .into()
}

fn where_card<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    let lines = step.places.iter().map(|place| place_item(context, step, place)).collect();
    titled(context, "step-where", lines)
}

fn place_item<'a>(context: &Context<'a>, step: &PlannedStep<'a>, place: &Place<'a>) -> Element<'a, Action> {
    let look = &context.look;
    let (mark, mut name) = match place.channel.kind {
        ChannelKind::Here => {
            ("map-pin", context.tr_with("place-here", &[("centre", context.text(&context.centre.name).into())]))
        }
        ChannelKind::Online => ("globe", context.tr("place-online")),
        ChannelKind::Office => ("building-2", context.tr("place-office")),
        ChannelKind::Consulate => ("landmark", context.tr("place-consulate")),
        ChannelKind::Phone => ("phone", context.tr("place-phone")),
        ChannelKind::Automatic => ("landmark", context.tr("where-automatic")),
    };
    if let Some(place) = &place.channel.place {
        name = context.text(place);
    } else if place.channel.kind == ChannelKind::Office
        && let Some(provider) = step.service.and_then(|service| context.catalogue.providers.get(&service.provider))
    {
        name = provider.office.as_ref().map_or_else(|| context.text(&provider.name), |office| context.text(office));
    }
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut lines = vec![strong(name)];
    if place.channel.kind != ChannelKind::Automatic {
        let finish = match place.finish {
            Finish::Whole => "finish-whole",
            Finish::RegisterOnly => "finish-register-only",
            Finish::HandOverOnly => "finish-hand-over-only",
            Finish::None => "finish-none",
        };
        lines.push(body(context.tr(finish)));
    }
    if let Some(note) = &place.channel.note {
        lines.push(caption(look, context.text(note)));
    }
    if let Some(url) = &place.channel.url {
        lines.push(caption(look, url.trim_start_matches("https://").to_owned()));
    }
    item(look, mark, lines)
}

fn dates_card<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let mut lines = Vec::new();
    for deadline in &step.deadlines {
        let Some(words) = due_words(context, deadline) else {
            let length = term(context.texts, deadline.deadline.term);
            lines.push(item(
                look,
                "calendar-days",
                vec![body(context.tr_with("due-unknown", &[("term", length.into())]))],
            ));
            continue;
        };
        let mut texts = Vec::new();
        if let Some(label) = &deadline.deadline.label {
            texts.push(caption(look, context.text(label)));
        }
        texts.push(strong(words));
        if let Some(due) = deadline.due
            && !deadline.passed
            && !context.catalogue.calendar.for_locality(context.centre.patron_day).is_working_day(due.date)
            && deadline.deadline.kind != crate::domain::deadline::DeadlineKind::Expected
        {
            texts.push(body(match due.open_day {
                Some(open) => context.tr_with("due-closed-go", &[("date", date_long(context.texts, open).into())]),
                None => context.tr("due-closed"),
            }));
        }
        if let Some(consequence) = &deadline.deadline.consequence {
            texts.push(body(context.text(consequence)));
        }
        lines.push(item(look, "calendar-days", texts));
    }
    if let Some(length) = step.service.and_then(|service| service.processing) {
        let words = term(context.texts, length);
        lines.push(item(look, "hourglass", vec![body(context.tr_with("step-processing", &[("term", words.into())]))]));
    }
    titled(context, "step-dates", lines)
}

fn papers_card<'a>(context: &Context<'a>, plan: &Plan<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    if !step.is_to_do() || step.service.is_none() {
        return None;
    }
    let mut lines: Vec<_> = step.papers.iter().map(|paper| paper_item(context, plan, paper)).collect();
    if lines.is_empty() {
        lines.push(body(context.tr("papers-none")));
    }
    titled(context, "step-papers", lines)
}

fn paper_item<'a>(context: &Context<'a>, plan: &Plan<'a>, paper: &PlannedPaper<'a>) -> Element<'a, Action> {
    let look = &context.look;
    let mut lines = vec![strong(context.text(&paper.paper.name))];
    let from = paper.from_step.and_then(|id| plan.step(id));
    let (mark, words) = match (paper.need.need, paper.truth, from) {
        (_, _, Some(step)) => {
            ("file-check", context.tr_with("paper-from-step", &[("step", context.text(&step.step.title).into())]))
        }
        (Need::StateReads, ..) => ("landmark", context.tr("paper-state-reads")),
        (Need::MadeHere, ..) => ("file-pen", context.tr("paper-made-here")),
        (Need::Bring, Truth::True, _) => ("file-text", context.tr("paper-bring")),
        (Need::Bring, ..) => ("circle-question-mark", context.tr("paper-maybe")),
    };
    lines.push(small(words));
    if let Some(note) = &paper.need.note {
        lines.push(caption(look, context.text(note)));
    }
    if paper.need.apostille_and_translation {
        lines.push(caption(look, context.tr("paper-apostille")));
    }
    if let Some(hours) = paper.need.valid_hours {
        let words = term(
            context.texts,
            crate::domain::service::Term { value: hours, unit: crate::domain::service::Unit::Hour },
        );
        lines.push(caption(look, context.tr_with("paper-valid", &[("term", words.into())])));
    }
    item(look, mark, lines)
}

fn money_card<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let service = step.service?;
    let mut lines = Vec::new();
    if step.is_free() {
        lines.push(item(look, "banknote", vec![strong(context.tr("fee-free"))]));
    } else if step.fees.is_empty() {
        lines.push(item(look, "banknote", vec![body(context.tr("fee-unknown-ask"))]));
    }
    if !step.is_free() {
        for fee in &step.fees {
            let option = fee.option;
            let price = match (option.amount, option.amount_to) {
                (None, _) => context.tr("fee-amount-unknown"),
                (Some(Amount(0)), None) => context.tr("fee-free"),
                (Some(value), None) => amount(context.texts, value, option.currency),
                (Some(least), Some(most)) => format!(
                    "{} – {}",
                    amount(context.texts, least, option.currency),
                    amount(context.texts, most, option.currency)
                ),
            };
            let mut details: Vec<String> = option.case.iter().map(|case| context.text(case)).collect();
            details.extend(option.term.map(|length| term(context.texts, length)));
            if option.channel == Some(ChannelKind::Online) {
                details.push(context.tr("fee-online"));
            }
            let mut texts = vec![strong(price)];
            if !details.is_empty() {
                texts.push(caption(look, details.join(" · ")));
            }
            lines.push(item(look, "banknote", texts));
        }
    }
    if let Some(duty) = &service.state_duty {
        lines.push(body(match duty.amount {
            Some(value) => {
                let words = amount(context.texts, value, crate::domain::money::Currency::Mdl);
                context.tr_with("duty-amount", &[("amount", words.into())])
            }
            None => context.tr("duty-unknown"),
        }));
    }
    if !service.exemptions.is_empty() && !step.is_free() {
        let who: Vec<String> = service.exemptions.iter().map(|exemption| context.text(&exemption.who)).collect();
        lines.push(body(context.tr_with("fee-exempt", &[("who", who.join("; ").into())])));
    }
    if let Some(benefit) = &service.benefit {
        let current = benefit.amounts.iter().rfind(|dated| dated.from <= context.today);
        let mut texts = Vec::new();
        if let Some(dated) = current {
            texts.push(strong(amount(context.texts, dated.amount, crate::domain::money::Currency::Mdl)));
        }
        texts.push(body(context.text(&benefit.text)));
        lines.push(item(look, "wallet", texts));
    }
    let title = if service.benefit.is_some() { "step-money-benefit" } else { "step-money" };
    titled(context, title, lines)
}

fn why_card<'a>(
    context: &Context<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let mut lines: Vec<Element<'a, Action>> = step.step.why.iter().map(|why| body(context.text(why))).collect();
    let mut told = Vec::new();
    for reason in &step.reasons {
        let Some(words) = explain(context.texts, situation, reason) else { continue };
        if told.contains(&words) {
            continue;
        }
        let (mark, verdict) = match reason.truth {
            Truth::True => ("check", context.tr("reason-met")),
            Truth::Unknown => ("circle-question-mark", context.tr("reason-open")),
            // What did not decide the matter explains nothing.
            Truth::False => continue,
        };
        lines.push(item(look, mark, vec![body(format!("{words} – {verdict}"))]));
        told.push(words);
    }
    titled(context, "step-why", lines)
}

fn source_card<'a>(context: &Context<'a>, service: &'a Service) -> Element<'a, Action> {
    let look = &context.look;
    let mut lines: Vec<Element<'a, Action>> = Vec::new();
    for doubt in &service.unconfirmed {
        lines.push(notice(look, Tone::Caution, context.text(doubt)));
    }
    let provider = context.catalogue.providers.get(&service.provider).map(|provider| context.text(&provider.name));
    let code = format!("{} · {}", context.text(&service.title), service.code);
    lines.push(small(code));
    lines.extend(provider.map(|name| caption(look, context.tr_with("step-provider", &[("provider", name.into())]))));
    for law in service.law.iter().filter_map(|law| context.catalogue.laws.get(law)) {
        lines.push(caption(look, context.text(&law.name)));
    }
    if let Some(date) = &service.figures_as_of {
        lines.push(caption(look, context.tr_with("step-figures", &[("date", date.clone().into())])));
    }
    card(look, column![h3(look, context.tr("step-sources")), rows(space::XXS, lines)].spacing(space::S))
}
