//! The public portal's catalogue interface (RSSPA): JSON records of services and events.

use super::{ForeignFile, ImportError, Imported};

/// How the files' names end.
pub const EXTENSIONS: [&str; 1] = ["json"];

/// Reads the portal's records.
///
/// # Errors
/// When a file is refused, or nothing in them is a record.
pub fn read(files: &[ForeignFile]) -> Result<Imported, ImportError> {
    Err(ImportError::Nothing(files.first().map(|file| file.name.clone()).unwrap_or_default()))
}
