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
        let centre = self.centre_id();
        let here = self.operations(keys)?;
        let mut taken = TakenCases::default();
        let mut new: BTreeMap<Uuid, Vec<(Carried, Operation)>> = BTreeMap::new();
        for bytes in carried {
            let opened = Carried::read(bytes).ok().and_then(|carried| {
                let about = about(&carried.case, &carried.operation, &carried.key);
                let plain = keys.get(&carried.key)?.decrypt(&carried.cipher()?, &about).ok()?;
                let operation = read(&plain).ok()?;
                let is_itself =
                    operation.case.to_string() == carried.case && operation.id.to_string() == carried.operation;
                (is_itself && operation.centre == centre).then_some((carried, operation))
            });
            match opened {
                None => taken.left += 1,
                Some((_, operation)) if knows(here.get(&operation.case), operation.id) => taken.known += 1,
                Some((carried, operation)) => {
                    let of_case = new.entry(operation.case).or_default();
                    if of_case.iter().any(|(_, known)| known.id == operation.id) {
                        taken.known += 1;
                    } else {
                        of_case.push((carried, operation));
                        taken.new += 1;
                    }
                }
            }
        }
        if taken.left > 0 {
            tracing::warn!(left = taken.left, "operations of another computer were left where they are");
        }
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        for (id, come) in new {
            let before = here.get(&id).cloned().unwrap_or_default();
            let merged = before.merged(&come.iter().map(|(_, operation)| operation.clone()).collect());
            let Some(case) = merged.fold() else {
                taken.new -= come.len();
                taken.left += come.len();
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
            }
            for (carried, operation) in come {
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
        Ok(taken)
    }
}

fn knows(operations: Option<&Operations>, id: Uuid) -> bool {
    operations.is_some_and(|known| known.iter().any(|one| one.id == id))
}
