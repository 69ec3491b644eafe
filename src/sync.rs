//! Sending the journal to the hub and fetching the catalogue. At least once on the wire, exactly once in
//! the hub. Nothing here is ever waited for by a screen.

pub mod planner;
pub mod reason;

#[cfg(feature = "kiosk")]
pub mod catalogue;
#[cfg(any(feature = "kiosk", feature = "hub"))]
pub mod client;
#[cfg(any(feature = "kiosk", feature = "hub"))]
pub mod download;
#[cfg(feature = "kiosk")]
pub mod runner;
