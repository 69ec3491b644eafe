//! The window over a catalogue that is read piece by piece: nothing is read before it is asked for, what is shown is the
//! same as from the whole, and damage is stepped around while people go on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod stage;

use cups_kiosk::catalogue::release::{canonical, sha256};
use cups_kiosk::domain::centre::Centre;
use cups_kiosk::domain::identifier::{ServiceCode, check_digit};
use cups_kiosk::domain::life_event::LifeEvent;
use cups_kiosk::domain::notice::Notice;
use cups_kiosk::domain::search::SearchIndex;
use cups_kiosk::domain::service::{Law, Paper, Provider, Service};
use cups_kiosk::domain::shelf::{Damaged, Overview, Shelf};
use cups_kiosk::domain::template::Template;
use cups_kiosk::domain::text::Language;
use cups_kiosk::i18n::Texts;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::sync::catalogue::Standing;
use cups_kiosk::ui::app::Reply;
use iced_test::core::keyboard::key::Named;
use stage::Stage;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A shelf that counts the records read from it.
#[derive(Debug)]
struct Counting {
    shelf: Arc<dyn Shelf>,
    read: AtomicUsize,
}

impl Counting {
    fn over(shelf: Arc<dyn Shelf>) -> Arc<Self> {
        Arc::new(Self { shelf, read: AtomicUsize::new(0) })
    }

    fn count(&self) -> usize {
        self.read.load(Ordering::Relaxed)
    }

    fn one(&self) -> &dyn Shelf {
        self.read.fetch_add(1, Ordering::Relaxed);
        self.shelf.as_ref()
    }
}

impl Shelf for Counting {
    fn overview(&self) -> &Overview {
        self.shelf.overview()
    }

    fn event(&self, code: &str) -> Result<Option<LifeEvent>, Damaged> {
        self.one().event(code)
    }

    fn service(&self, code: &str) -> Result<Option<Service>, Damaged> {
        self.one().service(code)
    }

    fn provider(&self, id: &str) -> Result<Option<Provider>, Damaged> {
        self.one().provider(id)
    }

    fn paper(&self, id: &str) -> Result<Option<Paper>, Damaged> {
        self.one().paper(id)
    }

    fn law(&self, id: &str) -> Result<Option<Law>, Damaged> {
        self.one().law(id)
    }

    fn centre(&self, id: &str) -> Result<Option<Centre>, Damaged> {
        self.one().centre(id)
    }

    fn centres(&self) -> Result<Vec<String>, Damaged> {
        self.shelf.centres()
    }

    fn template(&self, name: &str) -> Result<Option<Template>, Damaged> {
        self.one().template(name)
    }

    fn notices_of(&self, service: &ServiceCode) -> Result<Vec<Notice>, Damaged> {
        self.one().notices_of(service)
    }

    fn giver_of(&self, fact: &str) -> Result<Option<String>, Damaged> {
        self.shelf.giver_of(fact)
    }

    fn index(&self) -> Option<Arc<SearchIndex>> {
        self.shelf.index()
    }

    fn load_index(&self) -> Result<Arc<SearchIndex>, Damaged> {
        self.one().load_index()
    }

    fn prepare_index(&self) -> Result<(), Damaged> {
        self.shelf.prepare_index()
    }

    fn examine(&self) -> Result<Vec<String>, Damaged> {
        self.shelf.examine()
    }

    fn stand_in(&self) -> Option<Arc<dyn Shelf>> {
        self.shelf.stand_in()
    }
}

fn cache() -> (tempfile::TempDir, CatalogueCache) {
    let folder = tempfile::tempdir().unwrap();
    let cache = CatalogueCache::new(folder.path().join("catalogue"));
    (folder, cache)
}

/// A later release with so many more services, other services under codes of their own.
fn later(step: u64, more: u32) -> Vec<u8> {
    let mut catalogue = cups_kiosk::catalogue::shipped().unwrap();
    catalogue.number += step;
    let originals: Vec<Service> = catalogue.services.values().cloned().collect();
    for number in 0..more {
        let mut service = originals[number as usize % originals.len()].clone();
        let digits = format!("9{number:07}");
        service.code = ServiceCode::parse(&format!("{digits}{}", check_digit(digits.as_bytes()))).unwrap();
        catalogue.services.insert(service.code.clone(), service);
    }
    canonical(&catalogue).unwrap()
}

/// How many records were read when the start page, and then an event, are shown.
fn reads(shelf: Arc<dyn Shelf>) -> (usize, usize) {
    let counting = Counting::over(shelf);
    let mut stage = Stage::on(Arc::<Counting>::clone(&counting));
    assert!(stage.find("event-C1").is_some());
    let start = counting.count();
    stage.touch("event-C1");
    stage.touch("begin");
    assert_eq!(stage.app.screen().name(), "question");
    (start, counting.count() - start)
}

#[test]
fn the_start_page_reads_no_record_and_an_event_only_its_own_however_large_the_catalogue_is() {
    let (_folder, cache) = cache();
    let small = reads(cache.in_use().unwrap().shelf);
    let text = later(1, 600);
    let large = reads(cache.apply(&text, &sha256(&text), None).unwrap());
    assert_eq!(small.0, 0);
    assert!(small.1 > 0);
    assert_eq!(small, large);
}

/// The words of the pages of a visit: search, a service alone, an event up to its plan, and what follows.
fn words(stage: &mut Stage) -> Vec<String> {
    let mut pages = vec![stage.words()];
    stage.click("field-search");
    stage.write("certificat de deces");
    pages.push(stage.words());
    stage.touch("search-clear");
    stage.touch("event-C16");
    pages.push(stage.words());
    for _ in 0..30 {
        if stage.app.screen().name() == "plan" {
            break;
        }
        if stage.app.screen().name() == "question" {
            let is_date = stage.find("field-typed").is_some();
            stage.write(if is_date { "13112026" } else { "1" });
        }
        stage.key(Named::Enter);
        pages.push(stage.words());
    }
    assert_eq!(stage.app.screen().name(), "plan");
    stage.touch("plan-papers");
    pages.push(stage.words());
    pages
}

#[test]
fn the_pages_say_the_same_piece_by_piece_as_from_the_whole() {
    let (_folder, cache) = cache();
    let whole = words(&mut Stage::new());
    let pieces = words(&mut Stage::on(cache.in_use().unwrap().shelf));
    for (one, other) in whole.iter().zip(&pieces) {
        assert_eq!(one, other);
    }
    assert_eq!(whole.len(), pieces.len());
}

#[test]
fn what_is_typed_before_the_index_is_at_hand_is_found_once_it_is() {
    let (_folder, cache) = cache();
    let mut stage = Stage::on(cache.in_use().unwrap().shelf);
    stage.click("field-search");
    // The disk takes longer than the hands.
    stage.disk = 60;
    stage.write("certificat de deces");
    stage.settle();
    assert!(stage.app.shelf().index().is_some());
    let found = stage.words();
    assert!(stage.find("search-found").is_some());
    let mut other = Stage::new();
    other.click("field-search");
    other.write("certificat de deces");
    assert_eq!(found, other.words());
}

#[test]
fn enter_pressed_before_the_index_is_at_hand_says_that_nothing_was_found() {
    let (_folder, cache) = cache();
    let mut stage = Stage::on(cache.in_use().unwrap().shelf);
    stage.click("field-search");
    stage.disk = 60;
    stage.write("what time is it");
    stage.key(Named::Enter);
    stage.settle();
    assert!(stage.words().contains(&Texts::load(Language::Ro).get("start-search-empty")));
}

#[test]
fn a_record_that_is_damaged_is_stepped_around_while_somebody_is_guided() {
    let (folder, cache) = cache();
    cache.in_use().unwrap();
    let text = later(1, 0);
    let shelf = cache.apply(&text, &sha256(&text), None).unwrap();
    let number = shelf.overview().number;
    let file = folder.path().join("catalogue").join(format!("{}.sqlite", sha256(&text)));
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.execute("UPDATE record SET body = replace(body, 'a', 'b') WHERE id = '002000206'", []).unwrap();
    drop(connection);
    let mut stage = Stage::on(shelf);
    assert_eq!(stage.app.shelf().overview().number, number);
    stage.touch("event-C1");
    stage.touch("begin");
    assert_eq!(stage.app.screen().name(), "question");
    assert_eq!(stage.app.shelf().overview().number, number - 1, "the one before stands in");
}

#[test]
fn what_is_not_understood_of_a_newer_release_is_told_to_the_specialist_and_to_nobody_else() {
    let (_folder, cache) = cache();
    let mut release: serde_json::Value = serde_json::from_slice(&later(1, 0)).unwrap();
    release["services"]["002000206"]["needs"] = serde_json::json!(["fees-by-age"]);
    let text = release.to_string().into_bytes();
    let mut stage = Stage::new();
    let newer: Arc<dyn Shelf> = cache.apply(&text, &sha256(&text), None).unwrap();
    stage.send(Reply::CatalogueLook(Standing::default(), Some(newer)));
    let said = Texts::load(Language::Ro).with("catalogue-left-out", &[("count", 1.into()), ("number", "1".into())]);
    assert!(!stage.words().contains(&said), "visitors are sent to the specialist where it matters");
    stage.sign_in();
    assert!(stage.words().contains(&said), "{}", stage.words());
}
