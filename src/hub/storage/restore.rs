//! Copies of the database, and bringing one back.

use super::examine::{examine, examine_file, place};
use super::{FILE_NAME, HubLock, Storage};
use crate::hub::HubError;
use crate::platform::file::{create_private, folder_of, sync_folder};
use crate::platform::sqlite;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// What bringing a copy back did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The name of the hub's new life.
    pub incarnation: String,
    /// Where the database is that was in use before, if there was one.
    pub before: Option<PathBuf>,
    /// Whether the catalogue of the database before was newer and was kept.
    pub kept_catalogue: bool,
    /// Whether those shut out since the copy was made stay shut out.
    pub kept_locks: bool,
    /// Entries in the copy.
    pub entries: u64,
}

impl Storage {
    /// Writes a whole copy of the database to a new file, also while the hub runs, and notes that everything received is
    /// in it. The hub's keys are not in it.
    ///
    /// # Errors
    /// When the file exists or cannot be written; nothing is noted then.
    pub fn back_up(&mut self, file: &Path) -> Result<(), HubError> {
        let shown = file.display().to_string();
        // Made by us, private from its first byte; SQLite writes into an empty file.
        create_private(file).map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => HubError::input(&shown, "the file exists and is not overwritten"),
            _ => HubError::File { path: shown.clone(), source: error },
        })?;
        let noted = self.copied_to(file);
        if noted.is_err() {
            // Half a copy would be taken for one.
            let _ = std::fs::remove_file(file);
        }
        noted
    }

    fn copied_to(&mut self, file: &Path) -> Result<(), HubError> {
        let shown = file.display().to_string();
        self.connection.execute("VACUUM INTO ?1", [&shown])?;
        std::fs::File::open(file)
            .and_then(|file| file.sync_all())
            .map_err(|source| HubError::File { path: shown, source })?;
        let folder = folder_of(file);
        sync_folder(folder).map_err(|source| HubError::File { path: folder.display().to_string(), source })?;
        examine_file(file)?;
        // What the copy holds, as it was read back, and not what came in while it was written.
        let watermarks = received(&sqlite::open_to_read(file, super::PATIENCE)?)?;
        let transaction = self.connection.transaction()?;
        for (terminal, epoch, received) in watermarks {
            transaction.execute(
                "UPDATE watermark SET backed_up = max(backed_up, ?3) WHERE terminal = ?1 AND epoch = ?2",
                params![terminal, epoch, received],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Puts a copy in the place of the database, moves that aside, and begins a new life, so that terminals send what the
    /// copy lacks. A newer signed catalogue of the database before stays.
    ///
    /// # Errors
    /// When a hub runs there, or the copy is damaged or none; then nothing is changed.
    pub fn restore(folder: &Path, copy: &Path) -> Result<Restored, HubError> {
        let _lock = HubLock::take(folder)?;
        if !copy.is_file() {
            return Err(HubError::input(copy.display().to_string(), "there is no such file"));
        }
        let target = place(folder);
        let coming = folder.join(format!("{FILE_NAME}.coming"));
        let is_same = |path: &Path| path.canonicalize().ok().zip(copy.canonicalize().ok()).is_some_and(|(a, b)| a == b);
        if is_same(&coming) || is_same(&target) {
            return Err(HubError::input(copy.display().to_string(), "move it to another folder first"));
        }
        examine_file(copy)?;
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |source| HubError::File { path, source }
        };
        remove_all(&coming)?;
        super::make_private_file(&coming)?;
        {
            // Whatever stands in a -wal beside the copy belongs to it.
            let from = sqlite::open_to_read(copy, super::PATIENCE)?;
            from.execute("VACUUM INTO ?1", [coming.display().to_string()])?;
        }
        let mut came = Self::connect(&coming)?;
        examine(&came.connection)?;
        // After a cut-off restore the database before is aside already.
        let replaced = if target.is_file() { Some(target.clone()) } else { last_aside(folder) };
        let kept_catalogue = replaced.as_ref().is_some_and(|before| came.keep_catalogue(before));
        let kept_locks = replaced.as_ref().is_some_and(|before| came.keep_locks(before));
        if let Some(before) = &replaced {
            came.keep_erasures(before);
        }
        let incarnation = came.begin_new_life()?;
        let entries: i64 = came.connection.query_row("SELECT count(*) FROM entry", [], |row| row.get(0))?;
        // Its -wal is written into it and goes.
        came.connection.pragma_update(None, "journal_mode", "DELETE")?;
        drop(came);
        std::fs::File::open(&coming).and_then(|file| file.sync_all()).map_err(failed(&coming))?;
        // From here to the end neither database is in its place: until then no hub starts here.
        let mark = folder.join(MARK);
        std::fs::write(&mark, "").and_then(|()| sync_folder(folder)).map_err(failed(&mark))?;
        let before = move_aside(folder)?.or(replaced.filter(|before| *before != target));
        std::fs::rename(&coming, &target).map_err(failed(&target))?;
        sync_folder(folder).map_err(failed(folder))?;
        std::fs::remove_file(&mark).and_then(|()| sync_folder(folder)).map_err(failed(&mark))?;
        Ok(Restored { incarnation, before, kept_catalogue, kept_locks, entries: entries.unsigned_abs() })
    }

    /// Takes the signed catalogue of another database, whichever is the newer: it is what the hub gave out last, and its
    /// keys are those that terminals believe. One that cannot be read has none.
    fn keep_catalogue(&mut self, other: &Path) -> bool {
        let has_one = sqlite::open_to_read(other, super::PATIENCE)
            .map_err(HubError::from)
            .and_then(|connection| super::releases::is_published(&connection));
        has_one.unwrap_or(false) && self.attached(other, Self::copy_catalogue)
    }

    /// Keeps shut out who was shut out since the copy was made, and void what codes became void since.
    fn keep_locks(&mut self, other: &Path) -> bool {
        self.attached(other, |storage| {
            let transaction = storage.connection.transaction()?;
            transaction.execute_batch(
                "UPDATE main.terminal SET revoked = lost.revoked FROM other.terminal AS lost
                     WHERE lost.id = main.terminal.id AND lost.revoked IS NOT NULL;
                 UPDATE main.recovery_code SET replaced = lost.replaced FROM other.recovery_code AS lost
                     WHERE lost.hash = main.recovery_code.hash AND lost.replaced IS NOT NULL;",
            )?;
            Ok(transaction.commit()?)
        })
    }

    /// Keeps erased what was erased since the copy was made. A database of an older program knows of no erasures.
    fn keep_erasures(&mut self, other: &Path) {
        self.attached(other, |storage| {
            let knows = "SELECT 1 FROM other.sqlite_master WHERE name = 'erased'";
            if !storage.connection.prepare(knows)?.exists([])? {
                return Ok(());
            }
            storage.connection.pragma_update(None, "secure_delete", "ON")?;
            let transaction = storage.connection.transaction()?;
            transaction.execute_batch(
                "INSERT OR IGNORE INTO main.erased SELECT * FROM other.erased
                     WHERE terminal IN (SELECT id FROM main.terminal);
                 UPDATE main.entry SET sealed = NULL WHERE sealed IS NOT NULL AND EXISTS (
                     SELECT 1 FROM main.erased AS gone WHERE gone.terminal = entry.terminal AND gone.epoch = entry.epoch
                         AND gone.sequence = entry.sequence AND gone.hash = entry.hash);",
            )?;
            Ok(transaction.commit()?)
        });
    }

    /// Does something with another database beside this one; tells whether it was done.
    fn attached(&mut self, other: &Path, work: impl FnOnce(&mut Self) -> Result<(), HubError>) -> bool {
        if self.connection.execute("ATTACH ?1 AS other", [other.display().to_string()]).is_err() {
            return false;
        }
        let done = work(self);
        if let Err(error) = &done {
            tracing::error!(%error, "the database before cannot be read");
        }
        let detached = self.connection.execute_batch("DETACH other");
        done.is_ok() && detached.is_ok()
    }

    fn copy_catalogue(&mut self) -> Result<(), HubError> {
        let transaction = self.connection.transaction()?;
        for table in ["release", "catalogue_metadata", "catalogue_delta"] {
            transaction.execute_batch(&format!(
                "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM other.{table};"
            ))?;
        }
        transaction.execute(
            "INSERT OR REPLACE INTO main.meta SELECT name, value FROM other.meta WHERE name = ?1",
            [super::releases::TRUST],
        )?;
        Ok(transaction.commit()?)
    }
}

/// How far each epoch of each terminal goes without a gap.
fn received(connection: &Connection) -> Result<Vec<(String, u32, i64)>, HubError> {
    let mut statement = connection.prepare("SELECT terminal, epoch, received FROM watermark")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The name of the file that says that neither database is in its place.
const MARK: &str = "hub.sqlite.restoring";

/// Whether bringing a copy back was cut off.
pub(super) fn is_cut_off(folder: &Path) -> bool {
    folder.join(MARK).exists()
}

fn aside(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("{FILE_NAME}.before-{number}"))
}

/// The database that was moved aside last.
fn last_aside(folder: &Path) -> Option<PathBuf> {
    (1..10_000).map(|number| aside(folder, number)).take_while(|name| name.exists()).last()
}

/// Moves the database and what belongs to it aside under the first free name.
fn move_aside(folder: &Path) -> Result<Option<PathBuf>, HubError> {
    let target = place(folder);
    let failed = |source| HubError::File { path: target.display().to_string(), source };
    let is_free = |name: &PathBuf| ["", "-wal", "-shm"].iter().all(|suffix| !with_suffix(name, suffix).exists());
    let free = (1..10_000).map(|number| aside(folder, number)).find(is_free);
    let free = free.ok_or_else(|| HubError::input(folder.display().to_string(), "too many databases moved aside"))?;
    // The database first: cut off in between, what is left is a log without one, which nothing takes for a hub's.
    for suffix in ["", "-wal", "-shm"] {
        let from = with_suffix(&target, suffix);
        if from.exists() {
            std::fs::rename(&from, with_suffix(&free, suffix)).map_err(failed)?;
        }
    }
    Ok(free.exists().then_some(free))
}

fn remove_all(path: &Path) -> Result<(), HubError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let path = with_suffix(path, suffix);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(HubError::File { path: path.display().to_string(), source: error });
            }
            _ => {}
        }
    }
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
