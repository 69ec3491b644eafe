//! Taking a batch in: one transaction, one verdict an event, and watermarks that grow with it.

use super::alarm::{Alarm, raise};
use super::{Storage, correction, set_aside};
use crate::domain::record::Action;
use crate::hub::HubError;
use crate::hub::batch::{Element, ReadEntry};
use crate::protocol::MOST_EPOCHS;
use crate::protocol::entry::{Entry, NO_HASH};
use crate::protocol::parcel::Head;
use crate::protocol::signature;
use crate::protocol::verdict::{BatchAnswer, EntryVerdict, QuarantineCode, Verdict, Watermarks};
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const INSERT_ENTRY: &str = "
    INSERT INTO entry (terminal, epoch, sequence, id, time, received, batch, facts, sealed, previous, hash,
                       centre, event, action, person, corrects)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
    ON CONFLICT (terminal, id) DO NOTHING";

/// The newest place of an epoch, wherever the hub holds it.
const TIP: &str = "
    SELECT sequence, hash FROM (
        SELECT sequence, hash FROM entry WHERE terminal = ?1 AND epoch = ?2 ORDER BY sequence DESC LIMIT 1)
    UNION ALL
    SELECT sequence, hash FROM (
        SELECT sequence, hash FROM elsewhere WHERE terminal = ?1 AND epoch = ?2 ORDER BY sequence DESC LIMIT 1)
    ORDER BY sequence DESC LIMIT 1";

/// The entry at a place and the two beside it, wherever the hub holds them.
const AROUND: &str = "
    SELECT sequence, previous, hash FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence BETWEEN ?3 - 1 AND ?3 + 1
    UNION ALL
    SELECT sequence, previous, hash FROM elsewhere
    WHERE terminal = ?1 AND epoch = ?2 AND sequence BETWEEN ?3 - 1 AND ?3 + 1";

/// Whether the hub holds this very content under the same id: of this terminal or, when it was recorded before the
/// terminal had its name, of another one of the same centre, whose records it took over.
const SAME_CONTENT: &str = "
    SELECT time = ?3 AND facts = ?4 AND sealed IS ?5 FROM entry
    WHERE id = ?2 AND terminal IN (
        SELECT ?1 UNION ALL
        SELECT other.id FROM terminal AS other JOIN terminal AS own ON own.id = ?1
        WHERE ?6 AND other.centre = own.centre AND other.id <> ?1)
    ORDER BY terminal = ?1 DESC LIMIT 1";

/// Only the entries beyond the watermark are looked at, and only up to the first gap: over the life of
/// an epoch each entry is passed once.
const SEQUENCES_BEYOND: &str = "
    SELECT sequence FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence > ?3
    UNION ALL
    SELECT sequence FROM elsewhere WHERE terminal = ?1 AND epoch = ?2 AND sequence > ?3
    ORDER BY sequence";

/// How many other histories of one terminal are followed: as many copies of a disk nobody makes.
const MOST_FORKS: i64 = 16;

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

/// What the hub holds at a place and beside it.
#[derive(Default)]
struct Around {
    before: Option<[u8; 32]>,
    here: Option<[u8; 32]>,
    /// What the entry after it says of the one before.
    after: Option<[u8; 32]>,
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

    /// How far an epoch has come.
    fn epoch(&self, number: u32) -> Result<Epoch, HubError> {
        if let Some(epoch) = self.epochs.borrow().get(&number) {
            return Ok(*epoch);
        }
        let mut statement = self.connection.prepare_cached(TIP)?;
        let newest = statement.query_row(params![self.terminal, number], |row| Ok((row.get(0)?, row.get(1).ok())));
        let (newest, hash) = newest.optional()?.unwrap_or_default();
        let epoch = Epoch { newest, hash, stored: 0 };
        self.epochs.borrow_mut().insert(number, epoch);
        Ok(epoch)
    }

    fn around(&self, read: &ReadEntry) -> Result<Around, HubError> {
        let epoch = self.epoch(read.entry.position.epoch)?;
        if read.sequence > epoch.newest {
            // Entries come in their order: there is nothing beyond, and what is before is known.
            let before = epoch.hash.filter(|_| read.sequence == epoch.newest + 1);
            return Ok(Around { before, ..Around::default() });
        }
        let mut statement = self.connection.prepare_cached(AROUND)?;
        let mut rows = statement.query(params![self.terminal, read.entry.position.epoch, read.sequence])?;
        let mut around = Around::default();
        while let Some(row) = rows.next()? {
            // A neighbour whose hash is damaged is as good as none: it stops nobody, and is found by the daily look.
            match row.get::<_, i64>(0)? - read.sequence {
                -1 => around.before = row.get(2).ok(),
                0 => around.here = Some(row.get(2).unwrap_or(NO_HASH)),
                _ => around.after = row.get(1).ok(),
            }
        }
        Ok(around)
    }

    /// Whether the id is taken, and then whether by the same content.
    fn held_elsewhere(&self, read: &ReadEntry) -> Result<Option<bool>, HubError> {
        let entry = &read.entry;
        let mut statement = self.connection.prepare_cached(SAME_CONTENT)?;
        let key = params![
            self.terminal,
            entry.id.to_string(),
            entry.time.to_string(),
            entry.facts.text(),
            entry.sealed,
            self.is_older(read)
        ];
        Ok(statement.query_row(key, |row| row.get(0)).optional()?)
    }

    /// Whether it was recorded before the terminal was enrolled under its name.
    fn is_older(&self, read: &ReadEntry) -> bool {
        self.named.is_some_and(|named| read.entry.time <= named)
    }

    fn note_elsewhere(&self, read: &ReadEntry) -> Result<(), HubError> {
        let position = &read.entry.position;
        self.connection
            .prepare_cached(
                "INSERT INTO elsewhere (terminal, epoch, sequence, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                self.terminal,
                position.epoch,
                read.sequence,
                read.entry.previous.as_slice(),
                read.hash.as_slice()
            ])?;
        self.count(read);
        Ok(())
    }

    /// Takes an entry in; false when its id is taken.
    fn insert(&self, read: &ReadEntry) -> Result<bool, HubError> {
        let entry = &read.entry;
        let facts = &entry.facts;
        let id = entry.id.to_string();
        let person = facts.case.map(|case| case.to_string());
        // What was recorded before anybody said where the terminal stands counts where it stands.
        let centre = if self.homes.contains(&facts.centre) { &facts.centre } else { &self.home };
        let taken = self.connection.prepare_cached(INSERT_ENTRY)?.execute(params![
            self.terminal,
            entry.position.epoch,
            read.sequence,
            id,
            entry.time.to_string(),
            self.received,
            self.number,
            facts.text(),
            entry.sealed,
            entry.previous.as_slice(),
            read.hash.as_slice(),
            centre,
            facts.event,
            facts.action.code(),
            person.as_ref().unwrap_or(&id),
            self.corrects(entry, centre),
        ])?;
        if taken == 0 {
            return Ok(false);
        }
        self.count(read);
        if facts.action == Action::HubLacked {
            let place = (entry.position.epoch, read.sequence);
            raise(self.connection, self.terminal, Alarm::Lacked, place, self.now)?;
        }
        correction::settle(self.connection, entry, centre)?;
        Ok(true)
    }

    fn count(&self, read: &ReadEntry) {
        let mut epochs = self.epochs.borrow_mut();
        let epoch = epochs.entry(read.entry.position.epoch).or_default();
        epoch.stored += 1;
        if read.sequence > epoch.newest {
            (epoch.newest, epoch.hash) = (read.sequence, Some(read.hash));
        }
    }

    fn corrects(&self, entry: &Entry, centre: &str) -> Option<String> {
        let target = entry.facts.corrects?.to_string();
        let case = entry.facts.case.map(|case| case.to_string());
        Some(correction::target_key(self.terminal, centre, case.as_deref(), &target))
    }

    /// Two histories under one name. The one that is held stays; this one's terminal begins another epoch with it.
    fn fork(&self, element: &Element<'_>, read: &ReadEntry) -> Result<EntryVerdict, HubError> {
        let place = (read.entry.position.epoch, read.sequence);
        raise(self.connection, self.terminal, Alarm::Fork, place, self.now)?;
        self.note_fork(read)?;
        self.set_aside(element, QuarantineCode::Fork)
    }

    /// Whether it follows on a history that was set aside.
    fn is_after_fork(&self, read: &ReadEntry) -> Result<bool, HubError> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM fork_head WHERE terminal = ?1 AND hash = ?2")?;
        Ok(statement.exists(params![self.terminal, read.entry.previous.as_slice()])?)
    }

    /// Remembers how far the other history came.
    fn note_fork(&self, read: &ReadEntry) -> Result<(), HubError> {
        let heads = "DELETE FROM fork_head WHERE terminal = ?1 AND (hash = ?2 OR hash IN (
            SELECT hash FROM fork_head WHERE terminal = ?1 ORDER BY changed DESC LIMIT -1 OFFSET ?3))";
        self.connection.prepare_cached(heads)?.execute(params![
            self.terminal,
            read.entry.previous.as_slice(),
            MOST_FORKS - 1
        ])?;
        let head = "INSERT INTO fork_head (terminal, hash, changed) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(head)?.execute(params![self.terminal, read.hash.as_slice(), self.number])?;
        Ok(())
    }

    fn set_aside(&self, element: &Element<'_>, code: QuarantineCode) -> Result<EntryVerdict, HubError> {
        set_aside::put(self.connection, self.terminal, element, code, self.now)?;
        let id = element.id.clone();
        Ok(EntryVerdict { id, verdict: Verdict::Quarantined, code: Some(code), receipt: None })
    }

    /// Keeps the signature over the newest entry, when it is the terminal's over what is held there.
    fn attest(&self, head: &Head) -> Result<(), HubError> {
        let Ok(sequence) = i64::try_from(head.sequence) else { return Ok(()) };
        let key: String = self
            .connection
            .prepare_cached("SELECT device_key FROM terminal WHERE id = ?1")?
            .query_row([self.terminal], |row| row.get(0))?;
        let hash: Option<[u8; 32]> = self
            .connection
            .prepare_cached("SELECT hash FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence = ?3")?
            .query_row(params![self.terminal, head.epoch, sequence], |row| row.get(0))
            .optional()?;
        let (Some(key), Some(hash)) = (signature::verifying_key(&key), hash) else { return Ok(()) };
        if !signature::is_head(&key, self.terminal, head.epoch, head.sequence, &hash, &head.signature) {
            tracing::warn!(terminal = self.terminal, "a signature over a history does not fit it");
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO attested (terminal, epoch, sequence, hash, signature) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![self.terminal, head.epoch, sequence, hash.as_slice(), head.signature])?;
        Ok(())
    }

    fn raise_watermark(&self, epoch: u32) -> Result<(), HubError> {
        let known: Option<i64> = self
            .connection
            .prepare_cached("SELECT received FROM watermark WHERE terminal = ?1 AND epoch = ?2")?
            .query_row(params![self.terminal, epoch], |row| row.get(0))
            .optional()?;
        let before = known.unwrap_or_default();
        let stored = self.epochs.borrow().get(&epoch).map_or(0, |epoch| epoch.stored);
        if stored == 0 {
            return Ok(());
        }
        let mut received = before;
        let mut statement = self.connection.prepare_cached(SEQUENCES_BEYOND)?;
        let mut rows = statement.query(params![self.terminal, epoch, before])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(0)? != received + 1 {
                break;
            }
            received += 1;
        }
        self.connection
            .prepare_cached(
                "INSERT INTO watermark (terminal, epoch, received, stored) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (terminal, epoch) DO UPDATE SET received = excluded.received,
                     stored = stored + excluded.stored",
            )?
            .execute(params![self.terminal, epoch, received, stored])?;
        Ok(())
    }

    /// How far each epoch has come.
    fn watermarks(&self) -> Result<Vec<Watermarks>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT epoch, received, backed_up, stored FROM watermark WHERE terminal = ?1 ORDER BY epoch DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![self.terminal, MOST_EPOCHS], |row| {
            // Each commit is flushed before it is answered: what is received is durable.
            let [received, backed_up, stored] =
                [1, 2, 3].map(|column| row.get::<_, i64>(column).map(i64::unsigned_abs));
            let received = received?;
            Ok(Watermarks {
                epoch: row.get(0)?,
                received,
                durable: received,
                backed_up: backed_up?,
                stored: Some(stored?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::record::{Circumstances, EntryFacts, Mode, Position};
    use crate::domain::text::Language;
    use crate::hub::batch;
    use crate::protocol::event::JournalEvent;
    use crate::protocol::facts::RecordedFacts;
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
