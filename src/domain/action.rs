//! What can be done and recorded, and why: closed lists of codes, so that they can be counted and hold nobody's name.

mod reason;

pub use reason::Reason;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// A case was opened on a visitor's plan.
    CaseOpened,
    /// The person was identified.
    PersonIdentified,
    /// The person gave consent.
    ConsentGiven,
    /// The person revoked a consent.
    ConsentRevoked,
    /// The person was asked for consent and did not agree: only information is given.
    ConsentRefused,
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
    /// The person is expected on a day.
    AppointmentMade,
    /// The person is not expected any more.
    AppointmentCancelled,
    /// Another specialist answers for a case from now on.
    CaseTakenOver,
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
    /// A case was erased on its person's wish. What was in it is gone.
    CaseErased,
    /// A sheet came out of the printer.
    SheetPrinted,
    /// A field of an application was filled in: the draft of a request, which nobody else has seen.
    DraftSaved,
    /// A step could not be finished at the centre.
    NotFinishedHere,
    /// Somebody was added to the people of the desk.
    ColleagueAdded,
    /// Somebody was removed from the people of the desk.
    ColleagueRemoved,
    /// Somebody changed the own password.
    PasswordChanged,
    /// The head gave somebody a new password.
    PasswordReset,
    /// Somebody has another role.
    RoleChanged,
    /// The cases were opened for a colleague who waited for it.
    KeyGiven,
    /// The case key was changed after somebody lost the way to cases.
    KeyRenewed,
    /// A recovery sheet was made for the safe.
    RecoverySheetMade,
    /// The recovery sheet was used to give somebody a new password.
    RecoverySheetUsed,
    /// A list of one-time codes was made.
    CodesMade,
    /// A list of one-time codes holds no more.
    CodesWithdrawn,
    /// Pages of papers are kept with a case: which and in which order, or one of them was taken out.
    PagesKept,
    /// The pages of a case were erased: its results were handed over, or it was closed.
    PagesErased,
    /// How long a case took, in which way, and how much of it the person did.
    WorkTold,
    /// People were taught together.
    GroupHeld,
    /// A waiting number was called: how long it had waited.
    NumberCalled,
    /// By which key and code a request is paid was written down.
    PaymentOrdered,
    /// The person says or shows that a request is paid; nobody has confirmed it.
    PaymentSaid,
    /// A payment was confirmed when the provider worked on the request already.
    PaymentConfirmed,
    /// What a provider's list says of a request came down from the hub.
    ProviderHeard,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 53] = [
        Self::CaseOpened,
        Self::PersonIdentified,
        Self::ConsentGiven,
        Self::ConsentRevoked,
        Self::ConsentRefused,
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
        Self::AppointmentMade,
        Self::AppointmentCancelled,
        Self::CaseTakenOver,
        Self::CaseClosed,
        Self::SatisfactionGiven,
        Self::Corrected,
        Self::RecordsSalvaged,
        Self::RecordsLost,
        Self::SignInRefused,
        Self::HubLacked,
        Self::IdentityReplaced,
        Self::CasesErased,
        Self::CaseErased,
        Self::SheetPrinted,
        Self::DraftSaved,
        Self::NotFinishedHere,
        Self::ColleagueAdded,
        Self::ColleagueRemoved,
        Self::PasswordChanged,
        Self::PasswordReset,
        Self::RoleChanged,
        Self::KeyGiven,
        Self::KeyRenewed,
        Self::RecoverySheetMade,
        Self::RecoverySheetUsed,
        Self::CodesMade,
        Self::CodesWithdrawn,
        Self::PagesKept,
        Self::PagesErased,
        Self::WorkTold,
        Self::GroupHeld,
        Self::NumberCalled,
        Self::PaymentOrdered,
        Self::PaymentSaid,
        Self::PaymentConfirmed,
        Self::ProviderHeard,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

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
