//! Journal entries as `CloudEvents` 1.0 in JSON.

use super::entry::Entry;
use super::facts::{RecordedFacts, Said};
use crate::domain::hidden::hidden;
use crate::domain::record::{Action, Position};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The name of the data inside the envelope, before the number of its facts.
const DATA_SCHEMA: &str = "urn:cups:schema:journal-entry:";

/// What begins every type of ours, and the type that a program gives to what only another version knows.
const TYPE: &str = "CUPS.Kiosk.";
const OTHER_TYPE: &str = "CUPS.Kiosk.Other";

/// The longest type.
const LONGEST_TYPE: usize = 80;

/// The data of an event. What a later version wants to say stands in the facts: they alone are kept and held by the hash.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryData {
    /// The open part, as it was recorded.
    pub facts: RecordedFacts,
    /// The sealed part: an age file in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
}

hidden!(EntryData, "EntryData");

/// A journal entry in its envelope. Extension attributes are lower-case letters and digits, as
/// `CloudEvents` demands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEvent {
    /// Always `1.0`.
    pub specversion: String,
    /// The entry's UUID.
    pub id: String,
    /// `urn:cups:{centre}:{terminal}`.
    pub source: String,
    /// `CUPS.Kiosk.AssistedRequest.{Action}`, or `CUPS.Kiosk.Other` from a program that carries what only a newer one
    /// knows. What only another version knows may have any that begins with `CUPS.Kiosk.`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The terminal's clock at capture, RFC 3339.
    pub time: String,
    /// `urn:cups:schema:journal-entry:` and the number of the facts.
    pub dataschema: String,
    /// Always `application/json`.
    pub datacontenttype: String,
    /// The case or, without one, the entry: what belongs together stays together.
    pub partitionkey: String,
    /// The terminal's id.
    pub terminal: String,
    /// The epoch of the terminal's records.
    pub epoch: u32,
    /// The dense number within the epoch; text, as the `CloudEvents` sequence extension demands.
    pub sequence: String,
    /// The hash of the entry before, hexadecimal.
    pub previoushash: String,
    /// The hash of this entry, hexadecimal.
    pub entryhash: String,
    /// The entry.
    pub data: EntryData,
}

/// Why an event is not an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventError {
    /// A field is malformed.
    #[error("the field {0} is malformed")]
    Field(&'static str),
    /// The hash does not fit the content.
    #[error("the hash does not match the content")]
    Hash,
}

/// The words of the event type for an action.
fn type_name(action: Action) -> &'static str {
    match action {
        Action::CaseOpened => "CUPS.Kiosk.Case.Opened",
        Action::PersonIdentified => "CUPS.Kiosk.Case.PersonIdentified",
        Action::ConsentGiven => "CUPS.Kiosk.Case.ConsentGiven",
        Action::ConsentRevoked => "CUPS.Kiosk.Case.ConsentRevoked",
        Action::ConsentRefused => "CUPS.Kiosk.Case.ConsentRefused",
        Action::PapersChecked => "CUPS.Kiosk.Case.PapersChecked",
        Action::AppointmentMade => "CUPS.Kiosk.Case.AppointmentMade",
        Action::AppointmentCancelled => "CUPS.Kiosk.Case.AppointmentCancelled",
        Action::CaseTakenOver => "CUPS.Kiosk.Case.TakenOver",
        Action::CaseClosed => "CUPS.Kiosk.Case.Closed",
        Action::RequestPrepared => "CUPS.Kiosk.AssistedRequest.Prepared",
        Action::RequestSubmitted => "CUPS.Kiosk.AssistedRequest.Submitted",
        Action::RequestPaid => "CUPS.Kiosk.AssistedRequest.Paid",
        Action::RequestWaiting => "CUPS.Kiosk.AssistedRequest.Waiting",
        Action::ResultIssued => "CUPS.Kiosk.AssistedRequest.Issued",
        Action::ResultHandedOver => "CUPS.Kiosk.AssistedRequest.HandedOver",
        Action::Informed => "CUPS.Kiosk.AssistedRequest.Informed",
        Action::Referred => "CUPS.Kiosk.AssistedRequest.Referred",
        Action::RequestWithdrawn => "CUPS.Kiosk.AssistedRequest.Withdrawn",
        Action::RequestRefused => "CUPS.Kiosk.AssistedRequest.Refused",
        Action::SatisfactionGiven => "CUPS.Kiosk.Visit.SatisfactionGiven",
        Action::Corrected => "CUPS.Kiosk.Journal.Corrected",
        Action::ChangesTold => "CUPS.Kiosk.Case.ChangesTold",
        Action::RecordsSalvaged => "CUPS.Kiosk.Journal.Salvaged",
        Action::RecordsLost => "CUPS.Kiosk.Journal.Lost",
        Action::SignInRefused => "CUPS.Kiosk.Session.SignInRefused",
        Action::HubLacked => "CUPS.Kiosk.Journal.HubLacked",
        Action::IdentityReplaced => "CUPS.Kiosk.Journal.IdentityReplaced",
        Action::CasesErased => "CUPS.Kiosk.Journal.CasesErased",
        Action::CaseErased => "CUPS.Kiosk.Case.Erased",
        Action::SheetPrinted => "CUPS.Kiosk.Visit.SheetPrinted",
        Action::DraftSaved => "CUPS.Kiosk.Case.DraftSaved",
        Action::NotFinishedHere => "CUPS.Kiosk.AssistedRequest.NotFinishedHere",
        Action::ColleagueAdded => "CUPS.Kiosk.People.Added",
        Action::ColleagueRemoved => "CUPS.Kiosk.People.Removed",
        Action::PasswordChanged => "CUPS.Kiosk.People.PasswordChanged",
        Action::PasswordReset => "CUPS.Kiosk.People.PasswordReset",
        Action::RoleChanged => "CUPS.Kiosk.People.RoleChanged",
        Action::KeyGiven => "CUPS.Kiosk.People.KeyGiven",
        Action::KeyRenewed => "CUPS.Kiosk.People.KeyRenewed",
        Action::RecoverySheetMade => "CUPS.Kiosk.People.RecoverySheetMade",
        Action::RecoverySheetUsed => "CUPS.Kiosk.People.RecoverySheetUsed",
        Action::CodesMade => "CUPS.Kiosk.People.CodesMade",
        Action::CodesWithdrawn => "CUPS.Kiosk.People.CodesWithdrawn",
        Action::PagesKept => "CUPS.Kiosk.Case.PagesKept",
        Action::PagesErased => "CUPS.Kiosk.Case.PagesErased",
        Action::WorkTold => "CUPS.Kiosk.Case.WorkTold",
        Action::GroupHeld => "CUPS.Kiosk.Group.Held",
        Action::NumberCalled => "CUPS.Kiosk.Visit.NumberCalled",
        Action::PaymentOrdered => "CUPS.Kiosk.AssistedRequest.PaymentOrdered",
        Action::PaymentSaid => "CUPS.Kiosk.AssistedRequest.PaymentSaid",
        Action::PaymentConfirmed => "CUPS.Kiosk.AssistedRequest.PaymentConfirmed",
        Action::ProviderHeard => "CUPS.Kiosk.AssistedRequest.ProviderHeard",
    }
}

/// Whether an event may have this type. The envelope is made when it is sent, maybe by a program that is older than the
/// one that recorded the entry and than the hub.
fn is_type(kind: &str, action: &Said<Action>) -> bool {
    let is_of_it = action.known().map_or_else(
        || {
            kind.starts_with(TYPE)
                && kind.len() <= LONGEST_TYPE
                && kind.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'.')
        },
        |action| kind == type_name(action),
    );
    is_of_it || kind == OTHER_TYPE
}

impl JournalEvent {
    /// Puts an entry in its envelope.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self {
            specversion: "1.0".to_owned(),
            id: entry.id.to_string(),
            source: format!("urn:cups:{}:{}", entry.facts.centre, entry.position.terminal),
            kind: entry.facts.action.known().map_or(OTHER_TYPE, type_name).to_owned(),
            time: entry.time.to_string(),
            dataschema: format!("{DATA_SCHEMA}{}", entry.facts.number),
            datacontenttype: "application/json".to_owned(),
            partitionkey: entry.facts.case.unwrap_or(entry.id).to_string(),
            terminal: entry.position.terminal.clone(),
            epoch: entry.position.epoch,
            sequence: entry.position.sequence.to_string(),
            previoushash: hex::encode(entry.previous),
            entryhash: hex::encode(entry.hash()),
            data: EntryData {
                facts: entry.facts.clone(),
                sealed: entry.sealed.as_ref().map(|sealed| STANDARD.encode(sealed)),
            },
        }
    }

    /// Takes the entry out of its envelope and checks its hash.
    ///
    /// # Errors
    /// When a field is malformed or the hash does not match.
    pub fn entry(self) -> Result<(Entry, [u8; 32]), EventError> {
        let field = |name: &'static str| move || EventError::Field(name);
        let facts = &self.data.facts;
        let partition = facts.case.map_or_else(|| self.id.clone(), |case| case.to_string());
        for (name, fits) in [
            ("specversion", self.specversion == "1.0"),
            ("dataschema", self.dataschema == format!("{DATA_SCHEMA}{}", facts.number)),
            ("datacontenttype", self.datacontenttype == "application/json"),
            ("type", is_type(&self.kind, &facts.action)),
            ("source", self.source == format!("urn:cups:{}:{}", facts.centre, self.terminal)),
            ("partitionkey", self.partitionkey == partition),
        ] {
            if !fits {
                return Err(EventError::Field(name));
            }
        }
        let hash = |text: &str| -> Option<[u8; 32]> { hex::decode(text).ok()?.try_into().ok() };
        let id: Uuid = self.id.parse().map_err(|_| EventError::Field("id"))?;
        if id.to_string() != self.id {
            // One entry has one name.
            return Err(EventError::Field("id"));
        }
        let sequence = self.sequence.parse().ok().filter(|sequence: &u64| *sequence > 0);
        let sealed = self.data.sealed.as_ref().map(|sealed| STANDARD.decode(sealed)).transpose();
        let entry = Entry {
            position: Position {
                terminal: self.terminal,
                epoch: self.epoch,
                sequence: sequence.ok_or_else(field("sequence"))?,
            },
            id,
            time: self.time.parse::<Timestamp>().map_err(|_| EventError::Field("time"))?,
            facts: self.data.facts,
            sealed: sealed.map_err(|_| EventError::Field("data.sealed"))?,
            previous: hash(&self.previoushash).ok_or_else(field("previoushash"))?,
        };
        let announced = hash(&self.entryhash).ok_or_else(field("entryhash"))?;
        if entry.hash() == announced { Ok((entry, announced)) } else { Err(EventError::Hash) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Circumstances, EntryFacts, Mode};
    use crate::domain::text::Language;
    use crate::protocol::entry::NO_HASH;

    #[test]
    fn what_an_older_program_carries_for_a_newer_one_is_an_entry() {
        let circumstances =
            Circumstances { language: Language::Ro, centre: "lozova".to_owned(), mode: Mode::Assisted, catalogue: 1 };
        let entry = Entry {
            position: Position { terminal: "t-1".to_owned(), epoch: 1, sequence: 1 },
            id: Uuid::from_u128(1),
            time: Timestamp::UNIX_EPOCH,
            facts: RecordedFacts::of(&EntryFacts::new(Action::CasesErased, &circumstances)).unwrap(),
            sealed: None,
            previous: NO_HASH,
        };
        let under = |kind: &str| JournalEvent { kind: kind.to_owned(), ..JournalEvent::of(&entry) }.entry();
        for kind in [type_name(Action::CasesErased), OTHER_TYPE] {
            assert_eq!(under(kind), Ok((entry.clone(), entry.hash())), "{kind}");
        }
        for kind in [type_name(Action::Informed), "CUPS.Kiosk.", "com.example.Other"] {
            assert_eq!(under(kind), Err(EventError::Field("type")), "{kind}");
        }
    }
}
