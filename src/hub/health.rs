//! Whether the hub does its work: what a monitor is told.

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
}

/// What was found last.
#[derive(Debug, Default)]
pub struct Health {
    probed: Mutex<Option<(Instant, bool)>>,
    damaged: Mutex<Option<String>>,
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
        Ok(Condition { status: "ok", alarms: front.standing_alarms()?, signed_until })
    }

    /// Tries the disk, unless it was tried a moment ago or is being written anyway.
    fn probe(&self) -> Result<(), HubError> {
        let mut probed = self.health.probed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((when, true)) = *probed
            && when.elapsed() < BETWEEN_PROBES
        {
            return Ok(());
        }
        let mut writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Somebody is writing. Not for a minute, unless the disk no longer answers.
            Err(TryLockError::WouldBlock) => {
                return match *probed {
                    Some((when, true)) if when.elapsed() > LONGEST_WRITE => Err(HubError::Busy),
                    _ => Ok(()),
                };
            }
        };
        let done = writer.probe(Timestamp::now());
        drop(writer);
        *probed = Some((Instant::now(), done.is_ok()));
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
