//! Erasing closed cases, and what the records know of which day it is.

use super::journal::append;
use super::meta::{meta, set_meta};
use super::own::{reach_own_epoch, still_ours};
use super::{Records, RecordsError, begin};
use crate::domain::record::Action;
use crate::domain::trusted_day::Signs;
use crate::platform::clock::date_in;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rusqlite::params;

/// What erasing rests on besides what the records know themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasing {
    /// The machine's clock.
    pub now: Timestamp,
    /// When the editors' newest signature was made, as far as that is known.
    pub signed: Option<Timestamp>,
    /// The time zone of the centre while the terminal is not enrolled; then the enrolment's holds.
    pub time_zone: String,
    /// Days after closing for which a case stays.
    pub retention_days: i32,
}

/// No case was closed before this program existed: an earlier date is a dead clock's.
const FIRST_CLOSING: &str = "2026-01-01";

/// The name under which the hub's last time is kept.
const HUB_TIME: &str = "hub-time";

impl Records {
    /// Takes note of the time that the hub said. The last one that it said is kept: one that was wrong once is mended.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note_hub_time(&mut self, time: Timestamp) -> Result<(), RecordsError> {
        set_meta(&self.connection, HUB_TIME, &time.to_string())
    }

    /// The last time that the hub said; `None` when it never said any.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hub_time(&self) -> Result<Option<Timestamp>, RecordsError> {
        Ok(meta(&self.connection, HUB_TIME)?.and_then(|kept| kept.parse().ok()))
    }

    /// Erases the cases whose time after closing is over, on the day that two signs agree on, with an entry that says
    /// so in the same commit. A closing that a wrong clock dated is mended once the clock is right. Gives how many were
    /// erased; none while only the clock says what day it is.
    ///
    /// # Errors
    /// When the file cannot be read or written; then nothing was erased.
    pub fn erase_closed(&mut self, erasing: &Erasing) -> Result<usize, RecordsError> {
        let zone = self.identity.enrolment.as_ref().map_or(&erasing.time_zone, |known| &known.centre.time_zone).clone();
        let day = |time| date_in(time, &zone);
        let signs =
            Signs { clock: day(erasing.now), hub: self.hub_time()?.map(day), signature: erasing.signed.map(day) };
        let Some(before) = signs.trusted_day().and_then(|day| day.checked_sub(erasing.retention_days.days()).ok())
        else {
            return Ok(0);
        };
        let (before, latest) = (before.to_string(), signs.latest_day());
        if !self.has_closed(&before, latest)? {
            // Nothing is written at most sign-ins.
            return Ok(0);
        }
        let entry = self.own_entry(Action::CasesErased);
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        reach_own_epoch(&transaction, &mut self.identity)?;
        if let Some(latest) = latest {
            transaction.execute(
                "UPDATE closing SET day = ?1 WHERE day < ?2 OR day > ?1",
                params![latest.to_string(), FIRST_CLOSING],
            )?;
        }
        let over = [before.as_str(), FIRST_CLOSING];
        // The hub's and the relay's copies go with it.
        super::erased::note_all_erased(&transaction, over, day(erasing.now))?;
        for (table, case) in [("operation", "case_id"), ("open_case", "id")] {
            transaction.execute(
                &format!(
                    "DELETE FROM {table} WHERE {case} IN (SELECT case_id FROM closing WHERE day < ?1 AND day >= ?2)"
                ),
                over,
            )?;
        }
        let erased = transaction.execute("DELETE FROM closing WHERE day < ?1 AND day >= ?2", over)?;
        if erased > 0 {
            append(&transaction, &self.identity, &entry, None, erasing.now)?;
        }
        transaction.commit()?;
        Ok(erased)
    }

    /// The day it is at a moment, where the terminal stands.
    #[must_use]
    pub fn day_of(&self, time: Timestamp) -> Date {
        date_in(time, self.identity.enrolment.as_ref().map_or("Europe/Chisinau", |known| &known.centre.time_zone))
    }

    /// Whether a case is to be erased, or the date of its closing to be mended.
    fn has_closed(&self, before: &str, latest: Option<Date>) -> Result<bool, RecordsError> {
        let latest = latest.map(|day| day.to_string());
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM closing WHERE (day < ?1 AND day >= ?2)
             OR (?3 IS NOT NULL AND (day < ?2 OR day > ?3)))",
            params![before, FIRST_CLOSING, latest],
            |row| row.get(0),
        )?)
    }
}

#[cfg(test)]
mod tests;
