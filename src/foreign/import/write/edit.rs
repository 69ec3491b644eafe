//! Changes in source files that leave alone whatever did not change: comments, order, the way things are written.

use super::layout;
use super::record::{self, Key};
use crate::catalogue::read::SourceFile;
use crate::foreign::import::ImportError;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

/// The source files of a folder, changed in memory.
pub struct Files {
    /// The texts as they stand.
    texts: BTreeMap<String, String>,
    /// Their names without regard to case.
    names: HashSet<String>,
    /// Where each record stands.
    places: BTreeMap<(&'static str, String), String>,
    /// The files of several records that change. One record's file is written as soon as the record is: laid out, a
    /// record takes many times the memory of its text.
    documents: BTreeMap<String, DocumentMut>,
    /// The files whose texts changed.
    changed: BTreeSet<String>,
}

impl Files {
    /// Files, and where each record stands in them.
    pub fn new(files: Vec<SourceFile>, places: BTreeMap<(&'static str, String), String>) -> Self {
        let texts: BTreeMap<String, String> = files.into_iter().map(|file| (file.name, file.text)).collect();
        let names = texts.keys().map(|name| name.to_ascii_lowercase()).collect();
        Self { texts, names, places, documents: BTreeMap::new(), changed: BTreeSet::new() }
    }

    /// The file in which a record stands, or would.
    pub fn place(&self, key: &Key) -> String {
        let known = self.places.get(&(key.kind.name(), key.id.clone()));
        known.cloned().unwrap_or_else(|| self.new_place(key))
    }

    fn new_place(&self, key: &Key) -> String {
        let folder = format!("{}s", key.kind.name());
        if !key.kind.stands_alone() {
            return format!("{folder}/imported.toml");
        }
        let name = format!("{folder}/{}.toml", key.id);
        // A file of this name may hold another record by now, or differ in case only.
        if self.names.contains(&name.to_ascii_lowercase()) {
            format!("{folder}/{}-imported.toml", key.id)
        } else {
            name
        }
    }

    /// The document of a file, to be changed and put back.
    fn document(&mut self, name: &str) -> Result<DocumentMut, ImportError> {
        if let Some(document) = self.documents.remove(name) {
            return Ok(document);
        }
        let text = self.texts.get(name).map_or("", String::as_str);
        text.parse().map_err(|error: toml_edit::TomlError| ImportError::refused(name, error.to_string()))
    }

    /// Takes a document that changed.
    fn put_back(&mut self, key: &Key, name: String, document: DocumentMut) {
        self.names.insert(name.to_ascii_lowercase());
        if key.kind.stands_alone() {
            self.set(name, document.to_string());
        } else {
            self.documents.insert(name, document);
        }
    }

    /// Gives a file its text.
    fn set(&mut self, name: String, mut text: String) {
        let old = self.texts.get(&name);
        // Files of other systems keep the ends of their lines.
        if old.is_some_and(|old| old.contains("\r\n")) {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if old != Some(&text) {
            self.changed.insert(name.clone());
            self.texts.insert(name, text);
        }
    }

    /// Adds a record that stands nowhere.
    pub fn create(&mut self, key: &Key, value: &Json) -> Result<(), ImportError> {
        let name = self.new_place(key);
        let new = laid_out(key, value)?;
        let mut document = self.document(&name)?;
        if key.kind.stands_alone() {
            *document.as_table_mut() = new;
        } else {
            let list =
                document.entry(key.kind.name()).or_insert_with(|| Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
            match list {
                Item::ArrayOfTables(list) => list.push(new),
                Item::Value(Value::Array(list)) => list.push(new.into_inline_table()),
                _ => return Err(ImportError::refused(&name, format!("\"{}\" is no list", key.kind.name()))),
            }
        }
        self.places.insert((key.kind.name(), key.id.clone()), name.clone());
        self.put_back(key, name, document);
        Ok(())
    }

    /// Changes a record where it stands, from `ours` to `merged`.
    pub fn update(&mut self, key: &Key, ours: &Json, merged: &Json) -> Result<(), ImportError> {
        let name = self.place(key);
        let new = laid_out(key, merged)?;
        let (Some(ours), Some(merged)) = (ours.as_object(), merged.as_object()) else {
            return Err(ImportError::refused(&name, format!("\"{}\" is no record", key.id)));
        };
        let mut document = self.document(&name)?;
        let record: Option<&mut dyn TableLike> = if key.kind.stands_alone() {
            Some(document.as_table_mut())
        } else {
            document.get_mut(key.kind.name()).and_then(|list| of_id(list, &key.id))
        };
        let record =
            record.ok_or_else(|| ImportError::refused(&name, format!("\"{}\" is not there any more", key.id)))?;
        change(record, &new, ours, merged);
        self.put_back(key, name, document);
        Ok(())
    }

    /// All files, and the names of those that changed.
    pub fn finished(mut self) -> (Vec<SourceFile>, BTreeSet<String>) {
        while let Some((name, document)) = self.documents.pop_first() {
            self.set(name, document.to_string());
        }
        let files = self.texts.into_iter().map(|(name, text)| SourceFile { name, text });
        (files.collect(), self.changed)
    }
}

fn laid_out(key: &Key, value: &Json) -> Result<Table, ImportError> {
    let document = record::document(key.kind, value).map_err(|reason| ImportError::refused(&key.id, reason))?;
    Ok(layout::table(document.as_table()))
}

/// The record of this id in a list.
fn of_id<'a>(list: &'a mut Item, id: &str) -> Option<&'a mut dyn TableLike> {
    match list {
        Item::ArrayOfTables(list) => {
            let found = list.iter_mut().find(|table| table.get("id").and_then(Item::as_str) == Some(id));
            found.map(|table| table as &mut dyn TableLike)
        }
        Item::Value(Value::Array(list)) => {
            let mut tables = list.iter_mut().filter_map(Value::as_inline_table_mut);
            let found = tables.find(|table| table.get("id").and_then(Value::as_str) == Some(id));
            found.map(|table| table as &mut dyn TableLike)
        }
        _ => None,
    }
}

/// Changes the fields of a table that differ; `new` holds the merged record laid out.
fn change(table: &mut dyn TableLike, new: &dyn TableLike, ours: &Map<String, Json>, merged: &Map<String, Json>) {
    let names: BTreeSet<&String> = ours.keys().chain(merged.keys()).collect();
    // New fields come in the usual order of the record, not in that of the alphabet.
    let order: Vec<String> = new.iter().map(|(name, _)| name.to_owned()).collect();
    let mut differing: Vec<&String> = names.into_iter().filter(|name| ours.get(*name) != merged.get(*name)).collect();
    differing.sort_by_key(|name| order.iter().position(|other| other == *name));
    for name in differing {
        let Some(item) = new.get(name) else {
            table.remove(name);
            continue;
        };
        match (table.get_mut(name), ours.get(name), merged.get(name)) {
            (Some(known), Some(ours), Some(merged)) => change_item(known, item, ours, merged),
            _ => {
                table.insert(name, item.clone());
            }
        }
    }
}

fn change_item(known: &mut Item, new: &Item, ours: &Json, merged: &Json) {
    if ours == merged {
        return;
    }
    match (ours, merged) {
        (Json::Object(ours), Json::Object(merged)) => {
            if let (Some(known), Some(new)) = (known.as_table_like_mut(), new.as_table_like()) {
                return change(known, new, ours, merged);
            }
        }
        (Json::Array(ours), Json::Array(merged)) => match (&mut *known, new) {
            (Item::ArrayOfTables(known), Item::ArrayOfTables(new)) if known.len() == ours.len() => {
                for (place, table) in new.iter().enumerate() {
                    match (known.get_mut(place), ours.get(place), merged.get(place)) {
                        (Some(known), Some(Json::Object(ours)), Some(Json::Object(merged))) => {
                            change(known, table, ours, merged);
                        }
                        _ => known.push(table.clone()),
                    }
                }
                while known.len() > merged.len() {
                    known.remove(known.len() - 1);
                }
                return;
            }
            (Item::Value(Value::Array(known)), new) if known.len() == ours.len() => {
                if let Ok(Value::Array(new)) = new.clone().into_value() {
                    return change_list(known, &new, ours, merged);
                }
            }
            _ => {}
        },
        _ => {}
    }
    replace(known, new);
}

fn change_list(known: &mut Array, new: &Array, ours: &[Json], merged: &[Json]) {
    for (place, value) in new.iter().enumerate() {
        match (known.get_mut(place), ours.get(place), merged.get(place)) {
            (_, Some(ours), Some(merged)) if ours == merged => {}
            (Some(Value::InlineTable(known)), Some(Json::Object(ours)), Some(Json::Object(merged))) => {
                if let Value::InlineTable(new) = value {
                    change(known, new, ours, merged);
                }
            }
            (Some(known), ..) => {
                let decor = known.decor().clone();
                *known = value.clone();
                *known.decor_mut() = decor;
            }
            (None, ..) => {
                // As the one before it, on a line of its own or behind it.
                let before = known.len().checked_sub(1).and_then(|last| known.get(last));
                let mut value = value.clone();
                if let Some(before) = before {
                    *value.decor_mut() = before.decor().clone();
                }
                if before.is_some() { known.push_formatted(value) } else { known.push(value) }
            }
        }
    }
    while known.len() > new.len() {
        known.remove(known.len() - 1);
    }
}

/// Puts a new value in the place of an old one; what stands around it, such as a comment behind it, stays.
fn replace(known: &mut Item, new: &Item) {
    match (&mut *known, new.clone().into_value()) {
        (Item::Value(known), Ok(mut value)) => {
            *value.decor_mut() = known.decor().clone();
            *known = value;
        }
        _ => *known = new.clone(),
    }
}
