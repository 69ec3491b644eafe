//! The form that facts must have beyond their types, so that nobody's name or number can slip into the open part: also
//! not in a field that only a newer program knows, which is kept unread.

use super::code::{MOST_DIGITS, digits_in_a_row, is_code};
use super::{Facts, RecordedFacts};
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use uuid::Uuid;

/// The fields of number 1.
const FIELDS: [&str; 25] = [
    "number",
    "action",
    "event",
    "service",
    "case",
    "request",
    "state",
    "minutes",
    "satisfaction",
    "corrects",
    "reason",
    "language",
    "centre",
    "mode",
    "catalogue",
    "theme",
    "autonomy",
    "prints",
    "pages",
    "again",
    "scansErased",
    "trust",
    "place",
    "people",
    "held",
];

/// The most bytes of one entry's facts: ours are a few hundred.
const LARGEST: usize = 4 * 1024;

/// The most fields that a newer program may have added, and the most values in one of them.
const MOST_FIELDS: usize = 32;
const MOST_VALUES: usize = 64;

/// The longest value.
const LONGEST: usize = 40;

/// The largest number that an unknown field may hold: telephone numbers, numbers of papers and of persons are longer.
const LARGEST_NUMBER: u64 = 999_999;

/// More minutes than a day has nobody spends on one request.
const MOST_MINUTES: u16 = 24 * 60;

/// No room of a centre holds more people than this.
const MOST_PEOPLE: u16 = 1_000;

/// Catalogues are numbered from 1; this many never come.
const LARGEST_CATALOGUE: u64 = 1_000_000_000;

/// The most events that one visit joins.
const MOST_JOINED: usize = 4;

/// Whether facts are of codes, numbers and choices alone, whoever wrote them.
#[must_use]
pub fn has_form(facts: &RecordedFacts) -> bool {
    facts.text().len() <= LARGEST && is_known_part(facts) && serde_json::from_str::<UnknownPart>(facts.text()).is_ok()
}

fn is_known_part(facts: &Facts) -> bool {
    let is_answer = |answer: u8| (1..=5).contains(&answer);
    is_centre(&facts.centre)
        && facts.event.as_deref().is_none_or(is_event)
        && facts.service.as_ref().is_none_or(|service| is_service(service.as_str()))
        && facts.satisfaction.is_none_or(is_answer)
        && facts.trust.is_none_or(is_answer)
        && facts.minutes.is_none_or(|minutes| minutes <= MOST_MINUTES)
        && facts.prints.len() <= MOST_VALUES
        && facts.people.len() <= MOST_VALUES
        && facts.people.values().all(|number| *number <= MOST_PEOPLE)
        && facts.catalogue <= LARGEST_CATALOGUE
}

/// Whether it is a centre's id: `mobile-straseni`.
#[must_use]
pub fn is_centre(id: &str) -> bool {
    id.len() <= LONGEST
        && id.starts_with(|letter: char| letter.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && digits_in_a_row(id) <= MOST_DIGITS
}

/// `C1`, `B12`, `X-ABROAD`, or the code of the single service that a visit is about; those of one visit are joined by a
/// plus sign.
fn is_event(text: &str) -> bool {
    let is_official = |code: &str| {
        code.strip_prefix(['B', 'C'])
            .is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.split('+').count() <= MOST_JOINED && text.split('+').all(|code| is_official(code) || is_service(code))
}

/// Nine digits, a few letters with a number, or a name of our own.
fn is_service(code: &str) -> bool {
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = code.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
    let is_official = letters + digits == code.len()
        && (letters == 0 && digits == 9 || (2..=5).contains(&letters) && (1..=4).contains(&digits));
    is_official || is_own(code)
}

fn is_own(code: &str) -> bool {
    code.strip_prefix("X-").is_some_and(|name| {
        (1..=30).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
            && digits_in_a_row(name) <= MOST_DIGITS
    })
}

fn is_id(text: &str) -> bool {
    text.parse().is_ok_and(|id: Uuid| id.to_string() == text)
}

/// A text in a field that is not known: of the form that some known field has, or a few codes held together by signs
/// that stand in no sentence (`plan.printed`, `2026-11`).
fn is_short(text: &str) -> bool {
    let is_plain = text.len() <= LONGEST
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.+".contains(&byte))
        && digits_in_a_row(text) <= MOST_DIGITS;
    is_plain || is_service(text) || is_id(text)
}

/// The fields that are not known, each looked at where it stands: one that stands there twice is seen twice.
struct UnknownPart;

impl<'de> Deserialize<'de> for UnknownPart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = UnknownPart;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UnknownPart, A::Error> {
                let mut unknown = 0;
                while let Some(Name(name)) = map.next_key()? {
                    if FIELDS.contains(&name.as_str()) {
                        map.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    unknown += 1;
                    if unknown > MOST_FIELDS || !is_code(&name) {
                        return Err(A::Error::custom("a field has no form"));
                    }
                    map.next_value::<Flat>()?;
                }
                Ok(UnknownPart)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

#[derive(Deserialize)]
struct Name(String);

/// A value, a list of values or values by code: what an unknown field may hold.
struct Flat;

impl<'de> Deserialize<'de> for Flat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values { lists: true }).map(|()| Self)
    }
}

/// One value.
struct Plain;

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values { lists: false }).map(|()| Self)
    }
}

struct Values {
    lists: bool,
}

impl Values {
    /// One more value in a list, when there may be one.
    fn one_more<E: Error>(&self, count: &mut usize) -> Result<(), E> {
        *count += 1;
        if self.lists && *count <= MOST_VALUES { Ok(()) } else { Err(E::custom("a value has no form")) }
    }
}

impl<'de> Visitor<'de> for Values {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a code, a whole number, or a few of them")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    // A number with a fraction could hold any digits behind its point, so it comes to no arm here.
    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        if number <= LARGEST_NUMBER { Ok(()) } else { Err(E::custom("a number has no form")) }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_u64(number.unsigned_abs())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if is_short(text) { Ok(()) } else { Err(E::custom("a text has no form")) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut count = 0;
        while list.next_element::<Plain>()?.is_some() {
            self.one_more(&mut count)?;
        }
        if self.lists { Ok(()) } else { Err(A::Error::custom("a list in a list")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut count = 0;
        while let Some(Name(name)) = map.next_key()? {
            self.one_more(&mut count)?;
            if !is_short(&name) {
                return Err(A::Error::custom("a name has no form"));
            }
            map.next_value::<Plain>()?;
        }
        if self.lists { Ok(()) } else { Err(A::Error::custom("a list in a list")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    fn with(name: &str, value: &Value) -> RecordedFacts {
        let mut facts =
            json!({ "action": "informed", "language": "ro", "centre": "lozova", "mode": "alone", "catalogue": 1 });
        facts[name] = value.clone();
        RecordedFacts::read(facts.to_string()).unwrap()
    }

    #[test]
    fn codes_pass_and_names_and_numbers_do_not() {
        for id in ["lozova", "mobile-straseni", "rome", "unknown", "centru-2"] {
            assert!(is_centre(id), "{id}");
        }
        for text in ["", "Lozova", "ion popescu", "a.b", "2000000000004", "x-2000000000004", "naștere", "c\n"] {
            assert!(!is_centre(text), "{text}");
        }
        for code in ["C1", "B3", "X-ABROAD", "C1+C16", "C10+X-IDENTITY", "015000163", "SFS11"] {
            assert!(is_event(code), "{code}");
        }
        for text in [
            "",
            "C",
            "C123",
            "D1",
            "c1",
            "C1+",
            "2000000000004",
            "ION",
            "C1+Ion",
            "X-",
            "X-2000000000004",
            "C1+C2+C3+C4+C5",
        ] {
            assert!(!is_event(text), "{text}");
        }
        for code in ["015000325", "SFS11", "X-SOCIAL-AID"] {
            assert!(is_service(code), "{code}");
        }
        for text in ["", "ION-POPESCU", "2000000000004", "ION", "X-ion", "069123456X"] {
            assert!(!is_service(text), "{text}");
        }
    }

    #[test]
    fn an_unknown_field_of_codes_and_numbers_passes() {
        for value in [
            json!("caseMoved"),
            json!("plan.printed"),
            json!("2026-11"),
            json!("015000325"),
            json!("019a3c5e-7b1d-7c44-8f6e-2a90b1c3d4e5"),
            json!(0),
            json!(999_999),
            json!(-5),
            json!(true),
            json!(null),
            json!([]),
            json!(["one", 2, false]),
            json!({ "plan.printed": 2, "slip": "failed" }),
        ] {
            assert!(has_form(&with("somethingNew", &value)), "{value}");
        }
    }

    #[test]
    fn an_unknown_field_with_words_or_somebodys_number_does_not() {
        for value in [
            json!("a name and a number"),
            json!("a_name"),
            json!("naștere"),
            json!("2000000000004"),
            json!(2_000_000_000_004_u64),
            json!(69_123_456),
            json!(-69_123_456),
            json!(1.5),
            json!("x".repeat(41)),
            json!([["nested"]]),
            json!([{ "nested": 1 }]),
            json!({ "nested": ["one"] }),
            json!({ "a name": 1 }),
            json!({ "name": "of somebody" }),
            json!(["a name"]),
            json!(vec![1; MOST_VALUES + 1]),
        ] {
            assert!(!has_form(&with("somethingNew", &value)), "{value}");
        }
        for name in ["a name", "Ion", "n2000000000004", "", "naștere", "with.point"] {
            assert!(!has_form(&with(name, &json!(1))), "{name}");
        }
    }

    #[test]
    fn nothing_hides_behind_a_field_that_stands_there_twice_or_in_digits() {
        let facts = |rest: &str| {
            let text = format!(
                r#"{{"action":"informed","language":"ro","centre":"lozova","mode":"alone","catalogue":1,{rest}}}"#
            );
            RecordedFacts::read(text).is_ok_and(|facts| has_form(&facts))
        };
        assert!(facts(r#""new":1"#));
        for hidden in [
            r#""new":"a name","new":1"#,
            r#""new":{"one":"a name","one":1}"#,
            r#""catalogue":2000000000004,"catalogue":1"#,
            r#""new":0.2000000000004"#,
            r#""new":2000000000004e-12"#,
            r#""minutes":1.0"#,
            r#""event":"C1","event":"a name""#,
            r#""theme":"a name""#,
            r#""autonomy":2"#,
            r#""prints":{"a name":1}"#,
            r#""prints":{"plan.printed":"a name"}"#,
            r#""case":"019A3C5E-7B1D-7C44-8F6E-2A90B1C3D4E5""#,
            r#""trust":6"#,
            r#""satisfaction":0"#,
            r#""place":"a name""#,
            r#""people":{"a name":1}"#,
            r#""people":{"all":60000}"#,
            r#""held":"a name""#,
        ] {
            assert!(!facts(hidden), "{hidden}");
        }
    }

    #[test]
    fn the_fields_that_are_known_are_those_of_the_type() {
        let whole = json!({
            "number": 2, "action": "informed", "event": "C1", "service": "015000325",
            "case": Uuid::nil(), "request": Uuid::nil(), "state": "paid", "minutes": 1, "satisfaction": 1,
            "corrects": Uuid::nil(), "reason": "notDone", "language": "ro", "centre": "lozova", "mode": "alone",
            "catalogue": 1, "theme": "taxes", "autonomy": "guided", "prints": { "plan.printed": 2 }, "pages": 3, "again": true,
            "scansErased": 3, "trust": 4, "place": "atDesk", "people": { "from60": 12 }, "held": "2026-11-20"
        });
        let facts: Facts = serde_json::from_value(whole).unwrap();
        let written = serde_json::to_value(&facts).unwrap();
        let written: BTreeSet<&str> = written.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(written, FIELDS.into());
    }
}
