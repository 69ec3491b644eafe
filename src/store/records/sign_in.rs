//! Specialists: who can sign in, the first one by a code from the hub, and what wrong passwords and codes cost.
//!
//! A try is counted on the disk before it is looked at, and taken back when it was right: whoever ends the program in
//! between has tried in vain.

use super::agreement::{self, Agreed};
use super::journal::last_of;
use super::meta::meta;
use super::{NewEntry, Records, RecordsError, begin};
use crate::domain::record::{Action, Circumstances, EntryFacts};
use crate::domain::slowdown::{FREE, Slowdown, delay, is_recorded};
use crate::domain::specialist::{check_password, name_key, tidy_name};
use crate::platform::clock::Moment;
use crate::store::vault::{KeyRing, VaultError};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::time::Duration;
use uuid::Uuid;

/// What became of the records file before the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It was damaged; what could be read was taken over.
    Damaged,
    /// It was missing, empty or replaced.
    Missing,
}

/// Wrong passwords and codes that no specialist was told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongTries {
    /// How many.
    pub count: u32,
    /// When the first was, by a clock that may be wrong.
    pub since: Timestamp,
}

/// What a specialist is to be told at the sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Records were lost.
    pub loss: Option<Loss>,
    /// Somebody tried passwords.
    pub wrong: Option<WrongTries>,
    /// Entries that the hub had acknowledged and lacked, and entries of which it had another history.
    pub agreement: Agreed,
}

impl News {
    /// Whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The name in `meta` of a loss that nobody was told of.
const LOSS: &str = "untold-loss";

/// How many were wrong in a row when the file was last used.
pub(super) fn run(connection: &Connection) -> Result<u32, RecordsError> {
    let run = connection.query_row("SELECT run FROM wrong_sign_in", [], |row| row.get(0)).optional()?;
    Ok(run.unwrap_or(0))
}

/// Notes a loss, to be told at the next sign-in. Damage, of which something was saved, is not overwritten.
pub(super) fn note_loss(connection: &Connection, loss: Loss) -> Result<(), RecordsError> {
    let sql = match loss {
        Loss::Damaged => "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, 'damaged')",
        Loss::Missing => "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, 'missing')",
    };
    connection.execute(sql, [LOSS])?;
    Ok(())
}

impl Records {
    /// The names of the specialists who can sign in here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn specialists(&self) -> Result<Vec<String>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT name FROM specialist ORDER BY name")?;
        let names = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(names)
    }

    /// Adds the first specialist, who makes the centre's first case key, by one of the codes that the agency keeps. Gives the
    /// name as it is kept.
    ///
    /// # Errors
    /// When there is a specialist already, the terminal is not enrolled or has no code, the name or password cannot be
    /// taken, the code is wrong or tried too soon, or the disk fails. A code is used up only by the last of these, and
    /// never lets two in.
    pub fn add_first(
        &mut self,
        code: &str,
        name: &str,
        password: &str,
        circumstances: &Circumstances,
        at: Moment,
        today: Date,
    ) -> Result<(String, KeyRing), RecordsError> {
        if !self.specialists()?.is_empty() {
            return Err(VaultError::Wrong.into());
        }
        let name = tidy_name(name);
        check_password(password, &name)?;
        // Counts what is on the disk: a sync of another program may just have brought them.
        if self.unused_codes()? == 0 {
            return Err(RecordsError::NoCode);
        }
        if self.identity.enrolment.is_none() {
            return Err(RecordsError::NotEnrolled);
        }
        self.begin_try(at)?;
        let Some(hash) = self.identity.find_code(code) else {
            return Err(RecordsError::WrongCode { seconds: self.refuse(circumstances, at) });
        };
        let keys = KeyRing::new()?;
        let wrapped = keys.wrap(password)?;
        let transaction = begin(&mut self.connection)?;
        transaction.execute(
            "INSERT INTO specialist (name, wrapped, added) VALUES (?1, ?2, ?3)",
            params![name, wrapped, today.to_string()],
        )?;
        // On the disk before the specialist is: a power cut in between wastes a code and lets nobody in twice by it.
        if !self.identity.use_code(&hash)? {
            drop(transaction);
            return Err(RecordsError::WrongCode { seconds: self.refuse(circumstances, at) });
        }
        transaction.commit()?;
        self.end_try();
        tracing::info!("the first specialist was added by a recovery code");
        Ok((name, keys))
    }

    /// Adds a colleague. It takes the case keys, so that only somebody signed in can. Gives the name as it is kept.
    ///
    /// # Errors
    /// When the name is taken, the password cannot be, or the disk fails.
    pub fn add_colleague(
        &mut self,
        name: &str,
        password: &str,
        keys: &KeyRing,
        today: Date,
    ) -> Result<String, RecordsError> {
        let name = tidy_name(name);
        check_password(password, &name)?;
        let wrapped = keys.wrap(password)?;
        let same = name_key(&name);
        if self.specialists()?.iter().any(|known| name_key(known) == same) {
            return Err(RecordsError::NameTaken);
        }
        self.connection.execute(
            "INSERT INTO specialist (name, wrapped, added) VALUES (?1, ?2, ?3)",
            params![name, wrapped, today.to_string()],
        )?;
        Ok(name)
    }

    /// Wraps the case keys of a specialist anew: for a password that was changed, or when there is a new key. Of what
    /// the keys encrypted nothing is touched.
    ///
    /// # Errors
    /// When nobody has this name, the password cannot be taken, or the disk fails.
    pub fn wrap_anew(&mut self, name: &str, password: &str, keys: &KeyRing) -> Result<(), RecordsError> {
        check_password(password, name)?;
        let wrapped = keys.wrap(password)?;
        let sql = "UPDATE specialist SET wrapped = ?2 WHERE name = ?1";
        match self.connection.execute(sql, params![name, wrapped])? {
            0 => Err(VaultError::Wrong.into()),
            _ => Ok(()),
        }
    }

    /// Opens the centre's case keys with a specialist's password; gives the name as it is kept. Takes about half a
    /// second by design, also for a name that nobody has.
    ///
    /// # Errors
    /// When name or password is wrong, which of the two is not said; or it was tried too soon after a wrong one.
    pub fn sign_in(
        &mut self,
        name: &str,
        password: &str,
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<(String, KeyRing), RecordsError> {
        self.begin_try(at)?;
        let mut found = self.named(name)?;
        if found.is_empty() {
            found.push((String::new(), KeyRing::decoy()));
        }
        for (name, wrapped) in found {
            match KeyRing::unwrap(&wrapped, password) {
                Ok(keys) => {
                    self.end_try();
                    return Ok((name, keys));
                }
                Err(VaultError::Wrong) => {}
                Err(error) => {
                    self.take_back_try(at);
                    return Err(error.into());
                }
            }
        }
        Err(RecordsError::WrongPassword { seconds: self.refuse(circumstances, at) })
    }

    /// Who has this name, with the wrapped key. More than one only where an older program added two that differ in
    /// their letters' case.
    fn named(&self, name: &str) -> Result<Vec<(String, Vec<u8>)>, RecordsError> {
        let same = name_key(name);
        let mut statement = self.connection.prepare_cached("SELECT name, wrapped FROM specialist ORDER BY name")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
        let mut found = rows.collect::<Result<Vec<_>, _>>()?;
        found.retain(|(known, _)| name_key(known) == same);
        found.sort_by_key(|(known, _)| known != name.trim());
        Ok(found)
    }

    /// Seconds until the next password or code is looked at.
    #[must_use]
    pub fn wait(&self, running: Duration) -> u64 {
        whole_seconds(self.slowdown.remaining(running))
    }

    /// Counts a try as wrong before it is looked at.
    fn begin_try(&mut self, at: Moment) -> Result<(), RecordsError> {
        let seconds = self.wait(at.running);
        if seconds > 0 {
            return Err(RecordsError::TooSoon { seconds });
        }
        self.set_run(self.slowdown.wrong().saturating_add(1), at);
        Ok(())
    }

    /// The try was wrong: its wait begins, and the journal keeps it when it was not free. Gives the seconds to wait.
    fn refuse(&mut self, circumstances: &Circumstances, at: Moment) -> u64 {
        let wrong = self.slowdown.wrong();
        tracing::warn!(wrong, "a wrong password or code");
        if is_recorded(wrong) {
            let facts = EntryFacts::new(Action::SignInRefused, circumstances);
            let entry = NewEntry { id: Uuid::now_v7(), facts, sealed: None };
            if let Err(error) = self.record(&entry, None, at.time) {
                tracing::error!(%error, "a refused sign-in was not recorded");
            }
        }
        whole_seconds(delay(wrong))
    }

    /// The try was none: the machine could not look at it.
    fn take_back_try(&mut self, at: Moment) {
        self.set_run(self.slowdown.wrong().saturating_sub(1), at);
    }

    /// How many were wrong in a row, on the disk. A disk that is full keeps nobody from signing in and reading: until
    /// the program ends, what is in memory slows down all the same.
    fn set_run(&mut self, run: u32, at: Moment) {
        self.slowdown = Slowdown::new(run, at.running);
        let written = self.connection.execute(
            "INSERT INTO wrong_sign_in (one, run, run_since) VALUES (1, ?1, ?2)
             ON CONFLICT (one) DO UPDATE SET run = excluded.run, run_since = coalesce(run_since, excluded.run_since)",
            params![run, at.time.to_string()],
        );
        if let Err(error) = written {
            tracing::error!(%error, "a try was not counted on the disk");
        }
    }

    /// The try was right. Of a few wrong ones before it nobody is told: people mistype.
    fn end_try(&mut self) {
        let before = self.slowdown.wrong().saturating_sub(1);
        self.slowdown = Slowdown::default();
        let told_of = if before >= FREE { before } else { 0 };
        let written = self.connection.execute(
            "UPDATE wrong_sign_in SET
                since = CASE WHEN ?1 = 0 THEN since ELSE coalesce(since, run_since) END,
                untold = untold + ?1, run = 0, run_since = NULL",
            [told_of],
        );
        if let Err(error) = written {
            tracing::error!(%error, "a right try was not counted on the disk");
        }
    }

    /// Notes once that this life of the file follows on one that is not there any more.
    pub(super) fn note_lost_epoch(&mut self, now: Timestamp) -> Result<(), RecordsError> {
        let epoch = self.identity.epoch;
        let begun = last_of(&self.connection, epoch)?.is_some();
        if epoch == 1 || begun {
            return Ok(());
        }
        tracing::error!(epoch, "the records file was missing or replaced");
        note_loss(&self.connection, Loss::Missing)?;
        self.record_own(Action::RecordsLost, now)
    }

    /// What a specialist is to be told.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn news(&self) -> Result<News, RecordsError> {
        let loss = meta(&self.connection, LOSS)?;
        let wrong: Option<(u32, Option<String>)> = self
            .connection
            .query_row("SELECT untold, since FROM wrong_sign_in", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let wrong = wrong.filter(|(count, _)| *count > 0).map(|(count, since)| WrongTries {
            count,
            since: since.and_then(|since| since.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH),
        });
        let loss = loss.map(|loss| if loss == "damaged" { Loss::Damaged } else { Loss::Missing });
        Ok(News { loss, wrong, agreement: self.untold_agreement()? })
    }

    /// Notes that a specialist has read this.
    ///
    /// # Errors
    /// When the file cannot be written; it is then told again.
    pub fn note_told(&mut self, news: &News) -> Result<(), RecordsError> {
        let transaction = begin(&mut self.connection)?;
        if news.loss.is_some() {
            transaction.execute("DELETE FROM meta WHERE name = ?1", [LOSS])?;
        }
        if news.agreement != Agreed::default() {
            agreement::note_told(&transaction, news.agreement)?;
        }
        if let Some(wrong) = news.wrong {
            transaction.execute(
                "UPDATE wrong_sign_in SET untold = max(untold - ?1, 0), since = CASE WHEN untold > ?1 THEN since END",
                [wrong.count],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }
}

/// A wait in seconds, of which the last one counts until it is over.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests;
