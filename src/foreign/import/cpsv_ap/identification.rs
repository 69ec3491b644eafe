//! Codes and ids for what comes with an address only, the same at every import.

use super::concept::Property;
use super::naming::{Kind, is_own, last_part, record_kind, slug, word};
use super::reader::Reader;
use crate::domain::identifier::ServiceCode;
use crate::domain::service::Confidence;
use crate::foreign::exchange::names;
use crate::foreign::import::Imported;
use crate::foreign::import::write::ADDRESS;
use crate::foreign::rdf::Term;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

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
            let alone = things.len() == 1 && !self.naming.is_taken(kind, &name);
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
                self.naming.give(kind, thing, given);
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

    /// Keeps of which address each record was made: another publisher's record may come under the same code.
    pub(super) fn keep_addresses(&mut self) {
        let named = self.naming.given();
        let addresses: Vec<(Kind, String, &str)> =
            named.filter_map(|(kind, thing, name)| Some((kind, name.to_owned(), self.graph.iri(thing)?))).collect();
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
