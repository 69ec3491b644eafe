//! Moving a hub from the database in its folder to PostgreSQL.

use super::place::runtime;
use super::say;
use crate::hub::HubError;
use crate::hub::storage::postgres::address::DatabaseAddress;
use crate::hub::storage::postgres::carry::{Carried, Outcome};
use crate::hub::storage::{HubLock, Storage};
use std::io::Write;
use std::path::Path;

/// Moves a hub, whole or not at all. Its folder keeps the keys; the database in it is served no more.
///
/// # Errors
/// When the hub runs, something of it cannot be moved, something is there already, or a database fails. The hub is then as it was.
pub fn carry(data: &Path, to: &DatabaseAddress, out: &mut dyn Write) -> Result<(), HubError> {
    let _lock = HubLock::take(data)?;
    let storage = Storage::open_to_move(data)?;
    match runtime()?.block_on(storage.carry(to))? {
        Outcome::Before => say(out, "the hub was moved there before")?,
        Outcome::Now(carried) => {
            for Carried { table, rows, hash } in carried {
                say(out, &format!("{table}: {rows} rows, the same at both ends ({})", &hash[..16]))?;
            }
        }
    }
    say(
        out,
        &format!(
            "\nmoved to {to}. From now on the hub is started with --database, on this computer with the same folder, on another one \
             with a copy of hub.key in its folder. hub.sqlite stays as it is and is served no more; delete it when a copy of the \
             new database was made. What is only counted from entries was not copied, and who was signed in signs in again."
        ),
    )
}
