//! A relay's own secrets: the key by which the computers of the room know it, and the word that lets them in.

use crate::domain::setup::RelayCode;
use crate::hub::HubError;
use crate::hub::keys::{read_secrets, write_secrets};
use crate::protocol::relay::{key_on_the_wire, private_key_for_tls};
use ed25519_dalek::{SigningKey, VerifyingKey};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::AlwaysResolvesServerRawPublicKeys;
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use zeroize::Zeroizing;

/// The name of the file in the relay's folder.
pub const FILE_NAME: &str = "relay.key";

/// What the first line of the file says.
const HEADING: &str =
    "# cups-hub: the key of this room's relay; with another one every computer of the room needs a new code";

/// The bytes of the word.
const WORD: usize = 16;

/// The relay's secrets.
pub struct RelayKeys {
    key: SigningKey,
    word: Zeroizing<String>,
}

crate::domain::hidden::hidden!(RelayKeys, "RelayKeys");

impl RelayKeys {
    /// Reads the file in a relay's folder, and makes it when it is missing.
    ///
    /// # Errors
    /// When it is there and cannot be read, or cannot be written.
    pub fn open(folder: &Path) -> Result<Self, HubError> {
        let path = folder.join(FILE_NAME);
        let failed = |source| HubError::File { path: path.display().to_string(), source };
        if !path.exists() {
            let mut bytes = Zeroizing::new([0; 32 + WORD]);
            getrandom::fill(&mut *bytes).map_err(HubError::Random)?;
            write_secrets(folder, FILE_NAME, HEADING, &*bytes).map_err(failed)?;
        }
        let text = std::fs::read_to_string(&path).map(Zeroizing::new).map_err(|error| match error.kind() {
            ErrorKind::InvalidData => HubError::input(path.display().to_string(), NOT_KEYS),
            _ => failed(error),
        })?;
        Self::read(&text).ok_or_else(|| HubError::input(path.display().to_string(), NOT_KEYS))
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = read_secrets(text)?;
        let (key, word) = bytes.split_first_chunk::<32>()?;
        let word = (word.len() == WORD).then(|| Zeroizing::new(hex::encode(word)))?;
        Some(Self { key: SigningKey::from_bytes(key), word })
    }

    /// The code of the relay, which stands at this address, with the hub's key where that is known.
    #[must_use]
    pub fn code(&self, address: &str, hub: Option<&VerifyingKey>) -> Option<RelayCode> {
        let key = hex::encode(self.key.verifying_key().to_bytes());
        let hub = hub.map(|hub| hex::encode(hub.to_bytes()));
        let code = RelayCode { address: address.to_owned(), key, word: self.word.to_string(), hub };
        // Read as a computer of the room will read it.
        RelayCode::read(&code.line())
    }

    /// Whether this is the word of the room. How long the comparison takes says nothing of the word.
    #[must_use]
    pub fn is_word(&self, said: &str) -> bool {
        Sha256::digest(said.as_bytes()) == Sha256::digest(self.word.as_bytes())
    }

    /// What protects connections: the key alone, without any certificate (RFC 7250).
    ///
    /// # Errors
    /// When the key cannot be used for TLS, which its kind rules out.
    pub fn acceptor(&self) -> Result<TlsAcceptor, HubError> {
        let wrong = |_| HubError::Form("key of the relay");
        let provider = aws_lc_rs::default_provider();
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(private_key_for_tls(self.key.as_bytes())));
        let private = provider.key_provider.load_private_key(private).map_err(wrong)?;
        let public = CertificateDer::from(key_on_the_wire(&self.key.verifying_key().to_bytes()));
        let certified = Arc::new(CertifiedKey::new(vec![public], private));
        let config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(wrong)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(certified)));
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

const NOT_KEYS: &str = "not the key of a relay: remove it, and give every computer of the room the new code";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relay_keeps_its_key_and_its_word() {
        let folder = tempfile::tempdir().unwrap();
        let first = RelayKeys::open(folder.path()).unwrap();
        let code = first.code("https://192.168.1.5:8481", None).unwrap();
        assert!(RelayKeys::open(folder.path()).unwrap().code(&code.address, None).unwrap() == code);
        assert!(first.is_word(&code.word) && !first.is_word("") && !first.is_word(&code.key));
        assert!(first.code("http://192.168.1.5:8481", None).is_none() && first.code("https://a b", None).is_none());
        first.acceptor().unwrap();
        assert_eq!(format!("{first:?}"), "RelayKeys(…)");
        let other = tempfile::tempdir().unwrap();
        assert!(RelayKeys::open(other.path()).unwrap().code(&code.address, None).unwrap() != code);
        std::fs::write(folder.path().join(FILE_NAME), "something else").unwrap();
        assert!(matches!(RelayKeys::open(folder.path()), Err(HubError::Input(_))));
    }
}
