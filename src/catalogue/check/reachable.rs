//! Finds conditions that can never hold, by trying every combination of answers they can tell apart.

use super::facts::Facts;
use crate::domain::condition::{Condition, FactSource, Test, Truth};
use crate::domain::fact::{CENTRE_KIND, FactId, Value};
use crate::domain::question::QuestionKind;
use std::collections::{BTreeMap, BTreeSet};

/// Beyond this many combinations nothing is said.
const MOST: usize = 20_000;

/// Whether the condition holds for no combination of answers at all.
pub(super) fn never_holds(facts: &Facts<'_>, condition: &Condition) -> bool {
    let mut domains: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for fact in condition.facts() {
        let mut values = values_of(facts, fact);
        if values.is_empty() {
            numbers(condition, fact, &mut values);
        }
        if values.is_empty() {
            return false;
        }
        domains.insert(fact, values);
    }
    let combinations = domains.values().try_fold(1_usize, |product, values| product.checked_mul(values.len()));
    let Some(combinations) = combinations.filter(|combinations| *combinations <= MOST) else { return false };
    (0..combinations).all(|number| {
        let mut rest = number;
        let mut chosen = BTreeMap::new();
        for (fact, values) in &domains {
            chosen.insert(*fact, &values[rest % values.len()]);
            rest /= values.len();
        }
        condition.truth(&Chosen(chosen)) != Truth::True
    })
}

fn values_of(facts: &Facts<'_>, fact: &str) -> Vec<Value> {
    let choices = |ids: &[&str]| ids.iter().map(|id| Value::Choice((*id).to_owned())).collect();
    if fact == CENTRE_KIND {
        return choices(&["town_hall", "consulate", "mobile_team"]);
    }
    match facts.question(fact) {
        Some(question) if question.kind == QuestionKind::YesNo => vec![Value::Truth(true), Value::Truth(false)],
        Some(question) if question.kind == QuestionKind::Choice => {
            choices(&question.options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>())
        }
        _ => Vec::new(),
    }
}

/// The numbers at and beside every bound that the condition names for a fact.
fn numbers(condition: &Condition, fact: &str, found: &mut Vec<Value>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| numbers(part, fact, found)),
        Condition::Not(part) => numbers(part, fact, found),
        Condition::Fact { fact: named, test, .. } if named == fact => {
            let bounds = match test {
                Test::Within(least, most) => [*least, *most],
                Test::Is(Value::Number(number)) => [Some(*number), None],
                _ => [None, None],
            };
            for bound in bounds.into_iter().flatten() {
                found.extend([bound.saturating_sub(1), bound, bound.saturating_add(1)].map(Value::Number));
            }
            found.sort();
            found.dedup();
        }
        Condition::Fact { .. } => {}
    }
}

struct Chosen<'a>(BTreeMap<&'a str, &'a Value>);

impl FactSource for Chosen<'_> {
    fn look_up(&self, fact: &str) -> Result<Option<Value>, BTreeSet<FactId>> {
        Ok(self.0.get(fact).map(|value| (*value).clone()))
    }
}
