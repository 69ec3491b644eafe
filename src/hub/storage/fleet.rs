//! The fleet: which program each terminal runs, and when it was heard of last.

use super::Storage;
use crate::hub::HubError;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, TransactionBehavior, params};
use serde::Serialize;

/// How exactly it is kept when a terminal was heard of. A terminal that sends one parcel after the other is noted once in this
/// time, so that the noting costs no commit a parcel.
const EXACTLY: SignedDuration = SignedDuration::from_mins(5);

/// From how many days of silence on a person should look whether a terminal is still there.
pub const SILENT_DAYS: i64 = 7;

/// A terminal, as the agency looks after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FleetTerminal {
    /// Its name.
    pub terminal: String,
    /// Its centre.
    pub centre: String,
    /// The version of its program, as it said; nothing of a program that does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Since when it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// When it was heard of last, within five minutes; nothing where it was not since the hub notes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// Whether it was shut out.
    pub revoked: bool,
}

impl FleetTerminal {
    /// Whether a person should look whether it is still there.
    #[must_use]
    pub fn is_silent(&self, now: Timestamp) -> bool {
        let heard = self.last.as_deref().and_then(|last| last.parse::<Timestamp>().ok());
        !self.revoked
            && heard.is_none_or(|heard| now.duration_since(heard) > SignedDuration::from_hours(24 * SILENT_DAYS))
    }
}

impl Storage {
    /// Notes that a terminal was heard of, and which version it says that it runs.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_contact(&mut self, terminal: &str, version: Option<&str>, now: Timestamp) -> Result<(), HubError> {
        let known: Option<(Option<String>, String)> = self
            .connection
            .prepare_cached("SELECT version, last FROM contact WHERE terminal = ?1")?
            .query_row([terminal], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let is_fresh = |last: &str| {
            let passed = last.parse::<Timestamp>().map(|last| now.duration_since(last));
            passed.is_ok_and(|passed| (SignedDuration::ZERO..EXACTLY).contains(&passed))
        };
        if known.is_some_and(|(known, last)| known.as_deref() == version && is_fresh(&last)) {
            return Ok(());
        }
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO contact (terminal, version, since, last) VALUES (?1, ?2, ?3, ?3)
             ON CONFLICT (terminal) DO UPDATE SET last = excluded.last,
                 since = iif(version IS excluded.version, since, excluded.since), version = excluded.version",
            params![terminal, version, now.to_string()],
        )?;
        Ok(transaction.commit()?)
    }

    /// All terminals, those that were silent for the longest time first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn fleet(&self) -> Result<Vec<FleetTerminal>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, centre, version, since, last, revoked IS NOT NULL
             FROM terminal LEFT JOIN contact ON contact.terminal = terminal.id
             ORDER BY revoked IS NOT NULL, coalesce(last, ''), id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(FleetTerminal {
                terminal: row.get(0)?,
                centre: row.get(1)?,
                version: row.get(2)?,
                since: row.get(3)?,
                last: row.get(4)?,
                revoked: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(folder: &std::path::Path) -> Storage {
        let storage = Storage::open(folder).unwrap();
        storage
            .connection
            .execute_batch(
                "INSERT INTO terminal (id, device_key, centre, enrolled) VALUES ('t-1', '', 'lozova', ''), ('t-2', '', 'rome', '');",
            )
            .unwrap();
        storage
    }

    fn at(minute: i64) -> Timestamp {
        "2026-11-20T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute)
    }

    #[test]
    fn a_terminal_is_known_by_its_version_and_when_it_was_heard_of() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = hub(folder.path());
        storage.note_contact("t-2", Some("0.1.0"), at(0)).unwrap();
        storage.note_contact("t-2", Some("0.1.0"), at(3)).unwrap();
        let one = |storage: &Storage| storage.fleet().unwrap().pop().unwrap();
        let fleet = storage.fleet().unwrap();
        let names: Vec<_> = fleet.iter().map(|one| (one.terminal.as_str(), one.version.as_deref())).collect();
        assert_eq!(names, [("t-1", None), ("t-2", Some("0.1.0"))], "whoever was never heard of comes first");
        assert_eq!(one(&storage).last, Some(at(0).to_string()), "within five minutes nothing is written again");
        storage.note_contact("t-2", Some("0.1.0"), at(9)).unwrap();
        let known = one(&storage);
        assert_eq!((known.since, known.last), (Some(at(0).to_string()), Some(at(9).to_string())));
        // Another version is noted at once, and one that says nothing any more as well.
        storage.note_contact("t-2", Some("0.2.0"), at(10)).unwrap();
        let known = one(&storage);
        assert_eq!((known.version.as_deref(), known.since), (Some("0.2.0"), Some(at(10).to_string())));
        storage.note_contact("t-2", None, at(11)).unwrap();
        assert_eq!(one(&storage).version, None);
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_no_contact_from_being_noted() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = hub(folder.path());
        storage.note_contact("t-1", None, at(60)).unwrap();
        storage.note_contact("t-1", None, at(0)).unwrap();
        assert_eq!(storage.fleet().unwrap().pop().unwrap().last, Some(at(0).to_string()));
    }

    #[test]
    fn who_is_silent_for_a_week_is_told_of_and_who_was_shut_out_is_not() {
        let terminal = |last: Option<i64>, revoked| FleetTerminal {
            terminal: "t-1".to_owned(),
            centre: "lozova".to_owned(),
            version: None,
            since: None,
            last: last.map(|minute| at(minute).to_string()),
            revoked,
        };
        let week = SILENT_DAYS * 24 * 60;
        assert!(!terminal(Some(0), false).is_silent(at(week)));
        assert!(terminal(Some(0), false).is_silent(at(week + 1)) && terminal(None, false).is_silent(at(0)));
        assert!(!terminal(None, true).is_silent(at(0)));
    }
}
