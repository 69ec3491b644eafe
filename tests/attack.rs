//! Both ends under attack: floods, bombs, connections that hang, copies of disks, older databases, another hub in the
//! place of ours, damaged files. All on this computer, all within bounds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails here")]

#[path = "attack/agreement.rs"]
mod agreement;
#[path = "attack/damage.rs"]
mod damage;
#[path = "attack/days.rs"]
mod days;
#[path = "attack/desks.rs"]
mod desks;
#[path = "stage/dice.rs"]
mod dice;
#[path = "attack/flood.rs"]
mod flood;
#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "attack/kills.rs"]
mod kills;
#[path = "attack/kiosk.rs"]
mod kiosk;
#[path = "attack/playing.rs"]
mod playing;
#[path = "attack/shorten.rs"]
mod shorten;
#[path = "attack/shrink.rs"]
mod shrink;
#[path = "hub/signed_in.rs"]
#[allow(dead_code, reason = "the hub's tests use the rest")]
mod signed_in;
#[path = "attack/stranger.rs"]
mod stranger;
