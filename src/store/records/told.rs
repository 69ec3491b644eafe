//! What the parcels that wait say of one case: which of them are taken, which wait for another, and which are from before an
//! erasure and bring nothing back.

use super::carried::Heard;
use crate::domain::case::Erasures;
use crate::protocol::room::{RoomKind, RoomParcel};
use std::collections::BTreeSet;

/// What is known of a case, and what parcels say of it.
#[derive(Default)]
pub(super) struct Told {
    /// What was known of its erasures.
    pub known: Option<Erasures>,
    /// The ids of its operations that are here or have come.
    pub here: BTreeSet<String>,
    /// What is told of it.
    pub heard: Heard,
}

/// What becomes of a parcel that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is taken over.
    Taken,
    /// It waits for the operation by which its case goes on.
    Waits,
    /// It is from before an erasure.
    Refused,
}

impl Told {
    /// Hears what a parcel says. That nobody who is known says it leaves of an erasure its operations, which prove themselves.
    pub(super) fn hear(&mut self, parcel: &RoomParcel, is_proven: bool) {
        let operations = parcel.operations();
        if parcel.heading.kind == RoomKind::Erased {
            self.heard.ends.extend(operations.iter().cloned());
        }
        if let Some(said) = parcel.erasures().filter(|_| is_proven) {
            let before = self.heard.erasures.take();
            // One that says what it took is worth more than one that does not.
            self.heard.erasures = Some(match before {
                Some(before) if before.unsaid == said.unsaid => before.merged(&said),
                Some(before) if !before.unsaid => before,
                _ => said,
            });
        }
        self.here.extend(operations);
    }

    /// What becomes of a parcel.
    pub(super) fn way_of(&self, parcel: &RoomParcel) -> Way {
        let Some(known) = self.heard.with(self.known.as_ref()) else { return Way::Taken };
        if parcel.heading.kind != RoomKind::Case {
            return Way::Taken;
        }
        let mark = parcel.heading.goes_on_by.as_ref();
        let goes_on = !known.unsaid && !known.took_all(&self.here);
        if !known.let_in(&parcel.operations(), mark, goes_on) {
            return Way::Refused;
        }
        let is_there = mark.is_none_or(|mark| known.taken.contains(mark) || self.here.contains(mark));
        if is_there { Way::Taken } else { Way::Waits }
    }
}
