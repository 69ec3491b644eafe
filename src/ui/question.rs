//! What is asked about before it is done, or before anything else is.

use crate::domain::case::{Recorded, RequestState};
use crate::domain::hidden::hidden;
use crate::domain::identifier::ServiceCode;
use crate::domain::record::Action as Done;
use uuid::Uuid;

/// How a page with something typed on it is about to be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// One page back.
    Back,
    /// The specialist signs out, or clears the screen.
    SignOut,
}

/// What is asked about.
#[derive(Clone, PartialEq)]
pub enum What {
    /// Let another specialist sign in where it is locked, though something would be lost.
    Instead,
    /// End the session where it is locked, though something would be lost.
    EndSession,
    /// Forget the visit. What it held is off the screen already.
    Clear,
    /// Close a page of the State at which a visitor is.
    Offline,
    /// Leave a page on which something was typed that was not recorded.
    Leave(Leaving),
    /// Remove somebody from the people of the desk.
    Remove {
        /// Who.
        member: Uuid,
        /// Their name.
        name: String,
    },
    /// End the program.
    Exit,
    /// Close a case.
    Close(Uuid),
    /// Erase all of a case, on its person's wish.
    Erase(Uuid),
    /// Take a colleague's case over.
    TakeOver(Uuid),
    /// End a request without a result: first how, then why.
    End {
        /// The case.
        case: Uuid,
        /// The request.
        request: Uuid,
        /// The ends that are possible.
        ends: Vec<RequestState>,
        /// The end chosen.
        to: Option<RequestState>,
    },
    /// Correct what was recorded in a case: first what, then why.
    Correct {
        /// The case.
        case: Uuid,
        /// What can be corrected now, the latest first.
        lines: Vec<Recorded>,
        /// The entry chosen.
        entry: Option<Uuid>,
    },
    /// Change what a request was made ready with.
    Change {
        /// The case.
        case: Uuid,
        /// The field.
        field: String,
        /// What is to stand in it.
        value: Option<String>,
        /// For whose application.
        service: Option<ServiceCode>,
    },
    /// Count that a step could not be finished here.
    NotFinished {
        /// The case.
        case: Uuid,
        /// The service.
        service: ServiceCode,
        /// The request, where there is one.
        request: Option<Uuid>,
    },
    /// Correct an entry that belongs to no case.
    CorrectAlone {
        /// The entry.
        entry: Uuid,
        /// What was done.
        action: Done,
    },
}

// What is to stand in a field names somebody.
hidden!(What, "What");
