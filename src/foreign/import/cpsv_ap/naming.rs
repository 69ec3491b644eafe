//! Codes and ids: which were given, and what an identifier or address becomes.

use crate::domain::identifier::ServiceCode;
use crate::foreign::exchange::names;
use crate::foreign::import::clean;
use crate::foreign::rdf::Term;
use std::collections::{HashMap, HashSet};

/// The longest id that is made of a name: a code has `X-` before it and may have a hyphen and eight digits behind.
const LONGEST: usize = names::LONGEST_CODE - 11;

/// The kinds of records that have codes or ids of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    Service,
    Event,
    Provider,
    Paper,
    Law,
}

/// The codes and ids given so far.
#[derive(Default)]
pub(super) struct Naming {
    names: HashMap<(Kind, Term), String>,
    taken: HashSet<(Kind, String)>,
}

impl Naming {
    /// The code or id of a thing.
    pub(super) fn get(&self, kind: Kind, thing: Term) -> Option<&str> {
        self.names.get(&(kind, thing)).map(String::as_str)
    }

    /// Whether a thing of the kind has this name already.
    pub(super) fn is_taken(&self, kind: Kind, name: &str) -> bool {
        self.taken.contains(&(kind, name.to_owned()))
    }

    /// Gives a thing its code or id.
    pub(super) fn give(&mut self, kind: Kind, thing: Term, name: String) {
        self.taken.insert((kind, name.clone()));
        self.names.insert((kind, thing), name);
    }

    /// Everything that was named, with its code or id.
    pub(super) fn given(&self) -> impl Iterator<Item = (Kind, Term, &str)> {
        self.names.iter().map(|((kind, thing), name)| (*kind, *thing, name.as_str()))
    }
}

/// The kind as our addresses name it.
pub(super) fn record_kind(kind: Kind) -> names::Kind {
    match kind {
        Kind::Service => names::Kind::Service,
        Kind::Event => names::Kind::Event,
        Kind::Provider => names::Kind::Provider,
        Kind::Paper => names::Kind::Paper,
        Kind::Law => names::Kind::Law,
    }
}

pub(super) fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Service => "service",
        Kind::Event => "event",
        Kind::Provider => "provider",
        Kind::Paper => "paper",
        Kind::Law => "law",
    }
}

/// Whether an identifier is of the form that our records have, so that the same record comes back under it.
pub(super) fn is_own(kind: Kind, text: &str) -> bool {
    let made_of = |allowed: fn(u8) -> bool| text.bytes().all(allowed);
    if !names::is_id(record_kind(kind), text) {
        return false;
    }
    match kind {
        // The portal's few codes of another form cannot be told from anybody's identifiers, except as our addresses
        // tell them; nine digits with a fitting check digit, and what begins with X-, can.
        Kind::Service => {
            ServiceCode::parse(text).is_ok()
                && (text.starts_with("X-") || text.starts_with(|first: char| first.is_ascii_digit()))
        }
        Kind::Event => {
            let official = text.strip_prefix(['B', 'C']).is_some_and(|number| {
                (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
            });
            official || (text.starts_with("X-") && ServiceCode::parse(text).is_ok())
        }
        Kind::Provider | Kind::Law => {
            made_of(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
                && text.bytes().any(|byte| byte.is_ascii_uppercase())
        }
        Kind::Paper => {
            made_of(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') && text.contains('_')
        }
    }
}

/// What an identifier or address ends in: the part behind the last `/` or `#`, with the one before where that is
/// too short to say anything.
pub(super) fn last_part(text: &str) -> &str {
    let text = text.trim().trim_end_matches(['/', '#']);
    if !text.contains("://") && !text.starts_with("urn:") {
        return text;
    }
    let mut ends = text.rmatch_indices(['/', '#', ':']).map(|(place, separator)| place + separator.len());
    let last = ends.next().unwrap_or_default();
    let part = text.get(last..).unwrap_or(text);
    if part.chars().count() >= 4 { part } else { ends.next().and_then(|place| text.get(place..)).unwrap_or(part) }
}

/// An id made of a text as all imports make it, so short that a code made of it is not too long even where it has to
/// be told apart from another.
pub(super) fn slug(text: &str) -> String {
    let mut made = clean::slug(text);
    if made.len() > LONGEST {
        let hash = clean::short_hash(&made);
        // Only ASCII is in it, so that every place is between letters.
        made.truncate(LONGEST - hash.len() - 1);
        made = format!("{}-{hash}", made.trim_end_matches('-'));
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_come_from_what_an_address_ends_in() {
        assert_eq!(slug(last_part("http://example.com/publicService1")), "publicservice1");
        assert_eq!(slug(last_part("https://overheid.nl/CVDR603544/1")), "cvdr603544-1");
        assert_eq!(slug(last_part("Tax-on-web")), "tax-on-web");
        assert_eq!(slug(last_part("Înregistrarea nașterii")), "inregistrarea-nasterii");
        let long = "a-very-long-name-of-a-service-that-goes-on";
        assert_ne!(slug(long), slug(&format!("{long}-and-on")));
        assert_eq!(slug("na\u{200b}ștere"), slug("nas\u{326}tere"));
    }

    #[test]
    fn only_identifiers_of_our_form_are_kept() {
        assert!(is_own(Kind::Service, "002000206") && is_own(Kind::Service, "X-PASSPORT"));
        assert!(!is_own(Kind::Service, "002000207") && !is_own(Kind::Service, "DGP-2016-2082"));
        assert!(is_own(Kind::Event, "C1") && is_own(Kind::Event, "B10") && !is_own(Kind::Event, "BE_1.7"));
        assert!(is_own(Kind::Law, "L100-2001") && !is_own(Kind::Law, "0165116-3"));
        assert!(is_own(Kind::Paper, "marriage_declaration") && !is_own(Kind::Paper, "evi-123"));
    }

    proptest! {
        #[test]
        fn every_text_gives_a_valid_code_or_none(text in "\\PC*") {
            let made = slug(last_part(&text));
            let code = format!("X-{}-01234567", made.to_ascii_uppercase());
            prop_assert!(ServiceCode::parse(&code).is_ok() && names::is_id(names::Kind::Event, &code), "{}", code);
            let paper = made.replace('-', "_");
            prop_assert!(names::is_id(names::Kind::Paper, &paper), "{}", paper);
        }
    }
}
