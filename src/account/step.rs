//! A step: what to do, where it can be finished, by when, what to bring, what it costs, and why.

use super::belief::causes;
use super::date::dates;
use super::lead::{Reader, lead_said};
use super::money::money;
use super::paper::papers;
use super::place::{places, where_mark};
use super::plan::lead_tone;
use super::title::step_name;
use super::treaty::treaties;
use super::{About, Ask, Audience, Block, Line, Mark, Section, Tone, reason};
use crate::domain::catalogue::Catalogue;
use crate::domain::plan::{Plan, PlannedStep, StepStatus};
use crate::domain::service::{Relation, Service};
use crate::domain::situation::Situation;
use crate::i18n::{Phrase, Value, phrase};

/// What is said of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepPage<'p> {
    /// What it is called.
    pub title: Value<'p>,
    /// What must be said first, because it is urgent or was missed.
    pub lead: Option<(Tone, Value<'p>)>,
    /// Where it can be finished, and whether it is needed at all.
    pub marks: Vec<Mark<'p>>,
    /// What to do.
    pub what: Value<'p>,
    /// What is announced.
    pub notices: Vec<Value<'p>>,
    /// Where and when.
    pub where_and_when: Vec<Section<'p>>,
    /// With what, and for how much.
    pub with_what: Vec<Section<'p>>,
    /// Who is entitled, why it is in the plan, what is linked to it, how we know.
    pub further: Vec<Section<'p>>,
}

impl<'p> StepPage<'p> {
    /// All its sections, in the order in which they are read.
    pub fn sections(&self) -> impl Iterator<Item = &Section<'p>> {
        self.where_and_when.iter().chain(&self.with_what).chain(&self.further)
    }

    /// Which of its sections is read first, where they are not all seen at once: when, of what hurries or was missed; else
    /// what is closed or has gone wrong; else where to go.
    #[must_use]
    pub fn opens_with(&self) -> usize {
        let dates = || self.sections().position(|section| section.title.key() == "step-dates");
        let hurries = self.lead.as_ref().and_then(|_| dates());
        hurries.or_else(|| self.sections().position(Section::alarms)).unwrap_or(0)
    }
}

/// What is said of a step on its own page of the screen.
#[must_use]
pub fn step_page<'p>(
    situation: &Situation<'p>,
    plan: &'p Plan<'p>,
    step: &'p PlannedStep<'p>,
    audience: Audience,
) -> StepPage<'p> {
    step_page_for(situation, plan, step, audience, Reader::Screen)
}

/// The same for whoever reads it there.
pub(super) fn step_page_for<'p>(
    situation: &Situation<'p>,
    plan: &'p Plan<'p>,
    step: &'p PlannedStep<'p>,
    audience: Audience,
    reader: Reader,
) -> StepPage<'p> {
    let mut marks = vec![where_mark(situation.catalogue, situation.centre, step)];
    if step.status == StepStatus::Maybe {
        marks.push(Mark::perhaps_needed());
    }
    let urgent = |words: Value<'p>| {
        let tone = lead_tone(step.lead.urgency())?;
        (step.status != StepStatus::DoesNotApply).then_some((tone, words))
    };
    let paid_out = step.service.is_some_and(|service| service.benefit.is_some());
    let about_money = if paid_out { "step-money-benefit" } else { "step-money" };
    StepPage {
        title: step_name(step),
        lead: lead_said(&step.lead, situation.on, reader).and_then(urgent),
        marks,
        what: Value::Text(&step.step.what),
        notices: step.notices.iter().map(|notice| Value::Text(&notice.text)).collect(),
        where_and_when: [
            Section::of("step-where", places(situation, step)),
            Section::of("step-dates", dates(situation, step)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        with_what: [
            Section::of("step-papers", papers(situation, plan, step)),
            Section::of(about_money, money(situation, step)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        further: [
            Section::of("step-entitled", reason::entitlement(situation, step)),
            step.service.and_then(|service| Section::of("step-treaties", treaties(situation, service))),
            Section::of("step-why", reason::why(situation, step)),
            Section::of("step-related", related(situation, step)),
            step.service.and_then(|service| Section::of("step-sources", sources(situation, service, audience))),
        ]
        .into_iter()
        .flatten()
        .collect(),
    }
}

/// Services and events that are linked to this one and are no steps of the plan.
fn related<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    let of = |related: &&'p crate::domain::service::Related| {
        let service = related.service.as_ref().and_then(|code| situation.catalogue.service(code));
        let event = related.event.as_ref().and_then(|code| situation.catalogue.events.get(code));
        let name = service.map(|service| &service.title).or_else(|| event.map(|event| &event.tile));
        let said = name.map(Line::strong).into_iter().chain(related.text.as_ref().map(Line::body));
        let block = Block::new(About::Link, vec![Line::small(relation_said(related.relation))]).then(said);
        (block.lines.len() > 1).then_some(block)
    };
    step.related.iter().filter_map(of).collect()
}

/// How two services are linked.
#[must_use]
pub fn relation_said(relation: Relation) -> Phrase<'static> {
    match relation {
        Relation::Requires => phrase("related-requires"),
        Relation::Triggers => phrase("related-triggers"),
        Relation::Enables => phrase("related-enables"),
        Relation::Concurrent => phrase("related-concurrent"),
        Relation::Alternative => phrase("related-alternative"),
        Relation::Recommended => phrase("related-recommended"),
    }
}

/// What people are told to ask first: in the editors' words, or whom, where something was not confirmed.
#[must_use]
pub fn asked<'p>(catalogue: &'p Catalogue, service: &'p Service) -> Vec<Value<'p>> {
    if service.ask.is_empty() && !service.unconfirmed.is_empty() {
        let ask = Ask::about(catalogue, Some(service)).said();
        return vec![phrase("step-ask-first").with("ask", ask).into()];
    }
    service.ask.iter().map(Value::Text).collect()
}

/// Who answers for a service.
#[must_use]
pub fn provider_said<'p>(catalogue: &'p Catalogue, service: &Service) -> Option<Value<'p>> {
    let provider = catalogue.providers.get(&service.provider)?;
    Some(phrase("step-provider").with("provider", &provider.name).into())
}

/// Of which day its figures are.
#[must_use]
pub fn figures_said(service: &Service) -> Option<Value<'static>> {
    service.figures_as_of.as_ref().map(|date| phrase("step-figures").with("date", figures_of(date)).into())
}

/// A year, a month or a day as the catalogue writes it (`2025-11`), in words.
pub(super) fn figures_of(date: &str) -> Value<'static> {
    let month = || format!("{date}-01").parse().ok().filter(|_| date.matches('-').count() == 1).map(Value::Month);
    let day = || date.parse().ok().map(Value::Day);
    month().or_else(day).unwrap_or_else(|| Value::Name(date.to_owned()))
}

/// How we know: the service, its provider, its laws, the date of its figures; and what is not known, for visitors as
/// whom to ask, for the specialist as what was not confirmed.
fn sources<'p>(situation: &Situation<'p>, service: &'p Service, audience: Audience) -> Vec<Block<'p>> {
    let told = asked(situation.catalogue, service).into_iter();
    let told = told.map(|ask| Block::new(About::Notice, vec![Line::body(ask)]).toned(Tone::Caution));
    let mut blocks: Vec<Block<'p>> = told.collect();
    if audience == Audience::Specialist && !service.unconfirmed.is_empty() {
        let doubts = service.unconfirmed.iter().map(Line::body);
        let head = Line::small(phrase("step-unconfirmed"));
        blocks.push(Block::new(About::Open, vec![head]).toned(Tone::Information).then(doubts));
    }
    blocks.extend(causes(situation, service, audience));
    let code = Value::Remarks(vec![Value::Text(&service.title), Value::Name(service.code.to_string())]);
    let provider = provider_said(situation.catalogue, service).map(Line::note);
    let laws = service.law.iter().filter_map(|law| situation.catalogue.laws.get(law)).map(|law| Line::note(&law.name));
    let figures = figures_said(service).map(Line::note);
    blocks.push(
        Block::new(About::Nothing, vec![Line::small(code)]).then(provider.into_iter().chain(laws).chain(figures)),
    );
    blocks
}
