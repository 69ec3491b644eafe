//! A plan to take away: its steps in lines, where to read more, of which day and for which centre it holds. No personal
//! data.

use super::lead::{Reader, lead_said};
use super::perhaps_so;
use super::place::{centre_said, office_said, place_name};
use super::title::step_name;
use crate::domain::centre::CentreKind;
use crate::domain::guide::JOINT;
use crate::domain::home::Responsible;
use crate::domain::plan::{Finishing, Number, Plan, PlannedStep, StepStatus, Urgency, finished};
use crate::domain::situation::Situation;
use crate::i18n::{Value, phrase};

/// A plan to take away.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet<'p> {
    /// What it is about.
    pub head: Value<'p>,
    /// The steps: what is to be done, then what the State does.
    pub steps: Vec<SheetStep<'p>>,
    /// Where to read more.
    pub pages: Vec<Page<'p>>,
    /// Of which day the catalogue is.
    pub catalogue: Value<'p>,
    /// For which centre and day it holds.
    pub valid: Value<'p>,
    /// How to reach that centre again, as far as that is known.
    pub centre: Vec<Value<'p>>,
}

/// A step on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetStep<'p> {
    /// Its number.
    pub number: Number,
    /// What it is called.
    pub title: Value<'p>,
    /// What stands behind it: that it may be needed only, that the State does it.
    pub remark: Option<Value<'p>>,
    /// By when.
    pub lead: Option<Value<'p>>,
    /// To which office it leads, with what is known of that; nothing where it is done elsewhere than at an office.
    pub place: Option<Value<'p>>,
}

/// A page of the State's portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page<'p> {
    /// Of an event.
    Event(&'p str),
    /// Of a service.
    Service(&'p str),
    /// The portal itself: it has no page for what has no official code.
    Start,
}

/// What is taken away of a plan.
#[must_use]
pub fn sheet<'p>(situation: &Situation<'p>, plan: &'p Plan<'p>, reader: Reader) -> Sheet<'p> {
    let numbered = plan.numbered();
    let (automatic, to_do): (Vec<_>, Vec<_>) =
        numbered.into_iter().partition(|(number, _)| *number == Number::Automatic);
    let steps = to_do.into_iter().chain(automatic);
    let mut pages: Vec<Page<'p>> = situation.event.code.split(JOINT).map(|code| page(situation, code)).collect();
    pages.dedup();
    let number = Value::Name(plan.catalogue.number.to_string());
    let catalogue = phrase("catalogue-note").with("number", number).with("date", Value::Day(plan.catalogue.as_of));
    let valid = phrase("take-away-valid").with("centre", &situation.centre.name).with("date", Value::Day(situation.on));
    Sheet {
        head: Value::Text(&situation.event.tile),
        steps: steps.map(|(number, step)| of_step(situation, step, number, reader)).collect(),
        pages,
        catalogue: catalogue.into(),
        valid: valid.into(),
        // A code holds few letters: whoever reads it on a telephone has it from the centre.
        centre: if reader == Reader::Code { Vec::new() } else { centre_said(situation.centre) },
    }
}

fn of_step<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>, number: Number, reader: Reader) -> SheetStep<'p> {
    let perhaps = || Value::Inside(Box::new(phrase("plan-tag-maybe").into()));
    let remark = match (number, step.status) {
        (Number::Automatic, StepStatus::Maybe) => {
            Some(Value::Remarks(vec![phrase("where-automatic").into(), perhaps()]))
        }
        (Number::Automatic, _) => Some(phrase("where-automatic").into()),
        (_, StepStatus::Maybe) => Some(perhaps()),
        _ => None,
    };
    let lead = lead_said(&step.lead, situation.on, reader);
    let perhaps = !step.lead.is_certain() && step.status != StepStatus::Maybe && step.lead.urgency() == Urgency::Calm;
    let lead = if perhaps { lead.map(perhaps_so) } else { lead };
    let place = Some(step).filter(|_| reader != Reader::Code).and_then(|step| office_of(situation, step));
    SheetStep { number, title: step_name(step), remark, lead, place }
}

/// The office to which a step certainly leads.
fn office_of<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Option<Value<'p>> {
    let with_line = situation.centre.kind != CentreKind::MobileTeam;
    let Some(Finishing::Elsewhere(Some(place))) = finished(step, with_line).certain else { return None };
    let name = place_name(situation.catalogue, step, place)?;
    let known = place.responsible.and_then(Responsible::office).into_iter().flat_map(office_said);
    let remarks = std::iter::once(Value::Heading(Box::new(name))).chain(known).collect();
    Some(phrase("sheet-place").with("place", Value::Remarks(remarks)).into())
}

/// The page that the portal has for a code.
fn page<'p>(situation: &Situation<'p>, code: &'p str) -> Page<'p> {
    match (code.starts_with("X-"), situation.catalogue.events.contains_key(code)) {
        (true, _) => Page::Start,
        (false, true) => Page::Event(code),
        (false, false) => Page::Service(code),
    }
}
