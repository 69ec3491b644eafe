//! How much room is left on the disk below the records, and for how long it will do.

/// From how many hundredths on it is told.
const TOLD_FROM: u64 = 90;

/// What is known of the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// Bytes that are free.
    pub free: u64,
    /// How full it is, in hundredths, rounded down: 100 only when nothing is left.
    pub full: u8,
    /// For how many days the room will do, when as much is recorded as until now; unknown while nothing was.
    pub days: Option<u64>,
}

/// Reads the gauge: `free` and `all` bytes of the disk, `recorded` bytes in so many `days`.
#[must_use]
pub fn gauge(free: u64, all: u64, recorded: u64, days: u64) -> Gauge {
    let all = all.max(free).max(1);
    let full = (u128::from(all - free) * 100 / u128::from(all)).min(100);
    // What was recorded on the first day is a day's.
    let daily = recorded.div_ceil(days.max(1));
    Gauge { free, full: u8::try_from(full).unwrap_or(100), days: free.checked_div(daily) }
}

impl Gauge {
    /// Whether a person should know of it.
    #[must_use]
    pub const fn is_told(self) -> bool {
        self.full as u64 >= TOLD_FROM
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GB: u64 = 1_000_000_000;

    #[test]
    fn a_disk_is_told_of_from_ninety_hundredths_on() {
        for (free, full, told) in [(100, 0, false), (11, 89, false), (10, 90, true), (1, 99, true), (0, 100, true)] {
            let gauge = gauge(free * GB, 100 * GB, 0, 0);
            assert_eq!((gauge.full, gauge.is_told()), (full, told), "{free}");
        }
        assert_eq!(gauge(1, 100 * GB, 0, 0).full, 99, "as long as there is any");
    }

    #[test]
    fn how_long_it_does_is_told_by_what_was_recorded() {
        assert_eq!(gauge(10 * GB, 100 * GB, 0, 9).days, None, "nothing was");
        assert_eq!(gauge(10 * GB, 100 * GB, GB, 10).days, Some(100));
        assert_eq!(gauge(10 * GB, 100 * GB, GB, 0).days, Some(10), "all of it today");
        assert_eq!(gauge(0, 100 * GB, GB, 10).days, Some(0));
        // A system that says nonsense.
        assert_eq!(gauge(5, 0, u64::MAX, 1).full, 0);
        assert_eq!(gauge(u64::MAX, u64::MAX, 1, u64::MAX).days, Some(u64::MAX));
    }
}
