//! Cases between the computers of a centre: a laptop that was away for a day and the office each give what they hold and
//! take what the other has. What both have is there once; of what two did to one case both is kept, and the case is folded
//! from all of it. The journal does not move: each computer sends its own entries to the hub, so that nothing is counted
//! twice.

use super::operation::INSERT_ONCE;
use super::own::still_ours;
use super::{Records, RecordsError, begin};
use crate::domain::case::{Operation, Operations};
use crate::protocol::carried::Carried;
use crate::protocol::operation::{about, read};
use crate::store::vault::KeyRing;
use rusqlite::params;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What came of taking over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenCases {
    /// Operations that were not here.
    pub new: usize,
    /// Operations that were here already.
    pub known: usize,
    /// What does not open with the keys of whoever is signed in, is damaged, or belongs to another centre. It was left
    /// where it was, and can be taken later.
    pub left: usize,
}

impl Records {
    /// What was done in the cases held here, as another computer of the centre takes it over; encrypted as it lies here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn carried_cases(&self) -> Result<Vec<Vec<u8>>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT case_id, id, key, cipher FROM operation")?;
        let rows = statement
            .query_map([], |row| {
                let cipher: Vec<u8> = row.get(3)?;
                Ok(Carried::new(row.get(0)?, row.get(1)?, row.get(2)?, &cipher))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        rows.iter().map(|row| row.write().map_err(|error| RecordsError::Other(error.to_string()))).collect()
    }

    /// Takes over what was done in cases at another computer of the centre, in one commit. A case that was put away on
    /// either side, by somebody who had seen all of it, stays put away, and nothing else of it comes back.
    ///
    /// # Errors
    /// When the file cannot be read or written; nothing was taken over then.
    pub fn take_cases(&mut self, keys: &KeyRing, carried: &[Vec<u8>]) -> Result<TakenCases, RecordsError> {
        Ok(self.take_each(keys, carried)?.0)
    }

    /// The same, and what came of each.
    pub(super) fn take_each(
        &mut self,
        keys: &KeyRing,
        carried: &[Vec<u8>],
    ) -> Result<(TakenCases, Vec<Fate>), RecordsError> {
        let centre = self.centre_id();
        let here = self.operations(keys)?;
        let mut taken = TakenCases::default();
        let mut fates = vec![Fate::Taken; carried.len()];
        let mut new: BTreeMap<Uuid, Vec<(usize, Carried, Operation)>> = BTreeMap::new();
        for ((place, bytes), fate) in carried.iter().enumerate().zip(&mut fates) {
            match open(keys, &centre, bytes) {
                Err(other) => {
                    *fate = other;
                    taken.left += 1;
                }
                Ok((_, operation)) if knows(here.get(&operation.case), operation.id) => taken.known += 1,
                Ok((carried, operation)) => {
                    let of_case = new.entry(operation.case).or_default();
                    if of_case.iter().any(|(_, _, known)| known.id == operation.id) {
                        taken.known += 1;
                    } else {
                        of_case.push((place, carried, operation));
                        taken.new += 1;
                    }
                }
            }
        }
        if taken.left > 0 {
            tracing::warn!(left = taken.left, "operations of another computer were left where they are");
        }
        let day = self.day_of(crate::platform::clock::now());
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        for (id, come) in new {
            let before = here.get(&id).cloned().unwrap_or_default();
            let merged = before.merged(&come.iter().map(|(_, _, operation)| operation.clone()).collect());
            let Some(case) = merged.fold() else {
                taken.new -= come.len();
                taken.left += come.len();
                for (place, ..) in come {
                    fates[place] = Fate::Waits;
                }
                continue;
            };
            let is_put_away_here = before.fold().is_some_and(|case| case.put_away);
            if case.put_away && is_put_away_here {
                continue;
            }
            let id = id.to_string();
            // Of a case that is put away only that stands: the operations that nothing follows.
            let last = case.put_away.then(|| case.heads.clone());
            if case.put_away {
                transaction.execute("DELETE FROM operation WHERE case_id = ?1", [&id])?;
                transaction.execute("DELETE FROM open_case WHERE id = ?1", [&id])?;
                super::erased::note_erased(&transaction, &id, day)?;
            }
            for (_, carried, operation) in come {
                if last.as_ref().is_none_or(|last| last.contains(&operation.id)) {
                    transaction.execute(
                        INSERT_ONCE,
                        params![carried.case, carried.operation, carried.key, carried.cipher()],
                    )?;
                }
            }
            super::operation::set_closing(&transaction, &id, case.closed)?;
        }
        transaction.commit()?;
        Ok((taken, fates))
    }
}

/// What came of an operation that was to be taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is here.
    Taken,
    /// It does not open with the keys at hand, or what it follows is not here yet.
    Waits,
    /// It is none of this centre, whoever signs in.
    None,
}

/// Opens an operation as it is carried.
fn open(keys: &KeyRing, centre: &str, bytes: &[u8]) -> Result<(Carried, Operation), Fate> {
    let carried = Carried::read(bytes).map_err(|_| Fate::None)?;
    let key = keys.get(&carried.key).ok_or(Fate::Waits)?;
    let about = about(&carried.case, &carried.operation, &carried.key);
    let plain = carried.cipher().and_then(|cipher| key.decrypt(&cipher, &about).ok()).ok_or(Fate::None)?;
    let operation = read(&plain).map_err(|_| Fate::None)?;
    let is_itself = operation.case.to_string() == carried.case && operation.id.to_string() == carried.operation;
    if is_itself && operation.centre == centre { Ok((carried, operation)) } else { Err(Fate::None) }
}

fn knows(operations: Option<&Operations>, id: Uuid) -> bool {
    operations.is_some_and(|known| known.iter().any(|one| one.id == id))
}
