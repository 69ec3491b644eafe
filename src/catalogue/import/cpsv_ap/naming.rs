//! Codes and ids for what comes with an address only, the same at every import.

use super::reader::Reader;
use super::vocabulary::Property;
use crate::catalogue::exchange::names;
use crate::catalogue::rdf::Term;
use crate::domain::identifier::ServiceCode;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The longest code or id that is made of a name.
const LONGEST: usize = 48;

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
        let spoken = identifiers.iter().copied().find(|text| !slug(last_part(text), '-').is_empty());
        let source = spoken.or(address).or_else(|| title(self)).unwrap_or_default();
        let slug = |between| {
            let made = slug(last_part(source), between);
            if made.is_empty() { "unnamed".to_owned() } else { made }
        };
        let name = match kind {
            Kind::Service | Kind::Event => format!("X-{}", slug('-').to_ascii_uppercase()),
            Kind::Provider | Kind::Law => slug('-').to_ascii_uppercase(),
            Kind::Paper => slug('_'),
        };
        (name, false)
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

/// A text as lower-case letters and digits of ASCII with `between` where there was anything else.
fn slug(text: &str, between: char) -> String {
    let mut made = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        let plain = plain(letter);
        if plain.is_empty() {
            if !made.is_empty() && !made.ends_with(between) {
                made.push(between);
            }
        } else {
            made.push_str(plain.as_str());
        }
        if made.len() >= LONGEST {
            break;
        }
    }
    made.trim_end_matches(between).to_owned()
}

/// A lower-case letter in ASCII, as far as our languages' letters go; empty for what is no letter and no digit.
fn plain(letter: char) -> String {
    let same = match letter {
        'a'..='z' | '0'..='9' => return letter.to_string(),
        'ă' | 'â' | 'á' | 'à' | 'ä' | 'å' => "a",
        'î' | 'í' | 'ì' | 'ï' => "i",
        'ș' | 'ş' => "s",
        'ț' | 'ţ' => "t",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'ó' | 'ò' | 'ô' | 'ö' | 'ø' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'æ' => "ae",
        'ß' => "ss",
        'ñ' => "n",
        'ç' => "c",
        _ => "",
    };
    same.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_come_from_what_an_address_ends_in() {
        assert_eq!(slug(last_part("http://example.com/publicService1"), '-'), "publicservice1");
        assert_eq!(slug(last_part("https://overheid.nl/CVDR603544/1"), '-'), "cvdr603544-1");
        assert_eq!(slug(last_part("Tax-on-web"), '-'), "tax-on-web");
        assert_eq!(slug(last_part("Înregistrarea nașterii"), '_'), "inregistrarea_nasterii");
        assert_eq!(slug("???", '-'), "");
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
            let made = slug(last_part(&text), '-');
            prop_assert!(made.len() < LONGEST + 4);
            let code = format!("X-{}", made.to_ascii_uppercase());
            prop_assert!(ServiceCode::parse(&code).is_ok());
        }
    }
}
