//! What an answer of the hub means for the records.

use super::{SharedRecords, SyncError, with_records};
use crate::domain::agreement::{Held, held_with, lacks};
use crate::domain::record::Position;
use crate::protocol::entry::Entry;
use crate::protocol::verdict::BatchAnswer;
use crate::store::records::{Delivery, Records, RecordsError};
use crate::sync::planner::{said, settled};
use jiff::Timestamp;

/// What an answer of the hub says of what was sent.
pub(super) fn deliveries(sent: &[Entry], answer: &BatchAnswer) -> Vec<Delivery> {
    settled(sent, answer)
        .into_iter()
        .map(|answered| Delivery {
            position: sent[answered.index].position.clone(),
            receipt: answered.receipt,
            quarantined: answered.quarantined,
        })
        .collect()
}

/// Takes over what an answer says: what it settles, and what the hub has. `held` is what it had acknowledged when it was asked: an
/// answer may be overtaken by one to a later question, and says nothing of what was acknowledged in between. Gives whether more
/// waits because of it. With `None` the answer is known to be the newest, and is held against all that is acknowledged now.
pub(super) async fn note_answer(
    records: &SharedRecords,
    answer: BatchAnswer,
    deliveries: Vec<Delivery>,
    held: Option<Vec<Held>>,
) -> Result<bool, SyncError> {
    let now = crate::platform::clock::now();
    with_records(records, move |records| take_over(records, &answer, &deliveries, held.as_deref(), now)).await
}

fn take_over(
    records: &mut Records,
    answer: &BatchAnswer,
    deliveries: &[Delivery],
    held: Option<&[Held]>,
    now: Timestamp,
) -> Result<bool, RecordsError> {
    let (said, is_whole) = said(answer);
    // The incarnation first: after a restore the outbox is filled again, and then what this very answer settles is taken out of it.
    let restored = records.note_incarnation(&answer.incarnation)?;
    if restored {
        tracing::warn!("the hub was restored from a backup; everything held is sent again");
    }
    records.note_deliveries(deliveries)?;
    let time: Option<Timestamp> = answer.time.as_deref().and_then(|time| time.parse().ok());
    if let Some(time) = time {
        records.note_hub_time(time)?;
    }
    // Only what the hub signed says what need not stay here.
    let is_signed = records.identity().enrolment.as_ref().is_some_and(|known| known.hub_key.is_some());
    if let Some(time) = time.filter(|_| is_signed) {
        let backed_up = answer.watermarks.iter().map(|marks| (marks.epoch, marks.backed_up));
        records.note_backed_up(&backed_up.collect::<Vec<_>>(), time, now)?;
    }
    // What it had acknowledged before it was restored was put into the outbox a moment ago.
    let held = match held.filter(|_| !restored) {
        Some(held) => held_with(held, settled_here(records, deliveries)),
        None => records.held()?,
    };
    let lacked = records.note_lacks(&lacks(&held, &said, is_whole), now)?;
    let again = records.note_again(answer.again)? + records.offer_refused(now)?;
    let refiled = records.refile(said.iter().map(|said| said.epoch).max())?;
    Ok(restored || lacked + again + refiled > 0)
}

/// The places of what is received now, of this terminal's own epochs.
fn settled_here(records: &Records, deliveries: &[Delivery]) -> Vec<(u32, u64)> {
    let own = |position: &Position| position.terminal == records.identity().terminal;
    let received = deliveries.iter().filter(|delivery| delivery.quarantined.is_none() && own(&delivery.position));
    received.map(|delivery| (delivery.position.epoch, delivery.position.sequence)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Action, Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::protocol::verdict::{EntryVerdict, Verdict, Watermarks};
    use crate::store::identity::Identity;
    use crate::store::records::NewEntry;
    use uuid::Uuid;

    /// What a hub answers that holds so many entries, and took these.
    fn answer(stored: u64, sent: &[Entry]) -> BatchAnswer {
        let taken = |entry: &Entry| EntryVerdict {
            id: entry.id.to_string(),
            verdict: Verdict::Accepted,
            code: None,
            receipt: Some("1".to_owned()),
        };
        let marks = Watermarks { epoch: 1, received: stored, durable: stored, backed_up: 0, stored: Some(stored) };
        BatchAnswer {
            incarnation: "one".to_owned(),
            verdicts: sent.iter().map(taken).collect(),
            watermarks: vec![marks],
            time: Some("2026-11-28T10:00:00Z".to_owned()),
            again: 0,
        }
    }

    #[test]
    fn an_answer_that_was_overtaken_says_nothing_of_what_was_acknowledged_since() {
        let now: Timestamp = "2026-11-28T10:00:00Z".parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::open(&folder.path().join("identity.json")).unwrap();
        let mut records = Records::open(&folder.path().join("records.sqlite"), identity, now).unwrap().0;
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Alone, catalogue: 1 };
        for _ in 0..5 {
            let facts = EntryFacts::new(Action::Informed, &circumstances);
            records.record(&NewEntry { id: Uuid::now_v7(), facts, sealed: None }, None, now).unwrap();
        }
        let mut counts = Vec::new();
        let mut hears = |records: &mut Records, said: &BatchAnswer, sent: &[Entry], held: &[Held]| {
            let waits = take_over(records, said, &deliveries(sent, said), Some(held), now).unwrap();
            let status = records.outbox_status().unwrap();
            counts.push((status.waiting, status.received, waits));
        };
        // A question what the hub has, and before its answer comes two batches.
        let at_the_question = records.held().unwrap();
        let nothing = answer(0, &[]);
        for (taken, stored) in [(2, 2), (3, 5)] {
            let (sent, held) = (records.unsent(taken).unwrap(), records.held().unwrap());
            hears(&mut records, &answer(stored, &sent), &sent, &held);
        }
        hears(&mut records, &nothing, &[], &at_the_question);
        // Asked now, the same would be a loss: all goes again, with a word of it.
        let held = records.held().unwrap();
        hears(&mut records, &nothing, &[], &held);
        assert_eq!(counts, [(3, 2, false), (0, 5, false), (0, 5, false), (6, 0, true)]);
    }
}
