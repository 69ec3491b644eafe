//! The case that its operations make. Nothing that was recorded is refused here: where two desks worked without each
//! other and what they did does not go together, one of the two holds, by the order that is the same for everybody, and
//! the other is marked with it, for a person to decide.

use super::command::Rules;
use super::history::Subject;
use super::{
    Aside, Before, Case, CaseError, Change, Clash, Command, Matter, Operation, Operations, Outcome, PaymentNews,
    Recorded, Right,
};
use crate::domain::action::Action;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An operation among those of its case.
struct Placed<'a> {
    operation: &'a Operation,
    /// Those that its author had not seen, and whose authors had not seen it.
    beside: Vec<&'a Operation>,
}

impl Operations {
    /// The case; `None` of no operations.
    #[must_use]
    pub fn fold(&self) -> Option<Case> {
        self.fold_without(&self.overruled())
    }

    /// The case, where these erasures do not stand, each for what speaks against it.
    pub(super) fn fold_without(&self, overruled: &BTreeMap<Uuid, Uuid>) -> Option<Case> {
        let ordered = self.in_order();
        let (begin, mut case) = begin(&ordered)?;
        for placed in placed(&ordered).iter().filter(|placed| Some(placed.operation) != begin) {
            case.replay(placed, overruled);
        }
        case.heads = self.heads();
        case.lacking = self.is_lacking();
        Some(case)
    }
}

fn placed<'a>(ordered: &[&'a Operation]) -> Vec<Placed<'a>> {
    let seen = Operations::seen_by_author(ordered);
    let knows = |one: &Operation, other: &Operation| seen.get(&one.id).is_some_and(|seen| seen.contains(&other.id));
    let beside = |one: &Operation| {
        let others = ordered.iter().filter(|other| other.id != one.id && !knows(one, other) && !knows(other, one));
        others.copied().collect()
    };
    ordered.iter().map(|operation| Placed { operation, beside: beside(operation) }).collect()
}

/// The case as it begins, and the operation that says how. Without one, which is damaged or not here yet, it is a case
/// of an event that is not known; what is left of one that was put away is its end alone.
fn begin<'a>(ordered: &[&'a Operation]) -> Option<(Option<&'a Operation>, Case)> {
    let opening = ordered.iter().find_map(|operation| {
        let case = match &operation.change {
            Change::Open(opening) => {
                Case::open(operation.case, opening.clone(), operation.id, operation.day).held_by(&operation.author)
            }
            Change::AsItStood(case) => case.as_ref().clone(),
            Change::Command(_) | Change::Newer => return None,
        };
        Some((Some(*operation), case))
    });
    opening.or_else(|| {
        let first = ordered.first()?;
        let mut case = Case::without_opening(first.case, first.day);
        let is_end =
            |one: &&Operation| matches!(one.change, Change::Command(Command::Correct { .. } | Command::Erase { .. }));
        if ordered.iter().all(is_end) {
            (case.put_away, case.closed) = (true, Some(first.day));
        }
        Some((None, case))
    })
}

impl Case {
    /// A case of which it is not known how it began.
    fn without_opening(id: Uuid, day: Date) -> Self {
        let nothing = super::Opening {
            return_code: String::new(),
            event: String::new(),
            answers: super::Answers::default(),
            seen: super::Seen::default(),
        };
        Self { history: Vec::new(), ..Self::open(id, nothing, Uuid::nil(), day) }
    }

    /// `overruled` are the erasures that do not stand, each with what speaks against it.
    fn replay(&mut self, placed: &Placed<'_>, overruled: &BTreeMap<Uuid, Uuid>) {
        let operation = placed.operation;
        let is_known = self.history.iter().any(|line| line.entry == operation.id);
        let command = match &operation.change {
            Change::Command(command) if !is_known && !self.put_away => command,
            // The same entry cannot be another thing, and a case begins once.
            other => {
                let newer = *other == Change::Newer;
                self.aside.push(Aside { operation: operation.id, day: operation.day, newer });
                return;
            }
        };
        let against = overruled.get(&operation.id).copied();
        if let Some(other) = against.or_else(|| self.unseen_work(command, &placed.beside)) {
            return self.mark(operation, command, Some(other));
        }
        // That an erasure stands is known by all that its author had not seen, not by how far it is replayed.
        let rules = if matches!(command, Command::Erase { .. }) { Rules::Then } else { Rules::Now };
        match self.carry_out(command.clone(), operation.id, operation.day, rules) {
            Ok((case, _)) => {
                *self = case;
                self.dispute(&placed.beside);
            }
            Err(error) => self.replay_what_does_not_fit(error, command, placed),
        }
        if let Command::Revoke(matter) = command {
            self.revoke_aside(matter, operation.day, &placed.beside);
        }
    }

    /// A rule speaks against it: of two desks that did not know of each other, or a rule that held not yet.
    fn replay_what_does_not_fit(&mut self, error: CaseError, command: &Command, placed: &Placed<'_>) {
        let operation = placed.operation;
        let against = self.against(command, &placed.beside);
        let is_possible = (against.is_none()
            || matches!(
                error,
                CaseError::AlreadyRequested
                    | CaseError::ConsentMissing
                    | CaseError::PaperNumber
                    | CaseError::ConsentEmpty
                    | CaseError::ConsentHolds
                    | CaseError::SignerMissing
                    | CaseError::NameMissing
                    | CaseError::Unchanged
            ))
            && !self.is_confirmed_otherwise(command);
        let done = self.carry_out(command.clone(), operation.id, operation.day, Rules::Then).ok();
        match done.filter(|_| is_possible) {
            Some((case, _)) => {
                *self = case;
                // Both desks said the same: nobody has to decide anything.
                let clash = against.filter(|_| error != CaseError::Unchanged);
                if let Some((line, with)) = self.history.last_mut().zip(clash) {
                    line.clash = Some(Clash { with: Some(with), done: true });
                }
            }
            // Of a request that was taken back meanwhile: it was heard, and there is nothing to decide.
            None if matches!(command, Command::HearProvider(_)) => {
                let outcome = self.said(command);
                self.history.push(Recorded::of(operation.id, &outcome, Before::Nothing, operation.day));
            }
            None => self.mark(operation, command, against),
        }
    }

    /// What was done at another desk by the time a case was closed, or its opening taken back: whoever ended it had not seen
    /// that, so that it is not ended yet. Of an erasure that the person asked for see [`Operations::overruled`].
    fn unseen_work(&self, command: &Command, beside: &[&Operation]) -> Option<Uuid> {
        let ends = match command {
            Command::Close => true,
            Command::Correct { entry, .. } => {
                self.history.iter().any(|line| line.entry == *entry && line.action == Action::CaseOpened)
            }
            _ => false,
        };
        let is_same = |other: &&&Operation| match (&other.change, command) {
            (Change::Command(Command::Close), Command::Close) => true,
            (Change::Command(Command::Correct { entry: one, .. }), Command::Correct { entry: other, .. }) => {
                one == other
            }
            _ => false,
        };
        // What came down by itself is nobody's work.
        let is_work = |other: &&&Operation| !matches!(other.change, Change::Command(Command::HearProvider(_)));
        beside.iter().filter(|_| ends).find(|other| is_work(other) && !is_same(other)).map(|other| other.id)
    }

    /// The line at another desk against which a command speaks.
    fn against(&self, command: &Command, beside: &[&Operation]) -> Option<Uuid> {
        let beside: BTreeSet<Uuid> = beside.iter().map(|other| other.id).collect();
        let lines = self.history.iter().rev().filter(|line| beside.contains(&line.entry));
        // What came down by itself is nobody's side.
        let lines = lines.filter(|line| line.action != Action::ProviderHeard);
        let about = |line: &&Recorded| match command {
            Command::Submit { request, .. }
            | Command::Pay { request, .. }
            | Command::Payment { request, .. }
            | Command::Move { request, .. }
            | Command::HandOver { request, .. } => line.request == Some(*request),
            Command::Prepare { id, step, service } => {
                let of_line = self.requests.iter().find(|request| Some(request.id) == line.request);
                line.request == Some(*id)
                    || of_line.is_some_and(|request| request.step == *step && request.service == *service)
            }
            Command::Correct { entry, .. } => {
                let subject = self.history.iter().find(|known| known.entry == *entry).and_then(Recorded::subject);
                line.corrects == Some(*entry) || subject.is_some() && line.subject() == subject
            }
            Command::Identify(_) | Command::Consent(_) | Command::Revoke(_) | Command::Refuse(_) => {
                matches!(line.subject(), Some(Subject::Person | Subject::Consent(_) | Subject::Refusal))
            }
            Command::Papers(_) => line.subject() == Some(Subject::Papers),
            Command::TellChanges(_) => line.subject() == Some(Subject::Changes),
            Command::Fill { field, .. } => line.subject() == Some(Subject::Field(field.clone())),
            Command::Appoint(_) => line.subject() == Some(Subject::Appointment),
            Command::TakeOver { .. } => line.subject() == Some(Subject::Holder),
            // Each of them happened; what pages a computer holds, it says itself, and so does a provider what it did.
            Command::NotFinishedHere { .. } | Command::Pages(_) | Command::HearProvider(_) => false,
            Command::Close | Command::Erase { .. } => line.subject() == Some(Subject::Closing),
        };
        let consent = |line: &&Recorded| {
            let requests = matches!(command, Command::Prepare { .. } | Command::Submit { .. });
            requests && matches!(line.subject(), Some(Subject::Person | Subject::Consent(_) | Subject::Refusal))
        };
        let agreed = |line: &&Recorded| match command {
            Command::Refuse(matter) => line.action == Action::ConsentGiven && line.matter.includes(matter),
            _ => false,
        };
        let nearest = lines.clone().find(agreed).or_else(|| lines.clone().find(about));
        nearest.or_else(|| lines.clone().find(consent)).map(|line| line.entry)
    }

    /// Marks the last line when what it says took the place of what another desk had said, or speaks against it.
    fn dispute(&mut self, beside: &[&Operation]) {
        let Some((line, before)) = self.history.split_last() else { return };
        let unseen = |entry: &Uuid| beside.iter().any(|one| one.id == *entry);
        let subject = line.subject().filter(Subject::is_said_anew);
        let is_same = |other: &&Recorded| {
            subject.is_some() && other.subject() == subject || line.speaks_otherwise_of_payment(other)
        };
        let done = || before.iter().rev().filter(|other| other.is_done());
        // Whoever goes on at one desk has still not seen what was in dispute with the other.
        let same = done().find(is_same).and_then(|other| {
            let inherited = other.clash.and_then(|clash| clash.with);
            Some(other.entry).filter(unseen).or_else(|| inherited.filter(unseen))
        });
        let opposed = || done().find(|other| unseen(&other.entry) && self.oppose(other, line)).map(|other| other.entry);
        let clash = same.or_else(opposed).map(|with| Clash { with: Some(with), done: true });
        if let Some(line) = self.history.last_mut() {
            line.clash = clash;
        }
    }

    /// Whether two lines, the earlier first, cannot both be right although they are about different things: that somebody
    /// agreed and did not agree, or that somebody agreed and that it was somebody else. It is the same whoever was first.
    fn oppose(&self, one: &Recorded, other: &Recorded) -> bool {
        match (one.action, other.action) {
            (Action::ConsentGiven, Action::ConsentRefused) => one.matter.includes(&other.matter),
            (Action::ConsentRefused, Action::ConsentGiven) => other.matter.includes(&one.matter),
            (Action::ConsentGiven, Action::PersonIdentified) => self.names_another(other),
            (Action::PersonIdentified, Action::ConsentGiven) => self.names_another(one),
            _ => false,
        }
    }

    /// Whether a line named somebody else than was known.
    fn names_another(&self, line: &Recorded) -> bool {
        let (Before::Person(before) | Before::Identity { person: before, .. }) = &line.before else { return false };
        let later = self.history.iter().skip_while(|known| known.entry != line.entry).skip(1);
        let next = later.filter(|known| known.is_done()).find_map(|known| match &known.before {
            Before::Person(person) | Before::Identity { person, .. } => Some(person),
            _ => None,
        });
        !before.name.trim().is_empty() && next.unwrap_or(&self.person).is_other_than(before)
    }

    /// Whether a payment is confirmed here, and in other words than a command does it.
    fn is_confirmed_otherwise(&self, command: &Command) -> bool {
        let Command::Payment { request, news: PaymentNews::Confirmed(heard) } = command else { return false };
        let request = self.request(*request);
        let known = request.and_then(|request| request.payment.as_deref()?.confirmed);
        known.is_some_and(|known| known != *heard)
    }

    /// What was revoked ends also where another desk had named somebody else by then and it had ended with the person: if
    /// that is taken back, it is still revoked.
    fn revoke_aside(&mut self, matter: &Matter, day: Date, beside: &[&Operation]) {
        let unseen = |entry: &Uuid| beside.iter().any(|one| one.id == *entry);
        let Some((line, before)) = self.history.split_last_mut() else { return };
        let open = before.iter_mut().rev().filter(|known| known.corrected.is_none() && unseen(&known.entry));
        let found = open.into_iter().find_map(|known| match &mut known.before {
            Before::Identity { consent, .. } if consent.about(matter).is_some() => Some((known.entry, consent)),
            _ => None,
        });
        if let (Some((with, consents)), Before::Consent(here)) = (found, &line.before) {
            let (aside, here) = (consents.all_about(matter), here.clone());
            consents.revoke(matter, day);
            line.before = Before::Aside { with, aside, here };
        }
    }

    /// Writes down that something was recorded and could not be done here.
    fn mark(&mut self, operation: &Operation, command: &Command, with: Option<Uuid>) {
        let outcome = self.said(command);
        let mut line = Recorded::of(operation.id, &outcome, Before::Nothing, operation.day);
        line.clash = Some(Clash { with, done: false });
        self.history.push(line);
    }

    /// What a command says, without its being done.
    fn said(&self, command: &Command) -> Outcome {
        let of_request = |id: Uuid, action: Action| {
            let service = self.request(id).map(|request| request.service.clone());
            let remembered =
                || self.history.iter().find_map(|line| line.service.clone().filter(|_| line.request == Some(id)));
            Outcome { request: Some(id), service: service.or_else(remembered), ..Outcome::plain(action) }
        };
        let mut outcome = match command {
            Command::Identify(_) => Outcome::plain(Action::PersonIdentified),
            Command::Consent(consent) => Outcome { matter: consent.matter(), ..Outcome::plain(Action::ConsentGiven) },
            Command::Revoke(matter) => Outcome { matter: matter.clone(), ..Outcome::plain(Action::ConsentRevoked) },
            Command::Refuse(matter) => Outcome { matter: matter.clone(), ..Outcome::plain(Action::ConsentRefused) },
            Command::Erase { reason } => Outcome { reason: Some(*reason), ..Outcome::plain(Action::CaseErased) },
            Command::Papers(_) => Outcome::plain(Action::PapersChecked),
            Command::TellChanges(_) => Outcome::plain(Action::ChangesTold),
            Command::Fill { field, value, reason, .. } => {
                let (field, value) = (Some(field.clone()), value.clone());
                Outcome { field, value, reason: *reason, ..Outcome::plain(Action::DraftSaved) }
            }
            Command::NotFinishedHere { service, request, reason, .. } => Outcome {
                service: Some(service.clone()),
                request: *request,
                reason: Some(*reason),
                ..Outcome::plain(Action::NotFinishedHere)
            },
            Command::Appoint(Some(_)) => Outcome::plain(Action::AppointmentMade),
            Command::Appoint(None) => Outcome::plain(Action::AppointmentCancelled),
            Command::TakeOver { reason, .. } => {
                Outcome { reason: Some(*reason), ..Outcome::plain(Action::CaseTakenOver) }
            }
            Command::Pages(_) => Outcome::plain(Action::PagesKept),
            Command::HearProvider(word) => {
                Outcome { state: Some(word.state), ..of_request(word.request, Action::ProviderHeard) }
            }
            Command::Close => Outcome::plain(Action::CaseClosed),
            Command::Prepare { id, service, .. } => {
                Outcome { service: Some(service.clone()), ..of_request(*id, Action::RequestPrepared) }
            }
            Command::Submit { request, .. } => of_request(*request, Action::RequestSubmitted),
            Command::Pay { request, heard, .. } => {
                let (from, payment) = (heard.and_then(|heard| heard.from), heard.map(PaymentNews::Confirmed));
                Outcome { from, payment, ..of_request(*request, Action::RequestPaid) }
            }
            Command::Payment { request, news } => {
                let (action, from) = match news {
                    PaymentNews::Order { .. } => (Action::PaymentOrdered, None),
                    PaymentNews::Said(heard) => (Action::PaymentSaid, heard.from),
                    PaymentNews::Confirmed(heard) => (Action::PaymentConfirmed, heard.from),
                };
                Outcome { from, payment: Some(news.clone()), ..of_request(*request, action) }
            }
            Command::HandOver { request, right, .. } => {
                let right = Some(right.clone()).filter(|right| *right != Right::NotSaid);
                Outcome { right, ..of_request(*request, Action::ResultHandedOver) }
            }
            Command::Move { request, to, reason, from, .. } => {
                let action = to.moved_by().unwrap_or(Action::Corrected);
                Outcome { reason: *reason, state: Some(*to), from: *from, ..of_request(*request, action) }
            }
            Command::Correct { entry, reason, .. } => {
                let request = self.history.iter().find(|line| line.entry == *entry).and_then(|line| line.request);
                let plain = Outcome::plain(Action::Corrected);
                let of_line = request.map_or(plain, |request| of_request(request, Action::Corrected));
                Outcome { reason: Some(*reason), ..of_line }
            }
        };
        outcome.sealed = Some(command.sealed());
        outcome
    }
}
