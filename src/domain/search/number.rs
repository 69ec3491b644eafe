//! Numbers of services as people write them: in groups, with the zeros in front lost, with text around; and the
//! official codes of events.

use super::letters::fold;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many digits the number of a service has.
const DIGITS: usize = 9;
/// From so many digits on, what is left of a number without its zeros is taken for it. Fewer are a date, a sum or a
/// year.
const ENOUGH: usize = 7;

/// The numbers and codes by which the entries are known.
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub struct Numbers {
    /// Of services, by their nine digits.
    services: BTreeMap<String, u32>,
    /// Of events, folded and without dashes: `c16`.
    events: BTreeMap<String, u32>,
}

impl Numbers {
    /// Takes the code of an entry.
    pub fn take(&mut self, code: &str, entry: u32, is_event: bool) {
        if is_event {
            self.events.insert(fold(code).replace('-', ""), entry);
        } else if code.len() == DIGITS && code.bytes().all(|digit| digit.is_ascii_digit()) {
            self.services.insert(code.to_owned(), entry);
        }
    }

    /// The entries that a text names by their numbers, in the order of the text.
    #[must_use]
    pub fn named(&self, text: &str) -> Vec<u32> {
        let mut named: Vec<u32> = Vec::new();
        for groups in runs(text) {
            let mut from = 0;
            while from < groups.len() {
                // The longest first: 15 000 163 is one number and not three.
                let found = (from + 1..=groups.len()).rev().find_map(|to| {
                    let digits = groups[from..to].concat();
                    let whole = digits.len() <= DIGITS && digits.len() >= ENOUGH;
                    let entry = *self.services.get(&format!("{digits:0>DIGITS$}")).filter(|_| whole)?;
                    Some((entry, to))
                });
                from = found.map_or(from + 1, |(_, to)| to);
                named.extend(found.map(|(entry, _)| entry).filter(|entry| !named.contains(entry)));
            }
        }
        if named.is_empty() { self.event(text).into_iter().collect() } else { named }
    }

    /// The event whose code the text is or holds. With a space in it only when it is all that was typed: „с 16 лет"
    /// is no code.
    fn event(&self, text: &str) -> Option<u32> {
        let folded = fold(text);
        let whole: String = folded.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if folded.is_ascii()
            && let Some(entry) = self.events.get(&whole)
        {
            return Some(*entry);
        }
        let words = folded.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
        words.filter(|word| word.chars().any(|letter| letter.is_ascii_digit())).find_map(|word| {
            // С and В look the same in both alphabets.
            let latin = word.replace('с', "c").replace('в', "b").replace('-', "");
            self.events.get(&latin).copied()
        })
    }

    /// Whether the text ends in digits that a number, whole or without its zeros, begins with.
    #[must_use]
    pub fn may_begin(&self, text: &str) -> bool {
        let text = text.trim_end_matches(parts_groups);
        let Some(groups) = runs(text).pop().filter(|_| text.ends_with(|last: char| last.is_ascii_digit())) else {
            return false;
        };
        (0..groups.len()).any(|from| {
            let digits = groups[from..].concat();
            self.services
                .keys()
                .any(|code| code.starts_with(&digits) || code.trim_start_matches('0').starts_with(&digits))
        })
    }
}

/// Whether people write it between the groups of a number.
fn parts_groups(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '‐' | '‑' | '–' | '.' | '/' | '·')
}

/// The runs of digits in a text, each as its groups: parted by spaces, points or dashes alone.
fn runs(text: &str) -> Vec<Vec<String>> {
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut is_open = false;
    let mut is_within = false;
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            if !is_open {
                runs.push(Vec::new());
            }
            let groups = runs.last_mut();
            if let Some(groups) = groups {
                if !is_within {
                    groups.push(String::new());
                }
                if let Some(group) = groups.last_mut() {
                    group.push(letter);
                }
            }
            (is_open, is_within) = (true, true);
        } else {
            is_within = false;
            is_open = is_open && parts_groups(letter);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> Numbers {
        let mut numbers = Numbers::default();
        numbers.take("015000163", 1, false);
        numbers.take("002000206", 2, false);
        numbers.take("C16", 3, true);
        numbers.take("C1", 4, true);
        numbers.take("X-MPAY-UTIL", 5, false);
        numbers
    }

    #[test]
    fn a_number_is_known_however_it_is_grouped() {
        for text in [
            "015000163",
            "015 000 163",
            "015-000-163",
            "0150 00163",
            "015.000.163",
            "0 1 5 0 0 0 1 6 3",
            "15000163",
            "15 000 163",
            "Codul serviciului: 015 000 163 (buletin)",
            "nr. 1. 015000163",
            "015\u{a0}000\u{a0}163",
        ] {
            assert_eq!(numbers().named(text), [1], "{text}");
        }
        assert_eq!(numbers().named("2000206 și 015 000 163"), [2, 1]);
    }

    #[test]
    fn other_numbers_are_none_of_ours() {
        for text in ["015000164", "163", "1234", "069 123 456", "2000200600015", "01.01.2026", "9 015000 1631"] {
            assert!(numbers().named(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn an_event_is_known_by_its_code_and_not_by_a_preposition() {
        for text in ["C16", "c16", "c 16", "C-16", "С16", "codul C16", "с-16"] {
            assert_eq!(numbers().named(text), [3], "{text}");
        }
        for text in ["с 16 лет", "с 16", "c 16 ani", "16"] {
            assert!(numbers().named(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn digits_may_still_become_a_number() {
        for text in ["0", "015", "015 ", "015 0", "15000", "cod 2000"] {
            assert!(numbers().may_begin(text), "{text}");
        }
        for text in ["9", "0151", "15000164", "015,"] {
            assert!(!numbers().may_begin(text), "{text}");
        }
    }
}
