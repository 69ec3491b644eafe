//! How much of what cannot be taken in is kept of one terminal: the rule, whichever store follows it.

/// The most that is kept of one terminal: this many events with their text, together so many bytes, and of this many
/// more that they came at all. What comes beyond that is only counted.
const MOST_KEPT: i64 = 200;
const MOST_BYTES: i64 = 1024 * 1024;
const MOST_NAMED: i64 = 1_000;

/// How much of a terminal is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bound {
    /// Events that are named.
    pub(super) kept: i64,
    /// Bytes of the texts that are kept.
    pub(super) bytes: i64,
}

/// What is kept of one event.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Share {
    /// Its text, sealed to the operator.
    pub(super) sealed: Option<Vec<u8>>,
    /// Whether it is named.
    pub(super) is_named: bool,
    /// The bytes of its text that count.
    pub(super) bytes: i64,
}

impl Bound {
    /// What is kept of an event of this text, sealed to an operator of this key.
    pub(super) fn share(self, text: &str, key: Option<&str>) -> Share {
        let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
        let has_room = self.kept < MOST_KEPT && self.bytes.saturating_add(length) <= MOST_BYTES;
        let sealed = key
            .filter(|_| has_room)
            .and_then(|key| key.parse::<age::x25519::Recipient>().ok())
            .and_then(|key| age::encrypt(&key, text.as_bytes()).ok());
        let bytes = if sealed.is_some() { length } else { 0 };
        Share { sealed, is_named: self.kept < MOST_NAMED, bytes }
    }

    /// How much it is with this one.
    pub(super) fn with(self, share: &Share) -> Self {
        Self { kept: self.kept + i64::from(share.is_named), bytes: self.bytes + share.bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_within_their_bounds_and_then_only_named_and_then_only_counted() {
        let key = age::x25519::Identity::generate().to_public().to_string();
        let share = |kept, bytes| Bound { kept, bytes }.share("an event", Some(&key));
        assert!(share(0, 0).sealed.is_some() && share(0, 0).bytes == 8);
        for (kept, bytes) in [(MOST_KEPT, 0), (0, MOST_BYTES - 7)] {
            assert!(share(kept, bytes).sealed.is_none() && share(kept, bytes).is_named);
        }
        assert!(!share(MOST_NAMED, 0).is_named);
        let without = Bound::default().share("an event", None);
        assert!(without.sealed.is_none() && without.is_named && without.bytes == 0);
        assert_eq!(Bound::default().with(&share(0, 0)), Bound { kept: 1, bytes: 8 });
    }
}
