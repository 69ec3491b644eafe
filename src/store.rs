//! SQLite on the terminal. Two files, two rules: the catalogue cache is disposable and immutable; the
//! records are precious, never deleted by the program.

pub mod catalogue_cache;
#[cfg(feature = "kiosk")]
pub mod copy;
#[cfg(feature = "kiosk")]
pub mod courier;
pub mod identity;
#[cfg(feature = "kiosk")]
pub mod pages;
pub mod records;
#[cfg(feature = "kiosk")]
pub mod stick;
#[cfg(feature = "trust")]
pub mod trust_file;
pub mod vault;
