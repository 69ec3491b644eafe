//! A release: the canonical text of a catalogue, compressed, with its hash; and deltas from one release to another.
//!
//! What counts is the canonical text. The compressed release and the deltas are ways to it: whichever was taken, the
//! text that comes out has the length and hash that the editors signed, or it is thrown away.

use crate::domain::catalogue::Catalogue;
use crate::protocol::release::piece;
use crate::protocol::release::{self as format, Head, Unreadable};
use sha2::{Digest, Sha256};
use std::io::{Read, Write as _};

/// A catalogue of 700 services in three languages is about 10 MB; what unpacks to more than this is not one of ours.
const LARGEST: u64 = 64 * 1024 * 1024;

/// How hard a release and a delta are compressed: the hub does it once, bad lines carry it often.
const LEVEL: i32 = 19;

/// The largest window of the compression as a power of two: what every decoder takes. It bounds what a forged file can make
/// whoever reads it reserve: 128 MB.
pub const LARGEST_WINDOW: u32 = 27;

/// The smallest that a delta is given.
const SMALLEST_WINDOW: u32 = 20;

/// A compressed release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The catalogue's number.
    pub number: u64,
    /// SHA-256 of the canonical text, in hexadecimal.
    pub sha256: String,
    /// The length of the canonical text in bytes.
    pub length: u64,
    /// The canonical text, compressed by zstd.
    pub packed: Vec<u8>,
}

/// Why a release cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// It does not unpack: torn or not a release.
    #[error("the release does not unpack: {0}")]
    Unpack(std::io::Error),
    /// It unpacks to more than was announced, or than any catalogue holds.
    #[error("the release is larger than it may be")]
    TooLarge,
    /// Its hash is not the one announced.
    #[error("the release is not the one announced: its hash differs")]
    Hash,
    /// Its text is no release for this program.
    #[error("the release is not one this program understands: {0}")]
    Content(Unreadable),
}

/// The canonical text: one catalogue has one.
///
/// # Errors
/// When the catalogue cannot be written as JSON, which its types rule out.
pub fn canonical(catalogue: &Catalogue) -> Result<Vec<u8>, ReleaseError> {
    format::write(catalogue).map_err(|error| ReleaseError::Content(error.into()))
}

/// The SHA-256 hash in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The catalogue of a canonical text, as far as this program understands it.
///
/// # Errors
/// When it is no release for this program.
pub fn parse(text: &[u8]) -> Result<Catalogue, ReleaseError> {
    Ok(format::read(text).map_err(ReleaseError::Content)?.catalogue)
}

/// The number of a canonical text, whatever else is in it.
///
/// # Errors
/// When it is no release for this program.
pub fn number(text: &[u8]) -> Result<u64, ReleaseError> {
    let pieces = piece::cut(text).map_err(|error| ReleaseError::Content(error.into()))?;
    Ok(Head::read(piece::fields(&pieces)).map_err(ReleaseError::Content)?.number)
}

/// What a canonical text must be, as the editors signed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected<'a> {
    /// Its SHA-256 in hexadecimal.
    pub sha256: &'a str,
    /// Its length in bytes.
    pub length: u64,
}

impl Expected<'_> {
    /// Reads a stream to its end, unless it gets longer than it may, and checks what came.
    fn read(self, stream: impl Read) -> Result<Vec<u8>, ReleaseError> {
        if self.length > LARGEST {
            return Err(ReleaseError::TooLarge);
        }
        let mut text = Vec::new();
        stream.take(self.length + 1).read_to_end(&mut text).map_err(ReleaseError::Unpack)?;
        if text.len() as u64 > self.length {
            return Err(ReleaseError::TooLarge);
        }
        if sha256(&text) == self.sha256 { Ok(text) } else { Err(ReleaseError::Hash) }
    }
}

/// Unpacks a release to the canonical text that was signed.
///
/// # Errors
/// Says what is wrong; nothing was changed.
pub fn unpack(packed: &[u8], expected: Expected<'_>) -> Result<Vec<u8>, ReleaseError> {
    let mut decoder = zstd::Decoder::new(packed).map_err(ReleaseError::Unpack)?;
    decoder.window_log_max(LARGEST_WINDOW).map_err(ReleaseError::Unpack)?;
    expected.read(decoder)
}

/// What turns one canonical text into another: the second, compressed with the first in view.
///
/// # Errors
/// When there is not enough memory.
pub fn delta(base: &[u8], text: &[u8]) -> Result<Vec<u8>, ReleaseError> {
    let window = (base.len() + text.len()).checked_ilog2().unwrap_or_default() + 1;
    let compressed = (|| {
        let mut encoder = zstd::Encoder::with_ref_prefix(Vec::new(), LEVEL, base)?;
        encoder.window_log(window.clamp(SMALLEST_WINDOW, LARGEST_WINDOW))?;
        encoder.long_distance_matching(true)?;
        // The signed hash says more than a checksum.
        encoder.include_checksum(false)?;
        encoder.set_pledged_src_size(Some(text.len() as u64))?;
        encoder.write_all(text)?;
        encoder.finish()
    })();
    compressed.map_err(ReleaseError::Unpack)
}

/// Applies a delta to the text it was made from.
///
/// # Errors
/// Says what is wrong; nothing was changed.
pub fn apply_delta(base: &[u8], delta: &[u8], expected: Expected<'_>) -> Result<Vec<u8>, ReleaseError> {
    let mut decoder = zstd::Decoder::with_ref_prefix(delta, base).map_err(ReleaseError::Unpack)?;
    decoder.window_log_max(LARGEST_WINDOW).map_err(ReleaseError::Unpack)?;
    expected.read(decoder)
}

impl Release {
    /// Packs a catalogue.
    ///
    /// # Errors
    /// When it cannot be written or compressed.
    pub fn pack(catalogue: &Catalogue) -> Result<Self, ReleaseError> {
        let text = canonical(catalogue)?;
        let packed = zstd::encode_all(text.as_slice(), LEVEL).map_err(ReleaseError::Unpack)?;
        Ok(Self { number: catalogue.number, sha256: sha256(&text), length: text.len() as u64, packed })
    }

    /// A packed release whose hash nobody has said: for the editors and their hub, who compare it with what was signed.
    ///
    /// # Errors
    /// When it does not unpack or is not a catalogue.
    pub fn from_packed(packed: Vec<u8>) -> Result<Self, ReleaseError> {
        let mut text = Vec::new();
        let decoder = zstd::Decoder::new(packed.as_slice()).map_err(ReleaseError::Unpack)?;
        decoder.take(LARGEST + 1).read_to_end(&mut text).map_err(ReleaseError::Unpack)?;
        if text.len() as u64 > LARGEST {
            return Err(ReleaseError::TooLarge);
        }
        Ok(Self { number: number(&text)?, sha256: sha256(&text), length: text.len() as u64, packed })
    }

    /// The canonical text.
    ///
    /// # Errors
    /// When the packed bytes are not those of this release.
    pub fn text(&self) -> Result<Vec<u8>, ReleaseError> {
        unpack(&self.packed, Expected { sha256: &self.sha256, length: self.length })
    }
}
