//! The hub's addresses, and what every answer has in common.

pub(super) mod agency;
mod asker;
pub(super) mod bundle;
pub(super) mod catalogue;
pub(super) mod codes;
mod computers;
pub(super) mod enrolments;
pub(super) mod journal;
mod lists;
pub(super) mod provider_states;
pub(super) mod recovery;
pub(super) mod room;
mod upload;

use super::Hub;
use super::health::Condition;
use super::limits::{Peer, address_of};
use super::readers::read;
use super::refusal::{Refusal, plain_problem};
use crate::protocol::problem::PROBLEM_MEDIA_TYPE;
use crate::protocol::provider_state::LARGEST_QUESTION;
use crate::protocol::{INCARNATION_HEADER, JSON_MEDIA_TYPE, path};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a request may take, its body included: a slow line needs a while, a stuck one must go.
const PATIENCE: Duration = Duration::from_mins(2);

/// An enrolment is a few hundred bytes.
pub(super) const LARGEST_ENROLMENT: usize = 16 * 1024;

/// The header in which a proxy names who asks.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The addresses for a monitor, at an address of their own.
pub(super) fn monitor(hub: Arc<Hub>) -> Router {
    Router::new().route("/metrics", get(metrics)).route("/health", get(health)).with_state(hub)
}

/// What a monitor reads.
async fn metrics(State(hub): State<Arc<Hub>>) -> Result<Response, Refusal> {
    let text = if hub.own.is_some() {
        let counted = Arc::clone(&hub);
        read(&hub, move |storage| counted.metrics_text(storage)).await?
    } else {
        hub.own_text(hub.condition().await.is_ok())
    };
    Ok(([(CONTENT_TYPE, super::metrics::MEDIA_TYPE)], text).into_response())
}

/// Every address of the hub.
pub fn router(hub: Arc<Hub>) -> Router {
    // How much of a batch is read is decided there.
    let batches = post(journal::receive).get(journal::list);
    Router::new()
        .merge(pages().route_layer(middleware::from_fn_with_state(Arc::clone(&hub), has_pages)))
        .route("/health", get(health))
        .route(path::ENROLMENTS, post(enrolments::enrol).layer(DefaultBodyLimit::max(LARGEST_ENROLMENT)))
        .route(path::HUB_KEY, get(enrolments::key))
        .route(path::ROOM, post(room::exchange))
        .route(path::RECOVERY_CODES, get(recovery::codes))
        .route(path::JOURNAL_ENTRIES, batches)
        .route(path::KEPT_REQUESTS, post(bundle::receive))
        .route(path::PROVIDER_STATES, post(provider_states::answer).layer(DefaultBodyLimit::max(LARGEST_QUESTION)))
        .route(path::CATALOGUE, get(catalogue::announce))
        .route(&format!("{}/{{sha256}}", path::CATALOGUE_RELEASES), get(catalogue::release))
        .route(&format!("{}/{{base}}/{{target}}", path::CATALOGUE_DELTAS), get(catalogue::delta))
        .route(&format!("{}/{{name}}", path::CATALOGUE_METADATA), get(catalogue::metadata))
        .route(path::OPENAPI, get(openapi))
        .layer(middleware::from_fn_with_state(Arc::clone(&hub), complete))
        .with_state(hub)
}

/// The agency's pages and what is done on them.
fn pages() -> Router<Arc<Hub>> {
    agency::router().merge(computers::router()).merge(codes::router()).merge(lists::router())
}

/// Keeps who looks for a page from one that would be empty: a hub over another database has none yet.
async fn has_pages(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    match hub.own() {
        Ok(_) => next.run(request).await,
        Err(error) => Refusal::from(error).into_response(),
    }
}

/// Marks an answer that says what is wrong to a person, on a page: it stays as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsItIs;

/// Completes every answer: the incarnation, no caching unless said otherwise, errors as problems with
/// their trace, and a line in the log that holds nothing of the request but its method and address.
async fn complete(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let trace = trace_id();
    let method = request.method().clone();
    let instance = request.uri().path().to_owned();
    let template = request.extensions().get::<MatchedPath>().cloned();
    let peer = request.extensions().get::<Peer>().map(|Peer(address)| *address);
    let forwarded = request.headers().get(FORWARDED_FOR).and_then(|value| value.to_str().ok());
    let within = peer
        .and_then(|peer| address_of(peer, forwarded))
        .map_or(Ok(()), |address| hub.limits.addresses.take(address, started));
    let response = match within {
        Ok(()) => tokio::time::timeout(PATIENCE, next.run(request))
            .await
            .unwrap_or_else(|_| Refusal::too_slow().into_response()),
        Err(error) => Refusal::from(error).into_response(),
    };
    let status = response.status();
    let is_problem =
        (status.is_client_error() || status.is_server_error()) && response.extensions().get::<AsItIs>().is_none();
    let mut response = if is_problem { as_problem(response, instance, trace.clone()) } else { response };
    let headers = response.headers_mut();
    headers.insert(HeaderName::from_static(INCARNATION_HEADER), hub.incarnation.clone());
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let path = template.as_ref().map_or("unknown", MatchedPath::as_str);
    hub.metrics.note(method.as_str(), path, status.as_u16(), started.elapsed());
    tracing::info!(
        %method,
        path,
        status = status.as_u16(),
        milliseconds = started.elapsed().as_millis(),
        trace,
        "answered"
    );
    response
}

pub(super) fn as_problem(response: Response, instance: String, trace: String) -> Response {
    let (mut parts, _) = response.into_parts();
    let mut problem = parts.extensions.remove().unwrap_or_else(|| plain_problem(parts.status));
    problem.instance = Some(instance);
    problem.trace_id = Some(trace);
    // A problem is text and numbers; should it ever not be written, the status still tells.
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE));
    Response::from_parts(parts, Body::from(body))
}

/// 32 random hexadecimal digits; zeros when the system gives none, which the standard reads as no trace.
pub(super) fn trace_id() -> String {
    let mut bytes = [0; 16];
    if getrandom::fill(&mut bytes).is_err() {
        bytes = [0; 16];
    }
    hex::encode(bytes)
}

/// Whether the hub does its work: its database answers and is whole, and its disk takes what comes.
#[utoipa::path(
    get,
    path = "/health",
    tag = "hub",
    responses(
        (status = 200, description = "It does; `status` is `ok`, or `no second copy` while one of several servers is alone; `alarms` says how many a person should look at", body = Object),
        (status = 503, description = "It does not", body = crate::protocol::problem::Problem,
            content_type = "application/problem+json")
    )
)]
async fn health(State(hub): State<Arc<Hub>>) -> Result<Json<Condition>, Refusal> {
    Ok(Json(hub.condition().await?))
}

/// This description.
#[utoipa::path(
    get,
    path = path::OPENAPI,
    tag = "hub",
    responses((status = 200, description = "OpenAPI 3.1", body = Object))
)]
async fn openapi(State(hub): State<Arc<Hub>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, JSON_MEDIA_TYPE)], hub.openapi.clone())
}
