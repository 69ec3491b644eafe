//! Catalogues in the European vocabulary of public services, CPSV-AP, in whichever version and RDF syntax.
//!
//! The files are read as one graph, so that what several say about one address comes together. A class or property
//! counts under any name of the table in [`aliases`]; whatever is not understood is counted in a doubt.

mod aliases;
mod channel;
mod concept;
mod condition;
mod duration;
mod event;
mod hours;
mod identification;
mod money;
mod naming;
mod own;
mod parts;
mod reader;
mod remainder;
mod service;
mod texts;
mod vocabulary;

use super::{ForeignFile, ImportError, Imported};
use crate::foreign::rdf::language::{UNDETERMINED, normalised};
use crate::foreign::rdf::{self, Collector, Graph, Node, Reading};
use concept::{Class, Property};
use naming::Kind;
use reader::Reader;
use std::collections::BTreeSet;
use vocabulary::Vocabulary;

/// How the files' names end.
pub const EXTENSIONS: [&str; 6] = ["ttl", "nt", "rdf", "xml", "jsonld", "json"];

/// Reads RDF files as one graph.
///
/// # Errors
/// When a file is refused, or nothing in them is a record.
pub fn read(files: &[ForeignFile]) -> Result<Imported, ImportError> {
    let mut collector = Collector::default();
    let mut readings = Vec::new();
    for file in files {
        let reading = rdf::read(&file.name, &file.bytes, &mut collector);
        readings.push(reading.map_err(|refusal| ImportError::refused(&file.name, refusal.to_string()))?);
    }
    let graph = collector.finish();
    let vocabulary = Vocabulary::of(&graph);
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let mut reader = Reader::new(&graph, &vocabulary, &names);
    for (name, reading) in names.iter().zip(&readings) {
        note_reading(&mut reader, name, reading);
    }
    let services = reader.of_classes(&[Class::PublicService, Class::OtherService]);
    let events = reader.of_classes(&[Class::LifeEvent, Class::BusinessEvent, Class::Event]);
    if services.is_empty() && events.is_empty() {
        let counted = names.iter().zip(0..).map(|(name, file)| format!("{name} ({} triples)", graph.len_of_file(file)));
        return Err(ImportError::Nothing(counted.collect::<Vec<_>>().join(", ")));
    }
    reader.name_all(Kind::Service, &services);
    reader.name_all(Kind::Event, &events);
    reader.all_parts();
    reader.link_events(&services, &events);
    for service in &services {
        reader.service(*service);
    }
    for event in &events {
        reader.event(*event);
    }
    reader.whole_records();
    reader.keep_addresses();
    reader.note_reviewed();
    reader.note_facts();
    reader.pass_over();
    reader.note_texts();
    reader.note_remainder();
    if reader.is_exhausted() {
        let name = names.first().cloned().unwrap_or_default();
        let reason = "its records repeat each other's texts until they are larger than any catalogue";
        return Err(ImportError::refused(name, reason));
    }
    let public = services.iter().filter(|service| reader.is(**service, Class::PublicService)).count();
    let links = reader.event_links.len() + reader.service_links.len();
    let mut imported = reader.finish();
    imported.report.format = "cpsv-ap";
    imported.report.files = files.len();
    imported.report.triples = Some(graph.len());
    imported.report.services = public;
    imported.report.events = events.len();
    imported.report.links = links;
    imported.report.languages = languages(&graph, &vocabulary);
    Ok(imported)
}

/// The doubts about a file as such.
fn note_reading(reader: &mut Reader<'_>, name: &str, reading: &Reading) {
    if reading.in_named_graphs > 0 {
        let what = format!("{} statements stand in named graphs; all are read as one graph", reading.in_named_graphs);
        reader.doubt_in(name, "graph", what);
    }
    if reading.only_context {
        reader.doubt_in(name, "@context", "a JSON-LD context and no catalogue: passed over");
    }
}

/// The languages of all texts of a graph; `und` where a title, name, description or keyword has none.
fn languages(graph: &Graph, vocabulary: &Vocabulary) -> BTreeSet<String> {
    let texts = [Property::Title, Property::Name, Property::Label, Property::Description, Property::Keyword];
    let texts: Vec<_> = texts.iter().flat_map(|property| vocabulary.property(*property)).collect();
    let mut tags: BTreeSet<&str> = BTreeSet::new();
    let mut untagged = false;
    for triple in graph.triples() {
        match graph.node(triple.object) {
            Node::Literal { language: Some(tag), .. } => {
                tags.insert(tag);
            }
            Node::Literal { language: None, .. } => untagged |= texts.contains(&&triple.predicate),
            Node::Iri(_) | Node::Blank(_) => {}
        }
    }
    let known = tags.into_iter().map(|tag| normalised(tag).unwrap_or_else(str::to_owned));
    known.chain(untagged.then(|| UNDETERMINED.to_owned())).collect()
}
