//! The catalogue in the European vocabulary of public services, CPSV-AP 3.2.0, with conditions as CCCEV 2.1.0.
//!
//! What the vocabulary can say is said in its terms. What it cannot say stands beside, in terms of ours: see
//! [`exchange`](super::super::exchange).

mod condition;
mod graph;
mod record;
mod rest;
mod service;
mod syntax;
mod words;

use crate::domain::catalogue::Catalogue;
use crate::domain::condition::Condition;
use crate::domain::text::{Aliases, Language};
use crate::foreign::exchange::terms;
use crate::foreign::import::{self, ForeignFile, Imported};
use graph::{Graph, Resource};
use words::Words;

/// In which syntax the graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Turtle.
    Turtle,
    /// JSON-LD, with terms of prefixes that a context in the document declares.
    JsonLd,
}

/// The catalogue as a document.
#[must_use]
pub fn write(catalogue: &Catalogue, syntax: Syntax) -> String {
    let mut graph = standard(catalogue);
    let read = read_back(&graph);
    rest::write(&mut graph, catalogue, &read);
    match syntax {
        Syntax::Turtle => syntax::turtle(&graph),
        Syntax::JsonLd => syntax::json_ld(&graph),
    }
}

/// What a reader makes of the standard terms. One that makes nothing of them, as of a catalogue without services and
/// events, leaves every record to be written whole.
fn read_back(graph: &Graph) -> Imported {
    let file = ForeignFile { name: "catalogue.ttl".to_owned(), bytes: syntax::turtle(graph).into_bytes() };
    import::cpsv_ap::read(&[file]).unwrap_or_default()
}

/// What the vocabulary, and our terms for steps and conditions, say of the catalogue.
fn standard(catalogue: &Catalogue) -> Graph {
    let mut graph = Graph::default();
    let words = Words::of(catalogue);
    record::write_concepts(&mut graph);
    for provider in catalogue.providers.values() {
        record::write_provider(&mut graph, provider);
    }
    for paper in catalogue.papers.values() {
        record::write_paper(&mut graph, paper);
    }
    for law in catalogue.laws.values() {
        record::write_law(&mut graph, law);
    }
    for service in catalogue.services.values() {
        service::write(&mut graph, service, catalogue, &words);
    }
    for event in catalogue.events.values() {
        record::write_event(&mut graph, event, catalogue, &words);
    }
    record::write_rest(&mut graph, catalogue, &words);
    graph
}

/// Writes the words by which people look for something.
fn write_keywords(resource: &mut Resource<'_>, aliases: &Aliases) {
    for (language, words) in [(Language::Ro, &aliases.ro), (Language::Ru, &aliases.ru), (Language::En, &aliases.en)] {
        for word in words {
            resource.text_in(terms::KEYWORD, language, word.as_str());
        }
    }
}

/// Writes a condition as a part of `owner` named by `word`, and links the owner to it.
fn write_condition(
    graph: &mut Graph,
    owner: &str,
    property: &str,
    word: &str,
    condition: Option<&Condition>,
    words: &Words<'_>,
) {
    if let Some(condition) = condition {
        let iri = format!("{owner}:{word}");
        graph.resource(owner).link(property, &iri);
        condition::write(graph, &iri, condition, words);
    }
}
