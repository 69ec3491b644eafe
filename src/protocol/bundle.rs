//! Several requests that a relay keeps, in one: over a thin line each request by itself costs more than what is in it.
//! Nothing of a request changes by it. Each goes as its terminal signed it, and gets its own answer, signed for it alone, so
//! that a terminal cannot tell by which way the relay sent it. The bodies are packed once, over all of them.
//!
//! Number 1 is a line that names it, and of every request a line that names it and its body, as long as that line says:
//!
//! ```text
//! cups-bundle-1
//! {"terminal":"t-…","nonce":"…","signature":"…","encoding":"zstd","length":1234}
//! the body, without a line break behind it
//! ```
//!
//! ```text
//! POST /api/v1/kept-requests   such a body, packed as zstd   200, BundleAnswer
//! ```
//!
//! A hub that does not know the address answers 404, and gets the requests one by one.

use super::relay::Receipt;
use crate::domain::hidden::hidden;
use serde::{Deserialize, Serialize};

/// The media type of such a body.
pub const BUNDLE_MEDIA_TYPE: &str = "application/vnd.cups.bundle";
/// The most requests in one.
pub const MOST_BUNDLED: usize = 100;
/// How many bytes of bodies a relay puts into one, before they are packed. One that is longer goes alone.
pub const LARGEST_SENT: usize = 256 * 1024;
/// The most bytes of one, as sent and unpacked. More than relays send, so that a larger limit there needs no new hub first.
pub const LARGEST_BUNDLE: usize = 2 * 1024 * 1024;

const WORD: &[u8] = b"cups-bundle-1\n";

/// The longest line that names a request.
const LONGEST_LINE: usize = 2_000;

/// What is said of a request before its body.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    terminal: String,
    nonce: String,
    signature: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    program: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encoding: Option<String>,
    length: usize,
}

/// A request as its terminal handed it over.
#[derive(Clone, PartialEq, Eq)]
pub struct BundledRequest<'a> {
    /// The terminal that it names.
    pub terminal: String,
    /// What the terminal made up for it.
    pub nonce: String,
    /// Its signature.
    pub signature: String,
    /// The program that it names.
    pub program: Option<String>,
    /// How its body is packed.
    pub encoding: Option<String>,
    /// Its body.
    pub body: &'a [u8],
}

hidden!(BundledRequest<'_>, "BundledRequest");

/// What a hub answers to several requests.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BundleAnswer {
    /// How each stands: answered, refused whole, or to be sent once more. A request that is not named is to be sent once more.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
    /// In how many seconds what is to be sent once more should come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

hidden!(BundleAnswer, "BundleAnswer");

/// Puts requests together.
///
/// # Errors
/// When what is said of one cannot be written as JSON, which its types rule out.
pub fn bundle(requests: &[BundledRequest<'_>]) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = WORD.to_vec();
    for request in requests {
        let line = Line {
            terminal: request.terminal.clone(),
            nonce: request.nonce.clone(),
            signature: request.signature.clone(),
            program: request.program.clone(),
            encoding: request.encoding.clone(),
            length: request.body.len(),
        };
        serde_json::to_writer(&mut bytes, &line)?;
        bytes.push(b'\n');
        bytes.extend_from_slice(request.body);
    }
    Ok(bytes)
}

/// Takes them apart again; nothing when it is no such body, is cut off, or holds more than may be in one.
#[must_use]
pub fn unbundle(bytes: &[u8]) -> Option<Vec<BundledRequest<'_>>> {
    let mut rest = bytes.strip_prefix(WORD)?;
    let mut requests = Vec::new();
    while !rest.is_empty() {
        if requests.len() == MOST_BUNDLED {
            return None;
        }
        let end = rest.iter().take(LONGEST_LINE).position(|byte| *byte == b'\n')?;
        let line: Line = serde_json::from_slice(&rest[..end]).ok()?;
        let (body, after) = rest[end + 1..].split_at_checked(line.length)?;
        rest = after;
        let Line { terminal, nonce, signature, program, encoding, .. } = line;
        requests.push(BundledRequest { terminal, nonce, signature, program, encoding, body });
    }
    Some(requests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(number: usize, body: &[u8]) -> BundledRequest<'_> {
        BundledRequest {
            terminal: format!("t-{number}"),
            nonce: "n".to_owned(),
            signature: "s".to_owned(),
            program: (number > 1).then(|| "cups-kiosk/1".to_owned()),
            encoding: None,
            body,
        }
    }

    #[test]
    fn what_is_put_together_comes_apart_as_it_was() {
        let requests = [request(1, b"a\nb"), request(2, b""), request(3, b"\n{\"\xff")];
        let bytes = bundle(&requests).unwrap();
        assert!(unbundle(&bytes).unwrap() == requests);
        assert!(unbundle(&bundle(&[]).unwrap()).unwrap().is_empty());
        for cut in 0..bytes.len() {
            // At the end of a request it is a shorter one, of which what is missing is not answered.
            let whole = unbundle(&bytes[..cut]);
            assert!(whole.is_none_or(|some| some.len() < 3 && some[..] == requests[..some.len()]), "{cut}");
        }
    }

    #[test]
    fn no_more_is_taken_than_may_be_in_one() {
        let many: Vec<_> = (0..=MOST_BUNDLED).map(|number| request(number, b"x")).collect();
        assert!(unbundle(&bundle(&many[..MOST_BUNDLED]).unwrap()).is_some());
        assert!(unbundle(&bundle(&many).unwrap()).is_none());
        for none in [
            &b""[..],
            b"cups-bundle-2\n",
            b"cups-bundle-1\n{}\n",
            b"cups-bundle-1\n{\"terminal\":\"t\",\"nonce\":\"n\",\"signature\":\"s\",\"length\":18446744073709551615}\nx",
            b"cups-bundle-1\n{\"terminal\":\"t\",\"nonce\":\"n\",\"signature\":\"s\",\"length\":-1}\nx",
        ] {
            assert!(unbundle(none).is_none(), "{}", String::from_utf8_lossy(none));
        }
    }

    #[test]
    fn what_a_newer_relay_says_besides_is_passed_over() {
        let newer =
            b"cups-bundle-1\n{\"mood\":1,\"terminal\":\"t\",\"nonce\":\"n\",\"signature\":\"s\",\"length\":1}\nx";
        assert_eq!(unbundle(newer).unwrap()[0].body, b"x");
    }
}
