//! What the hub holds and what this terminal believes that it holds, brought together after every answer; and entries
//! that cannot stay where they stand, put at the end of a history that the hub takes.

use super::{Records, RecordsError};
use crate::domain::agreement::{Held, Lack};
use crate::domain::record::{Action, Entry, NO_HASH, Position};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Why an entry was set aside here or by the hub, where the program itself does something about it.
pub mod code {
    /// The hub has another history under this name.
    pub const FORK: &str = "fork";
    /// It stands at another place now, and goes from there.
    pub const REFILED: &str = "refiled";
    /// The hub, or what stands before it, does not take it: it is offered once more at the next start.
    pub const REFUSED: &str = "refused";
    /// Its row here is damaged.
    pub const DAMAGED: &str = "damaged";
}

/// How often an entry is put at the end of another history. A hub that takes it nowhere would go on for ever.
const MOST_PLACES: i64 = 3;

/// The names in `meta`: whose records these are, what the hub lacked that nobody was told of, and that it was recorded.
const TERMINAL: &str = "terminal";
const LACKED: &str = "untold-lacked";
const LACKED_RECORDED: &str = "lacked";
const REFILED: &str = "untold-refiled";

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
        let transaction = self.transaction()?;
        let (mut count, mut missing) = (0, 0);
        for lack in lacks {
            let sql = "INSERT INTO outbox (epoch, sequence)
                       SELECT epoch, sequence FROM delivery WHERE epoch = ?1 AND sequence >= ?2 AND code IS NULL
                       ON CONFLICT DO NOTHING";
            transaction.execute(sql, params![lack.epoch, lack.from])?;
            let sql = "DELETE FROM delivery WHERE epoch = ?1 AND sequence >= ?2 AND code IS NULL";
            let again = transaction.execute(sql, params![lack.epoch, lack.from])? as u64;
            count += again;
            missing += lack.missing.unwrap_or(again).min(again);
        }
        let recorded = meta(&transaction, LACKED_RECORDED)?;
        add(&transaction, LACKED, missing)?;
        set_meta(&transaction, LACKED_RECORDED, &known)?;
        transaction.commit()?;
        tracing::error!(missing, "the hub lacked entries that it had acknowledged; they are sent again");
        if recorded.as_deref() != Some(known.as_str()) {
            self.note_end_of_epoch(Action::HubLacked, now)?;
        }
        Ok(count)
    }

    /// Puts what was set aside into the outbox again: the hub asked for it, or the program begins anew. What stands at
    /// another place, and what is damaged here, stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn offer_again(&mut self, all: bool) -> Result<u64, RecordsError> {
        let transaction = self.transaction()?;
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
    /// before another identity goes into the present one. They keep their ids, and the hub knows by them what it has.
    /// Gives how many entries that are.
    ///
    /// # Errors
    /// When a file cannot be written; it is done at the next answer then.
    pub fn refile(&mut self) -> Result<u64, RecordsError> {
        let newest_fork: Option<u32> =
            self.connection
                .query_row("SELECT max(epoch) FROM delivery WHERE code = ?1", [code::FORK], |row| row.get(0))?;
        let target = match newest_fork {
            Some(epoch) if epoch >= self.identity.epoch => epoch + 1,
            _ => self.identity.epoch,
        };
        let moving = self.to_refile(target, newest_fork)?;
        if moving.is_empty() {
            return Ok(0);
        }
        let terminal = self.identity.terminal.clone();
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let last: Option<(u64, [u8; 32])> = transaction
            .query_row(
                "SELECT sequence, hash FROM entry WHERE epoch = ?1 ORDER BY sequence DESC LIMIT 1",
                [target],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (mut sequence, mut previous) = last.unwrap_or((0, NO_HASH));
        for entry in &moving {
            sequence += 1;
            let position = Position { terminal: terminal.clone(), epoch: target, sequence };
            let moved = Entry { position, previous, ..entry.clone() };
            previous = moved.hash()?;
            super::journal::insert(&transaction, &moved)?;
            let Position { epoch, sequence, .. } = entry.position;
            transaction.execute(
                "INSERT INTO delivery (epoch, sequence, receipt, code) VALUES (?1, ?2, NULL, ?3)
                 ON CONFLICT (epoch, sequence) DO UPDATE SET receipt = NULL, code = excluded.code",
                params![epoch, sequence, code::REFILED],
            )?;
            transaction.execute("DELETE FROM outbox WHERE epoch = ?1 AND sequence = ?2", params![epoch, sequence])?;
        }
        if newest_fork.is_some() {
            add(&transaction, REFILED, moving.len() as u64)?;
        }
        transaction.commit()?;
        // After the commit: entries written in between into the epoch before are found as a fork, and come after these.
        self.identity.reach_epoch(target)?;
        tracing::error!(count = moving.len(), epoch = target, "entries were put at the end of another history");
        Ok(moving.len() as u64)
    }

    /// The entries to be put elsewhere, in their order: those of which the hub has another history, what waits behind
    /// them, and what waits from before another identity.
    fn to_refile(&self, target: u32, newest_fork: Option<u32>) -> Result<Vec<Entry>, RecordsError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entry.epoch, entry.sequence, id, time, facts, sealed, previous, hash
             FROM entry LEFT JOIN outbox USING (epoch, sequence) LEFT JOIN delivery USING (epoch, sequence)
             WHERE (delivery.code = ?1 OR outbox.sequence IS NOT NULL) AND entry.epoch < ?2
               AND (SELECT count(*) FROM entry AS other WHERE other.id = entry.id) < ?3
             ORDER BY epoch, sequence",
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
        let newest: Option<u32> = self.connection.query_row("SELECT max(epoch) FROM entry", [], |row| row.get(0))?;
        let Some(newest) = newest.filter(|_| !self.is_ours(theirs.as_deref())) else {
            return set_meta(&self.connection, TERMINAL, &ours);
        };
        self.identity.reach_epoch(newest + 1)?;
        let theirs = theirs.unwrap_or_default();
        let transaction = self.transaction()?;
        transaction.execute(
            "INSERT INTO meta (name, value) SELECT DISTINCT ?1 || ':' || epoch, ?2 FROM entry WHERE epoch <= ?3
             ON CONFLICT DO NOTHING",
            params![TERMINAL, theirs, newest],
        )?;
        set_meta(&transaction, TERMINAL, &ours)?;
        transaction.commit()?;
        tracing::error!("the records are those of an earlier identity and go on under the present one");
        self.earlier = earlier(&self.connection)?;
        self.note_end_of_epoch(Action::IdentityReplaced, now)?;
        self.refile().map(drop)
    }

    /// Whether records that do not say whose they are are ours: the newest entry's hash tells.
    fn is_ours(&self, theirs: Option<&str>) -> bool {
        if theirs.is_some() {
            return false;
        }
        let newest = "SELECT epoch, sequence, id, time, facts, sealed, previous, hash FROM entry
                      ORDER BY epoch DESC, sequence DESC LIMIT 1";
        let read = self.connection.query_row(newest, [], |row| Ok(self.entry(row).is_ok()));
        read.unwrap_or(true)
    }

    /// Entries that the hub lacked, and entries that stand elsewhere, of which no specialist was told.
    pub(super) fn untold_agreement(&self) -> Result<Agreed, RecordsError> {
        let number = |name| Ok::<_, RecordsError>(meta(&self.connection, name)?.and_then(|text| text.parse().ok()));
        Ok(Agreed { lacked: number(LACKED)?.unwrap_or(0), refiled: number(REFILED)?.unwrap_or(0) })
    }
}

/// Notes that a specialist was told.
pub(super) fn note_told(connection: &Connection) -> Result<(), RecordsError> {
    connection.execute("DELETE FROM meta WHERE name IN (?1, ?2)", [LACKED, REFILED])?;
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

fn meta(connection: &Connection, name: &str) -> Result<Option<String>, RecordsError> {
    Ok(connection.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()?)
}

fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), RecordsError> {
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}

fn add(connection: &Connection, name: &str, count: u64) -> Result<(), RecordsError> {
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + CAST(excluded.value AS INTEGER)",
        params![name, count.to_string()],
    )?;
    Ok(())
}
