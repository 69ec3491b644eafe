//! The hub's embedded database: opening it, its schema, and the few values it keeps about itself.

use super::HubError;
use super::correction;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;
use uuid::Builder;

/// The name of the database in the hub's folder.
pub const FILE_NAME: &str = "hub.sqlite";

/// Marks the file as a hub's: "CUPH" in ASCII.
const APPLICATION_ID: i64 = 0x4355_5048;

/// Older ones may lose a commit when a write-ahead log is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How long a command waits for the running server's write, and the other way round.
const PATIENCE: Duration = Duration::from_secs(10);

const INCARNATION: &str = "incarnation";
const CREATED: &str = "created";
const OPERATOR_KEY: &str = "operator_key";

/// The steps from an empty file to the present schema, each with the version it leads to. A step that
/// was released is never edited.
const MIGRATIONS: [(i64, &str); 4] = [(1, FIRST), (2, SIGNED_CATALOGUES), (3, CORRECTIONS), (4, RECOVERY_CODES)];

/// The newest schema this program knows.
const KNOWN: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// The schema from which on corrections are looked at.
const CORRECTIONS_FROM: i64 = 3;

/// Every key starts with the terminal, so that the tables can be spread over several machines by it.
/// `batch` numbers the transactions that took entries in: what a reader has seen up to a place in its
/// order stays as it was, whatever the clock does. The last four columns of an entry repeat its facts for
/// the index by which reports count; `person` is the case or, without one, the entry.
const FIRST: &str = "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment_code (
    hash TEXT PRIMARY KEY,
    centre TEXT NOT NULL,
    profile TEXT NOT NULL,
    created TEXT NOT NULL,
    used_by TEXT REFERENCES terminal (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE terminal (
    id TEXT PRIMARY KEY,
    device_key TEXT NOT NULL,
    centre TEXT NOT NULL,
    enrolled TEXT NOT NULL,
    revoked TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    id TEXT NOT NULL,
    time TEXT NOT NULL,
    received TEXT NOT NULL,
    batch INTEGER NOT NULL,
    facts TEXT NOT NULL,
    sealed BLOB,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    centre TEXT NOT NULL,
    event TEXT,
    action TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence),
    UNIQUE (terminal, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_by_batch ON entry (batch);
CREATE INDEX entry_by_kind ON entry (centre, event, action, person);

CREATE TABLE watermark (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    received INTEGER NOT NULL,
    backed_up INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (terminal, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    number INTEGER PRIMARY KEY,
    terminal TEXT NOT NULL REFERENCES terminal (id),
    digest BLOB NOT NULL,
    received TEXT NOT NULL,
    code TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (terminal, digest)
) STRICT;

CREATE TABLE release (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    packed BLOB NOT NULL,
    published TEXT NOT NULL
) STRICT;
";

/// Releases are signed: the signed files by name, and deltas to the current release by the hash they start from.
const SIGNED_CATALOGUES: &str = "
CREATE TABLE catalogue_metadata (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE catalogue_delta (
    base TEXT NOT NULL,
    target TEXT NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (base, target)
) STRICT;
";

/// Entries that correct others. `corrects` is the key of [`super::correction::target_key`]; `uncounted` names the
/// entries that count no more, `put_away` the cases of which none does.
const CORRECTIONS: &str = "
ALTER TABLE entry ADD COLUMN corrects TEXT;

UPDATE entry SET corrects =
    iif(facts ->> '$.case' IS NULL,
        'terminal ' || terminal,
        'case ' || (SELECT centre FROM terminal WHERE id = entry.terminal) || ' ' || (facts ->> '$.case'))
    || ' ' || (facts ->> '$.corrects')
WHERE facts ->> '$.corrects' IS NOT NULL;

CREATE INDEX entry_by_correction ON entry (corrects) WHERE corrects IS NOT NULL;

CREATE INDEX terminal_by_centre ON terminal (centre);

CREATE TABLE uncounted (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (terminal, epoch, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE put_away (
    centre TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (centre, person)
) STRICT, WITHOUT ROWID;
";

/// The hashes of the codes that admit a first specialist: bound to the enrolment they were printed with, if any, and to
/// the terminal once there is one. Those that others took the place of stay, marked.
const RECOVERY_CODES: &str = "
CREATE TABLE recovery_code (
    number INTEGER PRIMARY KEY,
    enrolment TEXT REFERENCES enrolment_code (hash),
    terminal TEXT REFERENCES terminal (id),
    hash TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    replaced TEXT
) STRICT;

CREATE INDEX recovery_code_by_enrolment ON recovery_code (enrolment);
CREATE INDEX recovery_code_by_terminal ON recovery_code (terminal);
";

/// One connection to the hub's database.
#[derive(Debug)]
pub struct Storage {
    pub(super) connection: Connection,
}

impl Storage {
    /// Opens the database in a folder, and makes both when they are missing.
    ///
    /// # Errors
    /// When it cannot be opened, is not a hub's, or is newer than this program.
    pub fn open(data: &Path) -> Result<Self, HubError> {
        make_folder(data)?;
        let path = data.join(FILE_NAME);
        make_private_file(&path)?;
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

    fn connect(path: &Path) -> Result<Self, HubError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(HubError::OldSqlite(rusqlite::version()));
        }
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        // Looked at before anything is written: another program's file stays as it is.
        let found = version(&connection)?;
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let new = application == 0 && found == 0 && tables == 0;
        if application != APPLICATION_ID && !new {
            return Err(HubError::Foreign { path: path.display().to_string() });
        }
        if found > KNOWN {
            return Err(HubError::Newer { path: path.display().to_string(), found, known: KNOWN });
        }
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // Each commit is on the disk before it is answered.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        migrate(&mut connection)?;
        Ok(Self { connection })
    }

    /// The name of this life of the hub.
    ///
    /// # Errors
    /// When the database fails.
    pub fn incarnation(&self) -> Result<String, HubError> {
        incarnation(&self.connection)
    }

    /// Begins another life under a new name: terminals that see it send again everything they hold.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin_incarnation(&mut self) -> Result<String, HubError> {
        let name = uuid::Uuid::now_v7().to_string();
        self.connection.execute("UPDATE meta SET value = ?1 WHERE name = ?2", params![name, INCARNATION])?;
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

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub fn check(&self) -> Result<(), HubError> {
        version(&self.connection).map(|_| ())
    }
}

/// The name of this life of the hub.
pub(super) fn incarnation(connection: &Connection) -> Result<String, HubError> {
    meta(connection, INCARNATION)?.ok_or(HubError::Form("incarnation"))
}

/// The operator's public key, when it was made.
pub(super) fn operator_key(connection: &Connection) -> Result<Option<String>, HubError> {
    meta(connection, OPERATOR_KEY)
}

pub(super) fn meta(connection: &Connection, name: &str) -> Result<Option<String>, HubError> {
    Ok(connection.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

pub(super) fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), HubError> {
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)", params![name, value])?;
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, HubError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// All steps in one transaction: a power cut leaves the old schema or the new one.
fn migrate(connection: &mut Connection) -> Result<(), HubError> {
    if version(connection)? == KNOWN {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again: another process may have done it while this one waited.
    let found = version(&transaction)?;
    for (_, step) in MIGRATIONS.into_iter().filter(|(number, _)| *number > found) {
        transaction.execute_batch(step)?;
    }
    if found < CORRECTIONS_FROM {
        correction::settle_all(&transaction)?;
    }
    if found == 0 {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(HubError::Random)?;
        set_meta(&transaction, INCARNATION, &Builder::from_random_bytes(bytes).into_uuid().to_string())?;
        set_meta(&transaction, CREATED, &Timestamp::now().to_string())?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    transaction.pragma_update(None, "user_version", KNOWN)?;
    Ok(transaction.commit()?)
}

/// Makes the folder, open to its owner alone.
fn make_folder(folder: &Path) -> Result<(), HubError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| HubError::File { path: folder.display().to_string(), source })
}

/// Makes an empty file that only its owner can read; `SQLite` gives its side files the same rights.
fn make_private_file(path: &Path) -> Result<(), HubError> {
    match create_private(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(HubError::File { path: path.display().to_string(), source }),
    }
}

/// Creates a file that must not exist yet, readable by its owner alone.
pub(super) fn create_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Action;

    #[test]
    fn a_hub_keeps_its_incarnation_until_another_is_begun() {
        let folder = tempfile::tempdir().unwrap();
        let first = Storage::open(folder.path()).unwrap().incarnation().unwrap();
        assert_eq!(Storage::open(folder.path()).unwrap().incarnation().unwrap(), first);
        let second = Storage::open(folder.path()).unwrap().begin_incarnation().unwrap();
        assert_ne!(second, first);
        assert_eq!(Storage::open(folder.path()).unwrap().incarnation().unwrap(), second);
        assert_ne!(Storage::open(&folder.path().join("other")).unwrap().incarnation().unwrap(), first);
    }

    #[test]
    fn a_newer_schema_and_a_foreign_file_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let storage = Storage::open(folder.path()).unwrap();
        storage.connection.pragma_update(None, "user_version", KNOWN + 1).unwrap();
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

    #[test]
    fn corrections_received_before_they_were_looked_at_count_after_the_migration() {
        let folder = tempfile::tempdir().unwrap();
        let connection = Connection::open(folder.path().join(FILE_NAME)).unwrap();
        connection.execute_batch(FIRST).unwrap();
        connection.execute_batch(SIGNED_CATALOGUES).unwrap();
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", 2).unwrap();
        set_meta(&connection, INCARNATION, "first").unwrap();
        connection
            .execute_batch("INSERT INTO terminal (id, device_key, centre, enrolled) VALUES ('t-1', '', 'lozova', '')")
            .unwrap();
        let id = |number: u128| uuid::Uuid::from_u128(number).to_string();
        let rows = [
            (1, "caseOpened", Some(9), None),
            (2, "requestPaid", Some(9), None),
            (3, "corrected", Some(9), Some(2)),
            (4, "informed", None, None),
            (5, "corrected", None, Some(4)),
        ];
        for (number, action, case, corrects) in rows {
            let mut facts = serde_json::json!({"action": action, "event": "C1", "language": "ro", "centre": "lozova",
                "mode": "assisted", "catalogue": 1});
            for (name, value) in [("case", case), ("corrects", corrects)] {
                if let Some(value) = value {
                    facts[name] = id(value).into();
                }
            }
            connection
                .execute(
                    "INSERT INTO entry (terminal, epoch, sequence, id, time, received, batch, facts, previous, hash,
                                        centre, event, action, person)
                     VALUES ('t-1', 1, ?1, ?2, '', '', 1, ?3, x'', x'', 'lozova', 'C1', ?4, ?5)",
                    params![
                        i64::try_from(number).unwrap(),
                        id(number),
                        facts.to_string(),
                        action,
                        id(case.unwrap_or(number))
                    ],
                )
                .unwrap();
        }
        drop(connection);
        let report = Storage::open(folder.path()).unwrap().report().unwrap();
        assert_eq!((report.entries, report.corrected), (5, 2));
        let counted: Vec<_> = report.counts.iter().map(|count| (count.action, count.entries)).collect();
        assert_eq!(counted, [(Action::CaseOpened, 1), (Action::Corrected, 2)]);
    }
}
