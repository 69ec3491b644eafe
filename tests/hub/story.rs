//! What every store must do, told once over the wire and run over each: whoever speaks to the hub must not be able to tell which
//! database is behind it.

use crate::ground::{
    Answer, Event, Ground, Running, Terminal, change, event, exchange, recovery_codes, stdout_of, values, verdicts,
};
use crate::server::Server;
use cups_kiosk::domain::case::ProviderNumber;
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::protocol::carried::Carried;
use cups_kiosk::protocol::enrolment::{CatalogueAnnouncement, EnrolmentAnswer, EnrolmentRequest, RecoveryAnswer};
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::parcel::Head;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::provider_state::{ProviderStatesAnswer, ProviderStatesQuestion, request_hash};
use cups_kiosk::protocol::recovery::matches;
use cups_kiosk::protocol::room::{
    MEDIA_TYPE, NotKept, RoomAnswer, RoomHeading, RoomKind, RoomParcel, RoomQuestion, pack, unpack,
};
use cups_kiosk::protocol::signature::{SIGNATURE_HEADER, TERMINAL_HEADER, sign};
use cups_kiosk::protocol::verdict::Verdict::{Accepted, Duplicate, Quarantined};
use cups_kiosk::protocol::verdict::{BatchAnswer, QuarantineCode};
use serde_json::json;
use std::fs;
use std::panic::AssertUnwindSafe;

/// A part of the story: what happens, and who tells it.
type Part = (&'static str, fn(&Ground));

const STORY: [Part; 14] = [
    ("a terminal is enrolled by a code, once", enrolled),
    ("a batch is taken once, however often it comes", taken_once),
    ("a gap stays one until it is filled", gap),
    ("a second history is set aside, and what follows on it", fork),
    ("what is another's, or damaged, is set aside and blocks no other", set_aside),
    ("what was held under another epoch is known again", another_epoch),
    ("a computer under a new name brings its records along, once", new_name),
    ("a terminal moves to another centre and keeps its records", moved),
    ("who was shut out is told so, and nobody else learns it", revoked),
    ("recovery codes reach their terminal, the newest alone", recovery),
    ("a centre's computers give each other what they have", room),
    ("a provider's list reaches the terminal that asks", states),
    ("a catalogue is published and given out", catalogue),
    ("what was acknowledged is there after a restart and after a kill", durable),
];

fn tell(ground: impl Fn() -> Ground) {
    for (what, happens) in STORY {
        let told = std::panic::catch_unwind(AssertUnwindSafe(|| happens(&ground())));
        assert!(told.is_ok(), "{what}");
    }
}

#[test]
fn the_story_over_the_embedded_database() {
    tell(Ground::new);
}

#[test]
fn the_story_over_postgresql() {
    let server = Server::shared();
    tell(|| Ground::over(Some(server.database())));
}

fn codes(answer: &BatchAnswer) -> Vec<Option<QuarantineCode>> {
    answer.verdicts.iter().map(|verdict| verdict.code).collect()
}

/// How far the newest epoch has come, and how many of its entries are held.
fn stand(answer: &BatchAnswer) -> (u32, u64, Option<u64>) {
    let mark = answer.watermarks[0];
    (mark.epoch, mark.received, mark.stored)
}

fn enrolled(ground: &Ground) {
    let running = ground.start();
    let (code, printed) = ground.paper();
    let terminal = Terminal::new(1);
    let first = running.enrol(&terminal, &terminal.request(&code));
    assert_eq!(first.status, 201, "{}", first.text());
    let told: EnrolmentAnswer = first.json();
    assert!(told.centre.id == "lozova" && told.operator_key.starts_with("age1") && told.catalogue_root.is_none());
    assert!(printed.iter().zip(&told.recovery_codes).all(|(code, hash)| matches(hash, code)));
    assert_eq!(told.recovery_codes.len(), printed.len());
    let again: EnrolmentAnswer =
        running.enrol(&terminal, &terminal.request(&code.to_lowercase().replace('-', " "))).json();
    assert_eq!(again, told, "its answer may have been lost");
    let other = Terminal::new(2);
    running.enrol(&other, &other.request(&code)).problem(403);
    running.enrol(&other, &other.request("ABCD-0000")).problem(403);
    let named = Terminal { name: terminal.name.clone(), ..Terminal::new(2) };
    let thief = EnrolmentRequest { terminal: terminal.name.clone(), ..other.request(&ground.code()) };
    running.enrol(&named, &thief).problem(409);
    // Of two that come with one code at the same moment one is let in.
    let code = ground.code();
    let outcomes: Vec<u16> = std::thread::scope(|scope| {
        let asking: Vec<_> = (3..7)
            .map(|number| {
                let (running, code) = (&running, &code);
                scope.spawn(move || {
                    let terminal = Terminal::new(number);
                    running.enrol(&terminal, &terminal.request(code)).status
                })
            })
            .collect();
        asking.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|status| **status == 201).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|status| **status == 403).count(), 3, "{outcomes:?}");
}

fn taken_once(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, 5);
    let answer = terminal.send(&running, &events[..3]);
    assert_eq!(verdicts(&answer), [Accepted; 3]);
    assert_eq!(stand(&answer), (1, 3, Some(3)));
    assert_eq!((answer.watermarks[0].durable, answer.watermarks[0].backed_up, answer.again), (3, 0, 0));
    let end = &terminal.name[terminal.name.len() - 4..];
    assert_eq!(answer.verdicts[2].receipt, Some(format!("{end}-1-3")));
    let answer = terminal.send(&running, &events);
    assert_eq!(verdicts(&answer), [Duplicate, Duplicate, Duplicate, Accepted, Accepted]);
    assert_eq!(answer.verdicts[0].receipt, Some(format!("{end}-1-1")));
    // The very bytes once more, and the same event twice in one parcel.
    let body = terminal.parcel(&events);
    let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, &body);
    for _ in 0..2 {
        let answer = terminal.post_body(&running.address, &body, &signature, None).unwrap();
        assert_eq!(verdicts(&answer.json()), [Duplicate; 5]);
    }
    let next = terminal.events(1, 6)[5].clone();
    let answer = terminal.send(&running, &[next.clone(), next]);
    assert_eq!((verdicts(&answer), stand(&answer)), (vec![Accepted, Duplicate], (1, 6, Some(6))));
    assert!(terminal.send(&running, &[]).verdicts.is_empty());
    // The newest is vouched for; a signature that does not fit keeps nothing from being taken.
    let newest = &terminal.entries(1, 6)[5];
    for key in [&terminal.key, &Terminal::new(2).key] {
        let head = Head::signed(key, &terminal.name, 1, 6, &newest.hash());
        let body = terminal.parcel_with(&events, Some(head));
        let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, &body);
        assert_eq!(terminal.post_body(&running.address, &body, &signature, None).unwrap().status, 200);
    }
    let said = terminal.send_saying(&running, &events, &json!({"waiting": 3}));
    assert_eq!(verdicts(&said), [Duplicate; 5]);
    assert_eq!(running.get("/health").status, 200);
}

fn gap(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, 6);
    let of = |places: &[usize]| -> Vec<Event> { places.iter().map(|place| events[place - 1].clone()).collect() };
    let sent = |places: &[usize]| stand(&terminal.send(&running, &of(places)));
    assert_eq!(sent(&[1, 2, 4]), (1, 2, Some(3)));
    assert_eq!(sent(&[6]), (1, 2, Some(4)));
    assert_eq!(sent(&[3]), (1, 4, Some(5)));
    assert_eq!(sent(&[3, 4]), (1, 4, Some(5)));
    assert_eq!(sent(&[5]), (1, 6, Some(6)));
    // The newest first, and each epoch by itself.
    let later = terminal.events(2, 3);
    let backwards: Vec<Event> = later.iter().rev().cloned().collect();
    let answer = terminal.send(&running, &backwards);
    assert_eq!((verdicts(&answer), stand(&answer)), (vec![Accepted; 3], (2, 3, Some(3))));
    assert_eq!(answer.watermarks[1].received, 6);
}

fn fork(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let entries = terminal.entries(1, 3);
    terminal.send(&running, &values(&entries));
    let said = RecordedFacts::of(&EntryFacts::new(Action::Referred, &terminal.circumstances())).unwrap();
    let mut other = entries[2].clone();
    other.facts = said.clone();
    let mut after = other.clone();
    after.position.sequence = 4;
    after.id = terminal.id(1, 4);
    after.previous = other.hash();
    for _ in 0..2 {
        let answer = terminal.send(&running, &values(&[other.clone(), after.clone()]));
        assert_eq!(codes(&answer), [Some(QuarantineCode::Fork); 2]);
        assert_eq!(stand(&answer), (1, 3, Some(3)));
    }
    // What goes on on the history that is held is taken.
    assert_eq!(verdicts(&terminal.send(&running, &terminal.events(1, 4))), [Duplicate, Duplicate, Duplicate, Accepted]);
    // What follows on the other one is known as its own, also with nothing at its place.
    let mut later = after.clone();
    later.position.sequence = 7;
    later.id = terminal.id(1, 7);
    later.previous = after.hash();
    assert_eq!(codes(&terminal.send(&running, &values(&[later]))), [Some(QuarantineCode::Fork)]);
    // One that does not fit between two that are held.
    let mut between = terminal.entries(1, 6);
    terminal.send(&running, &values(&between[5..]));
    between[4].facts = said;
    assert_eq!(codes(&terminal.send(&running, &values(&between[4..5]))), [Some(QuarantineCode::Fork)]);
    let health: serde_json::Value = running.get("/health").json();
    assert_eq!(health["alarms"], 1, "a person is told once");
}

fn set_aside(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut events = terminal.events(1, 6);
    change(&mut events[1], |event| event["data"]["facts"] = json!("no facts"));
    change(&mut events[2], |event| event["entryhash"] = json!("00".repeat(32)));
    change(&mut events[3], |event| event["terminal"] = json!("t-00000000-0000-4000-8000-000000000000"));
    events[4] = event(&"no event \u{0} at all");
    // Recorded long after its enrolment, for a centre of which it never was.
    let mut abroad = Terminal { centre: "rome".to_owned(), ..terminal.clone() }.entries(1, 7).remove(6);
    abroad.time = "2099-01-01T00:00:00Z".parse().unwrap();
    events.extend(values(&[abroad]));
    for _ in 0..2 {
        let answer = terminal.send(&running, &events);
        let found = codes(&answer);
        let expected =
            [QuarantineCode::Malformed, QuarantineCode::Hash, QuarantineCode::Terminal, QuarantineCode::Malformed];
        assert_eq!(found[1..5], expected.map(Some));
        assert!(found[0].is_none() && found[5].is_none(), "{found:?}");
        assert_eq!(found[6], Some(QuarantineCode::Centre));
        assert_eq!(stand(&answer), (1, 1, Some(2)));
    }
    // Garbage stores nothing and stops nobody.
    for body in [&b""[..], b"cups-parcel-1\n", b"\x28\xb5\x2f\xfd\0\0\0\0", &[0; 5000]] {
        let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, body);
        terminal.post_body(&running.address, body, &signature, None).unwrap().problem(400);
    }
    assert_eq!(verdicts(&terminal.send(&running, &terminal.events(1, 2))), [Duplicate, Accepted]);
}

fn another_epoch(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let entries = terminal.entries(1, 2);
    terminal.send(&running, &values(&entries));
    // The terminal lost what it was told, and began another epoch with the same records.
    let mut again = entries.clone();
    again[0].position.epoch = 2;
    again[1].position.epoch = 2;
    again[1].previous = again[0].hash();
    let answer = terminal.send(&running, &values(&again));
    assert_eq!((verdicts(&answer), stand(&answer)), (vec![Duplicate; 2], (2, 2, Some(2))));
    let mut changed = again[1].clone();
    changed.position.sequence = 3;
    changed.previous = again[1].hash();
    changed.facts = RecordedFacts::of(&EntryFacts::new(Action::Referred, &terminal.circumstances())).unwrap();
    assert_eq!(codes(&terminal.send(&running, &values(&[changed]))), [Some(QuarantineCode::Fork)], "its id is taken");
}

fn new_name(ground: &Ground) {
    let running = ground.start();
    let old = ground.enrol(&running, 1);
    let entries = old.entries(1, 3);
    old.send(&running, &values(&entries[..2]));
    // What was recorded before the new name was given may be held under the old one.
    let new = ground.enrol(&running, 2);
    let mut taken_over = entries;
    let mut previous = cups_kiosk::protocol::entry::NO_HASH;
    for entry in &mut taken_over {
        entry.position.terminal.clone_from(&new.name);
        entry.previous = previous;
        previous = entry.hash();
    }
    let answer = new.send(&running, &values(&taken_over));
    assert_eq!((verdicts(&answer), stand(&answer)), (vec![Duplicate, Duplicate, Accepted], (1, 3, Some(3))));
    assert_eq!(verdicts(&new.send(&running, &values(&taken_over))), [Duplicate; 3]);
    // Nobody of another centre answers for it.
    let abroad = ground.enrol_for("rome", &running, 3);
    let mut elsewhere = abroad.entries(1, 1);
    elsewhere[0].id = taken_over[0].id;
    assert_eq!(verdicts(&abroad.send(&running, &values(&elsewhere))), [Accepted]);
}

fn moved(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let abroad = Terminal { centre: "rome".to_owned(), ..terminal.clone() };
    terminal.send(&running, &terminal.events(1, 1));
    let told: EnrolmentAnswer = running.enrol(&abroad, &abroad.request(&ground.code_for("rome"))).json();
    assert_eq!(told.centre.id, "rome");
    assert_eq!(verdicts(&terminal.send(&running, &terminal.events(1, 2))), [Duplicate, Accepted]);
    assert_eq!(verdicts(&abroad.send(&running, &abroad.events(2, 2))), [Accepted; 2]);
}

fn revoked(ground: &Ground) {
    let running = ground.start();
    let (terminal, other) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let events = terminal.events(1, 2);
    terminal.send(&running, &events[..1]);
    let refused = ground.hub(&["revoke", "--terminal", "t-none"]);
    assert_eq!(refused.status.code(), Some(2));
    stdout_of(&ground.hub(&["revoke", "--terminal", &terminal.name]));
    stdout_of(&ground.hub(&["revoke", "--terminal", &terminal.name]));
    terminal.post(&running.address, &events).unwrap().problem(403);
    let stranger = Terminal { name: terminal.name.clone(), ..Terminal::new(3) };
    stranger.post(&running.address, &events).unwrap().problem(401);
    Terminal::new(4).post(&running.address, &events).unwrap().problem(401);
    running.enrol(&terminal, &terminal.request(&ground.code())).problem(403);
    assert_eq!(verdicts(&other.send(&running, &other.events(1, 1))), [Accepted]);
    let refused = ground.hub(&["recovery", "--terminal", &terminal.name]);
    assert_eq!(refused.status.code(), Some(2));
}

fn recovery(ground: &Ground) {
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let asked = || {
        let signature = sign(&terminal.key, "GET", path::RECOVERY_CODES, b"");
        let headers = [(TERMINAL_HEADER, terminal.name.as_str()), (SIGNATURE_HEADER, signature.as_str())];
        let answer = exchange(&running.address, "GET", path::RECOVERY_CODES, &headers, &[]).unwrap();
        answer.json::<RecoveryAnswer>().recovery_codes
    };
    let before = asked();
    assert_eq!(before.len(), 5);
    let printed = recovery_codes(&stdout_of(&ground.hub(&["recovery", "--terminal", &terminal.name])));
    let now = asked();
    assert!(now.len() == 5 && now.iter().zip(&printed).all(|(hash, code)| matches(hash, code)));
    assert!(now.iter().all(|hash| !before.contains(hash)));
}

fn parcel(terminal: &Terminal, kind: RoomKind, case: &str, operations: &[&str]) -> RoomParcel {
    let heading = RoomHeading::new(terminal.centre.clone(), kind, Some(case.to_owned()));
    let piece = |operation: &&str| {
        Carried::new(case.to_owned(), (*operation).to_owned(), "k".to_owned(), operation.as_bytes()).write().unwrap()
    };
    let pieces: Vec<Vec<u8>> = operations.iter().map(piece).collect();
    RoomParcel::packed(&terminal.name, &terminal.key, heading, &pieces).unwrap()
}

fn ask_room(running: &Running, terminal: &Terminal, question: &RoomQuestion) -> Answer {
    let body = pack(question).unwrap();
    let signature = sign(&terminal.key, "POST", path::ROOM, &body);
    let headers = [
        ("content-type", MEDIA_TYPE),
        (TERMINAL_HEADER, terminal.name.as_str()),
        (SIGNATURE_HEADER, signature.as_str()),
    ];
    exchange(&running.address, "POST", path::ROOM, &headers, &body).unwrap()
}

fn room(ground: &Ground) {
    let running = ground.start();
    let (one, two) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let abroad = ground.enrol_for("rome", &running, 3);
    let asked = |terminal: &Terminal, log: Option<&str>, since: u64, parcels: &[&RoomParcel]| -> RoomAnswer {
        let parcels = parcels.iter().map(|parcel| parcel.text.clone()).collect();
        let (centre, log) = (terminal.centre.clone(), log.map(str::to_owned));
        let question = RoomQuestion { centre, log, since, parcels, ..RoomQuestion::default() };
        let answer = ask_room(&running, terminal, &question);
        assert_eq!(answer.status, 200, "{}", answer.status);
        unpack(&answer.body).unwrap()
    };
    let (first, second) = (parcel(&one, RoomKind::Case, "c", &["a", "b"]), parcel(&one, RoomKind::Case, "d", &["x"]));
    let answer = asked(&one, None, 0, &[&first, &second]);
    assert_eq!(answer.kept, [first.hash.clone(), second.hash.clone()]);
    assert!(answer.parcels.is_empty() && answer.roster.is_some());
    let log = answer.log.clone();
    let answer = asked(&two, None, 0, &[]);
    assert_eq!(answer.parcels, [first.text.clone(), second.text.clone()]);
    let since = answer.cursor;
    assert!(asked(&two, Some(&log), since, &[]).parcels.is_empty());
    assert_eq!(asked(&two, Some("another"), since, &[]).parcels.len(), 2);
    assert_eq!(asked(&two, Some(&log), since + 1, &[]).parcels.len(), 2, "from before the log went back");
    // Twice is once, also where another offers the same pieces in a parcel of its own.
    let again = parcel(&two, RoomKind::Case, "c", &["b", "a"]);
    assert_eq!(asked(&two, Some(&log), since, &[&again]).kept, std::slice::from_ref(&again.hash));
    assert_eq!(asked(&one, Some(&log), since, &[&first]).kept, std::slice::from_ref(&first.hash));
    assert!(asked(&one, Some(&log), since, &[]).parcels.is_empty());
    // Another centre gets nothing, and what somebody else signed is not taken.
    assert!(asked(&abroad, None, 0, &[]).parcels.is_empty());
    assert_eq!(asked(&two, Some(&log), since, &[&first]).not_kept[0].why, NotKept::Form);
    let question = RoomQuestion { centre: "rome".to_owned(), ..RoomQuestion::default() };
    ask_room(&running, &one, &question).problem(400);
    // A name that no text of a database can hold stops nothing.
    let odd = parcel(&one, RoomKind::Case, "c\0", &["z"]);
    asked(&one, Some(&log), since, &[&odd]);
    // An erased case is gone, with what came in the same breath, and does not come back.
    let late = parcel(&two, RoomKind::Case, "c", &["late"]);
    let word = parcel(&two, RoomKind::Erased, "c", &["word"]);
    let answer = asked(&two, Some(&log), since, &[&late, &word]);
    assert_eq!(answer.kept, [late.hash.clone(), word.hash.clone()]);
    let left = asked(&one, None, 0, &[]).parcels;
    assert!(left.contains(&second.text) && left.contains(&word.text));
    assert!(!left.contains(&first.text) && !left.contains(&late.text));
    assert_eq!(asked(&one, None, 0, &[&first]).not_kept[0].why, NotKept::Erased);
    // Who was shut out stands so in the roster of the others.
    let roster = |answer: &RoomAnswer| answer.roster.clone().unwrap();
    let before = roster(&asked(&one, None, 0, &[]));
    stdout_of(&ground.hub(&["revoke", "--terminal", &two.name]));
    assert_ne!(roster(&asked(&one, None, 0, &[])), before);
    ask_room(&running, &two, &RoomQuestion { centre: "lozova".to_owned(), ..RoomQuestion::default() }).problem(403);
}

fn states(ground: &Ground) {
    let running = ground.start();
    let terminal = Terminal::new(1);
    let told: EnrolmentAnswer = running.enrol(&terminal, &terminal.request(&ground.code())).json();
    let key = told.hub_key.unwrap();
    let import = |lines: &str| {
        let file = ground.text("list.csv");
        fs::write(&file, format!("provider,number,state,day\n{lines}")).unwrap();
        stdout_of(&ground.hub(&["import-states", &file]))
    };
    let list = "asp,SC-17,waiting,2026-11-18\nasp,SC-18,issued,2026-11-19\n";
    assert!(import(list).contains(": 2 new or changed, 0 known"));
    assert!(import(list).contains(": 0 new or changed, 2 known"));
    // The later day holds, and of one day the state further on.
    let said = import("asp,SC-17,issued,2026-11-20\nasp,SC-18,waiting,2026-11-10\nasp,SC-18,waiting,2026-11-19\n");
    assert!(said.contains(": 1 new or changed, 1 known"), "{said}");
    let hash = |number: &&str| request_hash(&key, "asp", &ProviderNumber::parse(number).unwrap());
    let requests = ["SC-20", "SC-18", "SC-17"].iter().map(hash).collect();
    let body = serde_json::to_vec(&ProviderStatesQuestion { requests }).unwrap();
    let signature = sign(&terminal.key, "POST", path::PROVIDER_STATES, &body);
    let headers = [(TERMINAL_HEADER, terminal.name.as_str()), (SIGNATURE_HEADER, signature.as_str())];
    let answer = exchange(&running.address, "POST", path::PROVIDER_STATES, &headers, &body).unwrap();
    let said: Vec<String> =
        answer.json::<ProviderStatesAnswer>().states.iter().map(|said| said.on.to_string()).collect();
    assert_eq!(said, ["2026-11-19", "2026-11-20"], "in the order asked");
}

fn catalogue(ground: &Ground) {
    let running = ground.start();
    running.get(path::CATALOGUE).problem(404);
    let mut published = Vec::new();
    for number in 1..=2 {
        stdout_of(&ground.publish(&ground.write_catalogue(number)));
        let announced: CatalogueAnnouncement = running.get(path::CATALOGUE).json();
        assert_eq!(announced.number, number);
        let release = running.get(&format!("{}/{}", path::CATALOGUE_RELEASES, announced.sha256));
        assert_eq!((release.status, release.body.len() as u64), (200, announced.bytes));
        published.push(announced.sha256);
    }
    assert_eq!(running.get(&format!("{}/{}/{}", path::CATALOGUE_DELTAS, published[0], published[1])).status, 200);
    for missing in ["/timestamp.jso", "/%00", "/1.root.json%00"] {
        running.get(&format!("{}{missing}", path::CATALOGUE_METADATA)).problem(404);
    }
    for present in ["/timestamp.json", "/1.root.json"] {
        assert_eq!(running.get(&format!("{}{present}", path::CATALOGUE_METADATA)).status, 200);
    }
    let backwards = ground.publish(&ground.write_catalogue(1));
    assert_eq!(backwards.status.code(), Some(2));
    // A terminal that comes now learns the root, and its centre is taken from the catalogue.
    let code = stdout_of(&ground.hub(&["enrol", "--centre", "lozova"])).lines().next().unwrap().to_owned();
    let terminal = Terminal::new(1);
    let told: EnrolmentAnswer = running.enrol(&terminal, &terminal.request(&code)).json();
    assert!(told.catalogue_root.is_some());
    assert_eq!(ground.hub(&["enrol", "--centre", "nowhere"]).status.code(), Some(2));
    let health: serde_json::Value = running.get("/health").json();
    assert!(health["signedUntil"].is_string());
}

fn durable(ground: &Ground) {
    const ENTRIES: u64 = 300;
    let mut running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, ENTRIES);
    let first = terminal.send(&running, &events[..2]);
    let mut acknowledged = 2;
    // Killed after so many answers, in the midst of the next.
    for batches in [3, 9, 20] {
        let (sender, waiting, address) = (terminal.clone(), events[acknowledged..].to_vec(), running.address.clone());
        let (told, heard) = std::sync::mpsc::channel();
        let sending = std::thread::spawn(move || {
            let answered = |batch: &&[Event]| {
                let is_answered = sender.post(&address, batch).is_some_and(|answer| answer.status == 200);
                let _ = told.send(());
                is_answered
            };
            waiting.chunks(2).take_while(answered).map(<[Event]>::len).sum::<usize>()
        });
        for _ in 0..batches {
            heard.recv().unwrap();
        }
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        acknowledged += sending.join().unwrap();
        running = ground.start();
        let known = terminal.send(&running, &events[..acknowledged]);
        assert!(known.verdicts.iter().all(|verdict| verdict.verdict == Duplicate));
        assert_eq!(known.incarnation, first.incarnation);
    }
    let answer = terminal.send(&running, &events);
    assert!(answer.verdicts.iter().all(|verdict| verdict.verdict != Quarantined));
    assert_eq!(stand(&answer), (1, ENTRIES, Some(ENTRIES)));
}
