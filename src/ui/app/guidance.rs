//! What the visitor's screens ask for.

use super::{App, Message, Screen};
use crate::domain::condition::Truth;
use crate::domain::guide;
use crate::domain::plan::Plan;
use crate::domain::record::{Action as Done, EntryFacts, Mode};
use crate::domain::shelf::Damaged;
use crate::store::records::NewEntry;
use crate::ui::effect::{Effect, Source};
use crate::ui::page::specialist::closed_words;
use crate::ui::page::specialist::sign_in::{SignIn, Stage};
use crate::ui::page::visitor::{Action, Visit, plan, question, take_away};
use std::sync::Arc;

impl App {
    pub(super) fn update_visitor(&mut self, message: Message) -> Vec<Effect> {
        let action = match (message, self.stack.pop()) {
            (Message::Start(message), Some(Screen::Start(mut page))) => {
                let action = page.update(message, self.hand.shelf().index().as_deref());
                self.stack.push(Screen::Start(page));
                action
            }
            (Message::Question(message), Some(Screen::Question(mut page))) => {
                let action = self.definition(&page.id).map(|definition| page.update(message, self.today(), definition));
                self.stack.push(Screen::Question(page));
                action.unwrap_or(Action::None)
            }
            (Message::Plan(message), Some(Screen::Plan(mut page))) => {
                let action = page.update(message);
                self.stack.push(Screen::Plan(page));
                action
            }
            (message, screen) => {
                self.stack.extend(screen);
                match message {
                    Message::Visitor(action) => action,
                    // A message for a screen that is gone.
                    _ => Action::None,
                }
            }
        };
        let wrong = match self.screen() {
            Screen::Question(page) if page.is_wrong() => self.question_field(&page.id),
            _ => None,
        };
        let mut effects = self.visitor_action(action);
        effects.extend(self.find());
        // Where something is wrong, writing goes on there.
        if let Some(field) = wrong.filter(|_| effects.is_empty()) {
            effects.extend([Effect::Focus(field.to_owned()), Effect::Mark(field.to_owned())]);
        }
        effects
    }

    /// Brings to hand what the start page found, or what it needs to find anything.
    pub(super) fn find(&mut self) -> Option<Effect> {
        let Some(Screen::Start(page)) = self.stack.last() else { return None };
        if !page.query.is_empty() && self.hand.shelf().index().is_none() {
            return Some(Effect::LoadIndex(Source(Arc::clone(self.hand.shelf()))));
        }
        let found: Vec<String> = page.found().map(str::to_owned).collect();
        for code in &found {
            self.hand.take_service(code);
        }
        None
    }

    /// The search index is at hand: what was typed meanwhile is looked for.
    pub(super) fn index_loaded(&mut self, loaded: Result<(), Damaged>) -> Vec<Effect> {
        if loaded.is_err()
            && let Some(shelf) = self.hand.shelf().stand_in()
        {
            return self.go_on_with(shelf);
        }
        let index = self.hand.shelf().index();
        // The page may lie under another one meanwhile.
        for screen in &mut self.stack {
            if let Screen::Start(page) = screen {
                page.look(index.as_deref());
            }
        }
        if index.is_some() { self.find().into_iter().collect() } else { Vec::new() }
    }

    /// The question shown, as the catalogue defines it.
    pub(super) fn definition(&self, id: &str) -> Option<&crate::domain::question::Question> {
        self.context().event(self.visit.event.as_ref()?)?.question(id)
    }

    pub(super) fn visitor_action(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::None => Vec::new(),
            Action::OpenEvent(code) => {
                if self.visit.event.as_ref() != Some(&code) {
                    // Behind the new event lies the start page or the desk, not the pages of the one before.
                    let start = self.stack.iter().position(|screen| matches!(screen, Screen::Start(_)));
                    self.stack.truncate(start.unwrap_or(0) + 1);
                    self.visit = Visit { event: Some(code.clone()), ..Visit::default() };
                }
                self.know(&code);
                self.push(Screen::Event(code))
            }
            Action::ChooseSecond => self.push(Screen::Second),
            Action::AddEvent(code) => self.add_event(&code),
            Action::Paper(paper, held) => {
                self.visit.answers.set_paper(&paper, held);
                Vec::new()
            }
            Action::ShowRefused => self.push(Screen::Refused),
            Action::Continue => self.go_on(),
            Action::Answer(question, value) => {
                self.visit.answers.0.insert(question, value);
                if matches!(self.stack.get(self.stack.len().saturating_sub(2)), Some(Screen::Answers)) {
                    // It was changed from the answers page: back there, where every answer can be seen.
                    return self.back();
                }
                self.go_on()
            }
            Action::Change(question) => self.change(&question),
            Action::ShowPlan => self.push(Screen::Plan(plan::Plan::default())),
            Action::ShowStep(step) => self.push(Screen::Step(step)),
            Action::ShowPapers => self.push(Screen::Papers),
            Action::TakeAway => {
                let made = take_away::TakeAway::new(&self.context(), &self.visit);
                self.push(Screen::TakeAway(made))
            }
            Action::ShowCode(code) => {
                if let Some(Screen::TakeAway(page)) = self.stack.last_mut() {
                    page.show(code);
                }
                Vec::new()
            }
            Action::CallSpecialist => self.push(Screen::Call),
            Action::GoBack => self.back(),
            Action::OpenCase => self.open_case_or_sign_in(),
            Action::Finish => self.push(Screen::Satisfaction),
            Action::Rate(answer) => self.rate(answer),
            Action::StartAgain => self.forget(),
        }
    }

    /// Takes a second event into the visit; answers given so far stay.
    fn add_event(&mut self, second: &str) -> Vec<Effect> {
        let Some(first) = self.visit.event.clone().filter(|first| self.hand.overview().tile(first).is_some()) else {
            return Vec::new();
        };
        let code = format!("{first}{}{second}", guide::JOINT);
        self.know(&code);
        if self.context().event(&code).is_none() {
            return Vec::new();
        }
        self.visit.event = Some(code);
        // Back leads to the plan, which holds both from now on.
        self.stack.pop();
        self.go_on()
    }

    /// The next question that can change the plan; then the answers; then the plan.
    fn go_on(&mut self) -> Vec<Effect> {
        let context = self.context();
        let Some(situation) = self.visit.situation(&context) else {
            return Vec::new();
        };
        let next = Plan::compute(&situation).questions.first().copied();
        let next = next.map(|definition| question::Question::new(definition, &self.visit));
        match next {
            Some(page) => self.push(Screen::Question(page)),
            None if matches!(self.screen(), Screen::Plan(_)) => self.arrived(),
            None if matches!(self.screen(), Screen::Answers) || self.visit.answers.0.is_empty() => {
                self.push(Screen::Plan(plan::Plan::default()))
            }
            None => self.push(Screen::Answers),
        }
    }

    /// Back to the answers page, or to one question with its old answer chosen.
    fn change(&mut self, id: &str) -> Vec<Effect> {
        if id.is_empty() {
            let answers = self.stack.iter().position(|screen| matches!(screen, Screen::Answers));
            if let Some(place) = answers {
                self.stack.truncate(place + 1);
                return self.arrived();
            }
            return self.push(Screen::Answers);
        }
        match self.definition(id).map(|definition| question::Question::new(definition, &self.visit)) {
            Some(page) => self.push(Screen::Question(page)),
            None => Vec::new(),
        }
    }

    /// The place of the question shown among those asked, and how many there are as far as is known.
    pub(super) fn progress(&self, id: &str) -> (usize, usize) {
        let context = self.context();
        let Some(situation) = self.visit.situation(&context) else {
            return (1, 1);
        };
        let open = Plan::compute(&situation).questions;
        let asked: Vec<&str> = situation
            .event
            .questions
            .iter()
            .filter(|question| {
                self.visit.answers.reached(&question.id) && situation.is_asked(&question.id) != Truth::False
                    || open.iter().any(|other| other.id == question.id)
            })
            .map(|question| question.id.as_str())
            .collect();
        let place = asked.iter().position(|other| *other == id).unwrap_or(0);
        (place + 1, asked.len().max(place + 1))
    }

    /// Records how it was. The entry names neither case nor specialist, so that nobody can tell whose it is.
    fn rate(&mut self, answer: Option<u8>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(answer) = answer {
            let mut facts = EntryFacts::new(Done::SatisfactionGiven, &self.circumstances());
            facts.satisfaction = Some(answer);
            facts.event.clone_from(&self.visit.event);
            facts.mode = if self.session.is_some() { Mode::Assisted } else { Mode::Alone };
            let entry = NewEntry { id: (self.environment.new_id)(), facts, sealed: None };
            effects.push(Effect::Record { entry: Box::new(entry), case: None });
        }
        self.visit = Visit::default();
        effects.extend(self.reset(Screen::Goodbye));
        effects
    }

    /// With a specialist signed in a case is opened on the plan; without one the sign-in comes first.
    fn open_case_or_sign_in(&mut self) -> Vec<Effect> {
        if self.session.is_some() {
            return self.open_case();
        }
        self.open_after_sign_in = self.visit.event.is_some() && !matches!(self.screen(), Screen::Start(_));
        let stage = self.sign_in_stage();
        let mut page = SignIn::new(stage);
        if let Some(error) = &self.records_failed {
            page.fail(closed_words(error));
        }
        let mut effects = self.push(Screen::SignIn(page));
        effects.extend((stage == Stage::First).then_some(Effect::CountCodes { ask: false }));
        effects
    }

    /// What signing in means on this computer now.
    pub(super) fn sign_in_stage(&self) -> Stage {
        if self.records_failed.is_some() {
            Stage::SignIn
        } else if !self.enrolled {
            Stage::Enrol
        } else if self.specialists.is_empty() {
            Stage::First
        } else {
            Stage::SignIn
        }
    }
}
