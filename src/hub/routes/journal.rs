//! Journal entries: taking batches in, and listing what was received.

use crate::domain::record::Action;
use crate::hub::readers::read;
use crate::hub::refusal::Refusal;
use crate::hub::storage::report::{Cursor, EntryPage, Filter};
use crate::hub::storage::store::{Batch, Contact};
use crate::hub::storage::terminals::Terminal;
use crate::hub::{Hub, HubError, batch, blocking};
use crate::protocol::condition::TerminalCondition;
use crate::protocol::facts::Coded as _;
use crate::protocol::parcel::Parcel;
use crate::protocol::problem::Problem;
use crate::protocol::signature::{self, ANSWER_HEADER, NONCE_HEADER, SIGNATURE_HEADER, TERMINAL_HEADER};
use crate::protocol::verdict::BatchAnswer;
use crate::protocol::{JSON_MEDIA_TYPE, LARGEST_BODY, PARCEL_MEDIA_TYPE, PROGRAM_HEADER, path, version_of_program};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, Request, State};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use utoipa::IntoParams;

/// Takes a parcel of journal entries in.
///
/// Three lines: `cups-parcel-1`; the terminal's Ed25519 signature in base64 over `cups-parcel-1`, a line break and the
/// SHA-256 of the content in hexadecimal; the content, as JSON. In the content: `terminal`; `head` with `epoch`,
/// `sequence` and the terminal's signature over the hash of the newest entry; `entries`, CloudEvents 1.0, at most 500.
/// What an entry says that this hub does not know is kept and counted as "other".
///
/// The answer leaves after the commit and holds one verdict an entry, in the order sent. Sending a parcel again changes
/// nothing.
#[utoipa::path(
    post,
    path = path::JOURNAL_ENTRIES,
    tag = "journal",
    params(
        ("cups-terminal" = String, Header, description = "The terminal's name"),
        ("cups-signature" = String, Header,
            description = "Ed25519 signature in base64 over method, path and SHA-256 of the body as sent"),
        ("cups-nonce" = Option<String>, Header,
            description = "Something made up for this request, which the answer's signature (cups-hub-signature) covers"),
        ("cups-program" = Option<String>, Header, description = "The terminal's program, as cups-kiosk/0.1.0"),
        ("content-encoding" = Option<String>, Header, description = "zstd, or none")
    ),
    request_body(
        content = String,
        content_type = "application/vnd.cups.parcel",
        description = "A parcel"
    ),
    responses(
        (status = 200, description = "Stored; one verdict an entry", body = BatchAnswer),
        (status = 400, description = "Not a parcel", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Not signed by an enrolled terminal", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "The terminal was revoked", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Neither a parcel nor zstd, or a parcel of a newer form", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn receive(State(hub): State<Arc<Hub>>, headers: HeaderMap, request: Request) -> Result<Response, Refusal> {
    let signed = Signed::by(&headers)?;
    let compressed = is_compressed(&headers)?;
    let named = headers.get(PROGRAM_HEADER).and_then(|value| value.to_str().ok());
    let version = named.and_then(version_of_program).map(str::to_owned);
    if let Some(what) = hub.health.damage() {
        return Err(HubError::Damaged { what }.into());
    }
    // Nothing is read of whom nobody knows, and of the others no more than there is room for.
    signed.known(&hub).await?;
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let length = length.unwrap_or(LARGEST_BODY);
    if length > LARGEST_BODY {
        return Err(HubError::TooLarge("this address takes").into());
    }
    let place = hub.room.take(&signed.terminal, length)?;
    let body = axum::body::to_bytes(request.into_body(), length)
        .await
        .map_err(|_| Refusal::malformed("the body did not arrive whole"))?;
    let (body, signature) = take_in(&hub, signed, body, compressed, version).await?;
    drop(place);
    let headers = [(CONTENT_TYPE.as_str(), JSON_MEDIA_TYPE.to_owned()), (ANSWER_HEADER, signature)];
    Ok((headers, body).into_response())
}

/// Takes a parcel in, as its terminal signed it. Gives the answer and its signature.
pub(super) async fn take_in(
    hub: &Arc<Hub>,
    signed: Signed,
    body: Bytes,
    compressed: bool,
    version: Option<String>,
) -> Result<(Vec<u8>, String), HubError> {
    let key = signed.authenticate(hub, "POST", path::JOURNAL_ENTRIES, &body).await?;
    let now = Timestamp::now();
    let terminal = signed.terminal.clone();
    // Taken apart where it holds up no other request.
    let (batch, condition) = blocking(hub, move |_| {
        let body = batch::unpack(&body, compressed)?;
        let content = Parcel::read(&body)?.opened(&terminal, &key)?;
        let elements = batch::read(&content.entries, &terminal)?;
        // Told by whoever signed the rest; what cannot be noted of it keeps no entry from being taken.
        let condition = content.condition.and_then(TerminalCondition::read);
        Ok((Batch { terminal, elements, head: content.head, now }, condition))
    })
    .await?;
    let contact = Contact { terminal: signed.terminal.clone(), version, condition, now };
    if let Err(error) = hub.store.note_contact(contact).await {
        tracing::warn!(%error, "a contact was not noted");
    }
    let taken = hub.store.ingest(batch).await;
    if let Err(HubError::Damaged { what }) = &taken {
        hub.health.note_damage(what.clone());
    }
    signed.sign(hub, &taken?)
}

/// The body, when it arrived whole and within the limit.
pub(in crate::hub) fn whole(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Refusal> {
    body.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            HubError::TooLarge("this address takes").into()
        } else {
            Refusal::malformed("the body did not arrive whole")
        }
    })
}

/// What a signed request says of itself. The header of a request is known before its body is read.
pub(super) struct Signed {
    /// Who claims to have sent it.
    pub(super) terminal: String,
    pub(super) signature: String,
    /// What the hub is to repeat in its signature.
    pub(super) nonce: String,
}

impl Signed {
    /// Reads the headers.
    pub(super) fn by(headers: &HeaderMap) -> Result<Self, HubError> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let terminal = text(TERMINAL_HEADER).ok_or(HubError::NotSigned)?;
        let nonce = text(NONCE_HEADER).unwrap_or_default();
        Ok(Self { terminal, signature: text(SIGNATURE_HEADER).ok_or(HubError::NotSigned)?, nonce })
    }

    /// What is known of whoever claims to have sent it; nothing of whom nobody knows is read further.
    pub(super) async fn known(&self, hub: &Hub) -> Result<Terminal, HubError> {
        hub.store.terminal(self.terminal.clone()).await?.ok_or(HubError::NotSigned)
    }

    /// Gives the terminal's key. Who does not prove to be an enrolled terminal learns nothing more, not even that one was
    /// revoked.
    pub(super) async fn authenticate(
        &self,
        hub: &Hub,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> Result<VerifyingKey, HubError> {
        let known = self.known(hub).await?;
        let key = signature::verifying_key(&known.device_key).ok_or(HubError::Form("device key"))?;
        if !self.is_by(&key, method, path, body) {
            return Err(HubError::NotSigned);
        }
        if known.revoked {
            return Err(HubError::Revoked);
        }
        // Only now: whoever claims another's name takes nothing from it.
        hub.limits.terminals.take(self.terminal.clone(), Instant::now())?;
        Ok(key)
    }

    /// Whether it was signed with this key.
    pub(super) fn is_by(&self, key: &VerifyingKey, method: &str, path: &str, body: &[u8]) -> bool {
        signature::verify(key, method, path, body, &self.signature)
    }

    /// The answer to it, signed: its terminal believes no other.
    pub(super) fn answer<T: Serialize>(&self, hub: &Hub, answer: &T) -> Result<Response, HubError> {
        let (body, signature) = self.sign(hub, answer)?;
        let headers = [(CONTENT_TYPE.as_str(), JSON_MEDIA_TYPE.to_owned()), (ANSWER_HEADER, signature)];
        Ok((headers, body).into_response())
    }

    /// The same of an answer that is written already.
    pub(super) fn answer_of(&self, hub: &Hub, media_type: &str, body: Vec<u8>) -> Response {
        let signature = signature::sign_answer(&hub.keys.answers, &self.nonce, &self.signature, &body);
        let headers = [(CONTENT_TYPE.as_str(), media_type.to_owned()), (ANSWER_HEADER, signature)];
        (headers, body).into_response()
    }

    /// The answer to it, and the hub's signature of it.
    fn sign<T: Serialize>(&self, hub: &Hub, answer: &T) -> Result<(Vec<u8>, String), HubError> {
        let body = serde_json::to_vec(answer).map_err(HubError::Stored)?;
        let signature = signature::sign_answer(&hub.keys.answers, &self.nonce, &self.signature, &body);
        Ok((body, signature))
    }
}

/// Whether the body is compressed.
fn is_compressed(headers: &HeaderMap) -> Result<bool, Refusal> {
    let unsupported = || {
        Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type", "The hub does not read this kind of body")
            .detail("send application/vnd.cups.parcel, plain or with content-encoding zstd")
    };
    let lower = |value: &HeaderValue| value.to_str().unwrap_or("?").trim().to_ascii_lowercase();
    if let Some(kind) = headers.get(CONTENT_TYPE).map(lower) {
        let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
        if kind != PARCEL_MEDIA_TYPE {
            return Err(unsupported());
        }
    }
    match headers.get(CONTENT_ENCODING).map(lower).as_deref() {
        None | Some("identity") => Ok(false),
        Some("zstd") => Ok(true),
        Some(_) => Err(unsupported()),
    }
}

/// What to list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Where to begin: `nextCursor` of the page before.
    cursor: Option<String>,
    /// The most entries, 1 to 500; 100 when absent.
    limit: Option<usize>,
    /// Only of this centre.
    centre: Option<String>,
    /// Only of this event.
    event: Option<String>,
    /// Only with this action.
    action: Option<String>,
}

const USUAL_PAGE: usize = 100;
const LARGEST_PAGE: usize = 500;

/// Lists received entries without their sealed parts, in the order received.
///
/// With a filter a page may be short or empty and still have a next one: no page looks at more than 5,000 entries.
#[utoipa::path(
    get,
    path = path::JOURNAL_ENTRIES,
    tag = "journal",
    params(ListQuery),
    responses(
        (status = 200, description = "A page", body = EntryPage),
        (status = 400, description = "A parameter is malformed", body = Problem,
            content_type = "application/problem+json"),
        (status = 501, description = "The hub has no list over its database yet", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Too many read at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn list(
    State(hub): State<Arc<Hub>>,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Result<Json<EntryPage>, Refusal> {
    let malformed = || Refusal::malformed("a parameter is malformed");
    let Query(query) = query
        .map_err(|_| Refusal::malformed("the parameters are cursor, limit (a number), centre, event and action"))?;
    let limit = query.limit.unwrap_or(USUAL_PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(malformed().field("limit", "a number from 1 to 500"));
    }
    let after = match &query.cursor {
        None => Cursor::default(),
        Some(text) => {
            Cursor::parse(text).ok_or_else(|| malformed().field("cursor", "the nextCursor of an earlier page"))?
        }
    };
    let action = query.action.map(|action| {
        Action::of_code(&action).ok_or_else(|| malformed().field("action", "an action as it stands in the facts"))
    });
    let action = action.transpose()?;
    let filter = Filter { centre: query.centre, event: query.event, action };
    let page = read(&hub, move |storage| storage.entries(&filter, &after, limit)).await?;
    Ok(Json(page))
}
