//! The plan as it is printed. What is said of it stands in the words of the account; beside them stand ids, amounts and
//! dates for programs.

use super::said::{BlockView, Said};
use super::step::{StepView, step_view};
use crate::account::{self, PaperRow, PlanRow};
use crate::domain::money::Amount;
use crate::domain::plan::{Number, Plan, Trips};
use crate::domain::question::{Question, QuestionKind};
use crate::domain::situation::Situation;
use crate::domain::text::Text;
use crate::i18n::{Texts, Value};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// The plan as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanView<'p> {
    event: EventView,
    catalogue: CatalogueView,
    centre: &'p str,
    on: Date,
    /// What must be said before anything else, and the whole in one paragraph.
    first: Option<Said<'p>>,
    overview: Said<'p>,
    questions: Vec<QuestionView<'p>>,
    steps: Vec<StepView<'p>>,
    papers: Vec<PaperView<'p>>,
    totals: Vec<TotalView>,
    /// The sure steps of whose cost a part is not known.
    open_costs: &'p [String],
    /// The journeys to other offices with this centre, and without it: at least and at most.
    trips: Trips,
    trips_without_centre: Trips,
    /// What may help instead of steps that are not for this person.
    instead: Vec<InsteadView<'p>>,
    /// How many things there are to do, ways to one end counted once.
    to_do: usize,
    automatic: usize,
    perhaps: usize,
    /// The ids of the steps that are overdue or whose last day is today, the most urgent first.
    urgent: Vec<&'p str>,
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
struct QuestionView<'p> {
    id: &'p str,
    kind: QuestionKind,
    text: String,
    options: Vec<OptionView<'p>>,
    /// How many undecided points of the plan rest on the answer.
    decides: usize,
}

#[derive(Serialize)]
struct OptionView<'p> {
    id: &'p str,
    text: String,
}

#[derive(Serialize)]
struct InsteadView<'p> {
    step: &'p str,
    service: Option<String>,
    event: Option<&'p str>,
    text: String,
}

#[derive(Serialize)]
struct TotalView {
    currency: &'static str,
    from: Amount,
    to: Amount,
    /// The most, with all that perhaps concerns the person.
    perhaps: Amount,
}

#[derive(Serialize)]
struct PaperView<'p> {
    id: &'p str,
    name: String,
    /// What the person said: that they have it, or lack it.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<bool>,
    /// The steps that ask for it.
    steps: &'p [String],
    #[serde(flatten)]
    block: BlockView<'p>,
}

impl<'p> PlanView<'p> {
    pub(super) fn of(texts: &Texts, situation: &Situation<'p>, plan: &'p Plan<'p>) -> Self {
        let say = |text: &Text| texts.say(&Value::Text(text));
        let rows: BTreeMap<&str, PlanRow<'p>> =
            account::plan_rows(situation, plan).into_iter().map(|row| (row.id, row)).collect();
        let papers = account::paper_groups(situation, plan).into_iter().flat_map(|group| group.rows);
        let totals = plan.totals.iter().map(|(currency, total)| TotalView {
            currency: currency.code(),
            from: total.least,
            to: total.most,
            perhaps: total.perhaps,
        });
        let instead = plan.instead.iter().map(|alternative| InsteadView {
            step: &alternative.step,
            service: alternative.instead.service.as_ref().map(ToString::to_string),
            event: alternative.instead.event.as_deref(),
            text: say(&alternative.instead.text),
        });
        let steps = plan.steps.iter();
        Self {
            event: EventView { code: situation.event.code.clone(), title: say(&situation.event.title) },
            catalogue: CatalogueView { version: situation.catalogue.number, as_of: situation.catalogue.as_of },
            centre: &situation.centre.id,
            on: situation.on,
            first: account::urgent(plan, situation.on).map(|(_, said)| Said::of(texts, &said)),
            overview: Said::of(texts, &account::overview(situation, plan)),
            questions: plan.questions.iter().map(|question| question_view(texts, plan, question)).collect(),
            steps: steps.map(|step| step_view(texts, situation, plan, step, rows.get(step.step.id.as_str()))).collect(),
            papers: papers.map(|row| paper_view(texts, &row)).collect(),
            totals: totals.collect(),
            open_costs: &plan.open_costs,
            trips: plan.journeys.with_centre,
            trips_without_centre: plan.journeys.without_centre,
            instead: instead.collect(),
            to_do: plan.counts.to_do,
            automatic: plan.counts.automatic,
            perhaps: plan.counts.perhaps,
            urgent: plan.urgent().into_iter().map(|step| step.step.id.as_str()).collect(),
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

fn question_view<'p>(texts: &Texts, plan: &Plan<'_>, question: &'p Question) -> QuestionView<'p> {
    let say = |text: &Text| texts.say(&Value::Text(text));
    let options = question.options.iter();
    QuestionView {
        id: &question.id,
        kind: question.kind,
        text: say(&question.text),
        options: options.map(|option| OptionView { id: &option.id, text: say(&option.text) }).collect(),
        decides: plan.decides.get(&question.id).copied().unwrap_or(0),
    }
}

fn paper_view<'p>(texts: &Texts, row: &PaperRow<'p>) -> PaperView<'p> {
    PaperView {
        id: row.id,
        name: texts.say(&row.name),
        held: row.held,
        steps: row.steps,
        block: BlockView::of(texts, &row.block),
    }
}
