//! One request of a case: its state, and the moves that may follow.

use super::case::{request_lines, service_name};
use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Command, ProviderNumber, Request as Content, RequestState, Row, Terms, expected};
use crate::domain::day::{self, Bounds, DayError};
use crate::domain::plan::PlannedStep;
use crate::domain::term::Term;
use crate::i18n::{date_numeric, term};
use crate::ui::component::{
    Element, Field, Press, Tone, body, caption, choice_row, field, h1, h3, headed, key_hint, notice, primary_button,
    rows, secondary_button, status_tag,
};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::{fee_line, state_word, step_title, where_tag};
use crate::ui::page::{First, Page, Primary};
use crate::ui::question::What;
use crate::ui::style::{COLUMN, space};
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
    /// The request, once there is one; as long as it is not recorded, the step says which.
    request: Option<Uuid>,
    /// The term that was chosen here.
    term: Option<Term>,
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
    /// The term that was chosen and is paid for; none when nobody can say.
    Term(Option<Term>),
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
        let context = &ground.context;
        let case = ground.session.case(self.case);
        case.and_then(|case| self.title(context, case)).unwrap_or_else(|| context.tr("event-gone"))
    }

    fn primary(&self, ground: &Ground<'_>) -> Option<Primary<Message>> {
        let case = ground.session.case(self.case)?;
        let (id, words, message) = match self.open(&ground.context, case).map(|request| request.state) {
            Some(RequestState::Prepared) => ("submit", "request-submit", Message::Submit),
            Some(RequestState::Issued) => ("hand-over", "request-hand-over", Message::HandOver),
            state if self.may_prepare(&ground.context, case, state) => ("prepare", "request-prepare", Message::Prepare),
            _ => return None,
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
            None => notice(Tone::Information, context.tr("event-gone")),
        }
    }

    fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<Message> {
        self.by_digit(&ground.context, ground.session.case(self.case)?, digit)
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
    /// The page of a request, or of a step for which there is none yet.
    #[must_use]
    pub fn new(case: &Case, row: Row, today: Date) -> Self {
        let (step, request) = match row {
            Row::Step(step) => (step, None),
            Row::Request(id) => {
                let step = case.requests.iter().find(|request| request.id == id).map(|request| request.step.clone());
                (step.unwrap_or_default(), Some(id))
            }
        };
        Self {
            case: case.id,
            step,
            request,
            term: None,
            number: String::new(),
            date: date_numeric(today),
            collector: case.person.name.clone(),
            paper: String::new(),
            errors: Vec::new(),
        }
    }

    /// The state of the page's request, or of the latest one of its step.
    fn state(&self, case: &Case) -> Option<RequestState> {
        let of_step = || case.requests.iter().rev().find(|request| request.step == self.step);
        self.recorded(case).or_else(of_step).map(|request| request.state)
    }

    /// What the page is called: its step, or where that is in no plan any more the service; nothing when neither is
    /// known.
    fn title(&self, context: &Context<'_>, case: &Case) -> Option<String> {
        let of_step = self.planned(context, case, |step| step_title(context, step));
        of_step.or_else(|| Some(service_name(context, &self.open(context, case)?.service)))
    }

    /// Whether a request can be made ready now: there is none, or it ended without a result, and the step is in today's
    /// plan.
    fn may_prepare(&self, context: &Context<'_>, case: &Case, state: Option<RequestState>) -> bool {
        let may_begin = case.closed.is_none() && state.is_none_or(may_begin_again);
        may_begin && self.planned(context, case, |step| step.service.is_some()) == Some(true)
    }

    fn is_changed(&self, case: &Case, today: Date) -> bool {
        let fresh = Self::new(case, Row::Step(self.step.clone()), today);
        match self.state(case) {
            Some(RequestState::Prepared) => (&self.number, &self.date, self.term) != (&fresh.number, &fresh.date, None),
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
            Message::Term(term) => {
                self.term = term;
                return Action::None;
            }
            Message::Prepare => {
                // A request made anew has nothing of the one before. It is made for a step of today's plan.
                let service = self.planned(context, case, |step| step.service.map(|service| service.code.clone()));
                let Some(service) = service.flatten() else { return Action::None };
                let step = self.step.clone();
                *self = Self { request: Some(new_id), ..Self::new(case, Row::Step(step.clone()), context.today) };
                Some(Command::Prepare { id: new_id, service, step })
            }
            Message::End => {
                let Some(request) = self.open(context, case) else { return Action::None };
                let ends: Vec<RequestState> = ends(request.state).collect();
                if ends.is_empty() {
                    return Action::None;
                }
                return Action::Ask(What::End { case: self.case, request: request.id, ends, to: None });
            }
            Message::Correct => {
                return match self.open(context, case) {
                    Some(request) => Action::Correct(self.case, Some(request.id)),
                    None => Action::None,
                };
            }
            Message::Submit => self.submit(context, case),
            Message::HandOver => self.open(context, case).map(|request| Command::HandOver {
                request: request.id,
                collector: self.collector.trim().to_owned(),
                paper: self.paper.trim().to_owned(),
            }),
            Message::Move(RequestState::Paid) => self.open(context, case).map(|request| Command::Pay {
                request: request.id,
                term: self.term,
                expected: self.expected(context, request.submitted),
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
        let request = self.open(context, case)?.id;
        let term = self.term.or_else(|| self.terms(context, case).only());
        let expected = self.expected(context, Some(on));
        // Where there is no choice, no term was chosen either.
        let by_itself = || term.and_then(|term| expected_by(context, term, on));
        Some(Command::Submit { request, number, on, term: self.term, expected: expected.or_else(by_itself) })
    }

    /// When the answer is expected by the term that was chosen here.
    fn expected(&self, context: &Context<'_>, submitted: Option<Date>) -> Option<Date> {
        expected_by(context, self.term?, submitted?)
    }

    /// Something of the step in today's plan, where it concerns this person.
    fn planned<T>(&self, context: &Context<'_>, case: &Case, work: impl FnOnce(&PlannedStep<'_>) -> T) -> Option<T> {
        let planned = context.planned(&case.event, &case.answers)?;
        let step = planned.plan().shown().find(|step| step.step.id == self.step)?;
        let fits = self
            .recorded(case)
            .is_none_or(|request| step.service.is_some_and(|service| service.code == request.service));
        fits.then(|| work(step))
    }

    /// The request of the page, when it is in the case.
    fn recorded<'c>(&self, case: &'c Case) -> Option<&'c Content> {
        case.requests.iter().find(|request| Some(request.id) == self.request)
    }

    /// The request that the page is about; none when there is none for its step yet.
    fn open<'c>(&self, context: &Context<'_>, case: &'c Case) -> Option<&'c Content> {
        let of_step = || {
            let service = self.planned(context, case, |step| step.service.map(|service| service.code.clone()))??;
            case.request_for(&self.step, &service)
        };
        self.recorded(case).or_else(of_step)
    }

    /// The terms in which the provider may answer.
    fn terms(&self, context: &Context<'_>, case: &Case) -> Terms {
        let of_service = || {
            let service = self.recorded(case).and_then(|request| context.catalogue.service(&request.service));
            service.map(|service| Terms::of_service(service, context.today))
        };
        self.planned(context, case, Terms::of_step).or_else(of_service).unwrap_or_default()
    }

    /// What a digit key does: it chooses a term.
    fn by_digit(&self, context: &Context<'_>, case: &Case, digit: usize) -> Option<Message> {
        let request = self.open(context, case).filter(|request| may_choose(request.state))?;
        let terms = self.terms(context, case);
        let chosen = terms.choices().get(digit.checked_sub(1)?).copied();
        chosen.filter(|_| !request.state.is_final()).map(|term| Message::Term(Some(term)))
    }

    fn draw<'a>(&'a self, context: &Context<'a>, case: &'a Case) -> Element<'a, Message> {
        let look = &context.look;
        let request = self.open(context, case);
        let planned = context.planned(&case.event, &case.answers);
        let step = planned.as_ref().and_then(|planned| planned.plan().shown().find(|step| step.step.id == self.step));
        let step = step.filter(|step| {
            request.is_none_or(|request| step.service.is_some_and(|service| service.code == request.service))
        });
        let code = request.map(|request| &request.service).or_else(|| Some(&step?.service?.code));
        let Some(code) = code else {
            return notice(Tone::Information, context.tr("event-gone"));
        };
        let name = service_name(context, code);
        let heading = step.map_or_else(|| name.clone(), |step| step_title(context, step));
        let errors: Vec<String> = self.errors.iter().map(|error| context.tr(error)).collect();
        let mut parts = vec![
            headed(look, &context.tr("error-title"), &errors, h1(look, heading)),
            caption(format!("{name} · {code}")),
        ];
        if step.is_none() {
            parts.push(notice(Tone::Quiet, context.tr("request-earlier")));
        }
        parts.push(Self::summary(context, case, step, request));
        parts.push(match request {
            Some(request) => self.moves(context, case, request, step.is_some()),
            None => Self::beginning(context, case),
        });
        rows(look.gap(), parts)
    }

    fn summary<'a>(
        context: &Context<'a>,
        case: &Case,
        step: Option<&PlannedStep<'_>>,
        request: Option<&Content>,
    ) -> Element<'a, Message> {
        let mut tags = Vec::new();
        let mut lines: Vec<Element<'a, Message>> = Vec::new();
        if let Some(request) = request {
            let (tone, mark, words) = state_word(context, request.state);
            tags.push(status_tag(tone, mark, words));
            lines.extend(request_lines(context, case, request).into_iter().map(body));
        } else {
            tags.push(status_tag(Tone::Quiet, "circle", context.tr("request-none")));
        }
        let service = request.map(|request| &request.service);
        let notices: Vec<String> = match (step, service) {
            (Some(step), _) => step.notices.iter().map(|known| context.text(&known.text)).collect(),
            (None, Some(code)) => {
                context.catalogue.notices_on(code, context.today).map(|known| context.text(&known.text)).collect()
            }
            (None, None) => Vec::new(),
        };
        if let Some(step) = step {
            let (tone, mark, words) = where_tag(context, step);
            tags.push(status_tag(tone, mark, words));
            lines.extend(fee_line(context, step).map(body));
        }
        lines.insert(0, row(tags).spacing(space::XS).wrap().into());
        lines.extend(notices.into_iter().map(|words| notice(Tone::Caution, words)));
        rows(space::XS, lines)
    }

    /// What is offered where there is no request yet.
    fn beginning<'a>(context: &Context<'a>, case: &Case) -> Element<'a, Message> {
        let look = &context.look;
        let mut parts = Vec::new();
        if case.closed.is_some() {
            return rows(look.gap(), parts);
        }
        if !case.has_consent(context.today) {
            parts.push(notice(Tone::Caution, context.tr("case-error-consent")));
        }
        let name = key_hint(&context.tr("request-prepare"), "Enter");
        parts.push(container(primary_button(look, "prepare", name, Message::Prepare)).into());
        rows(look.gap(), parts)
    }

    /// The terms to choose from, where there is more than one or none is certain.
    fn choices<'a>(&self, context: &Context<'a>, case: &Case, request: &Content) -> Option<Element<'a, Message>> {
        let look = &context.look;
        let terms = self.terms(context, case);
        if terms.choices().is_empty() || !may_choose(request.state) {
            return None;
        }
        let chosen = self.term.or(request.term);
        let known = terms.choices().iter().zip(1..).map(|(choice, number)| {
            let name = format!("{number}. {}", term(context.texts, *choice));
            let id = format!("term-{number}");
            choice_row(look, &id, name, chosen == Some(*choice), Message::Term(Some(*choice)))
        });
        let unknown = request.term.is_none().then(|| {
            choice_row(look, "term-unknown", context.tr("request-term-unknown"), chosen.is_none(), Message::Term(None))
        });
        let heading = h3(context.tr("request-term"));
        let list = container(rows(space::XS, known.chain(unknown))).max_width(COLUMN);
        Some(rows(space::XS, [heading, list.into()]))
    }

    fn moves<'a>(
        &'a self,
        context: &Context<'a>,
        case: &Case,
        request: &Content,
        is_planned: bool,
    ) -> Element<'a, Message> {
        let look = &context.look;
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
                parts.extend(self.choices(context, case, request));
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
        if request.state == RequestState::Submitted {
            parts.extend(self.choices(context, case, request));
        }
        if is_planned && case.closed.is_none() && may_begin_again(request.state) {
            parts.push(notice(Tone::Quiet, context.tr("request-ended")));
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
        let correct = case.correctable().iter().any(|line| line.request == Some(request.id)).then(|| {
            let name = key_hint(&context.tr("ask-correct-button"), &Key::Correct.name());
            secondary_button(look, "correct", name, Some("file-pen"), Message::Correct)
        });
        let buttons: Vec<_> = others.chain(ends).chain(correct).collect();
        if request.state == RequestState::HandedOver {
            parts.push(notice(Tone::Quiet, context.tr("request-final")));
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

/// Whether the term can still be said.
const fn may_choose(state: RequestState) -> bool {
    matches!(state, RequestState::Prepared | RequestState::Submitted)
}

/// When the answer is expected by a term, in the calendar of the centre.
fn expected_by(context: &Context<'_>, term: Term, submitted: Date) -> Option<Date> {
    expected(term, submitted, &context.catalogue.calendar.for_locality(context.centre.patron_day))
}
