//! The body of a request that brings a parcel: unpacked within bounds, and read one event at a time, so that one bad
//! event gets its own verdict and blocks no other.

mod form;

use super::HubError;
use crate::domain::hidden::hidden;
use crate::protocol::entry::Entry;
use crate::protocol::event::{EventError, JournalEvent};
use crate::protocol::verdict::QuarantineCode;
use crate::protocol::{LARGEST_BATCH, LARGEST_BODY};
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::Read as _;

/// The largest window of zstd's usual levels, 8 MiB: what claims a larger one to use up memory is
/// refused.
const LARGEST_WINDOW: u32 = 23;

/// One event of a batch.
#[derive(Clone)]
pub struct Element {
    /// The event's id as it was sent; empty when it could not be read.
    pub id: String,
    /// The epoch, when it could be read and the event names the sender.
    pub epoch: Option<u32>,
    /// The place in the epoch, likewise.
    pub sequence: Option<i64>,
    /// The event as it was sent.
    pub text: String,
    /// What it says, or why it is set aside.
    pub reading: Result<ReadEntry, QuarantineCode>,
}

hidden!(Element, "Element");

/// An entry, and what of it is stored beside it.
#[derive(Clone, Debug)]
pub struct ReadEntry {
    /// The entry.
    pub entry: Entry,
    /// Its sequence as `SQLite` holds numbers.
    pub sequence: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// Unpacks a body.
///
/// # Errors
/// When it does not unpack or is too large.
pub fn unpack(body: &[u8], compressed: bool) -> Result<Cow<'_, [u8]>, HubError> {
    if compressed { unpack_within(body, LARGEST_BODY, "1 MiB").map(Cow::Owned) } else { Ok(Cow::Borrowed(body)) }
}

/// Packs what is in memory anyway.
///
/// # Errors
/// When there is no room for it.
pub fn pack(bytes: &[u8]) -> Result<Vec<u8>, HubError> {
    // As one piece: of a stream, whose length it does not know, zstd keeps ten megabytes of room.
    zstd::bulk::compress(bytes, 9).map_err(|_| HubError::Compression)
}

/// Unpacks what becomes no longer than this, which `words` say in an error.
///
/// # Errors
/// When it does not unpack or is too large.
pub fn unpack_within(packed: &[u8], most: usize, words: &'static str) -> Result<Vec<u8>, HubError> {
    let mut decoder = zstd::Decoder::with_buffer(packed).map_err(|_| HubError::Compression)?;
    decoder.window_log_max(LARGEST_WINDOW).map_err(|_| HubError::Compression)?;
    let mut unpacked = Vec::new();
    decoder.take(most as u64 + 1).read_to_end(&mut unpacked).map_err(|_| HubError::Compression)?;
    if unpacked.len() > most { Err(HubError::TooLarge(words)) } else { Ok(unpacked) }
}

/// Reads the events of a batch that a terminal sent.
///
/// # Errors
/// When there are too many.
pub fn read(events: &[&RawValue], terminal: &str) -> Result<Vec<Element>, HubError> {
    // Counted before they are taken apart, which takes many times their room.
    if events.len() > LARGEST_BATCH {
        return Err(HubError::TooLarge("500 events"));
    }
    Ok(events.iter().map(|event| element(event.get(), terminal)).collect())
}

fn element(text: &str, terminal: &str) -> Element {
    match serde_json::from_str::<JournalEvent>(text) {
        Ok(event) => {
            let own = event.terminal == terminal;
            Element {
                id: event.id.clone(),
                epoch: own.then_some(event.epoch),
                sequence: event.sequence.parse().ok().filter(|_| own),
                text: text.to_owned(),
                reading: if own { entry(event) } else { Err(QuarantineCode::Terminal) },
            }
        }
        Err(_) => unread(text, terminal),
    }
}

/// An event that is none of ours, with what can be said of it all the same. One that cannot even be taken apart (half a
/// letter, a number without end) blocks no other.
fn unread(text: &str, terminal: &str) -> Element {
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    let field = |name: &str| body.get(name).and_then(Value::as_str);
    let own = field("terminal") == Some(terminal);
    let epoch = body.get("epoch").filter(|_| own).and_then(Value::as_u64);
    Element {
        id: field("id").unwrap_or_default().to_owned(),
        epoch: epoch.and_then(|epoch| u32::try_from(epoch).ok()),
        sequence: field("sequence").filter(|_| own).and_then(|sequence| sequence.parse().ok()),
        text: text.to_owned(),
        reading: Err(QuarantineCode::Malformed),
    }
}

fn entry(event: JournalEvent) -> Result<ReadEntry, QuarantineCode> {
    let (entry, hash) = event.entry().map_err(|error| match error {
        EventError::Field(_) => QuarantineCode::Malformed,
        EventError::Hash => QuarantineCode::Hash,
    })?;
    if !form::has_form(&entry) {
        return Err(QuarantineCode::Malformed);
    }
    let sequence = i64::try_from(entry.position.sequence).map_err(|_| QuarantineCode::Malformed)?;
    Ok(ReadEntry { entry, sequence, hash })
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
        let texts = [
            "1",
            r#"{"id": "a"}"#,
            r#"{"id": 7, "terminal": "t", "epoch": 3}"#,
            r#"{"id": "\ud800"}"#,
            r#"{"id": 1e999}"#,
            r#"{"id": "b"}"#,
        ];
        let events: Vec<&RawValue> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        let elements = read(&events, "t").unwrap();
        let ids: Vec<&str> = elements.iter().map(|element| element.id.as_str()).collect();
        assert_eq!(ids, ["", "a", "", "", "", "b"]);
        assert_eq!(elements[2].epoch, Some(3));
        assert!(elements.iter().all(|element| element.reading.as_ref().err() == Some(&QuarantineCode::Malformed)));
        assert!(matches!(read(&vec![events[0]; LARGEST_BATCH + 1], "t"), Err(HubError::TooLarge(_))));
    }
}
