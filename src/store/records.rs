//! The records file: journal, outbox, open cases, specialists. Precious: committed with
//! `synchronous=FULL` before the screen says so, moved aside and salvaged when damaged, never deleted.

pub mod agreement;
mod carried;
#[cfg(feature = "kiosk")]
mod condition;
mod counted;
pub mod delivery;
mod erase;
mod erased;
mod examine;
mod exchange;
#[cfg(feature = "kiosk")]
mod gauge;
mod journal;
mod meta;
mod operation;
mod own;
#[cfg(feature = "kiosk")]
mod pages;
mod people;
mod post;
mod room;
mod salvage;
pub(in crate::store) mod schema;
mod shorten;
#[cfg(feature = "kiosk")]
mod shrink;
mod sign_in;
mod told;
mod waiting;

pub use agreement::Agreed;
pub use carried::TakenCases;
pub use delivery::Delivery;
pub use erase::Erasing;
pub use examine::{Condition, examine, moved_aside};
pub use exchange::{RoomCame, RoomOffer, RoomPlace, Shared};
pub use journal::{JournalLine, NewEntry, OutboxStatus};
pub use operation::NewOperation;
pub use people::{Actor, Admitted, DrawnCodes, PaperSecret, PeopleNow, PeopleWish, SecretKind};
pub use post::Post;
pub use room::{Left, MOST_KEPT};
pub use salvage::Salvage;
pub use shorten::Shortened;
#[cfg(feature = "kiosk")]
pub use shrink::Slack;
pub use sign_in::{Loss, News, WrongTries};

use super::identity::{Enrolment, Identity, IdentityFault};
use super::vault::VaultError;
use crate::domain::centre::Centre;
use crate::domain::people::Refusal;
use crate::domain::record::Action;
use crate::domain::slowdown::Slowdown;
use crate::domain::specialist::PasswordFault;
use crate::platform::file;
use crate::platform::sqlite::{self, Fault, Trouble};
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long another program that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

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
    /// Name or password is wrong; which of the two is not said.
    #[error("the name and the password do not match")]
    WrongPassword {
        /// Seconds until the next try.
        seconds: u64,
    },
    /// The recovery code is none that holds.
    #[error("the recovery code is not valid")]
    WrongCode {
        /// Seconds until the next try.
        seconds: u64,
    },
    /// It was tried before the wait was over; nothing was looked at.
    #[error("too many wrong tries: the next one in {seconds} seconds")]
    TooSoon {
        /// Seconds until the next try.
        seconds: u64,
    },
    /// No recovery code is left, or none ever came; nobody can be the first specialist.
    #[error("the terminal has no recovery code: ask for new ones with cups-hub recovery")]
    NoCode,
    /// The password is one that anybody would guess.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// There is already a specialist of this name.
    #[error("there is already a specialist of this name")]
    NameTaken,
    /// The password was right, and the next code of the list is asked for.
    #[error("the one-time code number {number} is asked for")]
    CodeWanted {
        /// Its number on the list.
        number: u16,
    },
    /// The password was right, and the code is not the next one of the list.
    #[error("the one-time code is wrong")]
    WrongOneTimeCode {
        /// Seconds until the next try.
        seconds: u64,
        /// The number of the code that is asked for.
        number: u16,
    },
    /// No code of the list is left.
    #[error("all one-time codes of the list are used")]
    CodesUsedUp,
    /// No recovery sheet was made, or none came over to this computer.
    #[error("there is no recovery sheet")]
    NoSheet,
    /// The groups are those of another sheet.
    #[error("the groups are not those of the recovery sheet that holds")]
    WrongSheet {
        /// Seconds until the next try.
        seconds: u64,
    },
    /// Nobody who works here has this name.
    #[error("nobody of this name works here")]
    NobodyOfName,
    /// Somebody may not do this.
    #[error(transparent)]
    Refused(#[from] Refusal),
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
        match Trouble::of(&error) {
            Trouble::DiskFull => Self::DiskFull,
            Trouble::Busy => Self::Busy,
            Trouble::Damaged => Self::Damaged,
            Trouble::NotWritable => Self::NotWritable(error.to_string()),
            Trouble::Other => Self::Other(error.to_string()),
        }
    }
}

impl From<Fault> for RecordsError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::OldSqlite(version) => Self::OldSqlite(version),
            Fault::Foreign { path } | Fault::Retired { path, .. } => Self::Foreign(path),
            Fault::Newer { found, known, .. } => Self::Newer { found, known },
            Fault::Damaged(_) => Self::Damaged,
            Fault::Journal(mode) => Self::NotWritable(format!("journal mode is {mode}")),
            Fault::Sqlite(error) => error.into(),
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
    slowdown: Slowdown,
    /// As it was before the try that is being looked at.
    slowdown_before: Slowdown,
    /// The names of earlier identities of this computer, by the epochs that they wrote.
    earlier: BTreeMap<u32, String>,
    /// The enrolment that whoever uses the records knows of.
    told: Option<Enrolment>,
    /// Held as long as the file is used, so that no other program moves it away.
    lock: File,
}

impl Records {
    /// Opens the records, making the file at the first start. A damaged file is moved aside and what can
    /// be read of it is taken over; the second value then says so.
    ///
    /// # Errors
    /// When the file is newer, foreign, or cannot be made.
    pub fn open(path: &Path, mut identity: Identity, now: Timestamp) -> Result<(Self, Option<Salvage>), RecordsError> {
        if let Some(folder) = path.parent() {
            file::private_folder(folder).map_err(|error| RecordsError::of_file(folder, &error))?;
        }
        let lock = lock(path)?;
        let opened = if half_moved(path).is_some() {
            // The power went while a damaged file was moved aside: that is ended first.
            Err(RecordsError::Damaged)
        } else if has_bytes(path) {
            open_file(path)
        } else if has_bytes(&file::with_suffix(path, "-wal")) {
            // SQLite would delete the log, and with it what was committed and is nowhere else.
            Err(RecordsError::Damaged)
        } else {
            // A file of no bytes is none: a power cut left it, and its numbers may have been used.
            identity.begin_records()?;
            open_file(path)
        };
        let opened = match opened {
            // It only says so: it holds our entries.
            Err(RecordsError::Foreign(_)) if salvage::is_of(path, &identity.terminal)? => Err(RecordsError::Damaged),
            other => other,
        };
        let alone = matches!(opened, Err(RecordsError::Damaged));
        let connection = match opened {
            Err(RecordsError::Damaged) => {
                // Whoever else has it open would go on writing into the file that is moved away.
                lock.unlock().and_then(|()| lock.try_lock().map_err(Into::into)).map_err(|_| RecordsError::Busy)?;
                move_aside(path)?;
                identity.begin_records()?;
                open_file(path)?
            }
            other => other?,
        };
        // The wait of what was wrong before the program ended begins anew with it.
        let slowdown = Slowdown::new(sign_in::run(&connection)?, Duration::ZERO);
        let earlier = agreement::earlier(&connection)?;
        let told = identity.enrolment.clone();
        let mut records = Self { connection, identity, slowdown, slowdown_before: slowdown, earlier, told, lock };
        let (mut salvaged, mut ends): (Option<Salvage>, u32) = (None, 0);
        // Also what an earlier start moved aside and did not finish with: it ends here or is tried again.
        // The newest comes first: it says which of the older ones are in it already.
        for moved in moved_aside(path).into_iter().rev() {
            if is_salvaged(&moved, &records.connection)? {
                continue;
            }
            let salvage = salvage::salvage(&mut records.connection, &moved, &records.identity.terminal)?;
            tracing::error!(?salvage, "the records file was damaged and was moved aside");
            ends += 1;
            salvaged = Some(match salvaged {
                None => salvage,
                Some(newer) => newer.with(&salvage),
            });
        }
        if salvaged.is_some() {
            records.slowdown = Slowdown::new(sign_in::run(&records.connection)?, Duration::ZERO);
            records.earlier = agreement::earlier(&records.connection)?;
        }
        // Under whose name they go on is known before anything is written.
        records.take_over(now)?;
        own::reach_own_epoch(&records.connection, &mut records.identity)?;
        for _ in 0..ends {
            records.record_own(Action::RecordsSalvaged, now)?;
        }
        records.note_lost_epoch(now)?;
        // Both are done again with the next answer: a disk that takes nothing keeps nobody from signing in.
        for done in [records.offer_again(false), records.refile(None)] {
            if let Err(error) = done {
                tracing::error!(%error, "what waits could not be put in order");
            }
        }
        if alone {
            // The damaged file is away and taken over: others may use the new one beside this.
            let shared = records.lock.unlock().and_then(|()| records.lock.try_lock_shared().map_err(Into::into));
            shared.map_err(|_| RecordsError::Busy)?;
        }
        Ok((records, salvaged))
    }

    /// Who this terminal is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Goes by the relay of this code from now on, or to the hub itself.
    ///
    /// # Errors
    /// When the terminal is not enrolled at a hub with a key, or the identity cannot be written.
    pub fn go_by_relay(&mut self, code: Option<String>) -> Result<(), RecordsError> {
        if !self.identity.go_by_relay(code)? {
            return Err(RecordsError::NotEnrolled);
        }
        self.told.clone_from(&self.identity.enrolment);
        Ok(())
    }

    /// Reads the identity again; gives the centre when another program enrolled the terminal meanwhile, for the first time
    /// or anew. What is sealed from here on is sealed to the key that the new enrolment gave.
    ///
    /// # Errors
    /// When the identity cannot be read.
    pub fn newly_enrolled(&mut self) -> Result<Option<Centre>, RecordsError> {
        self.identity.look_again()?;
        if self.identity.enrolment == self.told {
            return Ok(None);
        }
        self.told.clone_from(&self.identity.enrolment);
        Ok(self.told.as_ref().map(|enrolment| enrolment.centre.clone()))
    }

    /// Takes over what enrolment gave: the enrolment, and the hashes of the codes that admit a first specialist.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn set_enrolment(&mut self, enrolment: Enrolment, codes: &[String]) -> Result<(), RecordsError> {
        self.identity.enrol(enrolment, codes)?;
        self.told.clone_from(&self.identity.enrolment);
        Ok(())
    }

    /// Takes over the hashes of the codes that hold now, as the hub says.
    ///
    /// # Errors
    /// When the identity cannot be written.
    pub fn note_codes(&mut self, codes: &[String]) -> Result<(), RecordsError> {
        Ok(self.identity.note_codes(codes)?)
    }

    /// How many codes can still admit a first specialist.
    ///
    /// # Errors
    /// When the identity cannot be read.
    pub fn unused_codes(&mut self) -> Result<usize, RecordsError> {
        Ok(self.identity.unused_codes()?)
    }

    /// Lets no write through from here on, as a disk that can only be read.
    #[cfg(all(test, feature = "kiosk"))]
    pub(crate) fn write_nothing(&self) {
        let set = self.connection.pragma_update(None, "query_only", true);
        assert!(set.is_ok(), "{set:?}");
    }

    /// Takes nothing more from here on, as a disk that is full.
    #[cfg(test)]
    pub(crate) fn grow_no_more(&self) {
        let pages: i64 = self.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        self.connection.pragma_update(None, "max_page_count", pages).unwrap();
    }
}

/// Begins a write that holds from the first statement, so that numbers read in it stay true.
fn begin(connection: &mut Connection) -> Result<rusqlite::Transaction<'_>, RecordsError> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

fn open_file(path: &Path) -> Result<Connection, RecordsError> {
    // Made private before SQLite writes the first byte into it; its journals take the same mode.
    sqlite::make_private(path).map_err(|error| RecordsError::of_file(path, &error))?;
    if salvage::is_damaged(path)? {
        return Err(RecordsError::Damaged);
    }
    let mut connection = match open_shared(path, "NORMAL") {
        // What programs share of the file beside it needs room; one that has the file for itself does without.
        Err(Fault::Sqlite(error)) if sqlite::has_no_room_beside(&error) => open_shared(path, "EXCLUSIVE")?,
        other => other?,
    };
    schema::migrate(&mut connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

/// Opens a file that is whole.
fn open_shared(path: &Path, locking: &str) -> Result<Connection, Fault> {
    let connection = sqlite::open(path, PATIENCE)?;
    // Closing a file that is damaged, or refused, would write its log into it and delete the log.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "locking_mode", locking)?;
    sqlite::examine(&connection)?;
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

/// What stands in the names of the files beside the records, after theirs and this.
fn names_after(path: &Path, middle: &str) -> Vec<String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned() + middle;
    let Some(entries) = path.parent().and_then(|folder| std::fs::read_dir(folder).ok()) else { return Vec::new() };
    let rest = |entry: std::fs::DirEntry| Some(entry.file_name().to_str()?.strip_prefix(&name)?.to_owned());
    entries.flatten().filter_map(rest).collect()
}

/// The numbers under which damaged files are kept, the oldest first.
fn numbers(path: &Path) -> Vec<u32> {
    let names = names_after(path, ".damaged-");
    let mut numbers: Vec<u32> = names.iter().filter_map(|name| name.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.retain(|number| damaged(path, *number).exists());
    numbers
}

/// The number that the next damaged file gets: greater than every other, so that the newest is known; also than that of
/// a log that somebody left when they took its file away.
fn next_number(path: &Path) -> u32 {
    let names = names_after(path, ".damaged-");
    let numbers = names.iter().filter_map(|name| name.split('-').next()?.parse().ok());
    numbers.max().map_or(1, |last: u32| last.saturating_add(1))
}

/// Whether a file was taken over whole.
fn is_salvaged(moved: &Path, connection: &Connection) -> Result<bool, RecordsError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM meta WHERE name = ?1)";
    Ok(connection.query_row(sql, [salvage::mark(moved)], |row| row.get(0))?)
}

/// Whether there is a file, and something in it.
fn has_bytes(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// A damaged file that a power cut left half moved, and the number it is to get: so there is no doubt which log is whose.
fn half_moved(path: &Path) -> Option<(u32, PathBuf)> {
    let number = names_after(path, ".moving-").iter().filter_map(|name| name.parse().ok()).min()?;
    Some((number, moving(path, number)))
}

/// Where a damaged file is while its log is moved.
fn moving(path: &Path, number: u32) -> PathBuf {
    file::with_suffix(path, &format!(".moving-{number}"))
}

/// Moves a damaged file and its journals aside, or ends what a power cut left half moved.
fn move_aside(path: &Path) -> Result<(), RecordsError> {
    let failed = |error: std::io::Error| RecordsError::of_file(path, &error);
    let (number, half) = if let Some(half) = half_moved(path) {
        half
    } else {
        let number = next_number(path);
        let half = moving(path, number);
        if path.exists() {
            std::fs::rename(path, &half).map_err(failed)?;
        } else {
            // Only its log is there. Something must stand for the file, so that it is seen and taken over.
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            file::private(&mut options);
            options.open(&half).map_err(failed)?;
        }
        (number, half)
    };
    let moved = damaged(path, number);
    for suffix in ["-journal", "-wal", "-shm"] {
        let (journal, to) = (file::with_suffix(path, suffix), file::with_suffix(&moved, suffix));
        // A file that is there again has its own.
        if journal.exists() && !path.exists() {
            std::fs::rename(journal, to).map_err(failed)?;
        }
    }
    std::fs::rename(half, &moved).map_err(failed)?;
    path.parent().map_or(Ok(()), file::sync_folder).map_err(failed)
}

#[cfg(test)]
mod tests;
