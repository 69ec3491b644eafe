//! The application of a service as it stands in a case: what was typed, checked without a line, and what comes from the
//! person's form or the answers.

use super::{Case, Document, Person};
use crate::domain::condition::{FactSource, Truth};
use crate::domain::day::{self, Bounds};
use crate::domain::fact::{Answers, Value};
use crate::domain::form::{FieldError, FieldKind, FormField, LONGEST_VALUE, NO, Origin, PersonPart, YES};
use crate::domain::hidden::hidden;
use crate::domain::identifier::{Idnp, without_separators};
use crate::domain::money::Amount;
use crate::domain::service::Service;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many days ahead a date in an application may lie: a leave or a wedding that is planned.
const DAYS_AHEAD: i64 = 366;

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

/// Whether it can be a telephone number: 8 to 16 digits, perhaps after a plus.
fn read_phone(typed: &str) -> Option<String> {
    let phone = without_separators(typed).replace(['(', ')'], "");
    let digits = phone.strip_prefix('+').unwrap_or(&phone);
    let fits = digits.bytes().all(|byte| byte.is_ascii_digit()) && (8..=16).contains(&phone.len());
    fits.then_some(phone)
}

/// An amount as people write it: `1.200,50` is not, for the point may mean either; spaces and a comma are.
fn without_separators_of_amount(typed: &str) -> String {
    typed
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if letter == ',' { '.' } else { letter })
        .collect()
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
    pub fn of(case: &'a Case, request: Option<&'a super::Request>) -> Self {
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
