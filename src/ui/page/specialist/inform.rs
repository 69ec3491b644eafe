//! Help that was information only: the event it was about; it is recorded when the question after it is answered.

use super::Action;
use crate::ui::component::{Element, h1, lead, rows, task_row};
use crate::ui::context::Context;
use crate::ui::page::confirm::What;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// Draws the list.
#[must_use]
pub fn view<'a>(context: &Context<'a>) -> Element<'a, Action> {
    let look = &context.look;
    let events = context.tiles().iter().zip(1..).map(|(event, number)| {
        let title = format!("{number}. {}", context.text(&event.tile));
        task_row(
            look,
            &format!("inform-{}", event.code),
            None,
            title,
            Vec::new(),
            Vec::new(),
            Action::Ask(What::Inform(event.code.clone())),
        )
    });
    let events = container(rows(space::XS, events)).max_width(COLUMN);
    rows(look.gap(), [h1(look, context.tr("inform-heading")), lead(look, context.tr("inform-lead")), events.into()])
}
