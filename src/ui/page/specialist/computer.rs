//! This computer: whether all of it works, and for the head of the centre the way to change how it is set up.

use super::colleague::ColleaguePage;
use super::{Action, ForSpecialists, Ground};
use crate::domain::people::Deed;
use crate::ui::component::{Element, body, card, h1, lead, rows, secondary_button};
use crate::ui::page::{Page, Primary, Turning, doctor};
use crate::ui::style::{COLUMN, space};
use iced::widget::{container, row};

/// The page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ComputerPage {
    page: usize,
}

/// What happens on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another part of it.
    Page(usize),
    /// Look once more.
    Again,
    /// Change how the computer is set up.
    Change,
    /// Show by which relay it goes.
    Relay,
    /// Make it known to the hub.
    Enrol,
}

impl Page for ComputerPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "computer";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("computer-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        Some(Primary::new("check-again", ground.context.tr("doctor-again"), Message::Again))
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Again => Action::LookOver,
            Message::Change => Action::ChangeSettings,
            Message::Relay => Action::ShowRelay,
            Message::Enrol => Action::show(ColleaguePage::to_enrol()),
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let Ground { context, session, sync, .. } = ground;
        let look = &context.look;
        let page = self.page.min(doctor::pages(look, context.doctor) - 1);
        let mut parts = vec![h1(look, self.heading(ground))];
        if session.may(Deed::SetUp).is_ok() {
            let change = context.tr("computer-change");
            let change = secondary_button(look, "computer-change", change, Some("file-pen"), Message::Change);
            let relay = context.tr("computer-relay");
            let relay = secondary_button(look, "computer-relay", relay, Some("plug-zap"), Message::Relay);
            parts.push(row![change, relay].spacing(space::S).wrap().vertical_spacing(space::S).into());
        } else {
            parts.push(lead(look, context.tr("computer-lead")));
        }
        if sync.entered {
            let enrol = context.tr("computer-enrol");
            let enrol = secondary_button(look, "computer-enrol", enrol, Some("plug-zap"), Message::Enrol);
            let words = [body(context.tr("computer-entered")), container(enrol).into()];
            parts.push(container(card(look, rows(space::S, words))).max_width(COLUMN).into());
        }
        parts.extend(doctor::parts(context, context.doctor, page));
        rows(look.gap(), parts)
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let pages = doctor::pages(&ground.context.look, ground.context.doctor);
        Turning::numbered(&ground.context, (self.page.min(pages - 1), pages), Message::Page)
    }

    fn part(&self) -> usize {
        self.page
    }
}
