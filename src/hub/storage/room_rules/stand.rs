//! How a case stands in a log by its erasures. A log opens nothing: it goes by the ids of operations, as the rule of
//! `domain/case/erasure.rs` does.

use super::RoomLog;
use crate::domain::case::Erasures;
use crate::hub::HubError;
use crate::protocol::room::{RoomKind, RoomParcel};

/// What a log holds of a case of which an erasure is known.
#[derive(Default)]
pub(super) struct Stand {
    /// The parcels, with their numbers: of the case and of its erasures.
    held: Vec<(i64, RoomParcel)>,
    /// What is known of its erasures before this parcel; nothing where none is.
    known: Option<Erasures>,
    /// The same with this parcel.
    now_known: Option<Erasures>,
}

impl Stand {
    /// How a case stands when a parcel comes that tells of these erasures. Nothing is read of a case of which none is known.
    pub(super) fn of(log: &mut impl RoomLog, case: Option<&str>, told: Option<&Erasures>) -> Result<Self, HubError> {
        if !log.was_erased(case)? && told.is_none() {
            return Ok(Self::default());
        }
        let held = log.held_of(case)?;
        let known = held.iter().filter_map(|(_, parcel)| parcel.erasures()).reduce(|one, other| one.merged(&other));
        let now_known = match (&known, told) {
            (Some(known), Some(told)) => Some(known.merged(told)),
            (known, told) => known.as_ref().or(told).cloned(),
        };
        Ok(Self { held, known, now_known })
    }

    /// The numbers of the parcels of the case itself.
    pub(super) fn of_case(&self) -> Vec<i64> {
        self.cases().map(|(number, _)| *number).collect()
    }

    fn cases(&self) -> impl Iterator<Item = &(i64, RoomParcel)> {
        self.held.iter().filter(|(_, parcel)| parcel.heading.kind != RoomKind::Erased)
    }

    /// Whether a parcel of the case comes over its erasures.
    pub(super) fn lets_in(&self, parcel: &RoomParcel) -> bool {
        let Some(known) = &self.known else { return true };
        let goes_on = !known.took_all(&self.operations());
        known.let_in(&parcel.operations(), parcel.heading.goes_on_by.as_ref(), goes_on)
    }

    fn operations(&self) -> Vec<String> {
        self.cases().flat_map(|(_, parcel)| parcel.operations()).collect()
    }

    /// Whether nothing is held of the case that the erasures did not take, this one included.
    pub(super) fn is_over(&self) -> bool {
        self.now_known.as_ref().is_some_and(|known| known.took_all(&self.operations()))
    }

    /// Whether a parcel says that its case goes on, and no erasure says otherwise.
    pub(super) fn is_marked(&self, parcel: &RoomParcel) -> bool {
        let by = parcel.heading.goes_on_by.as_ref();
        self.known.as_ref().is_some_and(|known| by.is_some_and(|by| !known.taken.contains(by)))
    }

    /// Whether what lies under this number reaches everybody whom this parcel is to reach: who had erased the case takes it from
    /// one that says that it goes on.
    pub(super) fn is_as_good(&self, number: i64, parcel: &RoomParcel) -> bool {
        !self.is_marked(parcel) || self.held.iter().any(|(other, held)| *other == number && self.is_marked(held))
    }

    /// Whether an erasure is nothing new, and nothing is left to be erased by it.
    pub(super) fn knows(&self, parcel: &RoomParcel) -> bool {
        let (Some(known), Some(told)) = (&self.known, parcel.erasures()) else { return false };
        let is_said = known.took_all(&told.taken) && (known.unsaid || !told.unsaid);
        is_said && !(self.is_over_by(&told) && self.cases().next().is_some())
    }

    /// An older program's erasure takes whatever there is but a case that goes on over another.
    fn is_over_by(&self, told: &Erasures) -> bool {
        if told.unsaid { !self.cases().any(|(_, parcel)| self.is_marked(parcel)) } else { self.is_over() }
    }

    /// The numbers of what goes with an erasure: the case, where that is over, and what said less of it.
    pub(super) fn over_with(&self, parcel: &RoomParcel) -> Vec<i64> {
        let Some(told) = parcel.erasures() else { return Vec::new() };
        let pieces = parcel.operations();
        let says_less = |held: &RoomParcel| {
            let less = held.erasures().is_some_and(|said| said.unsaid == told.unsaid && told.took_all(&said.taken));
            less && held.operations().iter().all(|id| pieces.contains(id))
        };
        let is_over = self.is_over_by(&told);
        let goes = |held: &RoomParcel| match held.heading.kind {
            RoomKind::Erased => says_less(held),
            RoomKind::Case | RoomKind::People | RoomKind::Newer => is_over,
        };
        self.held.iter().filter(|(_, held)| goes(held)).map(|(number, _)| *number).collect()
    }
}
