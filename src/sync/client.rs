//! The hub as the kiosk sees it.

use crate::catalogue::release::{Release, ReleaseError};
use crate::domain::catalogue::Catalogue;
use crate::protocol::enrolment::{CatalogueAnnouncement, EnrolmentAnswer, EnrolmentRequest};
use crate::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use crate::protocol::signature::{SIGNATURE_HEADER, TERMINAL_HEADER, sign, verifying_key_text};
use crate::protocol::verdict::BatchAnswer;
use crate::protocol::{BATCH_MEDIA_TYPE, INCARNATION_HEADER, JSON_MEDIA_TYPE, path};
use crate::store::identity::Identity;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Method, Response, StatusCode};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The largest answer we read.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;

/// Why a call gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No line, no hub, or what answered is not the hub.
    #[error("no answer from the hub")]
    NoAnswer,
    /// The hub answered that it does not want this.
    #[error("the hub refused: {title}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The problem's title.
        title: String,
    },
    /// The hub asks to come back later.
    #[error("the hub asks to come back later")]
    Later(Option<Duration>),
    /// This machine cannot talk over TLS: its certificates are missing.
    #[error("this machine has no certificates for TLS: install ca-certificates")]
    Tls,
    /// The address is not one.
    #[error("\"{0}\" is not an address of a hub: it starts with http:// or https://")]
    Address(String),
    /// The catalogue that came is not right.
    #[error("the catalogue that came is not the one announced")]
    Catalogue,
}

impl From<ReleaseError> for ClientError {
    fn from(error: ReleaseError) -> Self {
        tracing::warn!(%error, "catalogue release refused");
        Self::Catalogue
    }
}

/// A client of one hub.
#[derive(Clone, Debug)]
pub struct HubClient {
    client: Client,
    hub: String,
}

impl HubClient {
    /// A client of the hub at this address.
    ///
    /// # Errors
    /// When the address is not one.
    pub fn new(hub: &str) -> Result<Self, ClientError> {
        let hub = hub.trim().trim_end_matches('/').to_owned();
        let wrong = || ClientError::Address(hub.clone());
        let address = reqwest::Url::parse(&hub).map_err(|_| wrong())?;
        if !matches!(address.scheme(), "http" | "https") || !address.has_host() {
            return Err(wrong());
        }
        let client = Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_mins(1))
            // A redirect is what a captive portal answers, never our hub.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("cups-kiosk/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| {
                tracing::error!(%error, "no TLS");
                ClientError::Tls
            })?;
        Ok(Self { client, hub })
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
        let body = serde_json::to_vec(&request).map_err(|_| ClientError::NoAnswer)?;
        let request = self
            .client
            .request(Method::POST, format!("{}{}", self.hub, path::ENROLMENTS))
            .header(CONTENT_TYPE, JSON_MEDIA_TYPE)
            .body(body);
        json(request.send().await).await
    }

    /// Sends a batch of journal events.
    ///
    /// # Errors
    /// When there is no answer of ours, or the hub refuses the whole batch.
    pub async fn send(&self, identity: &Identity, body: &[u8]) -> Result<BatchAnswer, ClientError> {
        let packed = zstd::encode_all(body, 9).map_err(|_| ClientError::NoAnswer)?;
        let signature = sign(&identity.device_key, "POST", path::JOURNAL_ENTRIES, &packed);
        let request = self
            .client
            .request(Method::POST, format!("{}{}", self.hub, path::JOURNAL_ENTRIES))
            .header(CONTENT_TYPE, BATCH_MEDIA_TYPE)
            .header(CONTENT_ENCODING, "zstd")
            .header(TERMINAL_HEADER, &identity.terminal)
            .header(SIGNATURE_HEADER, signature)
            .body(packed);
        json(request.send().await).await
    }

    /// The hub's incarnation, and the announcement of its current catalogue if it has published one.
    ///
    /// # Errors
    /// When there is no answer of ours.
    pub async fn announcement(&self) -> Result<(String, Option<CatalogueAnnouncement>), ClientError> {
        let response = ours(self.client.get(format!("{}{}", self.hub, path::CATALOGUE)).send().await)?;
        let incarnation = response.headers().get(INCARNATION_HEADER).and_then(|value| value.to_str().ok());
        let incarnation = incarnation.ok_or(ClientError::NoAnswer)?.to_owned();
        // A hub that has published nothing is no failure.
        if response.status() == StatusCode::NOT_FOUND {
            return Ok((incarnation, None));
        }
        let announcement = json(Ok(response)).await?;
        Ok((incarnation, Some(announcement)))
    }

    /// Fetches a release and checks that it is the one announced.
    ///
    /// # Errors
    /// When there is no answer, or it is not the release announced.
    pub async fn release(&self, announced: &CatalogueAnnouncement) -> Result<Catalogue, ClientError> {
        if announced.sha256.len() != 64 || !announced.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ClientError::Catalogue);
        }
        let address = format!("{}{}/{}", self.hub, path::CATALOGUE_RELEASES, announced.sha256);
        // Longer than other calls: a whole catalogue on a slow line.
        let response = ours(self.client.get(address).timeout(Duration::from_mins(15)).send().await)?;
        let packed = body(response).await?;
        let catalogue = Release::unpack(&packed, &announced.sha256)?;
        if catalogue.number == announced.number { Ok(catalogue) } else { Err(ClientError::Catalogue) }
    }
}

/// An answer that is really the hub's: it names its incarnation. Everything else counts as none.
fn ours(answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
    let response = answer.map_err(|error| {
        tracing::debug!(timeout = error.is_timeout(), connect = error.is_connect(), "no answer from the hub");
        ClientError::NoAnswer
    })?;
    if !response.headers().contains_key(INCARNATION_HEADER) {
        tracing::warn!(status = response.status().as_u16(), "an answer that is not the hub's");
        return Err(ClientError::NoAnswer);
    }
    if matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        return Err(ClientError::Later(seconds.map(Duration::from_secs)));
    }
    Ok(response)
}

fn media_type(response: &Response) -> &str {
    response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map_or("", str::trim)
}

async fn body(mut response: Response) -> Result<Vec<u8>, ClientError> {
    if !response.status().is_success() {
        let status = response.status().as_u16();
        let is_problem = media_type(&response) == PROBLEM_MEDIA_TYPE;
        let text = response.bytes().await.unwrap_or_default();
        let problem: Option<Problem> = is_problem.then(|| serde_json::from_slice(&text).ok()).flatten();
        return Err(match problem {
            Some(problem) => ClientError::Refused { status, title: problem.title },
            None => ClientError::NoAnswer,
        });
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| ClientError::NoAnswer)? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ClientError::NoAnswer);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn json<T: DeserializeOwned>(answer: reqwest::Result<Response>) -> Result<T, ClientError> {
    let response = ours(answer)?;
    if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
        return Err(ClientError::NoAnswer);
    }
    serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NoAnswer)
}
