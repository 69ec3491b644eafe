//! Entries taken in by the hub as it is shipped, beside a bare database that is flushed as often and holds the same rows.

use super::ground::{Running, Terminal, values};
use cups_kiosk::protocol::entry::Entry;
use rusqlite::{Connection, params};
use std::time::{Duration, Instant};

/// Entries of a batch.
const BATCH: usize = 50;

/// Entries altogether.
pub const ENTRIES: u64 = 10_000;

/// What each batch took: over HTTP with signatures, chains, counts and commit; and the bare commit of the same rows.
pub fn batches(running: &Running, terminal: &Terminal, entries: &[Entry]) -> (Vec<Duration>, Vec<Duration>) {
    let folder = tempfile::tempdir().unwrap();
    let mut bare = Connection::open(folder.path().join("bare.sqlite")).unwrap();
    let _: String = bare.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).unwrap();
    bare.execute_batch(
        "PRAGMA synchronous = FULL;
         CREATE TABLE entry (
             terminal TEXT NOT NULL, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, time TEXT NOT NULL,
             received TEXT NOT NULL, batch INTEGER NOT NULL, facts TEXT NOT NULL, sealed BLOB, previous BLOB NOT NULL,
             hash BLOB NOT NULL, centre TEXT NOT NULL, event TEXT, action TEXT NOT NULL, person TEXT NOT NULL,
             PRIMARY KEY (terminal, epoch, sequence)
         ) STRICT, WITHOUT ROWID",
    )
    .unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for (number, batch) in (1_i64..).zip(entries.chunks(BATCH)) {
        let events = values(batch);
        let start = Instant::now();
        terminal.send(running, &events);
        ours.push(start.elapsed());
        let start = Instant::now();
        insert(&mut bare, batch, number);
        theirs.push(start.elapsed());
    }
    (ours, theirs)
}

fn insert(bare: &mut Connection, batch: &[Entry], number: i64) {
    let transaction = bare.transaction().unwrap();
    for entry in batch {
        let (place, id) = (&entry.position, entry.id.to_string());
        transaction
            .prepare_cached(
                "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )
            .unwrap()
            .execute(params![
                place.terminal,
                place.epoch,
                place.sequence,
                id,
                entry.time.to_string(),
                entry.time.to_string(),
                number,
                entry.facts.text(),
                entry.sealed,
                entry.previous.as_slice(),
                entry.hash().as_slice(),
                entry.facts.centre,
                entry.facts.event,
                entry.facts.action.code(),
                id,
            ])
            .unwrap();
    }
    transaction.commit().unwrap();
}
