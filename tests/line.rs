//! Lines as they are: what a proxy may do stops nothing, and whatever a broken one does, in the end every entry is at the hub
//! once, in the order of its terminal, and nothing was called received before it was there. `CUPS_LINE_SEEDS` sets how many
//! sequences of faults are tried; `make soak` tries many.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "attack/kiosk.rs"]
#[allow(dead_code, reason = "the attacks use the rest")]
mod kiosk;
#[path = "relay/program.rs"]
#[allow(dead_code, reason = "the relay's tests use the rest")]
mod program;
#[path = "line/proxy.rs"]
mod proxy;

use cups_kiosk::platform::paths::DataFolder;
use cups_kiosk::store::catalogue_cache::CatalogueCache;
use cups_kiosk::sync::catalogue::{Current, Way};
use cups_kiosk::sync::planner::BatchSize;
use cups_kiosk::sync::runner::{look_for_catalogue, send_all, send_batch};
use ground::{Ground, Running, stdout_of};
use kiosk::{Kiosk, held};
use program::{Relay, code_of, go_by};
use proxy::{Deed, Dice, Mood, Proxy, WITHIN_ITS_RIGHTS, Wire};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use uuid::Uuid;

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(work)
}

/// How many sequences of faults each way is tried with.
fn seeds() -> std::ops::Range<u64> {
    let told = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let from = told("CUPS_LINE_FROM").unwrap_or(0);
    from..from + told("CUPS_LINE_SEEDS").unwrap_or(3)
}

/// So many sequences meet one hub: its list is read after each try, and grows.
const AT_ONE_HUB: usize = 40;

/// The sequences, as many at once as meet one hub.
fn seeds_by_hub() -> Vec<Vec<u64>> {
    let seeds: Vec<u64> = seeds().collect();
    seeds.chunks(AT_ONE_HUB).map(<[u64]>::to_vec).collect()
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_mins(3), "never came: {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// What the hub holds of a terminal, in its order.
fn held_of(running: &Running, recorded: &[Uuid]) -> Vec<Uuid> {
    let known: BTreeSet<&Uuid> = recorded.iter().collect();
    held(running).into_iter().filter(|id| known.contains(id)).collect()
}

/// One try of a window: what waits goes, as far as it does. `size` entries at once.
fn one_try(kiosk: &Kiosk, size: BatchSize) {
    let _ = kiosk.with(|records| wait(send_batch(&records, size)));
}

#[test]
fn what_a_proxy_may_do_stops_nothing() {
    let ground = Ground::new();
    let number = cups_kiosk::catalogue::shipped_number() + 1;
    let folder = ground.write_catalogue(number);
    stdout_of(&ground.publish(&folder));
    let hub = ground.start();
    let proxy = Proxy::to(&hub.address);
    for deed in WITHIN_ITS_RIGHTS {
        let kiosk = Kiosk::enrolled(&ground, &hub);
        kiosk.lead_to(&proxy.address);
        proxy.set(Mood::Always(deed));
        let recorded = kiosk.record(3);
        let sent = kiosk.with(|records| wait(send_all(&records)));
        assert_eq!(sent, Ok(3), "{deed:?}");
        assert_eq!(held_of(&hub, &recorded), recorded, "{deed:?}");
        if deed == Deed::Packed {
            // What is asked for as it is does not come packed from a proxy within its rights.
            continue;
        }
        let data = DataFolder::new(Some(kiosk.path("")));
        let mut way = Way::new(&data, Current::of(&CatalogueCache::new(data.catalogue()).in_use().unwrap()), None);
        let look =
            kiosk.with(|records| wait(look_for_catalogue(&records, &mut way, cups_kiosk::platform::clock::now())));
        assert!(look.is_ok(), "{deed:?}: {look:?}");
        let now = CatalogueCache::new(data.catalogue()).in_use().unwrap();
        assert_eq!(now.shelf.overview().number, number, "{deed:?}");
    }
}

#[test]
fn between_a_terminal_and_the_hub_nothing_is_lost_doubled_or_called_received_too_early() {
    for seeds in seeds_by_hub() {
        between_a_terminal_and_a_hub(&seeds);
    }
}

fn between_a_terminal_and_a_hub(seeds: &[u64]) {
    let ground = Ground::new();
    let hub = ground.start();
    let proxy = Proxy::to(&hub.address);
    for &seed in seeds {
        let kiosk = Kiosk::enrolled(&ground, &hub);
        kiosk.lead_to(&proxy.address);
        proxy.set(Mood::Seeded(Dice(seed)));
        let mut dice = Dice(seed ^ 0xFFFF);
        let (mut recorded, mut size) = (Vec::new(), BatchSize::default());
        for _ in 0..6 {
            recorded.extend(kiosk.record(1 + dice.roll(4)));
            for _ in 0..=dice.roll(3) {
                size = if dice.roll(2) == 0 { size.shrunk() } else { size.grown() };
                one_try(&kiosk, size);
                let (status, there) = (kiosk.status(), held_of(&hub, &recorded).len() as u64);
                assert!(status.received <= there, "seed {seed}: {} of {there}", status.received);
                assert_eq!(status.quarantined, 0, "seed {seed}");
            }
        }
        proxy.set(Mood::Good);
        until("all is sent", || {
            one_try(&kiosk, BatchSize::default());
            kiosk.status().waiting == 0
        });
        assert_eq!(held_of(&hub, &recorded), recorded, "seed {seed}");
        assert_eq!(kiosk.status().received, recorded.len() as u64, "seed {seed}");
    }
}

/// Both lines of a room are broken at once: that to the relay, of whose bytes nobody reads anything, and the outer one.
#[test]
fn between_terminals_relay_and_hub_nothing_is_lost_doubled_or_called_received_too_early() {
    for seeds in seeds_by_hub() {
        between_terminals_a_relay_and_a_hub(&seeds);
    }
}

fn between_terminals_a_relay_and_a_hub(seeds: &[u64]) {
    let ground = Ground::new();
    let hub_running = ground.start();
    let proxy = Proxy::to(&hub_running.address);
    let folder = tempfile::tempdir().unwrap();
    let upstream = format!("http://{}", proxy.address);
    let mut relay = Relay::start(folder.path(), &upstream, "127.0.0.1:0");
    let place = relay.address.clone();
    let wire = Wire::to(&place);
    let code = code_of(folder.path(), &wire.address);
    for &seed in seeds {
        let kiosks: Vec<Kiosk> = (0..2).map(|_| Kiosk::enrolled(&ground, &hub_running)).collect();
        for kiosk in &kiosks {
            go_by(kiosk, &code);
        }
        proxy.set(Mood::Seeded(Dice(seed)));
        wire.set(Some(Dice(seed ^ 0xAAAA)));
        let mut dice = Dice(seed ^ 0xFFFF);
        let mut recorded = vec![Vec::new(); kiosks.len()];
        for _ in 0..8 {
            let which = dice.roll(kiosks.len());
            let kiosk = &kiosks[which];
            recorded[which].extend(kiosk.record(1 + dice.roll(3)));
            for _ in 0..=dice.roll(2) {
                one_try(kiosk, BatchSize::default());
                let (status, there) = (kiosk.status(), held_of(&hub_running, &recorded[which]).len() as u64);
                assert!(status.received <= there, "seed {seed}: {} of {there}", status.received);
            }
            if dice.roll(8) == 0 {
                // Its power fails as well.
                drop(relay);
                relay = Relay::start(folder.path(), &upstream, &place);
            }
        }
        wire.set(None);
        proxy.set(Mood::Good);
        // Begun anew it tries at once, whatever it waited for.
        drop(relay);
        relay = Relay::start(folder.path(), &upstream, &place);
        for (kiosk, recorded) in kiosks.iter().zip(&recorded) {
            until("all is received", || {
                one_try(kiosk, BatchSize::default());
                kiosk.status().waiting == 0
            });
            assert_eq!(held_of(&hub_running, recorded), *recorded, "seed {seed}");
            let status = kiosk.status();
            assert_eq!((status.received, status.quarantined), (recorded.len() as u64, 0), "seed {seed}");
        }
    }
}
