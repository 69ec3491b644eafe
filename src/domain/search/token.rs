//! What was typed, cut into words.

use super::letters::{fold, is_mark, own_key};

/// A word that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// In small letters, with its marks.
    pub typed: String,
    /// Folded.
    pub folded: String,
    /// As it is compared with words of its own alphabet.
    pub key: String,
    /// Whether a hyphen or a stroke alone, without a space, stands between it and the word before.
    pub is_glued: bool,
    /// Whether it is cut short by a full stop, as in „cert. de naștere".
    pub is_cut: bool,
    /// Whether it may still be being typed: nothing stands behind it.
    pub is_unfinished: bool,
}

impl Token {
    /// A word as it was typed, in small letters.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let folded = fold(typed);
        let key = own_key(&folded);
        Self { typed: typed.to_owned(), folded, key, is_glued: false, is_cut: false, is_unfinished: false }
    }

    /// Two words read as one.
    #[must_use]
    pub fn joined(&self, next: &Self) -> Self {
        let mut joined = Self::new(&format!("{}{}", self.typed, next.typed));
        joined.is_glued = self.is_glued;
        joined.is_cut = next.is_cut;
        joined.is_unfinished = next.is_unfinished;
        joined
    }

    /// How many letters were typed.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.folded.chars().count()
    }

    /// How many letters are compared.
    #[must_use]
    pub fn length(&self) -> usize {
        self.key.chars().count()
    }
}

/// The words of a text, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut between = String::new();
    for letter in text.chars().flat_map(char::to_lowercase).chain([' ']) {
        if letter.is_alphanumeric() || (is_mark(letter) && !word.is_empty()) {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            let mut token = Token::new(&std::mem::take(&mut word));
            token.is_glued = matches!(between.as_str(), "-" | "‐" | "‑" | "–" | "/") && !tokens.is_empty();
            token.is_cut = letter == '.';
            if !token.key.is_empty() {
                tokens.push(token);
            }
            between.clear();
        }
        between.push(letter);
    }
    if text.chars().last().is_some_and(|last| last.is_alphanumeric() || is_mark(last))
        && let Some(last) = tokens.last_mut()
    {
        last.is_unfinished = true;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_knows_how_it_stands() {
        let words = tokens("Cert. de naștere, св-во");
        let typed: Vec<&str> = words.iter().map(|token| token.typed.as_str()).collect();
        assert_eq!(typed, ["cert", "de", "naștere", "св", "во"]);
        assert!(words[0].is_cut && !words[2].is_cut);
        assert!(words[4].is_glued && !words[3].is_glued);
        assert!(words[4].is_unfinished && !words[2].is_unfinished);
        assert!(!tokens("pensie ").iter().any(|token| token.is_unfinished));
        assert!(tokens("?? ь").is_empty());
    }
}
