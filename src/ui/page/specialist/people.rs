//! Who works at this desk: the list, and what whoever is signed in may do about it and about the own password.

use super::colleague::ColleaguePage;
use super::member::MemberPage;
use super::secret::SecretPage;
use super::standing::{role_words, state_tags};
use super::{Action, ForSpecialists, Ground};
use crate::domain::people::{Deed, Member, StaffRole};
use crate::store::records::SecretKind;
use crate::ui::component::{Element, Tone, body, h1, key_hint, lead, rows, secondary_button, task_row};
use crate::ui::keys::Key;
use crate::ui::page::{Page, Turning};
use crate::ui::question::What;
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};

/// How many people a page shows.
const LINES: usize = 6;

/// The list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeoplePage {
    page: usize,
}

/// What happens on it.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Another part of the list.
    Page(usize),
    /// Something for the application.
    Do(Action),
}

crate::domain::hidden::hidden!(Message, "people::Message");

impl Page for PeoplePage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "people";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("people-heading")
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        Turning::numbered(&ground.context, self.place(ground), Message::Page)
    }

    fn part(&self) -> usize {
        self.page
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Do(_) if ground.busy => Action::None,
            Message::Do(action) => action,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let Ground { context, session, .. } = ground;
        let look = &context.look;
        let words = match (session.may(Deed::Work), session.people.heads(session.member)) {
            (_, true) => "people-lead-head",
            (Ok(()), false) => "people-lead",
            (Err(_), false) => "people-lead-waits",
        };
        let (page, _) = self.place(ground);
        let shown = session.people.members().iter().skip(page * LINES).take(LINES);
        let members = shown.map(|member| member_row(ground, member));
        let members = container(rows(space::XS, members)).max_width(COLUMN);
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr(words))];
        if session.may(Deed::Work).is_err() {
            parts.push(container(body(context.tr("people-reads-none"))).max_width(COLUMN).into());
        }
        parts.extend([members.into(), actions(ground)]);
        rows(look.gap(), parts)
    }
}

impl PeoplePage {
    fn place(&self, ground: &Ground<'_>) -> (usize, usize) {
        let pages = ground.session.people.members().len().div_ceil(LINES).max(1);
        (self.page.min(pages - 1), pages)
    }
}

fn member_row<'a>(ground: &Ground<'a>, member: &Member) -> Element<'a, Message> {
    let Ground { context, session, .. } = ground;
    let mut tags = state_tags(context, member);
    if member.id == session.member {
        tags.insert(0, (Tone::Quiet, "user", context.tr("people-you")));
    }
    let role = vec![context.tr(role_words(member.role))];
    let open = Message::Do(Action::show(MemberPage { member: member.id }));
    task_row(&context.look, &format!("member-{}", member.id), None, member.name.clone(), role, tags, open)
}

fn actions<'a>(ground: &Ground<'a>) -> Element<'a, Message> {
    let Ground { context, session, .. } = ground;
    let look = &context.look;
    let button =
        |id, words: &str, mark, action| secondary_button(look, id, context.tr(words), Some(mark), Message::Do(action));
    let mut buttons = Vec::new();
    if session.may(Deed::Add).is_ok() {
        let add = |role| Action::show(ColleaguePage::to_add(role));
        buttons.push(button("people-add", "people-add", "users", add(StaffRole::Specialist)));
        buttons.push(button("people-add-head", "people-add-head", "users", add(StaffRole::Head)));
    }
    if session.may(Deed::MakeSheet).is_ok() {
        buttons.push(button(
            "people-sheet",
            "recovery-title",
            "shield",
            Action::show(SecretPage::new(SecretKind::Sheet)),
        ));
    }
    if session.may(Deed::Work).is_err() {
        buttons.push(button("desk-month", "desk-month", "file-text", Action::ShowMonth));
    }
    buttons.push(button("people-computer", "computer-heading", "shield-check", Action::ShowComputer));
    buttons.push(button("people-own", "own-heading", "lock", Action::show(ColleaguePage::own())));
    buttons.push(button("people-codes", "codes-own", "shield-check", Action::show(SecretPage::new(SecretKind::Codes))));
    // For whoever opens no cases this is where the work begins and ends.
    if session.may(Deed::Work).is_err() {
        let sign_out = key_hint(&context.tr("desk-sign-out"), &Key::SignOut.name());
        let sign_out = secondary_button(look, "desk-sign-out", sign_out, Some("log-out"), Message::Do(Action::SignOut));
        buttons.push(sign_out);
        buttons.push(button("desk-exit", "desk-exit", "x", Action::Ask(What::Exit)));
    }
    row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into()
}
