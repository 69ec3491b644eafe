//! The records file is written anew without what went from it, and killed while it is: it is as it was or as it is to be, and nothing
//! that was recorded or counted is another thing afterwards.

use crate::ground::Ground;
use crate::kiosk::Kiosk;
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Position, SealedContent};
use cups_kiosk::domain::text::Language;
use cups_kiosk::store::records::{Delivery, NewEntry, Records};
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many entries are recorded, and how many of them go.
const ALL: u64 = 1_200;
const GO: u64 = 1_100;

fn on(day: i64) -> Timestamp {
    "2026-01-05T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * day)
}

/// A terminal whose journal was shortened: most of its file holds nothing.
fn shortened() -> Kiosk {
    // Only who is enrolled has somebody to seal to.
    let ground = Ground::new();
    let kiosk = Kiosk::enrolled(&ground, &ground.start());
    let mut records = kiosk.open();
    records.note_incarnation("one").unwrap();
    let circumstances =
        Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
    for number in 0..ALL {
        let facts = EntryFacts::new(Action::Informed, &circumstances);
        // What nobody can pack: letters in no order.
        let letter =
            |place: u64| char::from(b'a' + u8::try_from(((place * place * (number + 7)) >> 3) % 26).unwrap_or(0));
        let sealed = SealedContent { note: Some((0..4_000).map(letter).collect()), ..SealedContent::default() };
        let entry = NewEntry { id: Uuid::from_u128(u128::from(number + 1)), facts, sealed: Some(sealed) };
        records.record(&entry, None, on(i64::try_from(number / 100).unwrap())).unwrap();
    }
    let (terminal, epoch) = (records.identity().terminal.clone(), records.identity().epoch);
    let received = |sequence| Delivery {
        position: Position { terminal: terminal.clone(), epoch, sequence },
        receipt: Some(format!("r-{sequence}")),
        quarantined: None,
    };
    records.note_deliveries(&(1..=GO).map(received).collect::<Vec<_>>()).unwrap();
    for day in [20, 51] {
        records.note_backed_up(&[(epoch, GO)], on(day), on(day)).unwrap();
    }
    assert_eq!(records.shorten(usize::MAX).unwrap(), GO);
    records.checkpoint().unwrap();
    drop(records);
    kiosk
}

/// All that is told from a records file.
fn told(records: &Records) -> String {
    let entries = records.all_entries().unwrap();
    let month = records.counted("2026-01".parse().unwrap(), "Europe/Chisinau").unwrap();
    let (status, held) = (records.outbox_status().unwrap(), records.held().unwrap());
    let hashes: Vec<String> = entries.iter().map(|entry| hex::encode(entry.hash())).collect();
    format!("{hashes:?} {} {status:?} {held:?} {:?}", month.len(), records.shortened().unwrap())
}

fn compact(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cups-kiosk"));
    command.arg("--data").arg(folder).args(["outbox", "compact"]).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn length(kiosk: &Kiosk) -> u64 {
    std::fs::metadata(kiosk.path("records.sqlite")).unwrap().len()
}

fn is_whole(kiosk: &Kiosk) -> bool {
    let connection = rusqlite::Connection::open(kiosk.path("records.sqlite")).unwrap();
    connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap() == "ok"
}

#[test]
fn a_shortened_file_becomes_smaller_and_a_kill_at_any_moment_changes_nothing_of_it() {
    let before = shortened();
    let wanted = told(&before.open());
    let large = length(&before);
    let slack = before.open().slack().unwrap();
    assert!(slack.empty * 2 > slack.all, "{slack:?}");

    let whole = before.copied();
    let begun = Instant::now();
    assert!(compact(&whole.path("")).status().unwrap().success());
    let took = begun.elapsed();
    assert!(length(&whole) * 3 < large, "{} of {large}", length(&whole));
    let slack = whole.open().slack().unwrap();
    assert_eq!((slack.empty, slack.all), (0, length(&whole)), "the file has no page that holds nothing");
    assert_eq!(told(&whole.open()), wanted);
    assert_eq!(whole.open().shrink().unwrap(), 0, "it is not worth it again");

    let kills = std::env::var("CUPS_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(16_u32);
    let (mut as_it_was, mut killed) = (0, 0);
    for kill in 0..kills {
        let kiosk = before.copied();
        let mut child = compact(&kiosk.path("")).spawn().unwrap();
        // Not a wait for something: the kill comes when it comes, from the start of the program to its end.
        std::thread::sleep(took.mul_f64(f64::from(kill) / f64::from(kills)));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
        let records = kiosk.open();
        assert_eq!(told(&records), wanted, "kill {kill}");
        as_it_was += u32::from(records.slack().unwrap().empty > 0);
        drop(records);
        assert!(is_whole(&kiosk), "kill {kill}");
        // And it goes on from wherever it was.
        assert!(compact(&kiosk.path("")).status().unwrap().success());
        assert_eq!(length(&kiosk), length(&whole), "kill {kill}");
        assert_eq!(told(&kiosk.open()), wanted);
    }
    println!("{killed} of {kills} killed, {as_it_was} of them before it was done, {took:?} each");
    assert!(killed > kills / 2 && as_it_was > 0, "{killed} killed, {as_it_was} as it was");
}

#[test]
fn whoever_records_beside_it_goes_on_and_the_file_becomes_smaller_another_time() {
    let kiosk = shortened();
    let large = length(&kiosk);
    let mut other = rusqlite::Connection::open(kiosk.path("records.sqlite")).unwrap();
    let reading = other.transaction().unwrap();
    let count = || reading.query_row("SELECT count(*) FROM entry", [], |row| row.get::<_, u64>(0)).unwrap();
    assert_eq!(count(), ALL - GO);
    // What somebody reads stays where it is as long as they do.
    let mut records = kiosk.open();
    let begun = Instant::now();
    let _ = records.shrink();
    assert!(begun.elapsed() < Duration::from_mins(1));
    assert_eq!((count(), length(&kiosk)), (ALL - GO, large));
    drop(reading);
    drop(other);
    kiosk.record(1);
    let _ = records.shrink().unwrap();
    records.checkpoint().unwrap();
    drop(records);
    drop(kiosk.open());
    assert!(length(&kiosk) * 3 < large, "{} of {large}", length(&kiosk));
    assert_eq!(kiosk.open().all_entries().unwrap().len() as u64, ALL - GO + 1);
    assert!(is_whole(&kiosk));
}
