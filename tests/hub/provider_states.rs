//! Providers' lists: what the operator imports, and what terminals are told of it.

use crate::ground::{Answer, Ground, Running, Terminal, exchange, hub, stdout_of};
use cups_kiosk::domain::case::{ProviderNumber, RequestState};
use cups_kiosk::protocol::enrolment::EnrolmentAnswer;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::provider_state::{MOST, ProviderStatesAnswer, ProviderStatesQuestion, request_hash};
use cups_kiosk::protocol::signature::{
    ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, is_answer, sign, verifying_key,
};
use std::fs;
use std::process::Output;

fn import(ground: &Ground, lines: &str) -> Output {
    let file = ground.text("list.csv");
    fs::write(&file, format!("provider,number,state,day\n{lines}")).unwrap();
    hub(&["import-states", &file, "--data", &ground.data()])
}

fn ask_with(terminal: &Terminal, running: &Running, body: &[u8]) -> (Answer, String) {
    let signature = sign(&terminal.key, "POST", path::PROVIDER_STATES, body);
    let headers = [
        ("content-type", "application/json"),
        (TERMINAL_HEADER, terminal.name.as_str()),
        (SIGNATURE_HEADER, signature.as_str()),
        (NONCE_HEADER, "once"),
    ];
    (exchange(&running.address, "POST", path::PROVIDER_STATES, &headers, body).unwrap(), signature)
}

/// Enrols a terminal; gives it with the hub's key.
fn enrolled(ground: &Ground, running: &Running) -> (Terminal, String) {
    let terminal = Terminal::new(1);
    let answer: EnrolmentAnswer = running.enrol(&terminal, &terminal.request(&ground.code())).json();
    (terminal, answer.hub_key.unwrap())
}

fn question(key: &str, numbers: &[&str]) -> Vec<u8> {
    let hash = |number: &&str| request_hash(key, "asp", &ProviderNumber::parse(number).unwrap());
    serde_json::to_vec(&ProviderStatesQuestion { requests: numbers.iter().map(hash).collect() }).unwrap()
}

#[test]
fn a_list_is_imported_whole_or_not_at_all_and_twice_is_once() {
    let ground = Ground::new();
    let lines = "asp,SC-17,issued,2026-11-20\nasp,SC-18,waiting,2026-11-19\n";
    let said = stdout_of(&import(&ground, lines));
    assert_eq!(said, "2 requests in the list: 2 new or changed, 0 known already or of an earlier day");
    let again = stdout_of(&import(&ground, lines));
    assert_eq!(again, "2 requests in the list: 0 new or changed, 2 known already or of an earlier day");
    let refused = import(
        &ground,
        "asp,SC-17,refused,2026-11-21\nasp,Maria Popescu,issued,2026-11-21\nasp,SC-9,solved,2026-11-21\n",
    );
    assert_eq!(refused.status.code(), Some(2));
    let error = String::from_utf8(refused.stderr).unwrap();
    let lines: Vec<&str> = error.lines().collect();
    assert_eq!(lines.len(), 3, "{error}");
    assert!(lines[0].contains("list.csv:3: ") && lines[1].contains("list.csv:4: ") && lines[1].contains("handedOver"));
    assert!(lines[2].contains("2 lines are wrong; nothing was imported"), "{error}");
    assert!(!error.contains("Popescu"), "what stands in a line may lead to a person");
    // Nothing of the refused list: what it said of the first request is new.
    let said = stdout_of(&import(&ground, "asp,SC-17,refused,2026-11-21\n"));
    assert!(said.contains("1 new or changed"), "{said}");
    let missing = hub(&["import-states", &ground.text("none.csv"), "--data", &ground.data()]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn no_number_of_a_list_lies_in_the_folder_of_the_hub() {
    let ground = Ground::new();
    stdout_of(&import(&ground, "asp,PLANTED-4711-X,issued,2026-11-20\n"));
    for file in fs::read_dir(ground.path("data")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(14).any(|window| window.eq_ignore_ascii_case(b"PLANTED-4711-X")));
    }
}

#[test]
fn a_provider_that_the_published_catalogue_does_not_have_is_refused() {
    let ground = Ground::new();
    let folder = ground.write_catalogue(1);
    stdout_of(&ground.publish(&folder));
    let refused = import(&ground, "asp,SC-17,issued,2026-11-20\n");
    assert_eq!(refused.status.code(), Some(2), "its providers are none");
    assert!(String::from_utf8(refused.stderr).unwrap().contains("no code of a provider"));
}

#[test]
fn a_terminal_is_told_by_a_signed_answer_what_stands_in_a_list_and_of_nothing_else() {
    let ground = Ground::new();
    let running = ground.start();
    let (terminal, key) = enrolled(&ground, &running);
    // While the hub runs.
    stdout_of(&import(
        &ground,
        "asp,SC-17,waiting,2026-11-18\nasp,SC-18,issued,2026-11-19\ncnas,SC-19,issued,2026-11-19\n",
    ));
    stdout_of(&import(&ground, "asp,SC-17,issued,2026-11-20\nasp,SC-18,waiting,2026-11-10\n"));
    let body = question(&key, &["SC-17", "sc-18", "SC-19", "SC-20"]);
    let (answer, signature) = ask_with(&terminal, &running, &body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let by = answer.header(ANSWER_HEADER).unwrap();
    assert!(is_answer(&verifying_key(&key).unwrap(), "once", &signature, &answer.body, by));
    let states = answer.json::<ProviderStatesAnswer>().states;
    let said: Vec<_> = states.iter().map(|said| (said.state.known(), said.on.to_string())).collect();
    let issued = Some(RequestState::Issued);
    assert_eq!(said, [(issued, "2026-11-20".to_owned()), (issued, "2026-11-19".to_owned())], "the later day holds");
    assert!(!answer.text().contains("SC-1"));
}

#[test]
fn who_is_no_terminal_or_asks_too_much_is_told_nothing() {
    let ground = Ground::new();
    let running = ground.start();
    let (terminal, key) = enrolled(&ground, &running);
    let body = question(&key, &["SC-17"]);
    ask_with(&Terminal::new(2), &running, &body).0.problem(401);
    running.post_json(path::PROVIDER_STATES, &serde_json::json!({"requests": []})).problem(401);
    for malformed in [&b"{}"[..], b"", br#"{"requests":["SC-17"]}"#, br#"{"requests":[7]}"#] {
        ask_with(&terminal, &running, malformed).0.problem(400);
    }
    let numbers: Vec<String> = (0..=MOST).map(|number| format!("SC-{number}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    ask_with(&terminal, &running, &question(&key, &numbers)).0.problem(400);
    assert_eq!(ask_with(&terminal, &running, &question(&key, &numbers[1..])).0.status, 200);
    ask_with(&terminal, &running, &vec![b' '; 65 * 1024]).0.problem(413);
    stdout_of(&hub(&["revoke", "--terminal", &terminal.name, "--data", &ground.data()]));
    ask_with(&terminal, &running, &body).0.problem(403);
}
