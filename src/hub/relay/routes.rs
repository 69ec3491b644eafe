//! The addresses of a relay.

use super::mirror::NotMirrored;
use super::{Relay, RelayCondition, with_storage};
use crate::hub::limits::Peer;
use crate::hub::refusal::Refusal;
use crate::hub::routes::catalogue::{immutable, signed_file};
use crate::hub::routes::{LARGEST_ENROLMENT, as_problem, trace_id};
use crate::hub::storage::relay::KeptRequest;
use crate::hub::{HubError, locked};
use crate::protocol::handed_plan::{self, LeftPlan, TakenPlan, TakenQuestion};
use crate::protocol::provider_state::LARGEST_QUESTION;
use crate::protocol::relay::Standing as Kept;
use crate::protocol::relay::{
    KeptAnswer, LINE_HEADER, MOST_ASKED, RECEIPTS, RELAY_HEADER, RELAY_NUMBER, ROOM, ROOM_HEADER, ReceiptsAnswer,
    ReceiptsQuestion,
};
use crate::protocol::room::{LARGEST, MEDIA_TYPE, pack as pack_room};
use crate::protocol::roster::Standing;
use crate::protocol::signature::{
    ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER, verify, verifying_key,
};
use crate::protocol::verdict::Verdict;
use crate::protocol::{INCARNATION_HEADER, LARGEST_BODY, PARCEL_MEDIA_TYPE, PROGRAM_HEADER, path};
use crate::sync::client::{ClientError, Passed};
use crate::sync::reason::Reason;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, MatchedPath, Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Instant;

/// The longest of what a request says of itself.
const LONGEST_HEADER: usize = 200;

/// Every address of a relay.
pub fn router(relay: Arc<Relay>) -> Router {
    Router::new()
        .route(path::JOURNAL_ENTRIES, post(keep).layer(DefaultBodyLimit::max(LARGEST_BODY)))
        .route("/health", get(health))
        .route(RECEIPTS, post(receipts))
        .route(ROOM, post(exchange).layer(DefaultBodyLimit::max(LARGEST)))
        .route(path::ROOM, post(pass).layer(DefaultBodyLimit::max(LARGEST)))
        .route(path::ENROLMENTS, post(pass).layer(DefaultBodyLimit::max(LARGEST_ENROLMENT)))
        .route(handed_plan::LEFT, post(leave_plan).layer(DefaultBodyLimit::max(handed_plan::LARGEST)))
        .route(handed_plan::TAKEN, post(take_plan))
        .route(path::RECOVERY_CODES, get(pass))
        .route(path::PROVIDER_STATES, post(pass).layer(DefaultBodyLimit::max(LARGEST_QUESTION)))
        .route(&format!("{}/{{sha256}}", path::CATALOGUE_RELEASES), get(release))
        .route(&format!("{}/{{base}}/{{target}}", path::CATALOGUE_DELTAS), get(delta))
        .route(&format!("{}/{{name}}", path::CATALOGUE_METADATA), get(signed))
        .layer(middleware::from_fn_with_state(Arc::clone(&relay), complete))
        .with_state(relay)
}

/// Lets in who says the word of the room, and completes every answer: that it is a relay's, errors as problems, and a line in
/// the log that holds nothing of the request but its method and address.
async fn complete(State(relay): State<Arc<Relay>>, request: Request, next: Next) -> Response {
    let trace = trace_id();
    let method = request.method().clone();
    let instance = request.uri().path().to_owned();
    let template = request.extensions().get::<MatchedPath>().cloned();
    let said = request.headers().get(ROOM_HEADER).and_then(|word| word.to_str().ok());
    let response = if said.is_some_and(|word| relay.keys.is_word(word)) {
        next.run(request).await
    } else {
        Refusal::new(StatusCode::UNAUTHORIZED, "room", "The word of this room is another one").into_response()
    };
    let status = response.status();
    // What the hub refused has its problem.
    let is_ours = !response.headers().contains_key(INCARNATION_HEADER);
    let mut response = if is_ours && (status.is_client_error() || status.is_server_error()) {
        as_problem(response, instance, trace.clone())
    } else {
        response
    };
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static(RELAY_HEADER), HeaderValue::from_static(RELAY_NUMBER));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let path = template.as_ref().map_or("unknown", MatchedPath::as_str);
    tracing::info!(%method, path, status = status.as_u16(), trace, "answered");
    response
}

/// Keeps a request for the hub.
async fn keep(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<KeptAnswer>), Refusal> {
    let text = |name: &str| {
        let text = headers.get(name).and_then(|value| value.to_str().ok());
        text.filter(|text| !text.is_empty() && text.len() <= LONGEST_HEADER).map(str::to_owned)
    };
    let wanted = |name: &str| text(name).ok_or_else(|| Refusal::malformed("a header is missing").detail(name));
    if text(CONTENT_TYPE.as_str()).as_deref() != Some(PARCEL_MEDIA_TYPE) {
        return Err(Refusal::malformed("a parcel is application/vnd.cups.parcel"));
    }
    let request = KeptRequest {
        terminal: wanted(TERMINAL_HEADER)?,
        nonce: wanted(NONCE_HEADER)?,
        signature: wanted(SIGNATURE_HEADER)?,
        program: text(PROGRAM_HEADER),
        encoding: text(CONTENT_ENCODING.as_str()),
        body: crate::hub::routes::journal::whole(body)?.to_vec(),
    };
    let nonce = request.nonce.clone();
    with_storage(&relay, move |storage| storage.keep(&request, Timestamp::now())).await?;
    relay.wake.notify_one();
    let line = relay.line_of_kept();
    Ok((StatusCode::ACCEPTED, Json(KeptAnswer { verdict: Verdict::Kept, nonce, line })))
}

/// Tells how requests stand, and forgets those that are settled.
async fn receipts(
    State(relay): State<Arc<Relay>>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<ReceiptsAnswer>, Refusal> {
    let body = crate::hub::routes::journal::whole(body)?;
    let question: ReceiptsQuestion =
        serde_json::from_slice(&body).map_err(|_| Refusal::malformed("not a question for receipts"))?;
    let ReceiptsQuestion { awaited, settled, doubted, now } = question;
    if [&awaited, &settled, &doubted].iter().any(|list| list.len() > MOST_ASKED) {
        return Err(Refusal::malformed("at most 100 at a time"));
    }
    let (again, asks_of_none) = (now || !doubted.is_empty(), awaited.is_empty());
    if now {
        relay.outer.ask();
    }
    let receipts = with_storage(&relay, move |storage| {
        if !settled.is_empty() || !doubted.is_empty() {
            storage.settle(&settled, &doubted, Timestamp::now())?;
        }
        storage.receipts(&awaited)
    })
    .await?;
    if again {
        relay.wake.notify_one();
    }
    // Of whom nothing waits here, nothing is held back; who asks of nothing asks how the relay is.
    let is_kept = asks_of_none || receipts.iter().any(|receipt| receipt.standing == Kept::Kept);
    let line = if is_kept || now { relay.line_of_kept() } else { relay.line().map(|reason| reason.name().to_owned()) };
    Ok(Json(ReceiptsAnswer { receipts, line }))
}

/// The room's log: takes in what a computer of the room gives the others, and gives what they gave. A computer that was shut
/// out gets nothing once the roster here says so; one that the roster does not name yet is let in by the word of the room.
async fn exchange(
    State(relay): State<Arc<Relay>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let body = crate::hub::routes::journal::whole(body)?;
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (terminal, signature) = (text(TERMINAL_HEADER), text(SIGNATURE_HEADER));
    let malformed = || Refusal::malformed("the body is no question to the log of the room");
    let question = crate::hub::routes::room::read(&body).ok_or_else(malformed)?;
    if terminal.is_empty() || terminal.len() > LONGEST_HEADER || question.centre.len() > LONGEST_HEADER {
        return Err(malformed());
    }
    let answer = with_storage(&relay, move |storage| {
        let roster = storage.roster(&question.centre)?;
        let standing = roster.map_or(Standing::Unknown, |roster| roster.standing(&terminal));
        let key = match standing {
            Standing::Own(key) => Some(key),
            Standing::Unknown => verifying_key(&question.device_key),
            Standing::Revoked => return Err(HubError::Revoked),
        };
        let key = key.filter(|key| verify(key, "POST", ROOM, &body, &signature));
        let Some(key) = key else { return Ok(None) };
        storage.room((&terminal, &key), &question, Timestamp::now()).map(Some)
    })
    .await?;
    // Not 401: that would say that the word of the room is wrong.
    let unsigned = || Refusal::new(StatusCode::FORBIDDEN, "signature", "The question is not signed by its terminal");
    let mut answer = answer.ok_or_else(unsigned)?;
    answer.hub_asked = locked(&relay.hub_asked).map(|asked| asked.elapsed().as_secs());
    let packed = pack_room(&answer).map_err(|_| HubError::Form("answer of the room"))?;
    Ok(([(CONTENT_TYPE, MEDIA_TYPE)], packed).into_response())
}

/// Holds a visitor's plan until the desk takes it.
async fn leave_plan(
    State(relay): State<Arc<Relay>>,
    Extension(Peer(by)): Extension<Peer>,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, Refusal> {
    let body = crate::hub::routes::journal::whole(body)?;
    let plan: LeftPlan = serde_json::from_slice(&body).map_err(|_| Refusal::malformed("not a plan"))?;
    if !plan.has_form() {
        return Err(Refusal::malformed("not a plan"));
    }
    locked(&relay.plans).leave(plan, by, Instant::now())?;
    Ok(StatusCode::CREATED)
}

/// Gives a visitor's plan to the desk, once.
async fn take_plan(
    State(relay): State<Arc<Relay>>,
    Extension(Peer(by)): Extension<Peer>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<TakenPlan>, Refusal> {
    let body = crate::hub::routes::journal::whole(body)?;
    let question: TakenQuestion = serde_json::from_slice(&body).map_err(|_| Refusal::malformed("not a question"))?;
    let taken = locked(&relay.plans).take(&question.name, by, Instant::now())?;
    let none = || Refusal::new(StatusCode::NOT_FOUND, "no-plan", "There is no plan of this name");
    Ok(Json(TakenPlan { sealed: taken.ok_or_else(none)? }))
}

/// How the relay stands.
async fn health(State(relay): State<Arc<Relay>>) -> Result<Json<RelayCondition>, Refusal> {
    let (data, note) = (relay.data.clone(), relay.note());
    Ok(Json(with_storage(&relay, move |storage| RelayCondition::of(storage, &data, note)).await?))
}

/// Passes a question to the hub at once, and gives its answer as it came.
async fn pass(
    State(relay): State<Arc<Relay>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let body = crate::hub::routes::journal::whole(body)?.to_vec();
    let names = [CONTENT_TYPE.as_str(), TERMINAL_HEADER, SIGNATURE_HEADER, NONCE_HEADER, PROGRAM_HEADER];
    let headers = only(&headers, &names);
    // Nobody enrols a computer by itself: somebody typed a code.
    let hub = if uri.path() == path::ENROLMENTS { Ok(&relay.upstream) } else { relay.outer.open(&relay.upstream) };
    let passed = match hub {
        Ok(hub) => hub.pass(method, uri.path(), headers, body).await,
        Err(error) => Err(error),
    };
    match passed {
        Ok(Passed { status, headers, body }) => {
            relay.note_line(None);
            if uri.path() == path::ROOM && (200..300).contains(&status) {
                *locked(&relay.hub_asked) = Some(Instant::now());
            }
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            let headers = only(&headers, &[CONTENT_TYPE.as_str(), ANSWER_HEADER, INCARNATION_HEADER]);
            Ok((status, headers, body).into_response())
        }
        Err(error) => Ok(relay.silent(&error)),
    }
}

/// The headers of these names alone.
fn only(headers: &HeaderMap, names: &[&str]) -> HeaderMap {
    let found = |name: &&str| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name.clone(), headers.get(name)?.clone()))
    };
    names.iter().filter_map(found).collect()
}

/// A file signed by the editors.
async fn signed(State(relay): State<Arc<Relay>>, Path(name): Path<String>) -> Result<Response, Refusal> {
    match relay.mirror.signed(relay.outer.open(&relay.upstream), &name).await {
        Ok(Some(text)) => Ok(signed_file(&name, text)),
        Ok(None) => Err(Refusal::new(StatusCode::NOT_FOUND, "no-metadata", "There is no such signed file")),
        Err(error) => relay.not_mirrored(error),
    }
}

/// A release.
async fn release(
    State(relay): State<Arc<Relay>>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    match relay.mirror.release(relay.outer.open(&relay.upstream), &sha256).await {
        Ok(Some(packed)) => immutable(packed, &headers),
        Ok(None) => Err(Refusal::new(StatusCode::NOT_FOUND, "no-release", "There is no such release")),
        Err(error) => relay.not_mirrored(error),
    }
}

/// A delta.
async fn delta(
    State(relay): State<Arc<Relay>>,
    Path((base, target)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    match relay.mirror.delta(relay.outer.open(&relay.upstream), &base, &target).await {
        Ok(Some(packed)) => immutable(packed, &headers),
        Ok(None) => Err(Refusal::new(StatusCode::NOT_FOUND, "no-delta", "There is no such delta")),
        Err(error) => relay.not_mirrored(error),
    }
}

impl Relay {
    fn not_mirrored(&self, error: NotMirrored) -> Result<Response, Refusal> {
        match error {
            NotMirrored::Line(error) => Ok(self.silent(&error)),
            NotMirrored::Disk(source) => {
                Err(HubError::File { path: "the copy of the catalogue".to_owned(), source }.into())
            }
        }
    }

    /// What is answered when the hub says nothing: why, by name.
    fn silent(&self, error: &ClientError) -> Response {
        let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "upstream", "The hub does not answer the relay");
        let mut response = refusal.detail(error.reason().what()).into_response();
        let headers = response.headers_mut();
        if let ClientError::Later(after) = error {
            let seconds = after.map_or(30, |after| after.as_secs());
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        } else {
            if error.reason() != Reason::RelayHolds {
                self.note_line(Some(error.reason()));
            }
            headers.insert(HeaderName::from_static(LINE_HEADER), HeaderValue::from_static(error.reason().name()));
        }
        response
    }
}
