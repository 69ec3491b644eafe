//! Our own terms in a graph: conditions, steps, residuals and whole records, as our export writes them.

use super::reader::Reader;
use super::texts::shortened;
use super::vocabulary::short;
use crate::domain::question::{DerivedFact, Question};
use crate::domain::text::{Language, Text};
use crate::foreign::exchange::names::{self, Kind};
use crate::foreign::exchange::{residual, tables, terms};
use crate::foreign::rdf::{Node, Term, Triple};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr as _;

/// Classes of things that others publish. Of a thing of which only such a class is said there is nothing to read:
/// it is said for validators, which want to know what a link leads to.
const OF_OTHERS: [&str; 4] = [terms::CONCEPT, terms::LINGUISTIC_SYSTEM, terms::LOCATION, terms::DOCUMENT];

impl<'a> Reader<'a> {
    /// Whether a thing bears a name of ours.
    pub(super) fn is_ours(&self, thing: Term) -> bool {
        self.graph.iri(thing).is_some_and(|iri| names::identifier(iri).is_some())
    }

    /// The values of a property by its one name, sorted, so that numbered parts stand in their order.
    pub(super) fn own_values(&mut self, subject: Term, property: &str) -> Vec<Term> {
        let graph = self.graph;
        let Some(property) = graph.term(property) else { return Vec::new() };
        self.see(subject);
        let places = graph.values(subject, property);
        let values =
            places.clone().filter_map(|place| graph.triples().get(place)).map(|triple| triple.object).collect();
        places.for_each(|place| self.mark(place));
        self.sorted(values)
    }

    /// The only value of a property; `None` when there is none. Of several nothing tells which is meant: none is
    /// taken, with a doubt, and the record they belong to is not shown as guidance any more.
    pub(super) fn own_value(&mut self, subject: Term, property: &str) -> Option<Term> {
        match self.own_values(subject, property).as_slice() {
            [] => None,
            [value] => Some(*value),
            several => {
                let what = format!("{} stands {} times: none is taken", short(property), several.len());
                self.unread(subject, self.called(subject), what);
                None
            }
        }
    }

    /// Doubts a part in our own terms that is left out, so that its record is not shown as guidance any more.
    pub(super) fn unread(&mut self, thing: Term, place: impl Into<String>, what: impl Into<String>) {
        self.unread_parts += 1;
        self.doubt(thing, place, what);
    }

    /// The text of the only literal of a property.
    pub(super) fn own_literal(&mut self, subject: Term, property: &str) -> Option<&'a str> {
        let value = self.own_value(subject, property)?;
        match self.graph.node(value) {
            Node::Literal { text, .. } => Some(text),
            Node::Iri(_) | Node::Blank(_) => {
                let what = format!("{} holds no text: left out", short(property));
                self.unread(subject, self.called(subject), what);
                None
            }
        }
    }

    /// Whether a thing is of a class by its one name.
    pub(super) fn is_own_class(&mut self, thing: Term, class: &str) -> bool {
        self.graph.term(class).is_some_and(|class| self.own_values(thing, terms::TYPE).contains(&class))
    }

    /// The id of the one record of ours that a property names.
    pub(super) fn own_record(&mut self, subject: Term, property: &str, kind: Kind) -> Option<String> {
        let value = self.own_value(subject, property)?;
        names::id_of(kind, self.graph.iri(value)?)
    }

    /// A text as it stands, in all the languages we have: what our export wrote is to come back as it was. `None`
    /// when it stands in none of them; without Romanian another stands in its place.
    pub(super) fn own_text(&mut self, subject: Term, property: &str) -> Option<Text> {
        let mut text = Text::default();
        let mut romanian = None;
        for value in self.own_values(subject, property) {
            let Node::Literal { text: value, language: Some(language), .. } = self.graph.node(value) else { continue };
            let place = match Language::from_str(language) {
                Ok(Language::Ro) => &mut romanian,
                Ok(Language::Ru) => &mut text.ru,
                Ok(Language::En) => &mut text.en,
                Ok(Language::Uk) => &mut text.uk,
                Ok(Language::Gag) => &mut text.gag,
                Ok(Language::Bg) => &mut text.bg,
                Err(_) => {
                    let what = format!("a text in \"{language}\" has no place: {}", shortened(value));
                    self.doubt(subject, self.called(subject), what);
                    continue;
                }
            };
            place.get_or_insert_with(|| value.to_owned());
            self.spend(value.len());
        }
        let others = [&text.en, &text.ru, &text.uk, &text.gag, &text.bg];
        text.ro = romanian.or_else(|| others.into_iter().flatten().next().cloned())?;
        Some(text)
    }

    /// A record with what its standard terms do not say, where our export wrote it beside: under its own address, and
    /// without changing which record it is.
    pub(super) fn restored_record<Id: PartialEq + ToString, Record: Serialize + DeserializeOwned + Clone>(
        &mut self,
        thing: Term,
        kind: Kind,
        record: &str,
        standard: Record,
        id_of: impl Fn(&Record) -> &Id,
    ) -> Record {
        let address = self.graph.iri(thing).and_then(|iri| names::id_of(kind, iri));
        if address != Some(id_of(&standard).to_string()) {
            return standard;
        }
        let whole = self.restored(thing, record, standard.clone());
        if id_of(&whole) == id_of(&standard) {
            return whole;
        }
        self.unread(thing, record, "what the standard terms do not say makes it another record: left out");
        standard
    }

    /// A part of a record with what its standard terms do not say, where our export wrote it beside.
    pub(super) fn restored<Record: Serialize + DeserializeOwned>(
        &mut self,
        thing: Term,
        record: &str,
        standard: Record,
    ) -> Record {
        // Only what bears a name of ours was written by our export; what others say so stays unread, and is doubted.
        if !self.is_ours(thing) {
            return standard;
        }
        let Some(text) = self.own_literal(thing, terms::RESIDUAL) else { return standard };
        self.spend(text.len());
        match residual::restored(&standard, text) {
            Ok((whole, unfit)) => {
                for place in unfit {
                    let what = format!("{place} was changed since the export: it stays as the standard terms say");
                    self.unread(thing, record, what);
                }
                whole
            }
            Err(error) => {
                let what = format!("what the standard terms do not say cannot be read: {error}");
                self.unread(thing, record, what);
                standard
            }
        }
    }

    /// The records that stand whole in the graph, as those do that have no standard class.
    pub(super) fn whole_records(&mut self) {
        let Some(property) = self.graph.term(terms::WHOLE) else { return };
        let places = self.graph.triples().iter().filter(|triple| triple.predicate == property);
        let things = self.sorted(places.map(|triple| triple.subject).collect());
        for thing in things {
            let Some(text) = self.own_literal(thing, terms::WHOLE) else { continue };
            let iri = self.graph.iri(thing).unwrap_or_default();
            self.own_values(thing, terms::IDENTIFIER);
            self.spend(text.len());
            if let Err(error) = self.whole_record(iri, text) {
                self.doubt(thing, self.called(thing), format!("the record that stands whole cannot be read: {error}"));
            } else if let Some((kind, id)) = names::identifier(iri).and_then(|name| name.split_once(':')) {
                self.keep_address(kind, id, iri);
            }
        }
    }

    fn whole_record(&mut self, iri: &str, text: &str) -> Result<(), serde_json::Error> {
        /// Takes a record in under the id of its address. Whatever else it calls itself, it would stand elsewhere.
        fn take<Id, Record>(
            records: &mut BTreeMap<Id, Record>,
            text: &str,
            kind: Kind,
            id: &str,
            id_of: impl Fn(&Record) -> &Id,
        ) -> Result<(), serde_json::Error>
        where
            Id: Ord + Clone + ToString,
            Record: DeserializeOwned,
        {
            let record: Record = serde_json::from_str(text)?;
            let own = id_of(&record).clone();
            if !names::is_id(kind, id) || own.to_string() != id {
                return Err(serde::de::Error::custom("its code or id is not the one of its address"));
            }
            if records.contains_key(&own) {
                return Err(serde::de::Error::custom("it stands in standard terms too, which are taken"));
            }
            records.insert(own, record);
            Ok(())
        }
        let imported = &mut self.imported;
        if iri == names::CATALOGUE {
            imported.head = Some(serde_json::from_str(text)?);
            return Ok(());
        }
        let kinds = [Kind::Notice, Kind::Centre, Kind::Service, Kind::Event, Kind::Provider, Kind::Paper, Kind::Law];
        let named = kinds.into_iter().find_map(|kind| Some((kind, names::id_of(kind, iri)?)));
        let (kind, id) = named.unzip();
        let id = id.unwrap_or_default();
        match kind {
            Some(Kind::Notice) => take(&mut imported.notices, text, Kind::Notice, &id, |record| &record.id),
            Some(Kind::Centre) => take(&mut imported.centres, text, Kind::Centre, &id, |record| &record.id),
            Some(Kind::Service) => take(&mut imported.services, text, Kind::Service, &id, |record| &record.code),
            Some(Kind::Event) => take(&mut imported.events, text, Kind::Event, &id, |record| &record.code),
            Some(Kind::Provider) => take(&mut imported.providers, text, Kind::Provider, &id, |record| &record.id),
            Some(Kind::Paper) => take(&mut imported.papers, text, Kind::Paper, &id, |record| &record.id),
            Some(Kind::Law) => take(&mut imported.laws, text, Kind::Law, &id, |record| &record.id),
            _ => Err(serde::de::Error::custom("its name is none of a record of ours")),
        }
    }

    /// Doubts the names of facts that are not those of their questions any more: one fact may be asked for by several
    /// records, each in words of its own, so that a changed name is nobody's.
    pub(super) fn note_facts(&mut self) {
        let mut labels: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut add = |questions: &[Question], derived: &[DerivedFact]| {
            let asked = questions.iter().map(|question| (&question.id, &question.label));
            for (id, label) in asked.chain(derived.iter().map(|derived| (&derived.id, &derived.label))) {
                let texts = Language::ALL.iter().filter_map(|language| label.exact(*language)).map(str::to_owned);
                labels.entry(id.clone()).or_default().extend(texts);
            }
        };
        self.imported.events.values().for_each(|event| add(&event.questions, &event.derived));
        self.imported.services.values().for_each(|service| add(&service.questions, &service.derived));
        for (id, known) in labels {
            let Some(fact) = self.graph.term(&names::record(Kind::Fact, &id)) else { continue };
            let Some(label) = self.own_text(fact, terms::PREFERRED_LABEL) else { continue };
            let other = Language::ALL.iter().filter_map(|language| label.exact(*language));
            if let Some(other) = other.into_iter().find(|text| !known.contains(*text)) {
                let what = format!(
                    "named {} since the export; the questions that ask for it keep their words",
                    shortened(other)
                );
                self.doubt(fact, self.called(fact), what);
            }
        }
    }

    /// Marks what says nothing to a record: our concepts, the names of facts, which the questions hold, that ours is
    /// in force in the country and written in its languages, and of which class the things of others are.
    pub(super) fn pass_over(&mut self) {
        let graph = self.graph;
        let country = graph.term(tables::COUNTRY).into_iter().collect();
        let languages = Language::ALL.iter().filter_map(|language| graph.term(tables::language_iri(*language)));
        for (property, known) in [(terms::SPATIAL, country), (terms::LANGUAGE, languages.collect::<Vec<Term>>())] {
            let Some(property) = graph.term(property) else { continue };
            for object in known {
                let places: Vec<usize> = graph.naming(object).collect();
                for place in places {
                    let ours = |triple: &Triple| triple.predicate == property && self.is_ours(triple.subject);
                    if graph.triples().get(place).is_some_and(ours) {
                        self.mark(place);
                    }
                }
            }
        }
        let class = graph.term(terms::TYPE);
        let of_others: Vec<Term> = OF_OTHERS.iter().filter_map(|class| graph.term(class)).collect();
        let ours = |iri: &str| {
            let scheme = iri.strip_prefix(names::BASE) == Some(Kind::Concept.word());
            scheme || names::id_of(Kind::Concept, iri).is_some() || names::id_of(Kind::Fact, iri).is_some()
        };
        let mut rest = graph.triples();
        let mut start = 0;
        while let Some(first) = rest.first() {
            let count = rest.partition_point(|triple| triple.subject == first.subject);
            let (about, others) = rest.split_at(count);
            let only_class =
                about.iter().all(|triple| Some(triple.predicate) == class && of_others.contains(&triple.object));
            if only_class || graph.iri(first.subject).is_some_and(ours) {
                (start..start + count).for_each(|place| self.mark(place));
            }
            start += count;
            rest = others;
        }
    }
}
