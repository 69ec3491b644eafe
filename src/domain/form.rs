//! The form of a service: what its own application asks for, in the provider's order, and where each value comes from. A
//! field's id names the thing and not the place: what was typed for one request of a case is offered in every other that
//! asks for the same.

use super::condition::Condition;
use super::fact::FactId;
use super::source::Source;
use super::text::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The most letters of what is typed into a field.
pub const LONGEST_VALUE: usize = 300;

/// The most fields of one application.
pub const MOST_FIELDS: usize = 16;

/// What of an application is chosen before it is filled in: the term in which the provider answers.
pub const TERM: &str = "term";
/// What of an application is chosen before it is filled in: for which reason less is paid.
pub const EXEMPTION: &str = "exemption";

/// What is written into a field, and how it is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A person's name.
    Name,
    /// A calendar date.
    Date,
    /// A person's identification number; it may stay empty, for some people have none.
    Idnp,
    /// Where somebody lives.
    Address,
    /// A telephone number.
    Phone,
    /// The number of a document.
    Document,
    /// One of the field's options.
    Choice,
    /// Yes or no.
    YesNo,
    /// An amount of money, in lei.
    Amount,
    /// Words.
    #[default]
    Text,
}

impl FieldKind {
    /// Every kind with its word in a release.
    pub const ALL: [(Self, &'static str); 10] = [
        (Self::Name, "name"),
        (Self::Date, "date"),
        (Self::Idnp, "idnp"),
        (Self::Address, "address"),
        (Self::Phone, "phone"),
        (Self::Document, "document"),
        (Self::Choice, "choice"),
        (Self::YesNo, "yes_no"),
        (Self::Amount, "amount"),
        (Self::Text, "text"),
    ];

    /// Whether it is chosen rather than typed.
    #[must_use]
    pub const fn is_chosen(self) -> bool {
        matches!(self, Self::Choice | Self::YesNo)
    }

    /// Whether what is typed consists of digits.
    #[must_use]
    pub const fn takes_digits(self) -> bool {
        matches!(self, Self::Date | Self::Idnp | Self::Phone | Self::Amount)
    }
}

/// An answer to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// Its id: what is kept.
    pub id: String,
    /// It in plain words.
    pub text: Text,
}

/// A part of what is known of the person of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonPart {
    /// First name and surname.
    Name,
    /// The identification number.
    Idnp,
    /// The day of birth.
    Birth,
    /// The telephone.
    Phone,
    /// The number of a foreign document.
    Document,
    /// The name of whoever acts for the person.
    Representative,
}

impl PersonPart {
    /// Every part with its word in a release.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Name, "name"),
        (Self::Idnp, "idnp"),
        (Self::Birth, "birth"),
        (Self::Phone, "phone"),
        (Self::Document, "document"),
        (Self::Representative, "representative"),
    ];
}

/// Where a value comes from when nobody typed it for a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From the person's form of the case.
    Person(PersonPart),
    /// From an answer of the event, by its question.
    Answer(FactId),
}

/// A field of a service's application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// What it asks for: the same id in another service means the same thing, of the same kind and name.
    pub id: String,
    /// What is written into it.
    pub kind: FieldKind,
    /// Its name.
    pub label: Text,
    /// What helps to fill it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// The answers of a `choice`.
    #[serde(default, rename = "option", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Whether the application cannot do without it. Never an identification number: some people have none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Asked only when this may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Where its value comes from, so that nobody types it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Origin>,
    /// The page on which it was read that the application asks for this, where it is none of the service's.
    #[serde(default, rename = "source", skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// Why what was typed does not fit into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// It is no name.
    #[error("this cannot be a name")]
    Name,
    /// It is no date, or none that can be meant.
    #[error("this is no date")]
    Date,
    /// It is no identification number.
    #[error("this cannot be an identification number")]
    Idnp,
    /// It is no telephone number.
    #[error("this cannot be a telephone number")]
    Phone,
    /// It is no number of a document.
    #[error("this cannot be the number of a document")]
    Document,
    /// It is none of the answers.
    #[error("this is none of the answers")]
    Choice,
    /// It is no amount.
    #[error("this is no amount")]
    Amount,
    /// There is nothing to read in it, or too much.
    #[error("there are no words in it, or too many")]
    Text,
    /// It is missing.
    #[error("it is missing")]
    Missing,
}

/// The value of a yes.
pub const YES: &str = "yes";
/// The value of a no.
pub const NO: &str = "no";
