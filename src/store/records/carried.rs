//! Cases between the computers of a centre: a laptop that was away for a day and the office each give what they hold and
//! take what the other has. What both have is there once; of what two did to one case both is kept, and the case is folded
//! from all of it. The journal does not move: each computer sends its own entries to the hub, so that nothing is counted
//! twice.

use super::erased::{erase_held, erasures, held_of, offer_anew, set_erasures};
use super::journal::append;
use super::operation::INSERT_ONCE;
use super::own::{reach_own_epoch, still_ours};
use super::{Records, RecordsError, begin};
use crate::domain::case::{Change, Command, Ending, Erasures, Operation, Operations};
use crate::domain::record::Action;
use crate::protocol::carried::Carried;
use crate::protocol::operation::{about, read};
use crate::store::vault::KeyRing;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
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
        Ok(self.take_each(keys, carried, &BTreeMap::new())?.0)
    }

    /// The same, and what came of each; `heard` is what parcels said about the cases besides.
    pub(super) fn take_each(
        &mut self,
        keys: &KeyRing,
        carried: &[Vec<u8>],
        heard: &BTreeMap<Uuid, Heard>,
    ) -> Result<(TakenCases, Vec<Fate>), RecordsError> {
        let centre = self.centre_id();
        let here = self.operations(keys)?;
        let mut taken = TakenCases::default();
        let mut fates = vec![Fate::Taken; carried.len()];
        let mut new: BTreeMap<Uuid, Vec<Come>> = heard.keys().map(|case| (*case, Vec::new())).collect();
        for ((place, bytes), fate) in carried.iter().enumerate().zip(&mut fates) {
            match open(keys, &centre, bytes) {
                Err(other) => {
                    *fate = other;
                    taken.left += 1;
                }
                Ok((_, operation)) if knows(here.get(&operation.case), operation.id) => taken.known += 1,
                Ok((carried, operation)) => {
                    let of_case = new.entry(operation.case).or_default();
                    if of_case.iter().any(|known| known.operation.id == operation.id) {
                        taken.known += 1;
                    } else {
                        of_case.push(Come { place, carried, operation });
                        taken.new += 1;
                    }
                }
            }
        }
        let now = crate::platform::clock::now();
        let (day, entry) = (self.day_of(now), self.own_entry(Action::CasesErased));
        let transaction = begin(&mut self.connection)?;
        still_ours(&transaction, &self.identity)?;
        let (mut over, nothing) = (false, Heard::default());
        for (id, come) in new {
            let (before, case) = (here.get(&id).cloned().unwrap_or_default(), id.to_string());
            let (of_case, known) = (heard.get(&id), erasures(&transaction, &case)?);
            let (come, waiting) = match of_case {
                Some(heard) => heard.parted(&before, come, known.as_ref()),
                None => (come, Vec::new()),
            };
            for one in &waiting {
                fates[one.place] = Fate::Waits;
            }
            taken.new -= waiting.len();
            taken.left += waiting.len();
            over |= take_case(&transaction, (&case, day), &before, &come, of_case.unwrap_or(&nothing))?;
        }
        if over {
            reach_own_epoch(&transaction, &mut self.identity)?;
            append(&transaction, &self.identity, &entry, None, now)?;
        }
        transaction.commit()?;
        if taken.left > 0 {
            tracing::warn!(left = taken.left, "operations of another computer were left where they are");
        }
        Ok((taken, fates))
    }
}

/// What parcels said of a case beside its operations.
#[derive(Default)]
pub(super) struct Heard {
    /// What erasures took, where one was told.
    pub erasures: Option<Erasures>,
    /// The operations that say that it is over.
    pub ends: BTreeSet<String>,
}

impl Heard {
    /// What is known of the erasures of the case with what is told now.
    pub(super) fn with(&self, known: Option<&Erasures>) -> Option<Erasures> {
        // An older program does not say what it took: then nothing more is known.
        match (known, self.erasures.as_ref().filter(|told| !told.unsaid)) {
            (Some(known), Some(told)) => Some(known.merged(told)),
            (known, told) => known.or(told).cloned(),
        }
    }

    /// Parts what came into what is taken and what waits for that which it follows: of a case that was erased here it is not
    /// guessed from a part of it what becomes of it.
    fn parted(&self, before: &Operations, come: Vec<Come>, known: Option<&Erasures>) -> (Vec<Come>, Vec<Come>) {
        let held: BTreeSet<String> = before.iter().map(|one| one.id.to_string()).collect();
        let was_over = self.with(known).map(|known| known.unsaid || known.took_all(&held));
        let is_end = |one: &Come| self.ends.contains(&one.carried.operation);
        let is_there = |id: &Uuid| {
            before.iter().any(|known| known.id == *id) || come.iter().any(|other| other.operation.id == *id)
        };
        let lacks = |one: &Come| !is_end(one) && !one.operation.follows.iter().all(is_there);
        // Of what takes something back alone it cannot be told whether that was the opening.
        let takes_back = |one: &Come| matches!(one.operation.change, Change::Command(Command::Correct { .. }));
        let waits = match was_over {
            Some(was_over) => was_over && come.iter().any(lacks),
            None => held.is_empty() && come.iter().all(|one| !is_end(one) && takes_back(one)),
        };
        if waits { come.into_iter().partition(is_end) } else { (come, Vec::new()) }
    }
}

/// An operation that came, and the place at which it did.
struct Come {
    place: usize,
    carried: Carried,
    operation: Operation,
}

/// Takes over what came of one case. Gives whether it was erased by it, its time being over.
fn take_case(
    transaction: &Connection,
    (id, day): (&str, Date),
    before: &Operations,
    come: &[Come],
    heard: &Heard,
) -> Result<bool, RecordsError> {
    let known = erasures(transaction, id)?;
    let now_known = heard.with(known.as_ref());
    let merged = before.merged(&come.iter().map(|one| one.operation.clone()).collect());
    let Some(case) = merged.fold() else {
        // Nothing of it is here, and nothing comes back.
        note(transaction, (id, day), known.as_ref(), now_known)?;
        return Ok(false);
    };
    // What lies here and does not open is not taken for nothing.
    let is_known = |id: &String| {
        merged.iter().any(|one| one.id.to_string() == *id)
            || now_known.as_ref().is_some_and(|now_known| now_known.taken.contains(id))
    };
    let is_unread = !held_of(transaction, id)?.iter().all(is_known);
    let ending = match merged.ending(now_known.as_ref()) {
        Ending::Over(stays) if stays.is_empty() && is_unread => Ending::GoesOn,
        ending => ending,
    };
    match ending {
        Ending::Over(stays) => {
            let is_of_person = !stays.is_empty();
            let stays: Vec<String> = stays.iter().map(Uuid::to_string).collect();
            let taken = merged.iter().map(|one| one.id.to_string()).collect();
            let is_erased = erase_held(transaction, id, &stays)?;
            insert(transaction, come.iter().filter(|one| stays.contains(&one.carried.operation)))?;
            super::operation::set_closing(transaction, id, case.closed.filter(|_| is_of_person))?;
            let over = now_known.unwrap_or_default().merged(&Erasures { taken, unsaid: false });
            note(transaction, (id, day), known.as_ref(), Some(over))?;
            Ok(is_erased && !is_of_person)
        }
        Ending::GoesOn => {
            insert(transaction, come.iter())?;
            super::operation::set_closing(transaction, id, case.closed)?;
            // An older program erased what is open here: the logs have nothing of it any more.
            let is_lost = case.closed.is_none() && heard.erasures.as_ref().is_some_and(|told| told.unsaid);
            let stand = now_known.or_else(|| is_lost.then(Erasures::default));
            let stand = stand.map(|stand| Erasures { unsaid: false, ..stand });
            if note(transaction, (id, day), known.as_ref(), stand)? || is_lost {
                offer_anew(transaction, id)?;
            }
            Ok(false)
        }
    }
}

/// Notes what is known of the erasures of a case, where that is more than was; gives whether it was.
fn note(
    transaction: &Connection,
    (id, day): (&str, Date),
    known: Option<&Erasures>,
    now_known: Option<Erasures>,
) -> Result<bool, RecordsError> {
    let Some(now_known) = now_known.filter(|now_known| known != Some(now_known)) else { return Ok(false) };
    set_erasures(transaction, id, day, &now_known)?;
    Ok(true)
}

fn insert<'a>(transaction: &Connection, come: impl Iterator<Item = &'a Come>) -> Result<(), RecordsError> {
    for Come { carried, .. } in come {
        transaction.prepare_cached(INSERT_ONCE)?.execute(params![
            carried.case,
            carried.operation,
            carried.key,
            carried.cipher()
        ])?;
    }
    Ok(())
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
