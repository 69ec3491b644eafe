//! One record in several lists: the first counts, what it lacks comes from the others, and where they differ an
//! editor looks.

use super::gather::Row;
use super::reading::Reading;
use crate::catalogue::import::{clean, html};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Display;

/// Adds a record to those of its kind.
pub fn add<Code: Ord + Display>(rows: &mut BTreeMap<Code, Row>, code: Code, row: Row, reading: &mut Reading) {
    if let Some(first) = rows.get_mut(&code) {
        reading.begin(&row.file, "", &code.to_string());
        fill(&mut first.fields, &row.fields, "", &first.file, reading);
    } else {
        rows.insert(code, row);
    }
}

fn fill(first: &mut Map<String, Value>, other: &Map<String, Value>, path: &str, file: &str, reading: &mut Reading) {
    for (key, value) in other.iter().filter(|(_, value)| !is_blank(value)) {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let own = first.keys().find(|own| own.eq_ignore_ascii_case(key)).cloned();
        match own.and_then(|own| first.get_mut(&own)) {
            Some(known) => field(known, value, &path, file, reading),
            None => {
                first.insert(key.clone(), value.clone());
            }
        }
    }
}

fn field(first: &mut Value, other: &Value, path: &str, file: &str, reading: &mut Reading) {
    if is_blank(other) || same(first, other) {
        return;
    }
    if is_blank(first) {
        *first = other.clone();
        return;
    }
    match (first, other) {
        (Value::Object(first), Value::Object(other)) => fill(first, other, path, file, reading),
        (Value::Array(first), Value::Array(other)) if path.eq_ignore_ascii_case("categories") => {
            // Each list names its own category: together they are all of them.
            let new: Vec<Value> = other.iter().filter(|item| !first.contains(item)).cloned().collect();
            first.extend(new);
        }
        (Value::Array(first), Value::Array(other)) if first.len() == other.len() => {
            for (index, (first, other)) in first.iter_mut().zip(other).enumerate() {
                field(first, other, &format!("{path}[{index}]"), file, reading);
            }
        }
        (first, other) => {
            let (kept, left) = (clean::excerpt(&first.to_string()), clean::excerpt(&other.to_string()));
            reading.doubt(path, format!("differs from the same record in {file}: kept {kept}, left out {left}"));
        }
    }
}

/// Whether a value says nothing.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_blank),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether two values mean the same: texts are compared as they will be read, numbers also as texts.
fn same(one: &Value, other: &Value) -> bool {
    let written = |value: &Value| match value {
        Value::String(text) => Some(html::plain(&html::blocks(text))),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    one == other || written(one).is_some_and(|one| written(other) == Some(one))
}
