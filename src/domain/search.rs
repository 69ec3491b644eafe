//! Search by need: folded letters, inflected forms, everyday and old names, either alphabet, a wrong keyboard
//! layout, small typing errors, words split and joined, numbers however grouped; and nothing at all for what the
//! catalogue does not know.

mod layout;
mod letters;
mod lexicon;
mod number;
mod speech;
mod token;

use super::catalogue::Catalogue;
use super::service::Confidence;
use super::text::Language;
use layout::Pairs;
pub use letters::fold;
use letters::{Script, other_layout, script};
use lexicon::{Lexicon, LexiconBuilder, Meaning, Reading};
use number::Numbers;
use serde::Serialize;
use speech::Speech;
use std::collections::HashSet;
use token::{Token, tokens};

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

/// What is to be said of a text while it is being typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Answer {
    /// Nothing yet: too little was typed, or it may still become something.
    #[default]
    Waiting,
    /// This was found, best first.
    Found(Vec<Hit>),
    /// Nothing was found, and no further letter of this word will change that.
    Nothing,
}

struct Entry {
    code: String,
    kind: HitKind,
    is_guide: bool,
    /// How many names it has.
    names: u32,
}

/// One text by which an entry is found: a title, a name, a summary.
struct Field {
    entry: u32,
    /// How much a word in it says.
    weight: f32,
    /// How many words it has.
    words: u32,
}

/// The index: every word of titles and names in all languages.
pub struct SearchIndex {
    entries: Vec<Entry>,
    fields: Vec<Field>,
    lexicon: Lexicon,
    numbers: Numbers,
    pairs: Pairs,
    speech: Speech,
}

const ALIAS: f32 = 1.0;
const TITLE: f32 = 0.9;
const SUMMARY: f32 = 0.3;
/// Hits below this share of the best possible score are not confident and are left out: of few words, and of a
/// whole sentence, in which much is talk.
const CONFIDENT: f32 = 0.4;
const CONFIDENT_BY_NAME: f32 = 0.6;
/// Less is enough of what has a whole name in the words typed: „pașaport" is a topic, whatever is said of it.
const CONFIDENT_OF_TOPIC: f32 = 0.25;
const CONFIDENT_OF_MANY: f32 = 0.36;
/// From this score on the layout of the keyboard was right.
const SURE: f32 = 1.3;
/// How much more usual the letters of the other layout must be, for the text to be read so.
const MORE_USUAL: f32 = 0.1;
/// What a hit gains when the words typed are one of its names, whole and alone.
const NAMED: f32 = 0.4;
/// What a hit gains when all its names have the words typed.
const ABOUT: f32 = 0.3;
/// What an event gains before services.
const EVENT_FIRST: f32 = 0.12;
/// How much a word counts that the catalogue does not know: in a short query it says that something else is
/// meant, in a long one it is talk.
const UNKNOWN_OF_FEW: f32 = 1.0;
const UNKNOWN_OF_MANY: f32 = 0.35;
/// How much of its weight a word keeps that says little; and how much it counts when it is not known.
const LIGHT: f32 = 0.35;
const UNKNOWN_LIGHT: f32 = 0.1;
/// The least a known word counts: one that stands nearly everywhere.
const LEAST: f32 = 0.2;
/// A word of so many letters that nothing known begins with is no beginning any more.
const A_WORD: usize = 4;

/// A word of the query and what it means.
struct Sought {
    meaning: Meaning,
    is_light: bool,
}

impl SearchIndex {
    /// Builds the index of a catalogue. Takes a few milliseconds for some hundred services.
    #[must_use]
    pub fn new(catalogue: &Catalogue) -> Self {
        let mut builder = Builder::new();
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

    /// The best hits for a text, best first; empty when nothing fits with confidence.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.find(query, limit, false)
    }

    fn find(&self, query: &str, limit: usize, is_live: bool) -> Vec<Hit> {
        let named = self.numbers.named(query);
        if !named.is_empty() {
            let hits = named.into_iter().map(|place| self.hit(place, 1.0 + NAMED));
            return hits.take(limit).collect();
        }
        let direct = self.rank(&self.sought(&tokens(query), is_live), limit);
        let best = |hits: &[Hit]| hits.first().map_or(0.0, |hit| hit.score);
        if best(&direct) >= SURE {
            return direct;
        }
        let Some(swapped) = self.other_reading(query) else {
            return direct;
        };
        let swapped = self.rank(&self.sought_as_written(&swapped), limit);
        if best(&swapped) > best(&direct) { swapped } else { direct }
    }

    /// What is to be said of what was typed so far; `is_finished` when Enter was pressed. „Nothing" is said only of
    /// what cannot become something: never between two letters of a word that leads somewhere.
    #[must_use]
    pub fn answer(&self, query: &str, is_finished: bool, limit: usize) -> Answer {
        let typed = tokens(query);
        if typed.is_empty() {
            return Answer::Waiting;
        }
        let hits = self.find(query, limit, !is_finished);
        if !hits.is_empty() {
            return Answer::Found(hits);
        }
        if is_finished {
            return Answer::Nothing;
        }
        let (last, earlier) = match typed.split_last() {
            Some((last, earlier)) if last.is_unfinished => (Some(last), earlier),
            _ => (None, typed.as_slice()),
        };
        if last.is_none() && self.numbers.may_begin(query) {
            return Answer::Waiting;
        }
        if let Some(last) = last
            && (last.letters() < A_WORD || self.may_begin(query, last))
        {
            // What the words before found stays, while the next one is being typed.
            let hits = self.rank(&self.sought(earlier, false), limit);
            return if hits.is_empty() { Answer::Waiting } else { Answer::Found(hits) };
        }
        // Talk, and what is known in part, lead somewhere with the next words.
        let leads = |token: &Token| {
            token.letters() < A_WORD
                || self.speech.may_begin(&token.folded)
                || !self.lexicon.meaning(token, &self.speech, Reading::default()).words.is_empty()
        };
        if earlier.iter().any(leads) { Answer::Waiting } else { Answer::Nothing }
    }

    /// Whether a word may still become something known.
    fn may_begin(&self, query: &str, word: &Token) -> bool {
        if self.speech.may_begin(&word.folded)
            || self.lexicon.may_begin(word)
            || self.lexicon.may_split(word, &self.speech)
            || self.numbers.may_begin(query)
        {
            return true;
        }
        let swapped = tokens(&other_layout(query));
        swapped.last().is_some_and(|word| word.length() >= 3 && self.lexicon.begins(word))
    }

    /// The text as the keys of the other layout, if that is much more usual.
    fn other_reading(&self, query: &str) -> Option<String> {
        let swapped = other_layout(query);
        let (typed, other) = (fold(query), fold(&swapped));
        // Loose letters of the other layout mean nothing.
        let is_word = tokens(&swapped).iter().any(|word| word.length() >= 4);
        let gain = self.pairs.usual(&other) - self.pairs.usual(&typed);
        (is_word && gain >= MORE_USUAL).then_some(swapped)
    }

    /// Whether a word says nothing of what is looked for, in its own alphabet or, unknown there, in the other.
    fn is_talk(&self, token: &Token) -> bool {
        self.speech.is_stop_word(&token.folded) || self.crosses_talk(token)
    }

    fn crosses_talk(&self, token: &Token) -> bool {
        token.length() > 1
            && !self.speech.is_another_thing(&token.folded)
            && self.speech.is_crossed_stop_word(&token.folded)
            && !self.lexicon.knows(token)
    }

    /// The words of a query that say something, with what they mean.
    fn sought(&self, typed: &[Token], is_live: bool) -> Vec<Sought> {
        let mut reading = Reading { is_live, others_cross: typed.iter().any(|token| self.crosses_talk(token)) };
        let sought = self.sought_in(typed, reading);
        // One word that is surely of the other alphabet vouches for the short ones.
        if !reading.others_cross && sought.len() > 1 && sought.iter().any(|word| word.meaning.is_crossed) {
            reading.others_cross = true;
            return self.sought_in(typed, reading);
        }
        sought
    }

    fn sought_in(&self, typed: &[Token], reading: Reading) -> Vec<Sought> {
        let mut sought = Vec::new();
        let mut rest = typed;
        while let Some((token, after)) = rest.split_first() {
            if let Some((joined, length)) = self.join(rest) {
                sought.push(self.mean(&joined, reading));
                rest = &rest[length..];
                continue;
            }
            if let Some(next) = after.first().filter(|next| next.is_glued && !self.speech.is_stop_word(&token.folded)) {
                let words = self.lexicon.contracted(token, next);
                if !words.is_empty() {
                    let words = words.into_iter().map(|word| (word, 1.0)).collect();
                    sought.push(Sought { meaning: Meaning { words, ..Meaning::default() }, is_light: false });
                    rest = &after[1..];
                    continue;
                }
            }
            rest = after;
            if self.is_talk(token) {
                continue;
            }
            let word = self.mean(token, reading);
            if word.meaning.words.is_empty() || word.meaning.is_corrected {
                let mut pieces = self.lexicon.split(token, &self.speech);
                pieces.retain(|piece| !self.speech.is_stop_word(&piece.folded));
                if pieces.len() > 1 || word.meaning.words.is_empty() && !pieces.is_empty() {
                    sought.extend(pieces.iter().map(|piece| self.mean(piece, reading)));
                    continue;
                }
            }
            sought.push(word);
        }
        sought
    }

    /// The words of a text read in the other layout: nothing is corrected twice.
    fn sought_as_written(&self, text: &str) -> Vec<Sought> {
        let words = tokens(text).into_iter().filter(|token| !self.speech.is_stop_word(&token.folded));
        let mut sought: Vec<Sought> = words.map(|token| self.mean(&token, Reading::default())).collect();
        for word in &mut sought {
            if word.meaning.is_corrected || word.meaning.is_crossed {
                word.meaning.words.clear();
            }
        }
        sought
    }

    fn mean(&self, token: &Token, reading: Reading) -> Sought {
        let is_light = self.speech.is_light_word(&token.folded);
        Sought { meaning: self.lexicon.meaning(token, &self.speech, reading), is_light }
    }

    /// Words at the beginning of these that are one known word when written together: „pa șaport", „m-pay".
    fn join(&self, rest: &[Token]) -> Option<(Token, usize)> {
        let is_word = |token: &Token| {
            token.length() >= 3 && !self.speech.is_stop_word(&token.folded) && self.lexicon.knows(token)
        };
        // A word typed with a space after each letter.
        let letters =
            rest.iter().take_while(|token| token.length() == 1 && token.key.chars().all(char::is_alphabetic)).count();
        let spelled = (letters >= 4).then_some(letters);
        (2..=3.min(rest.len())).rev().chain(spelled).find_map(|length| {
            let (first, others) = rest[..length].split_first()?;
            if first.is_cut || rest[..length].iter().all(is_word) {
                return None;
            }
            let joined = others.iter().fold(first.clone(), |joined, next| joined.joined(next));
            (joined.length() >= 4 && self.lexicon.knows_well(&joined)).then_some((joined, length))
        })
    }

    /// The entries that fit the words with confidence, best first.
    fn rank(&self, sought: &[Sought], limit: usize) -> Vec<Hit> {
        // Who it is about says nothing of what happened: "mama" alone waits for the next word.
        if sought.iter().all(|word| word.is_light) {
            return Vec::new();
        }
        let (unknown, confident, named) = if sought.len() > 3 {
            (UNKNOWN_OF_MANY, CONFIDENT_OF_MANY, 0.0)
        } else {
            (UNKNOWN_OF_FEW, CONFIDENT, CONFIDENT_BY_NAME)
        };
        let mut score = Score::new(self);
        // What needs company comes when the others are there.
        let (alone, together): (Vec<&Sought>, Vec<&Sought>) =
            sought.iter().partition(|word| !word.meaning.needs_company);
        for word in alone {
            score.add(word, unknown);
        }
        score.meet(&together);
        for word in together {
            score.add(word, unknown);
        }
        score.hits(confident, named, limit)
    }

    fn hit(&self, place: u32, score: f32) -> Hit {
        let entry = &self.entries[place as usize];
        Hit { code: entry.code.clone(), kind: entry.kind, is_guide: entry.is_guide, score }
    }
}

/// The sums of a search, a place for each entry and field: iterating over lists of numbers is all it does.
struct Score<'i> {
    index: &'i SearchIndex,
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
}

impl<'i> Score<'i> {
    fn new(index: &'i SearchIndex) -> Self {
        Self {
            index,
            possible: 0.0,
            entries: vec![0.0; index.entries.len()],
            touched: Vec::new(),
            fields: vec![(0.0, 0); index.fields.len()],
            touched_fields: Vec::new(),
            reached: vec![0; index.fields.len()],
            met: HashSet::new(),
            best: vec![0.0; index.entries.len()],
            words: 0,
        }
    }

    /// Finds the names in which words meet that need company: they are company for each other.
    fn meet(&mut self, words: &[&Sought]) {
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
    fn add(&mut self, word: &Sought, unknown: f32) {
        let unknown = if word.is_light { UNKNOWN_LIGHT } else { unknown };
        // A text has fewer words than this.
        self.words = self.words.saturating_add(1);
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

    fn hits(mut self, confident: f32, named: f32, limit: usize) -> Vec<Hit> {
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
            let is_fit = share >= confident && share + self.best[*place as usize] >= named;
            if !(is_fit || share >= CONFIDENT_OF_TOPIC && topics.contains(place)) {
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

struct Builder {
    entries: Vec<Entry>,
    fields: Vec<Field>,
    lexicon: LexiconBuilder,
    numbers: Numbers,
    pairs: Pairs,
    speech: Speech,
}

impl Builder {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            fields: Vec::new(),
            lexicon: LexiconBuilder::default(),
            numbers: Numbers::default(),
            pairs: Pairs::default(),
            speech: Speech::new(),
        }
    }

    fn entry(&mut self, code: &str, kind: HitKind, is_guide: bool) -> u32 {
        let place = number(self.entries.len());
        self.entries.push(Entry { code: code.to_owned(), kind, is_guide, names: 0 });
        self.numbers.take(code, place, kind == HitKind::Event);
        place
    }

    fn field(&mut self, entry: u32, text: &str, weight: f32) {
        let place = number(self.fields.len());
        let words: Vec<Token> =
            tokens(text).into_iter().filter(|token| !self.speech.is_stop_word(&token.folded)).collect();
        self.fields.push(Field { entry, weight, words: number(words.len()) });
        if weight >= TITLE {
            self.entries[entry as usize].names += 1;
        }
        for word in &words {
            self.pairs.learn(&word.folded);
            self.lexicon.take(word, place);
            // Older people write î where â is written now.
            if script(&word.typed) == Script::Latin && word.typed.contains('â') {
                self.lexicon.take(&Token::new(&word.typed.replace('â', "î")), place);
            }
        }
    }

    fn finish(self) -> SearchIndex {
        SearchIndex {
            entries: self.entries,
            fields: self.fields,
            lexicon: self.lexicon.finish(),
            numbers: self.numbers,
            pairs: self.pairs,
            speech: self.speech,
        }
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
