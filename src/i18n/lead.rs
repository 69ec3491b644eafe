//! What leads in words: the date of a step that a person must hear first.

use super::Texts;
use super::format::{date_long, date_numeric, term};
use crate::domain::deadline::{Deadline, DeadlineKind, Late};
use crate::domain::plan::lead::{Lead, Next};
use crate::domain::plan::{PlannedDeadline, Urgency};
use jiff::civil::Date;

/// Where the words are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// On a screen, on the day of the plan.
    Screen,
    /// On something taken away, on any day.
    Sheet,
    /// In a code, where each letter counts.
    Code,
}

impl Reader {
    fn date(self, texts: &Texts, date: Date) -> String {
        if self == Self::Code { date_numeric(date) } else { date_long(texts, date) }
    }
}

/// What leads, in one to three short sentences. `on` is the day of the plan. `None` where nothing binds the step to a
/// day.
#[must_use]
pub fn lead_words(texts: &Texts, lead: &Lead<'_>, on: Date, reader: Reader) -> Option<String> {
    let day = |date: Date| reader.date(texts, date);
    let dated = |key: &str, date: Date| texts.with(key, &[("date", day(date).into())]);
    let words = match *lead {
        Lead::None => return None,
        Lead::Passed { which, ended, go_on, next, .. } => {
            let go = match go_on {
                _ if reader != Reader::Screen => Some(texts.get("lead-go-at-once")),
                Some(open) if open == on => Some(texts.get("lead-go-today")),
                Some(open) => Some(dated("lead-go-on", open)),
                None => None,
            };
            let next = next.map(|next| next_words(texts, next));
            join([Some(ended_words(texts, which, ended, reader)), go, next])
        }
        Lead::Over { which, ended, late, .. } => {
            let now = match late {
                Late::AtOnce => "lead-go-at-once",
                Late::Less => "lead-over-less",
                Late::Closed => "lead-over-closed",
                Late::Ask => "lead-over-ask",
            };
            join([Some(ended_words(texts, which, ended, reader)), Some(texts.get(now))])
        }
        Lead::Due { date, go_on, last_day, .. } => due_words(texts, date, go_on, last_day.then_some(on), reader),
        Lead::FixedDays { opens, date, go_on, last_day, ended, .. } => {
            let window = if last_day {
                due_words(texts, date, go_on, Some(on), reader)
            } else {
                texts.with("due-window", &[("opens", day(opens).into()), ("date", day(date).into())])
            };
            join([ended.map(|ended| dated("lead-window-ended", ended)), Some(window)])
        }
        Lead::NotBefore { date, .. } => dated("due-not-before", date),
        Lead::Undated { which, .. } => texts.with("due-unknown", &[("term", term(texts, which.term?).into())]),
        Lead::Expected { date, overdue, .. } => {
            dated(if overdue { "lead-answer-overdue" } else { "due-expected" }, date)
        }
    };
    let words = of_season(texts, lead.which(), words);
    let perhaps = !lead.is_certain() && lead.urgency() != Urgency::Calm;
    Some(if perhaps { texts.with("lead-perhaps", &[("words", words.into())]) } else { words })
}

fn join(sentences: impl IntoIterator<Item = Option<String>>) -> String {
    super::sentences(sentences.into_iter().flatten())
}

/// That a term has ended: named by its length, or by what it is for where its end was not counted.
fn ended_words(texts: &Texts, which: &Deadline, ended: Date, reader: Reader) -> String {
    let date = reader.date(texts, ended);
    // A term of a duty is known by its length; what is lost is known by its name.
    let counted = which.term.filter(|term| term.value > 0 && which.late() == Late::AtOnce);
    match (counted, &which.label) {
        (Some(length), _) => {
            texts.with("lead-passed-term", &[("term", term(texts, length).into()), ("date", date.into())])
        }
        (None, Some(label)) => {
            let label = label.get(texts.language()).to_owned();
            texts.with("lead-passed-label", &[("label", label.into()), ("date", date.into())])
        }
        (None, None) => texts.with("lead-passed", &[("date", date.into())]),
    }
}

/// What is told of a day that was published for another year.
fn of_season(texts: &Texts, which: Option<&Deadline>, words: String) -> String {
    match which.and_then(|which| which.season.clone()) {
        Some(season) => texts.with("lead-season", &[("words", words.into()), ("season", season.into())]),
        None => words,
    }
}

fn next_words(texts: &Texts, next: Next) -> String {
    let date = date_numeric(next.date);
    if let Some(opens) = next.opens {
        return texts.with("lead-then-window", &[("opens", date_numeric(opens).into()), ("date", date.into())]);
    }
    let key = match next.late {
        Late::AtOnce => "lead-then-harder",
        Late::Less => "lead-then-less",
        Late::Closed => "lead-then-closed",
        Late::Ask => "lead-then-ask",
    };
    texts.with(key, &[("date", date.into())])
}

/// The words for the last day; `today` on that day itself.
fn due_words(texts: &Texts, date: Date, go_on: Option<Date>, today: Option<Date>, reader: Reader) -> String {
    let day = |date: Date| reader.date(texts, date);
    let closed = |key: &str, go: Date| texts.with(key, &[("date", day(date).into()), ("go", day(go).into())]);
    match (go_on, today) {
        // Offices are closed from now until the last day.
        (Some(go), _) if go > date => closed("lead-closed-until", go),
        (_, Some(today)) if today == date && reader == Reader::Screen => {
            texts.with("lead-last-day", &[("date", day(date).into())])
        }
        (Some(go), Some(today)) if go == today && go < date && reader == Reader::Screen => {
            closed("lead-last-open-day", go)
        }
        (Some(go), _) if go < date => {
            texts.with("lead-due-closed", &[("date", date_numeric(date).into()), ("go", day(go).into())])
        }
        _ => texts.with("due-within", &[("date", day(date).into())]),
    }
}

/// One date of the list of a step: its legal form. `None` where the day is not known.
#[must_use]
pub fn deadline_words(texts: &Texts, planned: &PlannedDeadline<'_>) -> Option<String> {
    let due = planned.due?;
    let date = date_long(texts, due.date);
    let key = match (planned.deadline.kind, due.opens) {
        (DeadlineKind::Within, _) if planned.passed => "due-passed",
        (_, Some(opens)) => {
            let opens = date_long(texts, opens);
            let words = texts.with("due-window", &[("opens", opens.into()), ("date", date.into())]);
            return Some(of_season(texts, Some(planned.deadline), words));
        }
        (DeadlineKind::Within, None) => "due-within",
        (DeadlineKind::NotBefore, None) => "due-not-before",
        (DeadlineKind::Expected, None) => "due-expected",
    };
    Some(of_season(texts, Some(planned.deadline), texts.with(key, &[("date", date.into())])))
}

/// Where offices are closed on a date of the list: on which day to go instead.
#[must_use]
pub fn closed_words(texts: &Texts, planned: &PlannedDeadline<'_>) -> Option<String> {
    let date = planned.due.filter(|_| !planned.passed)?.date;
    let go = planned.go_on.filter(|go| *go != date)?;
    let key = match planned.deadline.kind {
        DeadlineKind::Within if go > date => "lead-go-on",
        DeadlineKind::Within | DeadlineKind::NotBefore => "due-closed-go",
        DeadlineKind::Expected => return None,
    };
    Some(texts.with(key, &[("date", date_long(texts, go).into())]))
}
