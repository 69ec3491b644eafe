//! Somebody who works at this desk, and what whoever is signed in may do about them.

use super::colleague::ColleaguePage;
use super::standing::{role_words, state_tags};
use super::{Action, ForSpecialists, Ground};
use crate::domain::people::{Deed, Member, Refusal, StaffRole};
use crate::store::records::PeopleWish;
use crate::ui::component::{Element, Tone, body, danger_button, h1, lead, notice, rows, secondary_button, status_tag};
use crate::ui::page::Page;
use crate::ui::page::fault::refusal_words;
use crate::ui::question::What;
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};
use uuid::Uuid;

/// The page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberPage {
    /// Whose it is.
    pub member: Uuid,
}

impl Page for MemberPage {
    type Area = ForSpecialists;
    type Message = Action;
    const NAME: &'static str = "member";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let member = ground.session.people.member(self.member);
        member.map_or_else(|| ground.context.tr("refusal-unknown"), |member| member.name.clone())
    }

    fn update(&mut self, message: Action, ground: &Ground<'_>) -> Action {
        if ground.busy { Action::None } else { message }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let Ground { context, session, .. } = ground;
        let look = &context.look;
        let heading = h1(look, self.heading(ground));
        let Some(member) = session.people.member(self.member) else { return heading };
        let mut parts = vec![heading, lead(look, context.tr(role_words(member.role)))];
        let tags: Vec<_> =
            state_tags(context, member).into_iter().map(|(tone, mark, words)| status_tag(tone, mark, words)).collect();
        if !tags.is_empty() {
            parts.push(row(tags).spacing(space::XS).wrap().into());
        }
        if member.waits_for_key() {
            parts.push(container(body(context.tr("people-waits-what"))).max_width(COLUMN).into());
        }
        let (buttons, refused) = self.deeds(ground, member);
        parts.extend(refused.map(|refusal| notice(Tone::Information, context.tr(refusal_words(refusal)))));
        parts.push(container(rows(space::S, buttons)).max_width(COLUMN).into());
        rows(look.gap(), parts)
    }
}

impl MemberPage {
    /// The buttons of what may be done, and why the first of what may not is not.
    fn deeds<'a>(&self, ground: &Ground<'a>, member: &Member) -> (Vec<Element<'a, Action>>, Option<Refusal>) {
        let Ground { context, session, .. } = ground;
        let look = &context.look;
        let id = self.member;
        let role = |role| (Deed::ChangeRole(id, role), Action::People(PeopleWish::ChangeRole(id, role)));
        let mut refused = None;
        let mut buttons = Vec::new();
        let offered = [
            ("member-let-in", "lock", (Deed::LetIn(id), Action::People(PeopleWish::LetIn(id)))),
            ("member-reset", "key-round", (Deed::Reset(id), Action::show(ColleaguePage::to_reset(member.clone())))),
            ("member-codes", "shield-check", (Deed::TakeCodes(id), Action::People(PeopleWish::TakeCodes(id)))),
            ("member-specialist", "user", role(StaffRole::Specialist)),
            ("member-head-specialist", "users", role(StaffRole::HeadSpecialist)),
            ("member-head", "users", role(StaffRole::Head)),
        ];
        for (words, mark, (deed, action)) in offered {
            match session.may(deed) {
                Ok(()) => buttons.push(secondary_button(look, words, context.tr(words), Some(mark), action)),
                Err(Refusal::Nothing) => {}
                Err(refusal) => refused = refused.or(Some(refusal)),
            }
        }
        match session.may(Deed::Remove(id)) {
            Ok(()) => {
                let ask = Action::Ask(What::Remove { member: id, name: member.name.clone() });
                buttons.push(danger_button(look, "member-remove", context.tr("member-remove"), ask));
            }
            Err(refusal) => refused = refused.or(Some(refusal)),
        }
        // That a colleague waits for nothing, or for somebody with the key, stands above.
        (buttons, refused)
    }
}
