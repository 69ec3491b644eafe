//! Enrolment: a terminal introduces its device key with a one-time code.

use crate::domain::centre::Centre;
use crate::domain::hidden::hidden;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// What a terminal sends once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

hidden!(EnrolmentRequest, "EnrolmentRequest");

/// What the hub answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// The hub's Ed25519 public key, 32 bytes in base64: by whose signature its answers are known. An older hub gives
    /// none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub_key: Option<String>,
    /// Hashes of the codes that admit a first specialist there, as [`super::recovery`] makes them. An older hub gives
    /// none.
    #[serde(default, deserialize_with = "texts", skip_serializing_if = "Vec::is_empty")]
    pub recovery_codes: Vec<String>,
}

hidden!(EnrolmentAnswer, "EnrolmentAnswer");

/// What the hub answers a relay that asks by which key its answers are known. Whoever asks knows the hub by its address and
/// certificate, as a terminal does that enrols.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct HubKeyAnswer {
    /// The hub's Ed25519 public key, 32 bytes in base64.
    pub hub_key: String,
}

/// What the hub answers a terminal that asks which codes admit a first specialist there.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct RecoveryAnswer {
    /// Their hashes, all that hold now; none when the hub made none for this terminal.
    #[serde(default, deserialize_with = "texts")]
    pub recovery_codes: Vec<String>,
}

hidden!(RecoveryAnswer, "RecoveryAnswer");

/// The texts of a list. What is of another form, as a newer hub may send it, is passed over.
fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let list = match Value::deserialize(deserializer)? {
        Value::Array(list) => list,
        _ => Vec::new(),
    };
    Ok(list.into_iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_codes_or_with_codes_of_another_form_is_read() {
        let mut answer = serde_json::json!({
            "centre": {
                "id": "lozova", "kind": "town_hall", "name": { "ro": "CUPS" }, "locality": "Lozova",
                "district": { "ro": "Strășeni" }, "time_zone": "Europe/Chisinau"
            },
            "operatorKey": "age1", "incarnation": "one", "somethingNew": 1
        });
        let read = |answer: &Value| serde_json::from_value::<EnrolmentAnswer>(answer.clone()).unwrap();
        assert!(read(&answer).recovery_codes.is_empty(), "an older hub");
        assert!(!serde_json::to_string(&read(&answer)).unwrap().contains("recoveryCodes"));
        answer["recoveryCodes"] = serde_json::json!(["one", { "hash": "two" }, "three"]);
        assert_eq!(read(&answer).recovery_codes, ["one", "three"], "a newer hub");
        answer["recoveryCodes"] = serde_json::json!(null);
        assert!(read(&answer).recovery_codes.is_empty());
        assert_eq!(serde_json::from_str::<RecoveryAnswer>("{}").unwrap(), RecoveryAnswer::default());
    }
    #[test]
    fn no_log_can_print_a_code() {
        let request =
            EnrolmentRequest { code: "ABCD-2345".to_owned(), terminal: String::new(), device_key: String::new() };
        assert_eq!(format!("{request:?} {:?}", RecoveryAnswer::default()), "EnrolmentRequest(…) RecoveryAnswer(…)");
    }
}
