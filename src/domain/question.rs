//! Questions the visitor is asked, one a page, and facts derived from the answers.

use super::condition::Condition;
use super::fact::FactId;
use super::text::Text;
use jiff::civil::Date;
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

/// A fact computed from others. Exactly one of `days_since`, `months_since`, `years_since` and `age_reached`
/// is given; their dates are date questions, or derived facts that stand before this one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DerivedFact {
    /// The name of the derived fact.
    pub id: FactId,
    /// What it is, for reasons: "Age of the child in months".
    pub label: Text,
    /// A number: whole days since this date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_since: Option<FactId>,
    /// A number: whole months since this date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months_since: Option<FactId>,
    /// A number: whole years since this date: an age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years_since: Option<FactId>,
    /// The date up to which time is counted; the day of the plan unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<FactId>,
    /// A date: the day on which a person reaches an age that the law raises step by step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_reached: Option<AgeReached>,
}

/// The day on which a person reaches an age set by a table: the first day on which they are as old as the row
/// in force on that day asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgeReached {
    /// The date of birth.
    pub born: FactId,
    /// The rows, each in force from its date until the next one of the same condition.
    #[serde(rename = "row")]
    pub rows: Vec<AgeRow>,
}

/// One row of a table of ages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgeRow {
    /// The first day on which it is in force.
    #[schemars(with = "String")]
    pub from: Date,
    /// The age in months: 61 years and 6 months are 738.
    pub months: i64,
    /// For whom; without it for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

impl DerivedFact {
    /// The dates it is computed from.
    pub fn origins(&self) -> impl Iterator<Item = &FactId> {
        let born = self.age_reached.as_ref().map(|table| &table.born);
        [self.days_since.as_ref(), self.months_since.as_ref(), self.years_since.as_ref(), self.until.as_ref(), born]
            .into_iter()
            .flatten()
    }

    /// The facts that its table tests.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.age_reached.iter().flat_map(|table| &table.rows).filter_map(|row| row.when.as_ref())
    }
}
