//! Computes the steps of a plan, and notes on which facts they rest.

use super::lead::{self, Lead, Standing};
use super::papers::surely_asks;
use super::step::{
    Place, PlannedAmount, PlannedCriterion, PlannedDeadline, PlannedDuty, PlannedFee, PlannedPaper, PlannedStep,
    Reduced, StepStatus,
};
use super::{comes_after, service_here, source_of};
use crate::domain::calendar::Calendar;
use crate::domain::centre::CentreKind;
use crate::domain::condition::{Condition, FactSource as _, Truth};
use crate::domain::deadline::{Deadline, DeadlineKind, Due};
use crate::domain::fact::{FactId, Value};
use crate::domain::home::Responsible;
use crate::domain::life_event::{Join, Step};
use crate::domain::money::Amount;
use crate::domain::notice::{Notice, NoticeKind};
use crate::domain::service::{
    Channel, ChannelKind, Confidence, Criterion, FeeOption, Finish, Instead, Need, Paper, Service,
};
use crate::domain::situation::Situation;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Planner<'s, 'a> {
    situation: &'s Situation<'a>,
    calendar: Calendar,
    /// How many undecided points rest on each fact.
    pub decides: BTreeMap<FactId, usize>,
}

impl<'s, 'a> Planner<'s, 'a> {
    pub fn new(situation: &'s Situation<'a>) -> Self {
        let calendar = situation.catalogue.calendar.for_locality(situation.centre.patron_day);
        Self { situation, calendar, decides: BTreeMap::new() }
    }

    /// A step of the event.
    pub fn step(&mut self, step: &'a Step) -> PlannedStep<'a> {
        let mut planned = self.standing(step);
        if planned.status != StepStatus::DoesNotApply {
            self.rests_on(planned.missing.iter().cloned());
            self.fill(&mut planned, &step.deadlines);
        }
        planned
    }

    /// How a step of the event stands for this person, and why: without its places, money, papers and dates.
    pub fn standing(&self, step: &'a Step) -> PlannedStep<'a> {
        let service = step
            .service
            .as_ref()
            .and_then(|code| service_here(self.situation.catalogue, self.situation.centre.kind, code))
            .filter(|service| service.confidence != Confidence::Assumed);
        let mut planned = blank(Cow::Borrowed(step), service);
        let mut applies = Truth::True;
        if let Some(when) = &step.when {
            let evaluation = when.evaluate(self.situation);
            applies = evaluation.truth;
            planned.missing.extend(evaluation.missing);
            planned.reasons.extend(evaluation.reasons);
        }
        if applies == Truth::False {
            planned.instead.extend(self.possible(&step.instead));
        } else if let Some(service) = service {
            let entitled = self.entitlement(&mut planned, service);
            if entitled == Truth::False {
                planned.instead.extend(self.possible(&step.instead).chain(self.possible(&service.instead)));
            }
            applies = applies.and(entitled);
        }
        let automatic = if step.automatic {
            Truth::True
        } else if let Some(condition) = &step.automatic_when {
            let evaluation = condition.evaluate(self.situation);
            planned.missing.extend(evaluation.missing);
            planned.reasons.extend(evaluation.reasons.into_iter().filter(|reason| reason.truth == Truth::True));
            evaluation.truth
        } else {
            Truth::False
        };
        planned.automatic = automatic == Truth::True;
        planned.status = match (applies, automatic) {
            (Truth::False, _) => StepStatus::DoesNotApply,
            (Truth::Unknown, _) | (Truth::True, Truth::Unknown) => StepStatus::Maybe,
            (Truth::True, Truth::True) => StepStatus::Automatic,
            (Truth::True, Truth::False) => StepStatus::Applies,
        };
        if planned.status == StepStatus::DoesNotApply {
            planned.missing.clear();
        }
        planned
    }

    /// Whether a fact is true; what would tell is noted.
    pub fn is_true(&mut self, fact: &str) -> Result<bool, BTreeSet<FactId>> {
        match self.situation.look_up(fact) {
            Ok(value) => Ok(value == Some(Value::Truth(true))),
            Err(missing) => {
                self.rests_on(missing.iter().cloned());
                Err(missing)
            }
        }
    }

    /// What may help, without what certainly does not.
    fn possible(&self, instead: &'a [Instead]) -> impl Iterator<Item = &'a Instead> {
        let situation = *self.situation;
        instead.iter().filter(move |one| one.when.as_ref().is_none_or(|when| when.truth(&situation) != Truth::False))
    }

    /// Steps for papers that the person says they lack and that a service of the catalogue gives, each before the
    /// first step that asks for it. What such a step asks for may be lacking too.
    pub fn insert_lacking(&mut self, steps: &mut Vec<PlannedStep<'a>>) {
        let mut tried: BTreeSet<&'a str> = BTreeSet::new();
        let mut place = 0;
        while place < steps.len() {
            let asking = &steps[place];
            let lacking = asking.papers.iter().filter(|_| asking.is_to_do()).find_map(|paper| {
                let lacks = self.is_lacking(asking, paper) && !tried.contains(paper.paper.id.as_str());
                Some((paper.paper, source_of(self.situation, paper.paper).filter(|_| lacks)?))
            });
            let Some((paper, service)) = lacking else {
                place += 1;
                continue;
            };
            tried.insert(&paper.id);
            let gives = |step: &PlannedStep<'a>| step.status != StepStatus::DoesNotApply && step.gives(paper);
            if steps[..place].iter().any(gives) {
                continue;
            }
            // A step of the plan that gives it later comes earlier, where nothing it follows is in the way.
            let later = (place + 1..steps.len()).find(|later| {
                let asks = steps[*later].papers.iter().any(|other| other.paper.id == paper.id);
                gives(&steps[*later]) && !asks && self.may_move(steps, *later, place)
            });
            if let Some(later) = later {
                let moved = steps.remove(later);
                steps.insert(place, moved);
                continue;
            }
            let asked =
                |step: &&PlannedStep<'a>| step.is_to_do() && step.papers.iter().any(|one| one.paper.id == paper.id);
            let optional = steps.iter().filter(asked).all(|step| step.join == Join::Optional);
            // Beside a step that is perhaps to be done, what one may leave undone makes nothing certain.
            let counts = |step: &&PlannedStep<'a>| optional || step.join != Join::Optional;
            let sure = steps.iter().filter(counts).any(|step| surely_asks(steps, step, paper, Need::Bring));
            if let Some(mut inserted) = self.inserted(paper, service, sure) {
                inserted.join = if optional { Join::Optional } else { Join::And };
                // The new step stands where the old one stood, and is looked at next: it may lack papers too.
                steps.insert(place, inserted);
            }
        }
    }

    /// Whether a step may come as early as a place: all it comes after stand before.
    fn may_move(&self, steps: &[PlannedStep<'a>], from: usize, to: usize) -> bool {
        let mut before = comes_after(self.situation.catalogue, self.situation.event, &steps[from].step);
        !before.any(|id| {
            steps[to..from].iter().any(|other| other.step.id == id && other.status != StepStatus::DoesNotApply)
        })
    }

    /// Whether the person lacks a paper and everything that could stand for it.
    fn is_lacking(&self, step: &PlannedStep<'a>, paper: &PlannedPaper<'a>) -> bool {
        let lacks = |id: &str| self.situation.answers.has_paper(id) == Some(false);
        let same_group = |other: &&PlannedPaper<'a>| other.need.group.is_some() && other.need.group == paper.need.group;
        paper.need.need == Need::Bring
            && lacks(&paper.paper.id)
            && step.papers.iter().filter(same_group).all(|other| lacks(&other.paper.id))
    }

    /// A step that gets a paper; `None` when the person is not entitled to the service.
    fn inserted(&mut self, paper: &'a Paper, service: &'a Service, sure: bool) -> Option<PlannedStep<'a>> {
        let step = Step {
            id: format!("get-{}", paper.id),
            title: service.title.clone(),
            what: service.summary.clone(),
            service: Some(service.code.clone()),
            ..Step::default()
        };
        let mut planned = blank(Cow::Owned(step), Some(service));
        planned.supplies = Some(paper);
        let entitled = self.entitlement(&mut planned, service);
        planned.status = match entitled {
            Truth::False => return None,
            Truth::True if sure => StepStatus::Applies,
            _ => StepStatus::Maybe,
        };
        self.rests_on(planned.missing.iter().cloned());
        self.fill(&mut planned, &[]);
        Some(planned)
    }

    /// Whether the person is entitled: all criteria without a route, and all those of one route. A criterion that
    /// this visit cannot test is shown and decides nothing.
    fn entitlement(&self, planned: &mut PlannedStep<'a>, service: &'a Service) -> Truth {
        let nothing = || (Truth::True, BTreeSet::new());
        let mut common = nothing();
        let mut routes: BTreeMap<&str, (Truth, BTreeSet<FactId>)> = BTreeMap::new();
        for criterion in &service.eligibility {
            let mut missing = BTreeSet::new();
            let truth = self.criterion(criterion, &mut missing);
            planned.criteria.push(PlannedCriterion { criterion, truth });
            let part = match &criterion.route {
                None => &mut common,
                Some(route) => routes.entry(route).or_insert_with(nothing),
            };
            part.0 = part.0.and(truth.unwrap_or(Truth::True));
            part.1.extend(missing);
        }
        let route = routes.values().map(|(truth, _)| *truth).max().unwrap_or(Truth::True);
        let entitled = common.0.and(route);
        if entitled == Truth::Unknown {
            // What a settled part still lacks changes nothing.
            let routes = routes.into_values().filter(|_| route == Truth::Unknown);
            let open = std::iter::once(common).chain(routes).filter(|(truth, _)| *truth == Truth::Unknown);
            planned.missing.extend(open.flat_map(|(_, missing)| missing));
        }
        entitled
    }

    fn criterion(&self, criterion: &'a Criterion, missing: &mut BTreeSet<FactId>) -> Option<Truth> {
        let evaluation = criterion.when.as_ref()?.evaluate(self.situation);
        if evaluation.truth == Truth::Unknown && evaluation.missing.is_empty() {
            return None;
        }
        missing.extend(evaluation.missing);
        Some(evaluation.truth)
    }

    /// Places, money, papers, dates and notices.
    fn fill(&mut self, planned: &mut PlannedStep<'a>, own: &'a [Deadline]) {
        let rules = own.iter().chain(planned.service.into_iter().flat_map(|service| &service.deadlines));
        let rules = rules.map(|rule| (rule, self.decide(rule.when.as_ref())));
        let rules: Vec<_> = rules.filter(|(_, truth)| *truth != Truth::False).collect();
        if let Some(service) = planned.service {
            planned.notices = self
                .situation
                .catalogue
                .notices_on(&service.code, &self.situation.centre.id, self.situation.on)
                .collect();
            planned.places = self.places(service, &planned.notices);
            planned.fees = self.fees(service, |fee, on| fee.from.is_none_or(|from| from <= on));
            planned.later_fees = self.fees(service, |fee, on| fee.from.is_some_and(|from| on < from));
            planned.duties = service
                .state_duties
                .iter()
                .map(|duty| PlannedDuty { duty, truth: self.decide(duty.when.as_ref()) })
                .filter(|duty| duty.truth != Truth::False)
                .collect();
            planned.benefit = self.benefit(service);
            planned.papers = service
                .papers
                .iter()
                .filter_map(|need| {
                    let paper = self.situation.catalogue.papers.get(&need.paper)?;
                    let truth = self.decide(need.when.as_ref());
                    (truth != Truth::False).then_some(PlannedPaper { paper, need, truth, from_step: None })
                })
                .collect();
            planned.related =
                service.related.iter().filter(|related| !self.is_step(related.service.as_ref())).collect();
        }
        planned.deadlines = rules.into_iter().map(|(rule, truth)| self.deadline(rule, truth)).collect();
    }

    /// Says of each step which of its dates leads, and puts the dates in that order.
    pub fn lead(&self, steps: &mut [PlannedStep<'a>]) {
        let on = self.situation.on;
        for step in steps {
            let standing = match step.status {
                StepStatus::Applies => Standing::Certain,
                StepStatus::Automatic => Standing::Automatic,
                _ if step.automatic => Standing::PerhapsAutomatic,
                StepStatus::Maybe | StepStatus::DoesNotApply => Standing::Perhaps,
            };
            step.lead = lead::lead(&step.deadlines, standing, on, &self.calendar);
            lead::in_order(&mut step.deadlines, &step.lead, on);
        }
    }

    /// What is overdue comes as early as what it needs allows: behind the steps it follows, and behind those that
    /// give a paper it asks for.
    pub fn overdue_first(&self, steps: &mut Vec<PlannedStep<'a>>) {
        let mut first = 0;
        for place in 0..steps.len() {
            if !steps[place].is_overdue() {
                continue;
            }
            let waits_for = |before: &PlannedStep<'a>| {
                let mut follows = comes_after(self.situation.catalogue, self.situation.event, &steps[place].step);
                let gives = || steps[place].papers.iter().any(|paper| before.gives(paper.paper));
                follows.any(|id| id == before.step.id) || before.status != StepStatus::DoesNotApply && gives()
            };
            let earliest =
                (first..place).rev().find(|before| waits_for(&steps[*before])).map_or(first, |last| last + 1);
            let moved = steps.remove(place);
            steps.insert(earliest, moved);
            // Of two overdue steps the one written first stays first.
            first = earliest + 1;
        }
    }

    fn is_step(&self, service: Option<&crate::domain::identifier::ServiceCode>) -> bool {
        service.is_some() && self.situation.event.steps.iter().any(|step| step.service.as_ref() == service)
    }

    /// The truth of a condition; what it still needs is noted.
    fn decide(&mut self, condition: Option<&'a Condition>) -> Truth {
        let Some(condition) = condition else { return Truth::True };
        let evaluation = condition.evaluate(self.situation);
        self.rests_on(evaluation.missing);
        evaluation.truth
    }

    fn rests_on(&mut self, facts: impl IntoIterator<Item = FactId>) {
        for fact in facts {
            *self.decides.entry(fact).or_default() += 1;
        }
    }

    fn places(&mut self, service: &'a Service, notices: &[&'a Notice]) -> Vec<Place<'a>> {
        let centre = self.situation.centre;
        let abroad = centre.kind == CentreKind::Consulate;
        let own = centre.finishes.get(&service.code).copied();
        let suspended = |kind: ChannelKind| {
            let closing = |notice: &&&'a Notice| {
                notice.kind == NoticeKind::Suspended && (notice.channels.is_empty() || notice.channels.contains(&kind))
            };
            notices.iter().find(closing).copied()
        };
        service
            .channels
            .iter()
            // A consulate is no place to send a villager to.
            .filter(|channel| channel.kind != ChannelKind::Consulate || abroad)
            .map(|channel| {
                let suspended = suspended(channel.kind);
                let open = own.filter(|_| channel.kind == ChannelKind::Here).unwrap_or(channel.finish);
                let finish = if suspended.is_some() { Finish::None } else { open };
                let truth = self.decide(channel.when.as_ref());
                Place { channel, finish, truth, suspended, responsible: self.responsible(service, channel) }
            })
            .filter(|place| place.truth != Truth::False)
            .collect()
    }

    /// Which office a channel leads this person to: one of the provider itself, or of the one that the channel names.
    fn responsible(&self, service: &Service, channel: &Channel) -> Option<Responsible<'a>> {
        let own = || Some(service.provider.as_str()).filter(|_| channel.place.is_none());
        let provider = channel.provider.as_deref().or_else(own).filter(|_| channel.kind == ChannelKind::Office)?;
        self.situation.responsible(provider)
    }

    fn fees(
        &mut self,
        service: &'a Service,
        begun: impl Fn(&FeeOption, jiff::civil::Date) -> bool,
    ) -> Vec<PlannedFee<'a>> {
        let on = self.situation.on;
        let mut fees = Vec::new();
        for option in
            self.situation.centre.fees_of(service).filter(|fee| begun(fee, on) && fee.to.is_none_or(|to| on <= to))
        {
            let truth = self.decide(option.when.as_ref());
            if truth == Truth::False {
                continue;
            }
            let mut reduced = Vec::new();
            for exemption in service.exemptions.iter().filter(|exemption| exemption.holds(on)) {
                let Some((amount, most)) = exemption.reduced(option) else { continue };
                // Who does not say by a fact whether they are exempt is asked for the proof at the desk.
                let truth = exemption.when.as_ref().map_or(Truth::Unknown, |when| self.decide(Some(when)));
                if truth != Truth::False {
                    reduced.push(Reduced { amount, most, exemption, truth });
                }
            }
            let front_office = front_office(service, option);
            fees.push(PlannedFee { option, truth, reduced, front_office });
        }
        fees
    }

    /// Of each case the amount in force, and the next one.
    fn benefit(&mut self, service: &'a Service) -> Vec<PlannedAmount<'a>> {
        let Some(benefit) = &service.benefit else { return Vec::new() };
        // An amount of the day of an event is certain only when that day is known.
        let (on, dated) = match benefit.anchor.as_ref().map(|anchor| self.situation.date(anchor)) {
            None => (self.situation.on, Truth::True),
            Some(Ok(Some(day))) => (day, Truth::True),
            Some(Ok(None)) => (self.situation.on, Truth::Unknown),
            Some(Err(missing)) => {
                self.rests_on(missing);
                (self.situation.on, Truth::Unknown)
            }
        };
        let mut planned = Vec::new();
        for amount in &benefit.amounts {
            let mut same_case = benefit.amounts.iter().filter(|other| other.is_of_same_case(amount));
            let later = amount.from > on;
            let replaced = same_case.any(|other| {
                let newer = other.from > amount.from && other.from <= on;
                newer || later && other.from > on && other.from < amount.from
            });
            // What comes after the day of an event is for other people.
            if replaced || amount.to.is_some_and(|to| to < on) || later && benefit.anchor.is_some() {
                continue;
            }
            let truth = self.decide(amount.when.as_ref()).and(dated);
            if truth != Truth::False {
                planned.push(PlannedAmount { amount, truth, later });
            }
        }
        planned
    }

    fn deadline(&mut self, deadline: &'a Deadline, truth: Truth) -> PlannedDeadline<'a> {
        let on = self.situation.on;
        let anchor = match deadline.counted_from() {
            None => Ok(Some(on)),
            Some(fact) => self.situation.date(fact),
        };
        let due = match anchor {
            Ok(anchor) => anchor.and_then(|anchor| deadline.due(anchor, &self.calendar).ok()),
            Err(missing) => {
                self.rests_on(missing);
                None
            }
        };
        let passed = deadline.kind == DeadlineKind::Within && due.is_some_and(|due| due.date < on);
        let ended_before = due.and_then(|due| deadline.ended_before(due, on));
        let go_on = due.and_then(|due| lead::go_on(deadline.kind, due, on, &self.calendar));
        // A day before the plan's own is no help; offices closed from now until the legal date are said so.
        let due = due.map(|due| Due { open_day: due.open_day.filter(|day| *day >= on), ..due });
        PlannedDeadline { deadline, due, truth, passed, ended_before, go_on }
    }
}

/// A step of which nothing is known yet.
fn blank<'a>(step: Cow<'a, Step>, service: Option<&'a Service>) -> PlannedStep<'a> {
    let join = step.join;
    PlannedStep {
        step,
        supplies: None,
        service,
        status: StepStatus::Applies,
        automatic: false,
        join,
        way: None,
        missing: BTreeSet::new(),
        reasons: Vec::new(),
        criteria: Vec::new(),
        instead: Vec::new(),
        places: Vec::new(),
        fees: Vec::new(),
        later_fees: Vec::new(),
        duties: Vec::new(),
        benefit: Vec::new(),
        papers: Vec::new(),
        deadlines: Vec::new(),
        lead: Lead::None,
        notices: Vec::new(),
        related: Vec::new(),
    }
}

/// The front-office tariff: how much more the same request costs at a counter than on the portal. The State's
/// front-office framework wants it shown apart.
pub(super) fn front_office(service: &Service, counter: &FeeOption) -> Option<Amount> {
    let full = counter.amount.filter(|_| counter.channel != Some(ChannelKind::Online))?;
    let same = |other: &&FeeOption| {
        other.channel == Some(ChannelKind::Online)
            && other.term == counter.term
            && other.case == counter.case
            && other.when == counter.when
            && other.currency == counter.currency
            && other.from == counter.from
            && other.to == counter.to
    };
    let online = service.fees.iter().find(same)?.amount?;
    (online < full).then_some(Amount(full.0 - online.0))
}
