//! The records file: journal, outbox, open cases, specialists. Precious: committed with
//! `synchronous=FULL` before the screen says so, moved aside and salvaged when damaged, never deleted.

mod examine;
mod journal;
mod salvage;
mod schema;

pub use examine::{Condition, examine, moved_aside};
pub use journal::{Delivery, JournalLine, NewEntry, OutboxStatus};
pub use salvage::Salvage;

use super::identity::{Identity, IdentityFault};
use super::vault::{CaseKey, VaultError};
use crate::domain::case::Case;
use crate::platform::file;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, TransactionBehavior, params};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why the records cannot be used or written. Nothing is half done after any of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordsError {
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The disk or file cannot be written.
    #[error("the records file cannot be written: {0}")]
    NotWritable(String),
    /// Another program holds the file for too long.
    #[error("another program is using the records file")]
    Busy,
    /// The file is damaged; it is moved aside at the next start.
    #[error("the records file is damaged")]
    Damaged,
    /// The identity, without which no record has a place, cannot be read.
    #[error("the terminal's identity cannot be read: {0}")]
    Identity(String),
    /// The file was written by a newer program.
    #[error("the records file was written by a newer program (schema {found}, this one knows {known})")]
    Newer {
        /// The file's schema.
        found: i32,
        /// Ours.
        known: i32,
    },
    /// The file is a database of something else.
    #[error("{0} is not a records file")]
    Foreign(String),
    /// A key does not open what it should.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// There is already a specialist of this name.
    #[error("there is already a specialist of this name")]
    NameTaken,
    /// The terminal is not enrolled, so nothing can be sealed to the operator.
    #[error("the terminal is not enrolled")]
    NotEnrolled,
    /// The linked SQLite is too old to be trusted with records.
    #[error("the linked SQLite is too old: {0}")]
    OldSqlite(&'static str),
    /// Anything else.
    #[error("the records file: {0}")]
    Other(String),
}

impl From<rusqlite::Error> for RecordsError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied,
            ) => Self::NotWritable(error.to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<super::identity::IdentityError> for RecordsError {
    fn from(error: super::identity::IdentityError) -> Self {
        match error.fault {
            IdentityFault::Damaged | IdentityFault::Unreadable => Self::Identity(error.to_string()),
            IdentityFault::NotWritable => Self::NotWritable(error.to_string()),
            IdentityFault::DiskFull => Self::DiskFull,
        }
    }
}

impl RecordsError {
    /// What the system says of a file beside the records.
    fn of_file(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::NotWritable(format!("{}: {error}", path.display())),
        }
    }
}

impl From<serde_json::Error> for RecordsError {
    fn from(error: serde_json::Error) -> Self {
        // The error's text may quote what it could not read; its place is enough.
        Self::Other(format!("a record cannot be read (line {}, column {})", error.line(), error.column()))
    }
}

/// The open records file.
#[derive(Debug)]
pub struct Records {
    connection: Connection,
    identity: Identity,
    /// Held as long as the file is used, so that no other program moves it away.
    _lock: File,
}

/// What to erase on a day on which the clock can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasing {
    /// The day.
    pub today: Date,
    /// Days after closing for which a case stays.
    pub retention_days: i32,
}

/// No case was closed before this program existed: an earlier date is a dead clock's.
const FIRST_CLOSING: &str = "2026-01-01";

impl Records {
    /// Opens the records, making the file at the first start. A damaged file is moved aside and what can
    /// be read of it is taken over; the second value then says so.
    ///
    /// # Errors
    /// When the file is newer, foreign, or cannot be made.
    pub fn open(path: &Path, mut identity: Identity, now: Timestamp) -> Result<(Self, Option<Salvage>), RecordsError> {
        if !super::sqlite_is_new_enough() {
            return Err(RecordsError::OldSqlite(rusqlite::version()));
        }
        if let Some(folder) = path.parent() {
            file::private_folder(folder).map_err(|error| RecordsError::of_file(folder, &error))?;
        }
        let lock = lock(path)?;
        // A file of no bytes is none: a power cut left it, and its numbers may have been used.
        if !std::fs::metadata(path).is_ok_and(|file| file.len() > 0) {
            identity.begin_records()?;
        }
        let connection = match open_file(path) {
            Err(RecordsError::Damaged) => {
                // Whoever else has it open would go on writing into the file that is moved away.
                lock.unlock().and_then(|()| lock.try_lock().map_err(Into::into)).map_err(|_| RecordsError::Busy)?;
                move_aside(path)?;
                identity.begin_records()?;
                open_file(path)?
            }
            other => other?,
        };
        let mut records = Self { connection, identity, _lock: lock };
        let mut salvaged = None;
        // Also what an earlier start moved aside and did not finish with: it ends here or is tried again.
        for moved in unsalvaged(path, &records.connection)? {
            let salvage = salvage::salvage(&mut records.connection, &moved)?;
            tracing::error!(?salvage, "the records file was damaged and was moved aside");
            records.note_salvage(now)?;
            salvaged = Some(salvage);
        }
        Ok((records, salvaged))
    }

    /// Who this terminal is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Takes over what enrolment gave.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn set_enrolment(&mut self, enrolment: super::identity::Enrolment) -> Result<(), RecordsError> {
        let mut identity = self.identity.clone();
        identity.enrolment = Some(enrolment);
        identity.save()?;
        self.identity = identity;
        Ok(())
    }

    /// The names of the specialists who can sign in here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn specialists(&self) -> Result<Vec<String>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT name FROM specialist ORDER BY name")?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(names)
    }

    /// Adds a specialist. The first one makes the centre's case key; a further one needs it, so that only
    /// a signed-in colleague can add one.
    ///
    /// # Errors
    /// When the name is taken, the password too short, or the key is missing.
    pub fn add_specialist(
        &mut self,
        name: &str,
        password: &str,
        key: Option<&CaseKey>,
        today: Date,
    ) -> Result<CaseKey, RecordsError> {
        let first = self.specialists()?.is_empty();
        let key = match key {
            Some(key) => key.clone(),
            None if first => CaseKey::new()?,
            None => return Err(RecordsError::Vault(VaultError::Wrong)),
        };
        let wrapped = key.wrap(password)?;
        let added = self.connection.execute(
            "INSERT INTO specialist (name, wrapped, added) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![name.trim(), wrapped, today.to_string()],
        )?;
        if added == 1 { Ok(key) } else { Err(RecordsError::NameTaken) }
    }

    /// Opens the centre's case key with a specialist's password. Takes about half a second by design.
    ///
    /// # Errors
    /// When name or password is wrong; which of the two is not said.
    pub fn sign_in(&self, name: &str, password: &str) -> Result<CaseKey, RecordsError> {
        let wrapped: Option<Vec<u8>> = self
            .connection
            .query_row("SELECT wrapped FROM specialist WHERE name = ?1", [name.trim()], |row| row.get(0))
            .optional()?;
        Ok(CaseKey::unwrap(&wrapped.ok_or(VaultError::Wrong)?, password)?)
    }

    /// The cases still held, the newest first. One that does not open is left out and logged.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cases(&self, key: &CaseKey) -> Result<Vec<Case>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT id, cipher FROM open_case ORDER BY id DESC")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let mut cases = Vec::new();
        for row in rows {
            let (id, cipher) = row?;
            let opened = key.decrypt(&cipher, id.as_bytes()).ok().and_then(|plain| serde_json::from_slice(&plain).ok());
            if let Some(case) = opened { cases.push(case) } else { tracing::error!(case = id, "a case does not open") }
        }
        Ok(cases)
    }

    /// Erases the cases whose time after closing is over. A closing that a dead clock dated counts from
    /// today. `None` erases nothing: the clock cannot be right.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn erase_closed(&mut self, erasing: Option<Erasing>) -> Result<usize, RecordsError> {
        let Some(Erasing { today, retention_days }) = erasing else { return Ok(0) };
        let Ok(day) = today.checked_sub(retention_days.days()) else { return Ok(0) };
        let transaction = self.transaction()?;
        transaction
            .execute("UPDATE open_case SET closed = ?1 WHERE closed < ?2", params![today.to_string(), FIRST_CLOSING])?;
        let erased = transaction.execute("DELETE FROM open_case WHERE closed < ?1", [day.to_string()])?;
        transaction.commit()?;
        Ok(erased)
    }

    /// Begins a write that holds from the first statement, so that numbers read in it stay true.
    fn transaction(&mut self) -> Result<rusqlite::Transaction<'_>, RecordsError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}

fn open_file(path: &Path) -> Result<Connection, RecordsError> {
    // Made private before SQLite writes the first byte into it; its journals take the same mode.
    if !path.exists() {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        file::private(&mut options);
        options.open(path).map_err(|error| RecordsError::of_file(path, &error))?;
    }
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let check: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(RecordsError::Damaged);
    }
    schema::migrate(&mut connection, path)?;
    Ok(connection)
}

/// Takes the lock that everybody who uses the file shares.
fn lock(path: &Path) -> Result<File, RecordsError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    file::private(&mut options);
    let place = file::with_suffix(path, ".lock");
    let lock = options.open(&place).map_err(|error| RecordsError::of_file(&place, &error))?;
    lock.try_lock_shared().map_err(|_| RecordsError::Busy)?;
    Ok(lock)
}

/// The name under which a damaged file is kept.
fn damaged(path: &Path, number: u32) -> PathBuf {
    file::with_suffix(path, &format!(".damaged-{number}"))
}

/// The files moved aside of which nothing says yet that they were taken over whole.
fn unsalvaged(path: &Path, connection: &Connection) -> Result<Vec<PathBuf>, RecordsError> {
    let mut files = Vec::new();
    for number in 1..10_000 {
        let moved = damaged(path, number);
        if !moved.exists() {
            break;
        }
        let done: bool = connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM meta WHERE name = ?1)",
            [salvage::mark(&moved)],
            |row| row.get(0),
        )?;
        if !done {
            files.push(moved);
        }
    }
    Ok(files)
}

/// Moves a damaged file and its journals aside under the first free number.
fn move_aside(path: &Path) -> Result<PathBuf, RecordsError> {
    let moved = (1..10_000)
        .map(|number| damaged(path, number))
        .find(|candidate| !candidate.exists())
        .ok_or(RecordsError::Damaged)?;
    let failed = |error: std::io::Error| RecordsError::of_file(path, &error);
    for suffix in ["-wal", "-shm"] {
        let journal = file::with_suffix(path, suffix);
        if journal.exists() {
            std::fs::rename(journal, file::with_suffix(&moved, suffix)).map_err(failed)?;
        }
    }
    std::fs::rename(path, &moved).map_err(failed)?;
    Ok(moved)
}

#[cfg(test)]
mod tests;
