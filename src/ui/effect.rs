//! What the world must do. Screens and the application only say it; `runtime` does it.

use super::access::Request;
use crate::domain::case::Case;
use crate::store::records::NewEntry;
use crate::store::vault::CaseKey;

/// Something to be done outside the pure part.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Commit an entry, and the case it changed. Answered by `Recorded`.
    Record {
        /// The entry.
        entry: Box<NewEntry>,
        /// The case with the key to encrypt it.
        case: Option<(CaseKey, Box<Case>)>,
    },
    /// Open the case key with a password. Answered by `SignedIn`.
    SignIn {
        /// The specialist's name.
        name: String,
        /// The password.
        password: String,
    },
    /// Add a specialist. Answered by `SignedIn` for the first one, else by `ColleagueAdded`.
    AddSpecialist {
        /// The name.
        name: String,
        /// The password.
        password: String,
        /// The case key; `None` for the first specialist.
        key: Option<CaseKey>,
    },
    /// Enrol this terminal. Answered by `Enrolled`.
    Enrol {
        /// The hub's address.
        hub: String,
        /// The one-time code.
        code: String,
    },
    /// Read the newest journal lines. Answered by `JournalRead`.
    ReadJournal,
    /// Send now rather than later.
    WakeSync,
    /// Give the focus to the control with this id.
    Focus(String),
    /// Move the focus to the next control.
    FocusNext,
    /// Move the focus to the one before.
    FocusPrevious,
    /// Show the page from its top.
    ScrollToTop,
    /// Show the next or the previous part of the page.
    ScrollPage {
        /// Whether towards the end.
        down: bool,
    },
    /// Carry a request of assistive technology to a control.
    Assist(u64, Request),
    /// End the program.
    Exit,
}
