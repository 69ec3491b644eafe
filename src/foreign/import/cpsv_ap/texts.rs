//! Texts of several languages out of literals: the Romanian place always filled, nothing left out silently.

use super::concept::Property;
use super::reader::Reader;
use crate::domain::text::{Aliases, Language, Text};
use crate::foreign::import::clean;
use crate::foreign::rdf::language::{UNDETERMINED, normalised, primary};
use crate::foreign::rdf::{Node, Term};
use std::collections::BTreeMap;

/// In which order other languages stand in where there is no Romanian; those not named come last, by their tags.
const STAND_INS: [&str; 6] = ["en", "ru", "uk", "bg", "gag", UNDETERMINED];

/// Where a text stands: in which record and in which of its fields.
pub(super) struct Place<'p> {
    /// The record as the files name it: `service/X-NAME`.
    pub(super) record: &'p str,
    /// The field: `title`.
    pub(super) field: &'p str,
}

impl<'p> Place<'p> {
    pub(super) fn new(record: &'p str, field: &'p str) -> Self {
        Self { record, field }
    }
}

impl Reader<'_> {
    /// The text of the first of these properties that has one.
    pub(super) fn text(&mut self, subject: Term, properties: &[Property], place: &Place<'_>) -> Option<Text> {
        properties.iter().find_map(|property| {
            let literal = |reader: &Self, term| matches!(reader.graph.node(term), Node::Literal { .. });
            let values = self.values_where(subject, *property, literal);
            self.text_from(subject, &values, place)
        })
    }

    /// One text out of literals of several languages.
    fn text_from(&mut self, subject: Term, values: &[Term], place: &Place<'_>) -> Option<Text> {
        let mut by_tag: BTreeMap<String, Vec<(String, &str)>> = BTreeMap::new();
        for value in values {
            let Node::Literal { text, language, .. } = self.graph.node(*value) else { continue };
            let tag = self.tag(subject, language);
            // Ours are as their editors meant them, hard spaces and all.
            let cleaned = if self.is_ours(subject) { (*text).to_owned() } else { cleaned(text, &tag) };
            if cleaned.is_empty() {
                let what = format!("an empty text of {}, passed over", place.field);
                self.doubt(subject, place.record, what);
                continue;
            }
            self.spend(cleaned.len());
            by_tag.entry(tag).or_default().push((cleaned, text));
        }
        let mut texts: BTreeMap<String, (String, &str)> = BTreeMap::new();
        for (tag, several) in by_tag {
            let mut several = several.into_iter();
            let Some(first) = several.next() else { continue };
            for (other, _) in several.filter(|(other, _)| *other != first.0) {
                let what =
                    format!("{} stands several times in \"{tag}\"; left out: {}", place.field, shortened(&other));
                self.doubt(subject, place.record, what);
            }
            texts.insert(tag, first);
        }
        self.arranged(subject, &texts, place)
    }

    /// Puts each language's text in its place.
    fn arranged(&mut self, subject: Term, texts: &BTreeMap<String, (String, &str)>, place: &Place<'_>) -> Option<Text> {
        let own = |language: Language| {
            let code = language.code();
            texts.get_key_value(code).or_else(|| texts.iter().find(|(tag, _)| primary(tag) == code))
        };
        let mut used: Vec<&str> = Vec::new();
        let mut take = |language: Language| {
            own(language).map(|(tag, (cleaned, original))| {
                used.push(tag);
                (cleaned.clone(), (*original).to_owned())
            })
        };
        let [ro, ru, en, uk, gag, bg] =
            [Language::Ro, Language::Ru, Language::En, Language::Uk, Language::Gag, Language::Bg].map(&mut take);
        let mut foreign = None;
        let romanian = if let Some((cleaned, _)) = &ro {
            cleaned.clone()
        } else {
            let preferred = STAND_INS.iter().find_map(|tag| texts.iter().find(|(own, _)| primary(own) == *tag));
            let (tag, (cleaned, _)) = preferred.or_else(|| texts.iter().next())?;
            foreign = Some(tag.clone());
            cleaned.clone()
        };
        let left_out: Vec<String> = texts
            .keys()
            .filter(|tag| !used.contains(&tag.as_str()) && foreign.as_ref() != Some(*tag))
            .cloned()
            .collect();
        for (code, kept) in [("ro", &ro), ("ru", &ru), ("en", &en), ("uk", &uk), ("gag", &gag), ("bg", &bg)] {
            if let Some((cleaned, original)) = kept
                && cleaned != original
            {
                let fields = self.imported.originals.entry(place.record.to_owned()).or_default();
                fields.insert(format!("{}.{code}", place.field), original.clone());
            }
        }
        let file = self.file_of(subject).to_owned();
        let notes = self.notes.entry((file, place.record.to_owned())).or_default();
        if let Some(tag) = foreign {
            notes.stand_in.entry(tag).or_default().insert(place.field.to_owned());
        }
        for tag in left_out {
            notes.left_out.entry(tag).or_default().insert(place.field.to_owned());
        }
        let [ru, en, uk, gag, bg] = [ru, en, uk, gag, bg].map(|text| text.map(|(cleaned, _)| cleaned));
        Some(Text { ro: romanian, ru, en, uk, gag, bg })
    }

    /// A literal's tag in its one form; a doubt when it is none.
    fn tag(&mut self, subject: Term, language: Option<&str>) -> String {
        let Some(tag) = language else { return UNDETERMINED.to_owned() };
        match normalised(tag) {
            Ok(tag) => tag,
            Err(undetermined) => {
                let file = self.file_of(subject).to_owned();
                *self.wrong_tags.entry((file, tag.to_owned())).or_default() += 1;
                undetermined.to_owned()
            }
        }
    }

    /// The words by which people look for a thing. A literal often holds several, with commas between.
    pub(super) fn aliases(&mut self, subject: Term, record: &str) -> Aliases {
        let literal = |reader: &Self, term| matches!(reader.graph.node(term), Node::Literal { .. });
        let mut aliases = Aliases::default();
        for value in self.values_where(subject, Property::Keyword, literal) {
            let Node::Literal { text, language, .. } = self.graph.node(value) else { continue };
            let tag = self.tag(subject, language);
            let list = match primary(&tag) {
                "ro" => &mut aliases.ro,
                "ru" => &mut aliases.ru,
                "en" => &mut aliases.en,
                other => {
                    let what = format!("keywords in \"{other}\" have no place: {}", shortened(text));
                    self.doubt(subject, record, what);
                    continue;
                }
            };
            for word in text.split([',', ';', '\n']) {
                let word = cleaned(word, &tag);
                if !word.is_empty() && !list.contains(&word) {
                    list.push(word);
                }
            }
        }
        self.spend(aliases.all().map(str::len).sum());
        aliases
    }

    /// The doubts about texts, one for each record and language.
    pub(super) fn note_texts(&mut self) {
        for ((file, record), notes) in std::mem::take(&mut self.notes) {
            for (tag, fields) in notes.stand_in {
                let fields: Vec<String> = fields.into_iter().collect();
                let what = format!("no Romanian: the text in \"{tag}\" stands in its place: {}", fields.join(", "));
                self.doubt_in(file.as_str(), record.as_str(), what);
            }
            for (tag, fields) in notes.left_out {
                let fields: Vec<String> = fields.into_iter().collect();
                let what = format!("the text in \"{tag}\" has no place and is left out: {}", fields.join(", "));
                self.doubt_in(file.as_str(), record.as_str(), what);
            }
        }
        for ((file, tag), count) in std::mem::take(&mut self.wrong_tags) {
            let what = format!("\"{tag}\" is no language tag; {count} texts are taken as of an unknown language");
            self.doubt_in(file, "language", what);
        }
    }
}

/// Languages that are written with ş and ţ with cedillas.
const WITH_CEDILLA: [&str; 5] = ["gag", "tr", "az", "crh", "tk"];

/// A text without what editors do not mean, as [`clean::line`] leaves out or mends it. Line breaks stay, at most two in
/// a row, and so do cedillas where the language, by its tag, is written with them.
pub(super) fn cleaned(text: &str, tag: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = clean::line(line);
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    let joined = lines.join("\n").trim_end().to_owned();
    if !WITH_CEDILLA.contains(&primary(tag)) {
        return joined;
    }
    let with_cedilla = |letter| match letter {
        'ș' => 'ş',
        'Ș' => 'Ş',
        'ț' => 'ţ',
        'Ț' => 'Ţ',
        other => other,
    };
    joined.chars().map(with_cedilla).collect()
}

/// The start of a text, for a doubt.
pub(super) fn shortened(text: &str) -> String {
    let start: String = text.chars().take(80).collect();
    if start.len() < text.len() { format!("\"{start}…\"") } else { format!("\"{start}\"") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cleaning_mends_spaces_and_cedillas() {
        assert_eq!(cleaned("  Înregistrarea\u{a0} na\u{200b}şterii \n", "ro"), "Înregistrarea nașterii");
        assert_eq!(cleaned("one\n\n\n two \r\nthree", "en"), "one\n\ntwo\nthree");
        assert_eq!(cleaned("i\u{302}nas\u{326}tere", "ro-md"), "înaștere", "letters are composed");
        assert_eq!(cleaned("kişi ţ", "gag"), "kişi ţ");
        assert_eq!(cleaned("Ştefan", "en"), "Ștefan");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in "[ -ţ\\n\\r\\t\u{200b}\u{327}\u{301}]*", tag in "ro|gag|und") {
            let once = cleaned(&text, &tag);
            prop_assert_eq!(cleaned(&once, &tag), once.clone());
        }
    }
}
