//! What the specialist's screens ask for, and the keys that do the same as their buttons.

use super::{App, Banner, EnrolError, Message, Screen};
use crate::domain::centre::Centre;
use crate::store::records::RecordsError;
use crate::ui::effect::Effect;
use crate::ui::keys::Key;
use crate::ui::page::confirm::{self, Leaving, What};
use crate::ui::page::specialist::sign_in::{self, Codes, SignIn, Stage};
use crate::ui::page::specialist::{
    Action, Session, case, client_error, closed_words, consent, desk, outbox, papers, person, records_error, request,
};
use crate::ui::page::visitor::{self, Visit};

impl App {
    pub(super) fn update_specialist(&mut self, message: Message) -> Vec<Effect> {
        let Some(mut screen) = self.stack.pop() else { return Vec::new() };
        if matches!(message, Message::Request(request::Message::Submit | request::Message::Enter)) {
            // What was recorded before says nothing about what is tried now.
            self.banner = None;
        }
        let submitted = matches!(
            message,
            Message::Person(person::Message::Submit)
                | Message::Consent(consent::Message::Submit)
                | Message::Request(request::Message::Submit | request::Message::HandOver | request::Message::Enter)
                | Message::SignIn(sign_in::Message::Submit)
                | Message::Desk(desk::Message::Find)
        );
        let action = self.specialist_screen(&mut screen, message);
        // Where something is wrong in a form, writing goes on there.
        let wrong = match &screen {
            _ if action != Action::None || !submitted => None,
            Screen::Person(page) => page.wrong_field(),
            Screen::Consent(page) => page.wrong_field(),
            Screen::Request(page) => page.wrong_field(),
            // While nothing is looked at, what was typed stays as it is.
            Screen::SignIn(page) => (page.is_wrong() && self.wait.left() == 0).then(|| page.wrong_field()),
            Screen::Desk(page) => page.wrong_field(),
            _ => None,
        };
        self.stack.push(screen);
        let mut effects = self.specialist_action(action);
        if let Some(field) = wrong {
            effects.extend([Effect::Focus(field.to_owned()), Effect::Mark(field.to_owned())]);
        }
        effects
    }

    fn specialist_screen(&self, screen: &mut Screen, message: Message) -> Action {
        // The popped screen decides how dense the look is; that has no part in an update.
        let context = self.context_of(screen);
        let case_of = |id| self.session.as_ref().and_then(|session| session.case(id));
        match (message, screen) {
            (Message::SignIn(message), Screen::SignIn(page)) if !self.busy => page.update(message, self.wait.left()),
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
                | Action::AddFirst { .. }
                | Action::FetchCodes
                | Action::SignOut
        );
        if !open && self.session.is_none() {
            return Vec::new();
        }
        match action {
            Action::None => Vec::new(),
            Action::Enrol { hub, code } => self.wait_for(Effect::Enrol { hub, code }),
            Action::SignIn { name, password } => {
                let circumstances = self.circumstances();
                self.wait_for(Effect::SignIn { name, password, circumstances })
            }
            Action::AddFirst { code, name, password } => {
                let circumstances = self.circumstances();
                self.wait_for(Effect::AddFirst { code, name, password, circumstances })
            }
            Action::AddColleague { name, password } => match &self.session {
                Some(session) => {
                    let key = session.key.clone();
                    self.wait_for(Effect::AddColleague { name, password, key })
                }
                None => Vec::new(),
            },
            Action::FetchCodes => self.wait_for(Effect::CountCodes { ask: true }),
            Action::NewsRead => match &mut self.session {
                Some(session) => vec![Effect::NoteTold(std::mem::take(&mut session.news))],
                None => Vec::new(),
            },
            Action::Lock => self.lock(),
            Action::SignOut => self.leave(Leaving::SignOut),
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
            Action::Ask(what) => self.ask(what),
            Action::Correct(id, step) => self.ask_correct(id, step.as_deref()),
            Action::ShowOutbox => {
                let mut effects = self.push(Screen::Outbox(outbox::Outbox::default()));
                effects.push(Effect::ReadJournal);
                effects
            }
            Action::SendNow => vec![Effect::WakeSync],
            Action::ShowColleague => self.push(Screen::SignIn(SignIn::new(Stage::Colleague))),
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

    pub(super) fn wait_for(&mut self, effect: Effect) -> Vec<Effect> {
        if self.busy {
            return Vec::new();
        }
        self.busy = true;
        vec![effect]
    }

    pub(super) fn sign_out(&mut self) -> Vec<Effect> {
        self.session = None;
        self.locked = None;
        self.pending = None;
        // Of nobody's cases any more.
        self.note_changes();
        self.forget()
    }

    pub(super) fn signed_in(&mut self, result: Result<Box<Session>, RecordsError>) -> Vec<Effect> {
        self.busy = false;
        match result {
            Ok(session) => {
                if !self.specialists.contains(&session.name) {
                    self.specialists.push(session.name.clone());
                }
                // Whoever asked has left the page meanwhile: nobody is signed in behind a visitor's back.
                if !self.is_on(&[Stage::SignIn, Stage::First]) {
                    return Vec::new();
                }
                self.begin_session(*session)
            }
            // Without records nobody can sign in; that is said, and why.
            Err(error) if self.records_failed.is_some() => self.fail_sign_in(closed_words(&error)),
            Err(error) => self.refuse_sign_in(&error),
        }
    }

    /// Shows the desk to whoever was admitted.
    pub(super) fn begin_session(&mut self, session: Session) -> Vec<Effect> {
        self.session = Some(session);
        self.note_changes();
        self.know_cases();
        self.idle.touch();
        let effects = self.reset(Screen::Desk(desk::Desk::default()));
        if !std::mem::take(&mut self.open_after_sign_in) {
            return effects;
        }
        // The visitor's plan is there to open a case on. Signing in alone records nothing.
        let banner = self.banner;
        let effects = self.push(Screen::Plan(visitor::plan::Plan::default()));
        self.banner = banner;
        effects
    }

    /// Says why nobody was admitted or added, and how long nothing more is looked at.
    pub(super) fn refuse_sign_in(&mut self, error: &RecordsError) -> Vec<Effect> {
        use RecordsError::{TooSoon, WrongCode, WrongPassword};
        if let WrongPassword { seconds } | WrongCode { seconds } | TooSoon { seconds } = error {
            self.wait = super::Wait::new(*seconds);
        }
        let field = match self.stack.last_mut() {
            Some(Screen::SignIn(page)) => {
                page.refuse(error);
                page.wrong_field()
            }
            Some(Screen::Locked(page)) => {
                page.refuse(error);
                page.wrong_field()
            }
            _ => return vec![Effect::WakeSync],
        };
        match error {
            // Nothing was looked at: writing goes on where it is.
            TooSoon { .. } => Vec::new(),
            RecordsError::NoCode => vec![Effect::CountCodes { ask: false }],
            // It may have left an entry.
            WrongPassword { .. } | WrongCode { .. } => vec![Effect::Focus(field.to_owned()), Effect::WakeSync],
            _ => vec![Effect::Focus(field.to_owned())],
        }
    }

    /// How many recovery codes are left, for the page of the first specialist.
    pub(super) fn codes_counted(&mut self, codes: Codes) -> Vec<Effect> {
        if codes.asked {
            self.busy = false;
        }
        let ask = match self.stack.last_mut() {
            Some(Screen::SignIn(page)) => page.note_codes(codes),
            _ => false,
        };
        if ask { vec![Effect::CountCodes { ask }] } else { Vec::new() }
    }

    /// Whether the sign-in page is shown, in one of these stages.
    pub(super) fn is_on(&self, stages: &[Stage]) -> bool {
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
            Err(error) => self.refuse_sign_in(&error),
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
                let stage = self.sign_in_stage();
                let mut effects = self.replace(Screen::SignIn(SignIn::new(stage)));
                effects.extend((stage == Stage::First).then_some(Effect::CountCodes { ask: false }));
                effects
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
            Screen::Call => Message::Back,
            Screen::Plan(_) => Message::Visitor(if self.session.is_some() {
                visitor::Action::OpenCase
            } else {
                visitor::Action::CallSpecialist
            }),
            Screen::SignIn(_) => Message::SignIn(sign_in::Message::Submit),
            Screen::Locked(page) => Message::Locked(page.on_enter()),
            Screen::Person(_) => Message::Person(person::Message::Submit),
            Screen::Consent(_) => Message::Consent(consent::Message::Submit),
            Screen::CasePapers(..) => Message::CasePapers(papers::Message::Submit),
            Screen::Request(_) => Message::Request(request::Message::Enter),
            Screen::Confirm(_) => Message::Confirm(confirm::Message::Yes),
            _ => return None,
        })
    }

    /// What a digit does where no field took it: it chooses the answer, event or step of that number.
    pub(super) fn digit_message(&self, digit: usize) -> Option<Message> {
        let events = &self.hand.overview().tiles;
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
            Screen::Inform => event().map(|code| Message::Specialist(Action::Ask(What::Inform(code)))),
            Screen::Confirm(page) => Self::confirm_digit(page, digit),
            Screen::Consent(_) => consent::Consent::by_digit(digit).map(Message::Consent),
            Screen::CasePapers(id, page) => {
                let case = self.session.as_ref()?.case(*id)?;
                page.by_digit(&self.context(), case, digit).map(Message::CasePapers)
            }
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

    /// What the key of an action does on the page shown; nothing where the action is not possible.
    pub(super) fn key_message(&self, key: Key) -> Option<Message> {
        let act = |action| Some(Message::Specialist(action));
        match (self.screen(), key) {
            (Screen::Desk(_), Key::NewVisit) => act(Action::NewVisit),
            (Screen::Desk(_), Key::Inform) => act(Action::ShowInform),
            (Screen::Desk(_), Key::Outbox) => act(Action::ShowOutbox),
            (Screen::Case(id), Key::Person | Key::Consent | Key::Papers)
                if self.session.as_ref()?.case(*id)?.closed.is_some() =>
            {
                None
            }
            (Screen::Case(id), Key::Person) => act(Action::EditPerson(*id)),
            (Screen::Case(id), Key::Consent) => act(Action::EditConsent(*id)),
            (Screen::Case(id), Key::Papers) => act(Action::EditPapers(*id)),
            (Screen::Case(id), Key::Told) => {
                let open = self.session.as_ref()?.case(*id)?;
                case::tell(&self.context(), open).and_then(act)
            }
            (Screen::Case(id), Key::End) => {
                let open = self.session.as_ref()?.case(*id)?;
                open.closed.is_none().then(|| Message::Specialist(Action::Ask(What::Close(*id))))
            }
            (Screen::Case(id), Key::Correct) => act(Action::Correct(*id, None)),
            (_, Key::SignOut) if self.session.is_some() => act(Action::SignOut),
            (_, Key::Lock) if self.session.is_some() => act(Action::Lock),
            (Screen::Outbox(_), Key::SendNow) => act(Action::SendNow),
            (Screen::Outbox(_), Key::Correct) => Some(Message::Outbox(outbox::Message::Correct)),
            (Screen::Request(page), _) => {
                let case = self.session.as_ref()?.case(page.case)?;
                page.by_key(&self.context(), case, key).map(Message::Request)
            }
            // The way to the sign-in from any of the visitor's pages.
            (screen, Key::SignIn) if self.session.is_none() && !matches!(screen, Screen::SignIn(_)) => {
                Some(Message::Visitor(visitor::Action::OpenCase))
            }
            _ => None,
        }
    }
}
