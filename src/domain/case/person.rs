//! The person of a case, and the person's consent.

use crate::domain::identifier::Idnp;
use crate::domain::specialist::name_key;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The person of a case. Personal data: lives only in the encrypted case and in sealed parts.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// First name and surname.
    pub name: String,
    /// The identification number; some people have none, and some refuse it.
    pub idnp: Option<Idnp>,
    /// A telephone number, as given.
    pub phone: Option<String>,
}

/// The most letters of a name.
pub const LONGEST_NAME: usize = 100;

/// Why a text cannot be a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no letter in it.
    #[error("the name is missing")]
    Missing,
    /// It is longer than any name.
    #[error("the name is too long")]
    TooLong,
    /// It holds a sign that no name has.
    #[error("the name holds {0:?}")]
    Sign(char),
}

impl Person {
    /// Whether these are two people: another name, however it is written, or another number than the one that was
    /// known. A number that is added to a name changes nobody.
    #[must_use]
    pub fn is_other_than(&self, before: &Self) -> bool {
        name_key(&self.name) != name_key(&before.name) || before.idnp.is_some() && self.idnp != before.idnp
    }

    /// Reads a name as it is typed: letters of any alphabet with their accents, and what stands between them in names:
    /// spaces, hyphens, apostrophes and full stops. One name is enough.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read_name(typed: &str) -> Result<String, NameError> {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(char::is_alphabetic) {
            return Err(NameError::Missing);
        }
        let accent = |letter| ('\u{300}'..='\u{36f}').contains(&letter);
        let between = |letter| matches!(letter, ' ' | '-' | '\'' | '’' | 'ʼ' | '.' | '‑' | '–');
        let stray = name.chars().find(|letter| !(letter.is_alphabetic() || accent(*letter) || between(*letter)));
        match stray {
            Some(sign) => Err(NameError::Sign(sign)),
            None if name.chars().count() > LONGEST_NAME => Err(NameError::TooLong),
            None => Ok(name),
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Person(…)")
    }
}

/// For what the centre may act in the person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum ConsentScope {
    /// Only the requests of this event.
    ThisEvent,
    /// This event and what follows from it.
    FollowUp,
}

/// The person's consent, read aloud and signed on paper in two copies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// What it covers.
    pub scope: ConsentScope,
    /// The day it was given.
    pub given: Date,
    /// The last day on which it holds.
    pub until: Date,
    /// Of which text it is; not known of what was recorded before papers had their digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<ConsentPaper>,
}

/// By which the paper that was signed is known again: both copies show the digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentPaper {
    /// The version of its template.
    pub version: u16,
    /// The beginning of the SHA-256 of all that it says and of how it looks: 16 hexadecimal digits in fours.
    pub digits: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_alphabet_and_with_one_part_are_read() {
        for name in ["Persoană de probă", "Иван", "O’Neill-Țurcanu", "D'Artagnan", "I. Probă", "Gheorghiță"]
        {
            assert_eq!(Person::read_name(name).as_deref(), Ok(name));
        }
        assert_eq!(Person::read_name("  Probă \t Unu ").as_deref(), Ok("Probă Unu"));
    }

    #[test]
    fn what_is_no_name_is_said_and_never_cut() {
        assert_eq!(Person::read_name(" "), Err(NameError::Missing));
        assert_eq!(Person::read_name("-.-"), Err(NameError::Missing));
        assert_eq!(Person::read_name("Probă 😀"), Err(NameError::Sign('😀')));
        assert_eq!(Person::read_name("Probă2"), Err(NameError::Sign('2')));
        assert_eq!(Person::read_name("a\u{202e}b"), Err(NameError::Sign('\u{202e}')));
        assert_eq!(Person::read_name(&"ș".repeat(100)).map(|name| name.chars().count()), Ok(100));
        assert_eq!(Person::read_name(&"ș".repeat(101)), Err(NameError::TooLong));
    }
}
