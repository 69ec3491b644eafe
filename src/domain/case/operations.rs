//! The operations of one case that are known here: their union, and their order.
//!
//! Two desks that worked without each other have two sets with a common beginning. Their union is the history of both,
//! whoever unites them and however often. The order is a function of the set alone: each operation stands after those
//! that its author had seen, and of those that did not know of each other the one with the smaller id stands first. An
//! id begins with a clock, which may be wrong; then the order is not that of time, and still the same for everybody.

use super::Operation;
use crate::domain::hidden::hidden;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A set of operations of one case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Operations(BTreeSet<Operation>);

hidden!(Operations, "Operations");

impl FromIterator<Operation> for Operations {
    fn from_iter<Source: IntoIterator<Item = Operation>>(operations: Source) -> Self {
        Self(operations.into_iter().collect())
    }
}

impl Operations {
    /// Everything that is in either.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// Adds one.
    pub fn insert(&mut self, operation: Operation) {
        self.0.insert(operation);
    }

    /// Those that are in it, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Operation> {
        self.0.iter()
    }

    /// Those that are in it, in the order of the case. A circle of operations that follow each other, which no program
    /// makes, is broken at the smallest id.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Operation> {
        let mut waiting: Vec<&Operation> = self.0.iter().collect();
        let mut ordered = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            let waits = |id: &Uuid| waiting.iter().any(|other| other.id == *id);
            let ready = waiting.iter().position(|one| !one.follows.iter().any(|id| *id != one.id && waits(id)));
            ordered.push(waiting.remove(ready.unwrap_or(0)));
        }
        ordered
    }

    /// For each operation, by id, all that its author had seen. Of one that follows something that is not here it is not
    /// known what its author had seen before: all that stands before it in the order, so that one desk's own work is not
    /// taken for that of two.
    #[must_use]
    pub(super) fn seen_by_author(ordered: &[&Operation]) -> BTreeMap<Uuid, BTreeSet<Uuid>> {
        let mut seen: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        let here: BTreeSet<Uuid> = ordered.iter().map(|operation| operation.id).collect();
        for (place, operation) in ordered.iter().enumerate() {
            let mut all: BTreeSet<Uuid> = operation.follows.iter().copied().collect();
            if !all.is_subset(&here) {
                all.extend(ordered[..place].iter().map(|before| before.id));
            }
            for id in &operation.follows {
                all.extend(seen.get(id).into_iter().flatten());
            }
            seen.entry(operation.id).or_default().append(&mut all);
        }
        seen
    }

    /// The ids of those that no other follows.
    #[must_use]
    pub(super) fn heads(&self) -> Vec<Uuid> {
        let followed: BTreeSet<Uuid> = self.0.iter().flat_map(|one| one.follows.iter().copied()).collect();
        let ids: BTreeSet<Uuid> = self.0.iter().map(|one| one.id).collect();
        ids.difference(&followed).copied().collect()
    }

    /// Whether one of them follows another that is not among them.
    #[must_use]
    pub(super) fn is_lacking(&self) -> bool {
        let ids: BTreeSet<Uuid> = self.0.iter().map(|one| one.id).collect();
        self.0.iter().any(|one| one.follows.iter().any(|id| !ids.contains(id)))
    }
}
