//! Both ends killed again and again while they work: nothing that was recorded is lost, nothing is there twice.
//! `CUPS_KILLS` says how often; `make soak` asks for five hundred, twice.

use crate::ground::{Ground, Running};
use crate::kiosk::{Kiosk, held};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// How often one of the two is killed, unless `CUPS_KILLS` says otherwise.
const KILLS: u32 = 12;

/// The folder of the terminal, told to the process that plays it.
const FOLDER: &str = "CUPS_TEST_TERMINAL";

/// Plays the terminal: records without a pause, says each id when it is on the disk, and sends now and then.
#[test]
#[ignore = "run by the test below, in a process that is killed"]
fn terminal() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let kiosk = Kiosk::at(Path::new(&folder));
    loop {
        for id in kiosk.record(3) {
            // Whoever listens may be gone; then this process is next.
            if writeln!(std::io::stdout(), "recorded {id}").is_err() {
                return;
            }
        }
        // The hub may be down; what waits is sent when it is back.
        let _ = kiosk.sync();
    }
}

/// A process that plays the terminal, and what it said.
struct Playing {
    child: Child,
    listening: std::thread::JoinHandle<()>,
}

fn play(kiosk: &Kiosk, recorded: &Arc<Mutex<Vec<Uuid>>>) -> Playing {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::terminal", "--ignored", "--nocapture", "--test-threads", "1"])
        .env(FOLDER, kiosk.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let recorded = Arc::clone(recorded);
    let listening = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // The first stands behind the name of the test.
            if let Some(id) = line.rsplit_once("recorded ").and_then(|(_, id)| id.parse().ok()) {
                recorded.lock().unwrap().push(id);
            }
        }
    });
    Playing { child, listening }
}

impl Playing {
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.listening.join().unwrap();
    }
}

#[test]
fn killed_again_and_again_both_ends_hold_the_same_in_the_end() {
    let kills = std::env::var("CUPS_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let ground = Ground::new();
    let mut running = ground.start();
    let address = running.address.clone();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let recorded = Arc::new(Mutex::new(Vec::new()));
    let mut playing = play(&kiosk, &recorded);
    let mut dice = 2_463_534_242_u32;
    for _ in 0..kills {
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        // Not a wait for something: the kill comes when it comes.
        std::thread::sleep(Duration::from_millis(u64::from(40 + dice % 260)));
        if dice & 0x100 == 0 {
            kill(&mut running);
            running = ground.start_at(&address);
        } else {
            playing.kill();
            playing = play(&kiosk, &recorded);
        }
    }
    playing.kill();
    kiosk.sync().unwrap();
    assert_eq!(kiosk.status().waiting, 0);
    let recorded: BTreeSet<Uuid> = std::mem::take(&mut *recorded.lock().unwrap()).into_iter().collect();
    let journal: BTreeSet<Uuid> = kiosk.open().all_entries().unwrap().into_iter().map(|entry| entry.id).collect();
    let listed = held(&running);
    let there: BTreeSet<Uuid> = listed.iter().copied().collect();
    println!("{kills} kills, {} entries said to be recorded, {} in the journal", recorded.len(), journal.len());
    assert!(recorded.len() > kills as usize / 4, "it worked in between");
    assert!(recorded.is_subset(&journal), "what was said to be recorded is");
    assert_eq!(listed.len(), there.len(), "nothing is there twice");
    assert_eq!(there, journal, "the hub holds what the terminal holds");
    let status = kiosk.status();
    assert_eq!((status.waiting, status.quarantined), (0, 0));
    let doctor = String::from_utf8(crate::ground::hub(&["doctor", "--data", &ground.data()]).stdout).unwrap();
    assert!(doctor.contains("ok  histories"), "{doctor}");
}

fn kill(running: &mut Running) {
    running.child.kill().unwrap();
    running.child.wait().unwrap();
}
