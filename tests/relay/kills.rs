//! Terminal, relay and hub killed again and again while they work: nothing that was recorded is lost, nothing is there twice, and nothing
//! is said to be received that is not. `CUPS_KILLS` says how often; `make soak` asks for five hundred.

use crate::kiosk::{Kiosk, held};
use crate::place::{Relay, Room};
use cups_kiosk::sync::runner::send_all;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// How often one of the three is killed, unless `CUPS_KILLS` says otherwise.
const KILLS: u32 = 12;

/// The folder of the terminal, told to the process that plays it.
const FOLDER: &str = "CUPS_TEST_TERMINAL";

/// Plays the terminal: records without a pause, says each id when it is on the disk, and goes to the relay now and then.
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
        // The relay may be down; what waits is handed over when it is back.
        let _ = kiosk.with(|records| crate::wait(send_all(&records)));
    }
}

fn play(kiosk: &Kiosk, recorded: &Arc<Mutex<BTreeSet<Uuid>>>) -> (Child, std::thread::JoinHandle<()>) {
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
                recorded.lock().unwrap().insert(id);
            }
        }
    });
    (child, listening)
}

fn kill((mut child, listening): (Child, std::thread::JoinHandle<()>)) {
    child.kill().unwrap();
    child.wait().unwrap();
    listening.join().unwrap();
}

/// How many entries the hub has on its disk.
fn stored(room: &Room) -> u64 {
    let database = rusqlite::Connection::open(room.ground.path("data").join("hub.sqlite")).unwrap();
    database.busy_timeout(Duration::from_secs(10)).unwrap();
    database.query_row("SELECT count(*) FROM entry", [], |row| row.get(0)).unwrap()
}

#[test]
fn killed_again_and_again_all_three_ends_hold_the_same_in_the_end() {
    let kills = std::env::var("CUPS_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS);
    let mut room = Room::new();
    let address = room.hub.address.clone();
    let mut relay: Relay = room.relay();
    let place = relay.address.clone();
    let kiosk = room.kiosk(&relay);
    let recorded: Arc<Mutex<BTreeSet<Uuid>>> = Arc::default();
    let mut playing = play(&kiosk, &recorded);
    let mut dice = 2_463_534_242_u32;
    for _ in 0..kills {
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        // Not a wait for something: the kill comes when it comes.
        std::thread::sleep(Duration::from_millis(u64::from(40 + dice % 260)));
        match (dice >> 9) % 3 {
            0 => {
                room.hub.child.kill().unwrap();
                room.hub.child.wait().unwrap();
                room.hub = room.ground.start_at(&address);
            }
            1 => {
                drop(relay);
                relay = room.relay_at(&place);
            }
            _ => {
                kill(playing);
                playing = play(&kiosk, &recorded);
            }
        }
        let (received, there) = (kiosk.status().received, stored(&room));
        assert!(received <= there, "{received} are said to be received, and the hub has {there}");
    }
    kill(playing);
    crate::until("all received", || {
        let _ = crate::round(&kiosk);
        kiosk.status().waiting == 0
    });
    let recorded = std::mem::take(&mut *recorded.lock().unwrap());
    let journal: BTreeSet<Uuid> = kiosk.open().all_entries().unwrap().into_iter().map(|entry| entry.id).collect();
    let listed = held(&room.hub);
    let there: BTreeSet<Uuid> = listed.iter().copied().collect();
    println!("{kills} kills, {} entries said to be recorded, {} in the journal", recorded.len(), journal.len());
    assert!(recorded.len() > kills as usize / 4, "it worked in between");
    assert!(recorded.is_subset(&journal), "what was said to be recorded is");
    assert_eq!(listed.len(), there.len(), "nothing is there twice");
    assert_eq!(there, journal, "the hub holds what the terminal holds");
}
