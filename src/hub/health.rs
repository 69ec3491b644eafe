//! Whether the hub does its work: what a monitor is told.

use super::storage::outbox::Forwarding;
use super::storage::store::StoreHealth;
use super::{Hub, HubError};
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often the whole database is looked through while the hub runs.
pub(super) const BETWEEN_EXAMINATIONS: Duration = Duration::from_hours(24);

/// How the hub is, in one word and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// `ok`, or `no second copy` while everything is taken but only one of several servers has it.
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
#[derive(Debug, Default)]
pub struct Health {
    damaged: Mutex<Option<String>>,
}

impl Condition {
    fn of(StoreHealth { alarms, signed_until, second_copy, events }: StoreHealth) -> Self {
        let status = if second_copy == Some(false) { "no second copy" } else { "ok" };
        Self { status, alarms, signed_until, events }
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
    pub(super) async fn condition(&self) -> Result<Condition, HubError> {
        if let Some(what) = self.health.damage() {
            return Err(HubError::Damaged { what });
        }
        Ok(Condition::of(self.store.health().await?))
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
    fn only_a_copy_that_is_known_to_be_missing_is_said_to_be() {
        let status = |second_copy| {
            Condition::of(StoreHealth { alarms: 0, signed_until: None, second_copy, events: None }).status
        };
        assert_eq!([Some(true), None, Some(false)].map(status), ["ok", "ok", "no second copy"]);
    }
}
