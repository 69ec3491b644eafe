//! Under which addresses the classes and properties stand in a graph, and how full addresses are written short.

use super::aliases::{CLASSES, PROPERTIES};
use super::concept::{Class, Property};
use crate::foreign::rdf::{Graph, Term};
use std::collections::HashMap;

/// The namespaces of the vocabulary, by the usual prefix. The first row of a prefix is the one in use; schema.org
/// stands in files with and without the `s`.
pub const NAMESPACES: [(&str, &str); 24] = [
    ("cv", "http://data.europa.eu/m8g/"),
    ("cccev", "http://data.europa.eu/m8g/cccev/"),
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cpsvno", "https://data.norge.no/vocabulary/cpsvno#"),
    ("lpdcExt", "https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("schema", "https://schema.org/"),
    ("schema", "http://schema.org/"),
    ("time", "http://www.w3.org/2006/time#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("adms", "http://www.w3.org/ns/adms#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("sioc", "http://rdfs.org/sioc/ns#"),
];

/// An address as `prefix:name`, where its namespace is known; as it is otherwise.
#[must_use]
pub fn short(iri: &str) -> String {
    let fits = NAMESPACES.iter().filter_map(|(prefix, namespace)| Some((prefix, iri.strip_prefix(namespace)?)));
    let shortest = fits.min_by_key(|(_, name)| name.len());
    shortest.map_or_else(|| format!("<{iri}>"), |(prefix, name)| format!("{prefix}:{name}"))
}

/// Every address that `prefix:name` may stand for.
fn addresses(name: &str) -> impl Iterator<Item = String> + '_ {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let namespaces = NAMESPACES.iter().filter(move |(known, _)| *known == prefix);
    namespaces.map(move |(_, namespace)| format!("{namespace}{local}"))
}

/// The terms of a graph that stand for a class or property, under whichever name.
pub struct Vocabulary {
    properties: HashMap<Property, Vec<Term>>,
    classes: HashMap<Class, Vec<Term>>,
}

impl Vocabulary {
    /// Looks up every known name in a graph.
    #[must_use]
    pub fn of(graph: &Graph) -> Self {
        let terms = |names: &[&str]| -> Vec<Term> {
            names.iter().flat_map(|name| addresses(name)).filter_map(|address| graph.term(&address)).collect()
        };
        Self {
            properties: PROPERTIES.iter().map(|(property, names)| (*property, terms(names))).collect(),
            classes: CLASSES.iter().map(|(class, names)| (*class, terms(names))).collect(),
        }
    }

    /// The predicates that stand for a property.
    #[must_use]
    pub fn property(&self, property: Property) -> &[Term] {
        self.properties.get(&property).map_or(&[], Vec::as_slice)
    }

    /// The things of a class.
    pub fn instances<'a>(&'a self, graph: &'a Graph, class: Class) -> impl Iterator<Item = Term> + 'a {
        let classes = self.classes.get(&class).map_or(&[][..], Vec::as_slice);
        let naming = classes.iter().flat_map(|term| graph.naming(*term));
        let triples = naming.filter_map(|place| graph.triples().get(place));
        let types = self.property(Property::Type);
        triples.filter(|triple| types.contains(&triple.predicate)).map(|triple| triple.subject)
    }
}

/// The current name of a property that a file gives under an older one. A name that means one thing here and another
/// there has none.
#[must_use]
pub fn current_name(name: &str) -> Option<&'static str> {
    let mut rows = PROPERTIES.iter().filter(|(_, names)| names.contains(&name));
    let (Some((_, names)), None) = (rows.next(), rows.next()) else { return None };
    names.first().copied().filter(|current| *current != name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_in_the_tables_has_a_known_prefix_and_stands_for_one_class() {
        let names = PROPERTIES
            .iter()
            .flat_map(|(_, names)| names.iter())
            .chain(CLASSES.iter().flat_map(|(_, names)| names.iter()));
        for name in names {
            assert!(addresses(name).next().is_some(), "{name}");
        }
        let mut classes = BTreeSet::new();
        for name in CLASSES.iter().flat_map(|(_, names)| names.iter()) {
            assert!(classes.insert(name), "{name}");
        }
    }

    #[test]
    fn addresses_are_written_short_by_the_longest_namespace() {
        assert_eq!(short("http://data.europa.eu/m8g/hasCost"), "cv:hasCost");
        assert_eq!(short("http://data.europa.eu/m8g/cccev/url"), "cccev:url");
        assert_eq!(short("https://schema.org/opens"), short("http://schema.org/opens"));
        assert_eq!(short("urn:x"), "<urn:x>");
        assert_eq!(current_name("cv:hasCriterion"), Some("cv:holdsRequirement"));
        assert_eq!(current_name("cv:holdsRequirement"), None);
        assert_eq!(current_name("dct:relation"), None);
    }
}
