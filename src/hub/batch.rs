//! The body of a batch: unpacked within bounds, and read one event at a time, so that one bad event
//! gets its own verdict and blocks no other.

mod form;

use super::HubError;
use crate::domain::record::Entry;
use crate::protocol::event::{EventError, JournalEvent};
use crate::protocol::verdict::QuarantineCode;
use crate::protocol::{LARGEST_BATCH, LARGEST_BODY};
use serde::Deserialize as _;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::Read as _;

/// The largest window of zstd's usual levels, 8 MiB: what claims a larger one to use up memory is
/// refused.
const LARGEST_WINDOW: u32 = 23;

/// One event of a batch.
#[derive(Clone, Debug)]
pub struct Element {
    /// The event's id as it was sent; empty when it could not be read.
    pub id: String,
    /// The epoch, when it could be read and the event names the sender.
    pub epoch: Option<u32>,
    /// The place in the epoch, likewise.
    pub sequence: Option<i64>,
    /// The event as it was sent.
    pub body: Value,
    /// What it says, or why it is set aside.
    pub reading: Result<ReadEntry, QuarantineCode>,
}

/// An entry in the form in which it is stored.
#[derive(Clone, Debug)]
pub struct ReadEntry {
    /// The entry.
    pub entry: Entry,
    /// Its sequence as `SQLite` holds numbers.
    pub sequence: i64,
    /// Its facts as JSON.
    pub facts: String,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Unpacks a body.
///
/// # Errors
/// When it does not unpack or is too large.
pub fn unpack(body: &[u8], compressed: bool) -> Result<Cow<'_, [u8]>, HubError> {
    if !compressed {
        return Ok(Cow::Borrowed(body));
    }
    let mut decoder = zstd::Decoder::with_buffer(body).map_err(|_| HubError::Compression)?;
    decoder.window_log_max(LARGEST_WINDOW).map_err(|_| HubError::Compression)?;
    let mut unpacked = Vec::new();
    decoder.take(LARGEST_BODY as u64 + 1).read_to_end(&mut unpacked).map_err(|_| HubError::Compression)?;
    if unpacked.len() > LARGEST_BODY { Err(HubError::TooLarge("1 MiB")) } else { Ok(Cow::Owned(unpacked)) }
}

/// Reads the events of a batch that a terminal sent.
///
/// # Errors
/// When it is no JSON array or holds too many events.
pub fn read(body: &[u8], terminal: &str) -> Result<Vec<Element>, HubError> {
    // Counted before they are taken apart, which takes many times their room.
    let events: Vec<&RawValue> = serde_json::from_slice(body).map_err(|_| HubError::NotABatch)?;
    if events.len() > LARGEST_BATCH {
        return Err(HubError::TooLarge("500 events"));
    }
    Ok(events.into_iter().map(|event| taken_apart(event, terminal)).collect())
}

/// An event of its own. One that cannot even be taken apart (half a letter, a number without end) blocks no other.
fn taken_apart(event: &RawValue, terminal: &str) -> Element {
    serde_json::from_str(event.get()).map_or_else(
        |_| Element {
            id: String::new(),
            epoch: None,
            sequence: None,
            body: Value::String(event.get().to_owned()),
            reading: Err(QuarantineCode::Malformed),
        },
        |body| element(body, terminal),
    )
}

fn element(body: Value, terminal: &str) -> Element {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let own = text("terminal") == Some(terminal);
    let epoch = body.get("epoch").filter(|_| own).and_then(Value::as_u64);
    let sequence = text("sequence").filter(|_| own).and_then(|sequence| sequence.parse().ok());
    Element {
        sequence,
        id: text("id").unwrap_or_default().to_owned(),
        epoch: epoch.and_then(|epoch| u32::try_from(epoch).ok()),
        reading: entry(&body, terminal),
        body,
    }
}

fn entry(body: &Value, terminal: &str) -> Result<ReadEntry, QuarantineCode> {
    let event = JournalEvent::deserialize(body)
        .map_err(|_| if form::is_newer(body) { QuarantineCode::Newer } else { QuarantineCode::Malformed })?;
    if event.terminal != terminal {
        return Err(QuarantineCode::Terminal);
    }
    let entry = event.entry().map_err(|error| match error {
        EventError::Field("dataschema") if form::is_newer(body) => QuarantineCode::Newer,
        EventError::Field(_) => QuarantineCode::Malformed,
        EventError::Hash => QuarantineCode::Hash,
    })?;
    form::check(&entry)?;
    Ok(ReadEntry {
        sequence: i64::try_from(entry.position.sequence).map_err(|_| QuarantineCode::Malformed)?,
        facts: serde_json::to_string(&entry.facts).map_err(|_| QuarantineCode::Malformed)?,
        hash: entry.hash().map_err(|_| QuarantineCode::Hash)?,
        entry,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_grows_beyond_the_limit_is_refused() {
        let packed = zstd::encode_all(vec![b' '; LARGEST_BODY + 1].as_slice(), 3).unwrap();
        assert!(matches!(unpack(&packed, true), Err(HubError::TooLarge(_))));
        let packed = zstd::encode_all(vec![b' '; LARGEST_BODY].as_slice(), 3).unwrap();
        assert_eq!(unpack(&packed, true).unwrap().len(), LARGEST_BODY);
        assert!(matches!(unpack(b"no zstd at all", true), Err(HubError::Compression)));
    }

    #[test]
    fn what_is_no_event_keeps_its_place_in_the_batch() {
        let elements = read(br#"[1, {"id": "a"}, {"id": 7, "terminal": "t", "epoch": 3}]"#, "t").unwrap();
        let ids: Vec<&str> = elements.iter().map(|element| element.id.as_str()).collect();
        assert_eq!(ids, ["", "a", ""]);
        assert_eq!(elements[2].epoch, Some(3));
        assert!(elements.iter().all(|element| element.reading.as_ref().err() == Some(&QuarantineCode::Malformed)));
        assert!(matches!(read(b"{}", "t"), Err(HubError::NotABatch)));
        let elements = read(br#"[{"id": "\ud800"}, {"id": 1e999}, {"id": "b"}]"#, "t").unwrap();
        assert_eq!(elements.len(), 3);
        assert_eq!(elements[2].id, "b");
    }
}
