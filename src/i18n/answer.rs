//! Answers in the visitor's words.

use super::Texts;
use super::format::date_long;
use crate::domain::fact::Value;
use crate::domain::question::Question;

/// An answer as the check-answers page shows it; `None` is "I do not know".
#[must_use]
pub fn answer_text(texts: &Texts, question: &Question, value: Option<&Value>) -> String {
    value.map_or_else(|| texts.get("answer-unknown"), |value| value_text(texts, Some(question), value))
}

/// A value in words; the question gives the words of its options.
#[must_use]
pub fn value_text(texts: &Texts, question: Option<&Question>, value: &Value) -> String {
    match value {
        Value::Truth(true) => texts.get("answer-yes"),
        Value::Truth(false) => texts.get("answer-no"),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date_long(texts, *date),
        Value::Choice(id) => question
            .and_then(|question| question.options.iter().find(|option| option.id == *id))
            .map_or_else(|| id.clone(), |option| option.text.get(texts.language()).to_owned()),
    }
}
