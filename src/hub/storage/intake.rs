//! Taking a batch in: one transaction, one verdict an event, and watermarks that grow with it.

mod held;
mod keep;
mod watermark;

use super::alarm::{Alarm, raise};
use super::{Storage, set_aside};
use crate::hub::HubError;
use crate::hub::batch::{Element, ReadEntry};
use crate::protocol::entry::NO_HASH;
use crate::protocol::parcel::Head;
use crate::protocol::verdict::{BatchAnswer, EntryVerdict, QuarantineCode, Verdict};
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, TransactionBehavior};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How far behind a terminal's clock may have been when it was enrolled.
const SLACK_HOURS: i32 = 48;

/// What the specialist's screen shows: the end of the terminal's name, the epoch and the sequence.
#[must_use]
pub fn receipt(terminal: &str, epoch: u32, sequence: u64) -> String {
    let end = terminal.char_indices().rev().nth(3).map_or(terminal, |(start, _)| &terminal[start..]);
    format!("{end}-{epoch}-{sequence}")
}

impl Storage {
    /// Takes a batch in. When this returns, everything accepted is on the disk.
    ///
    /// # Errors
    /// When the database fails; then nothing of the batch was stored, and it may be sent again.
    pub fn ingest(
        &mut self,
        terminal: &str,
        batch: &[Element<'_>],
        head: Option<&Head>,
        now: Timestamp,
    ) -> Result<BatchAnswer, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let intake = Intake::begin(&transaction, terminal, now)?;
        let verdicts = batch.iter().map(|element| intake.take(element)).collect::<Result<Vec<_>, _>>()?;
        if let Some(head) = head {
            intake.attest(head)?;
        }
        let epochs: BTreeSet<u32> = batch.iter().filter_map(|element| element.epoch).collect();
        for epoch in epochs {
            intake.raise_watermark(epoch)?;
        }
        let watermarks = intake.watermarks()?;
        let again: i64 = transaction
            .prepare_cached("SELECT again FROM terminal WHERE id = ?1")?
            .query_row([terminal], |row| row.get(0))?;
        let incarnation = super::incarnation(&transaction)?;
        transaction.commit()?;
        Ok(BatchAnswer { incarnation, verdicts, watermarks, time: Some(now.to_string()), again: again.unsigned_abs() })
    }
}

/// The taking in of one batch.
struct Intake<'a> {
    connection: &'a Connection,
    terminal: &'a str,
    /// The centre for which the terminal is enrolled.
    home: String,
    /// The centres for which it ever was.
    homes: BTreeSet<String>,
    /// Until when it may have recorded things under another name.
    named: Option<Timestamp>,
    number: i64,
    now: Timestamp,
    received: String,
    /// Whether other terminals stand in its centre.
    has_neighbours: bool,
    /// How far each epoch has come, in what was looked at and taken in so far.
    epochs: RefCell<BTreeMap<u32, Epoch>>,
}

/// How far an epoch has come.
#[derive(Clone, Copy, Default)]
struct Epoch {
    /// The newest place that is held; 0 when none is.
    newest: i64,
    /// The hash there, when it can be read.
    hash: Option<[u8; 32]>,
    /// How many entries of the batch came to be held.
    stored: i64,
}

impl<'a> Intake<'a> {
    fn begin(connection: &'a Connection, terminal: &'a str, now: Timestamp) -> Result<Self, HubError> {
        let number =
            connection.query_row("SELECT coalesce(max(batch), 0) + 1 FROM entry", [], |row| row.get::<_, i64>(0))?;
        let (home, begun): (String, Option<String>) =
            connection.query_row("SELECT centre, begun FROM terminal WHERE id = ?1", [terminal], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        let mut statement = connection.prepare_cached("SELECT centre FROM terminal_centre WHERE terminal = ?1")?;
        let mut homes = statement.query_map([terminal], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
        homes.insert(home.clone());
        let begun = begun.and_then(|begun| begun.parse::<Timestamp>().ok());
        Ok(Self {
            connection,
            terminal,
            homes,
            named: begun.and_then(|begun| begun.checked_add(SLACK_HOURS.hours()).ok()),
            number,
            now,
            received: now.to_string(),
            has_neighbours: connection
                .prepare_cached("SELECT 1 FROM terminal WHERE centre = ?1 AND id <> ?2")?
                .exists([&home, terminal])?,
            home,
            epochs: RefCell::default(),
        })
    }

    fn take(&self, element: &Element<'_>) -> Result<EntryVerdict, HubError> {
        let read = match &element.reading {
            Ok(read) => read,
            Err(code) => return self.set_aside(element, *code),
        };
        if !self.homes.contains(&read.entry.facts.centre) && !self.is_older(read) {
            return self.set_aside(element, QuarantineCode::Centre);
        }
        let around = self.around(read)?;
        if let Some(hash) = around.here {
            if hash == read.hash {
                return Ok(self.stored(element, read, Verdict::Duplicate));
            }
            return self.fork(element, read);
        }
        let first = (read.sequence == 1).then_some(NO_HASH);
        if around.before.is_none() && self.is_after_fork(read)? {
            return self.fork(element, read);
        }
        let follows = around.before.or(first).is_none_or(|before| before == read.entry.previous)
            && around.after.is_none_or(|after| after == read.hash);
        if !follows {
            return self.fork(element, read);
        }
        // Mostly nobody holds it: whether its own terminal's records do, the database says by itself.
        let known = if self.has_neighbours && self.is_older(read) { self.held_elsewhere(read)? } else { None };
        let known = match known {
            None if self.insert(read)? => return Ok(self.stored(element, read, Verdict::Accepted)),
            None => self.held_elsewhere(read)?,
            known => known,
        };
        if known != Some(true) {
            return self.fork(element, read);
        }
        self.note_elsewhere(read)?;
        Ok(self.stored(element, read, Verdict::Duplicate))
    }

    fn stored(&self, element: &Element<'_>, read: &ReadEntry, verdict: Verdict) -> EntryVerdict {
        let position = &read.entry.position;
        let receipt = receipt(self.terminal, position.epoch, position.sequence);
        EntryVerdict { id: element.id.clone(), verdict, code: None, receipt: Some(receipt) }
    }

    /// Two histories under one name. The one that is held stays; this one's terminal begins another epoch with it.
    fn fork(&self, element: &Element<'_>, read: &ReadEntry) -> Result<EntryVerdict, HubError> {
        let place = (read.entry.position.epoch, read.sequence);
        raise(self.connection, self.terminal, Alarm::Fork, place, self.now)?;
        self.note_fork(read)?;
        self.set_aside(element, QuarantineCode::Fork)
    }

    fn set_aside(&self, element: &Element<'_>, code: QuarantineCode) -> Result<EntryVerdict, HubError> {
        set_aside::put(self.connection, self.terminal, element, code, self.now)?;
        let id = element.id.clone();
        Ok(EntryVerdict { id, verdict: Verdict::Quarantined, code: Some(code), receipt: None })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode, Position};
    use crate::domain::text::Language;
    use crate::hub::batch;
    use crate::protocol::entry::Entry;
    use crate::protocol::event::JournalEvent;
    use crate::protocol::facts::RecordedFacts;
    use crate::protocol::verdict::Watermarks;
    use serde_json::value::{RawValue, to_raw_value};
    use uuid::Builder;

    pub(in crate::hub::storage) const TERMINAL: &str = "t-00000000-0000-4000-8000-00000000a1b2";

    pub(in crate::hub::storage) fn storage() -> (tempfile::TempDir, Storage) {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(folder.path()).unwrap();
        let insert = "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES (?1, '', 'lozova', '')";
        storage.connection.execute(insert, [TERMINAL]).unwrap();
        (folder, storage)
    }

    /// Takes entries of one terminal in, as they come in a parcel.
    pub(in crate::hub::storage) fn ingest(storage: &mut Storage, entries: &[Entry]) -> BatchAnswer {
        let terminal = &entries[0].position.terminal;
        let events: Vec<Box<RawValue>> =
            entries.iter().map(|entry| to_raw_value(&JournalEvent::of(entry)).unwrap()).collect();
        let events: Vec<&RawValue> = events.iter().map(AsRef::as_ref).collect();
        let batch = batch::read(&events, terminal).unwrap();
        storage.ingest(terminal, &batch, None, Timestamp::UNIX_EPOCH).unwrap()
    }

    /// Entries of epoch 1 at these places.
    pub(in crate::hub::storage) fn entries(sequences: &[u64], catalogue: u64) -> Vec<Entry> {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue };
        let facts = RecordedFacts::of(&EntryFacts::new(Action::Informed, &circumstances)).unwrap();
        let mut previous = NO_HASH;
        (1..=sequences.iter().copied().max().unwrap_or(0))
            .map(|sequence| {
                let mut id = [7; 16];
                id[..8].copy_from_slice(&sequence.to_be_bytes());
                let entry = Entry {
                    position: Position { terminal: TERMINAL.to_owned(), epoch: 1, sequence },
                    id: Builder::from_random_bytes(id).into_uuid(),
                    time: Timestamp::UNIX_EPOCH,
                    facts: facts.clone(),
                    sealed: None,
                    previous,
                };
                previous = entry.hash();
                entry
            })
            .filter(|entry| sequences.contains(&entry.position.sequence))
            .collect()
    }

    fn received(storage: &mut Storage, sequences: &[u64]) -> u64 {
        ingest(storage, &entries(sequences, 5)).watermarks[0].received
    }

    #[test]
    fn the_watermark_stops_at_a_gap_and_passes_it_when_it_is_filled() {
        let (_folder, mut storage) = storage();
        assert_eq!(received(&mut storage, &[1, 2, 4]), 2);
        assert_eq!(received(&mut storage, &[6]), 2);
        assert_eq!(received(&mut storage, &[3]), 4);
        assert_eq!(received(&mut storage, &[3, 4]), 4);
        assert_eq!(received(&mut storage, &[5]), 6);
    }

    #[test]
    fn only_a_backup_raises_its_watermark() {
        let (folder, mut storage) = storage();
        let answer = ingest(&mut storage, &entries(&[1, 2], 5));
        let marks = |received, backed_up| Watermarks {
            epoch: 1,
            received,
            durable: received,
            backed_up,
            stored: Some(received),
        };
        assert_eq!(answer.watermarks, [marks(2, 0)]);
        storage.back_up(&folder.path().join("copy.sqlite")).unwrap();
        let answer = ingest(&mut storage, &entries(&[3], 5));
        assert_eq!(answer.watermarks, [marks(3, 2)]);
    }

    #[test]
    fn a_second_history_is_set_aside_once_and_changes_nothing() {
        let (_folder, mut storage) = storage();
        received(&mut storage, &[1]);
        for _ in 0..2 {
            let answer = ingest(&mut storage, &entries(&[1], 6));
            assert_eq!(answer.verdicts[0].verdict, Verdict::Quarantined);
            assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Fork));
        }
        let count = |table: &str| -> i64 {
            storage.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        assert_eq!((count("entry"), count("set_aside")), (1, 1));
    }

    #[test]
    fn a_receipt_is_short_and_names_the_place() {
        assert_eq!(receipt(TERMINAL, 2, 317), "a1b2-2-317");
        assert_eq!(receipt("t", 1, 1), "t-1-1");
    }
}
