//! The day on which closed cases may be erased. A clock alone is no reason to erase anything: a dead battery says 1970,
//! a wrong hand 2045.

use jiff::civil::Date;

/// What says which day it is, each by itself: the day that each sign has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// This machine's clock, which may say anything.
    pub clock: Date,
    /// The day of the latest answer of the hub, by the hub's own clock.
    pub hub: Option<Date>,
    /// The day of the editors' newest signature: it is not earlier than that.
    pub signature: Option<Date>,
}

impl Signs {
    /// The largest day that at least two of the signs have reached; `None` while there is only the clock.
    #[must_use]
    pub fn trusted_day(self) -> Option<Date> {
        let mut days: Vec<Date> = [Some(self.clock), self.hub, self.signature].into_iter().flatten().collect();
        days.sort_unstable();
        days.iter().rev().nth(1).copied()
    }

    /// The last day on which something can have been done, as far as anybody knows: what is dated later was dated by a
    /// wrong clock, and counts as done on this day.
    ///
    /// `None` while the clock lags behind the trusted day. While it does not, it is the clock's day rather than the
    /// trusted one: a terminal without a line for a month is right about its own yesterday.
    #[must_use]
    pub fn latest_day(self) -> Option<Date> {
        (self.clock >= self.trusted_day()?).then_some(self.clock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn signs(clock: Date, hub: Option<Date>, signature: Option<Date>) -> Signs {
        Signs { clock, hub, signature }
    }

    #[test]
    fn a_clock_far_ahead_is_not_believed_and_a_dead_one_not_needed() {
        let (hub, signature) = (Some(date(2026, 11, 24)), Some(date(2026, 11, 2)));
        for (clock, day) in [
            (date(2045, 11, 26), date(2026, 11, 24)),
            (date(2027, 1, 1), date(2026, 11, 24)),
            (date(2026, 11, 24), date(2026, 11, 24)),
            (date(2026, 11, 20), date(2026, 11, 20)),
            (date(2017, 1, 1), date(2026, 11, 2)),
            (date(1970, 1, 1), date(2026, 11, 2)),
        ] {
            assert_eq!(signs(clock, hub, signature).trusted_day(), Some(day), "{clock}");
        }
    }

    #[test]
    fn a_hub_far_ahead_is_not_believed_alone() {
        let wrong = Some(date(2045, 1, 1));
        assert_eq!(signs(date(2026, 11, 26), wrong, Some(date(2026, 11, 2))).trusted_day(), Some(date(2026, 11, 26)));
        assert_eq!(signs(date(2026, 11, 26), wrong, None).trusted_day(), Some(date(2026, 11, 26)));
    }

    #[test]
    fn one_sign_is_not_enough_and_two_are() {
        let today = date(2026, 11, 26);
        assert_eq!(signs(today, None, None).trusted_day(), None);
        assert_eq!(signs(today, None, Some(date(2026, 10, 1))).trusted_day(), Some(date(2026, 10, 1)));
        assert_eq!(signs(today, Some(date(2026, 11, 25)), None).trusted_day(), Some(date(2026, 11, 25)));
    }

    #[test]
    fn dates_are_mended_by_a_clock_that_does_not_lag_and_never_to_before_the_truth() {
        let signs_of = |clock| signs(clock, Some(date(2026, 11, 10)), Some(date(2026, 10, 1)));
        assert_eq!(signs_of(date(2026, 11, 26)).latest_day(), Some(date(2026, 11, 26)), "two weeks without a line");
        assert_eq!(signs_of(date(1970, 1, 1)).latest_day(), None);
        assert_eq!(signs(date(2026, 11, 26), None, None).latest_day(), None);
    }

    proptest! {
        #[test]
        fn two_signs_have_reached_the_trusted_day_whatever_they_say(
            days in proptest::array::uniform3(0_i32..30_000), known in any::<(bool, bool)>(),
        ) {
            let day = |days: i32| date(1970, 1, 1) + jiff::Span::new().days(days);
            let all = signs(day(days[0]), known.0.then(|| day(days[1])), known.1.then(|| day(days[2])));
            let said: Vec<Date> = [Some(all.clock), all.hub, all.signature].into_iter().flatten().collect();
            match all.trusted_day() {
                None => prop_assert_eq!(said.len(), 1),
                Some(trusted) => {
                    prop_assert!(said.iter().filter(|day| **day >= trusted).count() >= 2);
                    prop_assert!(said.iter().filter(|day| **day > trusted).count() < 2);
                }
            }
        }
    }
}
