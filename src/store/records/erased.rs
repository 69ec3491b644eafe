//! Which cases were erased at this centre, and what of each: the logs by which the centre's computers give each other theirs are
//! told, and nothing of it is taken back. Over an erasure a case may go on, see `domain/case/erasure.rs`.

use super::{Records, RecordsError};
use crate::domain::case::Erasures;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeSet;

/// How long it is remembered: longer than any log or any other computer keeps what was erased.
const REMEMBERED_DAYS: i32 = 360;

/// The name under which it is noted that a log knows of an erased case.
pub(super) fn erased_name(case: &str) -> String {
    format!("erased-{case}")
}

/// What is known of the erasures of a case; nothing where none is. What an older program noted does not say what it took.
pub(super) fn erasures(connection: &Connection, case: &str) -> Result<Option<Erasures>, RecordsError> {
    let mut statement = connection.prepare_cached("SELECT taken FROM room_erased WHERE case_id = ?1")?;
    let row: Option<Option<String>> = statement.query_row([case], |row| row.get(0)).optional()?;
    Ok(row.map(|text| {
        // What is damaged says as little as what an older program noted.
        let taken = text.and_then(|text| serde_json::from_str(&text).ok());
        Erasures { unsaid: taken.is_none(), taken: taken.unwrap_or_default() }
    }))
}

/// Notes what is known of the erasures of a case from now on. No log is taken to know it.
pub(super) fn set_erasures(
    connection: &Connection,
    case: &str,
    day: Date,
    erasures: &Erasures,
) -> Result<(), RecordsError> {
    let taken = if erasures.unsaid { None } else { Some(serde_json::to_string(&erasures.taken)?) };
    connection
        .prepare_cached(
            "INSERT INTO room_erased (case_id, day, taken) VALUES (?1, ?2, ?3)
             ON CONFLICT (case_id) DO UPDATE SET day = excluded.day, taken = excluded.taken",
        )?
        .execute(params![case, day.to_string(), taken])?;
    connection.prepare_cached("DELETE FROM room_known WHERE piece = ?1")?.execute([erased_name(case)])?;
    Ok(())
}

/// Notes that a case was erased here, with all that is held of it, and `last`.
pub(super) fn note_erased(
    connection: &Connection,
    case: &str,
    day: Date,
    last: Option<&String>,
) -> Result<(), RecordsError> {
    let known = erasures(connection, case)?.unwrap_or_default();
    let mut taken = held_of(connection, case)?;
    taken.extend(last.cloned());
    set_erasures(connection, case, day, &known.merged(&Erasures { taken, unsaid: false }))
}

/// Notes that the cases are erased whose time is over.
pub(super) fn note_all_erased(connection: &Connection, over: [&str; 2], day: Date) -> Result<(), RecordsError> {
    let cases: Vec<String> = {
        let mut statement = connection.prepare_cached("SELECT case_id FROM closing WHERE day < ?1 AND day >= ?2")?;
        statement.query_map(over, |row| row.get(0))?.collect::<Result<_, _>>()?
    };
    for case in cases {
        note_erased(connection, &case, day, None)?;
    }
    // A log remembers for long enough what was erased; a case is not erased twice.
    connection.execute("DELETE FROM room_erased WHERE day < ?1", [days_before(day, REMEMBERED_DAYS)])?;
    Ok(())
}

/// The ids of the operations that are held of a case.
pub(super) fn held_of(connection: &Connection, case: &str) -> Result<BTreeSet<String>, RecordsError> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM operation WHERE case_id = ?1 UNION SELECT id FROM open_case WHERE id = ?1")?;
    Ok(statement.query_map([case], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Erases what is held of a case but the operations that stay. Gives whether there was anything.
pub(super) fn erase_held(connection: &Connection, case: &str, stays: &[String]) -> Result<bool, RecordsError> {
    let mut is_any = false;
    for id in held_of(connection, case)?.iter().filter(|id| !stays.contains(*id)) {
        is_any = true;
        connection
            .prepare_cached("DELETE FROM operation WHERE case_id = ?1 AND id = ?2")?
            .execute([case, id.as_str()])?;
    }
    connection.prepare_cached("DELETE FROM open_case WHERE id = ?1")?.execute([case])?;
    Ok(is_any)
}

/// A case goes on over its erasures: every log is offered all of it once more.
pub(super) fn offer_anew(connection: &Connection, case: &str) -> Result<(), RecordsError> {
    for id in held_of(connection, case)? {
        connection.prepare_cached("DELETE FROM room_known WHERE piece = ?1")?.execute([id])?;
    }
    Ok(())
}

impl Records {
    /// The cases of which erasures are known.
    pub(super) fn erased_cases(&self) -> Result<BTreeSet<String>, RecordsError> {
        let mut statement = self.connection.prepare_cached("SELECT case_id FROM room_erased")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    /// How a case stands by the erasures that are known of it.
    pub(super) fn stand_of(&self, case: &str) -> Result<Stand, RecordsError> {
        let erasures = erasures(&self.connection, case)?.unwrap_or_default();
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM operation WHERE case_id = ?1 ORDER BY rowid DESC")?;
        let held = statement.query_map([case], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        // The last one of what an erasure did not take.
        let by = held.into_iter().find(|id| !erasures.unsaid && !erasures.taken.contains(id));
        Ok(by.map_or_else(|| Stand::Over(erasures), Stand::GoesOnBy))
    }
}

/// How a case stands by the erasures that are known of it.
pub(super) enum Stand {
    /// It is over; what is left of it says so.
    Over(Erasures),
    /// It goes on, by this operation that they did not take.
    GoesOnBy(String),
}

/// The day so many days before one, as it is written.
pub(super) fn days_before(day: Date, days: i32) -> String {
    day.checked_sub(days.days()).unwrap_or(Date::MIN).to_string()
}
