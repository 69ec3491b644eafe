//! What an operator may write about a terminal: the command and the page take the same.

use super::Note;
use jiff::Timestamp;

/// The longest note, in letters.
pub const LONGEST_NOTE: usize = 500;

/// The longest name under one, in letters.
pub const LONGEST_NAME: usize = 80;

/// Why something is no note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNote {
    /// It says not who wrote it, or in more letters than a name has.
    Who,
    /// It is too long, or more than a line.
    Text,
}

impl Note {
    /// A note as it is kept: without the white around it. An empty text takes away what was written before.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(who: &str, text: &str, at: Timestamp) -> Result<Self, NoNote> {
        let is_line =
            |text: &str, longest: usize| text.chars().count() <= longest && !text.chars().any(char::is_control);
        let (who, text) = (who.trim(), text.trim());
        if who.is_empty() || !is_line(who, LONGEST_NAME) {
            return Err(NoNote::Who);
        }
        if !is_line(text, LONGEST_NOTE) {
            return Err(NoNote::Text);
        }
        Ok(Self { at, who: who.to_owned(), text: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_of_somebody_with_a_name() {
        let note = |who: &str, text: &str| Note::new(who, text, Timestamp::UNIX_EPOCH).map(|note| note.text);
        assert_eq!(note("Ana", " în reparație "), Ok("în reparație".to_owned()));
        assert_eq!(note("Ana", ""), Ok(String::new()));
        assert_eq!(note("Ana", &"ș".repeat(LONGEST_NOTE)).map(|text| text.chars().count()), Ok(LONGEST_NOTE));
        assert_eq!(note("Ana", &"ș".repeat(LONGEST_NOTE + 1)), Err(NoNote::Text));
        assert_eq!(note("Ana", "a\nb"), Err(NoNote::Text));
        assert_eq!(note("  ", "a"), Err(NoNote::Who));
        assert_eq!(note(&"a".repeat(LONGEST_NAME + 1), "a"), Err(NoNote::Who));
    }
}
