//! What the relay of a room says to the computers of the room, in one line that a code holds: where it is, by which key it is
//! known, and the word that lets them in. Read from a picture, typed, or typed by a reader of codes that stands as a keyboard.

use super::invitation;
use crate::domain::hidden::hidden;

/// The first word of the line: what it is, and the number of its form.
const MARK: &str = "CUPSR1";

/// The digits of a key.
const KEY_DIGITS: usize = 64;

/// What the code of a relay says.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayCode {
    /// Its address, `https://` and without a slash at the end.
    pub address: String,
    /// Its Ed25519 public key, 64 hexadecimal digits: whatever answers at the address by another key is not the relay.
    pub key: String,
    /// The word that lets a computer in.
    pub word: String,
    /// The hub's Ed25519 public key, 64 hexadecimal digits: by it a computer that the hub does not know yet can tell what the
    /// hub says. None of an older relay, and of one that has not reached the hub yet.
    pub hub: Option<String>,
}

// The word stands in it.
hidden!(RelayCode, "RelayCode");

impl RelayCode {
    /// The line.
    #[must_use]
    pub fn line(&self) -> String {
        let hub = self.hub.as_ref().map(|hub| format!(" {hub}")).unwrap_or_default();
        format!("{MARK} {} {} {}{hub}", self.address, self.key, self.word)
    }

    /// Reads the line; nothing where it is none. Words after the fifth are of a newer relay, and are passed over.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        invitation::read(line, Self::of)
    }

    fn of(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        if !words.next()?.eq_ignore_ascii_case(MARK) {
            return None;
        }
        let (address, key, word) = (words.next()?, words.next()?, words.next()?);
        let scheme = "https://";
        let host = address.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme));
        let host = host.and_then(|_| address.get(scheme.len()..)).map(|host| host.trim_end_matches('/'));
        let host = host.filter(|host| !host.is_empty())?;
        let is_digits = |key: &str| key.len() == KEY_DIGITS && key.bytes().all(|digit| digit.is_ascii_hexdigit());
        let is_key = is_digits(key);
        let hub = words.next().filter(|hub| is_digits(hub)).map(str::to_ascii_lowercase);
        let is_word = (16..=64).contains(&word.len()) && word.bytes().all(|sign| sign.is_ascii_alphanumeric());
        if !is_key || !is_word {
            return None;
        }
        let (key, word) = (key.to_ascii_lowercase(), word.to_ascii_lowercase());
        Some(Self { address: format!("{scheme}{host}"), key, word, hub })
    }

    /// The key as it is read out and compared: groups of four digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let groups = self.key.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
        groups.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RelayCode {
        let (key, word) = ("0123456789abcdef".repeat(4), "a1b2c3d4e5f60718".to_owned());
        RelayCode { address: "https://192.168.1.5:8481".to_owned(), key, word, hub: None }
    }

    #[test]
    fn a_line_is_read_as_it_was_written_whoever_types_it() {
        let line = code().line();
        assert!(RelayCode::read(&line) == Some(code()));
        assert!(RelayCode::read(&format!(" {} and more\n", line.to_uppercase())) == Some(code()));
        assert!(RelayCode::read(&line.replace(" 0123", "/ 0123")) == Some(code()));
        let with_hub = RelayCode { hub: Some("f".repeat(64)), ..code() };
        assert!(RelayCode::read(&format!("{} and more", with_hub.line().to_uppercase())) == Some(with_hub.clone()));
        assert_eq!(with_hub.line().rsplit_once(' ').unwrap().0, line, "an older program reads what it knows");
        assert!(code().fingerprint().starts_with("0123 4567 89ab cdef 0123"));
        assert_eq!(format!("{:?}", code()), "RelayCode(…)");
    }

    #[test]
    fn what_has_no_protection_or_no_key_is_no_code() {
        let line = code().line();
        for other in [
            String::new(),
            line.replace("https", "http"),
            line.replace("CUPSR1", "CUPS1"),
            line.replace("https://192.168.1.5:8481", "https:///"),
            line.replace("89abcdef ", " "),
            line.replace("89abcdef ", "89abcdeg "),
            line.replace("a1b2c3d4e5f60718", "a1b2"),
            line.rsplit_once(' ').unwrap().0.to_owned(),
        ] {
            assert!(RelayCode::read(&other).is_none(), "{other}");
        }
    }
}
