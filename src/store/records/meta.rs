//! The single values that the records keep by name.

use super::RecordsError;
use rusqlite::{Connection, OptionalExtension as _};

/// The value of this name, when there is one.
pub(super) fn meta(connection: &Connection, name: &str) -> Result<Option<String>, RecordsError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement.query_row([name], |row| row.get(0)).optional()?)
}

/// Keeps a value in the place of what had its name.
pub(super) fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), RecordsError> {
    connection.execute(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )?;
    Ok(())
}
