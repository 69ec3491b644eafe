//! The dates of a step as they are printed.

use crate::account::{Reader, closed_said, lead_words, when_so};
use crate::domain::condition::{Condition, Truth};
use crate::domain::deadline::{Counting, DeadlineKind};
use crate::domain::plan::{Lead, PlannedDeadline, Urgency};
use crate::domain::situation::Situation;
use crate::i18n::Texts;
use jiff::civil::Date;
use serde::Serialize;

/// What leads a step's dates.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LeadView {
    kind: &'static str,
    urgency: &'static str,
    certain: bool,
    date: Option<Date>,
    /// The day to go.
    go_on: Option<Date>,
    /// The last day of the term that ends next, after one that was missed.
    next: Option<Date>,
    pub(super) words: String,
}

/// A date of a step.
#[derive(Serialize, Clone)]
#[serde(rename_all = "camelCase")]
pub(super) struct DueView {
    /// Whether it is certain for this person.
    certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    perhaps: Vec<String>,
    /// The day on which to go because of it.
    go_on: Option<Date>,
    opens: Option<Date>,
    date: Option<Date>,
    kind: DeadlineKind,
    inclusive: bool,
    open_day: Option<Date>,
    passed: bool,
    warning: Option<String>,
    consequence: Option<String>,
    missing: Option<String>,
}

/// A date as it is printed.
pub(super) fn due_view(texts: &Texts, situation: &Situation<'_>, planned: &PlannedDeadline<'_>) -> DueView {
    DueView {
        certain: planned.truth == Truth::True,
        perhaps: perhaps(texts, situation, planned.truth, planned.deadline.when.as_ref()),
        go_on: planned.go_on,
        opens: planned.due.and_then(|due| due.opens),
        date: planned.due.map(|due| due.date),
        kind: planned.deadline.kind,
        inclusive: planned.deadline.counting == Counting::Inclusive,
        open_day: planned.due.and_then(|due| due.open_day),
        passed: planned.passed,
        warning: closed_said(planned).map(|said| texts.say(&said)),
        consequence: planned.deadline.consequence.as_ref().map(|text| text.get(texts.language()).to_owned()),
        missing: planned.due.is_none().then(|| planned.deadline.counted_from().unwrap_or_default().to_owned()),
    }
}

/// What leads as it is printed; `None` where nothing binds the step to a day.
pub(super) fn lead_view(texts: &Texts, on: Date, lead: &Lead<'_>) -> Option<LeadView> {
    let go_on = match lead {
        Lead::Passed { go_on, .. }
        | Lead::Due { go_on, .. }
        | Lead::FixedDays { go_on, .. }
        | Lead::NotBefore { go_on, .. } => *go_on,
        Lead::None | Lead::Over { .. } | Lead::Undated { .. } | Lead::Expected { .. } => None,
    };
    Some(LeadView {
        kind: lead.name(),
        urgency: match lead.urgency() {
            Urgency::Overdue => "overdue",
            Urgency::PerhapsOverdue => "perhapsOverdue",
            Urgency::LastDay => "lastDay",
            Urgency::Missed => "missed",
            Urgency::Calm => "calm",
        },
        certain: lead.is_certain(),
        date: lead.date(),
        go_on,
        next: if let Lead::Passed { next, .. } = lead { next.map(|next| next.date) } else { None },
        words: lead_words(texts, lead, on, Reader::Screen)?,
    })
}

/// When something is so that is not certain for this person.
pub(super) fn perhaps(texts: &Texts, situation: &Situation<'_>, truth: Truth, when: Option<&Condition>) -> Vec<String> {
    let open = when.filter(|_| truth != Truth::True);
    when_so(situation, open).iter().map(|why| texts.say(why)).collect()
}
