//! Where a hub's data is, for a command: in its folder alone, or in a database that stands elsewhere.

use crate::hub::HubError;
use crate::hub::storage::Storage;
use crate::hub::storage::embedded::Embedded;
use crate::hub::storage::postgres::Postgres;
use crate::hub::storage::postgres::address::DatabaseAddress;
use crate::hub::storage::store::{Answer, Store};
use std::path::PathBuf;
use tokio::runtime::{Builder, Runtime};

/// Where a hub's data is.
#[derive(Clone, Debug)]
pub struct Place {
    /// The hub's folder: of its database or, where that stands elsewhere, of its keys.
    pub folder: PathBuf,
    /// The database that is not in the folder.
    pub database: Option<DatabaseAddress>,
}

/// A store that a command asks, one question after the other.
pub(super) struct Desk {
    runtime: Runtime,
    store: Box<dyn Store>,
}

impl Place {
    /// A hub that is there already.
    ///
    /// # Errors
    /// When there is none, or its database cannot be opened.
    pub(super) fn open_existing(&self) -> Result<Desk, HubError> {
        self.open_by(false)
    }

    /// A hub, which is set up when there is none.
    ///
    /// # Errors
    /// When its database cannot be opened.
    pub(super) fn open(&self) -> Result<Desk, HubError> {
        self.open_by(true)
    }

    fn open_by(&self, may_begin: bool) -> Result<Desk, HubError> {
        let runtime = runtime()?;
        let store: Box<dyn Store> = match &self.database {
            None if may_begin => Box::new(Embedded::of(Storage::open(&self.folder)?)),
            None => Box::new(Embedded::of(Storage::open_existing(&self.folder)?)),
            Some(address) => Box::new(runtime.block_on(Postgres::open(address, &self.folder, may_begin))?),
        };
        Ok(Desk { runtime, store })
    }
}

/// What waits for the answers of a database.
pub(super) fn runtime() -> Result<Runtime, HubError> {
    let made = Builder::new_current_thread().enable_all().build();
    made.map_err(|source| HubError::File { path: "the system".to_owned(), source })
}

impl Desk {
    /// Waits for the answer to a question.
    ///
    /// # Errors
    /// Those of the question.
    pub(super) fn ask<'a, T>(&'a self, question: impl FnOnce(&'a dyn Store) -> Answer<'a, T>) -> Result<T, HubError> {
        self.runtime.block_on(question(self.store.as_ref()))
    }
}
