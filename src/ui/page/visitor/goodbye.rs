//! Goodbye: everything about the visit is forgotten.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::{Element, Tone, h1, lead, notice, primary_button, rows};
use crate::ui::context::Context;
use crate::ui::page::{Around, Page, Primary};
use iced::widget::container;

/// The last page of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoodbyePage;

impl Page for GoodbyePage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "goodbye";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("goodbye-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        Some(Primary::new("start-again", ground.context.tr("goodbye-again"), Action::StartAgain))
    }

    fn around(&self) -> Around {
        Around { back: false, ..Around::VISITOR }
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        view(&ground.context)
    }
}

/// Draws the page.
fn view<'a>(context: &Context<'a>) -> Element<'a, Action> {
    let look = &context.look;
    rows(
        look.gap(),
        [
            h1(look, context.tr("goodbye-heading")),
            lead(look, context.tr("goodbye-lead")),
            container(notice(Tone::Success, context.tr("goodbye-forgotten")))
                .max_width(crate::ui::style::COLUMN)
                .into(),
            container(primary_button(look, "start-again", context.tr("goodbye-again"), Action::StartAgain)).into(),
        ],
    )
}
