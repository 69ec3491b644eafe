//! Looking at the database itself: whether it is whole, and whether what stands in it is what terminals signed.

use super::alarm::{Alarm, raise};
use super::erasure::Proven;
use super::{FILE_NAME, Storage, set_meta};
use crate::domain::record::Position;
use crate::hub::HubError;
use crate::platform::sqlite;
use crate::protocol::entry::{Entry, NO_HASH};
use crate::protocol::facts::RecordedFacts;
use crate::protocol::signature;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// When the database was last written to see whether it can be.
const PROBED: &str = "probed";

/// An entry that is not what it was, or does not stand where it should.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sight {
    /// The terminal.
    pub terminal: String,
    /// The epoch.
    pub epoch: u32,
    /// The place in it.
    pub sequence: u64,
    /// What is wrong there.
    pub what: &'static str,
}

/// What the histories look like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Chain {
    /// How many entries were looked at.
    pub entries: u64,
    /// Of them, those that a signature of their terminal speaks for.
    pub signed: u64,
    /// What is wrong.
    pub sights: Vec<Sight>,
    /// Places without an entry before others that came.
    pub gaps: u64,
}

impl Storage {
    /// Whether the database file is whole, as far as `SQLite` can tell quickly.
    ///
    /// # Errors
    /// When it is damaged or cannot be read.
    pub fn examine(&self) -> Result<(), HubError> {
        examine(&self.connection)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub fn answers(&self) -> Result<(), HubError> {
        Ok(super::schema::SCHEMA.version_of(&self.connection).map(|_| ())?)
    }

    /// Whether the disk takes an entry: something is written and flushed.
    ///
    /// # Errors
    /// When it does not.
    pub fn probe(&mut self, now: Timestamp) -> Result<(), HubError> {
        set_meta(&self.connection, PROBED, &now.to_string())
    }

    /// Follows every history from its beginning: each entry's hash, that it holds the one before, and what its terminal
    /// signed. What is wrong raises an alarm.
    ///
    /// # Errors
    /// When the database fails.
    pub fn follow_chains(&mut self, now: Timestamp) -> Result<Chain, HubError> {
        // A snapshot for reading, which takes a while; what was read cannot be written to beside a hub that goes on.
        let snapshot = self.connection.unchecked_transaction()?;
        let mut chain = Chain::default();
        let mut histories: BTreeMap<(String, u32), History> = BTreeMap::new();
        let proven = Proven::follow(&snapshot, &self.keys.answers.verifying_key())?;
        {
            let mut statement = snapshot.prepare(
                "SELECT entry.terminal, entry.epoch, entry.sequence, entry.id, time, facts, sealed, previous, entry.hash,
                        device_key, 0, attested.hash, signature
                 FROM entry JOIN terminal ON terminal.id = entry.terminal
                 LEFT JOIN attested ON attested.terminal = entry.terminal AND attested.epoch = entry.epoch
                                   AND attested.sequence = entry.sequence
                 UNION ALL
                 SELECT terminal, epoch, sequence, NULL, NULL, NULL, NULL, previous, hash, NULL, 1, NULL, NULL
                 FROM elsewhere
                 ORDER BY 1, 2, 3",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                chain.entries += 1;
                follow(row, &mut histories, &mut chain, &proven)?;
            }
        }
        drop(snapshot);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for sight in &chain.sights {
            let sequence = i64::try_from(sight.sequence).unwrap_or(i64::MAX);
            if told.insert(&sight.terminal) {
                raise(&transaction, &sight.terminal, Alarm::Changed, (sight.epoch, sequence), now)?;
            }
        }
        for ((terminal, epoch), history) in &histories {
            // A gap that somebody looked at and that stays is not told each day, and hides none that came after it.
            let seen = transaction
                .prepare_cached("SELECT gap_told FROM watermark WHERE terminal = ?1 AND epoch = ?2")?
                .query_row(params![terminal, epoch], |row| row.get::<_, i64>(0))
                .optional()?
                .unwrap_or(0);
            let gap = history.last_gap;
            if gap > seen {
                raise(&transaction, terminal, Alarm::Gap, (*epoch, gap), now)?;
            }
            if gap != seen {
                transaction
                    .prepare_cached("UPDATE watermark SET gap_told = ?3 WHERE terminal = ?1 AND epoch = ?2")?
                    .execute(params![terminal, epoch, gap])?;
            }
        }
        transaction.commit()?;
        Ok(chain)
    }
}

/// How far a history was followed.
#[derive(Default)]
struct History {
    last: i64,
    hash: Option<[u8; 32]>,
    /// How many entries hold on to the last one, each by the hash of the one before, and wait for a signature over it.
    unsigned: u64,
    /// The beginning of the last gap; 0 when there is none.
    last_gap: i64,
}

impl History {
    /// A signature that comes later speaks for nothing before this.
    fn breaks(&mut self) {
        self.hash = None;
        self.unsigned = 0;
    }
}

fn follow(
    row: &Row<'_>,
    histories: &mut BTreeMap<(String, u32), History>,
    chain: &mut Chain,
    proven: &Proven,
) -> Result<(), HubError> {
    let (terminal, epoch, sequence): (String, u32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let history = histories.entry((terminal.clone(), epoch)).or_default();
    let mut say = |what| {
        chain.sights.push(Sight { terminal: terminal.clone(), epoch, sequence: sequence.unsigned_abs(), what });
    };
    if sequence > history.last + 1 {
        chain.gaps = chain.gaps.saturating_add((sequence - history.last - 1).unsigned_abs());
        history.last_gap = history.last + 1;
        history.breaks();
    }
    let is_elsewhere: bool = row.get(10)?;
    let read = if is_elsewhere { None } else { read(row, &terminal, epoch, sequence) };
    let (Ok(previous), Ok(hash)) = (row.get::<_, [u8; 32]>(7), row.get::<_, [u8; 32]>(8)) else {
        say("its hash cannot be read");
        history.last = sequence;
        history.breaks();
        return Ok(());
    };
    let before = history.hash.or((sequence == 1).then_some(NO_HASH));
    if before.is_some_and(|before| before != previous) {
        say("it does not follow the one before");
        history.breaks();
    }
    let is_proven = match &read {
        None if is_elsewhere => true,
        None => {
            say("it cannot be read");
            false
        }
        // Of its sealed part, which is gone, the hub signed what it was.
        Some(entry) if proven.is_proven(entry, &hash) => true,
        Some(entry) if entry.hash() != hash => {
            say("its content does not fit its hash");
            false
        }
        Some(_) => true,
    };
    if is_proven {
        history.unsigned += 1;
    } else {
        // Its hash is not that of what stands here, and so proves neither this nor what it says of the one before.
        history.breaks();
    }
    if let Some(signature) = row.get::<_, Option<String>>(12)? {
        let key = row.get::<_, String>(9).ok().and_then(|key| signature::verifying_key(&key));
        let is_theirs = key
            .is_some_and(|key| signature::is_head(&key, &terminal, epoch, sequence.unsigned_abs(), &hash, &signature));
        if row.get::<_, [u8; 32]>(11).is_ok_and(|signed| signed == hash) && is_theirs {
            chain.signed += std::mem::take(&mut history.unsigned);
        } else {
            say("it is not what its terminal signed");
        }
    }
    history.last = sequence;
    history.hash = Some(hash);
    Ok(())
}

fn read(row: &Row<'_>, terminal: &str, epoch: u32, sequence: i64) -> Option<Entry> {
    Some(Entry {
        position: Position { terminal: terminal.to_owned(), epoch, sequence: sequence.unsigned_abs() },
        id: row.get::<_, String>(3).ok()?.parse().ok()?,
        time: row.get::<_, String>(4).ok()?.parse().ok()?,
        facts: RecordedFacts::read(row.get(5).ok()?).ok()?,
        sealed: row.get(6).ok()?,
        previous: row.get(7).ok()?,
    })
}

/// Whether the database of this connection is whole.
pub(super) fn examine(connection: &Connection) -> Result<(), HubError> {
    // What passes, a full disk or another that writes, is no damage.
    Ok(sqlite::examine(connection)?)
}

/// Whether a file that is not in use is a whole hub's database. Nothing is changed: it may lie on a stick that cannot be
/// written, and be the only copy.
pub(super) fn examine_file(path: &Path) -> Result<(), HubError> {
    let connection = sqlite::open_to_read(path, super::PATIENCE)?;
    if super::schema::SCHEMA.version_of(&connection)? == 0 {
        return Err(HubError::Foreign { path: path.display().to_string() });
    }
    examine(&connection)
}

/// Where the database of a folder is.
pub(super) fn place(folder: &Path) -> std::path::PathBuf {
    folder.join(FILE_NAME)
}

#[cfg(test)]
mod tests {
    use super::super::intake::tests::{TERMINAL, entries, ingest, storage};
    use super::*;
    use ed25519_dalek::SigningKey;

    /// A hub that took these places in, of which the terminal signed some.
    fn signed(sequences: &[u64], signed: &[u64]) -> (tempfile::TempDir, Storage) {
        let (folder, mut storage) = storage();
        let key = SigningKey::from_bytes(&[7; 32]);
        let text = signature::verifying_key_text(&key.verifying_key());
        storage.connection.execute("UPDATE terminal SET device_key = ?1", [text]).unwrap();
        let entries = entries(sequences, 5);
        ingest(&mut storage, &entries);
        for entry in entries.iter().filter(|entry| signed.contains(&entry.position.sequence)) {
            let (sequence, hash) = (entry.position.sequence, entry.hash());
            let insert = "INSERT INTO attested (terminal, epoch, sequence, hash, signature) VALUES (?1, 1, ?2, ?3, ?4)";
            let signature = signature::sign_head(&key, TERMINAL, 1, sequence, &hash);
            let sequence = i64::try_from(sequence).unwrap();
            storage.connection.execute(insert, params![TERMINAL, sequence, hash.as_slice(), signature]).unwrap();
        }
        (folder, storage)
    }

    fn follow(storage: &mut Storage) -> Chain {
        storage.follow_chains(Timestamp::UNIX_EPOCH).unwrap()
    }

    #[test]
    fn a_signature_speaks_for_what_holds_on_to_it_without_a_break() {
        let (_folder, mut storage) = signed(&[1, 2, 3, 4], &[2, 4]);
        assert_eq!((follow(&mut storage).signed, follow(&mut storage).sights), (4, Vec::new()));
        let (_folder, mut storage) = signed(&[1, 2, 4, 5], &[5]);
        let chain = follow(&mut storage);
        assert_eq!((chain.entries, chain.signed, chain.gaps), (4, 2, 1), "before the gap nobody signed");
        let changes = [
            ("facts = replace(facts, '\"catalogue\":5', '\"catalogue\":6')", 1),
            ("facts = 'nothing'", 1),
            ("hash = x''", 1),
        ];
        for (change, left) in changes {
            let (_folder, mut storage) = signed(&[1, 2, 3, 4], &[4]);
            storage.connection.execute(&format!("UPDATE entry SET {change} WHERE sequence = 3"), []).unwrap();
            let chain = follow(&mut storage);
            assert_eq!((chain.signed, chain.sights.is_empty()), (left, false), "{change}");
        }
    }

    #[test]
    fn a_signature_of_another_history_is_seen() {
        let (_folder, mut storage) = signed(&[1, 2], &[2]);
        storage.connection.execute("UPDATE attested SET hash = x'00'", []).unwrap();
        let chain = follow(&mut storage);
        assert_eq!((chain.signed, chain.sights.len()), (0, 1));
        assert_eq!(chain.sights[0].what, "it is not what its terminal signed");
    }

    #[test]
    fn a_gap_that_stays_hides_none_that_comes_later() {
        let (_folder, mut storage) = storage();
        let mut told = |sequences: &[u64]| -> Vec<u64> {
            ingest(&mut storage, &entries(sequences, 5));
            follow(&mut storage);
            let raised = storage.alarms().unwrap().iter().map(|alarm| alarm.sequence).collect();
            let _ = storage.calm(TERMINAL);
            raised
        };
        assert_eq!(told(&[1, 3]), [2]);
        assert!(told(&[3]).is_empty(), "once");
        assert_eq!(told(&[5]), [4], "the second one, beside the first");
        assert!(told(&[4]).is_empty(), "the first one was told");
        assert_eq!(told(&[7]), [6]);
        assert!(told(&[2, 6]).is_empty());
    }
}
