//! Facts: what is known about the visitor's situation, from answers, from dates, from the centre.

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
/// it and false when they lack it. No question has such an id.
pub const PAPER: &str = "paper:";

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Truth(bool),
    /// A whole number: a count, an age, a number of days.
    Number(i64),
    /// A calendar date.
    Date(#[schemars(with = "String")] Date),
    /// The id of a chosen option.
    Choice(String),
}

/// What the visitor answered. A question that was answered "I do not know" holds `None`; one that was
/// not reached yet is absent. Kept by question, so that changing one answer never loses another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<FactId, Option<Value>>);

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
