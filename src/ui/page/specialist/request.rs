//! One request of a case: its state, and the moves that may follow.

use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Command, ProviderNumber, Request as Content, RequestState};
use crate::domain::day::{self, Bounds, DayError};
use crate::domain::deadline::{Counting, add};
use crate::domain::plan::{Plan, PlannedStep};
use crate::domain::service::Service;
use crate::i18n::date_numeric;
use crate::ui::component::{
    Element, Field, Press, Tone, body, caption, field, h1, headed, key_hint, notice, primary_button, rows,
    secondary_button, status_tag,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::{fee_line, state_word, step_title, where_tag};
use crate::ui::page::{First, Page, Primary};
use crate::ui::question::What;
use crate::ui::style::space;
use iced::widget::{container, row};
use jiff::civil::Date;
use std::fmt;
use uuid::Uuid;

/// The page of a request.
#[derive(Clone, PartialEq)]
pub struct RequestPage {
    /// The case.
    pub case: Uuid,
    /// The step it comes from.
    pub step: String,
    number: String,
    date: String,
    collector: String,
    paper: String,
    errors: Vec<&'static str>,
}

impl fmt::Debug for RequestPage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RequestPage").field("step", &self.step).finish_non_exhaustive()
    }
}

/// What happens on the page.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// The provider's number.
    Number(String),
    /// The day of submission.
    Date(String),
    /// Who collects the result.
    Collector(String),
    /// By which paper.
    Paper(String),
    /// Make the request ready.
    Prepare,
    /// Record the submission.
    Submit,
    /// Record the hand-over.
    HandOver,
    /// Move to another state.
    Move(RequestState),
    /// End it without a result: how and why is asked.
    End,
    /// Correct what was recorded last: what and why is asked.
    Correct,
}

impl fmt::Debug for Message {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("request::Message(…)")
    }
}

impl Page for RequestPage {
    type Area = ForSpecialists;
    type Message = Message;
    const NAME: &'static str = "request";

    fn heading(&self, ground: &Ground<'_>) -> String {
        let Ground { context, session, .. } = ground;
        let case = session.case(self.case);
        let situation = case.and_then(|case| context.situation(&case.event, &case.answers));
        let plan = situation.as_ref().map(Plan::compute);
        let step = plan.as_ref().and_then(|plan| plan.step(&self.step));
        step.map_or_else(|| context.tr("event-gone"), |step| step_title(context, step))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let case = ground.session.case(self.case)?;
        let (_, request) = self.find(&ground.context, case)?;
        let (id, words, message) = match request.map(|request| request.state) {
            None => ("prepare", "request-prepare", Message::Prepare),
            Some(RequestState::Prepared) => ("submit", "request-submit", Message::Submit),
            Some(RequestState::Issued) => ("hand-over", "request-hand-over", Message::HandOver),
            Some(state) if case.closed.is_none() && may_begin_again(state) => {
                ("prepare", "request-prepare", Message::Prepare)
            }
            Some(_) => return None,
        };
        Some(Primary::new(id, ground.context.tr(words), message).with_key("Enter"))
    }

    fn first(&self, ground: &Ground<'_>) -> Option<First> {
        match self.state(ground.session.case(self.case)?)? {
            RequestState::Prepared => Some(First::Field("request-number")),
            RequestState::Issued => Some(First::Field("request-collector")),
            _ => None,
        }
    }

    fn submits(&self, message: &Message) -> bool {
        matches!(message, Message::Submit | Message::HandOver)
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong_field()
    }

    fn update(&mut self, message: Message, ground: &Ground<'_>) -> Action {
        match ground.session.case(self.case) {
            Some(case) => self.hear(message, &ground.context, case, (ground.new_id)()),
            None => Action::None,
        }
    }

    fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, Message> {
        let context = &ground.context;
        match ground.session.case(self.case) {
            Some(case) => self.draw(context, case),
            None => notice(&context.look, Tone::Information, context.tr("event-gone")),
        }
    }

    fn key(&self, ground: &Ground<'_>, key: Key) -> Option<Message> {
        self.by_key(&ground.context, ground.session.case(self.case)?, key)
    }

    fn is_typed_on(&self) -> bool {
        true
    }

    fn press(&mut self, field: &str, press: Press, _ground: &Ground<'_>) {
        match field {
            "request-number" => press.apply(&mut self.number),
            "request-date" => press.apply(&mut self.date),
            "request-collector" => press.apply(&mut self.collector),
            "request-paper" => press.apply(&mut self.paper),
            _ => {}
        }
    }

    fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
        let today = ground.context.today;
        ground.session.case(self.case).is_some_and(|case| self.is_changed(case, today))
    }
}

impl RequestPage {
    /// The page of a step's request.
    #[must_use]
    pub fn new(case: &Case, step: String, today: Date) -> Self {
        Self {
            case: case.id,
            step,
            number: String::new(),
            date: date_numeric(today),
            collector: case.person.name.clone(),
            paper: String::new(),
            errors: Vec::new(),
        }
    }

    /// The state of the step's latest request.
    fn state(&self, case: &Case) -> Option<RequestState> {
        case.requests.iter().rev().find(|request| request.step == self.step).map(|request| request.state)
    }

    fn is_changed(&self, case: &Case, today: Date) -> bool {
        let fresh = Self::new(case, self.step.clone(), today);
        match self.state(case) {
            Some(RequestState::Prepared) => (&self.number, &self.date) != (&fresh.number, &fresh.date),
            Some(RequestState::Issued) => (&self.collector, &self.paper) != (&fresh.collector, &fresh.paper),
            _ => false,
        }
    }

    /// The field with something wrong in it.
    fn wrong_field(&self) -> Option<&'static str> {
        self.errors.iter().find_map(|error| match *error {
            "case-error-number" => Some("request-number"),
            error if error.starts_with("question-error") || error == "case-error-early" => Some("request-date"),
            "case-error-collector" if !self.collector.trim().is_empty() => Some("request-paper"),
            "case-error-collector" => Some("request-collector"),
            _ => None,
        })
    }

    fn error_of(&self, field: &str, context: &Context<'_>) -> Option<String> {
        (self.wrong_field() == Some(field)).then(|| self.errors.iter().map(|error| context.tr(error)).collect())
    }

    /// Says what went wrong.
    pub fn fail(&mut self, error: &'static str) {
        self.errors = vec![error];
    }

    /// Updates the page. `new_id` names a request that is made.
    fn hear(&mut self, message: Message, context: &Context<'_>, case: &Case, new_id: Uuid) -> Action {
        let command = match message {
            Message::Number(text) => {
                self.number = text.chars().take(40).collect();
                return Action::None;
            }
            Message::Date(text) => {
                self.date = text.chars().take(40).collect();
                return Action::None;
            }
            Message::Collector(text) => {
                self.collector = text.chars().take(120).collect();
                return Action::None;
            }
            Message::Paper(text) => {
                self.paper = text.chars().take(120).collect();
                return Action::None;
            }
            Message::Prepare => {
                // A request made anew has nothing of the one before.
                let step = self.step.clone();
                *self = Self::new(case, step.clone(), context.today);
                self.find(context, case).map(|(service, _)| Command::Prepare {
                    id: new_id,
                    service: service.code.clone(),
                    step,
                })
            }
            Message::End => {
                let Some(request) = self.open(context, case) else { return Action::None };
                let ends: Vec<RequestState> = ends(request.state).collect();
                if ends.is_empty() {
                    return Action::None;
                }
                return Action::Ask(What::End { case: self.case, request: request.id, ends, to: None });
            }
            Message::Correct => return Action::Correct(self.case, Some(self.step.clone())),
            Message::Submit => self.submit(context, case),
            Message::HandOver => self.open(context, case).map(|request| Command::HandOver {
                request: request.id,
                collector: self.collector.trim().to_owned(),
                paper: self.paper.trim().to_owned(),
            }),
            Message::Move(to) => self.open(context, case).map(|request| Command::Move {
                request: request.id,
                to,
                reason: None,
                note: None,
            }),
        };
        match command {
            Some(command) => {
                self.errors.clear();
                Action::Command(self.case, Box::new(command))
            }
            None => Action::None,
        }
    }

    fn submit(&mut self, context: &Context<'_>, case: &Case) -> Option<Command> {
        let number = ProviderNumber::parse(&self.number);
        let date = day::read(&self.date, context.today, Bounds::around(context.today, None, Some(0)));
        let day_key = |error: &DayError| match error {
            DayError::Ahead => "question-error-future",
            DayError::Back => "case-error-early",
            DayError::Unclear | DayError::NoSuchDay { .. } | DayError::NoSuchMonth => "question-error-date",
        };
        let wrong = [number.as_ref().err().map(|_| "case-error-number"), date.as_ref().err().map(day_key)];
        self.errors = wrong.into_iter().flatten().collect();
        let (Ok(number), Ok(on)) = (number, date) else { return None };
        let (service, request) = self.find(context, case)?;
        let request = request?.id;
        Some(Command::Submit { request, number, on, expected: expected(context, service, on) })
    }

    fn open<'c>(&self, context: &Context<'c>, case: &'c Case) -> Option<&'c Content> {
        self.find(context, case).and_then(|(_, request)| request)
    }

    /// The service of the step at this centre, and its request.
    fn find<'c>(&self, context: &Context<'c>, case: &'c Case) -> Option<(&'c Service, Option<&'c Content>)> {
        let situation = context.situation(&case.event, &case.answers)?;
        let service = Plan::compute(&situation).step(&self.step)?.service?;
        Some((service, case.request_for(&self.step, &service.code)))
    }

    fn draw<'a>(&'a self, context: &Context<'a>, case: &'a Case) -> Element<'a, Message> {
        let look = &context.look;
        let plan = context.situation(&case.event, &case.answers).map(|situation| Plan::compute(&situation));
        let step = plan.as_ref().and_then(|plan| plan.step(&self.step));
        let (Some(step), Some((service, request))) = (step, self.find(context, case)) else {
            return notice(look, Tone::Information, context.tr("event-gone"));
        };
        let heading = h1(look, step_title(context, step));
        let errors: Vec<String> = self.errors.iter().map(|error| context.tr(error)).collect();
        rows(
            look.gap(),
            [
                headed(look, &context.tr("error-title"), &errors, heading),
                caption(look, format!("{} · {}", context.text(&service.title), service.code)),
                Self::summary(context, step, request),
                self.moves(context, case, request),
            ],
        )
    }

    fn summary<'a>(context: &Context<'a>, step: &PlannedStep<'a>, request: Option<&Content>) -> Element<'a, Message> {
        let look = &context.look;
        let mut tags = Vec::new();
        let mut lines: Vec<Element<'a, Message>> = Vec::new();
        if let Some(request) = request {
            let (tone, mark, words) = state_word(context, request.state);
            tags.push(status_tag(look, tone, mark, words));
            if let Some(number) = &request.number {
                lines.push(body(
                    context.tr_with("request-number-line", &[("number", number.as_str().to_owned().into())]),
                ));
            }
            if let Some(date) = request.expected {
                lines.push(body(context.tr_with("request-expected-line", &[("date", date_numeric(date).into())])));
            }
        } else {
            tags.push(status_tag(look, Tone::Quiet, "circle", context.tr("request-none")));
        }
        let (tone, mark, words) = where_tag(context, step);
        tags.push(status_tag(look, tone, mark, words));
        lines.insert(0, row(tags).spacing(space::XS).wrap().into());
        lines.extend(fee_line(context, step).map(body));
        lines.extend(step.notices.iter().map(|known| notice(look, Tone::Caution, context.text(&known.text))));
        rows(space::XS, lines)
    }

    fn moves<'a>(&'a self, context: &Context<'a>, case: &Case, request: Option<&Content>) -> Element<'a, Message> {
        let look = &context.look;
        let Some(request) = request else {
            let mut parts = Vec::new();
            if !case.has_consent(context.today) {
                parts.push(notice(look, Tone::Caution, context.tr("case-error-consent")));
            }
            parts.push(
                container(primary_button(
                    look,
                    "prepare",
                    key_hint(&context.tr("request-prepare"), "Enter"),
                    Message::Prepare,
                ))
                .into(),
            );
            return rows(look.gap(), parts);
        };
        let mut parts: Vec<Element<'a, Message>> = Vec::new();
        match request.state {
            RequestState::Prepared => {
                let number = Field {
                    id: "request-number",
                    label: context.tr("request-number"),
                    hint: Some(context.tr("request-number-hint")),
                    error: self.error_of("request-number", context),
                    value: &self.number,
                    ..Field::default()
                };
                let date = Field {
                    id: "request-date",
                    label: context.tr("request-date"),
                    hint: Some(context.tr("question-date-hint")),
                    error: self.error_of("request-date", context),
                    value: &self.date,
                    width: Some(240.0),
                    ..Field::default()
                };
                parts.push(field(look, number, Message::Number, Message::Submit));
                parts.push(field(look, date, Message::Date, Message::Submit));
                parts.push(
                    container(primary_button(
                        look,
                        "submit",
                        key_hint(&context.tr("request-submit"), "Enter"),
                        Message::Submit,
                    ))
                    .into(),
                );
            }
            RequestState::Issued => {
                let collector = Field {
                    id: "request-collector",
                    label: context.tr("request-collector"),
                    error: self.error_of("request-collector", context),
                    value: &self.collector,
                    ..Field::default()
                };
                let paper = Field {
                    id: "request-paper",
                    label: context.tr("request-paper"),
                    hint: Some(context.tr("request-paper-hint")),
                    error: self.error_of("request-paper", context),
                    value: &self.paper,
                    ..Field::default()
                };
                parts.push(field(look, collector, Message::Collector, Message::HandOver));
                parts.push(field(look, paper, Message::Paper, Message::HandOver));
                parts.push(
                    container(primary_button(
                        look,
                        "hand-over",
                        key_hint(&context.tr("request-hand-over"), "Enter"),
                        Message::HandOver,
                    ))
                    .into(),
                );
            }
            _ => {}
        }
        if case.closed.is_none() && may_begin_again(request.state) {
            parts.push(notice(look, Tone::Quiet, context.tr("request-ended")));
            let name = key_hint(&context.tr("request-prepare"), "Enter");
            parts.push(container(primary_button(look, "prepare", name, Message::Prepare)).into());
        }
        let possible = MOVES.into_iter().filter(|(to, _)| request.state.may_become().contains(to));
        let others = possible.map(|(to, key)| {
            let (_, mark, words) = state_word(context, to);
            let name = key_hint(&context.tr_with("request-mark", &[("state", words.into())]), &key.name());
            secondary_button(look, &format!("move-{}", key.name()), name, Some(mark), Message::Move(to))
        });
        let ends = ends(request.state).next().map(|_| {
            let name = key_hint(&context.tr("request-end"), &Key::End.name());
            secondary_button(look, "end", name, Some("ban"), Message::End)
        });
        let ids = |id| case.requests.iter().any(|known| known.id == id && known.step == self.step);
        let correct = case.correctable().iter().any(|line| line.request.is_some_and(ids)).then(|| {
            let name = key_hint(&context.tr("ask-correct-button"), &Key::Correct.name());
            secondary_button(look, "correct", name, Some("file-pen"), Message::Correct)
        });
        let buttons: Vec<_> = others.chain(ends).chain(correct).collect();
        if request.state == RequestState::HandedOver {
            parts.push(notice(look, Tone::Quiet, context.tr("request-final")));
        }
        if !buttons.is_empty() {
            parts.push(row(buttons).spacing(space::S).wrap().vertical_spacing(space::S).into());
        }
        rows(look.gap(), parts)
    }

    /// The move that a key stands for, where the request's state allows it.
    fn by_key(&self, context: &Context<'_>, case: &Case, key: Key) -> Option<Message> {
        match key {
            Key::End => return Some(Message::End),
            Key::Correct => return Some(Message::Correct),
            _ => {}
        }
        let state = self.open(context, case)?.state;
        let (to, _) = MOVES.into_iter().find(|(_, known)| *known == key)?;
        state.may_become().contains(&to).then_some(Message::Move(to))
    }
}

/// The ends without a result that a request can come to from its state.
fn ends(state: RequestState) -> impl Iterator<Item = RequestState> {
    state.may_become().iter().copied().filter(|to| !to.reasons().is_empty())
}

/// The moves that need nothing to be typed and end nothing, each with its key.
const MOVES: [(RequestState, Key); 3] =
    [(RequestState::Paid, Key::Paid), (RequestState::Waiting, Key::Waiting), (RequestState::Issued, Key::Issued)];

/// Whether the service can be requested anew: it ended without a result.
fn may_begin_again(state: RequestState) -> bool {
    state.is_final() && state != RequestState::HandedOver
}

/// When the result can be expected: by the provider's term, or by the term of the first fee.
fn expected(context: &Context<'_>, service: &Service, on: Date) -> Option<Date> {
    let of_fee = service.fees.iter().filter(|fee| fee.to.is_none_or(|to| on <= to)).find_map(|fee| fee.term);
    let calendar = context.catalogue.calendar.for_locality(context.centre.patron_day);
    add(on, service.processing.or(of_fee)?, Counting::NextDay, &calendar).ok()
}
