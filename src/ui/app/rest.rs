//! Rest: the start page as a visitor finds it, nobody there and nothing at work. Only then the window may be opened anew.

use super::App;
use crate::domain::restart::{OwnProgram, reason};
use crate::domain::shortening::is_time_to_shrink;
use crate::sync::reason::Contact;
use crate::ui::effect::Effect;
use crate::ui::page::visitor::{Screen, Visit};
use jiff::tz::TimeZone;
use std::time::Duration;

/// How often the program looks at itself while it rests.
const LOOK: Duration = Duration::from_secs(30);

/// How long nobody was there and nothing was at work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    lasted: Duration,
    /// How long it had lasted when the program looked at itself last.
    looked: Duration,
}

impl Rest {
    /// Somebody is there, or something is at work.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }

    /// It goes on. Gives whether it is time to look.
    fn last(&mut self, passed: Duration) -> bool {
        self.lasted += passed;
        let due = self.lasted.saturating_sub(self.looked) >= LOOK;
        if due {
            self.looked = self.lasted;
        }
        due
    }
}

impl App {
    /// Whether all is as the next visitor finds it.
    pub(super) fn is_untouched(&self) -> bool {
        !self.staff.is_present()
            && matches!(self.visitor.stack.top(), Screen::Start(page) if page.query.is_empty())
            && self.visitor.stack.depth() == 1
            && self.frame.face.modal.is_none()
            && self.visitor.visit == Visit::default()
            && self.frame.is_untouched(&self.terminal.configuration)
    }

    /// Whether nobody works with the window and nothing that somebody began is still at work: the start page, nothing that
    /// is waited for, nothing printed, scanned or opened beside it.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        self.is_untouched()
            && self.set_up.is_none()
            && !self.frame.face.busy
            && !self.terminal.sheets.printing.is_at_work()
            && self.is_scanning().is_none()
            && self.at_portal().is_none()
    }

    /// Whether entries are being sent at this moment. Where the hub does not answer nothing waits for it.
    fn is_sending(&self) -> bool {
        self.frame.sync.contact == Contact::Good && self.frame.sync.outbox.waiting > 0
    }

    /// Time has passed.
    pub(super) fn rest_a_while(&mut self, seconds: u64) -> Option<Effect> {
        if !self.is_at_rest() || self.is_sending() {
            self.frame.rest.end();
            return None;
        }
        self.frame.rest.last(Duration::from_secs(seconds)).then_some(Effect::LookAtOwnProgram)
    }

    /// The program looked at itself. What happened meanwhile counts: it was asked for a moment ago.
    pub(super) fn own_program_seen(&mut self, program: OwnProgram) -> Vec<Effect> {
        if !self.is_at_rest() {
            return Vec::new();
        }
        let environment = &self.terminal.environment;
        let zone = TimeZone::get(&self.terminal.centre.time_zone).unwrap_or(TimeZone::UTC);
        let local = (environment.now)().to_zoned(zone).datetime();
        // Whoever listens to the start page touches nothing.
        let calm = self.frame.rest.lasted / u32::try_from(self.frame.idle.patience(1)).unwrap_or(1);
        let running = (environment.running)();
        if let Some(reason) = reason(program, calm, running, local) {
            return vec![Effect::Restart(reason)];
        }
        if is_time_to_shrink(calm, running, self.frame.rest_tried) {
            self.frame.rest_tried = Some(running);
            return vec![Effect::ShrinkRecords];
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_looks_at_itself_every_half_minute_of_rest() {
        let mut rest = Rest::default();
        let looks = (1..=90).filter(|_| rest.last(Duration::from_secs(1))).count();
        assert_eq!((looks, rest.lasted), (3, Duration::from_secs(90)));
        rest.end();
        assert_eq!(rest, Rest::default());
        assert!(rest.last(Duration::from_hours(8)), "a laptop slept");
    }
}
