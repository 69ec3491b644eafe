//! The operator's commands.

use crate::ground::{Ground, Terminal, editors, hub, stdout_of};
use cups_kiosk::protocol::problem::Problem;
use std::fs;

#[test]
fn without_an_operators_key_nobody_is_enrolled() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let output = hub(&["enrol", "--centre", "lozova", "--data", data.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("operator-key"));
    assert!(!data.exists());
}

#[test]
fn the_operators_private_key_is_only_in_its_file() {
    let ground = Ground::new();
    let key = fs::read_to_string(ground.path("operator.key")).unwrap();
    assert!(key.contains("AGE-SECRET-KEY-1"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(ground.path("operator.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    for file in fs::read_dir(ground.path("data")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(15).any(|window| window.eq_ignore_ascii_case(b"AGE-SECRET-KEY-")));
    }
    for out in ["operator.key", "second.key"] {
        let output = hub(&["operator-key", "--data", &ground.data(), "--out", &ground.text(out)]);
        assert_eq!(output.status.code(), Some(2));
    }
    assert_eq!(fs::read_to_string(ground.path("operator.key")).unwrap(), key);
    assert!(!ground.path("second.key").exists());
}

#[test]
fn bad_input_is_one_line_and_exit_code_two() {
    let ground = Ground::new();
    fs::write(ground.path("hub.toml"), "listen = \"127.0.0.1:0\"\ncolour = 1\n").unwrap();
    let (configuration, nowhere, data) = (ground.text("hub.toml"), ground.text("nowhere"), ground.data());
    let commands: [&[&str]; 9] = [
        &[],
        &["serve", "--listen", "here"],
        &["serve", "--config", &configuration],
        &["serve", "--config", &nowhere],
        &["enrol"],
        &["enrol", "--centre", "lozova", "--centre-file", &nowhere, "--data", &data],
        &["catalogue", "publish", &nowhere, "--data", &data],
        &["report", "--data", &nowhere, "--json"],
        &["revoke", "--terminal", "t-unknown", "--data", &data],
    ];
    for command in commands {
        let output = hub(command);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command:?}: {complaint}");
        assert_eq!(complaint.trim_end().lines().count(), 1, "{command:?}: {complaint}");
        assert!(output.stdout.is_empty(), "{command:?}");
    }
    assert!(!ground.path("nowhere").exists());
    let complaint = hub(&["report", "--data", &nowhere, "--json"]).stderr;
    assert_eq!(serde_json::from_slice::<Problem>(&complaint).unwrap().status, 400);
}

#[test]
fn the_editors_commands_are_said_to_be_elsewhere() {
    for name in ["check", "read", "build", "keys", "sign", "import", "export", "schema"] {
        let output = hub(&["catalogue", name, "--out", "somewhere"]);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(
            complaint.contains(&format!("by cups-catalogue {name}")) && complaint.lines().count() == 1,
            "{complaint}"
        );
        assert!(String::from_utf8(editors(&["--help"]).stdout).unwrap().contains(&format!("\n  {name} ")), "{name}");
    }
    let unknown = hub(&["catalogue", "burn"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(!String::from_utf8(unknown.stderr).unwrap().contains("cups-catalogue"));
}

#[test]
fn bad_input_of_the_editors_is_one_line_and_exit_code_two() {
    let ground = Ground::new();
    let (nowhere, keys) = (ground.text("nowhere"), ground.text("keys"));
    let commands: [&[&str]; 6] = [
        &[],
        &["check", &nowhere],
        &["coverage", &nowhere],
        &["read", "NO-EVENT"],
        &["sign", "--keys", &keys, "--out", &nowhere],
        &["import", "rsspa", &nowhere, "--out", &nowhere],
    ];
    for command in commands {
        let output = editors(command);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command:?}: {complaint}");
        assert_eq!(complaint.trim_end().lines().count(), 1, "{command:?}: {complaint}");
        assert!(output.stdout.is_empty(), "{command:?}");
    }
    assert!(!ground.path("nowhere").exists());
}

#[test]
fn a_hub_put_back_by_hand_takes_no_code_from_before_and_says_what_is_left_to_do() {
    let ground = Ground::new();
    let code = ground.code();
    let said = stdout_of(&hub(&["restored", "--data", &ground.data()]));
    for words in ["incarnation ", "revoke again", "unused enrolment codes are void", "start the hub"] {
        assert!(said.contains(words), "{said}");
    }
    let running = ground.start();
    let terminal = Terminal::new(1);
    running.enrol(&terminal, &terminal.request(&code)).problem(403);
    ground.enrol(&running, 1);
}
