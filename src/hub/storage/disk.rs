//! How the disk took what was written to try it.

use crate::hub::HubError;
use std::time::{Duration, Instant};

/// How often the disk is tried at most: a monitor that asks every second must not wear it out.
const BETWEEN_PROBES: Duration = Duration::from_secs(20);

/// Longer than anything is written.
const LONGEST_WRITE: Duration = Duration::from_mins(2);

/// How the disk took what was written to try it.
#[derive(Debug)]
pub(super) struct Disk {
    /// When the hub began.
    begun: Instant,
    /// When it took something last.
    worked: Option<Instant>,
    /// Why it took nothing the last time, when it did not.
    failed: Option<String>,
}

impl Disk {
    pub(super) const fn new(begun: Instant) -> Self {
        Self { begun, worked: None, failed: None }
    }

    pub(super) fn note(&mut self, now: Instant, done: &Result<(), HubError>) {
        match done {
            Ok(()) => (self.worked, self.failed) = (Some(now), None),
            Err(error) => self.failed = Some(error.to_string()),
        }
    }

    /// Whether it took something a moment ago, and nothing failed since.
    pub(super) fn was_just_tried(&self, now: Instant) -> bool {
        self.failed.is_none() && self.worked.is_some_and(|when| now.duration_since(when) < BETWEEN_PROBES)
    }

    /// What is known while somebody is writing, so that it cannot be tried.
    pub(super) fn while_written(&self, now: Instant) -> Result<(), HubError> {
        if let Some(what) = &self.failed {
            return Err(HubError::NotTaken { what: what.clone() });
        }
        // Nobody writes for that long, unless the disk no longer answers.
        let since = now.duration_since(self.worked.unwrap_or(self.begun));
        if since > LONGEST_WRITE { Err(HubError::Busy) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_writes_for_minutes_waits_for_the_disk() {
        let begun = Instant::now();
        let mut disk = Disk::new(begun);
        let busy = |disk: &Disk, after: Duration| matches!(disk.while_written(begun + after), Err(HubError::Busy));
        let moment = Duration::from_secs(1);
        assert!(!busy(&disk, LONGEST_WRITE) && busy(&disk, LONGEST_WRITE + moment));
        disk.note(begun + moment, &Ok(()));
        assert!(!busy(&disk, LONGEST_WRITE + moment) && busy(&disk, LONGEST_WRITE + 2 * moment));
        // A failure later does not make the last success younger.
        disk.note(begun + 2 * moment, &Err(HubError::Busy));
        assert!(matches!(disk.while_written(begun + 3 * moment), Err(HubError::NotTaken { .. })));
        disk.note(begun + 3 * moment, &Ok(()));
        assert!(disk.was_just_tried(begun + 4 * moment) && !disk.was_just_tried(begun + BETWEEN_PROBES * 2));
    }
}
