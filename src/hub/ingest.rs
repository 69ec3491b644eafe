//! Taking a batch in: one transaction, one verdict an event, and watermarks that grow with it.

use super::HubError;
use super::batch::{Element, ReadEntry};
use super::correction;
use super::storage::{self, Storage};
use crate::domain::record::Entry;
use crate::protocol::verdict::{BatchAnswer, EntryVerdict, QuarantineCode, Verdict, Watermarks};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

const INSERT_ENTRY: &str = "
    INSERT INTO entry (terminal, epoch, sequence, id, time, received, batch, facts, sealed, previous, hash,
                       centre, event, action, person, corrects)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
            ?8 ->> '$.centre', ?8 ->> '$.event', ?8 ->> '$.action', coalesce(?8 ->> '$.case', ?4), ?12)
    ON CONFLICT DO NOTHING";

const INSERT_QUARANTINE: &str = "
    INSERT INTO quarantine (terminal, digest, received, code, body) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT DO NOTHING";

/// Only the entries beyond the watermark are looked at, and only up to the first gap: over the life of
/// an epoch each entry is passed once.
const SEQUENCES_BEYOND: &str =
    "SELECT sequence FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence > ?3 ORDER BY sequence";

const UPDATE_WATERMARK: &str = "
    INSERT INTO watermark (terminal, epoch, received) VALUES (?1, ?2, ?3)
    ON CONFLICT (terminal, epoch) DO UPDATE SET received = excluded.received";

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
    pub fn ingest(&mut self, terminal: &str, batch: &[Element], now: Timestamp) -> Result<BatchAnswer, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number =
            transaction.query_row("SELECT coalesce(max(batch), 0) + 1 FROM entry", [], |row| row.get::<_, i64>(0))?;
        let home = "SELECT centre FROM terminal WHERE id = ?1";
        let home: String = transaction.query_row(home, [terminal], |row| row.get(0))?;
        let intake = Intake { connection: &transaction, terminal, home, number, received: now.to_string() };
        let verdicts = batch.iter().map(|element| intake.take(element)).collect::<Result<Vec<_>, _>>()?;
        let epochs: BTreeSet<u32> = batch.iter().filter_map(|element| element.epoch).collect();
        let watermarks = epochs.into_iter().map(|epoch| intake.watermarks(epoch)).collect::<Result<Vec<_>, _>>()?;
        let incarnation = storage::incarnation(&transaction)?;
        transaction.commit()?;
        Ok(BatchAnswer { incarnation, verdicts, watermarks })
    }

    /// Notes that everything received so far is in a backup elsewhere; terminals may then erase it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn announce_backup(&mut self) -> Result<(), HubError> {
        self.connection.execute("UPDATE watermark SET backed_up = received", [])?;
        Ok(())
    }
}

/// The taking in of one batch.
struct Intake<'a> {
    connection: &'a Connection,
    terminal: &'a str,
    /// The centre for which the terminal was enrolled.
    home: String,
    number: i64,
    received: String,
}

impl Intake<'_> {
    fn take(&self, element: &Element) -> Result<EntryVerdict, HubError> {
        let read = match &element.reading {
            Ok(read) => read,
            Err(code) => return self.quarantine(element, *code),
        };
        if self.insert(read)? {
            return Ok(self.stored(element, read, Verdict::Accepted));
        }
        // Its place or its id is taken: by itself, or by another history.
        if self.hash_at(read)?.is_some_and(|hash| hash == read.hash) {
            Ok(self.stored(element, read, Verdict::Duplicate))
        } else {
            self.quarantine(element, QuarantineCode::Fork)
        }
    }

    fn stored(&self, element: &Element, read: &ReadEntry, verdict: Verdict) -> EntryVerdict {
        let position = &read.entry.position;
        let receipt = receipt(self.terminal, position.epoch, position.sequence);
        EntryVerdict { id: element.id.clone(), verdict, code: None, receipt: Some(receipt) }
    }

    /// Whether the entry was new, in its place and by its id.
    fn insert(&self, read: &ReadEntry) -> Result<bool, HubError> {
        let entry = &read.entry;
        let inserted = self.connection.prepare_cached(INSERT_ENTRY)?.execute(params![
            self.terminal,
            entry.position.epoch,
            read.sequence,
            entry.id.to_string(),
            entry.time.to_string(),
            self.received,
            self.number,
            read.facts,
            entry.sealed,
            entry.previous.as_slice(),
            read.hash.as_slice(),
            self.corrects(entry),
        ])?;
        if inserted == 1 {
            correction::settle(self.connection, entry, &self.home)?;
        }
        Ok(inserted == 1)
    }

    fn corrects(&self, entry: &Entry) -> Option<String> {
        let target = entry.facts.corrects?.to_string();
        let case = entry.facts.case.map(|case| case.to_string());
        Some(correction::target_key(self.terminal, &self.home, case.as_deref(), &target))
    }

    fn hash_at(&self, read: &ReadEntry) -> Result<Option<Vec<u8>>, HubError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT hash FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3")?;
        let key = params![self.terminal, read.entry.position.epoch, read.sequence];
        Ok(statement.query_row(key, |row| row.get(0)).optional()?)
    }

    /// Sets an event aside, once however often it is sent.
    fn quarantine(&self, element: &Element, code: QuarantineCode) -> Result<EntryVerdict, HubError> {
        let body = element.body.to_string();
        let digest: [u8; 32] = Sha256::digest(body.as_bytes()).into();
        self.connection.prepare_cached(INSERT_QUARANTINE)?.execute(params![
            self.terminal,
            digest.as_slice(),
            self.received,
            code_name(code),
            body,
        ])?;
        let id = element.id.clone();
        Ok(EntryVerdict { id, verdict: Verdict::Quarantined, code: Some(code), receipt: None })
    }

    fn watermarks(&self, epoch: u32) -> Result<Watermarks, HubError> {
        let known: Option<(i64, i64)> = self
            .connection
            .prepare_cached("SELECT received, backed_up FROM watermark WHERE terminal = ?1 AND epoch = ?2")?
            .query_row(params![self.terminal, epoch], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (before, backed_up) = known.unwrap_or_default();
        let mut received = before;
        let mut statement = self.connection.prepare_cached(SEQUENCES_BEYOND)?;
        let mut rows = statement.query(params![self.terminal, epoch, before])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? != received + 1 {
                break;
            }
            received += 1;
        }
        if received > before {
            self.connection.prepare_cached(UPDATE_WATERMARK)?.execute(params![self.terminal, epoch, received])?;
        }
        let received = received.unsigned_abs();
        // Each commit is flushed before it is answered: what is received is durable.
        Ok(Watermarks { epoch, received, durable: received, backed_up: backed_up.unsigned_abs() })
    }
}

const fn code_name(code: QuarantineCode) -> &'static str {
    match code {
        QuarantineCode::Malformed => "malformed",
        QuarantineCode::Hash => "hash",
        QuarantineCode::Fork => "fork",
        QuarantineCode::Terminal => "terminal",
    }
}

#[cfg(test)]
mod tests {
    use super::super::batch;
    use super::*;
    use crate::domain::record::{Action, Circumstances, Entry, EntryFacts, Mode, NO_HASH, Position};
    use crate::domain::text::Language;
    use crate::protocol::event::JournalEvent;
    use uuid::Builder;

    const TERMINAL: &str = "t-00000000-0000-4000-8000-00000000a1b2";

    fn storage() -> (tempfile::TempDir, Storage) {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(folder.path()).unwrap();
        let insert = "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES (?1, '', '', '')";
        storage.connection.execute(insert, [TERMINAL]).unwrap();
        (folder, storage)
    }

    /// Entries of epoch 1 at these places.
    fn elements(sequences: &[u64], minutes: u16) -> Vec<Element> {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let events: Vec<JournalEvent> = sequences
            .iter()
            .map(|sequence| {
                let facts = EntryFacts { minutes: Some(minutes), ..EntryFacts::new(Action::Informed, &circumstances) };
                let mut id = [7; 16];
                id[..8].copy_from_slice(&sequence.to_be_bytes());
                let entry = Entry {
                    position: Position { terminal: TERMINAL.to_owned(), epoch: 1, sequence: *sequence },
                    id: Builder::from_random_bytes(id).into_uuid(),
                    time: Timestamp::UNIX_EPOCH,
                    facts,
                    sealed: None,
                    previous: NO_HASH,
                };
                JournalEvent::of(&entry).unwrap()
            })
            .collect();
        batch::read(&serde_json::to_vec(&events).unwrap(), TERMINAL).unwrap()
    }

    fn received(storage: &mut Storage, sequences: &[u64]) -> u64 {
        let answer = storage.ingest(TERMINAL, &elements(sequences, 5), Timestamp::UNIX_EPOCH).unwrap();
        answer.watermarks[0].received
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
    fn only_an_announced_backup_raises_its_watermark() {
        let (_folder, mut storage) = storage();
        let answer = storage.ingest(TERMINAL, &elements(&[1, 2], 5), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(answer.watermarks, [Watermarks { epoch: 1, received: 2, durable: 2, backed_up: 0 }]);
        storage.announce_backup().unwrap();
        let answer = storage.ingest(TERMINAL, &elements(&[3], 5), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(answer.watermarks, [Watermarks { epoch: 1, received: 3, durable: 3, backed_up: 2 }]);
    }

    #[test]
    fn a_second_history_is_set_aside_once_and_changes_nothing() {
        let (_folder, mut storage) = storage();
        received(&mut storage, &[1]);
        for _ in 0..2 {
            let answer = storage.ingest(TERMINAL, &elements(&[1], 6), Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(answer.verdicts[0].verdict, Verdict::Quarantined);
            assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Fork));
        }
        let count = |table: &str| -> i64 {
            storage.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        assert_eq!((count("entry"), count("quarantine")), (1, 1));
    }

    #[test]
    fn a_receipt_is_short_and_names_the_place() {
        assert_eq!(receipt(TERMINAL, 2, 317), "a1b2-2-317");
        assert_eq!(receipt("t", 1, 1), "t-1-1");
    }
}
