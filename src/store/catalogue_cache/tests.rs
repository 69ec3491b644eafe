use super::*;
use crate::domain::shelf::{AtHand, Overview};
use crate::protocol::release::List;
use rusqlite::Connection;
use std::path::Path;
use std::sync::LazyLock;

/// The shipped catalogue, read and checked once for all tests.
fn shipped() -> Catalogue {
    static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| crate::catalogue::shipped().unwrap());
    SHIPPED.clone()
}

/// The shipped catalogue under a later number, as text.
fn later(step: u64) -> Vec<u8> {
    let mut catalogue = shipped();
    catalogue.number += step;
    canonical(&catalogue).unwrap()
}

fn damage(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[100..middle].fill(0xAA);
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn the_first_start_builds_the_shipped_catalogue_and_the_second_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let first = cache.in_use().unwrap();
    assert_eq!(cache.text().unwrap(), canonical(&shipped()).unwrap());
    assert_eq!(cache.load_or_build().unwrap(), shipped());
    let again = cache.in_use().unwrap();
    assert_eq!(again.sha256, first.sha256);
    assert_eq!(again.shelf.overview(), first.shelf.overview());
    assert_eq!(*again.shelf.overview(), Overview::of(&shipped()));
}

#[test]
fn a_damaged_cache_is_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let name = cache.in_use().unwrap().sha256;
    damage(&cache.file(&name));
    assert_eq!(cache.load_or_build().unwrap(), shipped());
    std::fs::write(cache.pointer(), "../../../etc/passwd").unwrap();
    assert_eq!(cache.load_or_build().unwrap(), shipped());
}

#[test]
fn one_changed_letter_in_a_sound_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let name = cache.in_use().unwrap().sha256;
    let connection = Connection::open(cache.file(&name)).unwrap();
    connection
        .execute("UPDATE record SET body = replace(body, '14 909', '14 900') WHERE kind = 'providers'", [])
        .unwrap();
    drop(connection);
    assert!(matches!(cache.text_of(&name), Err(CacheError::Foreign)));
    let shelf = cache.in_use().unwrap().shelf;
    assert!(shelf.examine().is_err());
    let wrong = shipped().providers.keys().any(|id| shelf.provider(id).is_err());
    assert!(wrong, "the row itself says so when it is read");
    assert!(shelf.event("C1").unwrap().is_some(), "the others are read");
}

#[test]
fn the_one_before_is_kept_and_stands_in() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    cache.in_use().unwrap();
    for step in 1..=3 {
        let text = later(step);
        cache.apply(&text, &sha256(&text), None).unwrap();
    }
    assert_eq!(cache.load_or_build().unwrap().number, shipped().number + 3);
    assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 4, "pointer, current, two before");
    damage(&cache.file(&sha256(&later(3))));
    assert_eq!(cache.load_or_build().unwrap().number, shipped().number + 2);
}

#[test]
fn a_folder_may_have_any_name_and_a_failed_start_leaves_nothing_beside() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("50%off #1?").join("catalogue"));
    let first = cache.in_use().unwrap();
    assert!(cache.file(&first.sha256).exists(), "it is read, and not built at every start");
    assert_eq!(cache.in_use().unwrap().shelf.examine(), Ok(Vec::new()));
    // A folder stands where the file belongs: building succeeds and moving fails.
    let text = later(1);
    std::fs::create_dir(cache.file(&sha256(&text))).unwrap();
    for _ in 0..3 {
        assert!(cache.apply(&text, &sha256(&text), None).is_err());
    }
    std::fs::remove_dir(cache.file(&sha256(&text))).unwrap();
    assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 2, "pointer and current");
}

#[test]
fn what_is_no_catalogue_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let before = cache.in_use().unwrap();
    let text = later(1);
    let number = shipped().number + 1;
    assert!(cache.apply(&text, &sha256(&text), Some(number + 1)).is_err(), "signed under another number");
    assert!(cache.apply(&text[..text.len() / 2], &before.sha256, None).is_err(), "torn");
    assert!(cache.apply(b"{\"number\":1}", &before.sha256, None).is_err());
    assert!(cache.apply(b"nonsense", &before.sha256, None).is_err());
    assert_eq!(cache.in_use().unwrap().sha256, before.sha256);
    assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 2, "pointer and current");
}

#[test]
fn every_record_is_read_alone_as_in_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = CatalogueCache::new(folder.path().join("catalogue")).in_use().unwrap().shelf;
    let (whole, in_memory) = (shipped(), Whole::new(shipped()));
    for (code, event) in &whole.events {
        assert_eq!(shelf.event(code).unwrap().as_ref(), Some(event));
        let asked = event.questions.iter().map(|question| &question.id);
        for fact in asked.chain(event.derived.iter().map(|derived| &derived.id)) {
            assert_eq!(shelf.giver_of(fact).unwrap(), in_memory.giver_of(fact).unwrap());
        }
    }
    for (code, service) in &whole.services {
        assert_eq!(shelf.service(code.as_str()).unwrap().as_ref(), Some(service));
        assert_eq!(shelf.notices_of(code).unwrap(), in_memory.notices_of(code).unwrap());
    }
    for (id, paper) in &whole.papers {
        assert_eq!(shelf.paper(id).unwrap().as_ref(), Some(paper));
    }
    for (id, law) in &whole.laws {
        assert_eq!(shelf.law(id).unwrap().as_ref(), Some(law));
    }
    for (id, provider) in &whole.providers {
        assert_eq!(shelf.provider(id).unwrap().as_ref(), Some(provider));
    }
    assert_eq!(shelf.centres().unwrap(), whole.centres.keys().cloned().collect::<Vec<_>>());
    assert_eq!(shelf.centre("lozova").unwrap().as_ref(), whole.centres.get("lozova"));
    assert_eq!(shelf.event("002000206").unwrap(), None);
    assert_eq!(shelf.service("C1").unwrap(), None);
    assert_eq!(shelf.giver_of("nobody_asks").unwrap(), None);
}

#[test]
fn the_index_is_made_once_kept_and_the_same_as_that_of_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let first = cache.in_use().unwrap();
    assert!(first.shelf.index().is_none(), "nothing of it is read before somebody searches");
    let made = first.shelf.load_index().unwrap();
    assert!(*made == crate::domain::search::SearchIndex::new(&shipped()));
    let place = cache.index_file(&first.sha256);
    let kept = std::fs::read(&place).unwrap();
    let read = cache.in_use().unwrap().shelf.load_index().unwrap();
    assert!(read == made);
    assert_eq!(read.search("certificat de nastere", 5), made.search("certificat de nastere", 5));
    // A damaged one is made anew.
    let mut damaged = kept.clone();
    damaged[kept.len() / 2] ^= 1;
    std::fs::write(&place, damaged).unwrap();
    assert!(cache.in_use().unwrap().shelf.load_index().unwrap() == made);
    assert!(cache.in_use().unwrap().shelf.load_index().unwrap() == made);
    assert_eq!(std::fs::read(&place).unwrap().len(), kept.len());
    let text = later(1);
    cache.apply(&text, &sha256(&text), None).unwrap();
    assert!(place.exists(), "the one before keeps its own");
}

/// Flips one bit of a file.
fn flip(file: &Path, place: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[place] ^= 4;
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn wherever_a_byte_is_flipped_nobody_is_told_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    let whole = shipped();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    let name = cache.in_use().unwrap().sha256;
    let sound = std::fs::read(cache.file(&name)).unwrap();
    let index = std::fs::read(cache.pointer()).unwrap();
    for place in (0..sound.len()).step_by(sound.len() / 24) {
        std::fs::write(cache.file(&name), &sound).unwrap();
        std::fs::write(cache.pointer(), &index).unwrap();
        flip(&cache.file(&name), place);
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let mut hand = AtHand::new(cache.in_use().unwrap().shelf);
        for code in ["C1", "C16", "015000163"] {
            hand.take(code);
        }
        let mut expected = AtHand::new(Arc::new(Whole::new(whole.clone())));
        for code in ["C1", "C16", "015000163"] {
            expected.take(code);
            assert_eq!(hand.guide(code), expected.guide(code), "{place}");
        }
        assert_eq!(hand.catalogue(), expected.catalogue(), "{place}");
    }
}

#[test]
fn what_is_found_damaged_is_used_no_more_and_the_one_before_stands_in_without_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    cache.in_use().unwrap();
    for step in 1..=2 {
        let text = later(step);
        cache.apply(&text, &sha256(&text), None).unwrap();
    }
    let shelf = cache.in_use().unwrap().shelf;
    let newest = sha256(&later(2));
    let connection = Connection::open(cache.file(&newest)).unwrap();
    connection.execute("UPDATE record SET body = replace(body, 'C1', 'C9') WHERE kind = 'events'", []).unwrap();
    drop(connection);
    let mut hand = AtHand::new(shelf);
    hand.take("C1");
    assert_eq!(hand.overview().number, shipped().number + 1);
    assert_eq!(hand.guide("C1"), shipped().events.get("C1"));
    assert_ne!(cache.newest(), Some(newest.clone()), "the sync sees that another one is in use");
    assert_ne!(CatalogueCache::new(cache.folder.clone()).newest(), Some(newest), "and so does every other program");
}

#[test]
fn a_file_of_an_older_form_is_made_anew_from_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    cache.in_use().unwrap();
    let text = later(3);
    let name = sha256(&text);
    cache.apply(&text, &name, None).unwrap();
    let connection = Connection::open(cache.file(&name)).unwrap();
    connection.execute_batch("DROP TABLE compiled; ALTER TABLE record DROP COLUMN checksum").unwrap();
    connection.pragma_update(None, "user_version", 2).unwrap();
    drop(connection);
    let looked = cache.look().unwrap();
    assert_eq!((looked.sha256.as_str(), looked.shelf.overview().number), (name.as_str(), shipped().number + 3));
    let found = cache.in_use().unwrap();
    assert_eq!(found.sha256, name);
    assert_eq!(found.shelf.examine(), Ok(Vec::new()));
}

#[test]
fn nothing_is_lost_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    // A file stands where the folder belongs.
    let place = folder.path().join("catalogue");
    std::fs::write(&place, "").unwrap();
    let cache = CatalogueCache::new(place);
    let found = cache.in_use().unwrap();
    assert_eq!(found.shelf.overview().number, shipped().number);
    assert!(found.shelf.event("C1").unwrap().is_some());
    assert_eq!(cache.load_or_build().unwrap(), shipped());
}

#[test]
fn a_newer_release_is_put_into_use_and_what_is_not_understood_of_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    cache.in_use().unwrap();
    let mut release: serde_json::Value = serde_json::from_slice(&later(1)).unwrap();
    release["services"]["015000163"]["needs"] = serde_json::json!(["prices-by-hour"]);
    release["offices"] = serde_json::json!({"north": {}});
    let text = release.to_string().into_bytes();
    let shelf = cache.apply(&text, &sha256(&text), Some(shipped().number + 1)).unwrap();
    let left_out = shelf.examine().unwrap();
    assert_eq!(left_out.len(), 1);
    assert!(left_out[0].contains("015000163") && left_out[0].contains("prices-by-hour"), "{left_out:?}");
    assert!(shelf.service("015000163").unwrap().unwrap().fees.is_empty());
    assert_eq!(cache.text().unwrap(), text, "a delta starts from all of it");
    assert!(List::named("offices").is_none());
}
