//! Handing codes out: which computers of a centre are given one, the codes, and what stands on their sheets. The command does
//! it for a table of centres, the agency's page for one.

use super::HubError;
use super::code::{self, RecoveryCode};
use super::fleet::local_time;
use super::page::invitation::Sheet;
use super::storage::hand_out::{NewCode, Place, Standing};
use crate::domain::centre::Centre;
use crate::domain::setup::Invitation;
use crate::platform::code as picture;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The most computers of a centre.
pub const MOST_COMPUTERS: u32 = 20;

/// A centre whose computers are given codes.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Its profile.
    pub profile: Centre,
    /// How many computers it has.
    pub computers: u32,
    /// Whether the catalogue does not have it.
    pub is_new: bool,
}

/// Which of the wanted computers are given a code, and how it stands with the others.
#[derive(Debug)]
pub struct Coming<'a> {
    /// How many computers there are.
    pub computers: usize,
    /// How many are enrolled already.
    pub enrolled: usize,
    /// How many have a code that waits to be used, and keep it.
    pub waiting: usize,
    places: Vec<(Place, &'a Centre)>,
}

impl<'a> Coming<'a> {
    /// Looks which computers need a code: those that never had one, and those whose code is void. With `again` also those whose
    /// code waits, for its sheet was lost.
    #[must_use]
    pub fn of(centres: &'a [Wanted], standing: &BTreeMap<Place, Standing>, again: bool) -> Self {
        let mut coming = Self { computers: 0, enrolled: 0, waiting: 0, places: Vec::new() };
        for wanted in centres {
            for number in 1..=wanted.computers {
                let place = Place { centre: wanted.profile.id.clone(), number };
                coming.computers += 1;
                match standing.get(&place) {
                    Some(Standing::Enrolled) => coming.enrolled += 1,
                    Some(Standing::Waits) if !again => coming.waiting += 1,
                    Some(Standing::Waits | Standing::Void) | None => coming.places.push((place, &wanted.profile)),
                }
            }
        }
        coming
    }

    /// How many are given a code.
    #[must_use]
    pub fn number(&self) -> usize {
        self.places.len()
    }

    /// Makes their codes.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn codes(&self) -> Result<Vec<NewCode>, HubError> {
        let one = |(place, profile): &(Place, &Centre)| {
            let (code, recovery) = (code::generate()?, code::recovery_codes()?);
            // A terminal of an older version refuses a profile with fields that it does not know.
            Ok(NewCode { place: place.clone(), code, profile: profile.to_enrol(), recovery })
        };
        self.places.iter().map(one).collect()
    }
}

/// The address at which terminals reach the hub, as it stands on sheets; nothing where it is none.
#[must_use]
pub fn address_of(text: &str) -> Option<&str> {
    let address = text.trim().trim_end_matches('/');
    // Read as a terminal will read it.
    let tried = Invitation { hub: address.to_owned(), code: "ABCD-2345".to_owned(), centre: None };
    Invitation::read(&tried.line()).is_some_and(|read| read.hub == address).then_some(address)
}

/// What stands on the sheets of these codes.
///
/// # Errors
/// When the address is too long for a picture.
pub fn sheets<'a>(
    codes: &'a [NewCode],
    address: &'a str,
    computers: &BTreeMap<&str, u32>,
    until: Timestamp,
) -> Result<Vec<Sheet<'a>>, HubError> {
    let sheet = |new: &'a NewCode| {
        let id = &new.place.centre;
        let invitation = Invitation { hub: address.to_owned(), code: new.code.clone(), centre: Some(id.clone()) };
        let (code_picture, _) = picture::picture(&invitation.line())
            .ok_or_else(|| HubError::input(format!("--address {address}"), "it is too long for a code"))?;
        Ok(Sheet {
            centre: id,
            name_ro: &new.profile.name.ro,
            name_ru: new.profile.name.ru.as_deref().unwrap_or(&new.profile.name.ro),
            number: new.place.number,
            computers: computers.get(id.as_str()).copied().unwrap_or(1),
            address,
            code: &new.code,
            picture: code_picture,
            until: local_time(until),
            recovery: new.recovery.iter().map(|one: &RecoveryCode| one.code.as_str()).collect(),
        })
    };
    codes.iter().map(sheet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn wanted(computers: u32) -> Wanted {
        let profile = json!({"id": "lozova", "kind": "town_hall", "name": {"ro": "CUPS Lozova"}, "locality": "Lozova",
            "district": {"ro": "raionul Strășeni"}, "time_zone": "Europe/Chisinau"});
        Wanted { profile: serde_json::from_value(profile).unwrap(), computers, is_new: false }
    }

    #[test]
    fn who_is_enrolled_or_has_a_code_that_waits_is_given_none_unless_its_sheet_was_lost() {
        let place = |number| Place { centre: "lozova".to_owned(), number };
        let standing = [(place(1), Standing::Enrolled), (place(2), Standing::Waits), (place(3), Standing::Void)].into();
        let centres = [wanted(4)];
        let coming = Coming::of(&centres, &standing, false);
        let numbers = |coming: &Coming<'_>| coming.places.iter().map(|(place, _)| place.number).collect::<Vec<_>>();
        assert_eq!((coming.computers, coming.enrolled, coming.waiting, numbers(&coming)), (4, 1, 1, vec![3, 4]));
        let again = Coming::of(&centres, &standing, true);
        assert_eq!((again.enrolled, again.waiting, numbers(&again)), (1, 0, vec![2, 3, 4]));
        let codes = coming.codes().unwrap();
        let sheets = sheets(&codes, "https://hub.example.md", &[("lozova", 4)].into(), Timestamp::UNIX_EPOCH).unwrap();
        let said: Vec<_> = sheets.iter().map(|sheet| (sheet.number, sheet.computers, sheet.recovery.len())).collect();
        assert_eq!(said, [(3, 4, 5), (4, 4, 5)]);
    }

    #[test]
    fn an_address_is_one_that_a_terminal_reads() {
        assert_eq!(address_of(" https://hub.example.md/ "), Some("https://hub.example.md"));
        assert_eq!(address_of("http://127.0.0.1:8480"), Some("http://127.0.0.1:8480"));
        for wrong in ["", "hub", "https://", "https://a b", "javascript:alert(1)"] {
            assert_eq!(address_of(wrong), None, "{wrong}");
        }
    }
}
