//! What is recorded of an action: what was done, in which circumstances, and what of it is sealed. The open part holds no
//! personal data by its very types; what may lead to a person is in the sealed part, which only the hub's operator can
//! open. How it is written, hashed and sent is the protocol's.

mod correction;
mod reason;

pub use correction::{Placed, uncounted};
pub use reason::Reason;

use super::case::{Outcome, Person, ProviderNumber, RequestState};
use super::hidden::hidden;
use super::identifier::ServiceCode;
use super::text::Language;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// A case was opened on a visitor's plan.
    CaseOpened,
    /// The person was identified.
    PersonIdentified,
    /// The person gave consent.
    ConsentGiven,
    /// The papers brought were checked.
    PapersChecked,
    /// A request was made ready here.
    RequestPrepared,
    /// A request was submitted to the provider.
    RequestSubmitted,
    /// A request was paid.
    RequestPaid,
    /// The provider works on a request.
    RequestWaiting,
    /// The result exists.
    ResultIssued,
    /// The result was handed over.
    ResultHandedOver,
    /// Help that was information only.
    Informed,
    /// The person was sent to another office.
    Referred,
    /// A request was taken back.
    RequestWithdrawn,
    /// The provider refused.
    RequestRefused,
    /// The person was told what changed in the catalogue since the last visit.
    ChangesTold,
    /// A case was closed.
    CaseClosed,
    /// A visitor said how satisfied they are.
    SatisfactionGiven,
    /// An earlier entry is corrected; `corrects` names it.
    Corrected,
    /// Entries were lost with a damaged file; a new epoch begins.
    RecordsSalvaged,
    /// The records file was missing or replaced; a new epoch begins.
    RecordsLost,
    /// A wrong password or code, after some that were free.
    SignInRefused,
    /// The hub lacked entries that it had acknowledged; those that are still here are sent again.
    HubLacked,
    /// The records of an earlier identity of the computer go on under the present one.
    IdentityReplaced,
    /// Closed cases were erased, their days over. Which they were is not said: they are forgotten.
    CasesErased,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 24] = [
        Self::CaseOpened,
        Self::PersonIdentified,
        Self::ConsentGiven,
        Self::PapersChecked,
        Self::RequestPrepared,
        Self::RequestSubmitted,
        Self::RequestPaid,
        Self::RequestWaiting,
        Self::ResultIssued,
        Self::ResultHandedOver,
        Self::Informed,
        Self::Referred,
        Self::RequestWithdrawn,
        Self::RequestRefused,
        Self::ChangesTold,
        Self::CaseClosed,
        Self::SatisfactionGiven,
        Self::Corrected,
        Self::RecordsSalvaged,
        Self::RecordsLost,
        Self::SignInRefused,
        Self::HubLacked,
        Self::IdentityReplaced,
        Self::CasesErased,
    ];
}

/// Who was at the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The visitor alone.
    Alone,
    /// The visitor with the specialist.
    Assisted,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 2] = [Self::Alone, Self::Assisted];
}

/// The part of an entry that is open to the hub. An allow-list: codes, counts and choices, and no field
/// that could hold free text.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// What was done.
    pub action: Action,
    /// The event's code.
    pub event: Option<String>,
    /// The service.
    pub service: Option<ServiceCode>,
    /// The case, a random id.
    pub case: Option<Uuid>,
    /// The request, a random id.
    pub request: Option<Uuid>,
    /// The request's state after the action.
    pub state: Option<RequestState>,
    /// A satisfaction answer, 1 (bad) to 5 (good).
    pub satisfaction: Option<u8>,
    /// The entry that this one corrects, by its id.
    pub corrects: Option<Uuid>,
    /// Why it ended so, or why it is corrected.
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

hidden!(EntryFacts, "EntryFacts");

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

/// What is sealed: who, numbers, papers. Never in clear outside the centre and the hub's operator.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SealedContent {
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// The provider's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<ProviderNumber>,
    /// The day of submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Date>,
    /// The last day of the consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_until: Option<Date>,
    /// Who collected the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector: Option<String>,
    /// By which paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collector_paper: Option<String>,
    /// The specialist who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialist: Option<String>,
    /// What the specialist added to the reason in free words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

hidden!(SealedContent, "SealedContent");

/// Where an entry stands: the terminal, the life of its records file, and a dense number in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The terminal's id, given at enrolment.
    pub terminal: String,
    /// Grows when a records file had to be begun anew.
    pub epoch: u32,
    /// 1, 2, 3 … without a gap.
    pub sequence: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemars::JsonSchema;

    /// How many values a type of codes has, as its schema says.
    fn values<T: JsonSchema>() -> usize {
        let schema = schemars::schema_for!(T);
        schema.get("oneOf").and_then(serde_json::Value::as_array).map_or(0, Vec::len)
    }

    #[test]
    fn the_lists_of_all_codes_are_whole() {
        assert_eq!(values::<Action>(), Action::ALL.len());
        assert_eq!(values::<Reason>(), Reason::ALL.len());
    }
}
