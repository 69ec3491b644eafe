//! Cases: an assisted event of one person over several visits, and the requests in it. Every change of
//! a case is a command that gives back the journal entry to be recorded with it.

use super::change::Seen;
use super::code;
use super::fact::Answers;
use super::identifier::{Idnp, ServiceCode};
use super::record::{Action, SealedContent};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// The state of a request. "Prepared" may never look like "submitted": each state has its own word, its
/// own mark, and only the moves of [`RequestState::may_become`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// The file is ready here; nobody but us has seen it.
    Prepared,
    /// The provider has it and gave a number.
    Submitted,
    /// The fee is paid.
    Paid,
    /// The provider works on it.
    Waiting,
    /// The result exists.
    Issued,
    /// The person has the result. Final.
    HandedOver,
    /// The person was only told what to do. Final.
    InformedOnly,
    /// The person was sent to another office. Final.
    Referred,
    /// The person took the request back. Final.
    Withdrawn,
    /// The provider said no. Final.
    Refused,
}

impl RequestState {
    /// Every state, in the order of the usual way.
    pub const ALL: [Self; 10] = [
        Self::Prepared,
        Self::Submitted,
        Self::Paid,
        Self::Waiting,
        Self::Issued,
        Self::HandedOver,
        Self::InformedOnly,
        Self::Referred,
        Self::Withdrawn,
        Self::Refused,
    ];

    /// The states that may follow this one.
    #[must_use]
    pub const fn may_become(self) -> &'static [Self] {
        match self {
            Self::Prepared => &[Self::Submitted, Self::InformedOnly, Self::Referred, Self::Withdrawn],
            Self::Submitted => &[Self::Paid, Self::Waiting, Self::Issued, Self::Refused, Self::Withdrawn],
            Self::Paid => &[Self::Waiting, Self::Issued, Self::Refused, Self::Withdrawn],
            Self::Waiting => &[Self::Issued, Self::Refused, Self::Withdrawn],
            Self::Issued => &[Self::HandedOver],
            Self::HandedOver | Self::InformedOnly | Self::Referred | Self::Withdrawn | Self::Refused => &[],
        }
    }

    /// Whether nothing can follow.
    #[must_use]
    pub const fn is_final(self) -> bool {
        self.may_become().is_empty()
    }
}

/// The number the provider gave a submitted request: letters, digits, `-` and `/`, with at least one
/// digit, at most 32 characters. Without it nothing counts as submitted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProviderNumber(String);

impl ProviderNumber {
    /// Reads a number as it is typed.
    ///
    /// # Errors
    /// When it cannot be a provider's number.
    pub fn parse(text: &str) -> Result<Self, CaseError> {
        let number = text.trim().to_uppercase();
        let fits = number.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '/'))
            && number.chars().any(|letter| letter.is_ascii_digit())
            && (3..=32).contains(&number.len());
        if fits { Ok(Self(number)) } else { Err(CaseError::ProviderNumber) }
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// It may lead to a person, so it is not formatted.
impl fmt::Debug for ProviderNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ProviderNumber(…)")
    }
}

impl TryFrom<String> for ProviderNumber {
    type Error = CaseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<ProviderNumber> for String {
    fn from(number: ProviderNumber) -> Self {
        number.0
    }
}

/// The person of a case. Personal data: lives only in the encrypted case and in sealed parts.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// First name and surname.
    pub name: String,
    /// The identification number; some people have none, and some refuse it.
    pub idnp: Option<Idnp>,
    /// A telephone number, as given.
    pub phone: Option<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Person(…)")
    }
}

/// For what the centre may act in the person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConsentScope {
    /// Only the requests of this event.
    ThisEvent,
    /// This event and what follows from it.
    FollowUp,
}

/// The person's consent, read aloud and signed on paper in two copies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// What it covers.
    pub scope: ConsentScope,
    /// The day it was given.
    pub given: Date,
    /// The last day on which it holds.
    pub until: Date,
}

/// One service inside a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// Its id, for joining its journal entries.
    pub id: Uuid,
    /// The service.
    pub service: ServiceCode,
    /// The step of the event it came from.
    pub step: String,
    /// Its state.
    pub state: RequestState,
    /// The provider's number, once submitted.
    pub number: Option<ProviderNumber>,
    /// The day it was submitted.
    pub submitted: Option<Date>,
    /// The day by which the result is expected.
    pub expected: Option<Date>,
}

/// An assisted event of one person. Belongs to the centre: any colleague continues it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// Its id; random, no personal data.
    pub id: Uuid,
    /// What the slip says; finds the case at the same centre.
    pub return_code: String,
    /// The event's code.
    pub event: String,
    /// The answers the plan rests on.
    pub answers: Answers,
    /// The day it was opened.
    pub opened: Date,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// The person.
    pub person: Person,
    /// The person's consent.
    pub consent: Option<Consent>,
    /// The papers the person has brought, by id.
    pub papers: Vec<String>,
    /// The requests.
    pub requests: Vec<Request>,
    /// What the catalogue said when the person was last told.
    #[serde(default)]
    pub seen: Seen,
}

/// Why a command is refused. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// The person has no name yet.
    #[error("the person's name is missing")]
    NameMissing,
    /// Consent is missing or has run out.
    #[error("the person's consent is missing or has run out")]
    ConsentMissing,
    /// The consent would end before it begins.
    #[error("the consent would end before it begins")]
    ConsentPeriod,
    /// The text is no provider's number.
    #[error("this cannot be a provider's number")]
    ProviderNumber,
    /// The date lies in the future.
    #[error("the date lies in the future")]
    FutureDate,
    /// The date lies before the case was opened or the request submitted.
    #[error("the date lies before the step it follows")]
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
}

/// A change of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The person was identified.
    Identify(Person),
    /// The person gave consent.
    Consent(Consent),
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
        /// When the result is expected.
        expected: Option<Date>,
    },
    /// The request moved on without anything to add: paid, waiting, issued, or ended.
    Move {
        /// The request.
        request: Uuid,
        /// The new state; not `Submitted` and not `HandedOver`, which need more.
        to: RequestState,
    },
    /// The result was handed over.
    HandOver {
        /// The request.
        request: Uuid,
        /// Who collected it.
        collector: String,
        /// The paper by which that person was identified.
        paper: String,
    },
    /// The person was told what changed in the catalogue; from now on it is known.
    TellChanges(Seen),
    /// The case is finished.
    Close,
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
    /// The part with personal data, for the operator of the hub only.
    pub sealed: Option<SealedContent>,
}

impl Case {
    /// Opens a case on the visitor's plan.
    #[must_use]
    pub fn open(id: Uuid, return_code: String, event: String, answers: Answers, seen: Seen, today: Date) -> Self {
        Self {
            id,
            return_code,
            event,
            answers,
            opened: today,
            closed: None,
            person: Person::default(),
            consent: None,
            papers: Vec::new(),
            requests: Vec::new(),
            seen,
        }
    }

    /// Whether requests may be made in the person's name today.
    #[must_use]
    pub fn has_consent(&self, today: Date) -> bool {
        self.consent.as_ref().is_some_and(|consent| consent.given <= today && today <= consent.until)
    }

    /// The open request of a step for its service, or the last one. Two steps may ask for one service, as for two
    /// properties.
    #[must_use]
    pub fn request_for(&self, step: &str, service: &ServiceCode) -> Option<&Request> {
        let requests = self.requests.iter().rev();
        let of_service = || requests.clone().filter(|request| request.step == step && request.service == *service);
        of_service().find(|request| !request.state.is_final()).or_else(|| of_service().next())
    }

    /// Carries a command out: gives the changed case and what goes into the journal. The case itself is
    /// not touched, so that nothing is half done when recording fails.
    ///
    /// # Errors
    /// Says which rule the command breaks.
    pub fn apply(&self, command: Command, today: Date) -> Result<(Self, Outcome), CaseError> {
        if self.closed.is_some() {
            return Err(CaseError::Closed);
        }
        let mut case = self.clone();
        let outcome = case.change(command, today)?;
        Ok((case, outcome))
    }

    fn change(&mut self, command: Command, today: Date) -> Result<Outcome, CaseError> {
        let plain = |action| Outcome { action, request: None, service: None, state: None, sealed: None };
        match command {
            Command::Identify(person) => {
                if person.name.trim().is_empty() {
                    return Err(CaseError::NameMissing);
                }
                self.person = person;
                Ok(Outcome { sealed: Some(self.sealed()), ..plain(Action::PersonIdentified) })
            }
            Command::Consent(consent) => {
                if consent.given > today {
                    return Err(CaseError::FutureDate);
                }
                if consent.until < consent.given {
                    return Err(CaseError::ConsentPeriod);
                }
                if self.person.name.trim().is_empty() {
                    return Err(CaseError::NameMissing);
                }
                self.consent = Some(consent);
                Ok(Outcome { sealed: Some(self.sealed()), ..plain(Action::ConsentGiven) })
            }
            Command::Papers(papers) => {
                self.papers = papers;
                Ok(plain(Action::PapersChecked))
            }
            Command::Prepare { id, service, step } => {
                if !self.has_consent(today) {
                    return Err(CaseError::ConsentMissing);
                }
                if self.request_for(&step, &service).is_some_and(|request| !request.state.is_final()) {
                    return Err(CaseError::AlreadyRequested);
                }
                let request = Request {
                    id,
                    service,
                    step,
                    state: RequestState::Prepared,
                    number: None,
                    submitted: None,
                    expected: None,
                };
                self.requests.push(request);
                self.outcome(id, Action::RequestPrepared, None)
            }
            Command::Submit { request, number, on, expected } => {
                if on > today {
                    return Err(CaseError::FutureDate);
                }
                if on < self.opened {
                    return Err(CaseError::EarlyDate);
                }
                if !self.has_consent(on) {
                    return Err(CaseError::ConsentMissing);
                }
                self.move_to(request, RequestState::Submitted)?;
                let found = self.request_mut(request)?;
                found.number = Some(number.clone());
                found.submitted = Some(on);
                found.expected = expected;
                let sealed = SealedContent { number: Some(number), submitted: Some(on), ..self.sealed() };
                self.outcome(request, Action::RequestSubmitted, Some(sealed))
            }
            Command::Move { request, to } => {
                let from = self.request_mut(request)?.state;
                let action = match to {
                    RequestState::Paid => Action::RequestPaid,
                    RequestState::Waiting => Action::RequestWaiting,
                    RequestState::Issued => Action::ResultIssued,
                    RequestState::InformedOnly => Action::Informed,
                    RequestState::Referred => Action::Referred,
                    RequestState::Withdrawn => Action::RequestWithdrawn,
                    RequestState::Refused => Action::RequestRefused,
                    RequestState::Prepared | RequestState::Submitted | RequestState::HandedOver => {
                        return Err(CaseError::Transition { from, to });
                    }
                };
                self.move_to(request, to)?;
                self.outcome(request, action, None)
            }
            Command::HandOver { request, collector, paper } => {
                if collector.trim().is_empty() || paper.trim().is_empty() {
                    return Err(CaseError::CollectorMissing);
                }
                self.move_to(request, RequestState::HandedOver)?;
                let sealed =
                    SealedContent { collector: Some(collector), collector_paper: Some(paper), ..self.sealed() };
                self.outcome(request, Action::ResultHandedOver, Some(sealed))
            }
            Command::TellChanges(seen) => {
                self.seen = seen;
                Ok(plain(Action::ChangesTold))
            }
            Command::Close => {
                if self.requests.iter().any(|request| !request.state.is_final()) {
                    return Err(CaseError::OpenRequests);
                }
                self.closed = Some(today);
                Ok(plain(Action::CaseClosed))
            }
        }
    }

    fn sealed(&self) -> SealedContent {
        SealedContent {
            person: Some(self.person.clone()),
            consent_until: self.consent.as_ref().map(|consent| consent.until),
            ..SealedContent::default()
        }
    }

    fn request_mut(&mut self, id: Uuid) -> Result<&mut Request, CaseError> {
        self.requests.iter_mut().find(|request| request.id == id).ok_or(CaseError::UnknownRequest)
    }

    fn move_to(&mut self, id: Uuid, to: RequestState) -> Result<(), CaseError> {
        let request = self.request_mut(id)?;
        if !request.state.may_become().contains(&to) {
            return Err(CaseError::Transition { from: request.state, to });
        }
        request.state = to;
        Ok(())
    }

    fn outcome(&mut self, id: Uuid, action: Action, sealed: Option<SealedContent>) -> Result<Outcome, CaseError> {
        let request = self.request_mut(id)?;
        Ok(Outcome {
            action,
            request: Some(id),
            service: Some(request.service.clone()),
            state: Some(request.state),
            sealed,
        })
    }
}

/// The characters of a return code.
const RETURN_CODE: usize = 8;

/// A return code of eight characters, `ABCD-2345`, from five random bytes.
#[must_use]
pub fn return_code(random: [u8; 5]) -> String {
    code::code(random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)), RETURN_CODE)
}

/// A return code as typed, brought to the form of [`return_code`]: case, spaces and the letters people
/// mix up (O and 0, I or L and 1) do not matter.
#[must_use]
pub fn normal_return_code(typed: &str) -> Option<String> {
    code::normal(typed, RETURN_CODE)
}
