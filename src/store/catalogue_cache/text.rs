//! The canonical text of a release, cut into rows and joined again without a byte's difference.

use super::CacheError;
use rusqlite::Connection;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// The fields of a catalogue that are lists of records by id; each record is a row of its own.
const LISTS: [&str; 7] = ["events", "services", "providers", "papers", "laws", "notices", "centres"];

/// One row.
pub struct Piece<'a> {
    /// The field of the catalogue.
    pub kind: Cow<'a, str>,
    /// The record's id; empty for a field that is no list.
    pub id: Cow<'a, str>,
    /// The JSON as it stands in the text.
    pub body: &'a str,
}

/// A JSON object as its fields in the order of the text, their values uncut.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Fields<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// Cuts a canonical text into rows.
pub fn pieces(canonical: &[u8]) -> Result<Vec<Piece<'_>>, CacheError> {
    let mut pieces = Vec::new();
    for (kind, value) in serde_json::from_slice::<Fields<'_>>(canonical)?.0 {
        let records = if LISTS.contains(&kind.as_ref()) {
            serde_json::from_str::<Fields<'_>>(value.get())?.0
        } else {
            Vec::new()
        };
        if records.is_empty() {
            // An empty list has no record to stand for it.
            pieces.push(Piece { kind, id: Cow::Borrowed(""), body: value.get() });
            continue;
        }
        for (id, body) in records {
            pieces.push(Piece { kind: kind.clone(), id, body: body.get() });
        }
    }
    Ok(pieces)
}

/// Joins the rows of a cache to the canonical text.
pub fn joined(connection: &Connection) -> Result<Vec<u8>, CacheError> {
    let mut statement = connection.prepare("SELECT kind, id, body FROM record ORDER BY position")?;
    let mut rows = statement.query([])?;
    let mut text = vec![b'{'];
    let mut list = String::new();
    while let Some(row) = rows.next()? {
        let column = |number: usize| -> Result<&str, CacheError> {
            Ok(row.get_ref(number)?.as_str().map_err(rusqlite::Error::from)?)
        };
        let (kind, id, body) = (column(0)?, column(1)?, column(2)?);
        if !list.is_empty() && kind != list {
            text.push(b'}');
            list.clear();
        }
        if text.len() > 1 {
            text.push(b',');
        }
        if list.is_empty() {
            serde_json::to_writer(&mut text, kind)?;
            text.push(b':');
            if !id.is_empty() {
                text.push(b'{');
                kind.clone_into(&mut list);
            }
        }
        if !id.is_empty() {
            serde_json::to_writer(&mut text, id)?;
            text.push(b':');
        }
        text.extend_from_slice(body.as_bytes());
    }
    if !list.is_empty() {
        text.push(b'}');
    }
    text.push(b'}');
    Ok(text)
}
