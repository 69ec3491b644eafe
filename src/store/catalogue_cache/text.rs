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

/// The records of a list, in the order of the text, uncut.
type Records<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// One field of a catalogue.
enum Field<'a> {
    List(Records<'a>),
    Other(&'a RawValue),
}

/// A catalogue as its fields in the order of the text.
struct Fields<'a>(Vec<(Cow<'a, str>, Field<'a>)>);

/// A list of records as its pairs; a map type would put them into an order of its own.
struct Pairs<'a>(Records<'a>);

struct FieldsReader;
struct PairsReader;

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsReader)
    }
}

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsReader)
    }
}

impl<'de> Visitor<'de> for FieldsReader {
    type Value = Fields<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a catalogue")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(kind) = map.next_key::<Cow<'de, str>>()? {
            // In one pass: the text is megabytes long.
            let field = if LISTS.contains(&kind.as_ref()) {
                Field::List(map.next_value::<Pairs<'de>>()?.0)
            } else {
                Field::Other(map.next_value()?)
            };
            fields.push((kind, field));
        }
        Ok(Fields(fields))
    }
}

impl<'de> Visitor<'de> for PairsReader {
    type Value = Pairs<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("records by id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

/// Cuts a canonical text into rows.
pub fn pieces(canonical: &[u8]) -> Result<Vec<Piece<'_>>, CacheError> {
    let mut pieces = Vec::new();
    // Once for the whole text rather than for each piece of it.
    let canonical = std::str::from_utf8(canonical).map_err(|_| CacheError::Foreign)?;
    for (kind, field) in serde_json::from_str::<Fields<'_>>(canonical)?.0 {
        match field {
            Field::Other(value) => pieces.push(Piece { kind, id: Cow::Borrowed(""), body: value.get() }),
            // An empty list has no record to stand for it.
            Field::List(records) if records.is_empty() => {
                pieces.push(Piece { kind, id: Cow::Borrowed(""), body: "{}" });
            }
            Field::List(records) => {
                for (id, body) in records {
                    pieces.push(Piece { kind: kind.clone(), id, body: body.get() });
                }
            }
        }
    }
    Ok(pieces)
}

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
