//! How the fleet stands: of every terminal what is known, and what of it needs a person, the most urgent first. A rule over
//! facts: it asks no database and no clock, so that the command, the page and the metrics say the same.
//!
//! Silence is counted in days on which the centre was open. A village hall that is closed from Friday to Monday says nothing
//! in between, and that is no news.

mod note;
mod words;

pub use note::{LONGEST_NAME, LONGEST_NOTE, NoNote};
pub use words::{local_time, signing};

use super::alarm::Alarm;
use crate::domain::calendar::Calendar;
use crate::domain::centre::{Centre, CentreKind};
use crate::platform::clock::date_in;
use crate::protocol::condition::TerminalCondition;
use jiff::civil::Weekday;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How long before its end, in days, a signature is told of.
pub const SIGNED_WARNING_DAYS: i64 = 14;

/// From how many whole open days of silence on somebody should telephone: a week of work.
const WEEK: u32 = 5;

/// How many whole open days entries may wait before somebody should look.
const WAITING_LONG: u32 = 3;

/// How many whole open days a newer catalogue may take to arrive.
const CATALOGUE_LATE: u32 = 3;

/// How full a disk may be, in hundredths, before somebody should look, and before it is urgent; and for how few days of work
/// the room may do.
const DISK_FULL: u8 = 90;
const DISK_URGENT: u8 = 97;
const DISK_DAYS: u64 = 14;

/// No silence is counted further back than this, in days.
const FARTHEST: i32 = 120;

/// The zone of a centre that is not known.
const ZONE: &str = "Europe/Chisinau";

/// How soon a person is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// Today.
    Now,
    /// These days.
    Soon,
    /// To be known.
    Known,
}

/// Something about a terminal that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Concern {
    /// An alarm stands.
    Alarm {
        /// Which.
        alarm: Alarm,
    },
    /// It was enrolled and never heard of since.
    NeverHeard {
        /// For how many whole open days.
        open_days: u32,
    },
    /// It is not heard of any more.
    Silent {
        /// For how many whole open days.
        open_days: u32,
    },
    /// It is heard of, and yet what it recorded does not come.
    Waiting {
        /// How many entries wait.
        entries: u64,
        /// For how many whole open days the oldest does.
        open_days: u32,
    },
    /// Its disk is full or soon will be.
    Disk {
        /// How full, in hundredths.
        full: u8,
        /// For how many days the room will do, as far as that is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        days: Option<u64>,
    },
    /// It uses an older catalogue than the published one.
    Catalogue {
        /// The number of the one in use.
        number: u64,
        /// The number of the published one.
        published: u64,
    },
    /// It knows of no signature over its catalogue that still holds.
    Signature {
        /// Until when the last one did that it saw.
        until: Timestamp,
    },
    /// What it sent could not be taken in.
    SetAside {
        /// How many events.
        events: u64,
    },
    /// Its clock is ahead of the hub's.
    Clock {
        /// By how many hours.
        hours: i64,
    },
    /// It runs an older program than the newest in the fleet.
    Version {
        /// The newest.
        newest: String,
    },
}

impl Concern {
    /// The names of all kinds.
    pub const NAMES: [&'static str; 10] =
        ["alarm", "neverHeard", "silent", "waiting", "disk", "catalogue", "signature", "setAside", "clock", "version"];

    /// The name of its kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Alarm { .. } => "alarm",
            Self::NeverHeard { .. } => "neverHeard",
            Self::Silent { .. } => "silent",
            Self::Waiting { .. } => "waiting",
            Self::Disk { .. } => "disk",
            Self::Catalogue { .. } => "catalogue",
            Self::Signature { .. } => "signature",
            Self::SetAside { .. } => "setAside",
            Self::Clock { .. } => "clock",
            Self::Version { .. } => "version",
        }
    }

    /// How soon a person is needed for it.
    #[must_use]
    pub const fn urgency(&self) -> Urgency {
        match self {
            Self::Alarm { alarm: Alarm::Fork | Alarm::Changed | Alarm::Lacked | Alarm::Full } => Urgency::Now,
            Self::Silent { open_days } | Self::NeverHeard { open_days } | Self::Waiting { open_days, .. }
                if *open_days >= WEEK =>
            {
                Urgency::Now
            }
            Self::Disk { full, .. } if *full >= DISK_URGENT => Urgency::Now,
            Self::Alarm { .. }
            | Self::Silent { .. }
            | Self::NeverHeard { .. }
            | Self::Waiting { .. }
            | Self::Disk { .. }
            | Self::Catalogue { .. }
            | Self::Signature { .. }
            | Self::SetAside { .. }
            | Self::Clock { .. } => Urgency::Soon,
            Self::Version { .. } => Urgency::Known,
        }
    }
}

/// What the operator wrote about a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// What.
    pub text: String,
}

/// What is known of a terminal. What is absent is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TerminalFacts {
    /// Its name.
    pub terminal: String,
    /// Its centre's id.
    pub centre: String,
    /// Whether it was shut out.
    pub revoked: bool,
    /// When it was enrolled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enrolled: Option<Timestamp>,
    /// When it was heard of last, within five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Timestamp>,
    /// When an entry of it came last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up: Option<Timestamp>,
    /// The version of its program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// When it said how it stands; by then its own words in `condition` were true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Timestamp>,
    /// How it stands, as it said last.
    pub condition: TerminalCondition,
    /// Alarms that stand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alarms: Vec<Alarm>,
    /// Events that could not be taken in.
    pub set_aside: u64,
    /// What the operator wrote about it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

/// What is known of the published catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedCatalogue {
    /// Its number.
    pub number: u64,
    /// When it was published; `None` where that cannot be read.
    pub published: Option<Timestamp>,
    /// Until when its signature holds.
    pub signed_until: Timestamp,
}

/// How the signature of the published catalogue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Signing {
    /// Nothing was published.
    Nothing,
    /// It holds.
    Holds {
        /// The catalogue's number.
        number: u64,
        /// Until when.
        until: Timestamp,
        /// For how many whole days still.
        days: i64,
    },
    /// It holds, and ends within two weeks.
    EndsSoon {
        /// The catalogue's number.
        number: u64,
        /// Until when.
        until: Timestamp,
        /// For how many whole days still.
        days: i64,
    },
    /// It ended.
    Ended {
        /// The catalogue's number.
        number: u64,
        /// When.
        until: Timestamp,
        /// How many whole days ago.
        days: i64,
    },
}

impl Signing {
    /// How the signature stands at a moment.
    #[must_use]
    pub fn of(catalogue: Option<&PublishedCatalogue>, now: Timestamp) -> Self {
        let Some(PublishedCatalogue { number, signed_until: until, .. }) = catalogue.copied() else {
            return Self::Nothing;
        };
        let left = until.duration_since(now);
        let days = left.abs().as_hours() / 24;
        if left <= SignedDuration::ZERO {
            Self::Ended { number, until, days }
        } else if left < SignedDuration::from_hours(24 * SIGNED_WARNING_DAYS) {
            Self::EndsSoon { number, until, days }
        } else {
            Self::Holds { number, until, days }
        }
    }

    /// Whether a person is needed for it.
    #[must_use]
    pub const fn is_well(&self) -> bool {
        matches!(self, Self::Holds { .. })
    }
}

/// When centres are open, as far as the published catalogue says it.
#[derive(Clone, Debug, Default)]
pub struct Openings {
    centres: BTreeMap<String, Centre>,
    calendar: Calendar,
}

impl Openings {
    /// What a catalogue says of its centres.
    #[must_use]
    pub fn new(centres: BTreeMap<String, Centre>, calendar: Calendar) -> Self {
        Self { centres, calendar }
    }

    /// A centre's profile.
    #[must_use]
    pub fn centre(&self, id: &str) -> Option<&Centre> {
        self.centres.get(id)
    }

    /// Every centre.
    pub fn centres(&self) -> impl Iterator<Item = &Centre> {
        self.centres.values()
    }

    /// How many whole days between two moments a centre was open. Of a centre that is not known, and where its holidays are
    /// not, the days from Monday to Friday.
    #[must_use]
    pub fn open_days(&self, centre: &str, from: Timestamp, to: Timestamp) -> u32 {
        let known = self.centre(centre);
        let zone = known.map_or(ZONE, |centre| &centre.time_zone);
        let (from, to) = (date_in(from, zone), date_in(to, zone));
        // The first and the last day were not whole.
        let first = from.max(to.saturating_sub(FARTHEST.days())).saturating_add(1.days());
        let days = first.series(1.day()).take_while(|day| *day < to);
        let is_open = |day: &jiff::civil::Date| match known {
            Some(centre) => centre.closed_on(*day, &self.calendar).is_empty(),
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.calendar.is_holiday(*day),
        };
        u32::try_from(days.filter(is_open).count()).unwrap_or(u32::MAX)
    }
}

/// A terminal with what a person should know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FleetRow {
    /// What is known.
    #[serde(flatten)]
    pub facts: TerminalFacts,
    /// Where it stands, in Romanian, as far as the catalogue names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What needs a person, the most urgent first.
    pub concerns: Vec<Concern>,
}

impl FleetRow {
    /// How soon a person is needed; nothing where all is well and where it was shut out.
    #[must_use]
    pub fn urgency(&self) -> Option<Urgency> {
        self.concerns.iter().map(Concern::urgency).min()
    }
}

/// How all of it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fleet {
    /// When.
    pub at: Timestamp,
    /// The signature of the published catalogue.
    pub catalogue: Signing,
    /// The terminals, what needs a person first.
    pub terminals: Vec<FleetRow>,
}

impl Fleet {
    /// Looks at the fleet.
    #[must_use]
    pub fn of(
        terminals: Vec<TerminalFacts>,
        catalogue: Option<&PublishedCatalogue>,
        openings: &Openings,
        now: Timestamp,
    ) -> Self {
        let running = terminals.iter().filter(|one| !one.revoked).filter_map(|one| one.version.as_deref());
        let newest = running.max_by_key(|version| version_key(version)).map(str::to_owned);
        let look = Look { catalogue, openings, newest: newest.as_deref(), now };
        let mut terminals: Vec<FleetRow> = terminals.into_iter().map(|facts| look.row(facts)).collect();
        terminals.sort_by_key(|row| {
            let most = row.urgency().map_or(3, |urgency| urgency as u8);
            // Of those that are as urgent the one with more to do, then the one that was silent longer.
            let heard = row.facts.contact.or(row.facts.enrolled);
            (row.facts.revoked, most, Reverse(row.concerns.len()), heard, row.facts.terminal.clone())
        });
        Self { at: now, catalogue: Signing::of(catalogue, now), terminals }
    }

    /// How many terminals need a person as soon as this, those that were shut out aside; without, how many need none.
    #[must_use]
    pub fn count(&self, urgency: Option<Urgency>) -> usize {
        self.terminals.iter().filter(|row| !row.facts.revoked && row.urgency() == urgency).count()
    }
}

/// What a terminal is looked at by.
struct Look<'a> {
    catalogue: Option<&'a PublishedCatalogue>,
    openings: &'a Openings,
    newest: Option<&'a str>,
    now: Timestamp,
}

impl Look<'_> {
    fn row(&self, facts: TerminalFacts) -> FleetRow {
        let mut concerns = if facts.revoked { Vec::new() } else { self.concerns(&facts) };
        concerns.sort_by_key(Concern::urgency);
        let centre = self.openings.centre(&facts.centre);
        let place = centre.map(|centre| format!("{}, {}", centre.locality, centre.district.get(LANGUAGE)));
        FleetRow { facts, place, concerns }
    }

    fn open_days(&self, facts: &TerminalFacts, since: Timestamp) -> u32 {
        self.openings.open_days(&facts.centre, since, self.now)
    }

    fn concerns(&self, facts: &TerminalFacts) -> Vec<Concern> {
        let mut found: Vec<Concern> = facts.alarms.iter().map(|alarm| Concern::Alarm { alarm: *alarm }).collect();
        // A team is on its way all day, without a line.
        let kind = self.openings.centre(&facts.centre).map(|centre| centre.kind);
        let patience = if kind == Some(CentreKind::MobileTeam) { WEEK } else { 1 };
        let silent = match (facts.contact, facts.enrolled) {
            (Some(contact), _) => {
                let open_days = self.open_days(facts, contact);
                (open_days >= patience).then_some(Concern::Silent { open_days })
            }
            (None, Some(enrolled)) => {
                let open_days = self.open_days(facts, enrolled);
                (open_days >= patience).then_some(Concern::NeverHeard { open_days })
            }
            (None, None) => None,
        };
        let is_heard = silent.is_none() && facts.contact.is_some();
        found.extend(silent);
        let said = &facts.condition;
        if let (Some(entries @ 1..), Some(since)) = (said.waiting, said.waiting_since) {
            // Of who is not heard of it is known already, and it is told by its silence.
            let open_days = self.open_days(facts, since);
            if is_heard && open_days >= WAITING_LONG {
                found.push(Concern::Waiting { entries, open_days });
            }
        }
        if let Some(full) = said.disk_full
            && (full >= DISK_FULL || said.disk_days.is_some_and(|days| days < DISK_DAYS))
        {
            found.push(Concern::Disk { full, days: said.disk_days });
        }
        self.look_at_catalogue(facts, is_heard, &mut found);
        if facts.set_aside > 0 {
            found.push(Concern::SetAside { events: facts.set_aside });
        }
        let ahead = said.at.zip(facts.told).map(|(at, told)| at.duration_since(told).as_hours());
        if let Some(hours @ 1..) = ahead {
            found.push(Concern::Clock { hours });
        }
        if let Some((version, newest)) = facts.version.as_deref().zip(self.newest)
            && version_key(version) < version_key(newest)
        {
            found.push(Concern::Version { newest: newest.to_owned() });
        }
        found
    }

    fn look_at_catalogue(&self, facts: &TerminalFacts, is_heard: bool, found: &mut Vec<Concern>) {
        let said = &facts.condition;
        if let (Some(number), Some(published)) = (said.catalogue, self.catalogue) {
            let late = published.published.is_none_or(|since| self.open_days(facts, since) >= CATALOGUE_LATE);
            if is_heard && number < published.number && late {
                found.push(Concern::Catalogue { number, published: published.number });
            }
        }
        // What it saw last may have ended while it was away; that it does not see the newer one is the news.
        if let Some(until) = said.signed_until
            && until < self.now
            && is_heard
        {
            found.push(Concern::Signature { until });
        }
    }
}

/// The language of the names of places, for operators.
const LANGUAGE: crate::domain::text::Language = crate::domain::text::Language::Ro;

/// By what versions are compared: their numbers, then the rest. What comes before a release (`~`, `-`) stands before it.
fn version_key(version: &str) -> (Vec<u64>, bool, &str) {
    let end = version.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(version.len());
    let (numbers, rest) = version.split_at(end);
    let numbers = numbers.split('.').map(|number| number.parse().unwrap_or(0)).collect();
    (numbers, !rest.starts_with(['~', '-']), rest)
}

#[cfg(test)]
mod tests;
