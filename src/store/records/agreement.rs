//! What the hub holds and what this terminal believes that it holds, brought together after every answer; and entries
//! that cannot stay where they stand, put at the end of a history that the hub takes.

use super::delivery::{Delivery, code};
use super::journal::{answer, append, insert, last_of};
use super::meta::{meta, set_meta};
use super::own::{TERMINAL, reach_own_epoch};
use super::shorten::note_lost;
use super::{Records, RecordsError, begin};
use crate::domain::agreement::{Held, Lack};
use crate::domain::record::{Action, Position};
use crate::protocol::entry::{Entry, NO_HASH};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, params};

/// How often an entry is put at the end of another history. A hub that takes it nowhere would go on for ever.
const MOST_PLACES: i64 = 16;

/// The names in `meta`: what the hub lacked that nobody was told of, and that it was recorded.
const LACKED: &str = "untold-lacked";
const LACKED_RECORDED: &str = "lacked";
const REFILED: &str = "untold-refiled";
/// How often the hub asked for what was set aside; when what was refused was offered last.
const AGAIN: &str = "again";
const OFFERED: &str = "offered";

/// How long the same lack is not acted on again: a hub whose counts are wrong would be sent everything for ever.
const BETWEEN_SAME_LACKS: SignedDuration = SignedDuration::from_hours(1);

/// What an answer of the hub led to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreed {
    /// Entries that the hub had acknowledged and lacks; they wait again.
    pub lacked: u64,
    /// Entries that stand at another place now.
    pub refiled: u64,
}

impl Records {
    /// How much of each epoch the hub acknowledged.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn held(&self) -> Result<Vec<Held>, RecordsError> {
        // The first place without an acknowledged entry before the next ends what is held without a gap.
        let mut statement = self.connection.prepare_cached(
            "SELECT epoch, count(*), max(CASE WHEN sequence = number THEN sequence ELSE 0 END) FROM (
                 SELECT epoch, sequence, row_number() OVER (PARTITION BY epoch ORDER BY sequence) AS number
                 FROM delivery WHERE code IS NULL)
             GROUP BY epoch ORDER BY epoch",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Held { epoch: row.get(0)?, acknowledged: row.get(1)?, without_gap: row.get(2)? })
        })?;
        let mut held: Vec<Held> = rows.collect::<Result<_, _>>()?;
        // What an earlier identity sent is held under another name, of which the answer says nothing.
        held.retain(|held| self.is_own(held.epoch));
        Ok(held)
    }

    /// Puts what the hub acknowledged and lacks back into the outbox; a specialist is told, and the journal tells the hub.
    /// Gives how many entries that are.
    ///
    /// # Errors
    /// When the file cannot be written; it is found again at the next answer.
    pub fn note_lacks(&mut self, lacks: &[Lack], now: Timestamp) -> Result<u64, RecordsError> {
        if lacks.is_empty() {
            return Ok(0);
        }
        let known: Vec<String> = lacks.iter().map(|lack| format!("{}-{}", lack.epoch, lack.from)).collect();
        let known = known.join(" ");
        let before = meta(&self.connection, LACKED_RECORDED)?;
        let (same, since) = before.as_deref().and_then(|before| before.split_once('|')).unwrap_or_default();
        let is_same = same == known;
        if is_same
            && let Ok(since) = since.parse::<Timestamp>()
            && now.duration_since(since).abs() < BETWEEN_SAME_LACKS
        {
            return Ok(0);
        }
        let transaction = begin(&mut self.connection)?;
        let (mut count, mut missing) = (0, 0);
        for lack in lacks {
            // An answer can be held of an entry that damage took: there is nothing to send.
            let sql = "INSERT INTO outbox (epoch, sequence)
                       SELECT delivery.epoch, delivery.sequence FROM delivery
                       JOIN entry ON entry.place = delivery.epoch << 32 | delivery.sequence
                       WHERE delivery.epoch = ?1 AND delivery.sequence >= ?2 AND code IS NULL
                       ON CONFLICT DO NOTHING";
            let again = transaction.execute(sql, params![lack.epoch, lack.from])? as u64;
            // What went from here because the hub had it in a copy cannot be sent: a person has to look for that copy.
            let sql =
                "SELECT count(*) FROM delivery JOIN summary ON summary.place = delivery.epoch << 32 | delivery.sequence
                       WHERE delivery.epoch = ?1 AND delivery.sequence >= ?2 AND code IS NULL
                         AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.place = summary.place)";
            let gone: u64 = transaction.query_row(sql, params![lack.epoch, lack.from], |row| row.get(0))?;
            if gone > 0 {
                note_lost(&transaction, gone)?;
            }
            let sql = "DELETE FROM delivery WHERE epoch = ?1 AND sequence >= ?2 AND code IS NULL";
            transaction.execute(sql, params![lack.epoch, lack.from])?;
            count += again;
            missing += lack.missing.unwrap_or(again).min(again);
        }
        if missing > 0 {
            add(&transaction, LACKED, missing)?;
        }
        set_meta(&transaction, LACKED_RECORDED, &format!("{known}|{now}"))?;
        transaction.commit()?;
        tracing::error!(missing, "the hub lacked entries that it had acknowledged; they are sent again");
        if !is_same {
            self.record_own(Action::HubLacked, now)?;
        }
        Ok(count)
    }

    /// Hears how often the hub asked for what was set aside. Another number than the one known is a question not heard yet.
    /// Gives how many entries wait because of it.
    ///
    /// # Errors
    /// When the file cannot be written; it is asked again at the next answer.
    pub fn note_again(&mut self, again: u64) -> Result<u64, RecordsError> {
        let known = meta(&self.connection, AGAIN)?.and_then(|known| known.parse().ok()).unwrap_or(0);
        if again == known {
            return Ok(0);
        }
        let count = self.offer_again(true)?;
        // After it: cut off in between it is asked once more, and sent twice is stored once.
        set_meta(&self.connection, AGAIN, &again.to_string())?;
        Ok(count)
    }

    /// Offers once a day what the hub, or what stands before it, did not take: whoever refused may be gone.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn offer_refused(&mut self, now: Timestamp) -> Result<u64, RecordsError> {
        let last: Option<Timestamp> = meta(&self.connection, OFFERED)?.and_then(|last| last.parse().ok());
        let day = SignedDuration::from_hours(24);
        if last.is_some_and(|last| now.duration_since(last).abs() < day) {
            return Ok(0);
        }
        set_meta(&self.connection, OFFERED, &now.to_string())?;
        self.offer_again(false)
    }

    /// Puts what was set aside into the outbox again, all of it or what was refused whole. What stands at another place,
    /// and what is damaged here, stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn offer_again(&mut self, all: bool) -> Result<u64, RecordsError> {
        let transaction = begin(&mut self.connection)?;
        let which = "code IS NOT NULL AND code NOT IN (?1, ?2) AND (?3 OR code = ?4)";
        let key = params![code::REFILED, code::DAMAGED, all, code::REFUSED];
        let sql = format!(
            "INSERT INTO outbox (epoch, sequence) SELECT epoch, sequence FROM delivery WHERE {which}
             ON CONFLICT DO NOTHING"
        );
        transaction.execute(&sql, key)?;
        let count = transaction.execute(&format!("DELETE FROM delivery WHERE {which}"), key)?;
        transaction.commit()?;
        Ok(count as u64)
    }

    /// Puts entries that the hub cannot take where they stand at the end of a history that it takes. Where it has
    /// another history under this name (a copied disk, older records brought back) that is a new epoch; what waits from
    /// before another identity goes into the present one. `newest_said` is the newest epoch that the hub speaks of. They
    /// keep their ids, and the hub knows by them what it has.
    /// Gives how many entries that are.
    ///
    /// # Errors
    /// When a file cannot be written; it is done at the next answer then.
    pub fn refile(&mut self, newest_said: Option<u32>) -> Result<u64, RecordsError> {
        reach_own_epoch(&self.connection, &mut self.identity)?;
        let newest_fork: Option<u32> =
            self.connection
                .query_row("SELECT max(epoch) FROM delivery WHERE code = ?1", [code::FORK], |row| row.get(0))?;
        let target = match newest_fork {
            // Beyond every epoch that the hub has: another copy of the disk may be in the next one already.
            Some(epoch) if epoch >= self.identity.epoch => epoch.max(newest_said.unwrap_or(0)) + 1,
            _ => self.identity.epoch,
        };
        let moving = self.to_refile(target, newest_fork)?;
        if moving.is_empty() {
            return Ok(0);
        }
        let terminal = self.identity.terminal.clone();
        let transaction = begin(&mut self.connection)?;
        let (mut sequence, mut previous) = last_of(&transaction, target)?.unwrap_or((0, NO_HASH));
        for entry in &moving {
            sequence += 1;
            let position = Position { terminal: terminal.clone(), epoch: target, sequence };
            let moved = Entry { position, previous, ..entry.clone() };
            previous = moved.hash();
            insert(&transaction, &moved)?;
        }
        let moved = moving.iter().map(|entry| Delivery {
            position: entry.position.clone(),
            receipt: None,
            quarantined: Some(code::REFILED.to_owned()),
        });
        answer(&transaction, &moved.collect::<Vec<_>>())?;
        if newest_fork.is_some() {
            add(&transaction, REFILED, moving.len() as u64)?;
        }
        transaction.commit()?;
        // After the commit: should it not come to this, the entries themselves say how far the epochs have come.
        self.identity.reach_epoch(target)?;
        tracing::error!(count = moving.len(), epoch = target, "entries were put at the end of another history");
        Ok(moving.len() as u64)
    }

    /// The entries to be put elsewhere, in their order: those of which the hub has another history, what waits behind
    /// them, and what waits from before another identity.
    fn to_refile(&self, target: u32, newest_fork: Option<u32>) -> Result<Vec<Entry>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entry.epoch, entry.sequence, id, time, facts, sealed, previous, hash
             FROM entry LEFT JOIN waiting USING (place)
                 LEFT JOIN delivery ON delivery.epoch = entry.epoch AND delivery.sequence = entry.sequence
             WHERE (delivery.code = ?1 OR waiting.sequence IS NOT NULL) AND entry.epoch < ?2
               AND (SELECT count(*) FROM entry AS other WHERE other.id = entry.id) < ?3
             ORDER BY entry.place",
        )?;
        let mut rows = statement.query(params![code::FORK, target, MOST_PLACES])?;
        let mut moving = Vec::new();
        while let Some(row) = rows.next()? {
            let epoch: u32 = row.get(0)?;
            let waits_behind = newest_fork.is_some_and(|fork| epoch <= fork);
            if !waits_behind && self.is_own(epoch) {
                continue;
            }
            match self.entry(row) {
                Ok(entry) if moving.iter().any(|other: &Entry| other.id == entry.id) => {}
                Ok(entry) => moving.push(entry),
                Err(error) => tracing::error!(%error, "an entry cannot be read and stays where it is"),
            }
        }
        Ok(moving)
    }

    /// Whether an epoch was begun under the present identity.
    fn is_own(&self, epoch: u32) -> bool {
        !self.earlier.contains_key(&epoch)
    }

    /// Whose name the entries of an epoch bear.
    pub(super) fn name_of(&self, epoch: u32) -> &str {
        self.earlier.get(&epoch).map_or(self.identity.terminal.as_str(), String::as_str)
    }

    /// Takes over the records of an earlier identity of this computer: it was damaged and removed, or the records were
    /// carried here. They go on in an epoch that none of them has, and bring along what waits.
    pub(super) fn take_over(&mut self, now: Timestamp) -> Result<(), RecordsError> {
        let ours = self.identity.terminal.clone();
        let theirs = meta(&self.connection, TERMINAL)?;
        if theirs.as_deref() == Some(&ours) {
            return Ok(());
        }
        let newest: Option<u32> =
            self.connection.query_row("SELECT max(place) >> 32 FROM entry", [], |row| row.get(0))?;
        let Some(newest) = newest.filter(|_| !self.is_ours(theirs.as_deref())) else {
            if let Err(error) = set_meta(&self.connection, TERMINAL, &ours) {
                // A full disk keeps nobody from reading; it is noted at the next start.
                tracing::error!(%error, "whose records these are was not noted");
            }
            return Ok(());
        };
        self.identity.reach_epoch(newest + 1)?;
        let theirs = theirs.unwrap_or_default();
        let note = self.own_entry(Action::IdentityReplaced);
        let transaction = begin(&mut self.connection)?;
        transaction.execute(
            "INSERT INTO meta (name, value) SELECT DISTINCT ?1 || ':' || epoch, ?2 FROM entry WHERE epoch <= ?3
             ON CONFLICT DO NOTHING",
            params![TERMINAL, theirs, newest],
        )?;
        set_meta(&transaction, TERMINAL, &ours)?;
        append(&transaction, &self.identity, &note, None, now)?;
        transaction.commit()?;
        tracing::error!("the records are those of an earlier identity and go on under the present one");
        self.earlier = earlier(&self.connection)?;
        Ok(())
    }

    /// Whether records that do not say whose they are are ours: the hash of one of the newest entries tells.
    fn is_ours(&self, theirs: Option<&str>) -> bool {
        if theirs.is_some() {
            return false;
        }
        let newest = "SELECT epoch, sequence, id, time, facts, sealed, previous, hash FROM entry
                      ORDER BY place DESC LIMIT 50";
        let Ok(mut statement) = self.connection.prepare(newest) else { return true };
        let read = statement.query_map([], |row| Ok(self.entry(row).is_ok()));
        // Some of them may be damaged.
        read.map_or(true, |mut rows| rows.any(|row| matches!(row, Ok(true))))
    }

    /// Entries that the hub lacked, and entries that stand elsewhere, of which no specialist was told.
    pub(super) fn untold_agreement(&self) -> Result<Agreed, RecordsError> {
        let number = |name| Ok::<_, RecordsError>(meta(&self.connection, name)?.and_then(|text| text.parse().ok()));
        Ok(Agreed { lacked: number(LACKED)?.unwrap_or(0), refiled: number(REFILED)?.unwrap_or(0) })
    }
}

/// Notes that a specialist was told of so many; what came up since is told next.
pub(super) fn note_told(connection: &Connection, told: Agreed) -> Result<(), RecordsError> {
    for (name, count) in [(LACKED, told.lacked), (REFILED, told.refiled)] {
        let rest = "UPDATE meta SET value = CAST(CAST(value AS INTEGER) - ?2 AS TEXT) WHERE name = ?1";
        connection.execute(rest, params![name, i64::try_from(count).unwrap_or(i64::MAX)])?;
        connection.execute("DELETE FROM meta WHERE name = ?1 AND CAST(value AS INTEGER) <= 0", [name])?;
    }
    Ok(())
}

/// The names of earlier identities, by the epochs that they wrote.
pub(super) fn earlier(connection: &Connection) -> Result<std::collections::BTreeMap<u32, String>, RecordsError> {
    let mut statement = connection.prepare("SELECT name, value FROM meta WHERE name LIKE 'terminal:%'")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut earlier = std::collections::BTreeMap::new();
    for row in rows {
        let (name, terminal) = row?;
        if let Some(epoch) = name.rsplit(':').next().and_then(|epoch| epoch.parse().ok()) {
            earlier.insert(epoch, terminal);
        }
    }
    Ok(earlier)
}

fn add(connection: &Connection, name: &str, count: u64) -> Result<(), RecordsError> {
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + CAST(excluded.value AS INTEGER)",
        params![name, count.to_string()],
    )?;
    Ok(())
}
