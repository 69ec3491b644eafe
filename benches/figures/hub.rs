//! The hub as it is shipped: entries taken in, beside a bare database; alone, and while others read; and what half-sent
//! bodies cost it.

use super::ground::{Event, Ground, Running, Terminal, exchange};
use super::{Figure, figure, percentile};
use cups_kiosk::protocol::path;
use cups_kiosk::protocol::signature::TERMINAL_HEADER;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How many entries the hub holds while others read, unless `CUPS_BENCH_ENTRIES` says otherwise.
const ENTRIES: usize = 200_000;

/// Entries of one epoch.
const EPOCH: u64 = 10_000;

const READERS: usize = 16;

/// Connections that send half a body.
const HALVES: usize = 500;

pub fn figures() -> Vec<Figure> {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let taken_in = ingest(&running, &terminal);
    fill(&running, &terminal);
    vec![taken_in, beside_readers(&running, &terminal), half_sent(&running, &terminal)]
}

fn post(running: &Running, terminal: &Terminal, batch: &[Event]) -> Duration {
    let start = Instant::now();
    terminal.send(running, batch);
    start.elapsed()
}

/// A batch of fifty over HTTP, signatures, chains, counts and commit included, beside the bare commit of the same rows.
fn ingest(running: &Running, terminal: &Terminal) -> Figure {
    let (ours, theirs) = super::intake::batches(running, terminal, &terminal.entries(1, super::intake::ENTRIES));
    figure("hub ingest, batch of 50, median", "ms", percentile(ours, 0.5), percentile(theirs, 0.5), 2.0)
}

fn fill(running: &Running, terminal: &Terminal) {
    let entries = super::parameter("CUPS_BENCH_ENTRIES", ENTRIES) as u64;
    for epoch in 2..=entries / EPOCH {
        for batch in terminal.events(u32::try_from(epoch).unwrap(), EPOCH).chunks(500) {
            terminal.send(running, batch);
        }
    }
}

/// One entry posted while sixteen read the page and the list, beside one posted alone.
fn beside_readers(running: &Running, terminal: &Terminal) -> Figure {
    let events = terminal.events(9_999, 400);
    let (alone, beside) = events.split_at(200);
    let alone: Vec<Duration> = alone.iter().map(|event| post(running, terminal, std::slice::from_ref(event))).collect();
    let stop = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..READERS)
        .map(|number| {
            let (stop, address) = (Arc::clone(&stop), running.address.clone());
            std::thread::spawn(move || {
                let list = format!("{}?centre=nowhere", path::JOURNAL_ENTRIES);
                let path = if number % 2 == 0 { "/sign-in" } else { list.as_str() };
                let mut answers = 0;
                while !stop.load(Ordering::Relaxed) {
                    if exchange(&address, "GET", path, &[], &[]).is_some_and(|answer| answer.status == 200) {
                        answers += 1;
                    }
                }
                answers
            })
        })
        .collect();
    let beside: Vec<Duration> =
        beside.iter().map(|event| post(running, terminal, std::slice::from_ref(event))).collect();
    stop.store(true, Ordering::Relaxed);
    let answers: u32 = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
    println!("    {answers} pages and lists were read meanwhile");
    figure("a post beside 16 readers, median", "ms", percentile(beside, 0.5), percentile(alone, 0.5), 3.0)
}

/// Memory beside connections that have each sent a megabyte less a little, half of them by nobody.
fn half_sent(running: &Running, terminal: &Terminal) -> Figure {
    let memory = || super::visits::pss(running.child.id());
    let before = memory();
    let mut held = Vec::new();
    for number in 0..HALVES {
        let name = if number % 2 == 0 { "nobody" } else { terminal.name.as_str() };
        let mut stream = TcpStream::connect(&running.address).unwrap();
        let request = format!(
            "POST {} HTTP/1.1\r\nhost: hub\r\ncontent-length: 1048576\r\n{TERMINAL_HEADER}: {name}\r\n\
             cups-signature: none\r\n\r\n",
            path::JOURNAL_ENTRIES
        );
        let _ = stream.write_all(request.as_bytes());
        // It may be closed at any time.
        let _ = stream.write_all(&vec![b' '; 1_048_000]);
        held.push(stream);
    }
    let figure = figure(format!("hub's memory beside {HALVES} half-sent bodies"), "MB", memory(), before, 2.0);
    drop(held);
    figure
}
