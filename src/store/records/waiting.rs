//! The waiting numbers of the day lie in the records file, so that a restart forgets none of them. They are not precious:
//! what cannot be read is as if nobody waited. What is journalled is how long somebody waited, and nothing else.

use super::meta::{meta, set_meta};
use super::{NewEntry, Records, RecordsError, begin};
use crate::domain::record::{Action, Circumstances, EntryFacts};
use crate::domain::waiting::{NoNumber, Queue};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use uuid::Uuid;

/// The name in `meta`.
const WAITING: &str = "waiting_numbers";

fn read(connection: &Connection, day: Date) -> Result<Queue, RecordsError> {
    let kept = meta(connection, WAITING)?;
    let queue: Option<Queue> = kept.and_then(|text| serde_json::from_str(&text).ok());
    Ok(queue.unwrap_or_default().on(day))
}

fn keep(connection: &Connection, queue: &Queue) -> Result<(), RecordsError> {
    set_meta(connection, WAITING, &serde_json::to_string(queue)?)
}

impl Records {
    /// The numbers of a day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn queue(&self, day: Date) -> Result<Queue, RecordsError> {
        read(&self.connection, day)
    }

    /// Draws a number.
    ///
    /// # Errors
    /// When the file cannot be written; no number was drawn then.
    pub fn draw_number(&mut self, day: Date, now: Timestamp) -> Result<(Result<u16, NoNumber>, Queue), RecordsError> {
        let transaction = begin(&mut self.connection)?;
        let mut queue = read(&transaction, day)?;
        let drawn = queue.draw(now);
        keep(&transaction, &queue)?;
        transaction.commit()?;
        Ok((drawn, queue))
    }

    /// Calls the next number, and journals how long it waited in the same commit. Nothing is called where nobody waits.
    ///
    /// # Errors
    /// When the file cannot be written; no number was called then.
    pub fn call_number(
        &mut self,
        day: Date,
        circumstances: &Circumstances,
        now: Timestamp,
    ) -> Result<(Option<u16>, Queue), RecordsError> {
        let mut queue = self.queue(day)?;
        let Some((number, minutes)) = queue.call(now) else { return Ok((None, queue)) };
        let facts = EntryFacts { minutes: Some(minutes), ..EntryFacts::new(Action::NumberCalled, circumstances) };
        let entry = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
        let mut now_waiting = queue.clone();
        self.record_with(&entry, now, |connection, _| {
            // Another session of this computer may have drawn or called meanwhile: what is in the file counts.
            now_waiting = read(connection, day)?;
            match now_waiting.call(now) {
                Some((other, _)) if other == number => keep(connection, &now_waiting),
                _ => Err(RecordsError::Other("another session called the number meanwhile".to_owned())),
            }
        })?;
        Ok((Some(number), now_waiting))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Mode;
    use crate::domain::text::Language;
    use crate::store::identity::Identity;
    use jiff::SignedDuration;
    use jiff::civil::date;

    #[test]
    fn numbers_survive_a_restart_of_the_day_and_only_the_wait_is_journalled() {
        let folder = tempfile::tempdir().unwrap();
        let (day, now) = (date(2026, 11, 20), Timestamp::UNIX_EPOCH);
        let open = || {
            let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
            Records::open(&folder.path().join("records.sqlite"), identity, now).unwrap().0
        };
        let mut records = open();
        assert_eq!(records.draw_number(day, now).unwrap().0, Ok(1));
        assert_eq!(records.draw_number(day, now).unwrap().0, Err(NoNumber::TooSoon));
        drop(records);
        let mut records = open();
        assert_eq!(records.queue(day).unwrap().len(), 1);
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let later = now + SignedDuration::from_mins(12);
        let (called, queue) = records.call_number(day, &circumstances, later).unwrap();
        assert_eq!((called, queue.is_empty(), queue.called()), (Some(1), true, Some(1)));
        let entries = records.all_entries().unwrap();
        let facts = entries[0].facts.meaning().unwrap();
        assert_eq!((entries.len(), facts.action, facts.minutes), (1, Action::NumberCalled, Some(12)));
        assert_eq!((facts.case, facts.event.as_deref(), facts.service), (None, None, None));
        assert_eq!(records.call_number(day, &circumstances, later).unwrap().0, None);
        assert_eq!(records.all_entries().unwrap().len(), 1, "nobody waited, and nothing is journalled");
        assert!(records.queue(day.tomorrow().unwrap()).unwrap().called().is_none());
    }
}
