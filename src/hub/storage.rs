//! The hub's databases: all that is SQL. What taking in and giving out ask of one stands in [`store::Store`]; here and below
//! is the embedded one, which does that and all the rest.

pub mod accounts;
mod admission;
pub mod alarm;
mod bound;
mod correction;
pub mod cube;
mod disk;
pub mod embedded;
pub mod erasure;
mod examine;
pub mod fleet;
pub mod front_office;
pub mod hand_out;
mod intake;
mod judge;
pub mod outbox;
pub mod postgres;
pub mod provider_state;
pub mod relay;
mod release_rules;
pub mod releases;
pub mod report;
mod restore;
pub mod room;
mod room_rules;
#[cfg(test)]
mod sample;
mod schema;
pub mod set_aside;
pub mod store;
pub mod terminals;

pub use examine::{Chain, Sight};
pub use judge::receipt;
pub use restore::Restored;

use self::postgres::address::DatabaseAddress;
use self::postgres::carry::Outcome;
use super::HubError;
use super::keys::HubKeys;
use crate::platform::sqlite;
use crate::protocol::signature::verifying_key_text;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use std::fs::{File, OpenOptions};
use std::path::Path;
use std::time::Duration;

/// The name of the database in the hub's folder.
pub const FILE_NAME: &str = "hub.sqlite";

/// How long a command waits for the running server's write, and the other way round.
const PATIENCE: Duration = Duration::from_secs(10);

const INCARNATION: &str = "incarnation";
const CREATED: &str = "created";
const OPERATOR_KEY: &str = "operator_key";
/// The public half of the key that signs the hub's answers, as terminals learnt it.
const ANSWER_KEY: &str = "answer_key";

/// When the hub was moved to another database.
const MOVED: &str = "moved";

/// The name of the file that whoever runs or replaces the hub holds.
const LOCK_NAME: &str = "hub.lock";

/// Held by who serves, and by who puts another database in its place.
#[derive(Debug)]
pub struct HubLock {
    _file: File,
}

impl HubLock {
    /// Takes the lock of a hub's folder.
    ///
    /// # Errors
    /// When a hub runs there, or the folder cannot be written.
    pub fn take(folder: &Path) -> Result<Self, HubError> {
        Self::take_named(folder, LOCK_NAME)
    }

    /// Takes the lock of this name in a folder.
    pub(super) fn take_named(folder: &Path, name: &str) -> Result<Self, HubError> {
        make_folder(folder)?;
        is_own_folder(folder)?;
        let path = folder.join(name);
        let failed = |source| HubError::File { path: path.display().to_string(), source };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(failed)?;
        file.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => HubError::Running { folder: folder.display().to_string() },
            std::fs::TryLockError::Error(source) => failed(source),
        })?;
        Ok(Self { _file: file })
    }
}

/// One connection to the hub's database.
#[derive(Debug)]
pub struct Storage {
    connection: Connection,
    keys: HubKeys,
}

impl Storage {
    /// Opens the database in a folder, and makes both when they are missing.
    ///
    /// # Errors
    /// When it cannot be opened, is not a hub's, or is newer than this program.
    pub fn open(data: &Path) -> Result<Self, HubError> {
        make_folder(data)?;
        let path = data.join(FILE_NAME);
        if !path.exists() {
            // A hub was set up here: without its database it would begin as an empty one, and nobody would be told.
            if data.join(super::keys::FILE_NAME).exists() {
                return Err(HubError::DatabaseMissing { path: path.display().to_string() });
            }
            make_private_file(&path)?;
        }
        Self::connect(&path)
    }

    /// Opens the database in a folder only when it is there.
    ///
    /// # Errors
    /// When there is none, and as [`Self::open`].
    pub fn open_existing(data: &Path) -> Result<Self, HubError> {
        let path = data.join(FILE_NAME);
        if path.is_file() { Self::connect(&path) } else { Err(HubError::NoHub { path: path.display().to_string() }) }
    }

    /// The same, also when it was moved or the moving was cut off.
    ///
    /// # Errors
    /// As [`Self::open_existing`].
    pub fn open_to_move(data: &Path) -> Result<Self, HubError> {
        let path = data.join(FILE_NAME);
        if path.is_file() {
            Self::connect_even(&path)
        } else {
            Err(HubError::NoHub { path: path.display().to_string() })
        }
    }

    /// Carries everything over to a database that stands elsewhere, whole or not at all, and is not opened again afterwards.
    ///
    /// # Errors
    /// As [`postgres::carry::carry`]; this database is then as it was.
    pub async fn carry(&self, to: &DatabaseAddress) -> Result<Outcome, HubError> {
        let before = meta(&self.connection, MOVED)?;
        // Noted before it counts there: two hubs that both take entries in would be worse than none.
        let decided = || set_meta(&self.connection, MOVED, &jiff::Timestamp::now().to_string());
        let done = postgres::carry::carry(&self.connection, to, decided).await;
        // Where the line broke with the last word, whether it counts is asked once more.
        let is_noted = before.is_none() && meta(&self.connection, MOVED)?.is_some();
        if is_noted && done.is_err() && !postgres::carry::is_there(&self.connection, to).await? {
            self.connection.execute("DELETE FROM meta WHERE name = ?1", [MOVED])?;
        }
        done
    }

    fn connect(path: &Path) -> Result<Self, HubError> {
        let storage = Self::connect_even(path)?;
        if meta(&storage.connection, MOVED)?.is_some() {
            return Err(HubError::Moved { path: path.display().to_string() });
        }
        Ok(storage)
    }

    fn connect_even(path: &Path) -> Result<Self, HubError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        is_own_folder(folder)?;
        if restore::is_cut_off(folder) && path.file_name().is_some_and(|name| name == FILE_NAME) {
            return Err(HubError::RestoreCutOff { folder: folder.display().to_string() });
        }
        let mut connection = sqlite::open(path, PATIENCE)?;
        // Looked at before anything is written: another program's file stays as it is.
        schema::SCHEMA.version_of(&connection)?;
        sqlite::commit_to_the_disk(&connection)?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        schema::migrate(&mut connection)?;
        // Terminals know the hub by its key: with another one beside the database none of them would believe it.
        let known = meta(&connection, ANSWER_KEY)?;
        let keys = HubKeys::open(folder, known.is_none())?;
        let ours = verifying_key_text(&keys.answers.verifying_key());
        match known {
            Some(known) if known != ours => {
                let path = folder.join(super::keys::FILE_NAME);
                return Err(HubError::OtherKeys { path: path.display().to_string() });
            }
            Some(_) => {}
            None => set_meta(&connection, ANSWER_KEY, &ours)?,
        }
        Ok(Self { connection, keys })
    }

    /// The hub's secrets.
    #[must_use]
    pub fn keys(&self) -> &HubKeys {
        &self.keys
    }

    /// The name of this life of the hub.
    ///
    /// # Errors
    /// When the database fails.
    pub fn incarnation(&self) -> Result<String, HubError> {
        incarnation(&self.connection)
    }

    /// Begins another life of a database from an earlier day, under a new name: terminals that see it send again
    /// everything they hold. Enrolment codes that were used since would be unused again, and so none of the unused holds.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin_new_life(&mut self) -> Result<String, HubError> {
        let name = uuid::Uuid::now_v7().to_string();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("UPDATE enrolment_code SET expires = '' WHERE used_by IS NULL", [])?;
        transaction.execute("UPDATE meta SET value = ?1 WHERE name = ?2", params![name, INCARNATION])?;
        transaction.commit()?;
        Ok(name)
    }

    /// The operator's public key (`age1…`), when it was made.
    ///
    /// # Errors
    /// When the database fails.
    pub fn operator_key(&self) -> Result<Option<String>, HubError> {
        meta(&self.connection, OPERATOR_KEY)
    }

    /// Keeps the operator's public key.
    ///
    /// # Errors
    /// When there is one already, or the database fails.
    pub fn set_operator_key(&mut self, key: &str) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(present) = meta(&transaction, OPERATOR_KEY)? {
            return Err(HubError::OperatorKeyExists(present));
        }
        set_meta(&transaction, OPERATOR_KEY, key)?;
        Ok(transaction.commit()?)
    }
}

/// The name of this life of the hub.
fn incarnation(connection: &Connection) -> Result<String, HubError> {
    meta(connection, INCARNATION)?.ok_or(HubError::Form("incarnation"))
}

/// The operator's public key, when it was made.
fn operator_key(connection: &Connection) -> Result<Option<String>, HubError> {
    meta(connection, OPERATOR_KEY)
}

fn meta(connection: &Connection, name: &str) -> Result<Option<String>, HubError> {
    Ok(connection.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), HubError> {
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", params![name, value])?;
    Ok(())
}

/// Makes the folder, open to its owner alone.
pub(super) fn make_folder(folder: &Path) -> Result<(), HubError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| HubError::File { path: folder.display().to_string(), source })
}

/// Makes an empty file that only its owner can read; `SQLite` gives its side files the same rights.
fn make_private_file(path: &Path) -> Result<(), HubError> {
    sqlite::make_private(path).map_err(|source| HubError::File { path: path.display().to_string(), source })
}

/// Refuses to work as root in the folder of another account: what root made there its service could not read, and a link
/// that it laid there would lead root astray.
#[cfg(unix)]
fn is_own_folder(folder: &Path) -> Result<(), HubError> {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(found) = std::fs::metadata(folder) else { return Ok(()) };
    if rustix::process::geteuid().is_root() && found.uid() != 0 {
        return Err(HubError::OtherAccount { folder: folder.display().to_string() });
    }
    Ok(())
}

#[cfg(not(unix))]
fn is_own_folder(_folder: &Path) -> Result<(), HubError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hub_keeps_its_incarnation_until_another_is_begun() {
        let folder = tempfile::tempdir().unwrap();
        let first = Storage::open(folder.path()).unwrap().incarnation().unwrap();
        assert_eq!(Storage::open(folder.path()).unwrap().incarnation().unwrap(), first);
        let second = Storage::open(folder.path()).unwrap().begin_new_life().unwrap();
        assert_ne!(second, first);
        assert_eq!(Storage::open(folder.path()).unwrap().incarnation().unwrap(), second);
        assert_ne!(Storage::open(&folder.path().join("other")).unwrap().incarnation().unwrap(), first);
    }

    #[test]
    fn a_newer_schema_and_a_foreign_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(folder.path()).unwrap();
        storage.connection.pragma_update(None, "user_version", schema::SCHEMA.known() + 1).unwrap();
        assert!(matches!(Storage::open(folder.path()), Err(HubError::Newer { .. })));

        let other = tempfile::tempdir().unwrap();
        let connection = Connection::open(other.path().join(FILE_NAME)).unwrap();
        connection.execute_batch("CREATE TABLE theirs (id INTEGER)").unwrap();
        assert!(matches!(Storage::open(other.path()), Err(HubError::Foreign { .. })));
    }

    #[test]
    fn a_missing_hub_is_not_made_by_looking_at_it() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Storage::open_existing(folder.path()), Err(HubError::NoHub { .. })));
        assert!(!folder.path().join(FILE_NAME).exists());
    }
}
