//! What of the journal is still on its way, by the cases that it is about: for the desk.

use super::delivery::code;
use super::{Records, RecordsError};
use crate::domain::case::{Refusal, Refused};
use crate::domain::hidden::hidden;
use crate::protocol::verdict::QuarantineCode;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What was recorded and is not at the hub.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// The cases of which something waits to be sent.
    pub waiting: BTreeSet<Uuid>,
    /// What was set aside, by case and reason.
    pub refused: Vec<Refused>,
}

hidden!(Post, "Post");

impl Records {
    /// What of the journal waits to be sent or was set aside.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn post(&self) -> Result<Post, RecordsError> {
        // A row that is damaged may hold anything.
        const CASE: &str = "CASE WHEN json_valid(facts) THEN facts ->> '$.case' END";
        let sql = format!("SELECT DISTINCT {CASE} FROM waiting JOIN entry USING (place)");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let cases = statement.query_map([], |row| row.get::<_, Option<String>>(0))?;
        let waiting = cases.filter_map(Result::transpose).map(|case| Ok(case?.parse().ok()));
        let waiting: BTreeSet<Uuid> =
            waiting.collect::<Result<Vec<_>, rusqlite::Error>>()?.into_iter().flatten().collect();
        let sql = format!(
            "SELECT {CASE}, code FROM delivery LEFT JOIN entry ON entry.place = delivery.epoch << 32 | delivery.sequence
             WHERE code IS NOT NULL AND code <> ?1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([code::REFILED], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut counted: BTreeMap<(Option<Uuid>, Refusal), usize> = BTreeMap::new();
        for row in rows {
            let (case, code): (Option<String>, String) = row?;
            *counted.entry((case.and_then(|case| case.parse().ok()), refusal(&code))).or_default() += 1;
        }
        let refused = counted.into_iter().map(|((case, refusal), entries)| Refused { case, refusal, entries });
        Ok(Post { waiting, refused: refused.collect() })
    }
}

/// Why an entry was set aside, by the name under which that is kept.
fn refusal(name: &str) -> Refusal {
    const MALFORMED: &str = QuarantineCode::Malformed.name();
    const HASH: &str = QuarantineCode::Hash.name();
    const TERMINAL: &str = QuarantineCode::Terminal.name();
    const CENTRE: &str = QuarantineCode::Centre.name();
    match name {
        code::FORK => Refusal::Fork,
        code::REFUSED => Refusal::Refused,
        code::DAMAGED => Refusal::Damaged,
        MALFORMED | HASH => Refusal::Malformed,
        TERMINAL | CENTRE => Refusal::Terminal,
        _ => Refusal::Other,
    }
}

#[cfg(test)]
mod tests;
