//! Terminals: their codes, their enrolment, what is known and noted of them.

use super::ask::{all, change, first, meta, only};
use crate::hub::HubError;
use crate::hub::code::RecoveryCode;
use crate::hub::keys::HubKeys;
use crate::hub::storage::admission::{KeptCode, Noted, renewed_roster};
use crate::hub::storage::store::{CodeToKeep, Contact};
use crate::hub::storage::terminals::{Terminal, unknown};
use crate::hub::storage::{INCARNATION, OPERATOR_KEY, release_rules};
use crate::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest};
use crate::protocol::roster::{Entrance, RosterTerminal};
use crate::protocol::signature::verifying_key_text;
use deadpool_postgres::{Object, Transaction};
use jiff::Timestamp;
use tokio_postgres::Row;

const TERMINAL: &str = "SELECT device_key, revoked IS NOT NULL FROM terminal WHERE id = $1";

/// A terminal of this name has its key for ever: whoever comes with another one is not let in beside it.
const ENROL: &str = "
    INSERT INTO terminal (id, device_key, centre, enrolled, begun) VALUES ($1, $2, $3, $4, $4)
    ON CONFLICT (id) DO UPDATE SET centre = excluded.centre, enrolled = excluded.enrolled
    WHERE terminal.device_key = excluded.device_key";

const HOLDING: &str = "SELECT hash FROM recovery_code WHERE terminal = $1 AND replaced IS NULL ORDER BY number";

const CONTACT: &str = "
    INSERT INTO contact (terminal, version, since, last, condition, told) VALUES ($1, $2, $3, $3, $4, $5)
    ON CONFLICT (terminal) DO UPDATE SET last = excluded.last,
        since = CASE WHEN contact.version IS NOT DISTINCT FROM excluded.version THEN contact.since ELSE excluded.since END,
        version = excluded.version, condition = coalesce(excluded.condition, contact.condition),
        told = coalesce(excluded.told, contact.told)";

fn known(row: &Row) -> Terminal {
    Terminal { device_key: row.get(0), revoked: row.get(1) }
}

/// The terminal of this name.
pub(super) async fn terminal(client: &mut Object, id: &str) -> Result<Option<Terminal>, HubError> {
    let statement = client.prepare_cached(TERMINAL).await?;
    Ok(client.query_opt(&statement, &[&id]).await?.as_ref().map(known))
}

/// Keeps a code, and the recovery codes that were made with it.
pub(super) async fn add_code(client: &mut Object, keys: &HubKeys, code: CodeToKeep) -> Result<(), HubError> {
    let transaction = client.transaction().await?;
    let hash = keys.code_name(&code.code);
    let expires = code.now.saturating_add(code.holds).map_err(|_| HubError::Form("time"))?.to_string();
    let profile = serde_json::to_string(&code.centre).map_err(HubError::Stored)?;
    let (now, centre) = (code.now.to_string(), &code.centre.id);
    let sql = "INSERT INTO enrolment_code (hash, centre, profile, created, expires) VALUES ($1, $2, $3, $4, $5)";
    change(&transaction, sql, &[&hash, centre, &profile, &now, &expires]).await?;
    for one in &code.recovery {
        let sql = "INSERT INTO recovery_code (enrolment, hash, created) VALUES ($1, $2, $3)";
        change(&transaction, sql, &[&hash, &one.hash, &now]).await?;
    }
    Ok(transaction.commit().await?)
}

/// Enrols a terminal.
pub(super) async fn enrol(
    client: &mut Object,
    keys: &HubKeys,
    request: EnrolmentRequest,
    now: Timestamp,
) -> Result<EnrolmentAnswer, HubError> {
    let transaction = client.transaction().await?;
    let hash = keys.code_name(&request.code);
    let id = &request.terminal;
    // Held until the end: of two that come with one code at the same time one is first.
    let code = "SELECT centre, profile, used_by, expires FROM enrolment_code WHERE hash = $1 FOR UPDATE";
    let row = first(&transaction, code, &[&hash]).await?.ok_or(HubError::CodeRefused)?;
    let code = KeptCode { centre: row.get(0), profile: row.get(1), used_by: row.get(2), expires: row.get(3) };
    let before = first(&transaction, &format!("{TERMINAL} FOR NO KEY UPDATE"), &[id]).await?;
    code.admits(&request, before.as_ref().map(known).as_ref(), now)?;
    let operator_key = meta(&transaction, OPERATOR_KEY).await?.ok_or(HubError::OperatorKeyMissing)?;
    if code.used_by.is_none() {
        // A terminal that moved to another centre enrols again with a new code.
        let at = now.to_string();
        if change(&transaction, ENROL, &[id, &request.device_key, &code.centre, &at]).await? == 0 {
            return Err(HubError::TerminalTaken);
        }
        let home = "INSERT INTO terminal_centre (terminal, centre) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        change(&transaction, home, &[id, &code.centre]).await?;
        change(&transaction, "UPDATE enrolment_code SET used_by = $1 WHERE hash = $2", &[id, &hash]).await?;
        replace_recovery_codes(&transaction, id, now).await?;
        change(&transaction, "UPDATE recovery_code SET terminal = $1 WHERE enrolment = $2", &[id, &hash]).await?;
    }
    let answer = EnrolmentAnswer {
        centre: serde_json::from_str(&code.profile).map_err(HubError::Stored)?,
        operator_key,
        catalogue_root: root(&transaction).await?,
        incarnation: meta(&transaction, INCARNATION).await?.ok_or(HubError::Form("incarnation"))?,
        hub_key: Some(verifying_key_text(&keys.answers.verifying_key())),
        recovery_codes: all(&transaction, HOLDING, &[id]).await?.iter().map(|row| row.get(0)).collect(),
    };
    transaction.commit().await?;
    Ok(answer)
}

/// The newest root that the hub has verified.
async fn root(transaction: &Transaction<'_>) -> Result<Option<String>, HubError> {
    let trust = meta(transaction, release_rules::TRUST).await?;
    Ok(release_rules::trust_of(trust.as_deref())?.map(|state| state.root))
}

/// Marks what recovery codes a terminal has as replaced.
async fn replace_recovery_codes(transaction: &Transaction<'_>, id: &str, now: Timestamp) -> Result<(), HubError> {
    let sql = "UPDATE recovery_code SET replaced = $2 WHERE terminal = $1 AND replaced IS NULL";
    change(transaction, sql, &[&id, &now.to_string()]).await.map(drop)
}

/// Shuts a terminal out.
pub(super) async fn revoke(client: &mut Object, id: &str, now: Timestamp) -> Result<(), HubError> {
    let sql = "UPDATE terminal SET revoked = coalesce(revoked, $2) WHERE id = $1";
    if client.execute(sql, &[&id, &now.to_string()]).await? == 1 { Ok(()) } else { Err(unknown(id)) }
}

/// Puts new recovery codes in the place of those that a terminal has.
pub(super) async fn add_recovery_codes(
    client: &mut Object,
    id: &str,
    codes: &[RecoveryCode],
    now: Timestamp,
) -> Result<(), HubError> {
    let transaction = client.transaction().await?;
    let row = first(&transaction, &format!("{TERMINAL} FOR NO KEY UPDATE"), &[&id]).await?;
    if row.as_ref().map(known).ok_or_else(|| unknown(id))?.revoked {
        return Err(HubError::input("--terminal", format!("{id} is revoked")));
    }
    replace_recovery_codes(&transaction, id, now).await?;
    for one in codes {
        let sql = "INSERT INTO recovery_code (terminal, hash, created) VALUES ($1, $2, $3)";
        change(&transaction, sql, &[&id, &one.hash, &now.to_string()]).await?;
    }
    Ok(transaction.commit().await?)
}

/// The hashes of the recovery codes that hold for a terminal now.
pub(super) async fn recovery_codes(client: &mut Object, id: &str) -> Result<Vec<String>, HubError> {
    let statement = client.prepare_cached(HOLDING).await?;
    Ok(client.query(&statement, &[&id]).await?.iter().map(|row| row.get(0)).collect())
}

/// Notes that a terminal was heard of.
pub(super) async fn note_contact(client: &mut Object, contact: Contact) -> Result<(), HubError> {
    let Contact { terminal, version, condition, now } = contact;
    let statement = client.prepare_cached("SELECT version, last, condition FROM contact WHERE terminal = $1").await?;
    let row = client.query_opt(&statement, &[&terminal]).await?;
    let noted = row.map(|row| Noted { version: row.get(0), last: row.get(1), condition: row.get(2) });
    if noted.is_some_and(|noted| noted.says(version.as_deref(), condition.as_ref(), now)) {
        return Ok(());
    }
    let text = condition.map(|condition| serde_json::to_string(&condition)).transpose().map_err(HubError::Stored)?;
    let told = text.as_ref().map(|_| now.to_string());
    let statement = client.prepare_cached(CONTACT).await?;
    client.execute(&statement, &[&terminal, &version, &now.to_string(), &text, &told]).await?;
    Ok(())
}

/// Makes the roster of a centre anew where it is not as it was; gives the one that holds. The log of the centre is held.
pub(super) async fn renew_roster(
    transaction: &Transaction<'_>,
    keys: &HubKeys,
    centre: &str,
    told: Option<&str>,
) -> Result<Option<(u64, String)>, HubError> {
    let row = first(transaction, "SELECT number, text FROM roster WHERE centre = $1", &[&centre]).await?;
    let held = row.map(|row| (row.get::<_, i64>(0).unsigned_abs(), row.get::<_, String>(1)));
    let sql = "SELECT id, device_key, revoked IS NOT NULL FROM terminal WHERE centre = $1 ORDER BY id COLLATE \"C\"";
    let terminals = all(transaction, sql, &[&centre]).await?;
    let terminals = terminals
        .iter()
        .map(|row| RosterTerminal { terminal: row.get(0), device_key: row.get(1), revoked: row.get(2) })
        .collect();
    let entrance = entrance(transaction, centre).await?;
    let texts = (held.as_ref().map(|(_, text)| text.as_str()), told);
    let Some((number, text)) = renewed_roster(&keys.answers, centre, texts, terminals, entrance)? else {
        return Ok(held);
    };
    let sql = "INSERT INTO roster (centre, number, text) VALUES ($1, $2, $3)
        ON CONFLICT (centre) DO UPDATE SET number = excluded.number, text = excluded.text";
    change(transaction, sql, &[&centre, &number.cast_signed(), &text]).await?;
    Ok(Some((number, text)))
}

/// What a computer needs that comes into the room before the hub knows it; nothing where there is none to give.
async fn entrance(transaction: &Transaction<'_>, centre: &str) -> Result<Option<Entrance>, HubError> {
    let sql = "SELECT profile FROM enrolment_code WHERE centre = $1 AND used_by IS NOT NULL
        ORDER BY created COLLATE \"C\" DESC LIMIT 1";
    let Some(row) = first(transaction, sql, &[&centre]).await? else { return Ok(None) };
    let Some(operator_key) = meta(transaction, OPERATOR_KEY).await? else { return Ok(None) };
    let centre = serde_json::from_str(row.get(0)).map_err(HubError::Stored)?;
    Ok(Some(Entrance { centre, operator_key, catalogue_root: root(transaction).await? }))
}

/// Keeps the operator's public key.
pub(super) async fn set_operator_key(client: &mut Object, key: &str) -> Result<(), HubError> {
    let transaction = client.transaction().await?;
    let sql = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    if change(&transaction, sql, &[&OPERATOR_KEY, &key]).await? == 0 {
        let present = only(&transaction, "SELECT value FROM meta WHERE name = $1", &[&OPERATOR_KEY]).await?;
        return Err(HubError::OperatorKeyExists(present.get(0)));
    }
    Ok(transaction.commit().await?)
}
