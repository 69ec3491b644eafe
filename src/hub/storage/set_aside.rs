//! What cannot be taken in: kept within bounds for a person to look at, sealed to the operator, because nobody can know
//! what stands in it. Nothing of it is ever lost: its terminal holds it, and sends it again when asked.

use super::alarm::{Alarm, raise};
use super::bound::{Bound, Share};
use super::{Storage, operator_key};
use crate::hub::HubError;
use crate::hub::batch::Element;
use crate::protocol::verdict::QuarantineCode;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// An event that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SetAside {
    /// The number under which it is kept.
    pub number: i64,
    /// The terminal.
    pub terminal: String,
    /// When it came, RFC 3339.
    pub received: String,
    /// Why.
    pub code: String,
    /// Where it says that it stands.
    pub epoch: Option<u32>,
    /// Where in the epoch.
    pub sequence: Option<u64>,
    /// Whether its text is kept.
    pub has_text: bool,
}

/// How much was set aside of a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// The terminal.
    pub terminal: String,
    /// Its centre.
    pub centre: String,
    /// Events that are named one by one.
    pub events: u64,
    /// Events beyond that, which were only counted.
    pub beyond: u64,
}

impl Storage {
    /// How much was set aside, by terminal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn held(&self) -> Result<Vec<Held>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT bound_for.terminal, terminal.centre, beyond,
                    (SELECT count(*) FROM set_aside WHERE set_aside.terminal = bound_for.terminal)
             FROM bound_for JOIN terminal ON terminal.id = bound_for.terminal ORDER BY bound_for.terminal",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Held {
                terminal: row.get(0)?,
                centre: row.get(1)?,
                beyond: row.get::<_, i64>(2)?.unsigned_abs(),
                events: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was set aside of a terminal, or of all, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_aside(&self, terminal: Option<&str>) -> Result<Vec<SetAside>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, terminal, received, code, epoch, sequence, sealed IS NOT NULL FROM set_aside
             WHERE ?1 IS NULL OR terminal = ?1 ORDER BY number",
        )?;
        let rows = statement.query_map([terminal], |row| {
            Ok(SetAside {
                number: row.get(0)?,
                terminal: row.get(1)?,
                received: row.get(2)?,
                code: row.get(3)?,
                epoch: row.get(4)?,
                sequence: row.get::<_, Option<i64>>(5)?.map(i64::unsigned_abs),
                has_text: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The text of an event that was set aside, sealed to the operator as an age file.
    ///
    /// # Errors
    /// When there is no such event or its text was not kept, or the database fails.
    pub fn sealed_text(&self, number: i64) -> Result<Vec<u8>, HubError> {
        let found: Option<Option<Vec<u8>>> = self
            .connection
            .query_row("SELECT sealed FROM set_aside WHERE number = ?1", [number], |row| row.get(0))
            .optional()?;
        found
            .ok_or_else(|| HubError::input("--show", format!("nothing is set aside under the number {number}")))?
            .ok_or_else(|| HubError::input("--show", format!("the text of {number} was not kept")))
    }

    /// Forgets what was set aside of a terminal and asks it to send that once more; with a centre, from now on also what
    /// it wrote for that one. Gives how many events are forgotten.
    ///
    /// # Errors
    /// When there is no such terminal, or the database fails.
    pub fn ask_again(&mut self, terminal: &str, centre: Option<&str>) -> Result<usize, HubError> {
        self.forget_set_aside(terminal, centre, true)
    }

    /// Forgets what was set aside of a terminal. The terminal holds it still.
    ///
    /// # Errors
    /// When there is no such terminal, or the database fails.
    pub fn drop_set_aside(&mut self, terminal: &str) -> Result<usize, HubError> {
        self.forget_set_aside(terminal, None, false)
    }

    fn forget_set_aside(&mut self, terminal: &str, centre: Option<&str>, again: bool) -> Result<usize, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known =
            transaction.execute("UPDATE terminal SET again = again + ?2 WHERE id = ?1", params![terminal, again])?;
        if known == 0 {
            return Err(super::terminals::unknown(terminal));
        }
        if let Some(centre) = centre {
            transaction.execute(
                "INSERT INTO terminal_centre (terminal, centre) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                [terminal, centre],
            )?;
        }
        let gone = transaction.execute("DELETE FROM set_aside WHERE terminal = ?1", [terminal])?;
        transaction.execute("DELETE FROM bound_for WHERE terminal = ?1", [terminal])?;
        transaction.commit()?;
        Ok(gone)
    }
}

/// Sets an event aside; of those that are named each once, however often it is sent.
pub(super) fn put(
    connection: &Connection,
    terminal: &str,
    element: &Element,
    code: QuarantineCode,
    now: Timestamp,
) -> Result<(), HubError> {
    let text = &element.text;
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let known = connection
        .prepare_cached("SELECT 1 FROM set_aside WHERE terminal = ?1 AND digest = ?2")?
        .exists(params![terminal, digest.as_slice()])?;
    if known {
        return Ok(());
    }
    let bound = connection
        .prepare_cached("SELECT kept, bytes FROM bound_for WHERE terminal = ?1")?
        .query_row([terminal], |row| Ok(Bound { kept: row.get(0)?, bytes: row.get(1)? }))
        .optional()?
        .unwrap_or_default();
    let Share { sealed, is_named, bytes } = bound.share(text, operator_key(connection)?.as_deref());
    let place = (element.epoch.unwrap_or(0), element.sequence.unwrap_or(0));
    if is_named {
        connection
            .prepare_cached(
                "INSERT INTO set_aside (terminal, digest, received, code, epoch, sequence, sealed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                terminal,
                digest.as_slice(),
                now.to_string(),
                code.name(),
                element.epoch,
                element.sequence,
                sealed
            ])?;
    } else {
        raise(connection, terminal, Alarm::Full, place, now)?;
    }
    if code == QuarantineCode::Centre {
        raise(connection, terminal, Alarm::Centre, place, now)?;
    }
    connection
        .prepare_cached(
            "INSERT INTO bound_for (terminal, kept, bytes, beyond) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (terminal) DO UPDATE SET kept = kept + excluded.kept, bytes = bytes + excluded.bytes,
                 beyond = beyond + excluded.beyond",
        )?
        .execute(params![terminal, i64::from(is_named), bytes, i64::from(!is_named)])?;
    Ok(())
}
