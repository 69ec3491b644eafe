//! Codes and ids for what comes with an address only, the same at every import.

use super::reader::Reader;
use super::vocabulary::Property;
use crate::domain::identifier::ServiceCode;
use crate::domain::service::Confidence;
use crate::foreign::exchange::names;
use crate::foreign::import::write::ADDRESS;
use crate::foreign::import::{Imported, clean};
use crate::foreign::rdf::Term;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

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
}

impl Reader<'_> {
    /// Gives all things of a kind their code or id. Those whose identifier is one of ours keep it; the others are
    /// named after their identifier or address, and where that gives two the same name, each has a part of its
    /// address' hash behind it, so that the order of the files decides nothing.
    pub(super) fn name_all(&mut self, kind: Kind, things: &[Term]) {
        let mut wanted: BTreeMap<String, Vec<(Term, bool)>> = BTreeMap::new();
        let unnamed: Vec<Term> =
            things.iter().copied().filter(|thing| self.naming.get(kind, *thing).is_none()).collect();
        for thing in unnamed {
            let (name, own) = self.name_of(kind, thing);
            wanted.entry(name).or_default().push((thing, own));
        }
        for (name, things) in wanted {
            let alone = things.len() == 1 && !self.naming.taken.contains(&(kind, name.clone()));
            for (count, (thing, own)) in things.into_iter().enumerate() {
                let given = if alone || (own && count == 0) {
                    name.clone()
                } else {
                    self.told_apart(kind, &name, thing, count)
                };
                if given != name {
                    let what = format!("another {} is called {name} too: this one is {given}", word(kind));
                    self.doubt(thing, self.called(thing), what);
                }
                self.naming.taken.insert((kind, given.clone()));
                self.naming.names.insert((kind, thing), given);
            }
        }
    }

    fn told_apart(&self, kind: Kind, name: &str, thing: Term, count: usize) -> String {
        let hash = match self.graph.iri(thing) {
            Some(iri) => hex::encode(Sha256::digest(iri.as_bytes())).chars().take(8).collect::<String>(),
            None => count.to_string(),
        };
        match kind {
            Kind::Service if !name.starts_with("X-") => format!("X-{name}-{}", hash.to_ascii_uppercase()),
            Kind::Service | Kind::Event => format!("{name}-{}", hash.to_ascii_uppercase()),
            Kind::Provider | Kind::Law => format!("{name}-{hash}"),
            Kind::Paper => format!("{name}_{hash}"),
        }
    }

    /// The name a thing should have, and whether it is an identifier of ours.
    fn name_of(&mut self, kind: Kind, thing: Term) -> (String, bool) {
        if let Some(id) = self.graph.iri(thing).and_then(|iri| names::id_of(record_kind(kind), iri))
            && names::is_id(record_kind(kind), &id)
            && (kind != Kind::Service || ServiceCode::parse(&id).is_ok())
        {
            return (id, true);
        }
        let identifiers = self.literals(thing, Property::Identifier);
        if let Some(own) = identifiers.iter().map(|text| text.trim()).find(|text| is_own(kind, text)) {
            return (own.to_owned(), true);
        }
        let address = self.graph.iri(thing);
        let title = |reader: &mut Self| {
            [Property::Title, Property::Name]
                .into_iter()
                .find_map(|property| reader.literals(thing, property).first().copied())
        };
        let spoken = identifiers.iter().copied().find(|text| last_part(text).contains(char::is_alphanumeric));
        let source = spoken.or(address).or_else(|| title(self)).unwrap_or_default();
        let made = slug(last_part(source));
        let name = match kind {
            Kind::Service | Kind::Event => format!("X-{}", made.to_ascii_uppercase()),
            Kind::Provider | Kind::Law => made.to_ascii_uppercase(),
            Kind::Paper => made.replace('-', "_"),
        };
        (name, false)
    }
}

impl Reader<'_> {
    /// Keeps of which address each record was made: another publisher's record may come under the same code.
    pub(super) fn keep_addresses(&mut self) {
        let named = self.naming.names.iter();
        let addresses: Vec<(Kind, String, &str)> =
            named.filter_map(|((kind, thing), name)| Some((*kind, name.clone(), self.graph.iri(*thing)?))).collect();
        for (kind, name, iri) in addresses {
            self.keep_address(word(kind), &name, iri);
        }
    }

    /// Keeps the address of one record.
    pub(super) fn keep_address(&mut self, kind: &str, id: &str, iri: &str) {
        self.spend(iri.len());
        let originals = self.imported.originals.entry(format!("{kind}/{id}")).or_default();
        originals.insert(ADDRESS.to_owned(), iri.to_owned());
    }

    /// Doubts, once for each file, that its records say of themselves that they were reviewed: visitors would be
    /// guided by them without an editor of ours having seen them.
    pub(super) fn note_reviewed(&mut self) {
        let Imported { services, events, notices, centres, .. } = &self.imported;
        let services = services.values().filter(|service| service.confidence != Confidence::Assumed);
        let services = services.map(|service| (names::Kind::Service, service.code.as_str()));
        let events =
            events.values().filter(|event| !event.draft).map(|event| (names::Kind::Event, event.code.as_str()));
        let notices = notices.keys().map(|id| (names::Kind::Notice, id.as_str()));
        let centres = centres.keys().map(|id| (names::Kind::Centre, id.as_str()));
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (kind, id) in services.chain(events).chain(notices).chain(centres) {
            // Only what has an address of ours says more of itself than standard terms can.
            let thing = self.graph.term(&names::record(kind, id));
            *counts.entry(thing.map_or("", |thing| self.file_of(thing))).or_default() += 1;
        }
        for (file, count) in counts {
            self.doubt_in(file, "reviewed", format!("{count} records of this file come in as reviewed: look at them"));
        }
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

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Service => "service",
        Kind::Event => "event",
        Kind::Provider => "provider",
        Kind::Paper => "paper",
        Kind::Law => "law",
    }
}

/// Whether an identifier is of the form that our records have, so that the same record comes back under it.
fn is_own(kind: Kind, text: &str) -> bool {
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
fn last_part(text: &str) -> &str {
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
fn slug(text: &str) -> String {
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
