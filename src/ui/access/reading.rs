//! Reading the page part by part with the arrows, while a screen reader listens. Not every screen reader can look at what
//! has no focus; so each part, whatever it is, has it in turn.

use super::{Described, Role, Snapshot};

/// Where on the page somebody reads: at a part that is no control.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading(Option<u64>);

impl Reading {
    /// At this part.
    #[must_use]
    pub const fn at(number: u64) -> Self {
        Self(Some(number))
    }

    /// Puts the focus where it is read, and gives that back, as long as nothing else has it and the part is still there.
    #[must_use]
    pub fn show(self, snapshot: &mut Snapshot) -> Self {
        let is_elsewhere = snapshot.parts.iter().any(|part| part.focused);
        let place = snapshot.parts.iter_mut().find(|part| Some(part.number) == self.0);
        let Some(part) = place.filter(|_| !is_elsewhere) else { return Self(None) };
        part.focused = true;
        self
    }

    /// Whether somebody reads at a part that is no control.
    #[must_use]
    pub const fn is_reading(self) -> bool {
        self.0.is_some()
    }

    /// The part that is read after the one that has the focus, or before it; none at the end of the page.
    #[must_use]
    pub fn neighbour(snapshot: &Snapshot, back: bool) -> Option<&Described> {
        from_focus(snapshot, back).find(|part| is_read(part))
    }

    /// The control that Tab goes to from a part that is read, round the page.
    #[must_use]
    pub fn control(snapshot: &Snapshot, back: bool) -> Option<&Described> {
        let again = snapshot.parts.iter();
        let again: Box<dyn Iterator<Item = &Described>> = if back { Box::new(again.rev()) } else { Box::new(again) };
        let is_stop = |part: &&Described| part.focusable && !is_only_read(part) && is_entry(snapshot, part);
        from_focus(snapshot, back).chain(again).find(is_stop)
    }
}

/// The parts behind the one that has the focus, or before it, the nearest first; all of them where none has it.
fn from_focus(snapshot: &Snapshot, back: bool) -> Box<dyn Iterator<Item = &Described> + '_> {
    let parts = &snapshot.parts;
    match (parts.iter().position(|part| part.focused), back) {
        (Some(place), false) => Box::new(parts[place + 1..].iter()),
        (Some(place), true) => Box::new(parts[..place].iter().rev()),
        (None, false) => Box::new(parts.iter()),
        (None, true) => Box::new(parts.iter().rev()),
    }
}

const fn is_only_read(part: &Described) -> bool {
    matches!(part.semantics.role, Role::Heading(_) | Role::Alert | Role::Status | Role::Text | Role::Image)
}

/// Whether a part says something itself.
fn is_read(part: &Described) -> bool {
    (is_only_read(part) || part.focusable) && !part.semantics.label.trim().is_empty()
}

/// Whether a group is entered here: at the answer that is chosen; without one, at its near end.
fn is_entry(snapshot: &Snapshot, part: &Described) -> bool {
    part.group.is_none()
        || part.semantics.selected == Some(true)
        || !snapshot
            .parts
            .iter()
            .any(|other| other.parent == part.parent && other.group.is_some() && other.semantics.selected == Some(true))
}
