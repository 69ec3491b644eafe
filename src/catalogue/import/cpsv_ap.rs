//! Catalogues in the European vocabulary of public services, CPSV-AP, in whichever version and RDF syntax.

use super::{ForeignFile, ImportError, Imported};

/// How the files' names end.
pub const EXTENSIONS: [&str; 6] = ["ttl", "nt", "rdf", "xml", "jsonld", "json"];

/// Reads RDF files as one graph.
///
/// # Errors
/// When a file is refused, or nothing in them is a record.
pub fn read(files: &[ForeignFile]) -> Result<Imported, ImportError> {
    Err(ImportError::Nothing(files.first().map(|file| file.name.clone()).unwrap_or_default()))
}
