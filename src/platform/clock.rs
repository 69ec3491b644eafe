//! The clock. It may be wrong: a dead battery says 1970.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A clock, so that tests can stop it.
pub type Clock = fn() -> Timestamp;

/// The machine's clock.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// How long the program has been running, by a clock that nobody can set.
#[must_use]
pub fn running() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// A moment by both clocks: the calendar's, to be told, and the running one, to be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The machine's clock, which may be wrong.
    pub time: Timestamp,
    /// How long the program has been running.
    pub running: Duration,
}

/// The moment it is.
#[must_use]
pub fn moment() -> Moment {
    Moment { time: now(), running: running() }
}

/// The day it is at a moment in a time zone; an unknown zone counts as Chișinău, and failing that as UTC.
#[must_use]
pub fn date_in(moment: Timestamp, zone: &str) -> Date {
    let zone = TimeZone::get(zone).or_else(|_| TimeZone::get("Europe/Chisinau")).unwrap_or(TimeZone::UTC);
    Zoned::new(moment, zone).date()
}

/// Whether the clock can be right: it is not much before the day the catalogue was reviewed, and not
/// decades after it.
#[must_use]
pub fn is_plausible(today: Date, catalogue_as_of: Date) -> bool {
    (today - catalogue_as_of).get_days() >= -31 && today.year() < catalogue_as_of.year() + 20
}
