//! From source files to the checked catalogue: read, check, release, and the copy shipped inside the
//! program.

pub mod check;
pub mod coverage;
pub mod read;
pub mod release;
pub mod scenario;
pub mod schema;
pub mod searches;
#[cfg(feature = "trust")]
pub mod trust;
pub mod watch;

use crate::domain::catalogue::Catalogue;
use read::{Draft, SourceFile};

/// The source files shipped inside the program.
const SHIPPED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/shipped_catalogue.rs"));

/// The source files of the catalogue shipped inside the program.
pub fn shipped_files() -> impl Iterator<Item = SourceFile> {
    SHIPPED.iter().map(|(name, text)| SourceFile { name: (*name).to_owned(), text: (*text).to_owned() })
}

/// The catalogue shipped inside the program. It is read and not checked: its check, with every scenario and search, is a test,
/// and what passed it once needs no second at every first start.
///
/// # Errors
/// When a shipped file cannot be read, which the tests rule out for a release.
pub fn shipped() -> Result<Catalogue, Vec<read::Finding>> {
    Draft::read(shipped_files().collect()).unchecked()
}

/// The number of the shipped catalogue, without reading all of it.
#[must_use]
pub fn shipped_number() -> u64 {
    let head = SHIPPED.iter().find(|(name, _)| *name == "catalogue.toml");
    head.and_then(|(_, text)| toml::from_str::<read::HeadFile>(text).ok()).map_or(0, |head| head.number)
}
