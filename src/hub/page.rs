//! The agency's pages: what was done at the centres, where it could not be finished, and why. No scripts; every value is
//! escaped; every number is one of [`crate::domain::cube`], and the chart, the table and both files of a page hold the same.

pub mod access;
mod chart;
mod codes;
mod computer;
pub mod file;
mod fleet;
mod form;
mod frame;
pub mod invitation;
mod link;
mod lists;
mod overview;
mod table;

pub use codes::{CODE_DAYS, CODES, CODES_MADE, CodesForm, codes_form, codes_made};
pub use computer::{COMPUTER, Came, SHUT_OUT, computer, shut_out};
pub use fleet::{FleetPart, audit, fleet};
pub use frame::{FONTS, Frame, Part, Signed, content_policy, notice, part_at, parts, set_up, sign_in};
pub use lists::{LISTS, ListsCame, lists};
pub use overview::{centres, overview};
pub use table::{notes, sections, tables};

use crate::account::agency::{AgencyNames, Asked};
use crate::domain::catalogue::Catalogue;
use crate::domain::cube::{Cube, Query};
use crate::i18n::Texts;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What pages are drawn from: kept in memory until what is shown changes, or the catalogue.
#[derive(Debug, Default)]
pub struct Known {
    /// The shown cells.
    pub cube: Cube,
    /// The published catalogue.
    pub catalogue: Option<Catalogue>,
    /// Until when it is signed.
    pub signed_until: Option<Timestamp>,
}

/// What one request asks of them.
pub struct Asking<'a> {
    /// What they are drawn from.
    pub known: &'a Known,
    /// The words.
    pub texts: &'a Texts,
    /// What stands in the address.
    pub query: &'a Query,
    /// Now.
    pub now: Timestamp,
}

impl<'a> Asking<'a> {
    /// The same as the account of it asks.
    #[must_use]
    pub fn asked(&self) -> Asked<'a> {
        let names = AgencyNames { catalogue: self.known.catalogue.as_ref() };
        Asked { cube: &self.known.cube, names, filter: &self.query.filter }
    }

    /// The code of the language.
    fn language(&self) -> &'static str {
        self.texts.language().code()
    }
}

/// Day first, as it is written here: `20.11.2026 14:05`, by the clock of Chișinău.
fn local_time(time: Timestamp) -> String {
    let zone = TimeZone::get("Europe/Chisinau").unwrap_or(TimeZone::UTC);
    let format = if zone == TimeZone::UTC { "%d.%m.%Y %H:%M UTC" } else { "%d.%m.%Y %H:%M" };
    time.to_zoned(zone).strftime(format).to_string()
}

/// The same of what is stored; as it stands there when it cannot be read.
fn stored_time(time: &str) -> String {
    time.parse().map_or_else(|_| time.to_owned(), local_time)
}

#[cfg(test)]
mod tests;
