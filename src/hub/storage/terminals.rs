//! Terminals: enrolling them with a one-time code, knowing them by their device key, shutting them out.

use super::admission::{KeptCode, renewed_roster};
use super::{Storage, releases, room};
use crate::domain::centre::Centre;
use crate::hub::HubError;
use crate::hub::code::RecoveryCode;
use crate::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest};
use crate::protocol::room::{RoomAnswer, RoomQuestion};
use crate::protocol::roster::{Entrance, RosterTerminal};
use crate::protocol::signature::verifying_key_text;
use ed25519_dalek::VerifyingKey;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

pub use super::admission::Terminal;

impl Storage {
    /// Keeps a code for a terminal of this centre, which holds for a while, and the hashes of the recovery codes printed
    /// with it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add_code(
        &mut self,
        code: &str,
        centre: &Centre,
        recovery: &[RecoveryCode],
        now: Timestamp,
        holds: SignedDuration,
    ) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let hash = self.keys.code_name(code);
        let expires = now.saturating_add(holds).map_err(|_| HubError::Form("time"))?;
        insert_code(&transaction, &hash, centre, recovery, (now, expires))?;
        Ok(transaction.commit()?)
    }

    /// Keeps the hashes of new recovery codes of a terminal. They take the place of all it had: a paper that was lost
    /// admits nobody once the terminal has heard.
    ///
    /// # Errors
    /// When no terminal has this name or it was shut out, or the database fails.
    pub fn add_recovery_codes(&mut self, id: &str, codes: &[RecoveryCode], now: Timestamp) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known = terminal(&transaction, id)?;
        if known.ok_or_else(|| unknown(id))?.revoked {
            return Err(HubError::input("--terminal", format!("{id} is revoked")));
        }
        replace_recovery_codes(&transaction, id, now)?;
        for one in codes {
            transaction.execute(
                "INSERT INTO recovery_code (terminal, hash, created) VALUES (?1, ?2, ?3)",
                params![id, one.hash, now.to_string()],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// The hashes of the recovery codes that hold for a terminal now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recovery_codes(&self, terminal: &str) -> Result<Vec<String>, HubError> {
        recovery_codes(&self.connection, terminal)
    }

    /// Enrols a terminal. The same terminal with the same key and code gets the same answer again: the
    /// first may have been lost on the line.
    ///
    /// # Errors
    /// When the code is wrong or another terminal's, the terminal has another key or was shut out, the
    /// operator's key is missing, or the database fails.
    pub fn enrol(&mut self, request: &EnrolmentRequest, now: Timestamp) -> Result<EnrolmentAnswer, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let hash = self.keys.code_name(&request.code);
        let text = "SELECT centre, profile, used_by, expires FROM enrolment_code WHERE hash = ?1";
        let code = transaction
            .query_row(text, [&hash], |row| {
                Ok(KeptCode { centre: row.get(0)?, profile: row.get(1)?, used_by: row.get(2)?, expires: row.get(3)? })
            })
            .optional()?
            .ok_or(HubError::CodeRefused)?;
        code.admits(request, terminal(&transaction, &request.terminal)?.as_ref(), now)?;
        let operator_key = super::operator_key(&transaction)?.ok_or(HubError::OperatorKeyMissing)?;
        if code.used_by.is_none() {
            // A terminal that moved to another centre enrols again with a new code.
            transaction.execute(
                "INSERT INTO terminal (id, device_key, centre, enrolled, begun) VALUES (?1, ?2, ?3, ?4, ?4)
                 ON CONFLICT (id) DO UPDATE SET centre = excluded.centre, enrolled = excluded.enrolled",
                params![request.terminal, request.device_key, code.centre, now.to_string()],
            )?;
            transaction.execute(
                "INSERT INTO terminal_centre (terminal, centre) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![request.terminal, code.centre],
            )?;
            transaction
                .execute("UPDATE enrolment_code SET used_by = ?1 WHERE hash = ?2", params![request.terminal, hash])?;
            replace_recovery_codes(&transaction, &request.terminal, now)?;
            transaction.execute(
                "UPDATE recovery_code SET terminal = ?1 WHERE enrolment = ?2",
                params![request.terminal, hash],
            )?;
        }
        let answer = EnrolmentAnswer {
            centre: serde_json::from_str(&code.profile).map_err(HubError::Stored)?,
            operator_key,
            catalogue_root: releases::root(&transaction)?,
            incarnation: super::incarnation(&transaction)?,
            hub_key: Some(verifying_key_text(&self.keys.answers.verifying_key())),
            recovery_codes: recovery_codes(&transaction, &request.terminal)?,
        };
        transaction.commit()?;
        Ok(answer)
    }

    /// Answers what a terminal asks of the log of its centre; nothing where it says that it is of another.
    ///
    /// # Errors
    /// When the database fails; nothing was taken in then.
    pub fn room(
        &mut self,
        (id, key): (&str, &VerifyingKey),
        question: &RoomQuestion,
        now: Timestamp,
    ) -> Result<Option<RoomAnswer>, HubError> {
        let centre: Option<String> = self
            .connection
            .query_row("SELECT centre FROM terminal WHERE id = ?1", [id], |row| row.get(0))
            .optional()?;
        let Some(centre) = centre.filter(|centre| *centre == question.centre) else { return Ok(None) };
        self.renew_roster(&centre, question.roster.as_deref())?;
        let log = self.incarnation()?;
        let asking = room::Asking { terminal: id, key, centre: &centre };
        room::exchange(&mut self.connection, &log, &asking, question, now).map(Some)
    }

    /// Makes the roster of a centre anew where it is not as it was.
    fn renew_roster(&mut self, centre: &str, known: Option<&str>) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let held = room::roster(&transaction, centre)?.map(|(_, text)| text);
        let (terminals, entrance) = (terminals_of(&transaction, centre)?, entrance(&transaction, centre)?);
        let texts = (held.as_deref(), known);
        let Some((number, text)) = renewed_roster(&self.keys.answers, centre, texts, terminals, entrance)? else {
            return Ok(());
        };
        room::set_roster(&transaction, centre, number, &text)?;
        Ok(transaction.commit()?)
    }

    /// The terminal of this name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn terminal(&self, id: &str) -> Result<Option<Terminal>, HubError> {
        terminal(&self.connection, id)
    }

    /// Shuts a terminal out: a stolen computer. What it sent stays. Gives whether it was not shut out before.
    ///
    /// # Errors
    /// When no terminal has this name, or the database fails.
    pub fn revoke(&mut self, id: &str, now: Timestamp) -> Result<bool, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known = terminal(&transaction, id)?.ok_or_else(|| unknown(id))?;
        transaction.execute(
            "UPDATE terminal SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL",
            params![id, now.to_string()],
        )?;
        transaction.commit()?;
        Ok(!known.revoked)
    }
}

/// Keeps a code under its hash, and the hashes of the recovery codes that were made with it.
pub(super) fn insert_code(
    connection: &Connection,
    hash: &str,
    centre: &Centre,
    recovery: &[RecoveryCode],
    (now, expires): (Timestamp, Timestamp),
) -> Result<(), HubError> {
    let profile = serde_json::to_string(centre).map_err(HubError::Stored)?;
    connection.execute(
        "INSERT INTO enrolment_code (hash, centre, profile, created, expires) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![hash, centre.id, profile, now.to_string(), expires.to_string()],
    )?;
    for one in recovery {
        connection.execute(
            "INSERT INTO recovery_code (enrolment, hash, created) VALUES (?1, ?2, ?3)",
            params![hash, one.hash, now.to_string()],
        )?;
    }
    Ok(())
}

pub(super) fn unknown(terminal: &str) -> HubError {
    HubError::input("--terminal", format!("no terminal is named {terminal}"))
}

fn recovery_codes(connection: &Connection, terminal: &str) -> Result<Vec<String>, HubError> {
    let mut statement = connection
        .prepare_cached("SELECT hash FROM recovery_code WHERE terminal = ?1 AND replaced IS NULL ORDER BY number")?;
    let hashes = statement.query_map([terminal], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(hashes)
}

/// Marks what recovery codes a terminal has as replaced.
fn replace_recovery_codes(connection: &Connection, terminal: &str, now: Timestamp) -> Result<(), HubError> {
    connection.execute(
        "UPDATE recovery_code SET replaced = ?2 WHERE terminal = ?1 AND replaced IS NULL",
        params![terminal, now.to_string()],
    )?;
    Ok(())
}

/// The computers of a centre, those that were shut out among them.
fn terminals_of(connection: &Connection, centre: &str) -> Result<Vec<RosterTerminal>, HubError> {
    let mut statement = connection
        .prepare_cached("SELECT id, device_key, revoked IS NOT NULL FROM terminal WHERE centre = ?1 ORDER BY id")?;
    let terminals = statement.query_map([centre], |row| {
        Ok(RosterTerminal { terminal: row.get(0)?, device_key: row.get(1)?, revoked: row.get(2)? })
    })?;
    Ok(terminals.collect::<Result<_, _>>()?)
}

/// What a computer needs that comes into the room before the hub knows it; nothing where there is none to give.
fn entrance(connection: &Connection, centre: &str) -> Result<Option<Entrance>, HubError> {
    let profile: Option<String> = connection
        .prepare_cached(
            "SELECT profile FROM enrolment_code WHERE centre = ?1 AND used_by IS NOT NULL ORDER BY created DESC LIMIT 1",
        )?
        .query_row([centre], |row| row.get(0))
        .optional()?;
    let Some((profile, operator_key)) = profile.zip(super::operator_key(connection)?) else { return Ok(None) };
    let centre = serde_json::from_str(&profile).map_err(HubError::Stored)?;
    Ok(Some(Entrance { centre, operator_key, catalogue_root: releases::root(connection)? }))
}

fn terminal(connection: &Connection, id: &str) -> Result<Option<Terminal>, HubError> {
    let mut statement =
        connection.prepare_cached("SELECT device_key, revoked IS NOT NULL FROM terminal WHERE id = ?1")?;
    let found = statement.query_row([id], |row| Ok(Terminal { device_key: row.get(0)?, revoked: row.get(1)? }));
    Ok(found.optional()?)
}
