//! The header of the file: what is the same in every one of ours.

use super::super::schema::APPLICATION_ID;
use super::page::four;

/// Its length in bytes.
pub const LENGTH: u8 = 100;

/// Whether a header calls its file one of ours and says something else that none of ours says. SQLite takes some of it
/// for a file that cannot be written, or not be read by this version.
#[must_use]
pub fn is_damaged(header: &[u8]) -> bool {
    four(header, 68) == Some(APPLICATION_ID.cast_unsigned()) && !is_usual(header)
}

fn is_usual(header: &[u8]) -> bool {
    let at = |range: std::ops::Range<usize>| header.get(range).unwrap_or_default();
    at(0..16) == b"SQLite format 3\0"
        // With a write-ahead log; without one it is a copy that SQLite made.
        && matches!(at(18..20), [1, 1] | [2, 2])
        // No room kept in the pages, and fixed shares of them.
        && at(20..24) == [0, 64, 32, 32]
        && four(header, 44) == Some(4)
        // UTF-8.
        && four(header, 56) == Some(1)
}
