//! Help from the specialist: how to get it, and the way back. The way to the sign-in is for staff, and small.

use super::{Action, ForVisitors, Ground};
use crate::account::centre_said;
use crate::ui::component::{Element, Tone, body, card, h1, lead, link_button, notice, rows, strong};
use crate::ui::page::{Around, Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// The page that says how to get help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallPage {
    /// Whether the plan lies behind it.
    pub of_plan: bool,
}

impl Page for CallPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "call";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("call-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        let words = ground.context.tr(if self.of_plan { "call-back-to-plan" } else { "call-back" });
        Some(Primary::new("call-back", words, Action::GoBack))
    }

    fn around(&self) -> Around {
        Around { help: false, ..Around::VISITOR }
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, context.tr("call-lead"))];
        let said = centre_said(context.centre);
        if !said.is_empty() {
            parts.push(card(look, rows(space::XS, said.iter().map(|said| body(context.texts.say(said))))));
        }
        if context.assisted && !context.centre.unconfirmed.is_empty() {
            let doubts = context.centre.unconfirmed.iter().map(|doubt| body(context.text(doubt)));
            let head = strong(context.tr("step-unconfirmed"));
            parts.push(card(look, rows(space::XS, std::iter::once(head).chain(doubts))));
        }
        parts.push(container(notice(Tone::Information, context.tr("call-kept"))).max_width(COLUMN).into());
        parts.push(container(link_button(look, "sign-in", context.tr("call-sign-in"), Action::OpenCase)).into());
        rows(look.gap(), parts)
    }
}
