//! The pages of papers that are kept with a case until its results are handed over.

use super::Case;
use crate::domain::hidden::hidden;
use crate::domain::service::PaperNeed;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A page that was scanned. The picture lies in a file of its own on the computer at which that was done; here stands that
/// there is one, in which order, and by what it is known again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CasePage {
    /// Its id; random.
    pub id: Uuid,
    /// The paper of the list that it is of; none where that was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// SHA-256 of the picture, in hexadecimal digits.
    pub digest: String,
    /// Bytes of the picture.
    pub bytes: u32,
}

hidden!(CasePage, "CasePage");

impl Case {
    /// The pages of papers that a service asks for, in their order: what belongs to a request for it, and nothing of the
    /// others. A page of which nobody said what it is of belongs to none.
    pub fn pages_for<'a>(&'a self, papers: &'a [PaperNeed]) -> impl Iterator<Item = &'a CasePage> {
        let asked = |page: &&CasePage| papers.iter().any(|need| Some(&need.paper) == page.paper.as_ref());
        self.pages.iter().filter(asked)
    }

    /// Whether the end of this request ends the keeping of pages too.
    #[must_use]
    pub fn ends_pages_with(&self, request: Uuid) -> bool {
        use super::RequestState::HandedOver;
        let others = self.requests.iter().filter(|other| other.id != request);
        let handed_over = others.clone().any(|other| other.state == HandedOver);
        !self.pages.is_empty() && handed_over && others.clone().all(|other| other.state.is_final())
    }

    /// Whether pages may be kept with it: while it is open and a result is still to be handed over. With the last one
    /// handed over, or at the closing, they have done their work.
    #[must_use]
    pub fn keeps_pages(&self) -> bool {
        use super::RequestState::HandedOver;
        let is_over = self.requests.iter().any(|request| request.state == HandedOver)
            && self.requests.iter().all(|request| request.state.is_final());
        self.closed.is_none() && !self.put_away && !is_over
    }
}
