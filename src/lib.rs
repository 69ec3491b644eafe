//! Guidance through life events for the public-service centres of the Republic of Moldova.
//!
//! Each module here is a room; which room may name which stands in README.md under "Architecture", and
//! `tests/architecture.rs` holds the code to it.

pub mod account;
pub mod catalogue;
#[cfg(feature = "kiosk")]
pub mod command;
pub mod domain;
#[cfg(feature = "editor")]
pub mod editor;
#[cfg(feature = "editor")]
pub mod foreign;
pub mod handout;
#[cfg(feature = "hub")]
pub mod hub;
pub mod i18n;
#[cfg(feature = "notice")]
pub mod notice;
#[cfg(feature = "paper")]
pub mod paper;
pub mod platform;
pub mod protocol;
#[cfg(feature = "kiosk")]
pub mod scan;
pub mod store;
pub mod sync;
#[cfg(feature = "kiosk")]
pub mod ui;
