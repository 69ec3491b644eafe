//! Catalogues of others: read into source files, written in the European vocabulary, compared with what editors have.

pub mod difference;
pub mod exchange;
pub mod export;
pub mod import;
pub mod rdf;
