//! Enrolling a terminal.

use crate::hub::refusal::Refusal;
use crate::hub::{Hub, HubError};
use crate::protocol::enrolment::{EnrolmentAnswer, EnrolmentRequest, HubKeyAnswer};
use crate::protocol::problem::Problem;
use crate::protocol::{path, signature};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// Enrols a terminal with a one-time code.
///
/// The same terminal with the same key and code gets the same answer again.
#[utoipa::path(
    post,
    path = path::ENROLMENTS,
    tag = "enrolment",
    params(
        ("cups-terminal" = String, Header, description = "The terminal's name"),
        ("cups-signature" = String, Header,
            description = "Ed25519 signature in base64 over method, path and SHA-256 of the body, by the key enrolled")
    ),
    request_body = EnrolmentRequest,
    responses(
        (status = 201, description = "Enrolled", body = EnrolmentAnswer),
        (status = 400, description = "Not the form of a request", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "Not signed by the key that is to be enrolled", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "The code is wrong, used or too old, or the terminal was revoked", body = Problem,
            content_type = "application/problem+json"),
        (status = 409, description = "The terminal's name has another device key", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong codes", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn enrol(
    State(hub): State<Arc<Hub>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let body = super::journal::whole(body)?;
    let request: EnrolmentRequest = serde_json::from_slice(&body)
        .map_err(|_| Refusal::malformed("an enrolment is an object with code, terminal and deviceKey"))?;
    if !is_terminal_name(&request.terminal) {
        return Err(Refusal::malformed("a field is malformed").field("terminal", "t- and a UUID in small letters"));
    }
    let key = signature::verifying_key(&request.device_key).ok_or_else(|| {
        Refusal::malformed("a field is malformed").field("deviceKey", "an Ed25519 public key in base64")
    })?;
    // Who has heard a code and knows a terminal's name and public key must not move that terminal elsewhere.
    let signed = super::journal::Signed::by(&headers)?;
    if signed.terminal != request.terminal || !signed.is_by(&key, "POST", path::ENROLMENTS, &body) {
        return Err(HubError::NotSigned.into());
    }
    // Counted before it is judged: while the store is busy thousands may wait to be.
    let ticket = hub.guesses().admit(Instant::now())?;
    let answer = hub.store.enrol(request, Timestamp::now()).await;
    if !matches!(answer, Err(HubError::CodeRefused)) {
        hub.guesses().was_right(&ticket);
    }
    // Signed as every answer: who comes through the relay of a room knows the hub by its key alone.
    let answer = signed.answer(&hub, &answer?)?;
    Ok((StatusCode::CREATED, answer).into_response())
}

/// The key by which the hub's answers are known, for the relay of a room.
#[utoipa::path(
    get,
    path = path::HUB_KEY,
    tag = "enrolment",
    responses((status = 200, description = "The key", body = HubKeyAnswer))
)]
pub async fn key(State(hub): State<Arc<Hub>>) -> Json<HubKeyAnswer> {
    Json(HubKeyAnswer { hub_key: signature::verifying_key_text(&hub.keys.answers.verifying_key()) })
}

fn is_terminal_name(name: &str) -> bool {
    let uuid = name.strip_prefix("t-").and_then(|uuid| Uuid::try_parse(uuid).ok());
    uuid.is_some_and(|uuid| format!("t-{uuid}") == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_one_name_and_no_second_spelling() {
        assert!(is_terminal_name("t-0190163d-8694-739b-aea5-966c26f8ad91"));
        assert!(!is_terminal_name("t-0190163D-8694-739B-AEA5-966C26F8AD91"));
        assert!(!is_terminal_name("t-0190163d8694739baea5966c26f8ad91"));
        assert!(!is_terminal_name("0190163d-8694-739b-aea5-966c26f8ad91"));
    }
}
