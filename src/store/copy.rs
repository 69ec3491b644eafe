//! A copy of what is precious in the data folder, taken before another version of the program is installed: whoever goes back
//! to the version before brings it back, where the newer one has changed the form of the records and recorded nothing in
//! them. Only the version that took a copy reads it.

use super::records::schema::SCHEMA;
use crate::platform::file::{create_private, private_folder, sync_folder, with_suffix};
use crate::platform::paths::DataFolder;
use crate::platform::sqlite::{self, Fault};
use rusqlite::{Connection, OptionalExtension as _};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long the window's writing is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// The name of the records in a copy.
const RECORDS: &str = "records.sqlite";

/// What belongs to the records' file while it is open.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// Why a copy was not taken, compared or brought back. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A file.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] Fault),
    /// A window is open over the data.
    #[error("{0}: a window is open over it")]
    WindowIsOpen(String),
    /// There is no copy.
    #[error("{0}: there is no copy of records")]
    None(String),
}

impl From<rusqlite::Error> for CopyError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> CopyError {
    let path = path.display().to_string();
    move |source| CopyError::File { path: path.clone(), source }
}

/// What became of the records since a copy was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// They have the form that they had: this program reads them.
    SameForm,
    /// A newer program has changed their form and recorded nothing in them.
    NewerForm,
    /// A newer program has changed their form, and something was recorded since: the copy lacks it.
    NewerFormAndRecorded,
}

impl Since {
    /// As a script reads it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SameForm => "same-form",
            Self::NewerForm => "newer-form",
            Self::NewerFormAndRecorded => "newer-form-and-recorded",
        }
    }
}

/// Takes a copy into a folder that is made for it. Scanned pages and catalogues are not in it: no version changes them where
/// they lie.
///
/// # Errors
/// When the folder is there already, or the disk does not take it.
pub fn take(data: &DataFolder, into: &Path) -> Result<(), CopyError> {
    if into.exists() {
        return Err(failed(into)(ErrorKind::AlreadyExists.into()));
    }
    private_folder(into).map_err(failed(into))?;
    for file in [data.identity(), data.trust(), data.configuration()] {
        let Some(name) = file.file_name() else { continue };
        match fs::read(&file) {
            Ok(content) => write_private(&into.join(name), &content).map_err(failed(&into.join(name)))?,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(&file)(error)),
        }
    }
    if data.records().exists() {
        let copy = into.join(RECORDS);
        write_private(&copy, &[]).map_err(failed(&copy))?;
        let connection = sqlite::open_to_read(&data.records(), PATIENCE)?;
        connection.execute("VACUUM INTO ?1", [copy.display().to_string()])?;
        File::open(&copy).and_then(|file| file.sync_all()).map_err(failed(&copy))?;
    }
    sync_folder(into).map_err(failed(into))
}

fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = create_private(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// What is compared: how far the form has come, the last place in the journal, how many operations there are.
#[derive(Debug, PartialEq, Eq)]
struct State {
    form: i32,
    recorded: (Option<(i64, i64)>, i64),
}

fn state(connection: &Connection) -> Result<State, CopyError> {
    let form = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let last = "SELECT epoch, sequence FROM entry ORDER BY epoch DESC, sequence DESC LIMIT 1";
    let last = connection.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let operations = connection.query_row("SELECT count(*) FROM operation", [], |row| row.get(0))?;
    Ok(State { form, recorded: (last, operations) })
}

/// Compares the records with a copy of them. What a newer program wrote is read as far as it has to be.
///
/// # Errors
/// When either cannot be read.
pub fn compare(data: &DataFolder, copy: &Path) -> Result<Since, CopyError> {
    // After a power cut in the middle of bringing a copy back there are none, and nothing that could have been recorded.
    if !data.records().exists() {
        let is_left = coming(data).exists();
        return Ok(if is_left { Since::NewerForm } else { Since::SameForm });
    }
    let now = sqlite::open_to_read(&data.records(), PATIENCE)?;
    let form: i32 = now.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(CopyError::from)?;
    if form <= SCHEMA.known() {
        return Ok(Since::SameForm);
    }
    let copy = copy.join(RECORDS);
    if !copy.exists() {
        return Err(CopyError::None(copy.display().to_string()));
    }
    let before = state(&sqlite::open_to_read(&copy, PATIENCE)?)?;
    let same = state(&now).is_ok_and(|now| now.recorded == before.recorded);
    Ok(if same { Since::NewerForm } else { Since::NewerFormAndRecorded })
}

/// Where the records of a copy lie before they take their place.
fn coming(data: &DataFolder) -> PathBuf {
    with_suffix(&data.records(), ".coming")
}

/// Puts the records of a copy in the place of those that a newer program wrote. These stay beside them, with a number. After a
/// power cut it can be done again.
///
/// # Errors
/// When a window is open, there is no copy, or the disk does not take it.
pub fn bring_back(data: &DataFolder, copy: &Path) -> Result<(), CopyError> {
    let lock = data.window_lock();
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&lock).map_err(failed(&lock))?;
    file.try_lock().map_err(|_| CopyError::WindowIsOpen(data.path().display().to_string()))?;
    let (records, coming, copy) = (data.records(), coming(data), copy.join(RECORDS));
    if !copy.exists() {
        return Err(CopyError::None(copy.display().to_string()));
    }
    if records.exists() {
        let content = fs::read(&copy).map_err(failed(&copy))?;
        let _ = fs::remove_file(&coming);
        write_private(&coming, &content).map_err(failed(&coming))?;
        let newer = (1_u32..=9_999)
            .map(|number| with_suffix(&records, &format!(".newer-{number}")))
            .find(|path| !path.exists());
        let newer = newer.unwrap_or_else(|| with_suffix(&records, ".newer"));
        // What was not yet moved into the file itself belongs to it.
        for beside in BESIDE {
            let from = with_suffix(&records, beside);
            if from.exists() {
                fs::rename(&from, with_suffix(&newer, beside)).map_err(failed(&from))?;
            }
        }
        fs::rename(&records, &newer).map_err(failed(&records))?;
    }
    fs::rename(&coming, &records).map_err(failed(&coming))?;
    sync_folder(data.path()).map_err(failed(data.path()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::identity::Identity;
    use crate::store::records::{Records, RecordsError};
    use jiff::Timestamp;

    struct Ground {
        _folder: tempfile::TempDir,
        data: DataFolder,
        copy: PathBuf,
    }

    /// A terminal that was started once, and a copy of it.
    fn ground() -> Ground {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::new(Some(folder.path().join("data")));
        start(&data).unwrap();
        let copy = folder.path().join("copy");
        take(&data, &copy).unwrap();
        Ground { _folder: folder, data, copy }
    }

    fn start(data: &DataFolder) -> Result<Records, RecordsError> {
        let identity = Identity::open(&data.identity())?;
        Records::open(&data.records(), identity, Timestamp::UNIX_EPOCH).map(|(records, _)| records)
    }

    /// What a newer program does at its start.
    fn migrate(data: &DataFolder) -> Connection {
        let connection = Connection::open(data.records()).unwrap();
        connection.execute_batch("CREATE TABLE of_a_newer_one (one INTEGER) STRICT").unwrap();
        connection.pragma_update(None, "user_version", SCHEMA.known() + 1).unwrap();
        connection
    }

    #[test]
    fn records_that_kept_their_form_are_read_by_the_program_before() {
        let ground = ground();
        assert_eq!(compare(&ground.data, &ground.copy).unwrap(), Since::SameForm);
        assert!(ground.copy.join("identity.json").exists());
        assert!(take(&ground.data, &ground.copy).is_err(), "a copy is not written over");
    }

    #[test]
    fn records_that_were_migrated_and_nothing_more_come_back_as_they_were() {
        let ground = ground();
        drop(migrate(&ground.data));
        assert!(start(&ground.data).is_err());
        assert_eq!(compare(&ground.data, &ground.copy).unwrap(), Since::NewerForm);
        bring_back(&ground.data, &ground.copy).unwrap();
        assert!(start(&ground.data).is_ok());
        assert_eq!(compare(&ground.data, &ground.copy).unwrap(), Since::SameForm);
        assert!(with_suffix(&ground.data.records(), ".newer-1").exists(), "nothing is thrown away");
        drop(migrate(&ground.data));
        bring_back(&ground.data, &ground.copy).unwrap();
        assert!(with_suffix(&ground.data.records(), ".newer-2").exists());
    }

    #[test]
    fn what_was_recorded_after_a_migration_is_seen() {
        let ground = ground();
        let connection = migrate(&ground.data);
        connection
            .execute("INSERT INTO operation (case_id, id, key, cipher) VALUES ('c', 'o', 'k', x'00')", [])
            .unwrap();
        assert_eq!(compare(&ground.data, &ground.copy).unwrap(), Since::NewerFormAndRecorded);
        // What cannot be told counts as recorded.
        connection.execute_batch("DROP TRIGGER entry_never_goes; DROP TABLE operation").unwrap();
        assert_eq!(compare(&ground.data, &ground.copy).unwrap(), Since::NewerFormAndRecorded);
    }

    #[test]
    fn a_power_cut_in_the_middle_of_it_is_made_good_by_doing_it_again() {
        let ground = ground();
        drop(migrate(&ground.data));
        let records = ground.data.records();
        // As far as it comes before the last move.
        fs::copy(ground.copy.join(RECORDS), coming(&ground.data)).unwrap();
        fs::rename(&records, with_suffix(&records, ".newer-1")).unwrap();
        assert_eq!(compare(&ground.data, &ground.copy).unwrap(), Since::NewerForm);
        bring_back(&ground.data, &ground.copy).unwrap();
        assert!(start(&ground.data).is_ok());
    }

    #[test]
    fn under_an_open_window_and_without_a_copy_nothing_is_moved() {
        let ground = ground();
        drop(migrate(&ground.data));
        let none = ground.copy.join("none");
        assert!(matches!(compare(&ground.data, &none), Err(CopyError::None(_))));
        assert!(matches!(bring_back(&ground.data, &none), Err(CopyError::None(_))));
        let window = File::create(ground.data.window_lock()).unwrap();
        window.try_lock().unwrap();
        assert!(matches!(bring_back(&ground.data, &ground.copy), Err(CopyError::WindowIsOpen(_))));
        assert!(!with_suffix(&ground.data.records(), ".newer-1").exists());
    }

    #[test]
    fn a_folder_without_records_has_a_copy_without_them() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::new(Some(folder.path().join("data")));
        let copy = folder.path().join("copy");
        take(&data, &copy).unwrap();
        assert!(!copy.join(RECORDS).exists());
        assert_eq!(compare(&data, &copy).unwrap(), Since::SameForm);
    }
}
