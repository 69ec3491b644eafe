//! Where a step is best finished: what its row says of the places it can be done at. Values in, a value out.

use super::step::{Place, PlannedStep, StepStatus};
use crate::domain::condition::Truth;
use crate::domain::notice::Notice;
use crate::domain::service::{ChannelKind, Finish};

/// Where a step can be finished, in one word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finishing<'p, 'a> {
    /// The State does it by itself.
    Automatic,
    /// Every way to it is closed now.
    Suspended(&'a Notice),
    /// It is no public service: its words say where.
    InText,
    /// Wholly at this centre.
    Here,
    /// At this centre, through the portal that can end it.
    HereOnline,
    /// Wholly on the portal.
    Online,
    /// Filed at this centre; the result comes from elsewhere.
    HereFile,
    /// Filed on the portal; the result comes from elsewhere.
    OnlineFile,
    /// Filed elsewhere; the result is handed over at this centre.
    HereFetch,
    /// At another office: the first one listed.
    Elsewhere(Option<&'p Place<'a>>),
}

/// Where a step is best finished. A place that is not certain for this person counts only where no other is: people
/// are told of the journey rather than sent home from it. `with_line` is whether the centre has a line to the portal.
#[must_use]
pub fn finishing<'p, 'a>(step: &'p PlannedStep<'a>, with_line: bool) -> Finishing<'p, 'a> {
    if step.status == StepStatus::Automatic || step.step.automatic {
        return Finishing::Automatic;
    }
    if let Some(notice) = step.suspended() {
        return Finishing::Suspended(notice);
    }
    if step.service.is_none() {
        return Finishing::InText;
    }
    match (step.here(), step.online()) {
        (Finish::Whole, _) => Finishing::Here,
        (Finish::RegisterOnly, Finish::Whole) if with_line => Finishing::HereOnline,
        // A team without a line takes in what is filed later.
        (Finish::RegisterOnly, Finish::Whole) => Finishing::HereFile,
        (_, Finish::Whole) => Finishing::Online,
        (Finish::RegisterOnly, _) => Finishing::HereFile,
        (Finish::HandOverOnly, _) => Finishing::HereFetch,
        (Finish::None, online) => {
            let office = step.places.iter().position(is_office);
            let portal = step.places.iter().position(|place| place.channel.kind == ChannelKind::Online);
            // The editors write the best place first.
            let portal_first = match (portal, office) {
                (Some(portal), Some(office)) => portal < office,
                (portal, _) => portal.is_some(),
            };
            if online == Finish::RegisterOnly && portal_first {
                return Finishing::OnlineFile;
            }
            let certain = step.places.iter().find(|place| is_office(place) && place.truth == Truth::True);
            Finishing::Elsewhere(certain.or_else(|| office.map(|place| &step.places[place])))
        }
    }
}

fn is_office(place: &Place<'_>) -> bool {
    matches!(place.channel.kind, ChannelKind::Office | ChannelKind::Consulate) && place.finish != Finish::None
}
