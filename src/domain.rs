//! What the program is about, pure: no window, files, network, clock, global or randomness. Time, ids
//! and language come in as arguments.

pub mod action;
pub mod agreement;
pub mod belief;
pub mod calendar;
pub mod case;
pub mod catalogue;
pub mod centre;
pub mod change;
pub mod code;
pub mod condition;
pub mod day;
pub mod deadline;
pub mod example;
pub mod fact;
pub mod fixed_day;
pub mod guide;
pub(crate) mod hidden;
pub mod home;
pub mod identifier;
pub mod life_event;
pub mod money;
pub mod notice;
pub mod plan;
pub mod question;
pub mod record;
pub mod scenario;
pub mod search;
pub mod service;
pub mod shelf;
pub mod situation;
pub mod slowdown;
pub mod specialist;
pub mod term;
pub mod text;
pub mod trusted_day;
