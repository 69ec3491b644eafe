//! What the editors signed, as a folder that is carried to the hub.

use crate::catalogue::release::{Release, ReleaseError};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the packed release in a bundle's folder.
const RELEASE: &str = "release.zst";

/// Why what was signed cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The folder is there and holds something: it would be published too.
    #[error("{0}: it exists and is not overwritten: name another folder")]
    Exists(String),
    /// The release does not unpack.
    #[error("{path}: {source}")]
    Release {
        /// The file.
        path: String,
        /// Why.
        source: ReleaseError,
    },
}

/// A release with its signatures: everything that the hub gives out, and nothing that could sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The release.
    pub release: Release,
    /// The signed files by name.
    pub metadata: BTreeMap<String, String>,
}

impl Bundle {
    /// The roots in it by version.
    #[must_use]
    pub fn roots(&self) -> BTreeMap<u64, &String> {
        let version = |name: &str| name.strip_suffix(".root.json")?.parse().ok();
        self.metadata.iter().filter_map(|(name, text)| Some((version(name)?, text))).collect()
    }

    /// Writes the bundle into a new folder, to be carried to the hub.
    ///
    /// # Errors
    /// When the folder holds anything, or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), BundleError> {
        std::fs::create_dir_all(folder).map_err(|source| file_error(folder, source))?;
        let mut inside = std::fs::read_dir(folder).map_err(|source| file_error(folder, source))?;
        if inside.next().is_some() {
            // What is left of another time would be published with it.
            return Err(BundleError::Exists(folder.display().to_string()));
        }
        let put = |name: &str, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).map_err(|source| file_error(&path, source))
        };
        for (name, text) in &self.metadata {
            put(name, text.as_bytes())?;
        }
        put(RELEASE, &self.release.packed)
    }

    /// Reads a bundle's folder. What it holds is verified by whoever uses it.
    ///
    /// # Errors
    /// When the folder cannot be read or its release does not unpack.
    pub fn read(folder: &Path) -> Result<Self, BundleError> {
        let mut metadata = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(|source| file_error(folder, source))?.flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.extension().is_some_and(|extension| extension == "json") {
                metadata.insert(name, std::fs::read_to_string(&path).map_err(|source| file_error(&path, source))?);
            }
        }
        let path = folder.join(RELEASE);
        let packed = std::fs::read(&path).map_err(|source| file_error(&path, source))?;
        let release = Release::from_packed(packed)
            .map_err(|source| BundleError::Release { path: path.display().to_string(), source })?;
        Ok(Self { release, metadata })
    }
}

fn file_error(path: &Path, source: std::io::Error) -> BundleError {
    BundleError::File { path: path.display().to_string(), source }
}
