//! The hub as the kiosk sees it.

mod cause;

use super::planner::{Batch, fill_batch};
use super::reason::Reason;
use crate::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest, RecoveryAnswer};
use crate::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use crate::protocol::signature::{
    ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, is_answer, sign, verifying_key, verifying_key_text,
};
use crate::protocol::verdict::BatchAnswer;
use crate::protocol::{INCARNATION_HEADER, JSON_MEDIA_TYPE, LARGEST_BODY, PARCEL_MEDIA_TYPE, path};
use crate::store::identity::{Enrolment, Identity};
use crate::store::vault::random;
use ed25519_dalek::VerifyingKey;
use reqwest::header::{CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, RANGE, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The largest answer that is read as one piece.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

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

/// The HTTP client of the whole program. To make one reads all certificates of the machine, which costs as much memory
/// as the pages of the window, in each thread that does it.
static CLIENT: Shared = Shared(Mutex::new(None));

/// A client that is made when it is first wanted.
struct Shared(Mutex<Option<Client>>);

impl Shared {
    fn get(&self) -> Result<Client, ClientError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*kept {
            return Ok(client.clone());
        }
        let made = Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_mins(1))
            .read_timeout(Duration::from_mins(1))
            // The calls of one round go over one connection. One of an earlier round may be dead without knowing it.
            .pool_idle_timeout(Duration::from_secs(5))
            // A redirect is what a captive portal answers, never our hub.
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(cause::Names)
            .user_agent(concat!("cups-kiosk/", env!("CARGO_PKG_VERSION")))
            .build();
        let made = made.map_err(|error| {
            tracing::error!(%error, "no TLS");
            ClientError::Tls
        })?;
        Ok(kept.insert(made).clone())
    }

    /// Hears why a call failed: after an error of certificates they are read anew, for the right ones may have come.
    fn failed(&self, reason: Reason) {
        use Reason::{
            CertificateNotYetValid, CertificateOtherName, CertificateRanOut, CertificateUntrusted, TlsFailed,
        };
        if let CertificateUntrusted | CertificateRanOut | CertificateNotYetValid | CertificateOtherName | TlsFailed =
            reason
        {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
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
            .header(SIGNATURE_HEADER, &signature);
        match self.ask::<RecoveryAnswer>(&signature, request).await {
            Ok(answer) => Ok(answer.recovery_codes),
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

/// The whole length in a `Content-Range` that begins at the byte asked for.
fn whole_of(range: &str, from: u64) -> Option<u64> {
    let (bytes, whole) = range.strip_prefix("bytes ")?.split_once('/')?;
    let begins: u64 = bytes.split_once('-')?.0.parse().ok()?;
    if begins == from { whole.parse().ok() } else { None }
}

/// An answer that is really the hub's: it names its incarnation. Everything else counts as none.
fn ours(answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
    let response = answer.map_err(|error| {
        let reason = cause::of(&error);
        tracing::debug!(reason = reason.name(), "no answer from the hub");
        CLIENT.failed(reason);
        ClientError::NoAnswer(reason)
    })?;
    let status = response.status().as_u16();
    if !response.headers().contains_key(INCARNATION_HEADER) {
        let reason = stranger(status, media_type(&response));
        tracing::warn!(status, reason = reason.name(), "an answer that is not the hub's");
        return Err(ClientError::NoAnswer(reason));
    }
    if matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        return Err(ClientError::Later(seconds.map(Duration::from_secs)));
    }
    Ok(response)
}

/// Who answers in the hub's place, by the status and the kind of the answer.
fn stranger(status: u16, media_type: &str) -> Reason {
    match status {
        // A hub never redirects; a network that wants a sign-in first does.
        300..=399 | 511 => Reason::LoginPage,
        401 | 407 => Reason::PasswordAsked,
        404 | 405 => Reason::WrongPath,
        413 => Reason::TooLarge,
        502..=504 => Reason::HubDown,
        200..=299 if media_type.eq_ignore_ascii_case("text/html") => Reason::LoginPage,
        _ => Reason::NotTheHub,
    }
}

/// Why the hub refuses, by the kind of its problem, or else by the status alone.
fn refusal(status: u16, kind: &str) -> Reason {
    match (kind.strip_prefix("urn:cups:problem:").unwrap_or_default(), status) {
        ("revoked", _) => Reason::Revoked,
        ("enrolment-code", _) => Reason::CodeRefused,
        ("terminal-taken", _) | ("", 409) => Reason::TerminalTaken,
        ("signature", _) | (_, 401 | 403) => Reason::TerminalUnknown,
        ("too-large", _) | (_, 413) => Reason::TooLarge,
        (_, 404 | 405) => Reason::WrongPath,
        (_, 500..=599) => Reason::HubFailed,
        _ => Reason::NotUnderstood,
    }
}

fn media_type(response: &Response) -> &str {
    response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map_or("", str::trim)
}

async fn body(response: Response) -> Result<Vec<u8>, ClientError> {
    let status = response.status();
    let is_problem = media_type(&response) == PROBLEM_MEDIA_TYPE;
    let bytes = capped(response).await?;
    if status.is_success() {
        return Ok(bytes);
    }
    let status = status.as_u16();
    let problem: Option<Problem> = is_problem.then(|| serde_json::from_slice(&bytes).ok()).flatten();
    let (kind, title) = problem.map(|problem| (problem.kind, problem.title)).unwrap_or_default();
    Err(ClientError::Refused { status, title, reason: refusal(status, &kind) })
}

/// A body as one piece, unless it is longer than any of ours.
async fn capped(mut response: Response) -> Result<Vec<u8>, ClientError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| ClientError::BROKE)? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ClientError::NOT_OURS);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

async fn json<T: DeserializeOwned>(answer: reqwest::Result<Response>) -> Result<T, ClientError> {
    let response = ours(answer)?;
    if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
        return Err(ClientError::NOT_OURS);
    }
    serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NOT_OURS)
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
    fn one_client_serves_all_calls_until_its_certificates_are_doubted() {
        let shared = Shared(Mutex::new(None));
        let made = || shared.0.lock().unwrap().is_some();
        assert!(!made());
        drop(shared.get().unwrap());
        assert!(made());
        for reason in [Reason::NoLine, Reason::Timeout, Reason::NameUnknown, Reason::LoginPage] {
            shared.failed(reason);
            assert!(made(), "{reason:?}");
        }
        shared.failed(Reason::CertificateUntrusted);
        assert!(!made());
        drop(shared.get().unwrap());
        assert!(made());
    }

    #[test]
    fn who_answers_in_the_place_of_the_hub_is_told_by_the_answer() {
        for (status, media_type, reason) in [
            (200, "text/html", Reason::LoginPage),
            (200, "TEXT/HTML", Reason::LoginPage),
            (200, "application/json", Reason::NotTheHub),
            (204, "", Reason::NotTheHub),
            (302, "text/html", Reason::LoginPage),
            (307, "", Reason::LoginPage),
            (511, "text/html", Reason::LoginPage),
            (400, "text/html", Reason::NotTheHub),
            (401, "text/html", Reason::PasswordAsked),
            (403, "text/html", Reason::NotTheHub),
            (404, "text/html", Reason::WrongPath),
            (413, "text/html", Reason::TooLarge),
            (502, "text/html", Reason::HubDown),
            (504, "", Reason::HubDown),
        ] {
            assert_eq!(stranger(status, media_type), reason, "{status} {media_type}");
        }
    }

    #[test]
    fn why_the_hub_refuses_is_told_by_the_problem() {
        for (status, kind, reason) in [
            (403, "revoked", Reason::Revoked),
            (403, "enrolment-code", Reason::CodeRefused),
            (409, "terminal-taken", Reason::TerminalTaken),
            (401, "signature", Reason::TerminalUnknown),
            (413, "too-large", Reason::TooLarge),
            (404, "not-found", Reason::WrongPath),
            (400, "malformed", Reason::NotUnderstood),
            (415, "media-type", Reason::NotUnderstood),
            (500, "internal", Reason::HubFailed),
            (403, "something-newer", Reason::TerminalUnknown),
            (422, "something-newer", Reason::NotUnderstood),
        ] {
            assert_eq!(refusal(status, &format!("urn:cups:problem:{kind}")), reason, "{status} {kind}");
        }
        assert_eq!(refusal(401, ""), Reason::TerminalUnknown);
    }

    #[test]
    fn each_error_has_its_reason() {
        assert_eq!(ClientError::Tls.reason(), Reason::NoCertificates);
        assert_eq!(ClientError::Later(None).reason(), Reason::Later);
        assert_eq!(ClientError::Address("hub".to_owned()).reason(), Reason::Address);
        assert_eq!(ClientError::NoAnswer(Reason::LoginPage).reason(), Reason::LoginPage);
    }
}
