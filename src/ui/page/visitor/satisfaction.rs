//! How it was, in one touch. The specialist cannot see it.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::{Element, Tile, h1, lead, rows, tile, two_columns};
use crate::ui::page::Page;

/// The page that asks how it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SatisfactionPage;

impl Page for SatisfactionPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "satisfaction";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr(if ground.visit.is_of_death() {
            "satisfaction-heading-death"
        } else {
            "satisfaction-heading"
        })
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let answers = [
            (Some(5), "laugh", "satisfaction-five"),
            (Some(4), "smile", "satisfaction-four"),
            (Some(3), "meh", "satisfaction-three"),
            (Some(2), "annoyed", "satisfaction-two"),
            (Some(1), "frown", "satisfaction-one"),
            (None, "x", "satisfaction-skip"),
        ];
        let mut compact = *look;
        compact.page.width = compact.page.width.min(900.0);
        let choices = answers.into_iter().map(|(value, face, key)| {
            // Nobody is to be smiled at by a list after a death.
            let mark = if value.is_some() && ground.visit.is_of_death() { "circle" } else { face };
            tile(&compact, key, Tile { icon: mark.to_owned(), title: context.tr(key) }, Action::Rate(value))
        });
        let choices = two_columns(look, choices.collect());
        rows(look.gap(), [h1(look, self.heading(ground)), lead(look, context.tr("satisfaction-lead")), choices])
    }
}
