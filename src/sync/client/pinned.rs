//! The client of a room's relay. It knows the relay by its key and by nothing else: no authority, no name, no date. What shows
//! another key gets no request.

use super::{ClientError, shared};
use crate::protocol::relay::key_on_the_wire;
use crate::sync::reason::Reason;
use reqwest::Client;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, PeerIncompatible, SignatureScheme,
};
use std::sync::{Arc, Mutex, PoisonError};

/// The client that was made last, and the key by which it knows its relay: a computer has one relay.
static MADE: Mutex<Option<([u8; 32], Client)>> = Mutex::new(None);

/// The client that talks to whoever holds this key.
pub(super) fn client(key: [u8; 32]) -> Result<Client, ClientError> {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, client)) = &*made
        && *known == key
    {
        return Ok(client.clone());
    }
    let client = build(key).map_err(|error| {
        tracing::error!(%error, "no client for the relay");
        ClientError::NoAnswer(Reason::RelayOther)
    })?;
    *made = Some((key, client.clone()));
    Ok(client)
}

fn build(key: [u8; 32]) -> Result<Client, Box<dyn std::error::Error>> {
    let provider = aws_lc_rs::default_provider();
    let algorithms = provider.signature_verification_algorithms;
    let known = OneKey { key: key_on_the_wire(&key), algorithms };
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(known))
        .with_no_client_auth();
    // It stands in the same room: no proxy is between.
    Ok(shared::builder().tls_backend_preconfigured(config).https_only(true).no_proxy().build()?)
}

/// Believes whoever holds one key.
#[derive(Debug)]
struct OneKey {
    key: Vec<u8>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for OneKey {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        if end_entity.as_ref() == self.key {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(TlsError::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        // It was never offered, and has no keys alone.
        Err(TlsError::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        let key = SubjectPublicKeyInfoDer::from(cert.as_ref());
        verify_tls13_signature_with_raw_key(message, &key, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }

    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}
