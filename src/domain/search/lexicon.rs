//! The words by which the entries are known, and which of them a typed word may mean.

use super::letters::{
    Part, Script, contradicts, contradicts_as_beginning, crossing, ends_alike, own_key, script, skeleton, stem,
    within_edits,
};
use super::speech::Speech;
use super::token::Token;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A word of the catalogue.
#[derive(Default, PartialEq, Serialize, Deserialize)]
struct Known {
    /// As it is compared with words of its own alphabet.
    key: String,
    /// As it is written, in small letters, and folded; several ways when some are without marks.
    spellings: Vec<(String, String)>,
    /// The fields it stands in, in order.
    fields: Vec<u32>,
}

/// What a typed word may mean: words of the catalogue, each with how well it fits.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// The words, the best first.
    pub words: Vec<(u32, f32)>,
    /// Whether it fits only so far that another word of the text must lead to the same.
    pub needs_company: bool,
    /// Whether it fits only by an error.
    pub is_corrected: bool,
    /// Whether it fits only as a word of the other alphabet.
    pub is_crossed: bool,
}

/// How a word stands in what was typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Somebody is typing it just now.
    pub is_live: bool,
    /// Other words of the text are written in the other alphabet.
    pub others_cross: bool,
}

const WHOLE: f32 = 1.0;
const INFLECTED: f32 = 0.95;
const EVERYDAY: f32 = 0.9;
const BEGINNING: f32 = 0.85;
const CORRECTED: f32 = 0.75;
const CUT: f32 = 0.7;
/// What another alphabet takes away.
const CROSSED: f32 = 0.9;

/// From so many letters on a word is found by its beginning. While it is being typed, one fewer is enough when so
/// many names go on from there: what comes next is seen at once, and a whole word of three letters is another word.
const BEGINS: usize = 4;
const MANY_FIELDS: usize = 5;
/// Shorter words of one alphabet are not read as words of the other, unless others of the text are.
const CROSSES: usize = 5;
/// Shorter words with an error may be any word: others of the text must lead to the same.
const CORRECTS: usize = 6;

/// All words, sorted, so that those with one beginning lie side by side.
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    words: Vec<Known>,
    /// The places of words by their stems.
    stems: HashMap<String, Vec<u32>>,
    /// Cyrillic words as they are written in Latin letters, sorted.
    crossed: Vec<(String, u32)>,
}

/// Words on their way into a lexicon.
#[derive(Default)]
pub struct LexiconBuilder {
    words: BTreeMap<String, Known>,
}

impl LexiconBuilder {
    /// Takes a word of a field; fields come in order.
    pub fn take(&mut self, token: &Token, field: u32) {
        let known = self.words.entry(token.key.clone()).or_default();
        if !known.spellings.iter().any(|(typed, _)| *typed == token.typed) {
            known.spellings.push((token.typed.clone(), token.folded.clone()));
        }
        if known.fields.last() != Some(&field) {
            known.fields.push(field);
        }
    }

    /// Sorts what was taken.
    #[must_use]
    pub fn finish(self) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for (key, known) in self.words {
            let place = u32::try_from(lexicon.words.len()).unwrap_or(u32::MAX);
            let latin = skeleton(&key);
            lexicon.stems.entry(stem(&latin).to_owned()).or_default().push(place);
            if script(&key) == Script::Cyrillic {
                lexicon.crossed.push((latin, place));
            }
            lexicon.words.push(Known { key, ..known });
        }
        lexicon.crossed.sort_unstable();
        lexicon
    }
}

impl Lexicon {
    /// The fields that a word stands in, in order.
    #[must_use]
    pub fn fields(&self, word: u32) -> &[u32] {
        &self.words[word as usize].fields
    }

    /// Whether the catalogue has this very word or a form of it.
    #[must_use]
    pub fn knows(&self, token: &Token) -> bool {
        self.exact(&token.key).is_some() || !self.inflected(&token.key).is_empty()
    }

    /// Whether the catalogue has this very word, or a form of it in which hardly anything but the ending differs.
    #[must_use]
    pub fn knows_well(&self, token: &Token) -> bool {
        let close = |place: &u32| self.words[*place as usize].key.chars().count().abs_diff(token.length()) <= 2;
        let long_enough = stem(&skeleton(&token.key)).chars().count() >= CORRECTS;
        self.exact(&token.key).is_some() || long_enough && self.inflected(&token.key).iter().any(close)
    }

    fn exact(&self, key: &str) -> Option<u32> {
        let place = self.words.binary_search_by(|known| known.key.as_str().cmp(key)).ok()?;
        u32::try_from(place).ok()
    }

    /// Words of the same alphabet with the same stem.
    fn inflected(&self, key: &str) -> Vec<u32> {
        if key.chars().count() < 4 || key.starts_with(|first: char| first.is_ascii_digit()) {
            return Vec::new();
        }
        let latin = skeleton(key);
        let stem = stem(&latin);
        let same = self.stems.get(stem);
        let is_short = stem.chars().count() < 5;
        // Two Cyrillic letters can be one Latin letter: the beginnings must be alike as they are written, too.
        let alike = |known: &str| key.chars().zip(known.chars()).take(4).all(|(one, other)| one == other);
        let is_form = |known: &str| alike(known) && (!is_short || ends_alike(&latin, &skeleton(known), stem));
        same.into_iter().flatten().copied().filter(|place| is_form(&self.words[*place as usize].key)).collect()
    }

    /// Words that begin so, as they are written: „пла" may become „платёж", „соль" may not become „солнце".
    fn beginning(&self, token: &Token) -> Vec<u32> {
        let start = self.words.partition_point(|known| known.key.as_str() < token.key.as_str());
        let run = self.words[start..].iter().take_while(|known| known.key.starts_with(&token.key));
        let fits = |known: &Known| {
            known.spellings.iter().any(|(spelling, folded)| {
                folded.starts_with(&token.folded) && !contradicts_as_beginning(&token.typed, spelling)
            })
        };
        (start..).zip(run).filter(|(_, known)| fits(known)).filter_map(|(place, _)| u32::try_from(place).ok()).collect()
    }

    /// Words of the other alphabet that sound so: whole, inflected, or by their beginning.
    fn crossed(&self, token: &Token, may_begin: bool) -> Vec<(u32, f32)> {
        let latin = crossing(&token.folded);
        let mut found: Vec<(u32, f32)> = Vec::new();
        let foreign = |place: u32| script(&self.words[place as usize].key) != script(&token.key);
        let quality = |known: &str| if known == latin { WHOLE } else { BEGINNING };
        if script(&token.key) == Script::Cyrillic {
            let start = self.words.partition_point(|known| known.key < latin);
            let run = self.words[start..].iter().take_while(|known| known.key.starts_with(&latin));
            found.extend(
                (start..).zip(run).filter_map(|(place, known)| Some((u32::try_from(place).ok()?, quality(&known.key)))),
            );
        } else {
            let start = self.crossed.partition_point(|(known, _)| *known < latin);
            let run = self.crossed[start..].iter().take_while(|(known, _)| known.starts_with(&latin));
            found.extend(run.map(|(known, place)| (*place, quality(known))));
        }
        found.retain(|(_, quality)| *quality >= WHOLE || may_begin && token.length() >= CROSSES);
        let stem = stem(&latin);
        if stem.chars().count() >= CROSSES {
            let same = self.stems.get(stem).into_iter().flatten();
            found.extend(same.copied().filter(|place| foreign(*place)).map(|place| (place, INFLECTED)));
        }
        found.into_iter().map(|(place, quality)| (place, quality * CROSSED)).collect()
    }

    /// Words of the other alphabet that sound so but for a typing error.
    fn crossed_with_errors(&self, token: &Token) -> Vec<(u32, f32)> {
        // How Russian is written in Latin letters everybody decides alone.
        let sure = if script(&token.key) == Script::Latin { 8 } else { 10 };
        let allowed = if token.length() < sure { 1 } else { 2 };
        let latin: Vec<char> = crossing(&token.folded).chars().collect();
        let near = |known: &str| known.chars().count() >= CROSSES && within_edits(&latin, known, allowed, Part::Whole);
        let places: Vec<u32> = if script(&token.key) == Script::Cyrillic {
            let start = self.words.partition_point(|known| known.key.chars().next() < latin.first().copied());
            let run = self.words[start..].iter().take_while(|known| known.key.chars().next() == latin.first().copied());
            (start..)
                .zip(run)
                .filter(|(_, known)| near(&known.key))
                .filter_map(|(place, _)| u32::try_from(place).ok())
                .collect()
        } else {
            self.crossed.iter().filter(|(known, _)| near(known)).map(|(_, place)| *place).collect()
        };
        places.into_iter().map(|place| (place, CORRECTED * CROSSED)).collect()
    }

    /// Words of the same alphabet that differ by a typing error. The longer the word, the surer.
    fn corrected(&self, token: &Token) -> Vec<u32> {
        let allowed = match token.length() {
            ..4 => return Vec::new(),
            4..9 => 1,
            _ => 2,
        };
        let typed: Vec<char> = token.key.chars().collect();
        let least = typed.len().min(5);
        self.alike(token)
            .filter(|(_, known)| known.key.chars().count() >= least)
            .filter(|(_, known)| within_edits(&typed, &known.key, allowed, Part::Whole))
            .map(|(place, _)| place)
            .collect()
    }

    /// Words with the same first letter.
    fn alike(&self, token: &Token) -> impl Iterator<Item = (u32, &Known)> {
        let first: String = token.key.chars().take(1).collect();
        let start = self.words.partition_point(|known| known.key < first);
        let run = self.words[start..].iter().take_while(move |known| known.key.starts_with(&first));
        (start..).zip(run).filter_map(|(place, known)| Some((u32::try_from(place).ok()?, known)))
    }

    /// Whether something known begins with exactly what was typed.
    #[must_use]
    pub fn begins(&self, token: &Token) -> bool {
        !self.beginning(token).is_empty()
    }

    /// Whether something known, in either alphabet, begins with what was typed, an error let pass.
    #[must_use]
    pub fn may_begin(&self, token: &Token) -> bool {
        let allowed = match token.length() {
            ..4 => 0,
            4..8 => 1,
            _ => 2,
        };
        let begins = |typed: &[char], known: &str| within_edits(typed, known, allowed, Part::Beginning);
        let typed: Vec<char> = token.key.chars().collect();
        if self.alike(token).any(|(_, known)| begins(&typed, &known.key)) {
            return true;
        }
        let latin: Vec<char> = crossing(&token.folded).chars().collect();
        if script(&token.key) == Script::Latin {
            return self.crossed.iter().any(|(known, _)| begins(&latin, known));
        }
        self.words.iter().take_while(|known| known.key.is_ascii()).any(|known| begins(&latin, &known.key))
    }

    /// What a word means.
    #[must_use]
    pub fn meaning(&self, token: &Token, speech: &Speech, reading: Reading) -> Meaning {
        let mut meaning = Meaning::default();
        if speech.is_another_thing(&token.folded) {
            return meaning;
        }
        let length = token.length();
        let is_number = token.key.starts_with(|first: char| first.is_ascii_digit());
        if let Some(place) = self.exact(&token.key) {
            let spellings = &self.words[place as usize].spellings;
            // „Pește" is a fish, and what is known is „peste".
            if spellings.iter().all(|(spelling, _)| contradicts(&token.typed, spelling)) {
                meaning.needs_company = true;
            }
            meaning.words.push((place, WHOLE));
        }
        meaning.words.extend(self.inflected(&token.key).into_iter().map(|place| (place, INFLECTED)));
        if length >= CROSSES || reading.others_cross {
            let crossed = self.crossed(token, token.is_unfinished);
            meaning.is_crossed = meaning.words.is_empty() && !crossed.is_empty();
            meaning.words.extend(crossed);
        }
        for name in speech.other_names(&token.folded) {
            let key = own_key(name);
            meaning
                .words
                .extend(self.exact(&key).into_iter().chain(self.inflected(&key)).map(|place| (place, EVERYDAY)));
        }
        if token.is_unfinished && length >= BEGINS - usize::from(reading.is_live) {
            let longer = self.beginning(token);
            let is_enough =
                length >= BEGINS || longer.iter().map(|place| self.fields(*place).len()).sum::<usize>() >= MANY_FIELDS;
            meaning.words.extend(longer.into_iter().filter(|_| is_enough).map(|place| (place, BEGINNING)));
        }
        if meaning.words.is_empty() && !token.is_unfinished && length >= BEGINS - 1 && !is_number {
            // „cert. de naștere", „соц помощь"
            meaning.words.extend(self.beginning(token).into_iter().map(|place| (place, CUT)));
            meaning.needs_company = true;
        }
        if meaning.words.is_empty() && !is_number {
            meaning.words.extend(self.corrected(token).into_iter().map(|place| (place, CORRECTED)));
            meaning.is_corrected = true;
            meaning.needs_company = length < CORRECTS;
            if length > CORRECTS && meaning.words.is_empty() {
                meaning.words.extend(self.crossed_with_errors(token));
                meaning.is_crossed = !meaning.words.is_empty();
            }
        }
        if meaning.words.is_empty() && !is_number {
            // „umer otet": two short words of the other alphabet that lead to the same.
            meaning.words.extend(self.crossed(token, false));
            meaning.needs_company = true;
        }
        meaning.needs_company |= speech.needs_company(&token.folded);
        meaning.words.sort_by(|one, other| other.1.total_cmp(&one.1));
        meaning
    }

    /// The words that a contraction stands for: „св-во", „свид-во", „док-ты".
    #[must_use]
    pub fn contracted(&self, beginning: &Token, end: &Token) -> Vec<u32> {
        let (from, to) = (beginning.key.as_str(), end.key.as_str());
        if beginning.length() < 2 || end.length() > 4 || self.exact(from).is_some() {
            return Vec::new();
        }
        self.alike(beginning)
            .filter(|(_, known)| {
                known.key.starts_with(from)
                    && known.key[from.len()..].ends_with(to)
                    && known.key.len() > from.len() + to.len()
            })
            .map(|(place, _)| place)
            .collect()
    }

    /// Two or more known words written as one: „cazierjudiciar", „nounascut"; empty when it is none such.
    #[must_use]
    pub fn split(&self, token: &Token, speech: &Speech) -> Vec<Token> {
        let way = self.pieces(token, speech, BEGINS);
        let says = |piece: &&Token| !speech.is_stop_word(&piece.folded);
        // One word that says something, and talk beside it: the word must be a long one.
        let is_sure = match way.iter().filter(says).count() {
            0 => false,
            1 => {
                let is_long = |piece: &Token| piece.length() >= CORRECTS && self.exact(&piece.key).is_some();
                way.len() == 2 && way.iter().filter(says).all(is_long)
            }
            _ => true,
        };
        if is_sure { way } else { Vec::new() }
    }

    /// Whether it may become words written as one.
    #[must_use]
    pub fn may_split(&self, token: &Token, speech: &Speech) -> bool {
        token.is_unfinished && self.pieces(token, speech, 1).len() > 1
    }

    /// The fewest pieces of a word that are known or talk; the last, if it is being typed, may be a beginning of so
    /// many letters.
    fn pieces(&self, token: &Token, speech: &Speech, least: usize) -> Vec<Token> {
        let letters: Vec<char> = token.typed.chars().collect();
        if letters.len() < CORRECTS - 1 || letters.iter().any(char::is_ascii_digit) {
            return Vec::new();
        }
        // For each place the way there with the fewest pieces.
        let mut ways: Vec<Option<Vec<Token>>> = vec![None; letters.len() + 1];
        ways[0] = Some(Vec::new());
        for from in 0..letters.len() {
            let Some(way) = ways[from].clone().filter(|way| way.len() < 5) else { continue };
            for to in from + 1..=letters.len() {
                let mut piece = Token::new(&letters[from..to].iter().collect::<String>());
                let is_last = to == letters.len();
                piece.is_unfinished = is_last && token.is_unfinished;
                let begins =
                    piece.is_unfinished && from > 0 && piece.length() >= least && !self.beginning(&piece).is_empty();
                let is_piece = begins || self.is_piece(&piece, from == 0, is_last, speech);
                if is_piece && ways[to].as_ref().is_none_or(|known| known.len() > way.len() + 1) {
                    let mut longer = way.clone();
                    longer.push(piece);
                    ways[to] = Some(longer);
                }
            }
        }
        let way = ways.pop().flatten().unwrap_or_default();
        if way.len() < 2 { Vec::new() } else { way }
    }

    /// Whether letters within a word may be a word of their own: talk, but one letter of it only between others, and
    /// known words that are long enough.
    fn is_piece(&self, piece: &Token, is_first: bool, is_last: bool, speech: &Speech) -> bool {
        if speech.is_stop_word(&piece.folded) {
            // The State's brands begin with one letter: e-Cazier, MSign.
            let is_brand = is_first && matches!(piece.key.as_str(), "e" | "m");
            return piece.length() < 5 && (piece.length() > 1 || is_brand || !(is_first || is_last));
        }
        let is_known = self.exact(&piece.key).is_some() || piece.length() >= CORRECTS && self.knows(piece);
        piece.length() >= BEGINS && is_known
    }
}
