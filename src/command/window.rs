//! The window itself.

use super::Failure;
use super::device::records_of;
use crate::platform::clock::{now, running};
use crate::platform::configuration::Configuration;
use crate::platform::file::private_folder;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::{CatalogueCache, InUse};
use crate::store::vault::random;
use crate::sync::catalogue::{Current, Way};
use crate::ui::app::{Environment, Start};
use crate::ui::runtime::{World, run};
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use uuid::Uuid;

/// Opens the window and stays until it is closed.
pub fn open(data: &DataFolder, gallery: bool) -> Result<(), Failure> {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !has("DISPLAY") && !has("WAYLAND_DISPLAY") && !has("WAYLAND_SOCKET") {
        let detail = "neither DISPLAY nor WAYLAND_DISPLAY is set: start it in a graphical session";
        return Err(Failure::work("window", "no window can be opened", detail));
    }
    // Two windows over one set of records would overwrite each other's cases.
    let _only = only_window(data)?;
    let configuration = Configuration::read(&data.configuration())
        .map_err(|error| Failure::input("configuration", "the configuration is wrong", error.to_string()))?;
    let InUse { catalogue, sha256 } = CatalogueCache::new(data.catalogue())
        .in_use()
        .map_err(|error| Failure::work("catalogue", "no catalogue", error))?;
    let pinned = configuration
        .pinned_root()
        .map_err(|error| Failure::input("configuration", "the root of trust cannot be read", error.to_string()))?;
    let way = Way::new(data, Current::of(&catalogue, sha256), pinned);
    // A full disk or a damaged identity keeps nobody from being guided; it keeps specialists from signing in.
    let opened = records_of(data);
    if let Err(error) = &opened {
        tracing::error!(%error, "the records cannot be used; guidance only");
    }
    let enrolment = opened.as_ref().ok().and_then(|(records, _)| records.identity().enrolment.clone());
    let enrolled = enrolment.is_some();
    let standing = way.standing(enrolment.as_ref().and_then(|enrolment| enrolment.catalogue_root.as_deref()));
    let centre = enrolment.map(|enrolment| enrolment.centre);
    let centre = centre.or_else(|| catalogue.centres.get(&configuration.centre).cloned()).ok_or_else(|| {
        let detail = format!("\"{}\" in {}", configuration.centre, data.configuration().display());
        Failure::input("unknown-centre", "unknown centre", detail)
    })?;
    let specialists = opened.as_ref().map_or(Ok(Vec::new()), |(records, _)| records.specialists());
    let specialists =
        specialists.map_err(|error| Failure::work("records", "the records cannot be read", error.to_string()))?;
    let wait = opened.as_ref().map_or(0, |(records, _)| records.wait(running()));
    let records_failed = opened.as_ref().err().cloned();
    let environment = Environment {
        instant: std::time::Instant::now,
        now,
        new_id: Uuid::now_v7,
        random: || random().unwrap_or_else(|_| five_bytes_of(Uuid::now_v7())),
    };
    let start = Start {
        configuration,
        catalogue: Arc::new(catalogue),
        standing,
        centre,
        enrolled,
        specialists,
        wait,
        records_failed,
        gallery,
        environment,
    };
    let world = World {
        records: opened.map(|(records, _)| Arc::new(Mutex::new(records))),
        way,
        as_of: start.catalogue.as_of,
        time_zone: start.centre.time_zone.clone(),
        retention_days: start.configuration.retention_days,
        wake: Arc::new(Notify::new()),
        accessible: true,
    };
    if let Ok(records) = &world.records
        && let Err(error) = records.lock().unwrap_or_else(PoisonError::into_inner).erase_closed(world.erasing())
    {
        tracing::warn!(%error, "closed cases were not erased");
    }
    run(start, world).map_err(|error| Failure::work("window", "no window can be opened", error.to_string()))
}

/// Takes the lock that only one window can have.
fn only_window(data: &DataFolder) -> Result<File, Failure> {
    let path = data.path().join("window.lock");
    let failed = |detail: String| Failure::work("window-lock", "the window cannot be opened", detail);
    private_folder(data.path()).map_err(|error| failed(format!("{}: {error}", data.path().display())))?;
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| failed(format!("{}: {error}", path.display())))?;
    file.try_lock().map_err(|_| failed("another window is open over the same data".to_owned()))?;
    Ok(file)
}

/// The random end of a UUID, for a machine that gives no random bytes of its own.
fn five_bytes_of(id: Uuid) -> [u8; 5] {
    let bytes = id.as_bytes();
    [bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]]
}
