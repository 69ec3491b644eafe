//! This computer is set up, and looked at: what the pages of the set-up ask for, and what the disk and the equipment say.

use super::App;
use super::stack::Stack;
use super::terminal::Terminal;
use crate::domain::doctor::Finding;
use crate::domain::people::Deed;
use crate::domain::printing::Told;
use crate::domain::setup::{CentrePlace, Question};
use crate::domain::shelf::Shelf;
use crate::domain::text::Text;
use crate::handout::set_up::trial_sheet;
use crate::platform::configuration::{Configuration, NotWritten};
use crate::ui::effect::Effect;
use crate::ui::page::visitor::Screen;
use crate::ui::page::visitor::set_up::SetUpPage;
use crate::ui::page::visitor::start::StartPage;
use crate::ui::set_up::{Equipment, SetUp, SetUpWish, Written};
use uuid::Uuid;

impl App {
    /// What is to be done first: at a first start it is looked for what this computer has.
    #[must_use]
    pub fn begin(&self) -> Vec<Effect> {
        if self.set_up.is_some() { vec![Effect::LookAround] } else { Vec::new() }
    }

    /// Whether this computer is being set up.
    #[must_use]
    pub const fn set_up(&self) -> Option<&SetUp> {
        self.set_up.as_ref()
    }

    /// The settings in use.
    #[must_use]
    pub const fn configuration(&self) -> &Configuration {
        &self.terminal.configuration
    }

    /// The centre that the window names, and its district. A computer that nobody has set up yet stands at none before one is
    /// chosen.
    pub(super) fn named_centre(&self) -> Option<(&Text, &Text)> {
        let Terminal { centre, enrolled, .. } = &self.terminal;
        match self.set_up.as_ref().filter(|set_up| set_up.first && !enrolled) {
            Some(set_up) => set_up.centre().map(|chosen| (&chosen.name, &chosen.district)),
            None => Some((&centre.name, &centre.district)),
        }
    }

    /// The centres that the catalogue knows.
    pub(super) fn centres(shelf: &dyn Shelf) -> Vec<CentrePlace> {
        let ids = shelf.centres().unwrap_or_default();
        ids.iter().filter_map(|id| shelf.centre(id).ok().flatten()).map(CentrePlace::from).collect()
    }

    /// Shows the set-up to the head of a centre who is signed in, with what is set.
    pub(super) fn change_settings(&mut self) -> Vec<Effect> {
        let may = self.session().is_some_and(|session| session.may(Deed::SetUp).is_ok());
        if !may {
            return Vec::new();
        }
        let centres = Self::centres(self.terminal.hand.shelf().as_ref());
        self.set_up = Some(SetUp::new(false, &self.terminal.configuration, centres));
        self.visitor.stack = Stack::new(SetUpPage::new(Question::Language).into());
        if let Some(desk) = self.staff.desk_mut() {
            desk.guides = true;
        }
        let mut effects = self.arrived();
        effects.push(Effect::LookAround);
        effects
    }

    /// The set-up is over for whoever left its pages: nobody comes back to it by another way.
    pub(super) fn note_set_up(&mut self) {
        if self.set_up.is_some() && !self.is_locked() && !matches!(self.visitor.stack.top(), Screen::SetUp(_)) {
            self.set_up = None;
        }
    }

    pub(super) fn set_up_wishes(&mut self, wishes: Vec<SetUpWish>) -> Vec<Effect> {
        wishes.into_iter().flat_map(|wish| self.set_up_wish(wish)).collect()
    }

    fn set_up_wish(&mut self, wish: SetUpWish) -> Vec<Effect> {
        let Some(set_up) = &mut self.set_up else { return Vec::new() };
        if set_up.take(&wish) {
            if let SetUpWish::Language(language) = wish {
                self.frame.speak(language);
            }
            return Vec::new();
        }
        match wish {
            SetUpWish::GoOn(question) => {
                set_up.settle(question);
                self.next_question(question)
            }
            SetUpWish::Later(question) => {
                set_up.leave_open(question);
                set_up.refused = None;
                self.next_question(question)
            }
            SetUpWish::LookAround => {
                set_up.equipment = None;
                vec![Effect::LookAround]
            }
            SetUpWish::PrintTrial(printer) => {
                let id = (self.terminal.environment.new_id)();
                set_up.trial = Some((id, Told::Sending));
                let sheet = trial_sheet(&self.frame.texts, self.terminal.today());
                vec![Effect::PrintTrial { id, printer, sheet: Box::new(sheet) }]
            }
            SetUpWish::Enrol { hub, code } => {
                set_up.refused = None;
                self.wait_for(Effect::Enrol { hub, code })
            }
            SetUpWish::Again => self.write_settings(),
            SetUpWish::Leave => self.leave_set_up(),
            SetUpWish::Language(_)
            | SetUpWish::Computer(_)
            | SetUpWish::WaitingNumbers(_)
            | SetUpWish::PrintAlone(_)
            | SetUpWish::Centre(_)
            | SetUpWish::Printer(_)
            | SetUpWish::Scanner(_)
            | SetUpWish::Ruler(..) => Vec::new(),
        }
    }

    /// Shows the question after this one; before the last the settings are written, so that what is checked is what holds.
    fn next_question(&mut self, question: Question) -> Vec<Effect> {
        let Some(set_up) = &self.set_up else { return Vec::new() };
        let Some(next) = question.next(&set_up.answers, self.terminal.enrolled) else { return Vec::new() };
        let mut effects = self.push_visitor(SetUpPage::new(next));
        if next == Question::Check {
            effects.extend(self.write_settings());
        }
        effects
    }

    fn write_settings(&mut self) -> Vec<Effect> {
        let Some(set_up) = &mut self.set_up else { return Vec::new() };
        if set_up.written == Written::OnTheWay {
            return Vec::new();
        }
        set_up.written = Written::OnTheWay;
        self.terminal.doctor.looking = true;
        vec![Effect::WriteSettings(set_up.answers.settings())]
    }

    /// The settings are written, or not. They hold from now on.
    pub(super) fn settings_written(&mut self, result: Result<Box<Configuration>, NotWritten>) -> Vec<Effect> {
        let written = match result {
            Ok(configuration) => {
                self.apply(*configuration);
                Written::Yes
            }
            Err(error) => {
                self.terminal.doctor.looking = false;
                Written::Failed(match error {
                    NotWritten::Before(_) => "set-up-error-file",
                    NotWritten::After(_) => "set-up-error-value",
                    NotWritten::Disk { full: true, .. } => "set-up-error-full",
                    NotWritten::Disk { full: false, .. } => "set-up-error-disk",
                })
            }
        };
        if let Some(set_up) = &mut self.set_up {
            set_up.written = written;
        }
        if written == Written::Yes { self.look_over() } else { Vec::new() }
    }

    /// Takes other settings into use.
    fn apply(&mut self, configuration: Configuration) {
        if !self.terminal.enrolled
            && let Ok(Some(centre)) = self.terminal.hand.shelf().centre(&configuration.centre)
        {
            self.terminal.centre = centre;
        }
        self.terminal.take_settings(configuration);
    }

    /// Looks at all of this computer.
    pub(super) fn look_over(&mut self) -> Vec<Effect> {
        self.terminal.doctor.looking = true;
        vec![Effect::LookOver]
    }

    /// All of this computer was looked at.
    pub(super) fn looked_over(&mut self, found: Vec<Finding>) -> Vec<Effect> {
        self.terminal.doctor.looking = false;
        self.terminal.doctor.found = found;
        Vec::new()
    }

    /// It was looked for what this computer has.
    pub(super) fn looked_around(&mut self, equipment: Equipment) -> Vec<Effect> {
        if let Some(set_up) = &mut self.set_up {
            set_up.note_equipment(equipment);
        }
        Vec::new()
    }

    /// Something is told of the page that was printed for a trial.
    pub(super) fn trial_told(&mut self, id: Uuid, told: Told) -> Vec<Effect> {
        if let Some(trial) = self.set_up.as_mut().and_then(|set_up| set_up.trial.as_mut())
            && trial.0 == id
        {
            trial.1 = told;
        }
        Vec::new()
    }

    /// The computer was enrolled from the set-up, or not: it goes on, or says why not.
    pub(super) fn enrolled_at_set_up(&mut self, refused: Option<&'static str>) -> Vec<Effect> {
        let Some(set_up) = &mut self.set_up else { return Vec::new() };
        set_up.refused = refused;
        match refused {
            Some(_) => self.write_in("hub", false),
            None => self.next_question(Question::Enrolment),
        }
    }

    /// Whether the page is shown on which the computer is enrolled while it is set up.
    pub(super) fn enrols_at_set_up(&self) -> bool {
        let is_it = |page: &SetUpPage| page.question == Question::Enrolment;
        matches!(self.screen(), super::Screen::Visitor(Screen::SetUp(page)) if is_it(page)) && self.set_up.is_some()
    }

    /// Leaves the set-up: to the start page, or to the desk from which it was changed.
    fn leave_set_up(&mut self) -> Vec<Effect> {
        if self.set_up.take().is_none() {
            return Vec::new();
        }
        self.visitor.stack = Stack::new(StartPage::default().into());
        if let Some(desk) = self.staff.desk_mut() {
            desk.guides = false;
            return self.arrived();
        }
        self.frame.forget(&self.terminal.configuration);
        self.arrived()
    }
}
