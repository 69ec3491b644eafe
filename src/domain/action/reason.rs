//! Why something ended without a result, or was taken back: a closed list, so that it can be counted and can hold
//! nobody's name. Free words go into the sealed part.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a request ended as it did, or why an entry is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// The person wished it so.
    PersonWish,
    /// The request was made by mistake.
    MadeByMistake,
    /// The person does it alone.
    DoneAlone,
    /// It is not needed any more: done elsewhere, or the need is gone.
    NoLongerNeeded,
    /// Another office is in charge.
    OtherOffice,
    /// It is done here, but cannot be now: the provider's system does not work, the device is missing.
    NotAvailableHere,
    /// A paper is missing.
    PapersMissing,
    /// The person is not entitled.
    NotEntitled,
    /// The fee is more than the person can or will pay.
    FeeTooHigh,
    /// It was asked for after the time allowed.
    TooLate,
    /// The provider gave a reason of its own.
    ProviderOther,
    /// The colleague is away: ill, on leave, gone.
    ColleagueAway,
    /// The colleague asked for it.
    ColleagueAsked,
    /// The wrong key or button was pressed.
    WrongKey,
    /// It was recorded for the wrong person or in the wrong case.
    WrongPerson,
    /// What was written is wrong: a number, a date, a name.
    WrongDetails,
    /// It was recorded before.
    Repeated,
    /// It was recorded and did not happen.
    NotDone,
}

impl Reason {
    /// Every reason, as they stand in lists.
    pub const ALL: [Self; 18] = [
        Self::PersonWish,
        Self::MadeByMistake,
        Self::DoneAlone,
        Self::NoLongerNeeded,
        Self::OtherOffice,
        Self::NotAvailableHere,
        Self::PapersMissing,
        Self::NotEntitled,
        Self::FeeTooHigh,
        Self::TooLate,
        Self::ProviderOther,
        Self::ColleagueAway,
        Self::ColleagueAsked,
        Self::WrongKey,
        Self::WrongPerson,
        Self::WrongDetails,
        Self::Repeated,
        Self::NotDone,
    ];

    /// The reasons for which an entry may be corrected, the most frequent first.
    pub const CORRECTIONS: [Self; 5] =
        [Self::WrongKey, Self::WrongDetails, Self::WrongPerson, Self::Repeated, Self::NotDone];

    /// The reasons for which a step cannot be finished at the centre, the most frequent first.
    pub const NOT_FINISHED: [Self; 5] =
        [Self::NotAvailableHere, Self::OtherOffice, Self::PapersMissing, Self::NotEntitled, Self::ProviderOther];

    /// The reasons for which a case is erased before its days are over, the most frequent first.
    pub const ERASURES: [Self; 1] = [Self::PersonWish];

    /// The reasons for which a case goes over to another specialist, the most frequent first.
    pub const TAKE_OVERS: [Self; 3] = [Self::ColleagueAway, Self::ColleagueAsked, Self::PersonWish];

    /// Whether an entry may be corrected for this reason.
    #[must_use]
    pub fn is_of_correction(self) -> bool {
        Self::CORRECTIONS.contains(&self)
    }
}
