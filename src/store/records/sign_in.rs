//! Specialists: who can sign in, the first one by a code from the hub, and what wrong passwords and codes cost.
//!
//! A try is counted on the disk before it is looked at, and taken back when it was right: whoever ends the program in
//! between has tried in vain.

use super::agreement::{self, Agreed};
use super::journal::last_of;
use super::meta::meta;
use super::people::{Admitted, Door, Made, PeopleDeed};
use super::{NewEntry, Records, RecordsError, begin};
use crate::domain::people::{CODES_OF_A_LIST, CodeList, PeopleChange, StaffRole};
use crate::domain::record::{Action, Circumstances, EntryFacts};
use crate::domain::recovery::RecoveryGroups;
use crate::domain::slowdown::{FREE, Slowdown, delay, is_recorded};
use crate::domain::specialist::{check_password, name_key, tidy_name};
use crate::platform::clock::Moment;
use crate::store::vault::{KeyRing, PersonalKey, VaultError, one_time_code};
use jiff::Timestamp;
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

/// How many lines of a list of codes may be skipped at once.
const SKIPPED: u16 = 3;

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
    /// Adds the first specialist, who makes the centre's first case key and is its head, by one of the codes that the agency
    /// keeps.
    ///
    /// # Errors
    /// When there is somebody already, the terminal is not enrolled or has no code, the name or password cannot be
    /// taken, the code is wrong or tried too soon, or the disk fails. A code is used up only by the last of these, and
    /// never lets two in.
    pub fn add_first(
        &mut self,
        code: &str,
        name: &str,
        password: &str,
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<Admitted, RecordsError> {
        if self.people()?.somebody_opens() {
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
        let role = StaffRole::HeadSpecialist;
        let made = Made::new(Uuid::now_v7(), &name, password, role, Some(&keys))?;
        let key = keys.present().id().as_str().to_owned();
        let changes = std::iter::once(PeopleChange::NewKey { key }).chain(made.changes).collect();
        // On the disk before the specialist is: a power cut in between wastes a code and lets nobody in twice by it.
        let mut is_used = false;
        let deed = PeopleDeed { changes, by: None, action: Some(Action::ColleagueAdded) };
        let written = self.do_people(deed, circumstances, at.time, |identity| {
            is_used = identity.use_code(&hash)?;
            if is_used { Ok(()) } else { Err(VaultError::Wrong.into()) }
        });
        match written {
            Err(RecordsError::Vault(VaultError::Wrong)) if !is_used => {
                return Err(RecordsError::WrongCode { seconds: self.refuse(circumstances, at) });
            }
            other => other?,
        }
        self.end_try();
        tracing::info!("the first specialist was added by a recovery code");
        Ok(Admitted { member: made.member, name, role, keys: Some(keys) })
    }

    /// Opens what is somebody's with their password, and with a one-time code where they have a list. Takes about half a
    /// second by design, also for a name that nobody has.
    ///
    /// # Errors
    /// When name or password is wrong, which of the two is not said; a code is asked for, or wrong; or it was tried too soon
    /// after a wrong one.
    pub fn sign_in(
        &mut self,
        name: &str,
        password: &str,
        code: Option<&str>,
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<Admitted, RecordsError> {
        self.begin_try(at)?;
        let mut found = self.doors(name)?;
        if found.is_empty() {
            found.push(Door::Nobody);
        }
        for door in found {
            let opened = match door.open(password) {
                Ok(opened) => opened,
                Err(VaultError::Wrong) => continue,
                Err(error) => {
                    self.take_back_try(at);
                    return Err(error.into());
                }
            };
            if let Some(list) = opened.codes() {
                self.pass_code(list, opened.personal.as_ref(), code, circumstances, at)?;
            }
            self.end_try();
            return Ok(self.admitted(opened, password, at));
        }
        Err(RecordsError::WrongPassword { seconds: self.refuse(circumstances, at) })
    }

    /// Looks at the one-time code of somebody whose password was right. It is used on the disk before they are in: a program
    /// that ends in between has used it up.
    fn pass_code(
        &mut self,
        list: &CodeList,
        personal: Option<&PersonalKey>,
        code: Option<&str>,
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<(), RecordsError> {
        let number = list.used + 1;
        if number > CODES_OF_A_LIST {
            self.take_back_try(at);
            return Err(RecordsError::CodesUsedUp);
        }
        let Some(typed) = code.map(digits).filter(|typed| !typed.is_empty()) else {
            // The password was right: nothing was tried in vain.
            self.take_back_try(at);
            return Err(RecordsError::CodeWanted { number });
        };
        let secret = personal.and_then(|personal| personal.open(&list.secret).ok());
        // Who skipped a line is not kept out; what was skipped counts as used.
        let places = number..=number.saturating_add(SKIPPED).min(CODES_OF_A_LIST);
        let place = secret.and_then(|secret| places.into_iter().find(|place| one_time_code(&secret, *place) == typed));
        let Some(place) = place else {
            return Err(RecordsError::WrongOneTimeCode { seconds: self.refuse(circumstances, at), number });
        };
        let changes = vec![PeopleChange::Used { list: list.list, place }];
        let deed = PeopleDeed { changes, by: None, action: None };
        if let Err(error) = self.do_people(deed, circumstances, at.time, |_| Ok(())) {
            self.take_back_try(at);
            return Err(error);
        }
        Ok(())
    }

    /// Gives somebody a new password by the sheet from the safe, and lets them in. The sheet stays what it is, so the next
    /// one is made soon: this one was read.
    ///
    /// # Errors
    /// When there is no sheet, its groups are of another, nobody has this name, the password cannot be taken, it was tried
    /// too soon, or the disk fails.
    pub fn recover(
        &mut self,
        groups: &RecoveryGroups,
        name: &str,
        password: &str,
        circumstances: &Circumstances,
        at: Moment,
    ) -> Result<Admitted, RecordsError> {
        let people = self.people()?;
        let sheet = people.sheet().ok_or(RecordsError::NoSheet)?;
        self.begin_try(at)?;
        let Ok(key) = PersonalKey::unwrap_by_sheet(&sheet.key.wrapped, groups) else {
            return Err(RecordsError::WrongSheet { seconds: self.refuse(circumstances, at) });
        };
        self.end_try();
        let same = name_key(name);
        let member = people.members().iter().find(|member| name_key(&member.name) == same);
        let member = member.ok_or(RecordsError::NobodyOfName)?;
        check_password(password, &member.name)?;
        let keys = key.open_rings(&sheet.seals).filter(|_| member.role.reads_cases());
        let made = Made::new(member.id, &member.name, password, member.role, keys.as_ref())?.for_known(member);
        let deed = PeopleDeed { changes: made.changes, by: None, action: Some(Action::RecoverySheetUsed) };
        self.do_people(deed, circumstances, at.time, |_| Ok(()))?;
        tracing::warn!("the recovery sheet was used");
        Ok(Admitted { member: member.id, name: member.name.clone(), role: member.role, keys })
    }

    /// Seconds until the next password or code is looked at.
    #[must_use]
    pub fn wait(&self, running: Duration) -> u64 {
        whole_seconds(self.slowdown.remaining(running))
    }

    /// Counts a try as wrong before it is looked at.
    pub(super) fn begin_try(&mut self, at: Moment) -> Result<(), RecordsError> {
        let seconds = self.wait(at.running);
        if seconds > 0 {
            return Err(RecordsError::TooSoon { seconds });
        }
        self.slowdown_before = self.slowdown;
        self.set_run(self.slowdown.wrong().saturating_add(1), at);
        Ok(())
    }

    /// The try was wrong: its wait begins, and the journal keeps it when it was not free. Gives the seconds to wait.
    pub(super) fn refuse(&mut self, circumstances: &Circumstances, at: Moment) -> u64 {
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

    /// The try was none: the machine could not look at it, or something more is asked for. The wait for those before is over
    /// and does not begin anew.
    pub(super) fn take_back_try(&mut self, at: Moment) {
        self.set_run(self.slowdown.wrong().saturating_sub(1), at);
        self.slowdown = self.slowdown_before;
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
    pub(super) fn end_try(&mut self) {
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

/// The digits of a code as typed.
fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}

/// A wait in seconds, of which the last one counts until it is over.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests;
