//! Who may speak to the hub.

use crate::ground::{Ground, Terminal, hub, stdout_of};
use cups_kiosk::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest};
use cups_kiosk::protocol::signature::sign;
use cups_kiosk::protocol::{INCARNATION_HEADER, path};
use serde_json::json;

#[test]
fn a_code_enrols_one_terminal_and_a_lost_answer_is_repeated() {
    let ground = Ground::new();
    let running = ground.start();
    let code = ground.code();
    let terminal = Terminal::new(1);
    let first = running.enrol(&terminal, &terminal.request(&code));
    assert_eq!(first.status, 201, "{}", first.text());
    let enrolled: EnrolmentAnswer = first.json();
    assert_eq!(enrolled.centre.id, "lozova");
    assert!(enrolled.operator_key.starts_with("age1"));
    assert_eq!(first.header(INCARNATION_HEADER), Some(enrolled.incarnation.as_str()));

    // However it is typed.
    let again = running.enrol(&terminal, &terminal.request(&code.to_lowercase().replace('-', " ")));
    assert_eq!(again.status, 201);
    assert_eq!(again.json::<EnrolmentAnswer>(), enrolled);

    running.enrol(&Terminal::new(2), &Terminal::new(2).request(&code)).problem(403);
    running.enrol(&Terminal::new(2), &Terminal::new(2).request("ABCD-0000")).problem(403);
    let thief =
        EnrolmentRequest { device_key: Terminal::new(2).request("").device_key, ..terminal.request(&ground.code()) };
    // Whoever knows a terminal's name and public key has still not its private one.
    running.enrol(&Terminal::new(2), &thief).problem(401);
    let named = Terminal { name: terminal.name.clone(), ..Terminal::new(2) };
    running.enrol(&named, &thief).problem(409);
    let mover = terminal.request(&ground.code());
    running.enrol(&named, &mover).problem(401);

    let unreadable = EnrolmentRequest { device_key: "no key".to_owned(), ..terminal.request(&code) };
    assert!(running.enrol(&terminal, &unreadable).problem(400).errors.contains_key("deviceKey"));
    running.enrol(&terminal, &json!([1, 2])).problem(400);
    running.post_json(path::ENROLMENTS, &terminal.request(&code)).problem(401);
}

#[test]
fn guessing_codes_is_slowed_down() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = Terminal::new(1);
    for _ in 0..20 {
        running.enrol(&terminal, &terminal.request("ABCD-0000")).problem(403);
    }
    let answer = running.enrol(&terminal, &terminal.request("ABCD-0000"));
    answer.problem(429);
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() <= 61);
}

#[test]
fn only_an_enrolled_terminals_signature_opens_the_door() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, 1);
    let body = terminal.parcel(&events);
    let wrong = sign(&Terminal::new(2).key, "POST", path::JOURNAL_ENTRIES, &body);
    let refused = terminal.post_body(&running.address, &body, &wrong, None).unwrap();
    refused.problem(401);
    assert!(refused.header("www-authenticate").is_some());
    terminal.post_body(&running.address, &body, "nonsense", None).unwrap().problem(401);
    Terminal::new(3).post(&running.address, &events).unwrap().problem(401);
    running.post_json(path::JOURNAL_ENTRIES, &events).problem(401);
    // A request of its own around what another one signed, and what was changed after it was signed.
    let others = ground.enrol(&running, 2).parcel(&events);
    let mut changed = terminal.parcel(&events);
    let last = changed.len() - 3;
    changed[last] ^= 1;
    for body in [&others, &changed] {
        let signature = sign(&terminal.key, "POST", path::JOURNAL_ENTRIES, body);
        terminal.post_body(&running.address, body, &signature, None).unwrap().problem(401);
    }
    assert!(running.listed().is_empty());

    stdout_of(&hub(&["revoke", "--terminal", &terminal.name, "--data", &ground.data()]));
    terminal.post(&running.address, &events).unwrap().problem(403);
    assert!(running.listed().is_empty());
}
