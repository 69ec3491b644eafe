//! Recovery codes, by their hashes, for the terminal that asks.

use super::journal::Signed;
use crate::hub::Hub;
use crate::hub::refusal::Refusal;
use crate::protocol::enrolment::RecoveryAnswer;
use crate::protocol::path;
use crate::protocol::problem::Problem;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

/// Tells a terminal by which codes it may admit a first specialist.
///
/// All that hold now, as slow hashes: what the terminal has besides them, and has not used, holds no more.
#[utoipa::path(
    get,
    path = path::RECOVERY_CODES,
    tag = "enrolment",
    params(
        ("cups-terminal" = String, Header, description = "The terminal's name"),
        ("cups-signature" = String, Header,
            description = "Ed25519 signature in base64 over method, path and SHA-256 of the empty body")
    ),
    responses(
        (status = 200, description = "Their hashes", body = RecoveryAnswer),
        (status = 401, description = "Not signed by an enrolled terminal", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "The terminal was revoked", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn codes(State(hub): State<Arc<Hub>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let signed = Signed::by(&headers)?;
    signed.authenticate(&hub, "GET", path::RECOVERY_CODES, b"").await?;
    let recovery_codes = hub.store.recovery_codes(signed.terminal.clone()).await?;
    Ok(signed.answer(&hub, &RecoveryAnswer { recovery_codes })?)
}
