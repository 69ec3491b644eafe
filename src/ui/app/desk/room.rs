//! What the other computers of the centre did: taken over while somebody is signed in whose keys open it, and shown when no hand
//! is at work, so that nothing moves under it.

use crate::store::records::RecordsError;
use crate::sync::runner::room::Arrived;
use crate::ui::app::{App, Banner};
use crate::ui::effect::Effect;
use crate::ui::page::door::{SignInForm, Stage};
use crate::ui::page::specialist::RoomNow;
use crate::ui::page::visitor::sign_in::SignInPage;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many seconds nobody has touched anything when something else may come to stand on the page.
const STILL: u64 = 3;

impl App {
    /// Something came. Who can sign in here is known at once; what came of cases is looked at in a quiet moment.
    pub(in crate::ui::app) fn room_came(&mut self, arrived: Arrived) -> Vec<Effect> {
        self.terminal.specialists = arrived.specialists;
        let mut effects = self.room_is_due();
        // The centre has people already: whoever would have been the first signs in as themselves.
        if self.is_at_door(&[Stage::First]) && self.terminal.sign_in_stage() == Stage::SignIn && !self.frame.face.busy {
            self.visitor.stack.replace(SignInPage { form: SignInForm::new(Stage::SignIn) }.into());
            effects.extend(self.arrived());
        }
        effects
    }

    /// What came of cases is looked at in the next quiet moment.
    pub(in crate::ui::app) fn room_is_due(&mut self) -> Vec<Effect> {
        if let Some(desk) = self.staff.desk_or_locked_mut() {
            desk.room_due = true;
        }
        Vec::new()
    }

    /// A second has passed: what came is taken over where nothing is being committed and no hand is at work.
    pub(in crate::ui::app) fn look_at_room(&mut self) -> Vec<Effect> {
        if self.waits_for_disk() || self.frame.idle.seconds() < STILL || self.frame.face.busy {
            return Vec::new();
        }
        let Some(desk) = self.staff.desk_mut().filter(|desk| desk.room_due) else { return Vec::new() };
        desk.room_due = false;
        vec![Effect::TakeRoom(desk.session.keys.clone())]
    }

    /// What came was taken over. What is being recorded meanwhile comes first.
    pub(in crate::ui::app) fn room_taken(&mut self, result: Result<Box<RoomNow>, RecordsError>) -> Vec<Effect> {
        let now = match result {
            Ok(now) => *now,
            Err(error) => {
                tracing::warn!(%error, "what came from the other computers cannot be shown");
                return Vec::new();
            }
        };
        if self.waits_for_disk() || self.frame.idle.seconds() == 0 {
            return self.room_is_due();
        }
        let Self { terminal, staff, .. } = self;
        let Some(desk) = staff.desk_mut() else { return Vec::new() };
        let held: BTreeSet<Uuid> = now.cases.iter().map(|case| case.id).collect();
        let is_gone = desk.session.cases.iter().any(|case| !held.contains(&case.id));
        (desk.session.cases, desk.session.people) = (now.cases, now.people);
        staff.note_changes(terminal);
        if !is_gone || self.is_unsaved() {
            return Vec::new();
        }
        // A case that was put away elsewhere may be the one that is shown.
        let mut effects = self.show_desk();
        self.frame.face.banner = Some(Banner { good: true, message: "room-case-gone", number: None });
        effects.extend(self.hear_banner());
        effects
    }
}
