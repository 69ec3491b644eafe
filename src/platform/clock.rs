//! The clock. It may be wrong: a dead battery says 1970.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::sync::OnceLock;
use std::time::Duration;

/// A clock, so that tests can stop it.
pub type Clock = fn() -> Timestamp;

/// The machine's clock.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// How long the program has been running, by a clock that nobody can set and that goes on while the machine sleeps.
#[must_use]
pub fn running() -> Duration {
    static START: OnceLock<Duration> = OnceLock::new();
    let now = since_boot();
    now.saturating_sub(*START.get_or_init(|| now))
}

#[cfg(all(target_os = "linux", feature = "kiosk"))]
fn since_boot() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Without the window nothing needs to know how long a machine slept, which the standard library does not say.
#[cfg(not(all(target_os = "linux", feature = "kiosk")))]
fn since_boot() -> Duration {
    static START: OnceLock<std::time::Instant> = OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_running_time_only_grows() {
        let (before, after) = (running(), running());
        assert!(after.checked_sub(before).is_some_and(|passed| passed < Duration::from_mins(1)));
    }
}
