//! Scenario tests that ship with the content: answers in, expected steps out.

use super::fact::{FactId, Value};
use super::plan::{StepStatus, Trips};
use super::service::Finish;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One situation and the plan it must give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What the situation is.
    pub name: String,
    /// The event's code; two joined by a plus sign for two events in one visit, or a service's code for a visit
    /// about that service alone.
    pub event: String,
    /// The centre's id.
    pub centre: String,
    /// The day of the plan.
    #[schemars(with = "String")]
    #[serde(deserialize_with = "super::fact::read_date")]
    pub on: jiff::civil::Date,
    /// The answers given.
    #[serde(default)]
    pub answers: BTreeMap<FactId, Value>,
    /// The questions answered "I do not know".
    #[serde(default)]
    pub does_not_know: Vec<FactId>,
    /// The ids of all steps of the plan in order, those that do not apply left out.
    pub steps: Vec<String>,
    /// The papers the visitor said they do not have, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
    /// The journeys to other offices that the plan takes: one number, or `{ least = 1, most = 2 }` as long as something
    /// that decides it is not known; not checked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trips: Option<ExpectedTrips>,
    /// The cost, by currency: `260 MDL` or `260-500 MDL` of the sure steps, and `260 MDL, perhaps 500 MDL` or `perhaps 500 MDL`
    /// where steps that may concern the person cost more; not checked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Vec<String>>,
    /// The codes offered as "not for you, but this may help", in order; not checked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<Vec<String>>,
    /// The questions that must still be open after these answers, in order; not checked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_questions: Option<Vec<FactId>>,
    /// What is expected of single steps.
    #[serde(default, rename = "expect")]
    pub expectations: Vec<Expectation>,
}

/// How many journeys are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ExpectedTrips {
    /// So many.
    Exactly(usize),
    /// From one number to another.
    Between {
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
}

impl From<ExpectedTrips> for Trips {
    fn from(expected: ExpectedTrips) -> Self {
        match expected {
            ExpectedTrips::Exactly(number) => Self { least: number, most: number },
            ExpectedTrips::Between { least, most } => Self { least, most },
        }
    }
}

/// What people type, and what they must find by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// What is typed.
    pub query: String,
    /// The codes of events and services of which one must be the first or second hit. Empty: nothing may be found.
    pub finds: Vec<String>,
}

/// What is expected of one step. What is absent is not checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// The step's id.
    pub step: String,
    /// Its status.
    #[serde(default)]
    pub status: Option<StepStatus>,
    /// The service's code, for consular twins.
    #[serde(default)]
    pub service: Option<String>,
    /// The legal date of the earliest deadline that has not passed; of the first one where all have.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub due: Option<jiff::civil::Date>,
    /// What leads on its row: `passed 2026-11-22` for a term that has ended while the step is still to be done, `over`,
    /// `past_season`, `due`, `fixed_days`, `not_before` or `expected` with the date said first, or `undated` or `none`. Demanded where
    /// a date of the step has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leads: Option<String>,
    /// The open day to go instead, when offices are closed on the legal date.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub open_day: Option<jiff::civil::Date>,
    /// The first date on which it is possible.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub not_before: Option<jiff::civil::Date>,
    /// The date by which the provider's answer, or what the State does by itself, is expected.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub expected: Option<jiff::civil::Date>,
    /// The fees shown: `free`, `unknown`, or amounts such as `260 MDL`, in order.
    #[serde(default)]
    pub fees: Option<Vec<String>>,
    /// The ids of the papers the person brings.
    #[serde(default)]
    pub bring: Option<Vec<String>>,
    /// The ids of the papers the State reads.
    #[serde(default)]
    pub state_reads: Option<Vec<String>>,
    /// The benefit's amounts on that day, `21886 MDL` each; empty when none is known.
    #[serde(default)]
    pub benefit: Option<Vec<String>>,
    /// What the centre itself can finish.
    #[serde(default)]
    pub here: Option<Finish>,
    /// The office to which this person goes, by its Romanian name: the first of the step that is known. `town hall here`
    /// for that of the centre's place, `their own` for one of where they live elsewhere, `open` where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
}
