//! A cache file as a shelf: each record is read when it is asked for, and checked then.

use super::directory::Directory;
use super::rows::{self, Summary};
use super::{CacheError, CatalogueCache, index};
use crate::domain::centre::Centre;
use crate::domain::identifier::ServiceCode;
use crate::domain::life_event::LifeEvent;
use crate::domain::notice::Notice;
use crate::domain::search::{IndexBuilder, SearchIndex};
use crate::domain::service::{Law, Paper, Provider, Service};
use crate::domain::shelf::{Damaged, Overview, Shelf};
use crate::domain::template::Template;
use crate::protocol::release::piece::Joiner;
use crate::protocol::release::{List, Reader};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The records of one cache file.
#[derive(Debug)]
pub struct CatalogueShelf {
    cache: CatalogueCache,
    name: String,
    connection: Mutex<Connection>,
    summary: Summary,
    directory: Directory,
    index: OnceLock<Arc<SearchIndex>>,
}

impl From<CacheError> for Damaged {
    fn from(error: CacheError) -> Self {
        Self(error.to_string())
    }
}

impl CatalogueShelf {
    /// Opens the file of this name; reads none of its records.
    pub(super) fn open(cache: &CatalogueCache, name: &str) -> Result<Self, CacheError> {
        let connection = rows::open(&cache.file(name))?;
        let (summary, directory) = rows::compiled(&connection)?;
        let (cache, name, connection) = (cache.clone(), name.to_owned(), Mutex::new(connection));
        Ok(Self { cache, name, connection, summary, directory, index: OnceLock::new() })
    }

    /// The hash of the release's canonical text.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.name
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a record, when there is one of this name.
    fn read<T>(
        &self,
        list: List,
        id: &str,
        read: impl FnOnce(&mut Reader, &str, &str) -> Option<T>,
    ) -> Result<Option<T>, Damaged> {
        let Some(place) = self.directory.place(list, id) else { return Ok(None) };
        let body = rows::record(&self.connection(), place, list, id)?;
        Ok(read(&mut Reader::default(), id, &body))
    }

    /// Makes the search index and keeps it. One that cannot be kept is made again.
    fn make_and_keep(&self, place: &Path) -> Result<SearchIndex, Damaged> {
        let made = self.make_index()?;
        if let Err(error) = index::write(place, &made) {
            tracing::warn!(%error, "the search index was not kept");
        }
        Ok(made)
    }

    fn make_index(&self) -> Result<SearchIndex, Damaged> {
        let mut old_names: BTreeMap<ServiceCode, Vec<String>> = BTreeMap::new();
        for id in self.directory.ids(List::Notices) {
            let Some(notice) = self.read(List::Notices, id, Reader::notice)? else { continue };
            for service in &notice.services {
                old_names.entry(service.clone()).or_default().extend(notice.aliases.all().map(str::to_owned));
            }
        }
        let mut builder = IndexBuilder::new();
        // One record at a time: the catalogue is never in memory as a whole.
        rows::each(&self.connection(), |kind, id, body| {
            match List::named(kind).filter(|_| !id.is_empty()) {
                Some(List::Events) => {
                    if let Some(event) = Reader::default().event(id, body) {
                        builder.event(&event);
                    }
                }
                Some(List::Services) => {
                    if let Some(service) = Reader::default().service(id, body) {
                        let old = old_names.get(&service.code).into_iter().flatten();
                        builder.service(&service, old.map(String::as_str));
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(builder.finish())
    }
}

impl Shelf for CatalogueShelf {
    fn overview(&self) -> &Overview {
        &self.summary.overview
    }

    fn event(&self, code: &str) -> Result<Option<LifeEvent>, Damaged> {
        self.read(List::Events, code, Reader::event)
    }

    fn service(&self, code: &str) -> Result<Option<Service>, Damaged> {
        self.read(List::Services, code, Reader::service)
    }

    fn provider(&self, id: &str) -> Result<Option<Provider>, Damaged> {
        self.read(List::Providers, id, Reader::provider)
    }

    fn paper(&self, id: &str) -> Result<Option<Paper>, Damaged> {
        self.read(List::Papers, id, Reader::paper)
    }

    fn law(&self, id: &str) -> Result<Option<Law>, Damaged> {
        self.read(List::Laws, id, Reader::law)
    }

    fn centre(&self, id: &str) -> Result<Option<Centre>, Damaged> {
        self.read(List::Centres, id, Reader::centre)
    }

    fn centres(&self) -> Result<Vec<String>, Damaged> {
        Ok(self.directory.ids(List::Centres).map(str::to_owned).collect())
    }

    fn template(&self, name: &str) -> Result<Option<Template>, Damaged> {
        self.read(List::Templates, name, Reader::template)
    }

    fn notices_of(&self, service: &ServiceCode) -> Result<Vec<Notice>, Damaged> {
        let ids = self.summary.noticed.get(service).into_iter().flatten();
        ids.filter_map(|id| self.read(List::Notices, id, Reader::notice).transpose()).collect()
    }

    fn giver_of(&self, fact: &str) -> Result<Option<String>, Damaged> {
        Ok(self.summary.givers.get(fact).cloned())
    }

    fn index(&self) -> Option<Arc<SearchIndex>> {
        self.index.get().map(Arc::clone)
    }

    fn load_index(&self) -> Result<Arc<SearchIndex>, Damaged> {
        if let Some(index) = self.index.get() {
            return Ok(Arc::clone(index));
        }
        let place = self.cache.index_file(&self.name);
        let kept = index::read(&place).map_or_else(|| self.make_and_keep(&place), Ok)?;
        Ok(Arc::clone(self.index.get_or_init(|| Arc::new(kept))))
    }

    fn prepare_index(&self) -> Result<(), Damaged> {
        let place = self.cache.index_file(&self.name);
        if index::is_there(&place) {
            return Ok(());
        }
        self.make_and_keep(&place).map(drop)
    }

    fn examine(&self) -> Result<Vec<String>, Damaged> {
        // A connection of its own: nobody who turns a page waits for it.
        let connection = rows::open(&self.cache.file(&self.name))?;
        let mut hash = Sha256::new();
        let mut reader = Reader::default();
        let mut joiner = Joiner::new(|bytes: &[u8]| hash.update(bytes));
        rows::each(&connection, |kind, id, body| {
            joiner.take(kind, id, body);
            if let Some(list) = List::named(kind).filter(|_| !id.is_empty()) {
                reader.look(list, id, body);
            }
            Ok(())
        })?;
        joiner.finish();
        if hex::encode(hash.finalize()) != self.name {
            return Err(CacheError::Foreign.into());
        }
        Ok(reader.left_out.iter().map(ToString::to_string).collect())
    }

    fn stand_in(&self) -> Option<Arc<dyn Shelf>> {
        tracing::error!(name = self.name, "the catalogue is damaged where it lies; another copy stands in");
        self.cache.give_up(&self.name);
        match self.cache.in_use() {
            Ok(found) => Some(found.shelf),
            Err(error) => {
                tracing::error!(error, "nothing stands in");
                None
            }
        }
    }
}
