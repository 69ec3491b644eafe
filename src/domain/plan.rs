//! The plan: catalogue + answers + centre + date -> ordered personal steps with places, papers, fees,
//! dates and reasons. Pure, and fast enough to be computed for every frame.

mod bill;
mod cost;
mod count;
pub mod finishing;
mod journeys;
pub mod lead;
mod papers;
mod planner;
mod step;

pub use bill::{Bill, BillKind, BillPart, Chosen, Due, Sum};
pub use cost::{Cost, Price, Range, Total};
pub use count::{Counts, Number};
pub use finishing::{Finished, Finishing, finished};
pub use journeys::{Journeys, Trips};
pub use lead::{Lead, Urgency};
pub use papers::MergedPaper;
pub use step::{
    Place, PlannedAmount, PlannedCriterion, PlannedDeadline, PlannedDuty, PlannedFee, PlannedPaper, PlannedStep,
    Reduced, StepStatus,
};

use super::catalogue::Catalogue;
use super::centre::CentreKind;
use super::condition::Truth;
use super::fact::FactId;
use super::home::Responsible;
use super::identifier::ServiceCode;
use super::life_event::{Join, LifeEvent, Step};
use super::money::Currency;
use super::question::Question;
use super::service::{Confidence, Instead, Need, Relation, Service};
use super::situation::Situation;
use planner::Planner;
use std::collections::{BTreeMap, BTreeSet};

/// What may help instead of a step that is not for this person.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative<'a> {
    /// The id of the step that is not for them.
    pub step: String,
    /// What may help.
    pub instead: &'a Instead,
}

/// A personal plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'a> {
    /// The situation's catalogue.
    pub catalogue: &'a Catalogue,
    /// The questions still open that can change the plan, in the order to ask.
    pub questions: Vec<&'a Question>,
    /// How many undecided points of the plan rest on each open fact: the engine's word on which question
    /// decides most.
    pub decides: BTreeMap<FactId, usize>,
    /// The steps in order, those that do not apply included.
    pub steps: Vec<PlannedStep<'a>>,
    /// Every paper of the plan once.
    pub papers: Vec<MergedPaper<'a>>,
    /// What may help instead of steps that are not for this person, each target once.
    pub instead: Vec<Alternative<'a>>,
    /// The cost of the steps that are not optional, by currency.
    pub totals: BTreeMap<Currency, Total>,
    /// The ids of those that certainly apply and of whose cost a part is not known.
    pub open_costs: Vec<String>,
    /// The ids of those in the totals of which this person may pay less, by an exemption that no fact tells.
    pub may_be_less: Vec<String>,
    /// The journeys to other offices that the plan takes, with the centre and without it.
    pub journeys: Journeys,
    /// How many things there are to do, each set of ways to one end once.
    pub counts: Counts,
}

impl<'a> Plan<'a> {
    /// Computes the plan of a situation.
    #[must_use]
    pub fn compute(situation: &Situation<'a>) -> Self {
        let mut planner = Planner::new(situation);
        let as_written = situation.event.steps.iter().map(|step| planner.step(step)).collect();
        let mut steps = in_order(situation, as_written);
        keep_stronger(&mut planner, situation.event, &mut steps);
        settle_ways(situation.event, &mut steps);
        planner.insert_lacking(&mut steps);
        planner.lead(&mut steps);
        planner.overdue_first(&mut steps);
        papers::link(situation, &mut steps);
        let decides = planner.decides;
        // What the plan shows, or has just refused, is no help instead.
        let known: BTreeSet<&ServiceCode> = steps
            .iter()
            .filter(|step| step.status != StepStatus::DoesNotApply || step.is_refused())
            .flat_map(|step| step.step.service.iter().chain(step.service.map(|service| &service.code)))
            .collect();
        let (totals, open_costs) = cost::totals(&steps);
        Self {
            catalogue: situation.catalogue,
            questions: open_questions(situation, &decides),
            papers: papers::merge(situation, &steps),
            instead: instead(&steps, &known),
            journeys: journeys::of_plan(&steps),
            counts: count::counts(&steps),
            may_be_less: cost::may_be_less(&steps),
            decides,
            steps,
            totals,
            open_costs,
        }
    }

    /// The steps that concern this person, automatic ones included.
    pub fn shown(&self) -> impl Iterator<Item = &PlannedStep<'a>> {
        self.steps.iter().filter(|step| step.status != StepStatus::DoesNotApply)
    }

    /// Whether an office of a step that concerns this person depends on where they live.
    #[must_use]
    pub fn depends_on_home(&self) -> bool {
        self.shown().flat_map(|step| &step.places).filter_map(|place| place.responsible).any(Responsible::is_by_home)
    }

    /// The steps that concern this person with their numbers: ways to one end share one.
    #[must_use]
    pub fn numbered(&self) -> Vec<(Number, &PlannedStep<'a>)> {
        count::numbered(&self.steps)
    }

    /// What must be said before anything else: the steps whose term has ended while they are still to be done, and
    /// those whose last day is today; the most urgent first, of several ways to one end the most urgent one. What a
    /// person may as well leave undone is not urgent.
    #[must_use]
    pub fn urgent(&self) -> Vec<&PlannedStep<'a>> {
        let mut urgent: Vec<&PlannedStep<'a>> = self.shown().filter(|step| step.is_urgent()).collect();
        urgent.sort_by_key(|step| (std::cmp::Reverse(step.lead.urgency()), step.lead.date()));
        let mut ways = BTreeSet::new();
        urgent.retain(|step| step.way.is_none_or(|way| ways.insert(way)));
        urgent
    }

    /// The step with this id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&PlannedStep<'a>> {
        self.steps.iter().find(|step| step.step.id == id)
    }
}

/// How a step of the situation's event stands for this person by itself, and the questions that still decide it: what the
/// plan says of it, as long as no other event of the visit takes its place.
#[must_use]
pub fn standing<'a>(situation: &Situation<'a>, step: &'a Step) -> (StepStatus, BTreeSet<FactId>) {
    let planned = Planner::new(situation).standing(step);
    (planned.status, planned.missing)
}

/// The service a step uses at this centre.
#[must_use]
pub fn service_here<'a>(catalogue: &'a Catalogue, centre: CentreKind, code: &ServiceCode) -> Option<&'a Service> {
    let domestic = catalogue.service(code)?;
    let twin = domestic.consular_twin.as_ref().filter(|_| centre == CentreKind::Consulate);
    Some(twin.and_then(|twin| catalogue.service(twin)).unwrap_or(domestic))
}

/// The steps so that each comes after those it follows and those whose service its own requires; otherwise in
/// the order written. Nothing waits for a service that this person does not need. Steps in a cycle, which the
/// check refuses, stay where they are.
fn in_order<'a>(situation: &Situation<'a>, mut waiting: Vec<PlannedStep<'a>>) -> Vec<PlannedStep<'a>> {
    let mut ordered: Vec<PlannedStep<'a>> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let comes_first = |step: &PlannedStep<'_>, id: &str| {
            let waits = waiting.iter().find(|other| other.step.id == id);
            waits.is_some_and(|other| {
                step.step.after.contains(&other.step.id) || other.status != StepStatus::DoesNotApply
            })
        };
        let ready = waiting
            .iter()
            .position(|step| {
                let mut before = comes_after(situation.catalogue, situation.event, &step.step);
                !before.any(|id| comes_first(step, id))
            })
            .unwrap_or(0);
        ordered.push(waiting.remove(ready));
    }
    ordered
}

/// Of two events in one visit that use one service for the same person the stronger step stays: one that is or may be
/// required rather than an optional one or another way, and of two alike the sure one. As long as neither is sure, or it
/// is not known whether they are for the same person, both are shown.
fn keep_stronger<'a>(planner: &mut Planner<'_, 'a>, event: &LifeEvent, steps: &mut [PlannedStep<'a>]) {
    let sure = |step: &PlannedStep<'_>| matches!(step.status, StepStatus::Applies | StepStatus::Automatic);
    let strength = |step: &PlannedStep<'_>| match step.join {
        Join::And => 3,
        Join::Or => 2,
        Join::Optional => 1,
    };
    let rank = |step: &PlannedStep<'_>| (strength(step), sure(step));
    for same in &event.same_service {
        let place = |id: &String| steps.iter().position(|step| step.step.id == *id);
        let (Some(one), Some(other)) = (place(&same.one), place(&same.other)) else { continue };
        let shown = |place: usize| steps[place].status != StepStatus::DoesNotApply;
        if !shown(one) || !shown(other) || !(sure(&steps[one]) || sure(&steps[other])) {
            continue;
        }
        let (stays, goes) = if rank(&steps[other]) > rank(&steps[one]) { (other, one) } else { (one, other) };
        match same.only_if.as_ref().map_or(Ok(true), |fact| planner.is_true(fact)) {
            Ok(true) => {}
            Ok(false) => continue,
            Err(missing) => {
                // One of them is sure; whether the other one is another thing is not known.
                steps[goes].status = StepStatus::Maybe;
                steps[goes].missing.extend(missing);
                continue;
            }
        }
        // The dates of a step that is perhaps to be done are perhaps to be kept.
        let certain = if sure(&steps[goes]) { Truth::True } else { Truth::Unknown };
        steps[goes].status = StepStatus::DoesNotApply;
        steps[goes].missing.clear();
        let rules: Vec<_> = steps[goes].deadlines.drain(..).collect();
        for mut rule in rules {
            rule.truth = rule.truth.and(certain);
            let same = |known: &&mut PlannedDeadline<'_>| known.deadline == rule.deadline && known.due == rule.due;
            match steps[stays].deadlines.iter_mut().find(same) {
                Some(known) => known.truth = known.truth.or(rule.truth),
                None => steps[stays].deadlines.push(rule),
            }
        }
    }
}

/// A step and the `or` steps written after it are ways to one end. Where only one of them is for this person, it
/// stands for the whole; where there are more, they are numbered as a group.
fn settle_ways(event: &LifeEvent, steps: &mut [PlannedStep<'_>]) {
    let mut groups: Vec<Vec<&Step>> = Vec::new();
    for step in &event.steps {
        match groups.last_mut() {
            Some(group) if step.join == Join::Or => group.push(step),
            _ => groups.push(vec![step]),
        }
    }
    for (number, group) in groups.iter().enumerate().filter(|(_, group)| group.len() > 1) {
        let is_way = |step: &&mut PlannedStep<'_>| {
            step.status != StepStatus::DoesNotApply && group.iter().any(|way| way.id == step.step.id)
        };
        let mut ways: Vec<_> = steps.iter_mut().filter(is_way).collect();
        let optional = group[0].join == Join::Optional;
        if let [only] = ways.as_mut_slice() {
            only.join = if optional { Join::Optional } else { Join::And };
        } else {
            for way in ways {
                way.way = Some(number);
                // Whichever of them are for this person, none of them is a duty.
                way.join = if optional { Join::Optional } else { way.join };
            }
        }
    }
}

/// The ids of the steps that come before a step: those it names, and those whose service its own requires.
pub fn comes_after<'a>(
    catalogue: &'a Catalogue,
    event: &'a LifeEvent,
    step: &'a Step,
) -> impl Iterator<Item = &'a str> {
    let related = step.service.as_ref().and_then(|code| catalogue.service(code)).map(|service| &service.related);
    let required = related.into_iter().flatten().filter(|related| related.relation == Relation::Requires);
    let required = required.filter_map(|related| related.service.as_ref());
    let before = required.flat_map(|code| event.steps.iter().filter(move |other| other.service.as_ref() == Some(code)));
    step.after.iter().map(String::as_str).chain(before.map(|other| other.id.as_str()).filter(|id| *id != step.id))
}

/// The questions that can still change something, in the order asked: as written, each behind the open questions
/// that decide whether it is asked at all.
fn open_questions<'a>(situation: &Situation<'a>, decides: &BTreeMap<FactId, usize>) -> Vec<&'a Question> {
    let mut waiting: Vec<&Question> = situation
        .event
        .questions
        .iter()
        .filter(|question| decides.contains_key(&question.id))
        .filter(|question| !situation.answers.reached(&question.id))
        .filter(|question| situation.may_be_put(&question.id))
        .collect();
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let gates: Vec<BTreeSet<FactId>> = waiting.iter().map(|question| situation.awaits(&question.id)).collect();
        let ready = gates.iter().position(|gates| !waiting.iter().any(|other| gates.contains(&other.id)));
        ordered.push(waiting.remove(ready.unwrap_or(0)));
    }
    ordered
}

/// What may help instead, each target once, and none that the plan holds or refuses.
fn instead<'a>(steps: &[PlannedStep<'a>], known: &BTreeSet<&ServiceCode>) -> Vec<Alternative<'a>> {
    let mut found: Vec<Alternative<'a>> = Vec::new();
    for step in steps {
        for instead in &step.instead {
            let target = |other: &Instead| (other.service.clone(), other.event.clone());
            let told = found.iter().any(|alternative| target(alternative.instead) == target(instead));
            if !told && !instead.service.as_ref().is_some_and(|code| known.contains(code)) {
                found.push(Alternative { step: step.step.id.clone(), instead });
            }
        }
    }
    found
}

/// The service that gives a paper to someone who lacks it, when it is guidance.
fn source_of<'a>(situation: &Situation<'a>, paper: &super::service::Paper) -> Option<&'a Service> {
    let code = paper.replaced_by.as_ref().or(paper.output_of.as_ref())?;
    let service = service_here(situation.catalogue, situation.centre.kind, code)?;
    (service.confidence != Confidence::Assumed).then_some(service)
}

/// Which of two statements on who supplies a paper binds: what one step has to see in the hand is brought, even
/// if another reads it in a register.
const fn strength(need: Need) -> u8 {
    match need {
        Need::Bring => 2,
        Need::MadeHere => 1,
        Need::StateReads => 0,
    }
}
