//! What the agency is told of the journal, as counts in cells: by kind, centre, month, event, service and what came of it. What
//! is shown of a cell is decided once, here, and every number anywhere is a sum of what is shown of cells.
//!
//! A count is shown in fives. Whether one between two fives is shown as the smaller or the larger of them is decided by a
//! secret step of its cell, which never changes: of a count of three, three in five such cells show five and two show nothing, so
//! that sums are right on the average. Why this and not hiding with hiding besides, as the month of a centre has it
//! ([`super::small_cells`]): a month is one table, here are ten thousand of them, by every filter and on every day, and each
//! would have to be hidden with a view to all others. Here the proof is short. All that is shown, by whatever filter, is a sum of
//! shown cells; so subtracting gives shown cells and nothing else. From one of them follows that its count lies within four of
//! it, and never that it lies between one and four; from the same cell on two days the same of what came in between.

mod count;
mod query;

pub use count::{Recorded, Rules, Served, cells_of, outcome_code, reason_code, topic_code};
pub use query::{By, Filter, Key, Query, decoded, encoded};

use super::month::Month;
use super::small_cells::SMALLEST;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Requests, each once: in the month in which it was begun, by how it stands.
    Request,
    /// Help that was information only.
    Informed,
    /// Steps that could not be finished at the centre, with the reason.
    Unfinished,
    /// Answers of visitors: how satisfied they were.
    Satisfaction,
    /// Answers of visitors: how much they trust.
    Trust,
    /// Entries that took others back, with the reason.
    Corrected,
    /// Waiting numbers that were called.
    Called,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Request,
        Self::Informed,
        Self::Unfinished,
        Self::Satisfaction,
        Self::Trust,
        Self::Corrected,
        Self::Called,
    ];

    /// Its code, which never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Informed => "informed",
            Self::Unfinished => "unfinished",
            Self::Satisfaction => "satisfaction",
            Self::Trust => "trust",
            Self::Corrected => "corrected",
            Self::Called => "called",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A cell of the cube. What does not belong to a kind is empty or 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// What is counted.
    pub kind: Kind,
    /// The centre's id.
    pub centre: String,
    /// The month.
    pub month: Month,
    /// The event's code; those of one visit are joined by a plus sign.
    pub event: String,
    /// The service's code.
    pub service: String,
    /// What came of it, why, about what, or which answer: a code.
    pub detail: String,
    /// How long it took: the number of a band, from 1; 0 where that is not known.
    pub band: u8,
    /// How many journeys to an office a request saved: none, one, two.
    pub journeys: u8,
    /// How whoever made a request was served: a code; empty where that is not told apart.
    pub mode: String,
}

/// The last days of the bands from a request's submission to its result. What took longer is in one band more.
pub const DAYS: [u16; 4] = [1, 5, 15, 30];

/// The last minutes of the bands in which people waited to be called.
pub const MINUTES: [u16; 4] = [5, 15, 30, 60];

/// The number of the band in which a length of time lies, from 1.
#[must_use]
pub fn band_of(length: u16, bands: &[u16; 4]) -> u8 {
    let beyond = bands.iter().filter(|last| length > **last).count();
    u8::try_from(beyond).unwrap_or(u8::MAX).saturating_add(1)
}

impl Cell {
    /// Its step, from 0 to 4: the same for ever under the same key, and to nobody else known.
    #[must_use]
    pub fn step(&self, key: &[u8; 32]) -> u8 {
        let mut hash = Sha256::new();
        hash.update(key);
        for part in [
            self.kind.code(),
            &self.centre,
            &self.month.to_string(),
            &self.event,
            &self.service,
            &self.detail,
            &self.band.to_string(),
            &self.journeys.to_string(),
        ] {
            hash.update(part.as_bytes());
            hash.update(b"\n");
        }
        // A cell that is of no mode keeps the step that it had before there were modes: it would be shown by two.
        if !self.mode.is_empty() {
            hash.update(self.mode.as_bytes());
            hash.update(b"\n");
        }
        let hash: [u8; 32] = hash.finalize().into();
        let (first, _) = hash.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        u8::try_from(u64::from_be_bytes(*first) % SMALLEST).unwrap_or_default()
    }
}

/// What is shown of a count: a multiple of five within four of it. `persons` stand behind it; of fewer than five no more is shown
/// than of themselves, however much each of them did.
#[must_use]
pub const fn shown(count: u64, persons: u64, step: u8) -> u64 {
    let told = if persons < SMALLEST && persons < count { persons } else { count };
    (told + step as u64) / SMALLEST * SMALLEST
}

/// By how much a shown sum may differ from the count, of so many cells that show five and so many that show more; two
/// times the standard deviation, if those that show five hold one each and four times as many show nothing.
#[must_use]
pub fn margin(of_five: u64, of_more: u64) -> u64 {
    let square = 4 * (20 * of_five + 6 * of_more);
    square.isqrt().next_multiple_of(SMALLEST)
}

/// The cells as they are shown; those that show nothing are not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cube {
    /// Up to when entries are in it, when they were ever counted.
    pub as_of: Option<Timestamp>,
    /// By kind: a page asks for one, and there may be many cells.
    cells: BTreeMap<Kind, Vec<(Cell, u64)>>,
    months: Option<(Month, Month)>,
    centres: BTreeSet<String>,
    events: BTreeSet<String>,
    services: BTreeSet<String>,
}

impl Cube {
    /// A cube of shown cells.
    #[must_use]
    pub fn new(as_of: Option<Timestamp>, cells: Vec<(Cell, u64)>) -> Self {
        let mut cube = Self { as_of, ..Self::default() };
        for (cell, shown) in cells {
            let (first, last) = cube.months.unwrap_or((cell.month, cell.month));
            cube.months = Some((first.min(cell.month), last.max(cell.month)));
            for (known, code) in [
                (&mut cube.centres, &cell.centre),
                (&mut cube.events, &cell.event),
                (&mut cube.services, &cell.service),
            ] {
                if !code.is_empty() && !known.contains(code) {
                    known.insert(code.clone());
                }
            }
            cube.cells.entry(cell.kind).or_default().push((cell, shown));
        }
        cube
    }

    /// The shown cells of a kind that a filter lets pass. `provider` gives the provider of a service.
    pub fn cells<'a, 'f>(
        &'a self,
        kind: Kind,
        filter: &'f Filter,
        provider: &'f dyn Fn(&str) -> String,
    ) -> impl Iterator<Item = (&'a Cell, u64)> + use<'a, 'f> {
        let of_kind = self.cells.get(&kind).into_iter().flatten();
        of_kind.filter(move |(cell, _)| filter.lets_pass(cell, provider)).map(|(cell, shown)| (cell, *shown))
    }

    /// Sums of shown cells, by whatever is asked of them.
    #[must_use]
    pub fn sums<K: Ord>(
        &self,
        kind: Kind,
        filter: &Filter,
        provider: &dyn Fn(&str) -> String,
        by: impl Fn(&Cell) -> K,
    ) -> BTreeMap<K, u64> {
        let mut sums = BTreeMap::new();
        for (cell, shown) in self.cells(kind, filter, provider) {
            *sums.entry(by(cell)).or_default() += shown;
        }
        sums
    }

    /// By how much the sum of what a filter lets pass may differ from the count.
    #[must_use]
    pub fn margin(&self, kind: Kind, filter: &Filter, provider: &dyn Fn(&str) -> String) -> u64 {
        let (mut five, mut more) = (0, 0);
        for (_, shown) in self.cells(kind, filter, provider) {
            if shown > SMALLEST { more += 1 } else { five += 1 }
        }
        margin(five, more)
    }

    /// The first and the last month in which there is anything.
    #[must_use]
    pub const fn months(&self) -> Option<(Month, Month)> {
        self.months
    }

    /// The centres of which anything is shown.
    #[must_use]
    pub const fn centres(&self) -> &BTreeSet<String> {
        &self.centres
    }

    /// The events of which anything is shown.
    #[must_use]
    pub const fn events(&self) -> &BTreeSet<String> {
        &self.events
    }

    /// The services of which anything is shown.
    #[must_use]
    pub const fn services(&self) -> &BTreeSet<String> {
        &self.services
    }
}

#[cfg(test)]
mod attack;
