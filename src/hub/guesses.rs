//! Wrong codes, counted before they are judged.

use super::HubError;
use std::time::{Duration, Instant};

/// Counts wrong codes. A code is short enough to be read out, so guessing must be slow: twenty a minute
/// need years for a fair chance.
#[derive(Debug)]
pub struct Guesses {
    since: Option<Instant>,
    count: u32,
    most: u32,
}

impl Default for Guesses {
    fn default() -> Self {
        Self::up_to(Self::MOST)
    }
}

/// The minute in which an attempt was counted.
#[derive(Debug)]
pub struct Ticket(Option<Instant>);

impl Guesses {
    /// Over how long they are counted.
    pub const WINDOW: Duration = Duration::from_mins(1);
    const MOST: u32 = 20;

    /// Lets so many wrong codes pass in a minute.
    #[must_use]
    pub const fn up_to(most: u32) -> Self {
        Self { since: None, count: 0, most }
    }

    /// Lets an attempt pass and counts it as wrong until [`Self::was_right`] takes that back: however many are judged at
    /// the same time, none passes uncounted.
    ///
    /// # Errors
    /// When too many wrong codes were tried in the last minute.
    pub fn admit(&mut self, now: Instant) -> Result<Ticket, HubError> {
        let passed = self.since.map_or(Self::WINDOW, |since| now.saturating_duration_since(since));
        if passed >= Self::WINDOW {
            (self.since, self.count) = (Some(now), 0);
        }
        if self.count < self.most {
            self.count += 1;
            return Ok(Ticket(self.since));
        }
        Err(HubError::TooManyCodes { seconds: Self::WINDOW.saturating_sub(passed).as_secs() + 1 })
    }

    /// Takes back that an attempt was counted: its code was right, or was never looked at. One of an earlier minute is
    /// forgotten already.
    pub fn was_right(&mut self, ticket: &Ticket) {
        if ticket.0 == self.since {
            self.count = self.count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_codes_is_slowed_down_for_a_minute() {
        let mut guesses = Guesses::default();
        let start = Instant::now();
        for _ in 0..Guesses::MOST {
            guesses.admit(start).unwrap();
        }
        assert!(matches!(guesses.admit(start), Err(HubError::TooManyCodes { seconds: 61 })));
        assert!(guesses.admit(start + Guesses::WINDOW).is_ok());
    }

    #[test]
    fn right_codes_use_up_no_tries() {
        let mut guesses = Guesses::default();
        let start = Instant::now();
        for _ in 0..100 {
            let ticket = guesses.admit(start).unwrap();
            guesses.was_right(&ticket);
        }
        // What was counted in one minute gives nothing back in the next.
        let late = guesses.admit(start).unwrap();
        let next = start + Guesses::WINDOW;
        for _ in 0..Guesses::MOST {
            guesses.admit(next).unwrap();
        }
        guesses.was_right(&late);
        assert!(guesses.admit(next).is_err());
        let mut guesses = Guesses::default();
        for _ in 0..Guesses::MOST {
            guesses.admit(start).unwrap();
        }
        assert!(guesses.admit(start).is_err());
    }
}
