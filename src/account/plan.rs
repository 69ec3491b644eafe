//! A plan: what must be said first, the whole in one paragraph, and its steps in rows.

use super::lead::{Reader, lead_said};
use super::money::{cost_said, of_range, receives_said};
use super::place::where_mark;
use super::title::step_name;
use super::{About, Mark, Tone, perhaps_so};
use crate::domain::centre::CentreKind;
use crate::domain::life_event::Join;
use crate::domain::plan::{Counts, Number, Plan, PlannedStep, Range, StepStatus, Trips, Urgency};
use crate::domain::situation::Situation;
use crate::i18n::{Phrase, Value, phrase};
use jiff::civil::Date;

/// How many steps are named at the head of the plan, and beside its total; the rest are counted.
const NAMED: usize = 2;

/// The tone of what leads; `None` where nothing hurries.
#[must_use]
pub fn lead_tone(urgency: Urgency) -> Option<Tone> {
    match urgency {
        Urgency::Overdue => Some(Tone::Danger),
        Urgency::LastDay | Urgency::PerhapsOverdue | Urgency::Missed => Some(Tone::Caution),
        Urgency::Calm => None,
    }
}

/// What must be said before anything else, at the head of the plan on a screen.
#[must_use]
pub fn urgent<'p>(plan: &'p Plan<'p>, on: Date) -> Option<(Tone, Value<'p>)> {
    urgent_for(plan, on, Reader::Screen)
}

/// The same for whoever reads it there.
pub(super) fn urgent_for<'p>(plan: &'p Plan<'p>, on: Date, reader: Reader) -> Option<(Tone, Value<'p>)> {
    let urgent = plan.urgent();
    let tone = lead_tone(urgent.first()?.lead.urgency())?;
    let more = urgent.len().saturating_sub(NAMED);
    let named = urgent.into_iter().take(NAMED).map(|step| {
        let words = lead_said(&step.lead, on, reader);
        Value::Sentences(std::iter::once(step_name(step)).chain(words).collect())
    });
    let more = (more > 0).then(|| phrase("lead-more").counted(more).into());
    Some((tone, Value::Sentences(std::iter::once(phrase("lead-heading").into()).chain(named).chain(more).collect())))
}

/// The plan in one paragraph: how many things to do, journeys, money. What is not known stands beside what is.
#[must_use]
pub fn overview<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>) -> Value<'p> {
    let Counts { to_do, automatic, perhaps } = plan.counts;
    // Where all steps depend on what is not known, "nothing to do" would send people home.
    let (first, more) = match (to_do, perhaps) {
        (0, 1..) => (phrase("plan-only-maybe").counted(perhaps), 0),
        _ => (phrase("plan-to-do").counted(to_do), perhaps),
    };
    let mut parts: Vec<Value<'p>> = vec![first.into()];
    parts.extend((automatic > 0).then(|| phrase("plan-automatic").counted(automatic).into()));
    parts.extend((more > 0).then(|| phrase("plan-maybe").counted(more).into()));
    let journeys = plan.journeys;
    parts.push(trips(journeys.with_centre));
    let (with, without) = (journeys.with_centre, journeys.without_centre);
    if situation.centre.kind != CentreKind::Consulate && without.most > with.most {
        parts.push(phrase("plan-trips-without").counted(without.most).into());
    }
    parts.extend(totals(plan));
    // Beside the total: of which steps the amount, or a part of it, is not known, and at which some people pay less.
    parts.extend(steps_said(plan, &plan.open_costs, ["plan-unknown-named", "plan-unknown-fees"]));
    parts.extend(steps_said(plan, &plan.may_be_less, ["plan-less-named", "plan-less"]));
    Value::Sentences(parts)
}

/// How many journeys, and how many perhaps.
pub(super) fn trips(trips: Trips) -> Value<'static> {
    match (trips.least, trips.most) {
        (0, 0) => phrase("plan-no-trip").into(),
        (0, most) => phrase("plan-trips-perhaps").counted(most).into(),
        (least, most) if least == most => phrase("plan-trips").counted(most).into(),
        (least, most) => phrase("plan-trips-range").with("least", least).counted(most).into(),
    }
}

fn totals<'p>(plan: &'p Plan<'p>) -> Vec<Value<'p>> {
    // Nothing to pay is said only when no step shown may cost anything.
    let free = !plan.shown().any(PlannedStep::may_cost);
    if free && !plan.totals.is_empty() {
        return vec![phrase("plan-free").into()];
    }
    let of = |(currency, total): (&crate::domain::money::Currency, &crate::domain::plan::Total)| {
        let sure = of_range(Range { least: total.least, most: total.most }, *currency);
        let perhaps = Value::Amount(total.perhaps, *currency);
        match (total.most.0, total.perhaps.0) {
            (_, 0) => None,
            (0, _) => Some(phrase("plan-cost-perhaps").with("amount", perhaps).into()),
            (most, perhaps) if most == perhaps => Some(phrase("plan-cost").with("amount", sure).into()),
            _ => Some(phrase("plan-cost-more").with("amount", sure).with("most", perhaps).into()),
        }
    };
    plan.totals.iter().filter_map(of).collect()
}

/// Steps of which something is said: a few by their names, more by their number.
fn steps_said<'p>(plan: &'p Plan<'p>, ids: &'p [String], [named, counted]: [&'static str; 2]) -> Option<Value<'p>> {
    let steps: Vec<Value<'p>> = ids.iter().filter_map(|id| plan.step(id)).map(step_name).collect();
    match steps.len() {
        0 => None,
        1..=NAMED => Some(phrase(named).with("steps", Value::List(steps)).into()),
        count => Some(phrase(counted).counted(count).into()),
    }
}

/// A step of the plan in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRow<'p> {
    /// Its id.
    pub id: &'p str,
    /// Its number.
    pub number: Number,
    /// What it is called.
    pub title: Value<'p>,
    /// Its marks: what is urgent, where it is done, whether it is needed.
    pub marks: Vec<Mark<'p>>,
    /// By when, where nothing hurries.
    pub due: Option<Value<'p>>,
    /// What is paid out.
    pub receives: Option<Value<'p>>,
    /// For how much.
    pub cost: Option<Value<'p>>,
}

/// The steps of the plan in rows.
#[must_use]
pub fn plan_rows<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>) -> Vec<PlanRow<'p>> {
    rows_for(situation, plan, Reader::Screen)
}

fn rows_for<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, reader: Reader) -> Vec<PlanRow<'p>> {
    plan.numbered().into_iter().map(|(number, step)| row(situation, step, number, reader)).collect()
}

/// What the steps of a part of the plan have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// There is something to do.
    ToDo,
    /// The State pays without being asked.
    Receive,
    /// The State does it by itself.
    State,
}

/// Steps of the plan under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSection<'p> {
    /// What they have in common.
    pub part: Part,
    /// The heading.
    pub title: Phrase<'static>,
    /// The steps; never none.
    pub rows: Vec<PlanRow<'p>>,
}

/// The steps of the plan in sections: what there is to do, what comes unasked, what the State does by itself.
#[must_use]
pub fn plan_sections<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>) -> Vec<PlanSection<'p>> {
    sections_for(situation, plan, Reader::Screen)
}

/// The same for whoever reads it there.
pub(super) fn sections_for<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, reader: Reader) -> Vec<PlanSection<'p>> {
    let of = |row: &PlanRow<'p>| match (row.number, &row.receives) {
        (Number::Step(_) | Number::Instead(_), _) => Part::ToDo,
        (Number::Automatic, Some(_)) => Part::Receive,
        (Number::Automatic, None) => Part::State,
    };
    let rows = rows_for(situation, plan, reader);
    let titles = [
        (Part::ToDo, phrase("plan-section-do")),
        (Part::Receive, phrase("plan-section-receive")),
        (Part::State, phrase("plan-section-state")),
    ];
    let sections = titles.into_iter().map(|(part, title)| {
        let rows = rows.iter().filter(|row| of(row) == part).cloned().collect();
        PlanSection { part, title, rows }
    });
    sections.filter(|section| !section.rows.is_empty()).collect()
}

/// The place of a step in the plan: "Step 3 of 10", in whose place it stands, or that the State does it; with the steps
/// before and after it, in the order of the sections.
#[derive(Clone, Debug, PartialEq)]
pub struct StepPlace<'p> {
    /// Which it is.
    pub words: Value<'p>,
    /// The step before.
    pub before: Option<PlanRow<'p>>,
    /// The step after.
    pub after: Option<PlanRow<'p>>,
}

/// Where a step stands in the plan; `None` where it is not shown there.
#[must_use]
pub fn step_place<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, id: &str) -> Option<StepPlace<'p>> {
    let rows: Vec<PlanRow<'p>> = plan_sections(situation, plan).into_iter().flat_map(|section| section.rows).collect();
    let place = rows.iter().position(|row| row.id == id)?;
    let of = rows.iter().filter(|row| matches!(row.number, Number::Step(_))).count();
    let words = match rows[place].number {
        Number::Step(number) => phrase("step-place").with("number", number).with("of", of),
        Number::Instead(number) => phrase("plan-tag-or").with("number", number),
        Number::Automatic => phrase("where-automatic"),
    };
    let row = |place: Option<usize>| place.and_then(|place| rows.get(place)).cloned();
    Some(StepPlace { words: words.into(), before: row(place.checked_sub(1)), after: row(place.checked_add(1)) })
}

fn row<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>, number: Number, reader: Reader) -> PlanRow<'p> {
    let mut marks: Vec<Mark<'p>> = urgent_mark_for(step, situation.on, reader).into_iter().collect();
    marks.push(where_mark(situation.catalogue, situation.centre, step));
    if step.supplies.is_some() {
        marks.push(Mark::new(About::Bring, Tone::Information, phrase("plan-tag-lacking")));
    }
    if step.status == StepStatus::Maybe {
        marks.push(Mark::perhaps_needed());
    }
    if let Number::Instead(number) = number {
        marks.push(Mark::new(About::Link, Tone::Quiet, phrase("plan-tag-or").with("number", number)));
    } else if step.join == Join::Optional {
        marks.push(Mark::new(About::Choice, Tone::Quiet, phrase("plan-tag-optional")));
    }
    if !step.notices.is_empty() {
        marks.push(Mark::new(About::Notice, Tone::Caution, phrase("plan-tag-notice")));
    }
    PlanRow {
        id: &step.step.id,
        number,
        title: step_name(step),
        marks,
        due: due_said_for(step, situation.on, reader),
        receives: receives_said(step),
        cost: cost_said(step).filter(|_| step.is_to_do()),
    }
}

/// What leads a step's dates, where a person must hurry or has missed something: a mark of its own.
#[must_use]
pub fn urgent_mark<'p>(step: &'p PlannedStep<'p>, on: Date) -> Option<Mark<'p>> {
    urgent_mark_for(step, on, Reader::Screen)
}

fn urgent_mark_for<'p>(step: &'p PlannedStep<'p>, on: Date, reader: Reader) -> Option<Mark<'p>> {
    let tone = lead_tone(step.lead.urgency())?;
    let words = lead_said(&step.lead, on, reader)?;
    Some(Mark { certain: step.lead.is_certain(), ..Mark::new(About::Time, tone, words) })
}

/// What leads a step's dates, where nothing hurries, in one line; as perhaps where the date may not be this person's.
#[must_use]
pub fn due_said<'p>(step: &'p PlannedStep<'p>, on: Date) -> Option<Value<'p>> {
    due_said_for(step, on, Reader::Screen)
}

fn due_said_for<'p>(step: &'p PlannedStep<'p>, on: Date, reader: Reader) -> Option<Value<'p>> {
    if step.lead.urgency() != Urgency::Calm {
        return None;
    }
    let words = lead_said(&step.lead, on, reader)?;
    // Of a step that may not be needed at all that is said already.
    let perhaps = !step.lead.is_certain() && step.status != StepStatus::Maybe;
    Some(if perhaps { perhaps_so(words) } else { words })
}
