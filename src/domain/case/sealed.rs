//! What of an action only the hub's operator can open.

use super::{Person, ProviderNumber};
use crate::domain::hidden::hidden;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is sealed: who, numbers, papers. Never in clear outside the centre and the hub's operator.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealedContent {
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// The provider's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ProviderNumber>,
    /// The day of submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Date>,
    /// The last day of the consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_until: Option<Date>,
    /// Who collected the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// By which paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector_paper: Option<String>,
    /// The specialist who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialist: Option<String>,
    /// What the specialist added to the reason in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

hidden!(SealedContent, "SealedContent");
