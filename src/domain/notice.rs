//! Notices: a service suspended, a document renamed, a fee that changes.

use super::identifier::ServiceCode;
use super::service::ChannelKind;
use super::text::{Aliases, Text};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a notice announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The service is not given from one date to another.
    Suspended,
    /// A document has a new name; the old names still find it.
    Renamed,
    /// Fees change on a date.
    FeeChange,
    /// Anything else worth knowing.
    Information,
}

/// A notice on one or more services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its id.
    pub id: String,
    /// What it announces.
    pub kind: NoticeKind,
    /// The services it touches.
    pub services: Vec<ServiceCode>,
    /// For a suspension: the channels that are closed; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<ChannelKind>,
    /// The centres for which it is, by their ids; empty means everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub centres: Vec<String>,
    /// The text, in plain words.
    pub text: Text,
    /// The first day on which it is shown.
    #[schemars(with = "String")]
    pub from: Date,
    /// The last day on which it is shown; absent means until it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub to: Option<Date>,
    /// Old names that the search keeps finding.
    #[serde(default)]
    pub aliases: Aliases,
}
