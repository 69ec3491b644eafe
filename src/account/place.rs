//! Where a step is done.

use super::{About, Block, Certainty, Line, Mark, Tone, perhaps_so};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::{Centre, CentreKind, Closed, Office};
use crate::domain::home::{Home, Responsible, TOWN_HALL};
use crate::domain::plan::{Finishing, Place, PlannedStep, finished};
use crate::domain::service::{ChannelKind, Finish};
use crate::domain::situation::Situation;
use crate::i18n::{Phrase, Value, phrase};

/// The mark that says where a step can be finished; where a better place is perhaps this person's, that too.
#[must_use]
pub fn where_mark<'p>(catalogue: &'p Catalogue, centre: &Centre, step: &'p PlannedStep<'p>) -> Mark<'p> {
    let found = finished(step, centre.kind != CentreKind::MobileTeam);
    match (found.certain, found.perhaps) {
        (Some(certain), None) => of_finishing(catalogue, step, certain),
        (Some(certain), Some(perhaps)) => {
            let certain = of_finishing(catalogue, step, certain);
            let perhaps = of_finishing(catalogue, step, perhaps).words;
            let words = phrase("where-perhaps-better")
                .with("certain", certain.words)
                .with("perhaps", Value::Inside(Box::new(perhaps)));
            Mark { words: words.into(), certain: false, ..certain }
        }
        (None, perhaps) => {
            let perhaps = of_finishing(catalogue, step, perhaps.unwrap_or(Finishing::NotKnown));
            let words = perhaps_so(perhaps.words);
            // What is not certain is no good news yet.
            Mark { words, certain: false, tone: Tone::Information, ..perhaps }
        }
    }
}

fn of_finishing<'p>(catalogue: &'p Catalogue, step: &'p PlannedStep<'p>, finishing: Finishing<'p, 'p>) -> Mark<'p> {
    match finishing {
        Finishing::Automatic => Mark::new(About::State, Tone::Success, phrase("where-automatic")),
        Finishing::Suspended(notice) => {
            let words = match notice.to {
                Some(to) => phrase("where-suspended-until").with("date", Value::Day(to)),
                None => phrase("where-suspended"),
            };
            Mark::new(About::Time, Tone::Danger, words)
        }
        Finishing::InText => Mark::new(About::Here, Tone::Quiet, phrase("where-other")),
        Finishing::Here => Mark::new(About::Here, Tone::Success, phrase("where-here-whole")),
        Finishing::HereOnline => Mark::new(About::Here, Tone::Success, phrase("where-here-online")),
        Finishing::Online => Mark::new(About::Online, Tone::Success, phrase("where-online")),
        Finishing::HereFile => Mark::new(About::Here, Tone::Information, phrase("where-here-register")),
        Finishing::OnlineFile => Mark::new(About::Online, Tone::Information, phrase("where-online-register")),
        Finishing::HereFetch => Mark::new(About::Here, Tone::Information, phrase("where-here-hand-over")),
        Finishing::ByPhone => Mark::new(About::Phone, Tone::Success, phrase("where-phone")),
        Finishing::Elsewhere(place) => {
            let office = place.and_then(|place| place_name(catalogue, step, place));
            let in_their_place = place.is_some_and(|place| place.responsible == Some(Responsible::TownHallHere));
            if let Some(office) = office.clone().filter(|_| in_their_place) {
                return Mark::new(About::Office, Tone::Information, phrase("where-hall").with("office", office));
            }
            let words = match office {
                Some(office) => phrase("where-trip-to").with("office", office),
                None => phrase("where-trip"),
            };
            Mark::new(About::Office, Tone::Caution, words)
        }
        Finishing::NotKnown => Mark::new(About::Open, Tone::Caution, phrase("where-not-known")),
    }
}

/// What an office is called: the place itself, or the office of where this person lives, or else the provider's.
#[must_use]
pub fn place_name<'p>(catalogue: &'p Catalogue, step: &PlannedStep<'p>, place: &Place<'p>) -> Option<Value<'p>> {
    if let Some(place) = &place.channel.place {
        return Some(Value::Text(place));
    }
    if let Some(office) = place.responsible.and_then(Responsible::office) {
        return Some(Value::Text(&office.place));
    }
    let provider = step.service.and_then(|service| catalogue.providers.get(&service.provider))?;
    (place.channel.kind == ChannelKind::Office).then(|| Value::Text(provider.office.as_ref().unwrap_or(&provider.name)))
}

/// A kind of place; at a centre, that one.
#[must_use]
pub fn kind_said(kind: ChannelKind, centre: Option<&Centre>) -> Phrase<'_> {
    match (kind, centre) {
        (ChannelKind::Here, Some(centre)) => phrase("place-here").with("centre", &centre.name),
        (ChannelKind::Here, None) => phrase("read-here"),
        (ChannelKind::Online, _) => phrase("place-online"),
        (ChannelKind::Office, _) => phrase("place-office"),
        (ChannelKind::Consulate, _) => phrase("place-consulate"),
        (ChannelKind::Phone, _) => phrase("place-phone"),
        (ChannelKind::Automatic, _) => phrase("where-automatic"),
    }
}

/// What can be done at a place.
#[must_use]
pub fn finish_said(finish: Finish) -> Phrase<'static> {
    match finish {
        Finish::Whole => phrase("finish-whole"),
        Finish::RegisterOnly => phrase("finish-register-only"),
        Finish::HandOverOnly => phrase("finish-hand-over-only"),
        Finish::None => phrase("finish-none"),
    }
}

/// The places of a step, the best first as the editors wrote them.
#[must_use]
pub fn places<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>) -> Vec<Block<'p>> {
    step.places.iter().map(|place| of_place(situation, step, place)).collect()
}

fn of_place<'p>(situation: &Situation<'p>, step: &'p PlannedStep<'p>, place: &'p Place<'p>) -> Block<'p> {
    let about = match place.channel.kind {
        ChannelKind::Here => About::Here,
        ChannelKind::Online => About::Online,
        ChannelKind::Office => About::Office,
        ChannelKind::Consulate => About::Consulate,
        ChannelKind::Phone => About::Phone,
        ChannelKind::Automatic => About::State,
    };
    let kind = || kind_said(place.channel.kind, Some(situation.centre)).into();
    let name = place_name(situation.catalogue, step, place).unwrap_or_else(kind);
    let mut block = Block::new(about, vec![Line::strong(Value::Heading(Box::new(name)))]);
    if place.channel.kind != ChannelKind::Automatic {
        block = block.then([Line::body(finish_said(place.finish))]);
    }
    block = block.sure(Certainty::of(situation, place.truth, place.channel.when.as_ref()));
    if place.suspended.is_some() {
        block = block.toned(Tone::Danger).then([Line::small(phrase("where-suspended"))]);
    }
    let of_home = responsible_said(situation, step, place).into_iter();
    let of_centre = here_said(situation, step, place).into_iter();
    let note = place.channel.note.as_ref().map(Line::note);
    let url = place.channel.url.as_ref().map(|url| Line::note(Value::Address(url)));
    block.then(of_home).then(of_centre).then(note.into_iter().chain(url))
}

/// Which office it is for this person, and what is known of it.
fn responsible_said<'p>(situation: &Situation<'p>, step: &PlannedStep<'p>, place: &Place<'p>) -> Vec<Line<'p>> {
    let centre = situation.centre;
    let office = place.responsible.and_then(Responsible::office);
    // Where the editors' words for the office stand above, its own name stands below.
    let name = office.filter(|_| place.channel.place.is_some()).map(|office| Line::body(&office.place));
    let known = office.into_iter().flat_map(office_said).map(Line::body);
    let with_locality = |key| phrase(key).with("place", locality_said(centre, &centre.locality));
    let provider = step.service.map(|service| service.provider.as_str());
    let is_town_hall = place.channel.provider.as_deref().or(provider) == Some(TOWN_HALL);
    let whose = match place.responsible {
        Some(Responsible::Office(_)) => Some(phrase("office-for").with("place", &centre.district)),
        Some(Responsible::TownHallHere) => Some(with_locality("office-hall-here")),
        Some(Responsible::OfTheirOwn) if is_town_hall => Some(with_locality("office-hall-own")),
        Some(Responsible::OfTheirOwn) => Some(phrase("office-own").with("place", &centre.district)),
        Some(Responsible::Near(_) | Responsible::Open) | None => None,
    };
    name.into_iter().chain(known).chain(whose.map(Line::note)).collect()
}

/// When an office is open, and its telephones.
#[must_use]
pub fn office_said(office: &Office) -> Vec<Value<'_>> {
    let hours = office.hours.as_ref().map(|hours| phrase("office-hours").with("hours", hours).into());
    let phones: Vec<Value<'_>> = office.phones.iter().map(|phone| Value::Phone(phone)).collect();
    let phones = (!phones.is_empty()).then(|| phrase("office-phone").with("phone", Value::List(phones)).into());
    hours.into_iter().chain(phones).collect()
}

/// What to know of the centre where something can be done there: when it is open, and how one pays.
fn here_said<'p>(situation: &Situation<'p>, step: &PlannedStep<'p>, place: &Place<'p>) -> Vec<Line<'p>> {
    let centre = situation.centre;
    let at_this_centre = match place.channel.kind {
        ChannelKind::Here => true,
        ChannelKind::Consulate => centre.kind == CentreKind::Consulate,
        _ => false,
    };
    if !at_this_centre || place.finish == Finish::None {
        return Vec::new();
    }
    let hours = centre.hours.as_ref().map(|hours| phrase("office-hours").with("hours", hours));
    let payment = centre.payment.as_ref().filter(|_| step.may_cost());
    let payment = payment.map(|payment| phrase("centre-payment").with("payment", payment));
    hours.into_iter().chain(payment).map(Line::body).collect()
}

/// What is told of a centre itself: its telephone, when it is open, how one gets there and in, how one pays. What is not
/// known is not named.
#[must_use]
pub fn centre_said(centre: &Centre) -> Vec<Value<'_>> {
    let phone = centre.phone.as_ref().map(|phone| phrase("office-phone").with("phone", Value::Phone(phone)));
    let hours = centre.hours.as_ref().map(|hours| phrase("office-hours").with("hours", hours));
    let way = centre.way.as_ref().map(|way| phrase("centre-way").with("way", way));
    let ramp = centre.ramp.map(|ramp| if ramp { phrase("centre-ramp") } else { phrase("centre-no-ramp") });
    let payment = centre.payment.as_ref().map(|payment| phrase("centre-payment").with("payment", payment));
    [phone, hours, way, ramp, payment].into_iter().flatten().map(Value::from).collect()
}

/// Why nobody is received on a day.
#[must_use]
pub fn shut_said<'a>(closed: &Closed<'a>) -> Value<'a> {
    match closed {
        Closed::Weekend => phrase("shut-weekend"),
        Closed::Moldova => phrase("shut-moldova"),
        Closed::Host(host) => phrase("shut-host").with("country", &host.name),
    }
    .into()
}

/// That the holidays of the country in which a mission stands are not known here.
#[must_use]
pub fn days_unknown_said(centre: &Centre) -> Option<Value<'_>> {
    let host = centre.countries.first().filter(|host| !host.knows_its_days())?;
    Some(phrase("shut-unknown").with("country", &host.name).into())
}

/// A locality of a centre as it is called in each language, or as the State writes it.
fn locality_said<'p>(centre: &'p Centre, locality: &str) -> Value<'p> {
    centre.names.get(locality).map_or_else(|| Value::Name(locality.to_owned()), Value::Text)
}

/// Where somebody lives, of what they are asked at a centre.
#[must_use]
pub fn home_said(centre: &Centre, home: Option<Home>) -> Value<'_> {
    match home {
        Some(Home::Served) => {
            let places = centre.serves.iter().map(|place| locality_said(centre, place)).collect();
            phrase("home-served").with("places", Value::Names(places))
        }
        Some(Home::District) => phrase("home-district").with("district", &centre.district),
        Some(Home::Elsewhere) => phrase("home-elsewhere"),
        None => phrase("answer-unknown"),
    }
    .into()
}
