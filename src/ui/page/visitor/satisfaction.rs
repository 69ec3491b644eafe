//! How it was, in one touch. The specialist cannot see it.

use super::Action;
use crate::ui::component::{Element, h1, lead, rows, secondary_button, tile};
use crate::ui::context::Context;
use crate::ui::style::space;

/// Draws the page.
#[must_use]
pub fn view<'a>(context: &Context<'a>) -> Element<'a, Action> {
    let look = &context.look;
    let faces = [
        (5, "laugh", "satisfaction-five"),
        (4, "smile", "satisfaction-four"),
        (3, "meh", "satisfaction-three"),
        (2, "annoyed", "satisfaction-two"),
        (1, "frown", "satisfaction-one"),
    ];
    let mut compact = *look;
    compact.page.width = compact.page.width.min(900.0);
    let choices = faces.into_iter().map(|(value, mark, key)| {
        let shown = crate::ui::component::Tile { icon: mark.to_owned(), title: context.tr(key) };
        tile(&compact, key, shown, Action::Rate(Some(value)))
    });
    let choices = iced::widget::container(rows(space::S, choices)).max_width(crate::ui::style::COLUMN);
    rows(
        look.gap(),
        [
            h1(look, context.tr("satisfaction-heading")),
            lead(look, context.tr("satisfaction-lead")),
            choices.into(),
            secondary_button(look, "satisfaction-skip", context.tr("satisfaction-skip"), None, Action::Rate(None)),
        ],
    )
}
