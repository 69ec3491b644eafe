//! Working days: weekends, the holidays of article 111 of the Labour Code, the locality's patron day,
//! and working days swapped by the Government.

use super::fact::date_of;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A day of the year without a year, written `MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct MonthDay {
    /// 1 to 12.
    pub month: i8,
    /// 1 to 31.
    pub day: i8,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        // A leap year, so that 02-29 is a day.
        let day = date_of(&format!("2028-{text}")).ok_or_else(|| format!("\"{text}\" is not a day MM-DD"))?;
        Ok(Self { month: day.month(), day: day.day() })
    }
}

impl From<MonthDay> for String {
    fn from(day: MonthDay) -> Self {
        day.to_string()
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}-{:02}", self.month, self.day)
    }
}

/// A working day that the Government moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Swap {
    /// The working day that becomes free.
    #[schemars(with = "String")]
    pub free: Date,
    /// The free day that becomes a working day.
    #[schemars(with = "String")]
    pub worked: Date,
}

/// The non-working days of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Holidays on the same day each year.
    pub fixed: Vec<MonthDay>,
    /// Holidays by their distance in days from Orthodox Easter Sunday: 0, 1, and 8 for Paștele Blajinilor.
    pub from_orthodox_easter: Vec<i64>,
    /// Days swapped by Government decision.
    #[serde(default, rename = "swap")]
    pub swaps: Vec<Swap>,
    /// The patron day (hram) of the locality, set by its council.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patron_day: Option<MonthDay>,
}

impl Calendar {
    /// The same calendar with a locality's patron day.
    #[must_use]
    pub fn for_locality(&self, patron_day: Option<MonthDay>) -> Self {
        Self { patron_day, ..self.clone() }
    }

    /// Whether offices work on this day.
    #[must_use]
    pub fn is_working_day(&self, day: Date) -> bool {
        if self.swaps.iter().any(|swap| swap.worked == day) {
            return true;
        }
        if self.swaps.iter().any(|swap| swap.free == day) || self.is_holiday(day) {
            return false;
        }
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// Whether this day is a holiday, weekends aside.
    #[must_use]
    pub fn is_holiday(&self, day: Date) -> bool {
        let this = MonthDay { month: day.month(), day: day.day() };
        if self.fixed.contains(&this) || self.patron_day == Some(this) {
            return true;
        }
        let since_easter = orthodox_easter(day.year()).map(|easter| (day - easter).get_days());
        since_easter.is_some_and(|days| self.from_orthodox_easter.contains(&i64::from(days)))
    }

    /// The first working day after this one; `None` at the end of time or of a calendar without any.
    #[must_use]
    pub fn working_day_after(&self, day: Date) -> Option<Date> {
        self.seek(day, 1)
    }

    /// The last working day before this one.
    #[must_use]
    pub fn working_day_before(&self, day: Date) -> Option<Date> {
        self.seek(day, -1)
    }

    fn seek(&self, mut day: Date, step: i64) -> Option<Date> {
        for _ in 0..366 {
            day = day.checked_add(step.days()).ok()?;
            if self.is_working_day(day) {
                return Some(day);
            }
        }
        None
    }
}

/// Western Easter Sunday, by the rule of the Gregorian calendar; for the same years as [`orthodox_easter`].
#[must_use]
pub fn western_easter(year: i16) -> Option<Date> {
    if !(1900..=2099).contains(&year) {
        return None;
    }
    let golden = year % 19;
    let (century, rest) = (year / 100, year % 100);
    let epact = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let shift = (golden + 11 * epact + 22 * weekday) / 451;
    let sum = epact + weekday - 7 * shift + 114;
    let (month, day) = (i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?);
    Date::new(year, month, day).ok()
}

/// Orthodox Easter Sunday in the Gregorian calendar, by Meeus's Julian algorithm; for the years 1900
/// to 2099, in which the two calendars lie 13 days apart.
#[must_use]
pub fn orthodox_easter(year: i16) -> Option<Date> {
    if !(1900..=2099).contains(&year) {
        return None;
    }
    let golden = (19 * (year % 19) + 15) % 30;
    let weekday = (2 * (year % 4) + 4 * (year % 7) - golden + 34) % 7;
    let sum = golden + weekday + 114;
    let (month, day) = (i8::try_from(sum / 31).ok()?, i8::try_from(sum % 31 + 1).ok()?);
    date(year, month, day).checked_add(13.days()).ok()
}
