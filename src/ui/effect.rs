//! What the world must do. Screens and the application only say it; `runtime` does it.

use super::access::Request;
use crate::domain::case::Case;
use crate::domain::record::Circumstances;
use crate::store::records::{NewEntry, News};
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
        /// For the entry that a wrong one may leave.
        circumstances: Circumstances,
    },
    /// Add the first specialist by a recovery code. Answered by `SignedIn`.
    AddFirst {
        /// The code.
        code: String,
        /// The name.
        name: String,
        /// The password.
        password: String,
        /// For the entry that a wrong one may leave.
        circumstances: Circumstances,
    },
    /// Add a colleague of somebody signed in. Answered by `ColleagueAdded`.
    AddColleague {
        /// The name.
        name: String,
        /// The password.
        password: String,
        /// The case key.
        key: CaseKey,
    },
    /// Count the recovery codes left; ask the hub for new ones first, when it says so. Answered by `Codes`.
    CountCodes {
        /// Whether to ask the hub.
        ask: bool,
    },
    /// Keep that these news were read.
    NoteTold(News),
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
