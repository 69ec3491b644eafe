//! Who collects a result, and by which right.

use super::{Case, CaseError, Request, RequestState};
use crate::domain::action::Action;
use crate::domain::hidden::hidden;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most digits of a number of a paper that are kept: enough to see it again, too few to be the number.
const MOST_DIGITS: usize = 4;

/// By which right somebody collects a result.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Right {
    /// An older program did not ask.
    #[default]
    NotSaid,
    /// It is the person.
    Person,
    /// Whoever acts for the person, by this paper.
    Representative(String),
    /// Somebody else, by this power of attorney.
    Power(String),
}

hidden!(Right, "Right");

impl Right {
    /// The paper that gives it; none for the person.
    #[must_use]
    pub fn paper(&self) -> Option<&str> {
        match self {
            Self::NotSaid | Self::Person => None,
            Self::Representative(paper) | Self::Power(paper) => Some(paper),
        }
    }
}

/// Whether what is written of a paper is its kind and no more than the last digits of its number.
///
/// # Errors
/// When there are so many digits that they are the number itself.
pub(super) fn few_digits(paper: &str) -> Result<(), CaseError> {
    let digits = paper.chars().filter(char::is_ascii_digit).count();
    if digits <= MOST_DIGITS { Ok(()) } else { Err(CaseError::PaperNumber) }
}

impl Case {
    /// The requests of which the result is here and not collected, in the order of the case.
    pub fn to_collect(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().filter(|request| request.state == RequestState::Issued)
    }

    /// The other results that may be handed over together with that of a request on a day: each as the person agreed to it.
    pub fn to_collect_with(&self, request: Uuid, day: Date) -> impl Iterator<Item = &Request> {
        let others = self.to_collect().filter(move |other| other.id != request);
        others.filter(move |other| self.allows_hand_over(other, day).is_ok())
    }

    /// The line that says who collected the result of a request.
    #[must_use]
    pub fn collection(&self, request: &Request) -> Option<&super::Recorded> {
        let mut lines = self.history.iter().rev().filter(|line| line.holds());
        lines.find(|line| line.action == Action::ResultHandedOver && line.request == Some(request.id))
    }

    /// What was handed over together with a request: on one day, to one person, by one paper and right.
    #[must_use]
    pub fn collected_with(&self, request: &Request) -> Vec<&Request> {
        let Some(line) = self.collection(request) else { return Vec::new() };
        let same = |other: &&Request| {
            self.collection(other).is_some_and(|known| {
                (known.day, &known.collector, &known.paper, &known.right)
                    == (line.day, &line.collector, &line.paper, &line.right)
            })
        };
        self.requests.iter().filter(same).collect()
    }

    /// Whether nothing is left to be done, so that it may be closed.
    #[must_use]
    pub fn may_close(&self) -> bool {
        self.closed.is_none()
            && !self.requests.is_empty()
            && self.requests.iter().all(|request| request.state.is_final())
    }
}
