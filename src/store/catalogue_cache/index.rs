//! The search index beside a cache file: made once a release, read when somebody searches.

use crate::domain::search::SearchIndex;
use crate::platform::file;
use std::path::Path;

/// Grows with every change of what an index is made of: one of another layout is made anew.
pub const LAYOUT: u32 = 1;

/// How long the hash before the index is.
const HASH: usize = 32;

/// Whether there is one. Whether it is whole is seen when it is read.
pub fn is_there(path: &Path) -> bool {
    path.exists()
}

/// Reads an index; `None` when there is none that is whole and of this program.
pub fn read(path: &Path) -> Option<SearchIndex> {
    let bytes = std::fs::read(path).ok()?;
    let (hash, body) = bytes.split_at_checked(HASH)?;
    let whole = hash == digest(body);
    if !whole {
        tracing::warn!("the search index is damaged; it is made anew");
        return None;
    }
    postcard::from_bytes(body).ok()
}

/// Writes an index whole.
pub fn write(path: &Path, index: &SearchIndex) -> std::io::Result<()> {
    let body = postcard::to_allocvec(index).map_err(std::io::Error::other)?;
    let bytes = [digest(&body).as_slice(), &body].concat();
    file::write_atomically(path, &bytes)
}

fn digest(body: &[u8]) -> [u8; HASH] {
    use sha2::Digest as _;
    sha2::Sha256::digest(body).into()
}
