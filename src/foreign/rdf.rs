//! Reads RDF as others publish it: Turtle, N-Triples, RDF/XML and JSON-LD, whichever a file holds.
//!
//! Files come from outside, so nothing in them is trusted: what could take the machine's time or memory is refused
//! before a parser sees it ([`guard`], [`json`]), nothing is fetched, and a file with an error of syntax is not read.

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

/// Why a file is not read. The message starts in lower case and names no file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

impl Refusal {
    fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// An error of syntax, with its line, counted from 1, where the parser tells.
    fn syntax(line: Option<u64>, what: &str) -> Self {
        let what: String = what.chars().take(200).collect();
        match line {
            Some(line) => Self(format!("line {line}: error of syntax: {what}")),
            None => Self(format!("error of syntax: {what}")),
        }
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

/// What reading one file gave, besides its statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The syntax it was read in.
    pub syntax: Syntax,
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

/// Reads a file's statements into a collector and ends the file there. A file with an error of syntax is refused: what
/// stands behind the error may be lost or may belong to something else, and what is missing from an update looks as if
/// its publisher had taken it away.
///
/// # Errors
/// When the file is not UTF-8, not RDF, not written by the rules of its syntax, without a single statement, made to do harm, or names an unknown JSON-LD
/// context.
pub fn read(name: &str, bytes: &[u8], collector: &mut Collector) -> Result<Reading, Refusal> {
    let text = guard::text(bytes)?;
    let syntax = syntax(name, text)?;
    let mut reading = Reading { syntax, in_named_graphs: 0, only_context: false };
    collector.expect(bytes.len());
    match syntax {
        Syntax::Turtle => {
            guard::turtle(text)?;
            let parser = TurtleParser::new().lenient().with_base_iri(BASE).map_err(unusable_base)?;
            for item in parser.for_slice(text) {
                match item {
                    Ok(triple) => take(collector, triple.as_ref())?,
                    Err(error) => return Err(Refusal::syntax(Some(error.location().start.line + 1), error.message())),
                }
            }
        }
        Syntax::NTriples => {
            for item in NTriplesParser::new().lenient().for_slice(text) {
                match item {
                    Ok(triple) => take(collector, triple.as_ref())?,
                    Err(error) => return Err(Refusal::syntax(Some(error.location().start.line + 1), error.message())),
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
                        return Err(Refusal::syntax(u64::try_from(line).ok(), &error.to_string()));
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
                        return Err(Refusal::syntax(line, &error.to_string()));
                    }
                }
            }
        }
    }
    if collector.read() == 0 && !reading.only_context {
        return Err(Refusal::new("it holds no statement of RDF"));
    }
    collector.next_file();
    Ok(reading)
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
