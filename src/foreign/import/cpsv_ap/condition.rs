//! Conditions out of requirements of CCCEV, as our export writes them.

use super::reader::Reader;
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::Value;
use crate::foreign::exchange::names::Kind;
use crate::foreign::exchange::terms;
use crate::foreign::rdf::{Node, Term};

/// How deep requirements may lie within each other. Ours lie three deep; a circle of them has no end.
const DEEPEST: usize = 32;

/// What a requirement counts for among what the records are made of: several may share parts, which are read for
/// each of them.
const REQUIREMENT: usize = 256;

impl Reader<'_> {
    /// The condition that a property leads to. What cannot be read is no condition, and the record it belongs to is
    /// not shown as guidance any more: without its condition a fee or paper would be there for everybody.
    pub(super) fn condition(&mut self, subject: Term, property: &str, record: &str) -> Option<Condition> {
        let requirements = self.own_values(subject, property);
        let read = match requirements.as_slice() {
            [] => return None,
            [requirement] => self.requirement(*requirement, 0),
            // Whoever adds a second requirement means that both hold.
            several => {
                several.iter().map(|part| self.requirement(*part, 1)).collect::<Result<_, _>>().map(Condition::All)
            }
        };
        read.inspect_err(|why| {
            self.unread(subject, record, format!("a condition cannot be read: {why}"));
        })
        .ok()
    }

    fn requirement(&mut self, requirement: Term, depth: usize) -> Result<Condition, String> {
        let name = self.called(requirement);
        if depth > DEEPEST || !self.spend(REQUIREMENT) {
            return Err(format!("{name} lies more than {DEEPEST} requirements deep, or within itself"));
        }
        // Titles of requirements are made from what they test.
        for read in [terms::IDENTIFIER, terms::TITLE] {
            self.own_values(requirement, read);
        }
        if let Some(kind) = self.own_record(requirement, terms::KIND, Kind::Concept) {
            let parts = self.own_values(requirement, terms::HAS_REQUIREMENT);
            let mut parts: Vec<Condition> =
                parts.into_iter().map(|part| self.requirement(part, depth + 1)).collect::<Result<_, _>>()?;
            return match (kind.as_str(), parts.len()) {
                ("all", _) => Ok(Condition::All(parts)),
                ("any", _) => Ok(Condition::Any(parts)),
                ("not", 1) => Ok(Condition::Not(Box::new(parts.remove(0)))),
                ("not", count) => Err(format!("{name} denies {count} requirements: it must be one")),
                _ => Err(format!("{name} is of the type \"{kind}\", which combines no requirements")),
            };
        }
        let fact = self.own_record(requirement, terms::CONSTRAINS, Kind::Fact);
        let fact = fact.ok_or_else(|| format!("{name} constrains no fact of ours"))?;
        let test = self.test(requirement).ok_or_else(|| format!("{name} holds no test that can be read"))?;
        let why = self.own_text(requirement, terms::DESCRIPTION);
        let law = self.own_record(requirement, terms::IS_DERIVED_FROM, Kind::Law);
        Ok(Condition::Fact { fact, test, why, law })
    }

    fn test(&mut self, constraint: Term) -> Option<Test> {
        let is = self.own_value(constraint, terms::IS);
        let list = self.own_value(constraint, terms::ONE_OF);
        let least = self.own_literal(constraint, terms::AT_LEAST).map(str::parse).transpose().ok()?;
        let most = self.own_literal(constraint, terms::AT_MOST).map(str::parse).transpose().ok()?;
        match (is, list, least, most) {
            (Some(value), None, None, None) => Some(Test::Is(self.fact_value(value)?)),
            (None, Some(list), None, None) => Some(Test::OneOf(self.list(list)?)),
            (None, None, None, None) => None,
            (None, None, least, most) => Some(Test::Within(least, most)),
            _ => None,
        }
    }

    /// The values of a list; `None` when it is broken or runs in a circle.
    fn list(&mut self, mut cell: Term) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        while self.graph.iri(cell) != Some(terms::NIL) {
            if !self.spend(REQUIREMENT) {
                return None;
            }
            let first = self.own_value(cell, terms::FIRST)?;
            values.push(self.fact_value(first)?);
            cell = self.own_value(cell, terms::REST)?;
        }
        (!values.is_empty()).then_some(values)
    }

    fn fact_value(&self, value: Term) -> Option<Value> {
        let Node::Literal { text, datatype, .. } = self.graph.node(value) else { return None };
        match datatype {
            terms::BOOLEAN => match text {
                "true" | "1" => Some(Value::Truth(true)),
                "false" | "0" => Some(Value::Truth(false)),
                _ => None,
            },
            terms::INTEGER => text.parse().ok().map(Value::Number),
            terms::DATE => text.parse().ok().map(Value::Date),
            terms::STRING => Some(Value::Choice(text.to_owned())),
            _ => None,
        }
    }
}
