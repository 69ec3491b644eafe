//! What becomes of a case whose erasure meets what was done at another desk. It is one rule for desks and logs, and a function
//! of what is known alone: of the operations that are held, and of those that erasures took. So all come to the same end,
//! whatever came first.
//!
//! An erasure names what it took. A case goes on over it when work is held that it did not take: the case was opened again,
//! or something was recorded that whoever erased had not seen. An erasure that the person asked for takes that too, unless a
//! request to an institution is under way by it: then it is shown as what could not be done, and a person erases anew.

use super::{Change, Command, Operation, Operations};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is known of the erasures of one case, by the ids of the operations that they took. A log opens no operation, and knows
/// it by its id as well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasures {
    /// The ids of what they took.
    pub taken: BTreeSet<String>,
    /// Whether one of them was an older program's, which did not say what it took.
    pub unsaid: bool,
}

impl Erasures {
    /// Whether they took all of this; they took all of nothing.
    pub fn took_all<'a>(&self, held: impl IntoIterator<Item = &'a String>) -> bool {
        held.into_iter().all(|id| self.taken.contains(id))
    }

    /// Whether a parcel of these operations is taken over them. `mark` is the operation by which its case goes on, as the desk
    /// says that offers it; `goes_on`, that such a one is held already. So a parcel from before the erasure brings nothing back,
    /// and of a mark is nothing left once its operation was taken as well.
    #[must_use]
    pub fn let_in(&self, ids: &[String], mark: Option<&String>, goes_on: bool) -> bool {
        let is_new = |id: &String| !self.taken.contains(id);
        goes_on || mark.is_some_and(is_new) || !self.unsaid && ids.iter().any(is_new)
    }

    /// Both.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let taken = self.taken.union(&other.taken).cloned().collect();
        Self { taken, unsaid: self.unsaid || other.unsaid }
    }
}

/// What becomes of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It goes on.
    GoesOn,
    /// It is over: everything of it is erased but these operations, which name nobody and say that it is.
    Over(Vec<Uuid>),
}

impl Operation {
    /// Whether somebody did something by it that an erasure would lose. What came down by itself is nobody's work, and who
    /// closed or erased the case as well had nothing more to do in it.
    fn is_work(&self) -> bool {
        !matches!(self.change, Change::Command(Command::HearProvider(_) | Command::Close | Command::Erase { .. }))
    }

    fn is_erasure(&self) -> bool {
        matches!(self.change, Change::Command(Command::Erase { .. }))
    }
}

impl Operations {
    /// What becomes of the case over what is known of its erasures; nothing where none is.
    #[must_use]
    pub fn ending(&self, erasures: Option<&Erasures>) -> Ending {
        if self.fold().is_some_and(|case| case.put_away) {
            return Ending::Over(self.ends());
        }
        let is_new = |one: &&Operation| erasures.is_none_or(|known| !known.taken.contains(&one.id.to_string()));
        let goes_on = self.iter().filter(is_new).any(Operation::is_work);
        if goes_on || erasures.is_none() { Ending::GoesOn } else { Ending::Over(Vec::new()) }
    }

    /// The operations that put the case away; of one of which nothing else is left, all.
    fn ends(&self) -> Vec<Uuid> {
        let is_end =
            |one: &&Operation| matches!(one.change, Change::Command(Command::Erase { .. } | Command::Correct { .. }));
        let opened: BTreeSet<Uuid> = self.iter().filter_map(Operation::opened_by).collect();
        let is_rest = self.iter().all(|one| is_end(&one));
        let ended = self.iter().filter(|one| match &one.change {
            Change::Command(Command::Correct { entry, .. }) => is_rest || opened.contains(entry),
            Change::AsItStood(case) => case.put_away,
            _ => one.is_erasure(),
        });
        ended.map(|one| one.id).collect()
    }

    /// The erasures that the person asked for and that do not stand, each with what speaks against it. One stands unless a
    /// request is under way by what its author had not seen, or somebody who had seen it went on with the case.
    #[must_use]
    pub(super) fn overruled(&self) -> BTreeMap<Uuid, Uuid> {
        let erasures = self.iter().filter(|one| one.is_erasure());
        erasures.filter_map(|erasure| Some((erasure.id, self.against_erasure(erasure)?))).collect()
    }

    fn against_erasure(&self, erasure: &Operation) -> Option<Uuid> {
        let after = self.after(erasure.id);
        let before = self.before(erasure);
        let others: Self = self.iter().filter(|one| !after.contains(&one.id)).cloned().collect();
        // What only a newer program knows may be a request.
        let unknown = others.iter().find(|one| one.change == Change::Newer && !before.contains(&one.id));
        if let Some(unknown) = unknown {
            return Some(unknown.id);
        }
        // Whether the erasures among them stand is the question: none of them ends the case here.
        let none = others.iter().filter(|one| one.is_erasure()).map(|one| (one.id, one.id)).collect();
        let case = others.fold_without(&none)?;
        let line =
            |owed: Uuid| case.history.iter().rev().find(|line| line.request == Some(owed)).map(|line| line.entry);
        let by_request = case.owed().next().and_then(|request| line(request.id));
        // The request speaks first: what is shown beside the erasure stays the same when somebody goes on.
        by_request.or_else(|| self.iter().find(|one| after.contains(&one.id) && one.is_work()).map(|one| one.id))
    }

    /// The ids of those that follow one, by what they say of themselves.
    fn after(&self, first: Uuid) -> BTreeSet<Uuid> {
        let mut after = BTreeSet::from([first]);
        loop {
            let next: Vec<Uuid> = self
                .iter()
                .filter(|one| !after.contains(&one.id) && one.follows.iter().any(|id| after.contains(id)))
                .map(|one| one.id)
                .collect();
            if next.is_empty() {
                after.remove(&first);
                return after;
            }
            after.extend(next);
        }
    }

    /// The ids of those that one follows.
    fn before(&self, last: &Operation) -> BTreeSet<Uuid> {
        let mut before: BTreeSet<Uuid> = last.follows.iter().copied().collect();
        loop {
            let known = before.len();
            let next: Vec<Uuid> = self
                .iter()
                .filter(|one| before.contains(&one.id))
                .flat_map(|one| one.follows.iter().copied())
                .collect();
            before.extend(next);
            if before.len() == known {
                return before;
            }
        }
    }
}

impl Operation {
    /// The entry by which it opened the case, where it did.
    fn opened_by(&self) -> Option<Uuid> {
        match &self.change {
            Change::Open(_) => Some(self.id),
            Change::AsItStood(case) => {
                let opening = |line: &&super::Recorded| line.action == crate::domain::action::Action::CaseOpened;
                case.history.iter().find(opening).map(|line| line.entry)
            }
            Change::Command(_) | Change::Newer => None,
        }
    }
}

#[cfg(test)]
mod tests;
