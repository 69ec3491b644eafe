//! Databases that are damaged, changed by somebody, or put back.

use crate::ground::{Ground, hub, stdout_of};
use crate::kiosk::{Kiosk, held};
use crate::signed_in::signed_in;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn complaint(arguments: &[&str]) -> (Option<i32>, String) {
    let output = hub(arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Zeroes so many pages of a database, from one on.
fn zero(path: &Path, from: usize, count: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    let end = ((from + count) * 4096).min(bytes.len());
    bytes[from * 4096..end].fill(0);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_database_is_found_at_the_start() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &terminal.events(1, 300));
    stop(running);
    zero(&ground.path("data").join("hub.sqlite"), 30, 4);
    let (code, said) = complaint(&["serve", "--listen", "127.0.0.1:0", "--data", &ground.data()]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("damaged") && said.contains("cups-hub restore"), "{said}");
}

#[test]
fn a_copy_comes_back_whole_whatever_lay_in_its_place() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut all = kiosk.record(40);
    kiosk.sync().unwrap();
    let copy = ground.text("copy.sqlite");
    stdout_of(&hub(&["backup", &copy, "--data", &ground.data()]));
    assert_eq!(complaint(&["backup", &copy, "--data", &ground.data()]).0, Some(2), "nothing is overwritten");
    all.extend(kiosk.record(60));
    kiosk.sync().unwrap();
    let (code, said) = complaint(&["restore", &copy, "--data", &ground.data()]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("running"), "{said}");
    let (code, said) = complaint(&["restored", "--data", &ground.data()]);
    assert_eq!(code, Some(2), "{said}");
    // As a power cut leaves it: with a -wal that belongs to the database there.
    drop(running);
    let before: BTreeSet<_> =
        std::fs::read_dir(ground.path("data")).unwrap().map(|file| file.unwrap().path()).collect();
    let said = stdout_of(&hub(&["restore", &copy, "--data", &ground.data()]));
    assert!(said.contains("40 entries are back"), "{said}");
    assert!(before.len() >= 3);
    let running = ground.start();
    let health: Value = running.get("/health").json();
    assert_eq!(health["status"], "ok");
    assert_eq!(held(&running).len(), 40);
    kiosk.lead_to(&running.address);
    kiosk.sync().unwrap();
    assert_eq!(held(&running).into_iter().collect::<BTreeSet<_>>(), all.into_iter().collect());
    let doctor = String::from_utf8(hub(&["doctor", "--data", &ground.data()]).stdout).unwrap();
    assert!(doctor.contains("ok  database: whole") && doctor.contains("ok  histories: 100 entries"), "{doctor}");
}

#[test]
fn a_restore_that_was_cut_off_starts_no_hub_and_is_done_again() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &terminal.events(1, 9));
    let copy = ground.text("copy.sqlite");
    stdout_of(&hub(&["backup", &copy, "--data", &ground.data()]));
    stdout_of(&hub(&["revoke", "--terminal", &terminal.name, "--data", &ground.data()]));
    stop(running);
    // As a power cut leaves it: the database is aside, the copy not yet in its place.
    let data = ground.path("data");
    std::fs::write(data.join("hub.sqlite.restoring"), "").unwrap();
    std::fs::rename(data.join("hub.sqlite"), data.join("hub.sqlite.before-1")).unwrap();
    let (code, said) = complaint(&["serve", "--listen", "127.0.0.1:0", "--data", &ground.data()]);
    assert_eq!(code, Some(2), "{said}");
    assert!(!data.join("hub.sqlite").exists(), "no empty hub begins in its place");
    std::fs::copy(&copy, data.join("hub.sqlite")).unwrap();
    let (code, said) = complaint(&["serve", "--listen", "127.0.0.1:0", "--data", &ground.data()]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("restore FILE once more"), "{said}");
    std::fs::remove_file(data.join("hub.sqlite")).unwrap();
    let said = stdout_of(&hub(&["restore", &copy, "--data", &ground.data()]));
    assert!(!said.contains("revoke again"), "{said}");
    let running = ground.start();
    assert_eq!(running.listed().len(), 9);
    // Who was shut out since the copy was made stays so.
    terminal.post(&running.address, &terminal.events(1, 10)).unwrap().problem(403);
}

#[test]
fn what_is_no_copy_is_not_put_in_the_place_of_the_database() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &terminal.events(1, 300));
    let copy = ground.path("copy.sqlite");
    stdout_of(&hub(&["backup", copy.to_str().unwrap(), "--data", &ground.data()]));
    stop(running);
    let whole = std::fs::read(ground.path("data").join("hub.sqlite")).unwrap();
    zero(&copy, 20, 4);
    std::fs::write(ground.path("list.txt"), "a shopping list").unwrap();
    let other = rusqlite::Connection::open(ground.path("other.sqlite")).unwrap();
    other.execute_batch("CREATE TABLE theirs (id INTEGER)").unwrap();
    drop(other);
    for name in ["copy.sqlite", "list.txt", "other.sqlite", "nowhere"] {
        let (code, said) = complaint(&["restore", &ground.text(name), "--data", &ground.data()]);
        assert!(matches!(code, Some(1 | 2)), "{name}: {said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
    assert_eq!(std::fs::read(ground.path("data").join("hub.sqlite")).unwrap(), whole);
    assert_eq!(ground.start().listed().len(), 300);
}

#[test]
fn a_row_that_somebody_changed_is_not_what_was_signed() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    kiosk.record(20);
    kiosk.sync().unwrap();
    let doctor = |expected: bool| {
        let output = hub(&["doctor", "--data", &ground.data()]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said.contains("BAD entry"), expected, "{said}");
        said
    };
    assert!(doctor(false).contains("20 of them signed for"));
    stop(running);
    let database = rusqlite::Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
    database
        .execute("UPDATE entry SET facts = replace(facts, '\"C1\"', '\"C3\"'), event = 'C3' WHERE sequence = 7", [])
        .unwrap();
    drop(database);
    assert!(doctor(true).contains("1-7: its content does not fit its hash"));
    // Who changes the hash as well has still not the signature.
    let database = rusqlite::Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
    database.execute("UPDATE entry SET hash = zeroblob(32) WHERE sequence = 20", []).unwrap();
    drop(database);
    assert!(doctor(true).contains("1-20: it is not what its terminal signed"));
    let running = ground.start();
    let (operator, _) = signed_in(&ground, &running, "operator", "operator");
    assert!(operator.page("/fleet?lang=ro").contains("nu este ce a semnat calculatorul"), "and the agency is told");
}

#[test]
fn an_unreadable_row_is_passed_over_and_counted() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &terminal.events(1, 9));
    stop(running);
    let database = rusqlite::Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
    database.execute("UPDATE entry SET facts = CAST(x'ff7b' AS TEXT) WHERE sequence = 4", []).unwrap();
    drop(database);
    let running = ground.start();
    let (reader, _) = signed_in(&ground, &running, "reader", "reader");
    assert_eq!(reader.get("/").status, 200);
    let page: Value = running.get("/api/v1/journal-entries").json();
    assert_eq!((page["items"].as_array().unwrap().len(), page["unreadable"].as_u64()), (8, Some(1)));
}

#[test]
fn other_keys_beside_the_database_are_refused_and_a_stolen_copy_gives_no_code() {
    let ground = Ground::new();
    let code = ground.code();
    let copy = ground.path("copy.sqlite");
    stdout_of(&hub(&["backup", copy.to_str().unwrap(), "--data", &ground.data()]));
    // The thief has the database, not hub.key: no hash of a code alone leads to what is kept.
    let database = rusqlite::Connection::open(&copy).unwrap();
    let kept: String = database.query_row("SELECT hash FROM enrolment_code", [], |row| row.get(0)).unwrap();
    for word in ["cups-enrolment-code-1", "cups-enrolment-code-2"] {
        let plain = format!("{word}\n{}", code.replace('-', ""));
        let digest = <sha2::Sha256 as sha2::Digest>::digest(plain.as_bytes());
        assert_ne!(kept, hex::encode(digest));
    }
    std::fs::remove_file(ground.path("data").join("hub.key")).unwrap();
    let (status, said) = complaint(&["report", "--data", &ground.data()]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("hub.key"), "{said}");
}

fn stop(mut running: crate::ground::Running) {
    let id = running.child.id();
    let done = std::process::Command::new("sh").arg("-c").arg(format!("kill -TERM {id}")).status().unwrap();
    assert!(done.success());
    running.child.wait().unwrap();
}
