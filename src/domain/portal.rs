//! The State's pages on the net: which may be opened, and that opening one in a person's name needs what submitting needs.
//! Whoever goes there alone goes in their own name, and needs nobody's leave.
//!
//! That a page was opened is no state of a request. Only the provider's number makes one submitted, and nothing here knows
//! any: [`PortalStanding`] has its own words and no way to a request.

use super::case::Permit;
use super::hidden::hidden;
use super::site::{PageAddress, Site};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Who is at a page of the State.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A specialist, in a person's name.
    Desk,
    /// A visitor alone, in their own name: papers that they are given there are kept until the page is closed.
    Visitor,
}

/// A page of the State that is to be opened: in a person's name by a permit, which the case gives, or by a visitor alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    id: Uuid,
    address: PageAddress,
    sites: BTreeSet<Site>,
    purpose: Purpose,
}

hidden!(Opening, "Opening");

impl Opening {
    /// The page, and the sites to which it may lead besides its own: to sign in, to sign, to pay.
    #[must_use]
    pub fn new(_permit: Permit, id: Uuid, address: PageAddress, sites: impl IntoIterator<Item = Site>) -> Self {
        Self::of(Purpose::Desk, id, address, sites)
    }

    /// The page for a visitor who goes there alone. No case is behind it, so that nothing of one can come of it.
    #[must_use]
    pub fn alone(id: Uuid, address: PageAddress, sites: impl IntoIterator<Item = Site>) -> Self {
        Self::of(Purpose::Visitor, id, address, sites)
    }

    fn of(purpose: Purpose, id: Uuid, address: PageAddress, sites: impl IntoIterator<Item = Site>) -> Self {
        Self { id, sites: sites.into_iter().chain([address.site().clone()]).collect(), address, purpose }
    }

    /// Who is at it.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Its number among those of this run.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// The page.
    #[must_use]
    pub const fn address(&self) -> &PageAddress {
        &self.address
    }

    /// The sites on which it may be.
    #[must_use]
    pub const fn sites(&self) -> &BTreeSet<Site> {
        &self.sites
    }
}

/// How it stands with a page of the State. None of these is a state of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PortalStanding {
    /// It was not opened.
    #[default]
    Closed,
    /// It is being opened.
    Opening(Uuid),
    /// It is open. Whether anything was submitted on it nobody here knows.
    Open(Uuid),
    /// It could not be opened: the person's telephone may.
    Failed(PortalTrouble),
}

impl PortalStanding {
    /// The number of the page that is open or on its way.
    #[must_use]
    pub const fn id(self) -> Option<Uuid> {
        match self {
            Self::Opening(id) | Self::Open(id) => Some(id),
            Self::Closed | Self::Failed(_) => None,
        }
    }
}

/// Why a page cannot be opened on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortalTrouble {
    /// There is no browser.
    NoBrowser,
    /// There is nothing that would keep a browser apart from everything else.
    NoSandbox,
    /// There is no screen on which it could be shown.
    NoDisplay,
    /// There is no line to the page.
    NoLine,
    /// It was started and ended at once.
    DidNotStart,
    /// Visitors do not go online at this computer, by its settings.
    SwitchedOff,
}

impl PortalTrouble {
    /// Every trouble.
    pub const ALL: [Self; 6] =
        [Self::NoBrowser, Self::NoSandbox, Self::NoDisplay, Self::NoLine, Self::DidNotStart, Self::SwitchedOff];
}
