//! How steps, dates and fees are put into words and marks, the same on every screen.

use crate::domain::case::RequestState;
use crate::domain::centre::CentreKind;
use crate::domain::deadline::DeadlineKind;
use crate::domain::plan::{PlannedDeadline, PlannedStep, StepStatus};
use crate::domain::service::Finish;
use crate::i18n::{amount, date_long, date_numeric};
use crate::ui::component::{Tag, Tone};
use crate::ui::context::Context;

/// What a step is called: its title, or for a step inserted because a paper is lacking, that paper.
#[must_use]
pub fn step_title(context: &Context<'_>, step: &PlannedStep<'_>) -> String {
    match step.supplies {
        Some(paper) => context.tr_with("step-get-paper", &[("paper", context.text(&paper.name).into())]),
        None => context.text(&step.step.title),
    }
}

/// The mark that says where a step can be finished: its tone, icon and words.
#[must_use]
pub fn where_tag(context: &Context<'_>, step: &PlannedStep<'_>) -> Tag {
    if step.status == StepStatus::Automatic || step.step.automatic {
        return (Tone::Success, "landmark", context.tr("where-automatic"));
    }
    if let Some(notice) = step.suspended() {
        let words = match notice.to {
            Some(to) => context.tr_with("where-suspended-until", &[("date", date_numeric(to).into())]),
            None => context.tr("where-suspended"),
        };
        return (Tone::Danger, "clock", words);
    }
    if step.service.is_none() {
        return (Tone::Quiet, "map-pin", context.tr("where-other"));
    }
    match (step.here(), step.online()) {
        (Finish::Whole, _) => (Tone::Success, "map-pin", context.tr("where-here-whole")),
        // A mobile team has no line: what it takes in is filed later.
        (Finish::RegisterOnly, Finish::Whole) if context.centre.kind == CentreKind::MobileTeam => {
            (Tone::Information, "map-pin", context.tr("where-here-register"))
        }
        (Finish::RegisterOnly, Finish::Whole) => (Tone::Success, "map-pin", context.tr("where-here-online")),
        (_, Finish::Whole) => (Tone::Success, "globe", context.tr("where-online")),
        (Finish::RegisterOnly, _) => (Tone::Information, "map-pin", context.tr("where-here-register")),
        (Finish::HandOverOnly, _) => (Tone::Information, "map-pin", context.tr("where-here-hand-over")),
        (Finish::None, _) => (Tone::Caution, "building-2", context.tr("where-trip")),
    }
}

/// The words for one date: its legal form and, when offices are closed then, the day to go.
#[must_use]
pub fn due_words(context: &Context<'_>, deadline: &PlannedDeadline<'_>) -> Option<String> {
    let due = deadline.due?;
    let date = date_long(context.texts, due.date);
    if let Some(opens) = due.opens {
        let opens = date_long(context.texts, opens);
        return Some(context.tr_with("due-window", &[("opens", opens.into()), ("date", date.into())]));
    }
    let key = match (deadline.deadline.kind, deadline.passed) {
        (DeadlineKind::Within, false) => "due-within",
        (DeadlineKind::Within, true) => "due-passed",
        (DeadlineKind::NotBefore, _) => "due-not-before",
        (DeadlineKind::Expected, _) => "due-expected",
    };
    Some(context.tr_with(key, &[("date", date.into())]))
}

/// The nearest date of a step, in one line.
#[must_use]
pub fn due_line(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<String> {
    step.deadlines.iter().find_map(|deadline| due_words(context, deadline))
}

/// What a step costs, in one line; `None` for a step without a service.
#[must_use]
pub fn fee_line(context: &Context<'_>, step: &PlannedStep<'_>) -> Option<String> {
    step.service?;
    if step.is_free() {
        return Some(context.tr("fee-free"));
    }
    let amounts = step.fees.iter().filter_map(|fee| Some((fee.pays()?, fee.pays_at_most()?, fee.option.currency)));
    let amounts: Vec<_> = amounts.collect();
    let Some(least) = amounts.iter().map(|(least, _, currency)| (*least, *currency)).min() else {
        return Some(context.tr("fee-unknown"));
    };
    let most = amounts.iter().map(|(_, most, currency)| (*most, *currency)).max().unwrap_or(least);
    if !step.duties.is_empty() {
        if least.0.0 == 0 {
            return Some(context.tr("fee-only-duty"));
        }
        let words = amount(context.texts, least.0, least.1);
        return Some(context.tr_with("fee-and-duty", &[("amount", words.into())]));
    }
    let words = |(value, currency)| amount(context.texts, value, currency);
    Some(if least == most {
        context.tr_with("fee-exact", &[("amount", words(least).into())])
    } else if least.0.0 == 0 {
        context.tr_with("fee-free-or", &[("amount", words(most).into())])
    } else {
        context.tr_with("fee-range", &[("least", words(least).into()), ("most", words(most).into())])
    })
}

/// The word, mark and tone of a request's state. No two states share a word or a mark.
#[must_use]
pub fn state_word(context: &Context<'_>, state: RequestState) -> Tag {
    match state {
        RequestState::Prepared => (Tone::Caution, "file-pen", context.tr("state-prepared")),
        RequestState::Submitted => (Tone::Information, "send", context.tr("state-submitted")),
        RequestState::Paid => (Tone::Information, "wallet", context.tr("state-paid")),
        RequestState::Waiting => (Tone::Information, "hourglass", context.tr("state-waiting")),
        RequestState::Issued => (Tone::Success, "file-check", context.tr("state-issued")),
        RequestState::HandedOver => (Tone::Success, "package-check", context.tr("state-handed-over")),
        RequestState::InformedOnly => (Tone::Quiet, "message-circle", context.tr("state-informed-only")),
        RequestState::Referred => (Tone::Quiet, "corner-up-right", context.tr("state-referred")),
        RequestState::Withdrawn => (Tone::Quiet, "undo-2", context.tr("state-withdrawn")),
        RequestState::Refused => (Tone::Danger, "ban", context.tr("state-refused")),
    }
}
