//! The planner stepped by seeds, without input or output: a terminal and a hub that are nothing but sets, and a line that loses
//! what goes, what comes, or brings something else. `CUPS_PLANNER_STEPS` sets how many steps are made; `make soak` makes
//! millions.

use super::tests::entry;
use super::*;
use crate::domain::agreement::{Held, lacks};
use std::collections::BTreeSet;

/// How many entries a history has at most, until the next seed begins another.
const MOST: u64 = 60;

/// How many steps a seed has.
const STEPS: u64 = 400;

/// Random numbers that are the same for the same seed (splitmix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (bits ^ (bits >> 31)) % sides
    }
}

#[derive(Default)]
struct Hub {
    life: u64,
    held: BTreeSet<u64>,
    copy: BTreeSet<u64>,
}

fn run(held: &BTreeSet<u64>) -> u64 {
    (1..=held.len() as u64).take_while(|sequence| held.contains(sequence)).count() as u64
}

impl Hub {
    fn take(&mut self, sent: &[Entry], dice: &mut Dice) -> BatchAnswer {
        let verdict = |entry: &Entry| {
            let sequence = entry.position.sequence;
            let verdict = match dice.roll(50) {
                0 => Verdict::Later,
                _ if self.held.insert(sequence) => Verdict::Accepted,
                _ => Verdict::Duplicate,
            };
            EntryVerdict { id: entry.id.to_string(), verdict, code: None, receipt: Some(format!("r-1-{sequence}")) }
        };
        let verdicts = sent.iter().map(verdict).collect();
        let received = run(&self.held);
        let (durable, backed_up, stored) = (received, run(&self.copy), Some(self.held.len() as u64));
        let marks = crate::protocol::verdict::Watermarks { epoch: 1, received, durable, backed_up, stored };
        let watermarks = if self.held.is_empty() { Vec::new() } else { vec![marks] };
        let time = Some("2026-11-28T10:00:00Z".to_owned());
        BatchAnswer { incarnation: self.life.to_string(), verdicts, watermarks, time, again: 0 }
    }
}

#[derive(Default)]
struct Terminal {
    recorded: u64,
    waiting: BTreeSet<u64>,
    acknowledged: BTreeSet<u64>,
    life: Option<String>,
    size: BatchSize,
    failures: u32,
}

impl Terminal {
    /// What the records do with an answer.
    fn hear(&mut self, sent: &[Entry], answer: &BatchAnswer) {
        let known = self.life.replace(answer.incarnation.clone());
        if known.is_some_and(|known| known != answer.incarnation) {
            self.waiting.append(&mut self.acknowledged);
        }
        for answered in settled(sent, answer) {
            let sequence = sent[answered.index].position.sequence;
            self.waiting.remove(&sequence);
            self.acknowledged.insert(sequence);
        }
        let acknowledged = self.acknowledged.len() as u64;
        let held = Held { epoch: 1, acknowledged, without_gap: run(&self.acknowledged) };
        let (said, is_whole) = said(answer);
        for lack in lacks(&[held], &said, is_whole) {
            self.waiting.extend(self.acknowledged.split_off(&lack.from));
        }
    }
}

#[test]
fn whatever_the_line_does_all_is_there_in_the_end_and_nothing_was_called_received_before() {
    let wanted = std::env::var("CUPS_PLANNER_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(40_000_u64);
    let entries: Vec<Entry> = (1..=MOST).map(|sequence| entry(sequence, 0)).collect();
    let mut restores = 0_u64;
    for seed in 0..wanted / STEPS {
        let mut dice = Dice(seed);
        let (mut hub, mut terminal) = (Hub::default(), Terminal::default());
        let mut before: Option<BatchAnswer> = None;
        for step in 0..STEPS + MOST * 4 {
            let is_good = step >= STEPS;
            match dice.roll(12) {
                0..=3 if !is_good && terminal.recorded < MOST => {
                    terminal.recorded += 1;
                    terminal.waiting.insert(terminal.recorded);
                }
                4 if !is_good => hub.copy.clone_from(&hub.held),
                5 if !is_good && dice.roll(6) == 0 => {
                    restores += 1;
                    (hub.life, hub.held) = (hub.life + 1, hub.copy.clone());
                    // An answer from before a restore is signed for another question, and is none any more.
                    before = None;
                }
                _ => {
                    let offered: Vec<Entry> = terminal
                        .waiting
                        .iter()
                        .take(terminal.size.get())
                        .map(|sequence| entries[usize::try_from(sequence - 1).unwrap()].clone())
                        .collect();
                    let fault = if is_good { 9 } else { dice.roll(10) };
                    let arrived = (fault != 0).then(|| hub.take(&offered, &mut dice));
                    let heard = match (fault, arrived) {
                        // The answer is lost, or cut short on the way: the signature of it is none then.
                        (0..=2, _) | (_, None) => None,
                        // That of the exchange before: its verdicts are of other entries.
                        (3, Some(_)) => before.clone(),
                        // In another order.
                        (4, Some(mut answer)) => {
                            answer.verdicts.reverse();
                            Some(answer)
                        }
                        (_, arrived) => arrived,
                    };
                    if let Some(answer) = heard {
                        terminal.hear(&offered, &answer);
                        terminal.size = terminal.size.grown();
                        terminal.failures = 0;
                        // What is called received is there, unless the hub lost it and was not heard of since.
                        if answer.incarnation == hub.life.to_string() {
                            assert!(terminal.acknowledged.is_subset(&hub.held), "seed {seed}, step {step}");
                        }
                        before = Some(answer);
                    } else {
                        terminal.size = terminal.size.shrunk();
                        let pause = wait(
                            terminal.failures,
                            f64::from(u32::try_from(dice.roll(1_000)).unwrap()) / 1_000.0,
                            None,
                        );
                        assert!(pause >= Duration::from_millis(500) && pause <= LONGEST_WAIT);
                        terminal.failures += 1;
                    }
                    assert!((1..=LARGEST_BATCH).contains(&terminal.size.get()));
                }
            }
            assert_eq!(
                (terminal.waiting.len() + terminal.acknowledged.len()) as u64,
                terminal.recorded,
                "seed {seed}, step {step}: each waits or was received"
            );
        }
        let all: BTreeSet<u64> = (1..=terminal.recorded).collect();
        assert!(hub.held == all && terminal.acknowledged == all, "seed {seed}");
    }
    assert!(restores > 0, "no seed restored a hub");
}
