//! Finds the records in whatever wraps them, and notes fields that no record is known to have.

use super::json;
use super::reading::{NOTE, Reading, excerpt, field};
use crate::foreign::import::{ImportError, clean};
use serde_json::{Map, Value};
use std::rc::Rc;

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A public service.
    Service,
    /// A life or business event.
    Event,
}

/// A record as it stood.
#[derive(Clone, Debug)]
pub struct Row {
    /// The file it stood in.
    pub file: Rc<str>,
    /// What it is about.
    pub kind: Kind,
    /// Its fields as JSON: as values they would take ten times the memory, and most files hold records that others
    /// hold too.
    text: Box<str>,
}

impl Row {
    /// Its fields.
    pub fn fields(&self) -> Map<String, Value> {
        // It was written from fields, so that it is nothing else.
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// How long it is as JSON, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Takes other fields in place of its own.
    pub fn set(&mut self, fields: Map<String, Value>) {
        self.text = Value::Object(fields).to_string().into();
    }
}

/// The records found so far, in order.
#[derive(Default)]
pub struct Gathered {
    /// The records, repeated ones included.
    pub rows: Vec<Row>,
}

/// Fields that tell a service from everything else.
const OF_A_SERVICE: [&str; 5] = ["objective", "eService", "costs", "documents", "sanctionsAndPenalties"];
/// Fields under which pages and answers hold records.
const WRAPPERS: [&str; 12] = [
    "items",
    "data",
    "results",
    "result",
    "content",
    "records",
    "value",
    "publicServices",
    "services",
    "events",
    "categories",
    "children",
];
/// Fields under which categories hold records.
const LISTS: [&str; 3] = ["publicServices", "services", "events"];

/// The fields of a service, and of the objects in it.
const SERVICE: [(&str, &[&str]); 5] = [
    (
        "",
        &[
            "id",
            "code",
            "title",
            "objective",
            "eService",
            "categories",
            "steps",
            "costs",
            "documents",
            "complaintsProcess",
            "sanctionsAndPenalties",
        ],
    ),
    ("categories", &["id", "title"]),
    ("steps", &["order", "title", "description", "channelUrl"]),
    ("costs", &["price", "currency", "durationValue", "durationUnit", "commentary"]),
    ("documents", &["type", "title", "details", "url"]),
];
/// The fields of an event, and of its steps at every depth.
const EVENT: [(&str, &[&str]); 3] = [
    ("", &["id", "code", "title", "description", "steps"]),
    ("steps", &["code", "title", "description", "children"]),
    ("children", &["code", "title", "description", "children"]),
];
/// The fields of a category besides those that hold records.
const CATEGORY: &[&str] = &["id", "code", "title", "description"];

/// The most memory that the fields of a record may take as values, in bytes. The largest of the portal take some
/// 100 KB.
const LARGEST_RECORD: usize = 16 * 1024 * 1024;

/// How many names of an object's fields say what it is.
const NAMES_SHOWN: usize = 50;

const UNKNOWN: &str = "a field that is not known, left out";

impl Gathered {
    /// Adds the records of a file.
    ///
    /// # Errors
    /// When one of them is larger than any record.
    pub fn file(&mut self, name: &str, value: Value, reading: &mut Reading) -> Result<(), ImportError> {
        let before = self.rows.len();
        self.value(&Rc::from(name), value, None, reading)?;
        if self.rows.len() == before {
            reading.doubt_in(name, "", "no service and no event was found in the file");
        }
        Ok(())
    }

    fn value(
        &mut self,
        file: &Rc<str>,
        value: Value,
        within: Option<Kind>,
        reading: &mut Reading,
    ) -> Result<(), ImportError> {
        match value {
            Value::Array(items) => {
                for item in items {
                    reading.room(file)?;
                    self.value(file, item, within, reading)?;
                }
            }
            Value::Object(fields) => self.object(file, fields, within, reading)?,
            Value::Null => {}
            other => {
                let what = format!("no record, left out: {}", excerpt(&other));
                reading.doubt_in(file, "", what);
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        file: &Rc<str>,
        fields: Map<String, Value>,
        within: Option<Kind>,
        reading: &mut Reading,
    ) -> Result<(), ImportError> {
        if let Some(kind) = kind(&fields, within) {
            let known: &[(&str, &[&str])] = if kind == Kind::Service { &SERVICE } else { &EVENT };
            let code = field(&fields, "code").map(Value::to_string).unwrap_or_default();
            unknown(file, &code, &fields, ("", ""), known, reading);
            let fields = Value::Object(fields);
            if json::memory(&fields) > LARGEST_RECORD {
                let code = clean::excerpt(&code);
                return Err(ImportError::refused(&**file, format!("the record {code} is larger than any record is")));
            }
            reading.spend(NOTE);
            reading.room(file)?;
            self.rows.push(Row { file: Rc::clone(file), kind, text: fields.to_string().into() });
            return Ok(());
        }
        let mut wraps = false;
        let text = excerpt(&fields.keys().take(NAMES_SHOWN).cloned().collect());
        for (key, value) in fields {
            let wrapper = WRAPPERS.iter().find(|name| name.eq_ignore_ascii_case(&key));
            if let Some(name) = wrapper.filter(|_| value.is_object() || value.is_array()) {
                wraps = true;
                let within = match *name {
                    "publicServices" | "services" => Some(Kind::Service),
                    "events" => Some(Kind::Event),
                    "categories" => None,
                    _ => within,
                };
                self.value(file, value, within, reading)?;
            } else if !CATEGORY.iter().any(|name| name.eq_ignore_ascii_case(&key)) {
                reading.left_out(file, &key, || excerpt(&value), UNKNOWN);
            }
        }
        if !wraps {
            reading.left_out(file, "", || text, "neither a service nor an event, left out");
        }
        reading.room(file)
    }
}

/// What an object is, if it is a record.
fn kind(fields: &Map<String, Value>, within: Option<Kind>) -> Option<Kind> {
    if OF_A_SERVICE.iter().any(|name| field(fields, name).is_some()) {
        return Some(Kind::Service);
    }
    let code = match field(fields, "code") {
        Some(Value::String(code)) => clean::line(code),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let steps = field(fields, "steps").and_then(Value::as_array);
    let tree = steps.is_some_and(|steps| {
        steps
            .iter()
            .filter_map(Value::as_object)
            .any(|step| field(step, "children").is_some() || field(step, "code").is_some())
    });
    if tree {
        return Some(Kind::Event);
    }
    // A category may have any code; that it holds records says more.
    if LISTS.iter().any(|name| field(fields, name).is_some_and(Value::is_array)) {
        return None;
    }
    if is_event_code(&code) {
        return Some(Kind::Event);
    }
    let wraps = fields.iter().any(|(key, value)| {
        WRAPPERS.iter().any(|name| name.eq_ignore_ascii_case(key)) && (value.is_object() || value.is_array())
    });
    let numeric = code.len() >= 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    if numeric {
        return Some(Kind::Service);
    }
    let named = field(fields, "title").is_some() && !wraps;
    if named && !code.is_empty() { within.or(Some(Kind::Service)) } else { within.filter(|_| named) }
}

/// `C1`, `B3`: events of citizens and of businesses.
fn is_event_code(code: &str) -> bool {
    let number = code.strip_prefix(['C', 'B', 'c', 'b']);
    number.is_some_and(|number| (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Notes the fields of an object, and of the objects in it, that are not known. `at` is the object's place in doubts
/// and its name in the table.
fn unknown(
    file: &str,
    code: &str,
    fields: &Map<String, Value>,
    (place, name): (&str, &str),
    known: &[(&str, &[&str])],
    reading: &mut Reading,
) {
    let names = known.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, names)| names);
    for (key, value) in fields {
        if reading.is_exhausted() {
            return;
        }
        let inside = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
        if !names.iter().any(|name| name.eq_ignore_ascii_case(key)) {
            reading.left_out(file, &inside, || format!("{code}: {}", excerpt(value)), UNKNOWN);
            continue;
        }
        let Some((of, _)) = known.iter().find(|(of, _)| !of.is_empty() && of.eq_ignore_ascii_case(key)) else {
            continue;
        };
        // The same field at every depth of a tree is one.
        let inside = if *of == name { place.to_owned() } else { format!("{inside}[]") };
        for item in value.as_array().into_iter().flatten().filter_map(Value::as_object) {
            unknown(file, code, item, (&inside, of), known, reading);
        }
    }
}
