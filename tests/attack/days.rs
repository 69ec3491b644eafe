//! A month without a line: each day the computers are switched on, record, and are switched off by their plug; the clock of one is wrong.
//! Then the line is there.

use crate::ground::Ground;
use crate::kiosk::{Kiosk, held};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use uuid::Uuid;

const DAYS: i64 = 30;

/// What the clock says on a day: that of the second computer forgets, goes wrong by years, and comes right again.
fn clock(place: usize, day: i64) -> Timestamp {
    let right: Timestamp = "2026-11-01T07:00:00Z".parse().unwrap();
    let right = right + SignedDuration::from_hours(24 * day);
    match (place, day) {
        (1, 6..9) => Timestamp::UNIX_EPOCH + SignedDuration::from_hours(day),
        (1, 12..14) => right - SignedDuration::from_hours(24 * 365 * 9),
        (1, 20..22) => right + SignedDuration::from_hours(24 * 365 * 19),
        _ => right,
    }
}

#[test]
fn a_month_without_a_line_arrives_whole_and_in_order_whatever_the_clock_said() {
    let ground = Ground::new();
    let running = ground.start();
    let address = running.address.clone();
    let kiosks = [0; 3].map(|_| Kiosk::enrolled(&ground, &running));
    drop(running);
    let mut recorded: [Vec<Uuid>; 3] = Default::default();
    for day in 0..DAYS {
        for (place, kiosk) in kiosks.iter().enumerate() {
            // Opened anew for each: nothing of the day before lives.
            recorded[place].extend(kiosk.record_at(7, clock(place, day)));
            if day % 10 == 3 {
                assert!(kiosk.sync().is_err(), "there is no line");
            }
            recorded[place].extend(kiosk.record_at(4, clock(place, day) + SignedDuration::from_hours(5)));
        }
    }
    for (kiosk, recorded) in kiosks.iter().zip(&recorded) {
        assert_eq!(usize::try_from(kiosk.status().waiting).unwrap(), recorded.len());
    }
    let running = ground.start_at(&address);
    for kiosk in &kiosks {
        kiosk.sync().unwrap();
        assert_eq!((kiosk.status().waiting, kiosk.status().quarantined), (0, 0));
    }
    let there = held(&running);
    for recorded in &recorded {
        let own: BTreeSet<&Uuid> = recorded.iter().collect();
        let in_order: Vec<Uuid> = there.iter().copied().filter(|id| own.contains(id)).collect();
        assert!(&in_order == recorded, "each once, in the order in which it was recorded");
    }
    assert_eq!(there.len(), recorded.iter().map(Vec::len).sum::<usize>());
}
