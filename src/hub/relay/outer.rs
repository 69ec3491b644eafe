//! Whether something goes over the outer line now. Where a relay does not send by itself, whoever presses "Send now" at a computer of
//! the room opens the line for a minute, and what is kept is passed on once.

use crate::hub::locked;
use crate::sync::client::{ClientError, HubClient};
use crate::sync::planner::leave::{Leave, Went};
use crate::sync::reason::Reason;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// For how long questions pass after somebody pressed: the computer that asks looks for all that it lacks in one go.
const OPEN_FOR: Duration = Duration::from_mins(1);

/// The leave of the outer line.
pub(super) struct Outer {
    automatic: bool,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    count: u64,
    last: Option<Instant>,
    leave: Leave,
}

impl Outer {
    /// One that is open by itself, or opens when it is asked to.
    pub(super) fn new(automatic: bool) -> Self {
        Self { automatic, asked: Mutex::default() }
    }

    /// Whether it is open by itself.
    pub(super) const fn automatic(&self) -> bool {
        self.automatic
    }

    /// Somebody pressed "Send now".
    pub(super) fn ask(&self) {
        let mut asked = locked(&self.asked);
        (asked.count, asked.last) = (asked.count + 1, Some(Instant::now()));
    }

    /// Whether what is kept is passed on now; gives for how many askings.
    pub(super) fn passes_on(&self) -> Option<u64> {
        let asked = locked(&self.asked);
        asked.leave.goes(self.automatic, asked.count).then_some(asked.count)
    }

    /// Whether somebody pressed and what is kept has not been passed on for that yet: what is known of the line is older.
    pub(super) fn is_asked(&self) -> bool {
        let asked = locked(&self.asked);
        asked.leave.is_asked(asked.count)
    }

    /// It was passed on, as far as it went, for so many askings.
    pub(super) fn passed_on(&self, count: u64) {
        locked(&self.asked).leave.went(count, Went::Done);
    }

    /// The hub, for a question that somebody of the room asks, or why it is not asked now.
    pub(super) fn open<'hub>(&self, hub: &'hub HubClient) -> Result<&'hub HubClient, ClientError> {
        let is_asked = locked(&self.asked).last.is_some_and(|last| last.elapsed() < OPEN_FOR);
        if self.automatic || is_asked { Ok(hub) } else { Err(ClientError::NoAnswer(Reason::RelayHolds)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_switched_off_opens_for_who_asks_and_passes_on_once() {
        let hub = HubClient::new("http://127.0.0.1:1", false).unwrap();
        let outer = Outer::new(false);
        assert!(outer.open(&hub).is_err() && outer.passes_on().is_none());
        outer.ask();
        assert!(outer.open(&hub).is_ok());
        assert!(outer.is_asked());
        let count = outer.passes_on().unwrap();
        // Somebody else presses meanwhile.
        outer.ask();
        outer.passed_on(count);
        outer.passed_on(outer.passes_on().unwrap());
        assert!(outer.passes_on().is_none() && !outer.is_asked());
        let usual = Outer::new(true);
        assert!(usual.open(&hub).is_ok());
        usual.passed_on(usual.passes_on().unwrap());
        assert!(usual.passes_on().is_some());
    }
}
