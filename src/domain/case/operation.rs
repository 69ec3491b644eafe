//! One change of a case, as it was made and is kept.

use super::{Case, Command};
use crate::domain::change::Seen;
use crate::domain::fact::Answers;
use crate::domain::hidden::hidden;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One change of a case. It is never changed itself; whoever has all operations of a case has the case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Operation {
    /// The id of the journal entry that was recorded with it.
    pub id: Uuid,
    /// The case.
    pub case: Uuid,
    /// The centre at which it was made.
    pub centre: String,
    /// The specialist who made it.
    pub author: String,
    /// The day at that centre.
    pub day: Date,
    /// The clock of that terminal. Not trusted for order.
    pub time: Timestamp,
    /// The operations after which it was made and that no other followed: all that its author had seen.
    pub follows: Vec<Uuid>,
    /// What it changed.
    pub change: Change,
}

hidden!(Operation, "Operation");

/// What an operation changed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The case was opened.
    Open(Opening),
    /// The case as the program before kept it, in one piece.
    AsItStood(Box<Case>),
    /// A command was carried out.
    Command(Command),
    /// A newer program made it, and this one does not know what it means.
    Newer,
}

hidden!(Change, "Change");

/// What a case begins with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// What the slip says.
    pub return_code: String,
    /// The event's code.
    pub event: String,
    /// The visitor's answers.
    pub answers: Answers,
    /// What the catalogue said.
    pub seen: Seen,
}

hidden!(Opening, "Opening");

/// An operation that has no part in what its case is: it is kept, and shown as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aside {
    /// Its id.
    pub operation: Uuid,
    /// The day on which it was made.
    pub day: Date,
    /// Whether a newer program made it; otherwise it says something else under the id of another.
    pub newer: bool,
}
