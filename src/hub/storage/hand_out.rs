//! Codes that were handed out for the computers of many centres at once, so that a table that is given twice makes no second
//! code for a computer.

use super::Storage;
use super::terminals::insert_code;
use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use crate::hub::HubError;
use crate::hub::code::RecoveryCode;
use jiff::Timestamp;
use rusqlite::{TransactionBehavior, params};
use std::collections::BTreeMap;

/// For which computer of a centre a code was made last.
pub(super) const TABLES: &str = "
CREATE TABLE handed_out (
    centre TEXT NOT NULL,
    number INTEGER NOT NULL,
    code TEXT NOT NULL REFERENCES enrolment_code (hash),
    PRIMARY KEY (centre, number)
) STRICT, WITHOUT ROWID;
";

/// A computer of a centre.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The centre.
    pub centre: String,
    /// Which of its computers, from 1 on.
    pub number: u32,
}

/// How it stands with the code of a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits to be used.
    Waits,
    /// A terminal enrolled with it.
    Enrolled,
    /// It became too old, or the terminal that used it was shut out.
    Void,
}

/// A code to be handed out.
pub struct NewCode {
    /// For which computer.
    pub place: Place,
    /// The code.
    pub code: String,
    /// The centre's profile, as it is given at the enrolment.
    pub profile: Centre,
    /// The recovery codes of the terminal.
    pub recovery: Vec<RecoveryCode>,
}

hidden!(NewCode, "NewCode");

impl Storage {
    /// How it stands with every code that was handed out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn standing_of_places(&self, now: Timestamp) -> Result<BTreeMap<Place, Standing>, HubError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT handed_out.centre, number, expires, used_by, revoked FROM handed_out
             JOIN enrolment_code ON enrolment_code.hash = handed_out.code
             LEFT JOIN terminal ON terminal.id = used_by",
        )?;
        let mut rows = statement.query([])?;
        let mut standing = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (expires, used_by, revoked): (String, Option<String>, Option<String>) =
                (row.get(2)?, row.get(3)?, row.get(4)?);
            let how = match (used_by, revoked) {
                (Some(_), None) => Standing::Enrolled,
                (None, _) if expires.parse::<Timestamp>().is_ok_and(|expires| now < expires) => Standing::Waits,
                _ => Standing::Void,
            };
            standing.insert(Place { centre: row.get(0)?, number: row.get(1)? }, how);
        }
        Ok(standing)
    }

    /// Keeps codes, all of them or none. What was handed out for the same computers before and not used is void from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hand_out(&mut self, codes: &[NewCode], now: Timestamp, until: Timestamp) -> Result<(), HubError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for new in codes {
            let hash = self.keys.code_name(&new.code);
            insert_code(&transaction, &hash, &new.profile, &new.recovery, (now, until))?;
            let Place { centre, number } = &new.place;
            transaction.execute(
                "UPDATE enrolment_code SET expires = '' WHERE used_by IS NULL
                 AND hash = (SELECT code FROM handed_out WHERE centre = ?1 AND number = ?2)",
                params![centre, number],
            )?;
            transaction.execute(
                "INSERT INTO handed_out (centre, number, code) VALUES (?1, ?2, ?3)
                 ON CONFLICT (centre, number) DO UPDATE SET code = excluded.code",
                params![centre, number, hash],
            )?;
        }
        Ok(transaction.commit()?)
    }
}
