//! Our own terms in a graph: conditions, steps, residuals and whole records, as our export writes them.
//!
//! Texts are taken as they stand: what our export wrote was clean, and what came out of it must be the same.

use crate::catalogue::exchange::names::{self, Kind};
use crate::catalogue::exchange::terms;
use crate::catalogue::rdf::{Graph, Node, Term};
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::Value;
use crate::domain::text::{Language, Text};
use std::str::FromStr as _;

/// How deep requirements may lie within each other. Ours lie three deep; a circle of them has no end.
const DEEPEST: usize = 32;

/// How many requirements are read in all, those that several share each time.
const MOST_REQUIREMENTS: usize = 200_000;

/// A graph in which our own terms are looked up, and which statements were used for it.
pub(super) struct Own<'a> {
    graph: &'a Graph,
    /// The places of the statements used.
    pub(super) used: Vec<usize>,
    /// How many more requirements may be read.
    left: usize,
}

impl<'a> Own<'a> {
    pub(super) fn of(graph: &'a Graph) -> Self {
        Self { graph, used: Vec::new(), left: MOST_REQUIREMENTS }
    }

    /// The values of a property, sorted by what they are, so that numbered parts stand in their order. Each is
    /// marked as used.
    pub(super) fn values(&mut self, subject: Term, property: &str) -> Vec<Term> {
        let Some(property) = self.graph.term(property) else { return Vec::new() };
        let places = self.graph.values(subject, property);
        self.used.extend(places.clone());
        let triples = self.graph.triples().get(places).unwrap_or_default();
        let mut values: Vec<Term> = triples.iter().map(|triple| triple.object).collect();
        values.sort_by_key(|value| match self.graph.node(*value) {
            Node::Iri(text) | Node::Blank(text) | Node::Literal { text, .. } => text,
        });
        values.dedup();
        values
    }

    /// The only value of a property; `None` when there is none or more than one.
    fn value(&mut self, subject: Term, property: &str) -> Option<Term> {
        match self.values(subject, property).as_slice() {
            [value] => Some(*value),
            _ => None,
        }
    }

    /// The text of a literal of a property.
    pub(super) fn literal(&mut self, subject: Term, property: &str) -> Option<&'a str> {
        let value = self.value(subject, property)?;
        match self.graph.node(value) {
            Node::Literal { text, .. } => Some(text),
            Node::Iri(_) | Node::Blank(_) => None,
        }
    }

    /// Whether a resource is of a class.
    pub(super) fn is_a(&mut self, subject: Term, class: &str) -> bool {
        let Some(class) = self.graph.term(class) else { return false };
        self.values(subject, terms::TYPE).contains(&class)
    }

    /// The ids of records of ours that a property names.
    pub(super) fn records(&mut self, subject: Term, property: &str, kind: Kind) -> Vec<String> {
        let values = self.values(subject, property);
        values.iter().filter_map(|value| names::id_of(kind, self.graph.iri(*value)?)).collect()
    }

    /// The one record of ours that a property names.
    fn record(&mut self, subject: Term, property: &str, kind: Kind) -> Option<String> {
        self.records(subject, property, kind).into_iter().next()
    }

    /// A text in all the languages we have; `None` when it stands in none of them. Without Romanian the first other
    /// language stands in its place.
    pub(super) fn text(&mut self, subject: Term, property: &str) -> Option<Text> {
        let mut text = Text::default();
        let mut romanian = None;
        for value in self.values(subject, property) {
            let Node::Literal { text: value, language: Some(language), .. } = self.graph.node(value) else { continue };
            let place = match Language::from_str(language) {
                Ok(Language::Ro) => &mut romanian,
                Ok(Language::Ru) => &mut text.ru,
                Ok(Language::En) => &mut text.en,
                Ok(Language::Uk) => &mut text.uk,
                Ok(Language::Gag) => &mut text.gag,
                Ok(Language::Bg) => &mut text.bg,
                Err(_) => continue,
            };
            place.get_or_insert_with(|| value.to_owned());
        }
        let others = [&text.en, &text.ru, &text.uk, &text.gag, &text.bg];
        text.ro = romanian.or_else(|| others.into_iter().flatten().next().cloned())?;
        Some(text)
    }

    /// The condition that a property leads to.
    ///
    /// # Errors
    /// Says what in the requirement is none of our terms.
    pub(super) fn condition(&mut self, subject: Term, property: &str) -> Result<Option<Condition>, String> {
        match self.values(subject, property).as_slice() {
            [] => Ok(None),
            [requirement] => self.requirement(*requirement, 0).map(Some),
            several => {
                // Whoever adds a second requirement means that both hold.
                let parts: Result<Vec<Condition>, String> =
                    several.iter().map(|requirement| self.requirement(*requirement, 1)).collect();
                parts.map(|parts| Some(Condition::All(parts)))
            }
        }
    }

    fn requirement(&mut self, requirement: Term, depth: usize) -> Result<Condition, String> {
        let name = self.graph.iri(requirement).unwrap_or("a requirement without a name").to_owned();
        self.left = self.left.checked_sub(1).ok_or("there are more requirements than any catalogue has")?;
        if depth > DEEPEST {
            return Err(format!("{name} lies more than {DEEPEST} requirements deep, or within itself"));
        }
        for read in [terms::TYPE, terms::IDENTIFIER, terms::TITLE] {
            // Titles of requirements are made from what they test.
            self.values(requirement, read);
        }
        let kind = self.record(requirement, terms::KIND, Kind::Concept);
        if let Some(kind) = kind.as_deref() {
            let parts = self.values(requirement, terms::HAS_REQUIREMENT);
            let parts: Result<Vec<Condition>, String> =
                parts.into_iter().map(|part| self.requirement(part, depth + 1)).collect();
            let mut parts = parts?;
            return match (kind, parts.len()) {
                ("all", _) => Ok(Condition::All(parts)),
                ("any", _) => Ok(Condition::Any(parts)),
                ("not", 1) => Ok(Condition::Not(Box::new(parts.remove(0)))),
                ("not", _) => Err(format!("{name} denies {} requirements: it must be one", parts.len())),
                _ => Err(format!("{name} is of the type \"{kind}\", which combines no requirements")),
            };
        }
        let fact = self.record(requirement, terms::CONSTRAINS, Kind::Fact);
        let fact = fact.ok_or_else(|| format!("{name} constrains no fact of ours"))?;
        let test = self.test(requirement).ok_or_else(|| format!("{name} holds no test that can be read"))?;
        let why = self.text(requirement, terms::DESCRIPTION);
        let law = self.record(requirement, terms::IS_DERIVED_FROM, Kind::Law);
        Ok(Condition::Fact { fact, test, why, law })
    }

    fn test(&mut self, constraint: Term) -> Option<Test> {
        let is = self.value(constraint, terms::IS);
        let list = self.value(constraint, terms::ONE_OF);
        let least = self.literal(constraint, terms::AT_LEAST).map(str::parse);
        let most = self.literal(constraint, terms::AT_MOST).map(str::parse);
        match (is, list, least.transpose().ok()?, most.transpose().ok()?) {
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
            self.left = self.left.checked_sub(1)?;
            let first = self.value(cell, terms::FIRST)?;
            values.push(self.fact_value(first)?);
            cell = self.value(cell, terms::REST)?;
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
            _ => Some(Value::Choice(text.to_owned())),
        }
    }
}
