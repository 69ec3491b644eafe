//! How well entries fit the words of a text.

use super::{ALIAS, Hit, HitKind, SearchIndex, Sought, TITLE};
use std::collections::HashSet;

/// What is asked of a hit, or it is left out: by how much its words are of all that were typed, and the same with
/// what it gains by its best name.
struct Measure {
    share: f32,
    named: f32,
    /// How much a word counts that the catalogue does not know.
    unknown: f32,
}

/// In a short text an unknown word says that something else is meant.
const OF_FEW: Measure = Measure { share: 0.4, named: 0.6, unknown: 1.0 };
/// In a whole sentence much is talk.
const OF_MANY: Measure = Measure { share: 0.36, named: 0.0, unknown: 0.35 };
/// From so many words on a text is a sentence.
const MANY: usize = 4;
/// Less is enough of what has a whole name in the words typed: „pașaport" is a topic, whatever is said of it.
const CONFIDENT_OF_TOPIC: f32 = 0.25;
/// What a hit gains when the words typed are one of its names, whole and alone.
pub(super) const NAMED: f32 = 0.4;
/// What a hit gains when all its names have the words typed.
const ABOUT: f32 = 0.3;
/// What an event gains before services.
const EVENT_FIRST: f32 = 0.12;
/// How much of its weight a word keeps that says little; and how much it counts when it is not known.
const LIGHT: f32 = 0.35;
const UNKNOWN_LIGHT: f32 = 0.1;
/// The least a known word counts: one that stands nearly everywhere.
const LEAST: f32 = 0.2;

/// The sums of a search, a place for each entry and field: iterating over lists of numbers is all it does.
pub(super) struct Score<'i> {
    index: &'i SearchIndex,
    measure: Measure,
    /// What the words counted together.
    possible: f32,
    /// For each entry what its words gave.
    entries: Vec<f32>,
    /// The entries that have something.
    touched: Vec<u32>,
    /// For each field what its words gave, and how many they were.
    fields: Vec<(f32, u8)>,
    touched_fields: Vec<u32>,
    /// For each field the number of the word that last reached it.
    reached: Vec<u8>,
    /// Entries in one name of which two words meet that need company.
    met: HashSet<u32>,
    /// For each entry the best of the word that is being added.
    best: Vec<f32>,
    words: u8,
    /// Whether no word so far says what is looked for.
    is_light: bool,
}

impl<'i> Score<'i> {
    /// Nothing added yet.
    #[must_use]
    pub(super) fn new(index: &'i SearchIndex, words: usize) -> Self {
        Self {
            index,
            measure: if words < MANY { OF_FEW } else { OF_MANY },
            possible: 0.0,
            entries: vec![0.0; index.entries.len()],
            touched: Vec::new(),
            fields: vec![(0.0, 0); index.fields.len()],
            touched_fields: Vec::new(),
            reached: vec![0; index.fields.len()],
            met: HashSet::new(),
            best: vec![0.0; index.entries.len()],
            words: 0,
            is_light: true,
        }
    }

    /// Finds the names in which words meet that need company: they are company for each other.
    pub(super) fn meet(&mut self, words: &[&Sought]) {
        if words.len() < 2 {
            return;
        }
        let mut once: HashSet<u32> = HashSet::new();
        for word in words {
            let fields: HashSet<u32> =
                word.meaning.words.iter().flat_map(|(known, _)| self.index.lexicon.fields(*known)).copied().collect();
            let twice =
                fields.iter().filter(|place| once.contains(place)).map(|place| &self.index.fields[*place as usize]);
            self.met.extend(twice.filter(|field| field.weight >= TITLE).map(|field| field.entry));
            once.extend(fields);
        }
    }

    /// Adds a word: of each entry its best field counts, of each field the word itself.
    pub(super) fn add(&mut self, word: &Sought) {
        let unknown = if word.is_light { UNKNOWN_LIGHT } else { self.measure.unknown };
        // A text has fewer words than this.
        self.words = self.words.saturating_add(1);
        self.is_light &= word.is_light;
        let mut entries: Vec<u32> = Vec::new();
        let mut fields: Vec<(u32, f32)> = Vec::new();
        // How many entries have the very word, or, when none has, what it may mean.
        let mut spread = 0;
        // The best first: what reached a field first is its best.
        for (known, quality) in &word.meaning.words {
            if *quality < 1.0 && spread == 0 {
                spread = entries.len();
            }
            for place in self.index.lexicon.fields(*known) {
                let reached = &mut self.reached[*place as usize];
                if *reached == self.words {
                    continue;
                }
                let field = &self.index.fields[*place as usize];
                let entry = field.entry as usize;
                if word.meaning.needs_company && self.entries[entry] <= 0.0 && !self.met.contains(&field.entry) {
                    continue;
                }
                *reached = self.words;
                let value = field.weight * quality;
                fields.push((*place, value));
                if self.best[entry] <= 0.0 {
                    entries.push(field.entry);
                }
                self.best[entry] = self.best[entry].max(value);
            }
        }
        if entries.is_empty() {
            self.possible += unknown;
            return;
        }
        // What stands in few entries tells more than what stands in many.
        #[expect(clippy::cast_precision_loss, reason = "counts of entries")]
        let (all, spread) = (self.index.entries.len() as f32, if spread > 0 { spread } else { entries.len() } as f32);
        let mut counts = ((all / spread).ln() / all.ln().max(1.0)).clamp(LEAST, 1.0);
        if word.is_light {
            counts *= LIGHT;
        } else if word.meaning.is_corrected || word.meaning.needs_company {
            // What fits only by an error may as well be another word.
            counts = counts.max(unknown);
        }
        self.possible += counts;
        for entry in entries {
            let sum = &mut self.entries[entry as usize];
            if *sum <= 0.0 {
                self.touched.push(entry);
            }
            *sum += counts * std::mem::take(&mut self.best[entry as usize]);
        }
        for (place, value) in fields {
            let (sum, count) = &mut self.fields[place as usize];
            if *count == 0 {
                self.touched_fields.push(place);
            }
            *sum += counts * value;
            *count += 1;
        }
    }

    /// The entries that fit with confidence, best first.
    pub(super) fn hits(mut self, limit: usize) -> Vec<Hit> {
        if self.possible <= 0.0 {
            return Vec::new();
        }
        // `best` is free now: of each entry its best name, and `about` how many of its names have the words.
        let mut about: Vec<f32> = vec![0.0; self.entries.len()];
        let mut topics: HashSet<u32> = HashSet::new();
        for place in &self.touched_fields {
            let field = &self.index.fields[*place as usize];
            if field.weight < TITLE {
                continue;
            }
            let (sum, count) = self.fields[*place as usize];
            let share = sum / self.possible;
            #[expect(clippy::cast_precision_loss, reason = "a name has few words")]
            let covered = u32::from(count).min(field.words) as f32 / field.words.max(1) as f32;
            let entry = field.entry as usize;
            self.best[entry] = self.best[entry].max(NAMED * share * covered);
            about[entry] += share;
            if field.weight >= ALIAS && u32::from(count) >= field.words {
                topics.insert(field.entry);
            }
        }
        let mut ranked: Vec<(f32, f32, u32)> = Vec::new();
        for place in &self.touched {
            let share = self.entries[*place as usize] / self.possible;
            let is_fit = share >= self.measure.share && share + self.best[*place as usize] >= self.measure.named;
            let is_topic = share >= CONFIDENT_OF_TOPIC && topics.contains(place);
            // „Mama" alone asks for nothing, unless somebody called something so.
            if !is_topic && (!is_fit || self.is_light) {
                continue;
            }
            let entry = &self.index.entries[*place as usize];
            #[expect(clippy::cast_precision_loss, reason = "an entry has some dozen names")]
            let about = ABOUT * about[*place as usize] / entry.names.max(1) as f32;
            let score = share + self.best[*place as usize] + about;
            let rank = score + if entry.kind == HitKind::Event { EVENT_FIRST } else { 0.0 };
            ranked.push((rank, score, *place));
        }
        // Entries are in the order of their kinds and codes: the place decides between equals.
        let order =
            |one: &(f32, f32, u32), other: &(f32, f32, u32)| other.0.total_cmp(&one.0).then(one.2.cmp(&other.2));
        if ranked.len() > limit && limit > 0 {
            ranked.select_nth_unstable_by(limit - 1, order);
        }
        ranked.truncate(limit);
        ranked.sort_unstable_by(order);
        ranked.into_iter().map(|(_, score, place)| self.index.hit(place, score)).collect()
    }
}
