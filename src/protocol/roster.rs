//! The roster of a centre: which computers are its own, signed by the hub. Whoever carries it can neither change it nor need be
//! trusted; of two the one with the greater number holds. A change of the people counts only when a computer of the roster
//! signed it: who could make one up would be given the next case key.
//!
//! Number 1 is three parts, each ended by a line break but the last:
//!
//! ```text
//! cups-roster-1
//! the hub's Ed25519 signature over the content, in base64
//! the content, as JSON
//! ```
//!
//! A field may be added to the content, and whoever does not know it passes the roster on with it.

use super::signature::{is_roster, sign_roster, verifying_key};
use crate::domain::centre::Centre;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What every roster of this number begins with.
const WORD: &str = "cups-roster-1";

/// The most bytes of one: what is longer is none.
pub const LONGEST: usize = 256 * 1024;

/// A computer of a centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RosterTerminal {
    /// Its name.
    pub terminal: String,
    /// Its Ed25519 public key in base64.
    pub device_key: String,
    /// Whether it was shut out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}

/// What a computer that stands in the room needs to work before the hub knows it: the same that an enrolment gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entrance {
    /// The profile of the centre, as the hub has it. A newer hub's may be one that this program cannot read.
    pub centre: Value,
    /// The operator's public key, to which sealed parts are encrypted.
    pub operator_key: String,
    /// The root of the editors' signatures, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue_root: Option<String>,
}

impl Entrance {
    /// The profile, where this program can read it.
    #[must_use]
    pub fn centre(&self) -> Option<Centre> {
        serde_json::from_value(self.centre.clone()).ok()
    }
}

/// The computers of a centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Roster {
    /// Which one it is: a later one is greater, also after the hub was restored.
    pub number: u64,
    /// The centre's id.
    pub centre: String,
    /// Its computers.
    pub terminals: Vec<RosterTerminal>,
    /// What a new computer needs; nothing where the hub has none to give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrance: Option<Entrance>,
}

/// How a computer stands in a roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the centre's, and has this key.
    Own(VerifyingKey),
    /// It was shut out.
    Revoked,
    /// The roster does not name it: it may be newer than the roster, or nobody's.
    Unknown,
}

impl Roster {
    /// The roster as it travels, signed by the hub.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which its types rule out.
    pub fn signed(&self, key: &SigningKey) -> Result<String, serde_json::Error> {
        let content = serde_json::to_string(self)?;
        Ok(format!("{WORD}\n{}\n{content}", sign_roster(key, content.as_bytes())))
    }

    /// Reads a roster that the hub of this key signed; nothing where it is none, or another's.
    #[must_use]
    pub fn read(text: &str, key: &VerifyingKey) -> Option<Self> {
        let mut parts = text.splitn(3, '\n');
        let (word, signature, content) = (parts.next()?, parts.next()?, parts.next()?);
        let is_signed = text.len() <= LONGEST && word == WORD && is_roster(key, content.as_bytes(), signature);
        if is_signed { serde_json::from_str(content).ok() } else { None }
    }

    /// How a computer stands in it.
    #[must_use]
    pub fn standing(&self, terminal: &str) -> Standing {
        match self.terminals.iter().find(|known| known.terminal == terminal) {
            None => Standing::Unknown,
            Some(known) if known.revoked => Standing::Revoked,
            Some(known) => verifying_key(&known.device_key).map_or(Standing::Unknown, Standing::Own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::signature::verifying_key_text;

    fn key(number: u8) -> SigningKey {
        SigningKey::from_bytes(&[number; 32])
    }

    fn roster() -> Roster {
        let terminal = |name: &str, number, revoked| RosterTerminal {
            terminal: name.to_owned(),
            device_key: verifying_key_text(&key(number).verifying_key()),
            revoked,
        };
        let terminals = vec![terminal("t-1", 1, false), terminal("t-2", 2, true)];
        Roster { number: 7, centre: "lozova".to_owned(), terminals, entrance: None }
    }

    #[test]
    fn a_roster_is_the_hubs_or_none() {
        let text = roster().signed(&key(9)).unwrap();
        assert_eq!(Roster::read(&text, &key(9).verifying_key()), Some(roster()));
        assert_eq!(Roster::read(&text, &key(8).verifying_key()), None);
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert_eq!(Roster::read(&changed, &key(9).verifying_key()), None, "byte {place}");
        }
        for cut in 0..text.len() {
            assert_eq!(Roster::read(&text[..cut], &key(9).verifying_key()), None, "cut at {cut}");
        }
    }

    #[test]
    fn each_computer_stands_in_it_as_the_hub_says() {
        assert_eq!(roster().standing("t-1"), Standing::Own(key(1).verifying_key()));
        assert_eq!(roster().standing("t-2"), Standing::Revoked);
        assert_eq!(roster().standing("t-3"), Standing::Unknown);
    }
}
