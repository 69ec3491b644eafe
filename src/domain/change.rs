//! What changed in the catalogue since a person was last told: for cases that stay open over several releases.
//!
//! A case remembers a fingerprint of each part of the event and of its services. A release between two visits then
//! shows as "fees, papers" however many releases there were, and without keeping any old catalogue.

use super::catalogue::Catalogue;
use super::identifier::ServiceCode;
use super::life_event::LifeEvent;
use super::service::Service;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A part of a service or event, as a person would notice it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// It is not in the catalogue any more.
    Gone,
    /// A notice: suspended, renamed, fees from a date.
    Notice,
    /// The name of the service or of what comes of it.
    Name,
    /// The papers it asks for.
    Papers,
    /// Fees, State duties, exemptions, money paid out.
    Money,
    /// How long it takes.
    Term,
    /// Where it can be done.
    Place,
    /// By when.
    Deadline,
    /// Who is entitled.
    Entitlement,
    /// The steps of the event and what is asked.
    Steps,
    /// What is confirmed and what is not.
    Certainty,
}

/// The fingerprints of one service or event.
type Prints = BTreeMap<Part, u64>;

/// The fingerprints of all that a case rests on, as they were when the person was last told.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Of the event.
    #[serde(default)]
    event: Prints,
    /// Of its services.
    #[serde(default)]
    services: BTreeMap<ServiceCode, Prints>,
}

/// What changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// In the event itself.
    pub event: BTreeSet<Part>,
    /// In its services.
    pub services: BTreeMap<ServiceCode, BTreeSet<Part>>,
}

impl Changes {
    /// Whether nothing did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.event.is_empty() && self.services.is_empty()
    }
}

impl Seen {
    /// All that an event rests on, as it is now; of an event that is gone, nothing.
    #[must_use]
    pub fn now(catalogue: &Catalogue, event: Option<&LifeEvent>) -> Self {
        let Some(event) = event else { return Self::default() };
        let of = |service: &Service| (service.code.clone(), of_service(catalogue, service));
        let services = catalogue.services_of(event).map(of).collect();
        Self { event: of_event(event), services }
    }

    /// The services that the event had then.
    pub fn services(&self) -> impl Iterator<Item = &ServiceCode> {
        self.services.keys()
    }

    /// What is otherwise now. A service that the event did not have before shows in its steps. `event` is `None` when
    /// the catalogue does not have it any more.
    #[must_use]
    pub fn changes(&self, catalogue: &Catalogue, event: Option<&LifeEvent>) -> Changes {
        Comparison::new(catalogue).changes(self, event)
    }
}

/// A catalogue as it is now, beside which many cases are held: each event and service is looked at once.
pub struct Comparison<'c> {
    catalogue: &'c Catalogue,
    events: BTreeMap<String, Prints>,
    services: BTreeMap<ServiceCode, Option<Prints>>,
}

impl<'c> Comparison<'c> {
    /// Of this catalogue.
    #[must_use]
    pub const fn new(catalogue: &'c Catalogue) -> Self {
        Self { catalogue, events: BTreeMap::new(), services: BTreeMap::new() }
    }

    /// As [`Seen::changes`].
    pub fn changes(&mut self, seen: &Seen, event: Option<&LifeEvent>) -> Changes {
        let of_event = match event {
            Some(event) => {
                let now = self.events.entry(event.code.clone()).or_insert_with(|| of_event(event));
                differing(&seen.event, now)
            }
            None if seen.event.is_empty() => BTreeSet::new(),
            None => BTreeSet::from([Part::Gone]),
        };
        let mut changes = Changes { event: of_event, services: BTreeMap::new() };
        for (code, before) in &seen.services {
            let look = || self.catalogue.services.get(code).map(|service| of_service(self.catalogue, service));
            let parts = match self.services.entry(code.clone()).or_insert_with(look) {
                Some(now) => differing(before, now),
                None => BTreeSet::from([Part::Gone]),
            };
            if !parts.is_empty() {
                changes.services.insert(code.clone(), parts);
            }
        }
        changes
    }
}

/// The parts known before that are otherwise now. A part that an older program did not look at is no change.
fn differing(before: &Prints, now: &Prints) -> BTreeSet<Part> {
    before.iter().filter(|(part, print)| now.get(part) != Some(print)).map(|(part, _)| *part).collect()
}

fn of_event(event: &LifeEvent) -> Prints {
    BTreeMap::from([(Part::Steps, print(&(&event.questions, &event.derived, &event.steps)))])
}

fn of_service(catalogue: &Catalogue, service: &Service) -> Prints {
    let notices: Vec<_> = catalogue.notices.values().filter(|notice| notice.services.contains(&service.code)).collect();
    let papers: Vec<_> = service.papers.iter().map(|need| (need, catalogue.papers.get(&need.paper))).collect();
    let money = (&service.fees, &service.exemptions, &service.state_duties, &service.benefit);
    BTreeMap::from([
        (Part::Notice, print(&notices)),
        (Part::Name, print(&(&service.title, &service.output, &service.valid_for))),
        (Part::Papers, print(&papers)),
        (Part::Money, print(&money)),
        (Part::Term, print(&service.processing)),
        (Part::Place, print(&(&service.channels, &service.consular_twin, catalogue.providers.get(&service.provider)))),
        (Part::Deadline, print(&(&service.deadlines, &service.penalties))),
        (Part::Certainty, print(&(service.confidence, &service.ask, &service.unconfirmed))),
        (Part::Entitlement, entitlement(service)),
    ])
}

/// Who is entitled, and what a person takes instead; of a service that excludes no other as it was printed before there
/// was such a list.
fn entitlement(service: &Service) -> u64 {
    if service.not_with.is_empty() {
        return print(&(&service.eligibility, &service.instead));
    }
    print(&(&service.eligibility, &service.instead, &service.not_with))
}

/// FNV-1a over the JSON, 64 bits: stays the same over versions of the language, which the standard library's hash does
/// not promise. A field that is added to a record and written also when empty changes it: such fields are left out when
/// empty. Nobody gains by forging it.
fn print(part: &impl Serialize) -> u64 {
    let text = serde_json::to_vec(part).unwrap_or_default();
    text.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
