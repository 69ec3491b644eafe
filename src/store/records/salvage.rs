//! Takes over what can be read of a damaged records file. The damaged file itself stays untouched.

use super::RecordsError;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::path::{Path, PathBuf};

/// What was saved of a damaged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvage {
    /// Where the damaged file is now.
    pub moved_to: PathBuf,
    /// How many journal entries were taken over.
    pub entries: usize,
    /// How many cases were.
    pub cases: usize,
}

/// The note in `meta` that a file moved aside was taken over whole.
pub fn mark(moved: &Path) -> String {
    let name = moved.file_name().unwrap_or_default().to_string_lossy();
    format!("salvaged:{name}")
}

/// Tables with their columns and the order of their key.
const TABLES: [(&str, &str, &str); 7] = [
    ("specialist", "name, wrapped, added", "name"),
    ("open_case", "id, cipher, closed", "id"),
    ("entry", "epoch, sequence, id, time, facts, sealed, previous, hash", "epoch, sequence"),
    ("outbox", "epoch, sequence", "epoch, sequence"),
    ("delivery", "epoch, sequence, receipt, code", "epoch, sequence"),
    ("meta", "name, value", "name"),
    ("wrong_sign_in", "one, run, run_since, untold, since", "one"),
];

/// Copies every readable row of the damaged file into the new one. Each table is read from the front
/// until the damage, then from the back.
///
/// # Errors
/// When the new file cannot be written.
pub fn salvage(into: &mut Connection, moved: &Path) -> Result<Salvage, RecordsError> {
    let mut result = Salvage { moved_to: moved.to_owned(), entries: 0, cases: 0 };
    let damaged = Connection::open_with_flags(moved, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let transaction = into.transaction()?;
    for (table, columns, key) in TABLES {
        let mut taken = 0;
        for direction in ["ASC", "DESC"] {
            let order: Vec<String> = key.split(", ").map(|column| format!("{column} {direction}")).collect();
            let sql = format!("SELECT {columns} FROM {table} ORDER BY {}", order.join(", "));
            let Ok(mut statement) = damaged.prepare(&sql) else { continue };
            let width = statement.column_count();
            let Ok(mut rows) = statement.query([]) else { continue };
            let marks = vec!["?"; width].join(", ");
            let insert = format!("INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})");
            let mut finished = false;
            loop {
                match rows.next() {
                    Ok(Some(row)) => {
                        let values: Result<Vec<Value>, _> = (0..width).map(|column| row.get(column)).collect();
                        if let Ok(values) = values {
                            // A row the new file's rules refuse was damaged itself.
                            taken += transaction.execute(&insert, params_from_iter(values)).unwrap_or(0);
                        }
                    }
                    Ok(None) => {
                        finished = true;
                        break;
                    }
                    Err(_) => break,
                }
            }
            if finished {
                break;
            }
        }
        match table {
            "entry" => result.entries = taken,
            "open_case" => result.cases = taken,
            _ => {}
        }
    }
    // What was taken over without its place in the outbox is sent again: twice is harmless, never is not.
    transaction.execute(
        "INSERT OR IGNORE INTO outbox (epoch, sequence) SELECT epoch, sequence FROM entry
         WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.epoch = entry.epoch
                           AND delivery.sequence = entry.sequence)",
        [],
    )?;
    transaction.execute(
        "DELETE FROM outbox WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.epoch = outbox.epoch
                                              AND entry.sequence = outbox.sequence)",
        [],
    )?;
    // Written with the rows, so that a power cut in the middle means that it is done again.
    transaction.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, '')", [mark(moved)])?;
    super::sign_in::note_loss(&transaction, super::Loss::Damaged)?;
    transaction.commit()?;
    Ok(result)
}
