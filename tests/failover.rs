//! The hub's database while its parts die in mid-load: two hubs before two servers and a monitor, and terminals that never stop
//! sending. Nothing acknowledged may be lost, and nothing taken twice. `make failover` runs it; seconds are printed, not judged.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "hub/ground.rs"]
#[allow(dead_code, reason = "the hub's own tests use the rest")]
mod ground;
#[path = "failover/load.rs"]
mod load;
#[path = "failover/nodes.rs"]
mod nodes;

use cups_kiosk::protocol::verdict::Verdict;
use ground::{Ground, Running, Terminal, exchange, verdicts};
use load::{Load, Sent};
use nodes::{Nodes, Part};
use std::fs;
use std::time::{Duration, Instant};

/// How many terminals send.
const TERMINALS: u8 = 4;

/// Everything that takes part.
struct Scene {
    // Let go of in this order: who sends, who takes, where it stands.
    load: Option<Load>,
    hubs: [Option<Running>; 2],
    grounds: [Ground; 2],
    nodes: Nodes,
}

/// A line of the table.
struct Row {
    what: String,
    /// From the kill to the first parcel that was sent after it and acknowledged; of a hub, by the other one.
    accepted: Duration,
    /// The longest that no terminal was acknowledged anything.
    silence: Duration,
    /// From when everything had power again until two servers hold everything.
    copied: Duration,
}

impl Scene {
    fn start() -> Self {
        let nodes = Nodes::start();
        let ground = Ground::over(Some(nodes.address()));
        let other = Ground::beside(Some(nodes.address()));
        fs::create_dir_all(other.path("data")).unwrap();
        fs::copy(ground.path("data/hub.key"), other.path("data/hub.key")).unwrap();
        let hubs = [ground.start(), other.start()];
        let terminals: Vec<Terminal> = (1..=TERMINALS).map(|number| ground.enrol(&hubs[0], number)).collect();
        let load = Load::start(terminals, [hubs[0].address.clone(), hubs[1].address.clone()]);
        let mut scene = Self { load: Some(load), hubs: hubs.map(Some), grounds: [ground, other], nodes };
        scene.until_accepted(Instant::now(), None);
        scene
    }

    fn load(&self) -> &Load {
        self.load.as_ref().unwrap()
    }

    /// Waits until something is acknowledged that was sent after a moment, and says how long after it that was.
    fn until_accepted(&mut self, moment: Instant, hub: Option<usize>) -> Duration {
        let load = self.load.as_ref().unwrap();
        self.nodes.until("a parcel is acknowledged", |_| {
            assert!(load.goes_on(), "a terminal found something wrong");
            load.first_since(moment, hub).is_some()
        });
        load.first_since(moment, hub).unwrap() - moment
    }

    fn until_two_copies(&self) {
        self.nodes.until("two hold everything, and the monitor knows", Nodes::is_whole);
        self.until_health("ok");
    }

    /// Waits until each hub says how the database stands.
    fn until_health(&self, status: &str) {
        for running in self.hubs.iter().flatten() {
            self.nodes
                .until(&format!("/health says {status}"), |_| health(&running.address).as_deref() == Some(status));
        }
    }

    /// Waits until each hub says that nothing is taken.
    fn until_refused(&self) {
        for running in self.hubs.iter().flatten() {
            self.nodes.until("/health says that nothing is taken", |_| {
                let answer = exchange(&running.address, "GET", "/health", &[], &[]);
                answer.is_some_and(|answer| answer.status == 503 && answer.problem(503).status == 503)
            });
        }
    }

    /// Parts lose their power, and get it back in another order; between them something is looked at.
    fn fail(
        &mut self,
        what: &str,
        dead: &[Part],
        back: &[Part],
        meanwhile: impl FnOnce(&mut Self, Instant) -> Option<Duration>,
    ) {
        let killed = Instant::now();
        for part in dead {
            self.nodes.kill(*part);
        }
        let accepted = meanwhile(self, Instant::now());
        let restarted = Instant::now();
        for part in back {
            self.nodes.start_again(*part);
        }
        let after = self.until_accepted(restarted, None);
        let accepted = accepted.unwrap_or_else(|| restarted - killed + after);
        self.until_two_copies();
        let copied = restarted.elapsed();
        self.until_accepted(Instant::now(), None);
        let silence = self.load().longest_silence(killed, Instant::now());
        Row { what: what.to_owned(), accepted, silence, copied }.print();
    }

    /// The server that is written dies, and stays away until the other one stands in.
    fn fail_primary(&mut self, number: usize) {
        let primary = self.nodes.primary();
        self.fail(&format!("primary {number} ({primary:?})"), &[primary], &[primary], |scene, moment| {
            scene.nodes.until("the other one is written", |nodes| nodes.is_written(primary.other()));
            let accepted = scene.until_accepted(moment, None);
            scene.until_health(ALONE);
            Some(accepted)
        });
    }

    fn fail_standby(&mut self) {
        let standby = self.nodes.primary().other();
        self.fail("standby", &[standby], &[standby], |scene, moment| {
            let accepted = scene.until_accepted(moment, None);
            scene.until_health(ALONE);
            assert!(scene.nodes.is_written(standby.other()));
            Some(accepted)
        });
    }

    /// While nobody says who is written, what is written goes on; and a server that was restarted meanwhile comes back alone.
    fn fail_monitor(&mut self) {
        self.fail("monitor", &[Part::Monitor], &[Part::Monitor], |scene, moment| {
            Some(scene.until_accepted(moment, None))
        });
        let standby = self.nodes.primary().other();
        self.fail("monitor and standby", &[Part::Monitor, standby], &[standby, Part::Monitor], |scene, _| {
            // Who hears of nobody stops by itself: the other one might be written.
            scene.until_refused();
            None
        });
    }

    fn fail_all(&mut self) {
        self.fail("both servers", &Part::SERVERS, &Part::SERVERS, |scene, _| {
            scene.until_refused();
            None
        });
        let all = [Part::One, Part::Two, Part::Monitor];
        self.fail("both servers and the monitor", &all, &all, |_, _| None);
    }

    /// A hub dies: the other one takes what comes.
    fn fail_hub(&mut self, hub: usize) {
        let killed = Instant::now();
        self.hubs[hub] = None;
        let accepted = self.until_accepted(Instant::now(), Some(1 - hub));
        let restarted = Instant::now();
        let running = self.grounds[hub].start();
        self.load().moved(hub, running.address.clone());
        self.hubs[hub] = Some(running);
        self.until_two_copies();
        let silence = self.load().longest_silence(killed, Instant::now());
        Row { what: format!("hub {hub}"), accepted, silence, copied: restarted.elapsed() }.print();
    }

    /// Lets the terminals end, and looks at what is held: by the hub's own answers, and in both servers.
    fn examine(mut self) {
        let sent = self.load.take().unwrap().end();
        self.until_two_copies();
        for sent in &sent {
            self.examine_terminal(sent);
        }
        let told: u64 = sent.iter().map(|sent| sent.acknowledged).sum();
        let known: u64 = sent.iter().map(|sent| sent.known).sum();
        let again: u64 = sent.iter().map(|sent| sent.again).sum();
        assert_eq!(self.nodes.ask("SELECT count(*) FROM entry").unwrap(), told.to_string());
        assert_eq!(self.nodes.ask("SELECT count(*) FROM set_aside").unwrap(), "0");
        println!(
            "{told} entries were acknowledged, 0 lost, 0 doubled; {again} parcels were sent again, {known} of their entries were known"
        );
    }

    fn examine_terminal(&self, sent: &Sent) {
        let (name, upto) = (&sent.terminal.name, sent.acknowledged);
        // As many rows as places and as identifiers, from the first to the last that was acknowledged, each after the one before it.
        let question = format!(
            "SELECT count(*), count(DISTINCT sequence), count(DISTINCT id), min(sequence), max(sequence), count(*) FILTER (WHERE
                previous IS DISTINCT FROM before AND sequence > 1)
             FROM (SELECT *, lag(hash) OVER (ORDER BY sequence) AS before FROM entry WHERE terminal = '{name}' AND epoch = 1) AS e"
        );
        let expected = format!("{upto}|{upto}|{upto}|1|{upto}|0");
        assert_eq!(self.nodes.ask(&question).unwrap(), expected, "in the server that is written");
        let standby = self.nodes.primary().other();
        self.nodes.until("the second server has the same", |nodes| {
            nodes.ask_of(standby, &question).as_ref() == Some(&expected)
        });
        // The hubs' own word: each knows every entry, and sees no gap.
        let events = sent.terminal.events(1, upto);
        for running in self.hubs.iter().flatten() {
            for events in events.chunks(100) {
                let answer = sent.terminal.send(running, events);
                assert!(verdicts(&answer).iter().all(|verdict| *verdict == Verdict::Duplicate));
                assert_eq!((answer.watermarks[0].received, answer.watermarks[0].stored), (upto, Some(upto)));
            }
        }
    }
}

impl Row {
    fn print(&self) {
        let [accepted, silence, copied] = [self.accepted, self.silence, self.copied].map(|time| time.as_secs_f64());
        println!("| {:<32} | {accepted:>8.1} | {silence:>8.1} | {copied:>10.1} |", self.what);
    }
}

/// What a hub says while one server alone holds what is written.
const ALONE: &str = "no second copy";

fn health(address: &str) -> Option<String> {
    let answer = exchange(address, "GET", "/health", &[], &[])?;
    (answer.status == 200).then(|| answer.json::<serde_json::Value>()["status"].as_str().unwrap().to_owned())
}

#[test]
#[ignore = "needs pg_auto_failover and many minutes: make failover"]
fn nothing_acknowledged_is_lost_whatever_dies() {
    let failovers =
        std::env::var("CUPS_FAILOVERS").map_or(10, |said| said.parse().expect("CUPS_FAILOVERS is a number"));
    let mut scene = Scene::start();
    println!("| {:<32} | {:>8} | {:>8} | {:>10} |", "what died (seconds)", "accepted", "silence", "two copies");
    for number in 1..=failovers {
        scene.fail_primary(number);
    }
    scene.fail_standby();
    scene.fail_monitor();
    scene.fail_all();
    scene.fail_hub(0);
    scene.fail_hub(1);
    scene.examine();
}
