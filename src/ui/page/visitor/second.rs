//! The choice of a second event for the same visit: papers are then asked for once, shared steps done once.

use super::{Action, ForVisitors, Ground};
use crate::ui::component::{Element, Tile, h1, lead, rows, tile};
use crate::ui::page::Page;
use crate::ui::style::space;

/// The page on which a second event is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondPage;

impl Page for SecondPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "second";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("second-heading")
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let Ground { context, visit, .. } = ground;
        let look = &context.look;
        let others = context.tiles();
        let others = others.iter().filter(|event| visit.event.as_ref() != Some(&event.code));
        let tiles = others.map(|event| {
            let shown = Tile { icon: event.icon.clone(), title: context.text(&event.tile) };
            tile(look, &format!("second-{}", event.code), shown, Action::AddEvent(event.code.clone()))
        });
        let tiles = super::start::grid(look, tiles.collect());
        rows(
            look.gap(),
            [h1(look, self.heading(ground)), lead(look, context.tr("second-lead")), rows(space::S, [tiles])],
        )
    }
}
