//! The rows of a cache file: each record of the release as it stands in the canonical text, with a checksum of its own,
//! and what was compiled from them once, so that opening a file reads none of them.

use super::CacheError;
use super::directory::Directory;
use crate::catalogue::release::ReleaseError;
use crate::domain::identifier::ServiceCode;
use crate::domain::shelf::{Overview, givers};
use crate::platform::sqlite::{self, Schema};
use crate::protocol::release::piece::{self, Joiner, Piece};
use crate::protocol::release::{Head, List, Reader};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// "CUPC": a cache of ours. Made anew rather than brought up: the steps before are retired. So it is as well when a list of
/// records is new, for a program that did not know it kept it as one row, and when more is compiled.
pub const SCHEMA: Schema = Schema { application: 0x4355_5043, retired: 4, steps: &[ROWS] };

/// In the order of the canonical text, so that joining needs no sorting. No index: the directory knows where all is.
const ROWS: &str = "
    CREATE TABLE record (
        position INTEGER PRIMARY KEY,  -- its place in the canonical text
        kind     TEXT NOT NULL,        -- a field of the release: events, services, number, ...
        id       TEXT NOT NULL,        -- the record's id; empty where the field is no list of records
        body     TEXT NOT NULL,        -- JSON, as in the canonical text
        checksum INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE compiled (
        name     TEXT PRIMARY KEY,
        body     TEXT NOT NULL,
        checksum INTEGER NOT NULL
    ) STRICT;
";

/// Every row, in the order of the text.
const IN_ORDER: &str = "SELECT kind, id, body, checksum FROM record ORDER BY position";

const DIRECTORY: &str = "directory";
const SUMMARY: &str = "summary";

/// What is known of a release without any of its records.
#[derive(Debug, Serialize, Deserialize)]
pub struct Summary {
    /// What the start page shows.
    pub overview: Overview,
    /// Which event gives each fact.
    pub givers: BTreeMap<String, String>,
    /// The notices on services, by their ids.
    pub noticed: BTreeMap<ServiceCode, Vec<String>>,
}

/// Tells a row from one in which anything changed: 64 bits over all its columns, eight bytes at a time. It is for damage;
/// what somebody changed on purpose is found by the hash over all.
pub fn checksum(columns: &[&str]) -> i64 {
    let mut sum: u64 = 0xcbf2_9ce4_8422_2325;
    let mut mix = |word: u64| {
        sum = (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        sum ^= sum >> 29;
    };
    for column in columns {
        let words = column.as_bytes().chunks(8).map(|chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            u64::from_le_bytes(word)
        });
        words.for_each(&mut mix);
        mix(column.len() as u64);
    }
    sum.cast_signed()
}

/// Opens a cache file that this program made.
pub fn open(path: &Path) -> Result<Connection, CacheError> {
    let connection = sqlite::open_unchanging(path)?;
    if SCHEMA.version_of(&connection)? == 0 {
        return Err(CacheError::Foreign);
    }
    // A page each for the way to a row and for the row is enough: nothing is read twice in a row.
    connection.pragma_update(None, "cache_size", -512)?;
    Ok(connection)
}

/// Builds a file, flushes it and reads it back: what is about to be used can be used. `number` is the one that the
/// release was signed under, when it was.
pub fn build(path: &Path, canonical: &[u8], number: Option<u64>) -> Result<(), CacheError> {
    let pieces = piece::cut(canonical).map_err(|error| ReleaseError::Content(error.into()))?;
    let mut sums = Vec::with_capacity(pieces.len());
    std::thread::scope(|scope| {
        // Compiling and writing rows have nothing in common but the text.
        let compiling = scope.spawn(|| compile(&pieces, number));
        SCHEMA.build(path, |transaction| {
            let mut insert = transaction
                .prepare("INSERT INTO record (position, kind, id, body, checksum) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for (position, Piece { kind, id, body }) in pieces.iter().enumerate() {
                let sum = checksum(&[kind, id, body]);
                insert.execute(params![position as u64, kind, id, body, sum])?;
                sums.push(sum);
            }
            let (summary, directory) = compiling.join().map_err(|_| CacheError::Foreign)??;
            keep(transaction, SUMMARY, &serde_json::to_string(&summary)?)?;
            keep(transaction, DIRECTORY, directory.text())
        })
    })?;
    let file = std::fs::File::open(path)?;
    std::thread::scope(|scope| {
        // While the disk writes, the pages are still in memory to be read.
        let flushed = scope.spawn(|| file.sync_all());
        let same = is_of(&open(path)?, &pieces, &sums)?;
        flushed.join().map_err(|_| CacheError::Foreign)??;
        if same { Ok(()) } else { Err(CacheError::Foreign) }
    })
}

fn keep(transaction: &Transaction<'_>, name: &str, body: &str) -> Result<(), CacheError> {
    let insert = "INSERT INTO compiled (name, body, checksum) VALUES (?1, ?2, ?3)";
    transaction.execute(insert, params![name, body, checksum(&[name, body])])?;
    Ok(())
}

/// Reads what the start page and the ways to records need; of the records only events and notices.
fn compile(pieces: &[Piece<'_>], number: Option<u64>) -> Result<(Summary, Directory), CacheError> {
    let head = Head::read(piece::fields(pieces)).map_err(ReleaseError::Content)?;
    // The signature names the number; a text that says another was never reviewed as this release.
    if number.is_some_and(|number| number != head.number) {
        return Err(ReleaseError::Hash.into());
    }
    let named = pieces.iter().enumerate().filter(|(_, piece)| !piece.id.is_empty());
    let records = named.filter_map(|(place, piece)| Some((List::named(&piece.kind)?, piece.id.as_ref(), place)));
    let directory = Directory::of(records).ok_or(CacheError::Foreign)?;
    let mut reader = Reader::default();
    let mut events = BTreeMap::new();
    let mut noticed: BTreeMap<ServiceCode, Vec<String>> = BTreeMap::new();
    for Piece { kind, id, body } in pieces.iter().filter(|piece| !piece.id.is_empty()) {
        match List::named(kind) {
            Some(List::Events) => {
                events.extend(reader.event(id, body).map(|event| (id.clone().into_owned(), event)));
            }
            Some(List::Notices) => {
                for service in reader.notice(id, body).into_iter().flat_map(|notice| notice.services) {
                    noticed.entry(service).or_default().push(id.clone().into_owned());
                }
            }
            _ => {}
        }
    }
    let givers = givers(&events).into_iter().map(|(fact, event)| (fact.to_owned(), event.to_owned())).collect();
    let overview = Overview::of_events(head.number, head.as_of, head.calendar, &events);
    let overview = Overview { sites: head.sites, portals: head.portals, ..overview };
    Ok((Summary { overview, givers, noticed }, directory))
}

/// What was compiled.
pub fn compiled(connection: &Connection) -> Result<(Summary, Directory), CacheError> {
    let read = |name: &str| -> Result<String, CacheError> {
        let row = "SELECT body, checksum FROM compiled WHERE name = ?1";
        let row = connection.query_row(row, [name], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
        match row.optional()? {
            Some((body, sum)) if sum == checksum(&[name, &body]) => Ok(body),
            _ => Err(CacheError::Foreign),
        }
    };
    let directory = Directory::read(read(DIRECTORY)?).ok_or(CacheError::Foreign)?;
    Ok((serde_json::from_str(&read(SUMMARY)?)?, directory))
}

/// The record at a place, when it is the one that is to be there.
pub fn record(connection: &Connection, place: i64, list: List, id: &str) -> Result<String, CacheError> {
    let mut statement = connection.prepare_cached("SELECT body, checksum FROM record WHERE position = ?1")?;
    let row = statement.query_row([place], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).optional()?;
    match row {
        Some((body, sum)) if sum == checksum(&[list.name(), id, &body]) => Ok(body),
        _ => Err(CacheError::Foreign),
    }
}

/// Does something with every row, in the order of the text; each is as it was written.
pub fn each(
    connection: &Connection,
    mut with: impl FnMut(&str, &str, &str) -> Result<(), CacheError>,
) -> Result<(), CacheError> {
    let mut statement = connection.prepare(IN_ORDER)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let column = |number: usize| row.get_ref(number)?.as_str().map_err(rusqlite::Error::from);
        let (kind, id, body) = (column(0)?, column(1)?, column(2)?);
        if row.get::<_, i64>(3)? != checksum(&[kind, id, body]) {
            return Err(CacheError::Foreign);
        }
        with(kind, id, body)?;
    }
    Ok(())
}

/// Whether the rows of a cache are these, byte for byte, each with its checksum.
fn is_of(connection: &Connection, pieces: &[Piece<'_>], sums: &[i64]) -> Result<bool, CacheError> {
    let mut statement = connection.prepare(IN_ORDER)?;
    let mut rows = statement.query([])?;
    let mut expected = pieces.iter().zip(sums);
    while let Some(row) = rows.next()? {
        let Some((piece, sum)) = expected.next() else { return Ok(false) };
        for (column, wanted) in [&*piece.kind, &*piece.id, piece.body].into_iter().enumerate() {
            // What equals a text needs not be proven to be one.
            if row.get_ref(column)?.as_bytes().map_err(rusqlite::Error::from)? != wanted.as_bytes() {
                return Ok(false);
            }
        }
        if row.get::<_, i64>(3)? != *sum {
            return Ok(false);
        }
    }
    Ok(expected.next().is_none())
}

/// Joins the rows of a file, of this schema or an older one, to the canonical text. Whether it is one, its hash tells.
pub fn joined(path: &Path) -> Result<Vec<u8>, CacheError> {
    let connection = sqlite::open_unchanging(path)?;
    let mut statement = connection.prepare("SELECT kind, id, body FROM record ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut text = Vec::new();
    let mut joiner = Joiner::new(|bytes: &[u8]| text.extend_from_slice(bytes));
    while let Some(row) = rows.next()? {
        let column = |number: usize| row.get_ref(number)?.as_str().map_err(rusqlite::Error::from);
        joiner.take(column(0)?, column(1)?, column(2)?);
    }
    joiner.finish();
    Ok(text)
}
