//! One step of a plan and its parts.

use super::lead::{Lead, Urgency};
use crate::domain::condition::{Reason, Truth};
use crate::domain::deadline::{Deadline, Due};
use crate::domain::fact::FactId;
use crate::domain::fixed_day::FixedDay;
use crate::domain::home::Responsible;
use crate::domain::life_event::{Join, Step};
use crate::domain::money::Amount;
use crate::domain::notice::{Notice, NoticeKind};
use crate::domain::service::{
    Channel, ChannelKind, Criterion, DatedAmount, Exemption, FeeOption, Finish, Instead, Paper, PaperNeed, Related,
    Service, StateDuty,
};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;

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
    /// What can be finished there: the centre's own profile considered, nothing while it is suspended.
    pub finish: Finish,
    /// Whether the place is certain for this person.
    pub truth: Truth,
    /// The notice that closes it now.
    pub suspended: Option<&'a Notice>,
    /// Which office it is for this person; `None` where none is known here.
    pub responsible: Option<Responsible<'a>>,
}

/// What an exempt person pays.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduced<'a> {
    /// The amount, or the least of it.
    pub amount: Amount,
    /// The most of it, where the fee is a range.
    pub most: Amount,
    /// Who, and by which proof.
    pub exemption: &'a Exemption,
    /// Whether this person is exempt, as far as the facts tell.
    pub truth: Truth,
}

/// A fee that this person may have to pay.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedFee<'a> {
    /// The cell of the fee matrix.
    pub option: &'a FeeOption,
    /// Whether it is certain for this person.
    pub truth: Truth,
    /// The exemptions that touch it.
    pub reduced: Vec<Reduced<'a>>,
    /// How much of it is the front-office tariff: the difference to the same request filed on the portal.
    pub front_office: Option<Amount>,
}

impl PlannedFee<'_> {
    /// What this person pays at least: the reduced amount when they certainly are exempt.
    #[must_use]
    pub fn pays(&self) -> Option<Amount> {
        let reduced = self.reduced.iter().filter(|reduced| reduced.truth == Truth::True).map(|reduced| reduced.amount);
        reduced.min().or(self.option.amount)
    }

    /// What this person pays at least, should all that perhaps lowers it hold: what the facts tell, and what ends by a
    /// stock or a day. An exemption that no fact tells is named on the page, and the person says.
    #[must_use]
    pub fn pays_at_least(&self) -> Option<Amount> {
        let told = |exemption: &Exemption| exemption.when.is_some() || exemption.is_limited();
        let told = self.reduced.iter().filter(|reduced| told(reduced.exemption));
        told.map(|reduced| reduced.amount).min().map_or(self.pays(), |least| self.pays().map(|pays| pays.min(least)))
    }

    /// Whether there is such a fee and its amount is not known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.pays().is_none() && self.option.percent.is_none()
    }

    /// Whether this person may pay less than is said, by an exemption that no fact tells.
    #[must_use]
    pub fn may_be_less(&self) -> bool {
        let open = |reduced: &&Reduced<'_>| reduced.exemption.when.is_none() && !reduced.exemption.is_limited();
        self.pays().is_some_and(|pays| self.reduced.iter().filter(open).any(|reduced| reduced.amount < pays))
    }

    /// What this person pays at most.
    #[must_use]
    pub fn pays_at_most(&self) -> Option<Amount> {
        let reduced = self.reduced.iter().filter(|reduced| reduced.truth == Truth::True).map(|reduced| reduced.most);
        reduced.min().or(self.option.amount_to).or(self.option.amount)
    }
}

/// A tax of the State on top of the fee.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDuty<'a> {
    /// The duty.
    pub duty: &'a StateDuty,
    /// Whether it is certain for this person.
    pub truth: Truth,
}

/// An amount paid out to this person.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedAmount<'a> {
    /// The amount and the days on which it holds.
    pub amount: &'a DatedAmount,
    /// Whether it is certain for this person.
    pub truth: Truth,
    /// Whether it begins only after the day of the plan.
    pub later: bool,
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
    pub from_step: Option<String>,
}

/// A criterion of who is entitled, and whether this person meets it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedCriterion<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// Whether it is met; `None` for one that this visit cannot test.
    pub truth: Option<Truth>,
}

/// A date to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedDeadline<'a> {
    /// The rule.
    pub deadline: &'a Deadline,
    /// The dates, when the anchor is known.
    pub due: Option<Due>,
    /// Whether it is certain for this person.
    pub truth: Truth,
    /// Whether the legal date lies before the day of the plan.
    pub passed: bool,
    /// The last day of the window before, where that still counts.
    pub ended_before: Option<Date>,
    /// The day on which to go because of it: the legal date, or another where offices are closed then or it has passed.
    pub go_on: Option<Date>,
}

impl PlannedDeadline<'_> {
    /// Whether it tells the days of a season that is over: those of now are another season's, and not known.
    #[must_use]
    pub fn is_of_past_season(&self) -> bool {
        self.passed && self.deadline.season.is_some() && matches!(self.deadline.fixed, Some(FixedDay::Once(_)))
    }

    /// Whether its term has ended before the day of the plan, or the window before the next one where that counts.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.passed || self.ended_before.is_some()
    }
}

/// One step of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedStep<'a> {
    /// The step of the event; one of its own for a paper that the person lacks.
    pub step: Cow<'a, Step>,
    /// The paper for which the step was inserted, because the person lacks it.
    pub supplies: Option<&'a Paper>,
    /// The service it uses here: at a consulate the consular twin.
    pub service: Option<&'a Service>,
    /// How it stands for this person.
    pub status: StepStatus,
    /// Whether the State does it by itself, where it concerns the person.
    pub automatic: bool,
    /// How it stands to the others: an alternative of which the others are not for this person is no alternative.
    pub join: Join,
    /// The number of the group of ways of which one is to be taken, when more than one is shown.
    pub way: Option<usize>,
    /// The questions that still decide whether it applies.
    pub missing: BTreeSet<FactId>,
    /// Why: the tested facts.
    pub reasons: Vec<Reason<'a>>,
    /// Who is entitled to the service, criterion by criterion.
    pub criteria: Vec<PlannedCriterion<'a>>,
    /// What may help, when the step is not for this person.
    pub instead: Vec<&'a Instead>,
    /// Where it can be done, best first as the editors wrote them.
    pub places: Vec<Place<'a>>,
    /// What it may cost. Empty means unknown unless `is_free`.
    pub fees: Vec<PlannedFee<'a>>,
    /// The fees that begin later.
    pub later_fees: Vec<PlannedFee<'a>>,
    /// The taxes of the State on top.
    pub duties: Vec<PlannedDuty<'a>>,
    /// What is paid out, now and later.
    pub benefit: Vec<PlannedAmount<'a>>,
    /// What to bring, and what the State reads.
    pub papers: Vec<PlannedPaper<'a>>,
    /// The dates to keep: the one that leads first, then the nearest binding one.
    pub deadlines: Vec<PlannedDeadline<'a>>,
    /// What leads: the date that is said first, on every row and sheet.
    pub lead: Lead<'a>,
    /// Notices in force that touch the service.
    pub notices: Vec<&'a Notice>,
    /// Links to services and events that are no steps of this plan.
    pub related: Vec<&'a Related>,
}

impl<'a> PlannedStep<'a> {
    /// Whether the person has something to do for it.
    #[must_use]
    pub fn is_to_do(&self) -> bool {
        matches!(self.status, StepStatus::Applies | StepStatus::Maybe) && !self.automatic
    }

    /// Whether it is certain and neither optional nor one of several ways: what is added up.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.status == StepStatus::Applies && self.join == Join::And && self.way.is_none()
    }

    /// Whether it is or may be what is added up: neither optional nor one of several ways.
    #[must_use]
    pub fn is_needed_perhaps(&self) -> bool {
        self.is_to_do() && self.join == Join::And && self.way.is_none()
    }

    /// Whether it must be said before anything else: it is overdue, or today is its last day.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.is_to_do() && self.join != Join::Optional && self.lead.urgency() >= Urgency::PerhapsOverdue
    }

    /// Whether its term has certainly ended while it is still to be done.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.is_sure() && self.lead.urgency() == Urgency::Overdue
    }

    /// Whether the person is not entitled: a criterion of the service is not met.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.status == StepStatus::DoesNotApply && self.criteria.iter().any(|one| one.truth == Some(Truth::False))
    }

    /// What the centre itself can certainly finish.
    #[must_use]
    pub fn here(&self) -> Finish {
        self.best(ChannelKind::Here)
    }

    /// What the portal can certainly finish.
    #[must_use]
    pub fn online(&self) -> Finish {
        self.best(ChannelKind::Online)
    }

    /// Whether its service makes a paper, for the first time or again.
    #[must_use]
    pub fn gives(&self, paper: &Paper) -> bool {
        let codes = self.step.service.iter().chain(self.service.map(|service| &service.code));
        let mut made = paper.output_of.iter().chain(&paper.replaced_by);
        self.service.is_some() && made.any(|code| codes.clone().any(|used| used == code))
    }

    /// The notice that closes every way to the service now.
    #[must_use]
    pub fn suspended(&self) -> Option<&'a Notice> {
        let whole =
            self.notices.iter().find(|notice| notice.kind == NoticeKind::Suspended && notice.channels.is_empty());
        let usable = |place: &Place<'_>| place.suspended.is_none() && place.finish != Finish::None;
        let closed = self.places.iter().find_map(|place| place.suspended);
        whole.copied().or_else(|| closed.filter(|_| !self.places.iter().any(usable)))
    }

    /// Whether it may cost this person something, as far as is known.
    #[must_use]
    pub fn may_cost(&self) -> bool {
        self.is_to_do() && self.service.is_some() && !self.is_free()
    }

    /// Whether it certainly costs this person nothing.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.duties.is_empty()
            && self.fees.iter().any(|fee| fee.truth == Truth::True)
            && self.fees.iter().all(|fee| fee.pays_at_most() == Some(Amount(0)))
    }

    /// The best that can certainly be done at places of a kind.
    fn best(&self, kind: ChannelKind) -> Finish {
        let certain = self.places.iter().filter(|place| place.truth == Truth::True && place.channel.kind == kind);
        certain.map(|place| place.finish).max().unwrap_or(Finish::None)
    }
}
