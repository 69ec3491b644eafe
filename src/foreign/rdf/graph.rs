//! Statements held in little space: each term stored once, triples as numbers, found by subject and by object.

use super::Refusal;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{LiteralRef, NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use std::collections::HashMap;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState};

/// How many statements are read at most, repeated ones counted each time. A country's catalogue has some 100,000;
/// what holds more is not one, or was made to fill the memory.
pub const MOST_TRIPLES: usize = 1_000_000;

/// How many bytes the distinct terms may hold together: a file of the largest size, its prefixes written out.
pub const MOST_TEXT: usize = 48 * 1024 * 1024;

/// How many bytes all terms may hold together as they are read. A long prefix makes little input much text; copying
/// it takes time even where it is then stored once.
const MOST_READ: usize = 768 * 1024 * 1024;

/// A term of a graph, by its number. Only good for the graph it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(u32);

impl Term {
    /// The first of all terms in their order.
    pub const FIRST: Self = Self(0);
}

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node<'a> {
    /// A resource, by its IRI.
    Iri(&'a str),
    /// A resource without a name, by its label within its file.
    Blank(&'a str),
    /// A value.
    Literal {
        /// Its text.
        text: &'a str,
        /// The IRI of its datatype.
        datatype: &'a str,
        /// Its language tag as written, in lower case.
        language: Option<&'a str>,
    },
}

/// A statement, and the number of the file it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Triple {
    /// What it is about.
    pub subject: Term,
    /// The property.
    pub predicate: Term,
    /// The property's value.
    pub object: Term,
    /// The file, counted from 0 in the order read.
    pub file: u16,
}

/// How a term is stored; `Entry::detail` depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Iri,
    /// The detail is the file: two files' labels have nothing to do with each other.
    Blank,
    /// A literal of datatype `xsd:string`.
    Plain,
    /// The detail is the datatype's term.
    Typed,
    /// The detail is the term of the language tag.
    Tagged,
    /// A language tag: no term of RDF, but stored like one.
    Tag,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    end: u32,
    detail: u32,
    kind: Kind,
}

/// Keys that are hashes already are not hashed again.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// The terms, each once.
#[derive(Default)]
struct Terms {
    text: String,
    entries: Vec<Entry>,
    /// From the hash of a term to its number; of two terms with one hash the second stands at the next free hash.
    places: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// Seeded at random, so that no file can be made of terms that collide.
    hasher: RandomState,
}

impl Terms {
    fn entry_text(&self, entry: Entry) -> &str {
        self.text.get(entry.start as usize..entry.end as usize).unwrap_or_default()
    }

    fn entry(&self, number: u32) -> Option<Entry> {
        self.entries.get(number as usize).copied()
    }

    fn is(&self, number: u32, kind: Kind, detail: u32, text: &str) -> bool {
        self.entry(number)
            .is_some_and(|entry| entry.kind == kind && entry.detail == detail && self.entry_text(entry) == text)
    }

    fn find(&self, kind: Kind, detail: u32, text: &str) -> Result<u32, u64> {
        let mut hash = self.hasher.hash_one((kind, detail, text));
        while let Some(number) = self.places.get(&hash) {
            if self.is(*number, kind, detail, text) {
                return Ok(*number);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    fn number(&mut self, kind: Kind, detail: u32, text: &str) -> Result<u32, Refusal> {
        let free = match self.find(kind, detail, text) {
            Ok(number) => return Ok(number),
            Err(free) => free,
        };
        let full = || Refusal::new(format!("its distinct terms hold more than {MOST_TEXT} bytes: it is no catalogue"));
        if self.text.len().saturating_add(text.len()) > MOST_TEXT {
            return Err(full());
        }
        let start = u32::try_from(self.text.len()).map_err(|_| full())?;
        self.text.push_str(text);
        let end = u32::try_from(self.text.len()).map_err(|_| full())?;
        let number = u32::try_from(self.entries.len()).map_err(|_| full())?;
        self.entries.push(Entry { start, end, detail, kind });
        self.places.insert(free, number);
        Ok(number)
    }
}

/// Collects the statements of files.
#[derive(Default)]
pub struct Collector {
    terms: Terms,
    triples: Vec<Triple>,
    /// How many statements of the file at hand were read, repeated ones counted.
    read: usize,
    /// How many bytes its terms held.
    bytes: usize,
    file: u16,
    /// The subject and predicate read last: most statements repeat one or both.
    last: (u32, u32),
    /// The language tag read last, as written, and its number.
    last_tag: Option<(String, u32)>,
}

impl Collector {
    /// How many statements of the file at hand were read.
    #[must_use]
    pub fn read(&self) -> usize {
        self.read
    }

    /// Makes room for the statements of a file of this many bytes, as far as can be guessed.
    pub fn expect(&mut self, bytes: usize) {
        // Turtle and JSON-LD repeat little; a term takes some 50 bytes there, a statement some 100.
        self.triples.reserve((bytes / 100).min(MOST_TRIPLES));
        self.terms.entries.reserve((bytes / 100).min(MOST_TRIPLES));
        self.terms.places.reserve((bytes / 100).min(MOST_TRIPLES));
        self.terms.text.reserve((bytes / 2).min(MOST_TEXT));
    }

    /// Ends the file at hand; what follows stands in the next.
    pub fn next_file(&mut self) {
        self.file = self.file.saturating_add(1);
        (self.read, self.bytes) = (0, 0);
    }

    /// Takes a statement in.
    ///
    /// # Errors
    /// When there are more statements or more text than any catalogue has.
    pub fn add(
        &mut self,
        subject: NamedOrBlankNodeRef<'_>,
        predicate: NamedNodeRef<'_>,
        object: TermRef<'_>,
    ) -> Result<(), Refusal> {
        self.read += 1;
        if self.read > MOST_TRIPLES || self.triples.len() >= MOST_TRIPLES {
            return Err(Refusal::new(format!("it holds more than {MOST_TRIPLES} statements: it is no catalogue")));
        }
        let (subject_kind, subject_text) = match subject {
            NamedOrBlankNodeRef::NamedNode(node) => (Kind::Iri, node.as_str()),
            NamedOrBlankNodeRef::BlankNode(node) => (Kind::Blank, node.as_str()),
        };
        let subject = self.resource(subject_kind, subject_text, self.last.0)?;
        let predicate = self.resource(Kind::Iri, predicate.as_str(), self.last.1)?;
        self.last = (subject, predicate);
        let object = match object {
            TermRef::NamedNode(node) => self.resource(Kind::Iri, node.as_str(), subject)?,
            TermRef::BlankNode(node) => self.resource(Kind::Blank, node.as_str(), subject)?,
            TermRef::Literal(literal) => self.literal(literal)?,
        };
        let (subject, predicate, object) = (Term(subject), Term(predicate), Term(object));
        self.triples.push(Triple { subject, predicate, object, file: self.file });
        Ok(())
    }

    /// Counts the text of a term.
    fn count(&mut self, text: &str) -> Result<(), Refusal> {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes > MOST_READ {
            return Err(Refusal::new("its prefixes make it longer than any catalogue"));
        }
        Ok(())
    }

    /// A resource's number; `likely` is tried first.
    fn resource(&mut self, kind: Kind, text: &str, likely: u32) -> Result<u32, Refusal> {
        self.count(text)?;
        let detail = if kind == Kind::Blank { u32::from(self.file) } else { 0 };
        if self.terms.is(likely, kind, detail, text) {
            return Ok(likely);
        }
        self.terms.number(kind, detail, text)
    }

    fn literal(&mut self, literal: LiteralRef<'_>) -> Result<u32, Refusal> {
        self.count(literal.value())?;
        let (kind, detail) = if let Some(tag) = literal.language() {
            (Kind::Tagged, self.tag(tag)?)
        } else if literal.datatype() == xsd::STRING {
            (Kind::Plain, 0)
        } else {
            (Kind::Typed, self.terms.number(Kind::Iri, 0, literal.datatype().as_str())?)
        };
        self.terms.number(kind, detail, literal.value())
    }

    fn tag(&mut self, tag: &str) -> Result<u32, Refusal> {
        if let Some((last, number)) = &self.last_tag
            && last == tag
        {
            return Ok(*number);
        }
        let number = self.terms.number(Kind::Tag, 0, &tag.to_ascii_lowercase())?;
        self.last_tag = Some((tag.to_owned(), number));
        Ok(number)
    }

    /// The graph of all statements taken in.
    #[must_use]
    pub fn finish(self) -> Graph {
        let Self { mut terms, mut triples, .. } = self;
        triples.sort_unstable();
        triples.dedup();
        terms.places.shrink_to_fit();
        // One number for both, so that sorting touches nothing else.
        let mut by_object: Vec<u64> =
            triples.iter().zip(0..).map(|(triple, place)| (u64::from(triple.object.0) << 32) | place).collect();
        by_object.sort_unstable();
        Graph { terms, triples, by_object }
    }
}

/// Distinct statements, sorted by subject. A statement that stands in two files is there once for each.
pub struct Graph {
    terms: Terms,
    triples: Vec<Triple>,
    /// The objects of the triples in the upper half, their places in the lower, sorted.
    by_object: Vec<u64>,
}

impl Graph {
    /// How many distinct statements the files held, summed over the files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.triples.len()
    }

    /// Whether there is no statement.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.triples.is_empty()
    }

    /// How many distinct statements a file held.
    #[must_use]
    pub fn len_of_file(&self, file: u16) -> usize {
        self.triples.iter().filter(|triple| triple.file == file).count()
    }

    /// Every statement, sorted by subject, predicate, object and file.
    #[must_use]
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// What a term is.
    #[must_use]
    pub fn node(&self, term: Term) -> Node<'_> {
        let text_of = |number: u32| self.terms.entry(number).map_or("", |entry| self.terms.entry_text(entry));
        let Some(entry) = self.terms.entry(term.0) else { return Node::Blank("") };
        let text = self.terms.entry_text(entry);
        let literal = |datatype, language| Node::Literal { text, datatype, language };
        match entry.kind {
            Kind::Iri => Node::Iri(text),
            Kind::Blank => Node::Blank(text),
            Kind::Plain | Kind::Tag => literal(xsd::STRING.as_str(), None),
            Kind::Typed => literal(text_of(entry.detail), None),
            Kind::Tagged => literal(rdf::LANG_STRING.as_str(), Some(text_of(entry.detail))),
        }
    }

    /// A term's IRI, if it has one.
    #[must_use]
    pub fn iri(&self, term: Term) -> Option<&str> {
        match self.node(term) {
            Node::Iri(iri) => Some(iri),
            Node::Blank(_) | Node::Literal { .. } => None,
        }
    }

    /// The term of an IRI, if any statement names it.
    #[must_use]
    pub fn term(&self, iri: &str) -> Option<Term> {
        self.terms.find(Kind::Iri, 0, iri).ok().map(Term)
    }

    /// The statements about a subject, as places in [`Graph::triples`].
    #[must_use]
    pub fn about(&self, subject: Term) -> std::ops::Range<usize> {
        let start = self.triples.partition_point(|triple| triple.subject < subject);
        let end = self.triples.partition_point(|triple| triple.subject <= subject);
        start..end
    }

    /// The statements about a subject with this predicate, as places in [`Graph::triples`].
    #[must_use]
    pub fn values(&self, subject: Term, predicate: Term) -> std::ops::Range<usize> {
        let sought = (subject, predicate);
        let start = self.triples.partition_point(|triple| (triple.subject, triple.predicate) < sought);
        let end = self.triples.partition_point(|triple| (triple.subject, triple.predicate) <= sought);
        start..end
    }

    /// The statements that have a term as their object, as places in [`Graph::triples`].
    pub fn naming(&self, object: Term) -> impl Iterator<Item = usize> + '_ {
        let object = u64::from(object.0);
        let start = self.by_object.partition_point(|both| both >> 32 < object);
        let rest = self.by_object.get(start..).unwrap_or_default();
        let these = rest.iter().take_while(move |both| **both >> 32 == object);
        these.filter_map(|both| usize::try_from(both & u64::from(u32::MAX)).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::{BlankNodeRef, NamedNodeRef};

    #[test]
    fn statements_are_distinct_in_each_file_and_found_both_ways() {
        let node = NamedNodeRef::new_unchecked;
        let mut collector = Collector::default();
        let add = |collector: &mut Collector, object: TermRef<'_>| {
            collector.add(node("urn:s").into(), node("urn:p"), object).unwrap();
        };
        let blank = BlankNodeRef::new_unchecked("b");
        let tagged = LiteralRef::new_language_tagged_literal_unchecked("a", "RO");
        let same = LiteralRef::new_language_tagged_literal_unchecked("a", "ro");
        for object in [tagged.into(), same.into(), LiteralRef::new_simple_literal("a").into(), blank.into()] {
            add(&mut collector, object);
        }
        collector.next_file();
        add(&mut collector, blank.into());
        add(&mut collector, node("urn:s").into());
        let graph = collector.finish();
        assert_eq!((graph.len(), graph.len_of_file(0), graph.len_of_file(1)), (5, 3, 2));
        let subject = graph.term("urn:s").unwrap();
        assert_eq!(graph.about(subject).len(), 5);
        assert_eq!(graph.values(subject, graph.term("urn:p").unwrap()).len(), 5);
        let naming: Vec<Triple> = graph.naming(subject).map(|place| graph.triples()[place]).collect();
        assert_eq!(naming.iter().map(|triple| (triple.object, triple.file)).collect::<Vec<_>>(), [(subject, 1)]);
        assert_eq!(graph.term("urn:unknown"), None);
        let texts: Vec<Node<'_>> = graph.triples().iter().map(|triple| graph.node(triple.object)).collect();
        let literal = |datatype, language| Node::Literal { text: "a", datatype, language };
        assert!(texts.contains(&literal(rdf::LANG_STRING.as_str(), Some("ro"))));
        assert!(texts.contains(&literal(xsd::STRING.as_str(), None)));
    }

    #[test]
    fn too_many_statements_are_refused() {
        let node = NamedNodeRef::new_unchecked("urn:a");
        let mut collector = Collector::default();
        let add = |collector: &mut Collector| collector.add(node.into(), node, node.into());
        assert!((0..MOST_TRIPLES).all(|_| add(&mut collector).is_ok()));
        assert!(add(&mut collector).is_err());
    }
}
