//! What is on its way, by case.

use super::super::Delivery;
use super::super::tests::{Place, circumstances};
use super::*;
use crate::domain::record::{Action, EntryFacts, Position};
use crate::store::records::NewEntry;
use jiff::Timestamp;

fn recorded(records: &mut Records, case: Option<u128>) -> Position {
    let facts = EntryFacts { case: case.map(Uuid::from_u128), ..EntryFacts::new(Action::Informed, &circumstances()) };
    records.record(&NewEntry { id: Uuid::now_v7(), facts, sealed: None }, None, Timestamp::UNIX_EPOCH).unwrap()
}

fn answered(position: &Position, code: Option<&str>) -> Delivery {
    let receipt = code.is_none().then(|| "r-1".to_owned());
    Delivery { position: position.clone(), receipt, quarantined: code.map(str::to_owned) }
}

#[test]
fn what_waits_and_what_was_set_aside_is_told_by_case_and_reason() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    assert!(records.post().unwrap() == Post::default());
    let of = [Some(1), Some(1), Some(1), None, Some(2), Some(2), Some(3)].map(|case| recorded(&mut records, case));
    assert_eq!(records.post().unwrap().waiting, [1, 2, 3].map(Uuid::from_u128).into());
    let answers = [
        answered(&of[0], None),
        answered(&of[1], Some("malformed")),
        answered(&of[2], Some("hash")),
        answered(&of[3], Some("whatever a newer hub says")),
        answered(&of[4], Some("refused")),
        answered(&of[5], Some(code::REFILED)),
    ];
    records.note_deliveries(&answers).unwrap();
    let post = records.post().unwrap();
    assert_eq!(post.waiting, [3].map(Uuid::from_u128).into());
    let refused = |case: Option<u128>, refusal, entries| Refused { case: case.map(Uuid::from_u128), refusal, entries };
    assert_eq!(
        post.refused,
        [
            refused(None, Refusal::Other, 1),
            refused(Some(1), Refusal::Malformed, 2),
            refused(Some(2), Refusal::Refused, 1),
        ],
        "what stands elsewhere now is told from there"
    );
}

#[test]
fn a_row_that_is_gone_is_told_of_without_its_case() {
    let place = Place::new();
    let mut records = place.open().unwrap().0;
    let position = recorded(&mut records, Some(1));
    records.note_deliveries(&[answered(&position, Some(code::DAMAGED))]).unwrap();
    let lost = Position { sequence: 99, ..position };
    records.note_deliveries(&[answered(&lost, Some(code::DAMAGED))]).unwrap();
    let refused = records.post().unwrap().refused;
    let cases: Vec<_> = refused.iter().map(|refused| (refused.case, refused.refusal)).collect();
    assert_eq!(cases, [(None, Refusal::Damaged), (Some(Uuid::from_u128(1)), Refusal::Damaged)]);
}
