//! The states of a request, and which may follow which.

use crate::domain::action::{Action, Reason};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The state of a request. "Prepared" may never look like "submitted": each state has its own word, its
/// own mark, and only the moves of [`RequestState::may_become`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RequestState {
    /// The file is ready here; nobody but us has seen it.
    Prepared,
    /// The provider has it and gave a number.
    Submitted,
    /// The fee is paid.
    Paid,
    /// The provider works on it.
    Waiting,
    /// The result exists.
    Issued,
    /// The person has the result. Final.
    HandedOver,
    /// The person was only told what to do. Final.
    InformedOnly,
    /// The person was sent to another office. Final.
    Referred,
    /// The person took the request back. Final.
    Withdrawn,
    /// The provider said no. Final.
    Refused,
}

impl RequestState {
    /// Every state, in the order of the usual way.
    pub const ALL: [Self; 10] = [
        Self::Prepared,
        Self::Submitted,
        Self::Paid,
        Self::Waiting,
        Self::Issued,
        Self::HandedOver,
        Self::InformedOnly,
        Self::Referred,
        Self::Withdrawn,
        Self::Refused,
    ];

    /// The states that may follow this one.
    #[must_use]
    pub const fn may_become(self) -> &'static [Self] {
        match self {
            Self::Prepared => &[Self::Submitted, Self::InformedOnly, Self::Referred, Self::Withdrawn],
            Self::Submitted => &[Self::Paid, Self::Waiting, Self::Issued, Self::Refused, Self::Withdrawn],
            Self::Paid => &[Self::Waiting, Self::Issued, Self::Refused, Self::Withdrawn],
            Self::Waiting => &[Self::Issued, Self::Refused, Self::Withdrawn],
            Self::Issued => &[Self::HandedOver],
            Self::HandedOver | Self::InformedOnly | Self::Referred | Self::Withdrawn | Self::Refused => &[],
        }
    }

    /// What is done by moving a request to this state; `None` for states that are reached by more than that.
    pub(super) const fn moved_by(self) -> Option<Action> {
        match self {
            Self::Waiting => Some(Action::RequestWaiting),
            Self::Issued => Some(Action::ResultIssued),
            Self::InformedOnly => Some(Action::Informed),
            Self::Referred => Some(Action::Referred),
            Self::Withdrawn => Some(Action::RequestWithdrawn),
            Self::Refused => Some(Action::RequestRefused),
            Self::Prepared | Self::Submitted | Self::Paid | Self::HandedOver => None,
        }
    }

    /// Whether nothing can follow.
    #[must_use]
    pub const fn is_final(self) -> bool {
        self.may_become().is_empty()
    }

    /// The reasons for which a request may come to this end, the most frequent first; empty where none is asked for.
    #[must_use]
    pub const fn reasons(self) -> &'static [Reason] {
        match self {
            Self::InformedOnly => {
                &[Reason::DoneAlone, Reason::PersonWish, Reason::PapersMissing, Reason::NotEntitled, Reason::FeeTooHigh]
            }
            Self::Referred => {
                &[Reason::OtherOffice, Reason::NotAvailableHere, Reason::PapersMissing, Reason::PersonWish]
            }
            Self::Withdrawn => &[
                Reason::PersonWish,
                Reason::MadeByMistake,
                Reason::DoneAlone,
                Reason::NoLongerNeeded,
                Reason::PapersMissing,
                Reason::NotEntitled,
                Reason::FeeTooHigh,
            ],
            Self::Refused => &[
                Reason::PapersMissing,
                Reason::NotEntitled,
                Reason::WrongDetails,
                Reason::TooLate,
                Reason::OtherOffice,
                Reason::ProviderOther,
            ],
            Self::Prepared | Self::Submitted | Self::Paid | Self::Waiting | Self::Issued | Self::HandedOver => &[],
        }
    }
}
