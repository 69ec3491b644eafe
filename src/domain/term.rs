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
