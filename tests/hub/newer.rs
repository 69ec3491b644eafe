//! A terminal one version ahead: what it says is accepted, kept as it was said, and counted as "other".

use crate::ground::{Event, Ground, Terminal, event, hub, quarantined, report, stdout_of, values, verdicts};
use cups_kiosk::protocol::entry::Entry;
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::signature::{sign, sign_parcel};
use cups_kiosk::protocol::verdict::{QuarantineCode, Verdict};
use serde_json::{Value, json};

/// What versions to come may record: actions, modes, reasons and languages that this one does not know, fields beside
/// those it knows, another number.
const FACTS: [&str; 6] = [
    r#"{"action":"informed","event":"C1","language":"ro","centre":"lozova","mode":"assisted","catalogue":1}"#,
    r#"{"number":2,"mode":"byTelephone","movedTo":"rome","action":"caseMoved","event":"C1","case":"00000000-0000-4000-8000-000000000001","language":"ro","centre":"lozova","catalogue":1}"#,
    r#"{"action":"lessonHeld","event":"C1","case":"00000000-0000-4000-8000-000000000001","language":"rom","centre":"lozova","mode":"assisted","catalogue":1,"lessons":["mouse","fraud"],"heads":{"women":7,"men":4}}"#,
    r#"{"action":"caseMoved","event":"C1","case":"00000000-0000-4000-8000-000000000002","language":"ro","centre":"lozova","mode":"assisted","catalogue":1}"#,
    r#"{"action":"requestRefused","state":"lost","reason":"officeClosed","language":"ro","centre":"lozova","mode":"assisted","catalogue":1,"queue":null}"#,
    r#"{"action":"corrected","event":"C1","corrects":"ID","reason":"notDone","case":"00000000-0000-4000-8000-000000000002","language":"ro","centre":"lozova","mode":"assisted","catalogue":1}"#,
];

fn recorded(terminal: &Terminal) -> Vec<Entry> {
    let corrects = terminal.id(1, 4).to_string();
    let facts = FACTS.map(|text| RecordedFacts::read(text.replace("ID", &corrects)).unwrap());
    terminal.recorded(1, &facts)
}

/// What the hub counts of this kind: entries and persons.
fn counted(ground: &Ground, action: &str) -> Option<(u64, u64)> {
    let report = report(ground);
    let count = report["counts"].as_array().unwrap().iter().find(|count| count["action"] == action)?.clone();
    Some((count["entries"].as_u64().unwrap(), count["persons"].as_u64().unwrap()))
}

#[test]
fn what_a_newer_terminal_says_is_taken_in_kept_as_it_was_said_and_counted_as_other() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let entries = recorded(&terminal);
    let events = values(&entries);
    let answer = terminal.send(&running, &events);
    assert_eq!(verdicts(&answer), [Verdict::Accepted; 6], "{answer:?}");
    assert_eq!(answer.watermarks[0].received, 6);
    assert_eq!(quarantined(&ground), 0);

    let said = running.get(path::JOURNAL_ENTRIES).text();
    for entry in &entries {
        assert!(said.contains(entry.facts.text()), "to the last byte: {}", entry.facts.text());
    }
    // Of the three, one was taken back by its terminal; the others are of one person.
    assert_eq!(counted(&ground, "other"), Some((2, 1)));
    assert_eq!(counted(&ground, "informed"), Some((1, 1)));
    assert_eq!(counted(&ground, "requestRefused"), Some((1, 1)));
    assert_eq!(report(&ground)["corrected"], 1);
    assert_eq!(report(&ground)["unreadable"], 0);
    let lines = stdout_of(&hub(&["report", "--data", &ground.data()]));
    assert!(lines.contains("lozova\tC1\tother\t2") && !lines.contains("caseMoved"), "{lines}");

    // The chain goes on over it, and what is sent twice is known.
    let doctor = String::from_utf8(hub(&["doctor", "--data", &ground.data()]).stdout).unwrap();
    assert!(doctor.contains("6 entries") && doctor.contains("0 missing"), "{doctor}");
    assert_eq!(verdicts(&terminal.send(&running, &events)), [Verdict::Duplicate; 6]);
}

#[test]
fn a_parcel_with_more_in_it_than_is_known_is_opened() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let entry: Value = serde_json::from_str(values(&recorded(&terminal))[0].get()).unwrap();
    let post = |number: u8, content: &str| {
        let signature = sign_parcel(&terminal.key, content.as_bytes());
        let body = format!("cups-parcel-{number}\n{signature}\n{content}").into_bytes();
        let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, &body);
        terminal.post_body(&running.address, &body, &signature, None).unwrap()
    };
    let name = &terminal.name;
    let content = json!({
        "terminal": name, "entries": [], "operations": [{ "sealed": "…" }], "catalogue": ["…"], "photographs": [entry]
    });
    assert_eq!(post(1, &content.to_string()).status, 200);
    assert_eq!(post(2, &content.to_string()).problem(415).kind, "urn:cups:problem:newer-parcel");
    post(1, "[]").problem(400);
    post(1, &json!({ "terminal": "t-2", "entries": [] }).to_string()).problem(401);
    assert!(running.listed().is_empty());
}

#[test]
fn words_in_a_field_that_is_not_known_are_set_aside_and_hold_nothing_up() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let facts = |rest: &str| {
        let text = FACTS[0].replace(r#","mode""#, &format!(r#",{rest},"mode""#));
        RecordedFacts::read(text).unwrap()
    };
    let hidden = [
        r#""remark":"Ion Popescu a plecat""#,
        r#""number":2,"remark":2000000000004"#,
        r#""remark":"Ion Popescu","remark":"left""#,
        r#""remark":{"Ion Popescu":1}"#,
        r#""Ion Popescu":1"#,
        r#""remark":[["left"]]"#,
    ];
    let mut said: Vec<RecordedFacts> = hidden.iter().map(|rest| facts(rest)).collect();
    said.push(facts(r#""remark":"left""#));
    let answer = terminal.send(&running, &values(&terminal.recorded(1, &said)));
    for verdict in &answer.verdicts[..hidden.len()] {
        assert_eq!(verdict.code, Some(QuarantineCode::Malformed), "{answer:?}");
    }
    assert_eq!(answer.verdicts[hidden.len()].verdict, Verdict::Accepted);
    assert_eq!(running.listed().len(), 1);
    let nothing: Vec<Event> = vec![event(&json!(null))];
    assert_eq!(verdicts(&terminal.send(&running, &nothing)), [Verdict::Quarantined]);
}
