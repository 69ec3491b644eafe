//! Sheets made from the catalogue for people who do not sit at the program.

pub mod helper;
pub mod print;
pub mod take_away;
