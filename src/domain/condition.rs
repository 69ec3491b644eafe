//! Conditions as data, evaluated in three-valued (Kleene) logic: true, false, or unknown with the list
//! of facts still missing. Every result can say why.

use super::fact::{FactId, Value};
use super::text::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A truth value of Kleene's strong three-valued logic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Truth {
    /// Known not to hold.
    False,
    /// Not known yet.
    Unknown,
    /// Known to hold.
    True,
}

impl Truth {
    /// Conjunction: the weaker of the two.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// Disjunction: the stronger of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

/// A test of one fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// The fact equals this value.
    Is(Value),
    /// The fact equals one of these values.
    OneOf(Vec<Value>),
    /// The fact is a number within these bounds, both included.
    Within(Option<i64>, Option<i64>),
}

/// A condition on facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "ConditionSource", into = "ConditionSource")]
#[schemars(with = "ConditionSource")]
pub enum Condition {
    /// All of these hold.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// One fact passes a test.
    Fact {
        /// The fact.
        fact: FactId,
        /// The test.
        test: Test,
        /// The reason in plain words, when the generated one would not be clear.
        why: Option<Text>,
        /// The law behind it, by its id.
        law: Option<String>,
    },
}

/// How a condition is written in a source file: exactly one of `all`, `any`, `not`, `fact`; with `fact`
/// exactly one test of `is`, `one_of`, or bounds `at_least` / `at_most`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionSource {
    /// Conditions that must all hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Condition>>,
    /// Conditions of which one must hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Condition>>,
    /// A condition that must not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not: Option<Box<Condition>>,
    /// The fact to test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fact: Option<FactId>,
    /// The value it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is: Option<Value>,
    /// The values of which it must have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    one_of: Option<Vec<Value>>,
    /// The least number it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<i64>,
    /// The greatest number it may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_most: Option<i64>,
    /// The reason in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<Text>,
    /// The law behind it, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    law: Option<String>,
}

impl TryFrom<ConditionSource> for Condition {
    type Error = String;

    fn try_from(source: ConditionSource) -> Result<Self, Self::Error> {
        let forms = [source.all.is_some(), source.any.is_some(), source.not.is_some(), source.fact.is_some()];
        if forms.iter().filter(|present| **present).count() != 1 {
            return Err("a condition has exactly one of: all, any, not, fact".to_owned());
        }
        if let Some(parts) = source.all {
            return Ok(Self::All(parts));
        }
        if let Some(parts) = source.any {
            return Ok(Self::Any(parts));
        }
        if let Some(part) = source.not {
            return Ok(Self::Not(part));
        }
        let bounds = source.at_least.is_some() || source.at_most.is_some();
        let test = match (source.is, source.one_of, bounds) {
            (Some(value), None, false) => Test::Is(value),
            (None, Some(values), false) if !values.is_empty() => Test::OneOf(values),
            (None, None, true) => Test::Within(source.at_least, source.at_most),
            _ => return Err("a fact is tested by exactly one of: is, one_of, at_least / at_most".to_owned()),
        };
        Ok(Self::Fact { fact: source.fact.unwrap_or_default(), test, why: source.why, law: source.law })
    }
}

impl From<Condition> for ConditionSource {
    fn from(condition: Condition) -> Self {
        match condition {
            Condition::All(parts) => Self { all: Some(parts), ..Self::default() },
            Condition::Any(parts) => Self { any: Some(parts), ..Self::default() },
            Condition::Not(part) => Self { not: Some(part), ..Self::default() },
            Condition::Fact { fact, test, why, law } => {
                let mut source = Self { fact: Some(fact), why, law, ..Self::default() };
                match test {
                    Test::Is(value) => source.is = Some(value),
                    Test::OneOf(values) => source.one_of = Some(values),
                    Test::Within(least, most) => (source.at_least, source.at_most) = (least, most),
                }
                source
            }
        }
    }
}

/// Where a condition looks facts up.
pub trait FactSource {
    /// The fact's value; `None` when the fact does not concern this person, and then no test of it passes.
    ///
    /// # Errors
    /// The ids of the questions that would have to be answered.
    fn look_up(&self, fact: &str) -> Result<Option<Value>, BTreeSet<FactId>>;
}

/// One tested fact and what came of it: the raw material of an explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason<'a> {
    /// The fact.
    pub fact: &'a str,
    /// The test it was put to.
    pub test: &'a Test,
    /// Whether the test stands under a `not`.
    pub negated: bool,
    /// What came of it, negation applied.
    pub truth: Truth,
    /// The reason in plain words, where the editors gave one.
    pub why: Option<&'a Text>,
    /// The law behind it, by its id.
    pub law: Option<&'a str>,
}

/// What evaluating a condition gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation<'a> {
    /// The truth value.
    pub truth: Truth,
    /// The questions that could still change it; empty unless it is unknown.
    pub missing: BTreeSet<FactId>,
    /// The tested facts, in the order written.
    pub reasons: Vec<Reason<'a>>,
}

impl Test {
    /// Whether the value passes.
    #[must_use]
    pub fn passes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Is(expected), value) => expected == value,
            (Self::OneOf(expected), value) => expected.contains(value),
            (Self::Within(least, most), Value::Number(number)) => {
                least.is_none_or(|least| *number >= least) && most.is_none_or(|most| *number <= most)
            }
            (Self::Within(..), _) => false,
        }
    }
}

impl Condition {
    /// Evaluates against the facts known so far.
    #[must_use]
    pub fn evaluate(&self, facts: &impl FactSource) -> Evaluation<'_> {
        let mut reasons = Vec::new();
        let (truth, missing) = self.walk(facts, false, &mut reasons);
        Evaluation { truth, missing, reasons }
    }

    /// Only the truth value.
    #[must_use]
    pub fn truth(&self, facts: &impl FactSource) -> Truth {
        self.evaluate(facts).truth
    }

    /// Whether the condition is, or can still become, as wanted. Of the facts that are not known it is told by
    /// `is_hopeless` whether nothing can settle them any more: one such part keeps a conjunction from ever holding.
    pub fn may_become(
        &self,
        wanted: bool,
        facts: &impl FactSource,
        is_hopeless: &impl Fn(&BTreeSet<FactId>) -> bool,
    ) -> bool {
        let may = |part: &Self| part.may_become(wanted, facts, is_hopeless);
        match (self, wanted) {
            (Self::All(parts), true) | (Self::Any(parts), false) => parts.iter().all(may),
            (Self::All(parts), false) | (Self::Any(parts), true) => parts.iter().any(may),
            (Self::Not(part), _) => part.may_become(!wanted, facts, is_hopeless),
            (Self::Fact { fact, test, .. }, _) => match facts.look_up(fact) {
                Ok(value) => value.is_some_and(|value| test.passes(&value)) == wanted,
                Err(missing) => !is_hopeless(&missing),
            },
        }
    }

    /// Every fact that the condition names.
    #[must_use]
    pub fn facts(&self) -> BTreeSet<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::facts).collect(),
            Self::Not(part) => part.facts(),
            Self::Fact { fact, .. } => BTreeSet::from([fact.as_str()]),
        }
    }

    /// Every law that the condition names, by its id.
    #[must_use]
    pub fn laws(&self) -> BTreeSet<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::laws).collect(),
            Self::Not(part) => part.laws(),
            Self::Fact { law, .. } => law.as_deref().into_iter().collect(),
        }
    }

    fn walk<'a>(
        &'a self,
        facts: &impl FactSource,
        negated: bool,
        reasons: &mut Vec<Reason<'a>>,
    ) -> (Truth, BTreeSet<FactId>) {
        match self {
            Self::All(parts) => Self::combine(parts, facts, negated, reasons, Truth::True, Truth::and),
            Self::Any(parts) => Self::combine(parts, facts, negated, reasons, Truth::False, Truth::or),
            Self::Not(part) => {
                let (truth, missing) = part.walk(facts, !negated, reasons);
                (!truth, missing)
            }
            Self::Fact { fact, test, why, law } => {
                let (truth, missing) = match facts.look_up(fact) {
                    Ok(value) => (Truth::from(value.is_some_and(|value| test.passes(&value))), BTreeSet::new()),
                    Err(missing) => (Truth::Unknown, missing),
                };
                reasons.push(Reason {
                    fact,
                    test,
                    negated,
                    truth: if negated { !truth } else { truth },
                    why: why.as_ref(),
                    law: law.as_deref(),
                });
                (truth, missing)
            }
        }
    }

    fn combine<'a>(
        parts: &'a [Self],
        facts: &impl FactSource,
        negated: bool,
        reasons: &mut Vec<Reason<'a>>,
        start: Truth,
        join: fn(Truth, Truth) -> Truth,
    ) -> (Truth, BTreeSet<FactId>) {
        let mut truth = start;
        let mut missing = BTreeSet::new();
        for part in parts {
            let (part_truth, part_missing) = part.walk(facts, negated, reasons);
            truth = join(truth, part_truth);
            missing.extend(part_missing);
        }
        // A settled result needs nothing more, whatever else is open.
        if truth != Truth::Unknown {
            missing.clear();
        }
        (truth, missing)
    }
}
