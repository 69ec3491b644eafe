//! What the gate remembers: what waits, how the page stands, and what its fields held before.

use super::Posture;
use crate::ui::access::Snapshot;
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
    /// When this page was first shown; `None` while it was not drawn yet.
    pub(super) shown: Option<Instant>,
    /// Where the mouse or finger was at the last event given on; iced says only where it is by now.
    pub(super) at: Option<mouse::Cursor>,
    /// A press that was given on, by the page it was made on; its release belongs to it.
    pub(super) pressed: Option<u64>,
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
    /// Whether the next event may be given on.
    pub(super) fn is_free<Message>(&self, posture: &Posture<Message>) -> bool {
        !self.unsettled && !posture.holds
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
