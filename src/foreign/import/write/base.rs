//! What the last import of a format gave, kept beside the source files.

use super::record::{Key, Kind, Packed};
use crate::catalogue::release::sha256;
use crate::foreign::import::ImportError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The folder beside the source files. Only files that end in `.toml` are read as such.
const FOLDER: &str = ".import";

/// The records as last imported, and their texts as they stood in the source.
#[derive(Debug, Default)]
pub struct Base {
    /// The records.
    pub records: BTreeMap<Key, Packed>,
    originals: BTreeMap<String, BTreeMap<String, String>>,
    name: String,
    /// The hash of the file as it stands.
    hash: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BaseFile {
    /// Records by kind and id: `service/002000170`.
    records: BTreeMap<String, Packed>,
    /// Texts by record and field.
    originals: BTreeMap<String, BTreeMap<String, String>>,
}

impl Base {
    /// What the last import of a format into a folder gave; empty when there was none.
    ///
    /// # Errors
    /// When the file cannot be read: without it, editors' texts could not be told from imported ones.
    pub fn read(folder: &Path, format: &str) -> Result<Self, ImportError> {
        let name = format!("{FOLDER}/{format}.json");
        let path = folder.join(&name);
        let file = path.display().to_string();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self { name, ..Self::default() });
            }
            Err(source) => return Err(ImportError::File { file, source }),
        };
        let wrong = |reason: String| {
            ImportError::refused(&file, format!("not the record of an import: {reason}; restore it from a copy"))
        };
        let read: BaseFile = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        let mut records = BTreeMap::new();
        for (key, value) in read.records {
            let known = key.split_once('/').and_then(|(kind, id)| {
                let kind = Kind::ALL.into_iter().find(|known| known.name() == kind)?;
                Some(Key { kind, id: id.to_owned() })
            });
            records.insert(known.ok_or_else(|| wrong(format!("\"{key}\" is no record")))?, value);
        }
        Ok(Self { records, originals: read.originals, name, hash: sha256(text.as_bytes()) })
    }

    /// A text of a record, by its kind and id, as it stood in the source at the last import.
    pub fn original(&self, record: &str, field: &str) -> Option<&str> {
        self.originals.get(record)?.get(field).map(String::as_str)
    }

    /// Keeps the original texts of the records imported, and none that cleaning does not change any more; those of
    /// other records stay.
    pub fn keep_originals<'a>(
        &mut self,
        imported: impl Iterator<Item = &'a Key>,
        mut originals: BTreeMap<String, BTreeMap<String, String>>,
    ) {
        for key in imported {
            let key = format!("{}/{}", key.kind.name(), key.id);
            match originals.remove(&key) {
                Some(texts) => self.originals.insert(key, texts),
                None => self.originals.remove(&key),
            };
        }
    }

    /// The file, if it changed.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn changed(self) -> Result<Option<(String, String)>, ImportError> {
        let records =
            self.records.into_iter().map(|(key, value)| (format!("{}/{}", key.kind.name(), key.id), value)).collect();
        let text = serde_json::to_string_pretty(&BaseFile { records, originals: self.originals });
        let text = text.map_err(|error| ImportError::refused(&self.name, error.to_string()))? + "\n";
        Ok((sha256(text.as_bytes()) != self.hash).then_some((self.name, text)))
    }
}
