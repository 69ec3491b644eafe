//! Guidance through life events for the public-service centres of the Republic of Moldova.
//!
//! Dependencies point one way:
//!
//! ```text
//! domain <- protocol <- store, sync, hub
//! domain <- catalogue
//! domain <- i18n <- account <- handout
//! everything but hub <- ui <- main
//! ```
//!
//! `tests/architecture.rs` fails when a folder names what it must not.

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
pub mod platform;
pub mod protocol;
pub mod store;
pub mod sync;
#[cfg(feature = "kiosk")]
pub mod ui;
