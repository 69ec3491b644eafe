//! Sheets made from the catalogue for people who do not sit at the program.

pub mod helper;
pub mod keep;
pub mod month;
pub mod print;
#[cfg(feature = "kiosk")]
pub mod printer;
pub mod set_up;
pub mod spoken;
pub mod take_away;
