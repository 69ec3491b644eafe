//! The operations of cases: each encrypted by itself and written with its journal entry, never changed, and erased with
//! its case. A case is folded from them when somebody signs in.

use super::erased::{erase_held, note_erased};
use super::{NewEntry, Records, RecordsError, begin};
use crate::domain::case::{Case, Change, Ending, Operation, Operations};
use crate::domain::hidden::hidden;
use crate::protocol::operation::{about, read, write};
use crate::store::vault::KeyRing;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An operation to be kept, and where its case stands after it: erasing rests on that without opening anything.
#[derive(Clone, PartialEq, Eq)]
pub struct NewOperation {
    /// The operation, under the id of its journal entry.
    pub operation: Operation,
    /// The day on which the case was closed; `None` while it is open.
    pub closed: Option<Date>,
    /// Whether the case was put away with it, so that nothing else of it stays.
    pub put_away: bool,
}

hidden!(NewOperation, "NewOperation");

impl NewOperation {
    /// An operation after which the case is this one.
    #[must_use]
    pub fn of(operation: Operation, case: &Case) -> Self {
        Self { operation, closed: case.closed, put_away: case.put_away }
    }
}

/// The statement that puts an operation in, unless it is there.
pub(super) const INSERT_ONCE: &str = "INSERT INTO operation (case_id, id, key, cipher) SELECT ?1, ?2, ?3, ?4
    WHERE NOT EXISTS (SELECT 1 FROM operation WHERE case_id = ?1 AND id = ?2)";

/// An operation in the form in which it is written.
pub(super) struct Sealed {
    case: String,
    id: String,
    key: String,
    cipher: Vec<u8>,
    closed: Option<Date>,
    put_away: bool,
    /// The day of the operation.
    day: Date,
}

impl Sealed {
    /// Encrypts an operation under the present key.
    pub(super) fn new(keys: &KeyRing, new: &NewOperation) -> Result<Self, RecordsError> {
        let plain = write(&new.operation).map_err(|error| RecordsError::Other(error.to_string()))?;
        let (case, id) = (new.operation.case.to_string(), new.operation.id.to_string());
        let key = keys.present().id().as_str().to_owned();
        let cipher = keys.present().encrypt(&plain, &about(&case, &id, &key))?;
        Ok(Self { case, id, key, cipher, closed: new.closed, put_away: new.put_away, day: new.operation.day })
    }

    /// Writes it, and whether its case is closed.
    pub(super) fn write(&self, transaction: &Connection) -> Result<(), RecordsError> {
        if self.put_away {
            note_erased(transaction, &self.case, self.day, Some(&self.id))?;
            transaction.prepare_cached("DELETE FROM operation WHERE case_id = ?1")?.execute([&self.case])?;
        }
        transaction
            .prepare_cached("INSERT INTO operation (case_id, id, key, cipher) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.case, self.id, self.key, self.cipher])?;
        set_closing(transaction, &self.case, self.closed)
    }
}

/// Notes on which day a case was closed, or that it is open. A day that was noted stays: it may have been mended.
pub(super) fn set_closing(transaction: &Connection, case: &str, closed: Option<Date>) -> Result<(), RecordsError> {
    match closed {
        Some(day) => transaction
            .prepare_cached("INSERT OR IGNORE INTO closing (case_id, day) VALUES (?1, ?2)")?
            .execute([case, &day.to_string()])?,
        None => transaction.prepare_cached("DELETE FROM closing WHERE case_id = ?1")?.execute([case])?,
    };
    Ok(())
}

impl Records {
    /// Records an action, and the operation on a case that it is, in one commit. When this returns, both are on the
    /// disk. An entry with the same id that is already there is given back, and nothing is written.
    ///
    /// # Errors
    /// When it cannot be written; then neither entry nor operation was.
    pub fn record(
        &mut self,
        new: &NewEntry,
        operation: Option<(&KeyRing, &NewOperation)>,
        now: Timestamp,
    ) -> Result<crate::domain::record::Position, RecordsError> {
        let sealed = operation.map(|(keys, operation)| Sealed::new(keys, operation)).transpose()?;
        self.record_with(new, now, |transaction, _| sealed.as_ref().map_or(Ok(()), |sealed| sealed.write(transaction)))
    }

    /// The cases still held, the newest first. What does not open is left out of its case and logged; a case that was
    /// put away is left out: it never was.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn cases(&self, keys: &KeyRing) -> Result<Vec<Case>, RecordsError> {
        let cases = self.operations(keys)?.into_values().rev().filter_map(|operations| operations.fold());
        Ok(cases.filter(|case| !case.put_away).collect())
    }

    /// Takes the cases that the program before kept over into operations, as far as the keys at hand open them, and
    /// mends what is noted of closings where damage took it. Nothing is lost when it fails: it is done again at the next
    /// sign-in.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn carry_cases_over(&mut self, keys: &KeyRing) -> Result<(), RecordsError> {
        let stood = self.as_they_stood(keys)?;
        let known: Vec<(Operations, Case)> =
            self.operations(keys)?.into_values().filter_map(|known| known.fold().map(|case| (known, case))).collect();
        let mended = self.closings_to_mend(&known)?;
        let over: Vec<(String, Vec<String>)> = known.iter().filter_map(left_over).collect();
        if stood.is_empty() && mended.is_empty() && over.is_empty() {
            return Ok(());
        }
        let day = self.day_of(crate::platform::clock::now());
        let sealed = stood.iter().map(|new| Sealed::new(keys, new)).collect::<Result<Vec<_>, _>>()?;
        let transaction = begin(&mut self.connection)?;
        for sealed in &sealed {
            // One that was taken over before and came back with salvaged records is there already.
            transaction.execute(INSERT_ONCE, params![sealed.case, sealed.id, sealed.key, sealed.cipher])?;
            transaction.execute("DELETE FROM open_case WHERE id = ?1", [&sealed.case])?;
        }
        for (case, closed) in mended {
            set_closing(&transaction, &case, closed)?;
        }
        for (case, stays) in over {
            note_erased(&transaction, &case, day, None)?;
            erase_held(&transaction, &case, &stays)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The operations that open, by case.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn operations(&self, keys: &KeyRing) -> Result<BTreeMap<Uuid, Operations>, RecordsError> {
        let mut cases: BTreeMap<Uuid, Operations> = BTreeMap::new();
        let mut statement = self.connection.prepare_cached("SELECT case_id, id, key, cipher FROM operation")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (case, id, key): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let cipher = row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?;
            let plain = keys.get(&key).and_then(|held| held.decrypt(cipher, &about(&case, &id, &key)).ok());
            let Some(operation) = plain.and_then(|plain| read(&plain).ok()) else {
                tracing::error!(case, operation = id, "an operation does not open");
                continue;
            };
            cases.entry(operation.case).or_default().insert(operation);
        }
        for new in self.as_they_stood(keys)? {
            cases.entry(new.operation.case).or_default().insert(new.operation);
        }
        Ok(cases)
    }

    /// The cases that the program before kept in one piece, each as the operation that it becomes. Its id is that of the
    /// case, so that taking it over twice makes one.
    fn as_they_stood(&self, keys: &KeyRing) -> Result<Vec<NewOperation>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT id, cipher FROM open_case")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        let mut stood = Vec::new();
        for row in rows {
            let (id, cipher) = row?;
            let plain = keys.all().find_map(|key| key.decrypt(&cipher, id.as_bytes()).ok());
            let Some(case) = plain.and_then(|plain| serde_json::from_slice::<Case>(&plain).ok()) else {
                tracing::error!(case = id, "a case does not open");
                continue;
            };
            stood.push(case);
        }
        if stood.iter().any(|case| !case.knows_its_opening()) {
            let openings = self.openings()?;
            for case in &mut stood {
                if let Some(entry) = openings.get(&case.id) {
                    case.remember_opening(*entry);
                }
            }
        }
        let centre = self.centre_id();
        let made = stood.into_iter().map(|case| {
            let (closed, put_away) = (case.closed, case.put_away);
            let operation = Operation {
                id: case.id,
                case: case.id,
                centre: centre.clone(),
                author: String::new(),
                day: case.opened,
                time: Timestamp::UNIX_EPOCH,
                follows: Vec::new(),
                change: Change::AsItStood(Box::new(case)),
            };
            NewOperation { operation, closed, put_away }
        });
        Ok(made.collect())
    }

    /// The cases of which it is noted that they are closed and are not, or the other way round.
    fn closings_to_mend(&self, known: &[(Operations, Case)]) -> Result<Vec<(String, Option<Date>)>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT case_id FROM closing")?;
        let noted = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        // Of a case that is not whole it is not known that it was opened again.
        let known = known.iter().map(|(_, case)| case).filter(|case| !case.lacking || case.closed.is_some());
        let mended = known.map(|case| (case.id.to_string(), case.closed));
        Ok(mended.filter(|(case, closed)| closed.is_some() != noted.contains(case)).collect())
    }

    /// The entries by which cases were opened, by case: for the cases of an older program, which did not keep them.
    fn openings(&self) -> Result<BTreeMap<Uuid, Uuid>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT facts ->> '$.case', id FROM (SELECT facts, id FROM entry UNION ALL SELECT facts, id FROM summary)
             WHERE facts ->> '$.action' = 'caseOpened' AND facts ->> '$.case' IS NOT NULL",
        )?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut openings = BTreeMap::new();
        for row in rows {
            let (case, entry) = row?;
            if let (Ok(case), Ok(entry)) = (case.parse(), entry.parse()) {
                openings.insert(case, entry);
            }
        }
        Ok(openings)
    }
}

/// A case that is over by what the program of before took for a thing to decide, with what stays of it.
fn left_over((known, case): &(Operations, Case)) -> Option<(String, Vec<String>)> {
    let Ending::Over(stays) = known.ending(None) else { return None };
    let is_more = known.iter().any(|one| !stays.contains(&one.id));
    is_more.then(|| (case.id.to_string(), stays.iter().map(Uuid::to_string).collect()))
}

#[cfg(test)]
mod tests;
