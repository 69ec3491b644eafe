//! The page of an event: what it covers, when it does not apply, what is useful to have at hand.

use super::{Action, ForVisitors, Ground};
use crate::domain::hidden::hidden;
use crate::ui::component::{Element, Tone, body, caption, card, h1, h3, lead, notice, rows};
use crate::ui::page::{Page, Primary};
use crate::ui::style::{COLUMN, space};
use iced::Length;
use iced::widget::{column, container, row};

/// The page of an event.
#[derive(Clone, PartialEq, Eq)]
pub struct EventPage {
    /// The event's code.
    pub code: String,
}

hidden!(EventPage, "EventPage");

impl Page for EventPage {
    type Area = ForVisitors;
    type Message = Action;
    const NAME: &'static str = "event";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, .. } = ground;
        context.event(&self.code).map_or_else(|| context.tr("event-gone"), |event| context.text(&event.tile))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Action>> {
        Some(Primary::new("begin", ground.context.tr("event-begin"), Action::Continue))
    }

    fn update(&mut self, message: Action, _ground: &Ground<'_>) -> Action {
        message
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Action> {
        let context = &ground.context;
        let look = &context.look;
        let Some(event) = context.event(&self.code) else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let titled = |title: &str, lines: Vec<Element<'a, Action>>| {
            card(look, column![h3(context.tr(title)), rows(space::XXS, lines)].spacing(space::S))
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
            row(cards.into_iter().map(|card| container(card).width(Length::FillPortion(1)).into()))
                .spacing(space::M)
                .into()
        };
        let covers = container(lead(look, context.text(&event.covers))).max_width(COLUMN + 200.0);
        let mut parts = vec![h1(look, self.heading(ground)), covers.into()];
        parts.extend([cards, caption(context.tr("event-privacy"))]);
        rows(look.gap(), parts)
    }
}
