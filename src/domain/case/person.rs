//! The person of a case, and the person's consent.

use crate::domain::identifier::Idnp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

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
