//! The catalogue: what is current, and the releases themselves.

use crate::catalogue::trust::TIMESTAMP;
use crate::hub::Hub;
use crate::hub::refusal::Refusal;
use crate::protocol::enrolment::CatalogueAnnouncement;
use crate::protocol::problem::Problem;
use crate::protocol::{JSON_MEDIA_TYPE, path};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RANGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The media type of a release.
const RELEASE_MEDIA_TYPE: &str = "application/zstd";

/// What is named by its hash or version may be kept for ever.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// The current catalogue's number, hash and size.
#[utoipa::path(
    get,
    path = path::CATALOGUE,
    tag = "catalogue",
    params(("if-none-match" = Option<String>, Header, description = "The entity tag of the announcement known")),
    responses(
        (status = 200, description = "The announcement", body = CatalogueAnnouncement),
        (status = 304, description = "The known one is still current"),
        (status = 404, description = "Nothing was published yet", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn announce(State(hub): State<Arc<Hub>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let announcement = hub
        .store
        .announcement()
        .await?
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "no-catalogue", "No catalogue was published yet"))?;
    let tag = format!("\"{}@{}\"", announcement.sha256, announcement.signed_until);
    let known = names(&headers, &tag);
    let headers = [(ETAG, tag), (CACHE_CONTROL, "no-cache".to_owned())];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((headers, Json(announcement)).into_response())
}

/// Whether `If-None-Match` names this entity tag.
fn names(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|named| named == "*" || named.strip_prefix("W/").unwrap_or(named) == tag)
}

/// A release: the canonical text of a catalogue, compressed by zstd. It never changes.
#[utoipa::path(
    get,
    path = "/api/v1/catalogue/releases/{sha256}",
    tag = "catalogue",
    params(
        ("sha256" = String, Path, description = "SHA-256 of the canonical text, hexadecimal"),
        ("range" = Option<String>, Header, description = "bytes=N-: the rest, after a line that broke")
    ),
    responses(
        (status = 200, description = "The release", body = Vec<u8>, content_type = "application/zstd"),
        (status = 206, description = "The rest of it", body = Vec<u8>, content_type = "application/zstd"),
        (status = 404, description = "There is no such release", body = Problem,
            content_type = "application/problem+json"),
        (status = 416, description = "It is not as long as that", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn release(
    State(hub): State<Arc<Hub>>,
    sha256: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "no-release", "There is no such release");
    let Path(sha256) = sha256.map_err(|_| unknown())?;
    let packed = hub.store.release(sha256).await?.ok_or_else(unknown)?;
    immutable(packed, &headers)
}

/// A delta: the canonical text of a release, compressed by zstd with that of an older one in view. It never changes.
#[utoipa::path(
    get,
    path = "/api/v1/catalogue/deltas/{base}/{target}",
    tag = "catalogue",
    params(
        ("base" = String, Path, description = "SHA-256 of the canonical text at hand, hexadecimal"),
        ("target" = String, Path, description = "SHA-256 of the canonical text wanted, hexadecimal"),
        ("range" = Option<String>, Header, description = "bytes=N-: the rest, after a line that broke")
    ),
    responses(
        (status = 200, description = "The delta", body = Vec<u8>, content_type = "application/zstd"),
        (status = 206, description = "The rest of it", body = Vec<u8>, content_type = "application/zstd"),
        (status = 404, description = "There is no such delta: fetch the release", body = Problem,
            content_type = "application/problem+json"),
        (status = 416, description = "It is not as long as that", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn delta(
    State(hub): State<Arc<Hub>>,
    names: Result<Path<(String, String)>, PathRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "no-delta", "There is no such delta");
    let Path((base, target)) = names.map_err(|_| unknown())?;
    let packed = hub.store.delta(base, target).await?.ok_or_else(unknown)?;
    immutable(packed, &headers)
}

/// A file signed by the editors, by the rules of The Update Framework.
#[utoipa::path(
    get,
    path = "/api/v1/catalogue/metadata/{name}",
    tag = "catalogue",
    params(("name" = String, Path, description = "timestamp.json, or N.snapshot.json, N.targets.json, N.root.json")),
    responses(
        (status = 200, description = "The signed file", body = Object),
        (status = 404, description = "There is no such file", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The hub cannot store at the moment", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn metadata(
    State(hub): State<Arc<Hub>>,
    name: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "no-metadata", "There is no such signed file");
    let Path(name) = name.map_err(|_| unknown())?;
    let text = hub.store.metadata(name.clone()).await?.ok_or_else(unknown)?;
    Ok(signed_file(&name, text))
}

/// A signed file: the newest is named otherwise than the rest, which never change.
pub(in crate::hub) fn signed_file(name: &str, text: impl IntoResponse) -> Response {
    let cache = if name == TIMESTAMP { "no-cache" } else { IMMUTABLE };
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON_MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// A file that never changes, whole or from where a line broke.
pub(in crate::hub) fn immutable(bytes: Vec<u8>, headers: &HeaderMap) -> Result<Response, Refusal> {
    let fixed = [(CONTENT_TYPE, RELEASE_MEDIA_TYPE), (CACHE_CONTROL, IMMUTABLE), (ACCEPT_RANGES, "bytes")];
    let Some(from) = rest_from(headers) else { return Ok((fixed, bytes).into_response()) };
    let whole = bytes.len();
    if from >= whole {
        return Err(Refusal::new(StatusCode::RANGE_NOT_SATISFIABLE, "range", "The file is not as long as that"));
    }
    let range = [(CONTENT_RANGE, format!("bytes {from}-{}/{whole}", whole - 1))];
    Ok((StatusCode::PARTIAL_CONTENT, fixed, range, bytes[from..].to_vec()).into_response())
}

/// The first byte wanted, when the request asks for the rest of a file (RFC 9110, 14.2). Ranges of other forms are
/// passed over, as the standard allows.
fn rest_from(headers: &HeaderMap) -> Option<usize> {
    headers.get(RANGE)?.to_str().ok()?.trim().strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rest_of_a_file_is_a_range_of_ours() {
        let with = |value: &'static str| HeaderMap::from_iter([(RANGE, HeaderValue::from_static(value))]);
        assert_eq!(rest_from(&with("bytes=65536-")), Some(65536));
        assert_eq!(rest_from(&with("bytes=0-99")), None);
        assert_eq!(rest_from(&with("bytes=-5")), None);
        assert_eq!(rest_from(&with("lines=5-")), None);
        assert_eq!(rest_from(&HeaderMap::new()), None);
    }

    #[test]
    fn a_known_announcement_is_recognised_in_every_form_of_the_header() {
        let with = |value: &'static str| HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(value))]);
        assert!(names(&with("\"a\""), "\"a\""));
        assert!(names(&with("\"b\", W/\"a\""), "\"a\""));
        assert!(names(&with("*"), "\"a\""));
        assert!(!names(&with("\"b\""), "\"a\""));
        assert!(!names(&HeaderMap::new(), "\"a\""));
    }
}
