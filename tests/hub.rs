//! The real hub over its real wire: the binary is started on a free port and spoken to in plain HTTP.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

#[path = "hub/acts.rs"]
mod acts;
#[path = "hub/agency.rs"]
mod agency;
#[path = "hub/answers.rs"]
mod answers;
#[path = "hub/browser.rs"]
mod browser;
#[path = "hub/catalogue.rs"]
mod catalogue;
#[path = "hub/commands.rs"]
mod commands;
#[path = "hub/correction.rs"]
mod correction;
#[path = "hub/durability.rs"]
mod durability;
#[path = "hub/enrolment.rs"]
mod enrolment;
#[path = "hub/events.rs"]
mod events;
#[path = "hub/fleet.rs"]
mod fleet;
#[path = "hub/front_office.rs"]
mod front_office;
#[path = "hub/ground.rs"]
mod ground;
#[path = "hub/hand_out.rs"]
mod hand_out;
#[path = "hub/journal.rs"]
mod journal;
#[path = "hub/journal_of_events.rs"]
mod journal_of_events;
#[path = "hub/lists.rs"]
mod lists;
#[path = "hub/moving.rs"]
mod moving;
#[path = "hub/newer.rs"]
mod newer;
#[path = "hub/operations.rs"]
mod operations;
#[path = "hub/paper.rs"]
mod paper;
#[path = "hub/postgresql.rs"]
mod postgresql;
#[path = "hub/provider_states.rs"]
mod provider_states;
#[path = "hub/recovery.rs"]
mod recovery;
#[path = "hub/sealed.rs"]
mod sealed;
#[path = "hub/server.rs"]
mod server;
#[path = "hub/signed_in.rs"]
mod signed_in;
#[path = "hub/story.rs"]
mod story;
