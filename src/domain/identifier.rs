//! State identifiers and their check digit.
//!
//! IDNP (persons), IDNO (legal entities) and the portal's nine-digit service codes all end in the same
//! check digit: the preceding digits times 7, 3, 1 in turn, summed, modulo 10.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is wrong with an identifier. The texts name no digits, so that they may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// A character that is not a digit.
    #[error("it may hold digits only")]
    NotDigits,
    /// Not as many digits as it must have.
    #[error("it must have {expected} digits and has {found}")]
    Length {
        /// How many it must have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// The first digit is none that such a number starts with.
    #[error("its first digit is not one that such a number starts with")]
    FirstDigit,
    /// The check digit does not fit: one digit was mistyped or two were swapped.
    #[error("its check digit does not fit: a digit was mistyped")]
    CheckDigit,
}

fn check(text: &str, length: usize, first: &[u8]) -> Result<(), IdentifierError> {
    let digits = text.as_bytes();
    if !digits.iter().all(u8::is_ascii_digit) {
        return Err(IdentifierError::NotDigits);
    }
    if digits.len() != length {
        return Err(IdentifierError::Length { expected: length, found: digits.len() });
    }
    if !first.contains(&digits[0]) {
        return Err(IdentifierError::FirstDigit);
    }
    let (body, last) = digits.split_at(length - 1);
    if check_digit(body) == last[0] - b'0' { Ok(()) } else { Err(IdentifierError::CheckDigit) }
}

/// The check digit of these ASCII digits.
#[must_use]
pub fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 =
        digits.iter().zip([7, 3, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    (sum % 10) as u8
}

/// Removes the spaces and dashes people put between groups of digits.
#[must_use]
pub fn without_separators(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '-' | '–' | '.')).collect()
}

/// A person's identification number (IDNP): 13 digits, the first 0 or 2. Personal data.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Idnp(String);

impl Idnp {
    /// Reads a number as a person types it; spaces and dashes are let pass.
    ///
    /// # Errors
    /// Says which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let digits = without_separators(text);
        check(&digits, 13, b"02")?;
        Ok(Self(digits))
    }

    /// The year in which the number was given out, as far as its digits say: behind a 2 stand the last three of the year,
    /// as in the numbers of companies. That is no year of birth; it only cannot lie before it. Numbers that begin with 0
    /// are older and say nothing here.
    #[must_use]
    pub fn given_in(&self) -> Option<i16> {
        let year = self.0.strip_prefix('2')?.get(..3)?.parse::<i16>().ok()?;
        Some(2000 + year)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Personal data never reaches a log through formatting.
impl fmt::Debug for Idnp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Idnp(…)")
    }
}

impl TryFrom<String> for Idnp {
    type Error = IdentifierError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Idnp> for String {
    fn from(idnp: Idnp) -> Self {
        idnp.0
    }
}

/// The code of a service: the portal's nine digits, one of its few codes of another form (`SFS11`), or
/// `X-NAME` for a service that has no official code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct ServiceCode(String);

impl ServiceCode {
    /// Reads a code.
    ///
    /// # Errors
    /// A code that starts with a digit must have nine digits with a fitting check digit; another must be
    /// upper-case letters, digits and hyphens.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let numeric = text.starts_with(|letter: char| letter.is_ascii_digit());
        if numeric || text.is_empty() {
            check(text, 9, b"0123456789")?;
        } else if !text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-') {
            return Err(IdentifierError::NotDigits);
        }
        Ok(Self(text.to_owned()))
    }

    /// The code's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for ServiceCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|error| format!("service code \"{text}\": {error}"))
    }
}

impl From<ServiceCode> for String {
    fn from(code: ServiceCode) -> Self {
        code.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_examples_are_judged_rightly() {
        assert!(Idnp::parse("2000000000004").is_ok());
        assert!(Idnp::parse("2001 2345 67891").is_ok());
        assert_eq!(Idnp::parse("2001234567892"), Err(IdentifierError::CheckDigit));
        assert_eq!(Idnp::parse("200123456789a"), Err(IdentifierError::NotDigits));
        assert_eq!(Idnp::parse("1008600038413"), Err(IdentifierError::FirstDigit));
        assert_eq!(Idnp::parse("20012"), Err(IdentifierError::Length { expected: 13, found: 5 }));
        assert!(ServiceCode::parse("002000206").is_ok());
        assert!(ServiceCode::parse("002000207").is_err());
        assert!(ServiceCode::parse("SFS11").is_ok());
        assert!(ServiceCode::parse("X-INHERITANCE").is_ok());
        assert!(ServiceCode::parse("").is_err());
    }

    #[test]
    fn the_year_in_which_a_number_was_given_out_is_read_only_where_it_says_it() {
        let given = |digits| Idnp::parse(digits).ok().and_then(|idnp| idnp.given_in());
        assert_eq!(given("2001234567891"), Some(2001));
        assert_eq!(given("0000000000000"), None);
    }

    #[test]
    fn formatting_an_idnp_shows_no_digit() {
        let idnp = Idnp::parse("2000000000004").unwrap();
        assert!(!format!("{idnp:?}").chars().any(|letter| letter.is_ascii_digit()));
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_always_found(body in "[02][0-9]{11}", at in 0_usize..13, add in 1_u8..10) {
            let mut digits = body.into_bytes();
            digits.push(b'0' + check_digit(&digits));
            prop_assert!(Idnp::parse(std::str::from_utf8(&digits).unwrap()).is_ok());
            digits[at] = b'0' + (digits[at] - b'0' + add) % 10;
            prop_assert!(Idnp::parse(std::str::from_utf8(&digits).unwrap()).is_err());
        }

        #[test]
        fn nonsense_never_panics(text in "\\PC*") {
            let _ = Idnp::parse(&text);
            let _ = ServiceCode::parse(&text);
        }
    }
}
