//! What a case's page lists: today's plan, each step with its request, and every other request of the case. A request
//! belongs to the case, not to the plan: the day passes, a release renames a step or withdraws the event, and what the
//! provider has stays where it can be followed, handed over or ended.

use super::{Case, Request};
use crate::domain::identifier::ServiceCode;
use crate::domain::plan::{Plan, PlannedStep};
use uuid::Uuid;

/// A row of a case's page.
#[derive(Clone, Copy, Debug)]
pub enum Listed<'a, 'p> {
    /// A step of today's plan that uses a service, with the request that was made for it.
    Planned(&'a PlannedStep<'p>, &'a ServiceCode, Option<&'a Request>),
    /// A request that today's plan does not show.
    Earlier(&'a Request),
}

/// What a row opens: it stays the same when what is listed beside it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A step without a request.
    Step(String),
    /// A request.
    Request(Uuid),
}

impl Listed<'_, '_> {
    /// What it opens.
    #[must_use]
    pub fn row(&self) -> Row {
        match self {
            Self::Planned(_, _, Some(request)) | Self::Earlier(request) => Row::Request(request.id),
            Self::Planned(step, _, None) => Row::Step(step.step.id.clone()),
        }
    }
}

/// The rows of a case's page: the steps of today's plan in its order, then the requests that it does not show, the open
/// ones first. Every request of the case is among them exactly once, whatever the plan says; without a plan, of an
/// event that the catalogue does not have any more, they are all there is.
#[must_use]
pub fn listing<'a, 'p>(case: &'a Case, plan: Option<&'a Plan<'p>>) -> Vec<Listed<'a, 'p>> {
    let steps = plan.into_iter().flat_map(Plan::shown);
    let planned = steps.filter_map(|step| {
        let service = &step.service?.code;
        Some(Listed::Planned(step, service, case.request_for(&step.step.id, service)))
    });
    let mut rows: Vec<Listed<'a, 'p>> = planned.collect();
    let is_shown = |request: &Request| rows.iter().any(|row| row.row() == Row::Request(request.id));
    let mut earlier: Vec<&Request> = case.requests.iter().filter(|request| !is_shown(request)).collect();
    earlier.sort_by_key(|request| request.state.is_final());
    rows.extend(earlier.into_iter().map(Listed::Earlier));
    rows
}
