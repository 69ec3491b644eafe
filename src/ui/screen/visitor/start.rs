//! The start page: what happened in your life, and search by need.

use super::Action;
use crate::domain::search::{Hit, HitKind, SearchIndex};
use crate::ui::component::{
    Element, Field, Tile, Tone, body, caption, display, field, h3, link_button, notice, rows, secondary_button, tile,
};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::Length;
use iced::widget::{column, container, row};

/// How many hits are shown.
const HITS: usize = 6;

/// The start page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// What is looked for.
    pub query: String,
    hits: Vec<Hit>,
}

/// What happens on the start page.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Something was typed.
    Query(String),
    /// Enter was pressed in the search field.
    Search,
    /// The search was cleared.
    Clear,
    /// An event was chosen.
    Event(String),
}

impl Start {
    /// Updates the page.
    pub fn update(&mut self, message: Message, index: &SearchIndex) -> Action {
        match message {
            Message::Query(query) => {
                // A whole page pasted in is no question.
                self.query = query.chars().filter(|letter| !letter.is_control()).take(80).collect();
                self.hits = index.search(&self.query, HITS);
                Action::None
            }
            Message::Search => match self.hits.first() {
                Some(hit) if hit.kind == HitKind::Event => Action::OpenEvent(hit.code.clone()),
                _ => Action::None,
            },
            Message::Clear => {
                *self = Self::default();
                Action::None
            }
            Message::Event(code) => Action::OpenEvent(code),
        }
    }

    /// Draws the page.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let search = field(
            look,
            Field {
                id: "search",
                label: context.tr("start-search-label"),
                hint: (!look.is_low()).then(|| context.tr("start-search-hint")),
                value: &self.query,
                width: Some(640.0),
                ..Field::default()
            },
            Message::Query,
            Message::Search,
        );
        let heading = display(look, context.tr("start-heading"));
        let searching = !self.query.trim().is_empty();
        // The field keeps its place among its siblings, and with it the focus, whatever stands above it.
        let above = if searching { vec![heading] } else { vec![heading, tiles(context)] };
        let mut parts = vec![rows(look.gap(), above), search];
        if searching {
            parts.extend(self.results(context));
            parts.push(link_button(look, "search-clear", context.tr("start-search-clear"), Message::Clear));
        }
        rows(look.gap(), parts)
    }

    fn results<'a>(&'a self, context: &Context<'a>) -> Vec<Element<'a, Message>> {
        let look = &context.look;
        if self.hits.is_empty() {
            return vec![notice(look, Tone::Information, context.tr("start-search-empty"))];
        }
        self.hits
            .iter()
            .filter_map(|hit| match hit.kind {
                HitKind::Event => {
                    let event = context.catalogue.events.get(&hit.code)?;
                    let shown = Tile { icon: event.icon.clone(), title: context.text(&event.tile) };
                    Some(tile(look, &format!("hit-{}", hit.code), shown, Message::Event(hit.code.clone())))
                }
                HitKind::Service => service_hit(context, &hit.code),
            })
            .collect()
    }
}

fn tiles<'a>(context: &Context<'a>) -> Element<'a, Message> {
    let look = &context.look;
    let events = context.catalogue.events_by_rank();
    let tiles = events.into_iter().map(|event| {
        let shown = Tile { icon: event.icon.clone(), title: context.text(&event.tile) };
        tile(look, &format!("event-{}", event.code), shown, Message::Event(event.code.clone()))
    });
    if look.is_narrow() {
        return column(tiles).spacing(space::S).into();
    }
    let tiles: Vec<_> = tiles.collect();
    let mut lines = column![].spacing(space::S);
    let mut line = Vec::new();
    for tile in tiles {
        line.push(container(tile).width(Length::FillPortion(1)).into());
        if line.len() == 3 {
            lines = lines.push(row(std::mem::take(&mut line)).spacing(space::S));
        }
    }
    if !line.is_empty() {
        lines = lines.push(row(line).spacing(space::S));
    }
    lines.into()
}

/// A service is found, but guidance starts from what happened: the events that use it are offered.
fn service_hit<'a>(context: &Context<'a>, code: &str) -> Option<Element<'a, Message>> {
    let look = &context.look;
    let service = context.catalogue.services.values().find(|service| service.code.as_str() == code)?;
    let provider = context.catalogue.providers.get(&service.provider);
    let mut parts = vec![h3(look, context.text(&service.title)), body(context.text(&service.summary))];
    if let Some(provider) = provider {
        parts.push(caption(look, context.text(&provider.name)));
    }
    for event in context.catalogue.events_by_rank() {
        if event.steps.iter().any(|step| step.service.as_ref() == Some(&service.code)) {
            let name = context.tr_with("start-part-of", &[("event", context.text(&event.tile).into())]);
            let id = format!("hit-{code}-{}", event.code);
            parts.push(secondary_button(look, &id, name, None, Message::Event(event.code.clone())));
        }
    }
    Some(crate::ui::component::card(look, rows(space::XS, parts)))
}
