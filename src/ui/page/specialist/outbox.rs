//! What was recorded and where it is: saved here, waiting to be sent, received under a number.

use super::desk::{reason_notice, sync_line};
use super::{Action, ForSpecialists, Ground};
use crate::domain::people::Deed;
use crate::domain::record::Action as Recorded;
use crate::i18n::{action_word, counted};
use crate::store::records::{JournalLine, Shared};
use crate::sync::runner::SyncStatus;
use crate::ui::component::{
    Element, Tone, body, card, h1, key_hint, lead, notice, rows, secondary_button, summary_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::{Page, Turning};
use crate::ui::question::What;
use crate::ui::style::space;
use iced::widget::{container, row};
use jiff::tz::TimeZone;
use uuid::Uuid;

/// How many lines a page shows.
const LINES: usize = 10;

/// The outbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutboxPage {
    /// The newest lines of the journal.
    pub lines: Vec<JournalLine>,
    /// Whether it could not be written that sending goes by itself, or not.
    pub failed: bool,
    page: usize,
}

/// What happens on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another part of the list.
    Page(usize),
    /// Send now.
    Send,
    /// Let sending go by itself from now on, or not.
    Switch(bool),
    /// Correct the latest entry that belongs to no case.
    Correct,
}

impl Page for OutboxPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "outbox";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("outbox-heading")
    }

    fn turning(&self, ground: &Ground<'_>) -> Option<Turning<Message>> {
        Turning::numbered(&ground.context, self.place(), Message::Page)
    }

    fn update(&mut self, message: Message, _ground: &Ground<'_>) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Send => Action::SendNow,
            Message::Switch(on) => Action::SwitchSending(on),
            Message::Correct => match self.correctable() {
                Some(line) => Action::Ask(What::CorrectAlone { entry: line.id, action: line.facts.action }),
                None => Action::None,
            },
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.draw(ground)
    }

    fn key(&self, _ground: &Ground<'_>, key: Key) -> Option<Message> {
        match key {
            Key::SendNow => Some(Message::Send),
            Key::Correct => Some(Message::Correct),
            _ => None,
        }
    }

    fn part(&self) -> usize {
        self.page
    }
}

impl OutboxPage {
    /// The line of an entry.
    #[must_use]
    pub fn line(&self, entry: Uuid) -> Option<&JournalLine> {
        self.lines.iter().find(|line| line.id == entry)
    }

    /// The latest line that belongs to no case and can be corrected here.
    #[must_use]
    pub fn correctable(&self) -> Option<&JournalLine> {
        let alone =
            |line: &&JournalLine| line.facts.is_corrected_alone() && line.facts.action != Recorded::SatisfactionGiven;
        self.lines.iter().filter(alone).find(|line| !line.corrected)
    }

    /// Which part of the journal is shown, and how many there are.
    fn place(&self) -> (usize, usize) {
        let pages = self.lines.len().div_ceil(LINES).max(1);
        (self.page.min(pages - 1), pages)
    }

    fn draw<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let Ground { context, session, sync, .. } = ground;
        let (look, sync) = (&context.look, *sync);
        let mut parts = vec![
            h1(look, context.tr("outbox-heading")),
            lead(look, context.tr("outbox-lead")),
            sync_line(context, sync),
        ];
        if self.failed {
            parts.push(notice(Tone::Danger, context.tr("outbox-switch-failed")));
        }
        if sync.switched_off {
            parts.push(notice(Tone::Caution, context.tr("outbox-off")));
        }
        parts.extend(sync.outbox.since.map(|since| {
            let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
            let date = since.to_zoned(zone).strftime("%d.%m.%Y %H:%M").to_string();
            body(context.tr_with("sync-since", &[("date", date.into())]))
        }));
        parts.extend(shared_words(context, sync).map(body));
        parts.extend(sync.by_stick.map(|(count, _)| body(counted(context.texts, "outbox-stick", count))));
        parts.extend(sync.by_stick.and_then(|(_, since)| since).map(|since| {
            let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
            let date = since.to_zoned(zone).strftime("%d.%m.%Y %H:%M").to_string();
            body(context.tr_with("outbox-stick-since", &[("date", date.into())]))
        }));
        parts.extend(sync.contact.reason().map(|reason| reason_notice(context, reason)));
        let name = key_hint(&context.tr("outbox-send"), &Key::SendNow.name());
        let send = secondary_button(look, "send", name, Some("send"), Message::Send);
        // A setting of the computer: for whoever sets it up.
        let switch = session.may(Deed::SetUp).is_ok().then(|| {
            let words = if sync.switched_off { "outbox-switch-on" } else { "outbox-switch-off" };
            secondary_button(look, "switch-sending", context.tr(words), None, Message::Switch(sync.switched_off))
        });
        let buttons = std::iter::once(send).chain(switch);
        parts.push(row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into());
        parts.extend(self.correctable().map(|_| {
            let name = key_hint(&context.tr("outbox-correct"), &Key::Correct.name());
            container(secondary_button(look, "correct", name, Some("file-pen"), Message::Correct)).into()
        }));
        if self.lines.is_empty() {
            parts.push(card(look, body(context.tr("outbox-empty"))));
            return rows(look.gap(), parts);
        }
        let (page, _) = self.place();
        let lines = self.lines.iter().skip(page * LINES).take(LINES).map(|line| line_row(context, line));
        parts.push(card(look, rows(0.0, lines.collect::<Vec<_>>())));
        rows(space::M, parts)
    }
}

/// How it stands with what the computers of the centre give each other; nothing where there are none, as far as is known.
fn shared_words(context: &Context<'_>, sync: SyncStatus) -> Option<String> {
    let Shared { last, unshared, .. } = sync.shared;
    let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
    let date = last?.to_zoned(zone).strftime("%d.%m.%Y %H:%M").to_string();
    if unshared == 0 {
        return Some(context.tr_with("room-shared", &[("date", date.into())]));
    }
    let count = counted(context.texts, "room-unshared", usize::try_from(unshared).unwrap_or(usize::MAX));
    let since = context.tr_with("room-shared-last", &[("date", date.into())]);
    Some(format!("{count}. {since}"))
}

fn line_row<'a>(context: &Context<'a>, line: &'a JournalLine) -> Element<'a, Message> {
    let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
    let time = line.time.to_zoned(zone).strftime("%d.%m.%Y %H:%M").to_string();
    let what = context.tr(action_word(line.facts.action));
    let service = line.facts.service.as_ref().and_then(|code| context.catalogue.service(code));
    let event = line.facts.event.as_ref().map(|code| context.event_title(code));
    let about = service.map(|service| context.text(&service.title)).or(event);
    let name = std::iter::once(time).chain(about).collect::<Vec<_>>().join(" · ");
    let place = match (&line.receipt, &line.quarantined) {
        (_, Some(_)) => context.tr("outbox-quarantined"),
        (Some(receipt), None) => context.tr_with("outbox-received", &[("number", receipt.clone().into())]),
        (None, None) if line.kept => context.tr("outbox-kept"),
        (None, None) => context.tr("outbox-waiting"),
    };
    summary_row(&context.look, name, format!("{what} – {place}"), None)
}
