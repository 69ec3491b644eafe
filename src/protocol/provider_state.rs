//! What providers say of requests, as it comes down from the hub: how a terminal asks, and what it is answered.
//!
//! The hub is not told which requests a terminal has. A request is named by a hash of its provider and number; the hub keeps
//! of a provider's list the same hashes and no numbers. They are made under the hub's own key of answers, so that a table of
//! hashes made for one hub is of no use for another. Numbers are short: whoever has a list can try them out, as the hub
//! could. What it learns by an answer is that this terminal waits for what stands in a list that it had already.

use super::facts::Coded as _;
use super::facts::{Code, Said};
use crate::domain::case::{ProviderNumber, RequestState};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The most requests that are asked about at once.
pub const MOST: usize = 500;

/// The most bytes of a question.
pub const LARGEST_QUESTION: usize = 64 * 1024;

/// By which a request is known at this hub: SHA-256 over a fixed word, the hub's key of answers in base64, the provider's id
/// and the provider's number, each on a line of its own; in hexadecimal.
#[must_use]
pub fn request_hash(hub_key: &str, provider: &str, number: &ProviderNumber) -> String {
    let text = format!("cups-provider-state-1\n{hub_key}\n{provider}\n{}", number.as_str());
    hex::encode(Sha256::digest(text))
}

/// Whether a text has the form of such a hash.
#[must_use]
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// A terminal asks about its requests.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct ProviderStatesQuestion {
    /// The requests, by their hashes; 500 at the most.
    pub requests: Vec<String>,
}

/// What providers said of those that stand in a list.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct ProviderStatesAnswer {
    /// One a request at the most; nothing about those of which no list speaks.
    #[serde(default)]
    pub states: Vec<SaidState>,
}

/// What a provider said of one request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "hub", derive(utoipa::ToSchema))]
pub struct SaidState {
    /// The request, by its hash.
    pub request: String,
    /// The state; a newer hub may know others.
    #[cfg_attr(feature = "hub", schema(value_type = String))]
    pub state: Said<RequestState>,
    /// The day for which it was said.
    #[cfg_attr(feature = "hub", schema(value_type = String, format = Date))]
    pub on: Date,
}

crate::domain::hidden::hidden!(ProviderStatesQuestion, "ProviderStatesQuestion");
crate::domain::hidden::hidden!(ProviderStatesAnswer, "ProviderStatesAnswer");
crate::domain::hidden::hidden!(SaidState, "SaidState");

impl SaidState {
    /// A state as the hub says it.
    #[must_use]
    pub fn new(request: String, state: &str, on: Date) -> Option<Self> {
        let state = match RequestState::of_code(state) {
            Some(state) => Said::Known(state),
            None => Said::Other(Code::new(state)?),
        };
        Some(Self { request, state, on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_one_hash_at_a_hub_however_its_number_is_typed() {
        let number = |text: &str| ProviderNumber::parse(text).unwrap();
        let hash = request_hash("key", "asp", &number("SC-2026/17"));
        assert!(is_hash(&hash));
        assert_eq!(hash, request_hash("key", "asp", &number(" sc-2026/17 ")));
        assert_ne!(hash, request_hash("other", "asp", &number("SC-2026/17")));
        assert_ne!(hash, request_hash("key", "cnas", &number("SC-2026/17")));
        assert_ne!(hash, request_hash("key", "asp", &number("SC-2026/18")));
        for other in ["", "SC-2026/17", &hash[1..], &hash.to_uppercase()] {
            assert!(!is_hash(other), "{other}");
        }
    }

    #[test]
    fn what_a_newer_hub_says_is_passed_over_and_the_rest_is_read() {
        let text = r#"{"states":[{"request":"a","state":"atTheNotary","on":"2026-11-24","why":"x"},
            {"request":"b","state":"issued","on":"2026-11-24"}],"more":1}"#;
        let answer: ProviderStatesAnswer = serde_json::from_str(text).unwrap();
        let known: Vec<_> = answer.states.iter().map(|said| said.state.known()).collect();
        assert_eq!(known, [None, Some(RequestState::Issued)]);
    }
}
