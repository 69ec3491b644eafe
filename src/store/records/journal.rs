//! Writing and reading the journal, and the outbox.

use super::delivery::{Delivery, code};
use super::meta::{meta, set_meta};
use super::own::{reach_own_epoch, still_ours};
use super::room::KEPT;
use super::schema::{APPENDING_SINCE, WAITING_SINCE};
use super::shorten::forget_marks;
use super::{Records, RecordsError, begin};
use crate::domain::record::{Action, Circumstances, EntryFacts, Mode, Placed, Position, SealedContent, uncounted};
use crate::domain::text::Language;
use crate::protocol::entry::{Entry, NO_HASH};
use crate::protocol::facts::RecordedFacts;
use crate::store::identity::Identity;
use crate::store::vault::seal;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// An entry to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    /// Its UUID of version 7, made once: recording the same twice is found by it.
    pub id: Uuid,
    /// The open part.
    pub facts: EntryFacts,
    /// The part with personal data.
    pub sealed: Option<SealedContent>,
}

/// How much of the journal is where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxStatus {
    /// Saved here and waiting for the hub's receipt.
    pub waiting: u64,
    /// How many of these the relay of the room keeps as well.
    pub kept: u64,
    /// When the oldest of those that wait was recorded, by this computer's clock.
    pub since: Option<Timestamp>,
    /// Received by the hub.
    pub received: u64,
    /// Set aside by the hub for a person to look at.
    pub quarantined: u64,
    /// Epoch and sequence of the newest entry counted: a count that lacks a newer one is out of date.
    pub newest: (u32, u64),
}

/// A line of the journal as the specialist sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalLine {
    /// Where it stands.
    pub position: Position,
    /// The entry's id, by which a correction names it.
    pub id: Uuid,
    /// Whether it counts no more: a later entry of this journal took it back or took its place.
    pub corrected: bool,
    /// When it was recorded.
    pub time: Timestamp,
    /// The open part.
    pub facts: EntryFacts,
    /// The hub's receipt, once it has the entry.
    pub receipt: Option<String>,
    /// Why the hub set it aside.
    pub quarantined: Option<String>,
    /// Whether it waits at the relay of the room.
    pub kept: bool,
}

impl Records {
    /// Writes an entry and what belongs to it, `beside`, in one commit; neither when the entry is there already.
    pub(super) fn record_with(
        &mut self,
        new: &NewEntry,
        now: Timestamp,
        beside: impl FnOnce(&Connection, &mut Identity) -> Result<(), RecordsError>,
    ) -> Result<Position, RecordsError> {
        let sealed = match &new.sealed {
            None => None,
            Some(content) => {
                let operator = self.identity.enrolment.as_ref().ok_or(RecordsError::NotEnrolled)?;
                Some(seal(&operator.operator_key, &serde_json::to_vec(content)?)?)
            }
        };
        // One transaction for what is asked and what is written: each reading by itself would take its own locks.
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        let terminal = self.identity.terminal.clone();
        let known: Option<(u32, u64)> = transaction
            .prepare_cached("SELECT epoch, sequence FROM entry WHERE id = ?1 ORDER BY place DESC LIMIT 1")?
            .query_row([new.id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((epoch, sequence)) = known {
            return Ok(Position { terminal, epoch, sequence });
        }
        reach_own_epoch(&transaction, &mut self.identity)?;
        beside(&transaction, &mut self.identity)?;
        let position = append(&transaction, &self.identity, new, sealed, now)?;
        transaction.commit()?;
        Ok(position)
    }

    /// Records an entry of the program's own.
    pub(super) fn record_own(&mut self, action: Action, now: Timestamp) -> Result<(), RecordsError> {
        let entry = self.own_entry(action);
        self.record(&entry, None, now)?;
        Ok(())
    }

    /// The id of the centre that the terminal belongs to.
    pub(super) fn centre_id(&self) -> String {
        self.identity.enrolment.as_ref().map_or_else(|| "unknown".to_owned(), |known| known.centre.id.clone())
    }

    /// An entry of the program's own, which no person at the computer caused.
    pub(super) fn own_entry(&self, action: Action) -> NewEntry {
        let centre = self.centre_id();
        let circumstances = Circumstances { language: Language::Ro, centre, mode: Mode::Assisted, catalogue: 0 };
        NewEntry { id: Uuid::now_v7(), facts: EntryFacts::new(action, &circumstances), sealed: None }
    }

    /// The oldest entries that wait to be sent and that no relay keeps, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unsent(&mut self, limit: usize) -> Result<Vec<Entry>, RecordsError> {
        still_ours(&self.connection, &self.identity)?;
        let (entries, damaged) = self.waiting(limit)?;
        if !damaged.is_empty() {
            // They wait for a person, and keep no other from going.
            self.note_deliveries(&damaged)?;
        }
        Ok(entries)
    }

    /// What waits, and what of it cannot be read.
    fn waiting(&self, limit: usize) -> Result<(Vec<Entry>, Vec<Delivery>), RecordsError> {
        let sql = format!(
            "SELECT entry.epoch, entry.sequence, id, time, facts, sealed, previous, hash
             FROM waiting JOIN entry USING (place) WHERE place NOT IN ({KEPT}) ORDER BY place"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        let (mut entries, mut damaged) = (Vec::new(), Vec::new());
        while entries.len() < limit
            && let Some(row) = rows.next()?
        {
            match self.entry(row) {
                Ok(entry) => entries.push(entry),
                Err(error) => {
                    tracing::error!(%error, "an entry cannot be read and is not sent");
                    let epoch = row.get(0)?;
                    let terminal = self.name_of(epoch).to_owned();
                    let position = Position { terminal, epoch, sequence: row.get(1)? };
                    damaged.push(Delivery { position, receipt: None, quarantined: Some(code::DAMAGED.to_owned()) });
                }
            }
        }
        Ok((entries, damaged))
    }

    /// Entries that wait, whoever keeps them besides, each with its place; at most so many, from the place after this one on.
    /// One that cannot be read is passed over: it is set aside when it would be sent.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn waiting_after(&self, after: i64, limit: usize) -> Result<Vec<(i64, Entry)>, RecordsError> {
        still_ours(&self.connection, &self.identity)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT entry.epoch, entry.sequence, id, time, facts, sealed, previous, hash, place
             FROM waiting JOIN entry USING (place) WHERE place > ?1 ORDER BY place",
        )?;
        let mut rows = statement.query([after])?;
        let mut entries = Vec::new();
        while entries.len() < limit
            && let Some(row) = rows.next()?
        {
            if let Ok(entry) = self.entry(row) {
                entries.push((row.get(8)?, entry));
            }
        }
        Ok(entries)
    }

    /// Which of these places wait for the hub.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn still_waiting(&self, places: &[i64]) -> Result<BTreeSet<i64>, RecordsError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT place FROM waiting WHERE place IN (SELECT value FROM json_each(?1))")?;
        let places = serde_json::to_string(places)?;
        Ok(statement.query_map([places], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The folder in which the records lie.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        let path = self.connection.path().filter(|path| !path.is_empty())?;
        Path::new(path).parent().map(Path::to_owned)
    }

    /// Every entry of the journal in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn all_entries(&self) -> Result<Vec<Entry>, RecordsError> {
        let mut statement = self
            .connection
            .prepare("SELECT epoch, sequence, id, time, facts, sealed, previous, hash FROM entry ORDER BY place")?;
        let mut rows = statement.query([])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(self.entry(row)?);
        }
        Ok(entries)
    }

    pub(super) fn entry(&self, row: &Row<'_>) -> Result<Entry, RecordsError> {
        let unreadable = |_| RecordsError::Damaged;
        let epoch = row.get(0)?;
        let name = self.name_of(epoch);
        let entry = Entry {
            position: Position { terminal: name.to_owned(), epoch, sequence: row.get(1)? },
            id: row.get::<_, String>(2)?.parse().map_err(|_| RecordsError::Damaged)?,
            time: row.get::<_, String>(3)?.parse().map_err(unreadable)?,
            facts: RecordedFacts::read(row.get(4)?)?,
            sealed: row.get(5)?,
            previous: row.get(6)?,
        };
        let stored: [u8; 32] = row.get(7)?;
        // A row that was damaged and still reads as one is not what was recorded. Of records that an older program kept
        // for an identity that is gone nobody knows the name, and so not the hash.
        if name.is_empty() || entry.hash() == stored { Ok(entry) } else { Err(RecordsError::Damaged) }
    }

    /// Notes what the hub answered, in one commit.
    ///
    /// # Errors
    /// When the file cannot be written; the entries then simply go again.
    pub fn note_deliveries(&mut self, deliveries: &[Delivery]) -> Result<(), RecordsError> {
        let transaction = begin(&mut self.connection)?;
        answer(&transaction, deliveries)?;
        transaction.commit()?;
        Ok(())
    }

    /// Whether the hub goes by another incarnation than the one known.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_other_incarnation(&self, incarnation: &str) -> Result<bool, RecordsError> {
        Ok(meta(&self.connection, "incarnation")?.as_deref() != Some(incarnation))
    }

    /// Compares the hub's incarnation with the one known. A hub restored from a backup has another one,
    /// and may have lost what it had received: everything still held goes into the outbox again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note_incarnation(&mut self, incarnation: &str) -> Result<bool, RecordsError> {
        let known = meta(&self.connection, "incarnation")?;
        if known.as_deref() == Some(incarnation) {
            return Ok(false);
        }
        let transaction = begin(&mut self.connection)?;
        set_meta(&transaction, "incarnation", incarnation)?;
        if known.is_some() {
            transaction.execute(
                "INSERT INTO outbox (epoch, sequence) SELECT epoch, sequence FROM entry
                 WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.epoch = entry.epoch
                                   AND delivery.sequence = entry.sequence AND code IN (?1, ?2))
                 ON CONFLICT DO NOTHING",
                [code::REFILED, code::DAMAGED],
            )?;
            // Of what is no longer here it stays known that it was received.
            transaction.execute(
                "DELETE FROM delivery WHERE (code IS NULL OR code NOT IN (?1, ?2))
                 AND NOT EXISTS (SELECT 1 FROM summary WHERE place = delivery.epoch << 32 | delivery.sequence)",
                [code::REFILED, code::DAMAGED],
            )?;
            forget_marks(&transaction)?;
        }
        transaction.commit()?;
        Ok(known.is_some())
    }

    /// Keeps what was found when the hub was asked last, by a name that never changes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note_contact(&mut self, name: &str, now: Timestamp) -> Result<(), RecordsError> {
        set_meta(&self.connection, "contact", &format!("{name} {now}"))
    }

    /// What was found when the hub was asked last, and since when; `None` when it never was.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last_contact(&self) -> Result<Option<(String, Timestamp)>, RecordsError> {
        Ok(meta(&self.connection, "contact")?.as_deref().and_then(contact_of))
    }

    /// How much of the journal is where.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn outbox_status(&self) -> Result<OutboxStatus, RecordsError> {
        outbox_status(&self.connection)
    }

    /// The newest lines of the journal.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn latest(&self, limit: usize) -> Result<Vec<JournalLine>, RecordsError> {
        let sql = format!(
            "SELECT entry.epoch, entry.sequence, time, facts, receipt, code, id, entry.place IN ({KEPT})
             FROM entry LEFT JOIN delivery USING (epoch, sequence) WHERE code IS NOT ?2
             ORDER BY entry.place DESC LIMIT ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![i64::try_from(limit).unwrap_or(i64::MAX), code::REFILED])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let time = row.get::<_, String>(2)?.parse().ok();
            // What only a newer program knows stays in the journal and is no line that this one can show.
            let facts = RecordedFacts::read(row.get(3)?).ok().and_then(|facts| facts.meaning());
            let id = row.get::<_, String>(6)?.parse().ok();
            let (Some(time), Some(facts), Some(id)) = (time, facts, id) else {
                tracing::error!("a line of the journal cannot be read");
                continue;
            };
            lines.push(JournalLine {
                position: Position {
                    terminal: self.name_of(row.get(0)?).to_owned(),
                    epoch: row.get(0)?,
                    sequence: row.get(1)?,
                },
                id,
                corrected: false,
                time,
                facts,
                receipt: row.get(4)?,
                quarantined: row.get(5)?,
                kept: row.get(7)?,
            });
        }
        // What corrects a line is newer than the line, so it is among these.
        let placed = lines.iter().map(|line| Placed {
            id: line.id,
            position: &line.position,
            centre: &line.facts.centre,
            facts: &line.facts,
        });
        let corrected = uncounted(&placed.collect::<Vec<_>>());
        for (line, corrected) in lines.iter_mut().zip(corrected) {
            line.corrected = corrected;
        }
        Ok(lines)
    }
}

/// Writes an entry behind the last one of the present epoch, to be sent.
pub(super) fn append(
    transaction: &Connection,
    identity: &Identity,
    new: &NewEntry,
    sealed: Option<Vec<u8>>,
    now: Timestamp,
) -> Result<Position, RecordsError> {
    let (sequence, previous) =
        last_of(transaction, identity.epoch)?.map_or((1, NO_HASH), |(sequence, hash)| (sequence + 1, hash));
    let position = Position { terminal: identity.terminal.clone(), epoch: identity.epoch, sequence };
    let facts = RecordedFacts::of(&new.facts)?;
    let entry = Entry { position: position.clone(), id: new.id, time: now, facts, sealed, previous };
    insert(transaction, &entry)?;
    Ok(position)
}

/// Sequence and hash of the last entry of an epoch.
pub(super) fn last_of(connection: &Connection, epoch: u32) -> Result<Option<(u64, [u8; 32])>, RecordsError> {
    Ok(connection
        .prepare_cached("SELECT sequence, hash FROM entry WHERE place BETWEEN ?1 AND ?2 ORDER BY place DESC LIMIT 1")?
        .query_row([place(epoch, 1)?, place(epoch, u64::from(u32::MAX))?], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// The number under which an entry is kept: entries lie in its order.
fn place(epoch: u32, sequence: u64) -> Result<i64, RecordsError> {
    let place = i32::try_from(epoch).ok().zip(u32::try_from(sequence).ok());
    let (epoch, sequence) = place.ok_or_else(|| RecordsError::Other(format!("no place for {epoch}-{sequence}")))?;
    Ok(i64::from(epoch) << 32 | i64::from(sequence))
}

/// Takes what was answered out of what waits, and leaves waiting what was passed over.
pub(super) fn answer(transaction: &Connection, deliveries: &[Delivery]) -> Result<(), RecordsError> {
    let mut farthest: BTreeMap<u32, u64> = BTreeMap::new();
    for Delivery { position, .. } in deliveries {
        let reached = farthest.entry(position.epoch).or_default();
        *reached = position.sequence.max(*reached);
    }
    let mut leave = transaction.prepare_cached(
        "INSERT INTO outbox (epoch, sequence)
         SELECT epoch, sequence FROM waiting WHERE epoch = ?1 AND sequence < ?2 ON CONFLICT DO NOTHING",
    )?;
    for (epoch, sequence) in farthest {
        leave.execute(params![epoch, sequence])?;
    }
    let mut put = transaction.prepare_cached(
        "INSERT INTO delivery (epoch, sequence, receipt, code) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (epoch, sequence) DO UPDATE SET receipt = excluded.receipt, code = excluded.code",
    )?;
    let mut done = transaction.prepare_cached("DELETE FROM outbox WHERE epoch = ?1 AND sequence = ?2")?;
    for delivery in deliveries {
        let Position { epoch, sequence, .. } = delivery.position;
        put.execute(params![epoch, sequence, delivery.receipt, delivery.quarantined])?;
        done.execute(params![epoch, sequence])?;
    }
    Ok(())
}

/// Writes an entry behind all others of its epoch, where it waits to be sent.
pub(super) fn insert(connection: &Connection, entry: &Entry) -> Result<(), RecordsError> {
    let Position { epoch, sequence, .. } = entry.position;
    connection
        .prepare_cached(
            "INSERT INTO entry (place, id, time, facts, sealed, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            place(epoch, sequence)?,
            entry.id.to_string(),
            entry.time.to_string(),
            entry.facts.text(),
            entry.sealed,
            entry.previous,
            entry.hash(),
        ])?;
    Ok(())
}

/// How much of the journal in this file is where.
pub(super) fn outbox_status(connection: &Connection) -> Result<OutboxStatus, RecordsError> {
    let count = |sql: &str| connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, u64>(0));
    // A file that an older program left, and that is only looked at, keeps its entries otherwise.
    let schema: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let order = if schema >= APPENDING_SINCE { "place DESC" } else { "epoch DESC, sequence DESC" };
    let newest = connection
        .prepare_cached(&format!("SELECT epoch, sequence FROM entry ORDER BY {order} LIMIT 1"))?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let waiting = if schema >= WAITING_SINCE { "SELECT count(*) FROM waiting" } else { "SELECT count(*) FROM outbox" };
    let has_places = schema >= APPENDING_SINCE;
    let kept = if has_places { count(&format!("SELECT count(*) FROM waiting WHERE place IN ({KEPT})"))? } else { 0 };
    let oldest: Option<String> = if has_places {
        let sql = "SELECT time FROM waiting JOIN entry USING (place) ORDER BY place LIMIT 1";
        connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?
    } else {
        None
    };
    Ok(OutboxStatus {
        newest: newest.unwrap_or_default(),
        waiting: count(waiting)?,
        kept,
        since: oldest.and_then(|time| time.parse().ok()),
        received: count("SELECT count(*) FROM delivery WHERE code IS NULL")?,
        quarantined: connection
            .prepare_cached("SELECT count(*) FROM delivery WHERE code IS NOT NULL AND code <> ?1")?
            .query_row([code::REFILED], |row| row.get(0))?,
    })
}

/// What was found when the hub was asked last, and since when, as it is kept.
pub(super) fn contact_of(kept: &str) -> Option<(String, Timestamp)> {
    let (name, since) = kept.split_once(' ')?;
    Some((name.to_owned(), since.parse().ok()?))
}

#[cfg(test)]
mod tests;
