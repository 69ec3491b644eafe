//! Several requests that a relay kept, taken in one. Each is looked at, committed and answered as if it had come alone.

use super::journal::{Signed, take_in};
use crate::hub::batch::{pack, unpack_within};
use crate::hub::refusal::Refusal;
use crate::hub::{Hub, HubError, blocking};
use crate::protocol::bundle::{BUNDLE_MEDIA_TYPE, BundleAnswer, BundledRequest, LARGEST_BUNDLE, unbundle};
use crate::protocol::problem::Problem;
use crate::protocol::relay::{Receipt, Standing};
use crate::protocol::signature::TERMINAL_HEADER;
use crate::protocol::{JSON_MEDIA_TYPE, path, version_of_program};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Takes several requests in that a relay kept.
///
/// A line `cups-bundle-1`; of each request a line of JSON with `terminal`, `nonce`, `signature`, `program`, `encoding` and the
/// `length` of its body in bytes, and the body. At most 100 requests and 2 MiB.
///
/// Each is looked at, committed and answered as if it had come alone. `cups-terminal` names the terminal of the first of
/// them: of whom nobody knows nothing is read.
#[utoipa::path(
    post,
    path = path::KEPT_REQUESTS,
    tag = "journal",
    params(
        ("cups-terminal" = String, Header, description = "The name of the first request's terminal"),
        ("content-encoding" = String, Header, description = "zstd"),
        ("accept-encoding" = Option<String>, Header, description = "With zstd in it the answer is packed")
    ),
    request_body(content = String, content_type = "application/vnd.cups.bundle", description = "The requests"),
    responses(
        (status = 200, description = "How each of them stands, by its nonce: `receipts` with `nonce`, `standing` (answered, \
            refused, kept), `answer` and its `signature`, or `status` and `kind` of a refusal"),
        (status = 400, description = "Not such requests", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Not of a terminal that is known", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Of another kind", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn receive(State(hub): State<Arc<Hub>>, headers: HeaderMap, request: Request) -> Result<Response, Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is = |name: &str, wanted: &str| text(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(wanted));
    if !is(CONTENT_TYPE.as_str(), BUNDLE_MEDIA_TYPE) || !is(CONTENT_ENCODING.as_str(), "zstd") {
        let title = "The hub does not read this kind of body";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", title)
            .detail("send application/vnd.cups.bundle with content-encoding zstd"));
    }
    if let Some(what) = hub.health.damage() {
        return Err(HubError::Damaged { what }.into());
    }
    let first = text(TERMINAL_HEADER).ok_or(HubError::NotSigned)?.to_owned();
    hub.store.terminal(first.clone()).await?.ok_or(HubError::NotSigned)?;
    let length = text(CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok()).unwrap_or(LARGEST_BUNDLE);
    if length > LARGEST_BUNDLE {
        return Err(HubError::TooLarge("this address takes").into());
    }
    let place = hub.room.take(&first, length)?;
    let body = axum::body::to_bytes(request.into_body(), length)
        .await
        .map_err(|_| Refusal::malformed("the body did not arrive whole"))?;
    let packs = text(ACCEPT_ENCODING.as_str()).is_some_and(|accepted| accepted.contains("zstd"));
    let requests = blocking(&hub, move |_| {
        let body = unpack_within(&body, LARGEST_BUNDLE, "2 MiB")?;
        Ok(unbundle(&body).map(|requests| requests.into_iter().map(Kept::of).collect::<Vec<_>>()))
    })
    .await?;
    let requests = requests.ok_or_else(|| Refusal::malformed("not requests that a relay kept"))?;
    let answer = take_all(&hub, requests).await;
    drop(place);
    let body = serde_json::to_vec(&answer).map_err(HubError::Stored)?;
    let mut said = vec![(CONTENT_TYPE, JSON_MEDIA_TYPE), (VARY, "accept-encoding")];
    let body = match packs.then(|| pack(&body)) {
        Some(Ok(packed)) => {
            said.push((CONTENT_ENCODING, "zstd"));
            packed
        }
        _ => body,
    };
    let headers: HeaderMap =
        said.into_iter().map(|(name, value): (HeaderName, _)| (name, HeaderValue::from_static(value))).collect();
    Ok((headers, body).into_response())
}

/// One of the requests.
struct Kept {
    signed: Signed,
    program: Option<String>,
    encoding: Option<String>,
    body: Bytes,
}

impl Kept {
    fn of(request: BundledRequest<'_>) -> Self {
        let BundledRequest { terminal, nonce, signature, program, encoding, body } = request;
        Self { signed: Signed { terminal, signature, nonce }, program, encoding, body: Bytes::copy_from_slice(body) }
    }
}

/// Takes each in, in the order in which they were kept. Where one of a terminal has to come again, those after it do, too.
async fn take_all(hub: &Arc<Hub>, requests: Vec<Kept>) -> BundleAnswer {
    let mut later = BTreeSet::new();
    let mut answer = BundleAnswer::default();
    for request in requests {
        let (terminal, nonce) = (request.signed.terminal.clone(), request.signed.nonce.clone());
        if later.contains(&terminal) {
            answer.receipts.push(Receipt::plain(nonce, Standing::Kept));
            continue;
        }
        match take(hub, request).await {
            Ok((body, signature)) => answer.receipts.push(Receipt {
                // An answer is JSON, and so it is text.
                answer: Some(String::from_utf8_lossy(&body).into_owned()),
                signature: Some(signature),
                ..Receipt::plain(nonce, Standing::Answered)
            }),
            Err(refusal) => {
                let (status, kind) = refusal.what();
                if status >= 500 || status == StatusCode::TOO_MANY_REQUESTS.as_u16() {
                    later.insert(terminal);
                    answer.retry_after = answer.retry_after.max(refusal.retry_after());
                    answer.receipts.push(Receipt::plain(nonce, Standing::Kept));
                } else {
                    let (status, kind) = (Some(status), Some(kind.to_owned()));
                    answer.receipts.push(Receipt { status, kind, ..Receipt::plain(nonce, Standing::Refused) });
                }
            }
        }
    }
    answer
}

/// Takes one in.
async fn take(hub: &Arc<Hub>, request: Kept) -> Result<(Vec<u8>, String), Refusal> {
    let compressed = match request.encoding.as_deref() {
        None | Some("identity") => false,
        Some("zstd") => true,
        Some(_) => {
            let title = "The hub does not read this kind of body";
            return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", title));
        }
    };
    if let Some(what) = hub.health.damage() {
        return Err(HubError::Damaged { what }.into());
    }
    let version = request.program.as_deref().and_then(version_of_program).map(str::to_owned);
    Ok(take_in(hub, request.signed, request.body, compressed, version).await?)
}
