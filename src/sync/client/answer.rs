//! What comes back: whether it is the hub's, and what it says.

use super::shared::CLIENT;
use super::{ClientError, cause};
use crate::protocol::problem::{PROBLEM_MEDIA_TYPE, Problem};
use crate::protocol::relay::{LINE_HEADER, RELAY_HEADER};
use crate::protocol::{INCARNATION_HEADER, JSON_MEDIA_TYPE};
use crate::sync::reason::{Reason, at_relay};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use std::io::Read as _;
use std::time::Duration;

/// The largest answer that is read as one piece.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// The largest window of zstd's usual levels, 8 MiB: what claims a larger one would use up memory.
const LARGEST_WINDOW: u32 = 23;

/// An answer that is really the hub's: it names its incarnation. Everything else counts as none.
pub(super) fn ours(answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
    let response = answer.map_err(|error| {
        let reason = cause::of(&error);
        tracing::debug!(reason = reason.name(), "no answer from the hub");
        CLIENT.failed(reason);
        ClientError::NoAnswer(reason)
    })?;
    let status = response.status().as_u16();
    if !response.headers().contains_key(INCARNATION_HEADER) {
        let reason = stranger(status, media_type(&response));
        tracing::warn!(status, reason = reason.name(), "an answer that is not the hub's");
        return Err(ClientError::NoAnswer(reason));
    }
    later(response)
}

/// An answer that is really the relay's. What the hub answered it passes on with the incarnation that the hub named.
pub(super) fn of_relay(answer: reqwest::Result<Response>) -> Result<Response, ClientError> {
    let response = answer.map_err(|error| {
        let reason = at_relay(cause::of(&error));
        tracing::debug!(reason = reason.name(), "no answer from the relay");
        ClientError::NoAnswer(reason)
    })?;
    let text = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let is_own = text(INCARNATION_HEADER).is_none();
    if text(RELAY_HEADER).is_none() || (is_own && response.status() == StatusCode::UNAUTHORIZED) {
        tracing::warn!(status = response.status().as_u16(), "an answer that is not the relay's, or not for this room");
        return Err(ClientError::NoAnswer(Reason::RelayOther));
    }
    if let Some(line) = text(LINE_HEADER).filter(|_| response.status() == StatusCode::SERVICE_UNAVAILABLE) {
        return Err(ClientError::NoAnswer(Reason::of_name(line).unwrap_or(Reason::NoLine)));
    }
    later(response)
}

/// The answer, unless it asks to come back later.
fn later(response: Response) -> Result<Response, ClientError> {
    if matches!(response.status(), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        return Err(ClientError::Later(seconds.map(Duration::from_secs)));
    }
    Ok(response)
}

/// Who answers in the hub's place, by the status and the kind of the answer.
fn stranger(status: u16, media_type: &str) -> Reason {
    match status {
        // A hub never redirects; a network that wants a sign-in first does.
        300..=399 | 511 => Reason::LoginPage,
        401 | 407 => Reason::PasswordAsked,
        404 | 405 => Reason::WrongPath,
        413 => Reason::TooLarge,
        502..=504 => Reason::HubDown,
        200..=299 if media_type.eq_ignore_ascii_case("text/html") => Reason::LoginPage,
        _ => Reason::NotTheHub,
    }
}

/// Why the hub refuses, by the kind of its problem, or else by the status alone.
pub(super) fn refusal(status: u16, kind: &str) -> Reason {
    match (kind.strip_prefix("urn:cups:problem:").unwrap_or_default(), status) {
        ("revoked", _) => Reason::Revoked,
        ("enrolment-code", _) => Reason::CodeRefused,
        ("terminal-taken", _) | ("", 409) => Reason::TerminalTaken,
        ("signature", _) | (_, 401 | 403) => Reason::TerminalUnknown,
        ("too-large", _) | (_, 413) => Reason::TooLarge,
        (_, 404 | 405) => Reason::WrongPath,
        (_, 500..=599) => Reason::HubFailed,
        _ => Reason::NotUnderstood,
    }
}

/// The kind of its body, without what comes after it.
pub(super) fn media_type(response: &Response) -> &str {
    response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map_or("", str::trim)
}

/// Its body, when the hub did what was asked; else why not.
pub(super) async fn body(response: Response) -> Result<Vec<u8>, ClientError> {
    let status = response.status();
    let is_problem = media_type(&response) == PROBLEM_MEDIA_TYPE;
    let bytes = whole(response).await?;
    if status.is_success() {
        return Ok(bytes);
    }
    let status = status.as_u16();
    let problem: Option<Problem> = is_problem.then(|| serde_json::from_slice(&bytes).ok()).flatten();
    let (kind, title) = problem.map(|problem| (problem.kind, problem.title)).unwrap_or_default();
    Err(ClientError::Refused { status, title, reason: refusal(status, &kind) })
}

/// A body as one piece, unless it is longer than any of ours. What stands between may pack it: what comes out is looked at as
/// if it had come so.
pub(super) async fn whole(mut response: Response) -> Result<Vec<u8>, ClientError> {
    let packed = response.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let packed = packed.map(|packed| packed.trim().to_ascii_lowercase()).unwrap_or_default();
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| ClientError::BROKE)? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(ClientError::NOT_OURS);
        }
        bytes.extend_from_slice(&chunk);
    }
    unpacked(bytes, &packed).ok_or(ClientError::NOT_OURS)
}

/// What is packed in this way, unless it becomes longer than any answer of ours.
fn unpacked(bytes: Vec<u8>, packed: &str) -> Option<Vec<u8>> {
    let most = LARGEST_ANSWER as u64 + 1;
    let mut plain = Vec::new();
    match packed {
        "" | "identity" => return Some(bytes),
        "gzip" | "x-gzip" => flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(most).read_to_end(&mut plain),
        "zstd" => {
            let mut decoder = zstd::Decoder::with_buffer(bytes.as_slice()).ok()?;
            decoder.window_log_max(LARGEST_WINDOW).ok()?;
            decoder.take(most).read_to_end(&mut plain)
        }
        _ => return None,
    }
    .ok()?;
    (plain.len() <= LARGEST_ANSWER).then_some(plain)
}

/// What it says, of an answer that is not signed.
pub(super) async fn json<T: DeserializeOwned>(answer: reqwest::Result<Response>) -> Result<T, ClientError> {
    let response = ours(answer)?;
    if response.status().is_success() && media_type(&response) != JSON_MEDIA_TYPE {
        return Err(ClientError::NOT_OURS);
    }
    serde_json::from_slice(&body(response).await?).map_err(|_| ClientError::NOT_OURS)
}

/// The whole length in a `Content-Range` that begins at the byte asked for.
pub(super) fn whole_of(range: &str, from: u64) -> Option<u64> {
    let (bytes, whole) = range.strip_prefix("bytes ")?.split_once('/')?;
    let begins: u64 = bytes.split_once('-')?.0.parse().ok()?;
    if begins == from { whole.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_answers_in_the_place_of_the_hub_is_told_by_the_answer() {
        for (status, media_type, reason) in [
            (200, "text/html", Reason::LoginPage),
            (200, "TEXT/HTML", Reason::LoginPage),
            (200, "application/json", Reason::NotTheHub),
            (204, "", Reason::NotTheHub),
            (302, "text/html", Reason::LoginPage),
            (307, "", Reason::LoginPage),
            (511, "text/html", Reason::LoginPage),
            (400, "text/html", Reason::NotTheHub),
            (401, "text/html", Reason::PasswordAsked),
            (403, "text/html", Reason::NotTheHub),
            (404, "text/html", Reason::WrongPath),
            (413, "text/html", Reason::TooLarge),
            (502, "text/html", Reason::HubDown),
            (504, "", Reason::HubDown),
        ] {
            assert_eq!(stranger(status, media_type), reason, "{status} {media_type}");
        }
    }

    #[test]
    fn what_was_packed_on_the_way_comes_out_within_bounds() {
        let gzip = |bytes: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            std::io::Write::write_all(&mut packer, bytes).unwrap();
            packer.finish().unwrap()
        };
        assert_eq!(unpacked(gzip(b"answer"), "gzip").unwrap(), b"answer");
        assert_eq!(unpacked(zstd::encode_all(&b"answer"[..], 3).unwrap(), "zstd").unwrap(), b"answer");
        assert_eq!(unpacked(b"answer".to_vec(), "").unwrap(), b"answer");
        let large = vec![b' '; LARGEST_ANSWER + 1];
        assert!(unpacked(gzip(&large), "gzip").is_none() && unpacked(gzip(&large[1..]), "gzip").is_some());
        assert!(unpacked(zstd::encode_all(&large[..], 3).unwrap(), "zstd").is_none());
        let cut = gzip(b"answer");
        assert!(unpacked(cut[..cut.len() - 3].to_vec(), "gzip").is_none());
        assert!(unpacked(b"answer".to_vec(), "br").is_none() && unpacked(b"answer".to_vec(), "gzip").is_none());
    }

    #[test]
    fn why_the_hub_refuses_is_told_by_the_problem() {
        for (status, kind, reason) in [
            (403, "revoked", Reason::Revoked),
            (403, "enrolment-code", Reason::CodeRefused),
            (409, "terminal-taken", Reason::TerminalTaken),
            (401, "signature", Reason::TerminalUnknown),
            (413, "too-large", Reason::TooLarge),
            (404, "not-found", Reason::WrongPath),
            (400, "malformed", Reason::NotUnderstood),
            (415, "media-type", Reason::NotUnderstood),
            (500, "internal", Reason::HubFailed),
            (403, "something-newer", Reason::TerminalUnknown),
            (422, "something-newer", Reason::NotUnderstood),
        ] {
            assert_eq!(refusal(status, &format!("urn:cups:problem:{kind}")), reason, "{status} {kind}");
        }
        assert_eq!(refusal(401, ""), Reason::TerminalUnknown);
    }
}
