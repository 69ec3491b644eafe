//! What the hub holds already of a terminal.

use super::Intake;
use crate::hub::HubError;
use crate::hub::batch::ReadEntry;
use crate::hub::storage::judge::Around;
use crate::protocol::entry::NO_HASH;
use rusqlite::{OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

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
    SELECT time = ?3 AND facts = ?4 AND (sealed IS ?5 OR (sealed IS NULL AND EXISTS (
        SELECT 1 FROM erased WHERE erased.terminal = entry.terminal AND erased.epoch = entry.epoch
            AND erased.sequence = entry.sequence AND sealed_hash = ?7))) FROM entry
    WHERE id = ?2 AND terminal IN (
        SELECT ?1 UNION ALL
        SELECT other.id FROM terminal AS other JOIN terminal AS own ON own.id = ?1
        WHERE ?6 AND other.centre = own.centre AND other.id <> ?1)
    ORDER BY terminal = ?1 DESC LIMIT 1";

impl Intake<'_> {
    /// The newest place of an epoch.
    pub(super) fn tip(&self, epoch: u32) -> Result<(i64, Option<[u8; 32]>), HubError> {
        let mut statement = self.connection.prepare_cached(TIP)?;
        let newest = statement.query_row(params![self.terminal, epoch], |row| Ok((row.get(0)?, row.get(1).ok())));
        Ok(newest.optional()?.unwrap_or_default())
    }

    /// What is held at a place and beside it.
    pub(super) fn beside(&self, epoch: u32, sequence: i64) -> Result<Around, HubError> {
        let mut statement = self.connection.prepare_cached(AROUND)?;
        let mut rows = statement.query(params![self.terminal, epoch, sequence])?;
        let mut around = Around::default();
        while let Some(row) = rows.next()? {
            // A neighbour whose hash is damaged is as good as none: it stops nobody, and is found by the daily look.
            match row.get::<_, i64>(0)? - sequence {
                -1 => around.before = row.get(2).ok(),
                0 => around.here = Some(row.get(2).unwrap_or(NO_HASH)),
                _ => around.after = row.get(1).ok(),
            }
        }
        Ok(around)
    }

    /// Whether the id is taken, and then whether by the same content.
    pub(super) fn same_content(&self, read: &ReadEntry, neighbours: bool) -> Result<Option<bool>, HubError> {
        let entry = &read.entry;
        let mut statement = self.connection.prepare_cached(SAME_CONTENT)?;
        let key = params![
            self.terminal,
            entry.id.to_string(),
            entry.time.to_string(),
            entry.facts.text(),
            entry.sealed,
            neighbours,
            entry.sealed.as_ref().map(|sealed| <[u8; 32]>::from(Sha256::digest(sealed)))
        ];
        Ok(statement.query_row(key, |row| row.get(0)).optional()?)
    }

    /// Whether a history that was set aside ended with this hash.
    pub(super) fn ends_fork(&self, hash: &[u8; 32]) -> Result<bool, HubError> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM fork_head WHERE terminal = ?1 AND hash = ?2")?;
        Ok(statement.exists(params![self.terminal, hash.as_slice()])?)
    }
}
