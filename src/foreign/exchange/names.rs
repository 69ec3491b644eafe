//! The IRIs of our records and of their parts.
//!
//! They lie below `urn:cups:`, as the names in the journal and in problems do: they identify and promise no page
//! behind them. An address below the portal's or another body's domain would claim that this body publishes it.

use std::fmt::Write as _;

/// What every name of ours begins with.
pub const BASE: &str = "urn:cups:";

/// The resource that carries the catalogue's number, date and calendar.
pub const CATALOGUE: &str = "urn:cups:catalogue";

/// The kinds of records that have an IRI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A life event or business event.
    Event,
    /// A service.
    Service,
    /// A provider.
    Provider,
    /// A paper.
    Paper,
    /// A law.
    Law,
    /// A notice.
    Notice,
    /// A centre.
    Centre,
    /// A fact: what a question or a derived fact gives.
    Fact,
    /// A concept of our own small scheme.
    Concept,
}

impl Kind {
    /// The word in the IRI.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Service => "service",
            Self::Provider => "provider",
            Self::Paper => "paper",
            Self::Law => "law",
            Self::Notice => "notice",
            Self::Centre => "centre",
            Self::Fact => "fact",
            Self::Concept => "concept",
        }
    }
}

/// The IRI of a record: `urn:cups:service:002000170`.
#[must_use]
pub fn record(kind: Kind, id: &str) -> String {
    format!("{BASE}{}:{}", kind.word(), escaped(id))
}

/// The IRI of a part of a record, counted from 1: `urn:cups:service:002000170:fee:0001`. The number is padded, so
/// that parts sorted by name stand in their order.
#[must_use]
pub fn part(owner: &str, word: &str, position: usize) -> String {
    format!("{owner}:{word}:{position:04}")
}

/// What an IRI of ours names: the kind and the id of a record, the id of a part joined to the record's by colons.
/// `None` for the IRIs of others.
#[must_use]
pub fn identifier(iri: &str) -> Option<&str> {
    iri.strip_prefix(BASE)
}

/// The id of a record of this kind, when the IRI names one.
#[must_use]
pub fn id_of(kind: Kind, iri: &str) -> Option<String> {
    let rest = iri.strip_prefix(BASE)?.strip_prefix(kind.word())?.strip_prefix(':')?;
    if rest.contains(':') { None } else { unescaped(rest) }
}

/// The longest code of a service or event; files are named by it.
pub const LONGEST_CODE: usize = 40;

/// The longest id of another record.
const LONGEST_ID: usize = 100;

/// Whether a record of this kind may have this code or id when it comes from outside. Files are named by codes, so
/// that they are upper-case letters, digits and hyphens; other ids are plain ASCII and begin with a letter or digit.
#[must_use]
pub fn is_id(kind: Kind, id: &str) -> bool {
    match kind {
        Kind::Service | Kind::Event => {
            (1..=LONGEST_CODE).contains(&id.len())
                && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
        }
        _ => {
            id.len() <= LONGEST_ID
                && id.starts_with(|first: char| first.is_ascii_alphanumeric())
                && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        }
    }
}

/// An id as it may stand in a URN: what is not a letter, a digit or one of `-._` is written as `%` and two
/// hexadecimal digits a byte (RFC 8141).
fn escaped(id: &str) -> String {
    let mut text = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            // Writing into a string does not fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_sort_in_their_order() {
        let service = record(Kind::Service, "002000170");
        assert_eq!(part(&service, "fee", 2), "urn:cups:service:002000170:fee:0002");
        assert!(part(&service, "fee", 2) < part(&service, "fee", 10));
        assert_eq!(id_of(Kind::Service, &part(&service, "fee", 2)), None);
    }

    #[test]
    fn an_id_from_outside_names_no_other_place() {
        for id in ["", "..", "../../Cargo", "/etc/passwd", "a/b", "a\\b", ".hidden", "a b", "a\0", &"A".repeat(200)] {
            for kind in [Kind::Event, Kind::Service, Kind::Provider, Kind::Notice] {
                assert!(!is_id(kind, id), "{id}");
            }
        }
        assert!(is_id(Kind::Event, "C1") && !is_id(Kind::Event, "c1") && !is_id(Kind::Event, &"A".repeat(41)));
        assert!(is_id(Kind::Paper, "marriage_declaration") && is_id(Kind::Law, "L100-2001"));
    }

    proptest! {
        #[test]
        fn every_id_comes_back_from_its_iri(id in "\\PC*") {
            let iri = record(Kind::Paper, &id);
            prop_assert!(iri.is_ascii());
            prop_assert_eq!(id_of(Kind::Paper, &iri), Some(id));
        }

        #[test]
        fn nonsense_never_panics(iri in "\\PC*") {
            let _ = id_of(Kind::Law, &iri);
            let _ = id_of(Kind::Law, &format!("urn:cups:law:{iri}"));
        }
    }
}
