//! The versions of every page, in the file and in the log beside it.

use super::log::Frame;
use super::page::{self, Cell, Tree, four};
use super::value;
use crate::domain::hidden::hidden;
use rusqlite::types::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How much a row can be relied on to be the newest: the greater, the newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// How the page that holds the row stands to others of its number.
    pub standing: Standing,
    /// The frame in the log, from 1; 0 for the file itself.
    pub place: usize,
}

/// How a version of a page stands to the others of the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is older than one that is whole: what is in it may have been deleted since.
    Superseded,
    /// All newer ones are damaged.
    Fallback,
    /// It is the newest, and damaged: what is in it may be read out of what was left lying there.
    Damaged,
    /// It is the newest, and as far as can be told whole: a row in it is the newest there is.
    Newest,
}

/// A row that was read, or a cell that could not be.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// What it is part of.
    pub tree: Option<Tree>,
    /// Its values; `None` when it is damaged.
    pub values: Option<Vec<Value>>,
    /// Whether its page says that it holds rows.
    pub named: bool,
    /// How much it can be relied on to be the newest.
    pub rank: Rank,
}

hidden!(Found, "Found");

/// The pages of a file.
pub struct Book<'a> {
    size: usize,
    file: &'a [u8],
    frames: BTreeMap<u32, Vec<Frame<'a>>>,
}

impl<'a> Book<'a> {
    /// Puts the versions of the pages together; the frames are in the order in which they were written.
    #[must_use]
    pub fn new(size: usize, file: &'a [u8], frames: &[Frame<'a>]) -> Self {
        let mut of_page: BTreeMap<u32, Vec<Frame<'a>>> = BTreeMap::new();
        for frame in frames {
            of_page.entry(frame.number).or_default().push(*frame);
        }
        Self { size, file, frames: of_page }
    }

    fn in_file(&self, number: u32) -> Option<&'a [u8]> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let start = index.checked_mul(self.size)?;
        self.file.get(start..start.checked_add(self.size)?)
    }

    /// A page as it was after this commit. A version that is damaged counts only where there is no other: it may even be
    /// of another page, and what goes through it is lost in any case.
    fn page(&self, number: u32, commit: u64) -> Option<&'a [u8]> {
        let frames = || self.frames.get(&number).into_iter().flatten().rev().filter(|frame| frame.commit <= commit);
        let proven = frames().find(|frame| frame.proven).map(|frame| frame.content);
        proven.or_else(|| self.in_file(number)).or_else(|| frames().next().map(|frame| frame.content))
    }

    /// The bytes of a row, gathered from its page and the overflow pages as they were after this commit.
    fn row(&self, page: &'a [u8], cell: Cell, commit: u64) -> Option<Cow<'a, [u8]>> {
        let here = page.get(cell.start..cell.start.checked_add(cell.local)?)?;
        let Some(mut next) = cell.overflow else { return Some(Cow::Borrowed(here)) };
        let mut row = here.to_vec();
        let mut seen = BTreeSet::new();
        while row.len() < cell.length {
            if !seen.insert(next) {
                return None;
            }
            let page = self.page(next, commit)?;
            let rest = page.get(4..)?;
            row.extend_from_slice(rest.get(..rest.len().min(cell.length - row.len()))?);
            next = four(page, 0)?;
        }
        Some(Cow::Owned(row))
    }

    fn read_page(&self, number: u32, page: &'a [u8], commit: u64, rank: Rank, take: &mut impl FnMut(Found)) {
        let Some(leaf) = page::read(page, number == 1) else { return };
        for cell in leaf.cells {
            let row = cell.and_then(|cell| self.row(page, cell, commit));
            let values = row.and_then(|row| value::read(&row));
            take(Found { tree: cell.map(|cell| cell.tree), values, named: leaf.named, rank });
        }
    }

    /// Reads every row there is, in every version of every page.
    pub fn read(&self, mut take: impl FnMut(Found)) {
        let pages = u32::try_from(self.file.len() / self.size).unwrap_or(u32::MAX);
        let numbers: BTreeSet<u32> = (1..=pages).chain(self.frames.keys().copied()).collect();
        for number in numbers {
            let mut standing = Standing::Newest;
            let mut after = u64::MAX;
            for frame in self.frames.get(&number).into_iter().flatten().rev() {
                if standing == Standing::Newest && !frame.proven {
                    standing = Standing::Damaged;
                }
                let rank = Rank { standing, place: frame.place };
                self.read_page(number, frame.content, after.max(frame.commit), rank, &mut take);
                standing = if frame.proven || standing == Standing::Superseded {
                    Standing::Superseded
                } else {
                    Standing::Fallback
                };
                after = 0;
            }
            if let Some(page) = self.in_file(number) {
                self.read_page(number, page, after, Rank { standing, place: 0 }, &mut take);
            }
        }
    }

    /// Reads every row of the frames alone, as of pages that others are newer than.
    pub fn read_frames(&self, mut take: impl FnMut(Found)) {
        for (number, frames) in &self.frames {
            for frame in frames {
                let rank = Rank { standing: Standing::Superseded, place: 0 };
                self.read_page(*number, frame.content, frame.commit, rank, &mut take);
            }
        }
    }
}
