//! Until when figures and rules are believed, and what would make them wrong: an indexation, a yearly decision, the end of
//! a season or a programme. Past that day they are not false by themselves; but nobody has confirmed them since, and it is
//! said so.

use super::fact::date_of;
use super::fixed_day::FixedDay;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What would make a figure or a rule wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Amounts follow prices once a year, pensions and what hangs on them on 1 April.
    Indexation,
    /// The Government decides anew, mostly in December for the year that comes.
    Government,
    /// Parliament votes anew: the laws of the yearly funds, a law that is being replaced.
    Parliament,
    /// The council of each locality decides for itself, mostly with the budget of the year.
    Council,
    /// A season ends, and the next one has rules of its own.
    Season,
    /// A programme ends: its time, its money, its stock.
    Programme,
}

impl Cause {
    /// Its name in the records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Indexation => "indexation",
            Self::Government => "government",
            Self::Parliament => "parliament",
            Self::Council => "council",
            Self::Season => "season",
            Self::Programme => "programme",
        }
    }
}

/// What of a record is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// What is paid by the person.
    Fee,
    /// What is paid out.
    Benefit,
    /// By when.
    Deadline,
    /// Who is entitled.
    Entitlement,
}

impl Matter {
    /// Its name in the records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Benefit => "benefit",
            Self::Deadline => "deadline",
            Self::Entitlement => "entitlement",
        }
    }
}

/// Until when something is believed, and why no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Belief {
    /// The last day: `03-31` for the next one after the figures were confirmed or began, `2027-03-01` for one day.
    pub until: FixedDay,
    /// What would make it wrong after that.
    pub cause: Cause,
    /// What of the record; all of it unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Matter>,
}

/// The last day that `2026`, `2026-11` or `2026-11-21` can mean.
#[must_use]
pub fn last_day_of(written: &str) -> Option<Date> {
    match written.len() {
        4 => date_of(&format!("{written}-12-31")),
        7 => Some(date_of(&format!("{written}-01"))?.last_of_month()),
        _ => date_of(written),
    }
}
