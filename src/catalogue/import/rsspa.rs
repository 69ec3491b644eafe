//! The public portal's catalogue interface (RSSPA): JSON records of services and events.
//!
//! The records come as single files, lists, categories with their services, or pages of any of these; one service
//! stands in as many categories as concern it. They are written by hand in a rich-text editor, so that every field
//! is read leniently and whatever is not certain is a doubt.

mod event;
mod gather;
mod json;
mod price;
mod reading;
mod repeated;
mod service;

use super::{ForeignFile, ImportError, Imported, Report};
use crate::domain::identifier::ServiceCode;
use gather::{Gathered, Kind, Row};
use reading::Reading;
use std::collections::{BTreeMap, BTreeSet};

/// How the files' names end.
pub const EXTENSIONS: [&str; 1] = ["json"];

/// Reads the portal's records. Repeated records of one code become one: the first counts, what it lacks comes from
/// the others.
///
/// # Errors
/// When a file is refused, or nothing in them is a record.
pub fn read(files: &[ForeignFile]) -> Result<Imported, ImportError> {
    let mut reading = Reading::default();
    let mut gathered = Gathered::default();
    for file in files {
        gathered.file(&file.name, json::parse(file, &mut reading)?, &mut reading);
    }
    if gathered.rows.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        return Err(ImportError::Nothing(names.join(", ")));
    }
    let records = gathered.rows.len();
    let mut services: BTreeMap<ServiceCode, Row> = BTreeMap::new();
    let mut events: BTreeMap<String, Row> = BTreeMap::new();
    for row in gathered.rows {
        match row.kind {
            Kind::Service => {
                if let Some(code) = service::code(&row, &mut reading) {
                    repeated::add(&mut services, code, row, &mut reading);
                }
            }
            Kind::Event => {
                let code = event::code(&row, &mut reading);
                repeated::add(&mut events, code, row, &mut reading);
            }
        }
    }
    let known: BTreeSet<ServiceCode> = services.keys().cloned().collect();
    let mut imported = Imported::default();
    for (code, row) in services {
        service::read(&code, &row, &mut reading, &mut imported);
    }
    for (code, row) in events {
        let event = event::read(&code, &row, &known, &mut reading);
        imported.events.insert(code, event);
    }
    let links: BTreeSet<(&str, &ServiceCode)> = imported
        .events
        .values()
        .flat_map(|event| event.steps.iter().filter_map(|step| Some((event.code.as_str(), step.service.as_ref()?))))
        .collect();
    let links = links.len();
    imported.report = Report {
        format: "rsspa",
        files: files.len(),
        records: Some(records),
        services: imported.services.len(),
        events: imported.events.len(),
        links,
        languages: reading.languages(),
        doubts: reading.doubts(),
        ..Report::default()
    };
    imported.originals = reading.originals;
    Ok(imported)
}
