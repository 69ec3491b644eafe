//! The page of the State for a request, as the window knows of it: what is wanted of it, and what is copied into it.

use crate::account::filled_said;
use crate::domain::case::{Asked, Person};
use crate::domain::form::{FieldKind, LONGEST_VALUE};
use crate::domain::hidden::hidden;
use crate::domain::portal::Opening;
use crate::i18n::{Texts, date_numeric};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The value of one field. What goes into the clipboard of the system is this and never more: it is made of a single field of
/// an application, or of a single line of the person's form, and nothing else here makes one.
#[derive(Clone, PartialEq, Eq)]
pub struct OneField(Zeroizing<String>);

hidden!(OneField, "OneField");

impl OneField {
    fn of(value: &str) -> Self {
        let line = value.chars().filter(|letter| !letter.is_control()).take(LONGEST_VALUE);
        Self(Zeroizing::new(line.collect()))
    }

    /// The value.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A field with its name, as it stands beside the page of the State.
#[derive(Clone, PartialEq, Eq)]
pub struct PortalField {
    /// Its name.
    pub label: String,
    /// Its value, where it has one.
    pub value: Option<OneField>,
}

hidden!(PortalField, "PortalField");

/// The fields of an application in the provider's order, each as a page of the net takes it: a day and a number in digits.
#[must_use]
pub fn application_fields(texts: &Texts, asked: &[Asked<'_>]) -> Vec<PortalField> {
    let of = |one: &Asked<'_>| {
        let value = one.value.as_deref().map(|value| match one.field.kind {
            FieldKind::Date => value.parse().map_or_else(|_| value.to_owned(), date_numeric),
            FieldKind::Choice | FieldKind::YesNo => texts.say(&filled_said(one.field, value)),
            FieldKind::Name
            | FieldKind::Idnp
            | FieldKind::Address
            | FieldKind::Phone
            | FieldKind::Document
            | FieldKind::Amount
            | FieldKind::Text => value.to_owned(),
        });
        let label = one.field.label.get(texts.language()).to_owned();
        PortalField { label, value: value.as_deref().map(OneField::of) }
    };
    asked.iter().map(of).collect()
}

/// What is known of the person, for an application of which no source names the fields.
#[must_use]
pub fn person_fields(texts: &Texts, person: &Person) -> Vec<PortalField> {
    let known = [
        ("person-name", Some(person.name.clone()).filter(|name| !name.trim().is_empty())),
        ("person-idnp", person.idnp.as_ref().map(|idnp| idnp.as_str().to_owned())),
        ("person-birth", person.birth.map(date_numeric)),
        ("person-phone", person.phone.clone()),
    ];
    let of = |(label, value): (&str, Option<String>)| PortalField {
        label: texts.get(label),
        value: value.as_deref().map(OneField::of),
    };
    known.map(of).into()
}

/// What a page wants of the page of the State.
#[derive(Clone, PartialEq, Eq)]
pub enum PortalWish {
    /// Show what belongs beside it for a request of a case, and open it.
    Show(Uuid, Uuid),
    /// Open it.
    Open(Box<Opening>),
    /// Copy the field at this place.
    Copy(usize, OneField),
    /// It is done with: the number is asked for.
    Leave,
}

hidden!(PortalWish, "PortalWish");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_copied_is_one_line_and_never_formatted() {
        let field = OneField::of("Ana\nRață\t\u{0}");
        assert_eq!(field.as_str(), "AnaRață");
        assert_eq!(OneField::of(&"a".repeat(1000)).as_str().len(), LONGEST_VALUE);
        assert_eq!(format!("{field:?}"), "OneField(…)");
    }
}
