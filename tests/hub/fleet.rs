//! The fleet, as its operator sees it.

use crate::ground::{Ground, hub, stdout_of, verdicts};
use cups_kiosk::protocol::verdict::Verdict;
use serde_json::{Value, json};

/// What `fleet` says, and whether its exit code says that nobody is needed now.
fn fleet(ground: &Ground, more: &[&str]) -> (Value, bool) {
    let data = ground.data();
    let output = hub(&[&["fleet", "--json", "--data", &data], more].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.success())
}

fn names(fleet: &Value) -> Vec<&str> {
    fleet["terminals"].as_array().unwrap().iter().map(|row| row["terminal"].as_str().unwrap()).collect()
}

#[test]
fn a_terminal_tells_with_what_it_sends_how_it_stands() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let silent = ground.enrol_for("rome", &running, 2);
    let says = json!({
        "at": "2026-11-20T09:30:00Z", "waiting": 2, "waitingSince": "2026-11-19T09:30:00Z", "diskFull": 96, "diskDays": 40,
        "catalogue": 7, "heard": "2026-11-20T09:00:00Z", "battery": "low"
    });
    let answer = terminal.send_saying(&running, &terminal.events(1, 2), &says);
    assert_eq!(verdicts(&answer), [Verdict::Accepted; 2]);

    let (seen, _) = fleet(&ground, &[]);
    let row = seen["terminals"].as_array().unwrap().iter().find(|row| row["terminal"] == terminal.name).unwrap();
    let mut kept = says.clone();
    kept.as_object_mut().unwrap().remove("battery");
    assert_eq!(row["condition"], kept, "{row}");
    assert!(row["contact"].is_string() && row["up"].is_string() && row["told"].is_string(), "{row}");
    let kinds: Vec<&str> =
        row["concerns"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"disk"), "{row}");
    let other = seen["terminals"].as_array().unwrap().iter().find(|row| row["terminal"] == silent.name).unwrap();
    assert!(other["enrolled"].is_string() && other["contact"].is_null() && other["condition"] == json!({}), "{other}");

    // Whatever stands there, no entry is lost by it.
    for nonsense in [json!("well"), json!([1, 2]), json!({"waiting": "many"}), json!({"more": "x".repeat(5_000)})] {
        let answer = terminal.send_saying(&running, &terminal.events(1, 2), &nonsense);
        assert_eq!(verdicts(&answer), [Verdict::Duplicate; 2], "{nonsense}");
    }
}

#[test]
fn a_terminal_is_found_by_its_centre_and_what_is_known_of_it_is_said_in_words() {
    let ground = Ground::new();
    stdout_of(&ground.publish(&ground.write_catalogue(3)));
    let running = ground.start();
    let (one, other) = (ground.enrol(&running, 1), ground.enrol_for("rome", &running, 2));
    assert_eq!(
        names(&fleet(&ground, &["--find", "Strășeni"]).0),
        [one.name.as_str()],
        "the district, by the catalogue"
    );
    assert_eq!(names(&fleet(&ground, &["--find", "ROME"]).0), [other.name.as_str()], "the id alone");
    assert_eq!(names(&fleet(&ground, &["--find", &one.name[26..]]).0), [one.name.as_str()]);
    assert!(names(&fleet(&ground, &["--find", "Bălți"]).0).is_empty());
    assert_eq!(names(&fleet(&ground, &["--heard-from", "2026-01-01"]).0).len(), 0, "neither was heard of yet");
    assert_eq!(names(&fleet(&ground, &["--heard-until", "2026-01-01"]).0).len(), 2);

    let data = ground.data();
    let note = |text: &str| {
        stdout_of(&hub(&["note", "--terminal", &one.name, "--who", "Ana Rusu", text, "--data", &data]));
        stdout_of(&hub(&["fleet", "--data", &data]))
    };
    let said = note("în reparație până luni");
    assert!(said.starts_with("catalogue 3 is signed until "), "{said}");
    assert!(said.contains("2 terminals: 0 need a person now") && said.contains("note of Ana Rusu"), "{said}");
    assert!(said.contains("lozova (Lozova, raionul Strășeni)"), "{said}");
    assert!(!note("").contains("note of"));
    stdout_of(&hub(&["revoke", "--terminal", &one.name, "--data", &data]));
    let said = stdout_of(&hub(&["fleet", "--data", &data]));
    assert!(said.contains(&format!("revoked\t{}", one.name)) && said.contains("1 are revoked"), "{said}");

    for wrong in [
        &["note", "--terminal", "t-unknown", "--who", "Ana", "x", "--data", &data][..],
        &["note", "--terminal", &one.name, "--who", " ", "x", "--data", &data],
        &["note", "--terminal", &one.name, "--who", "Ana", "x\ny", "--data", &data],
        &["fleet", "--heard-from", "yesterday", "--data", &data],
    ] {
        assert_eq!(hub(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn without_a_catalogue_and_with_one_that_ends_soon_the_exit_code_asks_for_a_person() {
    let ground = Ground::new();
    let (seen, well) = fleet(&ground, &[]);
    assert_eq!((seen["catalogue"]["state"].as_str(), well), (Some("nothing"), false));
    stdout_of(&ground.publish(&ground.write_catalogue(3)));
    let (seen, well) = fleet(&ground, &[]);
    assert_eq!((seen["catalogue"]["state"].as_str(), well), (Some("holds"), true));
}
