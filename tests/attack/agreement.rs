//! The two ends agree, or say so.

use crate::ground::{Ground, hub, stdout_of};
use crate::kiosk::{Kiosk, copy_files, held, held_of};
use crate::signed_in::signed_in;
use cups_kiosk::domain::record::Action;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The alarms that stand, as kind and terminal.
fn alarms(ground: &Ground) -> Vec<(String, String)> {
    let said = stdout_of(&hub(&["alarms", "--json", "--data", &ground.data()]));
    let alarms: Vec<Value> = serde_json::from_str(&said).unwrap();
    let text = |alarm: &Value, name: &str| alarm[name].as_str().unwrap().to_owned();
    alarms.iter().map(|alarm| (text(alarm, "kind"), text(alarm, "terminal"))).collect()
}

fn each_once(found: &[Uuid], expected: &[Uuid]) {
    assert_eq!(found.len(), found.iter().collect::<BTreeSet<_>>().len(), "nothing twice");
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), expected.iter().collect::<BTreeSet<_>>());
}

#[test]
fn an_older_database_started_without_a_word_gets_everything_back_and_both_ends_say_so() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut recorded = kiosk.record(30);
    kiosk.sync().unwrap();
    drop(running);
    let copy = tempfile::tempdir().unwrap();
    copy_files(&ground.path("data"), copy.path());
    let running = ground.start();
    kiosk.lead_to(&running.address);
    recorded.extend(kiosk.record(70));
    kiosk.sync().unwrap();
    assert_eq!(held(&running).len(), 100);
    drop(running);
    for name in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = std::fs::remove_file(ground.path("data").join(name));
    }
    copy_files(copy.path(), &ground.path("data"));

    let running = ground.start();
    kiosk.lead_to(&running.address);
    assert_eq!(held(&running).len(), 30);
    recorded.extend(kiosk.record(5));
    kiosk.sync().unwrap();
    each_once(&held_of(&running, "informed"), &recorded);
    assert_eq!(kiosk.told(), (70, 0), "the specialist is told");
    let doctor = kiosk.doctor();
    assert!(doctor.contains("BAD records: whole, and not told yet: untold-lacked 70"), "{doctor}");
    assert_eq!(alarms(&ground), [("lacked".to_owned(), kiosk.name())], "and so is the agency");
    let (operator, _) = signed_in(&ground, &running, "operator", "operator");
    assert!(operator.page("/fleet?lang=ro").contains("Serverul nu mai avea înregistrări confirmate"));
    assert_eq!(kiosk.status().waiting, 0);

    // Somebody looked; at the next sync nothing is wrong any more.
    stdout_of(&hub(&["alarms", "--seen", &kiosk.name(), "--data", &ground.data()]));
    kiosk.record(1);
    kiosk.sync().unwrap();
    assert_eq!(alarms(&ground), []);
}

#[test]
fn an_older_database_is_noticed_by_a_terminal_that_has_nothing_to_send() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    drop(running);
    let copy = tempfile::tempdir().unwrap();
    copy_files(&ground.path("data"), copy.path());
    let running = ground.start();
    kiosk.lead_to(&running.address);
    let recorded = kiosk.record(12);
    kiosk.sync().unwrap();
    drop(running);
    for name in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = std::fs::remove_file(ground.path("data").join(name));
    }
    copy_files(copy.path(), &ground.path("data"));
    let running = ground.start();
    kiosk.lead_to(&running.address);
    kiosk.sync().unwrap();
    each_once(&held_of(&running, "informed"), &recorded);
}

#[test]
fn a_copied_disk_is_told_from_its_original_and_nothing_of_either_is_lost() {
    let ground = Ground::new();
    let running = ground.start();
    let original = Kiosk::enrolled(&ground, &running);
    let mut all = original.record(5);
    original.sync().unwrap();
    let copy = original.copied();
    let first = original.record(10);
    original.sync().unwrap();
    let others = copy.record(20);
    copy.sync().unwrap();
    let second = original.record(10);
    original.sync().unwrap();
    all.extend(first.iter().chain(&others).chain(&second));
    each_once(&held(&running), &all);
    assert_eq!(alarms(&ground), [("fork".to_owned(), original.name())]);
    assert_eq!((original.told(), copy.told()), ((0, 0), (0, 20)), "who came second is told");
    // Both go on, each in its own epoch.
    all.extend(copy.record(3));
    all.extend(original.record(3));
    copy.sync().unwrap();
    original.sync().unwrap();
    each_once(&held(&running), &all);
    for kiosk in [&original, &copy] {
        let status = kiosk.status();
        assert_eq!((status.waiting, status.quarantined), (0, 0));
    }
    let doctor = String::from_utf8(hub(&["doctor", "--data", &ground.data()]).stdout).unwrap();
    assert!(doctor.contains("two histories under one name"), "{doctor}");
}

#[test]
fn older_records_brought_back_lose_nothing_and_double_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut all = kiosk.record(4);
    kiosk.sync().unwrap();
    let backup = kiosk.copied();
    all.extend(kiosk.record(6));
    kiosk.sync().unwrap();
    kiosk.take_records_of(&backup);
    all.extend(kiosk.record(9));
    kiosk.sync().unwrap();
    each_once(&held(&running), &all);
    assert_eq!(alarms(&ground).len(), 1);
    assert_eq!(kiosk.status().waiting, 0);
}

#[test]
fn a_new_identity_brings_along_what_waits_and_doubles_nothing_whose_answer_was_lost() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut all = kiosk.record(3);
    // The hub has these, and the answer never came: the records of before are back.
    let before = kiosk.copied();
    kiosk.sync().unwrap();
    kiosk.take_records_of(&before);
    all.extend(kiosk.record(2));
    stdout_of(&hub(&["revoke", "--terminal", &kiosk.name(), "--data", &ground.data()]));
    std::fs::remove_file(kiosk.path("identity.json")).unwrap();
    kiosk.enrol(&ground, &running.address);
    kiosk.sync().unwrap();
    each_once(&held_of(&running, "informed"), &all);
    assert_eq!(held_of(&running, "identityReplaced").len(), 1);
    let status = kiosk.status();
    assert_eq!((status.waiting, status.quarantined), (0, 0));
    // And it goes on, also after the hub was restored.
    stdout_of(&{
        drop(running);
        hub(&["restored", "--data", &ground.data()])
    });
    let running = ground.start();
    kiosk.lead_to(&running.address);
    all.extend(kiosk.record(2));
    kiosk.sync().unwrap();
    each_once(&held_of(&running, "informed"), &all);
    assert_eq!(kiosk.status().waiting, 0);
}

#[test]
fn what_is_set_aside_comes_back_when_somebody_looked() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let recorded = kiosk.record(2);
    // It says that it stands in Rome.
    let mut records = kiosk.open();
    let mut facts = records.unsent(1).unwrap().remove(0).facts.meaning().unwrap();
    facts.centre = "rome".to_owned();
    let id = Uuid::now_v7();
    let later = cups_kiosk::platform::clock::now().checked_add(jiff::ToSpan::hours(90)).unwrap();
    let new = cups_kiosk::store::records::NewEntry { id, facts, sealed: None };
    records.record(&new, None, later).unwrap();
    drop(records);
    kiosk.sync().unwrap();
    each_once(&held(&running), &recorded);
    assert_eq!(kiosk.status().quarantined, 1);
    assert_eq!(alarms(&ground), [("centre".to_owned(), kiosk.name())]);
    let doctor = kiosk.doctor();
    assert!(doctor.contains("BAD records: whole, 0 waiting, 1 set aside (next: "), "{doctor}");
    let listed = stdout_of(&hub(&["set-aside", "--data", &ground.data()]));
    assert!(listed.contains("centre") && !listed.contains("rome"), "{listed}");
    let name = kiosk.name();
    stdout_of(&hub(&["set-aside", "--terminal", &name, "--again", "--centre", "rome", "--data", &ground.data()]));
    // Looking first, and an answer that nobody hears, use nothing up.
    kiosk.doctor();
    kiosk.sync().unwrap();
    each_once(&held(&running), &[recorded, vec![id]].concat());
    assert_eq!(kiosk.status().quarantined, 0);
}

#[test]
fn what_the_hub_cannot_take_whole_blocks_nothing_and_is_offered_again() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut recorded = kiosk.record(3);
    // A sealed part of nearly a megabyte, which no field of the window can hold.
    let mut records = kiosk.open();
    let facts = records.unsent(1).unwrap().remove(0).facts.meaning().unwrap();
    let content = cups_kiosk::domain::record::SealedContent { note: Some("x".repeat(900_000)), ..Default::default() };
    let new = cups_kiosk::store::records::NewEntry { id: Uuid::now_v7(), facts, sealed: Some(content) };
    records.record(&new, None, cups_kiosk::platform::clock::now()).unwrap();
    drop(records);
    recorded.extend(kiosk.record(3));
    // It is set aside and the others go; at each start it is offered once more.
    for _ in 0..2 {
        kiosk.sync().unwrap();
        each_once(&held(&running), &recorded);
        recorded.extend(kiosk.record(1));
    }
}

#[test]
fn five_copies_of_one_disk_lose_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let original = Kiosk::enrolled(&ground, &running);
    let mut all = original.record(2);
    let copies: Vec<Kiosk> = (0..5).map(|_| original.copied()).collect();
    for round in 0..3 {
        for kiosk in copies.iter().chain([&original]) {
            all.extend(kiosk.record(2 + round));
            kiosk.sync().unwrap();
        }
    }
    each_once(&held_of(&running, "informed"), &all);
    for kiosk in copies.iter().chain([&original]) {
        assert_eq!((kiosk.status().waiting, kiosk.status().quarantined), (0, 0));
    }
}

#[test]
fn damage_and_a_new_identity_together_bring_along_what_waits() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut all = kiosk.record(6);
    kiosk.sync().unwrap();
    all.extend(kiosk.record(5));
    // The header of the records and the whole identity, as one bad disk takes them.
    let path = kiosk.path("records.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..16].fill(0);
    std::fs::write(&path, bytes).unwrap();
    std::fs::remove_file(kiosk.path("identity.json")).unwrap();
    kiosk.enrol(&ground, &running.address);
    kiosk.sync().unwrap();
    each_once(&held_of(&running, "informed"), &all);
    assert_eq!((kiosk.status().waiting, kiosk.status().quarantined), (0, 0));
    assert_eq!(held_of(&running, "recordsSalvaged").len(), 1);
}

#[test]
fn a_window_that_was_open_under_the_name_before_writes_nothing_more() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let recorded = kiosk.record(2);
    let mut window = kiosk.open();
    std::fs::remove_file(kiosk.path("identity.json")).unwrap();
    kiosk.enrol(&ground, &running.address);
    assert!(window.unsent(10).is_err(), "its eyes would take them for damaged");
    drop(window);
    kiosk.sync().unwrap();
    each_once(&held_of(&running, "informed"), &recorded);
}

#[test]
fn a_command_that_enrols_is_seen_by_who_has_the_records_open() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::new();
    let mut window = kiosk.open();
    assert_eq!(window.newly_enrolled().unwrap(), None);
    kiosk.enrol(&ground, &running.address);
    assert_eq!(window.newly_enrolled().unwrap().unwrap().id, "lozova");
    assert_eq!(window.newly_enrolled().unwrap(), None, "once");
    assert!(window.identity().enrolment.is_some());
}

#[test]
fn every_action_is_known_to_the_hub() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let circumstances = terminal.circumstances();
    let facts: Vec<_> = Action::ALL
        .into_iter()
        .map(|action| cups_kiosk::domain::record::EntryFacts::new(action, &circumstances))
        .collect();
    let answer = terminal.send(&running, &crate::ground::values(&terminal.journal(1, &facts)));
    assert!(answer.verdicts.iter().all(|verdict| verdict.code.is_none()), "{answer:?}");
    let (reader, _) = signed_in(&ground, &running, "reader", "reader");
    assert_eq!(reader.get("/").status, 200);
}
