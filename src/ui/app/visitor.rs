//! The visitor's part: the pages that need no session, one on top of the other, and the visit. Whoever sits there, alone or
//! beside the specialist, is guided here.

use super::handed::Handed;
use super::stack::Stack;
use super::{App, visitor_ground};
use crate::domain::guide;
use crate::domain::home::HOME;
use crate::domain::people::Deed;
use crate::domain::record::{Action as Done, EntryFacts, Mode};
use crate::domain::shelf::Damaged;
use crate::store::records::NewEntry;
use crate::ui::effect::Effect;
use crate::ui::page::door::{SignInForm, Stage};
use crate::ui::page::fault::closed_words;
use crate::ui::page::visitor::answers::AnswersPage;
use crate::ui::page::visitor::call::{CallPage, Handing};
use crate::ui::page::visitor::event::EventPage;
use crate::ui::page::visitor::goodbye::GoodbyePage;
use crate::ui::page::visitor::home::HomePage;
use crate::ui::page::visitor::plan::PlanPage;
use crate::ui::page::visitor::question::QuestionPage;
use crate::ui::page::visitor::sign_in::SignInPage;
use crate::ui::page::visitor::start::StartPage;
use crate::ui::page::visitor::take_away::TakeAwayPage;
use crate::ui::page::visitor::{Action, Ground, Message, Screen, Visit};

/// The visitor's part of the window.
pub struct Visitor {
    pub(super) stack: Stack<Screen>,
    pub(super) visit: Visit,
    /// Whether a case is to be opened on the plan after the sign-in.
    pub(super) opens_case: bool,
    /// The plan that is handed over, in a room with a relay.
    pub(super) handed: Option<Handed>,
}

impl Default for Visitor {
    fn default() -> Self {
        Self::beginning(StartPage::default())
    }
}

impl Visitor {
    /// A visit that begins on this page.
    pub(super) fn beginning(page: impl Into<Screen>) -> Self {
        Self { stack: Stack::new(page.into()), visit: Visit::default(), opens_case: false, handed: None }
    }

    /// How the handing over of the plan stands.
    pub(super) fn handing(&self) -> Option<&Handing> {
        self.handed.as_ref().map(|handed| &handed.standing)
    }

    /// Whether something was chosen or answered.
    pub(super) fn has_begun(&self) -> bool {
        self.visit.event.is_some() || !self.visit.answers.0.is_empty()
    }

    /// Whether its pages take the desk's place: a visit that begins with a visitor, not on a plan that was handed over.
    pub(super) fn is_in_place_of_desk(&self) -> bool {
        matches!(self.stack.bottom(), Screen::Start(_) | Screen::Goodbye(_))
    }

    /// The words of the way back; none where there is none.
    pub(super) fn way_back(&self, at_work: bool) -> Option<&'static str> {
        match self.stack.depth() {
            1 if !at_work => None,
            1 if self.is_in_place_of_desk() => Some("back-to-desk"),
            _ => Some("back"),
        }
    }
}

impl App {
    /// Shows a visitor's page on top of the one shown.
    pub(super) fn push_visitor(&mut self, page: impl Into<Screen>) -> Vec<Effect> {
        self.frame.face.modal = None;
        self.visitor.stack.push(page.into());
        self.arrived()
    }

    /// Shows a visitor's page with nothing behind it; with a specialist at work it takes the desk's place.
    pub(super) fn begin_visit(&mut self, page: impl Into<Screen>) -> Vec<Effect> {
        self.frame.face.modal = None;
        self.visitor.stack = Stack::new(page.into());
        if let Some(desk) = self.staff.desk_mut() {
            desk.begin();
            desk.guides = true;
        }
        self.arrived()
    }

    /// The page that is shown, and what it stands on.
    fn page_and_ground(&mut self) -> (&mut Screen, Ground<'_>) {
        let Self { terminal, frame, staff, visitor, set_up, .. } = self;
        let page = visitor.stack.top_mut();
        let handing = visitor.handed.as_ref().map(|handed| &handed.standing);
        let around = page.around();
        let ground = visitor_ground(terminal, frame, staff, (&visitor.visit, handing, set_up.as_ref()), around);
        (page, ground)
    }

    pub(super) fn update_visitor(&mut self, message: Message) -> Vec<Effect> {
        // Of a page that is not shown any more.
        if !matches!(self.screen(), super::Screen::Visitor(_)) {
            return Vec::new();
        }
        let (page, ground) = self.page_and_ground();
        let (action, after) = page.hear(message, &ground);
        let mut effects = self.visitor_action(action);
        effects.extend(self.go_on_page(after));
        effects
    }

    /// Words that were made once are made again in the language chosen.
    pub(super) fn translate(&mut self) {
        let (page, ground) = self.page_and_ground();
        page.translate(&ground);
    }

    /// Brings to hand what the start page found, or what it needs to find anything; what was typed meanwhile is looked for.
    pub(super) fn find(&mut self) -> Option<Effect> {
        let Self { terminal, visitor, .. } = self;
        let Screen::Start(page) = visitor.stack.top_mut() else { return None };
        if page.awaits_index() {
            if terminal.index.is_none() {
                return terminal.ask_for_index();
            }
            page.look(terminal.index.as_deref());
        }
        terminal.know_names(page.found());
        None
    }

    /// The search index is at hand, or cannot be brought there.
    pub(super) fn index_loaded(&mut self, loaded: &Result<(), Damaged>) -> Vec<Effect> {
        match loaded {
            Ok(()) => self.terminal.take_index(),
            Err(_) => self.terminal.step_around(),
        }
        Vec::new()
    }

    fn visitor_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::None => Vec::new(),
            Action::Show(page) => self.push_visitor(*page),
            Action::OpenEvent(code) => {
                self.terminal.know(&code);
                if self.visitor.visit.event.as_ref() == Some(&code) {
                    return self.push_visitor(EventPage { code });
                }
                self.visitor.visit = Visit { event: Some(code.clone()), ..Visit::default() };
                // Behind the new event lies the start page or the desk, not the pages of the one before.
                if self.visitor.stack.back_to(|page| matches!(page, Screen::Start(_))) {
                    return self.push_visitor(EventPage { code });
                }
                self.visitor.stack = Stack::new(EventPage { code }.into());
                self.arrived()
            }
            Action::AddEvent(code) => self.add_event(&code),
            Action::Paper(paper, held) => {
                self.visitor.visit.answers.set_paper(&paper, held);
                Vec::new()
            }
            Action::Continue => self.go_on(),
            Action::Answer(question, value) => {
                self.visitor.visit.answers.0.insert(question, value);
                if matches!(self.visitor.stack.behind(), Some(Screen::Answers(_))) {
                    // It was changed from the answers page: back there, where every answer can be seen.
                    return self.back();
                }
                self.go_on()
            }
            Action::Change(question) => self.change(&question),
            Action::TakeAway => {
                let made = TakeAwayPage::new(&self.context(), &self.visitor.visit);
                self.push_visitor(made)
            }
            Action::Sheet(wish) => self.sheet_wish(wish),
            Action::CallSpecialist => self.call_specialist(),
            Action::NewPlanCode => self.new_plan_code(),
            Action::GoBack => self.back(),
            Action::OpenCase => self.open_case_or_sign_in(),
            Action::TakeNumber => self.take_number(),
            Action::GoOnline(to) => self.go_online(*to),
            Action::OpenAgain => self.open_again(),
            Action::KeptPapers => self.show_papers(),
            Action::SavePapers => self.save_papers(),
            Action::Rate(answer) => self.rate(answer),
            Action::StartAgain => self.forget(),
            Action::Enter(wanted) => self.enter(wanted),
            Action::SetUp(wishes) => self.set_up_wishes(wishes),
        }
    }

    /// Says how to get help from the specialist.
    pub(super) fn call_specialist(&mut self) -> Vec<Effect> {
        let of_plan = matches!(self.visitor.stack.top(), Screen::Plan(_));
        let mut effects = if of_plan { self.hand_plan_over() } else { Vec::new() };
        effects.extend(self.push_visitor(CallPage { of_plan }));
        effects
    }

    /// Forgets the visit and everything the visitor set. A specialist stays signed in.
    pub(super) fn forget(&mut self) -> Vec<Effect> {
        self.visitor = Visitor::default();
        self.forget_number();
        self.frame.forget(&self.terminal.configuration);
        self.terminal.hand.forget();
        self.staff.know_cases(&mut self.terminal);
        let cleared = self.forget_prints();
        // The desk shows names; a screen that is to be cleared at once shows none.
        let mut effects = self.begin_visit(StartPage::default());
        effects.extend(cleared);
        effects
    }

    /// Takes a second event into the visit; answers given so far stay.
    fn add_event(&mut self, second: &str) -> Vec<Effect> {
        let first = self.visitor.visit.event.clone();
        let Some(first) = first.filter(|first| self.terminal.hand.overview().tile(first).is_some()) else {
            return Vec::new();
        };
        let code = format!("{first}{}{second}", guide::JOINT);
        self.terminal.know(&code);
        if self.context().event(&code).is_none() {
            return Vec::new();
        }
        self.visitor.visit.event = Some(code);
        // Back leads to the plan, which holds both from now on.
        let _ = self.visitor.stack.pop();
        self.go_on()
    }

    /// The next question that can change the plan; then the answers; then the plan.
    fn go_on(&mut self) -> Vec<Effect> {
        let context = self.context();
        let Some(planned) = self.visitor.visit.planned(&context) else {
            return Vec::new();
        };
        let next = planned.plan().questions.first().copied();
        let next = next.map(|definition| QuestionPage::new(definition, &self.visitor.visit));
        match (next, self.visitor.stack.top()) {
            (Some(page), _) => self.push_visitor(page),
            (None, Screen::Plan(_)) => self.arrived(),
            (None, Screen::Answers(_)) => self.push_visitor(PlanPage::default()),
            (None, _) if self.visitor.visit.answers.0.is_empty() => self.push_visitor(PlanPage::default()),
            (None, _) => self.push_visitor(AnswersPage),
        }
    }

    /// Back to the answers page, or to one question with its old answer chosen.
    fn change(&mut self, id: &str) -> Vec<Effect> {
        if id.is_empty() {
            if self.visitor.stack.back_to(|page| matches!(page, Screen::Answers(_))) {
                return self.arrived();
            }
            return self.push_visitor(AnswersPage);
        }
        if id == HOME {
            let page = HomePage::new(self.context().centre, &self.visitor.visit);
            return self.push_visitor(page);
        }
        let event = self.visitor.visit.event.as_ref().and_then(|code| self.context().event(code));
        let definition = event.and_then(|event| event.question(id));
        match definition.map(|definition| QuestionPage::new(definition, &self.visitor.visit)) {
            Some(page) => self.push_visitor(page),
            None => Vec::new(),
        }
    }

    /// Records how it was. The entry names neither case nor specialist, so that nobody can tell whose it is.
    fn rate(&mut self, answer: Option<u8>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(answer) = answer {
            let mut facts = EntryFacts::new(Done::SatisfactionGiven, &self.circumstances());
            facts.satisfaction = Some(answer);
            facts.event.clone_from(&self.visitor.visit.event);
            facts.mode = if self.session().is_some() { Mode::Assisted } else { Mode::Alone };
            let entry = NewEntry { id: (self.terminal.environment.new_id)(), facts, sealed: None };
            effects.push(Effect::Record { entry: Box::new(entry), operation: None });
        }
        let of_death = std::mem::take(&mut self.visitor.visit).is_of_death();
        self.visitor.handed = None;
        self.forget_number();
        effects.extend(self.forget_prints());
        effects.extend(self.begin_visit(GoodbyePage { of_death }));
        effects
    }

    /// With a specialist signed in a case is opened on the plan; without one the sign-in comes first.
    pub(super) fn open_case_or_sign_in(&mut self) -> Vec<Effect> {
        if let Some(session) = self.session() {
            return if session.may(Deed::Work).is_ok() {
                self.open_case()
            } else {
                self.refuse("refusal-not-specialist")
            };
        }
        let on_start = matches!(self.visitor.stack.top(), Screen::Start(_));
        self.visitor.opens_case = self.visitor.visit.event.is_some() && !on_start;
        let stage = self.terminal.sign_in_stage();
        let mut form = SignInForm::new(stage);
        if let Some(error) = &self.terminal.records_failed {
            form.fail(closed_words(error));
        }
        let mut effects = self.push_visitor(SignInPage { form });
        effects.extend((stage == Stage::First).then_some(Effect::CountCodes { ask: false }));
        effects
    }
}
