//! What a restart and a kill leave behind.

use crate::ground::{Event, Ground, quarantined, verdicts};
use cups_kiosk::protocol::verdict::Verdict;
use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

#[test]
fn a_restart_keeps_everything() {
    let ground = Ground::new();
    let mut running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let first = terminal.send(&running, &terminal.events(1, 5));
    let before = running.listed();
    let stopped = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", running.child.id())).status().unwrap();
    assert!(stopped.success());
    assert!(running.child.wait().unwrap().success());

    let running = ground.start();
    assert_eq!(running.listed(), before);
    let again = terminal.send(&running, &terminal.events(1, 5));
    assert_eq!(verdicts(&again), [Verdict::Duplicate; 5]);
    assert_eq!(again.incarnation, first.incarnation);
    assert_eq!(again.watermarks, first.watermarks);
}

#[test]
fn a_killed_hub_loses_nothing_it_acknowledged_and_keeps_nothing_twice() {
    const ENTRIES: u64 = 400;
    let ground = Ground::new();
    let mut running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let events = terminal.events(1, ENTRIES);
    let mut acknowledged = 0;
    for pause in [15, 40, 90] {
        let (sender, batches, address) = (terminal.clone(), events[acknowledged..].to_vec(), running.address.clone());
        let sending = std::thread::spawn(move || {
            let answered = |batch: &&[Event]| sender.post(&address, batch).is_some_and(|answer| answer.status == 200);
            batches.chunks(2).take_while(answered).map(<[Event]>::len).sum::<usize>()
        });
        std::thread::sleep(Duration::from_millis(pause));
        running.child.kill().unwrap();
        running.child.wait().unwrap();
        acknowledged += sending.join().unwrap();
        running = ground.start();
        if acknowledged > 0 {
            let known = terminal.send(&running, &events[..acknowledged]);
            assert!(known.verdicts.iter().all(|verdict| verdict.verdict == Verdict::Duplicate));
        }
    }
    let answer = terminal.send(&running, &events);
    assert!(answer.verdicts.iter().all(|verdict| verdict.verdict != Verdict::Quarantined));
    assert_eq!(answer.watermarks[0].received, ENTRIES);
    let listed = running.listed();
    let places: BTreeSet<u64> = listed.iter().map(|entry| entry["sequence"].as_u64().unwrap()).collect();
    assert_eq!((listed.len(), places.len()), (400, 400));
    assert_eq!(quarantined(&ground), 0);
}
