//! Passing on what is kept: as it came, the oldest first, until the hub has answered. An answer is kept as it came, too.

use super::Relay;
use crate::hub::HubError;
use crate::hub::storage::relay::KeptRequest;
use crate::protocol::path;
use crate::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use crate::protocol::signature::{ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER};
use crate::protocol::{PARCEL_MEDIA_TYPE, PROGRAM_HEADER};
use crate::sync::client::{ClientError, Passed};
use crate::sync::planner::wait;
use crate::sync::random_share;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// How long the line rests when nothing waits. Whatever comes wakes it.
const REST: Duration = Duration::from_mins(1);

/// Passes on for ever.
pub async fn forward_for_ever(relay: Arc<Relay>) {
    let mut failures = 0;
    loop {
        if let Err(error) = learn_hub_key(&relay).await {
            tracing::debug!(%error, "the hub's key is not known yet");
        }
        let done = forward_all(&relay).await;
        let (pause, asked_to_wait) = match done {
            Ok(()) => {
                failures = 0;
                (REST, false)
            }
            Err(after) => {
                failures += 1;
                (wait(failures - 1, random_share(), after), after.is_some())
            }
        };
        if asked_to_wait {
            // The hub asked for peace; new requests do not break it.
            tokio::time::sleep(pause).await;
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = relay.wake.notified() => {}
        }
    }
}

/// Asks the hub once for the key by which its answers are known. It is believed as a terminal believes it that enrols: by
/// the hub's address and certificate.
async fn learn_hub_key(relay: &Arc<Relay>) -> Result<(), HubError> {
    if super::with_storage(relay, |storage| storage.hub_key()).await?.is_some() {
        return Ok(());
    }
    match relay.upstream.hub_key().await {
        Ok(Some(key)) => super::with_storage(relay, move |storage| storage.set_hub_key(&key)).await,
        // An older hub has none to tell.
        Ok(None) => Ok(()),
        Err(error) => {
            tracing::debug!(%error, "the hub does not tell its key");
            Ok(())
        }
    }
}

/// Passes on all that waits. What keeps one terminal's from being taken keeps no other's.
///
/// # Errors
/// When something did not go: how long the hub asks to wait, where it does.
async fn forward_all(relay: &Arc<Relay>) -> Result<(), Option<Duration>> {
    let mut held_up = BTreeSet::new();
    let mut later = None;
    loop {
        let but = held_up.clone();
        let next = super::with_storage(relay, move |storage| storage.next(&but)).await;
        let (number, request) = match next {
            Ok(Some(next)) => next,
            Ok(None) if held_up.is_empty() => return Ok(()),
            Ok(None) => return Err(later),
            Err(error) => {
                tracing::error!(%error, "what waits cannot be read");
                return Err(None);
            }
        };
        let terminal = request.terminal.clone();
        match forward(relay, number, request).await {
            Ok(()) => {}
            // Nothing is gained by trying the next: the same line.
            Err(Stopped::Line) => return Err(later),
            Err(Stopped::Request(after)) => {
                held_up.insert(terminal);
                later = later.max(after);
            }
            Err(Stopped::Storage(error)) => {
                tracing::error!(%error, "an answer cannot be kept; it is asked for again");
                return Err(None);
            }
        }
    }
}

/// Why a request did not go.
enum Stopped {
    /// Nothing goes.
    Line,
    /// This one does not, now.
    Request(Option<Duration>),
    /// What came back cannot be kept.
    Storage(HubError),
}

impl From<HubError> for Stopped {
    fn from(error: HubError) -> Self {
        Self::Storage(error)
    }
}

/// Passes one request on, and keeps what comes back.
async fn forward(relay: &Arc<Relay>, number: i64, request: KeptRequest) -> Result<(), Stopped> {
    let Some(headers) = headers(&request) else {
        // It came by headers, so it has some; and what the hub could not read it would refuse.
        super::with_storage(relay, move |storage| storage.note_refusal(number, 400, "", Timestamp::now())).await?;
        return Ok(());
    };
    let passed = relay.upstream.pass(Method::POST, path::JOURNAL_ENTRIES, headers, request.body).await;
    let Passed { status, headers, body } = match passed {
        Ok(passed) => passed,
        Err(ClientError::Later(after)) => {
            relay.note_line(None);
            return Err(Stopped::Request(after));
        }
        Err(error) => {
            relay.note_line(Some(error.reason()));
            return Err(Stopped::Line);
        }
    };
    relay.note_line(None);
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let now = Timestamp::now();
    match status {
        200..=299 => {
            let Ok(answer) = String::from_utf8(body) else { return Err(Stopped::Request(None)) };
            let signature = text(ANSWER_HEADER);
            super::with_storage(relay, move |storage| storage.note_answer(number, &answer, signature.as_deref(), now))
                .await?;
            Ok(())
        }
        500..=599 => Err(Stopped::Request(None)),
        _ => {
            let is_problem = text(CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with(PROBLEM_MEDIA_TYPE));
            let problem: Option<Problem> = is_problem.then(|| serde_json::from_slice(&body).ok()).flatten();
            let kind = problem.map(|problem| problem.kind).unwrap_or_default();
            tracing::warn!(status, kind, "the hub refuses what was kept");
            super::with_storage(relay, move |storage| storage.note_refusal(number, status, &kind, now)).await?;
            Ok(())
        }
    }
}

/// The headers with which a request came.
fn headers(request: &KeptRequest) -> Option<HeaderMap> {
    let named = [
        (CONTENT_TYPE.as_str(), Some(PARCEL_MEDIA_TYPE)),
        (CONTENT_ENCODING.as_str(), request.encoding.as_deref()),
        (TERMINAL_HEADER, Some(&*request.terminal)),
        (SIGNATURE_HEADER, Some(&*request.signature)),
        (NONCE_HEADER, Some(&*request.nonce)),
        (PROGRAM_HEADER, request.program.as_deref()),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in named {
        if let Some(value) = value {
            headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_str(value).ok()?);
        }
    }
    Some(headers)
}
