//! Texts as others wrote them, made fit for our records: one form of each letter, plain spaces, no invisible signs.

use crate::domain::text::{Language, Text};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The order in which another language stands in for Romanian where that is missing.
const STAND_INS: [Language; 6] = [Language::Ro, Language::En, Language::Ru, Language::Uk, Language::Bg, Language::Gag];

/// One line of text: letters composed (NFC), the old cedilla letters ş and ţ written ș and ț, every kind of space and
/// line break one space, invisible signs gone, nothing at the ends.
#[must_use]
pub fn line(text: &str) -> String {
    let visible: String = text.chars().filter(|letter| !is_invisible(*letter)).collect();
    // Taken apart, a cedilla is a sign of its own, and one pass mends it in whatever way it was written.
    let mut base = ' ';
    let parted = DecomposingNormalizerBorrowed::new_nfd().normalize(&visible);
    let mended = parted.chars().map(|letter| {
        if !is_mark(letter) {
            base = letter;
        }
        if letter == CEDILLA && matches!(base, 's' | 'S' | 't' | 'T') { COMMA_BELOW } else { letter }
    });
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&mended.collect::<String>()).into_owned();
    let mut clean = String::with_capacity(composed.len());
    for letter in composed.chars() {
        let letter = if letter.is_whitespace() || letter.is_control() { ' ' } else { letter };
        if letter != ' ' || !clean.is_empty() && !clean.ends_with(' ') {
            clean.push(letter);
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

/// The signs that compose ş and ș.
const CEDILLA: char = '\u{327}';
const COMMA_BELOW: char = '\u{326}';

/// Marks that stand on or under the letter before them.
const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36F}')
}

/// Signs that take no place and mean nothing here: soft hyphens, joiners, directions, byte-order marks.
const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The language a tag names, by its first part, in any case: `ro`, `RO`, `ro-MD`, `ru_MD`. `mo` is the withdrawn tag
/// of Romanian as written in Moldova.
#[must_use]
pub fn language(tag: &str) -> Option<Language> {
    let first = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if first == "mo" { Some(Language::Ro) } else { first.parse().ok() }
}

/// A text of these languages, and the language that stands in for Romanian where there is no Romanian; `None` when
/// there is no text at all. Blank ones do not count.
#[must_use]
pub fn text(mut languages: BTreeMap<Language, String>) -> Option<(Text, Option<Language>)> {
    languages.retain(|_, words| !words.trim().is_empty());
    let first = STAND_INS.into_iter().find(|language| languages.contains_key(language))?;
    let ro = languages.get(&first)?.clone();
    let stand_in = (first != Language::Ro).then_some(first);
    let mut take = |language| languages.remove(&language);
    let text = Text {
        ro,
        ru: take(Language::Ru),
        en: take(Language::En),
        uk: take(Language::Uk),
        gag: take(Language::Gag),
        bg: take(Language::Bg),
    };
    Some((text, stand_in))
}

/// The parts of a text in one language, joined; a language that no part has is left out. `None` without parts.
#[must_use]
pub fn joined<'a>(parts: impl IntoIterator<Item = &'a Text>, between: &str) -> Option<Text> {
    let parts: Vec<&Text> = parts.into_iter().collect();
    let languages = STAND_INS.into_iter().filter_map(|language| {
        let words: Vec<&str> = parts.iter().filter_map(|part| part.exact(language)).collect();
        (!words.is_empty()).then(|| (language, words.join(between)))
    });
    text(languages.collect()).map(|(text, _)| text)
}

/// The most letters an id takes over from a title; what is longer is told apart by a hash.
const LONGEST_SLUG: usize = 60;

/// An id made of a text: Latin letters without their marks, digits, and hyphens. The same words give the same id
/// whatever their case, marks and punctuation. Texts that do not fit, or are in other letters, end in a part of
/// their SHA-256, so that no two of them meet.
#[must_use]
pub fn slug(text: &str) -> String {
    slug_within(text, LONGEST_SLUG)
}

/// An id as [`slug`] makes it, of so many letters at most. The hash is never shortened, so that ids need nine letters
/// to begin with what the text says.
#[must_use]
pub fn slug_within(text: &str, longest: usize) -> String {
    let mut folded = String::new();
    let mut lost = false;
    for letter in line(text).to_lowercase().chars() {
        let plain = match letter {
            'ă' | 'â' | 'á' | 'à' | 'ä' => 'a',
            'î' | 'í' => 'i',
            'ș' => 's',
            'ț' => 't',
            'é' | 'è' | 'ë' => 'e',
            'ö' | 'ó' => 'o',
            'ü' | 'ú' => 'u',
            letter if letter.is_ascii_alphanumeric() => letter,
            letter => {
                lost |= letter.is_alphanumeric();
                '-'
            }
        };
        if plain != '-' || !folded.is_empty() && !folded.ends_with('-') {
            folded.push(plain);
        }
    }
    folded.truncate(folded.trim_end_matches('-').len());
    if !lost && !folded.is_empty() && folded.len() <= longest {
        return folded;
    }
    let hash = short_hash(&line(text).to_lowercase());
    // Only ASCII was pushed, so that every place is between letters.
    folded.truncate(longest.saturating_sub(hash.len() + 1));
    let start = folded.trim_end_matches('-');
    if start.is_empty() { hash } else { format!("{start}-{hash}") }
}

/// The first 32 bits of a text's SHA-256, as eight digits.
#[must_use]
pub fn short_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(4).fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// How many characters of a text its excerpt is made of, spaces and invisible signs among them.
const EXCERPT_READ: usize = 1_000;

/// The beginning of a text, for a doubt.
#[must_use]
pub fn excerpt(text: &str) -> String {
    // What will not be seen of a long text is not cleaned either.
    let end = text.char_indices().nth(EXCERPT_READ).map(|(end, _)| end);
    let beginning = line(text.get(..end.unwrap_or(text.len())).unwrap_or_default());
    let mut letters = beginning.chars();
    let start: String = letters.by_ref().take(80).collect();
    if end.is_some() || letters.next().is_some() { format!("{start}…") } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dirt_goes_and_letters_stay() {
        assert_eq!(line("  Înregis\u{200B}trarea\u{A0}căsătoriei \r\n "), "Înregistrarea căsătoriei");
        assert_eq!(line("s\u{327}i t\u{326}ara\u{306} Ţară şi"), "și țară Țară și");
        assert_eq!(line("\u{0}\t "), "");
    }

    #[test]
    fn languages_are_known_by_their_first_part() {
        for tag in ["ro", "RO", "ro-MD", "Ro_md", "mo"] {
            assert_eq!(language(tag), Some(Language::Ro), "{tag}");
        }
        assert_eq!(language("gag"), Some(Language::Gag));
        assert_eq!(language("de"), None);
        assert_eq!(language(""), None);
    }

    #[test]
    fn romanian_is_stood_in_for_in_a_fixed_order() {
        let both = BTreeMap::from([(Language::Ru, "б".to_owned()), (Language::En, "b".to_owned())]);
        let (text, stand_in) = super::text(both).unwrap();
        assert_eq!((text.ro.as_str(), text.en.as_deref(), stand_in), ("b", Some("b"), Some(Language::En)));
        assert!(super::text(BTreeMap::from([(Language::Ro, " ".to_owned())])).is_none());
    }

    #[test]
    fn ids_are_the_same_for_the_same_words_only() {
        assert_eq!(slug("Act de identitate"), "act-de-identitate");
        assert_eq!(slug(" ACT  de Identitate. "), "act-de-identitate");
        assert_ne!(slug("Справка F1"), slug("Форма F1"));
        assert!(slug("Справка F1").starts_with("f1-"));
        let long = "cuvânt ".repeat(100);
        assert_ne!(slug(&long), slug(&format!("{long} altul")));
        assert!(!slug("…").is_empty());
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC*|[ \\n\\r\\t\u{A0}\u{200B}a-dşţșs\u{327}\u{326}\u{301}]*") {
            let once = line(&text);
            prop_assert_eq!(line(&once), once.clone());
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }

        #[test]
        fn ids_are_short_and_plain(text in "\\PC*") {
            let id = slug(&text);
            prop_assert!(!id.is_empty() && id.len() <= LONGEST_SLUG, "{}", id);
            prop_assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            prop_assert!(!excerpt(&text).contains('\n'));
        }
    }
}
