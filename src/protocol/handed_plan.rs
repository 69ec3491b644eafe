//! A visitor's plan on its way from a public computer to the desk, by a short code that the visitor reads out. It says what was
//! chosen and answered, and nobody's name. The relay of the room holds it encrypted, in memory alone: once somebody took it,
//! or when its time is over, it is gone. What it is asked for by, and the key that opens it, both follow from the code by slow
//! work ([`crate::sync::handed_plan`]); the relay never sees the code.
//!
//! ```text
//! POST /api/v1/relay/plans          LeftPlan         201
//! POST /api/v1/relay/plans/taken    TakenQuestion    200, TakenPlan; 404 where there is none of this name
//! ```
//!
//! A relay without these addresses answers 404 to both, as one that does not have the plan.

use crate::domain::fact::{Answers, Value};
use crate::domain::handed_plan::HandedPlan;
use crate::domain::hidden::hidden;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a plan is left.
pub const LEFT: &str = "/api/v1/relay/plans";
/// Where it is taken.
pub const TAKEN: &str = "/api/v1/relay/plans/taken";

/// The most bytes of a request with a plan.
pub const LARGEST: usize = 64 * 1024;

/// The digits of what a plan is asked for by.
pub const NAME_DIGITS: usize = 32;

/// The number of the form of a plan.
const NUMBER: u32 = 1;

/// A plan is filled up to a multiple of so many bytes: from how long it is nothing follows of what it is about.
const STEP: usize = 4096;

/// Why bytes are no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// They are not written as one is.
    #[error("it is no plan")]
    Form,
    /// It is of a form that only a newer program knows.
    #[error("it is a plan of a newer program")]
    Newer,
}

/// It, as it is written. Each answer is read by itself: one of a kind that only a newer program knows is asked again.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    number: u32,
    event: String,
    #[serde(default)]
    answers: BTreeMap<String, serde_json::Value>,
    day: String,
    language: String,
    catalogue: u64,
}

/// Writes a plan.
///
/// # Errors
/// When it cannot be written as JSON, which its types rule out.
pub fn write(plan: &HandedPlan) -> Result<Vec<u8>, serde_json::Error> {
    let answers = plan.answers.0.iter();
    let answers = answers.map(|(question, value)| Ok((question.clone(), serde_json::to_value(value)?)));
    let written = Written {
        number: NUMBER,
        event: plan.event.clone(),
        answers: answers.collect::<Result<_, serde_json::Error>>()?,
        day: plan.day.to_string(),
        language: plan.language.map_or_else(String::new, |language| language.code().to_owned()),
        catalogue: plan.catalogue,
    };
    let mut bytes = serde_json::to_vec(&written)?;
    bytes.resize(bytes.len().next_multiple_of(STEP), b' ');
    Ok(bytes)
}

/// Reads a plan. An unknown field is passed over.
///
/// # Errors
/// When the bytes are none, or of a form that only a newer program knows.
pub fn read(bytes: &[u8]) -> Result<HandedPlan, NoPlan> {
    let Written { number, event, answers, day, language, catalogue } =
        serde_json::from_slice(bytes).map_err(|_| NoPlan::Form)?;
    if number != NUMBER {
        return Err(NoPlan::Newer);
    }
    let known = |(question, value)| Some((question, serde_json::from_value::<Option<Value>>(value).ok()?));
    Ok(HandedPlan {
        event,
        answers: Answers(answers.into_iter().filter_map(known).collect()),
        day: day.parse().map_err(|_| NoPlan::Form)?,
        language: language.parse().ok(),
        catalogue,
    })
}

/// A plan as it is left at a relay.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftPlan {
    /// What it is asked for by: [`NAME_DIGITS`] hexadecimal digits.
    pub name: String,
    /// It, encrypted, in hexadecimal digits.
    pub sealed: String,
}

hidden!(LeftPlan, "LeftPlan");

impl LeftPlan {
    /// Whether it has the form of one.
    #[must_use]
    pub fn has_form(&self) -> bool {
        is_name(&self.name) && !self.sealed.is_empty() && self.sealed.bytes().all(|digit| digit.is_ascii_hexdigit())
    }
}

/// Whether it has the form of what a plan is asked for by.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.len() == NAME_DIGITS && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// Which plan somebody wants.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenQuestion {
    /// What it is asked for by.
    pub name: String,
}

hidden!(TakenQuestion, "TakenQuestion");

/// A plan that was taken. The relay does not have it any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenPlan {
    /// It, encrypted, in hexadecimal digits.
    pub sealed: String,
}

hidden!(TakenPlan, "TakenPlan");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Language;
    use jiff::civil::date;

    fn plan() -> HandedPlan {
        let answers = [
            ("child_born_on", Some(Value::Date(date(2026, 11, 13)))),
            ("parents_married", Some(Value::Truth(true))),
            ("place", Some(Value::Choice("moldova".to_owned()))),
            ("children", Some(Value::Number(2))),
            ("sick", None),
        ];
        let answers = answers.map(|(question, value)| (question.to_owned(), value));
        HandedPlan {
            event: "C1".to_owned(),
            answers: Answers(answers.into()),
            day: date(2026, 11, 20),
            language: Some(Language::Ru),
            catalogue: 12,
        }
    }

    #[test]
    fn a_plan_is_read_as_it_was_written_and_its_length_tells_nothing() {
        let written = write(&plan()).unwrap();
        assert_eq!(written.len(), STEP);
        assert!(read(&written) == Ok(plan()));
        let short = HandedPlan { answers: Answers::default(), ..plan() };
        assert_eq!(write(&short).unwrap().len(), written.len());
    }

    #[test]
    fn a_plan_is_written_as_it_always_was() {
        let golden = include_str!("../../tests/golden/handed-plan-1.json");
        assert_eq!(String::from_utf8(write(&plan()).unwrap()).unwrap().trim_end(), golden);
        assert!(read(golden.as_bytes()) == Ok(plan()));
    }

    #[test]
    fn what_a_newer_program_adds_is_passed_over_and_its_answers_are_asked_again() {
        let text = r#"{"number":1,"event":"C1","answers":{"a":true,"b":{"from":1},"c":null,"d":1.5},"day":"2026-11-20",
            "language":"xx","catalogue":3,"newer":[1]}"#;
        let found = read(text.as_bytes()).unwrap();
        let answers = [("a".to_owned(), Some(Value::Truth(true))), ("c".to_owned(), None)];
        assert!(found.answers == Answers(answers.into()));
        assert_eq!((found.language, found.catalogue), (None, 3));
        assert!(read(text.replace("\"number\":1", "\"number\":2").as_bytes()) == Err(NoPlan::Newer));
        for wrong in ["", "{}", "[]", &text.replace("2026-11-20", "20 November")] {
            assert!(read(wrong.as_bytes()) == Err(NoPlan::Form), "{wrong}");
        }
    }

    #[test]
    fn a_name_is_thirty_two_digits() {
        assert!(
            is_name(&"0a".repeat(16)) && !is_name(&"0A".repeat(16)) && !is_name("0a") && !is_name(&"0g".repeat(16))
        );
        let left = |sealed: &str| LeftPlan { name: "0a".repeat(16), sealed: sealed.to_owned() };
        assert!(left("00ff").has_form() && !left("").has_form() && !left("zz").has_form());
    }
}
