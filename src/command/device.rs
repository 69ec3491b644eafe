//! Commands about this terminal: enrolment, sync, outbox.

use super::ground::{failure, open_records, runtime};
use super::start::SetUp;
use super::{Failure, print, print_json};
use crate::domain::setup::{RelayCode, Setting, SettingValue};
use crate::platform::clock::{date_in, now};
use crate::platform::configuration::{Configuration, write_settings};
use crate::platform::paths::DataFolder;
use crate::store::identity::Identity;
use crate::store::records::RecordsError;
use crate::sync::catalogue::{Current, Problem, Standing, Way};
use crate::sync::reason::{Contact, Reason};
use crate::sync::runner::room::{enter, exchange_all};
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
            EnrolError::Room => {
                Failure::work("enrolment", "not enrolled", "the relay of the room cannot let it in yet")
            }
        },
    )?;
    print(&format!("enrolled at {} as {}", enrolment.hub, enrolment.centre.id));
    print(&format!("this terminal is {terminal}"));
    Ok(())
}

/// `cups-kiosk relay`: goes by the relay of this code from now on, or by none; without either says by which it goes.
pub fn relay(data: &DataFolder, code: Option<&str>, none: bool) -> Result<(), Failure> {
    let failed = |detail: String| Failure::work("relay", "the relay was not changed", detail);
    let path = data.identity();
    let known = Identity::known(&path).map_err(|error| failed(error.to_string()))?;
    let code = match code {
        None => None,
        Some(line) => Some(RelayCode::read(line).ok_or_else(|| {
            Failure::input(
                "relay",
                "the relay was not changed",
                "it is not what cups-hub relay-code prints: CUPSR1, an address, a key and a word",
            )
        })?),
    };
    // A computer that the hub does not know comes into the room, and takes what the others share.
    let is_new = known.as_ref().and_then(|identity| identity.enrolment.as_ref()).is_none_or(|known| known.entered);
    if let Some(code) = code.as_ref().filter(|_| is_new) {
        let records = shared(data)?;
        let centre = runtime()?.block_on(enter(&records, code)).map_err(|error| failed(error.to_string()))?;
        print(&format!("this computer stands in the room of {} and works with what its computers share", centre.id));
        print("what is recorded here stays here until it is enrolled: cups-kiosk enrol");
    }
    let known = Identity::known(&path).map_err(|error| failed(error.to_string()))?;
    let mut identity = known.ok_or_else(|| failed(Reason::NotEnrolled.to_string()))?;
    if (code.is_some() && !is_new) || none {
        let line = code.as_ref().map(RelayCode::line);
        if !identity.go_by_relay(line).map_err(|error| failed(error.to_string()))? {
            return Err(failed(format!(
                "{}; a hub of an older version has no key to know its receipts by",
                Reason::NotEnrolled
            )));
        }
    }
    let relay = identity.enrolment.as_ref().and_then(|enrolment| enrolment.relay.as_deref()).and_then(RelayCode::read);
    match relay {
        Some(code) => {
            print(&format!("what is sent goes by the relay at {}", code.address));
            print(&format!("its key: {}", code.fingerprint()));
        }
        None => print("what is sent goes to the hub itself"),
    }
    Ok(())
}

/// `cups-kiosk outbox automatic`: lets sending go by itself from now on, or not; without a value tells which.
pub fn automatic(data: &DataFolder, value: Option<bool>) -> Result<(), Failure> {
    let path = data.configuration();
    let failed = |detail: String| Failure::work("settings", "the setting was not changed", detail);
    let settings = match value {
        None => Configuration::read(&path).map_err(|error| failed(error.to_string()))?,
        Some(on) => {
            let setting = Setting { name: "automatic_sending", value: SettingValue::Switch(on) };
            write_settings(&path, &[setting]).map_err(|error| failed(error.to_string()))?
        }
    };
    print(if settings.automatic_sending { AUTOMATIC } else { SWITCHED_OFF });
    Ok(())
}

/// `cups-kiosk outbox compact`: makes the records file smaller where that is worth it.
pub fn compact(data: &DataFolder) -> Result<(), Failure> {
    let failed = |error: RecordsError| Failure::work("records", "the file is as it was", error.to_string());
    let mut records = open_records(data)?;
    let given_back = records.shrink().map_err(failed)?;
    let slack = records.slack().map_err(failed)?;
    print(&format!("{given_back} bytes given back; the file has {}, of which {} hold nothing", slack.all, slack.empty));
    Ok(())
}

/// How sending stands, as the commands say it.
const AUTOMATIC: &str = "what is recorded is sent by itself";
pub(super) const SWITCHED_OFF: &str =
    "sending by itself is switched off: nothing goes but by \"Send now\" and `cups-kiosk sync --once`";

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
        // What the centre's computers give each other waits for nothing, and holds nothing up.
        match exchange_all(&records).await {
            Ok(arrived) => tracing::debug!(?arrived, "exchanged with the other computers of the centre"),
            Err(error) => tracing::warn!(%error, "nothing was exchanged with the other computers of the centre"),
        }
        let look = look_for_catalogue(&records, &mut way, now()).await;
        if let Ok(look) = &look {
            let number = look.catalogue.as_ref().map_or(catalogue.shelf.overview().number, |newer| newer.number);
            print(&standing_line(number, look.standing, &centre.time_zone));
        }
        let settled = sent.map_err(|error| failed(&error))?;
        print(&format!("{settled} entries settled"));
        let outbox = with_records(&records, |records| records.outbox_status()).await.map_err(|error| failed(&error))?;
        if outbox.kept > 0 {
            let detail =
                format!("{} entries are kept by the relay of the room and not received by the hub yet", outbox.kept);
            return Err(Failure::work("sync", "not synced", detail));
        }
        if outbox.waiting > 0 && settled == 0 {
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
    /// How many of these the relay of the room keeps as well.
    kept: u64,
    /// When the oldest of those that wait was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    received: u64,
    quarantined: u64,
    /// Whether sending goes by itself; nothing where the file of settings cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    automatic: Option<bool>,
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
        kept: status.kept,
        since: status.since.map(|since| since.to_string()),
        received: status.received,
        quarantined: status.quarantined,
        automatic: Configuration::read(&data.configuration()).ok().map(|settings| settings.automatic_sending),
        last_contact: last,
    };
    if json {
        print_json(&view);
        return Ok(());
    }
    print(&format!("waiting {}, received {}, set aside {}", view.waiting, view.received, view.quarantined));
    if let Some(since) = &view.since {
        print(&format!("the oldest waits since {since}; the relay of the room keeps {}", view.kept));
    }
    if view.automatic == Some(false) {
        print(SWITCHED_OFF);
    }
    print(&view.last_contact.map_or_else(|| "the hub was not asked yet".to_owned(), LastContact::line));
    Ok(())
}
