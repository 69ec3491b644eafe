//! What providers say of requests, for the terminal that waits for them.

use super::journal::{Signed, whole};
use crate::hub::Hub;
use crate::hub::refusal::Refusal;
use crate::protocol::path;
use crate::protocol::problem::Problem;
use crate::protocol::provider_state::{MOST, ProviderStatesAnswer, ProviderStatesQuestion, is_hash};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::Arc;

/// Tells a terminal what providers' lists say of its requests.
///
/// Each is named by a hash, in hexadecimal: SHA-256 over `cups-provider-state-1`, the hub's key of answers in base64, the
/// provider's id and the provider's number in capital letters, with line breaks between them. Of those that stand in no list
/// nothing is said.
#[utoipa::path(
    post,
    path = path::PROVIDER_STATES,
    tag = "journal",
    params(
        ("cups-terminal" = String, Header, description = "The terminal's name"),
        ("cups-signature" = String, Header,
            description = "Ed25519 signature in base64 over method, path and SHA-256 of the body as sent"),
        ("cups-nonce" = Option<String>, Header,
            description = "Something made up for this request, which the answer's signature (cups-hub-signature) covers")
    ),
    request_body = ProviderStatesQuestion,
    responses(
        (status = 200, description = "What is said of them", body = ProviderStatesAnswer),
        (status = 400, description = "Not such a question", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Not signed by an enrolled terminal", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "The terminal was revoked", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn answer(
    State(hub): State<Arc<Hub>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let signed = Signed::by(&headers)?;
    let body = whole(body)?;
    // Who asks is known before anything of the question is read.
    signed.authenticate(&hub, "POST", path::PROVIDER_STATES, &body).await?;
    let question: ProviderStatesQuestion =
        serde_json::from_slice(&body).map_err(|_| Refusal::malformed("the body is no question about requests"))?;
    if question.requests.len() > MOST || !question.requests.iter().all(|request| is_hash(request)) {
        return Err(Refusal::malformed("at most 500 requests are asked about, each by its hash"));
    }
    let states = hub.store.states_of(question.requests).await?;
    Ok(signed.answer(&hub, &ProviderStatesAnswer { states })?)
}
