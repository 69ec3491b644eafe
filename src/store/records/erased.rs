//! Which cases were erased here: the logs by which the centre's computers give each other theirs are told, and nothing of them is
//! taken back.

use super::RecordsError;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rusqlite::{Connection, params};

/// How long it is remembered: longer than any log or any other computer keeps what was erased.
const REMEMBERED_DAYS: i32 = 360;

/// Notes that a case was erased here.
pub(super) fn note_erased(connection: &Connection, case: &str, day: Date) -> Result<(), RecordsError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO room_erased (case_id, day) VALUES (?1, ?2)")?
        .execute([case, &day.to_string()])?;
    Ok(())
}

/// Notes that the cases are erased whose time is over.
pub(super) fn note_all_erased(connection: &Connection, over: [&str; 2], day: Date) -> Result<(), RecordsError> {
    connection.execute(
        "INSERT OR IGNORE INTO room_erased (case_id, day)
         SELECT case_id, ?3 FROM closing WHERE day < ?1 AND day >= ?2",
        params![over[0], over[1], day.to_string()],
    )?;
    // A log remembers for long enough what was erased; a case is not erased twice.
    connection.execute("DELETE FROM room_erased WHERE day < ?1", [days_before(day, REMEMBERED_DAYS)])?;
    Ok(())
}

/// The day so many days before one, as it is written.
pub(super) fn days_before(day: Date, days: i32) -> String {
    day.checked_sub(days.days()).unwrap_or(Date::MIN).to_string()
}
