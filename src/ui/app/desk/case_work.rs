//! Changing cases: the command is checked, the entry committed, and only then the screen says so.

use crate::domain::case::{Case, CaseError, Change, Command, Opening, Operation, Outcome, ProviderWord, return_code};
use crate::domain::change::Seen;
use crate::domain::record::{EntryFacts, Position, Reason};
use crate::store::records::{NewEntry, NewOperation, RecordsError};
use crate::ui::app::{App, Banner, Screen};
use crate::ui::effect::Effect;
use crate::ui::page::fault::{case_error, records_error};
use crate::ui::page::specialist::Screen as DeskScreen;
use crate::ui::page::specialist::case::CasePage;
use crate::ui::page::specialist::{Message, form};
use crate::ui::page::visitor::Visit;
use jiff::tz::TimeZone;
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
    /// How the page goes on.
    then: Then,
}

/// How the page on which a change was asked for goes on when it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// The page shown is a form to be left.
    LeaveForm,
    /// The page shows what is so now, from its beginning.
    Arrive,
    /// Somebody writes on where they are.
    WriteOn,
    /// Nobody asked for it: whatever is shown stays as it is.
    Stay,
}

/// What is done to a case: under which entry, after which operations, and what it is.
struct Work {
    entry: Uuid,
    follows: Vec<Uuid>,
    change: Change,
}

impl App {
    /// Opens a case on the visitor's plan.
    pub(in crate::ui::app) fn open_case(&mut self) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        let Some(event) = self.visitor.visit.event.clone() else { return Vec::new() };
        let environment = self.terminal.environment;
        let id = (environment.new_id)();
        let code = return_code((environment.random)());
        let seen = Seen::now(self.terminal.hand.catalogue(), self.context().event(&event));
        let entry = (environment.new_id)();
        let answers = self.visitor.visit.answers.clone();
        let opening = Opening { return_code: code, event, answers, seen };
        let holder = self.session().map_or("", |session| session.name.as_str());
        let case = Case::open(id, opening.clone(), entry, self.today()).held_by(holder);
        self.commit(
            Work { entry, follows: Vec::new(), change: Change::Open(opening) },
            case,
            &Outcome::opened(),
            Then::Arrive,
        )
    }

    /// Where we are, to know later whether we still are.
    fn here(&self) -> (usize, &'static str) {
        let depth = match self.screen() {
            Screen::Desk(_) => self.staff.desk().map_or(0, |desk| desk.stack.depth()),
            Screen::Visitor(_) | Screen::Locked(_) | Screen::Modal(_) => self.visitor.stack.depth(),
        };
        (depth, self.screen().name())
    }

    /// Whether a change is being committed: until the answer comes a further press does nothing.
    pub(in crate::ui::app) fn waits_for_disk(&self) -> bool {
        self.staff.desk().is_some_and(|desk| desk.pending.is_some())
    }

    /// Waits for the answer about an entry.
    fn expect(&mut self, id: Uuid, case: Option<Case>, then: Then) {
        let from = self.here();
        if let Some(desk) = self.staff.desk_mut() {
            desk.pending = Some(Pending { id, from, case, then });
        }
    }

    /// Carries a command out on a case.
    pub(in crate::ui::app) fn command(&mut self, id: Uuid, command: Command) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        // What was to follow another command, and did not because it was locked meanwhile, is not done later.
        self.forget_queue();
        self.carry_out(id, command)
    }

    fn carry_out(&mut self, id: Uuid, command: Command) -> Vec<Effect> {
        self.frame.face.banner = None;
        let today = self.today();
        let Some(case) = self.session().and_then(|session| session.case(id)) else { return Vec::new() };
        let then = match self.screen() {
            Screen::Desk(DeskScreen::Case(_) | DeskScreen::Request(_) | DeskScreen::Money(_) | DeskScreen::Scan(_)) => {
                Then::Arrive
            }
            Screen::Desk(DeskScreen::Form(_)) => Then::WriteOn,
            _ => Then::LeaveForm,
        };
        let entry = (self.terminal.environment.new_id)();
        match case.apply(command.clone(), entry, today) {
            Ok((changed, outcome)) => {
                let work = Work { entry, follows: case.heads.clone(), change: Change::Command(command) };
                self.commit(work, changed, &outcome, then)
            }
            // Nothing is recorded, and the form is left as if it had been.
            Err(CaseError::Unchanged) if then == Then::LeaveForm => self.back(),
            Err(error) => {
                // What was to follow it is not done later, when nobody thinks of it any more.
                self.forget_queue();
                let message = case_error(error);
                match self.staff.desk_mut().map(|desk| desk.stack.top_mut()) {
                    Some(DeskScreen::Request(page)) => page.fail(message),
                    _ => self.frame.face.banner = Some(Banner { good: false, message, number: None }),
                }
                vec![Effect::ScrollTo(0.0)]
            }
        }
    }

    /// Records what a provider said of a request of a case, on whatever page; nothing where it is no news.
    pub(super) fn record_by_itself(&mut self, id: Uuid, word: ProviderWord) -> Vec<Effect> {
        let today = self.today();
        let entry = (self.terminal.environment.new_id)();
        let Some(case) = self.session().and_then(|session| session.case(id)) else { return Vec::new() };
        let command = Command::HearProvider(word);
        let Ok((changed, outcome)) = case.apply(command.clone(), entry, today) else { return Vec::new() };
        let made = Work { entry, follows: case.heads.clone(), change: Change::Command(command) };
        self.commit(made, changed, &outcome, Then::Stay)
    }

    /// Carries several commands out, the next when the one before is on the disk. Where one cannot be, those after it are
    /// not begun; what was recorded is.
    pub(in crate::ui::app) fn commands(&mut self, id: Uuid, commands: Vec<Command>) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        let mut commands = commands.into_iter();
        let Some(first) = commands.next() else { return Vec::new() };
        let effects = self.command(id, first);
        let waits = self.waits_for_disk();
        if let Some(desk) = self.staff.desk_mut() {
            desk.queue = commands.filter(|_| waits).map(|command| (id, command)).collect();
        }
        effects
    }

    /// What was to follow another command is not done.
    fn forget_queue(&mut self) {
        if let Some(desk) = self.staff.desk_mut() {
            desk.queue.clear();
        }
    }

    /// Records what a form tells that is no change of a case; the form is left when it is recorded.
    pub(super) fn record_form(&mut self, facts: EntryFacts) -> Vec<Effect> {
        self.record_alone(facts, Then::LeaveForm)
    }

    /// Takes back what is no change of a case, as help that was information only or a group session: so its entry in the
    /// journal says what it was.
    pub(in crate::ui::app) fn correct_alone(&mut self, entry: Uuid, reason: Reason) -> Vec<Effect> {
        if self.waits_for_disk() {
            return Vec::new();
        }
        let Screen::Desk(DeskScreen::Outbox(page)) = self.screen() else { return Vec::new() };
        let facts = page.line(entry).map(|line| line.facts.clone());
        let facts = facts.and_then(|facts| EntryFacts::correction(entry, &facts, reason, &self.circumstances()));
        let Some(facts) = facts else { return Vec::new() };
        self.record_alone(facts, Then::Arrive)
    }

    /// Records what is part of no case.
    fn record_alone(&mut self, facts: EntryFacts, then: Then) -> Vec<Effect> {
        self.forget_queue();
        let entry = NewEntry { id: (self.terminal.environment.new_id)(), facts, sealed: None };
        self.expect(entry.id, None, then);
        vec![Effect::Record { entry: Box::new(entry), operation: None }]
    }

    fn commit(&mut self, work: Work, case: Case, outcome: &Outcome, then: Then) -> Vec<Effect> {
        let Some(session) = self.session() else { return Vec::new() };
        let Work { entry, follows, change } = work;
        let operation = Operation {
            id: entry,
            case: case.id,
            centre: self.terminal.centre.id.clone(),
            author: session.name.clone(),
            day: self.today(),
            time: (self.terminal.environment.now)(),
            follows,
            change,
        };
        let facts = EntryFacts::of_case(outcome, case.id, &case.event, &self.circumstances());
        let sealed = outcome.sealed.clone().map(|mut sealed| {
            sealed.specialist = Some(session.name.clone());
            sealed
        });
        let entry = NewEntry { id: entry, facts, sealed };
        // Without the keys nothing could be read again: nothing is begun.
        let Some(keys) = session.keys.clone() else { return Vec::new() };
        let operation = (keys, Box::new(NewOperation::of(operation, &case)));
        self.expect(entry.id, Some(case), then);
        vec![Effect::Record { entry: Box::new(entry), operation: Some(operation) }]
    }

    /// The form is told that what was to be saved is on the disk, and when.
    fn saved_in_form(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let zone = TimeZone::get(&self.terminal.centre.time_zone).unwrap_or(TimeZone::UTC);
        let time = (self.terminal.environment.now)().to_zoned(zone).time();
        effects.extend(self.update_desk(Message::Form(form::Message::Saved(time))));
        effects
    }

    /// The answer of the disk about one entry.
    pub(in crate::ui::app) fn recorded(&mut self, id: Uuid, result: Result<Position, RecordsError>) -> Vec<Effect> {
        let desk = self.staff.desk_mut();
        let pending = desk.and_then(|desk| desk.pending.take_if(|pending| pending.id == id));
        let here = pending.as_ref().is_some_and(|pending| pending.from == self.here());
        let position = match result {
            Ok(position) => position,
            Err(error) => {
                tracing::error!(%error, "nothing was recorded");
                if let Some(desk) = self.staff.desk_mut() {
                    // The hub says it again.
                    desk.words.clear();
                }
                if pending.as_ref().is_some_and(|pending| pending.then == Then::Stay) {
                    return Vec::new();
                }
                self.forget_queue();
                // Whoever sits there now may be a visitor; only the specialist is told.
                if pending.is_some() && (here || self.screen().is_specialist()) {
                    self.frame.face.banner = Some(Banner { good: false, message: records_error(&error), number: None });
                }
                return vec![Effect::ScrollTo(0.0)];
            }
        };
        self.frame.sync.outbox.waiting += 1;
        self.frame.sync.outbox.newest = (position.epoch, position.sequence);
        let mut effects = vec![Effect::WakeSync];
        if self.was_by_itself(id) {
            return effects;
        }
        let Some(pending) = pending else { return effects };
        let then = pending.then;
        let mut opened = None;
        let mut ended = false;
        let put_away = pending.case.as_ref().is_some_and(|case| case.put_away);
        if let (Some(case), Some(desk)) = (pending.case, self.staff.desk_mut()) {
            let session = &mut desk.session;
            let changed = case.clone();
            if let Some(known) = session.cases.iter_mut().find(|known| known.id == case.id) {
                if known.keeps_pages() && !case.keeps_pages() {
                    effects.push(Effect::ErasePages(case.id));
                }
                let lost = known.person != case.person && !known.consents.is_empty() && case.consents.is_empty();
                ended = lost && !put_away;
                *known = case;
            } else {
                opened = Some(case.id);
                session.cases.insert(0, case);
            }
            session.cases.retain(|case| !case.put_away);
            desk.note_case(&changed, &mut self.terminal);
        }
        let next = self.staff.desk_mut().and_then(|desk| desk.queue.pop_front());
        if let Some((id, command)) = next {
            effects.extend(self.carry_out(id, command));
            return effects;
        }
        if then == Then::Stay {
            effects.extend(self.record_words());
            return effects;
        }
        if here {
            if put_away {
                // The page of the case is gone with it.
                effects.append(&mut self.show_desk());
            } else if let Some(id) = opened {
                self.visitor.visit = Visit::default();
                effects.append(&mut self.show_desk());
                effects.extend(self.push_desk(CasePage { case: id }));
            } else {
                effects.extend(match then {
                    Then::Stay => Vec::new(),
                    Then::LeaveForm => self.leave_form(),
                    Then::Arrive => self.arrived(),
                    // The form says when it was saved, at the place where somebody writes.
                    Then::WriteOn => return self.saved_in_form(effects),
                });
            }
        }
        if self.shows_journal() {
            effects.push(Effect::ReadJournal);
        }
        if here || self.screen().is_specialist() {
            let message = if ended { "recorded-consent-ended" } else { "recorded" };
            self.frame.face.banner = Some(Banner { good: !ended, message, number: Some(position.sequence) });
        }
        if here {
            effects.extend(self.hear_banner());
        }
        effects.extend(self.settle_pages(None));
        effects.extend(self.record_words());
        effects
    }
}
