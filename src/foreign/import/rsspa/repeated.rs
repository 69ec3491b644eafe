//! One record in several lists: the first counts, what it lacks comes from the others, and where they differ an
//! editor looks.

use super::gather::Row;
use super::reading::{Reading, excerpt};
use crate::foreign::import::{ImportError, html};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Display;

/// How many bytes of records are read again at most to compare what repeats them: a large record that is repeated
/// many times would take hours.
const MOST_COMPARED: usize = 512 * 1024 * 1024;

/// The records of one kind, each code once.
pub struct Distinct<Code> {
    /// The records.
    pub rows: BTreeMap<Code, Row>,
    compared: usize,
}

impl<Code> Default for Distinct<Code> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), compared: 0 }
    }
}

impl<Code: Ord + Display> Distinct<Code> {
    /// Adds a record to those of its kind.
    ///
    /// # Errors
    /// When records are repeated so often that comparing them would take too long.
    pub fn add(&mut self, code: Code, row: Row, reading: &mut Reading) -> Result<(), ImportError> {
        if let Some(first) = self.rows.get_mut(&code) {
            self.compared = self.compared.saturating_add(first.len()).saturating_add(row.len());
            if self.compared > MOST_COMPARED {
                let reason = format!("the record {code} and others are repeated more often than in any catalogue");
                return Err(ImportError::refused(&*row.file, reason));
            }
            reading.begin(&row.file, "", &code.to_string());
            let mut fields = first.fields();
            fill(&mut fields, &row.fields(), "", &first.file, reading);
            first.set(fields);
            reading.room(&row.file)?;
        } else {
            self.rows.insert(code, row);
        }
        Ok(())
    }
}

fn fill(first: &mut Map<String, Value>, other: &Map<String, Value>, path: &str, file: &str, reading: &mut Reading) {
    // The same name in any case of letters is one field.
    let mut names: HashMap<String, String> =
        first.keys().rev().map(|name| (name.to_ascii_lowercase(), name.clone())).collect();
    for (key, value) in other.iter().filter(|(_, value)| !is_blank(value)) {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let name = key.to_ascii_lowercase();
        if let Some(known) = names.get(&name).and_then(|own| first.get_mut(own)) {
            field(known, value, &path, file, reading);
        } else {
            first.insert(key.clone(), value.clone());
            names.insert(name, key.clone());
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
            let known: HashSet<String> = first.iter().map(Value::to_string).collect();
            first.extend(other.iter().filter(|item| !known.contains(&item.to_string())).cloned());
        }
        (Value::Array(first), Value::Array(other)) if first.len() == other.len() => {
            for (index, (first, other)) in first.iter_mut().zip(other).enumerate() {
                field(first, other, &format!("{path}[{index}]"), file, reading);
            }
        }
        (first, other) => {
            let (kept, left) = (excerpt(first), excerpt(other));
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
