//! The kinds of alarm: what a person should look at.

use serde::Serialize;

/// What is the matter with a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Alarm {
    /// Two histories under one name: a copied disk, or older records brought back.
    Fork,
    /// The hub lacked entries that it had acknowledged; the terminal sent them again.
    Lacked,
    /// Entries are missing before others that came.
    Gap,
    /// It writes for a centre that is not its own.
    Centre,
    /// It sent more that cannot be taken in than is kept.
    Full,
    /// What is stored is not what was signed.
    Changed,
}

impl Alarm {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Fork, Self::Lacked, Self::Gap, Self::Centre, Self::Full, Self::Changed];

    /// The name under which it is kept; it never changes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fork => "fork",
            Self::Lacked => "lacked",
            Self::Gap => "gap",
            Self::Centre => "centre",
            Self::Full => "full",
            Self::Changed => "changed",
        }
    }

    /// What it means and what to do, for the operator.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Fork => {
                "two histories under one name: is there a copy of its disk, or were older records brought back? Both are \
                 kept; take the copy out of use"
            }
            Self::Lacked => {
                "the hub lacked entries that it had acknowledged; they were sent again. Was a backup put back?"
            }
            Self::Gap => "entries are missing before others that came: see what was set aside of it",
            Self::Centre => "writes for a centre that is not its own: enrol it anew where it stands",
            Self::Full => "sent more that cannot be taken in than is kept: is it broken or stolen?",
            Self::Changed => "what is stored is not what the terminal signed: who wrote into the database?",
        }
    }
}
