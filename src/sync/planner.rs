//! What to send, what an answer means, when to try again, and what goes without being asked for: pure.

pub mod leave;
pub mod turn;

use crate::domain::agreement::Said;
use crate::domain::hidden::hidden;
use crate::domain::record::Position;
use crate::protocol::condition::TerminalCondition;
use crate::protocol::entry::Entry;
use crate::protocol::event::JournalEvent;
use crate::protocol::parcel::{Content, Head};
use crate::protocol::verdict::{BatchAnswer, EntryVerdict, QuarantineCode, Verdict};
use crate::protocol::{LARGEST_BATCH, LARGEST_BATCH_BYTES, MOST_EPOCHS};
use crate::store::identity::Identity;
use serde_json::value::{RawValue, to_raw_value};
use std::time::Duration;

/// How many entries to send at once: doubles while the line carries them, halves when it does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchSize(usize);

impl Default for BatchSize {
    fn default() -> Self {
        Self(32)
    }
}

impl BatchSize {
    /// The number of entries.
    #[must_use]
    pub fn get(self) -> usize {
        self.0
    }

    /// After a batch arrived.
    #[must_use]
    pub fn grown(self) -> Self {
        Self((self.0 * 2).min(LARGEST_BATCH))
    }

    /// After one did not.
    #[must_use]
    pub fn shrunk(self) -> Self {
        Self((self.0 / 2).max(1))
    }

    /// After so many at once, of which there were no more, did not arrive.
    #[must_use]
    pub fn shrunk_from(self, sent: usize) -> Self {
        Self(self.0.min(sent)).shrunk()
    }
}

/// A batch ready to be sent.
#[derive(Clone, PartialEq)]
pub struct Batch {
    /// How many of the entries offered are in it, from the front.
    pub taken: usize,
    /// The parcel that carries them.
    pub parcel: Vec<u8>,
}

hidden!(Batch, "Batch");

/// Fills a batch from the front of the outbox, up to the size in bytes that the protocol allows; with at least one entry,
/// unless none is offered.
///
/// # Errors
/// When an entry cannot be written as JSON, which its types rule out.
pub fn fill_batch(identity: &Identity, entries: &[Entry]) -> Result<Batch, serde_json::Error> {
    fill_batch_saying(identity, entries, None)
}

/// The same, with how the terminal stands; what goes with the batch does not wait any more.
///
/// # Errors
/// As [`fill_batch`].
pub fn fill_batch_saying(
    identity: &Identity,
    entries: &[Entry],
    condition: Option<&TerminalCondition>,
) -> Result<Batch, serde_json::Error> {
    let mut events: Vec<Box<RawValue>> = Vec::new();
    let mut bytes = 0;
    for entry in entries.iter().take(LARGEST_BATCH) {
        let event = to_raw_value(&JournalEvent::of(entry))?;
        bytes += event.get().len() + 1;
        if !events.is_empty() && bytes > LARGEST_BATCH_BYTES {
            break;
        }
        events.push(event);
    }
    let taken = events.len();
    let newest = entries[..taken].iter().max_by_key(|entry| (entry.position.epoch, entry.position.sequence));
    let head = newest.map(|entry| {
        let Position { epoch, sequence, .. } = entry.position;
        Head::signed(&identity.device_key, &identity.terminal, epoch, sequence, &entry.hash())
    });
    let entries = events.iter().map(AsRef::as_ref).collect();
    let (operations, catalogue) = (Vec::new(), Vec::new());
    let condition = condition.map(|condition| {
        let waiting = condition.waiting.map(|waiting| waiting.saturating_sub(taken as u64));
        let waiting_since = condition.waiting_since.filter(|_| waiting != Some(0));
        to_raw_value(&TerminalCondition { waiting, waiting_since, ..condition.clone() })
    });
    let condition = condition.transpose()?;
    let terminal = identity.terminal.clone();
    let content =
        Content { terminal, head, entries, operations, catalogue, room: None, condition: condition.as_deref() };
    Ok(Batch { taken, parcel: content.packed(&identity.device_key)? })
}

/// What the hub said of one entry that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The place of the entry in what was sent.
    pub index: usize,
    /// The hub's receipt, when it has the entry.
    pub receipt: Option<String>,
    /// Why it was set aside.
    pub quarantined: Option<String>,
}

/// What an answer settles. Only a verdict that names the entry counts: a short, reordered or foreign
/// answer settles nothing that it does not name.
#[must_use]
pub fn settled(sent: &[Entry], answer: &BatchAnswer) -> Vec<Answered> {
    let of = |index: usize, entry: &Entry| {
        let id = entry.id.to_string();
        // In its place, or wherever it is named: one id can stand at two places.
        let named = |verdict: &&EntryVerdict| verdict.id == id;
        let verdict = answer.verdicts.get(index).filter(named).or_else(|| answer.verdicts.iter().find(named))?;
        match verdict.verdict {
            Verdict::Accepted | Verdict::Duplicate => {
                let receipt = Some(verdict.receipt.clone().unwrap_or_default());
                Some(Answered { index, receipt, quarantined: None })
            }
            Verdict::Quarantined => {
                let code = verdict.code.map_or("unknown", QuarantineCode::name).to_owned();
                Some(Answered { index, receipt: None, quarantined: Some(code) })
            }
            Verdict::Kept | Verdict::Later => None,
        }
    };
    sent.iter().enumerate().filter_map(|(index, entry)| of(index, entry)).collect()
}

/// What an answer says of what the hub has, and whether it speaks of every epoch.
#[must_use]
pub fn said(answer: &BatchAnswer) -> (Vec<Said>, bool) {
    let said = answer.watermarks.iter().map(|watermarks| Said {
        epoch: watermarks.epoch,
        without_gap: watermarks.received,
        all: watermarks.stored,
    });
    // A hub that tells its time is new enough to speak of all, unless there are more than anybody has.
    (said.collect(), answer.time.is_some() && answer.watermarks.len() < MOST_EPOCHS as usize)
}

/// The shortest and the longest wait between two tries.
const SHORTEST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_mins(10);

/// How long to wait after so many failures in a row: a random share of a doubling time ("full jitter"),
/// so that terminals whose line comes back together do not all call together. `share` is random, 0 to 1.
/// What the hub asked for by `Retry-After` is the least.
#[must_use]
pub fn wait(failures: u32, share: f64, retry_after: Option<Duration>) -> Duration {
    let longest = SHORTEST_WAIT.saturating_mul(1 << failures.min(16)).min(LONGEST_WAIT);
    let jittered = longest.mul_f64(share.clamp(0.0, 1.0)).max(Duration::from_millis(500));
    // Whoever is on the line could ask for a day of silence.
    jittered.max(retry_after.unwrap_or_default().min(LONGEST_WAIT))
}

#[cfg(test)]
mod steps;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::protocol::entry::NO_HASH;
    use crate::protocol::facts::RecordedFacts;
    use crate::protocol::parcel::Parcel;
    use jiff::Timestamp;
    use uuid::Uuid;

    pub(in crate::sync) fn entry(sequence: u64, sealed_bytes: usize) -> Entry {
        let circumstances =
            Circumstances { language: Language::Ru, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        Entry {
            position: Position { terminal: "t-1".to_owned(), epoch: 1, sequence },
            id: Uuid::from_u128(u128::from(sequence)),
            time: Timestamp::UNIX_EPOCH,
            facts: RecordedFacts::of(&EntryFacts::new(Action::Informed, &circumstances)).unwrap(),
            sealed: Some(vec![7; sealed_bytes]),
            previous: NO_HASH,
        }
    }

    #[test]
    fn a_batch_ends_before_the_byte_limit_but_never_empty() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let large: Vec<Entry> = (1..=4).map(|sequence| entry(sequence, 90_000)).collect();
        let batch = fill_batch(&identity, &large).unwrap();
        assert_eq!(batch.taken, 2);
        assert!(batch.parcel.len() <= LARGEST_BATCH_BYTES);
        assert_eq!(fill_batch(&identity, &[entry(1, 400_000)]).unwrap().taken, 1);
        assert_eq!(fill_batch(&identity, &[]).unwrap().taken, 0);
        let small: Vec<Entry> = (1..=600).map(|sequence| entry(sequence, 0)).collect();
        let batch = fill_batch(&identity, &small).unwrap();
        let key = identity.device_key.verifying_key();
        let content = Parcel::read(&batch.parcel).unwrap().opened(&identity.terminal, &key).unwrap();
        assert_eq!(content.entries.len(), batch.taken);
        assert_eq!(content.head.unwrap().sequence, batch.taken as u64);
        for (event, entry) in content.entries.iter().zip(&small) {
            let event: JournalEvent = serde_json::from_str(event.get()).unwrap();
            assert_eq!(event.entry().unwrap(), (entry.clone(), entry.hash()));
        }
    }

    #[test]
    fn what_goes_with_a_batch_does_not_wait_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let key = identity.device_key.verifying_key();
        let condition = TerminalCondition {
            waiting: Some(3),
            waiting_since: Some(Timestamp::UNIX_EPOCH),
            disk_full: Some(7),
            ..TerminalCondition::default()
        };
        let said = |entries: &[Entry]| {
            let batch = fill_batch_saying(&identity, entries, Some(&condition)).unwrap();
            let content = Parcel::read(&batch.parcel).unwrap().opened(&identity.terminal, &key).unwrap();
            let said = TerminalCondition::read(content.condition.unwrap()).unwrap();
            assert_eq!(said.disk_full, Some(7));
            (said.waiting, said.waiting_since.is_some())
        };
        assert_eq!(said(&[]), (Some(3), true));
        assert_eq!(said(&[entry(1, 0)]), (Some(2), true));
        assert_eq!(said(&(1..=3).map(|number| entry(number, 0)).collect::<Vec<_>>()), (Some(0), false));
        let silent = fill_batch(&identity, &[entry(1, 0)]).unwrap();
        assert!(Parcel::read(&silent.parcel).unwrap().unproven().unwrap().condition.is_none());
    }

    #[test]
    fn a_changed_event_fails_its_hash() {
        let mut event = JournalEvent::of(&entry(1, 10));
        let changed = event.data.facts.text().replace("\"catalogue\":1", "\"catalogue\":2");
        event.data.facts = RecordedFacts::read(changed).unwrap();
        assert!(event.entry().is_err());
    }

    #[test]
    fn only_what_the_answer_names_is_settled() {
        let sent: Vec<Entry> = (1..=4).map(|sequence| entry(sequence, 0)).collect();
        let verdict = |sequence: usize, verdict: Verdict| EntryVerdict {
            id: sent[sequence - 1].id.to_string(),
            verdict,
            code: None,
            receipt: Some(format!("r{sequence}")),
        };
        let answer = BatchAnswer {
            incarnation: "one".to_owned(),
            verdicts: vec![
                verdict(3, Verdict::Quarantined),
                verdict(1, Verdict::Accepted),
                verdict(2, Verdict::Later),
                EntryVerdict { id: "somebody else's".to_owned(), ..verdict(1, Verdict::Accepted) },
            ],
            watermarks: Vec::new(),
            time: None,
            again: 0,
        };
        let settled = settled(&sent, &answer);
        assert_eq!(settled.iter().map(|answered| answered.index).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(settled[0].receipt.as_deref(), Some("r1"));
        assert!(settled[1].quarantined.is_some() && settled[1].receipt.is_none());
    }

    #[test]
    fn waits_grow_stay_bounded_and_obey_the_hub() {
        assert!(wait(0, 1.0, None) <= Duration::from_secs(2));
        assert!(wait(5, 1.0, None) > wait(2, 1.0, None));
        assert_eq!(wait(60, 1.0, None), LONGEST_WAIT);
        assert_eq!(wait(0, 0.0, Some(Duration::from_secs(90))), Duration::from_secs(90));
        assert!(wait(60, 0.5, None) < LONGEST_WAIT);
    }
}
