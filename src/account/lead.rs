//! What leads in words: the date of a step that a person must hear first; and the dates of its list.

use crate::domain::deadline::{Counting, Deadline, DeadlineKind, Late};
use crate::domain::fixed_day::FixedDay;
use crate::domain::plan::lead::{Lead, Next};
use crate::domain::plan::{PlannedDeadline, Urgency};
use crate::i18n::{Phrase, Texts, Value, phrase};
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
    fn day(self, date: Date) -> Value<'static> {
        if self == Self::Code { Value::Day(date) } else { Value::Date(date) }
    }

    fn dated<'a>(self, key: &'static str, date: Date) -> Phrase<'a> {
        phrase(key).with("date", self.day(date))
    }
}

/// What leads, in words; see [`lead_said`].
#[must_use]
pub fn lead_words(texts: &Texts, lead: &Lead<'_>, on: Date, reader: Reader) -> Option<String> {
    lead_said(lead, on, reader).map(|said| texts.say(&said))
}

/// What leads, in one to three short sentences. `on` is the day of the plan. `None` where nothing binds the step to a
/// day.
#[must_use]
pub fn lead_said<'a>(lead: &Lead<'a>, on: Date, reader: Reader) -> Option<Value<'a>> {
    let dated = |key, date| Value::from(reader.dated(key, date));
    let said = match *lead {
        Lead::None => return None,
        Lead::Passed { which, ended, go_on, next, certain } => {
            let go = match go_on {
                _ if reader != Reader::Screen => Some(phrase("lead-go-at-once").into()),
                Some(open) if open == on => Some(phrase("lead-go-today").into()),
                Some(open) => Some(dated("lead-go-on", open)),
                None => None,
            };
            // Of what may not concern the person at all it is said once.
            let next = next.map(|next| match next_said(next) {
                said if certain && !next.certain => phrase("lead-perhaps").with("words", said).into(),
                said => said,
            });
            sentences([Some(ended_said(which, ended, reader)), go, next])
        }
        Lead::Over { which, ended, late, .. } => {
            let now = match late {
                Late::AtOnce => "lead-go-at-once",
                Late::Less => "lead-over-less",
                Late::Closed => "lead-over-closed",
                Late::Ask => "lead-over-ask",
            };
            sentences([Some(ended_said(which, ended, reader)), Some(phrase(now).into())])
        }
        Lead::PastSeason { which, opens, ended, .. } => past_season(which, opens, ended),
        Lead::Due { date, go_on, last_day, .. } => due_said(date, go_on, last_day.then_some(on), reader),
        Lead::FixedDays { opens, date, go_on, last_day, ended, .. } => {
            let window = if last_day {
                due_said(date, go_on, Some(on), reader)
            } else {
                reader.dated("due-window", date).with("opens", reader.day(opens)).into()
            };
            sentences([ended.map(|ended| dated("lead-window-ended", ended)), Some(window)])
        }
        Lead::NotBefore { date, .. } => dated("due-not-before", date),
        Lead::Undated { which, .. } => undated_said(which)?,
        Lead::Expected { date, overdue, .. } => {
            dated(if overdue { "lead-answer-overdue" } else { "due-expected" }, date)
        }
    };
    let said = of_season(lead.which(), said);
    let perhaps = !lead.is_certain() && lead.urgency() != Urgency::Calm;
    Some(if perhaps { phrase("lead-perhaps").with("words", said).into() } else { said })
}

fn sentences<'a>(parts: impl IntoIterator<Item = Option<Value<'a>>>) -> Value<'a> {
    Value::Sentences(parts.into_iter().flatten().collect())
}

/// That a term has ended: named by its length, or by what it is for where its end was not counted.
fn ended_said(which: &Deadline, ended: Date, reader: Reader) -> Value<'_> {
    // A term of a duty is known by its length; what is lost is known by its name.
    let forwards = which.counting != Counting::Back;
    let counted = which.term.filter(|term| forwards && term.value > 0 && which.late() == Late::AtOnce);
    match (counted, &which.label) {
        (Some(length), _) => reader.dated("lead-passed-term", ended).with("term", length).into(),
        (None, Some(label)) => reader.dated("lead-passed-label", ended).with("label", label).into(),
        (None, None) => reader.dated("lead-passed", ended).into(),
    }
}

/// The days of a past season, and that those of now are to be asked for.
fn past_season<'a>(which: &Deadline, opens: Option<Date>, ended: Date) -> Value<'a> {
    let season = which.season.clone().unwrap_or_default();
    let key = if opens.is_some() { "lead-past-season" } else { "lead-past-season-day" };
    let said = phrase(key).with("season", season).with("date", Value::Day(ended));
    opens.map_or(said.clone(), |opens| said.with("opens", Value::Day(opens))).into()
}

/// What is told of a day of every year that was published for another one. What holds once is that season's own.
fn of_season<'a>(which: Option<&'a Deadline>, said: Value<'a>) -> Value<'a> {
    let comes_again = which.filter(|which| !matches!(which.fixed, Some(FixedDay::Once(_))));
    match comes_again.and_then(|which| which.season.clone()) {
        Some(season) => phrase("lead-season").with("words", said).with("season", season).into(),
        None => said,
    }
}

fn next_said(next: Next) -> Value<'static> {
    let key = match (next.opens, next.late) {
        (Some(opens), _) => {
            return phrase("lead-then-window")
                .with("opens", Value::Day(opens))
                .with("date", Value::Day(next.date))
                .into();
        }
        (None, Late::AtOnce) => "lead-then-harder",
        (None, Late::Less) => "lead-then-less",
        (None, Late::Closed) => "lead-then-closed",
        (None, Late::Ask) => "lead-then-ask",
    };
    phrase(key).with("date", Value::Day(next.date)).into()
}

/// What is said of the last day; `today` on that day itself.
fn due_said(date: Date, go_on: Option<Date>, today: Option<Date>, reader: Reader) -> Value<'static> {
    let closed = |key, go| Value::from(reader.dated(key, date).with("go", reader.day(go)));
    match (go_on, today) {
        // Offices are closed from now until the last day.
        (Some(go), _) if go > date => closed("lead-closed-until", go),
        (_, Some(today)) if today == date && reader == Reader::Screen => reader.dated("lead-last-day", date).into(),
        (Some(go), Some(today)) if go == today && go < date && reader == Reader::Screen => {
            closed("lead-last-open-day", go)
        }
        (Some(go), _) if go < date => {
            phrase("lead-due-closed").with("date", Value::Day(date)).with("go", reader.day(go)).into()
        }
        _ => reader.dated("due-within", date).into(),
    }
}

/// How long there is, where the day is not known; counted from a paper, whose receipt is named.
#[must_use]
pub fn undated_said(which: &Deadline) -> Option<Value<'_>> {
    let length = which.term?;
    Some(match which.label.as_ref().filter(|_| which.receipt_of().is_some()) {
        Some(label) => phrase("due-from-receipt").with("label", label).with("term", length).into(),
        None if which.counting == Counting::Back => phrase("due-unknown-back").with("term", length).into(),
        None => phrase("due-unknown").with("term", length).into(),
    })
}

/// One date of the list of a step: its legal form. `None` where the day is not known.
#[must_use]
pub fn deadline_said<'a>(planned: &PlannedDeadline<'a>) -> Option<Value<'a>> {
    let due = planned.due?;
    if planned.is_of_past_season() {
        return Some(past_season(planned.deadline, due.opens, due.date));
    }
    let key = match (planned.deadline.kind, due.opens) {
        (DeadlineKind::Within, _) if planned.passed => "due-passed",
        (_, Some(opens)) => {
            let window = Reader::Screen.dated("due-window", due.date).with("opens", Value::Date(opens));
            return Some(of_season(Some(planned.deadline), window.into()));
        }
        (DeadlineKind::Within, None) => "due-within",
        (DeadlineKind::NotBefore, None) => "due-not-before",
        (DeadlineKind::Expected, None) => "due-expected",
    };
    Some(of_season(Some(planned.deadline), Reader::Screen.dated(key, due.date).into()))
}

/// Where offices are closed on a date of the list: on which day to go instead.
#[must_use]
pub fn closed_said<'a>(planned: &PlannedDeadline<'_>) -> Option<Value<'a>> {
    let due = planned.due.filter(|_| !planned.passed)?;
    let (key, go) = match planned.deadline.kind {
        // No open day is left until then.
        DeadlineKind::Within if due.open_day.is_none() => ("lead-go-on", planned.go_on.filter(|go| *go > due.date)?),
        DeadlineKind::Within | DeadlineKind::NotBefore => ("due-closed-go", due.open_day?),
        DeadlineKind::Expected => return None,
    };
    Some(Reader::Screen.dated(key, go).into())
}
