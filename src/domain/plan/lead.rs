//! What leads: of all the dates of a step the one that a person must hear first. Values in, a value out; whoever draws,
//! prints or speaks a step asks here and has no rule of their own.
//!
//! In this order: a term that ended while the thing is still to be done; the nearest day ahead; a term that ended and
//! with it the thing or a part of it; the days of a past season; a term of which only the length is known; the day on which an
//! answer is due.

use super::step::PlannedDeadline;
use crate::domain::calendar::{Calendar, MonthDay};
use crate::domain::deadline::{Deadline, DeadlineKind, Due, Late};
use crate::domain::fixed_day::FixedDay;
use crate::domain::term::Unit;
use jiff::civil::Date;
use serde::Serialize;

/// The date of a step that is said first. `certain` is whether it certainly concerns this person.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Lead<'a> {
    /// Nothing binds the step to a day, as far as is known.
    #[default]
    None,
    /// A term has ended, and the thing is still to be done: at once.
    Passed {
        /// The rule that was missed; of several the last one, whose consequences are there now.
        which: &'a Deadline,
        /// Its last day.
        ended: Date,
        /// The first day from now on with open offices.
        go_on: Option<Date>,
        /// What comes next when it is put off further.
        next: Option<Next>,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// A term has ended, and with it the thing, a part of it, or what is known of it. Nothing else is ahead.
    Over {
        /// The rule that was missed.
        which: &'a Deadline,
        /// Its last day.
        ended: Date,
        /// What can still be done.
        late: Late,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// The days of a past season are known, and those of now are not: to be asked.
    PastSeason {
        /// The rule.
        which: &'a Deadline,
        /// The first day of that season.
        opens: Option<Date>,
        /// Its last day.
        ended: Date,
        /// Whether it may be running again: today is one of its days of the year.
        now: bool,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// To be done by a day.
    Due {
        /// The rule.
        which: &'a Deadline,
        /// The legal date.
        date: Date,
        /// The day to go: the legal date, or the nearest open day where offices are closed then.
        go_on: Option<Date>,
        /// Whether this is the last day, or offices are closed from now until it.
        last_day: bool,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// To be done in a window of the calendar.
    FixedDays {
        /// The rule.
        which: &'a Deadline,
        /// The first day.
        opens: Date,
        /// The last day.
        date: Date,
        /// The day to go before it ends.
        go_on: Option<Date>,
        /// Whether this is the last day, or offices are closed from now until it.
        last_day: bool,
        /// The last day of the window before, where the editors say what follows it.
        ended: Option<Date>,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// Not possible before a day that is still ahead.
    NotBefore {
        /// The rule.
        which: &'a Deadline,
        /// The first possible day.
        date: Date,
        /// The first open day from then on.
        go_on: Option<Date>,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// How many days there are; from which day on is not known yet.
    Undated {
        /// The rule.
        which: &'a Deadline,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
    /// The answer is expected by a day.
    Expected {
        /// The rule.
        which: &'a Deadline,
        /// The day.
        date: Date,
        /// Whether it should have come already.
        overdue: bool,
        /// Whether it certainly concerns this person.
        certain: bool,
    },
}

/// The term that ends next, after one was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// The first day of its window, where it is not open yet.
    pub opens: Option<Date>,
    /// Its last day.
    pub date: Date,
    /// What can still be done after it.
    pub late: Late,
    /// Whether it certainly concerns this person.
    pub certain: bool,
}

/// How much a person must hurry. In order: the last one is the most urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Urgency {
    /// Nothing is lost by another day.
    Calm,
    /// Something was missed, and hurrying does not bring it back; or an answer is overdue.
    Missed,
    /// A term may have ended, if it concerns this person at all.
    PerhapsOverdue,
    /// Today is the last day.
    LastDay,
    /// A term has ended, and the thing is still to be done.
    Overdue,
}

impl<'a> Lead<'a> {
    /// How much the person must hurry.
    #[must_use]
    pub fn urgency(&self) -> Urgency {
        match self {
            Self::Passed { certain: true, .. } => Urgency::Overdue,
            Self::Passed { .. } => Urgency::PerhapsOverdue,
            Self::Due { last_day: true, .. } | Self::FixedDays { last_day: true, .. } => Urgency::LastDay,
            Self::Over { .. } | Self::PastSeason { now: true, .. } | Self::Expected { overdue: true, .. } => {
                Urgency::Missed
            }
            _ => Urgency::Calm,
        }
    }

    /// The rule that leads.
    #[must_use]
    pub fn which(&self) -> Option<&'a Deadline> {
        match self {
            Self::None => None,
            Self::Passed { which, .. }
            | Self::Over { which, .. }
            | Self::PastSeason { which, .. }
            | Self::Due { which, .. }
            | Self::FixedDays { which, .. }
            | Self::NotBefore { which, .. }
            | Self::Undated { which, .. }
            | Self::Expected { which, .. } => Some(which),
        }
    }

    /// Whether it certainly concerns this person; nothing to say is certain too.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        match self {
            Self::None => true,
            Self::Passed { certain, .. }
            | Self::Over { certain, .. }
            | Self::PastSeason { certain, .. }
            | Self::Due { certain, .. }
            | Self::FixedDays { certain, .. }
            | Self::NotBefore { certain, .. }
            | Self::Undated { certain, .. }
            | Self::Expected { certain, .. } => *certain,
        }
    }

    /// The legal date that leads: of a missed term its last day.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::None | Self::Undated { .. } => None,
            Self::Passed { ended, .. } | Self::Over { ended, .. } | Self::PastSeason { ended, .. } => Some(*ended),
            Self::Due { date, .. }
            | Self::FixedDays { date, .. }
            | Self::NotBefore { date, .. }
            | Self::Expected { date, .. } => Some(*date),
        }
    }

    /// The day to go.
    #[must_use]
    pub const fn go_on(&self) -> Option<Date> {
        match self {
            Self::Passed { go_on, .. }
            | Self::Due { go_on, .. }
            | Self::FixedDays { go_on, .. }
            | Self::NotBefore { go_on, .. } => *go_on,
            Self::None | Self::Over { .. } | Self::PastSeason { .. } | Self::Undated { .. } | Self::Expected { .. } => {
                None
            }
        }
    }

    /// Its name, as scenarios and programs read it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Passed { .. } => "passed",
            Self::Over { .. } => "over",
            Self::PastSeason { .. } => "past_season",
            Self::Due { .. } => "due",
            Self::FixedDays { .. } => "fixed_days",
            Self::NotBefore { .. } => "not_before",
            Self::Undated { .. } => "undated",
            Self::Expected { .. } => "expected",
        }
    }
}

/// How a step stands that the dates belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The person does it.
    Certain,
    /// Whether it concerns the person is not known.
    Perhaps,
    /// The State does it by itself: the person cannot be late, and asks where it did not happen.
    Automatic,
    /// The State does it by itself where it concerns the person, which is not known.
    PerhapsAutomatic,
}

/// The day on which to go because of a deadline.
#[must_use]
pub fn go_on(kind: DeadlineKind, due: Due, on: Date, calendar: &Calendar) -> Option<Date> {
    let open_from = |day: Date| if calendar.is_working_day(day) { Some(day) } else { calendar.working_day_after(day) };
    match kind {
        DeadlineKind::Within if due.date < on => open_from(on),
        DeadlineKind::Within if calendar.is_working_day(due.date) => Some(due.date),
        DeadlineKind::Within => {
            let before = calendar.working_day_before(due.date).filter(|day| *day >= on);
            before.or_else(|| calendar.working_day_after(due.date))
        }
        DeadlineKind::NotBefore => open_from(due.date.max(on)),
        DeadlineKind::Expected => None,
    }
}

/// What leads among the deadlines of a step on a day.
#[must_use]
pub fn lead<'a>(deadlines: &[PlannedDeadline<'a>], standing: Standing, on: Date, calendar: &Calendar) -> Lead<'a> {
    let certain = |planned: &PlannedDeadline<'a>| {
        let concerns = matches!(standing, Standing::Certain | Standing::Automatic);
        planned.truth == crate::domain::condition::Truth::True && concerns
    };
    let within = || deadlines.iter().filter(|planned| planned.deadline.kind == DeadlineKind::Within);
    let late = |planned: &PlannedDeadline<'a>| match planned.deadline.late() {
        Late::AtOnce if matches!(standing, Standing::Automatic | Standing::PerhapsAutomatic) => Late::Ask,
        late => late,
    };
    let of_season = |planned: &&PlannedDeadline<'a>| planned.is_of_past_season();
    let missed =
        || within().filter(|planned| !of_season(planned)).filter_map(|planned| Some((planned, ended(planned)?)));
    // Of several the last one, whose consequences are there now; but no doubt hides what is certain.
    let last = |kinds: &[Late]| {
        let of_kind = missed().filter(|(planned, _)| kinds.contains(&late(planned)));
        of_kind.max_by_key(|(planned, ended)| (certain(planned), *ended))
    };
    // What can no longer be done is not to be done at once.
    let closed_on = last(&[Late::Closed]).filter(|(planned, _)| certain(planned)).map(|(_, ended)| ended);
    let binding = last(&[Late::AtOnce]).filter(|(_, ended)| closed_on.is_none_or(|closed| closed < *ended));
    let ahead = || {
        let dated = deadlines.iter().filter_map(|planned| Some((planned, planned.due?)));
        dated.filter(|(planned, due)| match planned.deadline.kind {
            DeadlineKind::Within => !planned.passed,
            DeadlineKind::NotBefore => due.date > on,
            DeadlineKind::Expected => false,
        })
    };
    // Of two on one day the certain one.
    let nearest = |(planned, due): &(&PlannedDeadline<'a>, Due)| (due.date, !certain(planned));
    if let Some((planned, ended)) = binding {
        let within = || ahead().filter(|(other, _)| other.deadline.kind == DeadlineKind::Within);
        let lasts = within().filter(|(other, _)| certain(other) && !certain(planned));
        let lasts = lasts.map(|(other, due)| of_ahead(other, due, on, true));
        // What was perhaps missed waits behind a last day that certainly is one.
        if let Some(last_day) = lasts.filter(|lead| lead.urgency() == Urgency::LastDay).min_by_key(Lead::date) {
            return last_day;
        }
        let next = within().min_by_key(nearest).map(|(other, due)| Next {
            opens: due.opens.filter(|opens| *opens > on),
            date: due.date,
            late: late(other),
            certain: certain(other),
        });
        let missed = Due { opens: None, date: ended, open_day: None };
        let go_on = go_on(DeadlineKind::Within, missed, on, calendar);
        return Lead::Passed { which: planned.deadline, ended, go_on, next, certain: certain(planned) };
    }
    if let Some((planned, due)) = ahead().min_by_key(nearest) {
        return of_ahead(planned, due, on, certain(planned));
    }
    if let Some((planned, ended)) = last(&[Late::Less, Late::Closed, Late::Ask]) {
        return Lead::Over { which: planned.deadline, ended, late: late(planned), certain: certain(planned) };
    }
    // Of several seasons the one that comes back first.
    let seasons = within().filter(of_season).filter_map(|planned| Some((planned, planned.due?)));
    if let Some((planned, due)) = seasons.min_by_key(|(_, due)| days_until_again(*due, on)) {
        let now = days_until_again(due, on) == Some(0);
        let (which, certain) = (planned.deadline, certain(planned));
        return Lead::PastSeason { which, opens: due.opens, ended: due.date, now, certain };
    }
    // A term of some days cannot wait until the exact day is known; one of months can, but for that of a paper, whose day
    // nobody is asked.
    let of_days = |planned: &&PlannedDeadline<'a>| {
        let unit = planned.deadline.term.map(|term| term.unit);
        planned.due.is_none() && matches!(unit, Some(Unit::CalendarDay | Unit::WorkDay | Unit::Hour))
    };
    let of_receipt = |planned: &&PlannedDeadline<'a>| planned.deadline.receipt_of().is_some();
    if let Some(planned) = within().find(|planned| of_days(planned) || of_receipt(planned)) {
        return Lead::Undated { which: planned.deadline, certain: certain(planned) };
    }
    let expected = deadlines.iter().filter(|planned| planned.deadline.kind == DeadlineKind::Expected);
    let expected = expected.filter_map(|planned| Some((planned, planned.due?))).min_by_key(nearest);
    expected.map_or(Lead::None, |(planned, due)| Lead::Expected {
        which: planned.deadline,
        date: due.date,
        // Nobody answers on a day on which offices are closed.
        overdue: due.open_day.unwrap_or(due.date) < on,
        certain: certain(planned),
    })
}

/// How many days there are until the days of a past season come again in the year; none when today is one of them.
fn days_until_again(season: Due, on: Date) -> Option<i32> {
    let day = MonthDay { month: season.date.month(), day: season.date.day() };
    let last = FixedDay::EveryYear(day).next(on)?;
    let length = season.opens.unwrap_or(season.date).until(season.date).ok()?;
    let first = last.checked_sub(length).ok()?;
    Some(on.until(first).ok()?.get_days().max(0))
}

/// The last day of a term that was missed.
fn ended(planned: &PlannedDeadline<'_>) -> Option<Date> {
    let passed = planned.due.filter(|_| planned.passed).map(|due| due.date);
    // A window that is over for this year still binds only where the editors say so.
    passed.or_else(|| planned.ended_before.filter(|_| planned.deadline.late == Some(Late::AtOnce)))
}

fn of_ahead<'a>(planned: &PlannedDeadline<'a>, due: Due, on: Date, certain: bool) -> Lead<'a> {
    let (which, date, go_on) = (planned.deadline, due.date, planned.go_on);
    if which.kind == DeadlineKind::NotBefore {
        return Lead::NotBefore { which, date, go_on, certain };
    }
    // No open day is left before it but today.
    let last_day = due.opens.is_none_or(|opens| opens <= on) && go_on.is_none_or(|day| day <= on || day > date);
    match due.opens {
        Some(opens) => Lead::FixedDays { which, opens, date, go_on, last_day, ended: planned.ended_before, certain },
        None => Lead::Due { which, date, go_on, last_day, certain },
    }
}

/// Puts the dates of a step in the order in which they are told: what leads, then the nearest binding ones, then those
/// that are over, then those by which others answer.
pub fn in_order<'a>(deadlines: &mut [PlannedDeadline<'a>], lead: &Lead<'a>, on: Date) {
    deadlines.sort_by_key(|planned| {
        let date = planned.due.map(|due| due.date);
        let over = planned.deadline.kind == DeadlineKind::NotBefore && date.is_some_and(|date| date < on);
        let leads = lead.which().is_some_and(|which| std::ptr::eq(which, planned.deadline));
        let expected = planned.deadline.kind == DeadlineKind::Expected;
        (!leads, expected, planned.passed || over, date.is_none(), date)
    });
}
