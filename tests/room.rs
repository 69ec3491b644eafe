//! The room works as one: what is done at one computer of a centre goes on at another, with the outer line cut; a computer that
//! burnt costs nothing that was shared; and when the line is back the hub has every entry once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "room/desk.rs"]
mod desk;
#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "attack/kiosk.rs"]
#[allow(dead_code, reason = "the attacks use the rest")]
mod kiosk;
#[path = "relay/line.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod line;
#[path = "relay/place.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod place;
#[path = "relay/program.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod program;

use cups_kiosk::domain::case::{Command, Person};
use cups_kiosk::domain::people::StaffRole;
use cups_kiosk::domain::record::Reason;
use cups_kiosk::store::records::{RecordsError, RoomPlace};
use desk::{COLLEAGUE, Desk, PASSWORD, SPECIALIST};
use ground::{hub, stdout_of};
use kiosk::held;
use place::{Room, code_of, go_by};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Goes on with something until it is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(2), "never came: {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn named(name: &str) -> Command {
    Command::Identify(Person { name: name.to_owned(), ..Person::default() })
}

/// A room whose relay knows the hub's key and the roster: its computers were there with the line.
fn room_with(count: usize) -> (Room, place::Relay, Vec<Desk>) {
    let room = Room::new();
    let relay = room.relay();
    let code = || code_of(room.relay.path(), &relay.address);
    until("the relay knows the hub", || cups_kiosk::domain::setup::RelayCode::read(&code()).unwrap().hub.is_some());
    let mut desks: Vec<Desk> = (0..count).map(|_| Desk::enrolled(&room)).collect();
    for desk in &desks {
        go_by(&desk.kiosk, &code());
    }
    desks[0].is_first();
    // Twice: a computer that was enrolled after another asked stands in the roster of its next question.
    for _ in 0..2 {
        for desk in &mut desks {
            desk.shares().unwrap();
        }
    }
    (room, relay, desks)
}

#[test]
fn a_case_goes_on_at_another_computer_with_the_line_cut_and_a_burnt_computer_costs_nothing() {
    let (room, relay, mut desks) = room_with(2);
    let mut c = desks.pop().unwrap();
    let mut b = desks.pop().unwrap();
    room.line.cut();
    drop(room.hub);

    // Begun at B, goes on at C, by the same password.
    let case = b.opens();
    b.does(case, named("Persoană de probă"));
    b.shares().unwrap();
    c.shares().unwrap();
    c.signs_in(SPECIALIST, PASSWORD);
    assert!(c.cases()[&case] == b.cases()[&case]);
    c.does(case, Command::Papers(vec!["buletin".to_owned()]));
    c.shares().unwrap();
    b.shares().unwrap();
    b.takes();
    assert_eq!(b.cases()[&case].papers, ["buletin"]);
    assert!(b.cases() == c.cases());

    // What C recorded goes to the relay with the journal; then its disk is gone.
    c.sends().unwrap();
    let of_c = c.entries();
    drop(c);
    let mut d = Desk::new();
    go_by(&d.kiosk, &code_of(room.relay.path(), &relay.address));
    assert!(d.specialists().contains(&SPECIALIST.to_owned()), "the centre has people already");
    d.signs_in(SPECIALIST, PASSWORD);
    assert!(d.cases() == b.cases(), "all open cases are here");
    d.does(case, named("Persoană de probă, alta"));
    d.shares().unwrap();
    b.shares().unwrap();
    b.takes();
    assert_eq!(b.cases()[&case].person.name, "Persoană de probă, alta");
    // It keeps what it recorded: the hub does not know it.
    assert!(d.sends().is_err());
    assert!(d.kiosk.status().waiting > 0);

    // The hub is back.
    let address = room.line.hub();
    let running = room.ground.start_at(&address);
    room.line.mend();
    d.enrols(&room.ground, &address);
    let mut expected: BTreeSet<_> = of_c.into_iter().collect();
    expected.extend(b.entries());
    expected.extend(d.entries());
    until("every entry is at the hub", || {
        for desk in [&mut b, &mut d] {
            let _ = desk.sends();
        }
        held(&running).into_iter().collect::<BTreeSet<_>>().is_superset(&expected)
    });
    let held = held(&running);
    assert_eq!(held.len(), held.iter().collect::<BTreeSet<_>>().len(), "each once");

    // And a computer elsewhere, without any relay, has the case by the hub.
    b.shares().unwrap();
    let mut away = Desk::enrolled_at(&room.ground, &running);
    away.shares().unwrap();
    away.signs_in(SPECIALIST, PASSWORD);
    assert!(away.cases() == b.cases());
}

#[test]
fn without_any_relay_two_computers_share_by_the_hub_and_another_centre_gets_nothing() {
    let room = Room::new();
    let (mut one, mut other) = (Desk::enrolled(&room), Desk::enrolled(&room));
    one.is_first();
    let case = one.opens();
    one.shares().unwrap();
    other.shares().unwrap();
    other.signs_in(SPECIALIST, PASSWORD);
    assert!(other.cases() == one.cases() && other.cases().contains_key(&case));
    // Asked and offered again changes nothing, and brings nothing twice.
    let log = || {
        let database = Connection::open(room.ground.path("data").join("hub.sqlite")).unwrap();
        database.query_row("SELECT count(*) FROM room_parcel", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let before = log();
    for _ in 0..3 {
        other.shares().unwrap();
        one.shares().unwrap();
    }
    assert_eq!(log(), before, "what was taken from the others is not offered back");
    let mut stranger = Desk::enrolled_for("soroca", &room);
    stranger.shares().unwrap();
    assert!(stranger.specialists().is_empty());
    assert!(stranger.kiosk.open().roster().unwrap().is_some_and(|roster| roster.terminals.len() == 1));
}

#[test]
fn who_was_removed_at_one_desk_does_not_sign_in_at_the_others_and_new_work_is_under_a_new_key() {
    let (_room, _relay, mut desks) = room_with(2);
    let mut c = desks.pop().unwrap();
    let mut b = desks.pop().unwrap();
    b.adds(COLLEAGUE, StaffRole::Specialist);
    b.shares().unwrap();
    c.shares().unwrap();
    c.signs_in(COLLEAGUE, PASSWORD);
    let before = c.newest_key();
    b.removes(COLLEAGUE);
    b.shares().unwrap();
    c.shares().unwrap();
    let refused = c.tries(COLLEAGUE, PASSWORD).err();
    assert!(matches!(refused, Some(RecordsError::WrongPassword { .. })), "{refused:?}");
    c.signs_in(SPECIALIST, PASSWORD);
    assert_ne!(c.newest_key(), before);
    let case = c.opens();
    c.shares().unwrap();
    b.shares().unwrap();
    b.signs_in(SPECIALIST, PASSWORD);
    assert!(b.cases().contains_key(&case));
}

#[test]
fn what_two_desks_did_apart_comes_together_and_an_erased_case_is_gone_everywhere() {
    let (room, relay, mut desks) = room_with(2);
    let mut c = desks.pop().unwrap();
    let mut b = desks.pop().unwrap();
    let case = b.opens();
    b.shares().unwrap();
    c.shares().unwrap();
    c.signs_in(SPECIALIST, PASSWORD);
    b.does(case, named("Ana"));
    c.does(case, named("Ion"));
    for _ in 0..2 {
        b.shares().unwrap();
        c.shares().unwrap();
    }
    b.takes();
    c.takes();
    assert!(b.cases() == c.cases());
    assert!(b.cases()[&case].conflicts().next().is_some(), "a person decides, with both sides at hand");

    c.does(case, Command::Erase { reason: Reason::PersonWish });
    c.shares().unwrap();
    b.shares().unwrap();
    b.takes();
    assert!(!b.cases().contains_key(&case) && !c.cases().contains_key(&case));
    b.shares().unwrap();
    for database in [room.relay.path().join("relay.sqlite"), room.ground.path("data").join("hub.sqlite")] {
        let connection = Connection::open(&database).unwrap();
        let left: i64 = connection
            .query_row(
                "SELECT count(*) FROM room_parcel WHERE case_id = ?1 AND NOT erased",
                [case.to_string()],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(left, 0, "{}", database.display());
    }
    drop(relay);
}

#[test]
fn a_relay_and_a_hub_that_begin_anew_are_offered_all_of_it() {
    let (room, relay, mut desks) = room_with(1);
    let mut b = desks.pop().unwrap();
    let case = b.opens();
    b.shares().unwrap();
    // The relay's disk is gone; its key was kept.
    let address = relay.address.clone();
    drop(relay);
    for end in ["relay.sqlite", "relay.sqlite-wal", "relay.sqlite-shm"] {
        let _ = std::fs::remove_file(room.relay.path().join(end));
    }
    let _relay = room.relay_at(&address);
    b.shares().unwrap();
    let database = room.database();
    let count = |sql: &str| database.query_row(sql, [case.to_string()], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM room_parcel WHERE case_id = ?1"), 1);
    assert!(b.kiosk.open().room_log(RoomPlace::Relay).unwrap().is_some());
}

#[test]
fn a_computer_that_was_shut_out_gets_and_gives_nothing_by_either_way() {
    let (room, _relay, mut desks) = room_with(2);
    let mut c = desks.pop().unwrap();
    let mut b = desks.pop().unwrap();
    stdout_of(&hub(&["revoke", "--terminal", &c.kiosk.name(), "--data", &room.ground.data()]));
    // B hears of it at the hub, and tells the relay.
    b.shares().unwrap();
    b.shares().unwrap();
    let case = b.opens();
    b.shares().unwrap();
    assert!(c.shares_at(RoomPlace::Relay).is_err());
    assert!(c.shares_at(RoomPlace::Hub).is_err());
    c.signs_in(SPECIALIST, PASSWORD);
    assert!(!c.cases().contains_key(&case));
}
