//! The catalogue: what is current, and the releases themselves.

use crate::hub::refusal::Refusal;
use crate::hub::{Hub, blocking};
use crate::protocol::enrolment::CatalogueAnnouncement;
use crate::protocol::path;
use crate::protocol::problem::Problem;
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The media type of a release.
const RELEASE_MEDIA_TYPE: &str = "application/zstd";

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
            content_type = "application/problem+json")
    )
)]
pub async fn announce(State(hub): State<Arc<Hub>>, headers: HeaderMap) -> Result<Response, Refusal> {
    let announcement = blocking(&hub, |hub| hub.reader().announcement())
        .await?
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "no-catalogue", "No catalogue was published yet"))?;
    let tag = format!("\"{}\"", announcement.sha256);
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
    params(("sha256" = String, Path, description = "SHA-256 of the canonical text, hexadecimal")),
    responses(
        (status = 200, description = "The release", body = Vec<u8>, content_type = "application/zstd"),
        (status = 404, description = "There is no such release", body = Problem,
            content_type = "application/problem+json")
    )
)]
pub async fn release(
    State(hub): State<Arc<Hub>>,
    sha256: Result<Path<String>, PathRejection>,
) -> Result<Response, Refusal> {
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "no-release", "There is no such release");
    let Path(sha256) = sha256.map_err(|_| unknown())?;
    let packed = blocking(&hub, move |hub| hub.reader().release(&sha256)).await?.ok_or_else(unknown)?;
    let headers = [(CONTENT_TYPE, RELEASE_MEDIA_TYPE), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, packed).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

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
