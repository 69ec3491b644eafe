//! Looks at the records without touching them: nothing is made, moved or mended, so that whoever looks first takes no
//! notice away from the specialist.

use super::{OutboxStatus, RecordsError, Shared, Shortened, schema};
use crate::platform::file;
use crate::platform::sqlite;
use crate::store::identity::Identity;
use jiff::Timestamp;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// How the records are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// None were begun yet.
    NotBegun,
    /// This terminal had some, and they are not there.
    Missing,
    /// They are whole.
    Whole {
        /// Where the journal is.
        outbox: OutboxStatus,
        /// How many specialists can sign in.
        specialists: u64,
        /// What was found when the hub was asked last, and since when.
        contact: Option<(String, Timestamp)>,
        /// How much of the journal is at the hub and in its copy, and no longer here.
        shortened: Shortened,
        /// What no specialist was told yet: damage that was repaired, records that were lost or that the hub lacked.
        untold: Vec<String>,
        /// How it stands with what the computers of the centre give each other.
        shared: Shared,
    },
}

/// Looks at the records of a terminal. Also gives the files that were moved aside, and not away yet.
///
/// # Errors
/// When they are there and cannot be used.
pub fn examine(path: &Path, identity: Option<&Identity>) -> Result<Condition, RecordsError> {
    let there = match std::fs::metadata(path) {
        Ok(file) => file.len() > 0 || file.is_dir(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(RecordsError::of_file(path, &error)),
    };
    let log = file::with_suffix(path, "-wal");
    if super::half_moved(path).is_some() || (!there && super::has_bytes(&log)) {
        return Err(RecordsError::Damaged);
    }
    if !there {
        let begun = identity.is_some_and(Identity::records_begun);
        return Ok(if begun { Condition::Missing } else { Condition::NotBegun });
    }
    if super::salvage::is_damaged(path)? {
        return Err(RecordsError::Damaged);
    }
    let connection = open(path)?;
    sqlite::examine(&connection)?;
    if schema::SCHEMA.version_of(&connection)? == 0 {
        return Ok(Condition::NotBegun);
    }
    let outbox = super::journal::outbox_status(&connection)?;
    let specialists = connection.query_row("SELECT count(*) FROM specialist", [], |row| row.get(0))?;
    let contact = super::meta::meta(&connection, "contact")?;
    let contact = contact.as_deref().and_then(super::journal::contact_of);
    let untold = untold(&connection)?;
    let shortened = super::shorten::shortened(&connection)?;
    // A file of an older program has nothing of it yet.
    let shared = super::exchange::shared(&connection).unwrap_or_default();
    Ok(Condition::Whole { outbox, specialists, contact, shortened, shared, untold })
}

/// What waits to be told, by the names under which it is kept.
fn untold(connection: &Connection) -> Result<Vec<String>, RecordsError> {
    let mut statement =
        connection.prepare("SELECT name || ' ' || value FROM meta WHERE name LIKE 'untold-%' ORDER BY name")?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The files that were damaged and are still beside the records, the oldest first.
#[must_use]
pub fn moved_aside(path: &Path) -> Vec<PathBuf> {
    super::numbers(path).into_iter().map(|number| super::damaged(path, number)).collect()
}

fn open(path: &Path) -> Result<Connection, RecordsError> {
    let usual = sqlite::open_to_read(path, super::PATIENCE)?;
    let readable = usual.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    match readable.map_err(RecordsError::from) {
        Err(RecordsError::NotWritable(reason)) => {
            // On a disk that cannot be written the file can be read only as one that nobody changes.
            let waiting = std::fs::metadata(file::with_suffix(path, "-wal")).is_ok_and(|file| file.len() > 0);
            if waiting {
                return Err(RecordsError::NotWritable(reason));
            }
            Ok(sqlite::open_unchanging(path)?)
        }
        Err(error) => Err(error),
        Ok(()) => Ok(usual),
    }
}
