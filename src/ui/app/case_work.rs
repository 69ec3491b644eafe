//! Changing cases: the command is checked, the entry committed, and only then the screen says so.

use super::{App, Banner, Screen};
use crate::domain::case::{Case, CaseError, Command, Outcome, return_code};
use crate::domain::change::Seen;
use crate::domain::record::{Action as Done, EntryFacts, Position, Reason};
use crate::store::records::{NewEntry, RecordsError};
use crate::ui::effect::Effect;
use crate::ui::page::specialist::{case_error, records_error};
use crate::ui::page::visitor::Visit;
use uuid::Uuid;

/// A change that is being committed. Until the answer comes, a further press does nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The entry.
    id: Uuid,
    /// The page on which it was asked for: how deep it lies, and its name.
    from: (usize, &'static str),
    /// The case as it will be.
    case: Option<Case>,
    /// Whether the page shown is a form to be left.
    leaves_form: bool,
}

impl App {
    /// Opens a case on the visitor's plan.
    pub(super) fn open_case(&mut self) -> Vec<Effect> {
        let (Some(event), None) = (self.visit.event.clone(), &self.pending) else { return Vec::new() };
        let id = (self.environment.new_id)();
        let code = return_code((self.environment.random)());
        let seen = Seen::now(self.hand.catalogue(), self.context().event(&event));
        let entry = (self.environment.new_id)();
        let case = Case::open(id, code, event, self.visit.answers.clone(), seen, entry, self.today());
        self.commit(entry, case, &Outcome::opened(), false)
    }

    /// Where we are, to know later whether we still are.
    fn here(&self) -> (usize, &'static str) {
        (self.stack.len(), self.screen().name())
    }

    /// Carries a command out on a case.
    pub(super) fn command(&mut self, id: Uuid, command: Command) -> Vec<Effect> {
        if self.pending.is_some() {
            return Vec::new();
        }
        self.banner = None;
        let today = self.today();
        let Some(case) = self.session.as_ref().and_then(|session| session.case(id)) else { return Vec::new() };
        let leaves_form = !matches!(self.screen(), Screen::Case(_) | Screen::Request(_));
        let entry = (self.environment.new_id)();
        match case.apply(command, entry, today) {
            Ok((changed, outcome)) => self.commit(entry, changed, &outcome, leaves_form),
            // Nothing is recorded, and the form is left as if it had been.
            Err(CaseError::Unchanged) if leaves_form => self.back(),
            Err(error) => {
                let message = case_error(error);
                match self.stack.last_mut() {
                    Some(Screen::Request(page)) => page.fail(message),
                    _ => self.banner = Some(Banner { good: false, message, number: None }),
                }
                vec![Effect::ScrollToTop]
            }
        }
    }

    /// Help that was information only: one entry without a case.
    pub(super) fn inform(&mut self, event: String) -> Vec<Effect> {
        if self.pending.is_some() {
            return Vec::new();
        }
        let facts = EntryFacts { event: Some(event), ..EntryFacts::new(Done::Informed, &self.circumstances()) };
        let entry = NewEntry { id: (self.environment.new_id)(), facts, sealed: None };
        self.pending = Some(Pending { id: entry.id, from: self.here(), case: None, leaves_form: true });
        vec![Effect::Record { entry: Box::new(entry), case: None }]
    }

    /// Takes back help that was information only: it is part of no case, so its entry in the journal says what it was.
    pub(super) fn correct_alone(&mut self, entry: Uuid, reason: Reason) -> Vec<Effect> {
        if self.pending.is_some() {
            return Vec::new();
        }
        let Some(Screen::Outbox(page)) = self.stack.last() else { return Vec::new() };
        let facts = page.line(entry).map(|line| line.facts.clone());
        let facts = facts.and_then(|facts| EntryFacts::correction(entry, &facts, reason, &self.circumstances()));
        let Some(facts) = facts else { return Vec::new() };
        let entry = NewEntry { id: (self.environment.new_id)(), facts, sealed: None };
        self.pending = Some(Pending { id: entry.id, from: self.here(), case: None, leaves_form: false });
        vec![Effect::Record { entry: Box::new(entry), case: None }]
    }

    fn commit(&mut self, entry: Uuid, case: Case, outcome: &Outcome, leaves_form: bool) -> Vec<Effect> {
        let Some(session) = &self.session else { return Vec::new() };
        let facts = EntryFacts::of_case(outcome, case.id, &case.event, &self.circumstances());
        let sealed = outcome.sealed.clone().map(|mut sealed| {
            sealed.specialist = Some(session.name.clone());
            sealed
        });
        let entry = NewEntry { id: entry, facts, sealed };
        let key = session.key.clone();
        self.pending = Some(Pending { id: entry.id, from: self.here(), case: Some(case.clone()), leaves_form });
        vec![Effect::Record { entry: Box::new(entry), case: Some((key, Box::new(case))) }]
    }

    /// The answer of the disk about one entry.
    pub(super) fn recorded(&mut self, id: Uuid, result: Result<Position, RecordsError>) -> Vec<Effect> {
        let pending = self.pending.take_if(|pending| pending.id == id);
        let here = pending.as_ref().is_some_and(|pending| pending.from == self.here());
        let position = match result {
            Ok(position) => position,
            Err(error) => {
                tracing::error!(%error, "nothing was recorded");
                // Whoever sits there now may be a visitor; only the specialist is told.
                if pending.is_some() && (here || self.screen().is_specialist()) {
                    self.banner = Some(Banner { good: false, message: records_error(&error), number: None });
                }
                return vec![Effect::ScrollToTop];
            }
        };
        self.sync.outbox.waiting += 1;
        self.sync.outbox.newest = (position.epoch, position.sequence);
        let mut effects = vec![Effect::WakeSync];
        let Some(pending) = pending else { return effects };
        let mut opened = None;
        let put_away = pending.case.as_ref().is_some_and(|case| case.put_away);
        if let (Some(case), Some(session)) = (pending.case, &mut self.session) {
            if let Some(known) = session.cases.iter_mut().find(|known| known.id == case.id) {
                *known = case;
            } else {
                opened = Some(case.id);
                session.cases.insert(0, case);
            }
            session.cases.retain(|case| !case.put_away);
            self.note_changes();
        }
        if here {
            if put_away {
                // The page of the case is gone with it.
                effects.append(&mut self.reset(Screen::Desk(crate::ui::page::specialist::desk::Desk::default())));
            } else if let Some(id) = opened {
                self.visit = Visit::default();
                effects.append(&mut self.reset(Screen::Desk(crate::ui::page::specialist::desk::Desk::default())));
                effects.extend(self.push(Screen::Case(id)));
            } else if pending.leaves_form {
                effects.extend(self.back());
            } else {
                effects.extend(self.arrived());
            }
        }
        if matches!(self.screen(), Screen::Outbox(_)) {
            effects.push(Effect::ReadJournal);
        }
        if here || self.screen().is_specialist() {
            self.banner = Some(Banner { good: true, message: "recorded", number: Some(position.sequence) });
        }
        effects
    }
}
