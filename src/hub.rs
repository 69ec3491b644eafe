//! The hub: the server that enrols terminals, takes their journal entries in, gives out the catalogue
//! and shows the agency what was received.
//!
//! Invariants: an answer leaves only after the commit behind it; sealed parts go in and never come out,
//! and the key that opens them is never here; no entry that was taken in is ever changed or deleted;
//! logs hold no facts, no codes and no bodies.

pub mod alarm;
pub mod batch;
pub mod code;
pub mod command;
pub mod configuration;
pub mod fleet;
mod guesses;
mod hand_out;
pub mod health;
mod intake_room;
pub mod keys;
pub mod limits;
pub mod metrics;
pub mod mlog;
mod openapi;
mod page;
mod provider_list;
mod readers;
mod refusal;
pub mod relay;
mod routes;
pub mod server;
pub mod sign_in;
pub mod storage;

use crate::catalogue::release::ReleaseError;
use crate::catalogue::trust::bundle::BundleError;
use crate::platform::console::BadInput;
use crate::platform::sqlite::{self, Fault};
use crate::protocol::parcel::ParcelError;
use axum::body::Bytes;
use axum::http::HeaderValue;
use guesses::Guesses;
use health::Health;
use intake_room::Room;
use keys::HubKeys;
use limits::Limits;
use metrics::Metrics;
use readers::Readers;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use storage::embedded::Embedded;
use storage::postgres::address::DatabaseAddress;
use storage::postgres::{Postgres, Trouble};
use storage::store::Store;
use storage::{HubLock, Storage};

/// Why the hub could not do what it was asked. The texts hold no personal data, so that they may be
/// logged and sent.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// What the operator gave cannot be used; nothing was changed.
    #[error(transparent)]
    Input(#[from] BadInput),
    /// What the editors signed cannot be read.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// No hub was ever set up in the folder.
    #[error("{path}: there is no hub here yet: make the operator's key first with cups-hub operator-key --out FILE")]
    NoHub {
        /// The database that is missing.
        path: String,
    },
    /// Terminals cannot be enrolled before there is a key to which they seal.
    #[error("the hub has no operator's key yet: make it first with cups-hub operator-key --out FILE")]
    OperatorKeyMissing,
    /// A second key would make what was sealed to the first unreadable for its holder.
    #[error("the hub already has an operator's key, {0}; nothing was changed")]
    OperatorKeyExists(String),
    /// A hub runs in the folder.
    #[error("{folder}: a hub is running there: stop it first")]
    Running {
        /// The folder.
        folder: String,
    },
    /// The folder is another account's.
    #[error("{folder}: it belongs to another account: run this as that one, with sudo -u")]
    OtherAccount {
        /// The folder.
        folder: String,
    },
    /// A hub was set up there, and its database is gone.
    #[error("{path}: the database is missing: bring a copy back with cups-hub restore FILE")]
    DatabaseMissing {
        /// The database.
        path: String,
    },
    /// The hub was moved to another database, or the moving was cut off.
    #[error(
        "{path}: this hub was moved to PostgreSQL: start it with --database. If the moving was cut off, run cups-hub move once more"
    )]
    Moved {
        /// The database that is served no more.
        path: String,
    },
    /// A copy was being brought back when the computer or the program ended.
    #[error("{folder}: bringing a copy back was cut off: run cups-hub restore FILE once more")]
    RestoreCutOff {
        /// The folder.
        folder: String,
    },
    /// The keys beside the database are not those that its terminals know.
    #[error("{path}: not the keys that the terminals of this hub know: bring its copy back")]
    OtherKeys {
        /// The file of the keys.
        path: String,
    },
    /// The database is damaged.
    #[error("the hub's database is damaged ({what}): bring a copy back with cups-hub restore FILE")]
    Damaged {
        /// What `SQLite` says.
        what: String,
    },
    /// The file is some other program's database.
    #[error("{path}: this is not a hub's database")]
    Foreign {
        /// The file.
        path: String,
    },
    /// The database was written by a newer program.
    #[error("{path}: written by a newer cups-hub (schema {found}, this one knows {known}): start that one")]
    Newer {
        /// The file.
        path: String,
        /// The schema found.
        found: i32,
        /// The newest schema this program knows.
        known: i32,
    },
    /// The `SQLite` library has known faults with the write-ahead log.
    #[error("SQLite {0} is too old: 3.51.3 is needed")]
    OldSqlite(&'static str),
    /// The file system does not do what commits need.
    #[error("the hub's database: {fault}")]
    Journal {
        /// What it does instead.
        fault: Fault,
    },
    /// The database failed.
    #[error("the hub's database: {0}")]
    Database(#[source] rusqlite::Error),
    /// The database that is not beside the hub failed, or does not answer.
    #[error("the hub's database: {0}")]
    Remote(Trouble),
    /// Something stored cannot be read back, or something to be stored cannot be written.
    #[error("what the hub stores cannot be read or written as JSON")]
    Stored(#[source] serde_json::Error),
    /// A stored value is malformed.
    #[error("the stored {0} is malformed")]
    Form(&'static str),
    /// A release cannot be packed or unpacked.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The system gave no random numbers.
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    /// The work ended before its answer.
    #[error("the work was stopped")]
    Stopped,
    /// What was asked for is only there where the hub has its database beside it.
    #[error("this is not there yet for a hub whose database is PostgreSQL")]
    NotThere,
    /// The page could not be written.
    #[error("the page could not be written")]
    Page,
    /// The enrolment code is wrong or was used by another terminal.
    #[error("the code is wrong or was used: ask for a new one")]
    CodeRefused,
    /// The enrolment code was made too long ago.
    #[error("the code is too old: ask for a new one")]
    CodeExpired,
    /// The disk took nothing when it was tried last.
    #[error("the hub cannot store at the moment: {what}")]
    NotTaken {
        /// Why.
        what: String,
    },
    /// The hub does as much as it can; come again.
    #[error("the hub is busy")]
    Busy,
    /// Too many wrong codes; nobody enrols for a while.
    #[error("too many wrong codes were tried: wait {seconds} seconds")]
    TooManyCodes {
        /// How long to wait.
        seconds: u64,
    },
    /// Somebody asks more often than the hub answers one.
    #[error("too many requests: wait {seconds} seconds")]
    TooMany {
        /// How long to wait.
        seconds: u64,
    },
    /// A terminal of this name has another device key.
    #[error("a terminal of this name is enrolled with another device key")]
    TerminalTaken,
    /// The request is not signed by an enrolled terminal.
    #[error("the request is not signed by an enrolled terminal")]
    NotSigned,
    /// The terminal was shut out.
    #[error("the terminal was revoked")]
    Revoked,
    /// The body does not unpack.
    #[error("the body does not unpack as zstd")]
    Compression,
    /// The body is no parcel that this hub can open.
    #[error(transparent)]
    Parcel(#[from] ParcelError),
    /// The body is larger than a terminal may send.
    #[error("the body is larger than {0}")]
    TooLarge(&'static str),
}

impl From<rusqlite::Error> for HubError {
    fn from(error: rusqlite::Error) -> Self {
        match sqlite::Trouble::of(&error) {
            sqlite::Trouble::Damaged => Self::Damaged { what: error.to_string() },
            _ => Self::Database(error),
        }
    }
}

impl From<Fault> for HubError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::OldSqlite(version) => Self::OldSqlite(version),
            Fault::Foreign { path } | Fault::Retired { path, .. } => Self::Foreign { path },
            Fault::Newer { path, found, known } => Self::Newer { path, found, known },
            Fault::Damaged(what) => Self::Damaged { what },
            Fault::Journal(_) => Self::Journal { fault },
            Fault::Sqlite(error) => error.into(),
        }
    }
}

impl HubError {
    /// An error in what the operator gave.
    #[must_use]
    pub fn input(place: impl Into<String>, message: impl Into<String>) -> Self {
        BadInput::new(place, message).into()
    }

    /// Whether the operator gave something that cannot be used, or what the hub stands on has to be put right first.
    #[must_use]
    pub const fn is_bad_input(&self) -> bool {
        matches!(
            self,
            Self::Input(_)
                | Self::Bundle(_)
                | Self::NoHub { .. }
                | Self::OperatorKeyMissing
                | Self::OperatorKeyExists(_)
                | Self::Running { .. }
                | Self::OtherKeys { .. }
                | Self::OtherAccount { .. }
                | Self::DatabaseMissing { .. }
                | Self::NotThere
                | Self::Moved { .. }
                | Self::RestoreCutOff { .. }
                | Self::Foreign { .. }
                | Self::Newer { .. }
        )
    }
}

/// A running hub. What terminals send and ask for goes through its store. An embedded one has connections besides that read
/// what takes longer, so that no page and no list ever holds up a terminal that is sending.
#[derive(Debug)]
pub struct Hub {
    store: Box<dyn Store>,
    own: Option<Own>,
    guesses: Mutex<Guesses>,
    /// Attempts to sign in to the agency's pages.
    signing_in: Mutex<Guesses>,
    /// What those pages are drawn from.
    drawn: routes::agency::Drawn,
    /// Sheets that were made on those pages and not shown yet.
    handed: routes::codes::Handed,
    limits: Limits,
    metrics: Metrics,
    health: Health,
    room: Room,
    incarnation: HeaderValue,
    keys: HubKeys,
    openapi: Bytes,
    data: PathBuf,
}

/// What only a hub has whose database is beside it: for the pages, the counts and what else only that store does.
#[derive(Debug)]
struct Own {
    /// The store once more.
    embedded: Embedded,
    readers: Readers,
    _lock: HubLock,
}

impl Hub {
    /// Opens the hub in a folder, and sets it up there when it is new.
    ///
    /// # Errors
    /// When another one runs there, or the database cannot be opened, is damaged, is not a hub's, or is newer than this
    /// program.
    pub fn open(data: &Path) -> Result<Arc<Self>, HubError> {
        Self::open_with(data, Limits::default())
    }

    /// The same, with limits of its own.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_with(data: &Path, limits: Limits) -> Result<Arc<Self>, HubError> {
        let lock = HubLock::take(data)?;
        let embedded = Embedded::open(data)?;
        let (incarnation, keys) = {
            let front = embedded.front();
            (front.incarnation()?, front.keys().clone())
        };
        let own = Own { readers: Readers::open(data)?, embedded: embedded.clone(), _lock: lock };
        Self::over(Box::new(embedded), Some(own), (&incarnation, keys), data, limits)
    }

    /// Opens a hub whose database is PostgreSQL, and sets it up there when it is new. In the folder are its keys alone.
    ///
    /// # Errors
    /// As [`Postgres::open`].
    pub async fn open_at(address: &DatabaseAddress, data: &Path, limits: Limits) -> Result<Arc<Self>, HubError> {
        let store = Postgres::open(address, data, true).await?;
        let (incarnation, keys) = (store.incarnation().await?, store.keys().clone());
        Self::over(Box::new(store), None, (&incarnation, keys), data, limits)
    }

    fn over(
        store: Box<dyn Store>,
        own: Option<Own>,
        (incarnation, keys): (&str, HubKeys),
        data: &Path,
        limits: Limits,
    ) -> Result<Arc<Self>, HubError> {
        let incarnation = HeaderValue::from_str(incarnation).map_err(|_| HubError::Form("incarnation"))?;
        Ok(Arc::new(Self {
            store,
            own,
            guesses: Mutex::default(),
            signing_in: Mutex::new(Guesses::up_to(60)),
            drawn: routes::agency::Drawn::default(),
            handed: routes::codes::Handed::default(),
            limits,
            metrics: Metrics::default(),
            health: Health::default(),
            room: Room::default(),
            incarnation,
            keys,
            openapi: openapi::text()?,
            data: data.to_owned(),
        }))
    }

    /// The operator's public key, when it was made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn operator_key(&self) -> Result<Option<String>, HubError> {
        self.store.operator_key().await
    }

    fn own(&self) -> Result<&Own, HubError> {
        self.own.as_ref().ok_or(HubError::NotThere)
    }

    fn writer(&self) -> Result<MutexGuard<'_, Storage>, HubError> {
        Ok(self.own()?.embedded.writer())
    }

    /// For what takes no time: who is signed in.
    fn front(&self) -> Result<MutexGuard<'_, Storage>, HubError> {
        Ok(self.own()?.embedded.front())
    }

    fn guesses(&self) -> MutexGuard<'_, Guesses> {
        locked(&self.guesses)
    }
}

/// A thread that died while it held the lock left no half-done work: its transaction was rolled back.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does work that waits for the disk where it holds up no other request.
async fn blocking<T: Send + 'static>(
    hub: &Arc<Hub>,
    work: impl FnOnce(&Hub) -> Result<T, HubError> + Send + 'static,
) -> Result<T, HubError> {
    let hub = Arc::clone(hub);
    tokio::task::spawn_blocking(move || work(&hub)).await.map_err(|_| HubError::Stopped)?
}
