//! Conditions of a release. They alone are read strictly: whatever stands in one decides what people are told, so that
//! one with a word that is not known is not understood at all.

use super::mirror::{Mirror, is_default};
use super::text::Text;
use crate::domain::condition::{Condition as Inside, Test};
use crate::domain::fact::Value;
use serde::{Deserialize, Serialize};

/// A condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Condition(Inside);

impl Mirror for Condition {
    type Inside = Inside;

    fn out(inside: &Inside) -> Self {
        Self(inside.clone())
    }

    fn inside(self) -> Inside {
        self.0
    }
}

/// As it is written: exactly one of `all`, `any`, `not` and `fact`; with `fact` exactly one test.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct Form {
    #[serde(skip_serializing_if = "is_default")]
    all: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "is_default")]
    any: Option<Vec<Condition>>,
    #[serde(skip_serializing_if = "is_default")]
    not: Option<Box<Condition>>,
    #[serde(skip_serializing_if = "is_default")]
    fact: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    is: Option<Value>,
    #[serde(skip_serializing_if = "is_default")]
    one_of: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "is_default")]
    at_least: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    at_most: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    why: Option<Text>,
    #[serde(skip_serializing_if = "is_default")]
    law: Option<String>,
}

impl TryFrom<Form> for Condition {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        let inside = |parts: Vec<Self>| parts.into_iter().map(|part| part.0).collect();
        Ok(Self(match (form.all, form.any, form.not, form.fact) {
            (Some(parts), None, None, None) => Inside::All(inside(parts)),
            (None, Some(parts), None, None) => Inside::Any(inside(parts)),
            (None, None, Some(part), None) => Inside::Not(Box::new(part.0)),
            (None, None, None, Some(fact)) => {
                let bounds = (form.at_least, form.at_most);
                let test = match (form.is, form.one_of, bounds) {
                    (Some(value), None, (None, None)) => Test::Is(value),
                    (None, Some(values), (None, None)) if !values.is_empty() => Test::OneOf(values),
                    (None, None, (least, most)) if least.is_some() || most.is_some() => Test::Within(least, most),
                    _ => return Err("a fact is tested by exactly one of: is, oneOf, atLeast / atMost"),
                };
                Inside::Fact { fact, test, why: form.why.map(Text::inside), law: form.law }
            }
            _ => return Err("a condition is exactly one of: all, any, not, fact"),
        }))
    }
}

impl From<Condition> for Form {
    fn from(condition: Condition) -> Self {
        let out = |parts: Vec<Inside>| Some(parts.into_iter().map(Condition).collect());
        match condition.0 {
            Inside::All(parts) => Self { all: out(parts), ..Self::default() },
            Inside::Any(parts) => Self { any: out(parts), ..Self::default() },
            Inside::Not(part) => Self { not: Some(Box::new(Condition(*part))), ..Self::default() },
            Inside::Fact { fact, test, why, law } => {
                let form = Self { fact: Some(fact), why: why.as_ref().map(Text::out), law, ..Self::default() };
                match test {
                    Test::Is(value) => Self { is: Some(value), ..form },
                    Test::OneOf(values) => Self { one_of: Some(values), ..form },
                    Test::Within(at_least, at_most) => Self { at_least, at_most, ..form },
                }
            }
        }
    }
}
