//! The application of a row of a case: its service, what that asks for, and what is filled in. The form, the page that
//! checks it, the request and the paper look at the same.

use crate::account::{DraftSheet, chosen_said};
use crate::domain::case::{Asked, Case, Known, Request, RequestState, Row, asked};
use crate::domain::plan::PlannedStep;
use crate::domain::service::Service;
use crate::i18n::counted;
use crate::ui::component::{Element, summary_row};
use crate::ui::context::Context;

/// The application of a row.
pub struct Draft<'a> {
    /// The service.
    pub service: &'a Service,
    /// The step of today's plan.
    pub step: Option<&'a PlannedStep<'a>>,
    /// The step's id.
    pub step_id: &'a str,
    /// The request, once it was made ready.
    pub request: Option<&'a Request>,
    /// What is asked, in the provider's order.
    pub asked: Vec<Asked<'a>>,
    /// What of it is known.
    pub known: Known<'a>,
}

impl Draft<'_> {
    /// It as it stands on paper.
    #[must_use]
    pub fn sheet(&self) -> DraftSheet<'_> {
        let chosen = chosen_said(self.service, self.step_id, self.request, self.known.filled);
        DraftSheet { service: self.service, request: self.request, chosen, asked: &self.asked }
    }

    /// Whether it is over: the provider has it, or it ended without. Nothing of it is typed any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.request.is_some_and(|request| request.state != RequestState::Prepared)
    }

    /// Whether the provider has it.
    #[must_use]
    pub fn is_submitted(&self) -> bool {
        self.request.is_some_and(|request| request.number.is_some())
    }

    /// The place of the first field that must be filled in and is not.
    #[must_use]
    pub fn missing(&self) -> Option<usize> {
        self.asked.iter().position(Asked::is_missing)
    }
}

/// Looks at the application of a row; nothing where the service is not known (any more), or asks for nothing.
pub fn with_draft<T>(context: &Context<'_>, case: &Case, row: &Row, work: impl FnOnce(&Draft<'_>) -> T) -> Option<T> {
    let planned = context.planned(&case.event, &case.answers)?;
    let request = match row {
        Row::Request(id) => Some(case.request(*id)?),
        Row::Step(_) => None,
    };
    let step_id: &str = match (row, request) {
        (Row::Step(step), _) => step,
        (Row::Request(_), request) => &request?.step,
    };
    let step = planned.plan().shown().find(|step| step.step.id == step_id);
    let step = step.filter(|step| {
        request.is_none_or(|request| step.service.is_some_and(|service| service.code == request.service))
    });
    let service = step.and_then(|step| step.service);
    let service = service.or_else(|| context.catalogue.service(&request?.service))?;
    let known = Known::of(case, request);
    let asked = asked(service, known, planned.situation());
    (!asked.is_empty()).then(|| work(&Draft { service, step, step_id, request, asked, known }))
}

/// How many scanned pages belong to a request for a service; nothing where there are none.
#[must_use]
pub fn scanned_row<'a, Message: 'a>(
    context: &Context<'_>,
    case: &Case,
    service: &Service,
) -> Option<Element<'a, Message>> {
    let pages = case.pages_for(&service.papers).count();
    let words = counted(context.texts, "scan-pages", pages);
    (pages > 0).then(|| summary_row(&context.look, context.tr("scan-for-request"), words, None))
}
