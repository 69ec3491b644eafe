//! Whether anybody is still there: after a while a warning, after the warning everything is cleared.

use super::App;
use crate::platform::configuration::Configuration;
use crate::ui::effect::Effect;
use crate::ui::page::visitor::{Screen, Visit};

/// Seconds since somebody last touched anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle {
    seconds: u64,
}

impl Idle {
    /// Somebody is there.
    pub fn touch(&mut self) {
        self.seconds = 0;
    }

    /// How long nobody was there.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.seconds
    }

    /// How many seconds of the warning are left, once it is shown.
    #[must_use]
    pub fn warning_left(self, configuration: &Configuration) -> Option<u64> {
        let into = self.seconds.checked_sub(configuration.idle_seconds)?;
        Some(configuration.idle_warning_seconds.saturating_sub(into))
    }
}

impl App {
    /// A second has passed.
    pub(super) fn tick(&mut self) -> Vec<Effect> {
        self.terminal.wait.second_passed();
        // Ticks stop while a laptop sleeps; this time does not. And it does not jump when a dead clock is set.
        let now = (self.terminal.environment.running)();
        let passed = self.frame.last_tick.replace(now).map_or(1, |last| now.saturating_sub(last).as_secs()).max(1);
        if self.staff.is_present() {
            // With a specialist present the visitor's clock rests; the session has its own, longer one.
            self.frame.idle.seconds += passed;
            if self.frame.idle.seconds >= self.terminal.configuration.specialist_minutes * 60 {
                return self.sign_out();
            }
            return Vec::new();
        }
        let on_start = matches!(self.visitor.stack.top(), Screen::Start(page) if page.query.is_empty());
        let untouched = on_start
            && self.visitor.stack.depth() == 1
            && self.frame.face.modal.is_none()
            && self.visitor.visit == Visit::default()
            && self.frame.is_untouched(&self.terminal.configuration);
        if untouched {
            self.frame.idle.touch();
            return Vec::new();
        }
        self.frame.idle.seconds += passed;
        if self.cleared_for_good() {
            return self.forget();
        }
        match self.frame.idle.warning_left(&self.terminal.configuration) {
            Some(0) => self.forget(),
            Some(_) | None => Vec::new(),
        }
    }

    /// Shows the warning, if it is time, and whether the visitor's clock applies at all.
    pub(super) fn warning_seconds(&self) -> Option<u64> {
        if self.staff.is_present() { None } else { self.frame.idle.warning_left(&self.terminal.configuration) }
    }
}
