//! Takes over what can be read of a damaged records file, page by page: no index, header or list in it is relied on, so
//! that damage to one page loses the rows of that page and no others. The damaged file and its log are read as bytes,
//! never opened as a database, and stay as they are.
//!
//! What is deleted is not brought back: the program works with `secure_delete`, which fills freed pages and cells with
//! zeros. Older versions of a page, in the log, may still hold such rows; from a version of which a newer one is whole,
//! only journal entries are taken, which are never deleted. Where every newer version is damaged nobody can tell any
//! more, and everything is taken; a case that was erased is erased again, for its row says when it was closed.

mod book;
mod header;
mod log;
mod page;
mod row;
mod value;

use super::RecordsError;
use crate::domain::hidden::hidden;
use crate::platform::file;
use book::{Book, Found, Rank, Standing};
use row::{Judged, Key, Table};
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, params_from_iter};
use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// What was saved of a damaged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvage {
    /// Where the damaged file is now.
    pub moved_to: PathBuf,
    /// How many journal entries were taken over.
    pub entries: usize,
    /// How many cases were. Whether each opens is seen at the sign-in: only the case key can tell.
    pub cases: usize,
    /// How many rows were seen and not taken over: they are damaged, or entries that their hash does not prove.
    pub unproven: usize,
}

impl Salvage {
    /// The same, with what an older file held besides.
    pub(super) fn with(self, older: &Self) -> Self {
        Self {
            moved_to: self.moved_to,
            entries: self.entries + older.entries,
            cases: self.cases + older.cases,
            unproven: self.unproven + older.unproven,
        }
    }
}

/// The note in `meta` that a file moved aside was taken over whole.
pub fn mark(moved: &Path) -> String {
    let name = moved.file_name().unwrap_or_default().to_string_lossy();
    format!("salvaged:{name}")
}

/// Copies every row of the damaged file that can be proven, or at least has the form of one, into the new one, which
/// is of this terminal.
///
/// # Errors
/// When the damaged file cannot be read or the new one not be written; nothing was taken over then.
pub fn salvage(into: &mut Connection, moved: &Path, terminal: &str) -> Result<Salvage, RecordsError> {
    let file = read(moved)?;
    let log = read(&file::with_suffix(moved, "-wal"))?;
    let harvest = gather_of(&file, &log, terminal);
    let mut result = Salvage { moved_to: moved.to_owned(), entries: 0, cases: 0, unproven: harvest.unproven() };
    let mut cases = BTreeSet::new();
    let transaction = into.transaction()?;
    for (table, values) in harvest.in_order() {
        let case = case_of(table, &values);
        let taken = match transaction.prepare_cached(table.insert())?.execute(params_from_iter(values)) {
            Ok(taken) => taken,
            Err(error) if is_of_the_row(&error) => {
                result.unproven += 1;
                0
            }
            Err(error) => return Err(error.into()),
        };
        match table {
            Table::Entry => result.entries += taken,
            Table::OpenCase | Table::Operation if taken > 0 => cases.extend(case),
            _ => {}
        }
    }
    result.cases = cases.len();
    // What the program before noted of closings stands with its cases.
    transaction.execute(
        "INSERT OR IGNORE INTO closing (case_id, day) SELECT id, closed FROM open_case WHERE closed IS NOT NULL",
        [],
    )?;
    // What was taken over without its place in the outbox is sent again: twice is harmless, never is not.
    transaction.execute(
        "INSERT OR IGNORE INTO outbox (epoch, sequence) SELECT epoch, sequence FROM entry
         WHERE NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.epoch = entry.epoch
                           AND delivery.sequence = entry.sequence)",
        [],
    )?;
    transaction.execute(
        "DELETE FROM outbox WHERE NOT EXISTS (SELECT 1 FROM entry WHERE place = outbox.epoch << 32 | outbox.sequence)",
        [],
    )?;
    // Written with the rows, so that a power cut in the middle means that it is done again.
    transaction.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?1, '')", [mark(moved)])?;
    super::sign_in::note_loss(&transaction, super::Loss::Damaged)?;
    transaction.commit()?;
    Ok(result)
}

/// Whether a file is damaged in a way that SQLite says nothing of, or calls something else: its log holds commits that
/// would be left out without a word, because something before them is damaged; or its header says of a file of ours
/// what none of ours says.
///
/// # Errors
/// When the file or its log cannot be read.
pub fn is_damaged(path: &Path) -> Result<bool, RecordsError> {
    let failed = |error: std::io::Error| RecordsError::of_file(path, &error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let length = usize::try_from(file.metadata().map_err(failed)?.len()).unwrap_or(usize::MAX);
    let mut header = Vec::new();
    file.take(u64::from(header::LENGTH)).read_to_end(&mut header).map_err(failed)?;
    let beside = file::with_suffix(path, "-wal");
    let bytes = read(&beside)?;
    // A log whose beginning is damaged has pages of the size that SQLite makes by itself, as all of ours.
    let size = log::page_size(&bytes).unwrap_or(page::SIZES[0]);
    let log = log::read(&bytes, size, length / size);
    // The newest version of the first page is the one that counts.
    let first = log.live.iter().rev().find(|frame| frame.number == 1);
    if header::is_damaged(first.map_or(&header, |frame| frame.content)) {
        return Ok(true);
    }
    // What another program was just writing may look so in between.
    Ok(log.broken && read(&beside)? == bytes)
}

/// Whether a file holds entries of this terminal, which their hashes prove: it is ours, whatever its header says.
///
/// # Errors
/// When the file or its log cannot be read.
pub fn is_of(path: &Path, terminal: &str) -> Result<bool, RecordsError> {
    let harvest = gather_of(&read(path)?, &read(&file::with_suffix(path, "-wal"))?, terminal);
    Ok(harvest.rows.keys().any(|(table, _)| *table == Table::Entry))
}

/// The case that a row is of.
fn case_of(table: Table, values: &[Value]) -> Option<String> {
    match (table, values.first()) {
        (Table::OpenCase | Table::Operation, Some(Value::Text(case))) => Some(case.clone()),
        _ => None,
    }
}

/// Whether the new file refused the row because of what it is.
fn is_of_the_row(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch))
}

/// The bytes of a file; none when there is none.
fn read(path: &Path) -> Result<Vec<u8>, RecordsError> {
    match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(|error| RecordsError::of_file(path, &error)),
    }
}

/// Which of two versions of a row stays: how new it is, and whether it says in a second place which row it is.
type Weight = (Rank, bool);

/// What was read of a damaged file.
#[derive(Default)]
struct Harvest {
    /// The newest version of each row; of two as new, the one of which something says that it is this row.
    rows: BTreeMap<(Table, Key), (Weight, Vec<Value>)>,
    /// Rows that are damaged and still say which they are.
    doubtful: BTreeSet<(Table, Key)>,
    /// Rows that do not even say that.
    nameless: usize,
}

hidden!(Harvest, "Harvest");

impl Harvest {
    fn take(&mut self, found: Found, names: &[String]) {
        let rank = found.rank;
        let superseded = rank.standing == Standing::Superseded;
        match row::judge(found, names) {
            // It may have been deleted since.
            Judged::Row(table, _) if superseded && table != Table::Entry => {}
            Judged::Row(table, values) => self.put(table, (rank, row::names_its_place(table, &values)), values),
            Judged::Doubtful(_) if superseded => {}
            Judged::Doubtful(Some(key)) => {
                self.doubtful.insert(key);
            }
            Judged::Doubtful(None) => self.nameless += 1,
            Judged::Other => {}
        }
    }

    fn put(&mut self, table: Table, rank: Weight, values: Vec<Value>) {
        match self.rows.entry((table, table.key(&values))) {
            Slot::Vacant(slot) => {
                slot.insert((rank, values));
            }
            Slot::Occupied(mut slot) if slot.get().0 <= rank => {
                slot.insert((rank, values));
            }
            Slot::Occupied(_) => {}
        }
    }

    /// How many rows were seen that are not among these.
    fn unproven(&self) -> usize {
        self.doubtful.iter().filter(|key| !self.rows.contains_key(key)).count() + self.nameless
    }

    /// The rows, the newest versions first: where two of them exclude each other, the newer one stays.
    fn in_order(self) -> impl Iterator<Item = (Table, Vec<Value>)> {
        let mut rows: Vec<_> = self.rows.into_iter().collect();
        rows.sort_by_key(|(_, (rank, _))| std::cmp::Reverse(*rank));
        rows.into_iter().map(|((table, _), (_, values))| (table, values))
    }
}

/// What is in a file of this terminal, also from before it had its name: the file says which names it had.
fn gather_of(file: &[u8], log: &[u8], terminal: &str) -> Harvest {
    let mut names = vec![terminal.to_owned()];
    let harvest = gather(file, log, &names);
    for ((table, _), (_, values)) in &harvest.rows {
        if *table == Table::Meta
            && let [Value::Text(name), Value::Text(value)] = values.as_slice()
            && (name == "terminal" || name.starts_with("terminal:"))
            && !names.contains(value)
        {
            names.push(value.clone());
        }
    }
    if names.len() == 1 { harvest } else { gather(file, log, &names) }
}

/// Reads every row of a damaged file and the log beside it.
fn gather(file: &[u8], log: &[u8], names: &[String]) -> Harvest {
    let size = log::page_size(log).unwrap_or_else(|| page::size_of(file));
    let log = log::read(log, size, file.len() / size);
    let mut harvest = Harvest::default();
    Book::new(size, file, &log.live).read(|found| harvest.take(found, names));
    for frames in &log.others {
        Book::new(size, file, frames).read_frames(|found| harvest.take(found, names));
    }
    harvest
}

#[cfg(test)]
mod tests;
