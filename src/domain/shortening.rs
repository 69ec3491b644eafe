//! How much of a journal need not stay at its terminal: what the hub says, for a month and still today, that it has in a
//! copy elsewhere. A hub that is brought back from an older copy gets from its terminals whatever came in since, so that
//! nothing goes on the word of a single day.

use jiff::ToSpan as _;
use jiff::civil::Date;
use std::time::Duration;

/// For how many days the hub must have said so.
pub const KEPT_DAYS: i32 = 30;

/// How many days this machine's clock and the hub's may be apart to agree on a day.
const APART: i32 = 2;

/// Up to which entry of an epoch the hub had a copy, as it said on a day: the least that it said on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: Date,
    /// The sequence.
    pub sequence: u64,
}

/// The day that both clocks name; none while either is wrong. A dead clock would make a month of a moment.
#[must_use]
pub fn agreed_day(clock: Date, hub: Date) -> Option<Date> {
    let is_near = clock.since(hub).is_ok_and(|apart| apart.get_days().abs() <= APART);
    is_near.then(|| clock.min(hub))
}

/// Takes note of what the hub says today. `marks` are in the order of their days, and stay few. What is said of a day before
/// the newest one known came late, and counts as said on that.
pub fn note(marks: &mut Vec<Mark>, today: Date, sequence: u64) {
    match marks.last_mut() {
        Some(last) if last.day >= today => last.sequence = last.sequence.min(sequence),
        _ => marks.push(Mark { day: today, sequence }),
    }
    // Of those that are old enough only the newest says anything.
    let old = marks.iter().filter(|mark| is_old(mark.day, today)).count();
    marks.drain(..old.saturating_sub(1));
}

/// Up to which entry the journal may be shortened: what was in a copy a month ago, and never said to be in none since.
#[must_use]
pub fn may_go(marks: &[Mark], today: Date) -> u64 {
    let Some(first) = marks.iter().rposition(|mark| is_old(mark.day, today)) else { return 0 };
    marks[first..].iter().map(|mark| mark.sequence).min().unwrap_or(0)
}

fn is_old(day: Date, today: Date) -> bool {
    today.checked_sub(KEPT_DAYS.days()).is_ok_and(|latest| day <= latest)
}

/// Fewer bytes than these that hold nothing are not worth writing a file anew.
const LEAST_EMPTY: u64 = 1024 * 1024;

/// So much room stays on the disk whatever is done: for what is recorded meanwhile, and for whatever else writes on it.
const LEAST_LEFT: u64 = 64 * 1024 * 1024;

/// Whether a file of so many bytes, of which so many hold nothing, is written anew on a disk with so much room: where it becomes a
/// quarter smaller at least. What it holds lies there three times for a moment: in the file, in a copy, and in the log.
#[must_use]
pub const fn is_worth_shrinking(all: u64, empty: u64, room: u64) -> bool {
    let holds = all.saturating_sub(empty);
    empty >= LEAST_EMPTY && empty.saturating_mul(4) >= all && room >= holds.saturating_mul(2).saturating_add(LEAST_LEFT)
}

/// How long nobody was there before the file is written anew.
pub const CALM: Duration = Duration::from_mins(5);

/// How long between two tries.
const BETWEEN_TRIES: Duration = Duration::from_hours(20);

/// Whether it is tried now: nobody was there for `calm`, the window is open for `running`, and the last try was at `tried` of it.
#[must_use]
pub fn is_time_to_shrink(calm: Duration, running: Duration, tried: Option<Duration>) -> bool {
    calm >= CALM && tried.is_none_or(|tried| running.saturating_sub(tried) >= BETWEEN_TRIES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn day(number: i32) -> Date {
        date(2026, 1, 1).checked_add(number.days()).unwrap()
    }

    #[test]
    fn what_was_in_a_copy_for_a_month_may_go_and_nothing_else() {
        let mut marks = Vec::new();
        note(&mut marks, day(0), 100);
        for later in 1..30 {
            note(&mut marks, day(later), 100 + u64::from(later.unsigned_abs()));
            assert_eq!(may_go(&marks, day(later)), 0, "{later}");
        }
        assert_eq!(may_go(&marks, day(30)), 100);
        assert_eq!(may_go(&marks, day(35)), 105);
        assert_eq!(may_go(&[], day(99)), 0);
    }

    #[test]
    fn a_mark_that_goes_back_stops_it() {
        let mut marks = vec![Mark { day: day(0), sequence: 100 }];
        note(&mut marks, day(40), 7);
        assert_eq!(may_go(&marks, day(40)), 7);
        note(&mut marks, day(41), 200);
        assert_eq!(may_go(&marks, day(69)), 7, "for a month from then on");
        note(&mut marks, day(72), 300);
        assert_eq!(may_go(&marks, day(72)), 200);
    }

    #[test]
    fn a_file_is_written_anew_where_it_becomes_a_quarter_smaller_and_the_disk_has_room() {
        const MB: u64 = 1024 * 1024;
        assert!(is_worth_shrinking(8 * MB, 2 * MB, 100 * MB));
        assert!(!is_worth_shrinking(8 * MB, 2 * MB - 1, 100 * MB), "too little of it");
        assert!(!is_worth_shrinking(2 * MB, MB - 1, 100 * MB), "too little at all");
        assert!(is_worth_shrinking(40 * MB, 30 * MB, 84 * MB));
        assert!(!is_worth_shrinking(40 * MB, 30 * MB, 84 * MB - 1), "no room for it");
        assert!(!is_worth_shrinking(u64::MAX, u64::MAX / 2, u64::MAX / 2), "a system that says nonsense");
    }

    #[test]
    fn it_is_tried_once_a_day_while_nobody_is_there() {
        let hours = Duration::from_hours;
        assert!(is_time_to_shrink(CALM, CALM, None));
        assert!(!is_time_to_shrink(CALM.saturating_sub(Duration::from_secs(1)), hours(99), None));
        assert!(!is_time_to_shrink(hours(9), hours(20), Some(hours(1))));
        assert!(is_time_to_shrink(CALM, hours(21), Some(hours(1))));
    }

    #[test]
    fn a_wrong_clock_agrees_with_nobody() {
        assert_eq!(agreed_day(day(5), day(4)), Some(day(4)));
        for clock in [date(1970, 1, 1), date(2045, 11, 27), day(9)] {
            assert_eq!(agreed_day(clock, day(5)), None, "{clock}");
        }
    }

    proptest! {
        /// Whatever the hub said and when: no more goes than it says today, nor than it said a month ago or before.
        #[test]
        fn no_more_goes_than_is_in_a_copy_now_and_was_a_month_ago(
            said in proptest::collection::vec((0_i32..9, 0_u64..50), 1..40),
        ) {
            let (mut marks, mut today, mut all) = (Vec::new(), 0, Vec::new());
            for (pause, sequence) in said {
                today += pause;
                note(&mut marks, day(today), sequence);
                all.push((today, sequence));
                let goes = may_go(&marks, day(today));
                prop_assert!(goes <= sequence);
                let before = all.iter().filter(|(then, _)| *then <= today - KEPT_DAYS).map(|(_, sequence)| *sequence);
                prop_assert!(goes <= before.max().unwrap_or(0));
                prop_assert!(marks.len() <= 32);
            }
        }
    }
}
