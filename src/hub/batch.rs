//! The body of a batch: unpacked within bounds, and read one event at a time, so that one bad event
//! gets its own verdict and blocks no other.

use super::HubError;
use crate::domain::record::Entry;
use crate::protocol::LARGEST_BATCH;
use crate::protocol::event::{EventError, JournalEvent};
use crate::protocol::verdict::QuarantineCode;
use serde::Deserialize as _;
use serde_json::Value;
use std::borrow::Cow;
use std::io::Read as _;

/// The most bytes taken in, as sent and unpacked. More than terminals send, so that a larger limit
/// there needs no new hub first.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// The largest window of zstd's usual levels, 8 MiB: what claims a larger one to use up memory is
/// refused.
const LARGEST_WINDOW: u32 = 23;

/// Codes are short; anything longer is text that does not belong in the facts.
const LONGEST_CODE: usize = 64;

/// One event of a batch.
#[derive(Clone, Debug)]
pub struct Element {
    /// The event's id as it was sent; empty when it could not be read.
    pub id: String,
    /// The epoch, when it could be read and the event names the sender.
    pub epoch: Option<u32>,
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
    let events: Vec<Value> = serde_json::from_slice(body).map_err(|_| HubError::NotABatch)?;
    if events.len() > LARGEST_BATCH {
        return Err(HubError::TooLarge("500 events"));
    }
    Ok(events.into_iter().map(|body| element(body, terminal)).collect())
}

fn element(body: Value, terminal: &str) -> Element {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let own = text("terminal") == Some(terminal);
    let epoch = body.get("epoch").filter(|_| own).and_then(Value::as_u64);
    Element {
        id: text("id").unwrap_or_default().to_owned(),
        epoch: epoch.and_then(|epoch| u32::try_from(epoch).ok()),
        reading: entry(&body, terminal),
        body,
    }
}

fn entry(body: &Value, terminal: &str) -> Result<ReadEntry, QuarantineCode> {
    let event = JournalEvent::deserialize(body).map_err(|_| QuarantineCode::Malformed)?;
    if event.terminal != terminal {
        return Err(QuarantineCode::Terminal);
    }
    let entry = event.entry().map_err(|error| match error {
        EventError::Field(_) => QuarantineCode::Malformed,
        EventError::Hash => QuarantineCode::Hash,
    })?;
    let codes = [Some(entry.facts.centre.as_str()), entry.facts.event.as_deref()];
    if !codes.into_iter().flatten().all(is_code) {
        return Err(QuarantineCode::Malformed);
    }
    Ok(ReadEntry {
        sequence: i64::try_from(entry.position.sequence).map_err(|_| QuarantineCode::Malformed)?,
        facts: serde_json::to_string(&entry.facts).map_err(|_| QuarantineCode::Malformed)?,
        hash: entry.hash().map_err(|_| QuarantineCode::Hash)?,
        entry,
    })
}

/// The facts hold codes and no text (two events in one visit are joined by a plus sign), so that nobody's name can slip into the open part.
fn is_code(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+');
    !text.is_empty() && text.len() <= LONGEST_CODE && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_pass_and_names_do_not() {
        for code in ["C1", "X-ABROAD", "C1+C16", "015000325", "mobile-straseni"] {
            assert!(is_code(code), "{code}");
        }
        for text in ["", "Nume Prenume", "naștere", "a@b", "<b>"] {
            assert!(!is_code(text), "{text}");
        }
    }

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
    }
}
