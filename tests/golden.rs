//! What earlier versions wrote is read, and what this one writes is what it always was: `tests/golden/README.md`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;

use cups_kiosk::catalogue::trust::TrustState;
use cups_kiosk::domain::case::{
    Appointment, Case, CasePage, CashCode, Change, Command as CaseCommand, Consent, ConsentPaper, ConsentScope,
    Document, Heard, Matter, Opening, Operation, OrderKey, PaymentNews, Person, PowerCode, Provenance, ProviderNumber,
    ProviderScope, ProviderWord, Representative, RequestState, Right, Signer, Theme, Verb,
};
use cups_kiosk::domain::change::Seen;
use cups_kiosk::domain::fact::{Answers, Value};
use cups_kiosk::domain::identifier::{Idnp, ServiceCode};
use cups_kiosk::domain::people::{People, PeopleChange, PeopleOperation, StaffRole};
use cups_kiosk::domain::record::{Action, Circumstances, EntryFacts, Mode, Position, Reason};
use cups_kiosk::domain::term::{Term, Unit};
use cups_kiosk::domain::text::Language;
use cups_kiosk::domain::work::{AgeBand, Autonomy, Place, Topic};
use cups_kiosk::hub::storage::relay::{KeptRequest, RelayStorage};
use cups_kiosk::protocol::bundle::{BundleAnswer, BundledRequest, bundle, unbundle};
use cups_kiosk::protocol::carried::{self, Carried, NotCarried};
use cups_kiosk::protocol::entry::{Entry, NO_HASH};
use cups_kiosk::protocol::event::JournalEvent;
use cups_kiosk::protocol::facts::{Code, Facts, NUMBER, Print, RecordedFacts, has_form};
use cups_kiosk::protocol::operation;
use cups_kiosk::protocol::parcel::{Content, Head, Parcel};
use cups_kiosk::protocol::people;
use cups_kiosk::protocol::relay::{KeptAnswer, Receipt, ReceiptsAnswer, ReceiptsQuestion, Standing};
use cups_kiosk::protocol::room::{NotKept, NotKeptParcel, RoomAnswer, RoomHeading, RoomKind, RoomParcel, RoomQuestion};
use cups_kiosk::protocol::roster::{Entrance, Roster, RosterTerminal};
use cups_kiosk::protocol::verdict::{BatchAnswer, EntryVerdict, QuarantineCode, Verdict, Watermarks};
use cups_kiosk::store::identity::Identity;
use cups_kiosk::store::records::{Delivery, NewEntry, Records};
use cups_kiosk::store::trust_file::{Trust, TrustFile};
use cups_kiosk::store::vault::KeyRing;
use ground::{Ground, Terminal, hub, report, stdout_of, verdicts};
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use uuid::Uuid;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The golden files of a kind, by their numbers.
fn all(kind: &str, end: &str) -> BTreeMap<i32, PathBuf> {
    let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    files
        .filter_map(|file| {
            let name = file.file_name()?.to_str()?.strip_prefix(kind)?.strip_prefix('-')?.strip_suffix(end)?;
            Some((name.parse().ok()?, file.clone()))
        })
        .collect()
}

/// The golden file of a number; when it is missing and that is asked for, it is made.
fn golden(kind: &str, number: i32, end: &str, make: impl FnOnce(&Path)) -> PathBuf {
    let path = folder().join(format!("{kind}-{number}{end}"));
    if !path.exists() {
        assert!(
            std::env::var_os("NEW_GOLDEN").is_some(),
            "{kind} number {number} has no golden file: see tests/golden/README.md"
        );
        make(&path);
    }
    path
}

/// Compares what is written now with what was.
fn same(kind: &str, number: i32, end: &str, written: &[u8]) {
    let path = golden(kind, number, end, |path| std::fs::write(path, written).unwrap());
    let kept = std::fs::read(&path).unwrap();
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(shown(written), shown(&kept), "{}: what was written once is written otherwise", path.display());
}

fn circumstances() -> Circumstances {
    Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 7 }
}

/// What we record.
fn said() -> EntryFacts {
    EntryFacts {
        event: Some("C1+C16".to_owned()),
        service: Some(ServiceCode::parse("002000206").unwrap()),
        case: Some(Uuid::from_u128(1)),
        request: Some(Uuid::from_u128(2)),
        state: Some(RequestState::Refused),
        satisfaction: Some(4),
        corrects: Some(Uuid::from_u128(3)),
        reason: Some(Reason::NotEntitled),
        ..EntryFacts::new(Action::RequestRefused, &circumstances())
    }
}

/// Everything that number 1 can say.
fn whole() -> Facts {
    let code = |text| Code::new(text).unwrap();
    Facts {
        minutes: Some(25),
        theme: Some(code("onlinePayments")),
        autonomy: Some(code("guided")),
        prints: [(Print { sheet: code("plan"), state: code("printed") }, 2)].into(),
        scans_erased: Some(3),
        trust: Some(5),
        ..Facts::from(&said())
    }
}

const TERMINAL: &str = "t-00000000-0000-4000-8000-00000000a1b2";

fn entries() -> Vec<Entry> {
    let informed = EntryFacts::new(Action::Informed, &circumstances());
    let facts = [
        RecordedFacts::of(&informed).unwrap(),
        RecordedFacts::of(&said()).unwrap(),
        RecordedFacts::new(whole()).unwrap(),
    ];
    let mut previous = NO_HASH;
    let entry = |(sequence, facts)| {
        let entry = Entry {
            position: Position { terminal: TERMINAL.to_owned(), epoch: 2, sequence },
            id: Uuid::from_u128(100 + u128::from(sequence)),
            time: "2026-11-20T09:30:00.25Z".parse().unwrap(),
            facts,
            sealed: (sequence == 2).then(|| b"sealed bytes".to_vec()),
            previous,
        };
        previous = entry.hash();
        entry
    };
    (1..).zip(facts).map(entry).collect()
}

#[test]
fn entries_and_their_hashes() {
    let lines: Vec<String> =
        entries().iter().map(|entry| serde_json::to_string(&JournalEvent::of(entry)).unwrap() + "\n").collect();
    same("entries", i32::from(NUMBER), ".jsonl", lines.concat().as_bytes());
    for file in all("entries", ".jsonl").values() {
        let mut previous = NO_HASH;
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let event: JournalEvent = serde_json::from_str(line).unwrap();
            let (entry, hash) = event.entry().unwrap();
            assert!(has_form(&entry.facts) && entry.facts.meaning().is_some(), "{line}");
            assert_eq!(entry.previous, previous);
            assert_eq!(serde_json::to_string(&JournalEvent::of(&entry)).unwrap(), line, "sent as it was recorded");
            previous = hash;
        }
        assert_ne!(previous, NO_HASH);
    }
}

/// What is recorded of work beside its result: information and a case with their time, a group session, a number called.
fn work() -> Vec<Entry> {
    let new = |action| EntryFacts::new(action, &circumstances());
    let facts = [
        EntryFacts {
            topic: Some(Topic::Signature),
            minutes: Some(15),
            place: Some(Place::Phone),
            autonomy: Some(Autonomy::Partly),
            ..new(Action::Informed)
        },
        EntryFacts {
            event: Some("C1".to_owned()),
            case: Some(Uuid::from_u128(1)),
            minutes: Some(35),
            place: Some(Place::Home),
            autonomy: Some(Autonomy::Alone),
            ..new(Action::WorkTold)
        },
        EntryFacts {
            topic: Some(Topic::Payments),
            minutes: Some(90),
            place: Some(Place::Library),
            people: [(AgeBand::Untold, 1), (AgeBand::Young, 2), (AgeBand::Adult, 3), (AgeBand::Older, 9)].into(),
            held: Some(jiff::civil::date(2026, 11, 12)),
            ..new(Action::GroupHeld)
        },
        EntryFacts { minutes: Some(12), ..new(Action::NumberCalled) },
        EntryFacts { satisfaction: Some(4), trust: Some(3), ..new(Action::SatisfactionGiven) },
    ];
    let mut previous = NO_HASH;
    let entry = |(sequence, facts): (u64, EntryFacts)| {
        let entry = Entry {
            position: Position { terminal: TERMINAL.to_owned(), epoch: 2, sequence },
            id: Uuid::from_u128(500 + u128::from(sequence)),
            time: "2026-11-20T09:30:00.25Z".parse().unwrap(),
            facts: RecordedFacts::of(&facts).unwrap(),
            sealed: None,
            previous,
        };
        assert_eq!(entry.facts.meaning(), Some(facts), "it is read as it was meant");
        previous = entry.hash();
        entry
    };
    (1..).zip(facts).map(entry).collect()
}

#[test]
fn entries_of_work() {
    let lines: Vec<String> =
        work().iter().map(|entry| serde_json::to_string(&JournalEvent::of(entry)).unwrap() + "\n").collect();
    same("work-entries", i32::from(NUMBER), ".jsonl", lines.concat().as_bytes());
    for file in all("work-entries", ".jsonl").values() {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let event: JournalEvent = serde_json::from_str(line).unwrap();
            let (entry, _) = event.entry().unwrap();
            assert!(has_form(&entry.facts) && entry.facts.meaning().is_some(), "{line}");
            // A newer program may know further places, levels, topics and ages: each is left out, and nothing else is.
            for known in ["byPhone", "partly", "signature", "under18"] {
                let newer = entry.facts.text().replace(known, "somethingNewer");
                let newer = RecordedFacts::read(newer).unwrap();
                assert!(has_form(&newer) && newer.meaning().is_some(), "{known}");
            }
        }
    }
}

#[test]
fn parcels() {
    let terminal = Terminal::new(7);
    let written = entries();
    let events = ground::values(&written);
    let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
    let (operation, file) = (raw(r#"{"case":"…", "sealed":"…"}"#), raw(r#"["release",1]"#));
    let newest = written.last().unwrap();
    let content = Content {
        terminal: TERMINAL.to_owned(),
        head: Some(Head::signed(&terminal.key, TERMINAL, 2, newest.position.sequence, &newest.hash())),
        entries: events.iter().map(AsRef::as_ref).collect(),
        operations: vec![&operation],
        catalogue: vec![&file],
        room: None,
        condition: None,
    };
    same("parcel", 1, "", &content.packed(&terminal.key).unwrap());
    for file in all("parcel", "").values() {
        let bytes = std::fs::read(file).unwrap();
        let content = Parcel::read(&bytes).unwrap().opened(TERMINAL, &terminal.key.verifying_key()).unwrap();
        assert_eq!(content.head.unwrap().sequence, content.entries.len() as u64);
        let again: Vec<&str> = events.iter().map(|event| event.get()).collect();
        assert_eq!(content.entries.iter().map(|entry| entry.get()).collect::<Vec<_>>(), again);
        assert_eq!((content.operations[0].get(), content.catalogue.len()), (operation.get(), 1));
    }
}

/// One verdict of every kind that number 1 has, with every field that an answer can have.
fn answer() -> BatchAnswer {
    use QuarantineCode::{Centre, Fork, Hash, Malformed, Other, Terminal};
    let verdict = |id: u128, verdict, code, receipt: Option<&str>| EntryVerdict {
        id: Uuid::from_u128(id).to_string(),
        verdict,
        code,
        receipt: receipt.map(str::to_owned),
    };
    let mut verdicts = vec![
        verdict(1, Verdict::Accepted, None, Some("a1b2-2-1")),
        verdict(2, Verdict::Duplicate, None, Some("a1b2-2-2")),
        verdict(3, Verdict::Later, None, None),
    ];
    let codes = (4..).zip([Malformed, Hash, Fork, Terminal, Centre, Other]);
    verdicts.extend(codes.map(|(id, code)| verdict(id, Verdict::Quarantined, Some(code), None)));
    let marks = Watermarks { epoch: 2, received: 8, durable: 8, backed_up: 5, stored: Some(9) };
    let time = Some("2026-11-20T09:30:00Z".to_owned());
    BatchAnswer { incarnation: "one".to_owned(), verdicts, watermarks: vec![marks], time, again: 3 }
}

#[test]
fn an_answer_of_a_hub() {
    let known = answer();
    same("answer", 1, ".json", &serde_json::to_vec(&known).unwrap());
    for file in all("answer", ".json").values() {
        let text = std::fs::read_to_string(file).unwrap();
        assert_eq!(serde_json::from_str::<BatchAnswer>(&text).unwrap(), known, "{}", file.display());
        // What a newer hub says of one entry takes the answer from no other: that entry goes again.
        let newer = text.replace(r#""later""#, r#""mergedWithAnother""#).replace(r#""other""#, r#""tooMuch""#);
        let newer = newer.replacen('{', r#"{"mood":"good","#, 1);
        assert_eq!(serde_json::from_str::<BatchAnswer>(&newer).unwrap(), known, "{newer}");
    }
}

/// What a relay says and is asked, with every field that it can have.
#[test]
fn what_a_relay_says() {
    let text = |text: &str| text.to_owned();
    let kept = KeptAnswer { verdict: Verdict::Kept, nonce: text("0a"), line: Some(text("no-line")) };
    let question = ReceiptsQuestion {
        awaited: vec![text("0a"), text("0b")],
        settled: vec![text("0c")],
        doubted: vec![text("0d")],
        now: false,
    };
    let answered = Receipt {
        answer: Some(text(r#"{"incarnation":"one","verdicts":[],"watermarks":[]}"#)),
        signature: Some(text("c2ln")),
        ..Receipt::plain(text("0a"), Standing::Answered)
    };
    let refused = Receipt {
        status: Some(403),
        kind: Some(text("urn:cups:problem:revoked")),
        ..Receipt::plain(text("0b"), Standing::Refused)
    };
    let plain = [Standing::Kept, Standing::Unknown].map(|standing| Receipt::plain(text("0e"), standing));
    let receipts = [answered, refused].into_iter().chain(plain).collect();
    let answer = ReceiptsAnswer { receipts, line: Some(text("no-line")) };
    let lines = [
        serde_json::to_string(&kept).unwrap(),
        serde_json::to_string(&question).unwrap(),
        serde_json::to_string(&answer).unwrap(),
    ];
    same("relay", 1, ".jsonl", format!("{}\n", lines.join("\n")).as_bytes());
    for file in all("relay", ".jsonl").values() {
        // A field of a newer relay or terminal is passed over.
        let text = std::fs::read_to_string(file).unwrap().replace("{\"", "{\"mood\":1,\"");
        let lines: Vec<&str> = text.lines().collect();
        assert!(serde_json::from_str::<KeptAnswer>(lines[0]).unwrap() == kept);
        assert!(serde_json::from_str::<ReceiptsQuestion>(lines[1]).unwrap() == question);
        let read: ReceiptsAnswer = serde_json::from_str(lines[2]).unwrap();
        assert!(read.line == answer.line && read.receipts[1..] == answer.receipts[1..]);
    }
}

/// Several requests that a relay kept, as they go to the hub, and what the hub answers.
#[test]
fn requests_of_a_relay_together() {
    let text = |text: &str| text.to_owned();
    let first = BundledRequest {
        terminal: text(TERMINAL),
        nonce: text("0a"),
        signature: text("c2ln"),
        program: Some(text("cups-kiosk/0.1.0")),
        encoding: Some(text("zstd")),
        body: b"a body\nof bytes",
    };
    let second = BundledRequest { nonce: text("0b"), program: None, encoding: None, body: b"", ..first.clone() };
    let requests = [first, second];
    same("bundle", 1, "", &bundle(&requests).unwrap());
    for file in all("bundle", "").values() {
        assert!(unbundle(&std::fs::read(file).unwrap()).unwrap() == requests);
    }
    let answer = BundleAnswer {
        receipts: vec![
            Receipt {
                answer: Some(text("{}")),
                signature: Some(text("c2ln")),
                ..Receipt::plain(text("0a"), Standing::Answered)
            },
            Receipt::plain(text("0b"), Standing::Kept),
        ],
        retry_after: Some(30),
    };
    same("bundle-answer", 1, ".json", &serde_json::to_vec(&answer).unwrap());
    for file in all("bundle-answer", ".json").values() {
        let newer = std::fs::read_to_string(file).unwrap().replacen('{', r#"{"mood":1,"#, 1);
        assert!(serde_json::from_str::<BundleAnswer>(&newer).unwrap() == answer);
    }
}

/// The database of a relay of each schema: what it kept is passed on, and what was answered is given.
#[test]
fn database_of_a_relay() {
    let request = |nonce: &str| KeptRequest {
        terminal: TERMINAL.to_owned(),
        nonce: nonce.to_owned(),
        signature: format!("signature of {nonce}"),
        program: Some("cups-kiosk/0.1.0".to_owned()),
        encoding: Some("zstd".to_owned()),
        body: b"a body".to_vec(),
    };
    let now = tempfile::tempdir().unwrap();
    let mut storage = RelayStorage::open(now.path()).unwrap();
    for nonce in ["0a", "0b", "0c"] {
        storage.keep(&request(nonce), Timestamp::UNIX_EPOCH).unwrap();
    }
    storage.note_answer(1, "{}", Some("signed"), Timestamp::UNIX_EPOCH).unwrap();
    storage.note_refusal(2, 403, "urn:cups:problem:revoked", Timestamp::UNIX_EPOCH).unwrap();
    drop(storage);
    let written = now.path().join("relay.sqlite");
    settle(&written);
    golden("relay", schema_of(&written), ".sqlite", |path| {
        std::fs::copy(&written, path).unwrap();
    });
    for (number, file) in all("relay", ".sqlite") {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(&file, folder.path().join("relay.sqlite")).unwrap();
        let storage = RelayStorage::open(folder.path()).unwrap();
        assert!(storage.next(&BTreeSet::new()).unwrap().unwrap() == (3, request("0c")), "{number}");
        let receipts = storage.receipts(&["0a".to_owned(), "0b".to_owned()]).unwrap();
        assert_eq!((receipts[0].answer.as_deref(), receipts[0].signature.as_deref()), (Some("{}"), Some("signed")));
        assert_eq!((receipts[1].standing, receipts[1].status), (Standing::Refused, Some(403)));
    }
}

/// One operation of every kind that number 1 has, with every field that it can have.
fn operations() -> Vec<Operation> {
    let day = jiff::civil::date(2026, 11, 20);
    let id = Uuid::from_u128;
    let answers = Answers(
        [
            ("birth_date".to_owned(), Some(Value::Date(day))),
            ("married".to_owned(), Some(Value::Truth(false))),
            ("children".to_owned(), Some(Value::Number(2))),
            ("place".to_owned(), Some(Value::Choice("abroad".to_owned()))),
            ("income".to_owned(), None),
        ]
        .into(),
    );
    let seen: Seen = serde_json::from_str(r#"{"event":{"steps":7},"services":{"002000206":{"papers":9}}}"#).unwrap();
    let opening = Opening { return_code: "ABCD-2345".to_owned(), event: "C1".to_owned(), answers, seen: seen.clone() };
    let person = Person {
        name: "Persoană de probă".to_owned(),
        idnp: Some(Idnp::parse("2000000000004").unwrap()),
        phone: Some("069000000".to_owned()),
        ..Person::default()
    };
    let stood = Case::open(id(9), opening.clone(), id(10), day)
        .apply(CaseCommand::Identify(person.clone()), id(11), day)
        .unwrap()
        .0;
    let term = Some(Term { value: 5, unit: Unit::WorkDay });
    let note = Some("cu cuvinte".to_owned());
    let commands = [
        CaseCommand::Identify(person),
        CaseCommand::Consent(Consent::new(ConsentScope::FollowUp, day, day)),
        CaseCommand::Papers(vec!["identity_document".to_owned()]),
        CaseCommand::Prepare {
            id: id(5),
            service: ServiceCode::parse("002000206").unwrap(),
            step: "register_birth".to_owned(),
        },
        CaseCommand::Submit {
            request: id(5),
            number: ProviderNumber::parse("ASP-1").unwrap(),
            on: day,
            term,
            expected: Some(day),
        },
        CaseCommand::Pay { request: id(5), term, expected: Some(day), heard: None },
        CaseCommand::Move {
            request: id(5),
            to: RequestState::Refused,
            reason: Some(Reason::NotEntitled),
            note: note.clone(),
            from: None,
        },
        CaseCommand::HandOver {
            request: id(5),
            collector: "Altă persoană".to_owned(),
            paper: "buletin".to_owned(),
            right: Right::NotSaid,
        },
        CaseCommand::TellChanges(seen),
        CaseCommand::Close,
        CaseCommand::Correct { entry: id(5), reason: Reason::WrongKey, note },
    ];
    let changes = [Change::Open(opening), Change::AsItStood(Box::new(stood))]
        .into_iter()
        .chain(commands.into_iter().map(Change::Command));
    (100_u128..)
        .zip(changes)
        .map(|(number, change)| Operation {
            id: id(number),
            case: id(9),
            centre: "lozova".to_owned(),
            author: "Specialist".to_owned(),
            day,
            time: "2026-11-20T09:30:00.25Z".parse().unwrap(),
            follows: if number == 100 { Vec::new() } else { vec![id(number - 1)] },
            change,
        })
        .collect()
}

#[test]
fn operations_of_a_case() {
    let known = operations();
    let lines: Vec<String> =
        known.iter().map(|one| String::from_utf8(operation::write(one).unwrap()).unwrap() + "\n").collect();
    same("operations", i32::try_from(operation::NUMBER).unwrap(), ".jsonl", lines.concat().as_bytes());
    for file in all("operations", ".jsonl").values() {
        let text = std::fs::read_to_string(file).unwrap();
        let read: Vec<Operation> = text.lines().map(|line| operation::read(line.as_bytes()).unwrap()).collect();
        assert!(read == known, "{}", file.display());
    }
    // What a newer program adds is passed over; what it says otherwise has its place, and is not guessed.
    let submitted = &lines[6];
    let more = submitted.replacen('{', r#"{"mood":{"of":["day"]},"#, 1);
    assert!(operation::read(more.as_bytes()).unwrap() == known[6]);
    for (from, to) in [
        (r#""kind":"submit""#, r#""kind":"appeal""#),
        (r#""number":1"#, r#""number":2"#),
        (r#""providerNumber":"ASP-1""#, r#""providerNumber":"№ 5 of the new register""#),
        (r#""unit":"work_day""#, r#""unit":"moon""#),
    ] {
        let newer = operation::read(submitted.replace(from, to).as_bytes()).unwrap();
        assert!(newer.change == Change::Newer && newer.follows == known[6].follows, "{to}");
        assert_eq!(operation::write(&newer).unwrap_err(), operation::OperationError::Newer);
    }
    // One answer or comparison that cannot be read takes no case away.
    let opened = lines[0]
        .replace(r#""children":2"#, r#""children":[2]"#)
        .replace(r#""event":{"steps":7}"#, r#""event":{"songs":7}"#);
    match operation::read(opened.as_bytes()).unwrap().change {
        Change::Open(opening) => {
            assert_eq!((opening.answers.0.len(), opening.seen == Seen::default()), (4, true));
        }
        _ => panic!("it is an opening all the same"),
    }
    assert!(operation::read(b"{}").is_err());
}

/// Commands as operations of one case, numbered from here on.
fn numbered(from: u128, commands: impl IntoIterator<Item = CaseCommand>) -> Vec<Operation> {
    let sample = operations().swap_remove(2);
    let with = |(number, command)| Operation {
        id: Uuid::from_u128(number),
        change: Change::Command(command),
        ..sample.clone()
    };
    (from..).zip(commands).map(with).collect()
}

/// Operations are written as they ever were, and every file of them is read. Gives the line of each.
fn same_operations(name: &str, known: &[Operation]) -> Vec<String> {
    let lines: Vec<String> =
        known.iter().map(|one| String::from_utf8(operation::write(one).unwrap()).unwrap() + "\n").collect();
    same(name, i32::try_from(operation::NUMBER).unwrap(), ".jsonl", lines.concat().as_bytes());
    for file in all(name, ".jsonl").values() {
        let text = std::fs::read_to_string(file).unwrap();
        let read: Vec<Operation> = text.lines().map(|line| operation::read(line.as_bytes()).unwrap()).collect();
        assert!(read == known, "{}", file.display());
    }
    lines
}

/// What was added to number 1 for the desk: an older program passes the fields over, and keeps the kinds as those of a
/// newer one.
fn operations_of_the_desk() -> Vec<Operation> {
    let on = jiff::civil::date(2026, 11, 24);
    let appointment = Appointment { day: on, hour: jiff::civil::time(9, 30, 0, 0), theme: Theme::Papers, place: None };
    let person = Person {
        name: "Persoană de probă".to_owned(),
        birth: Some(jiff::civil::date(2011, 3, 14)),
        document: Document::read("FE 123456", "Ucraina").unwrap(),
        representative: Some(Representative { name: "Altă persoană".to_owned(), paper: "procură".to_owned() }),
        ..Person::default()
    };
    let note = Some("cu cuvinte".to_owned());
    let commands = [
        CaseCommand::Identify(person),
        CaseCommand::Appoint(Some(appointment)),
        CaseCommand::Appoint(None),
        CaseCommand::TakeOver { by: "Coleg".to_owned(), reason: Reason::ColleagueAway, note },
    ];
    numbered(200, commands)
}

/// What was added to number 1 for teams: an older program passes the village over.
fn operations_of_teams() -> Vec<Operation> {
    let (day, hour) = (jiff::civil::date(2026, 11, 24), jiff::civil::time(9, 30, 0, 0));
    let place = Some("Căpriana".to_owned());
    numbered(500, [CaseCommand::Appoint(Some(Appointment { day, hour, theme: Theme::Result, place }))])
}

#[test]
fn a_village_of_an_appointment_is_read_by_this_program_and_passed_over_by_an_older_one() {
    let lines = same_operations("team-operations", &operations_of_teams());
    assert!(lines[0].contains(r#""place":"Căpriana""#), "{}", lines[0]);
    let older = lines[0].replace(r#","place":"Căpriana""#, "");
    let read = operation::read(older.as_bytes()).unwrap();
    let Change::Command(CaseCommand::Appoint(Some(known))) = &read.change else { panic!("an appointment") };
    assert_eq!((known.day, known.place.as_deref()), (jiff::civil::date(2026, 11, 24), None));
}

/// What was added to number 1 for consents by matter, by what may be done and by signer: an older program keeps each as
/// that of a newer one, and so never takes it for more than was agreed.
fn operations_of_consents() -> Vec<Operation> {
    let (given, until) = (jiff::civil::date(2026, 11, 20), jiff::civil::date(2027, 5, 21));
    let service = |code| ServiceCode::parse(code).unwrap();
    let services = [service("002000206"), service("001000072")].into();
    let scope = ConsentScope::Provider(ProviderScope { provider: "ASP".to_owned(), services });
    let paper = Some(ConsentPaper { version: 1, digits: "0123 4567 89ab cdef".to_owned() });
    let provider = Matter::Provider("ASP".to_owned());
    let commands = [
        CaseCommand::Consent(Consent {
            verbs: [Verb::Read, Verb::Act].into(),
            signer: Signer::Empowered,
            power: Some(PowerCode::parse("1234 5678 9012 3456").unwrap()),
            paper,
            ..Consent::new(scope, given, until)
        }),
        CaseCommand::Consent(Consent {
            verbs: [Verb::Read].into(),
            ..Consent::new(ConsentScope::FollowUp, given, until)
        }),
        CaseCommand::Consent(Consent { signer: Signer::Parent, ..Consent::new(ConsentScope::ThisEvent, given, until) }),
        CaseCommand::Revoke(Matter::Event),
        CaseCommand::Revoke(provider.clone()),
        CaseCommand::Refuse(Matter::Event),
        CaseCommand::Refuse(provider),
        CaseCommand::Fill {
            field: "applicant_residence".to_owned(),
            value: Some("str. Florilor 5".to_owned()),
            reason: None,
            service: Some(service("002000206")),
        },
        CaseCommand::Erase { reason: Reason::PersonWish },
    ];
    numbered(400, commands)
}

#[test]
fn consents_are_read_by_this_program_and_a_part_that_is_not_known_is_never_guessed() {
    let lines = same_operations("consent-operations", &operations_of_consents());
    for (line, from, to) in [
        (0, r#""act""#, r#""sell""#),
        (0, r#""signer":"empowered""#, r#""signer":"neighbour""#),
        (0, r#""power":"1234567890123456""#, r#""power":"12""#),
        (0, r#""001000072""#, r#""all""#),
        (1, r#""scope":"followUp""#, r#""scope":"everything""#),
        (8, r#""reason":"personWish""#, r#""reason":"moonlight""#),
    ] {
        let newer = operation::read(lines[line].replace(from, to).as_bytes()).unwrap();
        assert!(newer.change == Change::Newer, "{to}");
    }
    // What an older program wrote means all that may be done, for the event.
    let before = operations().swap_remove(3);
    let Change::Command(CaseCommand::Consent(consent)) = &before.change else { panic!("a consent") };
    assert_eq!((consent.verbs.len(), consent.signer, consent.matter()), (3, Signer::Person, Matter::Event));
}

#[test]
fn operations_of_the_desk_are_read_by_this_program_and_kept_by_an_older_one() {
    let lines = same_operations("desk-operations", &operations_of_the_desk());
    for (line, from, to) in [
        (1, r#""theme":"papers""#, r#""theme":"songs""#),
        (1, r#""at":"09:30""#, r#""at":"at noon""#),
        (3, r#""reason":"colleagueAway""#, r#""reason":"moonlight""#),
    ] {
        let newer = operation::read(lines[line].replace(from, to).as_bytes()).unwrap();
        assert!(newer.change == Change::Newer, "{to}");
    }
}

/// What was added to number 1 for applications: an older program keeps both kinds as those of a newer one.
fn operations_of_forms() -> Vec<Operation> {
    let value = Some("str. Florilor 5, lângă „Pod”".to_owned());
    let service = ServiceCode::parse("002000206").unwrap();
    let fill = |field: &str, value, reason| CaseCommand::Fill { field: field.to_owned(), value, reason, service: None };
    let note = Some("cu cuvinte".to_owned());
    let (request, reason) = (Some(Uuid::from_u128(5)), Reason::NotAvailableHere);
    let commands = [
        fill("applicant_residence", value.clone(), None),
        fill("applicant_residence", value, Some(Reason::WrongDetails)),
        fill("register_birth/term", None, None),
        CaseCommand::NotFinishedHere { service: service.clone(), request, reason, note },
        CaseCommand::NotFinishedHere { service, request: None, reason: Reason::OtherOffice, note: None },
    ];
    numbered(300, commands)
}

#[test]
fn operations_of_forms_are_read_by_this_program_and_kept_by_an_older_one() {
    let lines = same_operations("form-operations", &operations_of_forms());
    for (line, from, to) in [
        (1, r#""reason":"wrongDetails""#, r#""reason":"moonlight""#),
        (3, r#""reason":"notAvailableHere""#, r#""reason":"moonlight""#),
        (3, r#""service":"002000206""#, r#""service":"№ 5""#),
    ] {
        let newer = operation::read(lines[line].replace(from, to).as_bytes()).unwrap();
        assert!(newer.change == Change::Newer, "{to}");
    }
}

/// What was added to number 1 for papers that are scanned.
fn operations_of_scans() -> Vec<Operation> {
    let page = |number: u128, paper: Option<&str>| CasePage {
        id: Uuid::from_u128(number),
        paper: paper.map(str::to_owned),
        digest: "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8".to_owned(),
        bytes: 212_345,
    };
    let commands = [
        CaseCommand::Pages(vec![page(301, Some("birth-certificate")), page(302, None)]),
        CaseCommand::Pages(Vec::new()),
    ];
    numbered(300, commands)
}

#[test]
fn operations_of_scans_are_read_by_this_program_and_kept_by_an_older_one() {
    let known = operations_of_scans();
    let lines = same_operations("scan-operations", &known);
    let more = lines[0].replace(r#""bytes":212345"#, r#""bytes":212345,"dots":300"#);
    assert!(operation::read(more.as_bytes()).unwrap() == known[0], "a field of a newer program is passed over");
    let newer = operation::read(lines[0].replace(r#""kind":"pages""#, r#""kind":"films""#).as_bytes()).unwrap();
    assert!(newer.change == Change::Newer);
}

/// What was added to number 1 for money and for who collects a result.
fn operations_of_money() -> Vec<Operation> {
    let request = Uuid::from_u128(5);
    let day = jiff::civil::date(2026, 11, 20);
    let heard = |from| Heard { from: Some(from), on: day };
    let learned = |news| CaseCommand::Payment { request, news };
    let order = Some(OrderKey::parse("0000111122223333").unwrap());
    let term = Some(Term { value: 5, unit: Unit::WorkDay });
    let hand_over = |right| CaseCommand::HandOver {
        request,
        collector: "Altă persoană".to_owned(),
        paper: "buletin 1234".to_owned(),
        right,
    };
    let commands = [
        learned(PaymentNews::Order { order: order.clone(), cash: Some(CashCode::parse("000111").unwrap()) }),
        learned(PaymentNews::Order { order, cash: None }),
        learned(PaymentNews::Said(heard(Provenance::Receipt))),
        learned(PaymentNews::Said(heard(Provenance::Person))),
        learned(PaymentNews::Confirmed(heard(Provenance::List))),
        CaseCommand::Pay { request, term, expected: Some(day), heard: Some(heard(Provenance::Portal)) },
        CaseCommand::Move {
            request,
            to: RequestState::Issued,
            reason: None,
            note: None,
            from: Some(Provenance::Phone),
        },
        hand_over(Right::Person),
        hand_over(Right::Representative("certificat de naștere 1234".to_owned())),
        hand_over(Right::Power("procură 4321".to_owned())),
    ];
    numbered(300, commands)
}

#[test]
fn operations_of_money_are_read_by_this_program_and_kept_by_an_older_one() {
    let known = operations_of_money();
    let lines = same_operations("money-operations", &known);
    let more = lines[0].replace(r#""cash":"000111""#, r#""cash":"000111","terminal":"red""#);
    assert!(operation::read(more.as_bytes()).unwrap() == known[0], "a field of a newer program is passed over");
    for (line, from, to) in [
        (0, r#""kind":"payBy""#, r#""kind":"payLater""#),
        (0, r#""order":"0000111122223333""#, r#""order":"№ 5""#),
        (2, r#""from":"receipt""#, r#""from":"dream""#),
        (5, r#""from":"portal""#, r#""from":"dream""#),
        (6, r#""from":"phone""#, r#""from":"dream""#),
        (8, r#""who":"representative""#, r#""who":"neighbour""#),
    ] {
        let newer = operation::read(lines[line].replace(from, to).as_bytes()).unwrap();
        assert!(newer.change == Change::Newer, "{to}");
    }
    // A program of before reads a payment, a move and a hand-over as they always were.
    for line in [5, 6, 7] {
        let mut older: serde_json::Value = serde_json::from_str(&lines[line]).unwrap();
        for added in ["heard", "from", "right"] {
            older.as_object_mut().unwrap().remove(added);
        }
        assert!(operation::read(older.to_string().as_bytes()).unwrap().change != Change::Newer);
    }
}

/// What was added to number 1 for states that come down from the hub.
fn operations_of_words() -> Vec<Operation> {
    let word = |state| {
        let (request, provider) = (Uuid::from_u128(5), "asp".to_owned());
        CaseCommand::HearProvider(ProviderWord {
            request,
            provider,
            state,
            on: jiff::civil::date(2026, 11, 20),
            number: None,
        })
    };
    numbered(300, ProviderWord::STATES.map(word))
}

#[test]
fn operations_of_words_are_read_by_this_program_and_kept_by_an_older_one() {
    let known = operations_of_words();
    let lines = same_operations("word-operations", &known);
    let more = lines[0].replace(r#""provider":"asp""#, r#""provider":"asp","list":7"#);
    assert!(operation::read(more.as_bytes()).unwrap() == known[0], "a field of a newer program is passed over");
    for (from, to) in [(r#""kind":"hearProvider""#, r#""kind":"hearNotary""#), ("\"submitted\"", "\"dreamt\"")] {
        let newer = operation::read(lines[0].replace(from, to).as_bytes()).unwrap();
        assert!(newer.change == Change::Newer, "{to}");
    }
}

/// An operation as it lies on the disk, with the keys that open it under a password.
#[derive(serde::Serialize, serde::Deserialize)]
struct Sealed {
    wrapped: String,
    key: String,
    cipher: String,
}

/// Each kind of change of the people of a desk.
fn people_operations() -> Vec<PeopleOperation> {
    let id = Uuid::from_u128;
    let (member, public) = (id(1), "age1public".to_owned());
    let add = |member, role| PeopleChange::Add { member, name: "Specialist".to_owned(), role };
    let changes = [
        PeopleChange::NewKey { key: "95d7aa6d0df721508a54c215a30ef875".to_owned() },
        add(member, StaffRole::HeadSpecialist),
        PeopleChange::Password { member, public: public.clone(), wrapped: vec![1, 2, 255] },
        PeopleChange::Seal {
            holder: member,
            public: public.clone(),
            key: "95d7aa6d0df721508a54c215a30ef875".to_owned(),
            ring: vec![3],
        },
        PeopleChange::Sheet { sheet: id(9), public: public.clone(), wrapped: vec![4] },
        add(id(2), StaffRole::Specialist),
        add(id(3), StaffRole::Head),
        PeopleChange::Role { member: id(2), role: StaffRole::Head },
        PeopleChange::Codes { member, list: id(8), public, secret: vec![5] },
        PeopleChange::Used { list: id(8), place: 3 },
        PeopleChange::NoCodes { member },
        PeopleChange::Remove { member: id(2) },
    ];
    let made = |(change, number): (PeopleChange, u64)| PeopleOperation {
        id: id(100 + u128::from(number)),
        revision: number,
        centre: "lozova".to_owned(),
        by: (number > 3).then_some(member),
        day: jiff::civil::date(2026, 11, 20),
        change,
    };
    changes.into_iter().zip(1..).map(made).collect()
}

#[test]
fn changes_of_the_people_of_a_desk() {
    let line = |operation: &PeopleOperation| {
        let mut line = people::write(operation).unwrap();
        line.push(b'\n');
        line
    };
    let lines: Vec<Vec<u8>> = people_operations().iter().map(line).collect();
    same("people", i32::try_from(people::NUMBER).unwrap(), ".jsonl", &lines.concat());
    for file in all("people", ".jsonl").values() {
        let text = std::fs::read_to_string(file).unwrap();
        let read: Vec<PeopleOperation> = text.lines().map(|line| people::read(line.as_bytes()).unwrap()).collect();
        assert!(read == people_operations());
        let folded = People::fold(&read);
        let members: Vec<_> = folded.members().iter().map(|member| (member.id.as_u128(), member.role)).collect();
        assert_eq!(members, [(1, StaffRole::HeadSpecialist), (3, StaffRole::Head)]);
        assert!(folded.needs_new_key() && folded.sheet().is_some());
    }
}

#[test]
fn an_encrypted_operation_and_the_keys_that_open_it() {
    const PASSWORD: &str = "parola-de-aur";
    let opening = &operations()[0];
    let (case, id, plain) = (opening.case.to_string(), opening.id.to_string(), operation::write(opening).unwrap());
    golden("sealed-operation", 1, ".json", |path| {
        let older = KeyRing::new().unwrap();
        let ring = older.renewed().unwrap();
        let key = older.present().id().as_str().to_owned();
        let cipher = older.present().encrypt(&plain, &operation::about(&case, &id, &key)).unwrap();
        let wrapped = hex::encode(ring.wrap(PASSWORD).unwrap());
        let sealed = Sealed { wrapped, key, cipher: hex::encode(cipher) };
        std::fs::write(path, serde_json::to_vec_pretty(&sealed).unwrap()).unwrap();
    });
    for file in all("sealed-operation", ".json").values() {
        let sealed: Sealed = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let ring = KeyRing::unwrap(&hex::decode(sealed.wrapped).unwrap(), PASSWORD).unwrap();
        let about = operation::about(&case, &id, &sealed.key);
        let key = ring.get(&sealed.key).unwrap();
        assert_eq!(key.decrypt(&hex::decode(sealed.cipher).unwrap(), &about).unwrap(), plain);
    }
}

#[test]
fn an_operation_on_its_way_to_another_computer() {
    let carried = Carried::new(
        "00000000-0000-0000-0000-000000000001".to_owned(),
        "00000000-0000-0000-0000-000000000002".to_owned(),
        "0123456789abcdef".to_owned(),
        &[0, 1, 2, 255],
    );
    same("carried", i32::try_from(carried::NUMBER).unwrap(), ".json", &carried.write().unwrap());
    for file in all("carried", ".json").values() {
        let bytes = std::fs::read(file).unwrap();
        assert!(Carried::read(&bytes).unwrap() == carried);
        // A field of a newer program is passed over; another form is left, and its number told.
        let text = String::from_utf8(bytes).unwrap();
        assert!(Carried::read(text.replacen('{', r#"{"weight":3,"#, 1).as_bytes()).unwrap() == carried);
        let newer = Carried::read(text.replacen(r#""number":1"#, r#""number":2"#, 1).as_bytes()).err();
        assert_eq!(newer, Some(NotCarried::Number(2)));
    }
}

/// What the computers of a centre give each other, and the roster by which they know each other.
#[test]
fn what_the_computers_of_a_room_say() {
    let text = |text: &str| text.to_owned();
    let terminal = Terminal::new(7);
    let id = |number: u128| Uuid::from_u128(number).to_string();
    let carried =
        |operation| Carried::new(id(1), id(operation), text("0123456789abcdef"), &[0, 1, 255]).write().unwrap();
    let heading = |kind, case: Option<String>| RoomHeading::new(text("lozova"), kind, case);
    let packed = |heading, pieces: &[Vec<u8>]| RoomParcel::packed(TERMINAL, &terminal.key, heading, pieces).unwrap();
    let people = people::write(&people_operations()[0]).unwrap();
    let parcels = [
        packed(heading(RoomKind::Case, Some(id(1))), &[carried(2), carried(3)]),
        packed(heading(RoomKind::People, None), &[people]),
        packed(heading(RoomKind::Erased, Some(id(1))), &[]),
    ];
    let roster = Roster {
        number: 7,
        centre: text("lozova"),
        terminals: vec![
            RosterTerminal { terminal: text(TERMINAL), device_key: text("AAAA"), revoked: false },
            RosterTerminal { terminal: text("t-2"), device_key: text("BBBB"), revoked: true },
        ],
        entrance: Some(Entrance {
            centre: serde_json::json!({ "id": "lozova" }),
            operator_key: text("age1"),
            catalogue_root: Some(text("{}")),
        }),
    };
    let hub = Terminal::new(9);
    let signed = roster.signed(&hub.key).unwrap();
    let question = RoomQuestion {
        centre: text("lozova"),
        device_key: text("AAAA"),
        log: Some(text("one")),
        since: 3,
        parcels: parcels.iter().map(|parcel| parcel.text.clone()).collect(),
        roster_number: 7,
        roster: Some(signed.clone()),
    };
    let answer = RoomAnswer {
        log: text("one"),
        cursor: 9,
        parcels: vec![parcels[0].text.clone()],
        more: true,
        kept: vec![parcels[0].hash.clone()],
        not_kept: [NotKept::Form, NotKept::Erased, NotKept::Later]
            .map(|why| NotKeptParcel { hash: parcels[1].hash.clone(), why })
            .into(),
        roster: Some(signed),
        wants_roster: true,
        hub_asked: None,
    };
    let lines = [serde_json::to_string(&question).unwrap(), serde_json::to_string(&answer).unwrap()];
    same("room", 1, ".jsonl", format!("{}\n", lines.join("\n")).as_bytes());
    for file in all("room", ".jsonl").values() {
        // A field of a newer peer is passed over; what was signed stays as it is.
        let text = std::fs::read_to_string(file).unwrap();
        let newer: Vec<String> = text.lines().map(|line| line.replacen('{', "{\"mood\":1,", 1)).collect();
        let read: RoomQuestion = serde_json::from_str(&newer[0]).unwrap();
        assert!(read == question);
        assert!(serde_json::from_str::<RoomAnswer>(&newer[1]).unwrap() == answer);
        for (read, made) in read.parcels.into_iter().zip(&parcels) {
            let read = RoomParcel::read(read).unwrap();
            assert!(read == *made && read.is_by(&terminal.key.verifying_key()));
        }
        assert_eq!(Roster::read(&read.roster.unwrap(), &hub.key.verifying_key()), Some(roster.clone()));
    }
}

/// What parcels of the room say of an erasure, and of a case that goes on over one: added to what they are about.
#[test]
fn what_is_said_of_an_erasure() {
    let terminal = Terminal::new(7);
    let id = |number: u128| Uuid::from_u128(number).to_string();
    let carried = Carried::new(id(1), id(2), "0123456789abcdef".to_owned(), &[0, 1, 255]).write().unwrap();
    let heading = |kind| RoomHeading::new("lozova".to_owned(), kind, Some(id(1)));
    let headings = [
        RoomHeading { taken: vec![id(2), id(3)], ..heading(RoomKind::Erased) },
        RoomHeading { goes_on_by: Some(id(2)), ..heading(RoomKind::Case) },
    ];
    let packed = |heading: &RoomHeading| {
        RoomParcel::packed(TERMINAL, &terminal.key, heading.clone(), std::slice::from_ref(&carried)).unwrap()
    };
    let lines: Vec<String> = headings.iter().map(|one| serde_json::to_string(&packed(one).text).unwrap()).collect();
    same("erasure", 1, ".jsonl", format!("{}\n", lines.join("\n")).as_bytes());
    for file in all("erasure", ".jsonl").values() {
        let text = std::fs::read_to_string(file).unwrap();
        for (line, heading) in text.lines().zip(&headings) {
            let read = RoomParcel::read(serde_json::from_str(line).unwrap()).unwrap();
            assert!(read.heading == *heading && read.is_by(&terminal.key.verifying_key()));
        }
    }
}

/// The schema of a database.
fn schema_of(database: &Path) -> i32 {
    Connection::open(database).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// Rows of a database as text.
fn rows(database: &Path, sql: &str) -> Vec<String> {
    let connection = Connection::open(database).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Brings a database into one file.
fn settle(database: &Path) {
    let connection = Connection::open(database).unwrap();
    let mode: String = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete");
}

fn records_of(folder: &Path) -> Records {
    let identity = Identity::open(&folder.join("identity.json")).unwrap();
    let (records, salvage) = Records::open(&folder.join("records.sqlite"), identity, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(salvage, None);
    records
}

/// The same records each time: four entries, of which one was received and one set aside.
fn write_records(folder: &Path) {
    std::fs::copy(self::folder().join("identity-1.json"), folder.join("identity.json")).unwrap();
    let mut records = records_of(folder);
    let first = EntryFacts::new(Action::CaseOpened, &circumstances());
    let informed = EntryFacts::new(Action::Informed, &circumstances());
    for (number, facts) in (0_u128..).zip([first, informed.clone(), said(), informed]) {
        let new = NewEntry { id: Uuid::from_u128(100 + number), facts, sealed: None };
        records.record(&new, None, Timestamp::UNIX_EPOCH).unwrap();
    }
    let place = |sequence| Position { terminal: TERMINAL.to_owned(), epoch: 1, sequence };
    let received = Delivery { position: place(1), receipt: Some("a1b2-1-1".to_owned()), quarantined: None };
    let aside = Delivery { position: place(2), receipt: None, quarantined: Some("malformed".to_owned()) };
    records.note_deliveries(&[received, aside]).unwrap();
}

const ENTRIES: &str =
    "SELECT printf('%d %d %s %s %s %s %s', epoch, sequence, id, time, facts, hex(previous), hex(hash))
                       FROM entry ORDER BY epoch, sequence";

#[test]
fn records_of_a_terminal() {
    let now = tempfile::tempdir().unwrap();
    write_records(now.path());
    let written = now.path().join("records.sqlite");
    settle(&written);
    let kept = golden("records", schema_of(&written), ".sqlite", |path| {
        std::fs::copy(&written, path).unwrap();
    });
    assert_eq!(rows(&written, ENTRIES), rows(&kept, ENTRIES), "the same input gives the same entries");
    for (number, file) in all("records", ".sqlite") {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(self::folder().join("identity-1.json"), folder.path().join("identity.json")).unwrap();
        std::fs::copy(&file, folder.path().join("records.sqlite")).unwrap();
        let mut records = records_of(folder.path());
        let entries = records.all_entries().unwrap();
        assert_eq!(entries.len(), 4, "{number}");
        assert!(entries.windows(2).all(|pair| pair[1].previous == pair[0].hash()));
        assert_eq!(entries[2].facts.meaning(), Some(said()));
        let unsent: Vec<u64> = records.unsent(9).unwrap().iter().map(|entry| entry.position.sequence).collect();
        assert_eq!(unsent, [3, 4], "{number}");
        let status = records.outbox_status().unwrap();
        assert_eq!((status.received, status.quarantined), (1, 1), "{number}");
        let next = NewEntry { id: Uuid::from_u128(200), facts: said(), sealed: None };
        let position = records.record(&next, None, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((position.epoch, position.sequence), (1, 5), "the journal goes on");
    }
}

/// The same entries of the same terminal each time, without a sealed part.
fn sent(terminal: &Terminal) -> Vec<Entry> {
    let mut previous = NO_HASH;
    let unsealed = |entry: Entry| {
        let entry = Entry { sealed: None, previous, ..entry };
        previous = entry.hash();
        entry
    };
    let informed = EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &circumstances()) };
    terminal.journal(1, &[informed.clone(), said(), informed]).into_iter().map(unsealed).collect()
}

#[test]
fn database_of_a_hub() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.send(&running, &ground::values(&sent(&terminal)));
    drop(running);
    let written = ground.path("data").join("hub.sqlite");
    settle(&written);
    let number = schema_of(&written);
    let kept = golden("hub", number, ".sqlite", |path| {
        std::fs::copy(&written, path).unwrap();
        std::fs::copy(ground.path("data").join("hub.key"), path.with_extension("key")).unwrap();
    });
    assert_eq!(rows(&written, ENTRIES), rows(&kept, ENTRIES), "the same input gives the same entries");
    for (number, file) in all("hub", ".sqlite") {
        let ground = Ground::new();
        for name in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm", "hub.key"] {
            let _ = std::fs::remove_file(ground.path("data").join(name));
        }
        std::fs::copy(&file, ground.path("data").join("hub.sqlite")).unwrap();
        std::fs::copy(file.with_extension("key"), ground.path("data").join("hub.key")).unwrap();
        let running = ground.start();
        assert_eq!(report(&ground)["entries"], 3, "{number}");
        assert_eq!(running.listed().len(), 3, "{number}");
        let doctor = String::from_utf8(hub(&["doctor", "--data", &ground.data()]).stdout).unwrap();
        assert!(doctor.contains("3 entries") && doctor.contains("0 missing"), "{number}: {doctor}");
        let mut again = sent(&terminal);
        let newest = again.last().unwrap().clone();
        let position = Position { sequence: 4, ..newest.position.clone() };
        again.push(Entry { position, id: Uuid::from_u128(4), previous: newest.hash(), ..newest });
        let answer = terminal.send(&running, &ground::values(&again));
        let known = Verdict::Duplicate;
        assert_eq!(verdicts(&answer), [known, known, known, Verdict::Accepted], "{number}: the history goes on");
    }
}

#[test]
fn what_a_terminal_keeps_of_the_editors_signatures() {
    // The editors' signatures are not made twice alike; what is compared is how they are kept.
    let kept = golden("trust", 1, ".json", |path| {
        let ground = Ground::new();
        let folder = ground.write_catalogue(7);
        stdout_of(&ground.publish(&folder));
        let metadata = |name: &str| {
            let connection = Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
            let sql = "SELECT body FROM catalogue_metadata WHERE name LIKE ?1 ORDER BY name DESC LIMIT 1";
            connection.query_row(sql, [name], |row| row.get::<_, String>(0)).unwrap()
        };
        let root = metadata("%root.json");
        let mut trust = TrustFile::new(ground.path("trust.json")).read(Some(&root)).unwrap();
        trust.state = TrustState {
            timestamp: Some(metadata("timestamp.json")),
            snapshot: Some(metadata("%snapshot.json")),
            targets: Some(metadata("%targets.json")),
            ..trust.state
        };
        trust.note(&trust.state.offer().unwrap().sha256);
        TrustFile::new(path.to_owned()).write(&trust).unwrap();
    });
    for file in all("trust", ".json").values() {
        let trust = TrustFile::new(file.clone()).read(None).unwrap();
        assert_eq!((trust.state.offer().unwrap().number, trust.applied.len()), (7, 1));
        assert!(trust.state.signed().is_some() && !trust.begun_anew);
    }
    let trust: Trust = serde_json::from_slice(&std::fs::read(&kept).unwrap()).unwrap();
    same("trust", 1, ".json", &serde_json::to_vec(&trust).unwrap());
}
