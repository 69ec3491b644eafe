//! Commands about this terminal: enrolment, sync, outbox, doctor.

use super::{Failure, print, print_json};
use crate::platform::clock::{date_in, is_plausible, now};
use crate::platform::configuration::Configuration;
use crate::platform::paths::DataFolder;
use crate::store::catalogue_cache::{CatalogueCache, InUse};
use crate::store::identity::Identity;
use crate::store::records::{Records, RecordsError};
use crate::sync::catalogue::{Current, Problem, Way};
use crate::sync::runner::{SharedRecords, fetch_recovery_codes, look_for_catalogue, send_all};
use crate::ui::app::EnrolError;
use serde::Serialize;
use std::sync::{Arc, Mutex};

/// Opens the identity and the records of a data folder; says whether damaged records were salvaged.
pub fn records_of(data: &DataFolder) -> Result<(Records, bool), RecordsError> {
    let identity = Identity::open(&data.identity())?;
    let (records, salvage) = Records::open(&data.records(), identity, now())?;
    Ok((records, salvage.is_some()))
}

fn open_records(data: &DataFolder) -> Result<(Records, bool), Failure> {
    records_of(data).map_err(|error| Failure::work("records", "the records cannot be used", error.to_string()))
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| Failure::work("runtime", "no threads", error.to_string()))
}

fn shared(data: &DataFolder) -> Result<SharedRecords, Failure> {
    Ok(Arc::new(Mutex::new(open_records(data)?.0)))
}

/// `cups-kiosk enrol`.
pub fn enrol(data: &DataFolder, hub: String, code: String) -> Result<(), Failure> {
    let records = shared(data)?;
    let enrolment =
        runtime()?.block_on(crate::ui::runtime::enrol(records, hub, code)).map_err(|error| match error {
            EnrolError::Client(error) => Failure::work("enrolment", "not enrolled", error.to_string()),
            EnrolError::Records(error) => Failure::work("enrolment", "not enrolled", error.to_string()),
        })?;
    print(&format!("enrolled at {} as {}", enrolment.hub, enrolment.centre.id));
    Ok(())
}

/// `cups-kiosk sync --once`.
pub fn sync_once(data: &DataFolder) -> Result<(), Failure> {
    let records = shared(data)?;
    let configuration = Configuration::read(&data.configuration())
        .map_err(|error| Failure::input("configuration", "the configuration is wrong", error.to_string()))?;
    let pinned = configuration
        .pinned_root()
        .map_err(|error| Failure::input("configuration", "the root of trust cannot be read", error.to_string()))?;
    let InUse { catalogue, sha256 } = CatalogueCache::new(data.catalogue())
        .in_use()
        .map_err(|error| Failure::work("catalogue", "no catalogue", error))?;
    let mut way = Way::new(data, Current::of(&catalogue, sha256), pinned);
    let failed = |error: crate::sync::runner::SyncError| Failure::work("sync", "not synced", error.to_string());
    runtime()?.block_on(async {
        let sent = send_all(&records).await.map_err(failed)?;
        if let Err(error) = fetch_recovery_codes(&records).await {
            // The journal and the catalogue do not wait for it; doctor says when there are none.
            tracing::warn!(%error, "no answer about recovery codes");
        }
        let look = look_for_catalogue(&records, &mut way, now()).await.map_err(failed)?;
        if let Some(catalogue) = look.catalogue {
            print(&format!("catalogue {} in use", catalogue.number));
        }
        print(&format!("{sent} entries settled"));
        match look.standing.problem {
            // A terminal without a root was enrolled before anything was published; its journal is what matters.
            None | Some(Problem::NoRoot) => Ok(()),
            Some(problem) => {
                let detail = format!("the catalogue in use stays: {problem}");
                Err(Failure::work("catalogue", "no newer catalogue", detail))
            }
        }
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutboxView {
    waiting: u64,
    received: u64,
    quarantined: u64,
}

/// `cups-kiosk outbox status`.
pub fn outbox_status(data: &DataFolder, json: bool) -> Result<(), Failure> {
    let (records, _) = open_records(data).map_err(|failure| failure.json(json))?;
    let status = records
        .outbox_status()
        .map_err(|error| Failure::work("records", "the records cannot be read", error.to_string()).json(json))?;
    let view = OutboxView { waiting: status.waiting, received: status.received, quarantined: status.quarantined };
    if json {
        print_json(&view);
    } else {
        print(&format!("waiting {}, received {}, set aside {}", view.waiting, view.received, view.quarantined));
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    name: &'static str,
    good: bool,
    detail: String,
}

/// `cups-kiosk doctor`: one line a check; exit code 1 when any is bad.
pub fn doctor(data: &DataFolder, json: bool) -> Result<(), Failure> {
    let mut checks = Vec::new();
    let mut check = |name, good, detail: String| checks.push(Check { name, good, detail });
    check("sqlite", crate::store::sqlite_is_new_enough(), rusqlite::version().to_owned());
    let configuration = Configuration::read(&data.configuration());
    check(
        "configuration",
        configuration.is_ok(),
        configuration.as_ref().map_or_else(ToString::to_string, |_| data.configuration().display().to_string()),
    );
    let catalogue = CatalogueCache::new(data.catalogue()).load_or_build();
    match &catalogue {
        Ok(catalogue) => {
            check("catalogue", true, format!("number {}, valid as of {}", catalogue.number, catalogue.as_of));
            let today = date_in(now(), "Europe/Chisinau");
            check("clock", is_plausible(today, catalogue.as_of), today.to_string());
        }
        Err(error) => check("catalogue", false, error.clone()),
    }
    match open_records(data) {
        Ok((mut records, salvaged)) => {
            let detail = if salvaged { "damaged; moved aside and salvaged" } else { "whole" };
            check("records", !salvaged, detail.to_owned());
            let enrolment = records.identity().enrolment.as_ref();
            let detail = enrolment.map_or_else(|| "not enrolled".to_owned(), |known| known.hub.clone());
            let enrolled = enrolment.is_some();
            check("enrolment", enrolled, detail);
            if enrolled {
                let terminal = records.identity().terminal.clone();
                let codes = records.unused_codes().unwrap_or(0);
                let detail = match codes {
                    0 => format!("none: ask for new ones (cups-hub recovery --terminal {terminal})"),
                    left => format!("{left} left"),
                };
                // Without one nobody can be the first specialist, now or after damage.
                check("recovery codes", codes > 0, detail);
            }
        }
        Err(failure) => check("records", false, failure.problem.detail.unwrap_or_default()),
    }
    let bad: Vec<&str> = checks.iter().filter(|check| !check.good).map(|check| check.name).collect();
    let bad = bad.join(", ");
    if json {
        print_json(&checks);
    } else {
        for check in &checks {
            print(&format!("{} {}: {}", if check.good { "ok " } else { "BAD" }, check.name, check.detail));
        }
    }
    if bad.is_empty() { Ok(()) } else { Err(Failure::work("doctor", "something needs attention", bad).json(json)) }
}
