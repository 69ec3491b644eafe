//! Sentences that are put together: each ends by one stop, whatever its last word ends by.

use std::borrow::Cow;

/// The text with one stop where two came together: an abbreviation such as "г." at the end of a sentence has its own.
/// Three points and more are somebody's ellipsis and stay.
#[must_use]
pub fn one_stop(text: &str) -> Cow<'_, str> {
    if !text.contains("..") && !text.contains("….") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '.' {
            out.push(letter);
            if letter == '…' && letters.peek() == Some(&'.') {
                letters.next();
            }
            continue;
        }
        let mut stops = 1;
        while letters.next_if_eq(&'.').is_some() {
            stops += 1;
        }
        // Between words or signs that hang together two points are no end of a sentence: a path, a range.
        let ends = letters.peek().is_none_or(|next| !next.is_alphanumeric() && !matches!(next, '/' | '\\'));
        let stops =
            if stops == 2 && ends && out.ends_with(|before: char| before.is_alphanumeric()) { 1 } else { stops };
        out.extend(std::iter::repeat_n('.', stops));
    }
    Cow::Owned(out)
}

/// Sentences in a row, each with its end: a stop is set where one has none.
#[must_use]
pub fn sentences<Text: AsRef<str>>(parts: impl IntoIterator<Item = Text>) -> String {
    let mut out = String::new();
    for part in parts {
        let part = part.as_ref().trim();
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            if !out.ends_with(['.', '!', '?', '…', ':']) {
                out.push('.');
            }
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_ends_in_an_abbreviation_has_one_stop() {
        for (put_together, right) in [
            ("31 марта 2027 г.. Последний день", "31 марта 2027 г. Последний день"),
            ("до 31 марта 2027 г..", "до 31 марта 2027 г."),
            ("(31 марта 2027 г..)", "(31 марта 2027 г.)"),
            ("Vedeți art. 12 lit. b..", "Vedeți art. 12 lit. b."),
            ("și alte acte….", "și alte acte…"),
            ("wait... and see", "wait... and see"),
            ("../catalogue/1..3", "../catalogue/1..3"),
            ("one. two", "one. two"),
        ] {
            assert_eq!(one_stop(put_together), right);
        }
    }

    #[test]
    fn sentences_in_a_row_keep_the_ends_they_have() {
        let parts = ["Последний день: пятница, 27 ноября 2026 г.", "Бесплатно", "", "Почему?", "Да."];
        assert_eq!(sentences(parts), "Последний день: пятница, 27 ноября 2026 г. Бесплатно. Почему? Да.");
    }
}
