//! Help from the specialist: how to get it, and the way back. The way to the sign-in is for staff, and small.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::{Element, Tone, h1, lead, link_button, notice, rows};
use crate::ui::page::{Around, Page, Primary};
use crate::ui::style::COLUMN;
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
        if let Some(phone) = &context.centre.phone {
            parts.push(notice(Tone::Information, context.tr_with("call-phone", &[("phone", phone.clone().into())])));
        }
        parts.push(container(notice(Tone::Information, context.tr("call-kept"))).max_width(COLUMN).into());
        parts.push(container(link_button(look, "sign-in", context.tr("call-sign-in"), Action::OpenCase)).into());
        rows(look.gap(), parts)
    }
}
