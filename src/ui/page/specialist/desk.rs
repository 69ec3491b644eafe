//! The desk: a new visitor, the cases held here, help that is information only, and what waits to be sent.

use super::colleague::ColleaguePage;
use super::inform::InformPage;
use super::{Action, ForSpecialists, Ground, Session, news};
use crate::domain::case::{Case, by_urgency, normal_return_code};
use crate::domain::hidden::hidden;
use crate::sync::reason::Reason;
use crate::sync::runner::SyncStatus;
use crate::ui::component::{
    Element, Field, Tone, body, caption, card, field, h1, h2, key_hint, notice, rows, secondary_button, status_tag,
    task_row,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::fault::reason_words;
use crate::ui::page::visitor::state_word;
use crate::ui::page::{Around, Page, Primary, Turning};
use crate::ui::question::What;
use crate::ui::style::space;
use iced::widget::{column, container, row};

/// How many cases a page shows.
const CASES: usize = 6;

/// The desk.
#[derive(Clone, Default, PartialEq)]
pub struct DeskPage {
    /// The return code being typed.
    pub code: String,
    error: Option<&'static str>,
    page: usize,
}

hidden!(DeskPage, "DeskPage");

/// What happens at the desk.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The return code was typed.
    Code(String),
    /// Look the code up.
    Find,
    /// Another part of the list.
    Page(usize),
    /// Something for the application.
    Do(Action),
}

hidden!(Message, "desk::Message");

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
        Turning::numbered(&ground.context, self.place(by_urgency(&ground.session.cases).len()), Message::Page)
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        self.hear(message, ground.session)
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        self.draw(&ground.context, ground.session, ground.sync)
    }

    fn key(&self, _ground: &Ground<'_>, key: Key) -> Option<Message> {
        Some(Message::Do(match key {
            Key::NewVisit => Action::NewVisit,
            Key::Inform => Action::show(InformPage),
            Key::Outbox => Action::ShowOutbox,
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
        !self.code.is_empty()
    }

    fn around(&self) -> Around {
        Around { clear: false, ..Around::STAFF }
    }
}

impl DeskPage {
    /// Which part of the list is shown, and how many there are.
    fn place(&self, cases: usize) -> (usize, usize) {
        let pages = cases.div_ceil(CASES).max(1);
        (self.page.min(pages - 1), pages)
    }

    fn hear(&mut self, message: Message, session: &Session) -> Action {
        match message {
            Message::Code(code) => {
                self.code = code.chars().take(20).collect();
                self.error = None;
            }
            Message::Find => {
                let found = normal_return_code(&self.code)
                    .and_then(|code| session.cases.iter().find(|case| case.return_code == code));
                match found {
                    Some(case) => {
                        // The next person's code is typed into an empty field.
                        self.code.clear();
                        return Action::OpenCase(case.id);
                    }
                    None => self.error = Some("desk-code-unknown"),
                }
            }
            Message::Page(page) => self.page = page,
            Message::Do(action) => return action,
        }
        Action::None
    }

    fn draw<'a>(&'a self, context: &Context<'a>, session: &'a Session, sync: SyncStatus) -> Element<'a, Message> {
        let look = &context.look;
        let act = Message::Do;
        let actions = row![
            secondary_button(
                look,
                "desk-inform",
                key_hint(&context.tr("desk-inform"), &Key::Inform.name()),
                Some("message-circle"),
                act(Action::show(InformPage))
            ),
            secondary_button(
                look,
                "desk-outbox",
                key_hint(&context.tr("desk-outbox"), &Key::Outbox.name()),
                Some("inbox"),
                act(Action::ShowOutbox)
            ),
            secondary_button(
                look,
                "desk-colleague",
                context.tr("desk-colleague"),
                Some("users"),
                act(Action::show(ColleaguePage::new()))
            ),
            secondary_button(
                look,
                "desk-sign-out",
                key_hint(&context.tr("desk-sign-out"), &Key::SignOut.name()),
                Some("log-out"),
                act(Action::SignOut)
            ),
            secondary_button(look, "desk-exit", context.tr("desk-exit"), Some("x"), act(Action::Ask(What::Exit))),
        ]
        .spacing(space::S)
        .wrap()
        .vertical_spacing(space::S);
        let code = field(
            look,
            Field {
                id: "return-code",
                label: context.tr("desk-code"),
                hint: Some(context.tr("desk-code-hint")),
                error: self.error.map(|error| context.tr(error)),
                checked: true,
                value: &self.code,
                width: Some(320.0),
                ..Field::default()
            },
            Message::Code,
            Message::Find,
        );
        let mut parts = vec![h1(look, context.tr("desk-heading"))];
        // First, so that the keyboard on the screen leaves it where it is.
        let code = container(code).width(320.0);
        let find = secondary_button(look, "desk-find", context.tr("desk-find"), Some("search"), Message::Find);
        parts.push(if look.is_slim() {
            column![code, find].spacing(space::XS).into()
        } else {
            row![code, find].spacing(space::S).align_y(iced::Alignment::End).into()
        });
        parts.extend(news::view(context, &session.news).map(|news| news.map(Message::Do)));
        parts.extend([actions.into(), sync_line(context, sync)]);
        // What passes by itself takes no room from the cases; the outbox says it.
        let reason = sync.contact.reason().filter(|reason| !reason.passes());
        parts.extend(reason.map(|reason| reason_notice(context, reason)));
        parts.push(h2(look, context.tr("desk-cases")));
        let open = by_urgency(&session.cases);
        if open.is_empty() {
            parts.push(card(look, body(context.tr("desk-no-cases"))));
        }
        let (page, _) = self.place(open.len());
        let shown = open.into_iter().skip(page * CASES).take(CASES).map(|case| case_row(context, case));
        parts.push(rows(space::XS, shown.collect::<Vec<_>>()));
        rows(look.gap(), parts)
    }
}

/// Where the journal is, in honest words.
#[must_use]
pub fn sync_line<'a, Parent: 'a>(context: &Context<'a>, sync: SyncStatus) -> Element<'a, Parent> {
    let waiting = usize::try_from(sync.outbox.waiting).unwrap_or(usize::MAX);
    let set_aside = usize::try_from(sync.outbox.quarantined).unwrap_or(usize::MAX);
    let (tone, mark, words) = if sync.all_sent() {
        (Tone::Success, "circle-check", context.tr("sync-all-sent"))
    } else if set_aside > 0 {
        (Tone::Caution, "triangle-alert", crate::i18n::counted(context.texts, "sync-quarantined", set_aside))
    } else if waiting > 0 {
        (Tone::Quiet, "inbox", crate::i18n::counted(context.texts, "sync-waiting", waiting))
    } else {
        (Tone::Quiet, "inbox", context.tr("sync-nothing-waits"))
    };
    let mut tags = vec![status_tag(tone, mark, words)];
    let Some(reason) = sync.contact.reason() else { return row(tags).wrap().into() };
    let (tone, mark, words) = match reason {
        Reason::NoLine | Reason::Timeout | Reason::LineBroke => (Tone::Quiet, "refresh-cw", "sync-no-line"),
        passing if passing.passes() => (Tone::Quiet, "refresh-cw", "sync-no-hub"),
        _ => (Tone::Caution, "triangle-alert", "sync-held-up"),
    };
    tags.push(status_tag(tone, mark, context.tr(words)));
    row(tags).spacing(space::XS).wrap().into()
}

/// Why nothing is sent and what to do, for who should do something.
#[must_use]
pub fn reason_notice<'a, Parent: 'a>(context: &Context<'a>, reason: Reason) -> Element<'a, Parent> {
    let tone = if reason.passes() { Tone::Information } else { Tone::Caution };
    notice(tone, context.tr(reason_words(reason)))
}

fn case_row<'a>(context: &Context<'a>, case: &'a Case) -> Element<'a, Message> {
    let look = &context.look;
    let event = context.event_title(&case.event);
    let name = if case.person.name.is_empty() { context.tr("case-no-name") } else { case.person.name.clone() };
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
    task_row(look, &format!("case-{}", case.id), None, name, lines, tags, Message::Do(Action::OpenCase(case.id)))
}

/// The same words for other screens that stand alone.
#[must_use]
pub fn slip<'a, Parent: 'a>(context: &Context<'a>, case: &Case) -> Element<'a, Parent> {
    caption(context.tr_with("case-slip", &[("code", case.return_code.clone().into())]))
}
