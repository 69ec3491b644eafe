//! How often somebody travels to another office: at least and at most, as long as something is not known.

use super::cost::certain_ways;
use super::step::{Place, PlannedStep, StepStatus};
use crate::domain::condition::Truth;
use crate::domain::home::Responsible;
use crate::domain::service::{ChannelKind, Finish};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A number of journeys: the same at both ends when all that decides it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trips {
    /// With the best of what may be so.
    pub least: usize,
    /// With only what is certain.
    pub most: usize,
}

impl Trips {
    /// Whether it is one number.
    #[must_use]
    pub const fn is_certain(self) -> bool {
        self.least == self.most
    }
}

/// The journeys of a plan to other offices. Steps at the same provider share their journeys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journeys {
    /// With what this centre can do.
    pub with_centre: Trips,
    /// Without the centre.
    pub without_centre: Trips,
}

/// What can be finished at the places of one kind; `None` where there is none.
type Best = Option<Finish>;

/// Which places of a step there are, as far as journeys go.
#[derive(Clone, Copy)]
struct Ways {
    here: Best,
    online: Best,
    phone: Best,
    office: Best,
}

impl Ways {
    /// None when it ends at the centre, on the portal or by telephone, or when there is nothing but a telephone. One
    /// when the centre, the portal or the telephone takes the request in or hands the result over, or when the office
    /// gives the result at once. Else two: to file and to fetch.
    fn journeys(self) -> usize {
        let remote = [self.here, self.online, self.phone];
        if remote.contains(&Some(Finish::Whole))
            || self.here.is_none() && self.online.is_none() && self.office.is_none()
        {
            return 0;
        }
        let half = self.here.is_some_and(|finish| finish != Finish::None)
            || [self.online, self.phone].contains(&Some(Finish::RegisterOnly));
        if half || self.office != Some(Finish::RegisterOnly) { 1 } else { 2 }
    }
}

impl PlannedStep<'_> {
    /// The journeys to an office that ending it takes, with the centre's help or without.
    #[must_use]
    pub fn journeys(&self, with_centre: bool) -> Trips {
        of_step(self, with_centre)
    }
}

/// The journeys that ending a step takes, with the centre's help or without. Every place that is not certain for this
/// person may be there or not.
fn of_step(step: &PlannedStep<'_>, with_centre: bool) -> Trips {
    if step.service.is_none() {
        return Trips::default();
    }
    if step.places.is_empty() {
        // Nothing is known of where.
        return Trips { least: 0, most: 1 };
    }
    let possible = |kinds: &[ChannelKind]| possible(&step.places, kinds);
    let none = vec![None];
    let here = if with_centre { possible(&[ChannelKind::Here]) } else { none };
    let online = possible(&[ChannelKind::Online, ChannelKind::Automatic]);
    let phone = possible(&[ChannelKind::Phone]);
    let office = possible(&[ChannelKind::Office, ChannelKind::Consulate]);
    let certain = step.places.iter().any(|place| place.truth == Truth::True);
    let mut journeys = Vec::new();
    for &here in &here {
        for &online in &online {
            for &phone in &phone {
                for &office in &office {
                    let ways = Ways { here, online, phone, office };
                    // Some place there is: where none is certain, at least one of the others.
                    let nowhere = [here, online, phone, office].iter().all(Option::is_none);
                    if certain || !nowhere {
                        journeys.push(ways.journeys());
                    }
                }
            }
        }
    }
    Trips {
        least: journeys.iter().copied().min().unwrap_or_default(),
        most: journeys.iter().copied().max().unwrap_or_default(),
    }
}

/// The kind of a place as far as journeys go: to the town hall where they live people make none, as to a telephone.
fn kind_of(place: &Place<'_>) -> ChannelKind {
    match place.responsible {
        Some(Responsible::TownHallHere) => ChannelKind::Phone,
        _ => place.channel.kind,
    }
}

/// What may turn out to be the best that can be done at places of some kinds: at the certain ones, and with each of the
/// others.
fn possible(places: &[Place<'_>], kinds: &[ChannelKind]) -> Vec<Best> {
    let of_kind = || places.iter().filter(|place| kinds.contains(&kind_of(place)));
    let certain = of_kind().filter(|place| place.truth == Truth::True).map(|place| place.finish).max();
    let perhaps = of_kind().filter(|place| place.truth != Truth::True).map(|place| Some(place.finish));
    std::iter::once(certain).chain(perhaps.filter(|finish| *finish > certain)).collect()
}

/// The journeys of a plan. What perhaps concerns the person counts at most.
pub(super) fn of_plan(steps: &[PlannedStep<'_>]) -> Journeys {
    let count = |with_centre: bool| Trips { least: at_least(steps, with_centre), most: at_most(steps, with_centre) };
    Journeys { with_centre: count(true), without_centre: count(false) }
}

/// How often each provider's office is visited.
#[derive(Default)]
struct Offices<'a>(BTreeMap<&'a str, usize>);

impl<'a> Offices<'a> {
    /// What a step adds to the journeys so far.
    fn further(&self, step: &PlannedStep<'a>, journeys: usize) -> usize {
        let known = step.service.and_then(|service| self.0.get(service.provider.as_str())).copied().unwrap_or(0);
        journeys.saturating_sub(known)
    }

    fn visit(&mut self, step: &PlannedStep<'a>, journeys: usize) {
        if let Some(service) = step.service {
            let known = self.0.entry(service.provider.as_str()).or_default();
            *known = (*known).max(journeys);
        }
    }

    fn total(&self) -> usize {
        self.0.values().sum()
    }
}

fn at_least(steps: &[PlannedStep<'_>], with_centre: bool) -> usize {
    let journeys = |step: &PlannedStep<'_>| of_step(step, with_centre).least;
    let mut offices = Offices::default();
    for step in steps.iter().filter(|step| step.is_sure()) {
        offices.visit(step, journeys(step));
    }
    // Of several ways the one that adds the fewest journeys is taken.
    for ways in certain_ways(steps) {
        if let Some(way) = ways.into_iter().min_by_key(|way| offices.further(way, journeys(way))) {
            offices.visit(way, journeys(way));
        }
    }
    offices.total()
}

fn at_most(steps: &[PlannedStep<'_>], with_centre: bool) -> usize {
    let journeys = |step: &PlannedStep<'_>| of_step(step, with_centre).most;
    let mut offices = Offices::default();
    for step in steps.iter().filter(|step| step.is_needed_perhaps()) {
        offices.visit(step, journeys(step));
    }
    for ways in super::cost::possible_ways(steps) {
        let open = || ways.iter().filter(|way| way.status == StepStatus::Applies);
        let further = |way: &&&PlannedStep<'_>| offices.further(way, journeys(way));
        // What surely can be done bounds what is done; where nothing is sure, the farthest way may be the only one.
        let way = open().min_by_key(further).or_else(|| ways.iter().max_by_key(further));
        if let Some(way) = way {
            offices.visit(way, journeys(way));
        }
    }
    offices.total()
}
