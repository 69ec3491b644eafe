//! What the gate remembers: what waits, how the page stands, and what its fields held before.

use super::hand::{Pointer, is_press, pointer_of};
use super::{Posture, Typed};
use crate::ui::access::{Reading, Role, Snapshot};
use iced::Event;
use iced::advanced::mouse;
use std::collections::{BTreeMap, VecDeque};
use std::time::Instant;

/// How many earlier values of a field can be brought back.
const UNDONE: usize = 50;

/// An event of a hand that waits, with the page that was shown when it came and where the mouse or finger was.
pub(super) struct Waiting {
    pub(super) event: Event,
    pub(super) page: u64,
    pub(super) at: mouse::Cursor,
    /// The key on the screen that wrote it, where one did.
    pub(super) typed: Option<Typed>,
}

/// What lies under a finger or the mouse.
pub(super) enum Under {
    /// The page, or the frame around it.
    Page,
    /// The keyboard on the screen, between its keys.
    Gap,
    /// A key of it, by its number.
    Key(u64),
}

/// What the gate remembers between two events.
#[derive(Default)]
pub(super) struct State {
    pub(super) waiting: VecDeque<Waiting>,
    /// Something was said to the application that has not answered yet.
    pub(super) unsettled: bool,
    /// The visit the state was last built for.
    pub(super) visit: u64,
    /// The page the state was last built for.
    pub(super) page: u64,
    /// A page was come to whose heading does not have the focus yet.
    pub(super) arriving: bool,
    /// Where the page is read that is no control.
    pub(super) reading: Reading,
    /// When this page was first shown; `None` while it was not drawn yet.
    pub(super) shown: Option<Instant>,
    /// The last frame that was asked for, by its time.
    pub(super) frame: Option<Instant>,
    /// Where the mouse or finger was at the last event given on; iced says only where it is by now.
    pub(super) at: Option<mouse::Cursor>,
    /// A press that was given on, by the page it was made on; its release belongs to it.
    pub(super) pressed: Option<u64>,
    /// Which key of the keyboard on the screen was last written.
    pub(super) typed: u64,
    /// The keys on the screen that are held down, with what holds each.
    pub(super) held: Vec<(Pointer, u64)>,
    /// Since when the keyboard on the screen is shown.
    pub(super) keyboard: Option<Instant>,
    /// How the page last stood.
    pub(super) known: Option<Snapshot>,
    /// How the application was last told that it stands.
    pub(super) published: Option<Snapshot>,
    /// Earlier values of the page's fields, by the field's id.
    pub(super) earlier: BTreeMap<String, Vec<String>>,
    /// The value that an undo is putting back, which is no new one.
    pub(super) restoring: Option<(String, String)>,
}

impl State {
    /// Takes in what a key on the screen writes: it comes before whatever was pressed after it.
    pub(super) fn write(&mut self, typed: Typed) {
        let event = typed.press.event();
        let at = mouse::Cursor::Unavailable;
        self.waiting.push_front(Waiting { event, page: self.page, at, typed: Some(typed) });
    }

    /// What lies at a place, as the page last stood.
    pub(super) fn under(&self, at: mouse::Cursor) -> Under {
        let Some(known) = &self.known else { return Under::Page };
        let over = |role| known.parts.iter().find(|part| part.semantics.role == role && at.is_over(part.bounds));
        match (over(Role::Keyboard), over(Role::Key)) {
            (_, Some(key)) => Under::Key(key.number),
            (Some(_), None) => Under::Gap,
            (None, None) => Under::Page,
        }
    }

    /// Whether the next event may be given on.
    pub(super) fn is_free<Message>(&self, posture: &Posture<Message>) -> bool {
        !self.unsettled && !posture.holds
    }

    /// Whether a press or release is one of the keyboard on the screen. The page never hears of it: the field that is
    /// written in would lose the focus, and with it the caret and the mark.
    pub(super) fn is_of_keys(&self, next: &Waiting) -> bool {
        let Some(pointer) = pointer_of(&next.event) else { return false };
        if is_press(&next.event) {
            !matches!(self.under(next.at), Under::Page)
        } else {
            self.held.iter().any(|(holds, _)| *holds == pointer)
        }
    }

    /// Keeps what the fields held before, for those who want it back.
    pub(super) fn remember(&mut self, snapshot: &Snapshot) {
        let Some(before) = &self.known else { return };
        for part in &snapshot.parts {
            let Some(value) = &part.semantics.value else { continue };
            let known = before.parts.iter().find(|known| known.semantics.id == part.semantics.id);
            let Some(old) = known.and_then(|known| known.semantics.value.as_ref()) else { continue };
            if old == value {
                continue;
            }
            let id = &part.semantics.id;
            if self.restoring.take_if(|(field, put)| field == id && put == value).is_some() {
                continue;
            }
            let values = self.earlier.entry(id.clone()).or_default();
            values.push(old.clone());
            if values.len() > UNDONE {
                values.remove(0);
            }
        }
    }
}

/// What has the focus on a page.
pub(super) fn focused(snapshot: &Snapshot) -> Option<&str> {
    snapshot.parts.iter().find(|part| part.focused).map(|part| part.semantics.id.as_str())
}
