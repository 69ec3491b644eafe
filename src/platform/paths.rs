//! Where data lives.

use directories::{BaseDirs, ProjectDirs};
use std::path::{Path, PathBuf};

/// The data of an account that has no home of its own: that of the window on a public computer, and those that are only there to
/// run something.
const OF_THE_SYSTEM: &str = "/var/lib/cups-kiosk";

/// The folders and files of the kiosk's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder(PathBuf);

impl DataFolder {
    /// The folder given, or the one the system has for us.
    #[must_use]
    pub fn new(given: Option<PathBuf>) -> Self {
        let own = || {
            let folders = ProjectDirs::from("md", "CUPS", "cups-kiosk")?;
            BaseDirs::new().map(|of_account| usual(of_account.home_dir(), folders.data_dir()))
        };
        Self(given.or_else(own).unwrap_or_else(|| PathBuf::from(OF_THE_SYSTEM)))
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

    /// The file that a window over this data keeps locked.
    #[must_use]
    pub fn window_lock(&self) -> PathBuf {
        self.0.join("window.lock")
    }

    /// That a set-up was begun here, and not ended.
    #[must_use]
    pub fn set_up_begun(&self) -> PathBuf {
        self.0.join("set-up-begun")
    }

    /// The configuration of this terminal.
    #[must_use]
    pub fn configuration(&self) -> PathBuf {
        self.0.join("kiosk.toml")
    }
}

/// The folder of an account with this home, for which the system names that folder. A home that is not there, as that of an
/// account of the system, is not made.
fn usual(home: &Path, named: &Path) -> PathBuf {
    let has_home = home.is_dir() && home != Path::new(OF_THE_SYSTEM);
    if has_home || !named.starts_with(home) { named.to_owned() } else { PathBuf::from(OF_THE_SYSTEM) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_without_a_home_has_its_data_where_the_system_keeps_such() {
        let home = tempfile::tempdir().unwrap();
        let below = |home: &Path| home.join(".local/share/cups-kiosk");
        assert_eq!(usual(home.path(), &below(home.path())), below(home.path()));
        for none in ["/nonexistent", OF_THE_SYSTEM] {
            assert_eq!(usual(Path::new(none), &below(Path::new(none))), Path::new(OF_THE_SYSTEM));
        }
        // Where somebody names a place for data of programs, that counts.
        assert_eq!(
            usual(Path::new("/nonexistent"), Path::new("/srv/data/cups-kiosk")),
            Path::new("/srv/data/cups-kiosk")
        );
    }
}
