//! The rules of a visit: each condition, dated amount, deadline and age, with where it stands and how a plan shows it.

use crate::domain::catalogue::Catalogue;
use crate::domain::condition::{Condition, FactSource as _, Test, Truth};
use crate::domain::deadline::{Deadline, DeadlineKind};
use crate::domain::fact::{FactId, Value};
use crate::domain::life_event::{LifeEvent, Step};
use crate::domain::plan::{Plan, PlannedStep, StepStatus};
use crate::domain::question::{AgeRow, DerivedFact, Question};
use crate::domain::service::{
    Channel, Criterion, DatedAmount, Exemption, FeeOption, Instead, PaperNeed, Service, StateDuty,
};
use crate::domain::situation::Situation;
use jiff::civil::Date;

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs, reason = "each is named as the record that holds the rule")]
pub enum Part<'a> {
    /// Whether a question is asked.
    Question(&'a Question),
    /// From which day on an age is reached: a row of the table.
    Age(&'a DerivedFact, &'a AgeRow),
    /// Whether a step is part of the plan.
    Step,
    /// Whether the State does the step by itself.
    Automatic,
    Criterion(&'a Criterion),
    Paper(&'a PaperNeed),
    Fee(&'a FeeOption),
    Duty(&'a StateDuty),
    Exemption(&'a Exemption),
    Benefit(&'a DatedAmount),
    Channel(&'a Channel),
    Deadline(&'a Deadline),
    Instead(&'a Instead),
}

/// A rule, and where it stands in a visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule<'a> {
    /// The step it belongs to; a question and an age belong to none.
    pub step: Option<&'a Step>,
    /// The service it belongs to; at a consulate the twin of the step's own.
    pub service: Option<&'a Service>,
    /// What it decides.
    pub part: Part<'a>,
}

/// A bound of a condition: the last number within it and the first beyond.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// The number that is tested.
    pub fact: FactId,
    /// With this number the condition may hold.
    pub inside: i64,
    /// With this one it does not for its sake.
    pub outside: i64,
}

impl<'a> Rule<'a> {
    /// Its condition.
    #[must_use]
    pub fn when(&self) -> Option<&'a Condition> {
        match self.part {
            Part::Question(question) => question.when.as_ref(),
            Part::Age(_, row) => row.when.as_ref(),
            Part::Step => self.step?.when.as_ref(),
            Part::Automatic => self.step?.automatic_when.as_ref(),
            Part::Criterion(criterion) => criterion.when.as_ref(),
            Part::Paper(need) => need.when.as_ref(),
            Part::Fee(fee) => fee.when.as_ref(),
            Part::Duty(duty) => duty.when.as_ref(),
            Part::Exemption(exemption) => exemption.when.as_ref(),
            Part::Benefit(amount) => amount.when.as_ref(),
            Part::Channel(channel) => channel.when.as_ref(),
            Part::Deadline(deadline) => deadline.when.as_ref(),
            Part::Instead(instead) => instead.when.as_ref(),
        }
    }

    /// Whether a plan shows that the rule holds; `None` as long as the plan leaves it open or has no place for it.
    pub(super) fn holds(&self, situation: &Situation<'a>, plan: &Plan<'a>) -> Option<bool> {
        let settled = |truth: Truth| match truth {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown => None,
        };
        if let Part::Question(question) = self.part {
            return settled(situation.is_asked(&question.id));
        }
        let planned = self.planned(plan)?;
        let among = |found: Option<Truth>| found.map_or(Some(false), settled);
        let in_plan = matches!(planned.status, StepStatus::Applies | StepStatus::Automatic).then_some(());
        match self.part {
            Part::Question(_) | Part::Age(..) => None,
            Part::Step if planned.is_refused() => None,
            Part::Step => match planned.status {
                StepStatus::Maybe => None,
                status => Some(status != StepStatus::DoesNotApply),
            },
            Part::Automatic => in_plan.map(|()| planned.status == StepStatus::Automatic),
            Part::Criterion(criterion) => {
                settled(planned.criteria.iter().find(|one| one.criterion == criterion)?.truth?)
            }
            Part::Instead(instead) => {
                (planned.status == StepStatus::DoesNotApply).then(|| planned.instead.contains(&instead))
            }
            Part::Paper(need) => {
                in_plan?;
                among(planned.papers.iter().find(|paper| paper.need == need).map(|paper| paper.truth))
            }
            Part::Fee(fee) => {
                in_plan?;
                among(planned.fees.iter().find(|one| one.option == fee).map(|fee| fee.truth))
            }
            Part::Duty(duty) => {
                in_plan?;
                among(planned.duties.iter().find(|one| one.duty == duty).map(|duty| duty.truth))
            }
            Part::Exemption(exemption) => {
                in_plan?;
                let mut reduced = planned.fees.iter().flat_map(|fee| &fee.reduced);
                among(reduced.find(|one| one.exemption == exemption).map(|one| one.truth))
            }
            Part::Benefit(amount) => {
                in_plan?;
                let mut now = planned.benefit.iter().filter(|one| !one.later);
                among(now.find(|one| one.amount == amount).map(|one| one.truth))
            }
            Part::Channel(channel) => {
                in_plan?;
                among(planned.places.iter().find(|place| place.channel == channel).map(|place| place.truth))
            }
            Part::Deadline(deadline) => {
                in_plan?;
                among(planned.deadlines.iter().find(|one| one.deadline == deadline).map(|one| one.truth))
            }
        }
    }

    /// The date that a plan gives by the rule, and whether it is in time on the day of the plan: a last day that has not
    /// passed, a first day that has come. A day fixed in the calendar is in time on that day alone.
    pub(super) fn date(&self, situation: &Situation<'a>, plan: &Plan<'a>) -> Option<(Date, bool)> {
        let Part::Deadline(deadline) = self.part else { return None };
        let planned = self.planned(plan)?;
        if !matches!(planned.status, StepStatus::Applies | StepStatus::Automatic) {
            return None;
        }
        let dated = planned.deadlines.iter().find(|one| one.deadline == deadline && one.truth == Truth::True)?;
        let due = dated.due?.date;
        let in_time = match (deadline.fixed, deadline.kind) {
            (Some(_), _) => due == situation.on,
            (None, DeadlineKind::NotBefore) => due <= situation.on,
            (None, DeadlineKind::Within | DeadlineKind::Expected) => due >= situation.on,
        };
        Some((due, in_time))
    }

    /// The date that a derived fact holds.
    pub(super) fn reached(&self, situation: &Situation<'a>) -> Option<Date> {
        let Part::Age(derived, _) = self.part else { return None };
        match situation.look_up(&derived.id) {
            Ok(Some(Value::Date(date))) => Some(date),
            _ => None,
        }
    }

    fn planned<'p>(&self, plan: &'p Plan<'a>) -> Option<&'p PlannedStep<'a>> {
        let planned = plan.step(&self.step?.id)?;
        let same = self.service.is_none_or(|service| planned.service.is_some_and(|used| used.code == service.code));
        same.then_some(planned)
    }
}

/// Every rule of a visit, in the order in which its records hold them.
#[must_use]
pub fn rules<'a>(catalogue: &'a Catalogue, event: &'a LifeEvent) -> Vec<Rule<'a>> {
    let everywhere = |part| Rule { step: None, service: None, part };
    let questions = event.questions.iter().filter(|question| question.when.is_some()).map(Part::Question);
    let ages = event.derived.iter().flat_map(|fact| {
        fact.age_reached.iter().flat_map(move |table| table.rows.iter().map(move |row| Part::Age(fact, row)))
    });
    let mut rules: Vec<Rule<'a>> = questions.chain(ages).map(everywhere).collect();
    for step in &event.steps {
        let own = |part| Rule { step: Some(step), service: None, part };
        rules.extend(step.when.iter().map(|_| own(Part::Step)));
        rules.extend(step.automatic_when.iter().map(|_| own(Part::Automatic)));
        rules.extend(step.deadlines.iter().map(Part::Deadline).map(own));
        rules.extend(step.instead.iter().filter(|one| one.when.is_some()).map(Part::Instead).map(own));
        let service = step.service.as_ref().and_then(|code| catalogue.service(code));
        let twin = service.and_then(|service| catalogue.service(service.consular_twin.as_ref()?));
        for service in service.into_iter().chain(twin) {
            rules.extend(parts(service).map(|part| Rule { service: Some(service), ..own(part) }));
        }
    }
    rules
}

/// Every rule of a service: its amounts and deadlines, and what else has a condition.
fn parts(service: &Service) -> impl Iterator<Item = Part<'_>> {
    let criteria = service.eligibility.iter().filter(|one| one.when.is_some()).map(Part::Criterion);
    let papers = service.papers.iter().filter(|need| need.when.is_some()).map(Part::Paper);
    let channels = service.channels.iter().filter(|channel| channel.when.is_some()).map(Part::Channel);
    let instead = service.instead.iter().filter(|one| one.when.is_some()).map(Part::Instead);
    let amounts = service.benefit.iter().flat_map(|benefit| &benefit.amounts).map(Part::Benefit);
    criteria
        .chain(instead)
        .chain(channels)
        .chain(papers)
        .chain(service.fees.iter().map(Part::Fee))
        .chain(service.state_duties.iter().map(Part::Duty))
        .chain(service.exemptions.iter().map(Part::Exemption))
        .chain(amounts)
        .chain(service.deadlines.iter().map(Part::Deadline))
}

/// The bounds of a condition, each with the side on which the condition may hold.
pub(super) fn bounds(condition: &Condition) -> Vec<Bound> {
    fn walk(condition: &Condition, negated: bool, found: &mut Vec<Bound>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| walk(part, negated, found)),
            Condition::Not(part) => walk(part, !negated, found),
            Condition::Fact { fact, test, .. } => {
                let (least, most) = match test {
                    Test::Within(least, most) => (*least, *most),
                    Test::Is(Value::Number(number)) => (Some(*number), Some(*number)),
                    Test::Is(_) | Test::OneOf(_) => (None, None),
                };
                let sides = [least.map(|least| (least, least - 1)), most.map(|most| (most, most + 1))];
                for (within, beyond) in sides.into_iter().flatten() {
                    let (inside, outside) = if negated { (beyond, within) } else { (within, beyond) };
                    let bound = Bound { fact: fact.clone(), inside, outside };
                    if !found.contains(&bound) {
                        found.push(bound);
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(condition, false, &mut found);
    found
}
