//! Requests in the fields of the State's front office, as a table or as JSON. Nothing of a person: the hub has nothing of them.

use super::say;
use crate::hub::HubError;
use crate::hub::storage::Storage;
use crate::hub::storage::front_office::Asked;
use crate::platform::file::create_private;
use crate::protocol::front_office::{FORM, FrontOfficeRequest, OPEN_FIELDS};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes the requests to a new file.
///
/// # Errors
/// When there is no hub, or the file exists or cannot be written: then there is none.
pub fn front_office(
    data: &Path,
    asked: &Asked,
    (file, as_json): (&Path, bool),
    out: &mut dyn Write,
) -> Result<(), HubError> {
    let storage = Storage::open_existing(data)?;
    let place = file.display().to_string();
    let failed = |source| HubError::File { path: place.clone(), source };
    let created = create_private(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            HubError::input(format!("--out {place}"), "the file exists and is not overwritten")
        }
        _ => failed(error),
    })?;
    let mut into = BufWriter::new(created);
    let written = if as_json {
        write_json(&storage, asked, &mut into, &failed)
    } else {
        write_table(&storage, asked, &mut into, &failed)
    };
    let flushed = written.and_then(|counts| {
        into.flush().and_then(|()| into.get_ref().sync_all()).map_err(failed)?;
        Ok(counts)
    });
    if flushed.is_err() {
        // Half a file would be taken for one.
        let _ = std::fs::remove_file(file);
    }
    let (requests, unreadable) = flushed?;
    say(out, &format!("{place}: {requests} requests"))?;
    if unreadable > 0 {
        say(out, &format!("{unreadable} entries cannot be read any more; cups-hub doctor names them"))?;
    }
    Ok(())
}

type Failed<'a> = &'a dyn Fn(std::io::Error) -> HubError;

fn write_json(
    storage: &Storage,
    asked: &Asked,
    into: &mut dyn Write,
    failed: Failed<'_>,
) -> Result<(u64, u64), HubError> {
    let head = json!({"form": FORM, "asOf": Timestamp::now().to_string()}).to_string();
    let head = head.trim_end_matches('}');
    write!(into, "{head},\"requests\":[").map_err(failed)?;
    let mut requests = 0;
    let unreadable = storage.front_office_requests(asked, |request| {
        let separator = if requests == 0 { "\n" } else { ",\n" };
        requests += 1;
        let text = serde_json::to_string(&request).map_err(HubError::Stored)?;
        write!(into, "{separator}{text}").map_err(failed)
    })?;
    writeln!(into, "\n]}}").map_err(failed)?;
    Ok((requests, unreadable))
}

/// A table as RFC 4180 has it. What stands in it are codes, random ids and times, none of which needs quotes.
fn write_table(
    storage: &Storage,
    asked: &Asked,
    into: &mut dyn Write,
    failed: Failed<'_>,
) -> Result<(u64, u64), HubError> {
    write!(into, "{}\r\n", OPEN_FIELDS.join(",")).map_err(failed)?;
    let mut requests = 0;
    let unreadable = storage.front_office_requests(asked, |request| {
        requests += 1;
        write!(into, "{}\r\n", row(&request)?).map_err(failed)
    })?;
    Ok((requests, unreadable))
}

fn row(request: &FrontOfficeRequest) -> Result<String, HubError> {
    let fields = serde_json::to_value(request).map_err(HubError::Stored)?;
    let cells = OPEN_FIELDS.map(|name| match &fields[name] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    });
    Ok(cells.join(","))
}
