//! What becomes of each event of a batch: the rules, whichever store they are followed in. What they ask of a store, and what
//! they write there, stands in [`Ledger`].

use super::alarm::Alarm;
use crate::domain::record::Action;
use crate::hub::HubError;
use crate::hub::batch::{Element, ReadEntry};
use crate::protocol::entry::NO_HASH;
use crate::protocol::verdict::{EntryVerdict, QuarantineCode, Verdict};
use jiff::{Timestamp, ToSpan as _};
use std::collections::{BTreeMap, BTreeSet};

/// How far behind a terminal's clock may have been when it was enrolled.
const SLACK_HOURS: i32 = 48;

/// How many other histories of one terminal are followed: as many copies of a disk nobody makes.
pub(super) const MOST_FORKS: i64 = 16;

/// What the specialist's screen shows: the end of the terminal's name, the epoch and the sequence.
#[must_use]
pub fn receipt(terminal: &str, epoch: u32, sequence: u64) -> String {
    let end = terminal.char_indices().rev().nth(3).map_or(terminal, |(start, _)| &terminal[start..]);
    format!("{end}-{epoch}-{sequence}")
}

/// What a store holds at a place and beside it. A neighbour whose hash is damaged is as good as none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// The hash of the entry before.
    pub(super) before: Option<[u8; 32]>,
    /// The hash of the entry there; of one that is damaged the hash of none.
    pub(super) here: Option<[u8; 32]>,
    /// What the entry after it says of the one before.
    pub(super) after: Option<[u8; 32]>,
}

/// What the rules ask of a store, of the terminal whose batch it is, and write there. Each question is answered with all that
/// was written before it.
pub(super) trait Ledger {
    /// The newest place of an epoch, wherever the hub holds it, and the hash there when it can be read; 0 when none is held.
    fn newest(&mut self, epoch: u32) -> Result<(i64, Option<[u8; 32]>), HubError>;

    /// What is held at a place and beside it.
    fn around(&mut self, epoch: u32, sequence: i64) -> Result<Around, HubError>;

    /// Whether a history that was set aside ended with this hash.
    fn is_end_of_fork(&mut self, hash: &[u8; 32]) -> Result<bool, HubError>;

    /// Whether the id is taken, and then whether by the same content: by this terminal or, with `neighbours`, by another one of
    /// its centre.
    fn has_content(&mut self, read: &ReadEntry, neighbours: bool) -> Result<Option<bool>, HubError>;

    /// Takes an entry in, which counts for this centre; false when its terminal has used its id.
    fn insert(&mut self, read: &ReadEntry, centre: &str) -> Result<bool, HubError>;

    /// Notes the place of an entry whose content is held already.
    fn note_elsewhere(&mut self, read: &ReadEntry) -> Result<(), HubError>;

    /// Remembers how far the other history came.
    fn note_fork(&mut self, read: &ReadEntry) -> Result<(), HubError>;

    /// Raises an alarm, or says that it was raised once more.
    fn raise(&mut self, alarm: Alarm, place: (u32, i64)) -> Result<(), HubError>;

    /// Sets an event aside; of those that are named each once, however often it is sent.
    fn set_aside(&mut self, element: &Element, code: QuarantineCode) -> Result<(), HubError>;
}

/// The terminal whose batch it is.
pub(super) struct Sender {
    /// Its name.
    terminal: String,
    /// The centre for which it is enrolled.
    home: String,
    /// The centres for which it ever was.
    homes: BTreeSet<String>,
    /// Until when it may have recorded things under another name.
    named: Option<Timestamp>,
    /// Whether other terminals stand in its centre.
    has_neighbours: bool,
}

impl Sender {
    /// A terminal of a centre that got its name at a moment (RFC 3339).
    pub(super) fn new(
        terminal: &str,
        home: String,
        mut homes: BTreeSet<String>,
        begun: Option<&str>,
        has_neighbours: bool,
    ) -> Self {
        homes.insert(home.clone());
        let begun = begun.and_then(|begun| begun.parse::<Timestamp>().ok());
        let named = begun.and_then(|begun| begun.checked_add(SLACK_HOURS.hours()).ok());
        Self { terminal: terminal.to_owned(), home, homes, named, has_neighbours }
    }

    /// Whether something was recorded before the terminal was enrolled under its name.
    pub(super) fn is_older(&self, read: &ReadEntry) -> bool {
        self.named.is_some_and(|named| read.entry.time <= named)
    }

    /// Whether its neighbours may hold an entry of it under their own names.
    pub(super) fn asks_neighbours(&self, read: &ReadEntry) -> bool {
        self.has_neighbours && self.is_older(read)
    }

    /// What was recorded before anybody said where the terminal stands counts where it stands.
    fn centre_of<'a>(&'a self, read: &'a ReadEntry) -> &'a str {
        let said = &read.entry.facts.centre;
        if self.homes.contains(said) { said } else { &self.home }
    }
}

/// How far an epoch has come.
#[derive(Clone, Copy, Default)]
struct Epoch {
    /// The newest place that is held; 0 when none is.
    newest: i64,
    /// The hash there, when it can be read.
    hash: Option<[u8; 32]>,
    /// How many entries of the batch came to be held.
    stored: i64,
}

/// The judging of one batch.
pub(super) struct Judge<L> {
    sender: Sender,
    /// What it is judged by.
    pub(super) ledger: L,
    /// How far each epoch has come, in what was looked at and taken in so far.
    epochs: BTreeMap<u32, Epoch>,
}

impl<L: Ledger> Judge<L> {
    pub(super) fn new(sender: Sender, ledger: L) -> Self {
        Self { sender, ledger, epochs: BTreeMap::new() }
    }

    /// In which epochs entries of the batch came to be held, and how many.
    pub(super) fn stored_by_epoch(&self) -> Vec<(u32, i64)> {
        let epochs = self.epochs.iter().filter(|(_, epoch)| epoch.stored > 0);
        epochs.map(|(number, epoch)| (*number, epoch.stored)).collect()
    }

    /// Judges one event, and does with it what the verdict says.
    pub(super) fn take(&mut self, element: &Element) -> Result<EntryVerdict, HubError> {
        let read = match &element.reading {
            Ok(read) => read,
            Err(code) => return self.set_aside(element, *code),
        };
        if !self.sender.homes.contains(&read.entry.facts.centre) && !self.sender.is_older(read) {
            return self.set_aside(element, QuarantineCode::Centre);
        }
        let around = self.around(read)?;
        if let Some(hash) = around.here {
            if hash == read.hash {
                return Ok(self.stored(element, read, Verdict::Duplicate));
            }
            return self.fork(element, read);
        }
        let first = (read.sequence == 1).then_some(NO_HASH);
        if around.before.is_none() && self.ledger.is_end_of_fork(&read.entry.previous)? {
            return self.fork(element, read);
        }
        let follows = around.before.or(first).is_none_or(|before| before == read.entry.previous)
            && around.after.is_none_or(|after| after == read.hash);
        if !follows {
            return self.fork(element, read);
        }
        // Mostly nobody holds it: whether its own terminal's records do, the store says by itself.
        let neighbours = self.sender.is_older(read);
        let known = if self.sender.asks_neighbours(read) { self.ledger.has_content(read, neighbours)? } else { None };
        let known = match known {
            None if self.insert(read)? => return Ok(self.stored(element, read, Verdict::Accepted)),
            None => self.ledger.has_content(read, neighbours)?,
            known => known,
        };
        if known != Some(true) {
            return self.fork(element, read);
        }
        self.ledger.note_elsewhere(read)?;
        self.count(read);
        Ok(self.stored(element, read, Verdict::Duplicate))
    }

    /// How far an epoch has come.
    fn epoch(&mut self, number: u32) -> Result<Epoch, HubError> {
        if let Some(epoch) = self.epochs.get(&number) {
            return Ok(*epoch);
        }
        let (newest, hash) = self.ledger.newest(number)?;
        let epoch = Epoch { newest, hash, stored: 0 };
        self.epochs.insert(number, epoch);
        Ok(epoch)
    }

    /// What is held at an entry's place and beside it.
    fn around(&mut self, read: &ReadEntry) -> Result<Around, HubError> {
        let number = read.entry.position.epoch;
        let epoch = self.epoch(number)?;
        if read.sequence > epoch.newest {
            // Entries come in their order: there is nothing beyond, and what is before is known.
            let before = epoch.hash.filter(|_| read.sequence == epoch.newest + 1);
            return Ok(Around { before, ..Around::default() });
        }
        self.ledger.around(number, read.sequence)
    }

    fn insert(&mut self, read: &ReadEntry) -> Result<bool, HubError> {
        if !self.ledger.insert(read, self.sender.centre_of(read))? {
            return Ok(false);
        }
        self.count(read);
        if read.entry.facts.action == Action::HubLacked {
            self.ledger.raise(Alarm::Lacked, (read.entry.position.epoch, read.sequence))?;
        }
        Ok(true)
    }

    fn count(&mut self, read: &ReadEntry) {
        let epoch = self.epochs.entry(read.entry.position.epoch).or_default();
        epoch.stored += 1;
        if read.sequence > epoch.newest {
            (epoch.newest, epoch.hash) = (read.sequence, Some(read.hash));
        }
    }

    fn stored(&self, element: &Element, read: &ReadEntry, verdict: Verdict) -> EntryVerdict {
        let position = &read.entry.position;
        let receipt = receipt(&self.sender.terminal, position.epoch, position.sequence);
        EntryVerdict { id: element.id.clone(), verdict, code: None, receipt: Some(receipt) }
    }

    /// Two histories under one name. The one that is held stays; this one's terminal begins another epoch with it.
    fn fork(&mut self, element: &Element, read: &ReadEntry) -> Result<EntryVerdict, HubError> {
        self.ledger.raise(Alarm::Fork, (read.entry.position.epoch, read.sequence))?;
        self.ledger.note_fork(read)?;
        self.set_aside(element, QuarantineCode::Fork)
    }

    fn set_aside(&mut self, element: &Element, code: QuarantineCode) -> Result<EntryVerdict, HubError> {
        self.ledger.set_aside(element, code)?;
        let id = element.id.clone();
        Ok(EntryVerdict { id, verdict: Verdict::Quarantined, code: Some(code), receipt: None })
    }
}

/// How far an epoch has come without a gap, from a place up to which it had, by the places that are held beyond it in their
/// order. None is read beyond the first gap.
pub(super) fn without_gap(before: i64, beyond: impl IntoIterator<Item = i64>) -> i64 {
    let mut reached = before;
    for sequence in beyond {
        if sequence != reached + 1 {
            break;
        }
        reached = sequence;
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_short_and_names_the_place() {
        assert_eq!(receipt("t-00000000-0000-4000-8000-00000000a1b2", 2, 317), "a1b2-2-317");
        assert_eq!(receipt("t", 1, 1), "t-1-1");
    }

    #[test]
    fn the_way_without_a_gap_ends_at_the_first() {
        assert_eq!(without_gap(0, [1, 2, 4, 5]), 2);
        assert_eq!(without_gap(2, [4]), 2);
        assert_eq!(without_gap(2, [3, 4]), 4);
        assert_eq!(without_gap(7, []), 7);
    }
}
