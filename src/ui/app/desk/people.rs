//! The people of the desk: what somebody wants done, and what comes of it.

use crate::store::records::{PaperSecret, PeopleNow, PeopleWish, RecordsError};
use crate::ui::app::{App, Banner};
use crate::ui::effect::Effect;
use crate::ui::page::door::Stage;
use crate::ui::page::fault::records_error;
use crate::ui::page::specialist::Screen as DeskScreen;

impl App {
    /// Has something done about the people of the desk. The records ask whether it may be.
    pub(in crate::ui::app) fn wish_people(&mut self, wish: PeopleWish) -> Vec<Effect> {
        let circumstances = self.circumstances();
        let words = done_words(&wish);
        let Some(desk) = self.staff.desk_mut() else { return Vec::new() };
        let actor = Box::new(desk.session.actor());
        desk.wished = words;
        let effect = Effect::People { actor, wish, circumstances };
        let asked = self.frame.face.modal.is_none();
        let mut effects = if asked { Vec::new() } else { self.arrived() };
        effects.extend(self.wait_for(effect));
        effects
    }

    /// What came of it.
    pub(in crate::ui::app) fn people_done(&mut self, result: Result<Box<PeopleNow>, RecordsError>) -> Vec<Effect> {
        self.frame.face.busy = false;
        let form = self.is_at_door(&[Stage::Colleague, Stage::OwnPassword, Stage::Reset]);
        let Some(desk) = self.staff.desk_mut() else { return Vec::new() };
        let wished = desk.wished.take();
        let now = match result {
            Ok(now) => *now,
            Err(error) if form => return self.refuse_sign_in(&error),
            Err(error) => {
                self.frame.face.banner = Some(Banner { good: false, message: records_error(&error), number: None });
                let mut effects = vec![Effect::ScrollTo(0.0)];
                effects.extend(self.hear_banner());
                return effects;
            }
        };
        (desk.session.people, desk.session.keys) = (now.people, now.keys);
        let mut leaves = form;
        match desk.stack.top_mut() {
            DeskScreen::Secret(page) if now.secret.is_some() => page.drawn = now.secret,
            // It is on paper, and holds.
            DeskScreen::Secret(page) => leaves = page.drawn.take().is_some(),
            // Who was removed has no page any more.
            DeskScreen::Member(page) => leaves = desk.session.people.member(page.member).is_none(),
            _ => {}
        }
        let names: Vec<String> = desk.session.people.members().iter().map(|member| member.name.clone()).collect();
        for name in &names {
            self.terminal.note_specialist(name);
        }
        let mut effects = if leaves { self.back() } else { self.arrived() };
        self.frame.face.banner = wished.map(|message| Banner { good: true, message, number: None });
        effects.extend(self.hear_banner());
        effects.push(Effect::WakeSync);
        effects
    }
}

/// The message that says that it is done, where something was.
const fn done_words(wish: &PeopleWish) -> Option<&'static str> {
    Some(match wish {
        PeopleWish::Add { .. } => "colleague-added",
        PeopleWish::Remove(_) => "people-removed",
        PeopleWish::Reset { .. } => "people-reset",
        PeopleWish::ChangeRole(..) => "people-role-changed",
        PeopleWish::LetIn(_) => "people-let-in",
        PeopleWish::ChangePassword { .. } => "own-changed",
        PeopleWish::Draw(_) => return None,
        PeopleWish::Keep(PaperSecret::Sheet(_)) => "secret-sheet-kept",
        PeopleWish::Keep(PaperSecret::Codes(_)) => "secret-codes-kept",
        PeopleWish::TakeCodes(_) => "people-codes-taken",
    })
}
