//! The start page: what happened in your life, and search by need.

use super::number::called;
use super::sites::SitesPage;
use super::{Action, ForVisitors, Ground};
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::search::{Answer, Hit, HitKind, SearchIndex};
use crate::domain::service::{Confidence, Service};
use crate::domain::shelf::Tile as AnEvent;
use crate::i18n::counted;
use crate::ui::access::{Role, Semantics};
use crate::ui::component::{
    Element, Field, Tile, Tone, Words, caption, cells, display, field, h2, link_button, notice, rows, secondary_button,
    strong, task_row, tile,
};
use crate::ui::context::{Context, WaitingRoom};
use crate::ui::keys::Key;
use crate::ui::page::{Page, Turning};
use crate::ui::style::{Look, space};
use crate::ui::widget::described;
use iced::widget::{Space, container};

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
    /// A waiting number is wanted.
    Number,
    /// The State's sites.
    Sites,
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

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::Portal && offers_sites(&ground.context)).then_some(Message::Sites)
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
            Message::Number => Action::TakeNumber,
            Message::Sites => Action::show(SitesPage::default()),
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
        let mut sites = offers_sites(context).then(|| -> Element<'a, Message> {
            container(link_button(look, "sites", context.tr("start-sites"), Message::Sites)).into()
        });
        // Where somebody writes nothing moves: what is found takes the place of the tiles, below the field.
        // Beside the field there is room, and the tiles stay where they are. With and without it the field is the same one.
        let beside = sites.take_if(|_| !look.is_narrow()).unwrap_or_else(|| Space::new().into());
        let search = iced::widget::row![search, beside].spacing(space::L).align_y(iced::Alignment::End);
        let mut parts = vec![heading, search.into()];
        if !searching {
            parts.extend(context.waiting.map(|room| waiting(context, room)));
            parts.push(tiles(context, self.page));
            // Below each other what is looked for comes first.
            parts.extend(sites);
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

/// Whether the State's sites are offered. Beside the specialist the desk opens them, in the person's name.
pub(super) fn offers_sites(context: &Context<'_>) -> bool {
    !context.assisted && !context.portals().is_empty()
}

/// The way to a waiting number, and which is called now.
fn waiting<'a>(context: &Context<'a>, room: &WaitingRoom) -> Element<'a, Message> {
    let look = &context.look;
    let words = match room.own {
        None => context.tr("number-take"),
        Some(own) => context.tr_with("number-own", &[("number", i64::from(own).into())]),
    };
    let take = secondary_button(look, "number-take", words, Some("users"), Message::Number);
    let now = called(context, room)
        .map(|said| described(Semantics::new("number-now", Role::Status, said.clone()), strong(said)).into());
    let parts = std::iter::once(take).chain(now);
    iced::widget::row(parts).spacing(space::M).align_y(iced::Alignment::Center).wrap().into()
}

/// How many were found, heard as soon as it changes, each of them, and the events that what was found is part of: each
/// once, however many of its services were found.
fn results<'a>(context: &Context<'a>, hits: &[Hit]) -> Vec<Element<'a, Message>> {
    let look = &context.look;
    let count = counted(context.texts, "start-search-found", hits.len());
    let status = described(Semantics::new("search-found", Role::Status, count.clone()), caption(count));
    let services: Vec<&Service> = hits.iter().filter_map(|hit| service_of(context, hit)).collect();
    let found = hits.iter().filter_map(|hit| match hit.kind {
        HitKind::Event => {
            let event = context.hand.overview().tile(&hit.code)?;
            Some(event_tile(context, &format!("hit-{}", hit.code), event))
        }
        HitKind::Service => service_of(context, hit).map(|service| service_row(context, service)),
    });
    let mut parts = vec![rows(space::XS, std::iter::once(status.into()).chain(found))];
    let guides = |event: &&AnEvent| {
        let is_hit = hits.iter().any(|hit| hit.kind == HitKind::Event && hit.code == event.code);
        let of_event = |service: &&Service| is_confirmed(service) && event.services.contains(&service.code);
        !is_hit && services.iter().any(of_event)
    };
    let around = context.tiles().iter().filter(guides).take(HITS);
    let around: Vec<_> = around.map(|event| event_tile(context, &format!("hit-part-{}", event.code), event)).collect();
    if !around.is_empty() {
        parts.extend([h2(look, context.tr("start-part-of")), grid(look, around)]);
    }
    parts
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
    let shown = events[from..to].iter().map(|event| event_tile(context, &format!("event-{}", event.code), event));
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
    cells(space::S, if look.is_narrow() { 1 } else { 3 }, tiles)
}

/// The service that was found.
fn service_of<'a>(context: &Context<'a>, hit: &Hit) -> Option<&'a Service> {
    let code = ServiceCode::parse(&hit.code).ok().filter(|_| hit.kind == HitKind::Service)?;
    context.catalogue.service(&code)
}

/// Whether a service guides people. A record that is not confirmed guides nobody: the specialist is asked.
fn is_confirmed(service: &Service) -> bool {
    service.confidence != Confidence::Assumed
}

/// The way to an event.
fn event_tile<'a>(context: &Context<'a>, id: &str, event: &AnEvent) -> Element<'a, Message> {
    let shown = Tile { icon: event.icon.clone(), title: context.text(&event.tile) };
    tile(&context.look, id, shown, Message::Event(event.code.clone()))
}

/// A service that was found: the way to a visit about it alone, or to the specialist.
fn service_row<'a>(context: &Context<'a>, service: &Service) -> Element<'a, Message> {
    let look = &context.look;
    let title = context.text(&service.title);
    let provider = context.catalogue.providers.get(&service.provider).map(|provider| context.text(&provider.name));
    let lines = std::iter::once(context.text(&service.summary)).chain(provider).collect();
    if is_confirmed(service) {
        let open = Message::Event(service.code.to_string());
        return task_row(look, &format!("hit-{}", service.code), None, title, lines, Vec::new(), open);
    }
    let ask = vec![(Tone::Caution, "hand", context.tr("service-ask"))];
    task_row(look, &format!("hit-{}-ask", service.code), None, title, lines, ask, Message::Ask)
}
