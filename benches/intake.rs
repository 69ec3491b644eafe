//! `cargo bench --no-default-features --features hub,editor --bench intake`: the hub's intake of `figures -- hub` alone, without
//! the window's long build; and once more with the events of a journal gathered and forwarded to a file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a bench")]

#[path = "../tests/hub/ground.rs"]
#[allow(dead_code, reason = "the hub's tests use the rest")]
mod ground;
#[path = "figures/intake.rs"]
mod intake;

use cups_kiosk::domain::record::{Action, EntryFacts};
use ground::{Ground, Running};
use std::process::{Command, Stdio};
use std::time::Duration;
use uuid::Uuid;

/// So much of a bare database's speed is kept at the least.
const BAR: f64 = 0.5;

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let ground = Ground::new();
    told("batches of 50", &ground, &ground.start());
    let ground = Ground::new();
    told("the same, with events to a file", &ground, &telling(&ground));
}

/// A hub that tells a file what happens.
fn telling(ground: &Ground) -> Running {
    let settings = format!("[mlog]\nlegal_entity = \"1006601001131\"\nfile = \"{}\"\n", ground.text("events.jsonl"));
    std::fs::write(ground.path("hub.toml"), format!("listen = \"127.0.0.1:0\"\n{settings}")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cups-hub"))
        .args(["serve", "--config", &ground.text("hub.toml"), "--data", &ground.data()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = child.stdout.take().unwrap();
    Running::announced(child, stdout)
}

fn told(name: &str, ground: &Ground, running: &Running) {
    let terminal = ground.enrol(running, 1);
    // Such as are told of: each belongs to a case.
    let prepared = |case: u64| EntryFacts {
        case: Some(Uuid::from_u128(u128::from(case))),
        ..EntryFacts::new(Action::RequestPrepared, &terminal.circumstances())
    };
    let entries = terminal.journal(1, &(1..=intake::ENTRIES).map(prepared).collect::<Vec<_>>());
    let (ours, theirs) = intake::batches(running, &terminal, &entries);
    let [ours, theirs] = [ours, theirs].map(|mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    });
    let speed = theirs / ours;
    let met = if speed >= BAR { "met" } else { "NOT MET" };
    println!("{name}: {ours:.3} ms beside {theirs:.3} ms, {speed:.2} of a bare database's speed, bar {BAR}: {met}");
}
