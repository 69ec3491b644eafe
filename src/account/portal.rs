//! What is said of a page of the State: whether it is open, and why it is not. Never that anything was done on it.

use super::{About, Mark, Tone};
use crate::domain::portal::{PortalStanding, PortalTrouble};
use crate::i18n::{Phrase, phrase};

/// How it stands with the page: a word and a sign of its own, which no state of a request has.
#[must_use]
pub fn portal_mark(standing: PortalStanding) -> Mark<'static> {
    let (tone, words) = match standing {
        PortalStanding::Closed => (Tone::Quiet, "portal-closed"),
        PortalStanding::Opening(_) => (Tone::Quiet, "portal-opening"),
        PortalStanding::Open(_) => (Tone::Caution, "portal-open-unsent"),
        PortalStanding::Failed(_) => (Tone::Caution, "portal-failed"),
    };
    Mark::new(About::Online, tone, phrase(words))
}

/// Why the page cannot be opened on this computer.
#[must_use]
pub fn portal_trouble_said(trouble: PortalTrouble) -> Phrase<'static> {
    phrase(match trouble {
        PortalTrouble::NoBrowser => "portal-no-browser",
        PortalTrouble::NoSandbox => "portal-no-sandbox",
        PortalTrouble::NoDisplay => "portal-no-display",
        PortalTrouble::NoLine => "portal-no-line",
        PortalTrouble::DidNotStart => "portal-did-not-start",
        PortalTrouble::SwitchedOff => "portal-switched-off",
    })
}

/// The same to a visitor alone: what they can do now, and not what is missing on this computer.
#[must_use]
pub fn online_trouble_said(trouble: PortalTrouble) -> Phrase<'static> {
    phrase(match trouble {
        PortalTrouble::NoBrowser | PortalTrouble::NoSandbox | PortalTrouble::NoDisplay | PortalTrouble::SwitchedOff => {
            "online-not-here"
        }
        PortalTrouble::NoLine => "online-no-line",
        PortalTrouble::DidNotStart => "online-did-not-start",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::state_mark;
    use crate::domain::case::RequestState;
    use uuid::Uuid;

    #[test]
    fn a_page_that_is_open_looks_like_no_state_of_a_request() {
        let id = Uuid::nil();
        let standings = [
            PortalStanding::Closed,
            PortalStanding::Opening(id),
            PortalStanding::Open(id),
            PortalStanding::Failed(PortalTrouble::NoLine),
        ];
        for standing in standings {
            let mark = portal_mark(standing);
            for state in RequestState::ALL {
                let known = state_mark(state);
                assert!(mark.about != known.about && mark.words != known.words, "{standing:?} {state:?}");
            }
        }
    }
}
