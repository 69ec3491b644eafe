//! The form that an entry must have beyond its types, so that nobody's name or number can slip into the open part.

use crate::domain::record::Entry;
use crate::protocol::event::{DATA_SCHEMA, EntryData};
use crate::protocol::verdict::QuarantineCode;
use jiff::Timestamp;
use serde_json::Value;

/// The longest sealed part: a person, numbers and a note are a kilobyte.
const LONGEST_SEALED: usize = 64 * 1024;

/// How an age file sealed to one public key begins.
const AGE: &[u8] = b"age-encryption.org/v1\n-> X25519 ";

/// More minutes than a day has nobody spends on one request.
const MOST_MINUTES: u16 = 24 * 60;

/// Catalogues are numbered from 1; this many never come.
const LARGEST_CATALOGUE: u64 = 1_000_000_000;

/// A dead clock says 1970. No clock of ours says more than this.
const LATEST: &str = "2100-01-01T00:00:00Z";

/// The most events that one visit joins.
const MOST_JOINED: usize = 4;

/// Checks an entry.
///
/// # Errors
/// When something has not its form.
pub(super) fn check(entry: &Entry) -> Result<(), QuarantineCode> {
    let facts = &entry.facts;
    let is_good = is_centre(&facts.centre)
        && facts.event.as_deref().is_none_or(is_event)
        && facts.service.as_ref().is_none_or(|service| is_service(service.as_str()))
        && facts.satisfaction.is_none_or(|answer| (1..=5).contains(&answer))
        && facts.minutes.is_none_or(|minutes| minutes <= MOST_MINUTES)
        && facts.catalogue <= LARGEST_CATALOGUE
        && is_time(entry.time)
        && entry.sealed.as_deref().is_none_or(is_sealed);
    if is_good { Ok(()) } else { Err(QuarantineCode::Malformed) }
}

/// Whether an event that is not understood may be a newer program's: what it says beside the known is of codes and
/// numbers, as facts always are.
pub(super) fn is_newer(body: &Value) -> bool {
    let schema = body.get("dataschema").and_then(Value::as_str).unwrap_or_default();
    let (Some((ours, _)), Some((theirs, number))) = (DATA_SCHEMA.rsplit_once(':'), schema.rsplit_once(':')) else {
        return false;
    };
    if ours != theirs || number.parse::<u16>().is_err() {
        return false;
    }
    let Some(data) = body.get("data") else { return false };
    if schema == DATA_SCHEMA && serde_json::from_value::<EntryData>(data.clone()).is_ok() {
        // All of it is known; something else is wrong.
        return false;
    }
    let facts = data.get("facts").and_then(Value::as_object);
    facts.is_some_and(|facts| facts.contains_key("action") && facts.values().all(is_code))
}

fn is_code(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte))
        }
        Value::Number(_) | Value::Bool(_) => true,
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

fn is_centre(id: &str) -> bool {
    id.len() <= 40
        && id.starts_with(|letter: char| letter.is_ascii_lowercase())
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && digits_in_a_row(id) < 6
}

/// `C1`, `B12`, `X-ABROAD`; those of one visit are joined by a plus sign.
fn is_event(text: &str) -> bool {
    let is_official = |code: &str| {
        code.strip_prefix(['B', 'C'])
            .is_some_and(|number| (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    text.split('+').count() <= MOST_JOINED && text.split('+').all(|code| is_official(code) || is_own(code))
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
            && digits_in_a_row(name) < 6
    })
}

/// Telephone numbers, numbers of papers and of persons are longer than any code of ours.
fn digits_in_a_row(text: &str) -> usize {
    text.split(|letter: char| !letter.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

fn is_time(time: Timestamp) -> bool {
    time >= Timestamp::UNIX_EPOCH && LATEST.parse().is_ok_and(|latest: Timestamp| time < latest)
}

/// An age file, and so nothing that anybody but the operator can read.
fn is_sealed(sealed: &[u8]) -> bool {
    sealed.len() <= LONGEST_SEALED && sealed.starts_with(AGE) && age::Decryptor::new(sealed).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn codes_pass_and_names_and_numbers_do_not() {
        for id in ["lozova", "mobile-straseni", "rome", "unknown", "centru-2"] {
            assert!(is_centre(id), "{id}");
        }
        for text in ["", "Lozova", "ion popescu", "a.b", "2000000000004", "x-2000000000004", "naștere", "c\n"] {
            assert!(!is_centre(text), "{text}");
        }
        for code in ["C1", "B3", "X-ABROAD", "C1+C16", "C10+X-IDENTITY"] {
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
    fn only_what_is_sealed_passes_as_sealed() {
        let key = age::x25519::Identity::generate().to_public();
        assert!(is_sealed(&age::encrypt(&key, b"somebody").unwrap()));
        assert!(!is_sealed(b"a name and a number"));
        assert!(!is_sealed(b"age-encryption.org/v1\n-> X25519 a name and a number"));
        assert!(!is_sealed(b""));
    }

    #[test]
    fn what_a_newer_program_says_in_codes_is_told_from_what_is_wrong() {
        let event = |schema: &str, facts: Value| json!({ "dataschema": schema, "data": { "facts": facts } });
        let known =
            json!({ "action": "informed", "language": "ro", "centre": "lozova", "mode": "alone", "catalogue": 1 });
        let with = |name: &str, value: Value| {
            let mut facts = known.clone();
            facts[name] = value;
            facts
        };
        assert!(!is_newer(&event(DATA_SCHEMA, known.clone())), "nothing in it is new");
        assert!(is_newer(&event("urn:cups:schema:journal-entry:2", known.clone())));
        assert!(is_newer(&event(DATA_SCHEMA, with("action", json!("caseMoved")))));
        assert!(is_newer(&event(DATA_SCHEMA, with("window", json!(3)))));
        assert!(!is_newer(&event(DATA_SCHEMA, with("remark", json!("a name and a number")))));
        assert!(!is_newer(&event(DATA_SCHEMA, with("remark", json!({ "name": "x" })))));
        assert!(!is_newer(&event("urn:other:2", known)));
    }
}
