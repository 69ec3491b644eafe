//! A stick between the computers of a centre: what a computer without a line took along is at the hub once, and "received" is
//! said to it on the hub's own answer, whoever carried that. A stick that is pulled out, torn, foreign or lied on takes nothing
//! from anybody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "attack/kiosk.rs"]
#[allow(dead_code, reason = "the attacks use the rest")]
mod kiosk;

use cups_kiosk::platform::clock::now;
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::store::stick::NotWritten;
use cups_kiosk::store::vault::KeyRing;
use cups_kiosk::sync::catalogue::{Current, Way};
use cups_kiosk::sync::runner::stick::{Brought, NotCarried, TakenAlong, bring, on_the_way, take_along};
use cups_kiosk::sync::runner::{look_for_catalogue, send_all};
use ground::{Ground, Running, stdout_of};
use kiosk::{Kiosk, held};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use uuid::Uuid;

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

/// A hub, two computers of one centre, of which one never has a line, and a stick.
struct Team {
    _ground: Ground,
    hub: Running,
    laptop: Kiosk,
    office: Kiosk,
    stick: TempDir,
    keys: KeyRing,
}

fn way(kiosk: &Kiosk) -> Way {
    let data = DataFolder::new(Some(kiosk.path("")));
    let cache = CatalogueCache::new(data.catalogue());
    Way::new(&data, Current::of(&cache.in_use().unwrap()), None)
}

fn counts(kiosk: &Kiosk) -> (u64, u64) {
    let status = kiosk.status();
    (status.waiting, status.received)
}

fn set(ids: &[Uuid]) -> BTreeSet<Uuid> {
    ids.iter().copied().collect()
}

impl Team {
    fn new() -> Self {
        let ground = Ground::new();
        Self::at(ground.start(), ground)
    }

    /// One to which the agency published this release before the computers were enrolled.
    fn with_release(number: u64) -> Self {
        let ground = Ground::new();
        let hub = ground.start();
        let folder = ground.write_catalogue(number);
        stdout_of(&ground.publish(&folder));
        Self::at(hub, ground)
    }

    fn at(hub: Running, ground: Ground) -> Self {
        let (laptop, office) = (Kiosk::enrolled(&ground, &hub), Kiosk::enrolled(&ground, &hub));
        Self {
            _ground: ground,
            hub,
            laptop,
            office,
            stick: tempfile::tempdir().unwrap(),
            keys: KeyRing::new().unwrap(),
        }
    }

    fn try_along(&self, kiosk: &Kiosk) -> Result<TakenAlong, NotCarried> {
        let (way, place) = (way(kiosk), self.stick.path().to_owned());
        kiosk.with(|records| wait(take_along(&records, &way, &self.keys, place, now())))
    }

    fn along(&self, kiosk: &Kiosk) -> TakenAlong {
        self.try_along(kiosk).unwrap()
    }

    fn bring(&self, kiosk: &Kiosk) -> Brought {
        let (mut way, place) = (way(kiosk), self.stick.path().to_owned());
        kiosk.with(|records| wait(bring(&records, &mut way, &self.keys, place, now()))).unwrap()
    }

    /// The office has its line: what it has, and what came by stick, goes to the hub.
    fn send(&self) {
        self.office.with(|records| wait(send_all(&records))).unwrap();
    }

    /// The one file on the stick.
    fn file(&self) -> PathBuf {
        let files = std::fs::read_dir(self.stick.path().join("CUPS-KIOSK")).unwrap();
        let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
        assert_eq!(files.len(), 1);
        files.remove(0)
    }
}

#[test]
fn ten_thousand_entries_and_a_release_go_by_stick_and_the_answers_come_back() {
    let number = cups_kiosk::catalogue::shipped_number() + 1;
    let team = Team::with_release(number);
    let recorded = team.laptop.record(10_000);
    let taken = team.along(&team.laptop);
    assert_eq!((taken.entries, taken.others), (10_000, 0));
    assert_eq!(counts(&team.laptop), (10_000, 0), "on the stick is not received");
    // Nothing of it can be read by a finder.
    let bytes = std::fs::read(team.file()).unwrap();
    for word in ["lozova", "informed", "cups-hub", &team.laptop.name()] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
    }
    let brought = team.bring(&team.office);
    assert_eq!((brought.computers, brought.torn, brought.foreign), (1, 0, 0));
    assert!(brought.requests > 1 && held(&team.hub).is_empty());
    let own = team.office.record(5);
    team.send();
    assert_eq!(set(&held(&team.hub)), set(&recorded).union(&set(&own)).copied().collect());
    assert_eq!(held(&team.hub).len(), recorded.len() + own.len(), "each once");
    assert_eq!(counts(&team.office), (0, 5), "another's entries are not its own");
    assert_eq!(counts(&team.laptop), (10_000, 0), "nobody told the laptop yet");
    let mut office_way = way(&team.office);
    team.office.with(|records| wait(look_for_catalogue(&records, &mut office_way, now()))).unwrap();
    assert_eq!(office_way.current.number, number);

    let back = team.along(&team.office);
    assert_eq!((back.entries, back.catalogue), (0, Some(number)));
    assert_eq!(back.answers, brought.requests);
    let home = team.bring(&team.laptop);
    assert_eq!((home.received, home.requests), (10_000, 0));
    assert_eq!(home.catalogue.map(|current| current.number), Some(number));
    assert_eq!(counts(&team.laptop), (0, 10_000));
    assert_eq!(way(&team.laptop).current.number, number);
    // Once more changes nothing; and the next trip tells the office what it may forget.
    assert_eq!(team.bring(&team.laptop).received, 0);
    assert_eq!(team.along(&team.laptop).entries, 0);
    let again = team.bring(&team.office);
    assert_eq!(again.requests, 0);
    assert_eq!(team.along(&team.office).answers, 0);
    assert_eq!(held(&team.hub).len(), recorded.len() + own.len());
}

#[test]
fn a_stick_that_is_pulled_at_every_twentieth_loses_doubles_and_halves_nothing() {
    let team = Team::new();
    let mut recorded = team.laptop.record(400);
    team.along(&team.laptop);
    let path = team.file();
    let first = std::fs::read(&path).unwrap();
    recorded.extend(team.laptop.record(400));
    team.along(&team.laptop);
    let second = std::fs::read(&path).unwrap();
    let beside = path.with_extension("cups.new");
    for share in 0..20 {
        // Pulled while it was written beside: the file before is there and whole.
        std::fs::write(&path, &first).unwrap();
        std::fs::write(&beside, &second[..second.len() * share / 20]).unwrap();
        let brought = team.bring(&team.office);
        assert_eq!((brought.computers, brought.torn), (1, 0), "{share}");
        std::fs::remove_file(&beside).unwrap();
        // A stick that lied and lost what it was given.
        std::fs::write(&path, &second[..second.len() * share / 20]).unwrap();
        let brought = team.bring(&team.office);
        assert_eq!((brought.computers, brought.torn, brought.requests), (0, 1, 0), "{share}");
        if share % 7 == 3 {
            team.send();
            assert_eq!(held(&team.hub).len(), 400, "{share}");
        }
    }
    std::fs::write(&path, &second).unwrap();
    team.bring(&team.office);
    team.send();
    assert_eq!(held(&team.hub).len(), 800);
    assert_eq!(set(&held(&team.hub)), set(&recorded));
    // On the way back, too.
    team.along(&team.office);
    let files = std::fs::read_dir(team.stick.path().join("CUPS-KIOSK")).unwrap();
    let back = files.map(|file| file.unwrap().path()).find(|file| *file != path).unwrap();
    let answers = std::fs::read(&back).unwrap();
    for share in 0..20 {
        std::fs::write(&back, &answers[..answers.len() * share / 20]).unwrap();
        assert_eq!(team.bring(&team.laptop).received, 0, "{share}");
        assert_eq!(counts(&team.laptop), (800, 0));
    }
    std::fs::write(&back, &answers).unwrap();
    assert_eq!(team.bring(&team.laptop).received, 800);
    assert_eq!(counts(&team.laptop), (0, 800));
}

#[test]
fn an_answer_is_the_hubs_for_this_request_or_none() {
    let team = Team::new();
    team.laptop.record(3);
    team.along(&team.laptop);
    team.bring(&team.office);
    team.send();
    let database = || Connection::open(team.office.path("courier.sqlite")).unwrap();
    let (answer, signed): (String, String) =
        database().query_row("SELECT answer, signed FROM request", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let forged = format!("{}{}", if signed.starts_with('A') { 'B' } else { 'A' }, &signed[1..]);
    for (text, signature) in [
        (answer.replacen("accepted", "duplicate", 1), signed.clone()),
        (answer.clone(), forged),
        ("{}".into(), signed.clone()),
    ] {
        database().execute("UPDATE request SET answer = ?1, signed = ?2", [&text, &signature]).unwrap();
        team.along(&team.office);
        assert_eq!(team.bring(&team.laptop).received, 0, "{text}");
        assert_eq!(counts(&team.laptop), (3, 0));
    }
    database().execute("UPDATE request SET answer = ?1, signed = ?2", [&answer, &signed]).unwrap();
    team.along(&team.office);
    assert_eq!(team.bring(&team.laptop).received, 3);
    assert_eq!(counts(&team.laptop), (0, 3));
}

#[test]
fn what_goes_by_stick_and_by_line_is_at_the_hub_once() {
    let team = Team::new();
    let recorded = team.laptop.record(40);
    team.along(&team.laptop);
    let known = team.laptop.with(|records| on_the_way(&records.lock().unwrap())).unwrap().unwrap();
    assert!(known.0 == 40 && known.1.is_some());
    assert!(team.laptop.doctor().contains("by stick"), "{}", team.laptop.doctor());
    team.bring(&team.office);
    // The laptop finds a line before anybody is at the office.
    team.laptop.sync().unwrap();
    assert_eq!(counts(&team.laptop), (0, 40));
    assert_eq!(team.laptop.with(|records| on_the_way(&records.lock().unwrap())).unwrap(), None);
    team.send();
    assert_eq!(held(&team.hub), recorded);
    team.along(&team.office);
    assert_eq!(team.bring(&team.laptop).received, 0, "it knew already");
    assert_eq!(counts(&team.laptop), (0, 40));
    assert_eq!(team.along(&team.laptop).entries, 0);
}

#[test]
fn a_lost_stick_costs_a_way_and_no_entry() {
    let mut team = Team::new();
    let recorded = team.laptop.record(10);
    team.along(&team.laptop);
    team.stick = tempfile::tempdir().unwrap();
    let more = team.laptop.record(10);
    assert_eq!(team.along(&team.laptop).entries, 20);
    // Its own book of what is on its way is lost as well: what waits goes once more.
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(team.laptop.path(&format!("courier.sqlite{end}")));
    }
    assert_eq!(team.along(&team.laptop).entries, 20);
    team.bring(&team.office);
    team.send();
    assert_eq!(set(&held(&team.hub)), set(&recorded).union(&set(&more)).copied().collect());
    assert_eq!(held(&team.hub).len(), 20);
}

#[test]
fn each_stick_that_does_not_do_is_told_apart() {
    let mut team = Team::new();
    team.laptop.record(3);
    // Another centre's: no key opens it.
    team.along(&team.laptop);
    let own = std::mem::replace(&mut team.keys, KeyRing::new().unwrap());
    let brought = team.bring(&team.office);
    assert_eq!((brought.computers, brought.foreign, brought.requests), (0, 1, 0));
    team.keys = own;
    // Of a newer program, and one on which something else lies.
    let path = team.file();
    let bytes = std::fs::read(&path).unwrap();
    let mut newer = bytes.clone();
    newer[11] = b'2';
    std::fs::write(&path, newer).unwrap();
    assert_eq!(team.bring(&team.office).newer, 1);
    std::fs::write(&path, "holiday pictures").unwrap();
    assert_eq!(team.bring(&team.office).torn, 1);
    std::fs::remove_dir_all(team.stick.path().join("CUPS-KIOSK")).unwrap();
    assert_eq!(team.bring(&team.office), Brought::default());
    // A file stands where the folder is to be.
    std::fs::write(team.stick.path().join("CUPS-KIOSK"), "no folder").unwrap();
    assert!(matches!(team.try_along(&team.laptop), Err(NotCarried::Stick(_))));
    // Pulled out before.
    let gone = team.stick.path().to_owned();
    std::fs::remove_dir_all(&gone).unwrap();
    assert_eq!(team.try_along(&team.laptop), Err(NotCarried::Stick(NotWritten::Gone)));
    assert!(!Path::new(&gone).exists(), "nothing is left on this computer in its place");
    assert_eq!(counts(&team.laptop), (3, 0));
}
