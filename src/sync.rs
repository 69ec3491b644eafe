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
pub mod handed_plan;
#[cfg(feature = "kiosk")]
pub mod runner;

/// By how much of its range a wait is stretched, so that whoever failed together does not come again together. Without random
/// numbers all wait alike, which is no harm worth a stop.
#[cfg(any(feature = "kiosk", feature = "hub"))]
pub(crate) fn random_share() -> f64 {
    let mut byte = [128];
    let _ = getrandom::fill(&mut byte);
    f64::from(byte[0]) / 255.0
}
