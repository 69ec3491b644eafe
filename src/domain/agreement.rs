//! Whether two ends hold the same: what one believes that the other has, beside what the other says.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How much of an epoch the hub acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The epoch.
    pub epoch: u32,
    /// How many entries in all.
    pub acknowledged: u64,
    /// From the first one on without a gap.
    pub without_gap: u64,
}

/// How much of an epoch the hub says that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The epoch.
    pub epoch: u32,
    /// From the first one on without a gap.
    pub without_gap: u64,
    /// How many in all, when it says.
    pub all: Option<u64>,
}

/// What the hub acknowledged and has not: everything of an epoch from an entry on that was not set aside. Some of it may
/// be there; what is sent twice is stored once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The epoch.
    pub epoch: u32,
    /// The first entry that may be missing.
    pub from: u64,
    /// How many are missing, when the hub said how many it has.
    pub missing: Option<u64>,
}

/// What is lacking. `is_whole` is whether the hub speaks of every epoch that it has; an older one speaks of those in the
/// batch alone, and its silence about another says nothing.
#[must_use]
pub fn lacks(held: &[Held], said: &[Said], is_whole: bool) -> Vec<Lack> {
    let of = |held: &Held| {
        let Some(said) = said.iter().find(|said| said.epoch == held.epoch) else {
            return (is_whole && held.acknowledged > 0).then_some(Lack {
                epoch: held.epoch,
                from: 1,
                missing: Some(held.acknowledged),
            });
        };
        let fewer = said.all.is_some_and(|all| all < held.acknowledged);
        let shorter = said.without_gap < held.without_gap;
        let missing = said.all.and_then(|all| held.acknowledged.checked_sub(all)).filter(|missing| *missing > 0);
        (fewer || shorter).then(|| Lack { epoch: held.epoch, from: said.without_gap + 1, missing })
    };
    held.iter().filter_map(of).collect()
}

/// What was held when the hub was asked, and what its answer settles of what it was sent, by epoch and sequence: so much its answer
/// must name. None of what is sent was acknowledged before.
#[must_use]
pub fn held_with(held: &[Held], settled: impl IntoIterator<Item = (u32, u64)>) -> Vec<Held> {
    let mut held = held.to_vec();
    let settled: BTreeSet<(u32, u64)> = settled.into_iter().collect();
    for (epoch, sequence) in settled {
        let place = held.iter().position(|held| held.epoch == epoch).unwrap_or_else(|| {
            held.push(Held { epoch, acknowledged: 0, without_gap: 0 });
            held.len() - 1
        });
        let held = &mut held[place];
        held.acknowledged += 1;
        // What lies beyond a gap that this closes is not known: it is counted all the same.
        held.without_gap += u64::from(sequence == held.without_gap + 1);
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn held(acknowledged: u64, without_gap: u64) -> Held {
        Held { epoch: 1, acknowledged, without_gap }
    }

    fn said(without_gap: u64, all: Option<u64>) -> Said {
        Said { epoch: 1, without_gap, all }
    }

    fn lack(from: u64, missing: Option<u64>) -> Lack {
        Lack { epoch: 1, from, missing }
    }

    #[test]
    fn a_hub_that_has_what_it_acknowledged_lacks_nothing() {
        assert_eq!(lacks(&[held(5, 5)], &[said(5, Some(5))], true), []);
        // More than was heard of: an answer was lost on the line.
        assert_eq!(lacks(&[held(5, 5)], &[said(9, Some(9))], true), []);
        // The third was set aside.
        assert_eq!(lacks(&[held(4, 2)], &[said(2, Some(4))], true), []);
    }

    #[test]
    fn an_older_database_lacks_its_end() {
        assert_eq!(lacks(&[held(600, 600)], &[said(100, Some(105))], true), [lack(101, Some(495))]);
        assert_eq!(lacks(&[held(600, 600)], &[said(100, None)], false), [lack(101, None)]);
        assert_eq!(lacks(&[held(4, 2)], &[said(2, Some(3))], true), [lack(3, Some(1))]);
        assert_eq!(lacks(&[held(4, 4)], &[], true), [lack(1, Some(4))]);
    }

    #[test]
    fn what_an_answer_settles_it_has_to_name() {
        assert_eq!(held_with(&[held(2, 2)], [(1, 4), (1, 3)]), [held(4, 4)]);
        assert_eq!(held_with(&[held(3, 2)], [(1, 3)]), [held(4, 3)], "the third closed the gap before the fourth");
        assert_eq!(held_with(&[held(2, 2)], [(1, 5), (1, 5)]), [held(3, 2)]);
        let second = Held { epoch: 2, acknowledged: 1, without_gap: 1 };
        assert_eq!(held_with(&[held(2, 2)], [(2, 1)]), [held(2, 2), second]);
        assert_eq!(held_with(&[], []), []);
    }

    #[test]
    fn an_older_hub_s_silence_says_nothing() {
        assert_eq!(lacks(&[held(4, 4)], &[], false), []);
        assert_eq!(lacks(&[held(0, 0)], &[], true), []);
    }

    proptest! {
        /// Whatever was acknowledged and lost: when the hub lost something of it, and nothing it holds is unknown here,
        /// the lost is among what is sent again.
        #[test]
        fn what_was_lost_is_sent_again(
            acknowledged in proptest::collection::btree_set(1_u64..40, 0..40),
            lost in proptest::collection::btree_set(1_u64..40, 0..40),
        ) {
            let run = |set: &BTreeSet<u64>| (1..100).take_while(|number| set.contains(number)).count() as u64;
            let there: BTreeSet<u64> = acknowledged.difference(&lost).copied().collect();
            let missing: Vec<u64> = acknowledged.intersection(&lost).copied().collect();
            let held = held(acknowledged.len() as u64, run(&acknowledged));
            let found = lacks(&[held], &[said(run(&there), Some(there.len() as u64))], true);
            match missing.first() {
                None => prop_assert_eq!(found, []),
                Some(first) => prop_assert!(found.first().is_some_and(|lack| lack.from <= *first)),
            }
        }
    }
}
