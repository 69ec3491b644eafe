//! A room with a relay: what is left there while the outer line is cut is at the hub once afterwards, nothing counts as
//! received before the hub's own receipt, and a relay that lies is not believed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "relay/ages.rs"]
mod ages;
#[path = "relay/automatic.rs"]
mod automatic;
#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "relay/kills.rs"]
mod kills;
#[path = "attack/kiosk.rs"]
#[allow(dead_code, reason = "the attacks use the rest")]
mod kiosk;
#[path = "relay/line.rs"]
#[allow(dead_code, reason = "the tests of a whole room use the rest")]
mod line;
#[path = "relay/older.rs"]
mod older;
#[path = "relay/place.rs"]
mod place;
#[path = "relay/plans.rs"]
mod plans;
#[path = "attack/playing.rs"]
mod playing;
#[path = "relay/program.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod program;

use cups_kiosk::domain::setup::RelayCode;
use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::store::identity::Identity;
use cups_kiosk::sync::catalogue::{Current, Way};
use cups_kiosk::sync::planner::BatchSize;
use cups_kiosk::sync::reason::Reason;
use cups_kiosk::sync::runner::{SyncError, look_for_catalogue, send_all, send_batch_now};
use ground::{hub, stdout_of};
use kiosk::{Kiosk, held};
use place::{Room, code_of, go_by};
use rusqlite::params;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use uuid::Uuid;

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

/// One round as the window makes it.
fn round(kiosk: &Kiosk) -> Result<usize, SyncError> {
    kiosk.with(|records| wait(send_all(&records)))
}

fn counts(kiosk: &Kiosk) -> (u64, u64, u64) {
    let status = kiosk.status();
    (status.waiting, status.kept, status.received)
}

/// Goes on with something until it is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(2), "never came: {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn set(ids: &[Uuid]) -> BTreeSet<Uuid> {
    ids.iter().copied().collect()
}

fn reason(outcome: Result<usize, SyncError>) -> Option<Reason> {
    outcome.err().and_then(|error| error.reason())
}

#[test]
fn what_is_left_at_a_relay_is_at_the_hub_once_and_received_only_then() {
    let room = Room::new();
    let relay = room.relay();
    let (address, one, other) = (relay.address.clone(), room.kiosk(&relay), room.kiosk(&relay));
    room.line.cut();
    let mut recorded = one.record(70);
    recorded.extend(other.record(3));
    for kiosk in [&one, &other] {
        round(kiosk).unwrap();
    }
    assert_eq!(counts(&one), (70, 70, 0), "kept is not received");
    assert_eq!(counts(&other), (3, 3, 0));
    assert!(held(&room.hub).is_empty());

    // The relay's power fails, with the line still cut: nothing of it is lost, and nothing is handed over twice.
    drop(relay);
    recorded.extend(one.record(2));
    assert_eq!(reason(round(&one)), Some(Reason::RelaySilent), "no other way is taken unsaid");
    assert_eq!(counts(&one), (72, 70, 0));
    let relay = room.relay_at(&address);
    round(&one).unwrap();
    assert_eq!(counts(&one), (72, 72, 0));
    let waiting: u64 = room.database().query_row("SELECT count(*) FROM parcel", [], |row| row.get(0)).unwrap();
    round(&one).unwrap();
    let again: u64 = room.database().query_row("SELECT count(*) FROM parcel", [], |row| row.get(0)).unwrap();
    assert_eq!(waiting, again);

    // And once more, with the line back but before anybody asked for a receipt.
    room.line.mend();
    drop(relay);
    let relay = room.relay_at(&address);
    until("all at the hub", || set(&held(&room.hub)) == set(&recorded));
    assert_eq!(counts(&other), (3, 3, 0), "the hub has them, and this computer was not told");
    drop(relay);
    let _relay = room.relay_at(&address);
    for (kiosk, count) in [(&one, 72), (&other, 3)] {
        until("the receipts", || {
            round(kiosk).unwrap();
            kiosk.status().waiting == 0
        });
        assert_eq!(counts(kiosk), (0, 0, count));
    }
    assert_eq!(held(&room.hub).len(), recorded.len(), "each once");
    until("the relay forgets what is settled", || {
        room.database().query_row("SELECT count(*) FROM parcel", [], |row| row.get::<_, u64>(0)).unwrap() == 0
    });
}

/// Records entries one by one and hands each over by itself, as a day at the desk does.
fn hand_over_one_by_one(kiosk: &Kiosk, count: usize) -> Vec<Uuid> {
    (0..count)
        .map(|_| {
            let id = kiosk.record(1)[0];
            round(kiosk).unwrap();
            id
        })
        .collect()
}

/// 200 entries that were handed over one by one, over the outer line together.
#[test]
fn what_was_handed_over_one_by_one_goes_over_the_outer_line_together() {
    let room = Room::new();
    let relay = room.relay();
    let (one, other) = (room.kiosk(&relay), room.kiosk(&relay));
    room.line.cut();
    let mut recorded = hand_over_one_by_one(&one, 100);
    recorded.extend(hand_over_one_by_one(&other, 100));
    let sum = |sql: &str| room.database().query_row::<usize, _, _>(sql, [], |row| row.get(0)).unwrap();
    let count = sum("SELECT count(*) FROM parcel");
    assert_eq!(count, 200, "each is a request of its own");
    // What a terminal would have sent of each to the hub itself: the body, packed.
    let bodies: Vec<Vec<u8>> = {
        let database = room.database();
        let mut statement = database.prepare("SELECT body FROM parcel ORDER BY number").unwrap();
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let payload: usize = bodies.iter().map(|body| zstd::bulk::compress(body, 9).unwrap().len()).sum();
    let before = (room.line.bytes(), room.line.asked("POST "));
    room.line.mend();
    // Something new makes the relay try the line at once.
    recorded.extend(hand_over_one_by_one(&one, 1));
    until("all at the hub", || set(&held(&room.hub)) == set(&recorded));
    assert_eq!(held(&room.hub).len(), recorded.len(), "each once");
    until("all are answered", || sum("SELECT count(*) FROM parcel WHERE answered IS NULL") == 0);
    let (up, down) = room.line.bytes();
    let (up, down) = (up - before.0.0, down - before.0.1);
    let trips = room.line.asked("POST ") - before.1;
    let hundredths = |bytes: usize| bytes * 100 / payload;
    println!(
        "{count} requests of one entry: {trips} round trips; payload {payload} bytes, up {up} ({} %), down {down} ({} %)",
        hundredths(up),
        hundredths(down)
    );
    assert!(trips <= 8, "{trips} round trips");
    assert!(hundredths(up + down) <= 130, "{up} up and {down} down of {payload}");
    for kiosk in [&one, &other] {
        until("the receipts", || {
            round(kiosk).unwrap();
            kiosk.status().waiting == 0
        });
    }
}

#[test]
fn send_now_reaches_through_the_relay_and_its_doctor_says_why_nothing_goes() {
    let room = Room::new();
    let relay = room.relay();
    let kiosk = room.kiosk(&relay);
    let doctor = || {
        let said = hub(&["doctor", "--data", room.relay.path().to_str().unwrap()]);
        let said = String::from_utf8(said.stdout).unwrap();
        // How full the disk of whoever runs this is, is another matter.
        (!said.lines().any(|line| line.starts_with("BAD") && !line.starts_with("BAD disk")), said)
    };
    let (well, said) = doctor();
    assert!(well && said.contains("ok  relay: it runs") && said.contains("nothing waits for the hub"), "{said}");
    room.line.cut();
    let recorded = kiosk.record(2);
    round(&kiosk).unwrap();
    until("the doctor says why", || {
        let (well, said) = doctor();
        !well && said.contains("1 requests wait for the hub") && said.contains("BAD line to the hub")
    });
    // The relay waits for longer and longer by itself.
    let next = || {
        let note = std::fs::read_to_string(room.relay.path().join("relay-line.json")).unwrap_or_default();
        let note: serde_json::Value = serde_json::from_str(&note).unwrap_or_default();
        note["nextTry"].as_str().and_then(|at| at.parse::<jiff::Timestamp>().ok())
    };
    until("a long wait", || {
        if next().is_none_or(|next| next < jiff::Timestamp::now()) {
            return false;
        }
        let far = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(4);
        next().is_some_and(|next| next > far)
    });
    let (waits_until, mended) = (next().unwrap(), jiff::Timestamp::now());
    room.line.mend();
    // An ordinary look at the receipts leaves it waiting, the press does not.
    kiosk.with(|records| wait(send_batch_now(&records, BatchSize::default(), true))).unwrap();
    until("all at the hub", || held(&room.hub) == recorded);
    let took = jiff::Timestamp::now().duration_since(mended);
    assert!(jiff::Timestamp::now() < waits_until || took < jiff::SignedDuration::from_secs(3), "{took}");
    until("it is well", || doctor().0);
}

#[test]
fn a_hub_that_knows_no_requests_together_gets_them_one_by_one() {
    let room = Room::new();
    room.line.lead_to_older();
    let relay = room.relay();
    let kiosk = room.kiosk(&relay);
    let recorded = hand_over_one_by_one(&kiosk, 7);
    until("the receipts", || {
        round(&kiosk).unwrap();
        kiosk.status().waiting == 0
    });
    assert_eq!(held(&room.hub), recorded);
    assert_eq!(room.line.asked("/kept-requests"), 1, "it is not asked each time");
}

#[test]
fn a_receipt_is_the_hubs_for_this_one_request_or_none() {
    let room = Room::new();
    let relay = room.relay();
    let (one, other) = (room.kiosk(&relay), room.kiosk(&relay));
    let answers = || {
        let database = room.database();
        let mut statement = database
            .prepare("SELECT nonce, answer, signed FROM parcel WHERE answer IS NOT NULL ORDER BY number")
            .unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect::<Vec<(String, String, String)>>()
    };
    let lie = |nonce: &str, answer: &str, signed: Option<&str>| {
        let sql = "UPDATE parcel SET answered = '2026-11-27T00:00:00Z', answer = ?2, signed = ?3 WHERE nonce = ?1";
        assert_eq!(room.database().execute(sql, params![nonce, answer, signed]).unwrap(), 1);
    };
    one.record(1);
    other.record(1);
    round(&one).unwrap();
    round(&other).unwrap();
    until("both answers", || answers().len() == 2);
    let (first, second) = (answers()[0].clone(), answers()[1].clone());
    let forged = format!("{}{}", if first.2.starts_with('A') { 'B' } else { 'A' }, &first.2[1..]);
    // Cut, so that nothing true comes in the place of the lie.
    room.line.cut();
    for (why, answer, signed) in [
        ("another terminal's", second.1.clone(), Some(second.2.clone())),
        ("changed", first.1.replacen("accepted", "duplicate", 1), Some(first.2.clone())),
        ("forged", first.1.clone(), Some(forged)),
        ("unsigned", first.1.clone(), None),
        ("no answer at all", "<html>".to_owned(), Some(first.2.clone())),
    ] {
        lie(&first.0, &answer, signed.as_deref());
        assert_eq!(reason(round(&one)), Some(Reason::OtherKey), "{why}");
        assert_eq!(counts(&one), (1, 1, 0), "{why}");
        assert!(answers().iter().all(|answer| answer.0 != first.0), "{why}: it is asked of the hub once more");
    }
    // What the hub really said is believed.
    lie(&first.0, &first.1, Some(&first.2));
    round(&one).unwrap();
    assert_eq!(counts(&one), (0, 0, 1));

    // The receipt of before, given for what comes after.
    one.record(1);
    round(&one).unwrap();
    let nonce: String = room
        .database()
        .query_row("SELECT nonce FROM parcel ORDER BY number DESC LIMIT 1", [], |row| row.get(0))
        .unwrap();
    lie(&nonce, &first.1, Some(&first.2));
    assert_eq!(reason(round(&one)), Some(Reason::OtherKey));
    assert_eq!(counts(&one), (1, 1, 1));
    // And under its own name: nobody waits for it any more.
    room.database().execute("UPDATE parcel SET nonce = ?1 WHERE nonce = ?2", params![first.0, nonce]).unwrap();
    let handed_over = round(&one);
    assert!(handed_over.is_ok(), "the relay does not know the request, and gets it once more");
    assert_eq!(counts(&one), (1, 1, 1));
    room.line.mend();
    // Something new makes the relay try the line at once.
    one.record(1);
    until("the truth", || {
        let _ = round(&one);
        counts(&one) == (0, 0, 3)
    });
}

#[test]
fn whoever_holds_another_key_or_another_word_gets_nothing() {
    let room = Room::new();
    let (relay, stranger) = (room.relay(), tempfile::tempdir().unwrap());
    let kiosk = room.kiosk(&relay);
    kiosk.record(2);
    let true_code = RelayCode::read(&code_of(room.relay.path(), &relay.address)).unwrap();
    // Another relay, with another key, at the same place.
    let false_code = RelayCode::read(&code_of(stranger.path(), &relay.address)).unwrap();
    for code in [
        RelayCode { key: false_code.key.clone(), ..true_code.clone() },
        RelayCode { word: false_code.word.clone(), ..true_code.clone() },
        // A hub behind plain HTTP.
        RelayCode { address: format!("https://{}", room.hub.address), ..true_code.clone() },
    ] {
        go_by(&kiosk, &code.line());
        assert_eq!(reason(round(&kiosk)), Some(Reason::RelayOther), "{}", code.address);
        assert_eq!(counts(&kiosk), (2, 0, 0));
    }
    let kept: u64 = room.database().query_row("SELECT count(*) FROM parcel", [], |row| row.get(0)).unwrap();
    assert_eq!((kept, held(&room.hub).len()), (0, 0));
    let doctor = kiosk.doctor();
    assert!(doctor.contains(Reason::RelayOther.what()), "{doctor}");
    go_by(&kiosk, &true_code.line());
    until("the receipts", || {
        round(&kiosk).unwrap();
        counts(&kiosk) == (0, 0, 2)
    });
}

#[test]
fn a_terminal_that_was_shut_out_hears_it_through_the_relay() {
    let room = Room::new();
    let relay = room.relay();
    let kiosk = room.kiosk(&relay);
    room.line.cut();
    kiosk.record(2);
    round(&kiosk).unwrap();
    stdout_of(&hub(&["revoke", "--terminal", &kiosk.name(), "--data", &room.ground.data()]));
    room.line.mend();
    kiosk.record(1);
    until("the refusal", || reason(round(&kiosk)) == Some(Reason::Revoked));
    assert_eq!(kiosk.status().received, 0);
    assert_eq!(kiosk.status().waiting, 3, "nothing is lost");
}

#[test]
fn a_terminal_without_its_relay_goes_to_the_hub_itself_when_it_is_told_to() {
    let room = Room::new();
    let relay = room.relay();
    let kiosk = room.kiosk(&relay);
    room.line.cut();
    let recorded = kiosk.record(3);
    round(&kiosk).unwrap();
    assert_eq!(counts(&kiosk), (3, 3, 0));
    Identity::known(&kiosk.path("identity.json")).unwrap().unwrap().go_by_relay(None).unwrap();
    assert_eq!(round(&kiosk).unwrap(), 3);
    assert_eq!(counts(&kiosk), (0, 0, 3));
    // What the relay still keeps of them comes later, and is stored once.
    room.line.mend();
    drop(relay);
    let _relay = room.relay();
    until("the relay's copy is answered", || {
        let sql = "SELECT count(*) FROM parcel WHERE answered IS NULL";
        room.database().query_row(sql, [], |row| row.get::<_, u64>(0)).unwrap() == 0
    });
    assert_eq!(held(&room.hub), recorded);
}

#[test]
fn a_room_of_five_fetches_a_catalogue_once() {
    let room = Room::new();
    let number = cups_kiosk::catalogue::shipped_number() + 1;
    let folder = room.ground.write_catalogue(number);
    stdout_of(&room.ground.publish(&folder));
    let relay = room.relay();
    let look = |kiosk: &Kiosk| {
        let data = DataFolder::new(Some(kiosk.path("")));
        let cache = CatalogueCache::new(data.catalogue());
        let mut way = Way::new(&data, Current::of(&cache.in_use().unwrap()), None);
        let look =
            kiosk.with(|records| wait(look_for_catalogue(&records, &mut way, cups_kiosk::platform::clock::now())));
        let now = CatalogueCache::new(data.catalogue()).in_use().unwrap();
        (look, now.shelf.overview().number, now.sha256)
    };
    let kiosks: Vec<Kiosk> = (0..5).map(|_| room.kiosk(&relay)).collect();
    for kiosk in &kiosks[..4] {
        let (looked, now, _) = look(kiosk);
        assert!(looked.is_ok(), "{looked:?}");
        assert_eq!(now, number);
    }
    // The last one comes when the line is cut, and has it all the same.
    room.line.cut();
    let (_, now, hash) = look(&kiosks[4]);
    assert_eq!(now, number);
    for asked in [format!("/releases/{hash}"), "snapshot.json".to_owned(), "targets.json".to_owned()] {
        assert_eq!(room.line.asked(&asked), 1, "{asked}");
    }
    // What a bad disk made of the relay's copy is fetched anew, and given to nobody.
    let place = room.relay.path().join("mirror/releases").join(&hash);
    let bytes = std::fs::read(&place).unwrap();
    std::fs::write(&place, &bytes[..bytes.len() / 2]).unwrap();
    room.line.mend();
    let (looked, now, _) = look(&room.kiosk(&relay));
    assert!(looked.is_ok(), "{looked:?}");
    assert_eq!((now, room.line.asked(&format!("/releases/{hash}"))), (number, 2));
}
