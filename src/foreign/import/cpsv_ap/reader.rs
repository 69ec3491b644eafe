//! Reading a graph with nothing forgotten: every statement that was used is marked, every doubt noted once.

use super::concept::{Class, Property};
use super::naming::Naming;
use super::vocabulary::{Vocabulary, short};
use crate::foreign::import::{Doubt, Imported};
use crate::foreign::rdf::{Graph, Node, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// How many bytes the records may be made of together. A graph can let thousands of services share one long text;
/// each record would hold its own copy.
const MOST_MADE: usize = 48 * 1024 * 1024;

/// A value read counts as this many bytes.
const VALUE: usize = 32;

/// Which texts of a record were not as they should be, for one doubt a record and language.
#[derive(Default)]
pub(super) struct TextNotes {
    /// Fields that took another language's text in the Romanian place, by language.
    pub(super) stand_in: BTreeMap<String, BTreeSet<String>>,
    /// Fields of which a text was left out, by its language.
    pub(super) left_out: BTreeMap<String, BTreeSet<String>>,
}

/// What is being read, and what came of it so far.
pub(super) struct Reader<'a> {
    pub(super) graph: &'a Graph,
    pub(super) vocabulary: &'a Vocabulary,
    /// The files' names, in the order read.
    files: &'a [String],
    pub(super) naming: Naming,
    pub(super) imported: Imported,
    /// The texts' notes, by file and record.
    pub(super) notes: BTreeMap<(String, String), TextNotes>,
    /// Language tags that are none, with how often they stand, by file and tag.
    pub(super) wrong_tags: BTreeMap<(String, String), usize>,
    /// How many conditions and other parts in our own terms could not be read.
    pub(super) unread_parts: usize,
    /// Links between an event and a service.
    pub(super) event_links: BTreeSet<(Term, Term)>,
    /// Links from a service to another.
    pub(super) service_links: BTreeSet<(Term, Term)>,
    /// By place in the graph, whether a statement was used.
    used: Vec<bool>,
    /// The things that were read.
    seen: HashSet<Term>,
    /// The terms that stand for each class, for quick tests.
    classes: HashMap<Term, HashSet<Class>>,
    made: usize,
    doubts: BTreeSet<Doubt>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(graph: &'a Graph, vocabulary: &'a Vocabulary, files: &'a [String]) -> Self {
        let mut classes: HashMap<Term, HashSet<Class>> = HashMap::new();
        for class in Class::ALL {
            for triple in vocabulary.instances(graph, class) {
                classes.entry(triple).or_default().insert(class);
            }
        }
        Self {
            graph,
            vocabulary,
            files,
            naming: Naming::default(),
            imported: Imported::default(),
            notes: BTreeMap::new(),
            wrong_tags: BTreeMap::new(),
            unread_parts: 0,
            event_links: BTreeSet::new(),
            service_links: BTreeSet::new(),
            used: vec![false; graph.len()],
            seen: HashSet::new(),
            classes,
            made: 0,
            doubts: BTreeSet::new(),
        }
    }

    /// Whether a thing is of a class.
    pub(super) fn is(&self, thing: Term, class: Class) -> bool {
        self.classes.get(&thing).is_some_and(|classes| classes.contains(&class))
    }

    /// The things of any of these classes, sorted by address.
    pub(super) fn of_classes(&self, classes: &[Class]) -> Vec<Term> {
        let found = self.classes.iter().filter(|(_, own)| classes.iter().any(|class| own.contains(class)));
        self.sorted(found.map(|(thing, _)| *thing).collect())
    }

    /// Terms in an order that does not depend on the syntax of the file: by text. Those without a name keep the
    /// order of the file, as their labels are made up anew at each reading.
    pub(super) fn sorted(&self, mut terms: Vec<Term>) -> Vec<Term> {
        let key = |term: &Term| match self.graph.node(*term) {
            Node::Iri(text) => (0, text, None, *term),
            Node::Literal { text, language, .. } => (1, text, language, *term),
            Node::Blank(_) => (2, "", None, *term),
        };
        terms.sort_by(|one, other| key(one).cmp(&key(other)));
        terms.dedup();
        terms
    }

    /// The values of a property under all its names, sorted; their statements count as used.
    pub(super) fn values(&mut self, subject: Term, property: Property) -> Vec<Term> {
        self.values_where(subject, property, |_, _| true)
    }

    /// Those values that pass a test; only their statements count as used.
    pub(super) fn values_where(
        &mut self,
        subject: Term,
        property: Property,
        test: impl Fn(&Self, Term) -> bool,
    ) -> Vec<Term> {
        self.seen.insert(subject);
        let (graph, vocabulary) = (self.graph, self.vocabulary);
        let mut found = Vec::new();
        for predicate in vocabulary.property(property) {
            for place in graph.values(subject, *predicate) {
                let Some(triple) = graph.triples().get(place) else { continue };
                if !self.spend(VALUE) {
                    return Vec::new();
                }
                if test(self, triple.object) {
                    found.push(triple.object);
                    self.mark(place);
                }
            }
        }
        self.sorted(found)
    }

    /// The literals of a property.
    pub(super) fn literals(&mut self, subject: Term, property: Property) -> Vec<&'a str> {
        let terms = self
            .values_where(subject, property, |reader, term| matches!(reader.graph.node(term), Node::Literal { .. }));
        terms.into_iter().map(|term| self.text_of(term)).collect()
    }

    /// The resources of a property, named or not.
    pub(super) fn resources(&mut self, subject: Term, property: Property) -> Vec<Term> {
        self.values_where(subject, property, |reader, term| !matches!(reader.graph.node(term), Node::Literal { .. }))
    }

    /// A term as it stands: the address, the text, nothing for what has no name.
    pub(super) fn text_of(&self, term: Term) -> &'a str {
        match self.graph.node(term) {
            Node::Iri(text) | Node::Literal { text, .. } => text,
            Node::Blank(_) => "",
        }
    }

    /// Marks a statement as used.
    pub(super) fn mark(&mut self, place: usize) {
        if let Some(used) = self.used.get_mut(place) {
            *used = true;
        }
    }

    /// Marks a thing as read: what is not used of it gives a doubt.
    pub(super) fn see(&mut self, thing: Term) {
        self.seen.insert(thing);
        self.values(thing, Property::Type);
    }

    pub(super) fn is_used(&self, place: usize) -> bool {
        self.used.get(place).copied().unwrap_or_default()
    }

    pub(super) fn is_seen(&self, thing: Term) -> bool {
        self.seen.contains(&thing)
    }

    /// Counts what the records are made of; whether there is still room.
    pub(super) fn spend(&mut self, bytes: usize) -> bool {
        self.made = self.made.saturating_add(bytes);
        !self.is_exhausted()
    }

    /// Whether the records would grow beyond all bounds, so that the import has to be refused.
    pub(super) fn is_exhausted(&self) -> bool {
        self.made > MOST_MADE
    }

    /// The name of a file.
    pub(super) fn file(&self, number: u16) -> &'a str {
        self.files.get(usize::from(number)).map_or("", String::as_str)
    }

    /// The file in which a thing is first described.
    pub(super) fn file_of(&self, thing: Term) -> &'a str {
        let about = self.graph.triples().get(self.graph.about(thing)).unwrap_or_default();
        let named =
            || self.graph.naming(thing).filter_map(|place| self.graph.triples().get(place)).map(|triple| triple.file);
        let number = about.iter().map(|triple| triple.file).min().or_else(|| named().min());
        number.map_or("", |number| self.file(number))
    }

    /// How a thing is called in doubts: its address, short where it can be.
    pub(super) fn called(&self, thing: Term) -> String {
        match self.graph.node(thing) {
            Node::Iri(iri) => short(iri),
            Node::Blank(_) => "a thing without a name".to_owned(),
            Node::Literal { text, .. } => format!("\"{}\"", text.chars().take(80).collect::<String>()),
        }
    }

    /// Notes a doubt about a thing.
    pub(super) fn doubt(&mut self, thing: Term, place: impl Into<String>, what: impl Into<String>) {
        let file = self.file_of(thing).to_owned();
        self.doubt_in(file, place, what);
    }

    /// Notes a doubt about a file.
    pub(super) fn doubt_in(&mut self, file: impl Into<String>, place: impl Into<String>, what: impl Into<String>) {
        let doubt = Doubt { file: file.into(), place: place.into(), what: what.into() };
        if self.spend(doubt.place.len() + doubt.what.len()) {
            self.doubts.insert(doubt);
        }
    }

    /// The records, with the doubts sorted by file and place.
    pub(super) fn finish(mut self) -> Imported {
        self.imported.report.doubts = self.doubts.into_iter().collect();
        self.imported
    }
}
