//! What commands about this terminal begin with: its records, threads, and how a trouble at the start is said.

use super::Failure;
use crate::platform::clock::now;
use crate::platform::paths::DataFolder;
use crate::store::identity::Identity;
use crate::store::records::{Records, RecordsError};
use crate::ui::trouble::Trouble;

/// Opens the identity and the records of a data folder. What was salvaged of damaged ones is said by `doctor`.
pub fn records_of(data: &DataFolder) -> Result<Records, RecordsError> {
    let identity = Identity::open(&data.identity())?;
    Records::open(&data.records(), identity, now()).map(|(records, _)| records)
}

pub(super) fn open_records(data: &DataFolder) -> Result<Records, Failure> {
    records_of(data).map_err(|error| Failure::work("records", "the records cannot be used", error.to_string()))
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| Failure::work("runtime", "no threads", error.to_string()))
}

/// A trouble as the command line says it: one line, exit code 2.
pub fn failure(trouble: &Trouble) -> Failure {
    let kind = trouble.kind;
    let name = format!("start-{}", kind.code().to_lowercase());
    Failure::input(&name, kind.title(), format!("{}: {}", kind.code(), trouble.detail))
}
