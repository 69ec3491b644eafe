//! The triples of the document, sorted, so that exporting twice gives the same bytes.

use crate::domain::text::{Language, Text};
use crate::foreign::exchange::{names, terms};
use oxrdf::NamedNode;
use std::collections::{BTreeMap, BTreeSet};

/// What a triple ends in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Object {
    /// A resource.
    Iri(String),
    /// A text in a language, by its BCP 47 tag.
    Text {
        /// The text.
        value: String,
        /// The language.
        language: &'static str,
    },
    /// A value of a datatype.
    Typed {
        /// As it is written.
        value: String,
        /// The datatype's IRI.
        datatype: &'static str,
    },
}

/// The properties of one resource: each with its values.
pub type Properties = BTreeMap<String, BTreeSet<Object>>;

/// A graph of named resources. It has no blank nodes, so that whoever changes a part can say which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    resources: BTreeMap<String, Properties>,
}

impl Graph {
    /// Adds properties to a resource.
    pub fn resource(&mut self, iri: impl Into<String>) -> Resource<'_> {
        Resource { properties: self.resources.entry(iri.into()).or_default() }
    }

    /// A part or record of ours: a resource with its classes and, as the profile asks nearly everywhere, its
    /// identifier.
    pub fn identified(&mut self, iri: &str, classes: &[&str]) -> Resource<'_> {
        let identifier = names::identifier(iri).unwrap_or(iri).to_owned();
        let mut resource = self.resource(iri);
        for class in classes {
            resource.a(class);
        }
        resource.value(terms::IDENTIFIER, identifier, terms::STRING);
        resource
    }

    /// The resources by their IRIs.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &Properties)> {
        self.resources.iter().map(|(iri, properties)| (iri.as_str(), properties))
    }
}

/// One resource of the graph, to which properties are added.
pub struct Resource<'a> {
    properties: &'a mut Properties,
}

impl Resource<'_> {
    fn add(&mut self, property: &str, object: Object) -> &mut Self {
        self.properties.entry(property.to_owned()).or_default().insert(object);
        self
    }

    /// Says of which class it is.
    pub fn a(&mut self, class: &str) -> &mut Self {
        self.link(terms::TYPE, class)
    }

    /// Links it to another resource.
    pub fn link(&mut self, property: &str, iri: impl Into<String>) -> &mut Self {
        self.add(property, Object::Iri(iri.into()))
    }

    /// Gives it a value of a datatype.
    pub fn value(&mut self, property: &str, value: impl Into<String>, datatype: &'static str) -> &mut Self {
        self.add(property, Object::Typed { value: value.into(), datatype })
    }

    /// Gives it a text in one language.
    pub fn text_in(&mut self, property: &str, language: Language, value: impl Into<String>) -> &mut Self {
        self.add(property, Object::Text { value: value.into(), language: language.code() })
    }

    /// Gives it a text in all languages it is written in.
    pub fn text(&mut self, property: &str, text: &Text) -> &mut Self {
        for language in Language::ALL {
            if let Some(value) = text.exact(language) {
                self.text_in(property, language, value);
            }
        }
        self
    }
}

/// The address as an IRI, when it is one: editors write addresses, and a document with a broken one could not be
/// read at all.
pub fn page(address: &str) -> Option<&str> {
    NamedNode::new(address).is_ok().then_some(address)
}
