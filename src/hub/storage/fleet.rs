//! The fleet: which program each terminal runs, and when it was heard of last.

use super::Storage;
use super::admission::Noted;
use super::alarm::Alarm;
use crate::hub::HubError;
use crate::hub::fleet::{Fleet, Note, Openings, PublishedCatalogue, TerminalFacts};
use crate::protocol::condition::TerminalCondition;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, TransactionBehavior, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// How a terminal said that it stands, and when; and what its operator wrote about it, of which the last is shown.
pub(super) const TABLES: &str = "
ALTER TABLE contact ADD COLUMN condition TEXT;
ALTER TABLE contact ADD COLUMN told TEXT;

CREATE TABLE terminal_note (
    terminal TEXT NOT NULL REFERENCES terminal (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (terminal, number)
) STRICT, WITHOUT ROWID;
";

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
    /// Notes that a terminal was heard of, which version it says that it runs, and how it says that it stands. Where it says
    /// nothing of that, what it said before stays.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_contact(
        &mut self,
        terminal: &str,
        version: Option<&str>,
        condition: Option<&TerminalCondition>,
        now: Timestamp,
    ) -> Result<(), HubError> {
        let known = self
            .connection
            .prepare_cached("SELECT version, last, condition FROM contact WHERE terminal = ?1")?
            .query_row([terminal], |row| Ok(Noted { version: row.get(0)?, last: row.get(1)?, condition: row.get(2)? }))
            .optional()?;
        if known.is_some_and(|noted| noted.says(version, condition, now)) {
            return Ok(());
        }
        let text = condition.map(serde_json::to_string).transpose().map_err(HubError::Stored)?;
        let told = text.as_ref().map(|_| now.to_string());
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO contact (terminal, version, since, last, condition, told) VALUES (?1, ?2, ?3, ?3, ?4, ?5)
             ON CONFLICT (terminal) DO UPDATE SET last = excluded.last,
                 since = iif(version IS excluded.version, since, excluded.since), version = excluded.version,
                 condition = coalesce(excluded.condition, condition), told = coalesce(excluded.told, told)",
            params![terminal, version, now.to_string(), text, told],
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

    /// What is known of every terminal. A time that cannot be read is not known.
    ///
    /// # Errors
    /// When the database fails.
    pub fn fleet_facts(&self) -> Result<Vec<TerminalFacts>, HubError> {
        // One snapshot: what comes in meanwhile must not make them disagree.
        let snapshot = self.connection.unchecked_transaction()?;
        let mut alarms: BTreeMap<String, Vec<Alarm>> = BTreeMap::new();
        let mut statement = snapshot.prepare_cached("SELECT terminal, kind FROM alarm ORDER BY terminal, kind")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(1)?;
            let kind = Alarm::ALL.into_iter().find(|alarm| alarm.name() == kind);
            alarms.entry(row.get(0)?).or_default().extend(kind);
        }
        // The newest place of a terminal is the end of its part of the key: no entry but that one is looked at.
        let mut statement = snapshot.prepare_cached(
            "SELECT terminal.id, centre, revoked IS NOT NULL, enrolled, last, version, told, condition,
                    (SELECT received FROM entry WHERE entry.terminal = terminal.id
                     ORDER BY epoch DESC, sequence DESC LIMIT 1),
                    (SELECT kept + beyond FROM bound_for WHERE bound_for.terminal = terminal.id),
                    note.at, note.who, note.text
             FROM terminal LEFT JOIN contact ON contact.terminal = terminal.id
             LEFT JOIN terminal_note AS note ON note.terminal = terminal.id
                 AND note.number = (SELECT max(number) FROM terminal_note WHERE terminal_note.terminal = terminal.id)
             ORDER BY terminal.id",
        )?;
        let mut rows = statement.query([])?;
        let mut facts = Vec::new();
        while let Some(row) = rows.next()? {
            let time = |column: usize| -> rusqlite::Result<Option<Timestamp>> {
                Ok(row.get::<_, Option<String>>(column)?.and_then(|text| text.parse().ok()))
            };
            let terminal: String = row.get(0)?;
            let text: Option<String> = row.get(7)?;
            let note = match (time(10)?, row.get::<_, Option<String>>(11)?, row.get::<_, Option<String>>(12)?) {
                (Some(at), Some(who), Some(text)) if !text.is_empty() => Some(Note { at, who, text }),
                _ => None,
            };
            facts.push(TerminalFacts {
                alarms: alarms.remove(&terminal).unwrap_or_default(),
                centre: row.get(1)?,
                revoked: row.get(2)?,
                enrolled: time(3)?,
                contact: time(4)?,
                version: row.get(5)?,
                told: time(6)?,
                condition: text.as_deref().and_then(TerminalCondition::of_text).unwrap_or_default(),
                up: time(8)?,
                set_aside: row.get::<_, Option<i64>>(9)?.unwrap_or_default().unsigned_abs(),
                note,
                terminal,
            });
        }
        Ok(facts)
    }

    /// How the fleet stands now.
    ///
    /// # Errors
    /// When the database fails or the published catalogue cannot be read.
    pub fn look_at_fleet(&self, now: Timestamp) -> Result<(Fleet, Openings), HubError> {
        let openings = match self.catalogue()? {
            Some(catalogue) => Openings::new(catalogue.centres, catalogue.calendar),
            None => Openings::default(),
        };
        let fleet = Fleet::of(self.fleet_facts()?, self.published_catalogue()?.as_ref(), &openings, now);
        Ok((fleet, openings))
    }

    /// What is known of the published catalogue; nothing where none is.
    ///
    /// # Errors
    /// When the database fails.
    pub fn published_catalogue(&self) -> Result<Option<PublishedCatalogue>, HubError> {
        let Some(announced) = self.announcement()? else { return Ok(None) };
        let signed_until = announced.signed_until.parse().map_err(|_| HubError::Form("signature's end"))?;
        let published: Option<String> = self
            .connection
            .prepare_cached("SELECT published FROM release WHERE sha256 = ?1")?
            .query_row([&announced.sha256], |row| row.get(0))
            .optional()?;
        let published = published.and_then(|published| published.parse().ok());
        Ok(Some(PublishedCatalogue { number: announced.number, published, signed_until }))
    }

    /// Keeps what its operator writes about a terminal; an empty text takes the note away. What was written before stays in the
    /// database. Gives whether it says anything that did not stand there already.
    ///
    /// # Errors
    /// When no terminal has this name, or the database fails.
    pub fn write_note(&mut self, terminal: &str, note: &Note) -> Result<bool, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if !transaction.prepare_cached("SELECT 1 FROM terminal WHERE id = ?1")?.exists([terminal])? {
            return Err(super::terminals::unknown(terminal));
        }
        let last: Option<String> = transaction
            .prepare_cached("SELECT text FROM terminal_note WHERE terminal = ?1 ORDER BY number DESC LIMIT 1")?
            .query_row([terminal], |row| row.get(0))
            .optional()?;
        if last.unwrap_or_default() == note.text {
            return Ok(false);
        }
        transaction.execute(
            "INSERT INTO terminal_note (terminal, number, at, who, text)
             SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM terminal_note WHERE terminal = ?1",
            params![terminal, note.at.to_string(), note.who, note.text],
        )?;
        transaction.commit()?;
        Ok(true)
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
        storage.note_contact("t-2", Some("0.1.0"), None, at(0)).unwrap();
        storage.note_contact("t-2", Some("0.1.0"), None, at(3)).unwrap();
        let one = |storage: &Storage| storage.fleet().unwrap().pop().unwrap();
        let fleet = storage.fleet().unwrap();
        let names: Vec<_> = fleet.iter().map(|one| (one.terminal.as_str(), one.version.as_deref())).collect();
        assert_eq!(names, [("t-1", None), ("t-2", Some("0.1.0"))], "whoever was never heard of comes first");
        assert_eq!(one(&storage).last, Some(at(0).to_string()), "within five minutes nothing is written again");
        storage.note_contact("t-2", Some("0.1.0"), None, at(9)).unwrap();
        let known = one(&storage);
        assert_eq!((known.since, known.last), (Some(at(0).to_string()), Some(at(9).to_string())));
        // Another version is noted at once, and one that says nothing any more as well.
        storage.note_contact("t-2", Some("0.2.0"), None, at(10)).unwrap();
        let known = one(&storage);
        assert_eq!((known.version.as_deref(), known.since), (Some("0.2.0"), Some(at(10).to_string())));
        storage.note_contact("t-2", None, None, at(11)).unwrap();
        assert_eq!(one(&storage).version, None);
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_no_contact_from_being_noted() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = hub(folder.path());
        storage.note_contact("t-1", None, None, at(60)).unwrap();
        storage.note_contact("t-1", None, None, at(0)).unwrap();
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

    #[test]
    fn what_a_terminal_says_of_itself_stays_until_it_says_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = hub(folder.path());
        let says = |waiting| TerminalCondition { waiting: Some(waiting), ..TerminalCondition::default() };
        let told = |storage: &Storage| {
            let facts = storage.fleet_facts().unwrap().remove(0);
            (facts.condition.waiting, facts.told)
        };
        storage.note_contact("t-1", None, Some(&says(3)), at(0)).unwrap();
        assert_eq!(told(&storage), (Some(3), Some(at(0))));
        storage.note_contact("t-1", None, Some(&says(2)), at(1)).unwrap();
        assert_eq!(told(&storage), (Some(3), Some(at(0))), "within five minutes that is the same");
        storage.note_contact("t-1", None, Some(&says(0)), at(2)).unwrap();
        assert_eq!(told(&storage), (Some(0), Some(at(2))), "nothing waits any more");
        storage.note_contact("t-1", None, None, at(9)).unwrap();
        assert_eq!(told(&storage), (Some(0), Some(at(2))), "an older program says nothing");
        storage.connection.execute("UPDATE contact SET condition = '[]', last = 'never'", []).unwrap();
        assert_eq!(told(&storage).0, None, "what cannot be read is not known");
    }

    #[test]
    fn the_last_note_is_shown_and_an_empty_one_takes_it_away() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = hub(folder.path());
        let note = |text: &str| Note { at: at(0), who: "Ana".to_owned(), text: text.to_owned() };
        let shown = |storage: &Storage| storage.fleet_facts().unwrap().remove(0).note.map(|note| note.text);
        assert_eq!(shown(&storage), None);
        for text in ["în reparație", "e înapoi"] {
            assert!(storage.write_note("t-1", &note(text)).unwrap());
            assert!(!storage.write_note("t-1", &note(text)).unwrap(), "twice is once");
            assert_eq!(shown(&storage).as_deref(), Some(text));
        }
        storage.write_note("t-1", &note("")).unwrap();
        assert_eq!(shown(&storage), None);
        assert!(matches!(storage.write_note("t-9", &note("x")), Err(HubError::Input(_))));
    }
}
