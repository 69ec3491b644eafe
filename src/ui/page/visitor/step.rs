//! One step: what to do, where it can be finished, by when, what to bring, what it costs, and why.

mod money;

use super::{Action, ForVisitors, Ground, Visit, lead_tag, office_name, step_title, where_tag};
use crate::domain::condition::{Condition, Truth};
use crate::domain::hidden::hidden;
use crate::domain::plan::{Place, Plan, PlannedCriterion, PlannedPaper, PlannedStep, StepStatus};
use crate::domain::service::{ChannelKind, Finish, Need, Relation, Service};
use crate::domain::situation::Situation;
use crate::i18n::{closed_words, deadline_words, explain, term};
use crate::ui::component::{
    Element, Tone, body, caption, card, h1, h3, icon, lead, notice, rows, small, status_tag, strong,
};
use crate::ui::context::Context;
use crate::ui::page::Page;
use crate::ui::style::space;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// The page of a step.
#[derive(Clone, PartialEq, Eq)]
pub struct StepPage {
    /// The step's id.
    pub id: String,
}

hidden!(StepPage, "StepPage");

impl Page for StepPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "step";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, visit, .. } = ground;
        let situation = visit.situation(context);
        let plan = situation.as_ref().map(Plan::compute);
        let step = plan.as_ref().and_then(|plan| plan.step(&self.id));
        step.map_or_else(|| context.tr("event-gone"), |step| step_title(context, step))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        view(&ground.context, ground.visit, &self.id)
    }
}

/// Draws the page of a step.
fn view<'a>(context: &Context<'a>, visit: &'a Visit, id: &str) -> Element<'a, Action> {
    let look = &context.look;
    let situation = visit.situation(context);
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
    let mut parts = vec![h1(look, step_title(context, step))];
    if let Some((tone, _, words)) = lead_tag(context, step).filter(|_| step.status != StepStatus::DoesNotApply) {
        parts.push(notice(look, tone, words));
    }
    parts.push(row(tags).spacing(space::XS).wrap().into());
    parts.push(container(lead(look, context.text(&step.step.what))).max_width(940.0).into());
    for known in &step.notices {
        parts.push(notice(look, Tone::Caution, context.text(&known.text)));
    }
    let left: Vec<_> =
        [where_card(context, situation, step), dates_card(context, situation, step)].into_iter().flatten().collect();
    let right: Vec<_> =
        [papers_card(context, plan, situation, step), money::card(context, step)].into_iter().flatten().collect();
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
    parts.extend(entitlement_card(context, situation, step));
    parts.extend(why_card(context, situation, step));
    parts.extend(related_card(context, step));
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

fn where_card<'a>(
    context: &Context<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
) -> Option<Element<'a, Action>> {
    let lines = step.places.iter().map(|place| place_item(context, situation, step, place)).collect();
    titled(context, "step-where", lines)
}

fn place_item<'a>(
    context: &Context<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
    place: &Place<'a>,
) -> Element<'a, Action> {
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
    if let Some(office) = office_name(context, step, place) {
        name = office;
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
    if place.truth == Truth::Unknown {
        let words = perhaps(context, situation, place.channel.when.as_ref());
        lines.push(caption(look, words.unwrap_or_else(|| context.tr("plan-tag-maybe"))));
    }
    if place.suspended.is_some() {
        lines.push(status_tag(look, Tone::Danger, "clock", context.tr("where-suspended")));
    }
    if let Some(note) = &place.channel.note {
        lines.push(caption(look, context.text(note)));
    }
    if let Some(url) = &place.channel.url {
        lines.push(caption(look, url.trim_start_matches("https://").to_owned()));
    }
    item(look, mark, lines)
}

fn dates_card<'a>(
    context: &Context<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let mut lines = Vec::new();
    for deadline in &step.deadlines {
        let mut texts: Vec<_> =
            deadline.deadline.label.iter().map(|label| caption(look, context.text(label))).collect();
        if let Some(words) = deadline_words(context.texts, deadline) {
            texts.push(strong(words));
        } else {
            let length = deadline.deadline.term.map(|length| term(context.texts, length)).unwrap_or_default();
            texts.push(body(context.tr_with("due-unknown", &[("term", length.into())])));
        }
        texts.extend(closed_words(context.texts, deadline).map(body));
        if deadline.truth == Truth::Unknown {
            texts
                .extend(perhaps(context, situation, deadline.deadline.when.as_ref()).map(|words| caption(look, words)));
        }
        if let Some(consequence) = deadline.deadline.consequence.as_ref().filter(|_| deadline.due.is_some()) {
            texts.push(body(context.text(consequence)));
        }
        lines.push(item(look, "calendar-days", texts));
    }
    if let Some(length) = step.service.and_then(|service| service.processing) {
        let words = term(context.texts, length);
        lines.push(item(look, "hourglass", vec![body(context.tr_with("step-processing", &[("term", words.into())]))]));
    }
    if let Some(valid) = step.service.and_then(|service| service.valid_for.as_ref()) {
        let texts = vec![caption(look, context.tr("step-valid-for")), body(context.text(valid))];
        lines.push(item(look, "file-check", texts));
    }
    if lines.is_empty() && step.is_to_do() && step.service.is_some() {
        lines.push(item(look, "calendar-days", vec![body(context.tr("due-none"))]));
    }
    titled(context, "step-dates", lines)
}

fn papers_card<'a>(
    context: &Context<'a>,
    plan: &Plan<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
) -> Option<Element<'a, Action>> {
    if !step.is_to_do() || step.service.is_none() {
        return None;
    }
    let mut lines: Vec<_> = step.papers.iter().map(|paper| paper_item(context, plan, situation, step, paper)).collect();
    if lines.is_empty() {
        lines.push(body(context.tr("papers-none")));
    }
    titled(context, "step-papers", lines)
}

fn paper_item<'a>(
    context: &Context<'a>,
    plan: &Plan<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
    paper: &PlannedPaper<'a>,
) -> Element<'a, Action> {
    let look = &context.look;
    let mut lines = vec![strong(context.text(&paper.paper.name))];
    let from = paper.from_step.as_deref().and_then(|id| plan.step(id));
    let (mark, words) = match (paper.need.need, paper.truth, from) {
        (_, _, Some(step)) => {
            ("file-check", context.tr_with("paper-from-step", &[("step", step_title(context, step).into())]))
        }
        (Need::StateReads, ..) => ("landmark", context.tr("paper-state-reads")),
        (Need::MadeHere, ..) => ("file-pen", context.tr("paper-made-here")),
        (Need::Bring, Truth::True, _) => ("file-text", context.tr("paper-bring")),
        (Need::Bring, ..) => ("circle-question-mark", context.tr("paper-maybe")),
    };
    lines.push(small(words));
    if paper.truth == Truth::Unknown {
        lines.extend(perhaps(context, situation, paper.need.when.as_ref()).map(|words| caption(look, words)));
    }
    let choice: Vec<String> = step
        .papers
        .iter()
        .filter(|other| paper.need.group.is_some() && other.need.group == paper.need.group)
        .filter(|other| other.paper.id != paper.paper.id)
        .map(|other| context.text(&other.paper.name))
        .collect();
    if !choice.is_empty() {
        lines.push(caption(look, context.tr_with("paper-or", &[("papers", choice.join("; ").into())])));
    }
    if let Some(note) = &paper.need.note {
        lines.push(caption(look, context.text(note)));
    }
    if paper.need.apostille_and_translation {
        lines.push(caption(look, context.tr("paper-apostille")));
    }
    if let Some(valid) = paper.need.valid {
        let words = term(context.texts, valid);
        lines.push(caption(look, context.tr_with("paper-valid", &[("term", words.into())])));
    }
    item(look, mark, lines)
}

/// The editors' words for when something is so, where this visit does not know whether it is.
fn perhaps(context: &Context<'_>, situation: &Situation<'_>, when: Option<&Condition>) -> Option<String> {
    let reasons = when?.evaluate(situation).reasons;
    let words: Vec<String> = reasons
        .iter()
        .filter(|reason| reason.truth == Truth::Unknown)
        .filter_map(|reason| Some(context.text(reason.why?)))
        .collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// Who is entitled, and what of it is met.
fn entitlement_card<'a>(
    context: &Context<'a>,
    situation: &Situation<'a>,
    step: &PlannedStep<'a>,
) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let mut routes: Vec<&str> = step.criteria.iter().filter_map(|one| one.criterion.route.as_deref()).collect();
    routes.dedup();
    let several = routes.len() > 1;
    let mut lines: Vec<Element<'a, Action>> = Vec::new();
    let mut last_route = None;
    for planned in &step.criteria {
        let route = planned.criterion.route.as_deref();
        if several && route.is_some() && route != last_route {
            lines.push(small(context.tr(if last_route.is_none() { "entitled-route" } else { "entitled-or" })));
        }
        last_route = route.or(last_route);
        lines.push(criterion_item(context, situation, planned));
    }
    for penalty in step.service.into_iter().flat_map(|service| &service.penalties) {
        lines.push(item(look, "triangle-alert", vec![body(context.text(penalty))]));
    }
    titled(context, "step-entitled", lines)
}

/// A criterion with its mark, its law, and whether it is met.
pub(super) fn criterion_item<'a>(
    context: &Context<'a>,
    situation: &Situation<'a>,
    planned: &PlannedCriterion<'a>,
) -> Element<'a, Action> {
    let look = &context.look;
    let (mark, verdict) = match planned.truth {
        Some(Truth::True) => ("check", "reason-met"),
        Some(Truth::Unknown) => ("circle-question-mark", "reason-open"),
        Some(Truth::False) => ("x", "reason-not-met"),
        None => ("circle", "reason-check-yourself"),
    };
    let words = context.text(&planned.criterion.text);
    let words = words.trim_end_matches('.');
    let mut texts = vec![body(format!("{words} – {}", context.tr(verdict)))];
    let law = planned.criterion.law.as_ref().and_then(|law| situation.catalogue.laws.get(law));
    texts.extend(law.map(|law| caption(look, context.text(&law.name))));
    item(look, mark, texts)
}

/// Services and events that are linked to this one and are no steps of the plan.
fn related_card<'a>(context: &Context<'a>, step: &PlannedStep<'a>) -> Option<Element<'a, Action>> {
    let look = &context.look;
    let lines = step.related.iter().filter_map(|related| {
        let service = related.service.as_ref().and_then(|code| context.catalogue.service(code));
        let event = related.event.as_ref().and_then(|code| context.catalogue.events.get(code));
        let name = service.map(|service| &service.title).or_else(|| event.map(|event| &event.tile));
        let name = name.map(|name| context.text(name));
        let word = match related.relation {
            Relation::Requires => "related-requires",
            Relation::Triggers => "related-triggers",
            Relation::Enables => "related-enables",
            Relation::Concurrent => "related-concurrent",
            Relation::Alternative => "related-alternative",
            Relation::Recommended => "related-recommended",
        };
        let note = related.text.as_ref().map(|text| context.text(text));
        let mut lines = vec![small(context.tr(word))];
        lines.extend(name.into_iter().map(strong));
        lines.extend(note.into_iter().map(body));
        (lines.len() > 1).then(|| item(look, "corner-up-right", lines))
    });
    let lines = lines.collect();
    titled(context, "step-related", lines)
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
        let mut texts = vec![body(format!("{words} – {verdict}"))];
        let law = reason.law.and_then(|law| situation.catalogue.laws.get(law));
        texts.extend(law.map(|law| caption(look, context.text(&law.name))));
        lines.push(item(look, mark, texts));
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
