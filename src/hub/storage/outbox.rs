//! What the journal of events of the State (MLog) is to be told: written by triggers in the very transaction of what it tells
//! of, so that no way into the tables can forget it; numbered without gaps, sent in this order, and gone when it was taken.
//! Of what was taken the receipts stay.

use super::Storage;
use crate::domain::hidden::hidden;
use crate::hub::HubError;
use crate::protocol::facts::RecordedFacts;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use serde::Serialize;
use uuid::Uuid;

/// `forwarding` has its one row while events are gathered. `outbox` names what happened and not what stands in it: an entry by its
/// place; it is read when it is sent. `id` is the same where the same happens to be told once more, as after a copy was brought
/// back. `refused` is why the receiver will not have an event; such a one is kept and holds up none behind it. `opening_told` are the openings of sealed parts that were told of, which happen on another computer.
///
/// Entries that belong to no case are nobody's: of them only those are told that say who may work, and with which keys.
pub(super) const TABLES: &str = "
CREATE TABLE forwarding (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    since TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    failing_since TEXT,
    why TEXT
) STRICT;

CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    who TEXT,
    terminal TEXT,
    epoch INTEGER,
    sequence INTEGER,
    entries INTEGER,
    refused TEXT
) STRICT;
CREATE INDEX outbox_by_refusal ON outbox (refused);

CREATE TABLE outbox_receipt (
    first INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    events INTEGER NOT NULL,
    at TEXT NOT NULL,
    receipt TEXT NOT NULL
) STRICT;

CREATE TABLE opening_told (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER outbox_of_entry AFTER INSERT ON entry
WHEN EXISTS (SELECT 1 FROM forwarding) AND (new.person <> new.id OR new.action IN (
    'signInRefused', 'casesErased', 'caseErased', 'colleagueAdded', 'colleagueRemoved', 'passwordChanged', 'passwordReset',
    'roleChanged', 'keyGiven', 'keyRenewed', 'recoverySheetMade', 'recoverySheetUsed', 'codesMade', 'codesWithdrawn',
    'recordsLost', 'recordsSalvaged', 'identityReplaced'))
BEGIN
    INSERT INTO outbox (id, at, kind, what, terminal, epoch, sequence)
        VALUES (new.id, new.time, 'entry', new.action, new.terminal, new.epoch, new.sequence);
END;
CREATE TRIGGER outbox_of_erasure AFTER INSERT ON erased WHEN EXISTS (SELECT 1 FROM forwarding) BEGIN
    INSERT INTO outbox (id, at, kind, what, who, terminal, epoch, sequence)
        VALUES ('erased-' || lower(substr(hex(new.signature), 1, 32)), new.at, 'erased', 'sealedPartErased', new.who,
                new.terminal, new.epoch, new.sequence);
END;
CREATE TRIGGER outbox_of_enrolment AFTER INSERT ON terminal WHEN EXISTS (SELECT 1 FROM forwarding) BEGIN
    INSERT INTO outbox (id, at, kind, what, terminal)
        VALUES ('enrolled-' || new.id || '-' || new.enrolled, new.enrolled, 'terminal', 'enrolled', new.id);
END;
CREATE TRIGGER outbox_of_revocation AFTER UPDATE OF revoked ON terminal
WHEN new.revoked IS NOT NULL AND old.revoked IS NOT new.revoked AND EXISTS (SELECT 1 FROM forwarding)
BEGIN
    INSERT INTO outbox (id, at, kind, what, terminal)
        VALUES ('revoked-' || new.id || '-' || new.revoked, new.revoked, 'terminal', 'revoked', new.id);
END;
CREATE TRIGGER outbox_of_look AFTER INSERT ON looked_at WHEN EXISTS (SELECT 1 FROM forwarding) BEGIN
    INSERT INTO outbox (id, at, kind, what, who)
        VALUES (lower(hex(randomblob(16))), new.at, 'account', new.what, new.account);
END;
";

/// What is to be told.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxEvent {
    /// Its number, 1, 2, 3.
    pub number: u64,
    /// By which it is known when it is told once more.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// What it is about.
    pub kind: Kind,
    /// What was done, in a word of a short list; of an account also the address of a page.
    pub what: String,
    /// Who did it, where it was done at the hub.
    pub who: Option<String>,
    /// The terminal, or the one that recorded the entry.
    pub terminal: Option<String>,
    /// How many it was done to.
    pub entries: Option<u64>,
    /// The entry's id and its open part, as long as it can be read.
    pub entry: Option<(String, RecordedFacts)>,
}

hidden!(OutboxEvent, "OutboxEvent");

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An entry of a centre's journal that was received.
    Entry,
    /// A sealed part that was erased.
    Erased,
    /// A terminal that was enrolled or shut out.
    Terminal,
    /// An account of the agency's pages.
    Account,
    /// A provider's list that was taken in.
    States,
    /// Sealed parts that went out to whoever holds the operator's key.
    Exported,
    /// Sealed parts that were opened there.
    Opened,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Entry, Self::Erased, Self::Terminal, Self::Account, Self::States, Self::Exported, Self::Opened];

    const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Erased => "erased",
            Self::Terminal => "terminal",
            Self::Account => "account",
            Self::States => "states",
            Self::Exported => "exported",
            Self::Opened => "opened",
        }
    }
}

/// Something done at the hub that stands in no table of its own.
#[derive(Clone, Copy)]
pub(super) struct Deed<'a> {
    pub(super) id: &'a str,
    pub(super) kind: Kind,
    pub(super) what: &'a str,
    pub(super) who: Option<&'a str>,
    pub(super) entries: usize,
}

/// Sealed parts that somebody opened.
#[derive(Clone)]
pub struct Opened {
    /// By which the opening is known.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: String,
    /// How many entries.
    pub entries: usize,
}

hidden!(Opened, "Opened");

/// Notes a deed in the transaction that does it, where events are gathered.
pub(super) fn note(connection: &Connection, deed: &Deed<'_>, at: Timestamp) -> Result<(), HubError> {
    connection
        .prepare_cached(
            "INSERT INTO outbox (id, at, kind, what, who, entries)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM forwarding)",
        )?
        .execute(params![deed.id, at.to_string(), deed.kind.name(), deed.what, deed.who, deed.entries as u64])?;
    Ok(())
}

/// How the forwarding of events stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Forwarding {
    /// Whether what happens is gathered.
    pub gathers: bool,
    /// How many events wait to be told.
    pub waiting: u64,
    /// Since when the oldest of them waits: when it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oldest: Option<String>,
    /// How many the receiver will not have.
    pub refused: u64,
    /// How many were taken.
    pub taken: u64,
    /// When some were taken last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_receipt: Option<String>,
    /// Since when the receiver takes none, where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<String>,
    /// Why, in the operator's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Forwarding {
    /// Whether no person is needed: what waits will go.
    #[must_use]
    pub const fn is_well(&self) -> bool {
        self.refused == 0 && self.failing_since.is_none() && (self.gathers || self.waiting == 0)
    }
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventReceipt {
    /// The number of the first event that was taken with it.
    pub first: u64,
    /// Of the last.
    pub last: u64,
    /// How many: one that was refused before may lie between them.
    pub events: u64,
    /// When.
    pub at: String,
    /// What the receiver gave for it.
    pub receipt: String,
}

const WAITING: &str = "
    SELECT number, outbox.id, at, kind, what, who, outbox.terminal, entries, entry.id, facts FROM outbox
    LEFT JOIN entry ON entry.terminal = outbox.terminal AND entry.epoch = outbox.epoch AND entry.sequence = outbox.sequence
    WHERE refused IS NULL ORDER BY number LIMIT ?1";

impl Storage {
    /// From now on what happens is gathered.
    ///
    /// # Errors
    /// When the database fails.
    pub fn gather_events(&mut self, now: Timestamp) -> Result<(), HubError> {
        self.connection.execute("INSERT OR IGNORE INTO forwarding (only, since) VALUES (1, ?1)", [now.to_string()])?;
        Ok(())
    }

    /// From now on what happens is not gathered any more; what waits goes on waiting.
    ///
    /// # Errors
    /// When the database fails.
    pub fn gather_no_events(&mut self) -> Result<(), HubError> {
        self.connection.execute("DELETE FROM forwarding", [])?;
        Ok(())
    }

    /// Sealed parts of so many entries went out to whoever holds the operator's key.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_exported(&mut self, entries: u64, now: Timestamp) -> Result<(), HubError> {
        let (id, entries) = (Uuid::now_v7().to_string(), usize::try_from(entries).unwrap_or(usize::MAX));
        let deed = Deed { id: &id, kind: Kind::Exported, what: "sealedPartsExported", who: None, entries };
        note(&self.connection, &deed, now)
    }

    /// Takes openings in that were written down elsewhere; gives how many of them are new.
    ///
    /// # Errors
    /// When the database fails; then none was taken in.
    pub fn note_openings(&mut self, openings: &[Opened]) -> Result<usize, HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut new = 0;
        for opened in openings {
            let is_new = transaction
                .prepare_cached("INSERT INTO opening_told (id) VALUES (?1) ON CONFLICT DO NOTHING")?
                .execute([&opened.id])?;
            if is_new > 0 {
                new += 1;
                let (id, who) = (opened.id.as_str(), Some(opened.who.as_str()));
                let entries = opened.entries;
                let deed = Deed { id, kind: Kind::Opened, what: "sealedPartsOpened", who, entries };
                note(&transaction, &deed, opened.at)?;
            }
        }
        transaction.commit()?;
        Ok(new)
    }

    /// The oldest of what waits, in its order.
    ///
    /// # Errors
    /// When the database fails, or what it holds is malformed.
    pub fn waiting_events(&self, most: usize) -> Result<Vec<OutboxEvent>, HubError> {
        let mut statement = self.connection.prepare_cached(WAITING)?;
        let mut rows = statement.query([most as u64])?;
        let mut waiting = Vec::new();
        while let Some(row) = rows.next()? {
            waiting.push(event(row)?);
        }
        Ok(waiting)
    }

    /// Those of these numbers were taken: they go, and their receipt stays, at once or not at all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_taken(&mut self, numbers: &[u64], receipt: &str, now: Timestamp) -> Result<(), HubError> {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return Ok(()) };
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut events = 0;
        for number in numbers {
            events += transaction.prepare_cached("DELETE FROM outbox WHERE number = ?1")?.execute([number])?;
        }
        transaction.execute(
            "INSERT OR REPLACE INTO outbox_receipt (first, last, events, at, receipt) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![first, last, events as u64, now.to_string(), receipt],
        )?;
        transaction.execute("UPDATE forwarding SET failures = 0, failing_since = NULL, why = NULL", [])?;
        Ok(transaction.commit()?)
    }

    /// The receiver will not have one: it is kept, and those behind it go on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_event_refused(&mut self, number: u64, why: &str) -> Result<(), HubError> {
        self.connection.execute("UPDATE outbox SET refused = ?2 WHERE number = ?1", params![number, why])?;
        Ok(())
    }

    /// The receiver took nothing this time.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_not_told(&mut self, why: &str, now: Timestamp) -> Result<(), HubError> {
        self.connection.execute(
            "UPDATE forwarding SET failures = failures + 1, failing_since = coalesce(failing_since, ?2), why = ?1",
            params![why, now.to_string()],
        )?;
        Ok(())
    }

    /// Tells those once more that the receiver would not have; gives how many they are.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tell_refused_again(&mut self) -> Result<usize, HubError> {
        Ok(self.connection.execute("UPDATE outbox SET refused = NULL WHERE refused IS NOT NULL", [])?)
    }

    /// Those that the receiver would not have, and why.
    ///
    /// # Errors
    /// When the database fails.
    pub fn refused_events(&self) -> Result<Vec<(u64, String, String)>, HubError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT number, what, refused FROM outbox WHERE refused IS NOT NULL ORDER BY number")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest receipts, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn event_receipts(&self, most: usize) -> Result<Vec<EventReceipt>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT first, last, events, at, receipt FROM outbox_receipt ORDER BY first DESC LIMIT ?1",
        )?;
        let rows = statement.query_map([most as u64], |row| {
            Ok(EventReceipt {
                first: row.get(0)?,
                last: row.get(1)?,
                events: row.get(2)?,
                at: row.get(3)?,
                receipt: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How the forwarding stands; nothing where no event was ever gathered.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forwarding(&self) -> Result<Option<Forwarding>, HubError> {
        let mut statement = self.connection.prepare_cached("SELECT failing_since, why FROM forwarding")?;
        let gathers = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        // Each number that was ever given is kept or was taken. How many are kept stands in a narrow index.
        let (kept, refused, given): (u64, u64, u64) = self
            .connection
            .prepare_cached(
                "SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM outbox WHERE refused IS NOT NULL),
                        coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0)",
            )?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let first = |sql| self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional();
        let oldest = first("SELECT at FROM outbox WHERE refused IS NULL ORDER BY number LIMIT 1")?;
        let last_receipt = first("SELECT at FROM outbox_receipt ORDER BY first DESC LIMIT 1")?;
        if gathers.is_none() && given == 0 {
            return Ok(None);
        }
        let is_on = gathers.is_some();
        let (failing_since, why) = gathers.unwrap_or_default();
        let (waiting, taken) = (kept - refused, given.saturating_sub(kept));
        Ok(Some(Forwarding { gathers: is_on, waiting, oldest, refused, taken, last_receipt, failing_since, why }))
    }
}

fn event(row: &Row<'_>) -> Result<OutboxEvent, HubError> {
    let (at, kind): (String, String) = (row.get(2)?, row.get(3)?);
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind);
    let facts: Option<String> = row.get(9)?;
    // What cannot be read of an entry is not told of it; that it came is.
    let facts = facts.and_then(|facts| RecordedFacts::read(facts).ok());
    Ok(OutboxEvent {
        number: row.get(0)?,
        id: row.get(1)?,
        at: at.parse().map_err(|_| HubError::Form("time of an event"))?,
        kind: kind.ok_or(HubError::Form("kind of an event"))?,
        what: row.get(4)?,
        who: row.get(5)?,
        terminal: row.get(6)?,
        entries: row.get(7)?,
        entry: row.get::<_, Option<String>>(8)?.zip(facts),
    })
}

#[cfg(test)]
mod tests {
    use super::super::intake::tests::{TERMINAL, entries, ingest, storage};
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn waiting(storage: &Storage) -> Vec<(u64, String)> {
        storage.waiting_events(9).unwrap().into_iter().map(|one| (one.number, one.what)).collect()
    }

    fn revoke_again(storage: &mut Storage) {
        storage.connection.execute("UPDATE terminal SET revoked = NULL", []).unwrap();
        storage.revoke(TERMINAL, NOW).unwrap();
    }

    #[test]
    fn what_did_not_happen_is_not_told_and_no_number_is_given_twice() {
        let (_folder, mut storage) = storage();
        revoke_again(&mut storage);
        assert_eq!((waiting(&storage), storage.forwarding().unwrap()), (Vec::new(), None), "nobody asked for it");
        storage.gather_events(NOW).unwrap();
        storage.gather_events(NOW).unwrap();
        {
            let transaction = storage.connection.transaction().unwrap();
            transaction.execute("UPDATE terminal SET revoked = NULL", []).unwrap();
            transaction.execute("UPDATE terminal SET revoked = '1970-01-01T00:00:00Z'", []).unwrap();
        }
        assert_eq!(waiting(&storage), []);
        revoke_again(&mut storage);
        storage.note_look("ana", "signed in", "", NOW).unwrap();
        assert_eq!(waiting(&storage), [(1, "revoked".to_owned()), (2, "signed in".to_owned())]);
        storage.note_taken(&[1, 2], "a receipt", NOW).unwrap();
        revoke_again(&mut storage);
        assert_eq!(waiting(&storage), [(3, "revoked".to_owned())]);
        let stands = storage.forwarding().unwrap().unwrap();
        assert_eq!((stands.taken, stands.waiting, stands.refused, stands.is_well()), (2, 1, 0, true));
        let receipts = storage.event_receipts(9).unwrap();
        assert_eq!((receipts.len(), receipts[0].first, receipts[0].last, receipts[0].events), (1, 1, 2, 2));
    }

    #[test]
    fn a_failure_is_told_until_something_is_taken_and_what_is_refused_stays() {
        let (_folder, mut storage) = storage();
        storage.gather_events(NOW).unwrap();
        for what in ["one", "two"] {
            storage.note_look("ana", what, "", NOW).unwrap();
        }
        storage.note_not_told("no line", NOW).unwrap();
        let later = Timestamp::from_second(60).unwrap();
        storage.note_not_told("no line still", later).unwrap();
        let stands = storage.forwarding().unwrap().unwrap();
        assert_eq!((stands.failing_since.as_deref(), stands.is_well()), (Some("1970-01-01T00:00:00Z"), false));
        assert_eq!(stands.why.as_deref(), Some("no line still"));
        storage.note_event_refused(1, "malformed").unwrap();
        assert_eq!(waiting(&storage), [(2, "two".to_owned())]);
        storage.note_taken(&[2], "a receipt", later).unwrap();
        let stands = storage.forwarding().unwrap().unwrap();
        assert_eq!((stands.taken, stands.refused, stands.failing_since.clone(), stands.is_well()), (1, 1, None, false));
        assert_eq!(storage.refused_events().unwrap(), [(1, "one".to_owned(), "malformed".to_owned())]);
        assert_eq!(storage.tell_refused_again().unwrap(), 1);
        assert_eq!(waiting(&storage), [(1, "one".to_owned())]);
    }

    #[test]
    fn what_belongs_to_no_case_is_not_told() {
        let (_folder, mut storage) = storage();
        storage.gather_events(NOW).unwrap();
        ingest(&mut storage, &entries(&[1, 2], 5));
        assert_eq!(waiting(&storage), []);
    }
}
