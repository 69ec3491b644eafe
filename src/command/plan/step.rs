//! A step as it is printed.

use super::dates::{DueView, LeadView, due_view, lead_view};
use super::said::{BlockView, MarkView, Said, SectionView, SureView};
use crate::account::{self, About, Audience, Certainty, PlanRow};
use crate::domain::life_event::Join;
use crate::domain::money::Amount;
use crate::domain::plan::{Number, Plan, PlannedFee, PlannedStep, StepStatus};
use crate::domain::service::{ChannelKind, Confidence, Finish};
use crate::domain::situation::Situation;
use crate::domain::term::Term;
use crate::i18n::{Texts, Value};
use serde::Serialize;
use std::collections::BTreeSet;

/// A step of the plan.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StepView<'p> {
    id: &'p str,
    /// Its number among the things to do; none for what the State does.
    number: Option<usize>,
    /// The number of the thing to which it is another way.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead_of: Option<usize>,
    title: String,
    what: String,
    marks: Vec<MarkView<'p>>,
    cost: Option<Said<'p>>,
    join: Join,
    service: Option<String>,
    confidence: Option<Confidence>,
    status: StepStatus,
    missing: &'p BTreeSet<String>,
    after: &'p [String],
    supplies: Option<&'p str>,
    suspended: bool,
    /// What leads: the date that is said first, in words.
    lead: Option<LeadView<'p>>,
    /// The first of the deadlines.
    due: Option<DueView>,
    deadlines: Vec<DueView>,
    r#where: Vec<PlaceView<'p>>,
    fees: Vec<FeeView>,
    papers: Vec<StepPaperView<'p>>,
    notices: Vec<String>,
    /// What to ask first.
    ask: Vec<String>,
    /// All that is said of it on its page; or of a step that is not for this person why not.
    sections: Vec<SectionView<'p>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why_not: Vec<BlockView<'p>>,
}

#[derive(Serialize)]
struct PlaceView<'p> {
    channel: ChannelKind,
    finish: Finish,
    #[serde(flatten)]
    sure: SureView,
    url: Option<&'p str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FeeView {
    amount: Option<Amount>,
    amount_to: Option<Amount>,
    percent: Option<Amount>,
    currency: &'static str,
    term: Option<Term>,
    case: Option<String>,
    channel: Option<ChannelKind>,
    #[serde(flatten)]
    sure: SureView,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepPaperView<'p> {
    id: &'p str,
    about: About,
    #[serde(flatten)]
    sure: SureView,
    from_step: Option<&'p str>,
}

/// A step as it is printed; one that is not for this person has no row.
pub(super) fn step_view<'p>(
    texts: &Texts,
    situation: &Situation<'p>,
    plan: &'p Plan<'p>,
    step: &'p PlannedStep<'p>,
    row: Option<&PlanRow<'p>>,
) -> StepView<'p> {
    let say_all = |values: &[Value<'_>]| values.iter().map(|value| texts.say(value)).collect();
    let sure = |truth, when| SureView::of(texts, &Certainty::of(situation, truth, when));
    let page = account::step_page(situation, plan, step, Audience::Specialist);
    let sections = page.where_and_when.iter().chain(&page.with_what).chain(&page.further).filter(|_| row.is_some());
    let why_not = if row.is_none() { account::why_not(situation, step) } else { Vec::new() };
    let number = row.map(|row| row.number);
    let deadlines = || step.deadlines.iter().map(|planned| due_view(texts, situation, planned));
    let papers = step.papers.iter().zip(account::papers(situation, plan, step));
    StepView {
        id: &step.step.id,
        number: if let Some(Number::Step(number)) = number { Some(number) } else { None },
        instead_of: if let Some(Number::Instead(number)) = number { Some(number) } else { None },
        title: texts.say(&page.title),
        what: texts.say(&page.what),
        marks: row.iter().flat_map(|row| &row.marks).map(|mark| MarkView::of(texts, mark)).collect(),
        cost: row.and_then(|row| row.cost.as_ref()).map(|cost| Said::of(texts, cost)),
        join: step.join,
        service: step.service.map(|service| service.code.to_string()),
        confidence: step.service.map(|service| service.confidence),
        status: step.status,
        missing: &step.missing,
        after: &step.step.after,
        supplies: step.supplies.map(|paper| paper.id.as_str()),
        suspended: step.suspended().is_some(),
        lead: lead_view(texts, situation.on, &step.lead),
        due: deadlines().next(),
        deadlines: deadlines().collect(),
        r#where: step
            .places
            .iter()
            .map(|place| PlaceView {
                channel: place.channel.kind,
                finish: place.finish,
                sure: sure(place.truth, place.channel.when.as_ref()),
                url: place.channel.url.as_deref(),
            })
            .collect(),
        fees: step.fees.iter().map(|fee| fee_view(texts, situation, fee)).collect(),
        papers: papers
            .map(|(paper, block)| StepPaperView {
                id: &paper.paper.id,
                about: block.about,
                sure: SureView::of(texts, &block.certainty),
                from_step: paper.from_step.as_deref(),
            })
            .collect(),
        notices: say_all(&page.notices),
        ask: step.service.map(|service| say_all(&account::asked(situation.catalogue, service))).unwrap_or_default(),
        sections: sections.map(|section| SectionView::of(texts, section)).collect(),
        why_not: why_not.iter().map(|block| BlockView::of(texts, block)).collect(),
    }
}

fn fee_view(texts: &Texts, situation: &Situation<'_>, fee: &PlannedFee<'_>) -> FeeView {
    let option = fee.option;
    FeeView {
        amount: option.amount,
        amount_to: option.amount_to,
        percent: option.percent,
        currency: option.currency.code(),
        term: option.term,
        case: option.case.as_ref().map(|case| texts.say(&Value::Text(case))),
        channel: option.channel,
        sure: SureView::of(texts, &Certainty::of(situation, fee.truth, option.when.as_ref())),
    }
}
