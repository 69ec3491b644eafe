//! Where a step is best finished: what its row says of the places it can be done at. A place that is not certain for this
//! person is never said as certain. Values in, a value out.

use super::step::{Place, PlannedStep};
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
    /// By telephone.
    ByPhone,
    /// At another office: the first one listed.
    Elsewhere(Option<&'p Place<'a>>),
    /// Nothing is known of where.
    NotKnown,
}

/// Where a step is best finished, as far as that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finished<'p, 'a> {
    /// Where it certainly can be; `None` where no place is certain for this person.
    pub certain: Option<Finishing<'p, 'a>>,
    /// Where else it perhaps can be: better than what is certain.
    pub perhaps: Option<Finishing<'p, 'a>>,
}

/// Where a step is best finished. `with_line` is whether the centre has a line to the portal.
#[must_use]
pub fn finished<'p, 'a>(step: &'p PlannedStep<'a>, with_line: bool) -> Finished<'p, 'a> {
    let certainly = |finishing| Finished { certain: Some(finishing), perhaps: None };
    if step.automatic {
        return certainly(Finishing::Automatic);
    }
    if let Some(notice) = step.suspended() {
        return certainly(Finishing::Suspended(notice));
    }
    if step.service.is_none() {
        return certainly(Finishing::InText);
    }
    if step.places.is_empty() {
        return certainly(Finishing::NotKnown);
    }
    let all: Vec<&Place<'a>> = step.places.iter().collect();
    let sure: Vec<&Place<'a>> = all.iter().copied().filter(|place| place.truth == Truth::True).collect();
    let usable = |places: &[&Place<'a>]| places.iter().any(|place| place.finish != Finish::None);
    if sure.len() == all.len() || !usable(&all) {
        return certainly(best(&all, with_line));
    }
    let certain = usable(&sure).then(|| best(&sure, with_line));
    let perhaps = Some(best(&all, with_line)).filter(|best| Some(*best) != certain);
    Finished { certain, perhaps }
}

/// The best of some places, as if all of them were this person's.
fn best<'p, 'a>(places: &[&'p Place<'a>], with_line: bool) -> Finishing<'p, 'a> {
    let at = |kind: ChannelKind| {
        let of_kind = places.iter().filter(|place| place.channel.kind == kind);
        of_kind.map(|place| place.finish).max()
    };
    let can = |kind: ChannelKind| at(kind).unwrap_or(Finish::None);
    let place_to_go = |place: &&&'p Place<'a>| {
        matches!(place.channel.kind, ChannelKind::Office | ChannelKind::Consulate) && place.finish != Finish::None
    };
    match (can(ChannelKind::Here), can(ChannelKind::Online)) {
        (Finish::Whole, _) => Finishing::Here,
        (Finish::RegisterOnly, Finish::Whole) if with_line => Finishing::HereOnline,
        // A team without a line takes in what is filed later.
        (Finish::RegisterOnly, Finish::Whole) => Finishing::HereFile,
        (_, Finish::Whole) => Finishing::Online,
        _ if can(ChannelKind::Automatic) == Finish::Whole => Finishing::Automatic,
        _ if can(ChannelKind::Phone) == Finish::Whole => Finishing::ByPhone,
        (Finish::RegisterOnly, _) => Finishing::HereFile,
        (Finish::HandOverOnly, _) => Finishing::HereFetch,
        (Finish::None, online) => {
            let office = places.iter().position(|place| place_to_go(&place));
            let portal = places.iter().position(|place| place.channel.kind == ChannelKind::Online);
            // The editors write the best place first.
            let portal_first = match (portal, office) {
                (Some(portal), Some(office)) => portal < office,
                (portal, _) => portal.is_some(),
            };
            if online == Finish::RegisterOnly && portal_first {
                return Finishing::OnlineFile;
            }
            if places.iter().all(|place| place.channel.kind == ChannelKind::Phone) {
                return Finishing::ByPhone;
            }
            let certain = places.iter().find(|place| place_to_go(place) && place.truth == Truth::True);
            Finishing::Elsewhere(certain.copied().or_else(|| office.map(|place| places[place])))
        }
    }
}
