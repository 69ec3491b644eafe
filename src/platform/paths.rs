//! Where data lives.

use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// The folders and files of the kiosk's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The folder given, or the one the system has for us.
    #[must_use]
    pub fn new(given: Option<PathBuf>) -> Self {
        let own = || ProjectDirs::from("md", "CUPS", "cups-kiosk").map(|folders| folders.data_dir().to_owned());
        Self(given.or_else(own).unwrap_or_else(|| PathBuf::from("/var/lib/cups-kiosk")))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The precious records.
    #[must_use]
    pub fn records(&self) -> PathBuf {
        self.0.join("records.sqlite")
    }

    /// The pages that were scanned, encrypted.
    #[must_use]
    pub fn pages(&self) -> PathBuf {
        self.0.join("pages")
    }

    /// Who this terminal is.
    #[must_use]
    pub fn identity(&self) -> PathBuf {
        self.0.join("identity.json")
    }

    /// The disposable catalogue caches.
    #[must_use]
    pub fn catalogue(&self) -> PathBuf {
        self.0.join("catalogue")
    }

    /// Whose catalogues this terminal believes, and the newest that it has seen of their signatures.
    #[must_use]
    pub fn trust(&self) -> PathBuf {
        self.0.join("trust.json")
    }

    /// Catalogues on their way here.
    #[must_use]
    pub fn incoming(&self) -> PathBuf {
        self.0.join("incoming")
    }

    /// The configuration of this terminal.
    #[must_use]
    pub fn configuration(&self) -> PathBuf {
        self.0.join("kiosk.toml")
    }
}
