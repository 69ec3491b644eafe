//! Centres: where the program stands, and what can be done there.

use super::calendar::MonthDay;
use super::identifier::ServiceCode;
use super::money::Currency;
use super::service::Finish;
use super::text::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The kind of centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CentreKind {
    /// A unified centre in a town hall or library.
    TownHall,
    /// A mission or consular office.
    Consulate,
    /// A team with a laptop, without a line for the day.
    MobileTeam,
}

impl CentreKind {
    /// The value of the fact `centre_kind`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TownHall => "town_hall",
            Self::Consulate => "consulate",
            Self::MobileTeam => "mobile_team",
        }
    }
}

/// The profile of a centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Its id, lower-case letters, digits and hyphens: `lozova`.
    pub id: String,
    /// The kind.
    pub kind: CentreKind,
    /// Its name as the header shows it.
    pub name: Text,
    /// The locality.
    pub locality: String,
    /// The district, or the country of a consulate.
    pub district: Text,
    /// The patron day of the locality; unknown when absent, and the plan cannot warn of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patron_day: Option<MonthDay>,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// The currency in which fees are paid there.
    #[serde(default)]
    pub currency: Currency,
    /// The telephone of the centre, where people ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What this centre can finish, where it differs from what the catalogue says of its kind.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub finishes: BTreeMap<ServiceCode, Finish>,
}
