//! What was filled in is read once more before the request is said to be ready: each value with its name, from where it is,
//! and the way back to change it.

use super::draft::{Draft, scanned_row, with_draft};
use super::form::whence_words;
use super::{Action, ForSpecialists, Ground};
use crate::account::{chosen_said, filled_said};
use crate::domain::case::{Case, Command, RequestState, Row};
use crate::domain::hidden::hidden;
use crate::ui::component::{
    Element, Tone, Words, card, h1, key_hint, lead, link_button, notice, rows, secondary_button, summary_row,
};
use crate::ui::keys::Key;
use crate::ui::page::visitor::step_title;
use crate::ui::page::{Page, Primary};
use crate::ui::sheets::{SheetChoice, SheetWish};
use iced::widget::container;
use uuid::Uuid;

/// The page.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckPage {
    /// The case.
    pub case: Uuid,
    /// The step, or the request that was made for it.
    pub row: Row,
    /// The request that is being made ready.
    made: Option<Uuid>,
}

hidden!(CheckPage, "CheckPage");

/// What happens on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// It is right: the request is ready.
    Prepare,
    /// Change the value of the field at this place.
    Change(usize),
    /// Look at the draft as it is printed.
    Print,
}

impl Page for CheckPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "check";

    fn heading(&self, ground: &Ground<'_>) -> String {
        ground.context.tr("check-heading")
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let words = self.look(ground, |draft| match (draft.missing(), draft.request) {
            (Some(_), _) => "check-missing-button",
            (None, None) => "request-prepare",
            (None, Some(_)) => "check-done",
        })?;
        Some(Primary::new("prepare", ground.context.tr(words), Message::Prepare).with_key("Enter"))
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match message {
            Message::Change(place) => Action::OpenForm(self.case, self.row.clone(), Some(place)),
            Message::Print => Action::Sheet(SheetWish::Open(SheetChoice::Draft(self.case, self.row.clone()))),
            Message::Prepare => {
                let new_id = (ground.new_id)();
                let (case, row) = (self.case, self.row.clone());
                let next = self.look(ground, |draft| match (draft.missing(), draft.request) {
                    (Some(place), _) => Action::OpenForm(case, row, Some(place)),
                    (None, Some(_)) => Action::OpenRequest(case, row),
                    (None, None) => {
                        let (service, step) = (draft.service.code.clone(), draft.step_id.to_owned());
                        Action::Command(case, Box::new(Command::Prepare { id: new_id, service, step }))
                    }
                });
                if matches!(next, Some(Action::Command(..))) {
                    self.made = Some(new_id);
                }
                next.unwrap_or(Action::None)
            }
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let gone = || notice(Tone::Information, ground.context.tr("event-gone"));
        self.look(ground, |draft| self.draw(ground, draft)).unwrap_or_else(gone)
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        (key == Key::Print && ground.context.prints()).then_some(Message::Print)
    }

    fn digit(&self, _ground: &Ground<'_>, digit: usize) -> Option<Message> {
        digit.checked_sub(1).map(Message::Change)
    }
}

impl CheckPage {
    /// The page of a row.
    #[must_use]
    pub const fn new(case: Uuid, row: Row) -> Self {
        Self { case, row, made: None }
    }

    /// What is shown when the request was made ready: it.
    #[must_use]
    pub fn done(&self) -> Row {
        self.made.map_or_else(|| self.row.clone(), Row::Request)
    }

    fn look<T>(&self, ground: &Ground<'_>, work: impl FnOnce(&Draft<'_>) -> T) -> Option<T> {
        let case: &Case = ground.session.case(self.case)?;
        with_draft(&ground.context, case, &self.row, work)
    }

    fn draw<'a>(&self, ground: &Ground<'a>, draft: &Draft<'_>) -> Element<'a, Message> {
        let context = &ground.context;
        let look = &context.look;
        let name = draft.step.map_or_else(|| context.text(&draft.service.title), |step| step_title(context, step));
        let mut parts = vec![h1(look, self.heading(ground)), lead(look, name)];
        // That nobody has it yet is said before what it holds.
        let is_unsent = draft.request.is_none_or(|request| request.state == RequestState::Prepared);
        if is_unsent {
            parts.push(notice(Tone::Caution, context.tr("check-unsent")));
        }
        let chosen = chosen_said(draft.service, draft.step_id, draft.request, draft.known.filled);
        let chosen = chosen
            .into_iter()
            .map(|(name, value)| summary_row(look, context.texts.say(&name), context.texts.say(&value), None));
        let fields = draft.asked.iter().enumerate().map(|(place, one)| {
            let name = context.text(&one.field.label);
            let value = match &one.value {
                Some(value) => context.texts.say(&filled_said(one.field, value)),
                None if one.required => context.tr("check-missing"),
                None => context.tr("case-none"),
            };
            let value = match whence_words(context, one) {
                Some(from) => format!("{value} · {from}"),
                None => value,
            };
            let key = (place < 9).then(|| (place + 1).to_string());
            let mut words = Words::about(context.tr("answers-change"), &name).with_value(&value);
            if let Some(key) = &key {
                words = words.with_key(key);
            }
            let change = link_button(look, &format!("change-{}", place + 1), words, Message::Change(place));
            summary_row(look, name, value, (!draft.is_over()).then_some(change))
        });
        let scanned = ground.session.case(self.case).and_then(|case| scanned_row(context, case, draft.service));
        parts.push(card(look, rows(0.0, chosen.chain(fields).chain(scanned))));
        parts.extend(context.prints().then(|| {
            let name = key_hint(&context.tr("form-print"), &Key::Print.name());
            container(secondary_button(look, "check-print", name, Some("printer"), Message::Print)).into()
        }));
        rows(look.gap(), parts)
    }
}
