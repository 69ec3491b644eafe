//! Search by need: folded letters, inflected forms, everyday and old names, a wrong keyboard layout,
//! small typing errors; and nothing at all for what the catalogue does not know.

use super::catalogue::Catalogue;
use super::service::Confidence;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a hit leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum HitKind {
    /// A life event; comes before services of equal score.
    Event,
    /// A service.
    Service,
}

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The code of the event or service.
    pub code: String,
    /// What it leads to.
    pub kind: HitKind,
    /// How well it fits, 0 to 1.
    pub score: f32,
}

/// A text to be found by, and how much a word in it weighs.
struct Entry {
    code: String,
    kind: HitKind,
}

/// One place where a word stands.
#[derive(Clone, Copy)]
struct Posting {
    entry: u32,
    weight: f32,
}

/// The index: every folded word of titles and aliases in all languages, sorted, so that all words with a
/// prefix lie side by side.
pub struct SearchIndex {
    entries: Vec<Entry>,
    words: Vec<String>,
    postings: Vec<Vec<Posting>>,
}

const TITLE: f32 = 0.8;
const ALIAS: f32 = 1.0;
const SUMMARY: f32 = 0.35;
/// Hits below this share of the best possible score are not confident and are left out.
const CONFIDENT: f32 = 0.45;

impl SearchIndex {
    /// Builds the index of a catalogue. Takes a few milliseconds for some hundred services.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut builder = Builder::default();
        for event in catalogue.events.values() {
            let entry = builder.entry(&event.code, HitKind::Event);
            for language in super::text::Language::INTERFACE {
                builder.add(entry, event.title.get(language), TITLE);
                builder.add(entry, event.tile.get(language), ALIAS);
                builder.add(entry, event.covers.get(language), SUMMARY);
            }
            event.aliases.all().for_each(|alias| builder.add(entry, alias, ALIAS));
        }
        for service in catalogue.services.values().filter(|service| service.confidence != Confidence::Assumed) {
            let entry = builder.entry(service.code.as_str(), HitKind::Service);
            builder.add(entry, service.code.as_str(), ALIAS);
            for language in super::text::Language::INTERFACE {
                builder.add(entry, service.title.get(language), TITLE);
                builder.add(entry, service.summary.get(language), SUMMARY);
            }
            let notices = catalogue.notices.values().filter(|notice| notice.services.contains(&service.code));
            let old_names = notices.flat_map(|notice| notice.aliases.all());
            service.aliases.all().chain(old_names).for_each(|alias| builder.add(entry, alias, ALIAS));
        }
        builder.finish()
    }

    /// The best hits for what was typed, best first; empty when nothing fits with confidence.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let direct = self.search_words(&words(query), limit);
        if !direct.is_empty() {
            return direct;
        }
        let swapped = other_layout(query);
        if swapped == query { direct } else { self.search_words(&words(&swapped), limit) }
    }

    fn search_words(&self, query: &[String], limit: usize) -> Vec<Hit> {
        let meaningful: Vec<&String> = query.iter().filter(|word| !is_stop_word(word)).collect();
        if meaningful.is_empty() {
            return Vec::new();
        }
        let mut scores: BTreeMap<u32, f32> = BTreeMap::new();
        for (index, word) in meaningful.iter().enumerate() {
            // The last word may still be being typed.
            let unfinished = index + 1 == meaningful.len();
            for (entry, score) in self.word_scores(word, unfinished) {
                *scores.entry(entry).or_default() += score;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a query has few words")]
        let possible = meaningful.len() as f32;
        let mut hits: Vec<Hit> = scores
            .into_iter()
            .map(|(entry, score)| (&self.entries[entry as usize], score / possible))
            .filter(|(_, score)| *score >= CONFIDENT)
            .map(|(entry, score)| Hit { code: entry.code.clone(), kind: entry.kind, score })
            .collect();
        hits.sort_by(|one, other| {
            let event_first = |hit: &Hit| hit.score + if hit.kind == HitKind::Event { 0.1 } else { 0.0 };
            event_first(other).total_cmp(&event_first(one)).then_with(|| one.code.cmp(&other.code))
        });
        hits.truncate(limit);
        hits
    }

    /// The best score of each entry for one word.
    fn word_scores(&self, word: &str, unfinished: bool) -> BTreeMap<u32, f32> {
        let mut best: BTreeMap<u32, f32> = BTreeMap::new();
        let mut take = |index: usize, quality: f32| {
            for posting in &self.postings[index] {
                let score = posting.weight * quality;
                let known = best.entry(posting.entry).or_default();
                *known = known.max(score);
            }
        };
        let prefix = if unfinished && word.chars().count() <= 3 { word } else { stem(word) };
        let start = self.words.partition_point(|known| known.as_str() < prefix);
        let mut found = false;
        for (index, known) in
            self.words.iter().enumerate().skip(start).take_while(|(_, known)| known.starts_with(prefix))
        {
            let extra = known.chars().count().abs_diff(word.chars().count());
            let quality = if known == word {
                1.0
            } else if unfinished && known.starts_with(word) {
                0.9
            } else if extra <= 3 && stem(known) == prefix {
                0.85
            } else {
                continue;
            };
            found = true;
            take(index, quality);
        }
        if !found && word.chars().count() >= 5 {
            let allowed = if word.chars().count() >= 8 { 2 } else { 1 };
            for (index, known) in self.words.iter().enumerate() {
                if within_edits(word, known, allowed) {
                    take(index, 0.7);
                }
            }
        }
        best
    }
}

#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    words: BTreeMap<String, BTreeMap<u32, f32>>,
}

impl Builder {
    fn entry(&mut self, code: &str, kind: HitKind) -> u32 {
        self.entries.push(Entry { code: code.to_owned(), kind });
        u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
    }

    fn add(&mut self, entry: u32, text: &str, weight: f32) {
        for word in words(text).into_iter().filter(|word| !is_stop_word(word)) {
            let known = self.words.entry(word).or_default().entry(entry).or_default();
            *known = known.max(weight);
        }
    }

    fn finish(self) -> SearchIndex {
        let (words, postings) = self
            .words
            .into_iter()
            .map(|(word, places)| (word, places.into_iter().map(|(entry, weight)| Posting { entry, weight }).collect()))
            .unzip();
        SearchIndex { entries: self.entries, words, postings }
    }
}

/// The folded words of a text.
fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Lower case without diacritics: ș and ş are s, ț and ţ are t, ă â î are a a i, ё is е.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(|letter| match letter {
            'ă' | 'â' | 'á' | 'à' | 'ä' => 'a',
            'î' | 'í' | 'ı' => 'i',
            'ș' | 'ş' => 's',
            'ț' | 'ţ' => 't',
            'é' | 'è' | 'ê' => 'e',
            'ö' | 'ó' => 'o',
            'ü' | 'ú' => 'u',
            'ç' => 'c',
            'ё' => 'е',
            'й' => 'и',
            other => other,
        })
        .collect()
}

/// Cuts common endings off, so that inflected forms meet: of Romanian (-ul, -ului, -elor, -ii), Russian
/// (-ами, -ого, -ия) and English (-s, -ing). Never below four letters.
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 58] = [
        "urilor", "ului", "elor", "ilor", "iile", "atia", "atiei", "area", "arii", "erea", "irea", "ele", "ile", "uri",
        "ul", "ii", "ei", "ea", "ia", "le", "lui", "are", "ere", "ire", "at", "it", "ing", "ies", "ed", "es", "иями",
        "ами", "ями", "ого", "его", "ому", "ему", "ыми", "ими", "ения", "ение", "ию", "ия", "ии", "ие", "ов", "ев",
        "ом", "ем", "ам", "ах", "ой", "ои", "ая", "ые", "ть", "a", "s",
    ];
    const LETTERS: [char; 16] = ['e', 'i', 'u', 'y', 'o', 'а', 'е', 'и', 'о', 'у', 'ы', 'ь', 'я', 'ю', 'a', 's'];
    let long_enough = |rest: &str| rest.chars().count() >= 4;
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && long_enough(rest)
        {
            return rest;
        }
    }
    match word.strip_suffix(LETTERS) {
        Some(rest) if long_enough(rest) => rest,
        _ => word,
    }
}

/// Words that say nothing about what is looked for.
fn is_stop_word(word: &str) -> bool {
    const STOP: [&str; 75] = [
        "de", "la", "si", "sau", "in", "pe", "cu", "din", "al", "ale", "ai", "un", "o", "cum", "ce", "unde", "vreau",
        "pentru", "fac", "am", "e", "este", "se", "prin", "care", "dupa", "mai", "imi", "mi", "ma", "lui", "cei", "a",
        "the", "of", "for", "to", "and", "or", "an", "is", "it", "how", "what", "i", "my", "at", "on", "do", "get",
        "и", "в", "на", "за", "по", "с", "о", "об", "как", "что", "где", "я", "мне", "для", "или", "от", "из", "до",
        "хочу", "у", "к", "не", "это", "мои", "моя",
    ];
    STOP.contains(&word)
}

/// The same keys on the other keyboard layout: Russian ЙЦУКЕН against Latin QWERTY.
#[must_use]
pub fn other_layout(text: &str) -> String {
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбю";
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| {
            let pairs = || LATIN.chars().zip(RUSSIAN.chars());
            pairs()
                .find_map(|(latin, russian)| {
                    (letter == latin).then_some(russian).or_else(|| (letter == russian).then_some(latin))
                })
                .unwrap_or(letter)
        })
        .collect()
}

/// Whether one word becomes the other by at most so many insertions, deletions, replacements or swaps
/// of neighbours.
fn within_edits(one: &str, other: &str, allowed: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > allowed || one.first() != other.first() {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let mut cost =
                (last[column] + usize::from(letter != against)).min(last[column + 1] + 1).min(this[column] + 1);
            if row > 0 && column > 0 && one[row - 1] == *against && *letter == other[column - 1] {
                cost = cost.min(before[column - 1] + 1);
            }
            this.push(cost);
        }
        if this.iter().min().is_some_and(|least| *least > allowed) {
            return false;
        }
        before = last;
        last = this;
    }
    last[other.len()] <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_whatever_the_keyboard_gave() {
        assert_eq!(fold("Înregistrarea nașterii, naşterii; Ţară țară"), "inregistrarea nasterii, nasterii; tara tara");
        assert_eq!(fold("ребёнок"), fold("ребенок"));
    }

    #[test]
    fn a_wrong_layout_is_read_as_the_keys_pressed() {
        assert_eq!(other_layout("ыщьфо"), "somaj");
        assert_eq!(other_layout("hj;ltybt"), "рождение");
    }

    #[test]
    fn small_typing_errors_are_counted() {
        assert!(within_edits("certifcat", "certificat", 1));
        assert!(within_edits("casatroie", "casatorie", 1));
        assert!(!within_edits("pasaport", "buletin", 2));
    }
}
