//! A journal is shortened by what the hub that the terminal knows says of its copies, for a month, and by nobody else.

use crate::ground::{Ground, hub, stdout_of};
use crate::kiosk::{Kiosk, held, held_of};
use crate::stranger::swallowing;
use cups_kiosk::store::records::Shortened;
use cups_kiosk::sync::runner::{knock, shorten};
use jiff::{ToSpan as _, Zoned};
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

/// What the terminal noted of the hub's copies.
fn marks(kiosk: &Kiosk) -> Option<String> {
    let connection = Connection::open(kiosk.path("records.sqlite")).unwrap();
    let sql = "SELECT value FROM meta WHERE name = 'backed-up:1'";
    connection.query_row(sql, [], |row| row.get(0)).optional().unwrap()
}

/// What was said today was said so many days ago.
fn days_pass(kiosk: &Kiosk, days: i64) {
    let (_, sequence) =
        marks(kiosk).unwrap().rsplit_once('=').map(|(day, last)| (day.to_owned(), last.to_owned())).unwrap();
    let day = Zoned::now().date().checked_sub(days.days()).unwrap();
    let connection = Connection::open(kiosk.path("records.sqlite")).unwrap();
    let sql = "UPDATE meta SET value = ?1 WHERE name = 'backed-up:1'";
    assert_eq!(connection.execute(sql, [format!("{day}={sequence}")]).unwrap(), 1);
}

/// One question to the hub, and what it leads to. Gives how much is gone, and how many entries are here.
fn ask_and_shorten(kiosk: &Kiosk) -> (Shortened, usize) {
    kiosk.with(|records| {
        wait(async {
            let _ = knock(&records).await;
            shorten(&records).await;
            let records = records.lock().unwrap();
            (records.shortened().unwrap(), records.all_entries().unwrap().len())
        })
    })
}

fn back_up(ground: &Ground, name: &str) -> String {
    let file = ground.text(name);
    stdout_of(&hub(&["backup", &file, "--data", &ground.data()]));
    file
}

#[test]
fn what_the_hub_has_in_a_copy_for_a_month_goes_and_comes_back_with_the_copy() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let mut recorded = kiosk.record(8);
    kiosk.sync().unwrap();
    assert_eq!(ask_and_shorten(&kiosk), (Shortened::default(), 8), "there is no copy");
    let copy = back_up(&ground, "copy.sqlite");
    recorded.extend(kiosk.record(2));
    kiosk.sync().unwrap();
    assert_eq!(ask_and_shorten(&kiosk), (Shortened::default(), 10), "there is one since today");
    assert!(marks(&kiosk).unwrap().ends_with("=0"), "of a day the least counts");
    days_pass(&kiosk, 1);
    assert_eq!(ask_and_shorten(&kiosk).1, 10);
    assert!(marks(&kiosk).unwrap().ends_with("=8"), "what the copy holds, and not what came since");
    days_pass(&kiosk, 29);
    assert_eq!(ask_and_shorten(&kiosk).1, 10);
    days_pass(&kiosk, 30);
    assert_eq!(ask_and_shorten(&kiosk), (Shortened { gone: 8, lacked: 0 }, 2));
    assert_eq!(kiosk.status().received, 10);
    let doctor = kiosk.doctor();
    assert!(doctor.contains("8 older entries are at the hub and in its copy"), "{doctor}");
    drop(running);

    // The hub's disk is gone; the copy is a month old.
    stdout_of(&hub(&["restore", &copy, "--data", &ground.data()]));
    let running = ground.start();
    kiosk.lead_to(&running.address);
    recorded.extend(kiosk.record(1));
    kiosk.sync().unwrap();
    // The newest told of the restored hub, and so came before what it lacks.
    let there = held_of(&running, "informed");
    assert_eq!(there.len(), recorded.len(), "each once");
    assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), recorded.into_iter().collect());
    assert_eq!((kiosk.status().waiting, kiosk.status().received), (0, 11));
    // What another life of the hub said counts no more.
    assert!(marks(&kiosk).is_none_or(|marks| marks.ends_with("=0")));
    assert_eq!(ask_and_shorten(&kiosk).0, Shortened { gone: 8, lacked: 0 });
}

#[test]
fn a_false_hub_makes_no_terminal_shorten() {
    let ground = Ground::new();
    let running = ground.start();
    let kiosk = Kiosk::enrolled(&ground, &running);
    kiosk.record(5);
    kiosk.sync().unwrap();
    let incarnation = running.get("/health").header("cups-hub-incarnation").unwrap().to_owned();
    // It says that everything is in a copy, and signs nothing.
    kiosk.lead_to(&swallowing(incarnation.clone()));
    assert_eq!(ask_and_shorten(&kiosk), (Shortened::default(), 5));
    assert!(marks(&kiosk).is_none_or(|marks| marks.ends_with("=0")));
    // A terminal that was enrolled before hubs had keys believes anybody's answer, and shortens by nobody's.
    kiosk.forget_key();
    let before = marks(&kiosk);
    ask_and_shorten(&kiosk);
    assert_eq!(marks(&kiosk), before);
    assert_eq!(ask_and_shorten(&kiosk), (Shortened::default(), 5));
    assert_eq!(held(&running).len(), 5);
}
