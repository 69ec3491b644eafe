//! Commands about this terminal: enrolment, sync, outbox.

use super::ground::{failure, open_records, runtime};
use super::start::SetUp;
use super::{Failure, print, print_json};
use crate::platform::clock::{date_in, now};
use crate::platform::paths::DataFolder;
use crate::sync::catalogue::{Current, Problem, Standing, Way};
use crate::sync::reason::{Contact, Reason};
use crate::sync::runner::{
    SharedRecords, SyncError, fetch_recovery_codes, knock, look_for_catalogue, note_contact, send_all, with_records,
};
use crate::ui::app::EnrolError;
use serde::Serialize;
use std::sync::{Arc, Mutex};

fn shared(data: &DataFolder) -> Result<SharedRecords, Failure> {
    Ok(Arc::new(Mutex::new(open_records(data)?)))
}

/// `cups-kiosk enrol`.
pub fn enrol(data: &DataFolder, hub: String, code: String, plain_http: bool) -> Result<(), Failure> {
    let records = shared(data)?;
    let terminal = records.lock().map(|records| records.identity().terminal.clone()).unwrap_or_default();
    let enrolment = runtime()?.block_on(crate::ui::runtime::enrol(records, hub, code, plain_http)).map_err(
        |error| match error {
            EnrolError::Client(error) => Failure::work("enrolment", "not enrolled", error.to_string()),
            EnrolError::Records(error) => Failure::work("enrolment", "not enrolled", error.to_string()),
        },
    )?;
    print(&format!("enrolled at {} as {}", enrolment.hub, enrolment.centre.id));
    print(&format!("this terminal is {terminal}"));
    Ok(())
}

/// `cups-kiosk sync --once`.
pub fn sync_once(data: &DataFolder) -> Result<(), Failure> {
    let SetUp { pinned, catalogue, centre, .. } = SetUp::read(data).map_err(|trouble| failure(&trouble))?;
    let records = shared(data)?;
    let mut way = Way::new(data, Current::of(&catalogue), pinned);
    let failed = |error: &SyncError| Failure::work("sync", "not synced", error.to_string());
    runtime()?.block_on(async {
        let mut sent = send_all(&records).await;
        if matches!(sent, Ok(0)) {
            // Nothing waited; whether anything would be taken is worth knowing all the same.
            sent = match knock(&records).await {
                // The answer may say that the hub lacks something.
                Ok(true) => send_all(&records).await,
                Ok(false) => Ok(0),
                Err(error) => Err(error),
            };
        }
        note_contact(&records, sent.as_ref().map_or_else(SyncError::contact, |_| Contact::Good)).await;
        let line = sent.as_ref().err().and_then(SyncError::reason);
        if line.is_some_and(|reason| reason.is_line() || reason == Reason::NotEnrolled) {
            // The same question to the same silence.
            return sent.map(drop).map_err(|error| failed(&error));
        }
        if let Err(error) = fetch_recovery_codes(&records).await {
            // The journal and the catalogue do not wait for it; doctor says when there are none.
            tracing::warn!(%error, "no answer about recovery codes");
        }
        let look = look_for_catalogue(&records, &mut way, now()).await;
        if let Ok(look) = &look {
            let number = look.catalogue.as_ref().map_or(catalogue.shelf.overview().number, |newer| newer.number);
            print(&standing_line(number, look.standing, &centre.time_zone));
        }
        let settled = sent.map_err(|error| failed(&error))?;
        print(&format!("{settled} entries settled"));
        let waiting = with_records(&records, |records| Ok(records.outbox_status()?.waiting)).await;
        if waiting.map_err(|error| failed(&error))? > 0 && settled == 0 {
            return Err(Failure::work("sync", "not synced", Reason::Later.to_string()));
        }
        match look.map_err(|error| failed(&error))?.standing.problem {
            // A terminal without a root was enrolled before anything was published; its journal is what matters.
            None | Some(Problem::NoRoot) => Ok(()),
            Some(problem) => {
                let detail = format!("the catalogue in use stays: {problem}");
                Err(Failure::work("catalogue", "no newer catalogue", detail))
            }
        }
    })
}

/// Which catalogue is in use, and how far it can be relied on.
fn standing_line(number: u64, standing: Standing, zone: &str) -> String {
    let said = match (standing.problem, standing.signed_until) {
        (Some(problem), _) => problem.to_string(),
        (None, Some(until)) => format!("signed until {}", date_in(until, zone)),
        (None, None) => "no signature was ever seen".to_owned(),
    };
    format!("catalogue {number} in use: {said}")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutboxView {
    waiting: u64,
    received: u64,
    quarantined: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_contact: Option<LastContact>,
}

/// What was found when the hub was asked last.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LastContact {
    /// `good`, or the name of a reason.
    result: String,
    /// Since when it is so; a terminal that was never enrolled never asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    /// The reason in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl LastContact {
    fn line(self) -> String {
        let since = self.since.map(|since| format!(" ({since})")).unwrap_or_default();
        if self.reason.is_none() && self.result == "good" {
            return format!("the hub answered{since}");
        }
        format!("nothing is sent{since}: {}", self.reason.unwrap_or(self.result))
    }
}

/// `cups-kiosk outbox status`.
pub fn outbox_status(data: &DataFolder, json: bool) -> Result<(), Failure> {
    let records = open_records(data).map_err(|failure| failure.json(json))?;
    let status = records
        .outbox_status()
        .map_err(|error| Failure::work("records", "the records cannot be read", error.to_string()).json(json))?;
    let last = records.last_contact().ok().flatten();
    let last = if records.identity().enrolment.is_none() {
        let reason = Reason::NotEnrolled;
        Some(LastContact { result: reason.name().to_owned(), since: None, reason: Some(reason.to_string()) })
    } else {
        last.map(|(result, since)| {
            let reason = Reason::of_name(&result).map(|reason| reason.to_string());
            LastContact { result, since: Some(since.to_string()), reason }
        })
    };
    let view = OutboxView {
        waiting: status.waiting,
        received: status.received,
        quarantined: status.quarantined,
        last_contact: last,
    };
    if json {
        print_json(&view);
        return Ok(());
    }
    print(&format!("waiting {}, received {}, set aside {}", view.waiting, view.received, view.quarantined));
    print(&view.last_contact.map_or_else(|| "the hub was not asked yet".to_owned(), LastContact::line));
    Ok(())
}
