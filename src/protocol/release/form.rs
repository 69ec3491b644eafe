//! The words of a form in a release. A word that only a newer program knows takes nothing away: a field of a kind that is
//! not known is one for words, and a value whose origin is not known is typed.

use super::mirror::Mirror;
use crate::domain::form::{self, Origin, PersonPart};
use serde::{Deserialize, Serialize};

/// What is written into a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldKind(String);

impl Mirror for FieldKind {
    type Inside = form::FieldKind;

    fn out(inside: &Self::Inside) -> Self {
        let known = form::FieldKind::ALL.iter().find(|(kind, _)| kind == inside);
        Self(known.map_or_else(String::new, |(_, word)| (*word).to_owned()))
    }

    fn inside(self) -> Self::Inside {
        let known = form::FieldKind::ALL.iter().find(|(_, word)| *word == self.0);
        known.map_or(form::FieldKind::Text, |(kind, _)| *kind)
    }
}

/// Where a value comes from: `person:name`, `answer:birth_date`; nothing where it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldOrigin(String);

impl Mirror for FieldOrigin {
    type Inside = Option<Origin>;

    fn out(inside: &Self::Inside) -> Self {
        let word = |part: &PersonPart| {
            let known = PersonPart::ALL.iter().find(|(known, _)| known == part);
            known.map_or("", |(_, word)| word)
        };
        Self(match inside {
            None => String::new(),
            Some(Origin::Person(part)) => format!("person:{}", word(part)),
            Some(Origin::Answer(question)) => format!("answer:{question}"),
        })
    }

    fn inside(self) -> Self::Inside {
        match self.0.split_once(':')? {
            ("person", word) => {
                let known = PersonPart::ALL.iter().find(|(_, known)| *known == word)?;
                Some(Origin::Person(known.0))
            }
            ("answer", question) => Some(Origin::Answer(question.to_owned())),
            _ => None,
        }
    }
}
