//! The import of the portal's records: what is read, what is doubted, and what happens to source files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "import_rsspa/command.rs"]
mod command;
#[path = "import_rsspa/hostile.rs"]
mod hostile;
#[path = "import_rsspa/merging.rs"]
mod merging;
#[path = "import_rsspa/reading.rs"]
mod reading;

use cups_kiosk::catalogue::check::check;
use cups_kiosk::catalogue::read::{Draft, Finding, Severity, files_in};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::foreign::import::{ForeignFile, ImportError, Imported, foreign_files, rsspa, write};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const TODAY: Date = date(2026, 11, 22);

/// The folder of the portal's records as they come: dirty.
fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rsspa")
}

/// What a careful editor makes of them.
fn expected() -> Value {
    let text = std::fs::read_to_string(fixtures().join("expected.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The records, read in the order that `expected.json` names.
fn read_fixtures() -> Imported {
    let order = expected()["read_order"].as_array().unwrap().clone();
    let paths: Vec<PathBuf> = order.iter().map(|name| fixtures().join(name.as_str().unwrap())).collect();
    rsspa::read(&foreign_files(&paths, &rsspa::EXTENSIONS).unwrap()).unwrap()
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> ForeignFile {
    ForeignFile { name: name.to_owned(), bytes: bytes.into() }
}

/// Reads one file with this JSON.
fn read(value: &Value) -> Result<Imported, ImportError> {
    rsspa::read(&[file("a.json", value.to_string())])
}

fn code(text: &str) -> ServiceCode {
    ServiceCode::parse(text).unwrap()
}

/// A small record that raises no doubt of its own, under a code with the check digit it needs.
fn service(code: &str, title: &str, price: &str) -> Value {
    json!({
        "code": code,
        "title": {"ro": title, "ru": "Услуга", "en": "Service"},
        "objective": {"ro": "<p>Descriere</p>", "ru": "<p>Описание</p>", "en": "<p>Description</p>"},
        "eService": true,
        "steps": [{"order": 1, "title": {"ro": "Depunerea"}, "channelUrl": "https://servicii.gov.md/ro/service/x"}],
        "costs": [{"price": price, "currency": "MDL", "durationValue": 5, "durationUnit": "WorkDay"}],
        "documents": [
            {"type": "Required", "title": {"ro": "Act de identitate"}},
            {"type": "Legal", "title": {"ro": "Legea nr. 100/2001"}},
        ],
    })
}

/// A nine-digit code of this running number.
fn numbered(number: usize) -> String {
    let body = format!("{number:08}");
    format!("{body}{}", cups_kiosk::domain::identifier::check_digit(body.as_bytes()))
}

/// Writes records into a folder; with the report of what was done.
fn written(folder: &Path, imported: Imported) -> Imported {
    let report = write::write(folder, imported.clone(), TODAY).unwrap();
    Imported { report, ..imported }
}

/// Imports records into a folder.
fn import(folder: &Path, value: &Value) -> Imported {
    written(folder, read(value).unwrap())
}

/// Every file below a folder, with its bytes.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.clone(), std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

fn draft(folder: &Path) -> Draft {
    Draft::read(files_in(folder).unwrap())
}

/// What the check finds wrong with a folder.
fn errors(folder: &Path) -> Vec<Finding> {
    let mut draft = draft(folder);
    check(&mut draft);
    draft.findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// Whether a doubt about this place says something with these words.
fn doubted(imported: &Imported, place: &str, words: &str) -> bool {
    imported.report.doubts.iter().any(|doubt| doubt.place == place && doubt.what.contains(words))
}
