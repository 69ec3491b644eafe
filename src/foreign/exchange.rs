//! What the export and the import of the European vocabulary share: our names in RDF, and what the vocabulary
//! cannot say.

pub mod names;
pub mod residual;
pub mod tables;
pub mod terms;
