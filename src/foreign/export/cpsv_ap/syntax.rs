//! The graph as a document: Turtle or JSON-LD.

use super::graph::{Graph, Object, Properties};
use crate::foreign::exchange::terms;
use oxrdf::{LiteralRef, NamedNodeRef, TermRef, TripleRef};
use oxttl::TurtleSerializer;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The graph as Turtle.
pub fn turtle(graph: &Graph) -> String {
    let serializer = terms::PREFIXES
        .iter()
        .try_fold(TurtleSerializer::new(), |serializer, (name, iri)| serializer.with_prefix(*name, *iri));
    let mut writer = serializer.unwrap_or_default().for_writer(Vec::new());
    for (iri, properties) in graph.resources() {
        let subject = NamedNodeRef::new_unchecked(iri);
        for (property, objects) in ordered(properties) {
            for object in objects {
                let triple = TripleRef::new(subject, NamedNodeRef::new_unchecked(property), term(object));
                // Writing into memory does not fail.
                let _ = writer.serialize_triple(triple);
            }
        }
    }
    let bytes = writer.finish().unwrap_or_default();
    let document = String::from_utf8(bytes).unwrap_or_default();
    // The writer gives the prefixes in an order that is another each time.
    let start = document.split_inclusive('\n').take_while(|line| line.starts_with("@prefix ")).map(str::len).sum();
    let (prefixes, rest) = document.split_at_checked(start).unwrap_or(("", &document));
    let prefixes: BTreeSet<&str> = prefixes.split_inclusive('\n').collect();
    prefixes.into_iter().chain([rest]).collect()
}

/// The properties with the class first, where a reader looks for it.
fn ordered(properties: &Properties) -> impl Iterator<Item = (&str, &BTreeSet<Object>)> {
    let class = properties.get_key_value(terms::TYPE);
    class
        .into_iter()
        .chain(properties.iter().filter(|(property, _)| *property != terms::TYPE))
        .map(|(property, objects)| (property.as_str(), objects))
}

fn term(object: &Object) -> TermRef<'_> {
    match object {
        Object::Iri(iri) => NamedNodeRef::new_unchecked(iri).into(),
        Object::Text { value, language } => {
            LiteralRef::new_language_tagged_literal_unchecked(value.as_str(), language).into()
        }
        Object::Typed { value, datatype } if *datatype == terms::STRING => LiteralRef::new_simple_literal(value).into(),
        Object::Typed { value, datatype } => {
            LiteralRef::new_typed_literal(value, NamedNodeRef::new_unchecked(datatype)).into()
        }
    }
}

/// The graph as JSON-LD 1.1. Its context stands in the document and holds prefixes only: whatever a value is, its
/// language or datatype stands beside it, and nothing need be fetched to read it.
pub fn json_ld(graph: &Graph) -> String {
    let context: Map<String, Value> =
        terms::PREFIXES.iter().map(|(name, iri)| ((*name).to_owned(), json!(iri))).collect();
    let resources: Vec<Value> = graph.resources().map(|(iri, properties)| resource(iri, properties)).collect();
    let document = json!({ "@context": context, "@graph": resources });
    // A map of texts is always JSON.
    serde_json::to_string_pretty(&document).map(|text| text + "\n").unwrap_or_default()
}

fn resource(iri: &str, properties: &Properties) -> Value {
    let mut node = Map::from_iter([("@id".to_owned(), json!(compact(iri)))]);
    for (property, objects) in properties {
        if property == terms::TYPE {
            let classes = objects.iter().filter_map(|object| match object {
                Object::Iri(class) => Some(compact(class)),
                Object::Text { .. } | Object::Typed { .. } => None,
            });
            node.insert("@type".to_owned(), classes.collect());
        } else {
            node.insert(compact(property), objects.iter().map(value).collect());
        }
    }
    Value::Object(node)
}

fn value(object: &Object) -> Value {
    match object {
        Object::Iri(iri) => json!({ "@id": compact(iri) }),
        Object::Text { value, language } => json!({ "@language": language, "@value": value }),
        Object::Typed { value, datatype } if *datatype == terms::STRING => json!({ "@value": value }),
        Object::Typed { value, datatype } => json!({ "@type": compact(datatype), "@value": value }),
    }
}

/// An IRI by its prefix, where it has one of ours.
fn compact(iri: &str) -> String {
    terms::PREFIXES
        .iter()
        // A rest that begins with two slashes would be read as an absolute IRI.
        .find_map(|(name, start)| Some((name, iri.strip_prefix(start).filter(|rest| !rest.starts_with("//"))?)))
        .map_or_else(|| iri.to_owned(), |(name, rest)| format!("{name}:{rest}"))
}
