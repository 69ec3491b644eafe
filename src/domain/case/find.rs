//! Finding a case at the desk: by the code of its slip, a provider's number, the person's number or telephone, the name,
//! the event, a service; in either alphabet and without diacritics, while it is typed. All cases that lie here are found,
//! whether or not what was recorded of them was sent.

use super::{Case, normal_return_code};
use crate::domain::hidden::hidden;
use crate::domain::identifier::{ServiceCode, without_separators};
use crate::domain::search::{fold, skeleton};
use crate::domain::text::{Language, Text};
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// The fewest characters of a code or number that say something.
const PART_OF_NUMBER: usize = 3;

/// The fewest letters that a search by words begins with.
const LETTERS: usize = 2;

/// By what a case was found, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The code of the slip.
    Code,
    /// A number: a provider's, the person's, that of a document, a telephone.
    Number,
    /// The person's name, each word of it as it is.
    WholeName,
    /// The person's name, or how it begins.
    Name,
    /// The event or a service.
    Service,
}

/// A case that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The case.
    pub case: Uuid,
    /// By what.
    pub by: By,
}

/// How events and services are called.
pub trait Titles {
    /// The name of an event.
    fn event(&self, code: &str) -> Option<Text>;
    /// The name of a service.
    fn service(&self, code: &ServiceCode) -> Option<Text>;
}

/// What a case can be found by.
pub(super) struct Entry {
    pub(super) case: Uuid,
    pub(super) is_open: bool,
    pub(super) opened: Date,
    code: String,
    /// Identification number, document, telephone, providers' numbers: letters and digits alone.
    numbers: Vec<String>,
    /// The words of the name, as places in the list of words.
    pub(super) name: Vec<usize>,
    /// The words of the event and of the services.
    words: Vec<usize>,
    pub(super) idnp: Option<String>,
    pub(super) document: Option<String>,
    pub(super) birth: Option<Date>,
}

/// What all cases can be found by. Made once when somebody signs in; a case that changes is put in anew.
#[derive(Default)]
pub struct Register {
    pub(super) entries: HashMap<Uuid, Entry>,
    /// Each word once, by how it is read in either alphabet.
    keys: Vec<Vec<String>>,
    places: HashMap<String, usize>,
    titles: HashMap<String, Vec<usize>>,
}

hidden!(Register, "Register");

impl Register {
    /// What these cases can be found by.
    #[must_use]
    pub fn new(cases: &[Case], titles: &impl Titles) -> Self {
        let mut register = Self::default();
        for case in cases {
            register.put(case, titles);
        }
        register
    }

    /// Puts a case in, in place of what was known of it.
    pub fn put(&mut self, case: &Case, titles: &impl Titles) {
        let person = &case.person;
        let mut words: Vec<usize> = self.title(&case.event, || titles.event(&case.event));
        let mut numbers: Vec<String> = Vec::new();
        for request in &case.requests {
            words.extend(self.title(request.service.as_str(), || titles.service(&request.service)));
            numbers.extend(case.numbers(request).map(|number| compact(number.as_str())));
        }
        // What is of one request alone, the term that was chosen, says nothing of anybody.
        for value in case.filled.iter().filter(|(field, _)| !field.contains('/')).map(|(_, value)| value) {
            let number = compact(value);
            if is_number(&number) && !value.chars().any(char::is_alphabetic) {
                numbers.push(number);
            } else {
                words.extend(self.words(value));
            }
        }
        words.sort_unstable();
        words.dedup();
        let idnp = person.idnp.as_ref().map(|idnp| idnp.as_str().to_owned());
        let document = person.document.as_ref().map(|document| compact(&document.number));
        numbers.extend(idnp.iter().chain(&document).cloned());
        numbers.extend(person.phone.as_deref().map(telephone));
        let entry = Entry {
            case: case.id,
            is_open: case.closed.is_none(),
            opened: case.opened,
            code: compact(&case.return_code),
            numbers,
            name: self.words(&person.name),
            words,
            idnp,
            document,
            birth: person.birth,
        };
        self.entries.insert(case.id, entry);
    }

    /// Takes a case out.
    pub fn remove(&mut self, case: Uuid) {
        self.entries.remove(&case);
    }

    /// What fits what was typed, the surest first, of one kind the open cases first, then the newest. Nothing while too
    /// little was typed.
    #[must_use]
    pub fn find(&self, typed: &str) -> Vec<Found> {
        if let Some(code) = normal_return_code(typed).map(|code| compact(&code))
            && let Some(entry) = self.entries.values().find(|entry| entry.code == code)
        {
            return vec![Found { case: entry.case, by: By::Code }];
        }
        let sought: Vec<Sought> = words_of(typed).map(|word| self.sought(word)).collect();
        let whole = compact(typed);
        let is_number = is_number(&whole);
        let letters: usize = typed.chars().filter(|letter| letter.is_alphanumeric()).count();
        if letters < LETTERS || sought.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(&Entry, By)> = self
            .entries
            .values()
            .filter_map(|entry| {
                let by = if is_number { entry.by_number(&whole) } else { None };
                Some((entry, by.or_else(|| entry.by_words(&sought))?))
            })
            .collect();
        found.sort_unstable_by_key(|(entry, by)| {
            (*by, !entry.is_open, std::cmp::Reverse(entry.opened), std::cmp::Reverse(entry.case))
        });
        found.into_iter().map(|(entry, by)| Found { case: entry.case, by }).collect()
    }

    fn title(&mut self, code: &str, text: impl FnOnce() -> Option<Text>) -> Vec<usize> {
        if let Some(known) = self.titles.get(code) {
            return known.clone();
        }
        // What the catalogue does not know is found by its code, and looked for again when another case names it.
        let Some(text) = text() else { return self.words(code) };
        let mut words = self.words(code);
        for language in Language::INTERFACE {
            words.extend(self.words(text.get(language)));
        }
        self.titles.insert(code.to_owned(), words.clone());
        words
    }

    fn words(&mut self, text: &str) -> Vec<usize> {
        words_of(text).map(|word| self.place(word.to_lowercase())).collect()
    }

    fn place(&mut self, word: String) -> usize {
        if let Some(place) = self.places.get(&word) {
            return *place;
        }
        self.keys.push(keys(&word));
        self.places.insert(word, self.keys.len() - 1);
        self.keys.len() - 1
    }

    fn sought(&self, typed: &str) -> Sought {
        let number = compact(typed);
        let typed = keys(typed);
        let fits = |fits: fn(&str, &str) -> bool| {
            let one = |known: &Vec<String>| known.iter().any(|known| typed.iter().any(|typed| fits(known, typed)));
            self.keys.iter().map(one).collect()
        };
        Sought {
            begins: fits(|known, typed| known.starts_with(typed)),
            is: fits(|known, typed| known == typed),
            number: is_number(&number).then_some(number),
        }
    }

    /// Which words of the register a word is, whole, by its place.
    pub(super) fn same(&self, word: &str) -> Vec<bool> {
        self.sought(word).is
    }
}

/// A word that was typed, and which of the known words it fits.
struct Sought {
    begins: Vec<bool>,
    is: Vec<bool>,
    number: Option<String>,
}

impl Entry {
    fn by_number(&self, typed: &str) -> Option<By> {
        if self.code.starts_with(typed) {
            return Some(By::Code);
        }
        self.has_number(typed).then_some(By::Number)
    }

    fn has_number(&self, typed: &str) -> bool {
        self.numbers.iter().any(|number| number.contains(typed))
    }

    /// By words, each of which must fit something of the case.
    fn by_words(&self, sought: &[Sought]) -> Option<By> {
        let one = |sought: &Sought| {
            let among = |places: &[usize], fits: &[bool]| places.iter().any(|place| fits[*place]);
            if among(&self.name, &sought.is) {
                Some(By::WholeName)
            } else if among(&self.name, &sought.begins) {
                Some(By::Name)
            } else if sought.number.as_ref().is_some_and(|number| self.has_number(number)) {
                Some(By::Number)
            } else {
                among(&self.words, &sought.begins).then_some(By::Service)
            }
        };
        sought.iter().map(one).try_fold(By::Code, |by, one| Some(by.max(one?)))
    }
}

/// Letters and digits alone, in capitals: a number however it is grouped.
fn compact(text: &str) -> String {
    without_separators(text).chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// A telephone number as it is dialled in the country: what is typed is a part of it either way.
fn telephone(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    digits.strip_prefix("373").filter(|rest| rest.len() == 8).map_or(digits.clone(), |rest| format!("0{rest}"))
}

fn is_number(compact: &str) -> bool {
    compact.chars().count() >= PART_OF_NUMBER && compact.chars().any(|letter| letter.is_ascii_digit())
}

pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    // An accent that stands on the letter before it is no end of a word.
    let is_of_word = |letter: char| letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter);
    text.split(move |letter| !is_of_word(letter)).filter(|word| !word.is_empty())
}

/// How a word is read: all readings in Latin letters that the two alphabets and the two spellings of â leave open. Two
/// words are one when they have a reading in common: `Țurcanu` and `Цуркану`, `Brânză`, `Brînza` and `Брынзэ`.
fn keys(word: &str) -> Vec<String> {
    /// What a letter may stand for.
    const OPEN: [(char, [&str; 2]); 6] = [
        ('â', ["a", "i"]),
        ('î', ["i", "a"]),
        ('ы', ["i", "a"]),
        ('э', ["e", "a"]),
        ('ь', ["", "i"]),
        ('ё', ["e", "io"]),
    ];
    let mut readings = vec![word.to_lowercase()];
    for (letter, stands_for) in OPEN {
        if readings[0].contains(letter) {
            let each = |reading: &String| stands_for.map(|other| reading.replace(letter, other));
            readings = readings.iter().flat_map(each).collect();
        }
    }
    // As it is written besides, so that it is found while it is typed: `ci` and `чо` both begin `ciobanu`.
    let latin = readings.iter().map(|reading| skeleton(&fold(reading).replace("дж", "г")));
    let mut keys: Vec<String> = latin.flat_map(|latin| [as_heard(&latin), latin]).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A reading by its sounds: `ciobanu` and `чобану`, `munteanu` and `мунтяну`, `iurie` and `юрий`, `georgiana` and
/// `джорджиана`.
fn as_heard(latin: &str) -> String {
    let letters: Vec<char> = latin.chars().collect();
    let is_vowel = |letter: Option<&char>| letter.is_some_and(|letter| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u'));
    let mut key = String::with_capacity(latin.len());
    for (place, letter) in letters.iter().enumerate() {
        let after = |place: usize| letters.get(place);
        let behind = place.checked_sub(1).and_then(|before| letters.get(before));
        // Only says how the c or g before it sounds.
        let is_mute = matches!(letter, 'i' | 'e') && matches!(behind, Some('c' | 'g')) && is_vowel(after(place + 1));
        let written = if *letter == 'e' && after(place + 1) == Some(&'a') { 'i' } else { *letter };
        if !is_mute && !key.ends_with(|last: char| last == written && !last.is_ascii_digit()) {
            key.push(written);
        }
    }
    if key.len() > LETTERS + 1 && key.ends_with("ie") {
        key.pop();
    }
    key
}

#[cfg(test)]
mod tests;
