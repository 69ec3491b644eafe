//! One way to open, check and bring up every `SQLite` file of ours: the records, the catalogue's cache, the hub's database.
//!
//! Each of them says by an application id whose it is and by a user version how far its schema came. A file that is not
//! ours, or newer than this program, is told apart before anything is written into it.

use super::file;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// The first `SQLite` without the write-ahead-log reset bug that can lose commits.
const LEAST: i32 = 3_051_003;

/// No program of ours ever made so many steps: a version beyond it is a damaged one.
const MOST_STEPS: i32 = 1000;

/// Why a database is not used. Nothing was changed in it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The linked `SQLite` is too old to be trusted with anything.
    #[error("the linked SQLite is too old: {0}")]
    OldSqlite(&'static str),
    /// Another program's, or another kind of ours.
    #[error("{path}: the database of something else")]
    Foreign {
        /// The file.
        path: String,
    },
    /// A newer program of ours wrote it.
    #[error("{path}: written by a newer program (schema {found}, this one knows {known})")]
    Newer {
        /// The file.
        path: String,
        /// Its schema.
        found: i32,
        /// The newest that this program knows.
        known: i32,
    },
    /// A schema from which nothing is brought up any more: a file that can be made again is made again.
    #[error("{path}: of a schema that is used no more ({found})")]
    Retired {
        /// The file.
        path: String,
        /// Its schema.
        found: i32,
    },
    /// Its version or its pages are none that a file of ours can have.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The file system does not do what commits need.
    #[error("the journal mode stays {0}")]
    Journal(String),
    /// `SQLite` says so.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

/// What an error of `SQLite` means for whoever has to do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no room, for the file or for what programs share beside it.
    DiskFull,
    /// Another program holds it.
    Busy,
    /// It is no database, or one that contradicts itself.
    Damaged,
    /// The disk or the rights do not let it be written.
    NotWritable,
    /// Anything else.
    Other,
}

impl Trouble {
    /// What this error means.
    #[must_use]
    pub fn of(error: &rusqlite::Error) -> Self {
        if has_no_room_beside(error) {
            return Self::DiskFull;
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            Some(
                ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied,
            ) => Self::NotWritable,
            _ => Self::Other,
        }
    }
}

/// Whether the disk is too full for the index that programs share.
#[must_use]
pub fn has_no_room_beside(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

/// The version of the `SQLite` that is compiled in.
#[must_use]
pub fn version() -> &'static str {
    rusqlite::version()
}

/// Whether the linked `SQLite` is one we can trust with what must not be lost.
#[must_use]
pub fn is_new_enough() -> bool {
    rusqlite::version_number() >= LEAST
}

/// Opens a file for reading and writing, and makes it when it is not there. Other programs that write are waited for.
///
/// # Errors
/// When it cannot be opened.
pub fn open(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    if !is_new_enough() {
        return Err(Fault::OldSqlite(rusqlite::version()));
    }
    let connection = Connection::open(path)?;
    connection.busy_timeout(patience)?;
    // What a damaged or planted schema names is not run.
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Opens a file that is there, to read it beside whoever writes it.
///
/// # Errors
/// When it cannot be opened.
pub fn open_to_read(path: &Path, patience: Duration) -> Result<Connection, Fault> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(patience)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Opens a file that nobody changes as long as it is open: no locks, no journal, nothing made beside it.
///
/// # Errors
/// When it cannot be opened.
pub fn open_unchanging(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(unchanging(path), flags)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// The address under which `SQLite` opens a file as one that nobody changes.
fn unchanging(path: &Path) -> String {
    let path = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{path}?immutable=1")
}

/// Makes an empty file that only its owner can read, unless there is one: `SQLite` gives what it makes beside it the same
/// rights.
///
/// # Errors
/// When the system cannot.
pub fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    file::private(&mut options);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// From here on a commit is on the disk when it is answered, and readers hold up no writer.
///
/// # Errors
/// When the file system cannot do that.
pub fn commit_to_the_disk(connection: &Connection) -> Result<(), Fault> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Fault::Journal(mode));
    }
    Ok(connection.execute_batch("PRAGMA synchronous = FULL")?)
}

/// Looks at every page of a file.
///
/// # Errors
/// When one of them is not as it should be, or cannot be looked at now.
pub fn examine(connection: &Connection) -> Result<(), Fault> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(()) } else { Err(Fault::Damaged(found.replace('\n', " "))) }
}

/// What the files of one kind have in common.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Four letters by which a file says whose it is.
    pub application: i32,
    /// How many versions went before the first step; files of those are not brought up but made again.
    pub retired: i32,
    /// One step a version; a step is never edited once it was shipped.
    pub steps: &'static [&'static str],
}

impl Schema {
    /// The newest version that this program knows.
    #[must_use]
    pub fn known(&self) -> i32 {
        self.retired.saturating_add(i32::try_from(self.steps.len()).unwrap_or(i32::MAX))
    }

    /// The version of a file, which is one of these and not newer than this program; 0 for an empty one.
    ///
    /// # Errors
    /// When it is foreign, newer, retired, or its version is none that a file of ours can have.
    pub fn version_of(&self, connection: &Connection) -> Result<i32, Fault> {
        let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
        let (found, application) = (number("user_version")?, number("application_id")?);
        let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let path = || connection.path().unwrap_or_default().to_owned();
        if found == 0 && application == 0 && tables == 0 {
            return Ok(0);
        }
        if application != self.application {
            return Err(Fault::Foreign { path: path() });
        }
        // The version and the tables come and go together.
        if !(1..=MOST_STEPS).contains(&found) {
            return Err(Fault::Damaged(format!("version {found}")));
        }
        if found > self.known() {
            return Err(Fault::Newer { path: path(), found, known: self.known() });
        }
        if found <= self.retired {
            return Err(Fault::Retired { path: path(), found });
        }
        Ok(found)
    }

    /// Brings a file to this program's schema, all steps in one transaction: a power cut leaves the old schema or the new
    /// one. `besides` does in the same transaction what no SQL alone can; it is told which version was found.
    ///
    /// # Errors
    /// As [`Self::version_of`], and when a step fails; the file is then as it was.
    pub fn migrate<E: From<Fault>>(
        &self,
        connection: &mut Connection,
        besides: impl FnOnce(&Transaction<'_>, i32) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.version_of(connection)? == self.known() {
            return Ok(());
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Fault::from)?;
        // Read again: another process may have done it while this one waited.
        let found = self.version_of(&transaction)?;
        if found == self.known() {
            return Ok(());
        }
        let done = usize::try_from(found.saturating_sub(self.retired)).unwrap_or(0);
        for step in self.steps.iter().skip(done) {
            transaction.execute_batch(step).map_err(Fault::from)?;
        }
        besides(&transaction, found)?;
        self.mark(&transaction)?;
        Ok(transaction.commit().map_err(Fault::from)?)
    }

    /// Writes into a file whose it is and how far it came.
    fn mark(&self, connection: &Connection) -> Result<(), Fault> {
        connection.pragma_update(None, "application_id", self.application)?;
        Ok(connection.pragma_update(None, "user_version", self.known())?)
    }

    /// Makes a new file that is used only when it is finished: without a journal, for a torn one is thrown away, and with
    /// pages into which most records fit. Flushing it is for whoever puts it to use.
    ///
    /// # Errors
    /// When it cannot be written or filled; what is there is of no use then.
    pub fn build<E: From<Fault>>(
        &self,
        path: &Path,
        fill: impl FnOnce(&Transaction<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut connection = open(path, Duration::ZERO)?;
        let settings = "PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
                        PRAGMA locking_mode = EXCLUSIVE;";
        connection.execute_batch(settings).map_err(Fault::from)?;
        let transaction = connection.transaction().map_err(Fault::from)?;
        transaction.execute_batch(&self.steps.concat()).map_err(Fault::from)?;
        fill(&transaction)?;
        self.mark(&transaction)?;
        Ok(transaction.commit().map_err(Fault::from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE one (value TEXT) STRICT;";
    const SECOND: &str = "ALTER TABLE one ADD COLUMN more TEXT;";
    const OLD: Schema = Schema { application: 7, retired: 0, steps: &[FIRST] };
    const NEW: Schema = Schema { application: 7, retired: 0, steps: &[FIRST, SECOND] };

    #[expect(clippy::unnecessary_wraps, reason = "the form of what is done besides")]
    fn nothing(_: &Transaction<'_>, _: i32) -> Result<(), Fault> {
        Ok(())
    }

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("50%off #1?.sqlite");
        (folder, path)
    }

    #[test]
    fn a_file_is_brought_up_step_by_step_and_says_which_version_was_found() {
        let (_folder, path) = file();
        let mut connection = open(&path, Duration::ZERO).unwrap();
        assert_eq!(NEW.version_of(&connection).unwrap(), 0);
        OLD.migrate(&mut connection, nothing).unwrap();
        let mut found = None;
        let mut look = |connection: &mut Connection| {
            NEW.migrate(connection, |transaction, version| {
                found = Some(version);
                transaction.execute("INSERT INTO one (more) VALUES ('kept')", [])?;
                Ok::<(), Fault>(())
            })
        };
        look(&mut connection).unwrap();
        look(&mut connection).unwrap();
        assert_eq!(found, Some(1));
        let rows: i64 = connection.query_row("SELECT count(more) FROM one", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 1, "what is done besides is done once");
        assert!(matches!(OLD.version_of(&connection), Err(Fault::Newer { found: 2, known: 1, .. })));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let (_folder, path) = file();
        let mut connection = open(&path, Duration::ZERO).unwrap();
        OLD.migrate(&mut connection, nothing).unwrap();
        let failed = NEW.migrate(&mut connection, |_, _| Err(Fault::Journal("off".to_owned())));
        assert!(failed.is_err());
        assert_eq!(OLD.version_of(&connection).unwrap(), 1);
        assert!(connection.prepare("SELECT more FROM one").is_err());
    }

    #[test]
    fn a_foreign_a_retired_and_an_impossible_file_are_told_apart() {
        let (_folder, path) = file();
        let mut connection = open(&path, Duration::ZERO).unwrap();
        OLD.migrate(&mut connection, nothing).unwrap();
        let other = Schema { application: 8, ..OLD };
        assert!(matches!(other.migrate(&mut connection, nothing), Err(Fault::Foreign { .. })));
        let later = Schema { retired: 1, ..OLD };
        assert!(matches!(later.version_of(&connection), Err(Fault::Retired { found: 1, .. })));
        for impossible in [-1, 0, 1001] {
            connection.pragma_update(None, "user_version", impossible).unwrap();
            assert!(matches!(OLD.version_of(&connection), Err(Fault::Damaged(_))), "{impossible}");
        }
    }

    #[test]
    fn a_built_file_is_read_as_one_that_nobody_changes_whatever_its_name() {
        let (folder, path) = file();
        let built = Schema { retired: 4, ..NEW };
        built
            .build(&path, |transaction| {
                transaction.execute("INSERT INTO one (value) VALUES ('one')", [])?;
                Ok::<(), Fault>(())
            })
            .unwrap();
        let connection = open_unchanging(&path).unwrap();
        assert_eq!(built.version_of(&connection).unwrap(), 6);
        examine(&connection).unwrap();
        assert!(connection.execute("DELETE FROM one", []).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing beside it");
    }

    #[test]
    fn a_file_made_private_stays_as_it_is() {
        let (_folder, path) = file();
        make_private(&path).unwrap();
        std::fs::write(&path, "content").unwrap();
        make_private(&path).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"content");
        let error = open(&path, Duration::ZERO).and_then(|connection| OLD.version_of(&connection)).unwrap_err();
        assert!(matches!(error, Fault::Sqlite(error) if Trouble::of(&error) == Trouble::Damaged));
    }
}
