//! Scenario tests that ship with the content: answers in, expected steps out.

use super::fact::{FactId, Value};
use super::plan::StepStatus;
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
    /// The event's code.
    pub event: String,
    /// The centre's id.
    pub centre: String,
    /// The day of the plan.
    #[schemars(with = "String")]
    pub on: jiff::civil::Date,
    /// The answers given.
    #[serde(default)]
    pub answers: BTreeMap<FactId, Value>,
    /// The questions answered "I do not know".
    #[serde(default)]
    pub does_not_know: Vec<FactId>,
    /// The ids of all steps of the plan in order, those that do not apply left out.
    pub steps: Vec<String>,
    /// The questions that must still be open after these answers, in order; not checked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_questions: Option<Vec<FactId>>,
    /// What is expected of single steps.
    #[serde(default, rename = "expect")]
    pub expectations: Vec<Expectation>,
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
    /// The legal date of the deadline shown first: the earliest that has not passed.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub due: Option<jiff::civil::Date>,
    /// The open day to go instead, when offices are closed on the legal date.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub open_day: Option<jiff::civil::Date>,
    /// The first date on which it is possible.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub not_before: Option<jiff::civil::Date>,
    /// The fees shown: `free`, `unknown`, or amounts such as `260 MDL`, in order.
    #[serde(default)]
    pub fees: Option<Vec<String>>,
    /// The ids of the papers the person brings.
    #[serde(default)]
    pub bring: Option<Vec<String>>,
    /// The ids of the papers the State reads.
    #[serde(default)]
    pub state_reads: Option<Vec<String>>,
    /// What the centre itself can finish.
    #[serde(default)]
    pub here: Option<Finish>,
}
