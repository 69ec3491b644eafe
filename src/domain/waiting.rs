//! Waiting numbers of a day: drawn at the visitor's screen, called at the desk. They name nobody, and begin anew each day.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Seconds between two numbers: somebody who presses everything draws no heap of them.
pub const PAUSE: i64 = 30;

/// How many may wait: then the desk says when to come again.
pub const MOST: usize = 40;

/// A number that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// The number.
    pub number: u16,
    /// When it was drawn.
    pub at: Timestamp,
}

/// The numbers of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The day; none before the first number.
    day: Option<Date>,
    /// Those that wait, the first first.
    waiting: Vec<Drawn>,
    /// The one that was drawn last.
    last: Option<Drawn>,
    /// The one that was called last.
    called: Option<u16>,
}

/// Why no number is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNumber {
    /// One was drawn a moment ago.
    TooSoon,
    /// Too many wait.
    Full,
}

impl Queue {
    /// The numbers of this day: those of another are over.
    #[must_use]
    pub fn on(self, day: Date) -> Self {
        if self.day == Some(day) { self } else { Self { day: Some(day), ..Self::default() } }
    }

    /// Draws the next number.
    ///
    /// # Errors
    /// Says why there is none.
    pub fn draw(&mut self, now: Timestamp) -> Result<u16, NoNumber> {
        // A clock that went back holds nobody up for longer than the pause.
        let too_soon = |last: &Drawn| (0..PAUSE).contains(&now.duration_since(last.at).as_secs());
        if self.last.as_ref().is_some_and(too_soon) {
            return Err(NoNumber::TooSoon);
        }
        if self.waiting.len() >= MOST {
            return Err(NoNumber::Full);
        }
        let drawn = Drawn { number: self.last.map_or(1, |last| last.number.saturating_add(1)), at: now };
        self.waiting.push(drawn);
        self.last = Some(drawn);
        Ok(drawn.number)
    }

    /// Calls the next number; gives it with the whole minutes that it waited.
    pub fn call(&mut self, now: Timestamp) -> Option<(u16, u16)> {
        let next = *self.waiting.first()?;
        self.waiting.remove(0);
        self.called = Some(next.number);
        let minutes = now.duration_since(next.at).as_secs().max(0) / 60;
        Some((next.number, u16::try_from(minutes).unwrap_or(24 * 60).min(24 * 60)))
    }

    /// The next number to be called, with when it was drawn.
    #[must_use]
    pub fn next(&self) -> Option<Drawn> {
        self.waiting.first().copied()
    }

    /// How many wait.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether nobody waits.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The number that was called last.
    #[must_use]
    pub const fn called(&self) -> Option<u16> {
        self.called
    }

    /// How many are called before this number; nothing when it does not wait.
    #[must_use]
    pub fn before(&self, number: u16) -> Option<usize> {
        self.waiting.iter().position(|drawn| drawn.number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::civil::date;
    use proptest::prelude::*;

    const DAY: Date = date(2026, 11, 20);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn numbers_follow_each_other_and_are_called_in_their_order_with_how_long_they_waited() {
        let mut queue = Queue::default().on(DAY);
        assert_eq!((queue.draw(at(0)), queue.draw(at(60)), queue.draw(at(120))), (Ok(1), Ok(2), Ok(3)));
        assert_eq!(queue.call(at(10 * 60 + 59)), Some((1, 10)));
        assert_eq!((queue.called(), queue.len(), queue.before(3)), (Some(1), 2, Some(1)));
        assert_eq!(queue.call(at(11 * 60)), Some((2, 10)));
        assert_eq!(queue.call(at(0)), Some((3, 0)), "a clock that went back makes nobody wait less than nothing");
        assert_eq!(queue.call(at(0)), None);
    }

    #[test]
    fn the_next_day_begins_at_one_with_nobody_waiting() {
        let mut queue = Queue::default().on(DAY);
        queue.draw(at(0)).unwrap();
        let kept = queue.clone().on(DAY);
        assert_eq!(kept, queue);
        let mut next = queue.on(DAY.tomorrow().unwrap());
        assert!(next.is_empty() && next.called().is_none());
        assert_eq!(next.draw(at(1)), Ok(1));
    }

    #[test]
    fn who_presses_everything_draws_one_number_in_half_a_minute_and_no_more_than_the_desk_can_see() {
        let mut queue = Queue::default().on(DAY);
        let drawn = (0..600).filter(|second| queue.draw(at(*second)).is_ok()).count();
        assert_eq!(drawn, 20);
        let drawn = (600..6000).filter(|second| queue.draw(at(*second)).is_ok()).count();
        assert_eq!((drawn, queue.len()), (20, MOST));
        assert_eq!(queue.draw(at(9000)), Err(NoNumber::Full));
    }

    proptest! {
        /// Whatever is drawn and called when, no number is given twice, none is called that was not drawn, and whoever came
        /// first is called first.
        #[test]
        fn each_number_is_called_once_in_order(steps in proptest::collection::vec((any::<bool>(), 0_i64..4000), 0..80)) {
            let mut queue = Queue::default().on(DAY);
            let (mut drawn, mut called) = (Vec::new(), Vec::new());
            for (draws, second) in steps {
                if draws {
                    drawn.extend(queue.draw(at(second)));
                } else {
                    called.extend(queue.call(at(second)).map(|(number, _)| number));
                }
            }
            prop_assert!(drawn.iter().copied().eq(1..=u16::try_from(drawn.len()).unwrap()));
            prop_assert_eq!(&drawn[..called.len()], &called[..]);
            prop_assert_eq!(queue.len(), drawn.len() - called.len());
        }
    }
}
