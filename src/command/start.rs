//! What the program starts with: read again at every try, and the reason when there is nothing to start with.

use super::ground::records_of;
use crate::catalogue::trust::TrustState;
use crate::domain::centre::Centre;
use crate::handout::helper;
use crate::handout::printer::PrintQueue;
use crate::platform::browser::Browser;
use crate::platform::clock::{now, running};
use crate::platform::configuration::{Configuration, ConfigurationError, Fault};
use crate::platform::copied::Copied;
use crate::platform::file::{private_folder, write_atomically};
use crate::platform::paths::DataFolder;
use crate::platform::program::{Tidings, is_started_again};
use crate::scan::source::Scanner;
use crate::store::catalogue_cache::{CatalogueCache, InUse};
use crate::store::identity::{Identity, IdentityError};
use crate::store::pages::Pages;
use crate::store::records::RecordsError;
use crate::store::vault::random;
use crate::sync::catalogue::{Current, Way};
use crate::sync::runner::{Automatic, Wake};
use crate::ui::app::{Environment, Start};
use crate::ui::runtime::{LookOver, World, erase};
use crate::ui::shell::Ready;
use crate::ui::trouble::{Kind, Trouble};
use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What a terminal is set up with. Reading it changes nothing that is precious.
pub struct SetUp {
    /// Its settings.
    pub configuration: Configuration,
    /// The root that they name.
    pub pinned: Option<String>,
    /// The catalogue in use.
    pub catalogue: InUse,
    /// Who this terminal is; none before the first start.
    pub identity: Result<Option<Identity>, IdentityError>,
    /// Where it stands.
    pub centre: Centre,
}

impl SetUp {
    /// Reads it.
    ///
    /// # Errors
    /// What leaves nothing to guide with.
    pub fn read(data: &DataFolder) -> Result<Self, Trouble> {
        usable_folder(data.path())?;
        let configuration = Configuration::read(&data.configuration()).map_err(|error| Trouble::from(&error))?;
        let pinned = pinned_root(&configuration).map_err(|error| Trouble::from(&error))?;
        let catalogue =
            CatalogueCache::new(data.catalogue()).in_use().map_err(|error| Trouble::new(Kind::Catalogue, error))?;
        // A disk that cannot be written and records that cannot be used do not move the terminal elsewhere.
        let identity = Identity::known(&data.identity());
        let enrolled = identity.as_ref().ok().and_then(Option::as_ref).and_then(|identity| identity.enrolment.as_ref());
        let centre = enrolled.map(|enrolment| enrolment.centre.clone());
        let centre = centre.map(|centre| {
            let known = catalogue.shelf.centre(&centre.id).ok().flatten();
            centre.completed(known)
        });
        let centre = centre.or_else(|| catalogue.shelf.centre(&configuration.centre).ok().flatten());
        let centre = centre.ok_or_else(|| {
            let known = catalogue.shelf.centres().unwrap_or_default();
            let path = data.configuration();
            let detail = format!(
                "{}: centre = \"{}\": the catalogue knows {}",
                path.display(),
                configuration.centre,
                known.join(", ")
            );
            Trouble::new(Kind::Centre, detail)
        })?;
        Ok(Self { configuration, pinned, catalogue, identity, centre })
    }
}

/// The root that the settings name, which is one.
///
/// # Errors
/// When its file cannot be read, or holds something else.
pub fn pinned_root(configuration: &Configuration) -> Result<Option<String>, ConfigurationError> {
    let Some(root) = configuration.pinned_root()? else { return Ok(None) };
    TrustState::new(root.clone()).map_err(|error| ConfigurationError {
        path: configuration.catalogue_root.as_deref().unwrap_or(Path::new("")).display().to_string(),
        fault: Fault::Root(format!("not a root of catalogues: {error}")),
    })?;
    Ok(Some(root))
}

/// Whether the data folder can be entered, or made.
fn usable_folder(path: &Path) -> Result<(), Trouble> {
    let wrong = |what: String| Err(Trouble::new(Kind::Folder, format!("{}: {what}", path.display())));
    match std::fs::metadata(path) {
        Ok(found) if !found.is_dir() => wrong("not a folder".to_owned()),
        Ok(_) => match rustix::fs::access(path, rustix::fs::Access::EXEC_OK) {
            Ok(()) => Ok(()),
            Err(error) => wrong(std::io::Error::from(error).to_string()),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => wrong(error.to_string()),
    }
}

/// The lock that only one window over the same data can have, once it was taken.
#[derive(Default)]
pub struct OnlyWindow(Mutex<Option<File>>);

impl OnlyWindow {
    /// Takes the lock, if it is not held already. Where nothing can be written there is none, and no records either.
    fn take(&self, data: &DataFolder) -> Result<Result<(), RecordsError>, Trouble> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.is_some() {
            return Ok(Ok(()));
        }
        let path = data.window_lock();
        let opened = private_folder(data.path())
            .and_then(|()| File::options().create(true).truncate(false).write(true).open(&path));
        // A file that was made before can be locked also where none can be made.
        let file = match opened.or_else(|error| File::open(&path).map_err(|_| error)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(Err(RecordsError::DiskFull)),
            Err(error) => {
                return Ok(Err(RecordsError::NotWritable(format!("{}: {error}", path.display()))));
            }
        };
        match file.try_lock() {
            Ok(()) => {
                *held = Some(file);
                Ok(Ok(()))
            }
            Err(TryLockError::WouldBlock) => {
                let detail = format!("another window is open over the same data: {}", data.path().display());
                Err(Trouble::new(Kind::OtherWindow, detail))
            }
            Err(TryLockError::Error(error)) => {
                Ok(Err(RecordsError::NotWritable(format!("{}: {error}", path.display()))))
            }
        }
    }
}

/// Whether nobody has set this computer up yet: nothing of ours lies here, or a first set-up was begun and not ended. A
/// terminal of before, which has records and no settings, is none.
fn is_first_start(data: &DataFolder) -> bool {
    let there = |path: &Path| path.symlink_metadata().is_ok();
    let seen = || there(&data.identity()) || there(&data.records());
    // Whoever prepares a computer may write settings and leave the rest to the set-up: what was begun decides.
    there(&data.set_up_begun()) || !there(&data.configuration()) && !seen()
}

/// Makes all ready for the window.
///
/// # Errors
/// What leaves nothing to guide with. What only keeps specialists from signing in is in what is given.
pub fn prepare(data: &DataFolder, gallery: bool, only: &OnlyWindow, look_over: LookOver) -> Result<Ready, Trouble> {
    usable_folder(data.path())?;
    let first = is_first_start(data);
    // Two windows over one set of records would overwrite each other's cases.
    let alone = only.take(data)?;
    let SetUp { configuration, pinned, catalogue, identity, centre } = SetUp::read(data)?;
    tracing::debug!(centre = centre.id, "guiding");
    let way = Way::new(data, Current::of(&catalogue), pinned);
    // A full disk or a damaged identity keeps nobody from being guided; it keeps specialists from signing in.
    let opened = identity
        .as_ref()
        .map_err(|error| RecordsError::from(error.clone()))
        .and(alone)
        .and_then(|()| records_of(data))
        .and_then(|records| Ok((records.specialists()?, records)));
    if let Err(error) = &opened {
        tracing::error!(%error, "the records cannot be used; guidance only");
    }
    let known = match &opened {
        Ok((_, records)) => Some(records.identity().clone()),
        Err(_) => identity.ok().flatten(),
    };
    let enrolment = known.and_then(|identity| identity.enrolment);
    let standing = way.standing(enrolment.as_ref().and_then(|enrolment| enrolment.catalogue_root.as_deref()));
    let records_failed = opened.as_ref().err().cloned();
    let (specialists, wait) = match &opened {
        Ok((specialists, records)) => (specialists.clone(), records.wait(running())),
        Err(_) => (Vec::new(), 0),
    };
    let environment = Environment {
        now,
        running,
        instant: std::time::Instant::now,
        new_id: Uuid::now_v7,
        random: || random().unwrap_or_else(|_| five_bytes_of(Uuid::now_v7())),
    };
    let helper = helper::find().ok();
    let queue = PrintQueue::local(configuration.print_system.as_ref(), configuration.printer.clone());
    let queue = queue.inspect_err(|error| tracing::warn!(%error, "nothing can be printed")).ok();
    let browser = Browser::default();
    let online = browser.is_for_visitors();
    if let Err(trouble) = online {
        tracing::info!(?trouble, "visitors do not go online here");
    }
    let start = Start {
        configuration,
        shelf: catalogue.shelf,
        standing,
        centre,
        enrolled: enrolment.is_some(),
        specialists,
        wait,
        records_failed,
        gallery,
        first: first && !gallery && enrolment.is_none(),
        sheets: helper.is_some(),
        online,
        environment,
    };
    let world = World {
        records: opened.map(|(_, records)| Arc::new(Mutex::new(records))),
        way,
        time_zone: start.centre.time_zone.clone(),
        retention_days: start.configuration.retention_days,
        wake: Wake::default(),
        automatic: Automatic::of(&data.configuration()),
        accessible: true,
        helper,
        sheet: Arc::default(),
        queue,
        folder: start.configuration.print_folder.clone(),
        pages: Pages::new(data.pages()),
        scanner: Scanner::default().named(start.configuration.scanner.clone()),
        scan: Arc::default(),
        browser,
        page: Arc::default(),
        keeper: Arc::default(),
        copied: Copied::begin(),
        settings: data.configuration(),
        set_up_begun: data.set_up_begun(),
        look_over,
        tidings: Tidings::new(data.path()),
        started_again: is_started_again(),
        restart: Arc::default(),
    };
    if start.first {
        // A power cut in the middle of it: the next start begins it again.
        if let Err(error) = write_atomically(&data.set_up_begun(), b"") {
            tracing::warn!(%error, "nothing will say that a set-up was begun");
        }
    }
    if let Ok(records) = &world.records {
        erase(&mut records.lock().unwrap_or_else(PoisonError::into_inner), &world.erasing());
    }
    Ok(Ready { start, world })
}

/// The random end of a UUID, for a machine that gives no random bytes of its own.
fn five_bytes_of(id: Uuid) -> [u8; 5] {
    let bytes = id.as_bytes();
    [bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]]
}
