//! The clock. It may be wrong: a dead battery says 1970.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A clock, so that tests can stop it.
pub type Clock = fn() -> Timestamp;

/// The machine's clock.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
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
