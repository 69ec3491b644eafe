//! The bytes of a file as JSON, or a refusal that says what is wrong and where.

use super::reading::Reading;
use crate::catalogue::import::{ForeignFile, ImportError};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

/// The most objects and lists a file may hold. The whole portal has about 60 000; each takes some 700 bytes of
/// memory, which a file of 16 MB of empty ones would multiply a hundredfold.
const MOST_PARTS: usize = 250_000;
/// The most commas, and so values.
const MOST_VALUES: usize = 1_500_000;

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
    let count = |wanted: &[u8]| text.bytes().filter(|byte| wanted.contains(byte)).count();
    if count(b"{[") > MOST_PARTS || count(b",") > MOST_VALUES {
        return Err(refused(format!("more than {MOST_PARTS} objects and lists, or {MOST_VALUES} values: divide it")));
    }
    let (value, twice) = read(text).map_err(|error| {
        let message = error.to_string();
        refused(if message.contains("recursion limit") {
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

fn read(text: &str) -> Result<(Value, BTreeSet<String>), serde_json::Error> {
    let twice = RefCell::default();
    let mut source = serde_json::Deserializer::from_str(text);
    let value = Noting(&twice).deserialize(&mut source)?;
    source.end()?;
    Ok((value, twice.into_inner()))
}

/// Reads a value and notes the keys that stand twice in one object: plain reading would drop all but the last
/// silently.
#[derive(Clone, Copy)]
struct Noting<'a>(&'a RefCell<BTreeSet<String>>);

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

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            let value = fields.next_value_seed(self)?;
            if object.insert(key.clone(), value).is_some() {
                self.0.borrow_mut().insert(key);
            }
        }
        Ok(Value::Object(object))
    }
}
