//! Signed requests: an enrolled terminal signs method, path and body with its Ed25519 device key. There
//! is no date in it: a dead clock must not stop sync, and a replayed batch changes nothing, because
//! every entry is stored once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use sha2::{Digest, Sha256};

/// The header that names the terminal.
pub const TERMINAL_HEADER: &str = "cups-terminal";
/// The header that carries the signature in base64.
pub const SIGNATURE_HEADER: &str = "cups-signature";

/// What is signed: a fixed word, the method, the path and the SHA-256 hash of the body as sent.
fn message(method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let digest = hex::encode(Sha256::digest(body));
    format!("cups-request-1\n{method}\n{path}\n{digest}").into_bytes()
}

/// Signs a request.
#[must_use]
pub fn sign(key: &SigningKey, method: &str, path: &str, body: &[u8]) -> String {
    STANDARD.encode(key.sign(&message(method, path, body)).to_bytes())
}

/// Whether the signature is this key's for this request.
#[must_use]
pub fn verify(key: &VerifyingKey, method: &str, path: &str, body: &[u8], signature: &str) -> bool {
    STANDARD
        .decode(signature)
        .ok()
        .and_then(|bytes| Signature::from_slice(&bytes).ok())
        .is_some_and(|signature| key.verify(&message(method, path, body), &signature).is_ok())
}

/// Reads a public key in base64.
#[must_use]
pub fn verifying_key(text: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = STANDARD.decode(text).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
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
}
