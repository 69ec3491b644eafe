//! Reasons in the visitor's words: met, unmet, still needed.

use super::Texts;
use super::format::date_long;
use crate::domain::condition::{FactSource as _, Reason, Test, Truth};
use crate::domain::fact::{CENTRE_KIND, Value};
use crate::domain::life_event::LifeEvent;
use crate::domain::question::Question;
use crate::domain::situation::Situation;

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

/// A reason in words: the editors' own, or the fact's short name with what is known of it. `None` for
/// facts that explain nothing to a visitor, such as the kind of the centre.
#[must_use]
pub fn explain(texts: &Texts, situation: &Situation<'_>, reason: &Reason<'_>) -> Option<String> {
    if let Some(why) = reason.why {
        return Some(why.get(texts.language()).to_owned());
    }
    if reason.fact == CENTRE_KIND {
        return None;
    }
    let event: &LifeEvent = situation.event;
    let question = event.question(reason.fact);
    let label = question
        .map(|question| &question.label)
        .or_else(|| event.derived.iter().find(|derived| derived.id == reason.fact).map(|derived| &derived.label))?
        .get(texts.language());
    let known = match situation.look_up(reason.fact) {
        Ok(Some(value)) => value_text(texts, question, &value),
        Ok(None) => return None,
        Err(_) => texts.get("answer-not-known-yet"),
    };
    if reason.truth == Truth::True || reason.truth == Truth::Unknown {
        return Some(texts.with("reason-known", &[("label", label.into()), ("value", known.into())]));
    }
    let needed = match reason.test {
        Test::Is(value) => value_text(texts, question, value),
        Test::OneOf(values) => {
            values.iter().map(|value| value_text(texts, question, value)).collect::<Vec<_>>().join(", ")
        }
        Test::Within(Some(least), Some(most)) => format!("{least}–{most}"),
        Test::Within(Some(least), None) => format!("≥\u{a0}{least}"),
        Test::Within(None, Some(most)) => format!("≤\u{a0}{most}"),
        Test::Within(None, None) => String::new(),
    };
    if reason.negated {
        return Some(texts.with("reason-known", &[("label", label.into()), ("value", known.into())]));
    }
    Some(texts.with("reason-unmet", &[("label", label.into()), ("value", known.into()), ("needed", needed.into())]))
}
