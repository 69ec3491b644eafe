//! Whose records these are, and the epoch in which they go on.

use super::RecordsError;
use super::meta::meta;
use crate::store::identity::Identity;
use rusqlite::{Connection, OptionalExtension as _};

/// The name in `meta` of whose records these are.
pub(super) const TERMINAL: &str = "terminal";

/// No epoch is gone back to: the newest that has an entry is the present one at the least.
pub(super) fn reach_own_epoch(connection: &Connection, identity: &mut Identity) -> Result<(), RecordsError> {
    let newest: Option<u32> = connection
        .prepare_cached("SELECT epoch FROM entry ORDER BY place DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    match newest {
        Some(newest) if newest > identity.epoch => Ok(identity.reach_epoch(newest)?),
        _ => Ok(()),
    }
}

/// Records that are another identity's by now are not written to, nor read as ours: a window that was open while a
/// command enrolled the computer anew would take its entries for damaged.
pub(super) fn still_ours(connection: &Connection, identity: &Identity) -> Result<(), RecordsError> {
    match meta(connection, TERMINAL)? {
        Some(name) if name != identity.terminal => {
            Err(RecordsError::Identity("the records are another identity's by now: begin the program anew".to_owned()))
        }
        _ => Ok(()),
    }
}
