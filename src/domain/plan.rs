//! The plan: catalogue + answers + centre + date -> ordered personal steps with places, papers, fees,
//! dates and reasons. Pure, and fast enough to be computed for every frame.

use super::catalogue::Catalogue;
use super::centre::CentreKind;
use super::condition::{Condition, Reason, Truth};
use super::deadline::{Deadline, DeadlineKind, Due};
use super::fact::FactId;
use super::identifier::ServiceCode;
use super::life_event::{Join, Step};
use super::money::{Amount, Currency};
use super::notice::Notice;
use super::question::Question;
use super::service::{Channel, ChannelKind, Confidence, FeeOption, Finish, Need, Paper, PaperNeed, Service};
use super::situation::Situation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How a step stands for this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum StepStatus {
    /// To be done.
    Applies,
    /// Depends on what is not known yet.
    Maybe,
    /// The State does it by itself.
    Automatic,
    /// Not for this person.
    DoesNotApply,
}

/// A place where the step can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Place<'a> {
    /// The channel of the service.
    pub channel: &'a Channel,
    /// What can be finished there, the centre's own profile considered.
    pub finish: Finish,
    /// Whether the place is certain for this person.
    pub truth: Truth,
}

/// A fee that this person may have to pay.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedFee<'a> {
    /// The cell of the fee matrix.
    pub option: &'a FeeOption,
    /// Whether it is certain for this person.
    pub truth: Truth,
}

/// A paper of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPaper<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// What the service says of it.
    pub need: &'a PaperNeed,
    /// Whether it is certain to be needed.
    pub truth: Truth,
    /// The earlier step that gives it.
    pub from_step: Option<&'a str>,
}

/// A date to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDeadline<'a> {
    /// The rule.
    pub deadline: &'a Deadline,
    /// The dates, when the anchor is known.
    pub due: Option<Due>,
    /// Whether the legal date lies before the day of the plan.
    pub passed: bool,
}

/// One step of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedStep<'a> {
    /// The step of the event.
    pub step: &'a Step,
    /// The service it uses here: at a consulate the consular twin.
    pub service: Option<&'a Service>,
    /// How it stands for this person.
    pub status: StepStatus,
    /// The questions that still decide whether it applies.
    pub missing: BTreeSet<FactId>,
    /// Why: the tested facts.
    pub reasons: Vec<Reason<'a>>,
    /// Where it can be done, best first as the editors wrote them.
    pub places: Vec<Place<'a>>,
    /// What it may cost. Empty means unknown unless `is_free`.
    pub fees: Vec<PlannedFee<'a>>,
    /// What to bring, and what the State reads.
    pub papers: Vec<PlannedPaper<'a>>,
    /// The dates to keep, the nearest binding one first.
    pub deadlines: Vec<PlannedDeadline<'a>>,
    /// Notices in force that touch the service.
    pub notices: Vec<&'a Notice>,
}

impl PlannedStep<'_> {
    /// Whether the person has something to do for it.
    #[must_use]
    pub fn is_to_do(&self) -> bool {
        matches!(self.status, StepStatus::Applies | StepStatus::Maybe)
    }

    /// What the centre itself can finish.
    #[must_use]
    pub fn here(&self) -> Finish {
        self.best(ChannelKind::Here)
    }

    /// What the portal can finish.
    #[must_use]
    pub fn online(&self) -> Finish {
        self.best(ChannelKind::Online)
    }

    /// Whether the person has to go to another office to end it.
    #[must_use]
    pub fn needs_trip(&self) -> bool {
        self.is_to_do()
            && self.service.is_some()
            && self.here() != Finish::Whole
            && self.online() != Finish::Whole
            && !self.places.is_empty()
    }

    /// Whether every fee known for it is zero.
    #[must_use]
    pub fn is_free(&self) -> bool {
        !self.fees.is_empty() && self.fees.iter().all(|fee| fee.option.amount == Some(Amount(0)))
    }

    fn best(&self, kind: ChannelKind) -> Finish {
        self.places
            .iter()
            .filter(|place| place.channel.kind == kind && place.truth != Truth::False)
            .map(|place| place.finish)
            .max()
            .unwrap_or(Finish::None)
    }
}

/// A paper of the whole plan, once, with the steps that ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct MergedPaper<'a> {
    /// The paper.
    pub paper: &'a Paper,
    /// Who supplies it: to bring, if any step says so.
    pub need: Need,
    /// Whether any step is certain to need it.
    pub truth: Truth,
    /// The step that gives it, if it comes out of the plan itself.
    pub from_step: Option<&'a str>,
    /// The steps that ask for it.
    pub steps: Vec<&'a str>,
    /// Notes of the services, each once.
    pub notes: Vec<&'a super::text::Text>,
}

/// What the sure steps cost together, in one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// With the cheapest term everywhere.
    pub least: Amount,
    /// With the dearest term everywhere.
    pub most: Amount,
}

/// A personal plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'a> {
    /// The situation's catalogue.
    pub catalogue: &'a Catalogue,
    /// The questions still open that can change the plan, in the order to ask.
    pub questions: Vec<&'a Question>,
    /// The steps in order, those that do not apply included.
    pub steps: Vec<PlannedStep<'a>>,
    /// Every paper of the plan once.
    pub papers: Vec<MergedPaper<'a>>,
    /// The cost of the steps that certainly apply and are not optional, by currency.
    pub totals: BTreeMap<Currency, Total>,
    /// How many of those steps have a fee that is not known.
    pub unknown_fees: usize,
    /// How many journeys to other offices the plan takes: each office once.
    pub trips: usize,
}

impl<'a> Plan<'a> {
    /// Computes the plan of a situation.
    #[must_use]
    pub fn compute(situation: &Situation<'a>) -> Self {
        let mut deciding = BTreeSet::new();
        let mut steps: Vec<_> = in_order(&situation.event.steps)
            .into_iter()
            .map(|step| plan_step(situation, step, &mut deciding))
            .collect();
        let givers: Vec<_> = steps
            .iter()
            .filter(|step| step.status != StepStatus::DoesNotApply)
            .filter_map(|step| Some((step.step.service.as_ref()?, step.service?, step.step.id.as_str())))
            .collect();
        for step in &mut steps {
            let own = step.step.id.as_str();
            for paper in &mut step.papers {
                paper.from_step = paper.paper.output_of.as_ref().and_then(|code| {
                    let giver = givers.iter().find(|(domestic, used, _)| *domestic == code || used.code == *code)?;
                    (giver.2 != own).then_some(giver.2)
                });
            }
        }
        let (totals, unknown_fees) = totals(&steps);
        Self {
            catalogue: situation.catalogue,
            questions: open_questions(situation, &deciding),
            papers: merge_papers(&steps),
            trips: trips(&steps),
            steps,
            totals,
            unknown_fees,
        }
    }

    /// The steps that concern this person, automatic ones included.
    pub fn shown(&self) -> impl Iterator<Item = &PlannedStep<'a>> {
        self.steps.iter().filter(|step| step.status != StepStatus::DoesNotApply)
    }

    /// The step with this id.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&PlannedStep<'a>> {
        self.steps.iter().find(|step| step.step.id == id)
    }
}

/// The service a step uses at this centre.
#[must_use]
pub fn service_here<'a>(catalogue: &'a Catalogue, centre: CentreKind, code: &ServiceCode) -> Option<&'a Service> {
    let domestic = catalogue.service(code)?;
    let twin = domestic.consular_twin.as_ref().filter(|_| centre == CentreKind::Consulate);
    Some(twin.and_then(|twin| catalogue.service(twin)).unwrap_or(domestic))
}

/// The steps so that each comes after those it follows; otherwise in the order written. Steps in a
/// cycle, which the check refuses, stay where they are.
fn in_order(steps: &[Step]) -> Vec<&Step> {
    let mut waiting: Vec<&Step> = steps.iter().collect();
    let mut ordered: Vec<&Step> = Vec::with_capacity(steps.len());
    while !waiting.is_empty() {
        let ready = waiting
            .iter()
            .position(|step| step.after.iter().all(|before| !waiting.iter().any(|other| other.id == *before)))
            .unwrap_or(0);
        ordered.push(waiting.remove(ready));
    }
    ordered
}

fn plan_step<'a>(situation: &Situation<'a>, step: &'a Step, deciding: &mut BTreeSet<FactId>) -> PlannedStep<'a> {
    let service = step
        .service
        .as_ref()
        .and_then(|code| service_here(situation.catalogue, situation.centre.kind, code))
        .filter(|service| service.confidence != Confidence::Assumed);
    let mut planned = PlannedStep {
        step,
        service,
        status: StepStatus::Applies,
        missing: BTreeSet::new(),
        reasons: Vec::new(),
        places: Vec::new(),
        fees: Vec::new(),
        papers: Vec::new(),
        deadlines: Vec::new(),
        notices: Vec::new(),
    };
    let applies = evaluate(situation, step.when.as_ref(), &mut planned);
    let automatic = if step.automatic {
        Truth::True
    } else if let Some(condition) = &step.automatic_when {
        let evaluation = condition.evaluate(situation);
        planned.missing.extend(evaluation.missing);
        planned.reasons.extend(evaluation.reasons.into_iter().filter(|reason| reason.truth == Truth::True));
        evaluation.truth
    } else {
        Truth::False
    };
    planned.status = match (applies, automatic) {
        (Truth::False, _) => StepStatus::DoesNotApply,
        (Truth::Unknown, _) | (Truth::True, Truth::Unknown) => StepStatus::Maybe,
        (Truth::True, Truth::True) => StepStatus::Automatic,
        (Truth::True, Truth::False) => StepStatus::Applies,
    };
    if planned.status == StepStatus::DoesNotApply {
        planned.missing.clear();
        return planned;
    }
    deciding.extend(planned.missing.iter().cloned());
    let mut decide = |condition: Option<&'a Condition>| {
        condition.map_or(Truth::True, |condition| {
            let evaluation = condition.evaluate(situation);
            deciding.extend(evaluation.missing);
            evaluation.truth
        })
    };
    let rules = step.deadlines.iter().chain(service.into_iter().flat_map(|service| &service.deadlines));
    let deadlines: Vec<_> = rules.filter(|rule| decide(rule.when.as_ref()) != Truth::False).collect();
    if let Some(service) = service {
        planned.places = places(situation, service, &mut decide);
        planned.fees = service
            .fees
            .iter()
            .filter(|fee| fee.from.is_none_or(|from| from <= situation.on))
            .filter(|fee| fee.to.is_none_or(|to| situation.on <= to))
            .map(|option| PlannedFee { option, truth: decide(option.when.as_ref()) })
            .filter(|fee| fee.truth != Truth::False)
            .collect();
        planned.papers = service
            .papers
            .iter()
            .filter_map(|need| {
                let paper = situation.catalogue.papers.get(&need.paper)?;
                let truth = decide(need.when.as_ref());
                (truth != Truth::False).then_some(PlannedPaper { paper, need, truth, from_step: None })
            })
            .collect();
        planned.notices = notices(situation, service);
    }
    planned.deadlines = deadlines.into_iter().map(|rule| plan_deadline(situation, rule, deciding)).collect();
    planned.deadlines.sort_by_key(|deadline| {
        let date = deadline.due.map(|due| due.date);
        (deadline.deadline.kind == DeadlineKind::Expected, deadline.passed, date.is_none(), date)
    });
    planned
}

fn evaluate<'a>(situation: &Situation<'a>, condition: Option<&'a Condition>, planned: &mut PlannedStep<'a>) -> Truth {
    let Some(condition) = condition else { return Truth::True };
    let evaluation = condition.evaluate(situation);
    planned.missing.extend(evaluation.missing);
    planned.reasons.extend(evaluation.reasons);
    evaluation.truth
}

fn places<'a>(
    situation: &Situation<'a>,
    service: &'a Service,
    decide: &mut impl FnMut(Option<&'a Condition>) -> Truth,
) -> Vec<Place<'a>> {
    let abroad = situation.centre.kind == CentreKind::Consulate;
    let own = situation.centre.finishes.get(&service.code).copied();
    service
        .channels
        .iter()
        // A consulate is no place to send a villager to.
        .filter(|channel| channel.kind != ChannelKind::Consulate || abroad)
        .map(|channel| Place {
            channel,
            finish: own.filter(|_| channel.kind == ChannelKind::Here).unwrap_or(channel.finish),
            truth: decide(channel.when.as_ref()),
        })
        .filter(|place| place.truth != Truth::False)
        .collect()
}

fn plan_deadline<'a>(
    situation: &Situation<'a>,
    deadline: &'a Deadline,
    deciding: &mut BTreeSet<FactId>,
) -> PlannedDeadline<'a> {
    let calendar = situation.catalogue.calendar.for_locality(situation.centre.patron_day);
    let due = match situation.date(&deadline.anchor) {
        Ok(anchor) => anchor.and_then(|anchor| deadline.due(anchor, &calendar).ok()),
        Err(missing) => {
            deciding.extend(missing);
            None
        }
    };
    let passed = deadline.kind == DeadlineKind::Within && due.is_some_and(|due| due.date < situation.on);
    // A day before the plan's own is no help; offices closed from now until the legal date are said so.
    let due = due.map(|due| Due { open_day: due.open_day.filter(|day| *day >= situation.on), ..due });
    PlannedDeadline { deadline, due, passed }
}

fn notices<'a>(situation: &Situation<'a>, service: &Service) -> Vec<&'a Notice> {
    let in_force = |notice: &&Notice| notice.from <= situation.on && notice.to.is_none_or(|to| situation.on <= to);
    let touches = |notice: &&Notice| notice.services.contains(&service.code);
    situation.catalogue.notices.values().filter(in_force).filter(touches).collect()
}

/// The questions that can still change something, in the order asked.
fn open_questions<'a>(situation: &Situation<'a>, deciding: &BTreeSet<FactId>) -> Vec<&'a Question> {
    situation
        .event
        .questions
        .iter()
        .filter(|question| deciding.contains(&question.id))
        .filter(|question| !situation.answers.reached(&question.id))
        .filter(|question| situation.may_be_put(&question.id))
        .collect()
}

fn merge_papers<'a>(steps: &[PlannedStep<'a>]) -> Vec<MergedPaper<'a>> {
    let mut merged: Vec<MergedPaper<'a>> = Vec::new();
    for step in steps.iter().filter(|step| step.is_to_do()) {
        for paper in &step.papers {
            let certainty = if step.status == StepStatus::Applies { paper.truth } else { Truth::Unknown };
            let place = merged.iter().position(|known| known.paper.id == paper.paper.id).unwrap_or_else(|| {
                merged.push(MergedPaper {
                    paper: paper.paper,
                    need: paper.need.need,
                    truth: certainty,
                    from_step: paper.from_step,
                    steps: Vec::new(),
                    notes: Vec::new(),
                });
                merged.len() - 1
            });
            let known = &mut merged[place];
            // What one step has to see in the hand is brought, even if another reads it in a register.
            let stronger = |need| match need {
                Need::Bring => 2,
                Need::MadeHere => 1,
                Need::StateReads => 0,
            };
            if stronger(paper.need.need) > stronger(known.need) {
                known.need = paper.need.need;
                known.truth = certainty;
            } else if paper.need.need == known.need {
                known.truth = known.truth.or(certainty);
            }
            known.steps.push(&step.step.id);
            if let Some(note) = &paper.need.note
                && !known.notes.contains(&note)
            {
                known.notes.push(note);
            }
        }
    }
    merged
}

fn totals(steps: &[PlannedStep<'_>]) -> (BTreeMap<Currency, Total>, usize) {
    let mut totals: BTreeMap<Currency, Total> = BTreeMap::new();
    let mut unknown = 0;
    let counted = steps
        .iter()
        .filter(|step| step.status == StepStatus::Applies && step.step.join == Join::And && step.service.is_some());
    for step in counted {
        let mut range: BTreeMap<Currency, (Amount, Amount)> = BTreeMap::new();
        for fee in &step.fees {
            let Some(least) = fee.option.amount else { continue };
            let most = fee.option.amount_to.unwrap_or(least);
            let entry = range.entry(fee.option.currency).or_insert((least, most));
            *entry = (entry.0.min(least), entry.1.max(most));
        }
        if range.is_empty() {
            unknown += 1;
        }
        for (currency, (least, most)) in range {
            let total = totals.entry(currency).or_default();
            total.least.0 += least.0;
            total.most.0 += most.0;
        }
    }
    (totals, unknown)
}

fn trips(steps: &[PlannedStep<'_>]) -> usize {
    steps
        .iter()
        .filter(|step| step.status == StepStatus::Applies && step.step.join == Join::And && step.needs_trip())
        .filter_map(|step| step.service.map(|service| service.provider.as_str()))
        .collect::<BTreeSet<_>>()
        .len()
}
