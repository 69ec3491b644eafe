//! Entries with their sealed parts, as they go from the hub to whoever holds the operator's key; and which of them are to be
//! erased, as that goes back. Number 1 of the first is lines of JSON: a head, and one entry a line. Nothing in either can be
//! read without the key that could not be read at the hub.

use super::entry::Entry;
use super::facts::RecordedFacts;
use crate::domain::hidden::hidden;
use crate::domain::record::Position;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What the first line of exported entries says that it is.
pub const SEALED_FORM: &str = "cups-sealed-1";
/// What a list of entries to be erased says that it is.
pub const ERASE_FORM: &str = "cups-erase-1";

/// The first line: what was exported, and how much follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealedHead {
    /// [`SEALED_FORM`].
    pub form: String,
    /// When it was exported.
    pub exported: Timestamp,
    /// The operator's public key, to which it is sealed.
    pub operator_key: String,
    /// How many entries follow: a file that was cut off is known by it.
    pub entries: u64,
}

/// An entry as the hub holds it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealedEntry {
    /// The terminal that recorded it.
    pub terminal: String,
    /// The epoch of its records.
    pub epoch: u32,
    /// The place in the epoch.
    pub sequence: u64,
    /// Its id.
    pub id: Uuid,
    /// The terminal's clock when it was recorded.
    pub time: Timestamp,
    /// The hub's clock when it came.
    pub received: Timestamp,
    /// The open part, as it was recorded.
    pub facts: RecordedFacts,
    /// The sealed part in base64; absent where it has none or it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
    /// Whether its sealed part was erased.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// The hash of the entry before, in hexadecimal.
    pub previous: String,
    /// Its hash, in hexadecimal.
    pub hash: String,
}

hidden!(SealedEntry, "SealedEntry");

impl SealedEntry {
    /// The sealed part; nothing where it has none, was erased or cannot be read.
    #[must_use]
    pub fn sealed_bytes(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.sealed.as_ref()?).ok()
    }

    /// The entry as its terminal recorded it, when it is what its hash says. One whose sealed part was erased cannot be held
    /// against it any more.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        let hash = |text: &str| <[u8; 32]>::try_from(hex::decode(text).ok()?).ok();
        let position = Position { terminal: self.terminal.clone(), epoch: self.epoch, sequence: self.sequence };
        let entry = Entry {
            position,
            id: self.id,
            time: self.time,
            facts: self.facts.clone(),
            sealed: if self.sealed.is_some() { Some(self.sealed_bytes()?) } else { None },
            previous: hash(&self.previous)?,
        };
        (entry.hash() == hash(&self.hash)?).then_some(entry)
    }
}

/// A place in a terminal's journal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryPlace {
    /// The terminal.
    pub terminal: String,
    /// The epoch.
    pub epoch: u32,
    /// The place in it.
    pub sequence: u64,
}

/// Entries whose sealed parts are to be erased: ids that lead to nobody without the key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EraseList {
    /// [`ERASE_FORM`].
    pub form: String,
    /// Whole cases, also what came of them since they were opened.
    #[serde(default)]
    pub cases: Vec<Uuid>,
    /// Single entries that are of no case.
    #[serde(default)]
    pub entries: Vec<EntryPlace>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::protocol::entry::NO_HASH;

    fn exported() -> (Entry, SealedEntry) {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let entry = Entry {
            position: Position { terminal: "t-1".to_owned(), epoch: 1, sequence: 1 },
            id: Uuid::from_u128(7),
            time: Timestamp::UNIX_EPOCH,
            facts: RecordedFacts::of(&EntryFacts::new(Action::Informed, &circumstances)).unwrap(),
            sealed: Some(b"sealed".to_vec()),
            previous: NO_HASH,
        };
        let line = SealedEntry {
            terminal: "t-1".to_owned(),
            epoch: 1,
            sequence: 1,
            id: entry.id,
            time: entry.time,
            received: entry.time,
            facts: entry.facts.clone(),
            sealed: Some(STANDARD.encode(b"sealed")),
            erased: false,
            previous: hex::encode(entry.previous),
            hash: hex::encode(entry.hash()),
        };
        (entry, line)
    }

    #[test]
    fn an_entry_comes_out_as_it_was_recorded_or_not_at_all() {
        let (entry, line) = exported();
        let text = serde_json::to_string(&line).unwrap();
        let again: SealedEntry = serde_json::from_str(&text).unwrap();
        assert!(again.entry() == Some(entry) && again == line);
        assert!(SealedEntry { sealed: None, ..line.clone() }.entry().is_none());
        assert!(SealedEntry { time: Timestamp::MAX, ..line.clone() }.entry().is_none());
        assert!(SealedEntry { hash: "ab".to_owned(), ..line }.entry().is_none());
        assert_eq!(format!("{again:?}"), "SealedEntry(…)");
    }
}
