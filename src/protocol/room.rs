//! What the computers of a centre give each other: what was done in cases, and about the people of the desk. It travels in the
//! parcels that everything travels in ([`super::parcel`]), by hub, relay and stick alike, each signed by the terminal that
//! says it. What a parcel is about stands in it, under its signature, so that whoever keeps it can tell of which case it is
//! and forget it with that case, without opening anything: an operation of a case is encrypted under the centre's key.
//!
//! A *log* is kept by whoever passes parcels on: by the hub for each centre, and by a relay for its room. It numbers what
//! comes, gives what came since a number, and keeps each piece once, by the hash of its bytes. A log has a name; under
//! another name it is another log, which is offered everything held.
//!
//! ```text
//! POST /api/v1/room         to the hub, signed as every request   RoomQuestion   200, RoomAnswer, signed by the hub
//! POST /api/v1/relay/room   to a relay                            RoomQuestion   200, RoomAnswer
//! ```
//!
//! Question and answer are JSON compressed by zstd, of the media type [`MEDIA_TYPE`]. A hub or a relay without the address
//! passes nothing on, and nothing is wrong with that. Reading is lenient: an unknown field is passed over, and a parcel of an
//! unknown kind is kept and passed on.

use super::carried::Carried;
use super::parcel::{Content, Parcel};
pub use super::parcel::{RoomHeading, RoomKind};
use super::people;
use crate::domain::case::Erasures;
use crate::domain::hidden::hidden;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::io::Read as _;

/// The media type of a question and of an answer.
pub const MEDIA_TYPE: &str = "application/vnd.cups.room";

/// The most parcels in one question.
pub const MOST_PARCELS: usize = 64;

/// The most pieces in one parcel.
pub const MOST_PIECES: usize = 1000;

/// The most bytes of one parcel: the longest operation fits in.
pub const LONGEST_PARCEL: usize = super::carried::LONGEST + 64 * 1024;

/// How many bytes of operations are put into one parcel, unless a single one is longer.
pub const USUAL_PARCEL: usize = 128 * 1024;

/// How many bytes of parcels one question brings or one answer gives, unless a single one is longer.
pub const USUAL_PAGE: usize = 512 * 1024;

/// The most bytes of a question or an answer, as sent and unpacked.
pub const LARGEST: usize = 2 * 1024 * 1024;

/// The largest window of zstd that is unpacked.
const LARGEST_WINDOW: u32 = 23;

/// Why a text is no parcel of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOfRoom {
    /// It is longer than any is, or holds more.
    #[error("it is larger than a parcel of the room may be")]
    Large,
    /// It is not written as one is, or holds what it says it does not.
    #[error("it is no parcel of the room")]
    Form,
}

/// A parcel of the room. Whether its terminal signed it is a question of its own, for who knows the terminal's key.
#[derive(Clone, PartialEq, Eq)]
pub struct RoomParcel {
    /// It, as it travels: by line, relay and stick the same bytes.
    pub text: String,
    /// SHA-256 of it, in hexadecimal digits: its name.
    pub hash: String,
    /// The terminal that says it.
    pub terminal: String,
    /// What it is about.
    pub heading: RoomHeading,
    /// Its pieces, each as it was written.
    pub pieces: Vec<String>,
}

hidden!(RoomParcel, "RoomParcel");

impl RoomParcel {
    /// A parcel of these pieces, signed by its terminal. Each piece is one JSON value, and is carried as it is.
    ///
    /// # Errors
    /// When a piece is none, or they are too many or too long.
    pub fn packed(
        terminal: &str,
        key: &SigningKey,
        heading: RoomHeading,
        pieces: &[Vec<u8>],
    ) -> Result<Self, NotOfRoom> {
        let operations = pieces.iter().map(|piece| serde_json::from_slice::<&RawValue>(piece));
        let content = Content {
            terminal: terminal.to_owned(),
            head: None,
            entries: Vec::new(),
            operations: operations.collect::<Result<_, _>>().map_err(|_| NotOfRoom::Form)?,
            catalogue: Vec::new(),
            room: Some(heading),
            condition: None,
        };
        let bytes = content.packed(key).map_err(|_| NotOfRoom::Form)?;
        Self::read(String::from_utf8(bytes).map_err(|_| NotOfRoom::Form)?)
    }

    /// Reads one, and looks at whether it holds what it says: of a case, that case's operations and nothing else.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(text: String) -> Result<Self, NotOfRoom> {
        if text.len() > LONGEST_PARCEL {
            return Err(NotOfRoom::Large);
        }
        let content = Parcel::read(text.as_bytes()).and_then(Parcel::unproven).map_err(|_| NotOfRoom::Form)?;
        let Content { terminal, operations, room, .. } = content;
        let heading = room.ok_or(NotOfRoom::Form)?;
        if operations.len() > MOST_PIECES {
            return Err(NotOfRoom::Large);
        }
        let pieces: Vec<String> = operations.iter().map(|piece| piece.get().to_owned()).collect();
        if !is_what_it_says(&heading, &pieces) {
            return Err(NotOfRoom::Form);
        }
        let hash = hex::encode(Sha256::digest(text.as_bytes()));
        Ok(Self { text, hash, terminal, heading, pieces })
    }

    /// Whether the terminal of this key signed it.
    #[must_use]
    pub fn is_by(&self, key: &VerifyingKey) -> bool {
        Parcel::read(self.text.as_bytes()).and_then(|parcel| parcel.opened(&self.terminal, key)).is_ok()
    }

    /// What its erasures took, where it says that its case was erased.
    #[must_use]
    pub fn erasures(&self) -> Option<Erasures> {
        let taken: BTreeSet<String> = self.heading.taken.iter().cloned().collect();
        (self.heading.kind == RoomKind::Erased).then_some(Erasures { unsaid: taken.is_empty(), taken })
    }

    /// The ids of its operations, where it is of a case.
    #[must_use]
    pub fn operations(&self) -> Vec<String> {
        let of_case = self.pieces.iter().filter(|_| self.heading.case.is_some());
        of_case.filter_map(|piece| Some(Carried::read(piece.as_bytes()).ok()?.operation)).collect()
    }

    /// The names of its pieces, by which a log keeps each once.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.pieces.iter().map(|piece| hex::encode(Sha256::digest(piece.as_bytes())))
    }
}

fn is_what_it_says(heading: &RoomHeading, pieces: &[String]) -> bool {
    let of_case = |piece: &String| {
        Carried::read(piece.as_bytes()).is_ok_and(|carried| Some(&carried.case) == heading.case.as_ref())
    };
    let of_people =
        |piece: &String| people::read(piece.as_bytes()).is_ok_and(|operation| operation.centre == heading.centre);
    match heading.kind {
        RoomKind::Case => heading.case.is_some() && !pieces.is_empty() && pieces.iter().all(of_case),
        RoomKind::Erased => heading.case.is_some() && pieces.iter().all(of_case),
        RoomKind::People => heading.case.is_none() && !pieces.is_empty() && pieces.iter().all(of_people),
        RoomKind::Newer => true,
    }
}

/// What a terminal asks of a log, and offers to it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomQuestion {
    /// The centre's id.
    pub centre: String,
    /// The terminal's Ed25519 public key in base64: a relay may not know it yet.
    #[serde(default)]
    pub device_key: String,
    /// The log of which the number is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// What came up to this number is known here.
    #[serde(default)]
    pub since: u64,
    /// What is offered, as [`RoomParcel::text`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parcels: Vec<String>,
    /// The number of the newest roster known; 0 where none is.
    #[serde(default)]
    pub roster_number: u64,
    /// That roster, where the log asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster: Option<String>,
}

hidden!(RoomQuestion, "RoomQuestion");

/// Why a log does not keep a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NotKept {
    /// It is none, is another centre's, or its terminal did not sign it. It is not offered again.
    Form,
    /// Its case was erased. It is not offered again.
    Erased,
    /// There is no room for it now, or what only a newer log says.
    #[serde(other)]
    Later,
}

/// A parcel that a log did not keep.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotKeptParcel {
    /// The hash of the parcel.
    pub hash: String,
    /// Why.
    pub why: NotKept,
}

hidden!(NotKeptParcel, "NotKeptParcel");

/// What a log answers.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomAnswer {
    /// The name of the log.
    pub log: String,
    /// The number up to which the parcels reach.
    pub cursor: u64,
    /// What came since the number asked, but for what this very question brought.
    #[serde(default)]
    pub parcels: Vec<String>,
    /// Whether there is more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The hashes of the parcels offered that it keeps, or has kept before. Only what is named counts.
    #[serde(default)]
    pub kept: Vec<String>,
    /// Those that it does not keep.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_kept: Vec<NotKeptParcel>,
    /// The newest roster that it has, where that is newer than the one known to who asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster: Option<String>,
    /// Whether it has an older one, and wants that of who asks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wants_roster: bool,
    /// At a relay: how many seconds ago the hub answered such a question of any computer of the room by way of it; the others need
    /// not ask the same. A relay of before, and one that was just started, says nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub_asked: Option<u64>,
}

hidden!(RoomAnswer, "RoomAnswer");

/// Packs a question or an answer as it travels.
///
/// # Errors
/// When it cannot be written, or is larger than any may be.
pub fn pack(what: &impl Serialize) -> Result<Vec<u8>, NotOfRoom> {
    let text = serde_json::to_vec(what).map_err(|_| NotOfRoom::Form)?;
    if text.len() > LARGEST {
        return Err(NotOfRoom::Large);
    }
    zstd::bulk::compress(&text, 9).map_err(|_| NotOfRoom::Form)
}

/// Unpacks one within bounds.
///
/// # Errors
/// When it is none, or is larger than any may be.
pub fn unpack<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, NotOfRoom> {
    let mut decoder = zstd::Decoder::with_buffer(bytes).map_err(|_| NotOfRoom::Form)?;
    decoder.window_log_max(LARGEST_WINDOW).map_err(|_| NotOfRoom::Form)?;
    let mut text = Vec::new();
    decoder.take(LARGEST as u64 + 1).read_to_end(&mut text).map_err(|_| NotOfRoom::Form)?;
    if text.len() > LARGEST {
        return Err(NotOfRoom::Large);
    }
    serde_json::from_slice(&text).map_err(|_| NotOfRoom::Form)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> SigningKey {
        SigningKey::from_bytes(&[number; 32])
    }

    fn heading(kind: RoomKind, case: Option<&str>) -> RoomHeading {
        RoomHeading::new("lozova".to_owned(), kind, case.map(str::to_owned))
    }

    fn of_case(case: &str, operation: &str) -> Vec<u8> {
        let carried = Carried::new(case.to_owned(), operation.to_owned(), "key".to_owned(), &[1, 2]);
        carried.write().unwrap()
    }

    #[test]
    fn a_parcel_holds_the_operations_of_one_case_and_nothing_else() {
        let packed = |heading, pieces: &[Vec<u8>]| RoomParcel::packed("t-1", &key(1), heading, pieces);
        let one = heading(RoomKind::Case, Some("c-1"));
        let parcel = packed(one.clone(), &[of_case("c-1", "o-1"), of_case("c-1", "o-2")]).unwrap();
        assert_eq!((parcel.pieces.len(), parcel.terminal.as_str()), (2, "t-1"));
        assert_eq!(parcel.pieces[0].as_bytes(), of_case("c-1", "o-1"), "each piece as it was written");
        assert!(parcel.is_by(&key(1).verifying_key()) && !parcel.is_by(&key(2).verifying_key()));
        for (heading, pieces) in [
            (one.clone(), vec![of_case("c-1", "o-1"), of_case("c-2", "o-2")]),
            (one.clone(), Vec::new()),
            (one, vec![b"{}".to_vec()]),
            (heading(RoomKind::Case, None), vec![of_case("c-1", "o-1")]),
            (heading(RoomKind::People, None), vec![of_case("c-1", "o-1")]),
            (heading(RoomKind::Erased, Some("c-1")), vec![of_case("c-2", "o-1")]),
        ] {
            assert_eq!(packed(heading, &pieces).err(), Some(NotOfRoom::Form));
        }
        assert!(packed(heading(RoomKind::Erased, Some("c-1")), &[]).is_ok());
    }

    #[test]
    fn what_only_a_newer_program_knows_is_kept_and_passed_on() {
        let text = r#"{"terminal":"t-1","operations":[{"x":1}],"room":{"centre":"lozova","kind":"weather","moon":1}}"#;
        let signature = crate::protocol::signature::sign_parcel(&key(1), text.as_bytes());
        let parcel = RoomParcel::read(format!("cups-parcel-1\n{signature}\n{text}")).unwrap();
        assert_eq!((parcel.heading.kind, parcel.pieces.len()), (RoomKind::Newer, 1));
        assert!(parcel.is_by(&key(1).verifying_key()));
        assert!(RoomParcel::read("cups-parcel-1\nx\n{\"terminal\":\"t-1\",\"entries\":[]}".to_owned()).is_err());
        let newer: RoomAnswer =
            serde_json::from_str(r#"{"log":"l","cursor":1,"notKept":[{"hash":"h","why":"tired"}],"sun":1}"#).unwrap();
        assert_eq!(newer.not_kept[0].why, NotKept::Later);
        assert!(serde_json::from_str::<RoomQuestion>(r#"{"centre":"lozova"}"#).is_ok());
    }

    #[test]
    fn what_unpacks_to_more_than_any_is_refused() {
        let bomb = zstd::bulk::compress(&vec![b' '; LARGEST + 1], 3).unwrap();
        assert_eq!(unpack::<RoomAnswer>(&bomb).err(), Some(NotOfRoom::Large));
        assert_eq!(unpack::<RoomAnswer>(b"no zstd").err(), Some(NotOfRoom::Form));
        let answer = RoomAnswer { log: "l".to_owned(), cursor: 3, ..RoomAnswer::default() };
        assert!(unpack::<RoomAnswer>(&pack(&answer).unwrap()).unwrap() == answer);
    }
}
