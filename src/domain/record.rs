//! Journal entries: what was done, append-only. The facts part holds no personal data by its very types;
//! what may lead to a person is in the sealed part, which only the hub's operator can open.

mod correction;

pub use super::action::{Action, Reason};
pub use super::case::SealedContent;
pub use correction::{Placed, uncounted};

use super::case::{Outcome, RequestState};
use super::identifier::ServiceCode;
use super::text::Language;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Who was at the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// The visitor alone.
    Alone,
    /// The visitor with the specialist.
    Assisted,
}

/// The part of an entry that is open to the hub. An allow-list: codes, counts and choices, and no field
/// that could hold free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryFacts {
    /// What was done.
    pub action: Action,
    /// The event's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// The service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// The case, a random id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub case: Option<Uuid>,
    /// The request, a random id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub request: Option<Uuid>,
    /// The request's state after the action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<RequestState>,
    /// Minutes spent, where it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u16>,
    /// A satisfaction answer, 1 (bad) to 5 (good).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<u8>,
    /// The entry that this one corrects, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub corrects: Option<Uuid>,
    /// Why it ended so, or why it is corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The language of the visit.
    pub language: Language,
    /// The centre's id.
    pub centre: String,
    /// Who was at the computer.
    pub mode: Mode,
    /// The number of the catalogue the work rested on.
    pub catalogue: u64,
}

/// The circumstances that every entry of a sitting shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The language of the visit.
    pub language: Language,
    /// The centre's id.
    pub centre: String,
    /// Who is at the computer.
    pub mode: Mode,
    /// The number of the catalogue.
    pub catalogue: u64,
}

impl EntryFacts {
    /// An entry about no case in particular.
    #[must_use]
    pub fn new(action: Action, circumstances: &Circumstances) -> Self {
        Self {
            action,
            event: None,
            service: None,
            case: None,
            request: None,
            state: None,
            minutes: None,
            satisfaction: None,
            corrects: None,
            reason: None,
            language: circumstances.language,
            centre: circumstances.centre.clone(),
            mode: circumstances.mode,
            catalogue: circumstances.catalogue,
        }
    }

    /// The entry of a case command.
    #[must_use]
    pub fn of_case(outcome: &Outcome, case: Uuid, event: &str, circumstances: &Circumstances) -> Self {
        Self {
            event: Some(event.to_owned()),
            service: outcome.service.clone(),
            case: Some(case),
            request: outcome.request,
            state: outcome.state,
            corrects: outcome.corrects,
            reason: outcome.reason,
            ..Self::new(outcome.action, circumstances)
        }
    }

    /// The entry that takes back one without a case: help that was information only, or a satisfaction answer. What
    /// belongs to a case is taken back there, by [`Command::Correct`](super::case::Command::Correct), so that the case
    /// goes back with it.
    ///
    /// Nothing when the entry cannot be taken back so, or the reason is none for a correction.
    #[must_use]
    pub fn correction(entry: Uuid, facts: &Self, reason: Reason, circumstances: &Circumstances) -> Option<Self> {
        let alone = facts.case.is_none() && matches!(facts.action, Action::Informed | Action::SatisfactionGiven);
        (alone && reason.is_of_correction()).then(|| Self {
            event: facts.event.clone(),
            service: facts.service.clone(),
            corrects: Some(entry),
            reason: Some(reason),
            ..Self::new(Action::Corrected, circumstances)
        })
    }
}

/// Where an entry stands: the terminal, the life of its records file, and a dense number in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// The terminal's id, given at enrolment.
    pub terminal: String,
    /// Grows when a records file had to be begun anew.
    pub epoch: u32,
    /// 1, 2, 3 … without a gap.
    pub sequence: u64,
}

/// The hash before the first entry of an epoch.
pub const NO_HASH: [u8; 32] = [0; 32];

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub position: Position,
    /// A UUID of version 7, made once when it was recorded.
    pub id: Uuid,
    /// The terminal's clock when it was recorded. Not trusted for order: a dead clock says 1970.
    pub time: Timestamp,
    /// The open part.
    pub facts: EntryFacts,
    /// The sealed part, encrypted to the hub's operator.
    pub sealed: Option<Vec<u8>>,
    /// The hash of the entry before.
    pub previous: [u8; 32],
}

impl Entry {
    /// The SHA-256 hash of the entry, over every field in a fixed form, each preceded by its length.
    /// It chains to the entry before, so that none can be changed or taken out unseen.
    ///
    /// # Errors
    /// When the facts cannot be written as JSON, which their types rule out.
    pub fn hash(&self) -> Result<[u8; 32], serde_json::Error> {
        let facts = serde_json::to_vec(&self.facts)?;
        let mut hasher = Sha256::new();
        let mut take = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        };
        take(b"cups-journal-1");
        take(self.position.terminal.as_bytes());
        take(&self.position.epoch.to_be_bytes());
        take(&self.position.sequence.to_be_bytes());
        take(self.id.as_bytes());
        take(self.time.to_string().as_bytes());
        take(&facts);
        take(self.sealed.as_deref().unwrap_or_default());
        take(&self.previous);
        Ok(hasher.finalize().into())
    }
}
