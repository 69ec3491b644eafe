//! Deadlines: by when something must be done, counted from a date, with what follows when it is missed.

use super::calendar::Calendar;
use super::condition::Condition;
use super::fact::{FactId, PAPER, TODAY};
use super::fixed_day::FixedDay;
use super::term::{Term, Unit};
use super::text::Text;
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a deadline binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// To be done by the end of the term.
    Within,
    /// Not possible before the term has passed.
    NotBefore,
    /// The provider's own term: the answer is expected by then.
    Expected,
}

/// From which day counting starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// The day after the event is day one; the usual rule.
    #[default]
    NextDay,
    /// The day of the event itself is day one. Of hours and of an agreed day there is no such count.
    Inclusive,
    /// Backwards: the last day that lies so long before the day of the event, which itself does not count. Of hours and of
    /// an agreed day there is no such count.
    Back,
}

/// What can still be done once a term has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    /// The thing is still to be done, at once: being late costs a fine, a file, a higher fee.
    AtOnce,
    /// The thing can still be done, and a part of what it gives is lost.
    Less,
    /// The thing can no longer be done.
    Closed,
    /// What holds now is not known: to be asked.
    Ask,
}

/// A deadline as the law gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// How it binds.
    pub kind: DeadlineKind,
    /// The date it is counted from: a date question, a derived date, `today` for the day of filing, or `paper:` and the id
    /// of a paper for the day on which the person receives it, which nobody is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<FactId>,
    /// How long from the anchor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// A day of the calendar instead of anchor and term: `11-28` each year, `2026-11-28` once, `25` each month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<FixedDay>,
    /// The first day of a window that ends on `fixed`, written likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<FixedDay>,
    /// Whether the day of the event counts.
    #[serde(default)]
    pub counting: Counting,
    /// What it is about, where the step's title does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// What happens after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consequence: Option<Text>,
    /// What can still be done after it. Unless given: of a counted term, and of a day that comes every year or month,
    /// that it is still to be done at once; of one day or window only, that it is to be asked what holds now. Given for
    /// a window that comes again, it also says that the window before still counts until the next one opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Late>,
    /// The year or season for which the day was published, such as `2025–2026`, where that of another year is not known
    /// yet. The day is then written with its year: once it is over, it is told as that season's, and never as a day ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<String>,
    /// Only when this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The law, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<String>,
}

/// The dates a deadline comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The first day of a window.
    pub opens: Option<Date>,
    /// The legal date. For `NotBefore` the first possible day, else the last.
    pub date: Date,
    /// When offices are closed on that date: the day to go instead. For `Within` the last open day
    /// before it, for the others the first open day after it.
    pub open_day: Option<Date>,
}

/// The term runs beyond the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the term runs beyond the calendar")]
pub struct BeyondCalendar;

impl Deadline {
    /// The fact it is counted from; `None` for a day fixed in the calendar.
    #[must_use]
    pub fn counted_from(&self) -> Option<&str> {
        self.fixed.is_none().then(|| self.anchor.as_deref().unwrap_or(TODAY))
    }

    /// The paper from whose receipt it is counted, by its id: then no day of it is ever known here.
    #[must_use]
    pub fn receipt_of(&self) -> Option<&str> {
        self.anchor.as_deref()?.strip_prefix(PAPER)
    }

    /// What can still be done after it.
    #[must_use]
    pub fn late(&self) -> Late {
        let one_season = matches!(self.fixed, Some(FixedDay::Once(_)));
        self.late.unwrap_or(if one_season { Late::Ask } else { Late::AtOnce })
    }

    /// The last day of the window before the next one, of a window that comes again and is not open now; only where
    /// the editors say what holds after it.
    #[must_use]
    pub fn ended_before(&self, due: Due, on: Date) -> Option<Date> {
        let not_open = due.opens.is_some_and(|opens| on < opens);
        let comes_again = self.fixed.filter(|fixed| !matches!(fixed, FixedDay::Once(_)));
        let ended = comes_again.filter(|_| not_open && self.late.is_some())?.last(on)?;
        (ended < on).then_some(ended)
    }

    /// The dates of this deadline in the calendar of the place, counted from the anchor, or for a fixed day from
    /// the day of the plan on.
    ///
    /// # Errors
    /// When the result lies outside the years -9999 to 9999, or the deadline has neither term nor fixed day.
    pub fn due(&self, anchor: Date, calendar: &Calendar) -> Result<Due, BeyondCalendar> {
        let date = match (self.fixed, self.term) {
            (Some(fixed), _) => fixed.next(anchor).ok_or(BeyondCalendar)?,
            (None, Some(term)) => add(anchor, term, self.counting, calendar)?,
            (None, None) => return Err(BeyondCalendar),
        };
        let open_day = if calendar.is_working_day(date) {
            None
        } else if self.kind == DeadlineKind::Within {
            calendar.working_day_before(date)
        } else {
            calendar.working_day_after(date)
        };
        Ok(Due { opens: self.opens.and_then(|opens| opens.last(date)), date, open_day })
    }
}

/// The end of a term of months or years. Where the day of the event counts, the term ends on the day before; but a day
/// that the month lacks is its last one either way.
fn end_of(anchor: Date, end: Result<Date, jiff::Error>, already_counted: i64) -> Result<Date, BeyondCalendar> {
    let counted = |end: Date| if end.day() < anchor.day() { 0 } else { already_counted };
    end.and_then(|end| end.checked_sub(counted(end).days())).map_err(|_| BeyondCalendar)
}

/// Counts a term from a date. A day that a month lacks becomes that month's last day.
///
/// # Errors
/// When the result lies outside the years -9999 to 9999.
pub fn add(anchor: Date, term: Term, counting: Counting, calendar: &Calendar) -> Result<Date, BeyondCalendar> {
    let already_counted = i64::from(counting == Counting::Inclusive && term.value > 0);
    if counting == Counting::Back {
        return back(anchor, term, calendar);
    }
    let limit = 9_000;
    if !(0..=limit).contains(&term.value) {
        return Err(BeyondCalendar);
    }
    match term.unit {
        Unit::SameDay | Unit::AgreedDate => Ok(anchor),
        Unit::CalendarDay => anchor.checked_add((term.value - already_counted).days()).map_err(|_| BeyondCalendar),
        Unit::Hour => anchor.checked_add((term.value.div_euclid(24)).days()).map_err(|_| BeyondCalendar),
        Unit::Month => end_of(anchor, anchor.checked_add(term.value.months()), already_counted),
        Unit::Year => end_of(anchor, anchor.checked_add(term.value.years()), already_counted),
        Unit::WorkDay => {
            let mut left = term.value;
            if already_counted == 1 && calendar.is_working_day(anchor) {
                left -= 1;
            }
            let mut day = anchor;
            while left > 0 {
                day = calendar.working_day_after(day).ok_or(BeyondCalendar)?;
                left -= 1;
            }
            Ok(day)
        }
    }
}

/// Counts a term back from a date, which itself does not count.
fn back(anchor: Date, term: Term, calendar: &Calendar) -> Result<Date, BeyondCalendar> {
    if !(0..=9_000).contains(&term.value) {
        return Err(BeyondCalendar);
    }
    let end = match term.unit {
        Unit::SameDay | Unit::AgreedDate => Ok(anchor),
        Unit::CalendarDay => anchor.checked_sub(term.value.days()),
        Unit::Hour => anchor.checked_sub(term.value.div_euclid(24).days()),
        Unit::Month => anchor.checked_sub(term.value.months()),
        Unit::Year => anchor.checked_sub(term.value.years()),
        Unit::WorkDay => {
            let back = |day: Date| calendar.working_day_before(day).ok_or(BeyondCalendar);
            return (0..term.value).try_fold(anchor, |day, _| back(day));
        }
    };
    end.map_err(|_| BeyondCalendar)
}

/// The day by which the answer is expected to a request that was submitted on a day: the end of the term, or where
/// offices are closed then the first day on which they are open. A date that was agreed with the office is not known
/// here.
#[must_use]
pub fn expected(term: Term, submitted: Date, calendar: &Calendar) -> Option<Date> {
    if term.unit == Unit::AgreedDate {
        return None;
    }
    let end = add(submitted, term, Counting::NextDay, calendar).ok()?;
    if calendar.is_working_day(end) { Some(end) } else { calendar.working_day_after(end) }
}
