//! The catalogue cache: one immutable SQLite file a release, named by the hash of the release's canonical text, built
//! aside, flushed, then put into use by a small pointer file that is replaced in one move. The two before stay. A
//! damaged cache is passed over for the one before, and that for the copy shipped inside the program.
//!
//! A row's body is the very piece of the canonical text, so that the rows joined again are that text: its hash proves a
//! file, and a delta starts from it.

mod text;

use crate::catalogue::release::{ReleaseError, canonical, parse, sha256};
use crate::domain::catalogue::Catalogue;
use crate::platform::file;
use crate::platform::sqlite::{self, Fault, Schema};
use crate::protocol::release::piece;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// "CUPC": a cache of ours. Made anew rather than brought up: the steps before are retired.
const SCHEMA: Schema = Schema { application: 0x4355_5043, retired: 1, steps: &[RECORDS] };

/// In the order of the canonical text, so that joining needs no sorting.
const RECORDS: &str = "
    CREATE TABLE record (
        position INTEGER PRIMARY KEY,  -- its place in the canonical text
        kind TEXT NOT NULL,            -- a field of the catalogue: events, services, number, ...
        id   TEXT NOT NULL,            -- the record's id; empty where the field is no list of records
        body TEXT NOT NULL             -- JSON, as in the canonical text
    );
";

const INDEX: &str = "CREATE UNIQUE INDEX record_by_name ON record (kind, id)";

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
}

/// A catalogue in use, with the hash of its canonical text.
#[derive(Clone, Debug, PartialEq)]
pub struct InUse {
    /// The catalogue.
    pub catalogue: Catalogue,
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
        Self { folder }
    }

    /// The catalogue in use. Without a usable cache the shipped one is built, so that the first start, a
    /// damaged file and a program newer than its cache all end the same way.
    ///
    /// # Errors
    /// Only when the shipped copy itself is wrong: the findings are then in the log.
    pub fn load_or_build(&self) -> Result<Catalogue, String> {
        Ok(self.in_use()?.catalogue)
    }

    /// The catalogue in use and its hash.
    ///
    /// # Errors
    /// As [`Self::load_or_build`].
    pub fn in_use(&self) -> Result<InUse, String> {
        if let Some(found) = self.usable() {
            return Ok(found);
        }
        let (shipped, text) = shipped()?;
        // A full disk must not keep the program from guiding people.
        if let Err(error) = self.apply(&text, &shipped.sha256, None) {
            tracing::warn!(%error, "catalogue cache not written");
        }
        Ok(shipped)
    }

    /// The catalogue that is in use, or would be; nothing is written.
    ///
    /// # Errors
    /// As [`Self::load_or_build`].
    pub fn look(&self) -> Result<InUse, String> {
        self.usable().map_or_else(|| Ok(shipped()?.0), Ok)
    }

    /// The newest of the caches that is whole and not older than the copy shipped.
    fn usable(&self) -> Option<InUse> {
        for name in self.names() {
            match self.read(&name) {
                Ok(found) if found.catalogue.number >= crate::catalogue::shipped_number() => return Some(found),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, name, "catalogue cache unusable, taking the one before"),
            }
        }
        None
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
    pub fn apply(&self, canonical: &[u8], sha256: &str, number: Option<u64>) -> Result<Catalogue, CacheError> {
        file::private_folder(&self.folder)?;
        let aside = self.folder.join(format!("building-{}", std::process::id()));
        let _ = std::fs::remove_file(&aside);
        // Two before it: should the last one be damaged, which is not known here, the one before stands in.
        let before: Vec<String> = self.names().into_iter().filter(|before| before != sha256).take(2).collect();
        let names: Vec<&str> = std::iter::once(sha256).chain(before.iter().map(String::as_str)).collect();
        // Reading the catalogue and building the file take about as long as each other, and have nothing in common.
        let (read, built) = std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let catalogue = parse(canonical)?;
                // The signature names the number; a text that says another was never reviewed as this release.
                if number.is_some_and(|number| number != catalogue.number) {
                    return Err(CacheError::Release(ReleaseError::Hash));
                }
                let pointer = file::write_beside(&self.pointer(), names.join("\n").as_bytes())?;
                Ok((catalogue, pointer))
            });
            let built = build(&aside, canonical);
            (reader.join(), built)
        });
        let moved = (|| {
            // First whether it is a catalogue of ours: what cannot be read cannot be cut into rows either.
            let (catalogue, pointer) = read.map_err(|_| CacheError::Foreign)??;
            // What is left beside when anything fails is of no use to anybody.
            let pointer = Beside(pointer);
            built?;
            std::fs::rename(&aside, self.file(sha256))?;
            std::fs::rename(&pointer.0, self.pointer())?;
            // Flushes both moves. Until then nothing is swept away.
            file::sync_folder(&self.folder)?;
            Ok(catalogue)
        })();
        if moved.is_err() {
            // A full disk gets its room back.
            let _ = std::fs::remove_file(&aside);
            return moved;
        }
        self.sweep(&names);
        moved
    }

    /// Keeps the files named and removes the rest.
    fn sweep(&self, names: &[&str]) {
        let kept: Vec<PathBuf> = names.iter().map(|name| self.file(name)).chain([self.pointer()]).collect();
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if !kept.contains(&entry.path()) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn pointer(&self) -> PathBuf {
        self.folder.join("current")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.sqlite"))
    }

    /// The hashes of the release in use and of the two before.
    fn names(&self) -> Vec<String> {
        let pointer = std::fs::read_to_string(self.pointer()).unwrap_or_default();
        let is_hash = |name: &&str| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        pointer.lines().filter(is_hash).take(3).map(str::to_owned).collect()
    }

    fn read(&self, name: &str) -> Result<InUse, CacheError> {
        Ok(InUse { catalogue: parse(&self.text_of(name)?)?, sha256: name.to_owned() })
    }

    fn text_of(&self, name: &str) -> Result<Vec<u8>, CacheError> {
        let text = text::joined(&open(&self.file(name))?)?;
        if sha256(&text) == name { Ok(text) } else { Err(CacheError::Foreign) }
    }
}

/// The catalogue that the program brings, and its canonical text.
fn shipped() -> Result<(InUse, Vec<u8>), String> {
    let catalogue = crate::catalogue::shipped()
        .map_err(|findings| findings.first().map(ToString::to_string).unwrap_or_default())?;
    let text = canonical(&catalogue).map_err(|error| error.to_string())?;
    Ok((InUse { catalogue, sha256: sha256(&text) }, text))
}

fn open(path: &Path) -> Result<Connection, CacheError> {
    let connection = sqlite::open_unchanging(path)?;
    match SCHEMA.version_of(&connection)? {
        0 => Err(CacheError::Foreign),
        _ => Ok(connection),
    }
}

/// Builds a file, flushes it and reads it back: what is about to be used can be used.
fn build(path: &Path, canonical: &[u8]) -> Result<(), CacheError> {
    let pieces = piece::cut(canonical)?;
    SCHEMA.build(path, |transaction| {
        let mut insert =
            transaction.prepare("INSERT INTO record (position, kind, id, body) VALUES (?1, ?2, ?3, ?4)")?;
        for (position, piece) in pieces.iter().enumerate() {
            insert.execute(params![position as u64, piece.kind, piece.id, piece.body])?;
        }
        Ok::<(), CacheError>(transaction.execute_batch(INDEX)?)
    })?;
    let file = std::fs::File::open(path)?;
    std::thread::scope(|scope| {
        // While the disk writes, the pages are still in memory to be read.
        let flushed = scope.spawn(|| file.sync_all());
        let same = text::is_of(&open(path)?, &pieces)?;
        flushed.join().map_err(|_| CacheError::Foreign)??;
        if same { Ok(()) } else { Err(CacheError::Foreign) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Catalogue {
        crate::catalogue::shipped().unwrap()
    }

    /// The shipped catalogue under a later number, as text.
    fn later(step: u64) -> Vec<u8> {
        let mut catalogue = shipped();
        catalogue.number += step;
        canonical(&catalogue).unwrap()
    }

    fn damage(file: &Path) {
        let mut bytes = std::fs::read(file).unwrap();
        let middle = bytes.len() / 2;
        bytes[100..middle].fill(0xAA);
        std::fs::write(file, bytes).unwrap();
    }

    #[test]
    fn the_first_start_builds_the_shipped_catalogue_and_the_second_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let first = cache.in_use().unwrap();
        assert_eq!(first.catalogue, shipped());
        assert_eq!(cache.text().unwrap(), canonical(&first.catalogue).unwrap());
        assert_eq!(cache.read(&first.sha256).unwrap(), first);
    }

    #[test]
    fn a_damaged_cache_is_built_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let name = cache.in_use().unwrap().sha256;
        damage(&cache.file(&name));
        assert_eq!(cache.load_or_build().unwrap(), shipped());
        std::fs::write(cache.pointer(), "../../../etc/passwd").unwrap();
        assert_eq!(cache.load_or_build().unwrap(), shipped());
    }

    #[test]
    fn one_changed_letter_in_a_sound_file_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let name = cache.in_use().unwrap().sha256;
        let connection = Connection::open(cache.file(&name)).unwrap();
        connection.execute("UPDATE record SET body = replace(body, '14 909', '14 900')", []).unwrap();
        drop(connection);
        assert!(matches!(cache.read(&name), Err(CacheError::Foreign)));
    }

    #[test]
    fn the_one_before_is_kept_and_stands_in() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        cache.in_use().unwrap();
        for step in 1..=3 {
            let text = later(step);
            cache.apply(&text, &sha256(&text), None).unwrap();
        }
        assert_eq!(cache.load_or_build().unwrap().number, shipped().number + 3);
        assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 4, "pointer, current, two before");
        damage(&cache.file(&sha256(&later(3))));
        assert_eq!(cache.load_or_build().unwrap().number, shipped().number + 2);
    }

    #[test]
    fn a_folder_may_have_any_name_and_a_failed_start_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("50%off #1?").join("catalogue"));
        let first = cache.in_use().unwrap();
        assert_eq!(cache.read(&first.sha256).unwrap(), first, "it is read, and not built at every start");
        // A folder stands where the file belongs: building succeeds and moving fails.
        let text = later(1);
        std::fs::create_dir(cache.file(&sha256(&text))).unwrap();
        for _ in 0..3 {
            assert!(cache.apply(&text, &sha256(&text), None).is_err());
        }
        std::fs::remove_dir(cache.file(&sha256(&text))).unwrap();
        assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 2, "pointer and current");
    }

    #[test]
    fn what_is_no_catalogue_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let before = cache.in_use().unwrap();
        let text = later(1);
        let number = shipped().number + 1;
        assert!(cache.apply(&text, &sha256(&text), Some(number + 1)).is_err(), "signed under another number");
        assert!(cache.apply(&text[..text.len() / 2], &before.sha256, None).is_err(), "torn");
        assert!(cache.apply(b"{\"number\":1}", &before.sha256, None).is_err());
        assert!(cache.apply(b"nonsense", &before.sha256, None).is_err());
        assert_eq!(cache.in_use().unwrap(), before);
        assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 2, "pointer and current");
    }
}
