//! Questions the visitor is asked, one a page, and facts derived from the answers.

use super::condition::Condition;
use super::fact::{FactId, Value};
use super::text::Text;
use super::treaty::Treaties;
use jiff::Span;
use jiff::civil::{Date, date};
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
    /// The treaties that the answer means: the question names their countries, as of the day of the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treaties: Option<Treaties>,
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

/// Why a value is no answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is of another kind: a number where a date is asked for.
    Kind,
    /// It is none of the options.
    Option,
    /// The date lies later than asked for: the last day that may be given.
    Later(Date),
    /// The date lies earlier than asked for: the first day that may be given.
    Earlier(Date),
    /// The number is not between these.
    Range(i64, i64),
}

/// Whoever lives now was born after this day; earlier dates are slips of the finger.
const FIRST_DAY: Date = date(1900, 1, 1);

impl Question {
    /// The first and the last day that may be given to a question for a date.
    #[must_use]
    pub fn days(&self, today: Date) -> (Date, Date) {
        let days = |days: i64| Span::new().try_days(days).ok();
        let back = self.days_back.and_then(days).and_then(|back| today.checked_sub(back).ok());
        let ahead = self.days_ahead.and_then(days).and_then(|ahead| today.checked_add(ahead).ok());
        (back.map_or(FIRST_DAY, |day| day.max(FIRST_DAY)), ahead.unwrap_or(Date::MAX))
    }

    /// The least and the greatest number that may be given to a question for a number.
    #[must_use]
    pub fn range(&self) -> (i64, i64) {
        (self.least.unwrap_or(0), self.greatest.unwrap_or(999_999))
    }

    /// Whether a value can be the answer on a day: typed, chosen, read from a file or written in a scenario.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn takes(&self, value: &Value, today: Date) -> Result<(), Unfit> {
        match (self.kind, value) {
            (QuestionKind::YesNo, Value::Truth(_)) => Ok(()),
            (QuestionKind::Choice, Value::Choice(id)) => {
                self.options.iter().any(|option| option.id == *id).then_some(()).ok_or(Unfit::Option)
            }
            (QuestionKind::Date, Value::Date(day)) => {
                let (first, last) = self.days(today);
                if *day > last {
                    Err(Unfit::Later(last))
                } else if *day < first {
                    Err(Unfit::Earlier(first))
                } else {
                    Ok(())
                }
            }
            (QuestionKind::Number, Value::Number(number)) => {
                let (least, most) = self.range();
                (least..=most).contains(number).then_some(()).ok_or(Unfit::Range(least, most))
            }
            _ => Err(Unfit::Kind),
        }
    }
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
