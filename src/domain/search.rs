//! Search by need: folded letters, inflected forms, everyday and old names, either alphabet, a wrong keyboard
//! layout, small typing errors; and nothing at all for what the catalogue does not know.

mod words;

pub use words::{fold, other_layout, skeleton};

use super::catalogue::Catalogue;
use super::service::Confidence;
use super::text::Language;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use words::{skeletons, stem, within_edits};

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
    /// Whether a visit can be about it; a record that is not confirmed is found, and the specialist is asked.
    pub is_guide: bool,
    /// How well it fits: 1 when every word does, more when the words are one of its names.
    pub score: f32,
}

struct Entry {
    code: String,
    kind: HitKind,
    is_guide: bool,
}

/// One text by which an entry is found: a title, a name, a summary.
struct Field {
    entry: u32,
    /// How much a word in it says.
    weight: f32,
    /// How many words it has.
    words: u32,
}

/// The index: every word of titles and names in all languages, sorted, so that all words with a prefix lie side
/// by side; and the same words by their stems.
pub struct SearchIndex {
    entries: Vec<Entry>,
    fields: Vec<Field>,
    words: Vec<String>,
    /// For each word the fields it stands in.
    places: Vec<Vec<u32>>,
    /// For each word how much it tells entries apart, 0 to 1.
    telling: Vec<f32>,
    stems: HashMap<String, Vec<u32>>,
}

const ALIAS: f32 = 1.0;
const TITLE: f32 = 0.9;
const SUMMARY: f32 = 0.3;
/// Hits below this share of the best possible score are not confident and are left out: of few words, and of a
/// whole sentence, in which much is talk.
const CONFIDENT: f32 = 0.5;
const CONFIDENT_OF_MANY: f32 = 0.36;
/// From this score on the layout of the keyboard was right.
const SURE: f32 = 1.3;
/// What a hit gains when the words typed are one of its names, whole and alone.
const NAMED: f32 = 0.4;
/// What an event gains before services.
const EVENT_FIRST: f32 = 0.12;
/// How much a word counts that the catalogue does not know: in a short query it says that something else is
/// meant, in a long one it is talk.
const UNKNOWN_OF_FEW: f32 = 1.0;
const UNKNOWN_OF_MANY: f32 = 0.35;

/// A word of the query: the fields it fits with how well, and how much it counts.
struct Matched {
    fields: HashMap<u32, f32>,
    counts: f32,
}

impl SearchIndex {
    /// Builds the index of a catalogue. Takes a few milliseconds for some hundred services.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut builder = Builder::default();
        for event in catalogue.events.values() {
            let entry = builder.entry(&event.code, HitKind::Event, true);
            builder.field(entry, &event.code, ALIAS);
            for language in Language::INTERFACE {
                builder.field(entry, event.title.get(language), TITLE);
                builder.field(entry, event.tile.get(language), ALIAS);
                builder.field(entry, event.covers.get(language), SUMMARY);
            }
            event.aliases.all().for_each(|alias| builder.field(entry, alias, ALIAS));
        }
        for service in catalogue.services.values() {
            let is_guide = service.confidence != Confidence::Assumed;
            let entry = builder.entry(service.code.as_str(), HitKind::Service, is_guide);
            builder.field(entry, service.code.as_str(), ALIAS);
            for language in Language::INTERFACE {
                builder.field(entry, service.title.get(language), TITLE);
                builder.field(entry, service.summary.get(language), SUMMARY);
            }
            let notices = catalogue.notices.values().filter(|notice| notice.services.contains(&service.code));
            let old_names = notices.flat_map(|notice| notice.aliases.all());
            service.aliases.all().chain(old_names).for_each(|alias| builder.field(entry, alias, ALIAS));
        }
        builder.finish()
    }

    /// The best hits for what was typed, best first; empty when nothing fits with confidence.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let direct = self.search_words(&skeletons(query), limit);
        let best = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.score);
        if best(&direct) >= SURE {
            return direct;
        }
        let words = skeletons(&other_layout(query));
        // Loose letters of the other layout mean nothing.
        if words.iter().all(|word| word.chars().count() < 3) {
            return direct;
        }
        let swapped = self.search_words(&words, limit);
        if best(&swapped) > best(&direct) { swapped } else { direct }
    }

    fn search_words(&self, query: &[String], limit: usize) -> Vec<Hit> {
        let (unknown, confident) =
            if query.len() > 3 { (UNKNOWN_OF_MANY, CONFIDENT_OF_MANY) } else { (UNKNOWN_OF_FEW, CONFIDENT) };
        let matched: Vec<Matched> = query
            .iter()
            .enumerate()
            // The last word may still be being typed.
            .map(|(place, word)| self.matches(word, place + 1 == query.len(), unknown))
            .collect();
        let possible: f32 = matched.iter().map(|word| word.counts).sum();
        if possible <= 0.0 {
            return Vec::new();
        }
        // Of each entry the best of each word, wherever it stands; of each field the words that stand there.
        let mut entries: HashMap<u32, f32> = HashMap::new();
        let mut fields: HashMap<u32, (f32, u32)> = HashMap::new();
        for word in &matched {
            let mut best: HashMap<u32, f32> = HashMap::new();
            for (field, quality) in &word.fields {
                let Field { entry, weight, .. } = self.fields[*field as usize];
                let score = weight * quality * word.counts;
                let known = best.entry(entry).or_default();
                *known = known.max(score);
                let (sum, count) = fields.entry(*field).or_default();
                *sum += score;
                *count += 1;
            }
            for (entry, score) in best {
                *entries.entry(entry).or_default() += score;
            }
        }
        let mut named: HashMap<u32, f32> = HashMap::new();
        for (place, (sum, count)) in fields {
            let field = &self.fields[place as usize];
            if field.weight < TITLE {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "a name has few words")]
            let covered = count.min(field.words) as f32 / field.words.max(1) as f32;
            let bonus = NAMED * (sum / possible) * covered;
            let known = named.entry(field.entry).or_default();
            *known = known.max(bonus);
        }
        let mut hits: Vec<Hit> = entries
            .into_iter()
            .filter(|(_, score)| *score / possible >= confident)
            .map(|(place, score)| {
                let entry = &self.entries[place as usize];
                let score = score / possible + named.get(&place).copied().unwrap_or_default();
                Hit { code: entry.code.clone(), kind: entry.kind, is_guide: entry.is_guide, score }
            })
            .collect();
        let rank = |hit: &Hit| hit.score + if hit.kind == HitKind::Event { EVENT_FIRST } else { 0.0 };
        hits.sort_by(|one, other| rank(other).total_cmp(&rank(one)).then_with(|| one.code.cmp(&other.code)));
        hits.truncate(limit);
        hits
    }

    /// The fields that a word fits, and how much the word counts.
    fn matches(&self, word: &str, unfinished: bool, unknown: f32) -> Matched {
        let mut matched = Matched { fields: HashMap::new(), counts: 0.0 };
        let length = word.chars().count();
        let start = self.words.partition_point(|known| known.as_str() < word);
        if self.words.get(start).is_some_and(|known| known == word) {
            self.take(&mut matched, start, 1.0);
        }
        for place in self.stems.get(stem(word)).into_iter().flatten().filter(|_| length >= 4) {
            self.take(&mut matched, *place as usize, 0.95);
        }
        if unfinished && length >= 4 {
            let longer = self.words[start..].iter().take_while(|known| known.starts_with(word)).count();
            (start..start + longer).for_each(|place| self.take(&mut matched, place, 0.85));
        }
        if matched.fields.is_empty() && length >= 5 && !word.starts_with(|letter: char| letter.is_ascii_digit()) {
            let allowed = if length >= 8 { 2 } else { 1 };
            let first = word.chars().next().map(String::from).unwrap_or_default();
            let start = self.words.partition_point(|known| known.as_str() < first.as_str());
            let near = self.words[start..].iter().take_while(|known| known.starts_with(&first)).enumerate();
            for (offset, _) in near.filter(|(_, known)| known.len() >= 4 && within_edits(word, known, allowed)) {
                self.take(&mut matched, start + offset, 0.75);
                // What fits only by an error may as well be another word.
                matched.counts = matched.counts.max(unknown);
            }
        }
        if matched.fields.is_empty() {
            matched.counts = unknown;
        }
        matched
    }

    fn take(&self, matched: &mut Matched, word: usize, quality: f32) {
        matched.counts = matched.counts.max(self.telling[word]);
        for field in &self.places[word] {
            let known = matched.fields.entry(*field).or_default();
            *known = known.max(quality);
        }
    }
}

#[derive(Default)]
struct Builder {
    entries: Vec<Entry>,
    fields: Vec<Field>,
    words: BTreeMap<String, Vec<u32>>,
}

impl Builder {
    fn entry(&mut self, code: &str, kind: HitKind, is_guide: bool) -> u32 {
        self.entries.push(Entry { code: code.to_owned(), kind, is_guide });
        number(self.entries.len() - 1)
    }

    fn field(&mut self, entry: u32, text: &str, weight: f32) {
        let words = skeletons(text);
        let place = number(self.fields.len());
        self.fields.push(Field { entry, weight, words: number(words.len()) });
        for word in words {
            let places = self.words.entry(word).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    fn finish(self) -> SearchIndex {
        let all = f64::from(number(self.entries.len()));
        let mut stems: HashMap<String, Vec<u32>> = HashMap::new();
        let mut index = SearchIndex {
            entries: self.entries,
            fields: self.fields,
            words: Vec::with_capacity(self.words.len()),
            places: Vec::with_capacity(self.words.len()),
            telling: Vec::with_capacity(self.words.len()),
            stems: HashMap::new(),
        };
        for (place, (word, fields)) in self.words.into_iter().enumerate() {
            let mut entries: Vec<u32> = fields.iter().map(|field| index.fields[*field as usize].entry).collect();
            entries.dedup();
            // What stands in few entries tells more than what stands in many.
            let spread = f64::from(number(entries.len()));
            #[expect(clippy::cast_possible_truncation, reason = "a number between 0 and 1")]
            let telling = ((all / spread).ln() / all.ln().max(1.0)).clamp(0.2, 1.0) as f32;
            stems.entry(stem(&word).to_owned()).or_default().push(number(place));
            index.words.push(word);
            index.places.push(fields);
            index.telling.push(telling);
        }
        index.stems = stems;
        index
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
