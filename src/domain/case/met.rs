//! A person who was here before: found while somebody is written down, offered, and never merged by itself.

use super::find::words_of;
use super::{Person, Register};
use uuid::Uuid;

/// What two entries of a person have in common, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The identification number, and the name.
    Number,
    /// The number of the document, and the name.
    Document,
    /// The identification number or the document, under another name: one of the two is mistyped, or the name changed.
    NumberOfAnother,
    /// The name and the day of birth.
    NameAndBirth,
    /// The name alone, and nothing that speaks against it: many people have the same.
    Name,
}

/// A case of somebody who may be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Met {
    /// The case.
    pub case: Uuid,
    /// What they have in common.
    pub likeness: Likeness,
}

/// The cases of somebody who may be this person, the surest first, of one kind the newest first; `own` is left out.
#[must_use]
pub fn met_before(register: &Register, person: &Person, own: Uuid) -> Vec<Met> {
    let name: Vec<Vec<bool>> = words_of(&person.name).map(|word| register.same(word)).collect();
    let idnp = person.idnp.as_ref().map(crate::domain::identifier::Idnp::as_str);
    let document = person.document.as_ref().map(|document| document.number.as_str());
    let mut met: Vec<_> = register
        .entries
        .values()
        .filter(|entry| entry.case != own)
        .filter_map(|entry| {
            // The order in which the names are written says nothing.
            let has_partner = |place: &usize| name.iter().any(|word| word[*place]);
            let is_named = !name.is_empty()
                && entry.name.len() == name.len()
                && entry.name.iter().all(has_partner)
                && name.iter().all(|word| entry.name.iter().any(|place| word[*place]));
            let same = |one: Option<&str>, other: Option<&str>| one.is_some() && one == other;
            let differ =
                |one: Option<&str>, other: Option<&str>| one.zip(other).is_some_and(|(one, other)| one != other);
            let (same_number, same_paper) =
                (same(idnp, entry.idnp.as_deref()), same(document, entry.document.as_deref()));
            let born_apart = person.birth.zip(entry.birth).is_some_and(|(one, other)| one != other);
            let likeness = if same_number && is_named {
                Likeness::Number
            } else if same_paper && is_named {
                Likeness::Document
            } else if same_number || same_paper {
                Likeness::NumberOfAnother
            } else if !is_named || born_apart || differ(idnp, entry.idnp.as_deref()) {
                return None;
            } else if person.birth.is_some() && person.birth == entry.birth {
                Likeness::NameAndBirth
            } else {
                Likeness::Name
            };
            Some((likeness, std::cmp::Reverse(entry.opened), entry.case))
        })
        .collect();
    met.sort_unstable();
    met.into_iter().map(|(likeness, _, case)| Met { case, likeness }).collect()
}
