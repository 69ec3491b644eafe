//! Questions the visitor is asked, one a page, and facts derived from the answers.

use super::condition::Condition;
use super::fact::FactId;
use super::text::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a question is answered. "I do not know" is always allowed besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// Yes or no.
    YesNo,
    /// One of the question's options.
    Choice,
    /// A calendar date.
    Date,
    /// A whole number.
    Number,
}

/// One of the answers to a question of kind `choice`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionOption {
    /// The value the fact takes.
    pub id: String,
    /// The answer in plain words.
    pub text: Text,
}

/// A question. Its id is the name of the fact that the answer gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The fact that the answer gives.
    pub id: FactId,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question as it is asked; the page's heading.
    pub text: Text,
    /// Its short name on the check-answers page and in reasons: "Parents married".
    pub label: Text,
    /// Why we ask, or where to find the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Text>,
    /// The answers of a `choice`, at most six.
    #[serde(default, rename = "option", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<QuestionOption>,
    /// Asked only when this may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// For a date: how many days before today it may lie at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_back: Option<i64>,
    /// For a date: how many days after today it may lie at most; 0 means not in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_ahead: Option<i64>,
    /// For a number: the least allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    /// For a number: the greatest allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greatest: Option<i64>,
}

/// A fact computed from another: time passed since a date, on the day of the plan. Exactly one of the
/// three measures is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DerivedFact {
    /// The name of the derived fact.
    pub id: FactId,
    /// What it is, for reasons: "Age of the child in months".
    pub label: Text,
    /// Whole days since this date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_since: Option<FactId>,
    /// Whole months since this date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months_since: Option<FactId>,
    /// Whole years since this date: an age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years_since: Option<FactId>,
}
