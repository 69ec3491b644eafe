//! The rows of a cache and the canonical text.

use super::CacheError;
use crate::protocol::release::piece::{Joiner, Piece};
use rusqlite::Connection;

/// Whether the rows of a cache are these.
pub fn is_of(connection: &Connection, pieces: &[Piece<'_>]) -> Result<bool, CacheError> {
    let mut statement = connection.prepare("SELECT kind, id, body FROM record ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut expected = pieces.iter();
    while let Some(row) = rows.next()? {
        let column = |number: usize| row.get_ref(number)?.as_str().map_err(rusqlite::Error::from);
        let same = match expected.next() {
            Some(piece) => column(0)? == piece.kind && column(1)? == piece.id && column(2)? == piece.body,
            None => false,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(expected.next().is_none())
}

/// Joins the rows of a cache to the canonical text.
pub fn joined(connection: &Connection) -> Result<Vec<u8>, CacheError> {
    let mut statement = connection.prepare("SELECT kind, id, body FROM record ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut text = Joiner::default();
    while let Some(row) = rows.next()? {
        let column = |number: usize| -> Result<&str, CacheError> {
            Ok(row.get_ref(number)?.as_str().map_err(rusqlite::Error::from)?)
        };
        text.take(column(0)?, column(1)?, column(2)?);
    }
    Ok(text.finish())
}
