//! What the specialist's screens ask for, and the keys that do the same as their buttons.

use super::{App, Banner, EnrolError, Message, Screen};
use crate::domain::centre::Centre;
use crate::store::records::RecordsError;
use crate::store::vault::CaseKey;
use crate::ui::effect::Effect;
use crate::ui::screen::specialist::sign_in::{self, SignIn, Stage};
use crate::ui::screen::specialist::{
    Action, Session, case, client_error, closed_words, consent, desk, outbox, papers, person, records_error, request,
};
use crate::ui::screen::visitor::{self, Visit};

impl App {
    pub(super) fn update_specialist(&mut self, message: Message) -> Vec<Effect> {
        let Some(mut screen) = self.stack.pop() else { return Vec::new() };
        if matches!(message, Message::Request(request::Message::Submit | request::Message::Enter)) {
            // What was recorded before says nothing about what is tried now.
            self.banner = None;
        }
        let submitted = matches!(message, Message::Person(person::Message::Submit));
        let action = self.specialist_screen(&mut screen, message);
        // Where something is wrong in a form, writing goes on there.
        let wrong = match &screen {
            Screen::Person(page) if action == Action::None && submitted => page.wrong_field(),
            _ => None,
        };
        self.stack.push(screen);
        let mut effects = self.specialist_action(action);
        effects.extend(wrong.map(|field| Effect::Focus(field.to_owned())));
        effects
    }

    fn specialist_screen(&self, screen: &mut Screen, message: Message) -> Action {
        // The popped screen decides how dense the look is; that has no part in an update.
        let context = self.context_of(screen);
        let case_of = |id| self.session.as_ref().and_then(|session| session.case(id));
        match (message, screen) {
            (Message::SignIn(message), Screen::SignIn(page)) if !self.busy => page.update(message),
            (Message::Desk(message), Screen::Desk(page)) => match &self.session {
                Some(session) => page.update(message, session),
                None => Action::None,
            },
            (Message::Person(message), Screen::Person(page)) => page.update(message),
            (Message::Consent(message), Screen::Consent(page)) => page.update(message, &context),
            (Message::CasePapers(message), Screen::CasePapers(_, page)) => page.update(message),
            (Message::Request(message), Screen::Request(page)) => match case_of(page.case) {
                Some(case) => page.update(message, &context, case, (self.environment.new_id)()),
                None => Action::None,
            },
            (Message::Outbox(message), Screen::Outbox(page)) => page.update(message),
            (Message::Specialist(action), _) => action,
            // A message for a screen that is gone.
            _ => Action::None,
        }
    }

    pub(super) fn specialist_action(&mut self, action: Action) -> Vec<Effect> {
        // Only the way in is open to somebody who is not signed in.
        let open = matches!(
            action,
            Action::None
                | Action::Enrol { .. }
                | Action::SignIn { .. }
                | Action::AddSpecialist { .. }
                | Action::SignOut
        );
        if !open && self.session.is_none() {
            return Vec::new();
        }
        match action {
            Action::None => Vec::new(),
            Action::Enrol { hub, code } => self.wait_for(Effect::Enrol { hub, code }),
            Action::SignIn { name, password } => self.wait_for(Effect::SignIn { name, password }),
            Action::AddSpecialist { name, password } => {
                let key = self.session.as_ref().map(|session| session.key.clone());
                self.wait_for(Effect::AddSpecialist { name, password, key })
            }
            Action::SignOut => self.sign_out(),
            Action::NewVisit => {
                self.visit = Visit::default();
                self.banner = None;
                self.reset(Screen::Start(visitor::start::Start::default()))
            }
            Action::OpenCase(id) => self.push(Screen::Case(id)),
            Action::EditPerson(id) => self.form(id, |case, _| Screen::Person(person::Person::new(case))),
            Action::EditConsent(id) => self.form(id, |case, _| Screen::Consent(consent::Consent::new(case))),
            Action::EditPapers(id) => self.form(id, |case, _| Screen::CasePapers(case.id, papers::Papers::new(case))),
            Action::OpenRequest(id, step) => {
                self.form(id, |case, today| Screen::Request(request::Request::new(case, step, today)))
            }
            Action::Command(id, command) => self.command(id, *command),
            Action::ShowInform => self.push(Screen::Inform),
            Action::Inform(event) => self.inform(event),
            Action::ShowOutbox => {
                let mut effects = self.push(Screen::Outbox(outbox::Outbox::default()));
                effects.push(Effect::ReadJournal);
                effects
            }
            Action::SendNow => vec![Effect::WakeSync],
            Action::Exit => vec![Effect::Exit],
            Action::ShowColleague => {
                let page = SignIn::new(Stage::Colleague, &self.specialists);
                self.push(Screen::SignIn(page))
            }
        }
    }

    fn form(
        &mut self,
        id: uuid::Uuid,
        make: impl FnOnce(&crate::domain::case::Case, jiff::civil::Date) -> Screen,
    ) -> Vec<Effect> {
        let today = self.today();
        let Some(case) = self.session.as_ref().and_then(|session| session.case(id)) else { return Vec::new() };
        let screen = make(case, today);
        self.banner = None;
        self.push(screen)
    }

    fn wait_for(&mut self, effect: Effect) -> Vec<Effect> {
        if self.busy {
            return Vec::new();
        }
        self.busy = true;
        vec![effect]
    }

    pub(super) fn sign_out(&mut self) -> Vec<Effect> {
        self.session = None;
        self.pending = None;
        self.forget()
    }

    pub(super) fn signed_in(
        &mut self,
        result: Result<(String, CaseKey, Vec<crate::domain::case::Case>), RecordsError>,
    ) -> Vec<Effect> {
        self.busy = false;
        match result {
            Ok((name, key, cases)) => {
                if !self.specialists.contains(&name) {
                    self.specialists.push(name.clone());
                }
                // Whoever asked has left the page meanwhile: nobody is signed in behind a visitor's back.
                if !self.is_on(&[Stage::SignIn, Stage::First]) {
                    return Vec::new();
                }
                self.session = Some(Session { name, key, cases });
                self.note_changes();
                self.know_cases();
                self.idle.touch();
                let effects = self.reset(Screen::Desk(desk::Desk::default()));
                if self.salvaged {
                    self.salvaged = false;
                    self.banner = Some(Banner { good: false, message: "records-salvaged", number: None });
                }
                if !std::mem::take(&mut self.open_after_sign_in) {
                    return effects;
                }
                // Should the disk not take the case, the plan is still there to try again from.
                let banner = self.banner;
                let mut effects = self.push(Screen::Plan(visitor::plan::Plan::default()));
                self.banner = banner;
                effects.extend(self.open_case());
                effects
            }
            Err(error) => {
                let closed = self.records_failed.is_some();
                self.fail_sign_in(if closed { closed_words(&error) } else { records_error(&error) })
            }
        }
    }

    /// Whether the sign-in page is shown, in one of these stages.
    fn is_on(&self, stages: &[Stage]) -> bool {
        matches!(self.screen(), Screen::SignIn(page) if stages.contains(&page.stage))
    }

    fn fail_sign_in(&mut self, message: &'static str) -> Vec<Effect> {
        if let Some(Screen::SignIn(page)) = self.stack.last_mut() {
            page.fail(message);
            return vec![Effect::Focus(page.first_field().to_owned())];
        }
        Vec::new()
    }

    pub(super) fn colleague_added(&mut self, result: Result<String, RecordsError>) -> Vec<Effect> {
        self.busy = false;
        match result {
            Ok(name) => {
                self.specialists.push(name);
                if !self.is_on(&[Stage::Colleague]) {
                    return Vec::new();
                }
                let effects = self.back();
                self.banner = Some(Banner { good: true, message: "colleague-added", number: None });
                effects
            }
            Err(error) => self.fail_sign_in(records_error(&error)),
        }
    }

    pub(super) fn enrolled(&mut self, result: Result<Box<Centre>, EnrolError>) -> Vec<Effect> {
        self.busy = false;
        match result {
            Ok(centre) => {
                self.centre = *centre;
                self.enrolled = true;
                if !self.is_on(&[Stage::Enrol]) {
                    return Vec::new();
                }
                let page = SignIn::new(self.sign_in_stage(), &self.specialists);
                self.replace(Screen::SignIn(page))
            }
            Err(error) => self.fail_sign_in(match &error {
                EnrolError::Client(error) => client_error(error),
                EnrolError::Records(error) => records_error(error),
            }),
        }
    }

    /// What Enter does where no control took it.
    pub(super) fn default_message(&self) -> Option<Message> {
        Some(match self.screen() {
            Screen::Event(_) | Screen::Answers => Message::Visitor(visitor::Action::Continue),
            Screen::Question(_) => Message::Question(visitor::question::Message::Next),
            Screen::Goodbye => Message::Visitor(visitor::Action::StartAgain),
            Screen::Call => Message::Visitor(visitor::Action::OpenCase),
            Screen::Plan(_) => Message::Visitor(if self.session.is_some() {
                visitor::Action::OpenCase
            } else {
                visitor::Action::CallSpecialist
            }),
            Screen::SignIn(_) => Message::SignIn(sign_in::Message::Submit),
            Screen::Person(_) => Message::Person(person::Message::Submit),
            Screen::Consent(_) => Message::Consent(consent::Message::Submit),
            Screen::CasePapers(..) => Message::CasePapers(papers::Message::Submit),
            Screen::Request(_) => Message::Request(request::Message::Enter),
            _ => return None,
        })
    }

    /// What a digit does where no field took it: it chooses the answer, event or step of that number.
    pub(super) fn digit_message(&self, digit: usize) -> Option<Message> {
        let events = self.catalogue.events_by_rank();
        let event = || events.get(digit.checked_sub(1)?).map(|event| event.code.clone());
        match self.screen() {
            Screen::Question(page) => {
                let definition = self.definition(&page.id)?;
                visitor::question::Question::by_digit(definition, digit).map(Message::Question)
            }
            Screen::Start(page) => {
                let shown = page.shown(&self.context());
                let code = (*shown.get(digit.checked_sub(1)?)?).to_owned();
                Some(Message::Start(visitor::start::Message::Event(code)))
            }
            Screen::Inform => event().map(|code| Message::Specialist(Action::Inform(code))),
            Screen::Case(id) => {
                let case = self.session.as_ref()?.case(*id)?;
                let context = self.context();
                let situation = context.situation(&case.event, &case.answers)?;
                let plan = crate::domain::plan::Plan::compute(&situation);
                let step = plan.shown().filter(|step| step.service.is_some()).nth(digit.checked_sub(1)?)?;
                Some(Message::Specialist(Action::OpenRequest(*id, step.step.id.clone())))
            }
            _ => None,
        }
    }

    /// What a function key does.
    pub(super) fn function_message(&self, key: u8) -> Option<Message> {
        let act = |action| Some(Message::Specialist(action));
        match (self.screen(), key) {
            (Screen::Desk(_), 2) => act(Action::NewVisit),
            (Screen::Desk(_), 4) => act(Action::ShowInform),
            (Screen::Desk(_), 6) => act(Action::ShowOutbox),
            (Screen::Desk(_), 10) => act(Action::SignOut),
            (Screen::Case(id), 2) => act(Action::EditPerson(*id)),
            (Screen::Case(id), 3) => act(Action::EditConsent(*id)),
            (Screen::Case(id), 4) => act(Action::EditPapers(*id)),
            (Screen::Case(id), 8) => {
                let open = self.session.as_ref()?.case(*id)?;
                case::tell(&self.context(), open).and_then(act)
            }
            (Screen::Case(id), 9) => act(Action::Command(*id, Box::new(crate::domain::case::Command::Close))),
            (Screen::Outbox(_), 5) => act(Action::SendNow),
            (Screen::Request(page), _) => {
                let case = self.session.as_ref()?.case(page.case)?;
                page.by_key(&self.context(), case, key).map(Message::Request)
            }
            // The way to the sign-in from any of the visitor's pages.
            (screen, 12) if self.session.is_none() && !matches!(screen, Screen::SignIn(_)) => {
                Some(Message::Visitor(visitor::Action::OpenCase))
            }
            _ => None,
        }
    }
}
