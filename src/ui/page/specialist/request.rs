//! One request of a case: its state, and the moves that may follow.

mod form;
mod moves;
mod term;
mod view;

use super::draft::with_draft;
use super::{Action, ForSpecialists, Ground};
use crate::domain::case::{Case, Provenance, Request as Content, RequestState, Right, Row};
use crate::domain::plan::PlannedStep;
use crate::domain::term::Term;
use crate::i18n::date_numeric;
use crate::ui::component::{Element, Tone, notice};
use crate::ui::context::Context;
use crate::ui::keys::Key;
use crate::ui::page::visitor::step_title;
use crate::ui::page::{First, Page, Primary};
use crate::ui::portal::PortalWish;
use crate::ui::question::What;
use crate::ui::sheets::{SheetChoice, SheetWish};
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
    /// By which right, with what gives it as it is typed.
    right: Right,
    power: String,
    /// The results that are not handed over together with this one.
    apart: Vec<Uuid>,
    /// From where it is known what the provider did.
    from: Provenance,
    /// Whether somebody comes from the page of the State: no state of the request, which stays as it is.
    was_at_portal: bool,
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
    /// By which right it is collected.
    Right(Right),
    /// The paper that gives the right.
    Power(String),
    /// Another result is collected too, or not.
    Together(Uuid),
    /// From where it is known what the provider did.
    From(Provenance),
    /// Show the payment.
    Money,
    /// Open the page of the State.
    Portal,
    /// Look at the reception as it is printed.
    PrintReception,
    /// Close the case: it is asked before.
    Close,
    /// The term that was chosen and is paid for; none when nobody can say.
    Term(Option<Term>),
    /// Make the request ready.
    Prepare,
    /// Fill in what it asks for.
    Fill,
    /// Show what the person agreed to, or ask them.
    Consent,
    /// It cannot be finished here: why is asked.
    NotFinished,
    /// Look at the draft as it is printed.
    PrintDraft,
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
    /// Go on to the next request of the case.
    Next(Row),
    /// What was done so far is looked at as it is printed.
    Print,
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
        self.main_button(&ground.context, ground.session.case(self.case)?)
    }

    fn first(&self, ground: &Ground<'_>) -> Option<First> {
        match self.state(ground.session.case(self.case)?)? {
            RequestState::Prepared => Some(First::Field("request-number")),
            // Who collects it stands there already: the person of the case, until another is written.
            RequestState::Issued if self.collector.trim().is_empty() => Some(First::Field("request-collector")),
            RequestState::Issued => Some(First::Field("request-paper")),
            _ => None,
        }
    }

    fn submits(&self, message: &Message) -> bool {
        matches!(message, Message::Submit | Message::HandOver)
    }

    fn wrong(&self, _ground: &Ground<'_>) -> Option<&'static str> {
        self.wrong_field()
    }

    fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
        self.errors.iter().map(|error| ground.context.tr(error)).collect()
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

    fn takes_digits(&self, _ground: &Ground<'_>, field: &str) -> bool {
        field == "request-date"
    }

    fn is_typed_on(&self, _ground: &Ground<'_>) -> bool {
        true
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
                let step = case.request(id).map(|request| request.step.clone());
                (step.unwrap_or_default(), Some(id))
            }
        };
        // What a provider's list said already is most likely what is written down from it.
        let listed = request.is_some_and(|id| case.word_about(id).is_some());
        Self {
            case: case.id,
            step,
            request,
            term: None,
            number: String::new(),
            date: date_numeric(today),
            collector: case.person.name.clone(),
            paper: String::new(),
            right: Right::Person,
            power: case.person.representative.as_ref().map(|acting| acting.paper.clone()).unwrap_or_default(),
            apart: Vec::new(),
            from: if listed { Provenance::List } else { Provenance::Portal },
            was_at_portal: false,
            errors: Vec::new(),
        }
    }

    /// Somebody comes from the page of the State, and is asked for the number.
    pub const fn comes_from_portal(&mut self) {
        self.was_at_portal = true;
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
        of_step.or_else(|| Some(context.service_name(&self.open(context, case)?.service)))
    }

    /// Updates the page. `new_id` names a request that is made.
    fn hear(&mut self, message: Message, context: &Context<'_>, case: &Case, new_id: Uuid) -> Action {
        let command = match message {
            Message::Number(text) => return Self::write(&mut self.number, &text, 40),
            Message::Date(text) => return Self::write(&mut self.date, &text, 40),
            Message::Collector(text) => return Self::write(&mut self.collector, &text, 120),
            Message::Paper(text) => return Self::write(&mut self.paper, &text, 120),
            Message::Power(text) => return Self::write(&mut self.power, &text, 120),
            Message::Right(right) => {
                self.choose_right(case, right);
                return Action::None;
            }
            Message::Together(id) => {
                match self.apart.iter().position(|known| *known == id) {
                    Some(place) => drop(self.apart.remove(place)),
                    None => self.apart.push(id),
                }
                return Action::None;
            }
            Message::From(from) => {
                self.from = from;
                return Action::None;
            }
            Message::Money => {
                return match self.open(context, case) {
                    Some(request) => Action::OpenMoney(self.case, request.id),
                    None => Action::None,
                };
            }
            Message::Portal => {
                return match self.open(context, case) {
                    Some(request) => Action::Portal(PortalWish::Show(self.case, request.id)),
                    None => Action::None,
                };
            }
            Message::PrintReception => {
                return match self.open(context, case) {
                    Some(request) => Action::Sheet(SheetWish::Open(SheetChoice::Reception(self.case, request.id))),
                    None => Action::None,
                };
            }
            Message::Close => return Action::Ask(What::Close(self.case)),
            Message::HandOver => return self.hand_over(context, case),
            Message::Term(term) => {
                self.term = term;
                return Action::None;
            }
            Message::Prepare => self.prepare(context, case, new_id),
            Message::Consent => return Action::EditConsent(self.case),
            Message::Fill => return Action::OpenForm(self.case, self.form_row(context, case), None),
            Message::NotFinished => return self.ask_not_finished(context, case),
            Message::PrintDraft => {
                let row = self.form_row(context, case);
                return Action::Sheet(SheetWish::Open(SheetChoice::Draft(self.case, row)));
            }
            Message::End => return self.ask_end(context, case),
            Message::Correct => {
                return match self.open(context, case) {
                    Some(request) => Action::Correct(self.case, Some(request.id)),
                    None => Action::None,
                };
            }
            Message::Next(row) => return Action::OpenRequest(self.case, row),
            Message::Print => return Action::Sheet(SheetWish::Open(SheetChoice::Receipt(self.case))),
            Message::Submit => self.submit(context, case),
            Message::Move(to) => self.open(context, case).map(|request| self.move_to(to, context, request)),
        };
        match command {
            Some(command) => {
                self.errors.clear();
                Action::Command(self.case, Box::new(command))
            }
            None => Action::None,
        }
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

    /// The row whose application is filled in: the request that is open, or the step of one that is to be made.
    fn form_row(&self, context: &Context<'_>, case: &Case) -> Row {
        let open = self.open(context, case).filter(|request| !moves::may_begin_again(request.state));
        open.map_or_else(|| Row::Step(self.step.clone()), |request| Row::Request(request.id))
    }

    /// Whether there is an application to fill in.
    fn has_form(&self, context: &Context<'_>, case: &Case) -> bool {
        with_draft(context, case, &self.form_row(context, case), |_| ()).is_some()
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
}
