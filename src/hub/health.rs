//! Whether the hub does its work: what a monitor is told.

use super::storage::outbox::Forwarding;
use super::{Hub, HubError};
use jiff::Timestamp;
use serde::Serialize;
use std::sync::{Mutex, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// How often the disk is tried at most: a monitor that asks every second must not wear it out.
const BETWEEN_PROBES: Duration = Duration::from_secs(20);

/// Longer than anything is written.
const LONGEST_WRITE: Duration = Duration::from_mins(2);

/// How often the whole database is looked through while the hub runs.
pub(super) const BETWEEN_EXAMINATIONS: Duration = Duration::from_hours(24);

/// How the hub is, in one word and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// `ok`, or `damaged`.
    pub status: &'static str,
    /// Alarms that a person should look at; `cups-hub alarms` names them.
    pub alarms: u64,
    /// Until when the published catalogue is signed (RFC 3339), when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_until: Option<String>,
    /// How the forwarding of events stands, where it was ever switched on. Nobody waits for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Forwarding>,
}

/// What was found last.
#[derive(Debug)]
pub struct Health {
    disk: Mutex<Disk>,
    damaged: Mutex<Option<String>>,
}

impl Default for Health {
    fn default() -> Self {
        Self { disk: Mutex::new(Disk::new(Instant::now())), damaged: Mutex::default() }
    }
}

/// How the disk took what was written to try it.
#[derive(Debug)]
struct Disk {
    /// When the hub began.
    begun: Instant,
    /// When it took something last.
    worked: Option<Instant>,
    /// Why it took nothing the last time, when it did not.
    failed: Option<String>,
}

impl Disk {
    const fn new(begun: Instant) -> Self {
        Self { begun, worked: None, failed: None }
    }

    fn note(&mut self, now: Instant, done: &Result<(), HubError>) {
        match done {
            Ok(()) => (self.worked, self.failed) = (Some(now), None),
            Err(error) => self.failed = Some(error.to_string()),
        }
    }

    /// Whether it took something a moment ago, and nothing failed since.
    fn was_just_tried(&self, now: Instant) -> bool {
        self.failed.is_none() && self.worked.is_some_and(|when| now.duration_since(when) < BETWEEN_PROBES)
    }

    /// What is known while somebody is writing, so that it cannot be tried.
    fn while_written(&self, now: Instant) -> Result<(), HubError> {
        if let Some(what) = &self.failed {
            return Err(HubError::NotTaken { what: what.clone() });
        }
        // Nobody writes for that long, unless the disk no longer answers.
        let since = now.duration_since(self.worked.unwrap_or(self.begun));
        if since > LONGEST_WRITE { Err(HubError::Busy) } else { Ok(()) }
    }
}

impl Health {
    /// What is damaged in the database, as it was found last.
    pub(super) fn damage(&self) -> Option<String> {
        self.damaged.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn note_damage(&self, what: String) {
        *self.damaged.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }
}

impl Hub {
    /// How the hub is.
    ///
    /// # Errors
    /// When the database does not answer, is damaged, or the disk takes nothing.
    pub(super) fn condition(&self) -> Result<Condition, HubError> {
        if let Some(what) = self.health.damage() {
            return Err(HubError::Damaged { what });
        }
        self.probe()?;
        let front = self.front();
        front.answers()?;
        let signed_until = front.announcement()?.map(|announced| announced.signed_until);
        // Why the receiver takes none is said by `doctor`: anybody may ask here.
        let events = front.forwarding()?.map(|stands| Forwarding { why: None, ..stands });
        Ok(Condition { status: "ok", alarms: front.standing_alarms()?, signed_until, events })
    }

    /// Tries the disk, unless it was tried a moment ago or is being written anyway.
    fn probe(&self) -> Result<(), HubError> {
        let mut disk = self.health.disk.lock().unwrap_or_else(PoisonError::into_inner);
        if disk.was_just_tried(Instant::now()) {
            return Ok(());
        }
        let mut writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return disk.while_written(Instant::now()),
        };
        let done = writer.probe(Timestamp::now());
        drop(writer);
        disk.note(Instant::now(), &done);
        done
    }

    /// Looks the whole database through, and remembers what was found.
    pub(super) fn examine(&self, storage: &super::storage::Storage) {
        match storage.examine() {
            // What was found while entries came in stands until the hub is started again.
            Ok(()) => {}
            Err(HubError::Damaged { what }) => {
                tracing::error!(what, "the database is damaged");
                self.health.note_damage(what);
            }
            Err(error) => tracing::error!(%error, "the database could not be looked through"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_took_nothing_is_not_well_because_somebody_writes() {
        let folder = tempfile::tempdir().unwrap();
        let hub = Hub::open(folder.path()).unwrap();
        let told = || hub.condition().map(|condition| condition.status).map_err(|error| error.to_string());
        {
            let _writing = hub.writer();
            assert_eq!(told(), Ok("ok"), "the hub has just begun");
            hub.health.disk.lock().unwrap().note(Instant::now(), &Err(HubError::Form("disk")));
            assert!(told().unwrap_err().contains("the stored disk is malformed"));
        }
        assert_eq!(told(), Ok("ok"), "tried again, and it takes something");
        let _writing = hub.writer();
        assert_eq!(told(), Ok("ok"));
    }

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
