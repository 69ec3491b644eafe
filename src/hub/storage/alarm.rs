//! What a person should look at: kept until somebody says that they did.

pub use crate::hub::alarm::Alarm;

use super::Storage;
use crate::hub::HubError;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;

/// An alarm that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Raised {
    /// The terminal.
    pub terminal: String,
    /// Its centre.
    pub centre: String,
    /// What is the matter.
    pub kind: Alarm,
    /// Where in its journal, the last time.
    pub epoch: u32,
    /// Where in the epoch.
    pub sequence: u64,
    /// When it was raised first, RFC 3339.
    pub first: String,
    /// When last.
    pub last: String,
    /// How often.
    pub times: u64,
}

impl Storage {
    /// The alarms that stand, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn alarms(&self) -> Result<Vec<Raised>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT terminal, terminal.centre, kind, epoch, sequence, first, last, times
             FROM alarm JOIN terminal ON terminal.id = alarm.terminal ORDER BY last DESC, terminal, kind",
        )?;
        let rows = statement.query_map([], |row| {
            let kind: String = row.get(2)?;
            let kind = Alarm::ALL.into_iter().find(|alarm| alarm.name() == kind);
            let [sequence, times] = [row.get::<_, i64>(4)?.unsigned_abs(), row.get::<_, i64>(7)?.unsigned_abs()];
            Ok(kind.map(|kind| -> rusqlite::Result<Raised> {
                Ok(Raised {
                    terminal: row.get(0)?,
                    centre: row.get(1)?,
                    kind,
                    epoch: row.get(3)?,
                    sequence,
                    first: row.get(5)?,
                    last: row.get(6)?,
                    times,
                })
            }))
        })?;
        let mut raised = Vec::new();
        for row in rows {
            if let Some(one) = row? {
                raised.push(one?);
            }
        }
        Ok(raised)
    }

    /// How many alarms stand.
    ///
    /// # Errors
    /// When the database fails.
    pub fn standing_alarms(&self) -> Result<u64, HubError> {
        let count: i64 = self.connection.query_row("SELECT count(*) FROM alarm", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Takes the alarms of a terminal away: somebody looked. What happens again raises them again.
    ///
    /// # Errors
    /// When it has none, or the database fails.
    pub fn calm(&mut self, terminal: &str) -> Result<usize, HubError> {
        let gone = self.connection.execute("DELETE FROM alarm WHERE terminal = ?1", [terminal])?;
        if gone == 0 {
            return Err(HubError::input("--terminal", format!("no alarm stands for {terminal}")));
        }
        Ok(gone)
    }
}

/// Raises an alarm, or says that it was raised once more.
pub(super) fn raise(
    connection: &Connection,
    terminal: &str,
    kind: Alarm,
    (epoch, sequence): (u32, i64),
    now: Timestamp,
) -> Result<(), HubError> {
    let is_known = connection
        .prepare_cached("SELECT 1 FROM alarm WHERE terminal = ?1 AND kind = ?2")?
        .exists([terminal, kind.name()])?;
    if !is_known {
        // Once: whoever raises it could fill the log.
        tracing::error!(terminal, kind = kind.name(), epoch, sequence, "an alarm");
    }
    connection
        .prepare_cached(
            "INSERT INTO alarm (terminal, kind, epoch, sequence, first, last, times) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 1)
             ON CONFLICT (terminal, kind) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence,
                 last = excluded.last, times = times + 1",
        )?
        .execute(params![terminal, kind.name(), epoch, sequence, now.to_string()])?;
    Ok(())
}
