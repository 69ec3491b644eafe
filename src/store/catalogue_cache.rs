//! The catalogue cache: one immutable SQLite file a release, built aside, flushed, then named by a small
//! pointer file that is replaced in one move. A damaged cache is thrown away and built again from the
//! copy shipped inside the program.

use crate::catalogue::release::{ReleaseError, canonical, sha256};
use crate::domain::catalogue::Catalogue;
use crate::domain::life_event::LifeEvent;
use crate::platform::file;
use rusqlite::{Connection, OpenFlags, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// "CUPC": a cache of ours.
const APPLICATION_ID: i32 = 0x4355_5043;
const SCHEMA_VERSION: i32 = 1;

const SCHEMA: &str = "
    CREATE TABLE record (
        kind TEXT NOT NULL,     -- head, events, services, ...: a field of the catalogue
        id   TEXT NOT NULL,     -- the record's id; empty for the head
        body TEXT NOT NULL,     -- JSON
        PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
";

/// Why a cache cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// SQLite says so.
    #[error("the catalogue cache: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A record in it cannot be read or written.
    #[error("the catalogue cache: {0}")]
    Content(#[from] serde_json::Error),
    /// The file system says so.
    #[error("the catalogue cache: {0}")]
    File(#[from] std::io::Error),
    /// The catalogue has no canonical text.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// It is not a cache of ours, or of another version.
    #[error("the catalogue cache is not one this program made")]
    Foreign,
    /// The release is older than the one in use.
    #[error("release {offered} is older than {current}, which is in use")]
    Rollback {
        /// The number offered.
        offered: u64,
        /// The number in use.
        current: u64,
    },
}

/// The cache's folder.
#[derive(Clone, Debug)]
pub struct CatalogueCache {
    folder: PathBuf,
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
        let cached = self.load();
        if let Ok(catalogue) = &cached
            && catalogue.number >= crate::catalogue::shipped_number()
        {
            return cached.map_err(|error| error.to_string());
        }
        if let Err(error) = &cached
            && self.folder.exists()
        {
            tracing::warn!(%error, "catalogue cache unusable, building it again");
        }
        let shipped = crate::catalogue::shipped()
            .map_err(|findings| findings.first().map(ToString::to_string).unwrap_or_default())?;
        // A full disk must not keep the program from guiding people.
        if let Err(error) = self.replace(&shipped) {
            tracing::warn!(%error, "catalogue cache not written");
        }
        Ok(shipped)
    }

    /// Puts a release into use: builds it aside, checks it, flushes it, moves the pointer.
    ///
    /// # Errors
    /// When anything fails, or the release is older than the one in use; the old one then stays.
    pub fn apply(&self, catalogue: &Catalogue) -> Result<(), CacheError> {
        if let Ok(current) = self.load()
            && catalogue.number < current.number
        {
            return Err(CacheError::Rollback { offered: catalogue.number, current: current.number });
        }
        self.replace(catalogue)
    }

    /// Reads one event, as a check of how fast a single record comes.
    ///
    /// # Errors
    /// When the cache cannot be read or has no such event.
    pub fn event(&self, code: &str) -> Result<LifeEvent, CacheError> {
        let connection = open(&self.current()?)?;
        let body: String =
            connection
                .query_row("SELECT body FROM record WHERE kind = 'events' AND id = ?1", [code], |row| row.get(0))?;
        Ok(serde_json::from_str(&body)?)
    }

    fn replace(&self, catalogue: &Catalogue) -> Result<(), CacheError> {
        file::private_folder(&self.folder)?;
        let name = format!("{}.sqlite", &sha256(&canonical(catalogue)?)[..16]);
        let before = std::fs::read_to_string(self.pointer()).ok();
        let aside = self.folder.join(format!("building-{}", std::process::id()));
        let _ = std::fs::remove_file(&aside);
        build(&aside, catalogue)?;
        // Reading it back proves that what is about to be used can be used.
        if read(&aside)? != *catalogue {
            return Err(CacheError::Foreign);
        }
        std::fs::rename(&aside, self.folder.join(&name))?;
        file::sync_folder(&self.folder)?;
        file::write_atomically(&self.pointer(), name.as_bytes())?;
        self.sweep(&name, before.as_deref());
        Ok(())
    }

    /// Keeps the file in use and the one before, and removes the rest.
    fn sweep(&self, current: &str, before: Option<&str>) {
        for entry in std::fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != "current" && name != current && Some(name.as_str()) != before {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn pointer(&self) -> PathBuf {
        self.folder.join("current")
    }

    fn current(&self) -> Result<PathBuf, CacheError> {
        let name = std::fs::read_to_string(self.pointer())?;
        let hexadecimal =
            name.strip_suffix(".sqlite").is_some_and(|stem| stem.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if hexadecimal { Ok(self.folder.join(name)) } else { Err(CacheError::Foreign) }
    }

    fn load(&self) -> Result<Catalogue, CacheError> {
        read(&self.current()?)
    }
}

fn open(path: &Path) -> Result<Connection, CacheError> {
    // Immutable: no locks, no journal, no change under our hands.
    let address = format!("file:{}?immutable=1", path.display().to_string().replace('?', "%3f").replace('#', "%23"));
    let connection = Connection::open_with_flags(
        address,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if application == APPLICATION_ID && version == SCHEMA_VERSION { Ok(connection) } else { Err(CacheError::Foreign) }
}

fn build(path: &Path, catalogue: &Catalogue) -> Result<(), CacheError> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(&format!(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
         PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
    ))?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    {
        let mut insert = transaction.prepare("INSERT INTO record (kind, id, body) VALUES (?1, ?2, ?3)")?;
        let mut put = |kind: &str, id: &str, body: String| insert.execute(params![kind, id, body]);
        put("head", "number", serde_json::to_string(&catalogue.number)?)?;
        put("head", "asOf", serde_json::to_string(&catalogue.as_of)?)?;
        put("head", "calendar", serde_json::to_string(&catalogue.calendar)?)?;
        for (id, record) in &catalogue.events {
            put("events", id, serde_json::to_string(record)?)?;
        }
        for (id, record) in &catalogue.services {
            put("services", id.as_str(), serde_json::to_string(record)?)?;
        }
        for (id, record) in &catalogue.centres {
            put("centres", id, serde_json::to_string(record)?)?;
        }
        put_all(&mut put, "providers", &catalogue.providers)?;
        put_all(&mut put, "papers", &catalogue.papers)?;
        put_all(&mut put, "laws", &catalogue.laws)?;
        put_all(&mut put, "notices", &catalogue.notices)?;
    }
    transaction.commit()?;
    drop(connection);
    std::fs::File::open(path)?.sync_all()?;
    Ok(())
}

fn put_all<T: Serialize>(
    put: &mut impl FnMut(&str, &str, String) -> rusqlite::Result<usize>,
    kind: &str,
    records: &BTreeMap<String, T>,
) -> Result<(), CacheError> {
    for (id, record) in records {
        put(kind, id, serde_json::to_string(record)?)?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Catalogue, CacheError> {
    let connection = open(path)?;
    let head = |field: &str| -> Result<String, CacheError> {
        Ok(connection
            .query_row("SELECT body FROM record WHERE kind = 'head' AND id = ?1", [field], |row| row.get(0))?)
    };
    Ok(Catalogue {
        number: serde_json::from_str(&head("number")?)?,
        as_of: serde_json::from_str(&head("asOf")?)?,
        calendar: serde_json::from_str(&head("calendar")?)?,
        events: all(&connection, "events")?,
        services: all::<crate::domain::service::Service>(&connection, "services")?
            .into_values()
            .map(|service| (service.code.clone(), service))
            .collect(),
        providers: all(&connection, "providers")?,
        papers: all(&connection, "papers")?,
        laws: all(&connection, "laws")?,
        notices: all(&connection, "notices")?,
        centres: all(&connection, "centres")?,
    })
}

fn all<T: DeserializeOwned>(connection: &Connection, kind: &str) -> Result<BTreeMap<String, T>, CacheError> {
    let mut statement = connection.prepare("SELECT id, body FROM record WHERE kind = ?1")?;
    let mut rows = statement.query([kind])?;
    let mut records = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        records.insert(row.get(0)?, serde_json::from_str(body)?);
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Catalogue {
        crate::catalogue::shipped().unwrap()
    }

    #[test]
    fn the_first_start_builds_the_shipped_catalogue_and_the_second_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let first = cache.load_or_build().unwrap();
        assert_eq!(first, shipped());
        assert_eq!(cache.load().unwrap(), first);
        assert_eq!(cache.event("C1").unwrap().code, "C1");
    }

    #[test]
    fn a_damaged_cache_is_built_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        cache.load_or_build().unwrap();
        let file = cache.current().unwrap();
        let mut bytes = std::fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[100..middle].fill(0xAA);
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(cache.load_or_build().unwrap(), shipped());
        std::fs::write(cache.pointer(), "../../../etc/passwd").unwrap();
        assert_eq!(cache.load_or_build().unwrap(), shipped());
    }

    #[test]
    fn an_older_release_is_refused_and_the_one_before_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let cache = CatalogueCache::new(folder.path().join("catalogue"));
        let first = cache.load_or_build().unwrap();
        for step in 1..=3 {
            cache.apply(&Catalogue { number: first.number + step, ..first.clone() }).unwrap();
        }
        assert!(matches!(cache.apply(&first), Err(CacheError::Rollback { .. })));
        assert_eq!(cache.load().unwrap().number, first.number + 3);
        assert_eq!(std::fs::read_dir(&cache.folder).unwrap().count(), 3, "pointer, current, one before");
    }
}
