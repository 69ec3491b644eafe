//! The page of an event: what it covers, when it does not apply, what is useful to have at hand.

use super::Action;
use crate::ui::component::{Element, Tone, body, card, h1, h3, lead, notice, primary_button, rows};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::Length;
use iced::widget::{column, container, row};

/// Draws the page of an event.
#[must_use]
pub fn view<'a>(context: &Context<'a>, code: &str) -> Element<'a, Action> {
    let look = &context.look;
    let Some(event) = context.catalogue.events.get(code) else {
        return notice(look, Tone::Information, context.tr("event-gone"));
    };
    let items = event.at_hand.iter().map(|item| body(format!("–\u{a0}{}", context.text(item)))).collect::<Vec<_>>();
    let at_hand = card(look, column![h3(look, context.tr("event-at-hand")), rows(space::XXS, items)].spacing(space::S));
    let not_for = card(
        look,
        column![h3(look, context.tr("event-not-for")), body(context.text(&event.not_for))].spacing(space::S),
    );
    let cards: Element<'a, Action> = if look.is_narrow() {
        column![at_hand, not_for].spacing(space::S).into()
    } else {
        row![container(at_hand).width(Length::FillPortion(1)), container(not_for).width(Length::FillPortion(1))]
            .spacing(space::M)
            .into()
    };
    rows(
        look.gap(),
        [
            h1(look, context.text(&event.tile)),
            container(lead(look, context.text(&event.covers))).max_width(crate::ui::style::COLUMN + 200.0).into(),
            container(primary_button(look, "begin", context.tr("event-begin"), Action::Continue)).into(),
            cards,
            crate::ui::component::caption(look, context.tr("event-privacy")),
        ],
    )
}
