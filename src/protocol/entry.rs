//! An entry of the journal as it is recorded, and the hash by which it is held to that.

use super::facts::RecordedFacts;
use crate::domain::hidden::hidden;
use crate::domain::record::Position;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The hash before the first entry of an epoch.
pub const NO_HASH: [u8; 32] = [0; 32];

/// An entry of the journal.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub position: Position,
    /// A UUID of version 7, made once when it was recorded.
    pub id: Uuid,
    /// The terminal's clock when it was recorded. Not trusted for order: a dead clock says 1970.
    pub time: Timestamp,
    /// The open part.
    pub facts: RecordedFacts,
    /// The sealed part, encrypted to the hub's operator.
    pub sealed: Option<Vec<u8>>,
    /// The hash of the entry before.
    pub previous: [u8; 32],
}

hidden!(Entry, "Entry");

impl Entry {
    /// The SHA-256 hash of the entry, over every field in a fixed form and over the facts as they were recorded, each
    /// preceded by its length. It chains to the entry before, so that none can be changed or taken out unseen.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let mut take = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        take(b"cups-journal-1");
        take(self.position.terminal.as_bytes());
        take(&self.position.epoch.to_be_bytes());
        take(&self.position.sequence.to_be_bytes());
        take(self.id.as_bytes());
        take(self.time.to_string().as_bytes());
        take(self.facts.text().as_bytes());
        take(self.sealed.as_deref().unwrap_or_default());
        take(&self.previous);
        hasher.finalize().into()
    }
}
