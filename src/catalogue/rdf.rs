//! Reads RDF as others publish it: Turtle, N-Triples, RDF/XML and JSON-LD, whichever a file holds.
//!
//! Files come from outside, so nothing in them is trusted: what could take the machine's time or memory is refused
//! before a parser sees it ([`guard`], [`json`]), nothing is fetched, and no error of syntax passes unnoticed.

mod context;
pub mod graph;
mod guard;
mod json;
pub mod language;

pub use graph::{Collector, Graph, Node, Term, Triple};

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{GraphName, TripleRef};
use oxrdfxml::RdfXmlParser;
use oxttl::{NTriplesParser, TurtleParser};

/// What relative addresses are taken relative to. The domain can belong to nobody (RFC 2606).
pub const BASE: &str = "https://import.invalid/";

/// How many errors of syntax are kept with their lines.
const KEPT_PROBLEMS: usize = 100;

/// With more errors of syntax than this a file is not what its name says.
const MOST_PROBLEMS: usize = 1_000;

/// Why a file is not read. The message starts in lower case and names no file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

impl Refusal {
    fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// A syntax of RDF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Turtle.
    Turtle,
    /// N-Triples.
    NTriples,
    /// RDF/XML.
    RdfXml,
    /// JSON-LD.
    JsonLd,
}

/// An error of syntax after which reading went on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1, where the parser tells.
    pub line: Option<u64>,
    /// What is wrong.
    pub what: String,
}

/// What reading one file gave, besides its statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The syntax it was read in.
    pub syntax: Syntax,
    /// The first errors of syntax; what stood there is not in the graph.
    pub problems: Vec<Problem>,
    /// How many more there were.
    pub further_problems: usize,
    /// How many statements stood in named graphs; all are read as one graph.
    pub in_named_graphs: usize,
    /// It holds a JSON-LD context and nothing else, so no statement.
    pub only_context: bool,
}

/// The syntax of a file, by how its name ends and, where that leaves it open, by what it starts with.
///
/// # Errors
/// When it is no syntax of RDF.
pub fn syntax(name: &str, text: &str) -> Result<Syntax, Refusal> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let start = text.trim_start();
    match extension.as_str() {
        "ttl" => Ok(Syntax::Turtle),
        "nt" => Ok(Syntax::NTriples),
        "jsonld" => Ok(Syntax::JsonLd),
        "rdf" => Ok(Syntax::RdfXml),
        "json" if start.starts_with(['{', '[']) => Ok(Syntax::JsonLd),
        "json" => Err(Refusal::new("it is no JSON: it starts with neither { nor [")),
        _ if text.contains("http://www.w3.org/1999/02/22-rdf-syntax-ns#") && start.starts_with('<') => {
            Ok(Syntax::RdfXml)
        }
        _ if start.starts_with("<?xml") || extension == "xml" => {
            Err(Refusal::new("it is XML without anything of RDF: no RDF/XML catalogue"))
        }
        _ => Err(Refusal::new("its name ends in none of .ttl, .nt, .rdf, .xml, .jsonld, .json")),
    }
}

/// Reads a file's statements into a collector and ends the file there.
///
/// # Errors
/// When the file is not UTF-8, not RDF, without a single statement, made to do harm, or names an unknown JSON-LD
/// context.
pub fn read(name: &str, bytes: &[u8], collector: &mut Collector) -> Result<Reading, Refusal> {
    let text = guard::text(bytes)?;
    let syntax = syntax(name, text)?;
    let mut reading =
        Reading { syntax, problems: Vec::new(), further_problems: 0, in_named_graphs: 0, only_context: false };
    collector.expect(bytes.len());
    match syntax {
        Syntax::Turtle => {
            guard::turtle(text)?;
            let parser = TurtleParser::new().lenient().with_base_iri(BASE).map_err(unusable_base)?;
            for item in parser.for_slice(text) {
                match item {
                    Ok(triple) => take(collector, triple.as_ref())?,
                    Err(error) => reading.problem(Some(error.location().start.line + 1), error.message())?,
                }
            }
        }
        Syntax::NTriples => {
            for item in NTriplesParser::new().lenient().for_slice(text) {
                match item {
                    Ok(triple) => take(collector, triple.as_ref())?,
                    Err(error) => reading.problem(Some(error.location().start.line + 1), error.message())?,
                }
            }
        }
        Syntax::RdfXml => {
            guard::xml(text)?;
            let parser = RdfXmlParser::new().lenient().with_base_iri(BASE).map_err(unusable_base)?;
            let mut parser = parser.for_slice(text);
            while let Some(item) = parser.next() {
                match item {
                    Ok(triple) => take(collector, triple.as_ref())?,
                    Err(error) => {
                        let position = usize::try_from(parser.buffer_position()).unwrap_or(usize::MAX);
                        let line = guard::line_at(text.as_bytes(), position);
                        reading.problem(u64::try_from(line).ok(), &error.to_string())?;
                    }
                }
            }
        }
        Syntax::JsonLd => {
            reading.only_context = json::survey(text)? == json::Content::OnlyContext;
            let parser = JsonLdParser::new().lenient().with_base_iri(BASE).map_err(unusable_base)?;
            for item in parser.for_slice(text).with_load_document_callback(|address, _| load(address)) {
                match item {
                    Ok(quad) => {
                        reading.in_named_graphs += usize::from(quad.graph_name != GraphName::DefaultGraph);
                        take(collector, TripleRef::new(&quad.subject, &quad.predicate, &quad.object))?;
                    }
                    Err(error) => {
                        let line = error.location().map(|location| location.start.line + 1);
                        reading.problem(line, &error.to_string())?;
                    }
                }
            }
        }
    }
    if collector.read() == 0 && !reading.only_context {
        let why = reading.problems.first().map_or_else(String::new, |problem| format!(": {problem}"));
        return Err(Refusal::new(format!("it holds no statement of RDF{why}")));
    }
    collector.next_file();
    Ok(reading)
}

impl Reading {
    fn problem(&mut self, line: Option<u64>, what: &str) -> Result<(), Refusal> {
        let problem = Problem { line, what: what.chars().take(200).collect() };
        if self.problems.len() < KEPT_PROBLEMS {
            self.problems.push(problem);
        } else {
            self.further_problems += 1;
        }
        let count = self.problems.len() + self.further_problems;
        if count > MOST_PROBLEMS {
            let first = self.problems.first().map(ToString::to_string).unwrap_or_default();
            return Err(Refusal::new(format!("more than {MOST_PROBLEMS} errors of syntax, the first: {first}")));
        }
        Ok(())
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "line {line}: {}", self.what),
            None => formatter.write_str(&self.what),
        }
    }
}

fn take(collector: &mut Collector, triple: TripleRef<'_>) -> Result<(), Refusal> {
    collector.add(triple.subject, triple.predicate, triple.object)
}

fn unusable_base(error: impl std::error::Error) -> Refusal {
    Refusal::new(format!("{BASE}: {error}"))
}

/// The survey has refused unknown contexts already; this holds for whatever else the parser may want to load.
fn load(address: &str) -> Result<JsonLdRemoteDocument, Box<dyn std::error::Error + Send + Sync>> {
    let context = context::bundled(address).ok_or_else(|| Refusal::new(format!("{address} is not fetched")))?;
    Ok(JsonLdRemoteDocument { document: context.as_bytes().to_vec(), document_url: address.to_owned() })
}
