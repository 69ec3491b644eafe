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
    let Some(event) = context.event(code) else {
        return notice(look, Tone::Information, context.tr("event-gone"));
    };
    let titled = |title: &str, lines: Vec<Element<'a, Action>>| {
        card(look, column![h3(look, context.tr(title)), rows(space::XXS, lines)].spacing(space::S))
    };
    let mut cards: Vec<Element<'a, Action>> = Vec::new();
    if !event.at_hand.is_empty() {
        let items = event.at_hand.iter().map(|item| body(format!("–\u{a0}{}", context.text(item))));
        cards.push(titled("event-at-hand", items.collect()));
    }
    if !event.not_for.ro.is_empty() {
        cards.push(titled("event-not-for", vec![body(context.text(&event.not_for))]));
    }
    let cards: Element<'a, Action> = if look.is_narrow() {
        column(cards).spacing(space::S).into()
    } else {
        row(cards.into_iter().map(|card| container(card).width(Length::FillPortion(1)).into())).spacing(space::M).into()
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
