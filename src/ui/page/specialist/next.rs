//! What is to be done next about a case: the person, the consent, the papers, and then each step of the plan. It is
//! offered, and never done by itself.

use super::Action;
use super::papers::CasePapersPage;
use crate::domain::case::{Case, Listed, Row, listing};
use crate::domain::life_event::Join;
use crate::ui::context::Context;

/// What is to be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Write who the person is.
    Person,
    /// Record the consent.
    Consent,
    /// Tick the papers.
    Papers,
    /// Request the service of the first step that is to be done and has no request yet.
    Request(Row),
}

impl Next {
    /// What is next in a case; nothing in a closed one, and nothing when every step has its request.
    #[must_use]
    pub fn of(context: &Context<'_>, case: &Case) -> Option<Self> {
        if case.closed.is_some() {
            return None;
        }
        if case.person.name.is_empty() {
            return Some(Self::Person);
        }
        // Whoever did not agree is not pressed: only information is given.
        if case.refusal(context.today).is_some() {
            return None;
        }
        if !case.has_consent(context.today) {
            return Some(Self::Consent);
        }
        // Whoever has begun with the requests has looked at the papers, or there were none to look at.
        if case.papers.is_empty() && case.requests.is_empty() && CasePapersPage::is_of_use(context, case) {
            return Some(Self::Papers);
        }
        let planned = context.planned(&case.event, &case.answers);
        let rows = listing(case, planned.as_ref().map(|planned| planned.plan()));
        let taken: Vec<usize> = rows.iter().filter_map(way_taken).collect();
        // What the State does by itself, what nobody must do, and another way to what was requested is not offered.
        let offered = rows.iter().find(|listed| match listed {
            Listed::Planned(step, _, None) => {
                let other_way = step.way.is_some_and(|way| taken.contains(&way));
                step.is_to_do() && step.join != Join::Optional && !other_way
            }
            Listed::Planned(..) | Listed::Earlier(_) => false,
        });
        offered.map(|listed| Self::Request(listed.row()))
    }

    /// The words of the button that does it.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Person => "case-next-person",
            Self::Consent => "case-next-consent",
            Self::Papers => "case-next-papers",
            Self::Request(_) => "case-next-request",
        }
    }

    /// What does it.
    #[must_use]
    pub fn action(self, case: &Case) -> Action {
        match self {
            Self::Person => Action::EditPerson(case.id),
            Self::Consent => Action::EditConsent(case.id),
            Self::Papers => Action::EditPapers(case.id),
            Self::Request(row) => Action::OpenRequest(case.id, row),
        }
    }
}

/// The group of ways to one end of which a step has a request.
fn way_taken(listed: &Listed<'_, '_>) -> Option<usize> {
    match listed {
        Listed::Planned(step, _, Some(_)) => step.way,
        Listed::Planned(..) | Listed::Earlier(_) => None,
    }
}
