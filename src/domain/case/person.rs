//! The person of a case.

use crate::domain::hidden::hidden;
use crate::domain::identifier::{Idnp, without_separators};
use crate::domain::specialist::name_key;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The person of a case. Personal data: lives only in the encrypted case and in sealed parts.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// First name and surname.
    pub name: String,
    /// The identification number; some people have none, and some refuse it.
    pub idnp: Option<Idnp>,
    /// A telephone number, as given.
    pub phone: Option<String>,
    /// The day of birth, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<Date>,
    /// The paper by which somebody without an identification number is known: a foreigner's passport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
    /// Who acts for the person, when they do not act themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub representative: Option<Representative>,
}

/// A paper of another State, by which a person is known who has no identification number here.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// Its number: capital letters and digits, as [`Document::read`] leaves them.
    pub number: String,
    /// The State that issued it, as it was typed.
    pub country: String,
}

/// Who acts for a person: a parent, a guardian, whoever holds a power of attorney.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Representative {
    /// First name and surname.
    pub name: String,
    /// The paper that says so: a birth certificate, a decision, a power of attorney.
    pub paper: String,
}

hidden!(Document, "Document");
hidden!(Representative, "Representative");

/// The age from which a person acts alone, in years: article 26 of the Civil Code.
const OF_AGE: i16 = 18;

/// More years than anybody has lived.
const OLDEST: i16 = 125;

/// How many characters the number of a document has: from the shortest series in use to what ICAO 9303 leaves room for.
const DOCUMENT_NUMBER: std::ops::RangeInclusive<usize> = 4..=20;

/// Why what was typed of a document cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The number has too few or too many characters, others than letters and digits, or no digit at all.
    #[error("this cannot be the number of a document")]
    Number,
    /// The number is there, and the State is missing.
    #[error("the State that issued the document is missing")]
    Country,
}

impl Document {
    /// Reads a document as it is typed; `None` where nothing is. Spaces and hyphens in the number do not matter.
    ///
    /// # Errors
    /// Says which of the two cannot be read.
    pub fn read(number: &str, country: &str) -> Result<Option<Self>, DocumentError> {
        let country = country.split_whitespace().collect::<Vec<_>>().join(" ");
        let number = without_separators(number).to_uppercase();
        if number.is_empty() && country.is_empty() {
            return Ok(None);
        }
        let fits = DOCUMENT_NUMBER.contains(&number.chars().count())
            && number.chars().all(|letter| letter.is_alphanumeric() || letter == '/')
            && number.chars().any(|letter| letter.is_ascii_digit());
        match (fits, country.chars().any(char::is_alphabetic)) {
            (false, _) => Err(DocumentError::Number),
            (true, false) => Err(DocumentError::Country),
            (true, true) => Ok(Some(Self { number, country })),
        }
    }

    /// Whether it is the same paper: the same number, whatever the State is called in which language.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// What does not fit in what is known of a person. A specialist looks at it; only [`Doubt::Unborn`] and
/// [`Doubt::TooOld`] cannot be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// The day of birth lies in the future.
    Unborn,
    /// Nobody has become so old.
    TooOld,
    /// The identification number was given out in a year before that of the birth.
    NumberBeforeBirth,
    /// The person is not of age, and nobody acts for them.
    MinorAlone,
}

impl Doubt {
    /// Whether it cannot be so, rather than that it is only strange.
    #[must_use]
    pub const fn is_impossible(self) -> bool {
        matches!(self, Self::Unborn | Self::TooOld)
    }
}

/// The most letters of a name.
pub const LONGEST_NAME: usize = 100;

/// Why a text cannot be a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no letter in it.
    #[error("the name is missing")]
    Missing,
    /// It is longer than any name.
    #[error("the name is too long")]
    TooLong,
    /// It holds a sign that no name has.
    #[error("the name holds {0:?}")]
    Sign(char),
}

impl Person {
    /// Whether these are two people, or one for whom somebody else acts: another name, however it is written, another
    /// number or day of birth than the one that was known, another representative. What is added to a name changes nobody,
    /// and neither does a new passport.
    #[must_use]
    pub fn is_other_than(&self, before: &Self) -> bool {
        let acts = |person: &Self| person.representative.as_ref().map(|other| name_key(&other.name));
        name_key(&self.name) != name_key(&before.name)
            || before.idnp.is_some() && self.idnp != before.idnp
            || before.birth.is_some() && self.birth != before.birth
            || before.representative.is_some() && acts(self) != acts(before)
    }

    /// Whether the person is not of age on a day; not where the day of birth is not known. Who is born on 29 February
    /// comes of age on 1 March.
    #[must_use]
    pub fn is_minor(&self, today: Date) -> bool {
        self.birth.is_some_and(|birth| age(birth, today) < OF_AGE)
    }

    /// What does not fit in what is known, the gravest first.
    #[must_use]
    pub fn doubts(&self, today: Date) -> Vec<Doubt> {
        let birth = |fits: fn(Date, Date) -> bool| self.birth.is_some_and(|birth| fits(birth, today));
        let before = self.birth.zip(self.idnp.as_ref().and_then(Idnp::given_in));
        let doubts = [
            (birth(|birth, today| birth > today), Doubt::Unborn),
            (birth(|birth, today| age(birth, today) > OLDEST), Doubt::TooOld),
            (before.is_some_and(|(birth, given)| given < birth.year()), Doubt::NumberBeforeBirth),
            (self.is_minor(today) && self.representative.is_none(), Doubt::MinorAlone),
        ];
        doubts.into_iter().filter_map(|(holds, doubt)| holds.then_some(doubt)).collect()
    }

    /// Reads a name as it is typed: letters of any alphabet with their accents, and what stands between them in names:
    /// spaces, hyphens, apostrophes and full stops. One name is enough.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read_name(typed: &str) -> Result<String, NameError> {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(char::is_alphabetic) {
            return Err(NameError::Missing);
        }
        let accent = |letter| ('\u{300}'..='\u{36f}').contains(&letter);
        let between = |letter| matches!(letter, ' ' | '-' | '\'' | '’' | 'ʼ' | '.' | '‑' | '–');
        let stray = name.chars().find(|letter| !(letter.is_alphabetic() || accent(*letter) || between(*letter)));
        match stray {
            Some(sign) => Err(NameError::Sign(sign)),
            None if name.chars().count() > LONGEST_NAME => Err(NameError::TooLong),
            None => Ok(name),
        }
    }
}

/// How many whole years somebody born on a day has lived on another.
fn age(birth: Date, today: Date) -> i16 {
    let before_birthday = (today.month(), today.day()) < (birth.month(), birth.day());
    today.year() - birth.year() - i16::from(before_birthday)
}

impl fmt::Debug for Person {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Person(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn names_of_every_alphabet_and_with_one_part_are_read() {
        for name in ["Persoană de probă", "Иван", "O’Neill-Țurcanu", "D'Artagnan", "I. Probă", "Gheorghiță"]
        {
            assert_eq!(Person::read_name(name).as_deref(), Ok(name));
        }
        assert_eq!(Person::read_name("  Probă \t Unu ").as_deref(), Ok("Probă Unu"));
    }

    #[test]
    fn what_is_no_name_is_said_and_never_cut() {
        assert_eq!(Person::read_name(" "), Err(NameError::Missing));
        assert_eq!(Person::read_name("-.-"), Err(NameError::Missing));
        assert_eq!(Person::read_name("Probă 😀"), Err(NameError::Sign('😀')));
        assert_eq!(Person::read_name("Probă2"), Err(NameError::Sign('2')));
        assert_eq!(Person::read_name("a\u{202e}b"), Err(NameError::Sign('\u{202e}')));
        assert_eq!(Person::read_name(&"ș".repeat(100)).map(|name| name.chars().count()), Ok(100));
        assert_eq!(Person::read_name(&"ș".repeat(101)), Err(NameError::TooLong));
    }

    #[test]
    fn a_document_of_another_state_is_its_number_and_its_state() {
        assert_eq!(Document::read(" ", "").map(|read| read.is_none()), Ok(true));
        let read = Document::read(" fe 123-456", " Ucraina ").ok().flatten().map(|read| (read.number, read.country));
        assert_eq!(read, Some(("FE123456".to_owned(), "Ucraina".to_owned())));
        assert!(Document::read("БВ 120456", "Украина").is_ok_and(|read| read.is_some()), "letters of any alphabet");
        for number in ["", "12", "PASSPORT", "12*456", "123456789012345678901"] {
            assert_eq!(Document::read(number, "Ucraina").map(|_| ()), Err(DocumentError::Number), "{number}");
        }
        assert_eq!(Document::read("FE123456", " 5 ").map(|_| ()), Err(DocumentError::Country));
    }

    fn born(birth: Date) -> Person {
        Person { name: "Probă".to_owned(), birth: Some(birth), ..Person::default() }
    }

    #[test]
    fn what_cannot_be_and_what_is_strange_in_a_day_of_birth_is_found() {
        let today = date(2026, 11, 20);
        let of = |person: &Person| person.doubts(today);
        assert_eq!(of(&born(date(2026, 11, 21))), [Doubt::Unborn, Doubt::MinorAlone]);
        assert_eq!(of(&born(date(1900, 11, 20))), [Doubt::TooOld]);
        assert_eq!(of(&born(date(1901, 11, 20))), [], "125 years");
        // The number says 2001; 13 digits are right in both.
        let number = Idnp::parse("2001234567891").ok();
        let with = |birth| Person { idnp: number.clone(), ..born(birth) };
        assert_eq!(of(&with(date(2002, 1, 1))), [Doubt::NumberBeforeBirth]);
        assert_eq!(of(&with(date(2001, 12, 31))), []);
        assert_eq!(of(&with(date(1960, 5, 5))), [], "who was born long before the registers has a later number");
        assert_eq!(of(&Person { idnp: number, ..Person::default() }), []);
    }

    #[test]
    fn a_minor_needs_somebody_who_acts_until_the_day_of_coming_of_age() {
        let birth = date(2008, 11, 20);
        let person = born(birth);
        assert_eq!(person.doubts(date(2026, 11, 19)), [Doubt::MinorAlone]);
        assert_eq!(person.doubts(date(2026, 11, 20)), []);
        let mother = Representative { name: "Mama de probă".to_owned(), paper: "certificat de naștere".to_owned() };
        let child = Person { representative: Some(mother), ..person };
        assert_eq!(child.doubts(date(2026, 11, 19)), []);
        let leap = born(date(2008, 2, 29));
        assert!(leap.is_minor(date(2026, 2, 28)) && !leap.is_minor(date(2026, 3, 1)));
    }

    #[test]
    fn what_is_added_changes_nobody_and_what_is_another_does() {
        let known = Person { name: "Ana Probă".to_owned(), ..Person::default() };
        let more = Person {
            birth: Some(date(1961, 3, 14)),
            document: Document::read("FE123456", "Ucraina").ok().flatten(),
            representative: Some(Representative { name: "Ion Probă".to_owned(), paper: "procură".to_owned() }),
            ..known.clone()
        };
        assert!(!more.is_other_than(&known));
        assert!(known.is_other_than(&more));
        let renewed = Person { document: Document::read("FE999999", "Ucraina").ok().flatten(), ..more.clone() };
        assert!(!renewed.is_other_than(&more), "a new passport");
        let day = Person { birth: Some(date(1961, 3, 15)), ..more.clone() };
        let other = Representative { name: "Alt Probă".to_owned(), paper: "procură".to_owned() };
        let acted = Person { representative: Some(other), ..more.clone() };
        assert!(day.is_other_than(&more) && acted.is_other_than(&more));
    }
}
