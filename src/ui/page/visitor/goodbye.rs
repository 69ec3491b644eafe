//! Goodbye: everything about the visit is forgotten.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::{Element, Tone, h1, lead, notice, rows};
use crate::ui::page::{Around, Page, Primary};
use crate::ui::style::COLUMN;
use iced::widget::container;

/// The last page of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoodbyePage {
    /// Whether the visit was about a death.
    pub of_death: bool,
}

impl Page for GoodbyePage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "goodbye";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(if self.of_death { "goodbye-heading-death" } else { "goodbye-heading" })
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
        let context = &ground.context;
        let look = &context.look;
        let (tone, words) =
            if self.of_death { (Tone::Information, "goodbye-lead-death") } else { (Tone::Success, "goodbye-lead") };
        let forgotten = container(notice(tone, context.tr("goodbye-forgotten"))).max_width(COLUMN);
        let parts = [h1(look, self.heading(ground)), lead(look, context.tr(words)), forgotten.into()];
        rows(look.gap(), parts)
    }
}
