//! The desk: what is due today, what finds a case, a new visitor, help that is information only, and what waits to be sent.

use super::agenda::Agenda;
use super::group::GroupPage;
use super::handed::HandedPage;
use super::inform::InformPage;
use super::people::PeoplePage;
use super::stick::StickWish;
use super::{Action, ForSpecialists, Ground, Session, news};
use crate::account::{due_advice, due_heading, due_mark, hour_said, theme_said};
use crate::domain::case::{By, Case, Due, Found, Why};
use crate::domain::centre::CentreKind;
use crate::domain::gauge::Gauge;
use crate::domain::hidden::hidden;
use crate::domain::outgoing::Stands;
use crate::domain::specialist::name_key;
use crate::i18n::counted;
use crate::sync::reason::Reason;
use crate::sync::runner::SyncStatus;
use crate::ui::component::{
    Element, Field, Tag, Tone, Words, body, caption, card, column_button, field, h1, h2, key_hint, notice, rows,
    secondary_button, status_tag, task_row,
};
use crate::ui::context::{Context, WaitingRoom};
use crate::ui::keys::Key;
use crate::ui::page::fault::reason_words;
use crate::ui::page::visitor::{state_word, tag};
use crate::ui::page::{Around, First, Page, Primary, Turning};
use crate::ui::question::What;
use crate::ui::style::space;
use iced::Length;
use iced::widget::{column, container, row};
use jiff::tz::TimeZone;
use uuid::Uuid;

/// From how many days on it is not said for how long the disk will do.
const A_YEAR: u64 = 365;

/// How many lines a page shows.
const LINES: usize = 6;

/// The most letters that are looked for.
const LONGEST: usize = 80;

/// How wide the column of tools is: its longest words in each language, with their key.
const TOOLS_WIDTH: f32 = 400.0;

/// The desk.
#[derive(Clone, Default, PartialEq)]
pub struct DeskPage {
    /// What is looked for, as it is typed.
    pub sought: String,
    /// What was found by it.
    found: Vec<Found>,
    error: Option<&'static str>,
    page: usize,
}

hidden!(DeskPage, "DeskPage");

/// What happens at the desk.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// What is looked for was typed.
    Sought(String),
    /// Open what was found.
    Find,
    /// Another part of the list.
    Page(usize),
    /// Something for the application.
    Do(Action),
}

hidden!(Message, "desk::Message");

/// A line of the list.
#[derive(Clone, Copy)]
enum Listed<'a> {
    /// Something that is due, and whether it is the first line about its case.
    Due(&'a Due, bool),
    /// An open case of which nothing is due.
    Other(Uuid),
}

impl Page for DeskPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "desk";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("desk-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let new = Primary::new("desk-new", ground.context.tr("desk-new"), Message::Do(Action::NewVisit));
        Some(new.with_key(Key::NewVisit.name()).not_by_enter())
    }

    fn first(&self, _ground: &Ground<'_>) -> Option<First> {
        Some(First::Field("return-code"))
    }

    fn submits(&self, message: &Message) -> bool {
        *message == Message::Find
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.error.map(|_| "return-code")
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.error.iter().map(|error| ground.context.tr(error)).collect()
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        Turning::numbered(&ground.context, self.place(self.lines(ground.agenda)), Message::Page)
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        self.hear(message, ground.agenda)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.draw(ground)
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        Some(Message::Do(match key {
            Key::NewVisit => Action::NewVisit,
            Key::Inform => Action::show(InformPage),
            Key::Outbox => Action::ShowOutbox,
            Key::Month => Action::ShowMonth,
            Key::CallNext => Action::CallNumber,
            Key::Group => Action::show(GroupPage::new(ground.context.today)),
            _ => return None,
        }))
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
    }

    fn part(&self) -> usize {
        self.page
    }

    fn is_written(&self, _ground: &Ground<'_>) -> bool {
        !self.sought.is_empty()
    }

    fn around(&self) -> Around {
        Around { clear: false, ..Around::STAFF }
    }
}

impl DeskPage {
    /// Whether what is found is shown rather than the day.
    fn is_sought(&self) -> bool {
        !self.sought.trim().is_empty()
    }

    /// How many lines there are to show.
    fn lines(&self, agenda: &Agenda) -> usize {
        if self.is_sought() { self.found.len() } else { agenda.today.due.len() + agenda.today.others.len() }
    }

    /// Which part of the list is shown, and how many there are.
    fn place(&self, lines: usize) -> (usize, usize) {
        let pages = lines.div_ceil(LINES).max(1);
        (self.page.min(pages - 1), pages)
    }

    fn hear(&mut self, message: Message, agenda: &Agenda) -> Action {
        match message {
            Message::Sought(typed) => {
                self.sought = typed.chars().take(LONGEST).collect();
                self.found = agenda.register.find(&self.sought);
                (self.error, self.page) = (None, 0);
            }
            Message::Find => match self.found.as_slice() {
                // Of several people none is opened by a key that was meant for another.
                [Found { case, .. }] | [Found { case, by: By::Code }, ..] => {
                    let case = *case;
                    // The next person is looked for in an empty field.
                    *self = Self::default();
                    return Action::OpenCase(case);
                }
                [] => self.error = Some("desk-unknown"),
                _ => self.error = Some("desk-several"),
            },
            Message::Page(page) => self.page = page,
            Message::Do(action) => return action,
        }
        Action::None
    }

    fn draw<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let Ground { context, session, sync, .. } = ground;
        let look = &context.look;
        let mut parts = vec![h1(look, context.tr("desk-heading"))];
        // First, so that the keyboard on the screen leaves it where it is.
        parts.push(self.search(context));
        parts.extend(news::view(context, &session.news).map(|news| news.map(Message::Do)));
        let queue = context.waiting.filter(|_| !self.is_sought());
        parts.extend(queue.map(|room| queue_line(context, room)));
        // What can wait until nobody is looked for.
        let people = news::people(context, session).filter(|_| !self.is_sought());
        parts.extend(people.map(|news| news.map(Message::Do)));
        // What passes by itself takes no room from the cases; the outbox says it.
        // What the last press of "Send now" ran into is said there, too.
        let reason = sync.contact.reason().filter(|reason| !reason.passes() && !sync.switched_off);
        let reason = reason.map(|reason| reason_notice(context, reason));
        let disk = sync.gauge.filter(|gauge| gauge.is_told()).map(|gauge| disk_notice(context, gauge));
        let off = sync.switched_off.then(|| off_notice(context, *sync));
        let reason = off.into_iter().chain(reason).chain(disk);
        let sync_line = sync_line(context, *sync);
        if look.is_wide() {
            parts.extend(reason);
            parts.push(if self.is_sought() { self.results(ground) } else { self.day(ground) });
            let beside = container(rows(look.gap(), [tools_beside(ground), sync_line])).width(TOOLS_WIDTH);
            let page = container(rows(look.gap(), parts)).width(Length::Fill);
            return row![page, beside].spacing(space::XL).into();
        }
        // What is found stands where it was looked for, and what the day asks for before what may be done besides.
        parts.push(if self.is_sought() { self.results(ground) } else { self.day(ground) });
        parts.extend([tools_in_line(ground), sync_line]);
        parts.extend(reason);
        rows(look.gap(), parts)
    }

    fn search<'a>(&'a self, context: &Context<'a>) -> Element<'a, Message> {
        let look = &context.look;
        let heard = self.is_sought().then(|| counted(context.texts, "desk-found", self.found.len()));
        let code = Field {
            id: "return-code",
            label: context.tr("desk-search"),
            hint: Some(context.tr("desk-search-hint")),
            heard,
            error: self.error.map(|error| context.tr(error)),
            checked: true,
            value: &self.sought,
            width: Some(420.0),
            ..Field::default()
        };
        let code = container(field(look, code, Message::Sought, Message::Find)).width(420.0);
        let find = secondary_button(look, "desk-find", context.tr("desk-find"), Some("search"), Message::Find);
        if look.is_narrow() {
            column![code, find].spacing(space::XS).into()
        } else {
            row![code, find].spacing(space::S).align_y(iced::Alignment::End).into()
        }
    }

    /// What was found.
    fn results<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let Ground { context, session, agenda, .. } = ground;
        let (page, _) = self.place(self.found.len());
        let shown = self.found.iter().skip(page * LINES).take(LINES);
        let cases = shown.filter_map(|found| session.case(found.case));
        let lines = cases.map(|case| case_row(context, session, agenda, case));
        let heading = h2(&context.look, counted(context.texts, "desk-found", self.found.len()));
        rows(space::XS, std::iter::once(heading).chain(lines))
    }

    /// What is due, under its headings, then the other open cases.
    fn day<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let Ground { context, session, agenda, .. } = ground;
        let look = &context.look;
        let today = &agenda.today;
        let mut parts: Vec<Element<'a, Message>> = Vec::new();
        if today.due.is_empty() {
            let words = if today.others.is_empty() { "desk-no-cases" } else { "desk-nothing-due" };
            parts.push(card(look, body(context.tr(words))));
        }
        let counts = today.counts();
        let (page, _) = self.place(self.lines(agenda));
        let shown = today.due.iter().enumerate().skip(page * LINES).take(LINES);
        let listed: Vec<Listed<'_>> = shown
            .map(|(place, due)| {
                let is_first = !today.due[..place].iter().any(|other| other.case == due.case);
                Listed::Due(due, is_first)
            })
            .collect();
        let rest = (page * LINES).saturating_sub(today.due.len());
        let others = today.others.iter().skip(rest).take(LINES - listed.len()).map(|case| Listed::Other(*case));
        let (mut is_begun, mut under) = (false, None);
        for line in listed.iter().copied().chain(others) {
            let (why, drawn) = match line {
                Listed::Due(due, is_first) => (Some(due.why), due_row(ground, due, is_first)),
                Listed::Other(case) => {
                    let Some(case) = session.case(case) else { continue };
                    (None, case_row(context, session, agenda, case))
                }
            };
            if !std::mem::replace(&mut is_begun, true) || under != why {
                under = why;
                let count = |why: Why| counts.iter().find(|(of, _)| *of == why).map_or(0, |(_, count)| *count);
                let heading = why.map_or_else(
                    || context.tr("desk-cases"),
                    |why| context.texts.say(&due_heading(why, count(why)).into()),
                );
                parts.push(h2(look, heading));
            }
            parts.push(drawn);
        }
        rows(space::XS, parts)
    }
}

/// How many people wait with a number and since when, and the button that calls the next.
fn queue_line<'a>(context: &Context<'a>, room: &WaitingRoom) -> Element<'a, Message> {
    let look = &context.look;
    let Some(next) = room.queue.next() else { return caption(context.tr("queue-empty")) };
    let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
    let since = hour_said(next.at.to_zoned(zone).time());
    let waits = counted(context.texts, "queue-waits", room.queue.len());
    let since = context.tr_with("queue-since", &[("hour", since.into())]);
    let name = context.tr_with("queue-call", &[("number", i64::from(next.number).into())]);
    let name = key_hint(&name, &Key::CallNext.name());
    let call = secondary_button(look, "queue-call", name, Some("users"), Message::Do(Action::CallNumber));
    row![call, body(format!("{waits} {since}"))].spacing(space::M).align_y(iced::Alignment::Center).wrap().into()
}

/// What else is done at the desk: each by its name, its words with the key, its mark.
fn tools(ground: &Ground<'_>) -> Vec<(&'static str, Words, &'static str, Action)> {
    let Ground { context, sync, .. } = ground;
    let keyed = |words: &str, key: Key| key_hint(&context.tr(words), &key.name());
    let mut tools = vec![
        ("desk-inform", keyed("desk-inform", Key::Inform), "message-circle", Action::show(InformPage)),
        ("desk-group", keyed("desk-group", Key::Group), "users", Action::show(GroupPage::new(context.today))),
        ("desk-month", keyed("desk-month", Key::Month), "file-text", Action::ShowMonth),
        ("desk-outbox", keyed("desk-outbox", Key::Outbox), "inbox", Action::ShowOutbox),
        ("desk-stick", context.tr("desk-stick").into(), "send", Action::Stick(StickWish::Show)),
        ("desk-colleague", context.tr("desk-colleague").into(), "users", Action::show(PeoplePage::default())),
        ("desk-sign-out", keyed("desk-sign-out", Key::SignOut), "log-out", Action::SignOut),
        ("desk-exit", context.tr("desk-exit").into(), "x", Action::Ask(What::Exit)),
    ];
    if sync.relayed {
        let words = context.tr("desk-handed").into();
        tools.insert(0, ("desk-handed", words, "file-check", Action::show(HandedPage::default())));
    }
    if context.centre.kind == CentreKind::MobileTeam {
        tools.insert(0, ("desk-day-pack", context.tr("desk-day-pack").into(), "file-text", Action::ShowDayPack));
    }
    tools
}

/// The tools in a column beside the page.
fn tools_beside<'a>(ground: &Ground<'a>) -> Element<'a, Message> {
    let look = &ground.context.look;
    let button = |(id, words, mark, action)| column_button(look, id, words, mark, Message::Do(action));
    rows(space::XS, tools(ground).into_iter().map(button))
}

/// The tools in a line, which is broken where it does not fit.
fn tools_in_line<'a>(ground: &Ground<'a>) -> Element<'a, Message> {
    let look = &ground.context.look;
    let button =
        |(id, words, mark, action): (_, _, _, _)| secondary_button(look, id, words, Some(mark), Message::Do(action));
    row(tools(ground).into_iter().map(button)).spacing(space::S).wrap().vertical_spacing(space::S).into()
}

/// Where the journal is, in honest words.
#[must_use]
pub fn sync_line<'a, Parent: 'a>(context: &Context<'a>, sync: SyncStatus) -> Element<'a, Parent> {
    let so_many = |name: &str, count: u64| counted(context.texts, name, usize::try_from(count).unwrap_or(usize::MAX));
    let tags = sync.outgoing().stands().into_iter().map(|stands| {
        let (tone, mark, words) = match stands {
            Stands::AllReceived => (Tone::Success, "circle-check", context.tr("sync-all-sent")),
            Stands::SetAside(count) => (Tone::Caution, "triangle-alert", so_many("sync-quarantined", count)),
            Stands::Here(count) => (Tone::Quiet, "inbox", so_many("sync-waiting", count)),
            Stands::InTheRoom(count) => (Tone::Quiet, "inbox", so_many("sync-kept", count)),
            Stands::NothingWaits => (Tone::Quiet, "inbox", context.tr("sync-nothing-waits")),
        };
        status_tag(tone, mark, words)
    });
    let mut tags: Vec<_> = tags.collect();
    if sync.switched_off {
        tags.push(status_tag(Tone::Caution, "triangle-alert", context.tr("sync-switched-off")));
        return row(tags).spacing(space::XS).wrap().into();
    }
    let Some(reason) = sync.contact.reason() else { return row(tags).spacing(space::XS).wrap().into() };
    let (tone, mark, words) = match reason {
        // The relay answers, and says so of the line behind it.
        passing if sync.relayed && passing.is_line() && passing.passes() && passing != Reason::RelaySilent => {
            (Tone::Quiet, "refresh-cw", "sync-no-line-behind")
        }
        Reason::NoLine | Reason::Timeout | Reason::LineBroke => (Tone::Quiet, "refresh-cw", "sync-no-line"),
        Reason::RelaySilent => (Tone::Quiet, "refresh-cw", "sync-no-relay"),
        Reason::RelayHolds => (Tone::Caution, "triangle-alert", "sync-relay-holds"),
        passing if passing.passes() => (Tone::Quiet, "refresh-cw", "sync-no-hub"),
        _ => (Tone::Caution, "triangle-alert", "sync-held-up"),
    };
    tags.push(status_tag(tone, mark, context.tr(words)));
    row(tags).spacing(space::XS).wrap().into()
}

/// That nothing goes by itself, and since when the oldest waits; what waits stands in the line of the journal.
fn off_notice<'a, Parent: 'a>(context: &Context<'a>, sync: SyncStatus) -> Element<'a, Parent> {
    let mut words = vec![context.tr("desk-off")];
    words.extend(sync.outbox.since.map(|since| {
        let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
        let date = since.to_zoned(zone).strftime("%d.%m.%Y %H:%M").to_string();
        context.tr_with("sync-since", &[("date", date.into())])
    }));
    notice(Tone::Caution, words.join(" "))
}

/// That the disk is nearly full, and how long it will do.
fn disk_notice<'a, Parent: 'a>(context: &Context<'a>, gauge: Gauge) -> Element<'a, Parent> {
    let full = ("percent", i64::from(gauge.full).into());
    let words = match gauge.days {
        Some(days) if days < A_YEAR => {
            let days = i64::try_from(days).unwrap_or(i64::MAX);
            context.tr_with("desk-disk-days", &[full, ("days", days.into())])
        }
        _ => context.tr_with("desk-disk", &[full]),
    };
    notice(Tone::Caution, words)
}

/// Why nothing is sent and what to do, for who should do something.
#[must_use]
pub fn reason_notice<'a, Parent: 'a>(context: &Context<'a>, reason: Reason) -> Element<'a, Parent> {
    let tone = if reason.passes() { Tone::Information } else { Tone::Caution };
    notice(tone, context.tr(reason_words(reason)))
}

/// What is said of a case on each of its lines: whose it is, and whether something of it waits to be sent.
fn around_case(context: &Context<'_>, session: &Session, agenda: &Agenda, case: &Case) -> Vec<Tag> {
    let mut tags = Vec::new();
    if !case.holder.is_empty() && name_key(&case.holder) != name_key(&session.name) {
        let words = context.tr_with("desk-with", &[("name", case.holder.clone().into())]);
        tags.push((Tone::Quiet, "users", words));
    }
    if agenda.waits(case.id) {
        tags.push((Tone::Quiet, "inbox", context.tr("outbox-waiting")));
    }
    tags
}

fn case_name(context: &Context<'_>, case: &Case) -> String {
    if case.person.name.is_empty() { context.tr("case-no-name") } else { case.person.name.clone() }
}

/// A line of what is due: whom it is about, since when, what to do.
fn due_row<'a>(ground: &Ground<'a>, due: &Due, is_first: bool) -> Element<'a, Message> {
    let Ground { context, session, agenda, .. } = ground;
    let look = &context.look;
    let advice = context.texts.say(&due_advice(due, context.today));
    let mut tags = vec![tag(context, &due_mark(due, context.today))];
    let Some(case) = due.case.and_then(|case| session.case(case)) else {
        let id = format!("due-{}", due.refused.map_or(0, |refused| refused.refusal as usize));
        let name = context.tr("due-no-case");
        return task_row(look, &id, None, name, vec![advice], tags, Message::Do(Action::ShowOutbox));
    };
    tags.extend(around_case(context, session, agenda, case));
    let mut lines = vec![advice];
    let requests = case.requests.iter().filter(|request| due.requests.contains(&request.id));
    let services: Vec<String> = requests.map(|request| context.service_name(&request.service)).collect();
    let about = match (due.why, &case.appointment) {
        (Why::Expected | Why::Missed, Some(appointment)) => context.texts.say(&theme_said(appointment.theme).into()),
        _ if services.is_empty() => context.event_title(&case.event),
        _ => services.join(", "),
    };
    lines.insert(0, about);
    let id = if is_first {
        format!("case-{}", case.id)
    } else {
        // Of a case of which several things are due each line is a control of its own.
        let refusal = due.refused.map_or(0, |refused| refused.refusal as usize);
        format!("case-{}-{}-{refusal}", case.id, due.why as usize)
    };
    task_row(look, &id, None, case_name(context, case), lines, tags, Message::Do(Action::OpenCase(case.id)))
}

fn case_row<'a>(context: &Context<'a>, session: &Session, agenda: &Agenda, case: &'a Case) -> Element<'a, Message> {
    let look = &context.look;
    let event = context.event_title(&case.event);
    let opened = crate::i18n::date_numeric(case.opened);
    let lines = vec![context.tr_with(
        "desk-case-line",
        &[("event", event.into()), ("date", opened.into()), ("code", case.return_code.clone().into())],
    )];
    let mut tags: Vec<_> = case.requests.iter().map(|request| state_word(context, request.state)).collect();
    let noticed = case.requests.iter().filter(|request| !request.state.is_final()).any(|request| {
        context.catalogue.notices_on(&request.service, &context.centre.id, context.today).next().is_some()
    });
    if noticed {
        tags.push((Tone::Caution, "triangle-alert", context.tr("plan-tag-notice")));
    }
    if context.changes(case).is_some() {
        tags.insert(0, (Tone::Caution, "refresh-cw", context.tr("desk-changed")));
    }
    if case.conflicts().next().is_some() {
        tags.insert(0, (Tone::Caution, "triangle-alert", context.tr("desk-conflict")));
    }
    if case.is_late(context.today) {
        tags.insert(0, (Tone::Danger, "clock", context.tr("desk-late")));
    }
    if case.closed.is_some() {
        tags.insert(0, (Tone::Quiet, "lock", context.tr("case-error-closed")));
    }
    tags.extend(around_case(context, session, agenda, case));
    let name = case_name(context, case);
    task_row(look, &format!("case-{}", case.id), None, name, lines, tags, Message::Do(Action::OpenCase(case.id)))
}

/// The same words for other screens that stand alone.
#[must_use]
pub fn slip<'a, Parent: 'a>(context: &Context<'a>, case: &Case) -> Element<'a, Parent> {
    caption(context.tr_with("case-slip", &[("code", case.return_code.clone().into())]))
}
