//! The way in: enrolment, signing in, adding a colleague, and the way out.

use super::{Desk, Staff};
use crate::domain::centre::Centre;
use crate::domain::people::Deed;
use crate::store::records::{RecordsError, SecretKind};
use crate::ui::app::{App, Banner, EnrolError, Screen, Wait};
use crate::ui::effect::Effect;
use crate::ui::page::door::{Codes, SignInForm, Stage, Wanted};
use crate::ui::page::fault::{client_error, closed_words, records_error};
use crate::ui::page::specialist::secret::SecretPage;
use crate::ui::page::specialist::{Screen as DeskScreen, Session};
use crate::ui::page::visitor::Screen as VisitorScreen;
use crate::ui::page::visitor::plan::PlanPage;
use crate::ui::page::visitor::sign_in::SignInPage;

impl App {
    /// Does what somebody at the way in asks for.
    pub(in crate::ui::app) fn enter(&mut self, wanted: Wanted) -> Vec<Effect> {
        let circumstances = self.circumstances();
        match wanted {
            Wanted::Enrol { hub, code } => self.wait_for(Effect::Enrol { hub, code }),
            Wanted::SignIn { name, password, code } => {
                self.wait_for(Effect::SignIn { name, password, code, circumstances })
            }
            Wanted::Recover { groups, name, password } => {
                self.wait_for(Effect::Recover { groups: Box::new(groups), name, password, circumstances })
            }
            Wanted::Forgotten => {
                self.visitor.stack.replace(SignInPage { form: SignInForm::new(Stage::Recover) }.into());
                self.arrived()
            }
            Wanted::People(wish) => self.wish_people(wish),
            Wanted::AddFirst { code, name, password } => {
                self.wait_for(Effect::AddFirst { code, name, password, circumstances })
            }
            Wanted::FetchCodes => self.wait_for(Effect::CountCodes { ask: true }),
        }
    }

    /// Ends the session: all that the desk holds is dropped.
    pub(in crate::ui::app) fn sign_out(&mut self) -> Vec<Effect> {
        self.staff = Staff::Nobody;
        self.forget()
    }

    pub(in crate::ui::app) fn signed_in(&mut self, result: Result<Box<Session>, RecordsError>) -> Vec<Effect> {
        self.frame.face.busy = false;
        match result {
            Ok(session) => {
                self.terminal.note_specialist(&session.name);
                // Whoever asked has left the page meanwhile: nobody is signed in behind a visitor's back.
                if !self.is_at_door(&[Stage::SignIn, Stage::First, Stage::Recover]) {
                    return Vec::new();
                }
                let is_first = self.is_at_door(&[Stage::First]);
                let mut effects = self.begin_session(*session);
                // The set-up ends with the sheet for the safe: later nobody may be left who could make one.
                if is_first {
                    effects.extend(self.push_desk(SecretPage::new(SecretKind::Sheet)));
                }
                effects
            }
            // Without records nobody can sign in; that is said, and why.
            Err(error) if self.terminal.records_failed.is_some() => self.fail_sign_in(closed_words(&error)),
            Err(error) => self.refuse_sign_in(&error),
        }
    }

    /// Shows the desk to whoever was admitted.
    pub(super) fn begin_session(&mut self, session: Session) -> Vec<Effect> {
        self.staff = Staff::AtWork(Box::new(Desk::new(session)));
        self.staff.note_changes(&mut self.terminal);
        self.frame.idle.touch();
        let works = self.session().is_some_and(|session| session.may(Deed::Work).is_ok());
        let opens_case = std::mem::take(&mut self.visitor.opens_case) && works;
        let mut effects = self.show_desk();
        if opens_case {
            // The visitor's plan is there to open a case on. Signing in alone records nothing.
            self.visitor.stack.replace(PlanPage::default().into());
            if let Some(desk) = self.staff.desk_mut() {
                desk.guides = true;
            }
            effects = self.arrived();
        }
        effects.push(Effect::ReadPost);
        effects.extend(self.ask_providers(false));
        effects
    }

    /// The form of the way in that is shown.
    fn form_at_door(&mut self) -> Option<&mut SignInForm> {
        let shown = self.frame.face.modal.is_none();
        match &mut self.staff {
            Staff::Locked(locked) => Some(locked.page.form_mut()),
            Staff::AtWork(desk) if shown && !desk.guides => match desk.stack.top_mut() {
                DeskScreen::Colleague(page) => Some(&mut page.form),
                _ => None,
            },
            Staff::AtWork(_) | Staff::Nobody if shown => match self.visitor.stack.top_mut() {
                VisitorScreen::SignIn(page) => Some(&mut page.form),
                _ => None,
            },
            Staff::AtWork(_) | Staff::Nobody => None,
        }
    }

    /// Says why nobody was admitted or added, and how long nothing more is looked at.
    pub(super) fn refuse_sign_in(&mut self, error: &RecordsError) -> Vec<Effect> {
        use RecordsError::{TooSoon, WrongCode, WrongOneTimeCode, WrongPassword, WrongSheet};
        if let WrongPassword { seconds }
        | WrongCode { seconds }
        | WrongSheet { seconds }
        | WrongOneTimeCode { seconds, .. }
        | TooSoon { seconds } = error
        {
            self.terminal.wait = Wait::new(*seconds);
        }
        let Some(form) = self.form_at_door() else { return vec![Effect::WakeSync] };
        form.refuse(error);
        let field = form.wrong_field();
        match error {
            // Nothing was looked at: writing goes on where it is.
            TooSoon { .. } => Vec::new(),
            RecordsError::NoCode => vec![Effect::CountCodes { ask: false }],
            // It may have left an entry.
            WrongPassword { .. } | WrongCode { .. } | WrongSheet { .. } | WrongOneTimeCode { .. } => {
                let mut effects = self.write_in(field, false);
                effects.push(Effect::WakeSync);
                effects
            }
            _ => self.write_in(field, false),
        }
    }

    /// How many recovery codes are left, for the page of the first specialist.
    pub(in crate::ui::app) fn codes_counted(&mut self, codes: Codes) -> Vec<Effect> {
        if codes.asked {
            self.frame.face.busy = false;
        }
        let ask = self.form_at_door().is_some_and(|form| form.note_codes(codes));
        if ask { vec![Effect::CountCodes { ask }] } else { Vec::new() }
    }

    /// Whether the way in is shown, in one of these stages.
    pub(in crate::ui::app) fn is_at_door(&self, stages: &[Stage]) -> bool {
        match self.screen() {
            Screen::Visitor(VisitorScreen::SignIn(page)) => stages.contains(&page.form.stage),
            Screen::Desk(DeskScreen::Colleague(page)) => stages.contains(&page.form.stage),
            Screen::Visitor(_) | Screen::Desk(_) | Screen::Locked(_) | Screen::Modal(_) => false,
        }
    }

    fn fail_sign_in(&mut self, message: &'static str) -> Vec<Effect> {
        let Some(form) = self.form_at_door() else { return Vec::new() };
        form.fail(message);
        let field = form.first_field();
        self.write_in(field, false)
    }

    /// The terminal was enrolled from here, or by a command beside the window, maybe for another centre than before.
    pub(in crate::ui::app) fn enrolled(&mut self, result: Result<Box<Centre>, EnrolError>) -> Vec<Effect> {
        // Whoever is signing in while a command enrols the terminal anew waits on.
        if !self.is_at_door(&[
            Stage::First,
            Stage::SignIn,
            Stage::Recover,
            Stage::Colleague,
            Stage::OwnPassword,
            Stage::Reset,
        ]) {
            self.frame.face.busy = false;
        }
        match result {
            Ok(centre) => {
                self.terminal.centre = *centre;
                self.terminal.enrolled = true;
                if self.enrols_at_set_up() {
                    return self.enrolled_at_set_up(None);
                }
                if !self.is_at_door(&[Stage::Enrol]) {
                    return Vec::new();
                }
                if matches!(self.screen(), Screen::Desk(_))
                    && let Some(desk) = self.staff.desk_mut()
                {
                    // A computer that came in by the relay's code: whoever is signed in goes on where they were.
                    desk.stack.pop();
                    self.frame.sync.entered = false;
                    let mut effects = self.arrived();
                    self.frame.face.banner = Some(Banner { good: true, message: "computer-enrolled", number: None });
                    effects.extend(self.hear_banner());
                    effects.extend(self.look_over());
                    effects.push(Effect::WakeSync);
                    return effects;
                }
                let stage = self.terminal.sign_in_stage();
                self.visitor.stack.replace(SignInPage { form: SignInForm::new(stage) }.into());
                let mut effects = self.arrived();
                effects.extend((stage == Stage::First).then_some(Effect::CountCodes { ask: false }));
                effects
            }
            Err(error) => {
                let words = match &error {
                    EnrolError::Client(error) => client_error(error),
                    EnrolError::Records(error) => records_error(error),
                    EnrolError::Room => "enrol-error-room",
                };
                if self.enrols_at_set_up() {
                    return self.enrolled_at_set_up(Some(words));
                }
                self.fail_sign_in(words)
            }
        }
    }
}
