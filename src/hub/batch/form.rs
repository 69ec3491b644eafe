//! The form that an entry must have beyond its types: nothing in it can be read by anybody but the operator, unless it is
//! of codes, numbers and choices.

use crate::protocol::entry::Entry;
use crate::protocol::facts;
use jiff::Timestamp;

/// The longest sealed part: a person, numbers and a note are a kilobyte.
const LONGEST_SEALED: usize = 64 * 1024;

/// How an age file sealed to one public key begins.
const AGE: &[u8] = b"age-encryption.org/v1\n-> X25519 ";

/// A dead clock says 1970. No clock of ours says more than this.
const LATEST: &str = "2100-01-01T00:00:00Z";

/// Whether an entry has its form.
pub(super) fn has_form(entry: &Entry) -> bool {
    facts::has_form(&entry.facts) && is_time(entry.time) && entry.sealed.as_deref().is_none_or(is_sealed)
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

    #[test]
    fn only_what_is_sealed_passes_as_sealed() {
        let key = age::x25519::Identity::generate().to_public();
        assert!(is_sealed(&age::encrypt(&key, b"somebody").unwrap()));
        assert!(!is_sealed(b"a name and a number"));
        assert!(!is_sealed(b"age-encryption.org/v1\n-> X25519 a name and a number"));
        assert!(!is_sealed(b""));
    }
}
