//! How wrong passwords and codes slow down who tries them.
//!
//! Waits are counted by a clock that only runs forward while the program does, never by the calendar: a clock that is
//! set, dead (1970) or ahead (2045) neither shortens a wait nor makes one that never ends. What outlives the program is
//! only how many were wrong in a row, so that after a restart the wait of that number begins anew.

use std::time::Duration;

/// Wrong tries in a row that cost nothing: people mistype.
pub const FREE: u32 = 3;

/// The wait after the last free try; each further wrong one doubles it.
const FIRST: Duration = Duration::from_secs(5);

/// The longest wait.
pub const LONGEST: Duration = Duration::from_mins(15);

/// How long to wait after so many wrong tries in a row.
#[must_use]
pub fn delay(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE) {
        None => Duration::ZERO,
        // Beyond ten doublings the longest wait has long been reached.
        Some(further) => FIRST.saturating_mul(1 << further.min(10)).min(LONGEST),
    }
}

/// Whether a wrong try after so many in a row, itself counted, is one that the journal keeps.
#[must_use]
pub const fn is_recorded(wrong: u32) -> bool {
    wrong > FREE
}

/// Wrong tries in a row, and since when the wait for the next one runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slowdown {
    wrong: u32,
    since: Duration,
}

impl Slowdown {
    /// So many wrong in a row, of which the last was at this reading of the running clock; zero is the program's start.
    #[must_use]
    pub const fn new(wrong: u32, since: Duration) -> Self {
        Self { wrong, since }
    }

    /// How many were wrong in a row.
    #[must_use]
    pub const fn wrong(self) -> u32 {
        self.wrong
    }

    /// How long to wait still: never longer than the wait of this number, whatever the reading.
    #[must_use]
    pub fn remaining(self, reading: Duration) -> Duration {
        delay(self.wrong).saturating_sub(reading.saturating_sub(self.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn three_tries_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<u64> = (0..13).map(|wrong| delay(wrong).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(delay(u32::MAX), LONGEST);
        assert!(!is_recorded(3) && is_recorded(4));
    }

    #[test]
    fn a_restart_begins_the_wait_anew() {
        let before = Slowdown::new(5, seconds(1000));
        assert_eq!(before.remaining(seconds(1019)), seconds(1));
        assert_eq!(Slowdown::new(before.wrong(), Duration::ZERO).remaining(seconds(0)), seconds(20));
    }

    proptest! {
        #[test]
        fn a_wait_never_exceeds_its_rule_and_always_ends(wrong in any::<u32>(), since in 0..u64::MAX / 4, later in 0..u64::MAX / 4) {
            let slowdown = Slowdown::new(wrong, seconds(since));
            let remaining = slowdown.remaining(seconds(since + later));
            prop_assert_eq!(remaining, delay(wrong).saturating_sub(seconds(later)));
            prop_assert!(slowdown.remaining(seconds(since / 2)) <= delay(wrong));
            prop_assert_eq!(slowdown.remaining(seconds(since) + LONGEST), Duration::ZERO);
        }
    }
}
