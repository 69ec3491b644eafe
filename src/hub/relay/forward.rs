//! Passing on what is kept: as it came, the oldest first and several in one, until the hub has answered. An answer is kept as it
//! came, too.

use super::Relay;
use crate::hub::HubError;
use crate::hub::batch::pack;
use crate::hub::storage::relay::KeptRequest;
use crate::protocol::bundle::{BUNDLE_MEDIA_TYPE, BundleAnswer, BundledRequest, LARGEST_SENT, MOST_BUNDLED, bundle};
use crate::protocol::path;
use crate::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use crate::protocol::relay::{Receipt, Standing};
use crate::protocol::signature::{ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER};
use crate::protocol::{LARGEST_BODY, PARCEL_MEDIA_TYPE, PROGRAM_HEADER};
use crate::sync::client::{ClientError, Passed};
use crate::sync::planner::{BatchSize, wait};
use crate::sync::random_share;
use crate::sync::reason::Reason;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long the line rests when nothing waits. Whatever comes wakes it.
const REST: Duration = Duration::from_mins(1);

/// How long each goes alone after one by itself was not taken in that form: what stands between may know no such kind.
const SHORT_ALONE: Duration = Duration::from_mins(10);

/// How long a hub that does not take several requests in one is not asked to.
const ALONE: Duration = Duration::from_hours(6);

/// So few go at once over any line: one that is gone for a day says nothing of what it carries when it is back.
const FEWEST: usize = 8;

/// How much goes at once.
#[derive(Default)]
struct Pace {
    /// How many requests in one: more while the line carries them, fewer when it does not.
    size: BatchSize,
    /// Until when each goes alone.
    alone_until: Option<Instant>,
}

/// Passes on for ever.
pub async fn forward_for_ever(relay: Arc<Relay>) {
    let mut failures = 0;
    let mut pace = Pace::default();
    loop {
        let Some(asked) = relay.outer.passes_on() else {
            relay.wake.notified().await;
            continue;
        };
        if let Err(error) = learn_hub_key(&relay).await {
            tracing::debug!(%error, "the hub's key is not known yet");
        }
        let done = forward_all(&relay, &mut pace).await;
        relay.outer.passed_on(asked);
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
        relay.note_pause((failures > 0 && relay.outer.automatic()).then_some(pause));
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
async fn forward_all(relay: &Arc<Relay>, pace: &mut Pace) -> Result<(), Option<Duration>> {
    let mut held_up = BTreeSet::new();
    let mut later = None;
    loop {
        let alone = pace.alone_until.is_some_and(|until| Instant::now() < until);
        let most = if alone { 1 } else { pace.size.get().min(MOST_BUNDLED) };
        let but = held_up.clone();
        let oldest = super::with_storage(relay, move |storage| storage.oldest(&but, most, LARGEST_SENT)).await;
        let mut requests = match oldest {
            Ok(requests) => requests,
            Err(error) => {
                tracing::error!(%error, "what waits cannot be read");
                return Err(None);
            }
        };
        let Some((_, first)) = requests.first() else {
            return if held_up.is_empty() { Ok(()) } else { Err(later) };
        };
        let (terminal, count) = (first.terminal.clone(), requests.len());
        let is_large = first.body.len() > LARGEST_BODY;
        let done = if alone || is_large {
            let (number, request) = requests.swap_remove(0);
            forward(relay, number, request).await.map(|()| Together::default())
        } else {
            forward_together(relay, requests).await
        };
        match done {
            Ok(Together { not_yet, after }) => {
                if count == most {
                    pace.size = pace.size.grown();
                }
                held_up.extend(not_yet);
                later = later.max(after);
            }
            Err(Stopped::NoBundles) => pace.alone_until = Some(Instant::now() + ALONE),
            // One of them may be too much for what stands between, or all of them together.
            Err(Stopped::TooMuch) if count > 1 => pace.size = pace.size.shrunk_from(count),
            Err(Stopped::TooMuch) => pace.alone_until = Some(Instant::now() + SHORT_ALONE),
            // Nothing is gained by trying the next: the same line. Fewer may get through it.
            Err(Stopped::Line) => {
                if count > FEWEST {
                    pace.size = pace.size.shrunk_from(count);
                }
                return Err(later);
            }
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
    /// The hub takes each alone.
    NoBundles,
    /// So many in one are not taken.
    TooMuch,
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

/// What became of several requests that went together.
#[derive(Default)]
struct Together {
    /// The terminals whose requests have to go once more.
    not_yet: BTreeSet<String>,
    /// How long the hub asks to wait with those.
    after: Option<Duration>,
}

/// Passes several requests on in one, and keeps what comes back of each.
async fn forward_together(relay: &Arc<Relay>, requests: Vec<(i64, KeptRequest)>) -> Result<Together, Stopped> {
    let (packed, first) = {
        let named = requests.iter().map(|(_, request)| BundledRequest {
            terminal: request.terminal.clone(),
            nonce: request.nonce.clone(),
            signature: request.signature.clone(),
            program: request.program.clone(),
            encoding: request.encoding.clone(),
            body: &request.body,
        });
        let named: Vec<BundledRequest<'_>> = named.collect();
        let bytes = bundle(&named).map_err(HubError::Stored)?;
        (pack(&bytes)?, HeaderValue::from_str(&named[0].terminal))
    };
    // What is no header cannot have come by one.
    let first = first.map_err(|_| Stopped::TooMuch)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(BUNDLE_MEDIA_TYPE)),
        (CONTENT_ENCODING, HeaderValue::from_static("zstd")),
        (ACCEPT_ENCODING, HeaderValue::from_static("zstd")),
        (HeaderName::from_static(TERMINAL_HEADER), first),
    ];
    let passed = relay.upstream.pass(Method::POST, path::KEPT_REQUESTS, headers.into_iter().collect(), packed).await;
    let Passed { status, body, .. } = match passed {
        Ok(passed) => passed,
        Err(ClientError::Later(after)) => {
            relay.note_line(None);
            let not_yet = requests.into_iter().map(|(_, request)| request.terminal).collect();
            return Ok(Together { not_yet, after });
        }
        Err(ClientError::NoAnswer(Reason::TooLarge | Reason::WrongPath)) => return Err(Stopped::TooMuch),
        Err(error) => {
            relay.note_line(Some(error.reason()));
            return Err(Stopped::Line);
        }
    };
    relay.note_line(None);
    match status {
        200..=299 => {}
        404 | 405 | 501 => return Err(Stopped::NoBundles),
        500..=599 => return Err(Stopped::Request(None)),
        _ => return Err(Stopped::TooMuch),
    }
    // Something else answered, whatever it says: nothing of it is kept.
    let Ok(answer) = serde_json::from_slice::<BundleAnswer>(&body) else { return Err(Stopped::Request(None)) };
    let mut together = Together { not_yet: BTreeSet::new(), after: answer.retry_after.map(Duration::from_secs) };
    let mut by_nonce: BTreeMap<String, Receipt> =
        answer.receipts.into_iter().map(|receipt| (receipt.nonce.clone(), receipt)).collect();
    let mut answered = Vec::new();
    for (number, request) in requests {
        let settles = |receipt: &Receipt| match receipt.standing {
            Standing::Answered => receipt.answer.is_some() && receipt.status.is_none(),
            Standing::Refused => receipt.status.is_some(),
            Standing::Unknown | Standing::Kept => false,
        };
        // The answers of a terminal come in its order: behind one that has to go once more none is settled.
        match by_nonce.remove(&request.nonce).filter(settles) {
            Some(receipt) if !together.not_yet.contains(&request.terminal) => {
                if let Some(status) = receipt.status {
                    tracing::warn!(status, kind = receipt.kind.as_deref(), "the hub refuses what was kept");
                }
                answered.push((number, receipt));
            }
            _ => {
                together.not_yet.insert(request.terminal);
            }
        }
    }
    super::with_storage(relay, move |storage| storage.note_receipts(&answered, Timestamp::now())).await?;
    Ok(together)
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
