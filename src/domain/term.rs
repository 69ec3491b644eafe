//! Lengths of time as the law gives them, each in its own unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A unit in which terms and deadlines are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Working days of the centre's calendar.
    WorkDay,
    /// Days of the calendar.
    CalendarDay,
    /// Hours.
    Hour,
    /// Months of the calendar; a day that the month lacks becomes its last.
    Month,
    /// Years of the calendar.
    Year,
    /// The same day; the value is 0.
    SameDay,
    /// A date agreed with the office; the value is 0.
    AgreedDate,
}

/// A length of time in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// How many units.
    pub value: i64,
    /// The unit.
    pub unit: Unit,
}

/// Each unit with the word by which it is kept.
const UNITS: [(Unit, &str); 7] = [
    (Unit::WorkDay, "work_day"),
    (Unit::CalendarDay, "calendar_day"),
    (Unit::Hour, "hour"),
    (Unit::Month, "month"),
    (Unit::Year, "year"),
    (Unit::SameDay, "same_day"),
    (Unit::AgreedDate, "agreed_date"),
];

impl Term {
    /// As it is kept among what was filled in: `10 work_day`.
    #[must_use]
    pub fn kept(self) -> String {
        let word = UNITS.iter().find(|(unit, _)| *unit == self.unit).map_or("", |(_, word)| word);
        format!("{} {word}", self.value)
    }

    /// A term that was kept; nothing where it cannot be read.
    #[must_use]
    pub fn read(kept: &str) -> Option<Self> {
        let (value, word) = kept.split_once(' ')?;
        let (unit, _) = UNITS.iter().find(|(_, known)| *known == word)?;
        Some(Self { value: value.parse().ok()?, unit: *unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_kept_and_read_again_and_nothing_else_is_one() {
        for (unit, _) in UNITS {
            let term = Term { value: 10, unit };
            assert_eq!(Term::read(&term.kept()), Some(term));
        }
        for none in ["", "10", "ten work_day", "10 moon", "work_day 10"] {
            assert_eq!(Term::read(none), None, "{none}");
        }
    }
}
