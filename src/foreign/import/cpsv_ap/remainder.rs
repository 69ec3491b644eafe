//! What was not read: each kind of statement once for each file, with how many there are and one of them.

use super::concept::Property;
use super::reader::Reader;
use super::vocabulary::{current_name, short};
use crate::foreign::rdf::{Node, Term};
use std::collections::{BTreeMap, BTreeSet};

/// How many kinds of unread statements are told apart in a file; the others are counted together.
const MOST_KINDS: usize = 500;

#[derive(Default)]
struct Unread {
    statements: usize,
    things: BTreeSet<Term>,
    example: String,
}

impl Reader<'_> {
    /// Notes a doubt for each property of the things read that was not used, and for each class of the things that
    /// were not read.
    pub(super) fn note_remainder(&mut self) {
        let graph = self.graph;
        let mut properties: BTreeMap<(u16, Term), Unread> = BTreeMap::new();
        let mut classes: BTreeMap<(u16, Option<Term>), Unread> = BTreeMap::new();
        let mut class_of: Option<(Term, Option<Term>)> = None;
        for (place, triple) in graph.triples().iter().enumerate() {
            if self.is_used(place) {
                continue;
            }
            if self.is_seen(triple.subject) {
                let unread = properties.entry((triple.file, triple.predicate)).or_default();
                if unread.statements == 0 {
                    unread.example = format!("{} {}", self.called(triple.subject), self.called(triple.object));
                }
                unread.statements += 1;
            } else {
                // The triples of one subject stand together.
                let class = match class_of {
                    Some((subject, class)) if subject == triple.subject => class,
                    _ => {
                        let class = self.first_class(triple.subject);
                        class_of = Some((triple.subject, class));
                        class
                    }
                };
                let unread = classes.entry((triple.file, class)).or_default();
                if unread.statements == 0 {
                    unread.example = self.called(triple.subject);
                }
                unread.statements += 1;
                unread.things.insert(triple.subject);
            }
        }
        let mut told: BTreeMap<u16, usize> = BTreeMap::new();
        for ((file, predicate), unread) in properties {
            let name = self.called(predicate);
            let now = current_name(&name).map(|now| format!(" (now {now})")).unwrap_or_default();
            let what =
                format!("{} values have no place in our records; one of them: {}", unread.statements, unread.example);
            self.tell(&mut told, file, format!("{name}{now}"), what);
        }
        for ((file, class), unread) in classes {
            let name = class.map_or_else(|| "things without a class".to_owned(), |class| self.called(class));
            let what = format!(
                "{} things, {} statements, belong to no record of ours; one of them: {}",
                unread.things.len(),
                unread.statements,
                unread.example
            );
            self.tell(&mut told, file, name, what);
        }
        for (file, kinds) in told {
            if let Some(more) = kinds.checked_sub(MOST_KINDS).filter(|more| *more > 0) {
                let name = self.file(file).to_owned();
                self.doubt_in(name, "other statements", format!("{more} more kinds of statements were not read"));
            }
        }
    }

    fn tell(&mut self, told: &mut BTreeMap<u16, usize>, file: u16, place: String, what: String) {
        let count = told.entry(file).or_default();
        *count += 1;
        if *count <= MOST_KINDS {
            let name = self.file(file).to_owned();
            self.doubt_in(name, place, what);
        }
    }

    /// The first class of a thing by name.
    fn first_class(&self, thing: Term) -> Option<Term> {
        let types = self.vocabulary.property(Property::Type);
        let about = self.graph.triples().get(self.graph.about(thing)).unwrap_or_default();
        let classes = about.iter().filter(|triple| types.contains(&triple.predicate)).map(|triple| triple.object);
        classes
            .filter(|class| matches!(self.graph.node(*class), Node::Iri(_)))
            .min_by_key(|class| short(self.text_of(*class)))
    }
}
