//! An event as the State's journal of events (MLog) takes it: the field names of its public guide, one JSON object a line,
//! plain or signed as a JWS in its compact form (RFC 7515).
//!
//! Only `event_time` and `event_type` have to be there. Of the personal fields that the guide knows only `user` is written,
//! for who did something at the hub; `subject`, `subject_name` and `user_address` never are.

use crate::domain::hidden::hidden;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The most bytes of one message, which may hold several events; the guide allows 256 KB.
pub const LARGEST_MESSAGE: usize = 256_000;

/// The most bytes of a text in an event.
pub const LONGEST_TEXT: usize = 32_766;

/// The kind of a message's body that holds events one a line.
pub const LINES_MEDIA_TYPE: &str = "application/json";

/// What an event says. A text that is absent is not written.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalEvent {
    /// When it happened, to the millisecond: the guide knows no finer time.
    pub event_time: String,
    /// What happened: `System.X.Y`; where data of a person were dealt with, `System.PersonalData.` and how.
    pub event_type: String,
    /// By which the same event is known when it comes once more.
    pub event_id: String,
    /// What belongs together: the case, a random id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_correlation: Option<String>,
    /// Where it happened: a terminal's name, or `cups-hub`.
    pub event_source: String,
    /// What was done, in one code.
    pub event_message: String,
    /// Codes, counts and the event's number, as a JSON text: the journal does not search in it.
    pub event_details: String,
    /// The IDNO of whoever runs the hub.
    pub legal_entity: String,
    /// By which law it is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    /// Who did it at the hub, as the hub knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// To what it was done: a random id, or a terminal's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// What kind of thing that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
}

hidden!(LegalEvent, "LegalEvent");

/// What the journal of events answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalAnswer {
    /// `200` where the message was taken.
    #[serde(default)]
    pub status: String,
    /// What it says to that.
    #[serde(default)]
    pub message: String,
    /// The receipt: under which id the message was taken.
    #[serde(rename = "UID", default)]
    pub uid: String,
}

/// A time as the guide writes it.
#[must_use]
pub fn time_text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// The two parts of a JWS over which its signature goes: the header, which names the key where it has a name, and the text.
#[must_use]
pub fn signed_part(key_id: Option<&str>, text: &str) -> String {
    let mut header = serde_json::json!({"alg": "RS256"});
    if let Some(key_id) = key_id {
        header["kid"] = key_id.into();
    }
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(text))
}

/// The JWS of a signed part and its signature.
#[must_use]
pub fn compact(signed_part: &str, signature: &[u8]) -> String {
    format!("{signed_part}.{}", URL_SAFE_NO_PAD.encode(signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_milliseconds_and_no_more() {
        assert_eq!(time_text(Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
        let fine: Timestamp = "2026-11-28T09:15:07.123456789Z".parse().unwrap();
        assert_eq!(time_text(fine), "2026-11-28T09:15:07.123Z");
    }

    #[test]
    fn a_signed_event_is_three_parts_without_padding() {
        let part = signed_part(Some("2a"), "{\"event_type\":\"A.B.C\"}");
        let signed = compact(&part, &[0xff, 0xfe, 0xfd]);
        let parts: Vec<&str> = signed.split('.').collect();
        assert_eq!((parts.len(), parts[2]), (3, "__79"));
        assert!(!signed.contains(['=', '+', '/']));
        let header = URL_SAFE_NO_PAD.decode(parts[0]).unwrap();
        let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
        assert_eq!((header["alg"].as_str(), header["kid"].as_str()), (Some("RS256"), Some("2a")));
        assert_eq!(URL_SAFE_NO_PAD.decode(parts[1]).unwrap(), b"{\"event_type\":\"A.B.C\"}");
    }
}
