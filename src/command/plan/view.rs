//! The plan as it is printed.

use super::dates::{DueView, LeadView, due_view, lead_view, perhaps};
use crate::account::{self, explain};
use crate::domain::condition::Truth;
use crate::domain::life_event::Join;
use crate::domain::money::Amount;
use crate::domain::plan::{MergedPaper, Number, Plan, PlannedFee, PlannedPaper, PlannedStep, StepStatus, Trips};
use crate::domain::question::{Question, QuestionKind};
use crate::domain::service::{ChannelKind, Confidence, Finish, Need, Relation};
use crate::domain::situation::Situation;
use crate::domain::text::{Language, Text};
use crate::i18n::{Texts, Value, term};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The plan as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanView {
    event: EventView,
    catalogue: CatalogueView,
    centre: String,
    on: Date,
    questions: Vec<QuestionView>,
    steps: Vec<StepView>,
    papers: Vec<PaperView>,
    totals: Vec<TotalView>,
    /// How many of the sure steps have a cost that is not wholly known, and which.
    unknown_fees: usize,
    open_costs: Vec<String>,
    /// The journeys to other offices with this centre, and without it: at least and at most.
    trips: Trips,
    trips_without_centre: Trips,
    /// What may help instead of steps that are not for this person.
    instead: Vec<InsteadView>,
    /// How many things there are to do, ways to one end counted once.
    to_do: usize,
    automatic: usize,
    perhaps: usize,
    /// The ids of the steps that are overdue or whose last day is today, the most urgent first.
    urgent: Vec<String>,
}

#[derive(Serialize)]
struct InsteadView {
    step: String,
    service: Option<String>,
    event: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct EventView {
    code: String,
    title: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CatalogueView {
    version: u64,
    as_of: Date,
}

#[derive(Serialize)]
struct QuestionView {
    id: String,
    kind: QuestionKind,
    text: String,
    options: Vec<OptionView>,
    /// How many undecided points of the plan rest on the answer.
    decides: usize,
}

#[derive(Serialize)]
struct OptionView {
    id: String,
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StepView {
    id: String,
    /// Its number among the things to do; none for what the State does.
    number: Option<usize>,
    /// The number of the thing to which it is another way.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead_of: Option<usize>,
    title: String,
    what: String,
    join: Join,
    service: Option<String>,
    status: StepStatus,
    missing: Vec<String>,
    because: Vec<ReasonView>,
    after: Vec<String>,
    r#where: Vec<PlaceView>,
    fees: Vec<FeeView>,
    later_fees: Vec<FeeView>,
    state_duty: Vec<DutyView>,
    benefit: Option<BenefitView>,
    eligibility: Vec<CriterionView>,
    related: Vec<RelatedView>,
    supplies: Option<String>,
    suspended: bool,
    papers: Vec<PaperView>,
    /// What leads: the date that is said first, in words.
    lead: Option<LeadView>,
    /// The date that leads, and first among the deadlines.
    due: Option<DueView>,
    /// Of each thing a person must know: where it is said, or that it is not known.
    said: SaidView,
    deadlines: Vec<DueView>,
    notices: Vec<String>,
    /// What visitors are told to ask, and what was not confirmed, for the specialist.
    ask: Vec<String>,
    unconfirmed: Vec<String>,
    confidence: Option<Confidence>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SaidView {
    /// `listed`, `inText` for a step outside the public services, or `unknown`.
    r#where: &'static str,
    /// `dated`, `unknown` until a question is answered, or `noLimitKnown`.
    by_when: &'static str,
    /// `listed`, `noneNamed`, or `inText`.
    papers: &'static str,
}

#[derive(Serialize)]
struct CriterionView {
    text: String,
    route: Option<String>,
    law: Option<String>,
    /// Absent for what this visit cannot test.
    #[serde(skip_serializing_if = "Option::is_none")]
    met: Option<Truth>,
}

#[derive(Serialize)]
struct RelatedView {
    relation: Relation,
    service: Option<String>,
    event: Option<String>,
    text: Option<String>,
}

#[derive(Serialize)]
struct BenefitView {
    text: String,
    amounts: Vec<BenefitAmountView>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BenefitAmountView {
    amount: Amount,
    amount_to: Option<Amount>,
    case: Option<String>,
    from: Date,
    later: bool,
    certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perhaps: Vec<String>,
}

#[derive(Serialize)]
struct ReasonView {
    text: String,
    law: Option<String>,
    met: Option<bool>,
}

#[derive(Serialize)]
struct PlaceView {
    channel: ChannelKind,
    finish: Finish,
    /// Whether it is certain for this person, and where not, when it is so.
    certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perhaps: Vec<String>,
    place: Option<String>,
    note: Option<String>,
    url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FeeView {
    term: Option<String>,
    case: Option<String>,
    amount: Option<Amount>,
    amount_to: Option<Amount>,
    percent: Option<Amount>,
    percent_of: Option<String>,
    per: Option<String>,
    currency: &'static str,
    channel: Option<ChannelKind>,
    certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perhaps: Vec<String>,
    /// The first day on which it holds.
    from: Option<Date>,
    /// How much of it is the front-office tariff.
    front_office: Option<Amount>,
    exemptions: Vec<ExemptionView>,
}

#[derive(Serialize)]
struct ExemptionView {
    who: String,
    amount: Amount,
    /// Whether this person is exempt, as far as the answers tell.
    applies: Truth,
}

#[derive(Serialize)]
struct DutyView {
    amount: Option<Amount>,
    percent: Option<Amount>,
    case: Option<String>,
    certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perhaps: Vec<String>,
    law: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PaperView {
    id: String,
    name: String,
    status: &'static str,
    note: Option<String>,
    from_step: Option<String>,
    /// What the person said: that they have it, or lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<bool>,
    /// The papers of which one is enough instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    one_of: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<String>,
}

#[derive(Serialize)]
struct TotalView {
    currency: &'static str,
    from: Amount,
    to: Amount,
    /// The most, with all that perhaps concerns the person.
    perhaps: Amount,
}

impl PlanView {
    pub fn of(texts: &Texts, situation: &Situation<'_>, plan: &Plan<'_>) -> Self {
        let language = texts.language();
        let say = |text: &Text| text.get(language).to_owned();
        Self {
            event: EventView { code: situation.event.code.clone(), title: say(&situation.event.title) },
            catalogue: CatalogueView { version: situation.catalogue.number, as_of: situation.catalogue.as_of },
            centre: situation.centre.id.clone(),
            on: situation.on,
            questions: plan.questions.iter().map(|question| question_view(language, plan, question)).collect(),
            steps: {
                let numbers: BTreeMap<&str, Number> =
                    plan.numbered().into_iter().map(|(number, step)| (step.step.id.as_str(), number)).collect();
                let number = |step: &PlannedStep<'_>| numbers.get(step.step.id.as_str()).copied();
                plan.steps.iter().map(|step| step_view(texts, situation, step, number(step))).collect()
            },
            papers: plan.papers.iter().map(|paper| merged_view(language, paper)).collect(),
            totals: plan
                .totals
                .iter()
                .map(|(currency, total)| TotalView {
                    currency: currency.code(),
                    from: total.least,
                    to: total.most,
                    perhaps: total.perhaps,
                })
                .collect(),
            unknown_fees: plan.open_costs.len(),
            open_costs: plan.open_costs.clone(),
            trips: plan.journeys.with_centre,
            trips_without_centre: plan.journeys.without_centre,
            instead: plan
                .instead
                .iter()
                .map(|alternative| InsteadView {
                    step: alternative.step.clone(),
                    service: alternative.instead.service.as_ref().map(ToString::to_string),
                    event: alternative.instead.event.clone(),
                    text: say(&alternative.instead.text),
                })
                .collect(),
            to_do: plan.counts.to_do,
            automatic: plan.counts.automatic,
            perhaps: plan.counts.perhaps,
            urgent: plan.urgent().into_iter().map(|step| step.step.id.clone()).collect(),
        }
    }
}

/// The plan as lines, for a person at a terminal.
pub(super) fn lines(texts: &Texts, situation: &Situation<'_>, plan: &Plan<'_>) -> Vec<String> {
    let say = |value: &Value<'_>| texts.say(value);
    let mut lines = vec![say(&Value::Text(&situation.event.title))];
    lines.extend(account::urgent(plan, situation.on).map(|(_, said)| format!("! {}", say(&said))));
    for row in account::plan_rows(situation, plan) {
        let number = match row.number {
            Number::Step(number) => format!("{number}."),
            Number::Instead(_) | Number::Automatic => "–".to_owned(),
        };
        lines.push(format!("{number} {}", say(&row.title)));
        let marks = row.marks.iter().map(|mark| say(&mark.words));
        let details: Vec<String> = marks.chain(row.due.iter().chain(&row.cost).map(say)).collect();
        lines.push(format!("   {}", details.join(" · ")));
    }
    lines.push(say(&account::overview(situation, plan)));
    lines
}

fn question_view(language: Language, plan: &Plan<'_>, question: &Question) -> QuestionView {
    let options = question.options.iter();
    QuestionView {
        id: question.id.clone(),
        kind: question.kind,
        text: question.text.get(language).to_owned(),
        options: options
            .map(|option| OptionView { id: option.id.clone(), text: option.text.get(language).to_owned() })
            .collect(),
        decides: plan.decides.get(&question.id).copied().unwrap_or(0),
    }
}

fn fee_view(texts: &Texts, situation: &Situation<'_>, fee: &PlannedFee<'_>) -> FeeView {
    let say = |text: &Text| text.get(texts.language()).to_owned();
    let option = fee.option;
    FeeView {
        term: option.term.map(|length| term(texts, length)),
        case: option.case.as_ref().map(say),
        amount: option.amount,
        amount_to: option.amount_to,
        percent: option.percent,
        percent_of: option.percent_of.as_ref().map(say),
        per: option.per.as_ref().map(say),
        currency: option.currency.code(),
        channel: option.channel,
        certain: fee.truth == Truth::True,
        perhaps: perhaps(texts, situation, fee.truth, option.when.as_ref()),
        from: option.from,
        front_office: fee.front_office,
        exemptions: fee
            .reduced
            .iter()
            .map(|reduced| ExemptionView {
                who: say(&reduced.exemption.who),
                amount: reduced.amount,
                applies: reduced.truth,
            })
            .collect(),
    }
}

fn benefit_view(texts: &Texts, situation: &Situation<'_>, step: &PlannedStep<'_>) -> Option<BenefitView> {
    let language = texts.language();
    let benefit = step.service?.benefit.as_ref()?;
    let amounts = step.benefit.iter().map(|planned| BenefitAmountView {
        amount: planned.amount.amount,
        amount_to: planned.amount.amount_to,
        case: planned.amount.case.as_ref().map(|case| case.get(language).to_owned()),
        from: planned.amount.from,
        later: planned.later,
        certain: planned.truth == Truth::True,
        perhaps: perhaps(texts, situation, planned.truth, planned.amount.when.as_ref()),
    });
    Some(BenefitView { text: benefit.text.get(language).to_owned(), amounts: amounts.collect() })
}

fn said_view(step: &PlannedStep<'_>) -> SaidView {
    let served = step.service.is_some();
    let dated = step.deadlines.iter().any(|deadline| deadline.due.is_some());
    SaidView {
        r#where: match (served, step.places.is_empty()) {
            (false, _) => "inText",
            (true, true) => "unknown",
            (true, false) => "listed",
        },
        by_when: match (dated, step.deadlines.is_empty()) {
            (true, _) => "dated",
            (false, false) => "unknown",
            (false, true) => "noLimitKnown",
        },
        papers: match (served, step.papers.is_empty()) {
            (false, _) => "inText",
            (true, true) => "noneNamed",
            (true, false) => "listed",
        },
    }
}

fn step_view(texts: &Texts, situation: &Situation<'_>, step: &PlannedStep<'_>, number: Option<Number>) -> StepView {
    let language = texts.language();
    let say = |text: &Text| text.get(language).to_owned();
    let deadlines: Vec<DueView> = step.deadlines.iter().map(|deadline| due_view(texts, situation, deadline)).collect();
    let law_name = |law: &String| situation.catalogue.laws.get(law).map(|law| say(&law.name));
    StepView {
        id: step.step.id.clone(),
        number: if let Some(Number::Step(number)) = number { Some(number) } else { None },
        instead_of: if let Some(Number::Instead(number)) = number { Some(number) } else { None },
        title: say(&step.step.title),
        what: say(&step.step.what),
        join: step.join,
        service: step.service.map(|service| service.code.to_string()),
        status: step.status,
        missing: step.missing.iter().cloned().collect(),
        because: step
            .reasons
            .iter()
            .filter_map(|reason| {
                Some(ReasonView {
                    text: texts.say(&explain(situation, reason)?),
                    law: reason.law.and_then(|law| situation.catalogue.laws.get(law)).map(|law| say(&law.name)),
                    met: match reason.truth {
                        Truth::True => Some(true),
                        Truth::False => Some(false),
                        Truth::Unknown => None,
                    },
                })
            })
            .collect(),
        after: step.step.after.clone(),
        r#where: step
            .places
            .iter()
            .map(|place| PlaceView {
                channel: place.channel.kind,
                finish: place.finish,
                certain: place.truth == Truth::True,
                perhaps: perhaps(texts, situation, place.truth, place.channel.when.as_ref()),
                place: place.channel.place.as_ref().map(say),
                note: place.channel.note.as_ref().map(say),
                url: place.channel.url.clone(),
            })
            .collect(),
        fees: step.fees.iter().map(|fee| fee_view(texts, situation, fee)).collect(),
        later_fees: step.later_fees.iter().map(|fee| fee_view(texts, situation, fee)).collect(),
        state_duty: step
            .duties
            .iter()
            .map(|planned| DutyView {
                amount: planned.duty.amount,
                percent: planned.duty.percent,
                case: planned.duty.case.as_ref().map(say),
                certain: planned.truth == Truth::True,
                perhaps: perhaps(texts, situation, planned.truth, planned.duty.when.as_ref()),
                law: law_name(&planned.duty.law).unwrap_or_default(),
            })
            .collect(),
        benefit: benefit_view(texts, situation, step),
        eligibility: step
            .criteria
            .iter()
            .map(|planned| CriterionView {
                text: say(&planned.criterion.text),
                route: planned.criterion.route.clone(),
                law: planned.criterion.law.as_ref().and_then(law_name),
                met: planned.truth,
            })
            .collect(),
        related: step
            .related
            .iter()
            .map(|related| RelatedView {
                relation: related.relation,
                service: related.service.as_ref().map(ToString::to_string),
                event: related.event.clone(),
                text: related.text.as_ref().map(say),
            })
            .collect(),
        supplies: step.supplies.map(|paper| paper.id.clone()),
        suspended: step.suspended().is_some(),
        papers: step.papers.iter().map(|paper| paper_view(language, paper)).collect(),
        lead: lead_view(texts, situation.on, &step.lead),
        due: deadlines.first().cloned(),
        said: said_view(step),
        deadlines,
        notices: step.notices.iter().map(|notice| say(&notice.text)).collect(),
        ask: step.service.iter().flat_map(|service| &service.ask).map(say).collect(),
        unconfirmed: step.service.iter().flat_map(|service| &service.unconfirmed).map(say).collect(),
        confidence: step.service.map(|service| service.confidence),
    }
}

fn status_word(need: Need, truth: Truth) -> &'static str {
    match (need, truth) {
        (_, Truth::Unknown) => "maybe",
        (Need::Bring, _) => "bring",
        (Need::StateReads, _) => "stateFetches",
        (Need::MadeHere, _) => "madeHere",
    }
}

fn paper_view(language: Language, paper: &PlannedPaper<'_>) -> PaperView {
    PaperView {
        id: paper.paper.id.clone(),
        name: paper.paper.name.get(language).to_owned(),
        status: status_word(paper.need.need, paper.truth),
        note: paper.need.note.as_ref().map(|note| note.get(language).to_owned()),
        from_step: paper.from_step.clone(),
        held: None,
        one_of: Vec::new(),
        steps: Vec::new(),
    }
}

fn merged_view(language: Language, paper: &MergedPaper<'_>) -> PaperView {
    let notes: Vec<&str> = paper.notes.iter().map(|note| note.get(language)).collect();
    PaperView {
        id: paper.paper.id.clone(),
        name: paper.paper.name.get(language).to_owned(),
        status: status_word(paper.need, paper.truth),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
        from_step: paper.from_step.clone(),
        held: paper.held,
        one_of: paper.alternatives.iter().map(|other| other.id.clone()).collect(),
        steps: paper.steps.clone(),
    }
}
