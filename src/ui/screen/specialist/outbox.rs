//! What was recorded and where it is: saved here, waiting to be sent, received under a number.

use super::Action;
use super::desk::{reason_notice, sync_line};
use crate::domain::record::Action as Done;
use crate::store::records::JournalLine;
use crate::sync::runner::SyncStatus;
use crate::ui::component::{Element, body, card, h1, key_hint, lead, pager, rows, secondary_button, summary_row};
use crate::ui::context::Context;
use crate::ui::style::space;
use iced::widget::container;
use jiff::tz::TimeZone;

/// How many lines a page shows.
const LINES: usize = 10;

/// The outbox.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outbox {
    /// The newest lines of the journal.
    pub lines: Vec<JournalLine>,
    page: usize,
}

/// What happens on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Another part of the list.
    Page(usize),
    /// Send now.
    Send,
}

impl Outbox {
    /// Updates the page.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Page(page) => {
                self.page = page;
                Action::None
            }
            Message::Send => Action::SendNow,
        }
    }

    /// Draws the page.
    #[must_use]
    pub fn view<'a>(&'a self, context: &Context<'a>, sync: SyncStatus) -> Element<'a, Message> {
        let look = &context.look;
        let mut parts = vec![
            h1(look, context.tr("outbox-heading")),
            lead(look, context.tr("outbox-lead")),
            sync_line(context, sync),
        ];
        parts.extend(sync.contact.reason().map(|reason| reason_notice(context, reason)));
        let send =
            secondary_button(look, "send", key_hint(&context.tr("outbox-send"), "F5"), Some("send"), Message::Send);
        parts.push(container(send).into());
        if self.lines.is_empty() {
            parts.push(card(look, body(context.tr("outbox-empty"))));
            return rows(look.gap(), parts);
        }
        let pages = self.lines.len().div_ceil(LINES);
        let page = self.page.min(pages - 1);
        let lines = self.lines.iter().skip(page * LINES).take(LINES).map(|line| line_row(context, line));
        parts.push(card(look, rows(0.0, lines.collect::<Vec<_>>())));
        parts.extend(pager(
            look,
            format!("{} / {pages}", page + 1),
            (page > 0).then(|| (context.tr("page-before"), Message::Page(page - 1))),
            (page + 1 < pages).then(|| (context.tr("page-after"), Message::Page(page + 1))),
        ));
        rows(space::M, parts)
    }
}

fn line_row<'a>(context: &Context<'a>, line: &'a JournalLine) -> Element<'a, Message> {
    let zone = TimeZone::get(&context.centre.time_zone).unwrap_or(TimeZone::UTC);
    let time = line.time.to_zoned(zone).strftime("%d.%m.%Y %H:%M").to_string();
    let what = action_word(context, line.facts.action);
    let service = line.facts.service.as_ref().and_then(|code| context.catalogue.service(code));
    let event = line.facts.event.as_ref().map(|code| context.event_title(code));
    let about = service.map(|service| context.text(&service.title)).or(event);
    let name = std::iter::once(time).chain(about).collect::<Vec<_>>().join(" · ");
    let place = match (&line.receipt, &line.quarantined) {
        (_, Some(_)) => context.tr("outbox-quarantined"),
        (Some(receipt), None) => context.tr_with("outbox-received", &[("number", receipt.clone().into())]),
        (None, None) => context.tr("outbox-waiting"),
    };
    summary_row(&context.look, name, format!("{what} – {place}"), None)
}

/// What was done, in words.
fn action_word(context: &Context<'_>, action: Done) -> String {
    context.tr(match action {
        Done::CaseOpened => "action-case-opened",
        Done::PersonIdentified => "action-person-identified",
        Done::ConsentGiven => "action-consent-given",
        Done::PapersChecked => "action-papers-checked",
        Done::RequestPrepared => "action-request-prepared",
        Done::RequestSubmitted => "action-request-submitted",
        Done::RequestPaid => "action-request-paid",
        Done::RequestWaiting => "action-request-waiting",
        Done::ResultIssued => "action-result-issued",
        Done::ResultHandedOver => "action-result-handed-over",
        Done::Informed => "action-informed",
        Done::Referred => "action-referred",
        Done::RequestWithdrawn => "action-request-withdrawn",
        Done::RequestRefused => "action-request-refused",
        Done::CaseClosed => "action-case-closed",
        Done::SatisfactionGiven => "action-satisfaction-given",
        Done::Corrected => "action-corrected",
        Done::ChangesTold => "action-changes-told",
        Done::RecordsSalvaged => "action-records-salvaged",
    })
}
