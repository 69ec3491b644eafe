//! The form of a service: what its own application asks for, in the provider's order, with the checks that need no line,
//! and where each value comes from. A field's id names the thing and not the place: what was typed for one request of a
//! case is offered in every other that asks for the same.

use super::case::{Case, Document, Person};
use super::condition::{Condition, FactSource, Truth};
use super::day::{self, Bounds};
use super::fact::{Answers, FactId, Value};
use super::hidden::hidden;
use super::identifier::{Idnp, without_separators};
use super::money::Amount;
use super::service::{Service, Source};
use super::text::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most letters of what is typed into a field.
pub const LONGEST_VALUE: usize = 300;

/// The most fields of one application.
pub const MOST_FIELDS: usize = 16;

/// How many days ahead a date in an application may lie: a leave or a wedding that is planned.
const DAYS_AHEAD: i64 = 366;

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

impl FormField {
    /// Reads what was typed: the value as it is kept, `None` where nothing was typed.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(&self, typed: &str, today: Date) -> Result<Option<String>, FieldError> {
        let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return Ok(None);
        }
        let value = match self.kind {
            FieldKind::Name => Person::read_name(&words).map_err(|_| FieldError::Name)?,
            FieldKind::Date => day::read(&words, today, Bounds::around(today, None, Some(DAYS_AHEAD)))
                .map_err(|_| FieldError::Date)?
                .to_string(),
            FieldKind::Idnp => Idnp::parse(&words).map_err(|_| FieldError::Idnp)?.as_str().to_owned(),
            FieldKind::Phone => read_phone(&words).ok_or(FieldError::Phone)?,
            FieldKind::Document => match Document::read(&words, "-x") {
                Ok(Some(document)) => document.number,
                _ => return Err(FieldError::Document),
            },
            FieldKind::Choice if self.options.iter().any(|option| option.id == words) => words,
            FieldKind::YesNo if matches!(words.as_str(), YES | NO) => words,
            FieldKind::Choice | FieldKind::YesNo => return Err(FieldError::Choice),
            FieldKind::Amount => {
                let digits = without_separators_of_amount(&words);
                let amount: Amount = digits.parse().map_err(|_| FieldError::Amount)?;
                amount.to_string()
            }
            FieldKind::Address | FieldKind::Text => {
                let fits = words.chars().any(char::is_alphanumeric) && words.chars().count() <= LONGEST_VALUE;
                if !fits {
                    return Err(FieldError::Text);
                }
                words
            }
        };
        Ok(Some(value))
    }
}

/// The value of a yes.
pub const YES: &str = "yes";
/// The value of a no.
pub const NO: &str = "no";

/// Whether it can be a telephone number: 8 to 16 digits, perhaps after a plus.
fn read_phone(typed: &str) -> Option<String> {
    let phone = without_separators(typed).replace(['(', ')'], "");
    let digits = phone.strip_prefix('+').unwrap_or(&phone);
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit()) && (8..=16).contains(&phone.len());
    fits.then_some(phone)
}

/// An amount as people write it: `1.200,50` is not, for the point may mean either; spaces and a comma are.
fn without_separators_of_amount(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_whitespace()).map(|letter| if letter == ',' { '.' } else { letter }).collect()
}

/// The key under which a case keeps what is of one request alone, by its step: the term that was chosen.
#[must_use]
pub fn own(step: &str, field: &str) -> String {
    format!("{step}/{field}")
}

/// What is known of a case that a form can be filled in from.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// What was typed, by the field's id.
    pub filled: &'a BTreeMap<String, String>,
    /// The person.
    pub person: &'a Person,
    /// The answers.
    pub answers: &'a Answers,
}

hidden!(Known<'_>, "Known");

impl<'a> Known<'a> {
    /// What is known now.
    #[must_use]
    pub fn now(case: &'a Case) -> Self {
        Self { filled: &case.filled, person: &case.person, answers: &case.answers }
    }

    /// What a request says: what was known when it was sent; what is known now as long as nobody has it.
    #[must_use]
    pub fn of(case: &'a Case, request: Option<&'a super::case::Request>) -> Self {
        match request.and_then(|request| request.sent.as_deref()) {
            Some(sent) => Self { filled: &sent.filled, person: &sent.person, answers: &case.answers },
            None => Self::now(case),
        }
    }
}

/// Where the value of a field is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whence {
    /// It was typed, for this request or for another of the case.
    Typed,
    /// From the person's form.
    Person,
    /// From an answer of the event.
    Answer,
    /// There is none.
    Nowhere,
}

/// A field as it stands in a case.
#[derive(Clone, PartialEq)]
pub struct Asked<'a> {
    /// The field.
    pub field: &'a FormField,
    /// Its value, as it is kept.
    pub value: Option<String>,
    /// Where that is from.
    pub whence: Whence,
    /// Whether the application cannot do without it, as far as is known of the person.
    pub required: bool,
}

hidden!(Asked<'_>, "Asked");

impl Asked<'_> {
    /// Whether it must be filled in and is not.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.required && self.value.is_none()
    }
}

/// The fields that a service asks for of this person, in the provider's order, each with its value. What perhaps concerns
/// the person is asked, and never demanded.
#[must_use]
pub fn asked<'a>(service: &'a Service, known: Known<'_>, facts: &impl FactSource) -> Vec<Asked<'a>> {
    let of = |field: &'a FormField| {
        let truth = field.when.as_ref().map_or(Truth::True, |when| when.truth(facts));
        if truth == Truth::False {
            return None;
        }
        let (value, whence) = value_of(field, known);
        let required = field.required && truth == Truth::True && field.kind != FieldKind::Idnp;
        Some(Asked { field, value, whence, required })
    };
    service.fields.iter().filter_map(of).collect()
}

fn value_of(field: &FormField, known: Known<'_>) -> (Option<String>, Whence) {
    if let Some(typed) = known.filled.get(&field.id) {
        return (Some(typed.clone()), Whence::Typed);
    }
    match field.from.as_ref().and_then(|origin| Some((origin, derived(origin, known)?))) {
        Some((Origin::Person(_), value)) => (Some(value), Whence::Person),
        Some((Origin::Answer(_), value)) => (Some(value), Whence::Answer),
        None => (None, Whence::Nowhere),
    }
}

fn derived(origin: &Origin, known: Known<'_>) -> Option<String> {
    let person = known.person;
    let value = match origin {
        Origin::Person(PersonPart::Name) => person.name.clone(),
        Origin::Person(PersonPart::Idnp) => person.idnp.as_ref()?.as_str().to_owned(),
        Origin::Person(PersonPart::Birth) => person.birth?.to_string(),
        Origin::Person(PersonPart::Phone) => person.phone.clone()?,
        Origin::Person(PersonPart::Document) => person.document.as_ref()?.number.clone(),
        Origin::Person(PersonPart::Representative) => person.representative.as_ref()?.name.clone(),
        Origin::Answer(question) => match known.answers.value(question)? {
            Value::Truth(true) => YES.to_owned(),
            Value::Truth(false) => NO.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Choice(id) => id.clone(),
        },
    };
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests;
