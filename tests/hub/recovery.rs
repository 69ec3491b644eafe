//! The codes that admit a first specialist: printed once, kept as slow hashes, handed to their terminal alone.

use crate::ground::{Answer, Ground, Running, Terminal, exchange, hub, recovery_codes, stdout_of, values, verdicts};
use cups_kiosk::domain::record::{Action, EntryFacts};
use cups_kiosk::protocol::enrolment::{EnrolmentAnswer, RecoveryAnswer};
use cups_kiosk::protocol::entry::NO_HASH;
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::recovery::matches;
use cups_kiosk::protocol::signature::{SIGNATURE_HEADER, TERMINAL_HEADER, sign};
use cups_kiosk::protocol::verdict::Verdict;
use std::collections::BTreeSet;

fn asked_as(terminal: &Terminal, running: &Running, method: &str, signed: &str) -> Answer {
    let signature = sign(&terminal.key, method, signed, b"");
    let headers = [(TERMINAL_HEADER, terminal.name.as_str()), (SIGNATURE_HEADER, signature.as_str())];
    exchange(&running.address, "GET", path::RECOVERY_CODES, &headers, &[]).unwrap()
}

fn asked(terminal: &Terminal, running: &Running) -> Vec<String> {
    asked_as(terminal, running, "GET", path::RECOVERY_CODES).json::<RecoveryAnswer>().recovery_codes
}

/// Whether each code has its hash among these, and no other does.
fn fit(codes: &[String], hashes: &[String]) -> bool {
    codes.len() == hashes.len() && codes.iter().zip(hashes).all(|(code, hash)| matches(hash, code))
}

#[test]
fn a_paper_holds_five_codes_of_which_the_hub_keeps_slow_hashes_alone() {
    let ground = Ground::new();
    let running = ground.start();
    let (code, recovery) = ground.paper();
    assert!(code.len() == 9 && code.as_bytes()[4] == b'-', "the first line is the enrolment code alone: {code}");
    assert_eq!(recovery.iter().collect::<BTreeSet<_>>().len(), 5);
    let terminal = Terminal::new(1);
    let answer = running.enrol(&terminal, &terminal.request(&code));
    let enrolled: EnrolmentAnswer = answer.json();
    assert!(fit(&recovery, &enrolled.recovery_codes));
    assert!(enrolled.recovery_codes.iter().all(|hash| hash.starts_with("$argon2id$")));
    // The answer was lost and is repeated: the same.
    let again: EnrolmentAnswer = running.enrol(&terminal, &terminal.request(&code)).json();
    assert_eq!(again, enrolled);
    // Each hash with its own salt; the codes themselves nowhere.
    let salts: BTreeSet<&str> = enrolled.recovery_codes.iter().map(|hash| hash.split('$').nth(4).unwrap()).collect();
    assert_eq!(salts.len(), 5);
    for file in std::fs::read_dir(ground.path("data")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for code in &recovery {
            for form in [code.clone(), code.replace('-', "")] {
                assert!(!bytes.windows(form.len()).any(|window| window.eq_ignore_ascii_case(form.as_bytes())));
            }
        }
    }
}

#[test]
fn only_the_terminal_itself_learns_its_hashes() {
    let ground = Ground::new();
    let running = ground.start();
    let (code, recovery) = ground.paper();
    let terminal = Terminal::new(1);
    running.enrol(&terminal, &terminal.request(&code));
    let other = ground.enrol(&running, 2);
    assert!(fit(&recovery, &asked(&terminal, &running)));
    assert!(!fit(&recovery, &asked(&other, &running)), "its own, not those of the other");
    asked_as(&terminal, &running, "POST", path::RECOVERY_CODES).problem(401);
    asked_as(&terminal, &running, "GET", path::JOURNAL_ENTRIES).problem(401);
    asked_as(&Terminal::new(3), &running, "GET", path::RECOVERY_CODES).problem(401);
    running.get(path::RECOVERY_CODES).problem(401);
    stdout_of(&hub(&["revoke", "--terminal", &terminal.name, "--data", &ground.data()]));
    asked_as(&terminal, &running, "GET", path::RECOVERY_CODES).problem(403);
    let refused = hub(&["recovery", "--terminal", &terminal.name, "--data", &ground.data()]);
    assert_eq!(refused.status.code(), Some(2), "and gets no new ones");
}

#[test]
fn new_codes_take_the_place_of_all_before_also_for_a_terminal_that_had_none() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    // As an older hub enrolled it.
    let database = rusqlite::Connection::open(ground.path("data").join("hub.sqlite")).unwrap();
    database.execute("DELETE FROM recovery_code", []).unwrap();
    assert!(asked(&terminal, &running).is_empty());
    let new = || {
        let said = stdout_of(&hub(&["recovery", "--terminal", &terminal.name, "--data", &ground.data()]));
        assert!(said.starts_with("recovery code 1: "), "{said}");
        recovery_codes(&said)
    };
    for _ in 0..2 {
        let codes = new();
        assert_eq!(codes.len(), 5);
        assert!(fit(&codes, &asked(&terminal, &running)));
    }
    let unknown = hub(&["recovery", "--terminal", "t-unknown", "--data", &ground.data()]);
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(String::from_utf8(unknown.stderr).unwrap().trim_end().lines().count(), 1);
}

#[test]
fn another_enrolment_voids_the_paper_of_the_one_before() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = Terminal::new(1);
    let (first, _) = ground.paper();
    let (second, recovery) = ground.paper();
    for code in [&first, &second] {
        assert_eq!(running.enrol(&terminal, &terminal.request(code)).status, 201);
    }
    assert!(fit(&recovery, &asked(&terminal, &running)));
    // The first answer repeated brings nothing of it back.
    let again: EnrolmentAnswer = running.enrol(&terminal, &terminal.request(&first)).json();
    assert!(fit(&recovery, &again.recovery_codes));
}

#[test]
fn refused_sign_ins_and_lost_records_are_counted_without_a_name() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let mut entries = terminal.entries(1, 3);
    let mut previous = NO_HASH;
    for (entry, action) in entries.iter_mut().zip([Action::RecordsLost, Action::SignInRefused, Action::SignInRefused]) {
        entry.facts = RecordedFacts::of(&EntryFacts::new(action, &terminal.circumstances())).unwrap();
        entry.previous = previous;
        previous = entry.hash();
    }
    let answer = terminal.send(&running, &values(&entries));
    assert!(verdicts(&answer).iter().all(|verdict| *verdict == Verdict::Accepted));
    let report = stdout_of(&hub(&["report", "--data", &ground.data(), "--json"]));
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let counted = |action: &str| {
        let counts = report["counts"].as_array().unwrap();
        counts.iter().find(|count| count["action"] == action).map(|count| count["entries"].as_u64().unwrap())
    };
    assert_eq!((counted("signInRefused"), counted("recordsLost")), (Some(2), Some(1)));
}
