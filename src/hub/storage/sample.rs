//! Entries to try stores with.

use crate::domain::record::{Action, Circumstances, EntryFacts, Mode, Position};
use crate::domain::text::Language;
use crate::hub::batch::{self, Element};
use crate::protocol::entry::{Entry, NO_HASH};
use crate::protocol::event::JournalEvent;
use crate::protocol::facts::RecordedFacts;
use jiff::Timestamp;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Builder;

pub(in crate::hub::storage) const TERMINAL: &str = "t-00000000-0000-4000-8000-00000000a1b2";

/// Entries of epoch 1 at these places.
pub(in crate::hub::storage) fn entries(sequences: &[u64], catalogue: u64) -> Vec<Entry> {
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue };
    let facts = RecordedFacts::of(&EntryFacts::new(Action::Informed, &circumstances)).unwrap();
    let mut previous = NO_HASH;
    (1..=sequences.iter().copied().max().unwrap_or(0))
        .map(|sequence| {
            let mut id = [7; 16];
            id[..8].copy_from_slice(&sequence.to_be_bytes());
            let entry = Entry {
                position: Position { terminal: TERMINAL.to_owned(), epoch: 1, sequence },
                id: Builder::from_random_bytes(id).into_uuid(),
                time: Timestamp::UNIX_EPOCH,
                facts: facts.clone(),
                sealed: None,
                previous,
            };
            previous = entry.hash();
            entry
        })
        .filter(|entry| sequences.contains(&entry.position.sequence))
        .collect()
}

/// Entries of one terminal as they come in a parcel.
pub(in crate::hub::storage) fn elements(entries: &[Entry]) -> Vec<Element> {
    let terminal = &entries[0].position.terminal;
    let events: Vec<Box<RawValue>> =
        entries.iter().map(|entry| to_raw_value(&JournalEvent::of(entry)).unwrap()).collect();
    let events: Vec<&RawValue> = events.iter().map(AsRef::as_ref).collect();
    batch::read(&events, terminal).unwrap()
}
