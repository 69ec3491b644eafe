//! The commands that change a case: what each demands, what it changes, and what goes into the journal.

use super::collecting::few_digits;
use super::history::Subject;
use super::{
    Appointment, Before, Case, CasePage, Consent, ConsentRefusal, Heard, Matter, PaymentNews, Permit, Person,
    Provenance, ProviderNumber, ProviderWord, Recorded, Request, RequestState, Right, SealedContent, Sent, Signer,
    Verb,
};
use crate::domain::action::{Action, Reason};
use crate::domain::change::Seen;
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::specialist::name_key;
use crate::domain::term::Term;
use jiff::ToSpan as _;
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many days before the opening of a case a submission may be dated: the paper that was filed last week while the
/// computer was away. The day on which it is recorded stands in the entry all the same.
const DAYS_BEFORE_OPENING: i32 = 30;

/// The most letters of a note.
const LONGEST_NOTE: usize = 500;

/// Why a command is refused. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// The person has no name yet.
    #[error("the person's name is missing")]
    NameMissing,
    /// Consent is missing or has run out.
    #[error("the person's consent is missing or has run out")]
    ConsentMissing,
    /// Nothing may be done by this consent.
    #[error("the consent lets nothing be done")]
    ConsentEmpty,
    /// A consent about the same holds: it is revoked first.
    #[error("a consent about it holds")]
    ConsentHolds,
    /// Somebody else signed for the person, and nobody is named who acts for them.
    #[error("nobody is named who acts for the person")]
    SignerMissing,
    /// The consent would end before it begins.
    #[error("the consent would end before it begins")]
    ConsentPeriod,
    /// The text is no provider's number.
    #[error("this cannot be a provider's number")]
    ProviderNumber,
    /// The date lies in the future.
    #[error("the date lies in the future")]
    FutureDate,
    /// The date lies too long before the case was opened.
    #[error("the date lies too long before the case was opened")]
    EarlyDate,
    /// The request cannot go from its state to that one.
    #[error("a request that is {from:?} cannot become {to:?}")]
    Transition {
        /// The state it is in.
        from: RequestState,
        /// The state asked for.
        to: RequestState,
    },
    /// There is no such request in the case.
    #[error("no such request in this case")]
    UnknownRequest,
    /// The case already holds a request for this service that is not finished.
    #[error("this service already has an open request in the case")]
    AlreadyRequested,
    /// The case is closed.
    #[error("the case is closed")]
    Closed,
    /// A request in the case is not finished yet.
    #[error("a request in this case is not finished")]
    OpenRequests,
    /// Who collected the result, or by which paper, is missing.
    #[error("who collected the result, and by which paper, is missing")]
    CollectorMissing,
    /// By which right somebody else collects the result is missing.
    #[error("by which right the result is collected is missing")]
    RightMissing,
    /// More than the last digits of a paper's number were written.
    #[error("of the number of a paper only the last digits are kept")]
    PaperNumber,
    /// The text is no key of an order.
    #[error("this cannot be the key of an order")]
    OrderKey,
    /// The text is no code for paying in cash.
    #[error("this cannot be a code for paying in cash")]
    CashCode,
    /// Another key or code is known already.
    #[error("another key or code is known, and must be taken back first")]
    OrderKnown,
    /// From where it is known is missing, or cannot say this.
    #[error("from where it is known is missing or does not fit")]
    ProvenanceMissing,
    /// A request that ended without a result is not paid.
    #[error("a request that ended without a result is not paid")]
    NotPayable,
    /// The reason is missing, or is none for this.
    #[error("the reason is missing or does not fit")]
    ReasonMissing,
    /// It is so already: there is nothing to record.
    #[error("nothing would change")]
    Unchanged,
    /// There is no such entry in the case's history.
    #[error("no such entry in this case")]
    UnknownEntry,
    /// A later entry about the same thing has to be taken back first.
    #[error("a later entry about the same must be taken back first")]
    NotLatest,
    /// The entry was taken back before.
    #[error("the entry was taken back before")]
    AlreadyCorrected,
    /// An entry of this kind is not taken back: what a correction undid is done anew.
    #[error("an entry of this kind cannot be taken back")]
    NotCorrectable,
    /// The appointment lies in the past.
    #[error("the appointment lies in the past")]
    PastDate,
    /// A request of the case was submitted, so the opening cannot be taken back.
    #[error("a request of this case was submitted")]
    AlreadySubmitted,
}

/// A change of a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Command {
    /// The person was identified.
    Identify(Person),
    /// The person gave consent, or renewed it: it takes the place of the one about the same matter.
    Consent(Consent),
    /// The person revoked the consent about a matter.
    Revoke(Matter),
    /// The person was asked and did not agree.
    Refuse(Matter),
    /// The papers brought so far.
    Papers(Vec<String>),
    /// A request for a service was made ready.
    Prepare {
        /// The new request's id.
        id: Uuid,
        /// The service.
        service: ServiceCode,
        /// The step it comes from.
        step: String,
    },
    /// The provider took the request in.
    Submit {
        /// The request.
        request: Uuid,
        /// The provider's number.
        number: ProviderNumber,
        /// The day.
        on: Date,
        /// The term that was chosen, where there is a choice.
        term: Option<Term>,
        /// When the result is expected.
        expected: Option<Date>,
    },
    /// The fee was paid, and that is confirmed.
    Pay {
        /// The request.
        request: Uuid,
        /// The term that was paid for, where it was not said before or is another now.
        term: Option<Term>,
        /// When the result is expected by that term.
        expected: Option<Date>,
        /// From where it is known, and the day it was paid; nothing where an older program wrote it.
        heard: Option<Heard>,
    },
    /// Something was learned of the payment of a request, whose state stays as it is.
    Payment {
        /// The request.
        request: Uuid,
        /// What.
        news: PaymentNews,
    },
    /// The request moved on without anything to add: waiting, issued, or ended.
    Move {
        /// The request.
        request: Uuid,
        /// The new state; not `Submitted`, `Paid` or `HandedOver`, which have more to say.
        to: RequestState,
        /// Why, one of [`RequestState::reasons`]; none where there are none.
        reason: Option<Reason>,
        /// What the specialist adds in free words; sealed.
        note: Option<String>,
        /// From where the specialist knows what the provider did; nothing where it was not written down.
        from: Option<Provenance>,
    },
    /// The result was handed over.
    HandOver {
        /// The request.
        request: Uuid,
        /// Who collected it.
        collector: String,
        /// The paper by which that person was identified: its kind, and no more than the last digits of its number.
        paper: String,
        /// By which right.
        right: Right,
    },
    /// The person was told what changed in the catalogue; from now on it is known.
    TellChanges(Seen),
    /// A field of an application was filled in, for all requests of the case that ask for it.
    Fill {
        /// The field's id, or what is of one request alone by [`own`](super::own).
        field: String,
        /// The value as it is kept; nothing where it was emptied.
        value: Option<String>,
        /// Why, where it takes the place of what a request of the case was made ready with; one of
        /// [`Reason::CORRECTIONS`].
        reason: Option<Reason>,
        /// For whose application; an older program does not say it.
        service: Option<ServiceCode>,
    },
    /// A step could not be finished here: it goes to the provider, or waits. Its request stays as it is.
    NotFinishedHere {
        /// The service.
        service: ServiceCode,
        /// The request, where there is one.
        request: Option<Uuid>,
        /// Why, one of [`Reason::NOT_FINISHED`].
        reason: Reason,
        /// What the specialist adds in free words: to whom it goes. Sealed.
        note: Option<String>,
    },
    /// The pages of papers that are kept, all of them, in their order.
    Pages(Vec<CasePage>),
    /// What a provider's list says of a request came down from the hub. The request stays as it is.
    HearProvider(ProviderWord),
    /// When the person is expected next; nothing where they are not any more.
    Appoint(Option<Appointment>),
    /// Another specialist answers for the case from now on.
    TakeOver {
        /// The specialist's name.
        by: String,
        /// Why, one of [`Reason::TAKE_OVERS`].
        reason: Reason,
        /// What the specialist adds in free words; sealed.
        note: Option<String>,
    },
    /// The case is finished.
    Close,
    /// Everything of the case is erased, on the person's wish. That it happened stays, without a name.
    Erase {
        /// Why, one of [`Reason::ERASURES`].
        reason: Reason,
    },
    /// An entry is taken back, see [`Case::correctable`]: what it changed is again as it was. Taking back the opening
    /// puts the case away.
    Correct {
        /// The entry.
        entry: Uuid,
        /// Why, one of [`Reason::CORRECTIONS`].
        reason: Reason,
        /// What the specialist adds in free words; sealed.
        note: Option<String>,
    },
}

hidden!(Command, "Command");

impl Command {
    /// What of it only the hub's operator may read, as far as it says so itself.
    pub(super) fn sealed(&self) -> SealedContent {
        let nothing = SealedContent::default();
        match self {
            Self::Identify(person) => SealedContent { person: Some(person.clone()), ..nothing },
            Self::Consent(consent) => SealedContent { consent_until: Some(consent.until), ..nothing },
            Self::Submit { number, on, .. } => {
                SealedContent { number: Some(number.clone()), submitted: Some(*on), ..nothing }
            }
            Self::HandOver { collector, paper, .. } => {
                SealedContent { collector: Some(collector.clone()), collector_paper: Some(paper.clone()), ..nothing }
            }
            Self::Move { note, .. }
            | Self::Correct { note, .. }
            | Self::TakeOver { note, .. }
            | Self::NotFinishedHere { note, .. } => {
                SealedContent { note: note.as_deref().and_then(tidy_note), ..nothing }
            }
            Self::Papers(_)
            | Self::Prepare { .. }
            | Self::Pay { .. }
            | Self::Payment { .. }
            | Self::TellChanges(_)
            | Self::Fill { .. }
            | Self::Pages(_)
            | Self::HearProvider(_)
            | Self::Appoint(_)
            | Self::Revoke(_)
            | Self::Refuse(_)
            | Self::Erase { .. }
            | Self::Close => nothing,
        }
    }
}

/// What a command adds to the journal: which action, on which request, and what is sealed.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was done.
    pub action: Action,
    /// The request it was done to.
    pub request: Option<Uuid>,
    /// The service.
    pub service: Option<ServiceCode>,
    /// The request's state afterwards.
    pub state: Option<RequestState>,
    /// The earlier entry that it takes back or takes the place of.
    pub corrects: Option<Uuid>,
    /// Why.
    pub reason: Option<Reason>,
    /// The part with personal data, for the operator of the hub only.
    pub sealed: Option<SealedContent>,
    /// The field of an application that was filled in; known to the centre alone.
    pub field: Option<String>,
    /// From where it is known; known to the centre alone.
    pub from: Option<Provenance>,
    /// By which right a result was collected; known to the centre alone.
    pub right: Option<Right>,
    /// What a consent was about; known to the centre alone.
    pub matter: Matter,
    /// What was learned of a payment; known to the centre alone.
    pub payment: Option<PaymentNews>,
    /// What was filled in; known to the centre alone.
    pub value: Option<String>,
    /// How many scanned pages are kept with the case now.
    pub scans: Option<u16>,
}

impl Outcome {
    /// The opening of a case.
    #[must_use]
    pub const fn opened() -> Self {
        Self::plain(Action::CaseOpened)
    }

    /// An action with nothing more to say.
    pub(super) const fn plain(action: Action) -> Self {
        Self {
            action,
            request: None,
            service: None,
            state: None,
            corrects: None,
            reason: None,
            sealed: None,
            field: None,
            from: None,
            right: None,
            matter: Matter::Event,
            payment: None,
            value: None,
            scans: None,
        }
    }
}

/// By which rules a command is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// It is to be done now: every rule holds.
    Now,
    /// It was done, by whatever rules held then: only what makes no sense at all is refused.
    Then,
}

impl Rules {
    /// Refuses for this reason what is to be done now and does not fit.
    pub(super) fn demand(self, fits: bool, error: CaseError) -> Result<(), CaseError> {
        if fits || self == Self::Then { Ok(()) } else { Err(error) }
    }
}

impl Case {
    /// Carries a command out: gives the changed case and what goes into the journal under the id `entry`. The case
    /// itself is not touched, so that nothing is half done when recording fails.
    ///
    /// # Errors
    /// Says which rule the command breaks.
    pub fn apply(&self, command: Command, entry: Uuid, today: Date) -> Result<(Self, Outcome), CaseError> {
        let (mut case, outcome) = self.carry_out(command, entry, today, Rules::Now)?;
        case.heads = vec![entry];
        Ok((case, outcome))
    }

    /// Carries a command out by these rules.
    pub(super) fn carry_out(
        &self,
        command: Command,
        entry: Uuid,
        today: Date,
        rules: Rules,
    ) -> Result<(Self, Outcome), CaseError> {
        let is_over = self.put_away
            || self.closed.is_some() && !matches!(command, Command::Correct { .. } | Command::Erase { .. });
        rules.demand(!is_over, CaseError::Closed)?;
        // An entry is recorded once, however often it is sent here.
        if self.history.iter().any(|line| line.entry == entry) {
            return Err(CaseError::Unchanged);
        }
        let mut case = self.clone();
        let (outcome, before) = match command {
            Command::Correct { entry, reason, note } => {
                (case.correct(entry, reason, note.as_deref().and_then(tidy_note), today)?, Before::Nothing)
            }
            other => case.change(other, today, rules)?,
        };
        if !case.keeps_pages() {
            // They are erased with this.
            case.pages = Vec::new();
        }
        let mut line = Recorded::of(entry, &outcome, before, today);
        if case.put_away {
            // Nothing that could name somebody stays in a case that never was; the sealed part has it.
            line.note = None;
        }
        case.write(line);
        Ok((case, outcome))
    }

    fn change(&mut self, command: Command, today: Date, rules: Rules) -> Result<(Outcome, Before), CaseError> {
        match command {
            Command::Identify(person) => self.identify(person, rules),
            Command::Consent(consent) => self.consent(consent, today, rules),
            Command::Revoke(matter) => self.revoke(matter, today, rules),
            Command::Refuse(matter) => self.refuse(matter, today, rules),
            Command::Erase { reason } => self.erase(reason, today, rules),
            Command::Papers(papers) => {
                // The order of ticking says nothing.
                let same = papers.iter().collect::<BTreeSet<_>>() == self.papers.iter().collect();
                rules.demand(!same || self.is_disputed(&Subject::Papers), CaseError::Unchanged)?;
                let corrects = self.latest(&Subject::Papers).map(|line| line.entry);
                let before = Before::Papers(std::mem::replace(&mut self.papers, papers));
                Ok((Outcome { corrects, ..Outcome::plain(Action::PapersChecked) }, before))
            }
            Command::Prepare { id, service, step } => self.prepare(id, service, step, today, rules),
            Command::Submit { request, number, on, term, expected } => {
                self.demand_move(request, RequestState::Submitted, rules)?;
                let permit = self.may_submit(request, on, today, rules)?;
                let before = self.act(permit, request, RequestState::Submitted, rules)?;
                let found = self.request_mut(request)?;
                (found.number, found.submitted) = (Some(number.clone()), Some(on));
                (found.term, found.expected) = (term.or(found.term), expected);
                let sent = Sent { filled: self.filled.clone(), person: self.person.clone() };
                self.request_mut(request)?.sent = Some(Box::new(sent));
                let sealed = SealedContent { number: Some(number), submitted: Some(on), ..self.sealed() };
                Ok((self.outcome(request, Action::RequestSubmitted, Some(sealed))?, before))
            }
            Command::Pay { request, term, expected, heard } => {
                let service = self.known_request(request)?.service.clone();
                self.demand_move(request, RequestState::Paid, rules)?;
                let permit = rules.permit(self.allows(Verb::Act, &service, today))?;
                let before = self.act(permit, request, RequestState::Paid, rules)?;
                let found = self.request_mut(request)?;
                if term.is_some() {
                    (found.term, found.expected) = (term, expected);
                }
                // Of an older program it is not known from where; that it is confirmed, its word says.
                found.confirm(heard.unwrap_or(Heard { from: None, on: today }));
                let outcome = self.outcome(request, Action::RequestPaid, None)?;
                let (from, payment) = (heard.and_then(|heard| heard.from), heard.map(PaymentNews::Confirmed));
                Ok((Outcome { from, payment, ..outcome }, before))
            }
            Command::Payment { request, news } => self.learn_payment(request, news, today, rules),
            Command::Move { request, to, reason, note, from } => {
                let (outcome, before) = self.move_on(request, to, reason, note.as_deref(), rules)?;
                Ok((Outcome { from, ..outcome }, before))
            }
            Command::HandOver { request, collector, paper, right } => {
                let is_known = !collector.trim().is_empty() && !paper.trim().is_empty();
                rules.demand(is_known, CaseError::CollectorMissing)?;
                let by = right.paper();
                rules.demand(by.is_none_or(|by| !by.trim().is_empty()), CaseError::RightMissing)?;
                // What an older program wrote, which knew no right, is as it is.
                let few = right == Right::NotSaid || few_digits(&paper).and(by.map_or(Ok(()), few_digits)).is_ok();
                rules.demand(few, CaseError::PaperNumber)?;
                self.demand_move(request, RequestState::HandedOver, rules)?;
                let permit = rules.permit(self.allows_hand_over(self.known_request(request)?, today))?;
                let before = self.act(permit, request, RequestState::HandedOver, rules)?;
                let sealed =
                    SealedContent { collector: Some(collector), collector_paper: Some(paper), ..self.sealed() };
                let outcome = self.outcome(request, Action::ResultHandedOver, Some(sealed))?;
                Ok((Outcome { right: Some(right).filter(|right| *right != Right::NotSaid), ..outcome }, before))
            }
            Command::TellChanges(seen) => {
                rules.demand(seen != self.seen, CaseError::Unchanged)?;
                let before = Before::Seen(std::mem::replace(&mut self.seen, seen));
                Ok((Outcome::plain(Action::ChangesTold), before))
            }
            Command::Fill { field, value, reason, service } => {
                self.fill((field, service.as_ref()), value, reason, today, rules)
            }
            Command::NotFinishedHere { service, request, reason, note } => {
                self.not_finished(service, request, reason, note.as_deref(), rules)
            }
            Command::Pages(pages) => {
                rules.demand(pages != self.pages, CaseError::Unchanged)?;
                let scans = u16::try_from(pages.len()).ok();
                self.pages = pages;
                Ok((Outcome { scans, ..Outcome::plain(Action::PagesKept) }, Before::Nothing))
            }
            Command::HearProvider(word) => self.hear_provider(word, today, rules),
            Command::Appoint(appointment) => self.appoint(appointment, today, rules),
            Command::TakeOver { by, reason, note } => self.take_over(by, reason, note.as_deref(), rules),
            Command::Close => {
                let is_done = self.requests.iter().all(|request| request.state.is_final());
                rules.demand(is_done, CaseError::OpenRequests)?;
                self.closed = Some(today);
                Ok((Outcome::plain(Action::CaseClosed), Before::Nothing))
            }
            // It is carried out by `apply`, on closed cases too.
            Command::Correct { .. } => Err(CaseError::NotCorrectable),
        }
    }

    /// A name that is changed takes the place of the one before: one person was identified, not two. Somebody else has
    /// not agreed to anything: with the person the consent ends.
    fn identify(&mut self, person: Person, rules: Rules) -> Result<(Outcome, Before), CaseError> {
        let name = person.name.split_whitespace().collect::<Vec<_>>().join(" ");
        rules.demand(!name.is_empty(), CaseError::NameMissing)?;
        let person = Person { name, ..person };
        rules.demand(person != self.person || self.is_disputed(&Subject::Person), CaseError::Unchanged)?;
        let corrects = self.latest(&Subject::Person).map(|line| line.entry);
        let other = person.is_other_than(&self.person);
        let person = std::mem::replace(&mut self.person, person);
        let ends = !self.consents.is_empty() || self.refused.is_some() && !person.name.trim().is_empty();
        let before = if other && ends {
            // Whoever is named for the first time may be who was asked before.
            let refused = if person.name.trim().is_empty() { None } else { self.refused.take() };
            let consent = std::mem::take(&mut self.consents);
            Before::Identity { person, consent, refused }
        } else {
            Before::Person(person)
        };
        let sealed = Some(self.sealed());
        Ok((Outcome { corrects, sealed, ..Outcome::plain(Action::PersonIdentified) }, before))
    }

    /// A consent of the same day is the same consent written anew; one of a later day, or of another person, is another.
    fn consent(&mut self, consent: Consent, today: Date, rules: Rules) -> Result<(Outcome, Before), CaseError> {
        rules.demand(consent.given <= today, CaseError::FutureDate)?;
        rules.demand(consent.given <= consent.until, CaseError::ConsentPeriod)?;
        rules.demand(self.has_name(), CaseError::NameMissing)?;
        rules.demand(!consent.verbs.is_empty(), CaseError::ConsentEmpty)?;
        let is_named = consent.signer == Signer::Person || self.person.representative.is_some();
        rules.demand(is_named, CaseError::SignerMissing)?;
        let consent = Consent { ended: None, ..consent };
        let matter = consent.matter();
        let subject = Subject::Consent(matter.clone());
        let same = self.consents.about(&matter) == Some(&consent);
        rules.demand(!same || self.is_disputed(&subject), CaseError::Unchanged)?;
        // One that lets less be done does not take the place of one under which something may have been done already.
        let covered = |known: &Consent| known.verbs.is_subset(&consent.verbs);
        let given =
            |line: &&Recorded| line.action == Action::ConsentGiven && self.consents.about(&matter).is_some_and(covered);
        let corrects = self.latest_of_day(&subject, today).filter(given).map(|line| line.entry);
        let before = Before::Consent(self.consents.all_about(&matter));
        let until = consent.until;
        self.agree(consent, corrects.is_some());
        let sealed = Some(SealedContent { consent_until: Some(until), ..self.sealed() });
        Ok((Outcome { corrects, sealed, matter, ..Outcome::plain(Action::ConsentGiven) }, before))
    }

    /// From now on nothing is done by it; what was done stays as it was.
    fn revoke(&mut self, matter: Matter, today: Date, rules: Rules) -> Result<(Outcome, Before), CaseError> {
        let holds = self.consents.about(&matter).is_some_and(|consent| consent.holds(today));
        rules.demand(holds, CaseError::Unchanged)?;
        let before = Before::Consent(self.consents.all_about(&matter));
        self.disagree(&matter, today);
        // When it is recorded, the specialist's name is added.
        let sealed = Some(SealedContent::default());
        Ok((Outcome { sealed, matter, ..Outcome::plain(Action::ConsentRevoked) }, before))
    }

    /// Whoever does not agree says no more than that: not even a name is asked for. As long as something else that covers it
    /// was agreed to, that has to be revoked: what is written down as refused is not done.
    fn refuse(&mut self, matter: Matter, today: Date, rules: Rules) -> Result<(Outcome, Before), CaseError> {
        rules.demand(!self.is_agreed(&matter, today), CaseError::ConsentHolds)?;
        let refusal = Some(ConsentRefusal { matter: matter.clone(), on: today });
        rules.demand(refusal != self.refused || self.is_disputed(&Subject::Refusal), CaseError::Unchanged)?;
        let before = Before::Refused(std::mem::replace(&mut self.refused, refusal));
        let sealed = Some(SealedContent::default());
        Ok((Outcome { sealed, matter, ..Outcome::plain(Action::ConsentRefused) }, before))
    }

    /// Nothing stays but that it happened. A request that is under way is owed to the person and to its provider: it ends
    /// first.
    fn erase(&mut self, reason: Reason, today: Date, rules: Rules) -> Result<(Outcome, Before), CaseError> {
        rules.demand(self.owed().next().is_none(), CaseError::OpenRequests)?;
        rules.demand(Reason::ERASURES.contains(&reason), CaseError::ReasonMissing)?;
        self.put_away(today);
        Ok((Outcome { reason: Some(reason), ..Outcome::plain(Action::CaseErased) }, Before::Nothing))
    }

    /// The requests that are under way, for which the case is still needed.
    pub fn owed(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(|request| !request.state.is_final())
    }

    /// A new request: nothing of an earlier one for the same service is carried over.
    fn prepare(
        &mut self,
        id: Uuid,
        service: ServiceCode,
        step: String,
        today: Date,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        let permit = rules.permit(self.allows(Verb::Act, &service, today))?;
        // The identification may have been taken back since.
        rules.demand(self.has_name(), CaseError::NameMissing)?;
        // An id names one request, whatever became of it.
        if self.history.iter().any(|line| line.request == Some(id)) {
            return Err(CaseError::AlreadyRequested);
        }
        let open = self.request_for(&step, &service).is_some_and(|request| !request.state.is_final());
        rules.demand(!open, CaseError::AlreadyRequested)?;
        let term = self.chosen_term(&step);
        self.begin(
            permit,
            Request {
                id,
                service,
                step,
                state: RequestState::Prepared,
                number: None,
                submitted: None,
                term,
                expected: None,
                sent: None,
                payment: None,
            },
        );
        Ok((self.outcome(id, Action::RequestPrepared, None)?, Before::Request(None)))
    }

    /// A request stands in the case.
    fn begin(&mut self, _permit: Permit, request: Request) {
        self.requests.push(request);
    }

    /// A request goes on by what is done in the person's name.
    fn act(&mut self, _permit: Permit, id: Uuid, to: RequestState, rules: Rules) -> Result<Before, CaseError> {
        self.move_to(id, to, rules)
    }

    /// Whether its state lets a request come to this one. It is asked before whether somebody agreed: a merge may pass over a
    /// consent that it does not know, and never goes back to an earlier state.
    fn demand_move(&self, id: Uuid, to: RequestState, rules: Rules) -> Result<(), CaseError> {
        let from = self.known_request(id)?.state;
        rules.demand(from.may_become().contains(&to), CaseError::Transition { from, to })
    }

    /// Whether a request could be submitted on this day.
    fn may_submit(&self, request: Uuid, on: Date, today: Date, rules: Rules) -> Result<Permit, CaseError> {
        rules.demand(on <= today, CaseError::FutureDate)?;
        rules.demand(on >= self.opened.saturating_sub(DAYS_BEFORE_OPENING.days()), CaseError::EarlyDate)?;
        let permit = rules.permit(self.allows_submit(&self.known_request(request)?.service, on, today))?;
        rules.demand(self.has_name(), CaseError::NameMissing)?;
        Ok(permit)
    }

    fn move_on(
        &mut self,
        request: Uuid,
        to: RequestState,
        reason: Option<Reason>,
        note: Option<&str>,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        let from = self.request_mut(request)?.state;
        let action = to.moved_by().ok_or(CaseError::Transition { from, to })?;
        let before = self.move_to(request, to, rules)?;
        let fits = reason.map_or(to.reasons().is_empty(), |reason| to.reasons().contains(&reason));
        rules.demand(fits, CaseError::ReasonMissing)?;
        let note = note.and_then(tidy_note);
        let sealed = note.map(|note| SealedContent { note: Some(note), ..SealedContent::default() });
        Ok((Outcome { reason, ..self.outcome(request, action, sealed)? }, before))
    }

    /// A day that is moved is another appointment, and no mistake in the one before.
    fn appoint(
        &mut self,
        appointment: Option<Appointment>,
        today: Date,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        rules.demand(appointment.as_ref().is_none_or(|known| known.day >= today), CaseError::PastDate)?;
        let same = appointment == self.appointment;
        rules.demand(!same || self.is_disputed(&Subject::Appointment), CaseError::Unchanged)?;
        let action = if appointment.is_some() { Action::AppointmentMade } else { Action::AppointmentCancelled };
        let before = Before::Appointment(std::mem::replace(&mut self.appointment, appointment));
        Ok((Outcome::plain(action), before))
    }

    /// The case goes over to a colleague; what was done in it stays theirs who did it.
    fn take_over(
        &mut self,
        by: String,
        reason: Reason,
        note: Option<&str>,
        rules: Rules,
    ) -> Result<(Outcome, Before), CaseError> {
        rules.demand(!by.trim().is_empty(), CaseError::NameMissing)?;
        let same = name_key(&by) == name_key(&self.holder);
        rules.demand(!same || self.is_disputed(&Subject::Holder), CaseError::Unchanged)?;
        rules.demand(Reason::TAKE_OVERS.contains(&reason), CaseError::ReasonMissing)?;
        let before = Before::Holder(std::mem::replace(&mut self.holder, by));
        // Sealed even without a note: when it is recorded, the specialist's name is added.
        let sealed = Some(SealedContent { note: note.and_then(tidy_note), ..SealedContent::default() });
        let reason = Some(reason);
        Ok((Outcome { reason, sealed, ..Outcome::plain(Action::CaseTakenOver) }, before))
    }

    pub(super) fn has_name(&self) -> bool {
        !self.person.name.trim().is_empty()
    }

    fn sealed(&self) -> SealedContent {
        SealedContent {
            person: Some(self.person.clone()),
            consent_until: self.consents.last().map(|consent| consent.until),
            ..SealedContent::default()
        }
    }

    pub(super) fn known_request(&self, id: Uuid) -> Result<&Request, CaseError> {
        self.request(id).ok_or(CaseError::UnknownRequest)
    }

    fn request_mut(&mut self, id: Uuid) -> Result<&mut Request, CaseError> {
        self.requests.iter_mut().find(|request| request.id == id).ok_or(CaseError::UnknownRequest)
    }

    /// Moves a request, and gives it as it was.
    fn move_to(&mut self, id: Uuid, to: RequestState, rules: Rules) -> Result<Before, CaseError> {
        let request = self.request_mut(id)?;
        let from = request.state;
        rules.demand(from.may_become().contains(&to), CaseError::Transition { from, to })?;
        let before = Before::Request(Some(Box::new(request.clone())));
        request.state = to;
        Ok(before)
    }

    fn outcome(&mut self, id: Uuid, action: Action, sealed: Option<SealedContent>) -> Result<Outcome, CaseError> {
        let request = self.request_mut(id)?;
        let (service, state) = (Some(request.service.clone()), Some(request.state));
        Ok(Outcome { request: Some(id), service, state, sealed, ..Outcome::plain(action) })
    }
}

/// The note as it is kept: nothing when there are no words in it.
pub(super) fn tidy_note(note: &str) -> Option<String> {
    let note: String = note.trim().chars().take(LONGEST_NOTE).collect();
    (!note.is_empty()).then_some(note)
}
