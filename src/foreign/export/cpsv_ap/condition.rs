//! Conditions as requirements of CCCEV 2.1.0.
//!
//! A test of one fact is a constraint on an information concept. What must hold together, or one of several, or
//! not, is a criterion that consists of others and whose type is a concept of ours, as CCCEV leaves open how the
//! parts of a requirement combine. The tested value stands in terms of ours on the constraint: CCCEV's expression
//! of the expected value is a property of the information concept, which many constraints share.

use super::graph::Graph;
use super::words::Words;
use crate::domain::condition::{Condition, Test};
use crate::domain::fact::Value;
use crate::domain::text::Text;
use crate::foreign::exchange::names::{self, Kind};
use crate::foreign::exchange::terms;

/// Writes a condition as the requirement of this IRI.
pub fn write(graph: &mut Graph, iri: &str, condition: &Condition, words: &Words<'_>) {
    match condition {
        Condition::All(parts) => group(graph, iri, "all", parts.iter(), words),
        Condition::Any(parts) => group(graph, iri, "any", parts.iter(), words),
        Condition::Not(part) => group(graph, iri, "not", std::iter::once(part.as_ref()), words),
        Condition::Fact { fact, test, why, law } => {
            let title = words.title(fact, test);
            let mut constraint = graph.identified(iri, &[terms::CONSTRAINT, terms::REQUIREMENT]);
            constraint.text(terms::TITLE, &title).link(terms::CONSTRAINS, names::record(Kind::Fact, fact));
            if let Some(why) = why {
                constraint.text(terms::DESCRIPTION, why);
            }
            if let Some(law) = law {
                constraint.link(terms::IS_DERIVED_FROM, names::record(Kind::Law, law));
            }
            write_test(graph, iri, test);
        }
    }
}

fn group<'a>(graph: &mut Graph, iri: &str, kind: &str, parts: impl Iterator<Item = &'a Condition>, words: &Words<'_>) {
    let parts: Vec<(String, &Condition)> =
        parts.enumerate().map(|(index, part)| (names::part(iri, "part", index + 1), part)).collect();
    let mut criterion = graph.identified(iri, &[terms::CRITERION, terms::REQUIREMENT]);
    criterion.text(terms::TITLE, &group_title(kind)).link(terms::KIND, names::record(Kind::Concept, kind));
    for (part, _) in &parts {
        criterion.link(terms::HAS_REQUIREMENT, part);
    }
    for (part, condition) in parts {
        write(graph, &part, condition, words);
    }
}

/// The title of a requirement that consists of others.
fn group_title(kind: &str) -> Text {
    let (ro, ru, en) = match kind {
        "all" => ("Toate acestea", "Всё это", "All of these"),
        "any" => ("Cel puțin una dintre acestea", "Хотя бы одно из этого", "At least one of these"),
        _ => ("Nu aceasta", "Не это", "Not this"),
    };
    Text { ro: ro.to_owned(), ru: Some(ru.to_owned()), en: Some(en.to_owned()), ..Text::default() }
}

fn write_test(graph: &mut Graph, iri: &str, test: &Test) {
    match test {
        Test::Is(value) => {
            let (value, datatype) = literal(value);
            graph.resource(iri).value(terms::IS, value, datatype);
        }
        Test::OneOf(values) => {
            let cells = (1..=values.len()).map(|position| names::part(iri, "value", position));
            let cells: Vec<String> = cells.chain([terms::NIL.to_owned()]).collect();
            for ((cell, rest), value) in cells.iter().zip(cells.iter().skip(1)).zip(values) {
                let (value, datatype) = literal(value);
                graph.resource(cell).value(terms::FIRST, value, datatype).link(terms::REST, rest);
            }
            if let Some(first) = cells.first() {
                graph.resource(iri).link(terms::ONE_OF, first);
            }
        }
        Test::Within(least, most) => {
            let mut constraint = graph.resource(iri);
            if let Some(least) = least {
                constraint.value(terms::AT_LEAST, least.to_string(), terms::INTEGER);
            }
            if let Some(most) = most {
                constraint.value(terms::AT_MOST, most.to_string(), terms::INTEGER);
            }
        }
    }
}

/// The value of a fact as a literal.
fn literal(value: &Value) -> (String, &'static str) {
    match value {
        Value::Truth(truth) => (truth.to_string(), terms::BOOLEAN),
        Value::Number(number) => (number.to_string(), terms::INTEGER),
        Value::Date(date) => (date.to_string(), terms::DATE),
        Value::Choice(option) => (option.clone(), terms::STRING),
    }
}

/// Writes every fact that the catalogue's conditions may test as an information concept.
pub fn write_facts(graph: &mut Graph, words: &Words<'_>) {
    for fact in words.facts() {
        let iri = names::record(Kind::Fact, fact.id);
        let mut concept = graph.identified(&iri, &[terms::INFORMATION_CONCEPT]);
        concept.text(terms::PREFERRED_LABEL, &fact.label);
        if let Some(question) = fact.question {
            concept.text(terms::DESCRIPTION, question);
        }
        concept.value(terms::EXPECTED_VALUE, fact.expected(), terms::STRING);
    }
}
