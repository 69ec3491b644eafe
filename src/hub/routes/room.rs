//! The log by which the computers of a centre give each other what was done in cases and about people.

use super::journal::Signed;
use crate::hub::refusal::Refusal;
use crate::hub::{Hub, HubError, blocking};
use crate::protocol::path;
use crate::protocol::problem::Problem;
use crate::protocol::room::{LARGEST, MEDIA_TYPE, NotOfRoom, RoomQuestion, pack, unpack};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use jiff::Timestamp;
use std::sync::Arc;

/// Takes in what a terminal gives the other computers of its centre, and gives what they gave.
///
/// Body and answer are JSON compressed by zstd. What is given are parcels as the terminals signed them; operations of cases
/// in them are encrypted under the centre's key, which the hub does not have. A terminal gets what its own centre gave and
/// nothing else. The answer leaves after the commit.
#[utoipa::path(
    post,
    path = path::ROOM,
    tag = "room",
    params(
        ("cups-terminal" = String, Header, description = "The terminal's name"),
        ("cups-signature" = String, Header,
            description = "Ed25519 signature in base64 over method, path and SHA-256 of the body as sent"),
        ("cups-nonce" = Option<String>, Header,
            description = "Something made up for this request, which the answer's signature (cups-hub-signature) covers")
    ),
    request_body(content = Vec<u8>, content_type = "application/vnd.cups.room", description = "A question"),
    responses(
        (status = 200, description = "What came since", body = Vec<u8>, content_type = "application/vnd.cups.room"),
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
pub async fn exchange(State(hub): State<Arc<Hub>>, headers: HeaderMap, request: Request) -> Result<Response, Refusal> {
    let signed = Signed::by(&headers)?;
    // Nothing is read of whom nobody knows, and of the others no more than there is room for.
    signed.known(&hub).await?;
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(LARGEST);
    if length > LARGEST {
        return Err(HubError::TooLarge("this address takes").into());
    }
    let place = hub.room.take(&signed.terminal, length)?;
    let body = axum::body::to_bytes(request.into_body(), length)
        .await
        .map_err(|_| Refusal::malformed("the body did not arrive whole"))?;
    let is_ours = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == MEDIA_TYPE.as_bytes());
    let key = signed.authenticate(&hub, "POST", path::ROOM, &body).await?;
    let malformed = || Refusal::malformed("the body is no question to the log of the terminal's centre");
    // What unpacks is some megabytes: done where it holds up no other request.
    let question = blocking(&hub, move |_| Ok(read(&body).filter(|_| is_ours))).await?.ok_or_else(malformed)?;
    let answer = hub.store.room(signed.terminal.clone(), key, question, Timestamp::now()).await?;
    drop(place);
    let answer = answer.ok_or_else(malformed)?;
    let answer = blocking(&hub, move |hub| {
        let body = pack(&answer).map_err(|_: NotOfRoom| HubError::Form("answer of the room"))?;
        Ok(signed.answer_of(hub, MEDIA_TYPE, body))
    });
    Ok(answer.await?)
}

/// A question; nothing where it is none.
pub(in crate::hub) fn read(body: &[u8]) -> Option<RoomQuestion> {
    unpack(body).ok()
}
