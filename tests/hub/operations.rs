//! What whoever runs a hub rests on: metrics, limits, logs, a configuration that is checked whole, a stop that breaks nothing
//! off.

use crate::ground::{Ground, Running, exchange, hub};
use cups_kiosk::protocol::path;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

/// A hub with a configuration file; its log goes to a pipe.
fn start(ground: &Ground, configuration: &str) -> Running {
    fs::write(ground.path("hub.toml"), format!("listen = \"127.0.0.1:0\"\n{configuration}")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["serve", "--config", &ground.text("hub.toml"), "--data", &ground.data()])
        .env("RUST_LOG", "info")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    Running::announced(child, stdout)
}

/// The lines of the log up to the first that holds this.
fn log_until(running: &mut Running, words: &str) -> Vec<String> {
    let mut lines = Vec::new();
    // Byte by byte: what comes behind stays in the pipe for the next time.
    let log = running.child.stderr.as_mut().unwrap();
    loop {
        let mut line = Vec::new();
        let mut byte = [0];
        while log.read(&mut byte).unwrap() == 1 && byte[0] != b'\n' {
            line.push(byte[0]);
        }
        assert!(!line.is_empty(), "the log ended without {words}: {lines:?}");
        let line = String::from_utf8(line).unwrap();
        let is_it = line.contains(words);
        lines.push(line);
        if is_it {
            return lines;
        }
    }
}

/// Asks the hub to stop, as the system does, and waits for its end.
fn stop(mut running: Running) -> bool {
    let pid = running.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    running.child.wait().unwrap().success()
}

#[test]
fn a_monitor_reads_at_an_address_of_its_own_and_learns_of_nobody() {
    let ground = Ground::new();
    let mut running = start(&ground, "log = \"json\"\nmetrics = \"127.0.0.1:0\"\n");
    let line = log_until(&mut running, "a monitor reads").pop().unwrap();
    let event: Value = serde_json::from_str(&line).unwrap();
    let watched = event["watched"].as_str().unwrap().to_owned();
    let terminal = ground.enrol_for("lozova", &running, 1);
    terminal.send(&running, &terminal.events(1, 3));
    running.get("/nothing").problem(404);

    let metrics = exchange(&watched, "GET", "/metrics", &[], &[]).unwrap();
    assert_eq!(metrics.status, 200);
    assert_eq!(metrics.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let text = metrics.text();
    for line in [
        "cups_hub_up 1",
        "cups_hub_entries 3",
        "cups_hub_terminals{needs=\"well\"} 1",
        "cups_hub_alarms{kind=\"fork\"} 0",
        "cups_hub_catalogue_number 0",
        "cups_hub_request_seconds_count{method=\"POST\",path=\"/api/v1/journal-entries\",status=\"200\"} 1",
        "cups_hub_request_seconds_count{method=\"GET\",path=\"unknown\",status=\"404\"} 1",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
    assert!(!text.contains(&terminal.name) && !text.contains("lozova"), "{text}");
    // Every line is of the form, and every name has its heading.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let name = name.split('{').next().unwrap();
        let base = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        assert!(text.contains(&format!("# TYPE {base} ")), "{line}");
    }
    assert_eq!(exchange(&watched, "GET", "/health", &[], &[]).unwrap().status, 200);
    // Not where terminals come in.
    assert_eq!(running.get("/metrics").status, 404);
    assert_eq!(exchange(&watched, "GET", path::JOURNAL_ENTRIES, &[], &[]).unwrap().status, 404);

    let lines = log_until(&mut running, "\"path\":\"unknown\"");
    for line in &lines {
        let event: Value = serde_json::from_str(line).unwrap();
        assert!(event["timestamp"].is_string() && event["level"].is_string(), "{line}");
        assert!(!line.contains("lozova") && !line.contains("ABCD"), "{line}");
    }
    assert!(stop(running), "a hub that is asked to stop ends well");
}

#[test]
fn who_asks_too_often_is_told_when_to_come_again_and_keeps_no_other_out() {
    let ground = Ground::new();
    let running = start(&ground, "terminal_requests = 3\naddress_requests = 8\n");
    let (one, other) = (ground.enrol(&running, 1), ground.enrol(&running, 2));
    let send = |terminal: &crate::ground::Terminal| terminal.post(&running.address, &terminal.events(1, 2)).unwrap();
    for _ in 0..3 {
        assert_eq!(send(&one).status, 200);
    }
    let refused = send(&one);
    assert_eq!(refused.problem(429).kind, "urn:cups:problem:too-many");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=21).contains(&wait), "{wait}");
    // Whoever claims its name and cannot sign takes nothing from another.
    for _ in 0..5 {
        other.post_body(&running.address, b"x", "bm9uZQ==", None).unwrap().problem(401);
    }
    assert_eq!(send(&other).status, 200);
    // By address, as the proxy names it.
    let from = |address: &str| {
        exchange(&running.address, "GET", "/health", &[("x-forwarded-for", address)], &[]).unwrap().status
    };
    let mut last = 200;
    for _ in 0..9 {
        last = from("198.51.100.1, 203.0.113.7");
    }
    assert_eq!((last, from("203.0.113.8")), (429, 200));
}

#[test]
fn a_configuration_is_checked_whole_before_anything_starts() {
    let ground = Ground::new();
    let text = "listen = \"here\"\ncolour = 1\nlog = \"xml\"\nterminal_requests = -5\n";
    fs::write(ground.path("hub.toml"), text).unwrap();
    let output = hub(&["serve", "--config", &ground.text("hub.toml"), "--data", &ground.data()]);
    assert_eq!(output.status.code(), Some(2));
    let lines: Vec<String> = BufReader::new(&output.stderr[..]).lines().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    for (number, line) in (1..).zip(&lines) {
        assert!(line.contains(&format!("hub.toml:{number}: ")), "{line}");
    }
}
