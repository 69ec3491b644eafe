//! Search by need: folded letters, inflected forms, everyday and old names, either alphabet, a wrong keyboard
//! layout, small typing errors, words split and joined, numbers however grouped; and nothing at all for what the
//! catalogue does not know.

mod layout;
mod letters;
mod lexicon;
mod number;
mod score;
mod speech;
mod token;

use super::catalogue::Catalogue;
use super::hidden::hidden;
use super::life_event::LifeEvent;
use super::service::{Confidence, Service};
use super::text::Language;
use layout::Pairs;
use letters::{Script, other_layout, script};
pub use letters::{fold, skeleton};
use lexicon::{Lexicon, LexiconBuilder, Meaning, Reading};
use number::Numbers;
use score::{NAMED, Score};
use serde::{Deserialize, Serialize};
use speech::Speech;
use token::{Token, tokens};

/// What a hit leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

#[derive(PartialEq, Serialize, Deserialize)]
struct Entry {
    code: String,
    kind: HitKind,
    is_guide: bool,
    /// How many names it has.
    names: u32,
}

/// One text by which an entry is found: a title, a name, a summary.
#[derive(PartialEq, Serialize, Deserialize)]
struct Field {
    entry: u32,
    /// How much a word in it says.
    weight: f32,
    /// How many words it has.
    words: u32,
}

/// The index: every word of titles and names in all languages. It can be kept written and read again, by the program that
/// wrote it.
#[derive(PartialEq, Serialize, Deserialize)]
pub struct SearchIndex {
    entries: Vec<Entry>,
    fields: Vec<Field>,
    lexicon: Lexicon,
    numbers: Numbers,
    pairs: Pairs,
    #[serde(skip)]
    speech: Speech,
}

hidden!(SearchIndex, "SearchIndex");

const ALIAS: f32 = 1.0;
const TITLE: f32 = 0.9;
const SUMMARY: f32 = 0.3;
/// From this score on the layout of the keyboard was right.
const SURE: f32 = 1.3;
/// How much more usual the letters of the other layout must be, for the text to be read so.
const MORE_USUAL: f32 = 0.05;
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
        let mut builder = IndexBuilder::new();
        catalogue.events.values().for_each(|event| builder.event(event));
        for service in catalogue.services.values() {
            let notices = catalogue.notices.values().filter(|notice| notice.services.contains(&service.code));
            builder.service(service, notices.flat_map(|notice| notice.aliases.all()));
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
        let mut score = Score::new(self, sought.len());
        // What needs company comes when the others are there.
        let (alone, together): (Vec<&Sought>, Vec<&Sought>) =
            sought.iter().partition(|word| !word.meaning.needs_company);
        for word in alone {
            score.add(word);
        }
        score.meet(&together);
        for word in together {
            score.add(word);
        }
        score.hits(limit)
    }

    fn hit(&self, place: u32, score: f32) -> Hit {
        let entry = &self.entries[place as usize];
        Hit { code: entry.code.clone(), kind: entry.kind, is_guide: entry.is_guide, score }
    }
}

/// An index on its way: events come first, then services, each in the order of their codes.
pub struct IndexBuilder {
    entries: Vec<Entry>,
    fields: Vec<Field>,
    lexicon: LexiconBuilder,
    numbers: Numbers,
    pairs: Pairs,
    speech: Speech,
}

impl Default for IndexBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl IndexBuilder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            fields: Vec::new(),
            lexicon: LexiconBuilder::default(),
            numbers: Numbers::default(),
            pairs: Pairs::default(),
            speech: Speech::new(),
        }
    }

    /// Takes an event.
    pub fn event(&mut self, event: &LifeEvent) {
        let entry = self.entry(&event.code, HitKind::Event, true);
        self.field(entry, &event.code, ALIAS);
        for language in Language::INTERFACE {
            self.field(entry, event.title.get(language), TITLE);
            self.field(entry, event.tile.get(language), ALIAS);
            self.field(entry, event.covers.get(language), SUMMARY);
        }
        event.aliases.all().for_each(|alias| self.field(entry, alias, ALIAS));
    }

    /// Takes a service with the old names that notices keep for it.
    pub fn service<'n>(&mut self, service: &Service, old_names: impl Iterator<Item = &'n str>) {
        let is_guide = service.confidence != Confidence::Assumed;
        let entry = self.entry(service.code.as_str(), HitKind::Service, is_guide);
        self.field(entry, service.code.as_str(), ALIAS);
        for language in Language::INTERFACE {
            self.field(entry, service.title.get(language), TITLE);
            self.field(entry, service.summary.get(language), SUMMARY);
        }
        service.aliases.all().for_each(|alias| self.field(entry, alias, ALIAS));
        old_names.for_each(|name| self.field(entry, name, ALIAS));
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

    /// The index.
    #[must_use]
    pub fn finish(self) -> SearchIndex {
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
