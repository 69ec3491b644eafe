//! How a relay stands: what waits, since when, why it does not go and when it is tried next, how much room there is, how old the
//! copy of the catalogue is. The running relay notes what only it knows in a file, for the command beside it.

use crate::catalogue::trust::TIMESTAMP;
use crate::domain::gauge::{Gauge, gauge};
use crate::hub::HubError;
use crate::hub::storage::relay::{MOST_BYTES, RelayStorage};
use crate::platform::disk;
use crate::platform::file::write_atomically;
use crate::sync::reason::Reason;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The name of the file of what only the running relay knows.
const NOTE: &str = "relay-line.json";

/// What the running relay knows of its line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LineNote {
    /// Why nothing goes to the hub, by the name of the reason; nothing while it goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// When what waits is tried next, while it waits for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_try: Option<Timestamp>,
    /// Whether sending by itself is switched off by the relay's configuration.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub switched_off: bool,
}

impl LineNote {
    /// Keeps it beside the relay's database. Nothing rests on it: a full disk keeps none.
    pub fn keep(&self, data: &Path) {
        let kept = serde_json::to_vec(self).map_err(std::io::Error::from);
        if let Err(error) = kept.and_then(|text| write_atomically(&data.join(NOTE), &text)) {
            tracing::debug!(%error, "how the line is was not noted");
        }
    }

    /// What was kept last; nothing where a relay never ran or the file cannot be read.
    #[must_use]
    pub fn kept(data: &Path) -> Self {
        let text = std::fs::read(data.join(NOTE)).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }
}

/// How a relay stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RelayCondition {
    /// How many requests wait for the hub.
    pub waiting: u64,
    /// Since when the oldest of them does (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// Why nothing goes and when it is tried next.
    #[serde(flatten)]
    pub note: LineNote,
    /// Bytes that what is kept takes, and how many it may.
    pub kept_bytes: u64,
    /// How many it may.
    pub most_bytes: u64,
    /// Bytes that are free on the disk, where the system says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub free_bytes: Option<u64>,
    /// How full the disk is, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disk_full: Option<u8>,
    /// When the hub was asked for the newest catalogue last, and answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<Timestamp>,
}

impl RelayCondition {
    /// Looks at the relay in a folder.
    ///
    /// # Errors
    /// When its database cannot be read.
    pub fn of(storage: &RelayStorage, data: &Path, note: LineNote) -> Result<Self, HubError> {
        let waiting = storage.waiting()?;
        let gauge: Option<Gauge> = disk::room_of_all(data).ok().map(|(free, all)| gauge(free, all, 0, 0));
        let signed = data.join("mirror").join("signed").join(TIMESTAMP);
        let changed = std::fs::metadata(signed).and_then(|known| known.modified()).ok();
        Ok(Self {
            waiting: waiting.requests,
            since: waiting.since,
            note,
            kept_bytes: storage.bytes()?,
            most_bytes: MOST_BYTES,
            free_bytes: gauge.map(|gauge| gauge.free),
            disk_full: gauge.map(|gauge| gauge.full),
            catalogue: changed.and_then(|when| Timestamp::try_from(when).ok()),
        })
    }

    /// What a person is told: of each its name, whether it is well, and the words.
    #[must_use]
    pub fn words(&self, now: Timestamp) -> Vec<(&'static str, bool, String)> {
        let line = self.note.line.as_deref().map(|name| Reason::of_name(name).unwrap_or(Reason::NoLine));
        let waits = match self.since {
            _ if self.waiting == 0 => "nothing waits for the hub".to_owned(),
            Some(since) => format!("{} requests wait for the hub, the oldest since {since}", self.waiting),
            None => format!("{} requests wait for the hub", self.waiting),
        };
        let next = match self.note.next_try.filter(|next| *next > now && self.waiting > 0) {
            Some(next) => format!("; it is tried again at {next}"),
            None => String::new(),
        };
        let held = self.note.switched_off && self.waiting > 0;
        let kept = self.kept_bytes.saturating_mul(100) / self.most_bytes.max(1);
        let mut said = vec![
            ("waiting", true, waits),
            (
                "line to the hub",
                line.is_none(),
                line.map_or_else(|| "nothing is known to be wrong".to_owned(), |reason| format!("{reason}{next}")),
            ),
            ("kept", kept < 90, format!("{} of {} MB taken", self.kept_bytes / 1_000_000, self.most_bytes / 1_000_000)),
        ];
        if self.note.switched_off {
            let words = "by itself nothing goes: automatic_sending = false in its configuration; \"Send now\" at a desk sends once";
            said.insert(1, ("sending", !held, words.to_owned()));
        }
        if let Some((free, full)) = self.free_bytes.zip(self.disk_full) {
            said.push(("disk", full < 90, format!("{full} % full, {} MB free", free / 1_000_000)));
        }
        let age = |when: Timestamp| now.duration_since(when).as_hours().max(0);
        said.push(match self.catalogue {
            None => ("catalogue", true, "no copy yet: the first computer that asks brings it".to_owned()),
            Some(when) => {
                let hours = age(when);
                // With the line cut the copy is what it was.
                ("catalogue", hours < 24 * 7, format!("the copy was compared with the hub's {hours} hours ago"))
            }
        });
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition() -> RelayCondition {
        RelayCondition {
            waiting: 0,
            since: None,
            note: LineNote::default(),
            kept_bytes: 0,
            most_bytes: MOST_BYTES,
            free_bytes: Some(1_000_000_000),
            disk_full: Some(50),
            catalogue: None,
        }
    }

    fn bad(condition: &RelayCondition, now: Timestamp) -> Vec<&'static str> {
        condition.words(now).into_iter().filter(|(_, good, _)| !good).map(|(name, ..)| name).collect()
    }

    #[test]
    fn each_trouble_is_told_by_its_name() {
        let now: Timestamp = "2026-11-28T10:00:00Z".parse().unwrap();
        let before: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        assert!(bad(&condition(), now).is_empty());
        let cut = LineNote {
            line: Some("no-line".to_owned()),
            next_try: "2026-11-28T10:05:00Z".parse().ok(),
            ..LineNote::default()
        };
        let waits = RelayCondition { waiting: 3, since: Some(before), note: cut, ..condition() };
        assert_eq!(bad(&waits, now), ["line to the hub"]);
        let words: Vec<String> = waits.words(now).into_iter().map(|(_, _, words)| words).collect();
        assert!(words[0].contains("3 requests wait") && words[0].contains("2026-11-20"), "{words:?}");
        assert!(words[1].contains("tried again at 2026-11-28T10:05:00Z"), "{words:?}");
        let full = RelayCondition { kept_bytes: MOST_BYTES / 100 * 95, disk_full: Some(90), ..condition() };
        assert_eq!(bad(&full, now), ["kept", "disk"]);
        let off = LineNote { switched_off: true, ..LineNote::default() };
        assert!(bad(&RelayCondition { note: off.clone(), ..condition() }, now).is_empty(), "nothing waits");
        assert_eq!(bad(&RelayCondition { note: off, waiting: 1, ..condition() }, now), ["sending"]);
        assert_eq!(bad(&RelayCondition { catalogue: Some(before), ..condition() }, now), ["catalogue"]);
    }

    #[test]
    fn what_the_running_relay_knows_is_there_for_the_command() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(LineNote::kept(folder.path()), LineNote::default());
        let note =
            LineNote { line: Some("timeout".to_owned()), next_try: Some(Timestamp::UNIX_EPOCH), switched_off: true };
        note.keep(folder.path());
        assert_eq!(LineNote::kept(folder.path()), note);
    }
}
