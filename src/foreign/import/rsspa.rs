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
use gather::{Gathered, Kind};
use reading::Reading;
use repeated::Distinct;
use std::collections::BTreeSet;

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
        gathered.file(&file.name, json::parse(file, &mut reading)?, &mut reading)?;
    }
    if gathered.rows.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        return Err(ImportError::Nothing(names.join(", ")));
    }
    let records = gathered.rows.len();
    let mut services: Distinct<ServiceCode> = Distinct::default();
    let mut events: Distinct<String> = Distinct::default();
    for row in gathered.rows {
        match row.kind {
            Kind::Service => {
                if let Some(code) = service::code(&row, &mut reading) {
                    services.add(code, row, &mut reading)?;
                }
            }
            Kind::Event => {
                let code = event::code(&row, &mut reading);
                events.add(code, row, &mut reading)?;
            }
        }
    }
    let known: BTreeSet<ServiceCode> = services.rows.keys().cloned().collect();
    let mut imported = Imported::default();
    for (code, row) in services.rows {
        service::read(&code, &row, &mut reading, &mut imported);
        reading.room(&row.file)?;
    }
    for (code, row) in events.rows {
        let event = event::read(&code, &row, &known, &mut reading);
        imported.events.insert(code, event);
        reading.room(&row.file)?;
    }
    let doubts = reading.doubts();
    reading.room(files.last().map_or("", |file| file.name.as_str()))?;
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
        doubts,
        ..Report::default()
    };
    imported.originals = reading.originals;
    Ok(imported)
}
