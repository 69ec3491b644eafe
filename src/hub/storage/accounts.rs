//! Who may look at the agency's pages, who is signed in, and who looked at what.

use super::Storage;
use crate::hub::HubError;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, TransactionBehavior, params};

/// Of passwords the slow hash, of the second factor what it is made from together with a key that is not in the database, of
/// sessions the hash of what the browser holds. What was looked at stays: it is neither changed nor deleted.
pub(super) const TABLES: &str = "
CREATE TABLE account (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    password TEXT,
    once TEXT,
    once_until TEXT,
    salt TEXT NOT NULL,
    last_step INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    last_failure TEXT,
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name),
    is_setting_up INTEGER NOT NULL,
    begun TEXT NOT NULL,
    seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE looked_at (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    account TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER looked_at_is_not_changed BEFORE UPDATE ON looked_at BEGIN
    SELECT raise(ABORT, 'what was looked at is not changed');
END;
CREATE TRIGGER looked_at_is_not_deleted BEFORE DELETE ON looked_at BEGIN
    SELECT raise(ABORT, 'what was looked at is not deleted');
END;
";

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: String,
    /// What it may do: a code.
    pub role: String,
    /// The hash of its password; none before it was set.
    pub password: Option<String>,
    /// The hash of a password that is good for one setting up.
    pub once: Option<String>,
    /// Until when.
    pub once_until: Option<Timestamp>,
    /// From what its second factor is made.
    pub salt: String,
    /// The step of time whose code was used last: none is taken twice.
    pub last_step: u64,
    /// How often in a row it was not proven to be its holder.
    pub failures: u32,
    /// When that was last.
    pub last_failure: Option<Timestamp>,
    /// When it was made.
    pub created: String,
}

crate::domain::hidden::hidden!(Account, "Account");

/// A session of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The account's name.
    pub account: String,
    /// Its role.
    pub role: String,
    /// Whether it may do nothing but set a password and a second factor.
    pub is_setting_up: bool,
    /// When it began.
    pub begun: Timestamp,
    /// When something was asked in it last.
    pub seen: Timestamp,
}

/// Who looked at what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookedAt {
    /// When.
    pub at: String,
    /// The account's name.
    pub account: String,
    /// What: a page, or what was done.
    pub what: String,
    /// By which filter.
    pub detail: String,
}

const ACCOUNT: &str = "SELECT name, role, password, once, once_until, salt, last_step, failures, last_failure, created
    FROM account";

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let time = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(Account {
        name: row.get(0)?,
        role: row.get(1)?,
        password: row.get(2)?,
        once: row.get(3)?,
        once_until: time(row.get(4)?),
        salt: row.get(5)?,
        last_step: row.get(6)?,
        failures: row.get(7)?,
        last_failure: time(row.get(8)?),
        created: row.get(9)?,
    })
}

impl Storage {
    /// Makes an account, or begins the present one anew, with a password for one setting up. Whoever is signed in under it is not
    /// any more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_account(
        &mut self,
        (name, role): (&str, &str),
        (once, until): (&str, Timestamp),
        salt: &str,
        now: Timestamp,
    ) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO account (name, role, password, once, once_until, salt, last_step, failures, last_failure, created)
             VALUES (?1, ?2, NULL, ?3, ?4, ?5, 0, 0, NULL, ?6)
             ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = NULL, once = excluded.once,
                 once_until = excluded.once_until, salt = excluded.salt, last_step = 0, failures = 0, last_failure = NULL",
            params![name, role, once, until.to_string(), salt, now.to_string()],
        )?;
        transaction.execute("DELETE FROM session WHERE account = ?1", [name])?;
        Ok(transaction.commit()?)
    }

    /// Takes an account away; false when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_account(&mut self, name: &str) -> Result<bool, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM session WHERE account = ?1", [name])?;
        let removed = transaction.execute("DELETE FROM account WHERE name = ?1", [name])?;
        transaction.commit()?;
        Ok(removed > 0)
    }

    /// The account of this name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn account(&self, name: &str) -> Result<Option<Account>, HubError> {
        let mut statement = self.connection.prepare_cached(&format!("{ACCOUNT} WHERE name = ?1"))?;
        Ok(statement.query_row([name], account).optional()?)
    }

    /// All accounts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn accounts(&self) -> Result<Vec<Account>, HubError> {
        let mut statement = self.connection.prepare_cached(&format!("{ACCOUNT} ORDER BY name"))?;
        Ok(statement.query_map([], account)?.collect::<Result<_, _>>()?)
    }

    /// Counts an attempt to sign in as failed, before it is judged.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_failure(&mut self, name: &str, now: Timestamp) -> Result<(), HubError> {
        self.connection
            .prepare_cached("UPDATE account SET failures = failures + 1, last_failure = ?2 WHERE name = ?1")?
            .execute(params![name, now.to_string()])?;
        Ok(())
    }

    /// Notes that somebody proved to be its holder, by the code of this step of time; false when a code of this step or a later one
    /// was used before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_success(&mut self, name: &str, step: u64) -> Result<bool, HubError> {
        let changed = self
            .connection
            .prepare_cached(
                "UPDATE account SET failures = 0, last_failure = NULL, last_step = ?2 WHERE name = ?1 AND last_step < ?2",
            )?
            .execute(params![name, step])?;
        Ok(changed > 0)
    }

    /// Sets the password of an account that was begun, and ends the one that was good for once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_password(&mut self, name: &str, password: &str, step: u64) -> Result<(), HubError> {
        self.connection.execute(
            "UPDATE account SET password = ?2, once = NULL, once_until = NULL, failures = 0, last_failure = NULL,
                 last_step = ?3 WHERE name = ?1",
            params![name, password, step],
        )?;
        Ok(())
    }

    /// Begins a session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin_session(
        &mut self,
        hash: &str,
        account: &str,
        is_setting_up: bool,
        now: Timestamp,
    ) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let day_before = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now);
        transaction.execute("DELETE FROM session WHERE begun < ?1", [day_before.to_string()])?;
        transaction.execute(
            "INSERT INTO session (hash, account, is_setting_up, begun, seen) VALUES (?1, ?2, ?3, ?4, ?4)",
            params![hash, account, is_setting_up, now.to_string()],
        )?;
        Ok(transaction.commit()?)
    }

    /// The session of this hash.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session(&self, hash: &str) -> Result<Option<Session>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT account, role, is_setting_up, begun, seen FROM session JOIN account ON account.name = session.account
             WHERE hash = ?1",
        )?;
        let found = statement.query_row([hash], |row| {
            let (begun, seen): (String, String) = (row.get(3)?, row.get(4)?);
            Ok(begun
                .parse()
                .ok()
                .zip(seen.parse().ok())
                .map(|(begun, seen)| (row.get(0), row.get(1), row.get(2), begun, seen)))
        });
        let Some(Some((account, role, is_setting_up, begun, seen))) = found.optional()? else { return Ok(None) };
        Ok(Some(Session { account: account?, role: role?, is_setting_up: is_setting_up?, begun, seen }))
    }

    /// Notes that something was asked in a session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_session(&mut self, hash: &str, now: Timestamp) -> Result<(), HubError> {
        self.connection
            .prepare_cached("UPDATE session SET seen = ?2 WHERE hash = ?1")?
            .execute(params![hash, now.to_string()])?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end_session(&mut self, hash: &str) -> Result<(), HubError> {
        self.connection.execute("DELETE FROM session WHERE hash = ?1", [hash])?;
        Ok(())
    }

    /// Writes down who looked at what.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_look(&mut self, account: &str, what: &str, detail: &str, now: Timestamp) -> Result<(), HubError> {
        self.connection
            .prepare_cached("INSERT INTO looked_at (at, account, what, detail) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![now.to_string(), account, what, detail])?;
        Ok(())
    }

    /// Who looked at what, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn looked_at(&self, most: usize) -> Result<Vec<LookedAt>, HubError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT at, account, what, detail FROM looked_at ORDER BY number DESC LIMIT ?1")?;
        let rows = statement.query_map([most as u64], |row| {
            Ok(LookedAt { at: row.get(0)?, account: row.get(1)?, what: row.get(2)?, detail: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_can_neither_be_changed_nor_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = Storage::open(folder.path()).unwrap();
        storage.note_look("one", "/requests", "lang=ro", Timestamp::UNIX_EPOCH).unwrap();
        for sql in ["UPDATE looked_at SET account = 'other'", "DELETE FROM looked_at"] {
            assert!(storage.connection.execute(sql, []).is_err(), "{sql}");
        }
        assert_eq!(storage.looked_at(5).unwrap().len(), 1);
    }

    #[test]
    fn a_code_is_taken_once_and_a_reset_ends_sessions() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = Storage::open(folder.path()).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        storage.put_account(("one", "reader"), ("hash", now), "salt", now).unwrap();
        assert!(storage.note_success("one", 7).unwrap());
        assert!(!storage.note_success("one", 7).unwrap() && !storage.note_success("one", 6).unwrap());
        storage.begin_session("h", "one", false, now).unwrap();
        assert_eq!(storage.session("h").unwrap().unwrap().role, "reader");
        storage.put_account(("one", "auditor"), ("other", now), "salt", now).unwrap();
        assert_eq!(storage.session("h").unwrap(), None);
        assert!(storage.remove_account("one").unwrap() && !storage.remove_account("one").unwrap());
    }
}
