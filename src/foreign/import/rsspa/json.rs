//! The bytes of a file as JSON, or a refusal that says what is wrong and where.

use super::reading::Reading;
use crate::foreign::import::{ForeignFile, ImportError};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

/// The most memory the values of a file may take, in bytes. The whole portal in one file takes some 50 MB; a file of
/// 16 MB of empty objects would take five gigabytes.
const MOST_MEMORY: usize = 96 * 1024 * 1024;

/// What a value takes in a list that grows: 32 bytes, twice over.
const VALUE: usize = 64;

/// What a text takes besides its bytes.
const TEXT: usize = 24;

/// What an object takes: its first node, with room for eleven fields.
const OBJECT: usize = 640;

/// How many fields the first node has room for, and with how many each further one is filled as fields come in order.
const FIRST_NODE: usize = 11;
const NEXT_NODES: usize = 6;

/// Reads a file. A byte-order mark is let pass; a field that stands twice in one object is a doubt.
///
/// # Errors
/// When it is not UTF-8, not JSON, nested too deep, too large in memory, or neither an object nor a list.
pub fn parse(file: &ForeignFile, reading: &mut Reading) -> Result<Value, ImportError> {
    let refused = |reason: String| ImportError::refused(&file.name, reason);
    let text = std::str::from_utf8(&file.bytes).map_err(|error| {
        let at = error.valid_up_to();
        refused(format!("byte {at} (counted from 0) is not UTF-8: save the file as UTF-8"))
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(refused("the file is empty".to_owned()));
    }
    let (value, twice) = read(text).map_err(|error| {
        let message = error.to_string();
        refused(if message.starts_with(TOO_MUCH) {
            format!("{TOO_MUCH} than any catalogue: divide it")
        } else if message.contains("recursion limit") {
            format!("nested deeper than 127 levels (line {}): no record is", error.line())
        } else {
            format!("not JSON: {message}")
        })
    })?;
    for key in twice {
        let what = "the field stands more than once in one object: the last one was read";
        reading.doubt_in(&file.name, key, what);
    }
    match value {
        Value::Object(_) | Value::Array(_) => Ok(value),
        _ => Err(refused("neither an object nor a list: records were expected".to_owned())),
    }
}

/// What a field of an object takes besides its value.
const fn field(before: usize, key: &str) -> usize {
    let node = match before.checked_sub(FIRST_NODE) {
        // A new node, and its share of those above it.
        Some(beyond) if beyond % NEXT_NODES == 0 => 2 * OBJECT,
        _ => 0,
    };
    TEXT + key.len() + node
}

/// How much memory a value takes, in bytes.
pub fn memory(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => TEXT + text.len(),
        Value::Array(items) => items.iter().map(|item| VALUE + memory(item)).sum(),
        Value::Object(fields) => {
            let fields = fields.iter().enumerate().map(|(before, (key, value))| field(before, key) + memory(value));
            OBJECT + fields.sum::<usize>()
        }
    }
}

/// How the message begins when a file's values take too much memory.
const TOO_MUCH: &str = "it holds more values";

fn read(text: &str) -> Result<(Value, BTreeSet<String>), serde_json::Error> {
    let notes = RefCell::default();
    let mut source = serde_json::Deserializer::from_str(text);
    let value = Noting(&notes).deserialize(&mut source)?;
    source.end()?;
    Ok((value, notes.into_inner().twice))
}

/// What is noted while a file is read.
#[derive(Default)]
struct Notes {
    /// The keys that stand twice in one object: plain reading would drop all but the last silently.
    twice: BTreeSet<String>,
    /// How much memory the values take so far, in bytes.
    memory: usize,
}

/// Reads a value, and stops before it takes too much memory.
#[derive(Clone, Copy)]
struct Noting<'a>(&'a RefCell<Notes>);

impl Noting<'_> {
    fn take<E: serde::de::Error>(self, bytes: usize) -> Result<(), E> {
        let mut notes = self.0.borrow_mut();
        notes.memory = notes.memory.saturating_add(bytes);
        if notes.memory > MOST_MEMORY { Err(E::custom(TOO_MUCH)) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Noting<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Noting<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.take(TEXT + value.len())?;
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            self.take(VALUE)?;
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        self.take(OBJECT)?;
        while let Some(key) = fields.next_key::<String>()? {
            self.take(field(object.len(), &key))?;
            let value = fields.next_value_seed(self)?;
            if object.contains_key(&key) {
                self.0.borrow_mut().twice.insert(key.clone());
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
