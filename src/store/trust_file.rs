//! What a terminal keeps of the editors' signatures: one small file, replaced whole.

use crate::catalogue::release::sha256;
use crate::catalogue::trust::TrustState;
use crate::platform::file;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::PathBuf;

/// The release in use, as far as it came signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Applied {
    /// SHA-256 of its canonical text, in hexadecimal.
    pub sha256: String,
    /// The version of the root under which it was verified.
    pub root_version: u64,
}

/// The content of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Trust {
    /// SHA-256 of the root that all began with. Another root given by enrolment or set-up begins all anew.
    pub anchor: String,
    /// What was verified so far.
    pub state: TrustState,
    /// The last releases put into use that came signed, the newest first: the one in use, and those that stand in for
    /// it when its file is damaged. Written before a release is put into use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applied: Vec<Applied>,
    /// Whether another root than before was given and no release came under it yet: then the next one may have a
    /// smaller number than the one in use.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub begun_anew: bool,
}

/// The release in use and the two that may stand in for it.
const APPLIED: usize = 3;

impl Trust {
    /// Notes a release that is about to be put into use.
    pub fn note(&mut self, sha256: &str) {
        let root_version = self.state.root_version();
        self.applied.retain(|known| known.sha256 != sha256);
        self.applied.insert(0, Applied { sha256: sha256.to_owned(), root_version });
        self.applied.truncate(APPLIED);
    }

    /// Whether the keys were changed since this release was put into use. After a theft the thief's number may be the
    /// largest there is; a change of keys ends its rule.
    #[must_use]
    pub fn outlived(&self, sha256: &str) -> bool {
        let version = self.state.root_version();
        self.begun_anew || self.applied.iter().any(|known| known.sha256 == sha256 && known.root_version < version)
    }
}

/// Where it lies.
#[derive(Clone, Debug)]
pub struct TrustFile {
    path: PathBuf,
}

impl TrustFile {
    /// The file at this place.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// What the file holds. Without one, or with one that cannot be read, trust begins at `root`, the root that the
    /// terminal was given when it was enrolled or set up; `None` without such a root. It begins anew as well when
    /// another root is given than the one it began with: the way back when all keys were lost or stolen.
    ///
    /// Beginning again after a torn file forgets which signatures were seen. It does not forget the release in use, and
    /// an older number is not taken for it: a torn file opens no way back.
    #[must_use]
    pub fn read(&self, root: Option<&str>) -> Option<Trust> {
        let anchor = root.map(|root| sha256(root.as_bytes()));
        let known = self.known();
        match (known, anchor) {
            (Some(known), None) => Some(known),
            (Some(known), Some(anchor)) if known.anchor == anchor => Some(known),
            (known, anchor) => {
                let begun_anew = known.is_some();
                let state = TrustState::new(root?.to_owned());
                let state = state.inspect_err(|error| tracing::error!(%error, "the root given is none")).ok();
                let trust = state.map(|state| Trust {
                    anchor: anchor.unwrap_or_default(),
                    state,
                    applied: Vec::new(),
                    begun_anew,
                });
                // A root that is none does not shake what is believed.
                trust.or(known)
            }
        }
    }

    /// When the editors' newest signature that was verified here was made, at the earliest.
    #[must_use]
    pub fn signed(&self) -> Option<Timestamp> {
        self.known()?.state.signed()
    }

    fn known(&self) -> Option<Trust> {
        match std::fs::read(&self.path) {
            Ok(bytes) => match serde_json::from_slice::<Trust>(&bytes) {
                Ok(trust) if TrustState::new(trust.state.root.clone()).is_ok() => return Some(trust),
                Ok(_) => tracing::error!("the file of trust has no root; trust begins again"),
                Err(error) => tracing::error!(%error, "the file of trust cannot be read; trust begins again"),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => tracing::error!(%error, "the file of trust cannot be read; trust begins again"),
        }
        None
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// When the disk does not take it; the old one is then still there.
    pub fn write(&self, trust: &Trust) -> std::io::Result<()> {
        file::write_atomically(&self.path, &serde_json::to_vec(trust)?)
    }
}
