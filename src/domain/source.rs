//! Where the facts come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page on which a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// The date the page bears, as far as known: a year, month or day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_date: Option<String>,
}
