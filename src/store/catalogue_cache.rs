//! The catalogue cache: one immutable SQLite file a release, named by the hash of the release's canonical text, built
//! aside, flushed, then put into use by a small pointer file that is replaced in one move. The two before stay. A
//! damaged cache is passed over for the one before, and that for the copy shipped inside the program.
//!
//! A row's body is the very piece of the canonical text, so that the rows joined again are that text: its hash proves a
//! file, and a delta starts from it. The hash is looked at when a release is put into use and in the background after
//! the start; every row has a checksum besides, which is looked at when it is read, so that no page waits for the whole.

mod directory;
mod index;
mod rows;
mod shelf;
mod whole;

pub use shelf::CatalogueShelf;
pub use whole::Whole;

use crate::catalogue::release::{ReleaseError, canonical, parse, sha256};
use crate::domain::catalogue::Catalogue;
use crate::domain::shelf::Shelf;
use crate::platform::file;
use crate::platform::sqlite::Fault;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Why a cache cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// SQLite says so, or it is not a cache of this program.
    #[error("the catalogue cache: {0}")]
    Sqlite(#[from] Fault),
    /// A record in it cannot be read or written.
    #[error("the catalogue cache: {0}")]
    Content(#[from] serde_json::Error),
    /// The file system says so.
    #[error("the catalogue cache: {0}")]
    File(#[from] std::io::Error),
    /// What it holds is not a release.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// It is not a cache of ours, of another version, or not what its name says.
    #[error("the catalogue cache is not one this program made")]
    Foreign,
}

impl From<rusqlite::Error> for CacheError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error.into())
    }
}

/// The cache's folder.
#[derive(Clone, Debug)]
pub struct CatalogueCache {
    folder: PathBuf,
    /// The files found damaged since the start: where the pointer cannot be written they would be taken again.
    given_up: Arc<Mutex<BTreeSet<String>>>,
}

/// A catalogue in use, with the hash of its canonical text.
#[derive(Clone, Debug)]
pub struct InUse {
    /// Its records.
    pub shelf: Arc<dyn Shelf>,
    /// SHA-256 of its canonical text, in hexadecimal.
    pub sha256: String,
}

/// A file that goes when it was not moved to its place.
struct Beside(PathBuf);

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl CatalogueCache {
    /// The cache in this folder.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, given_up: Arc::default() }
    }

    /// The whole catalogue in use, for commands that look at all of it. Without a usable cache the shipped one is built.
    ///
    /// # Errors
    /// Only when the shipped copy itself is wrong: the findings are then in the log.
    pub fn load_or_build(&self) -> Result<Catalogue, String> {
        loop {
            let found = self.in_use()?;
            match self.text_of(&found.sha256).and_then(|text| Ok(parse(&text)?)) {
                Ok(catalogue) => return Ok(catalogue),
                // Nothing could be written: the shipped one is in memory alone.
                Err(_) if !self.names().contains(&found.sha256) => return Ok(shipped()?.0),
                Err(error) => {
                    tracing::warn!(%error, name = found.sha256, "catalogue cache unusable, taking the one before");
                    self.give_up(&found.sha256);
                }
            }
        }
    }

    /// The catalogue in use. Without a usable cache the shipped one is built, so that the first start, a damaged file and
    /// a program newer than its cache all end the same way.
    ///
    /// # Errors
    /// As [`Self::load_or_build`].
    pub fn in_use(&self) -> Result<InUse, String> {
        if let Some(found) = self.usable(true) {
            return Ok(found);
        }
        let (shipped, text) = shipped()?;
        let sha256 = sha256(&text);
        let records: Arc<dyn Shelf> = match self.apply(&text, &sha256, None) {
            Ok(written) => written,
            Err(error) => {
                // A full disk must not keep the program from guiding people.
                tracing::warn!(%error, "catalogue cache not written");
                Arc::new(Whole::new(shipped))
            }
        };
        Ok(InUse { shelf: records, sha256 })
    }

    /// The catalogue that is in use, or would be; nothing is written.
    ///
    /// # Errors
    /// As [`Self::load_or_build`].
    pub fn look(&self) -> Result<InUse, String> {
        if let Some(found) = self.usable(false) {
            return Ok(found);
        }
        let (shipped, text) = shipped()?;
        Ok(InUse { shelf: Arc::new(Whole::new(shipped)), sha256: sha256(&text) })
    }

    /// The newest of the caches that opens and is not older than the copy shipped.
    fn usable(&self, may_write: bool) -> Option<InUse> {
        for name in self.names() {
            let opened = CatalogueShelf::open(self, &name).map(|opened| Arc::new(opened) as Arc<dyn Shelf>);
            let found = opened.or_else(|error| {
                tracing::warn!(%error, name, "catalogue cache does not open");
                self.renew(&name, may_write)
            });
            match found {
                Ok(records) if records.overview().number >= crate::catalogue::shipped_number() => {
                    return Some(InUse { shelf: records, sha256: name });
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, name, "catalogue cache unusable, taking the one before"),
            }
        }
        None
    }

    /// What an older program kept in another form, in this one's, when its text is whole.
    fn renew(&self, name: &str, may_write: bool) -> Result<Arc<dyn Shelf>, CacheError> {
        let text = self.text_of(name)?;
        if !may_write {
            return Ok(Arc::new(Whole::new(parse(&text)?)));
        }
        let aside = Beside(self.aside());
        rows::build(&aside.0, &text, None)?;
        std::fs::rename(&aside.0, self.file(name))?;
        file::sync_folder(&self.folder)?;
        Ok(Arc::new(CatalogueShelf::open(self, name)?))
    }

    /// The canonical text of the newest release that can be read, for a delta to start from.
    ///
    /// # Errors
    /// When there is no usable cache.
    pub fn text(&self) -> Result<Vec<u8>, CacheError> {
        self.names().iter().find_map(|name| self.text_of(name).ok()).ok_or(CacheError::Foreign)
    }

    /// The hash of the release that was put into use last, by this or another process.
    #[must_use]
    pub fn newest(&self) -> Option<String> {
        self.names().into_iter().next()
    }

    /// Puts a release into use: builds it aside, reads it back, flushes it, moves the pointer. `sha256` is the hash of
    /// the text, which the caller has verified or made; `number` the number that the release was signed under, when it
    /// was. Whether it may be put into use is for the caller to know.
    ///
    /// # Errors
    /// When anything fails; the one in use stays.
    pub fn apply(
        &self,
        canonical: &[u8],
        sha256: &str,
        number: Option<u64>,
    ) -> Result<Arc<CatalogueShelf>, CacheError> {
        file::private_folder(&self.folder)?;
        // Two before it: should the last one be damaged, which is not known here, the one before stands in.
        let before: Vec<String> = self.names().into_iter().filter(|before| before != sha256).take(2).collect();
        let names: Vec<&str> = std::iter::once(sha256).chain(before.iter().map(String::as_str)).collect();
        // What is left beside when anything fails is of no use to anybody, and a full disk gets its room back.
        let aside = Beside(self.aside());
        rows::build(&aside.0, canonical, number)?;
        let pointer = Beside(file::write_beside(&self.pointer(), names.join("\n").as_bytes())?);
        std::fs::rename(&aside.0, self.file(sha256))?;
        std::fs::rename(&pointer.0, self.pointer())?;
        // Flushes both moves. Until then nothing is swept away.
        file::sync_folder(&self.folder)?;
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).remove(sha256);
        self.sweep(&names);
        Ok(Arc::new(CatalogueShelf::open(self, sha256)?))
    }

    /// Uses a file no more that was found damaged.
    fn give_up(&self, name: &str) {
        self.given_up.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
        let left = self.names();
        if let Err(error) = file::write_atomically(&self.pointer(), left.join("\n").as_bytes()) {
            tracing::warn!(%error, "the catalogue cache was not put in order");
        }
    }

    /// Keeps the files named and removes the rest.
    fn sweep(&self, names: &[&str]) {
        let files = names.iter().flat_map(|name| [self.file(name), self.index_file(name)]);
        let kept: Vec<PathBuf> = files.chain([self.pointer()]).collect();
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !kept.contains(&entry.path()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Where a file is built.
    fn aside(&self) -> PathBuf {
        let aside = self.folder.join(format!("building-{}", std::process::id()));
        let _ = std::fs::remove_file(&aside);
        aside
    }

    fn pointer(&self) -> PathBuf {
        self.folder.join("current")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.sqlite"))
    }

    /// The search index of a file, as this program makes it.
    fn index_file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.index-{}-{}", env!("CARGO_PKG_VERSION"), index::LAYOUT))
    }

    /// The hashes of the release in use and of the two before.
    fn names(&self) -> Vec<String> {
        let pointer = std::fs::read_to_string(self.pointer()).unwrap_or_default();
        let given_up = self.given_up.lock().unwrap_or_else(PoisonError::into_inner);
        let is_hash = |name: &&str| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let names = pointer.lines().filter(is_hash).take(3).map(str::to_owned);
        names.filter(|name| !given_up.contains(name)).collect()
    }

    fn text_of(&self, name: &str) -> Result<Vec<u8>, CacheError> {
        let text = rows::joined(&self.file(name))?;
        if sha256(&text) == name { Ok(text) } else { Err(CacheError::Foreign) }
    }
}

/// The catalogue that the program brings, and its canonical text.
fn shipped() -> Result<(Catalogue, Vec<u8>), String> {
    let catalogue = crate::catalogue::shipped()
        .map_err(|findings| findings.first().map(ToString::to_string).unwrap_or_default())?;
    let text = canonical(&catalogue).map_err(|error| error.to_string())?;
    Ok((catalogue.published(), text))
}

#[cfg(test)]
mod tests;
