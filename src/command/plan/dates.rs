//! The dates of a step as they are printed.

use super::said::{Said, SureView};
use crate::account::{Certainty, Reader, closed_said, lead_said};
use crate::domain::deadline::{Counting, DeadlineKind};
use crate::domain::plan::{Lead, PlannedDeadline, Urgency};
use crate::domain::situation::Situation;
use crate::i18n::Texts;
use jiff::civil::Date;
use serde::Serialize;

/// What leads a step's dates.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeadView<'a> {
    kind: &'static str,
    urgency: Urgency,
    certain: bool,
    date: Option<Date>,
    /// The day to go.
    go_on: Option<Date>,
    /// The last day of the term that ends next, after one that was missed.
    next: Option<Date>,
    #[serde(flatten)]
    said: Said<'a>,
}

/// A date of a step.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DueView {
    #[serde(flatten)]
    sure: SureView,
    /// The day on which to go because of it.
    go_on: Option<Date>,
    opens: Option<Date>,
    date: Option<Date>,
    kind: DeadlineKind,
    inclusive: bool,
    open_day: Option<Date>,
    passed: bool,
    warning: Option<String>,
    /// The question whose answer it waits for.
    missing: Option<String>,
}

/// A date as it is printed.
pub(super) fn due_view(texts: &Texts, situation: &Situation<'_>, planned: &PlannedDeadline<'_>) -> DueView {
    let rule = planned.deadline;
    DueView {
        sure: SureView::of(texts, &Certainty::of(situation, planned.truth, rule.when.as_ref())),
        go_on: planned.go_on,
        opens: planned.due.and_then(|due| due.opens),
        date: planned.due.map(|due| due.date),
        kind: rule.kind,
        inclusive: rule.counting == Counting::Inclusive,
        open_day: planned.due.and_then(|due| due.open_day),
        passed: planned.passed,
        warning: closed_said(planned).map(|said| texts.say(&said)),
        missing: rule
            .counted_from()
            .filter(|_| planned.due.is_none() && rule.receipt_of().is_none())
            .map(str::to_owned),
    }
}

/// What leads as it is printed; `None` where nothing binds the step to a day.
pub(super) fn lead_view<'a>(texts: &Texts, on: Date, lead: &Lead<'a>) -> Option<LeadView<'a>> {
    Some(LeadView {
        kind: lead.name(),
        urgency: lead.urgency(),
        certain: lead.is_certain(),
        date: lead.date(),
        go_on: lead.go_on(),
        next: if let Lead::Passed { next, .. } = lead { next.map(|next| next.date) } else { None },
        said: Said::of(texts, &lead_said(lead, on, Reader::Screen)?),
    })
}
