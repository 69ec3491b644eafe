//! Errors on the wire: problem details of RFC 9457, with the fields that the State's API design guide
//! adds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The media type.
pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

/// A problem. Its texts hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `urn:cups:problem:` and a name that never changes.
    #[serde(rename = "type")]
    pub kind: String,
    /// What went wrong, the same words for every instance.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The path of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The trace of the request, 32 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// Errors by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, Vec<String>>,
}

impl Problem {
    /// A problem of a kind.
    #[must_use]
    pub fn new(status: u16, name: &str, title: &str) -> Self {
        Self {
            kind: format!("urn:cups:problem:{name}"),
            title: title.to_owned(),
            status,
            detail: None,
            instance: None,
            trace_id: None,
            errors: BTreeMap::new(),
        }
    }

    /// The same with what went wrong this time.
    #[must_use]
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}
