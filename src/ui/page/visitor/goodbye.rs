//! Goodbye: everything about the visit is forgotten.

use super::Action;
use crate::ui::component::{Element, Tone, h1, lead, notice, primary_button, rows};
use crate::ui::context::Context;
use iced::widget::container;

/// Draws the page.
#[must_use]
pub fn view<'a>(context: &Context<'a>) -> Element<'a, Action> {
    let look = &context.look;
    rows(
        look.gap(),
        [
            h1(look, context.tr("goodbye-heading")),
            lead(look, context.tr("goodbye-lead")),
            container(notice(look, Tone::Success, context.tr("goodbye-forgotten")))
                .max_width(crate::ui::style::COLUMN)
                .into(),
            container(primary_button(look, "start-again", context.tr("goodbye-again"), Action::StartAgain)).into(),
        ],
    )
}
