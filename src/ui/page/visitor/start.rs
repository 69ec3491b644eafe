//! The start page: what happened in your life, and search by need.

use super::{Action, ForVisitors, Ground};
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::search::{Answer, Hit, HitKind, SearchIndex};
use crate::domain::service::Confidence;
use crate::i18n::counted;
use crate::ui::access::{Role, Semantics};
use crate::ui::component::Words;
use crate::ui::component::{
    Element, Field, Tile, Tone, body, caption, display, field, h3, link_button, notice, rows, secondary_button, tile,
};
use crate::ui::context::Context;
use crate::ui::page::{Page, Turning};
use crate::ui::style::{Look, space};
use crate::ui::widget::described;
use iced::Length;
use iced::widget::{Space, column, container, row};

/// How many hits are shown.
const HITS: usize = 6;

/// The start page.
#[derive(Clone, Default, PartialEq)]
pub struct StartPage {
    /// What is looked for.
    pub query: String,
    /// What is to be said of it. The tiles stay until there is something.
    answer: Answer,
    /// Whether Enter said that no further letter comes.
    is_finished: bool,
    /// Whether it waits for the index.
    awaits_index: bool,
    /// Which page of the events is shown.
    page: usize,
    /// How often something else was said of what is looked for.
    answers: usize,
}

hidden!(StartPage, "StartPage");

/// What happens on the start page.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// Something was typed.
    Query(String),
    /// Enter was pressed in the search field.
    Search,
    /// The search was cleared.
    Clear,
    /// Another page of the events.
    Page(usize),
    /// An event, or a service alone, was chosen.
    Event(String),
    /// The specialist is to help.
    Ask,
}

hidden!(Message, "start::Message");

impl Page for StartPage {
    type Area = ForVisitors;
    type Message = Message;
    const NAME: &'static str = "start";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("start-heading")
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        self.hear(message, ground.index)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.draw(&ground.context)
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        let code = *self.shown(&ground.context).get(digit.checked_sub(1)?)?;
        Some(Message::Event(code.to_owned()))
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        let context = &ground.context;
        if self.answer != Answer::Waiting {
            return None;
        }
        let (_, _, pages) = page_of(&context.look, context.tiles().len(), self.page);
        let part = self.page.min(pages - 1);
        let count = |count: usize| i64::try_from(count).unwrap_or(1).into();
        let words = context.tr_with("start-pages", &[("number", count(part + 1)), ("of", count(pages))]);
        Turning::of(context, words, (part, pages), Message::Page)
    }

    // What is found takes the place of the tiles: a press meant for one of them opens nothing that came meanwhile.
    fn part(&self) -> usize {
        self.page + 1000 * self.answers
    }
}

impl StartPage {
    /// The codes of the events on the page shown, in order.
    #[must_use]
    pub fn shown<'c>(&self, context: &Context<'c>) -> Vec<&'c str> {
        if self.answer != Answer::Waiting {
            return Vec::new();
        }
        let events = context.tiles();
        let (from, to, _) = page_of(&context.look, events.len(), self.page);
        events[from..to].iter().map(|event| event.code.as_str()).collect()
    }

    /// Whether something was typed before there was an index to look into.
    #[must_use]
    pub const fn awaits_index(&self) -> bool {
        self.awaits_index
    }

    /// The services that were found.
    pub fn found(&self) -> impl Iterator<Item = &str> {
        let hits: &[Hit] = match &self.answer {
            Answer::Found(hits) => hits,
            Answer::Waiting | Answer::Nothing => &[],
        };
        hits.iter().filter(|hit| hit.kind == HitKind::Service).map(|hit| hit.code.as_str())
    }

    /// Looks for what was typed, once the index is at hand; until then nothing is said of it.
    pub fn look(&mut self, index: Option<&SearchIndex>) {
        self.awaits_index = index.is_none() && !self.query.is_empty();
        let answer = index.map_or(Answer::Waiting, |index| index.answer(&self.query, self.is_finished, HITS));
        self.answers += usize::from(self.answer != answer);
        self.answer = answer;
    }

    fn hear(&mut self, message: Message, index: Option<&SearchIndex>) -> Action {
        match message {
            Message::Query(query) => {
                // A whole page pasted in is no question.
                self.query = query.chars().filter(|letter| !letter.is_control()).take(80).collect();
                self.is_finished = false;
                self.look(index);
                Action::None
            }
            Message::Search => {
                if let Answer::Found(hits) = &self.answer
                    && let Some(hit) = hits.first()
                {
                    return if hit.is_guide { Action::OpenEvent(hit.code.clone()) } else { Action::CallSpecialist };
                }
                // No further letter comes.
                self.is_finished = true;
                self.look(index);
                Action::None
            }
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Ask => Action::CallSpecialist,
            Message::Clear => {
                *self = Self::default();
                Action::None
            }
            Message::Event(code) => Action::OpenEvent(code),
        }
    }

    fn draw<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let search = field(
            look,
            Field {
                id: "search",
                label: context.tr("start-search-label"),
                hint: (!look.is_medium()).then(|| context.tr("start-search-hint")),
                heard: match &self.answer {
                    Answer::Waiting => None,
                    Answer::Found(hits) => Some(counted(context.texts, "start-search-found", hits.len())),
                    Answer::Nothing => Some(context.tr("start-search-empty")),
                },
                value: &self.query,
                width: Some(640.0),
                ..Field::default()
            },
            Message::Query,
            Message::Search,
        );
        let heading = display(look, context.tr("start-heading"));
        let searching = self.answer != Answer::Waiting;
        // Where somebody writes nothing moves: what is found takes the place of the tiles, below the field.
        let mut parts = vec![heading, search];
        if !searching {
            parts.push(tiles(context, self.page));
        }
        if searching {
            match &self.answer {
                Answer::Found(hits) => parts.extend(results(context, hits)),
                Answer::Nothing => parts.extend(nothing(context, &self.query)),
                Answer::Waiting => {}
            }
            parts.push(link_button(look, "search-clear", context.tr("start-search-clear"), Message::Clear));
        }
        rows(look.gap(), parts)
    }
}

/// How many were found, heard as soon as it changes, and each of them.
fn results<'a>(context: &Context<'a>, hits: &[Hit]) -> Vec<Element<'a, Message>> {
    let look = &context.look;
    let count = counted(context.texts, "start-search-found", hits.len());
    let status = described(Semantics::new("search-found", Role::Status, count.clone()), caption(count));
    let found = hits.iter().filter_map(|hit| match hit.kind {
        HitKind::Event => {
            let event = context.hand.overview().tile(&hit.code)?;
            let shown = Tile { icon: event.icon.clone(), title: context.text(&event.tile) };
            Some(tile(look, &format!("hit-{}", hit.code), shown, Message::Event(hit.code.clone())))
        }
        HitKind::Service => service_hit(context, &hit.code),
    });
    vec![rows(space::XS, std::iter::once(status.into()).chain(found))]
}

/// That nothing was found, and who can be asked.
fn nothing<'a>(context: &Context<'a>, query: &str) -> [Element<'a, Message>; 2] {
    let look = &context.look;
    let ask = Words::about(context.tr("start-search-ask"), query);
    let ask = secondary_button(look, "search-ask", ask, Some("hand"), Message::Ask);
    [notice(Tone::Information, context.tr("start-search-empty")), container(ask).into()]
}

/// The tiles of one page of events, and how to turn to the others.
fn tiles<'a>(context: &Context<'a>, page: usize) -> Element<'a, Message> {
    let look = &context.look;
    let events = context.tiles();
    let (from, to, _) = page_of(look, events.len(), page);
    let shown = events[from..to].iter().map(|event| {
        let shown = Tile { icon: event.icon.clone(), title: context.text(&event.tile) };
        tile(look, &format!("event-{}", event.code), shown, Message::Event(event.code.clone()))
    });
    grid(look, shown.collect())
}

/// The events of a page of the start page: the first, the one after the last, and how many pages there are.
#[must_use]
pub fn page_of(look: &Look, events: usize, page: usize) -> (usize, usize, usize) {
    let a_page = match (look.is_narrow(), look.is_low(), look.is_medium()) {
        (true, ..) | (_, true, _) => 6,
        (_, _, true) => 9,
        _ => 12,
    };
    let pages = events.div_ceil(a_page).max(1);
    let page = page.min(pages - 1);
    (page * a_page, ((page + 1) * a_page).min(events), pages)
}

/// Tiles side by side, three in a row; one below the other where the page is narrow.
pub(super) fn grid<'a, Parent: 'a>(look: &Look, tiles: Vec<Element<'a, Parent>>) -> Element<'a, Parent> {
    if look.is_narrow() {
        return column(tiles).spacing(space::S).into();
    }
    let mut lines = column![].spacing(space::S);
    let mut tiles = tiles.into_iter().peekable();
    while tiles.peek().is_some() {
        let mut line = row![].spacing(space::S);
        for _ in 0..3 {
            let cell = tiles.next().unwrap_or_else(|| Space::new().into());
            line = line.push(container(cell).width(Length::FillPortion(1)));
        }
        lines = lines.push(line);
    }
    lines.into()
}

/// A service that was found: a visit about it alone, and the events it is part of. A record that is not confirmed
/// guides nobody: the specialist is asked.
fn service_hit<'a>(context: &Context<'a>, code: &str) -> Option<Element<'a, Message>> {
    let look = &context.look;
    let service = context.catalogue.service(&ServiceCode::parse(code).ok()?)?;
    let provider = context.catalogue.providers.get(&service.provider);
    let title = context.text(&service.title);
    let about = |words: String| Words::about(words, &title);
    let mut parts = vec![h3(title.clone()), body(context.text(&service.summary))];
    if let Some(provider) = provider {
        parts.push(caption(context.text(&provider.name)));
    }
    if service.confidence == Confidence::Assumed {
        parts.push(notice(Tone::Caution, context.tr("service-ask")));
        let id = format!("hit-{code}-ask");
        let ask = about(context.tr("start-search-ask"));
        parts.push(secondary_button(look, &id, ask, Some("hand"), Message::Ask));
        return Some(crate::ui::component::card(look, rows(space::XS, parts)));
    }
    let id = format!("hit-{code}");
    let alone = about(context.tr("start-service"));
    let mut buttons = vec![secondary_button(look, &id, alone, None, Message::Event(code.to_owned()))];
    for event in context.tiles() {
        if event.services.contains(&service.code) {
            let name = context.tr_with("start-part-of", &[("event", context.text(&event.tile).into())]);
            let id = format!("hit-{code}-{}", event.code);
            buttons.push(secondary_button(look, &id, about(name), None, Message::Event(event.code.clone())));
        }
    }
    parts.push(row(buttons).spacing(space::S).wrap().vertical_spacing(space::XS).into());
    Some(crate::ui::component::card(look, rows(space::XS, parts)))
}
