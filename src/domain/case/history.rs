//! What was recorded of a case, and taking it back. Each thing that can change (the person, the consent, the papers,
//! each request, the case itself) is taken back step by step, the latest step first, so that it is always as it was.

use super::{
    Appointment, Case, CaseError, CashCode, ConsentRefusal, Consents, Heard, Matter, OrderKey, Outcome, PaymentNews,
    Person, Provenance, ProviderNumber, Request, RequestState, Right, SealedContent,
};
use crate::domain::action::{Action, Reason};
use crate::domain::change::Seen;
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// One line of a case's history: a journal entry as the centre keeps it, with what it takes to take it back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recorded {
    /// The journal entry's id.
    pub entry: Uuid,
    /// What was done.
    pub action: Action,
    /// The day on which it was recorded.
    pub day: Date,
    /// The request it was done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Uuid>,
    /// The request's service. Kept here too: a request that was taken back is not in the case any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// The request's state afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<RequestState>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What the specialist added in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The field of an application that was filled in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What was written into it: kept here too, where another desk wrote something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What a consent was about; not said where that was the event.
    #[serde(default, skip_serializing_if = "is_event")]
    pub matter: Matter,
    /// The provider's number that was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ProviderNumber>,
    /// The day of submission that was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Date>,
    /// Who collected the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// By which paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// By which right it was collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<Right>,
    /// From where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Provenance>,
    /// What was learned of a payment: kept here too, where it could not be done beside what another desk had learned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentNews>,
    /// The earlier entry that this one takes back or takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Uuid>,
    /// The later entry that took this one back or took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<Uuid>,
    /// What it does not go together with, when it was recorded without knowing of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clash: Option<Clash>,
    /// What was before.
    pub before: Before,
}

fn is_event(matter: &Matter) -> bool {
    *matter == Matter::Event
}

/// It may name whoever collected the result, so only what was done is formatted.
impl fmt::Debug for Recorded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Recorded").field(&self.action).finish_non_exhaustive()
    }
}

impl Recorded {
    /// The line of an entry.
    pub(super) fn of(entry: Uuid, outcome: &Outcome, before: Before, day: Date) -> Self {
        let sealed = outcome.sealed.clone().unwrap_or_default();
        Self {
            entry,
            action: outcome.action,
            day,
            request: outcome.request,
            service: outcome.service.clone(),
            state: outcome.state,
            reason: outcome.reason,
            note: sealed.note,
            field: outcome.field.clone(),
            value: outcome.value.clone(),
            matter: outcome.matter.clone(),
            number: sealed.number,
            submitted: sealed.submitted,
            collector: sealed.collector,
            paper: sealed.collector_paper,
            right: outcome.right.clone(),
            from: outcome.from,
            payment: outcome.payment.clone(),
            corrects: outcome.corrects,
            corrected: None,
            clash: None,
            before,
        }
    }

    /// Whether it still holds: it was neither taken back nor did another take its place, and it could be done.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.corrected.is_none() && self.is_done()
    }

    /// Whether the case is as it says; not where it was recorded at another desk and fits no more.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.clash.is_none_or(|clash| clash.done)
    }

    /// That it was paid, as it was heard.
    #[must_use]
    pub const fn heard(&self) -> Option<Heard> {
        match &self.payment {
            Some(PaymentNews::Said(heard) | PaymentNews::Confirmed(heard)) => Some(*heard),
            Some(PaymentNews::Order { .. }) | None => None,
        }
    }

    /// Whether two lines say of one payment that it was paid, or that this is confirmed, and not the same.
    pub(super) fn speaks_otherwise_of_payment(&self, other: &Self) -> bool {
        use PaymentNews::{Confirmed, Said};
        self.request == other.request
            && match (&self.payment, &other.payment) {
                (Some(Said(one)), Some(Said(other))) | (Some(Confirmed(one)), Some(Confirmed(other))) => one != other,
                _ => false,
            }
    }

    /// By which key and code it is paid.
    #[must_use]
    pub const fn ordered(&self) -> (Option<&OrderKey>, Option<&CashCode>) {
        match &self.payment {
            Some(PaymentNews::Order { order, cash }) => (order.as_ref(), cash.as_ref()),
            _ => (None, None),
        }
    }

    /// What it changed; nothing when it cannot be taken back: a correction was wrong when the thing is done anew.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self.action {
            Action::CaseOpened => Some(Subject::Opening),
            Action::CaseClosed => Some(Subject::Closing),
            Action::PersonIdentified => Some(Subject::Person),
            Action::ConsentGiven | Action::ConsentRevoked => Some(Subject::Consent(self.matter.clone())),
            Action::ConsentRefused => Some(Subject::Refusal),
            Action::PapersChecked => Some(Subject::Papers),
            Action::ChangesTold => Some(Subject::Changes),
            Action::AppointmentMade | Action::AppointmentCancelled => Some(Subject::Appointment),
            Action::CaseTakenOver => Some(Subject::Holder),
            Action::DraftSaved => self.field.clone().map(Subject::Field),
            Action::NotFinishedHere => Some(Subject::Obstacle(self.entry)),
            Action::RequestPrepared
            | Action::RequestSubmitted
            | Action::RequestPaid
            | Action::PaymentOrdered
            | Action::PaymentSaid
            | Action::PaymentConfirmed
            | Action::RequestWaiting
            | Action::ResultIssued
            | Action::ResultHandedOver
            | Action::Informed
            | Action::Referred
            | Action::RequestWithdrawn
            | Action::RequestRefused => self.request.map(Subject::Request),
            Action::Corrected
            | Action::SatisfactionGiven
            | Action::RecordsSalvaged
            | Action::RecordsLost
            | Action::SignInRefused
            | Action::HubLacked
            | Action::IdentityReplaced
            | Action::CasesErased
            | Action::CaseErased
            | Action::SheetPrinted
            | Action::ColleagueAdded
            | Action::ColleagueRemoved
            | Action::PasswordChanged
            | Action::PasswordReset
            | Action::RoleChanged
            | Action::KeyGiven
            | Action::KeyRenewed
            | Action::RecoverySheetMade
            | Action::RecoverySheetUsed
            | Action::CodesMade
            | Action::CodesWithdrawn
            | Action::PagesKept
            | Action::PagesErased
            | Action::WorkTold
            | Action::GroupHeld
            | Action::NumberCalled
            | Action::ProviderHeard => None,
        }
    }
}

/// Two things that were recorded at two desks, each without the other, and do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clash {
    /// The other one's entry; none where it cannot be told which it is.
    pub with: Option<Uuid>,
    /// Whether it was carried out all the same; otherwise the other one holds.
    pub done: bool,
}

/// A line that does not go together with another, as it is shown to a person: both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// The one that came second in the order of the case.
    pub line: &'a Recorded,
    /// The one that was there.
    pub with: Option<&'a Recorded>,
}

impl Conflict<'_> {
    /// Whether the person agreed by one and did not agree by the other.
    #[must_use]
    pub fn is_about_answers(&self) -> bool {
        let is = |action| self.line.action == action || self.with.is_some_and(|with| with.action == action);
        is(Action::ConsentGiven) && is(Action::ConsentRefused)
    }

    /// Whether the person asked at one desk that all be erased, while at another the case was under way.
    #[must_use]
    pub fn is_about_erasure(&self) -> bool {
        self.line.action == Action::CaseErased && !self.line.is_done()
    }
}

/// What an entry changed, as it was before.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Before {
    /// There is nothing to put back: a case was opened or closed, or something was taken back.
    Nothing,
    /// The person.
    Person(Person),
    /// The person, and the consent that ended with them.
    Identity {
        /// The person.
        person: Person,
        /// What they had agreed to; nothing when that was taken back since.
        #[serde(default)]
        consent: Consents,
        /// What they had not agreed to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refused: Option<ConsentRefusal>,
    },
    /// The consents about the same matter.
    Consent(Consents),
    /// The consents about the same matter, where another desk had named somebody else by then, with whom they had ended.
    Aside {
        /// The line by which the other person was named.
        with: Uuid,
        /// As they were put aside with it.
        aside: Consents,
        /// What whoever was named had agreed to.
        here: Consents,
    },
    /// What the person had not agreed to.
    Refused(Option<ConsentRefusal>),
    /// The papers.
    Papers(Vec<String>),
    /// The request; none when it was made.
    Request(Option<Box<Request>>),
    /// What the person knew of the catalogue.
    Seen(Seen),
    /// When the person was expected.
    Appointment(Option<Appointment>),
    /// The specialist who answered for the case.
    Holder(String),
}

hidden!(Before, "Before");

/// What changes by steps that are taken back one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Opening,
    Closing,
    Person,
    Consent(Matter),
    Refusal,
    Papers,
    Changes,
    Appointment,
    Holder,
    Field(String),
    Obstacle(Uuid),
    Request(Uuid),
}

impl Subject {
    /// Whether it is said as a whole each time, so that what one desk said takes the place of what another did.
    pub(super) const fn is_said_anew(&self) -> bool {
        match self {
            Self::Person
            | Self::Consent(_)
            | Self::Refusal
            | Self::Papers
            | Self::Appointment
            | Self::Holder
            | Self::Field(_) => true,
            Self::Opening | Self::Closing | Self::Changes | Self::Obstacle(_) | Self::Request(_) => false,
        }
    }
}

impl Case {
    /// Adds the line of the opening to a case of an older program, which kept no history: so that it can be put away.
    pub fn remember_opening(&mut self, entry: Uuid) {
        if !self.knows_its_opening() {
            self.history.insert(0, Recorded::of(entry, &Outcome::opened(), Before::Nothing, self.opened));
        }
    }

    /// Whether the history begins with the opening.
    #[must_use]
    pub fn knows_its_opening(&self) -> bool {
        self.history.iter().any(|line| line.action == Action::CaseOpened)
    }

    /// The lines that can be taken back now, the latest first.
    #[must_use]
    pub fn correctable(&self) -> Vec<&Recorded> {
        self.history.iter().rev().filter(|line| self.may_correct(line).is_ok()).collect()
    }

    /// What was recorded at two desks and does not go together, as long as neither was taken back: nothing of it is
    /// dropped, and a person decides.
    pub fn conflicts(&self) -> impl Iterator<Item = Conflict<'_>> {
        self.history.iter().filter(|line| line.corrected.is_none()).filter_map(|line| {
            let with = line.clash?.with.and_then(|other| self.history.iter().find(|known| known.entry == other));
            (!with.is_some_and(|other| self.was_taken_back(other))).then_some(Conflict { line, with })
        })
    }

    /// That somebody agreed, as long as another desk wrote down that they did not and nobody has decided.
    pub(super) fn is_answer_open(&self, matter: &Matter) -> bool {
        self.conflicts().any(|conflict| {
            let mut lines = std::iter::once(conflict.line).chain(conflict.with);
            conflict.is_about_answers()
                && lines.any(|line| line.action == Action::ConsentGiven && line.matter == *matter)
        })
    }

    /// Whether a line was taken back, rather than that another took its place.
    fn was_taken_back(&self, line: &Recorded) -> bool {
        let by = |by| self.history.iter().any(|other| other.entry == by && other.action == Action::Corrected);
        line.corrected.is_some_and(by)
    }

    /// The provider's numbers of a request: one, or two when it was submitted at two desks.
    pub fn numbers(&self, request: &Request) -> impl Iterator<Item = &ProviderNumber> {
        let open = self.not_done(request.id);
        let own = self.request(request.id).and_then(|known| known.number.as_ref());
        own.into_iter().chain(open.filter_map(|line| line.number.as_ref()).filter(move |number| Some(*number) != own))
    }

    /// The keys by which a request is paid: one, or two when another was written down at two desks.
    pub fn orders<'c>(&'c self, request: &'c Request) -> impl Iterator<Item = &'c OrderKey> {
        let own = request.payment.as_deref().and_then(|payment| payment.order.as_ref());
        let others = self.not_done(request.id).filter_map(|line| line.ordered().0);
        own.into_iter().chain(others.filter(move |order| Some(*order) != own))
    }

    /// The codes for paying it in cash, in the same way.
    pub fn cash_codes<'c>(&'c self, request: &'c Request) -> impl Iterator<Item = &'c CashCode> {
        let own = request.payment.as_deref().and_then(|payment| payment.cash.as_ref());
        let others = self.not_done(request.id).filter_map(|line| line.ordered().1);
        own.into_iter().chain(others.filter(move |code| Some(*code) != own))
    }

    /// What was recorded of a request and could not be done beside what another desk had done.
    fn not_done(&self, request: Uuid) -> impl Iterator<Item = &Recorded> {
        let of_request = move |line: &&Recorded| line.request == Some(request) && !line.is_done();
        self.history.iter().filter(of_request).filter(|line| line.corrected.is_none())
    }

    /// Whether what holds of a subject does not go together with something else: then it may be said once more.
    pub(super) fn is_disputed(&self, subject: &Subject) -> bool {
        self.latest(subject).is_some_and(|line| line.clash.is_some())
    }

    /// The latest line about a subject that still holds.
    pub(super) fn latest(&self, subject: &Subject) -> Option<&Recorded> {
        self.history.iter().rev().find(|line| line.holds() && line.subject().as_ref() == Some(subject))
    }

    /// The latest line of that kind, if it was recorded today.
    pub(super) fn latest_of_day(&self, subject: &Subject, today: Date) -> Option<&Recorded> {
        self.latest(subject).filter(|line| line.day == today)
    }

    /// Writes a line, and on the line it corrects that it does.
    pub(super) fn write(&mut self, line: Recorded) {
        if let Some(earlier) = line.corrects {
            for known in self.history.iter_mut().filter(|known| known.entry == earlier) {
                known.corrected = Some(line.entry);
            }
        }
        self.history.push(line);
    }

    /// Whether a line can be taken back now, and what it changed; nothing where it could not be done.
    fn may_correct(&self, line: &Recorded) -> Result<Option<Subject>, CaseError> {
        if line.corrected.is_some() {
            return Err(if self.was_taken_back(line) { CaseError::AlreadyCorrected } else { CaseError::NotLatest });
        }
        if !line.is_done() {
            // Nothing has to be put back, whatever it would have done: an erasure, a closing, a correction.
            return Ok(None);
        }
        let subject = line.subject().ok_or(CaseError::NotCorrectable)?;
        // What was filled in is corrected where it stands, by filling it in anew.
        if matches!(subject, Subject::Field(_)) {
            return Err(CaseError::NotCorrectable);
        }
        if self.closed.is_some() && subject != Subject::Closing {
            return Err(CaseError::Closed);
        }
        if self.latest(&subject).is_none_or(|latest| latest.entry != line.entry) {
            return Err(CaseError::NotLatest);
        }
        match (&subject, &line.before) {
            // What a provider has received happened, whatever the case says.
            (Subject::Opening, _) if self.requests.iter().any(|request| request.submitted.is_some()) => {
                Err(CaseError::AlreadySubmitted)
            }
            // It would be open again beside the request that was made in its place.
            (Subject::Request(id), Before::Request(Some(before)))
                if !before.state.is_final()
                    && self.requests.iter().any(|other| {
                        other.id != *id
                            && other.step == before.step
                            && other.service == before.service
                            && !other.state.is_final()
                    }) =>
            {
                Err(CaseError::AlreadyRequested)
            }
            // Whoever was named in its place has agreed since: that is taken back first.
            (Subject::Person, Before::Identity { .. }) if self.consented_after(line) => Err(CaseError::NotLatest),
            _ => Ok(Some(subject)),
        }
    }

    /// Whether a consent that was given after a line holds.
    fn consented_after(&self, line: &Recorded) -> bool {
        let later = self.history.iter().skip_while(|known| known.entry != line.entry);
        let asked = |known: &Recorded| match (known.subject(), &known.before) {
            // It was whoever was named before who revoked it.
            (_, Before::Aside { with, .. }) => *with != line.entry,
            (subject, _) => matches!(subject, Some(Subject::Consent(_) | Subject::Refusal)),
        };
        later.into_iter().any(|known| asked(known) && known.holds())
    }

    /// Puts consents back in the place of those that a line had changed: in the case, or where those ended with the person,
    /// in what was put aside with them.
    fn put_back_consent(&mut self, line: Uuid, matter: &Matter, before: Consents) {
        let ended = self.ended_with_person(line);
        let place = self.history.iter_mut().find_map(|known| match &mut known.before {
            Before::Identity { consent, .. } if Some(known.entry) == ended => Some(consent),
            _ => None,
        });
        place.unwrap_or(&mut self.consents).put_back(matter, before);
    }

    /// The same of what was not agreed to.
    fn put_back_refusal(&mut self, line: Uuid, before: Option<ConsentRefusal>) {
        let ended = self.ended_with_person(line);
        let place = self.history.iter_mut().find_map(|known| match &mut known.before {
            Before::Identity { refused, .. } if Some(known.entry) == ended => Some(refused),
            _ => None,
        });
        *place.unwrap_or(&mut self.refused) = before;
    }

    /// The line after this one by which another person was named, with whom the answers of the one before ended.
    fn ended_with_person(&self, line: Uuid) -> Option<Uuid> {
        let later = self.history.iter().skip_while(|known| known.entry != line);
        later.filter(|known| !self.was_taken_back(known)).find_map(|known| match &known.before {
            Before::Identity { .. } => Some(known.entry),
            _ => None,
        })
    }

    /// Takes back what an entry did.
    pub(super) fn correct(
        &mut self,
        entry: Uuid,
        reason: Reason,
        note: Option<String>,
        today: Date,
    ) -> Result<Outcome, CaseError> {
        let line = self.history.iter().find(|line| line.entry == entry).ok_or(CaseError::UnknownEntry)?.clone();
        let subject = self.may_correct(&line)?;
        if !reason.is_of_correction() {
            return Err(CaseError::ReasonMissing);
        }
        let is_done = line.is_done();
        match line.before {
            _ if !is_done => {}
            Before::Nothing => match subject {
                Some(Subject::Closing) => self.closed = None,
                Some(Subject::Opening) => self.put_away(today),
                Some(Subject::Obstacle(_)) => {}
                _ => return Err(CaseError::NotCorrectable),
            },
            Before::Person(person) => self.person = person,
            Before::Identity { person, consent, refused } => {
                (self.person, self.consents, self.refused) = (person, consent, refused);
            }
            Before::Consent(consents) => self.put_back_consent(entry, &line.matter, consents),
            Before::Aside { with, aside, here } => {
                self.put_back_consent(with, &line.matter, aside);
                if !here.is_empty() {
                    self.put_back_consent(entry, &line.matter, here);
                }
            }
            Before::Refused(refused) => self.put_back_refusal(entry, refused),
            Before::Papers(papers) => self.papers = papers,
            Before::Seen(seen) => self.seen = seen,
            Before::Appointment(appointment) => self.appointment = appointment,
            Before::Holder(holder) => self.holder = holder,
            Before::Request(None) => self.requests.retain(|request| Some(request.id) != line.request),
            Before::Request(Some(before)) => {
                let request = self.requests.iter_mut().find(|request| request.id == before.id);
                *request.ok_or(CaseError::UnknownRequest)? = *before;
            }
        }
        // What this line had taken the place of holds again.
        if let Some(earlier) = line.corrects {
            for known in self.history.iter_mut().filter(|known| known.corrected == Some(entry)) {
                debug_assert_eq!(known.entry, earlier, "a line corrects one other");
                known.corrected = None;
            }
        }
        let state = line.request.and_then(|id| self.request(id));
        Ok(Outcome {
            request: line.request,
            service: line.service,
            state: state.map(|request| request.state),
            corrects: Some(entry),
            reason: Some(reason),
            // Sealed even without a note: when it is recorded, the specialist's name is added.
            sealed: Some(SealedContent { note, ..SealedContent::default() }),
            ..Outcome::plain(Action::Corrected)
        })
    }

    /// A case that never was, or that was erased: closed, with nobody's data in it, found by no code.
    pub(super) fn put_away(&mut self, today: Date) {
        self.closed = Some(today);
        self.put_away = true;
        self.return_code = String::new();
        self.answers = super::Answers::default();
        self.person = Person::default();
        self.consents = Consents::default();
        self.refused = None;
        self.papers = Vec::new();
        self.pages = Vec::new();
        self.requests = Vec::new();
        self.words = Vec::new();
        self.filled = std::collections::BTreeMap::new();
        self.appointment = None;
        self.holder = String::new();
        self.seen = Seen::default();
        self.history.retain(|line| line.action == Action::CaseOpened);
    }
}
