//! A release: the canonical text of a catalogue, compressed, with its hash.

use crate::domain::catalogue::Catalogue;
use sha2::{Digest, Sha256};
use std::io::Read;

/// A catalogue of 700 services is about 3 MB; what unpacks to more than this is not one of ours.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A compressed release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The catalogue's number.
    pub number: u64,
    /// SHA-256 of the canonical text, in hexadecimal.
    pub sha256: String,
    /// The canonical text, compressed by zstd.
    pub packed: Vec<u8>,
}

/// Why a release cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// It does not unpack: torn or not a release.
    #[error("the release does not unpack: {0}")]
    Unpack(std::io::Error),
    /// It unpacks to more than any catalogue holds.
    #[error("the release is larger than {LARGEST} bytes")]
    TooLarge,
    /// Its hash is not the one announced.
    #[error("the release is not the one announced: its hash differs")]
    Hash,
    /// Its text is not a catalogue this program understands.
    #[error("the release is not a catalogue this program understands: {0}")]
    Content(serde_json::Error),
}

/// The canonical text: JSON in field order with ordered maps, so that one catalogue has one text.
///
/// # Errors
/// When the catalogue cannot be written as JSON, which its types rule out.
pub fn canonical(catalogue: &Catalogue) -> Result<Vec<u8>, ReleaseError> {
    serde_json::to_vec(catalogue).map_err(ReleaseError::Content)
}

/// The SHA-256 hash in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Release {
    /// Packs a catalogue.
    ///
    /// # Errors
    /// When it cannot be written or compressed.
    pub fn pack(catalogue: &Catalogue) -> Result<Self, ReleaseError> {
        let text = canonical(catalogue)?;
        let packed = zstd::encode_all(text.as_slice(), 19).map_err(ReleaseError::Unpack)?;
        Ok(Self { number: catalogue.number, sha256: sha256(&text), packed })
    }

    /// Unpacks, checks the hash, and reads the catalogue.
    ///
    /// # Errors
    /// Says what is wrong; nothing was changed.
    pub fn unpack(packed: &[u8], expected_sha256: &str) -> Result<Catalogue, ReleaseError> {
        let decoder = zstd::Decoder::new(packed).map_err(ReleaseError::Unpack)?;
        let mut text = Vec::new();
        decoder.take(LARGEST + 1).read_to_end(&mut text).map_err(ReleaseError::Unpack)?;
        if text.len() as u64 > LARGEST {
            return Err(ReleaseError::TooLarge);
        }
        if sha256(&text) != expected_sha256 {
            return Err(ReleaseError::Hash);
        }
        serde_json::from_slice(&text).map_err(ReleaseError::Content)
    }
}
