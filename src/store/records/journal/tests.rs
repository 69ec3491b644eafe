use super::*;
use crate::store::records::tests::{Place, informed};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// What can become of a journal.
#[derive(Clone, Debug)]
enum Event {
    Recorded,
    /// These of what waits were answered, with a receipt or a code.
    Answered(Vec<(prop::sample::Index, bool)>),
    /// The hub was brought back from before it had anything.
    Restored,
    /// What was set aside is offered again.
    Offered,
    /// The program was begun anew.
    Begun,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => Just(Event::Recorded),
        4 => prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..4).prop_map(Event::Answered),
        1 => Just(Event::Restored),
        1 => Just(Event::Offered),
        1 => Just(Event::Begun),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// An entry waits from its recording to its answer, in whatever order answers come, and again when it is asked for.
    #[test]
    fn what_waits_is_what_was_not_answered(events in prop::collection::vec(event(), 1..40)) {
        let place = Place::new();
        let (mut records, _) = place.open().unwrap();
        records.note_incarnation("0").unwrap();
        let (mut waiting, mut refused) = (BTreeSet::new(), BTreeSet::new());
        for (number, event) in events.into_iter().enumerate() {
            match event {
                Event::Recorded => {
                    let position = records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
                    waiting.insert(position.sequence);
                }
                Event::Answered(which) if !waiting.is_empty() => {
                    let positions: Vec<Position> =
                        records.unsent(99).unwrap().into_iter().map(|entry| entry.position).collect();
                    let mut deliveries: Vec<Delivery> = Vec::new();
                    for (index, taken) in which {
                        let position = index.get(&positions).clone();
                        if deliveries.iter().any(|other| other.position == position) {
                            continue;
                        }
                        waiting.remove(&position.sequence);
                        if !taken {
                            refused.insert(position.sequence);
                        }
                        let receipt = taken.then(|| "r".to_owned());
                        let quarantined = (!taken).then(|| code::REFUSED.to_owned());
                        deliveries.push(Delivery { position, receipt, quarantined });
                    }
                    records.note_deliveries(&deliveries).unwrap();
                }
                Event::Answered(_) => {}
                Event::Restored => {
                    records.note_incarnation(&(number + 1).to_string()).unwrap();
                    waiting = records.all_entries().unwrap().iter().map(|entry| entry.position.sequence).collect();
                    refused.clear();
                }
                Event::Offered => {
                    records.offer_again(true).unwrap();
                    waiting.append(&mut refused);
                }
                Event::Begun => {
                    drop(records);
                    // What was refused is offered at each start.
                    records = place.open().unwrap().0;
                    waiting.append(&mut refused);
                }
            }
            let unsent: Vec<u64> = records.unsent(99).unwrap().iter().map(|entry| entry.position.sequence).collect();
            prop_assert!(unsent.iter().eq(&waiting), "{unsent:?} {waiting:?}");
            let status = records.outbox_status().unwrap();
            prop_assert_eq!((status.waiting, status.quarantined), (waiting.len() as u64, refused.len() as u64));
        }
    }
}

/// An answer to the last of three leaves the two before it waiting.
#[test]
fn an_entry_that_an_answer_passed_over_is_sent_next() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    for _ in 0..3 {
        records.record(&informed(), None, Timestamp::UNIX_EPOCH).unwrap();
    }
    let waiting = records.unsent(9).unwrap();
    let last = Delivery { position: waiting[2].position.clone(), receipt: Some("r".to_owned()), quarantined: None };
    records.note_deliveries(&[last]).unwrap();
    assert_eq!(records.unsent(9).unwrap(), waiting[..2]);
}
