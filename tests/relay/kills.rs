//! Terminal, relay and hub killed again and again while they work: nothing that was recorded is lost, nothing is there twice, and nothing
//! is said to be received that is not. `CUPS_KILLS` says how often; `make soak` asks for five hundred.

use crate::kiosk::held;
use crate::place::{Relay, Room};
use crate::playing::{Playing, kills, play_the_terminal, thrown};
use cups_kiosk::sync::runner::send_all;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

#[test]
#[ignore = "run by the test below, in a process that is killed"]
fn terminal() {
    play_the_terminal(|kiosk| {
        // The relay may be down; what waits is handed over when it is back.
        let _ = kiosk.with(|records| crate::wait(send_all(&records)));
    });
}

/// How many entries the hub has on its disk.
fn stored(room: &Room) -> u64 {
    let database = rusqlite::Connection::open(room.ground.path("data").join("hub.sqlite")).unwrap();
    database.busy_timeout(Duration::from_secs(10)).unwrap();
    database.query_row("SELECT count(*) FROM entry", [], |row| row.get(0)).unwrap()
}

#[test]
fn killed_again_and_again_all_three_ends_hold_the_same_in_the_end() {
    let kills = kills();
    let mut room = Room::new();
    let address = room.hub.address.clone();
    let mut relay: Relay = room.relay();
    let place = relay.address.clone();
    let kiosk = room.kiosk(&relay);
    let recorded: Arc<Mutex<Vec<Uuid>>> = Arc::default();
    let mut playing = Playing::start(&kiosk, &recorded);
    let mut dice = 2_463_534_242_u32;
    for _ in 0..kills {
        let dice = thrown(&mut dice);
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
                playing.kill();
                playing = Playing::start(&kiosk, &recorded);
            }
        }
        let (received, there) = (kiosk.status().received, stored(&room));
        assert!(received <= there, "{received} are said to be received, and the hub has {there}");
    }
    playing.kill();
    crate::until("all received", || {
        let _ = crate::round(&kiosk);
        kiosk.status().waiting == 0
    });
    let recorded: BTreeSet<Uuid> = std::mem::take(&mut *recorded.lock().unwrap()).into_iter().collect();
    let journal: BTreeSet<Uuid> = kiosk.open().all_entries().unwrap().into_iter().map(|entry| entry.id).collect();
    let listed = held(&room.hub);
    let there: BTreeSet<Uuid> = listed.iter().copied().collect();
    println!("{kills} kills, {} entries said to be recorded, {} in the journal", recorded.len(), journal.len());
    assert!(recorded.len() > kills as usize / 4, "it worked in between");
    assert!(recorded.is_subset(&journal), "what was said to be recorded is");
    assert_eq!(listed.len(), there.len(), "nothing is there twice");
    assert_eq!(there, journal, "the hub holds what the terminal holds");
}
