//! Centres, found by whoever types a part of the name in either alphabet, without diacritics.

use crate::domain::centre::Centre;
use crate::domain::search::{fold, skeleton};
use crate::domain::text::{Language, Text};

/// A centre, as far as it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentrePlace {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// The village or town.
    pub locality: String,
    /// The district, or the country.
    pub district: Text,
    found_by: FoundBy,
}

/// By what a centre is found, as it is compared: folded once, for it is looked for at every letter and drawn at every frame.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FoundBy {
    /// The words of its village.
    own: Vec<String>,
    /// All its words, these among them.
    all: Vec<String>,
    /// Its place among others.
    order: String,
}

impl From<Centre> for CentrePlace {
    fn from(centre: Centre) -> Self {
        Self::new(centre.id, centre.name, centre.locality, centre.district)
    }
}

impl CentrePlace {
    fn new(id: String, name: Text, locality: String, district: Text) -> Self {
        let texts = [&name, &district].into_iter();
        let said = texts.flat_map(|text| Language::INTERFACE.map(|language| text.get(language)));
        let all = said.chain([locality.as_str(), id.as_str()]).flat_map(keys).collect();
        let found_by = FoundBy { own: keys(&locality), all, order: fold(&locality) };
        Self { id, name, locality, district, found_by }
    }

    /// How well it fits what was typed: each word begins one of its own. Its village first, then its name.
    fn rank(&self, typed: &[String]) -> Option<u8> {
        let begins = |words: &[String], key: &String| words.iter().any(|word| word.starts_with(key.as_str()));
        let fits = typed.iter().all(|key| begins(&self.found_by.all, key));
        fits.then(|| u8::from(!typed.iter().any(|key| begins(&self.found_by.own, key))))
    }
}

/// The words of a text in one case and one alphabet.
fn keys(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| skeleton(&fold(word))).filter(|word| !word.is_empty()).collect()
}

/// The centres that what was typed may mean, the likeliest first; all of them while nothing is typed.
#[must_use]
pub fn find_centres<'c>(centres: &'c [CentrePlace], typed: &str) -> Vec<&'c CentrePlace> {
    let typed = keys(typed);
    let mut found: Vec<(u8, &CentrePlace)> =
        centres.iter().filter_map(|centre| Some((centre.rank(&typed)?, centre))).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.found_by.order.cmp(&other.1.found_by.order)));
    found.into_iter().map(|(_, centre)| centre).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn centre(id: &str, locality: &str, district: (&str, &str)) -> CentrePlace {
        let text = |ro: &str, ru: &str| -> Text {
            serde_json::from_value(serde_json::json!({ "ro": ro, "ru": ru, "en": ro })).unwrap()
        };
        let name = text(&format!("CUPS {locality}"), "ЕЦПУ");
        CentrePlace::new(id.to_owned(), name, locality.to_owned(), text(district.0, district.1))
    }

    fn found(typed: &str) -> Vec<String> {
        let all = [
            centre("straseni", "Strășeni", ("raionul Strășeni", "Страшенский район")),
            centre("lozova", "Lozova", ("raionul Strășeni", "Страшенский район")),
            centre("causeni", "Căușeni", ("raionul Căușeni", "Каушанский район")),
        ];
        find_centres(&all, typed).into_iter().map(|centre| centre.id.clone()).collect()
    }

    #[test]
    fn a_centre_is_found_in_either_alphabet_without_diacritics() {
        for typed in ["loz", "LOZOVA", "Лозова", "лоз", "cups loz", "lozova, straseni"] {
            assert_eq!(found(typed), ["lozova"], "{typed}");
        }
        for typed in ["causeni", "Căușeni", "CĂUŞENI", "кауш"] {
            assert_eq!(found(typed), ["causeni"], "{typed}");
        }
    }

    #[test]
    fn the_village_itself_comes_before_those_of_its_district() {
        assert_eq!(found("straseni"), ["straseni", "lozova"]);
        assert_eq!(found("Strășeni"), ["straseni", "lozova"]);
    }

    #[test]
    fn nothing_typed_finds_all_in_order_and_nonsense_nothing() {
        assert_eq!(found("  "), ["causeni", "lozova", "straseni"]);
        assert_eq!(found("xwxw"), [] as [&str; 0]);
    }
}
