//! Which keyboard layout a text was typed on: pairs of letters tell a word from keys pressed on the wrong layout.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How often letters follow each other in the words of the catalogue, of both alphabets.
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub struct Pairs {
    pairs: HashMap<(char, char), f32>,
    firsts: HashMap<char, f32>,
}

/// How many letters may follow another; what was never seen is counted as a part of one.
const ALPHABET: f32 = 30.0;
const UNSEEN: f32 = 0.1;

impl Pairs {
    /// Learns from a folded word.
    pub fn learn(&mut self, word: &str) {
        for pair in pairs(word) {
            *self.pairs.entry(pair).or_default() += 1.0;
            *self.firsts.entry(pair.0).or_default() += 1.0;
        }
    }

    /// How usual the letters of a folded text are beside each other: the mean of the logarithms. Nearer 0 is more
    /// usual.
    #[must_use]
    pub fn usual(&self, text: &str) -> f32 {
        let (mut sum, mut count) = (0.0, 0.0);
        for pair in text.split_whitespace().flat_map(pairs) {
            let first = self.firsts.get(&pair.0).copied().unwrap_or_default();
            let both = self.pairs.get(&pair).copied().unwrap_or_default();
            sum += ((both + UNSEEN) / (first + UNSEEN * ALPHABET)).ln();
            count += 1.0;
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }
}

/// The letters of a word two by two, its ends included.
fn pairs(word: &str) -> impl Iterator<Item = (char, char)> {
    word.chars().map(Some).chain([None]).scan(' ', |before, letter| {
        let pair = (*before, letter.unwrap_or(' '));
        *before = pair.1;
        Some(pair)
    })
}

#[cfg(test)]
mod tests {
    use super::super::letters::{fold, other_layout};
    use super::*;

    #[test]
    fn a_word_is_more_usual_than_its_keys_on_the_other_layout() {
        let mut known = Pairs::default();
        for word in ["pensie", "certificat", "nastere", "locuinta", "пенсия", "свидетельство", "рождение", "хлебныи"]
        {
            known.learn(word);
        }
        for word in ["pensie", "nastere", "пенсия", "рождение"] {
            assert!(known.usual(word) > known.usual(&fold(&other_layout(word))), "{word}");
        }
    }
}
