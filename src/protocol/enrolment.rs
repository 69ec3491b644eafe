//! Enrolment: a terminal introduces its device key with a one-time code.

use crate::domain::centre::Centre;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a terminal sends once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct EnrolmentRequest {
    /// The one-time code, as the operator gave it: `ABCD-2345`.
    pub code: String,
    /// The terminal's id, which it made itself: `t-` and a UUID.
    pub terminal: String,
    /// Its Ed25519 public key, 32 bytes in base64.
    pub device_key: String,
}

/// What the hub answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct EnrolmentAnswer {
    /// The profile of the centre where the terminal stands.
    #[cfg_attr(feature = "hub", schema(value_type = Object))]
    pub centre: Centre,
    /// The operator's public key (age recipient, `age1…`) to which sealed parts are encrypted.
    pub operator_key: String,
    /// The hub's incarnation.
    pub incarnation: String,
    /// The root of The Update Framework, as JSON text: whose catalogues the terminal will believe. Absent while the hub
    /// has published none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue_root: Option<String>,
}

/// The announcement of the current catalogue, for people and monitoring: terminals read the signed files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct CatalogueAnnouncement {
    /// The release number.
    pub number: u64,
    /// The hash of its canonical text, which also names the release's file.
    pub sha256: String,
    /// The size of the compressed release in bytes.
    pub bytes: u64,
    /// Until when the editors' signature holds (RFC 3339).
    pub signed_until: String,
}
