//! One service inside a case, and the number its provider gave.

use super::{CaseError, Payment, Person, RequestState};
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::term::Term;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// The number the provider gave a submitted request: letters, digits, `-` and `/`, with at least one
/// digit, at most 32 characters. Without it nothing counts as submitted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// One service inside a case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The term that was chosen and paid for, where the person could choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// The day by which the result is expected.
    pub expected: Option<Date>,
    /// What it was filled in with when it was submitted: what the provider has. Nothing as long as nobody has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Box<Sent>>,
    /// What is known of its payment. It is no state of the request: the provider may begin before anybody confirms it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Box<Payment>>,
}

/// What a request was filled in with. It stays as it was sent, whatever is corrected in the case afterwards.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// What was typed, by the field's id.
    pub filled: BTreeMap<String, String>,
    /// The person.
    pub person: Person,
}

hidden!(Sent, "Sent");

impl Request {
    /// Whether the provider should have answered before this day, and nothing says that it did.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.awaited().is_some_and(|expected| expected < today)
    }

    /// The day by which the provider's answer is awaited, as long as it is.
    #[must_use]
    pub fn awaited(&self) -> Option<Date> {
        let at_provider = matches!(self.state, RequestState::Submitted | RequestState::Paid | RequestState::Waiting);
        self.expected.filter(|_| at_provider)
    }
}

hidden!(Request, "Request");
