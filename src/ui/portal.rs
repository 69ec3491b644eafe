//! Pages of the State, as the window knows of them: which one belongs to a step, its address as a code for a telephone, what is
//! wanted of it, and what is copied into it.

use crate::account::filled_said;
use crate::domain::case::{Asked, Person};
use crate::domain::form::{FieldKind, LONGEST_VALUE};
use crate::domain::hidden::hidden;
use crate::domain::plan::Place;
use crate::domain::portal::Opening;
use crate::domain::service::ChannelKind;
use crate::domain::site::PageAddress;
use crate::i18n::{Texts, date_numeric};
use iced::widget::qr_code;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The page of the State among the places of a step, where it is open now.
#[must_use]
pub fn page_of(places: &[Place<'_>]) -> Option<PageAddress> {
    let mut open = places.iter().filter(|place| place.suspended.is_none());
    open.find_map(|place| {
        let is_online = place.channel.kind == ChannelKind::Online;
        PageAddress::parse(place.channel.url.as_deref()?).ok().filter(|_| is_online)
    })
}

/// The picture of an address for a telephone. It is not copied but made again.
#[derive(Default)]
pub struct AddressCode(Option<(String, qr_code::Data)>);

impl AddressCode {
    /// That of no address.
    pub const NONE: Self = Self(None);

    /// That of this address; none where it is too long for one.
    #[must_use]
    pub fn of(address: &PageAddress) -> Self {
        let text = address.as_str();
        let data = qr_code::Data::with_error_correction(text, qr_code::ErrorCorrection::Medium);
        Self(data.ok().map(|data| (text.to_owned(), data)))
    }

    /// The address and its picture.
    #[must_use]
    pub fn picture(&self) -> Option<(&str, &qr_code::Data)> {
        self.0.as_ref().map(|(text, data)| (text.as_str(), data))
    }
}

impl Clone for AddressCode {
    fn clone(&self) -> Self {
        let address = self.0.as_ref().and_then(|(text, _)| PageAddress::parse(text).ok());
        address.as_ref().map(Self::of).unwrap_or_default()
    }
}

impl PartialEq for AddressCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().map(|(text, _)| text) == other.0.as_ref().map(|(text, _)| text)
    }
}

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
