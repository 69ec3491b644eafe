//! The way of a catalogue from a signing office over a real hub and a bad line to a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

#[path = "way/codes.rs"]
mod codes;
#[path = "way/cut.rs"]
mod cut;
#[path = "way/ground.rs"]
mod ground;
#[path = "way/hostile.rs"]
mod hostile;
#[path = "way/november.rs"]
mod november;
