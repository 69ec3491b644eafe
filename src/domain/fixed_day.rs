//! Days fixed in the calendar: each year, each month, or once.

use super::calendar::MonthDay;
use super::fact::date_of;
use jiff::ToSpan;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A day fixed in the calendar. Written `11-28`, `2026-11-28` or `25`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum FixedDay {
    /// The same day each year.
    EveryYear(MonthDay),
    /// The same day each month; a day that a month lacks becomes its last.
    EveryMonth(i8),
    /// One day only.
    Once(Date),
}

impl FixedDay {
    /// The day itself, or its next return on or after the given date.
    ///
    /// `None` at the end of the calendar, and for 29 February when no leap year is near.
    #[must_use]
    pub fn next(self, on: Date) -> Option<Date> {
        match self {
            Self::Once(day) => Some(day),
            Self::EveryYear(MonthDay { month, day }) => (0..8)
                .filter_map(|years| Date::new(on.year().checked_add(years)?, month, day).ok())
                .find(|date| *date >= on),
            Self::EveryMonth(day) => (0..2)
                .filter_map(|months| {
                    let first = on.first_of_month().checked_add(months.months()).ok()?;
                    let last = first.last_of_month().day();
                    Date::new(first.year(), first.month(), day.min(last)).ok()
                })
                .find(|date| *date >= on),
        }
    }

    /// The last return before or on the given date: the opening of a window that ends there.
    #[must_use]
    pub fn last(self, on: Date) -> Option<Date> {
        match self {
            Self::Once(day) => Some(day),
            Self::EveryYear(MonthDay { month, day }) => (0..8)
                .filter_map(|years| Date::new(on.year().checked_sub(years)?, month, day).ok())
                .find(|date| *date <= on),
            Self::EveryMonth(day) => (0..2)
                .filter_map(|months| {
                    let first = on.first_of_month().checked_sub(months.months()).ok()?;
                    let last = first.last_of_month().day();
                    Date::new(first.year(), first.month(), day.min(last)).ok()
                })
                .find(|date| *date <= on),
        }
    }
}

impl TryFrom<String> for FixedDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong =
            || format!("\"{text}\" is no day: write \"11-28\" (each year), \"2026-11-28\" or \"25\" (each month)");
        match text.matches('-').count() {
            0 => match text.parse() {
                Ok(day @ 1..=31) => Ok(Self::EveryMonth(day)),
                _ => Err(wrong()),
            },
            1 => MonthDay::try_from(text.clone()).map(Self::EveryYear).map_err(|_| wrong()),
            _ => date_of(&text).map(Self::Once).ok_or_else(wrong),
        }
    }
}

impl From<FixedDay> for String {
    fn from(day: FixedDay) -> Self {
        day.to_string()
    }
}

impl fmt::Display for FixedDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryYear(day) => write!(formatter, "{day}"),
            Self::EveryMonth(day) => write!(formatter, "{day}"),
            Self::Once(day) => write!(formatter, "{day}"),
        }
    }
}
