//! What is written of a batch.

use super::Intake;
use crate::hub::HubError;
use crate::hub::batch::ReadEntry;
use crate::hub::storage::judge::MOST_FORKS;
use crate::hub::storage::{correction, erasure};
use crate::protocol::entry::Entry;
use crate::protocol::parcel::Head;
use crate::protocol::signature;
use rusqlite::{OptionalExtension as _, params};

const INSERT_ENTRY: &str = "
    INSERT INTO entry (terminal, epoch, sequence, id, time, received, batch, facts, sealed, previous, hash,
                       centre, event, action, person, corrects)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
    ON CONFLICT (terminal, id) DO NOTHING";

impl Intake<'_> {
    /// Notes the place of an entry whose content is held already.
    pub(super) fn keep_place(&self, read: &ReadEntry) -> Result<(), HubError> {
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
        Ok(())
    }

    /// Keeps an entry, which counts for this centre; false when its id is taken.
    pub(super) fn keep(&self, read: &ReadEntry, centre: &str) -> Result<bool, HubError> {
        let entry = &read.entry;
        let facts = &entry.facts;
        let id = entry.id.to_string();
        let person = facts.case.map(|case| case.to_string());
        // What was erased here and comes once more, after a copy was brought back, is not kept again.
        let place = (self.terminal, entry.position.epoch, read.sequence);
        let erased = entry.sealed.is_some() && erasure::is_erased(self.connection, place, &read.hash)?;
        let taken = self.connection.prepare_cached(INSERT_ENTRY)?.execute(params![
            self.terminal,
            entry.position.epoch,
            read.sequence,
            id,
            entry.time.to_string(),
            self.now.to_string(),
            self.number,
            facts.text(),
            entry.sealed.as_ref().filter(|_| !erased),
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
        correction::settle(self.connection, entry, centre)?;
        Ok(true)
    }

    fn corrects(&self, entry: &Entry, centre: &str) -> Option<String> {
        let target = entry.facts.corrects?.to_string();
        let case = entry.facts.case.map(|case| case.to_string());
        Some(correction::target_key(self.terminal, centre, case.as_deref(), &target))
    }

    /// Remembers how far the other history came.
    pub(super) fn keep_fork(&self, read: &ReadEntry) -> Result<(), HubError> {
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

    /// Keeps the signature over the newest entry, when it is the terminal's over what is held there.
    pub(super) fn attest(&self, head: &Head) -> Result<(), HubError> {
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
}
