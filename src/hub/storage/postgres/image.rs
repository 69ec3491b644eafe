//! What the hub holds around one batch, read before it is judged, and what the judging adds to it, written afterwards: so that a
//! batch costs a few turns to the database and back, however many events are in it.

use crate::hub::HubError;
use crate::hub::batch::{Element, ReadEntry};
use crate::hub::storage::alarm::Alarm;
use crate::hub::storage::judge::{Around, Ledger, MOST_FORKS};
use crate::protocol::entry::NO_HASH;
use crate::protocol::verdict::QuarantineCode;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A place of the terminal: an epoch and a sequence.
pub(super) type Place = (u32, i64);

/// What is held at a place. A hash that is damaged is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) previous: Option<[u8; 32]>,
    pub(super) hash: Option<[u8; 32]>,
}

/// An entry whose id one of the batch has.
pub(super) struct Content {
    pub(super) time: String,
    pub(super) facts: String,
    pub(super) sealed: Option<Vec<u8>>,
}

impl Content {
    fn is_of(&self, read: &ReadEntry) -> bool {
        let entry = &read.entry;
        self.time == entry.time.to_string() && self.facts == entry.facts.text() && self.sealed == entry.sealed
    }
}

/// An event that is set aside.
pub(super) struct Aside {
    pub(super) text: String,
    pub(super) digest: [u8; 32],
    pub(super) epoch: Option<u32>,
    pub(super) sequence: Option<i64>,
    pub(super) code: QuarantineCode,
}

/// An alarm that is raised: where the last time, and how often.
pub(super) type Raised = BTreeMap<Alarm, (Place, i64)>;

/// What is held, with what is added.
#[derive(Default)]
pub(super) struct Image {
    /// The newest place of each epoch of the batch, with the hash there.
    pub(super) newest: BTreeMap<u32, (i64, Option<[u8; 32]>)>,
    /// What is held at the places of the batch and beside them.
    pub(super) places: BTreeMap<Place, Held>,
    /// The ends of other histories, the newest first, with the number of the batch that brought them.
    pub(super) forks: Vec<([u8; 32], i64)>,
    /// What the terminal itself holds under ids of the batch.
    pub(super) own: BTreeMap<String, Content>,
    /// What its neighbours hold under them.
    pub(super) neighbours: BTreeMap<String, Content>,
    /// The number of the batch.
    pub(super) number: i64,
    /// The entries of the batch that are kept, each with the centre for which it counts, by their place in it.
    pub(super) entries: Vec<(ReadEntry, String)>,
    /// Those whose content is held already.
    pub(super) elsewhere: Vec<ReadEntry>,
    /// Whether the ends of other histories are others now.
    pub(super) forks_changed: bool,
    /// What is set aside.
    pub(super) asides: Vec<Aside>,
    /// What a person should look at.
    pub(super) raised: Raised,
}

/// Notes an alarm once more.
pub(super) fn note(raised: &mut Raised, alarm: Alarm, place: Place) {
    let noted = raised.entry(alarm).or_insert((place, 0));
    *noted = (place, noted.1 + 1);
}

impl Image {
    fn hold(&mut self, read: &ReadEntry) {
        let place = (read.entry.position.epoch, read.sequence);
        self.places.insert(place, Held { previous: Some(read.entry.previous), hash: Some(read.hash) });
    }
}

impl Ledger for Image {
    fn newest(&mut self, epoch: u32) -> Result<(i64, Option<[u8; 32]>), HubError> {
        Ok(self.newest.get(&epoch).copied().unwrap_or_default())
    }

    fn around(&mut self, epoch: u32, sequence: i64) -> Result<Around, HubError> {
        let at = |place: i64| self.places.get(&(epoch, place));
        Ok(Around {
            before: at(sequence - 1).and_then(|held| held.hash),
            here: at(sequence).map(|held| held.hash.unwrap_or(NO_HASH)),
            after: sequence.checked_add(1).and_then(at).and_then(|held| held.previous),
        })
    }

    fn is_end_of_fork(&mut self, hash: &[u8; 32]) -> Result<bool, HubError> {
        Ok(self.forks.iter().any(|(end, _)| end == hash))
    }

    fn has_content(&mut self, read: &ReadEntry, neighbours: bool) -> Result<Option<bool>, HubError> {
        let id = read.entry.id.to_string();
        let found = self.own.get(&id).or_else(|| self.neighbours.get(&id).filter(|_| neighbours));
        Ok(found.map(|content| content.is_of(read)))
    }

    fn insert(&mut self, read: &ReadEntry, centre: &str) -> Result<bool, HubError> {
        let id = read.entry.id.to_string();
        if self.own.contains_key(&id) {
            return Ok(false);
        }
        let entry = &read.entry;
        let content = Content {
            time: entry.time.to_string(),
            facts: entry.facts.text().to_owned(),
            sealed: entry.sealed.clone(),
        };
        self.own.insert(id, content);
        self.hold(read);
        self.entries.push((read.clone(), centre.to_owned()));
        Ok(true)
    }

    fn note_elsewhere(&mut self, read: &ReadEntry) -> Result<(), HubError> {
        self.hold(read);
        self.elsewhere.push(read.clone());
        Ok(())
    }

    fn note_fork(&mut self, read: &ReadEntry) -> Result<(), HubError> {
        self.forks_changed = true;
        self.forks.retain(|(end, _)| *end != read.entry.previous);
        self.forks.truncate(usize::try_from(MOST_FORKS - 1).unwrap_or_default());
        if !self.forks.iter().any(|(end, _)| *end == read.hash) {
            self.forks.insert(0, (read.hash, self.number));
        }
        Ok(())
    }

    fn raise(&mut self, alarm: Alarm, place: Place) -> Result<(), HubError> {
        note(&mut self.raised, alarm, place);
        Ok(())
    }

    fn set_aside(&mut self, element: &Element, code: QuarantineCode) -> Result<(), HubError> {
        self.asides.push(Aside {
            digest: Sha256::digest(element.text.as_bytes()).into(),
            text: element.text.clone(),
            epoch: element.epoch,
            sequence: element.sequence,
            code,
        });
        Ok(())
    }
}

/// The places of a batch and those beside them.
pub(super) fn places_of(elements: &[Element]) -> BTreeSet<Place> {
    let read = elements.iter().filter_map(|element| element.reading.as_ref().ok());
    read.flat_map(|read| {
        let (epoch, sequence) = (read.entry.position.epoch, read.sequence);
        [sequence.saturating_sub(1), sequence, sequence.saturating_add(1)].map(|sequence| (epoch, sequence))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::storage::judge::{Judge, Sender};
    use crate::hub::storage::sample::{TERMINAL, elements, entries};
    use crate::protocol::verdict::Verdict;
    use Verdict::{Accepted, Duplicate, Quarantined};

    fn judge(image: Image) -> Judge<Image> {
        Judge::new(Sender::new(TERMINAL, "lozova".to_owned(), BTreeSet::new(), None, false), image)
    }

    fn verdicts(judge: &mut Judge<Image>, sequences: &[u64], catalogue: u64) -> Vec<Verdict> {
        let elements = elements(&entries(sequences, catalogue));
        elements.iter().map(|element| judge.take(element).unwrap().verdict).collect()
    }

    #[test]
    fn what_was_added_is_held_for_the_next_event_of_the_same_batch() {
        let mut judge = judge(Image::default());
        assert_eq!(verdicts(&mut judge, &[1, 2, 4], 5), [Accepted; 3]);
        assert_eq!(verdicts(&mut judge, &[2, 3, 4], 5), [Duplicate, Accepted, Duplicate]);
        assert_eq!(verdicts(&mut judge, &[1], 6), [Quarantined], "a second history");
        assert_eq!(judge.stored_by_epoch(), [(1, 4)]);
        let image = judge.ledger;
        assert_eq!((image.entries.len(), image.asides.len(), image.forks.len()), (4, 1, 1));
        assert_eq!(image.raised[&Alarm::Fork].1, 1);
    }

    #[test]
    fn a_neighbour_that_does_not_fit_makes_a_fork_and_a_damaged_one_stops_nobody() {
        let all = entries(&[1, 2, 3], 5);
        let held = |hash| Image {
            newest: [(1, (3, Some([9; 32])))].into(),
            places: [((1, 1), Held { previous: None, hash })].into(),
            ..Image::default()
        };
        let one = elements(&all[1..2]);
        assert_eq!(judge(held(Some(all[0].hash()))).take(&one[0]).unwrap().verdict, Accepted);
        assert_eq!(judge(held(None)).take(&one[0]).unwrap().verdict, Accepted);
        assert_eq!(judge(held(Some([7; 32]))).take(&one[0]).unwrap().verdict, Quarantined);
    }
}
