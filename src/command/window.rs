//! The window itself.

use super::{Failure, device};
use crate::platform::clock::now;
use crate::platform::configuration::Configuration;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::CatalogueCache;
use crate::store::vault::random;
use crate::ui::app::{Environment, Start};
use crate::ui::runtime::{World, run};
use jiff::ToSpan as _;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use uuid::Uuid;

/// Opens the window and stays until it is closed.
pub fn open(data: &DataFolder, gallery: bool) -> Result<(), Failure> {
    let configuration = Configuration::read(&data.configuration())
        .map_err(|error| Failure::input("configuration", "the configuration is wrong", error.to_string()))?;
    let cache = CatalogueCache::new(data.catalogue());
    let catalogue = cache.load_or_build().map_err(|error| Failure::work("catalogue", "no catalogue", error))?;
    let (mut records, salvaged) = device::open_records(data)?;
    let identity = records.identity();
    let enrolled = identity.enrolment.is_some();
    let centre = identity.enrolment.as_ref().map(|enrolment| enrolment.centre.clone());
    let centre = centre.or_else(|| catalogue.centres.get(&configuration.centre).cloned()).ok_or_else(|| {
        let detail = format!("\"{}\" in {}", configuration.centre, data.configuration().display());
        Failure::input("unknown-centre", "unknown centre", detail)
    })?;
    let today = crate::platform::clock::date_in(now(), &centre.time_zone);
    // A clock that runs ahead must not erase cases before their time.
    if crate::platform::clock::is_plausible(today, catalogue.as_of)
        && let Ok(day) = today.checked_sub(configuration.retention_days.days())
        && let Err(error) = records.erase_closed_before(day)
    {
        tracing::warn!(%error, "closed cases were not erased");
    }
    let specialists = records
        .specialists()
        .map_err(|error| Failure::work("records", "the records cannot be read", error.to_string()))?;
    let environment = Environment {
        now,
        new_id: Uuid::now_v7,
        random: || random().unwrap_or_else(|_| five_bytes_of(Uuid::now_v7())),
    };
    let start = Start {
        configuration,
        catalogue: Arc::new(catalogue),
        centre,
        enrolled,
        specialists,
        salvaged,
        gallery,
        environment,
    };
    let world = World {
        records: Arc::new(Mutex::new(records)),
        cache,
        catalogue: start.catalogue.number,
        wake: Arc::new(Notify::new()),
        accessible: true,
    };
    run(start, world).map_err(|error| Failure::work("window", "no window can be opened", error.to_string()))
}

/// The random end of a UUID, for a machine that gives no random bytes of its own.
fn five_bytes_of(id: Uuid) -> [u8; 5] {
    let bytes = id.as_bytes();
    [bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]]
}
