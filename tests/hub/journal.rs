//! Batches: what is taken in, set aside and listed.

use crate::ground::{Ground, change, event, id_of, quarantined, values, verdicts};
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::signature::sign;
use cups_kiosk::protocol::verdict::{BatchAnswer, QuarantineCode, Verdict, Watermarks};
use serde_json::{Value, json};

#[test]
fn a_batch_is_accepted_once_and_known_again() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, 3);
    let answer = terminal.send(&running, &events);
    assert_eq!(verdicts(&answer), [Verdict::Accepted; 3]);
    assert_eq!(answer.watermarks, [Watermarks { epoch: 1, received: 3, durable: 3, backed_up: 0, stored: Some(3) }]);
    let end = &terminal.name[terminal.name.len() - 4..];
    assert_eq!(answer.verdicts[2].receipt, Some(format!("{end}-1-3")));
    assert_eq!(answer.verdicts[2].id, id_of(&events[2]));

    let answer = terminal.send(&running, &terminal.events(1, 4));
    assert_eq!(verdicts(&answer), [Verdict::Duplicate, Verdict::Duplicate, Verdict::Duplicate, Verdict::Accepted]);
    assert_eq!(answer.verdicts[2].receipt, Some(format!("{end}-1-3")));
    assert_eq!(running.listed().len(), 4);
}

#[test]
fn a_plain_body_is_taken_too() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let body = terminal.parcel(&terminal.events(1, 2));
    let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, &body);
    let answer = terminal.post_body(&running.address, &body, &signature, None).unwrap();
    assert_eq!(verdicts(&answer.json()), [Verdict::Accepted; 2]);
    terminal.post_body(&running.address, &body, &signature, Some("gzip")).unwrap().problem(415);
    terminal.post_body(&running.address, &body, &signature, Some("zstd")).unwrap().problem(400);
}

#[test]
fn two_histories_under_one_name_are_a_fork() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let entries = terminal.entries(1, 2);
    terminal.send(&running, &values(&entries));
    let mut other = entries[1].clone();
    let said = EntryFacts::new(Action::Referred, &terminal.circumstances());
    other.facts = RecordedFacts::of(&said).unwrap();
    for _ in 0..2 {
        let answer = terminal.send(&running, &values(std::slice::from_ref(&other)));
        assert_eq!(verdicts(&answer), [Verdict::Quarantined]);
        assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Fork));
        assert_eq!(answer.watermarks[0].received, 2);
    }
    assert_eq!(quarantined(&ground), 1);
    assert_eq!(running.listed()[1]["facts"]["action"], "informed");
}

#[test]
fn one_bad_event_among_ten_blocks_no_other() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut events = terminal.events(1, 10);
    change(&mut events[2], |event| event["data"]["facts"] = json!("no facts"));
    change(&mut events[4], |event| event["entryhash"] = json!("00".repeat(32)));
    events[6] = event(&"no event at all");
    change(&mut events[8], |event| event["data"]["facts"]["event"] = json!("C2"));
    let answer = terminal.send(&running, &events);
    let codes: Vec<Option<QuarantineCode>> = answer.verdicts.iter().map(|verdict| verdict.code).collect();
    let malformed = Some(QuarantineCode::Malformed);
    let hash = Some(QuarantineCode::Hash);
    assert_eq!(codes, [None, None, malformed, None, hash, None, malformed, None, hash, None]);
    assert_eq!(answer.verdicts.iter().filter(|verdict| verdict.verdict == Verdict::Accepted).count(), 6);
    assert_eq!(answer.verdicts[6].id, "");
    assert_eq!(answer.watermarks[0].received, 2);
    assert_eq!(quarantined(&ground), 4);

    // Once the terminal sends what it meant, the gaps close.
    let answer = terminal.send(&running, &terminal.events(1, 10));
    assert_eq!(answer.watermarks[0].received, 10);
}

#[test]
fn words_in_the_facts_are_set_aside_even_with_the_right_hash() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut entry = terminal.entries(1, 1).remove(0);
    let said = EntryFacts { event: Some("Ion Popescu".to_owned()), ..entry.facts.meaning().unwrap() };
    entry.facts = RecordedFacts::of(&said).unwrap();
    let answer = terminal.send(&running, &values(&[entry]));
    assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Malformed));
    assert!(running.listed().is_empty());
}

#[test]
fn another_terminals_entry_is_set_aside() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let other = ground.enrol(&running, 2);
    let answer = terminal.send(&running, &other.events(1, 1));
    assert_eq!(verdicts(&answer), [Verdict::Quarantined]);
    assert_eq!(answer.verdicts[0].code, Some(QuarantineCode::Terminal));
    assert!(answer.watermarks.is_empty());
    assert_eq!(verdicts(&other.send(&running, &other.events(1, 1))), [Verdict::Accepted]);
}

#[test]
fn what_is_too_large_is_refused() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    terminal.post(&running.address, &vec![event(&json!({})); 501]).unwrap().problem(413);
    let bomb = zstd::encode_all(vec![b' '; 8 * 1024 * 1024].as_slice(), 3).unwrap();
    let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, &bomb);
    terminal.post_body(&running.address, &bomb, &signature, Some("zstd")).unwrap().problem(413);
    terminal.post(&running.address, &vec![event(&json!({})); 500]).unwrap().json::<BatchAnswer>();
}

#[test]
fn the_list_shows_facts_and_never_what_is_sealed() {
    let ground = Ground::new();
    let running = ground.start();
    let (one, two) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    one.send(&running, &one.events(1, 9));
    two.send(&running, &two.events(1, 9));
    one.send(&running, &one.events(2, 2));
    let listed = running.listed();
    assert_eq!(listed.len(), 20);
    // In the order received, the newest last.
    assert_eq!(listed[9]["terminal"], two.name);
    assert_eq!((listed[19]["epoch"].as_u64(), listed[19]["sequence"].as_u64()), (Some(2), Some(2)));
    assert_eq!(listed[0]["facts"]["action"], "informed");
    let text = serde_json::to_string(&listed).unwrap();
    assert!(!text.contains("sealed") && !text.contains("YWdlLWVuY3J5"));

    let count = |query: &str| {
        let page: Value = running.get(&format!("{}?{query}", path::JOURNAL_ENTRIES)).json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!(count("centre=lozova&event=C1&action=informed"), 20);
    assert_eq!(count("action=caseOpened"), 0);
    assert_eq!(count("centre=rome"), 0);
    for query in ["limit=0", "limit=501", "limit=many", "cursor=nonsense", "action=unknown", "colour=1"] {
        running.get(&format!("{}?{query}", path::JOURNAL_ENTRIES)).problem(400);
    }
}
