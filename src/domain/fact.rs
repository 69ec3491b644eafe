//! Facts: what is known about the visitor's situation, from answers, from dates, from the centre.

use crate::domain::hidden::hidden;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of a fact: a question's id, a derived fact's id, or one of [`CENTRE_KIND`] and [`TODAY`].
pub type FactId = String;

/// The fact that holds the kind of the centre: `town_hall`, `consulate` or `mobile_team`.
pub const CENTRE_KIND: &str = "centre_kind";
/// The fact that holds the date of the plan.
pub const TODAY: &str = "today";

/// What the key of an answer about a paper begins with: `paper:identity_document` is true when the person has
/// it and false when they lack it. No question has such an id. As an anchor it is the day on which they receive it.
pub const PAPER: &str = "paper:";

/// A date as machines write it: `2026-11-20`, ten characters and nothing else. A moment with a time or a zone is no
/// date: which day it is depends on where.
#[must_use]
pub fn date_of(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped.then(|| text.parse().ok()).flatten()
}

pub(super) fn read_date<'de, Source: serde::Deserializer<'de>>(source: Source) -> Result<Date, Source::Error> {
    let text = String::deserialize(source)?;
    date_of(&text).ok_or_else(|| serde::de::Error::custom(format!("\"{text}\" is no date such as 2026-11-20")))
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// A whole number: a count, an age, a number of days.
    Number(i64),
    /// A calendar date.
    Date(
        #[schemars(with = "String")]
        #[serde(deserialize_with = "read_date")]
        Date,
    ),
    /// The id of a chosen option.
    Choice(String),
}

/// What the visitor answered. A question that was answered "I do not know" holds `None`; one that was
/// not reached yet is absent. Kept by question, so that changing one answer never loses another.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<FactId, Option<Value>>);

hidden!(Answers, "Answers");

impl Answers {
    /// The answer to a question, `None` when it is not known (not reached, or "I do not know").
    #[must_use]
    pub fn value(&self, question: &str) -> Option<&Value> {
        self.0.get(question).and_then(Option::as_ref)
    }

    /// Whether the person has a paper, as they said on the page of papers; `None` when they said nothing.
    #[must_use]
    pub fn has_paper(&self, paper: &str) -> Option<bool> {
        match self.value(&format!("{PAPER}{paper}")) {
            Some(Value::Truth(held)) => Some(*held),
            _ => None,
        }
    }

    /// Notes whether the person has a paper.
    pub fn set_paper(&mut self, paper: &str, held: bool) {
        self.0.insert(format!("{PAPER}{paper}"), Some(Value::Truth(held)));
    }

    /// Whether the question was answered at all, "I do not know" included.
    #[must_use]
    pub fn reached(&self, question: &str) -> bool {
        self.0.contains_key(question)
    }
}
