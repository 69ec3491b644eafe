//! How much memory the records of one import may take, so that a file made to do harm ends in a refusal.

use super::ImportError;

/// How many bytes the records, their originals and their doubts may be made of together. The whole portal makes some
/// 20 MB; merging and writing takes about four times of it.
pub const MOST_MADE: usize = 48 * 1024 * 1024;

/// What a service or an event counts besides its texts: the record, its file, and its place in every list.
pub const RECORD: usize = 4 * 1024;

/// What a part of a record counts besides its texts, and a paper, a law, a provider: a table in a source file.
pub const PART: usize = 1024;

/// What was spent of [`MOST_MADE`] so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget {
    made: usize,
}

impl Budget {
    /// Counts what the records are made of; whether there is still room.
    pub fn spend(&mut self, bytes: usize) -> bool {
        self.made = self.made.saturating_add(bytes);
        !self.is_exhausted()
    }

    /// The refusal of the file that was read when it was spent.
    #[must_use]
    pub fn refusal(&self, file: &str) -> ImportError {
        ImportError::refused(file, "its records or their doubts are larger than any catalogue: divide it")
    }

    /// Whether the records would grow beyond all bounds, so that the import has to be refused.
    #[must_use]
    pub const fn is_exhausted(&self) -> bool {
        self.made > MOST_MADE
    }
}
