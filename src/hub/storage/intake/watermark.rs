//! How far each epoch of a terminal has come without a gap.

use super::Intake;
use crate::hub::HubError;
use crate::hub::storage::judge::without_gap;
use crate::protocol::MOST_EPOCHS;
use crate::protocol::verdict::Watermarks;
use rusqlite::{OptionalExtension as _, params};

/// Only the entries beyond the watermark are looked at, and only up to the first gap: over the life of
/// an epoch each entry is passed once.
const SEQUENCES_BEYOND: &str = "
    SELECT sequence FROM entry WHERE terminal = ?1 AND epoch = ?2 AND sequence > ?3
    UNION ALL
    SELECT sequence FROM elsewhere WHERE terminal = ?1 AND epoch = ?2 AND sequence > ?3
    ORDER BY sequence";

impl Intake<'_> {
    /// Raises an epoch's watermark up to the first gap, after so many of its entries came to be held.
    pub(super) fn raise_watermark(&self, epoch: u32, stored: i64) -> Result<(), HubError> {
        let known: Option<i64> = self
            .connection
            .prepare_cached("SELECT received FROM watermark WHERE terminal = ?1 AND epoch = ?2")?
            .query_row(params![self.terminal, epoch], |row| row.get(0))
            .optional()?;
        let before = known.unwrap_or_default();
        let mut statement = self.connection.prepare_cached(SEQUENCES_BEYOND)?;
        let mut failed = None;
        let beyond = statement.query_map(params![self.terminal, epoch, before], |row| row.get(0))?;
        let beyond = beyond.map_while(|sequence| sequence.map_err(|error| failed = Some(error)).ok());
        let received = without_gap(before, beyond);
        if let Some(error) = failed {
            return Err(error.into());
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
    pub(super) fn watermarks(&self) -> Result<Vec<Watermarks>, HubError> {
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
