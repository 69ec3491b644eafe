//! How many things there are to do. Ways to one end are one thing.

use super::step::{PlannedStep, StepStatus};
use std::collections::BTreeMap;

/// How many things of each kind a plan holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// To be done.
    pub to_do: usize,
    /// Done by the State itself.
    pub automatic: usize,
    /// Depending on what is not known yet.
    pub perhaps: usize,
}

/// The number of a step as people are told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// The first or only way to something: its number, counted from one.
    Step(usize),
    /// Another way to what has this number already.
    Instead(usize),
    /// The State does it by itself: it has no number.
    Automatic,
}

pub(super) fn counts(steps: &[PlannedStep<'_>]) -> Counts {
    let mut counts = Counts::default();
    let mut of_ways: BTreeMap<usize, StepStatus> = BTreeMap::new();
    // What the State does where it concerns the person, which is not known, is nothing to do and not certainly done.
    let counted = |step: &&PlannedStep<'_>| step.is_to_do() || step.status == StepStatus::Automatic;
    for step in steps.iter().filter(counted) {
        match step.way {
            None => counts.add(step.status),
            Some(way) => {
                // What surely can be done settles the whole.
                let known = of_ways.entry(way).or_insert(step.status);
                if rank(step.status) > rank(*known) {
                    *known = step.status;
                }
            }
        }
    }
    for status in of_ways.into_values() {
        counts.add(status);
    }
    counts
}

const fn rank(status: StepStatus) -> u8 {
    match status {
        StepStatus::Applies => 3,
        StepStatus::Automatic => 2,
        StepStatus::Maybe => 1,
        StepStatus::DoesNotApply => 0,
    }
}

impl Counts {
    fn add(&mut self, status: StepStatus) {
        match status {
            StepStatus::Applies => self.to_do += 1,
            StepStatus::Automatic => self.automatic += 1,
            StepStatus::Maybe => self.perhaps += 1,
            StepStatus::DoesNotApply => {}
        }
    }
}

pub(super) fn numbered<'p, 'a>(steps: &'p [PlannedStep<'a>]) -> Vec<(Number, &'p PlannedStep<'a>)> {
    let mut last = 0;
    let mut of_ways: BTreeMap<usize, usize> = BTreeMap::new();
    let number = |step: &PlannedStep<'a>| {
        if !step.is_to_do() {
            return Number::Automatic;
        }
        if let Some(number) = step.way.and_then(|way| of_ways.get(&way)) {
            return Number::Instead(*number);
        }
        last += 1;
        if let Some(way) = step.way {
            of_ways.insert(way, last);
        }
        Number::Step(last)
    };
    let shown = || steps.iter().filter(|step| step.status != StepStatus::DoesNotApply);
    let numbers: Vec<Number> = shown().map(number).collect();
    numbers.into_iter().zip(shown()).collect()
}
