//! The canonical text of a release, cut into records and joined again without a byte's difference.

use super::List;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A record, or a field that is no list of records.
pub struct Piece<'a> {
    /// The field of the release that it stands in.
    pub kind: Cow<'a, str>,
    /// The record's id; empty for a field that is no list.
    pub id: Cow<'a, str>,
    /// The JSON as it stands in the text.
    pub body: &'a str,
}

/// The records of a list, in the order of the text, uncut.
type Records<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// One field of a release.
enum Field<'a> {
    List(Records<'a>),
    Other(&'a RawValue),
}

/// A release as its fields in the order of the text.
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
        formatter.write_str("a release")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(kind) = map.next_key::<Cow<'de, str>>()? {
            // In one pass: the text is megabytes long.
            let field = if List::named(&kind).is_some() {
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

/// Cuts a canonical text.
///
/// # Errors
/// When it is no release.
pub fn cut(canonical: &[u8]) -> Result<Vec<Piece<'_>>, serde_json::Error> {
    let mut pieces = Vec::new();
    // Once for the whole text rather than for each piece of it.
    let canonical = simdutf8::basic::from_utf8(canonical).map_err(serde::de::Error::custom)?;
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

/// The fields that are no lists of records, with their values.
pub fn fields<'a>(pieces: &'a [Piece<'_>]) -> impl Iterator<Item = (&'a str, &'a str)> {
    pieces.iter().filter(|piece| piece.id.is_empty()).map(|piece| (piece.kind.as_ref(), piece.body))
}

/// Joins pieces to the canonical text, one after the other, and hands it on as it comes.
#[derive(Debug)]
pub struct Joiner<Sink> {
    sink: Sink,
    list: String,
    has_begun: bool,
}

impl<Sink: FnMut(&[u8])> Joiner<Sink> {
    /// Nothing yet.
    pub fn new(sink: Sink) -> Self {
        Self { sink, list: String::new(), has_begun: false }
    }

    /// Takes the next piece.
    pub fn take(&mut self, kind: &str, id: &str, body: &str) {
        if !self.list.is_empty() && kind != self.list {
            (self.sink)(b"}");
            self.list.clear();
        }
        (self.sink)(if self.has_begun { b"," } else { b"{" });
        self.has_begun = true;
        if self.list.is_empty() {
            self.name(kind);
            if !id.is_empty() {
                (self.sink)(b"{");
                kind.clone_into(&mut self.list);
            }
        }
        if !id.is_empty() {
            self.name(id);
        }
        (self.sink)(body.as_bytes());
    }

    fn name(&mut self, name: &str) {
        (self.sink)(serde_json::Value::from(name).to_string().as_bytes());
        (self.sink)(b":");
    }

    /// Hands on what is left.
    pub fn finish(mut self) {
        if !self.has_begun {
            (self.sink)(b"{");
        }
        if !self.list.is_empty() {
            (self.sink)(b"}");
        }
        (self.sink)(b"}");
    }
}
