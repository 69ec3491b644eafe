//! The hub as the kiosk sees it.

mod answer;
mod cause;
mod shared;

use super::planner::{Batch, fill_batch};
use super::reason::Reason;
use crate::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest, RecoveryAnswer};
use crate::protocol::provider_state::{ProviderStatesAnswer, ProviderStatesQuestion, SaidState};
use crate::protocol::signature::{
    ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, is_answer, sign, verifying_key, verifying_key_text,
};
use crate::protocol::verdict::BatchAnswer;
use crate::protocol::{
    INCARNATION_HEADER, JSON_MEDIA_TYPE, LARGEST_BODY, PARCEL_MEDIA_TYPE, PROGRAM_HEADER, path, program,
};
use crate::store::identity::{Enrolment, Identity};
use crate::store::vault::random;
use answer::{body, json, media_type, ours, refusal, whole_of};
use ed25519_dalek::VerifyingKey;
use reqwest::header::{CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use shared::CLIENT;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No line, no hub, or what answered is not the hub.
    #[error("{0}")]
    NoAnswer(Reason),
    /// The hub answered that it does not want this.
    #[error("{reason}: HTTP {status} {title}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The problem's title.
        title: String,
        /// Why.
        reason: Reason,
    },
    /// The hub asks to come back later.
    #[error("{}", Reason::Later)]
    Later(Option<Duration>),
    /// This machine cannot talk over TLS: its certificates are missing.
    #[error("{}", Reason::NoCertificates)]
    Tls,
    /// The address has no protection.
    #[error("{}", Reason::PlainHttp)]
    Plain,
    /// The address is not one.
    #[error("\"{0}\" is not an address of a hub: it starts with http:// or https://")]
    Address(String),
}

impl ClientError {
    /// Why, as one of a closed list.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::NoAnswer(reason) | Self::Refused { reason, .. } => *reason,
            Self::Later(_) => Reason::Later,
            Self::Tls => Reason::NoCertificates,
            Self::Address(_) => Reason::Address,
            Self::Plain => Reason::PlainHttp,
        }
    }

    /// Something came that is not what was asked for.
    pub(crate) const NOT_OURS: Self = Self::NoAnswer(Reason::NotTheHub);

    /// The line broke on the way.
    pub(crate) const BROKE: Self = Self::NoAnswer(Reason::LineBroke);
}

/// A client of one hub.
#[derive(Clone, Debug)]
pub struct HubClient {
    client: Client,
    hub: String,
    /// By which key the hub's answers are known; none before enrolment, and none of an older hub.
    key: Option<VerifyingKey>,
    incarnation: Arc<Mutex<Option<String>>>,
}

impl HubClient {
    /// A client of the hub at which a terminal is enrolled.
    ///
    /// # Errors
    /// When its address is none that may be used.
    pub fn of(enrolment: &Enrolment) -> Result<Self, ClientError> {
        let client = Self::new(&enrolment.hub, enrolment.plain_http)?;
        let key = match &enrolment.hub_key {
            None => None,
            Some(key) => Some(verifying_key(key).ok_or(ClientError::NoAnswer(Reason::OtherKey))?),
        };
        Ok(Self { key, ..client })
    }

    /// A client of the hub at this address. Without `plain` an http:// address can only be this very computer: on any
    /// other way everybody could read the code, and take the hub's place.
    ///
    /// # Errors
    /// When the address is none, or has no protection.
    pub fn new(hub: &str, plain: bool) -> Result<Self, ClientError> {
        let hub = hub.trim().trim_end_matches('/').to_owned();
        let wrong = || ClientError::Address(hub.clone());
        let address = reqwest::Url::parse(&hub).map_err(|_| wrong())?;
        if !matches!(address.scheme(), "http" | "https") || !address.has_host() {
            return Err(wrong());
        }
        if address.scheme() == "http" && !plain && !is_this_computer(&address) {
            return Err(ClientError::Plain);
        }
        let client = CLIENT.get()?;
        Ok(Self { client, hub, key: None, incarnation: Arc::default() })
    }

    /// The hub's address.
    #[must_use]
    pub fn hub(&self) -> &str {
        &self.hub
    }

    /// Enrols this terminal with a one-time code.
    ///
    /// # Errors
    /// When there is no answer or the hub refuses the code.
    pub async fn enrol(&self, identity: &Identity, code: &str) -> Result<EnrolmentAnswer, ClientError> {
        let request = EnrolmentRequest {
            code: code.trim().to_uppercase(),
            terminal: identity.terminal.clone(),
            device_key: verifying_key_text(&identity.device_key.verifying_key()),
        };
        let body = serde_json::to_vec(&request).map_err(|_| ClientError::NOT_OURS)?;
        let signature = sign(&identity.device_key, "POST", path::ENROLMENTS, &body);
        let request = self
            .client
            .request(Method::POST, format!("{}{}", self.hub, path::ENROLMENTS))
            .header(CONTENT_TYPE, JSON_MEDIA_TYPE)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, signature)
            .body(body);
        json(request.send().await).await
    }

    /// The hashes of the recovery codes that hold for this terminal; none of a hub that does not know of such codes.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub does not know the terminal.
    pub async fn recovery_codes(&self, identity: &Identity) -> Result<Vec<String>, ClientError> {
        let signature = sign(&identity.device_key, "GET", path::RECOVERY_CODES, b"");
        let request = self
            .client
            .request(Method::GET, format!("{}{}", self.hub, path::RECOVERY_CODES))
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature);
        match self.ask::<RecoveryAnswer>(&signature, request).await {
            Ok(answer) => Ok(answer.recovery_codes),
            Err(ClientError::Refused { status: 404 | 405, .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// What providers say of these requests, each named by its hash; nothing of a hub that knows of no such lists.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub does not know the terminal.
    pub async fn provider_states(
        &self,
        identity: &Identity,
        requests: Vec<String>,
    ) -> Result<Vec<SaidState>, ClientError> {
        let body = serde_json::to_vec(&ProviderStatesQuestion { requests }).map_err(|_| ClientError::NOT_OURS)?;
        let signature = sign(&identity.device_key, "POST", path::PROVIDER_STATES, &body);
        let request = self
            .client
            .request(Method::POST, format!("{}{}", self.hub, path::PROVIDER_STATES))
            .header(CONTENT_TYPE, JSON_MEDIA_TYPE)
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature)
            .body(body);
        match self.ask::<ProviderStatesAnswer>(&signature, request).await {
            Ok(answer) => Ok(answer.states),
            Err(ClientError::Refused { status: 404 | 405, .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Sends a batch of journal entries.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub refuses the whole batch.
    pub async fn send(&self, identity: &Identity, batch: &Batch) -> Result<BatchAnswer, ClientError> {
        // As one piece: of a stream, whose length it does not know, zstd keeps ten megabytes of room.
        let packed = zstd::bulk::compress(&batch.parcel, 9).map_err(|_| ClientError::NOT_OURS)?;
        if packed.len() > LARGEST_BODY {
            // The hub would close the line before it has heard all of it.
            let (status, reason) = (413, Reason::TooLarge);
            return Err(ClientError::Refused { status, title: String::new(), reason });
        }
        let signature = sign(&identity.device_key, "POST", path::JOURNAL_ENTRIES, &packed);
        let request = self
            .client
            .request(Method::POST, format!("{}{}", self.hub, path::JOURNAL_ENTRIES))
            .header(CONTENT_TYPE, PARCEL_MEDIA_TYPE)
            .header(CONTENT_ENCODING, "zstd")
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(PROGRAM_HEADER, program())
            .header(SIGNATURE_HEADER, &signature)
            .body(packed);
        self.ask(&signature, request).await
    }

    /// The answer to a request of this signature, when it is signed by the hub that this terminal knows, for this once.
    async fn ask<T: DeserializeOwned>(&self, signature: &str, request: RequestBuilder) -> Result<T, ClientError> {
        let nonce = hex::encode(random::<16>().map_err(|_| ClientError::NOT_OURS)?);
        let response = ours(request.header(NONCE_HEADER, &nonce).send().await)?;
        let asked = signature;
        let signature = response.headers().get(ANSWER_HEADER).and_then(|value| value.to_str().ok()).map(str::to_owned);
        if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
            return Err(ClientError::NOT_OURS);
        }
        let bytes = body(response).await?;
        if let Some(key) = &self.key
            && !signature.is_some_and(|signature| is_answer(key, &nonce, asked, &bytes, &signature))
        {
            tracing::error!("an answer that the hub did not sign");
            return Err(ClientError::NoAnswer(Reason::OtherKey));
        }
        serde_json::from_slice(&bytes).map_err(|_| ClientError::NOT_OURS)
    }

    /// Asks the hub whether it takes anything from this terminal, and what it holds of it, by sending nothing.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn knock(&self, identity: &Identity) -> Result<BatchAnswer, ClientError> {
        let nothing = fill_batch(identity, &[]).map_err(|_| ClientError::NOT_OURS)?;
        self.send(identity, &nothing).await
    }

    /// A file signed by the editors; `None` when the hub has none of this name.
    ///
    /// # Errors
    /// When there is no answer of ours.
    pub async fn metadata(&self, name: &str) -> Result<Option<Vec<u8>>, ClientError> {
        let address = format!("{}{}/{name}", self.hub, path::CATALOGUE_METADATA);
        let response = self.noted(self.client.get(address).send().await)?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
            return Err(ClientError::NOT_OURS);
        }
        body(response).await.map(Some)
    }

    /// A file of the hub from a byte on; `None` when there is no such file.
    ///
    /// # Errors
    /// When there is no answer of ours, or not one to what was asked.
    pub async fn rest_of(&self, address: &str, from: u64) -> Result<Option<Rest>, ClientError> {
        // Longer than other calls: a whole catalogue on a slow line. A line that is dead is noticed by the client.
        let mut request = self.client.get(format!("{}{address}", self.hub)).timeout(Duration::from_hours(6));
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let response = self.noted(request.send().await)?;
        let length = response.content_length();
        match response.status() {
            StatusCode::NOT_FOUND => Ok(None),
            StatusCode::OK => {
                let whole = length.ok_or(ClientError::NOT_OURS)?;
                Ok(Some(Rest { from: 0, whole, response }))
            }
            StatusCode::PARTIAL_CONTENT => {
                let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
                let whole = range.and_then(|range| whole_of(range, from)).ok_or(ClientError::NOT_OURS)?;
                Ok(Some(Rest { from, whole, response }))
            }
            status => {
                let reason = refusal(status.as_u16(), "");
                Err(ClientError::Refused { status: status.as_u16(), title: String::new(), reason })
            }
        }
    }

    /// The incarnation that the hub named last.
    #[must_use]
    pub fn incarnation(&self) -> Option<String> {
        self.incarnation.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// An answer of the hub, its incarnation noted.
    fn noted(&self, answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
        let response = ours(answer)?;
        let named = response.headers().get(INCARNATION_HEADER).and_then(|value| value.to_str().ok());
        *self.incarnation.lock().unwrap_or_else(PoisonError::into_inner) = named.map(str::to_owned);
        Ok(response)
    }
}

/// A file from a byte on, as it comes.
#[derive(Debug)]
pub struct Rest {
    /// The first byte that comes.
    pub from: u64,
    /// The length of the whole file.
    pub whole: u64,
    response: Response,
}

impl Rest {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// When the line breaks.
    pub async fn chunk(&mut self) -> Result<Option<Vec<u8>>, ClientError> {
        let chunk = self.response.chunk().await.map_err(|_| ClientError::BROKE)?;
        Ok(chunk.map(|bytes| bytes.to_vec()))
    }
}

/// Whether an address leads to this very computer, whatever answers for its name elsewhere.
fn is_this_computer(address: &reqwest::Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_protection_is_this_computer_or_none() {
        for address in ["http://127.0.0.1:8480", "http://localhost", "http://[::1]:8480", "https://hub.example"] {
            assert!(HubClient::new(address, false).is_ok(), "{address}");
        }
        for address in
            ["http://hub.example", "http://192.168.1.2:8480", "http://127.0.0.1.example", "http://localhost.example"]
        {
            assert_eq!(HubClient::new(address, false).unwrap_err(), ClientError::Plain, "{address}");
            assert!(HubClient::new(address, true).is_ok(), "{address}");
        }
    }

    #[test]
    fn each_error_has_its_reason() {
        assert_eq!(ClientError::Tls.reason(), Reason::NoCertificates);
        assert_eq!(ClientError::Later(None).reason(), Reason::Later);
        assert_eq!(ClientError::Address("hub".to_owned()).reason(), Reason::Address);
        assert_eq!(ClientError::NoAnswer(Reason::LoginPage).reason(), Reason::LoginPage);
    }
}
