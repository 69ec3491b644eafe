//! How it was, in one touch. The specialist cannot see it.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::{Element, Tile, h1, lead, rows, secondary_button, tile};
use crate::ui::page::Page;
use crate::ui::style::{COLUMN, space};
use iced::widget::container;

/// The page that asks how it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SatisfactionPage;

impl Page for SatisfactionPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "satisfaction";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("satisfaction-heading")
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
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
            let shown = Tile { icon: mark.to_owned(), title: context.tr(key) };
            tile(&compact, key, shown, Action::Rate(Some(value)))
        });
        let choices = container(rows(space::S, choices)).max_width(COLUMN);
        rows(
            look.gap(),
            [
                h1(look, self.heading(ground)),
                lead(look, context.tr("satisfaction-lead")),
                choices.into(),
                secondary_button(look, "satisfaction-skip", context.tr("satisfaction-skip"), None, Action::Rate(None)),
            ],
        )
    }
}
