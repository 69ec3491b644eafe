//! Terminals that send to two hubs without an end, and note what was acknowledged.

use crate::ground::{Event, Terminal, sealed, values};
use cups_kiosk::domain::record::{Action, EntryFacts, Position};
use cups_kiosk::protocol::entry::{Entry, NO_HASH};
use cups_kiosk::protocol::facts::RecordedFacts;
use cups_kiosk::protocol::verdict::{BatchAnswer, Verdict};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many entries a parcel has.
const PARCEL: usize = 2;

/// Between two parcels of a terminal: far fewer than a hub takes of one, so that half an hour of them can be looked through.
const PACE: Duration = Duration::from_millis(150);

/// The journal of a terminal, which grows as it is sent.
struct Journal {
    terminal: Terminal,
    facts: RecordedFacts,
    sequence: u64,
    previous: [u8; 32],
}

impl Journal {
    fn new(terminal: Terminal) -> Self {
        let facts =
            EntryFacts { event: Some("C1".to_owned()), ..EntryFacts::new(Action::Informed, &terminal.circumstances()) };
        Self { facts: RecordedFacts::of(&facts).unwrap(), terminal, sequence: 0, previous: NO_HASH }
    }

    fn entry(&mut self) -> Entry {
        self.sequence += 1;
        let (epoch, sequence) = (1, self.sequence);
        let entry = Entry {
            position: Position { terminal: self.terminal.name.clone(), epoch, sequence },
            id: self.terminal.id(epoch, sequence),
            time: "2026-11-20T09:30:00Z".parse().unwrap(),
            facts: self.facts.clone(),
            sealed: Some(sealed()),
            previous: self.previous,
        };
        self.previous = entry.hash();
        entry
    }

    fn parcel(&mut self) -> Vec<Event> {
        let entries: Vec<Entry> = (0..PARCEL).map(|_| self.entry()).collect();
        values(&entries)
    }
}

/// What a hub acknowledged.
#[derive(Clone, Copy)]
struct Acknowledged {
    /// When it was sent.
    begun: Instant,
    /// When the answer was there.
    answered: Instant,
    hub: usize,
}

/// What all terminals know.
struct Shared {
    hubs: [Mutex<String>; 2],
    ends: AtomicBool,
    acknowledged: Mutex<Vec<Acknowledged>>,
}

/// What one terminal knows at the end.
pub struct Sent {
    /// Who it is.
    pub terminal: Terminal,
    /// Up to where everything was acknowledged.
    pub acknowledged: u64,
    /// Entries that a hub had already when they were sent: its answer was lost the first time.
    pub known: u64,
    /// Parcels that had to be sent again.
    pub again: u64,
}

/// The terminals at work.
pub struct Load {
    shared: Arc<Shared>,
    sending: Vec<JoinHandle<Sent>>,
}

impl Drop for Load {
    fn drop(&mut self) {
        self.shared.ends.store(true, Ordering::Relaxed);
    }
}

impl Load {
    /// Lets these terminals send to the hubs at these addresses.
    pub fn start(terminals: Vec<Terminal>, hubs: [String; 2]) -> Self {
        let hubs = hubs.map(Mutex::new);
        let shared = Arc::new(Shared { hubs, ends: AtomicBool::new(false), acknowledged: Mutex::default() });
        let sending = terminals.into_iter().enumerate().map(|(number, terminal)| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || send(&shared, terminal, number % 2))
        });
        Self { sending: sending.collect(), shared }
    }

    /// A hub stands elsewhere now, as its proxy would say.
    pub fn moved(&self, hub: usize, address: String) {
        *self.shared.hubs[hub].lock().unwrap() = address;
    }

    /// When the first parcel was acknowledged that was sent after a moment: by one of the hubs, or by a certain one.
    pub fn first_since(&self, moment: Instant, hub: Option<usize>) -> Option<Instant> {
        let acknowledged = self.shared.acknowledged.lock().unwrap();
        let since = acknowledged.iter().rev().take_while(|known| known.answered >= moment);
        since
            .filter(|known| known.begun >= moment && hub.is_none_or(|hub| known.hub == hub))
            .map(|known| known.answered)
            .min()
    }

    /// Whether all terminals still send: one that found something wrong does not.
    pub fn goes_on(&self) -> bool {
        self.sending.iter().all(|sending| !sending.is_finished())
    }

    /// The longest that nobody was acknowledged anything, between two moments.
    pub fn longest_silence(&self, from: Instant, to: Instant) -> Duration {
        let acknowledged = self.shared.acknowledged.lock().unwrap();
        let mut moments: Vec<Instant> = acknowledged.iter().map(|known| known.answered).collect();
        drop(acknowledged);
        moments.retain(|moment| (from..=to).contains(moment));
        moments.extend([from, to]);
        moments.sort_unstable();
        moments.windows(2).map(|two| two[1] - two[0]).max().unwrap_or_default()
    }

    /// Lets each terminal bring its last parcel through, and ends.
    pub fn end(mut self) -> Vec<Sent> {
        self.shared.ends.store(true, Ordering::Relaxed);
        self.sending.drain(..).map(|sending| sending.join().expect("a terminal found something wrong")).collect()
    }
}

/// Sends parcel after parcel, each until it is acknowledged, and to the other hub when one did not acknowledge it.
fn send(shared: &Shared, terminal: Terminal, mut hub: usize) -> Sent {
    let mut journal = Journal::new(terminal.clone());
    let mut sent = Sent { terminal, acknowledged: 0, known: 0, again: 0 };
    let mut parcel = journal.parcel();
    let mut is_last = false;
    // Nobody waits for ever: after the end a parcel may be refused for as long as a server may take to come back.
    let mut ended = None;
    loop {
        let begun = Instant::now();
        let address = shared.hubs[hub].lock().unwrap().clone();
        let answer = sent.terminal.post(&address, &parcel);
        if let Some(answer) = answer.filter(|answer| answer.status == 200) {
            shared.acknowledged.lock().unwrap().push(Acknowledged { begun, answered: Instant::now(), hub });
            note(&mut sent, &answer.json(), journal.sequence);
            if is_last {
                return sent;
            }
            parcel = journal.parcel();
        } else {
            sent.again += 1;
            hub = 1 - hub;
        }
        if shared.ends.load(Ordering::Relaxed) {
            is_last = true;
            assert!(ended.get_or_insert(begun).elapsed() < Duration::from_mins(5), "the last parcel was never taken");
        }
        std::thread::sleep(PACE);
    }
}

/// Looks through an answer: each entry was taken, now or before, and what was acknowledged once is acknowledged still.
fn note(sent: &mut Sent, answer: &BatchAnswer, upto: u64) {
    assert_eq!(answer.verdicts.len(), PARCEL);
    let known = answer.verdicts.iter().filter(|verdict| verdict.verdict == Verdict::Duplicate).count();
    let taken = answer.verdicts.iter().filter(|verdict| verdict.verdict == Verdict::Accepted).count();
    assert_eq!(known + taken, PARCEL, "something was set aside");
    assert_eq!(answer.watermarks[0].received, upto, "what was acknowledged before is missing");
    sent.known += known as u64;
    sent.acknowledged = upto;
}
