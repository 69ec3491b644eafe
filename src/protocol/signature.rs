//! Signed requests: an enrolled terminal signs method, path and body with its Ed25519 device key. There
//! is no date in it: a dead clock must not stop sync, and a replayed batch changes nothing, because
//! every entry is stored once.
//!
//! The hub signs its answers to them with the key that a terminal learnt at enrolment, each bound to the request that it
//! answers: who stands on the line can neither make one up nor give an older one again. A terminal signs what it has to
//! say apart from how it is delivered ([`super::parcel`]), and in it the newest entry by its hash. Each hash holds the one
//! before, so that this signature speaks for the whole history.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// The header that names the terminal.
pub const TERMINAL_HEADER: &str = "cups-terminal";
/// The header that carries the signature in base64.
pub const SIGNATURE_HEADER: &str = "cups-signature";
/// The header of an answer that carries the hub's signature in base64.
pub const ANSWER_HEADER: &str = "cups-hub-signature";
/// The header with something made up for this request alone, which the hub signs with its answer.
pub const NONCE_HEADER: &str = "cups-nonce";

/// What is signed: a fixed word, the method, the path and the SHA-256 hash of the body as sent.
fn message(method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let digest = hex::encode(Sha256::digest(body));
    format!("cups-request-1\n{method}\n{path}\n{digest}").into_bytes()
}

/// What the hub signs: a fixed word, what the request asked it to repeat, the signature of the request, and the SHA-256
/// hash of the answer's body.
fn answer_message(nonce: &str, request: &str, body: &[u8]) -> Vec<u8> {
    let digest = hex::encode(Sha256::digest(body));
    format!("cups-answer-1\n{nonce}\n{request}\n{digest}").into_bytes()
}

/// What is signed of a history: its place and the hash of its newest entry.
fn head_message(terminal: &str, epoch: u32, sequence: u64, hash: &[u8; 32]) -> Vec<u8> {
    format!("cups-head-1\n{terminal}\n{epoch}\n{sequence}\n{}", hex::encode(hash)).into_bytes()
}

/// What is signed of a parcel: a fixed word and the SHA-256 hash of its content.
fn parcel_message(content: &[u8]) -> Vec<u8> {
    format!("cups-parcel-1\n{}", hex::encode(Sha256::digest(content))).into_bytes()
}

/// What the hub signs of a roster: a fixed word and the SHA-256 hash of its content.
fn roster_message(content: &[u8]) -> Vec<u8> {
    format!("cups-roster-1\n{}", hex::encode(Sha256::digest(content))).into_bytes()
}

fn is_of(key: &VerifyingKey, message: &[u8], signature: &str) -> bool {
    let signature = STANDARD.decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
    signature.is_some_and(|signature| key.verify_strict(message, &signature).is_ok())
}

/// Signs the answer to a request, which is named by its own signature and by what its sender made up for this once: the
/// same question has the same signature each time.
#[must_use]
pub fn sign_answer(key: &SigningKey, nonce: &str, request: &str, body: &[u8]) -> String {
    STANDARD.encode(key.sign(&answer_message(nonce, request, body)).to_bytes())
}

/// Whether an answer to this request is the hub's.
#[must_use]
pub fn is_answer(key: &VerifyingKey, nonce: &str, request: &str, body: &[u8], signature: &str) -> bool {
    is_of(key, &answer_message(nonce, request, body), signature)
}

/// Signs a history by its newest entry.
#[must_use]
pub fn sign_head(key: &SigningKey, terminal: &str, epoch: u32, sequence: u64, hash: &[u8; 32]) -> String {
    STANDARD.encode(key.sign(&head_message(terminal, epoch, sequence, hash)).to_bytes())
}

/// Whether a history that ends with this entry was signed by its terminal.
#[must_use]
pub fn is_head(
    key: &VerifyingKey,
    terminal: &str,
    epoch: u32,
    sequence: u64,
    hash: &[u8; 32],
    signature: &str,
) -> bool {
    is_of(key, &head_message(terminal, epoch, sequence, hash), signature)
}

/// Signs the content of a parcel.
#[must_use]
pub fn sign_parcel(key: &SigningKey, content: &[u8]) -> String {
    STANDARD.encode(key.sign(&parcel_message(content)).to_bytes())
}

/// Whether this key signed the content of a parcel.
#[must_use]
pub fn is_parcel(key: &VerifyingKey, content: &[u8], signature: &str) -> bool {
    is_of(key, &parcel_message(content), signature)
}

/// Signs the content of a roster.
#[must_use]
pub fn sign_roster(key: &SigningKey, content: &[u8]) -> String {
    STANDARD.encode(key.sign(&roster_message(content)).to_bytes())
}

/// Whether this key signed the content of a roster.
#[must_use]
pub fn is_roster(key: &VerifyingKey, content: &[u8], signature: &str) -> bool {
    is_of(key, &roster_message(content), signature)
}

/// Signs a request.
#[must_use]
pub fn sign(key: &SigningKey, method: &str, path: &str, body: &[u8]) -> String {
    STANDARD.encode(key.sign(&message(method, path, body)).to_bytes())
}

/// Whether the signature is this key's for this request.
#[must_use]
pub fn verify(key: &VerifyingKey, method: &str, path: &str, body: &[u8], signature: &str) -> bool {
    is_of(key, &message(method, path, body), signature)
}

/// Reads a public key in base64. One of small order is none: anybody can sign for it.
#[must_use]
pub fn verifying_key(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = STANDARD.decode(text).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok().filter(|key| !key.is_weak())
}

/// A public key in base64.
#[must_use]
pub fn verifying_key_text(key: &VerifyingKey) -> String {
    STANDARD.encode(key.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_request_fails_its_signature() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signature = sign(&key, "POST", "/api/v1/journal-entries", b"body");
        let public = verifying_key(&verifying_key_text(&key.verifying_key())).unwrap();
        assert!(verify(&public, "POST", "/api/v1/journal-entries", b"body", &signature));
        assert!(!verify(&public, "POST", "/api/v1/journal-entries", b"bodY", &signature));
        assert!(!verify(&public, "GET", "/api/v1/journal-entries", b"body", &signature));
        assert!(!verify(&public, "POST", "/api/v1/journal-entries", b"body", "nonsense"));
    }

    #[test]
    fn an_answer_belongs_to_its_request_alone() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = key.verifying_key();
        let signature = sign_answer(&key, "once", "first", b"body");
        assert!(is_answer(&public, "once", "first", b"body", &signature));
        assert!(!is_answer(&public, "twice", "first", b"body", &signature), "an older one is given again");
        assert!(!is_answer(&public, "once", "second", b"body", &signature));
        assert!(!is_answer(&public, "once", "first", b"bodY", &signature));
        let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
        assert!(!is_answer(&other, "once", "first", b"body", &signature));
    }

    #[test]
    fn a_head_speaks_for_its_place_and_its_hash() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = key.verifying_key();
        let signature = sign_head(&key, "t-1", 1, 9, &[3; 32]);
        assert!(is_head(&public, "t-1", 1, 9, &[3; 32], &signature));
        assert!(!is_head(&public, "t-1", 2, 9, &[3; 32], &signature));
        assert!(!is_head(&public, "t-1", 1, 8, &[3; 32], &signature));
        assert!(!is_head(&public, "t-1", 1, 9, &[4; 32], &signature));
    }

    #[test]
    fn a_key_for_which_anybody_can_sign_is_none() {
        for weak in [[0; 32], {
            let mut one = [0; 32];
            one[0] = 1;
            one
        }] {
            assert!(verifying_key(&STANDARD.encode(weak)).is_none(), "{weak:?}");
        }
    }
}
