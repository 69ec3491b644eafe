use super::super::tests::{Place, first, informed, kept, kept_whole, new_case};
use super::*;
use crate::domain::action::{Action, Reason};
use crate::domain::case::{Change, Command};
use jiff::civil::date;

const NOON: Timestamp = Timestamp::UNIX_EPOCH;

fn erasings(records: &Records) -> Vec<Option<Uuid>> {
    let entries = records.all_entries().unwrap().into_iter();
    entries.filter(|entry| entry.facts.action == Action::PagesErased).map(|entry| entry.facts.case).collect()
}

#[test]
fn pages_are_erased_with_an_entry_that_names_the_case_and_nothing_of_them_is_left() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let keys = first(&mut records, "Unu", "parola-unu");
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::new(folder.path().join("pages"));
    let case = new_case(date(2026, 11, 20));
    records.record(&informed(), Some((&keys, &kept_whole(&case))), NOON).unwrap();
    pages.keep(&keys, (case.id, Uuid::from_u128(1)), Some("passport"), (b"PLANTED", &[])).unwrap();
    records.sweep_pages(&pages, &keys, NOON).unwrap();
    assert_eq!((pages.of(&keys, case.id).pages.len(), erasings(&records).len()), (1, 0), "the case is open");
    records.erase_pages(&pages, case.id, NOON).unwrap();
    records.erase_pages(&pages, case.id, NOON).unwrap();
    assert_eq!(erasings(&records), [Some(case.id)]);
    assert_eq!(std::fs::read_dir(folder.path().join("pages")).unwrap().count(), 0);
}

#[test]
fn what_the_power_kept_from_being_erased_is_erased_at_the_next_sign_in() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let keys = first(&mut records, "Unu", "parola-unu");
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::new(folder.path().join("pages"));
    let mut closed = new_case(date(2026, 11, 20));
    closed.closed = Some(date(2026, 11, 21));
    records.record(&informed(), Some((&keys, &kept_whole(&closed))), NOON).unwrap();
    let gone = Uuid::from_u128(77);
    for case in [closed.id, gone] {
        pages.keep(&keys, (case, Uuid::from_u128(1)), None, (b"PLANTED", &[])).unwrap();
    }
    // The pages of one went before the power did, its folder and the entry did not.
    pages.empty(gone).unwrap();
    records.sweep_pages(&pages, &keys, NOON).unwrap();
    assert!(pages.cases().is_empty());
    assert_eq!(erasings(&records).len(), 2);
    // Under keys that open nothing, nothing is known to be over.
    pages.keep(&keys, (closed.id, Uuid::from_u128(2)), None, (b"PLANTED", &[])).unwrap();
    records.sweep_pages(&pages, &KeyRing::new().unwrap(), NOON).unwrap();
    assert_eq!(pages.cases(), [closed.id]);
}

#[test]
fn the_pages_of_a_case_of_which_only_the_erasing_is_left_are_erased_too() {
    let place = Place::new();
    let (mut records, _) = place.open().unwrap();
    let keys = first(&mut records, "Unu", "parola-unu");
    let folder = tempfile::tempdir().unwrap();
    let pages = Pages::new(folder.path().join("pages"));
    let case = new_case(date(2026, 11, 20));
    let (gone, broken) = (Uuid::from_u128(77), Uuid::from_u128(78));
    for (id, command) in
        [(gone, Command::Erase { reason: Reason::PersonWish }), (broken, Command::Papers(vec!["a".to_owned()]))]
    {
        // What it followed is not here.
        let own = crate::domain::case::Case { id, ..case.clone() };
        let operation = kept(&own, Uuid::now_v7(), vec![Uuid::from_u128(5)], Change::Command(command));
        records.record(&informed(), Some((&keys, &operation)), NOON).unwrap();
        pages.keep(&keys, (id, Uuid::from_u128(1)), None, (b"PLANTED", &[])).unwrap();
    }
    records.sweep_pages(&pages, &keys, NOON).unwrap();
    assert_eq!(pages.cases(), [broken], "of what is damaged nothing is erased");
    assert_eq!(erasings(&records), [Some(gone)]);
}
