//! Both ends killed again and again while they work: nothing that was recorded is lost, nothing is there twice.
//! `CUPS_KILLS` says how often; `make soak` asks for five hundred.

use crate::ground::{Ground, Running};
use crate::kiosk::{Kiosk, held};
use crate::playing::{Playing, kills, play_the_terminal, thrown};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

#[test]
#[ignore = "run by the test below, in a process that is killed"]
fn terminal() {
    play_the_terminal(|kiosk| {
        // The hub may be down; what waits is sent when it is back.
        let _ = kiosk.sync();
    });
}

#[test]
fn killed_again_and_again_both_ends_hold_the_same_in_the_end() {
    let kills = kills();
    let ground = Ground::new();
    let mut running = ground.start();
    let address = running.address.clone();
    let kiosk = Kiosk::enrolled(&ground, &running);
    let recorded = Arc::new(Mutex::new(Vec::new()));
    let mut playing = Playing::start(&kiosk, &recorded);
    let mut dice = 2_463_534_242_u32;
    for _ in 0..kills {
        let dice = thrown(&mut dice);
        // Not a wait for something: the kill comes when it comes.
        std::thread::sleep(Duration::from_millis(u64::from(40 + dice % 260)));
        if dice & 0x100 == 0 {
            kill(&mut running);
            running = ground.start_at(&address);
        } else {
            playing.kill();
            playing = Playing::start(&kiosk, &recorded);
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
