//! Whether anybody is still there: after a while a warning, after the warning everything is cleared.

use super::App;
use crate::platform::configuration::Configuration;
use crate::ui::effect::Effect;
use crate::ui::warning::{HEADING, Warning, Why};

/// How many times as long is waited for whoever listens to a screen reader: it is slower than the eye, and its own keys
/// reach no program. The longest page takes it about five minutes.
const BY_EAR: u64 = 4;

/// How long is waited, given how long it would be for whoever reads by eye.
#[must_use]
pub const fn patience(seconds: u64, listening: bool) -> u64 {
    if listening { seconds * BY_EAR } else { seconds }
}

/// Seconds since somebody last touched anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle {
    seconds: u64,
    /// Whether a screen reader listens.
    listening: bool,
    /// How long is waited at least, whatever the configuration says.
    least: u64,
}

impl Idle {
    /// Somebody is there.
    pub fn touch(&mut self) {
        self.seconds = 0;
    }

    /// Somebody weighs the answers of the warning: it stays, and its time begins anew.
    pub fn weigh(&mut self, configuration: &Configuration) {
        self.seconds = self.seconds.min(self.usual(configuration));
    }

    /// How long nobody was there.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        self.seconds
    }

    /// A screen reader has begun or ceased to listen.
    pub fn listen(&mut self, listening: bool) {
        self.listening = listening;
    }

    /// Whether a screen reader listens.
    #[must_use]
    pub const fn is_listening(self) -> bool {
        self.listening
    }

    /// From now on it is waited so long at least.
    pub const fn wait_at_least(&mut self, seconds: u64) {
        self.least = seconds;
    }

    /// How long it is waited before anything is asked.
    fn usual(self, configuration: &Configuration) -> u64 {
        self.patience(configuration.idle_seconds.max(self.least))
    }

    /// How long is waited for whoever is here.
    #[must_use]
    pub const fn patience(self, seconds: u64) -> u64 {
        patience(seconds, self.listening)
    }

    /// The warning, once it is shown.
    #[must_use]
    pub fn warning(self, configuration: &Configuration) -> Option<Warning> {
        let into = self.seconds.checked_sub(self.usual(configuration))?;
        let of = self.patience(configuration.idle_warning_seconds);
        Some(Warning { why: Why::Nobody, left: of.saturating_sub(into), of })
    }
}

impl App {
    /// A second has passed.
    pub(super) fn tick(&mut self) -> Vec<Effect> {
        let queue = self.look_at_queue();
        let mut effects = self.second_passed();
        effects.extend(queue);
        effects.extend(self.look_at_room());
        effects.extend(self.set_ahead());
        effects
    }

    fn second_passed(&mut self) -> Vec<Effect> {
        self.terminal.wait.second_passed();
        // Ticks stop while a laptop sleeps; this time does not. And it does not jump when a dead clock is set.
        let now = (self.terminal.environment.running)();
        let passed = self.frame.last_tick.replace(now).map_or(1, |last| now.saturating_sub(last).as_secs()).max(1);
        self.forget_copied(passed);
        self.plan_code_second(passed);
        let look = self.rest_a_while(passed);
        if self.staff.is_present() {
            // With a specialist present the visitor's clock rests; the session has its own, longer one.
            self.frame.idle.seconds += passed;
            if self.frame.idle.seconds >= self.minutes_of_work() * 60 {
                return self.sign_out();
            }
            return Vec::new();
        }
        // Whoever sets a computer up for the first time looks for a card, a cable, a paper; there is no visit to forget.
        if self.set_up.is_some() {
            self.frame.idle.touch();
            return Vec::new();
        }
        if self.is_untouched() {
            self.frame.idle.touch();
            return look.into_iter().collect();
        }
        self.frame.idle.seconds += passed;
        if self.cleared_for_good() {
            return self.forget();
        }
        match self.warning() {
            Some(Warning { left: 0, why: Why::Nobody, .. }) => self.forget(),
            Some(_) | None => self.online_second(passed),
        }
    }

    /// The warning, if it is time and the visitor's clock applies at all.
    pub(in crate::ui::app) fn warning(&self) -> Option<Warning> {
        if self.staff.is_present() {
            return None;
        }
        let of_time = || self.online_asks().map(|(left, of)| Warning { why: Why::TimeOnline, left, of });
        self.frame.idle.warning(&self.terminal.configuration).or_else(of_time)
    }

    /// The warning has the focus while it is shown, and the page behind it has it again afterwards, where it had it.
    pub(in crate::ui::app) fn heed_warning(&mut self, before: bool) -> Vec<Effect> {
        match (before, self.is_warning()) {
            (false, true) => {
                self.frame.behind = Some((self.frame.page_number, self.frame.place.clone()));
                vec![Effect::Focus(HEADING.to_owned())]
            }
            (true, false) => {
                let behind = self.frame.behind.take().filter(|(page, _)| *page == self.frame.page_number);
                let Some((_, place)) = behind else { return Vec::new() };
                // A field kept its focus, its caret and its mark behind the warning.
                let focus = place.focus.filter(|focus| self.frame.face.last_field() != Some(focus.as_str()));
                std::iter::once(Effect::ScrollTo(place.scroll)).chain(focus.map(Effect::Focus)).collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_listens_has_longer_and_is_warned_for_longer() {
        let configuration = Configuration::default();
        let warned = |listening: bool, seconds: u64| Idle { seconds, listening, least: 0 }.warning(&configuration);
        let (idle, of) = (configuration.idle_seconds, configuration.idle_warning_seconds);
        assert_eq!(
            (warned(false, idle - 1), warned(false, idle)),
            (None, Some(Warning { why: Why::Nobody, left: of, of }))
        );
        assert_eq!(warned(true, 4 * idle - 1), None);
        assert_eq!(warned(true, 4 * idle), Some(Warning { why: Why::Nobody, left: 4 * of, of: 4 * of }));
        assert_eq!((patience(15, false), patience(15, true)), (15, 60));
        // At a page of the State longer, whatever is usual.
        let mut online = Idle { seconds: idle, listening: false, least: 0 };
        online.wait_at_least(2 * idle);
        assert_eq!(online.warning(&configuration), None);
        online.seconds = 2 * idle;
        assert!(online.warning(&configuration).is_some());
        // The longest page, at 150 words a minute, is heard before the warning comes; EN 301 549 wants 20 seconds of it.
        assert!(patience(idle, true) > 5 * 60 && of >= 20);
    }
}
