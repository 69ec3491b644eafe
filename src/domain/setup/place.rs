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
}

impl From<Centre> for CentrePlace {
    fn from(centre: Centre) -> Self {
        Self { id: centre.id, name: centre.name, locality: centre.locality, district: centre.district }
    }
}

impl CentrePlace {
    /// Everything by which it is found, as it is compared.
    fn words(&self) -> Vec<String> {
        let texts = [&self.name, &self.district];
        let languages = [Language::Ro, Language::Ru, Language::En];
        let said = texts.into_iter().flat_map(|text| languages.map(|language| text.get(language).to_owned()));
        said.chain([self.locality.clone(), self.id.clone()]).flat_map(|text| keys(&text)).collect()
    }

    /// How well it fits what was typed: each word begins one of its own. Its village first, then its name.
    fn rank(&self, typed: &[String]) -> Option<u8> {
        let words = self.words();
        let fits = |key: &String| words.iter().any(|word| word.starts_with(key.as_str()));
        if !typed.iter().all(fits) {
            return None;
        }
        let own = keys(&self.locality);
        Some(u8::from(!typed.iter().any(|key| own.iter().any(|word| word.starts_with(key.as_str())))))
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
    found.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| fold(&one.1.locality).cmp(&fold(&other.1.locality))));
    found.into_iter().map(|(_, centre)| centre).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn centre(id: &str, locality: &str, district: (&str, &str)) -> CentrePlace {
        let text = |ro: &str, ru: &str| -> Text {
            serde_json::from_value(serde_json::json!({ "ro": ro, "ru": ru, "en": ro })).unwrap()
        };
        CentrePlace {
            id: id.to_owned(),
            name: text(&format!("CUPS {locality}"), "ЕЦПУ"),
            locality: locality.to_owned(),
            district: text(district.0, district.1),
        }
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
