//! What a relay in a centre's room says to the terminals of the room. It takes the very requests that the hub takes, keeps
//! them, and passes them on as they came: headers, signatures and body. What it says of its own is three things, none of which
//! a terminal takes for the hub's word: that it keeps a request, how the requests that it keeps stand, and why nothing goes
//! from it to the hub.
//!
//! The hub's receipt is the hub's own answer, signed for this one request. The relay hands it on as it came; the terminal
//! looks at the signature, and at whether the request was its own and still waits for an answer. A request is named by what
//! its terminal made up for it, 16 random bytes, which nobody but the terminal, the relay and the hub ever sees.
//!
//! ```text
//! POST /api/v1/journal-entries    as to the hub                  202, KeptAnswer
//! POST /api/v1/relay/receipts     ReceiptsQuestion               200, ReceiptsAnswer
//! POST /api/v1/relay/room         RoomQuestion                   200, RoomAnswer
//! GET  /api/v1/catalogue/…        from the relay's own copy      as from the hub
//! all else of version 1           passed to the hub at once      the hub's answer, or 503 with the reason
//! ```
//!
//! Every request carries the word of the room in [`ROOM_HEADER`], every answer of a relay [`RELAY_HEADER`].

use super::verdict::Verdict;
use crate::domain::hidden::hidden;
use serde::{Deserialize, Serialize};

/// The header that carries the word of the room.
pub const ROOM_HEADER: &str = "cups-room";
/// The header by which an answer is a relay's, with the number of its form.
pub const RELAY_HEADER: &str = "cups-relay";
/// What stands in it.
pub const RELAY_NUMBER: &str = "1";
/// The header of an answer that says why nothing reaches the hub, by the name of the reason.
pub const LINE_HEADER: &str = "cups-relay-line";
/// Where a terminal asks for receipts.
pub const RECEIPTS: &str = "/api/v1/relay/receipts";
/// Where the computers of a room give each other what was done in cases and about people, by the relay itself.
pub const ROOM: &str = "/api/v1/relay/room";
/// The most requests of which one question asks.
pub const MOST_ASKED: usize = 100;

/// What stands before an Ed25519 public key where it stands by itself (RFC 8410, `SubjectPublicKeyInfo`).
const KEY_HEAD: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// What stands before an Ed25519 private key where it stands by itself (RFC 8410, PKCS #8).
const PRIVATE_HEAD: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A relay's public key as TLS shows it: a key alone (RFC 7250), which no authority signs and which never runs out.
#[must_use]
pub fn key_on_the_wire(key: &[u8; 32]) -> Vec<u8> {
    [&KEY_HEAD[..], key].concat()
}

/// A relay's private key as TLS takes it.
#[must_use]
pub fn private_key_for_tls(key: &[u8; 32]) -> Vec<u8> {
    [&PRIVATE_HEAD[..], key].concat()
}

/// What a relay answers to a request that it keeps. It is no answer of the hub, and settles nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptAnswer {
    /// That it is kept.
    pub verdict: Verdict,
    /// Which request, by what its terminal made up for it.
    pub nonce: String,
    /// Why nothing goes from the relay to the hub, by the name of the reason; nothing while it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

/// What a terminal asks of the requests that it left at a relay.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptsQuestion {
    /// Those that wait for their receipt, the oldest first.
    #[serde(default)]
    pub awaited: Vec<String>,
    /// Those that are settled: the relay may forget them.
    #[serde(default)]
    pub settled: Vec<String>,
    /// Those whose receipt is not the hub's: something else answered the relay, which has to send them once more.
    #[serde(default)]
    pub doubted: Vec<String>,
    /// Somebody waits: the relay is to try its line at once, however long it would wait. An older one passes it over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub now: bool,
}

/// How a request stands at a relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    /// The hub answered.
    Answered,
    /// The hub refused it whole.
    Refused,
    /// The relay does not have it: it has to be sent once more.
    Unknown,
    /// It is kept and waits for the hub. Also what a newer relay says that is not known here.
    #[serde(other)]
    Kept,
}

/// How one request stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The request.
    pub nonce: String,
    /// How it stands.
    pub standing: Standing,
    /// The hub's answer, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// The hub's signature of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The status of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The kind of the problem of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl Receipt {
    /// A request that stands so, with nothing more to say of it.
    #[must_use]
    pub const fn plain(nonce: String, standing: Standing) -> Self {
        Self { nonce, standing, answer: None, signature: None, status: None, kind: None }
    }
}

/// What a relay answers to it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptsAnswer {
    /// How each stands, in the order asked.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
    /// Why nothing goes from the relay to the hub, by the name of the reason; nothing while it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

hidden!(KeptAnswer, "KeptAnswer");
hidden!(ReceiptsQuestion, "ReceiptsQuestion");
hidden!(Receipt, "Receipt");
hidden!(ReceiptsAnswer, "ReceiptsAnswer");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::verdict::BatchAnswer;

    /// As a version before relays reads a verdict that it does not know.
    #[derive(Deserialize, PartialEq, Debug)]
    #[serde(rename_all = "camelCase")]
    enum Before {
        Accepted,
        #[serde(other)]
        Later,
    }

    #[test]
    fn who_knows_no_relay_reads_kept_as_not_received() {
        let kept = KeptAnswer { verdict: Verdict::Kept, nonce: "n".to_owned(), line: None };
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(text, r#"{"verdict":"kept","nonce":"n"}"#);
        assert!(serde_json::from_str::<BatchAnswer>(&text).is_err(), "it is no answer of a hub");
        assert_eq!(serde_json::from_str::<Before>(r#""accepted""#).unwrap(), Before::Accepted);
        assert_eq!(serde_json::from_str::<Before>(r#""kept""#).unwrap(), Before::Later);
    }

    #[test]
    fn what_a_newer_relay_says_leaves_a_request_kept() {
        let answer = r#"{"receipts":[{"nonce":"a","standing":"halfway","share":0.5}],"line":"moon","newer":1}"#;
        let answer: ReceiptsAnswer = serde_json::from_str(answer).unwrap();
        assert!(answer.receipts == [Receipt::plain("a".to_owned(), Standing::Kept)]);
        assert!(serde_json::from_str::<ReceiptsQuestion>("{}").unwrap() == ReceiptsQuestion::default());
    }
}
