//! What a terminal keeps of the editors' signatures: one small file, replaced whole.

use crate::catalogue::trust::TrustState;
use crate::platform::file;
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
    /// What was verified so far.
    pub state: TrustState,
    /// The release in use, when it came signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applied: Option<Applied>,
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

    /// What the file holds. Without one, or with one that cannot be read, trust begins again at `root`, the root that
    /// the terminal was given when it was enrolled or set up; `None` without such a root.
    ///
    /// Beginning again forgets which signatures were seen. It does not forget the release in use, and an older number
    /// is not taken for it: a torn file opens no way back.
    #[must_use]
    pub fn read(&self, root: Option<&str>) -> Option<Trust> {
        match std::fs::read(&self.path) {
            Ok(bytes) => match serde_json::from_slice::<Trust>(&bytes) {
                Ok(trust) if TrustState::new(trust.state.root.clone()).is_ok() => return Some(trust),
                Ok(_) => tracing::error!("the file of trust has no root; trust begins again"),
                Err(error) => tracing::error!(%error, "the file of trust cannot be read; trust begins again"),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => tracing::error!(%error, "the file of trust cannot be read; trust begins again"),
        }
        let state = TrustState::new(root?.to_owned());
        state
            .inspect_err(|error| tracing::error!(%error, "the root given is none"))
            .ok()
            .map(|state| Trust { state, applied: None })
    }

    /// Replaces the file.
    ///
    /// # Errors
    /// When the disk does not take it; the old one is then still there.
    pub fn write(&self, trust: &Trust) -> std::io::Result<()> {
        file::write_atomically(&self.path, &serde_json::to_vec(trust)?)
    }
}
