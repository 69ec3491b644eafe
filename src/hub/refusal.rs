//! Refusals on the wire: each error becomes a problem (RFC 9457).

use super::HubError;
use crate::protocol::parcel::ParcelError;
use crate::protocol::problem::Problem;
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use rusqlite::ErrorCode;

/// How long a terminal waits when the hub's disk is full or the hub is too slow, in seconds.
const PAUSE: u64 = 30;

/// How long who finds it busy waits, in seconds.
const SHORT_PAUSE: u64 = 5;

/// A request that is not done, with the problem to tell. The trace and the path are added where the
/// answer leaves the hub.
#[derive(Debug)]
pub struct Refusal {
    problem: Box<Problem>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// A refusal of a kind.
    pub fn new(status: StatusCode, name: &str, title: &str) -> Self {
        Self { problem: Box::new(Problem::new(status.as_u16(), name, title)), header: None }
    }

    /// A request that is malformed.
    pub fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "The request is malformed").detail(detail)
    }

    /// A request that took too long; it may be sent again.
    pub fn too_slow() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "too-slow", "The request took too long").header(RETRY_AFTER, PAUSE)
    }

    fn not_now(error: &HubError) -> Self {
        tracing::error!(%error, "the database is not ready");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-now", "The hub cannot store at the moment")
            .header(RETRY_AFTER, PAUSE)
    }

    /// The same with what went wrong this time.
    pub fn detail(mut self, detail: &str) -> Self {
        self.problem.detail = Some(detail.to_owned());
        self
    }

    /// The same with what is wrong in a field.
    pub fn field(mut self, name: &str, message: &str) -> Self {
        self.problem.errors.entry(name.to_owned()).or_default().push(message.to_owned());
        self
    }

    /// The status and the kind of the problem.
    pub fn what(&self) -> (u16, &str) {
        (self.problem.status, &self.problem.kind)
    }

    /// In how many seconds the same may be taken, where that is said.
    pub fn retry_after(&self) -> Option<u64> {
        let (name, value) = self.header.as_ref()?;
        (name == RETRY_AFTER).then(|| value.to_str().ok()?.parse().ok()).flatten()
    }

    fn header(mut self, name: HeaderName, value: impl Into<HeaderValue>) -> Self {
        self.header = Some((name, value.into()));
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, value);
        }
        response.extensions_mut().insert(*self.problem);
        response
    }
}

/// The problem of an answer that some layer below gave without one: no such path, no such method.
pub fn plain_problem(status: StatusCode) -> Problem {
    let (name, title) = match status {
        StatusCode::NOT_FOUND => ("not-found", "There is nothing at this address"),
        StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "This address does not know the method"),
        _ => ("refused", status.canonical_reason().unwrap_or("The request was refused")),
    };
    Problem::new(status.as_u16(), name, title)
}

impl From<HubError> for Refusal {
    fn from(error: HubError) -> Self {
        let unauthorised = StatusCode::UNAUTHORIZED;
        match error {
            HubError::CodeRefused => {
                Self::new(StatusCode::FORBIDDEN, "enrolment-code", "The code is wrong or was used by another terminal")
            }
            HubError::CodeExpired => {
                Self::new(StatusCode::FORBIDDEN, "enrolment-code", "The code is too old: ask for a new one")
            }
            HubError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "The hub does as much as it can")
                .header(RETRY_AFTER, SHORT_PAUSE),
            HubError::NotThere => {
                Self::new(StatusCode::NOT_IMPLEMENTED, "not-there", "The hub does not have this over its database yet")
                    .detail(&error.to_string())
            }
            HubError::Damaged { .. } => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "damaged", "The hub's database is damaged")
                    .header(RETRY_AFTER, PAUSE)
            }
            HubError::TooManyCodes { seconds } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-codes", "Too many wrong codes were tried")
                    .header(RETRY_AFTER, seconds)
            }
            HubError::TooMany { seconds } => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests in too short a time")
                    .header(RETRY_AFTER, seconds)
            }
            HubError::TerminalTaken => Self::new(
                StatusCode::CONFLICT,
                "terminal-taken",
                "A terminal of this name is enrolled with another device key",
            ),
            HubError::NotSigned | HubError::Parcel(ParcelError::Signature) => {
                Self::new(unauthorised, "signature", "The request is not signed by an enrolled terminal")
                    .header(WWW_AUTHENTICATE, HeaderValue::from_static("Cups-Signature"))
            }
            HubError::Revoked => Self::new(StatusCode::FORBIDDEN, "revoked", "The terminal was revoked"),
            HubError::Compression | HubError::Parcel(ParcelError::NotAParcel) => Self::malformed(&error.to_string()),
            HubError::Parcel(ParcelError::Newer) => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "newer-parcel",
                "The hub is older than the parcel: it is taken once the hub is brought up to date",
            ),
            HubError::TooLarge(_) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is larger than the hub takes")
                    .detail(&error.to_string())
            }
            HubError::Database(ref inner) if is_passing(inner) => Self::not_now(&error),
            HubError::NotTaken { .. } | HubError::Remote(_) => Self::not_now(&error),
            _ => {
                tracing::error!(%error, "a request failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The hub failed")
            }
        }
    }
}

/// Whether the same request may succeed later: the disk is full or another program holds the file.
fn is_passing(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull | ErrorCode::SystemIoFailure)
    )
}
