//! Parcels: what a terminal has to say, in bytes that are the same by line, relay and stick. The terminal signs the
//! content apart from any way of delivery, so that who carries a parcel can neither change it nor need be trusted.
//!
//! Number 1 is three parts, each ended by a line break but the last:
//!
//! ```text
//! cups-parcel-1
//! the terminal's Ed25519 signature over the content, in base64
//! the content, as JSON
//! ```
//!
//! A field may be added to the content, and whoever does not know it passes it on with the rest. What changes the
//! meaning of one gets the next number.

use super::signature::{is_parcel, sign_head, sign_parcel};
use crate::domain::hidden::hidden;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What every parcel begins with, and the number of this version's.
const WORD: &str = "cups-parcel-";
const NUMBER: &str = "1";

/// How long a signature may be.
const LONGEST_SIGNATURE: usize = 100;

/// Why a parcel cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParcelError {
    /// It is none.
    #[error("it is no parcel")]
    NotAParcel,
    /// It has a number that this version does not know.
    #[error("it is a parcel of a newer form")]
    Newer,
    /// Its signature is not its terminal's.
    #[error("it is not signed by its terminal")]
    Signature,
}

/// The newest entry of a parcel, signed by its hash: this speaks for all the history before it, and stays a proof after
/// the parcel is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The epoch.
    pub epoch: u32,
    /// The place in it.
    pub sequence: u64,
    /// The signature in base64.
    pub signature: String,
}

impl Head {
    /// Signs the newest entry of a history.
    #[must_use]
    pub fn signed(key: &SigningKey, terminal: &str, epoch: u32, sequence: u64, hash: &[u8; 32]) -> Self {
        Self { epoch, sequence, signature: sign_head(key, terminal, epoch, sequence, hash) }
    }
}

/// What the pieces of a parcel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RoomKind {
    /// Operations of one case, each a [`Carried`](super::carried::Carried).
    Case,
    /// Changes of the people of the desk, each as [`people`](super::people) writes it.
    People,
    /// That a case was erased. The pieces are what stays of it: that it was put away; nothing where its time was over.
    Erased,
    /// What only a newer program knows.
    #[serde(other)]
    Newer,
}

/// What a parcel of the room is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoomHeading {
    /// The centre's id.
    pub centre: String,
    /// What the pieces are.
    pub kind: RoomKind,
    /// The case, where they are of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Of a case that was erased: the ids of the operations that were, so that others can be told from them. A program that
    /// does not say it erased whatever there was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<String>,
    /// Of a case that goes on over its erasure: the operation by which it does, which no erasure took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goes_on_by: Option<String>,
}

impl RoomHeading {
    /// What is about a case, or about nothing of one.
    #[must_use]
    pub fn new(centre: String, kind: RoomKind, case: Option<String>) -> Self {
        Self { centre, kind, case, taken: Vec::new(), goes_on_by: None }
    }
}

hidden!(RoomHeading, "RoomHeading");

/// What is in a parcel. Each piece is carried as it came.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content<'a> {
    /// The terminal that says it.
    pub terminal: String,
    /// The newest of the entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Head>,
    /// Journal entries, each a [`JournalEvent`](super::event::JournalEvent).
    #[serde(borrow, default)]
    pub entries: Vec<&'a RawValue>,
    /// Operations of cases. Sealed to the centre, so that nobody on the way can read them; the hub leaves them aside.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub operations: Vec<&'a RawValue>,
    /// Files of a catalogue, verified by whoever takes them. The hub leaves them aside.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub catalogue: Vec<&'a RawValue>,
    /// What the operations are about, where they are for the other computers of the centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomHeading>,
    /// How the terminal stands, a [`TerminalCondition`](super::condition::TerminalCondition); whatever stands here keeps no
    /// entry from being taken.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'a RawValue>,
}

hidden!(Content<'_>, "Content");

impl Content<'_> {
    /// The parcel of this content, signed by its terminal.
    ///
    /// # Errors
    /// When the content cannot be written as JSON, which its types rule out.
    pub fn packed(&self, key: &SigningKey) -> Result<Vec<u8>, serde_json::Error> {
        let content = serde_json::to_vec(self)?;
        let mut parcel = format!("{WORD}{NUMBER}\n{}\n", sign_parcel(key, &content)).into_bytes();
        parcel.extend(content);
        Ok(parcel)
    }
}

/// A parcel whose signature nobody has looked at yet.
#[derive(Clone, Copy)]
pub struct Parcel<'a> {
    signature: &'a str,
    content: &'a [u8],
}

hidden!(Parcel<'_>, "Parcel");

impl<'a> Parcel<'a> {
    /// Finds the parts.
    ///
    /// # Errors
    /// When it is no parcel of a number that this version knows.
    pub fn read(bytes: &'a [u8]) -> Result<Self, ParcelError> {
        let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
        let mut part = || parts.next().ok_or(ParcelError::NotAParcel);
        let (word, signature, content) = (part()?, part()?, part()?);
        match word.strip_prefix(WORD.as_bytes()) {
            Some(number) if number == NUMBER.as_bytes() => {}
            Some(number) if !number.is_empty() && number.len() < 6 && number.iter().all(u8::is_ascii_digit) => {
                return Err(ParcelError::Newer);
            }
            _ => return Err(ParcelError::NotAParcel),
        }
        let signature = std::str::from_utf8(signature).ok().filter(|text| text.len() <= LONGEST_SIGNATURE);
        Ok(Self { signature: signature.ok_or(ParcelError::NotAParcel)?, content })
    }

    /// What it says, whoever signed it: for who only carries it, and for who asks whose it is.
    ///
    /// # Errors
    /// When its content is none.
    pub fn unproven(self) -> Result<Content<'a>, ParcelError> {
        serde_json::from_slice(self.content).map_err(|_| ParcelError::NotAParcel)
    }

    /// The content, when the terminal of this name and key signed it.
    ///
    /// # Errors
    /// When it is another's or was changed on the way, or its content is none.
    pub fn opened(self, terminal: &str, key: &VerifyingKey) -> Result<Content<'a>, ParcelError> {
        if !is_parcel(key, self.content, self.signature) {
            return Err(ParcelError::Signature);
        }
        let content: Content<'a> = serde_json::from_slice(self.content).map_err(|_| ParcelError::NotAParcel)?;
        if content.terminal == terminal { Ok(content) } else { Err(ParcelError::Signature) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> SigningKey {
        SigningKey::from_bytes(&[number; 32])
    }

    fn raw(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).unwrap()
    }

    fn packed(entries: &[&RawValue]) -> Vec<u8> {
        let (operations, catalogue) = (Vec::new(), Vec::new());
        let content = Content {
            terminal: "t-1".to_owned(),
            head: None,
            entries: entries.to_vec(),
            operations,
            catalogue,
            room: None,
            condition: None,
        };
        content.packed(&key(1)).unwrap()
    }

    #[test]
    fn a_parcel_gives_each_piece_as_it_was_put_in() {
        let entry = raw(r#"{"b":1,  "a":1.0e2}"#);
        let parcel = packed(&[&entry]);
        let content = Parcel::read(&parcel).unwrap().opened("t-1", &key(1).verifying_key()).unwrap();
        assert_eq!(content.entries[0].get(), entry.get());
    }

    #[test]
    fn a_parcel_is_its_terminals_or_nobodys() {
        let entry = raw("1");
        let parcel = packed(&[&entry]);
        let opened = |bytes: &[u8], terminal: &str, number: u8| {
            Parcel::read(bytes)?.opened(terminal, &key(number).verifying_key()).map(|content| content.entries.len())
        };
        assert_eq!(opened(&parcel, "t-1", 1), Ok(1));
        assert_eq!(opened(&parcel, "t-2", 1), Err(ParcelError::Signature), "signed for another name");
        assert_eq!(opened(&parcel, "t-1", 2), Err(ParcelError::Signature));
        for place in 0..parcel.len() {
            let mut changed = parcel.clone();
            changed[place] ^= 1;
            assert!(opened(&changed, "t-1", 1).is_err(), "byte {place}");
        }
        for cut in 0..parcel.len() {
            assert!(opened(&parcel[..cut], "t-1", 1).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_newer_parcel_is_told_from_what_is_none() {
        let read = |text: &str| Parcel::read(text.as_bytes()).map(drop);
        assert_eq!(read("cups-parcel-2\nsomething\nelse"), Err(ParcelError::Newer));
        for none in ["", "[]", "cups-parcel-1", "cups-parcel-1\nx", "cups-parcel-\nx\n{}", "cups-parcel-x\nx\n{}"] {
            assert_eq!(read(none), Err(ParcelError::NotAParcel), "{none}");
        }
    }

    #[test]
    fn what_a_newer_terminal_puts_in_besides_is_passed_over() {
        let content = br#"{"terminal":"t-1","entries":[1,2],"photographs":[3],"operations":[{}],"condition":"well"}"#;
        let parcel = [format!("cups-parcel-1\n{}\n", sign_parcel(&key(1), content)).as_bytes(), content].concat();
        let content = Parcel::read(&parcel).unwrap().opened("t-1", &key(1).verifying_key()).unwrap();
        assert_eq!((content.entries.len(), content.operations.len()), (2, 1));
    }
}
