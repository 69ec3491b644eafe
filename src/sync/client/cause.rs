//! What an error of the HTTP client comes from. The libraries wrap each other's errors; the first that says something
//! definite counts.

use crate::sync::reason::Reason;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::{CertificateError, Error as TlsError};
use std::error::Error;
use std::io::{self, ErrorKind};

/// The name of a hub was not found, or nobody could be asked for it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct NameError(io::Error);

impl NameError {
    /// Without a line the name server cannot be asked: that says nothing of the name.
    fn reason(&self) -> Reason {
        let words = self.0.to_string().to_lowercase();
        let asked_in_vain = words.contains("temporary failure") || words.contains("try again");
        if asked_in_vain { Reason::NoLine } else { of_io(&self.0).unwrap_or(Reason::NameUnknown) }
    }
}

/// The system's own look-up of names, which says of an error that it is one of names.
#[derive(Debug)]
pub(super) struct Names;

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is put in by the caller.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(NameError)?;
            let found: Addrs = Box::new(found.collect::<Vec<_>>().into_iter());
            Ok(found)
        })
    }
}

/// Why a call came to nothing.
pub(super) fn of(error: &reqwest::Error) -> Reason {
    if let Some(reason) = of_chain(error) {
        return reason;
    }
    if error.is_timeout() {
        Reason::Timeout
    } else if error.is_connect() {
        Reason::NoLine
    } else if error.is_body() || error.is_decode() || closed_early(error) {
        Reason::LineBroke
    } else {
        // Something came, and the client could not read it as HTTP.
        Reason::NotHttp
    }
}

/// Whether the other side hung up before its answer was whole. Only the words of the library say so.
fn closed_early(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(error) = next {
        if error.to_string().contains("closed before message completed") {
            return true;
        }
        next = error.source();
    }
    false
}

/// The first definite reason among an error and what it comes from.
pub(super) fn of_chain(error: &(dyn Error + 'static)) -> Option<Reason> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(reason) = of_one(error) {
            return Some(reason);
        }
        next = error.source();
    }
    None
}

fn of_one(error: &(dyn Error + 'static)) -> Option<Reason> {
    if let Some(error) = error.downcast_ref::<NameError>() {
        Some(error.reason())
    } else if let Some(error) = error.downcast_ref::<TlsError>() {
        Some(of_tls(error))
    } else if let Some(error) = error.downcast_ref::<io::Error>() {
        // What an input error carries is not among its sources.
        error.get_ref().and_then(|inner| of_chain(inner)).or_else(|| of_io(error))
    } else {
        None
    }
}

fn of_io(error: &io::Error) -> Option<Reason> {
    match error.kind() {
        ErrorKind::ConnectionRefused => Some(Reason::ConnectionRefused),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::NetworkDown => Some(Reason::NoLine),
        ErrorKind::TimedOut => Some(Reason::Timeout),
        ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe
        | ErrorKind::NotConnected
        | ErrorKind::UnexpectedEof => Some(Reason::LineBroke),
        _ => None,
    }
}

fn of_tls(error: &TlsError) -> Reason {
    match error {
        TlsError::InvalidCertificate(certificate) => of_certificate(certificate),
        // What came is no message of TLS: somebody answers in plain HTTP.
        TlsError::InvalidMessage(_) => Reason::NotTls,
        TlsError::NoCertificatesPresented => Reason::CertificateUntrusted,
        _ => Reason::TlsFailed,
    }
}

fn of_certificate(error: &CertificateError) -> Reason {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Reason::CertificateRanOut,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Reason::CertificateNotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Reason::CertificateOtherName
        }
        _ => Reason::CertificateUntrusted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_error(words: &str) -> NameError {
        NameError(io::Error::other(words.to_owned()))
    }

    #[test]
    fn names_that_nobody_has_and_name_servers_that_nobody_reaches_are_told_apart() {
        let unknown = name_error("failed to lookup address information: Name or service not known");
        assert_eq!(of_chain(&unknown), Some(Reason::NameUnknown));
        let unasked = name_error("failed to lookup address information: Temporary failure in name resolution");
        assert_eq!(of_chain(&unasked), Some(Reason::NoLine));
    }

    #[test]
    fn each_error_of_the_line_has_its_reason_however_deep_it_lies() {
        for (kind, reason) in [
            (ErrorKind::ConnectionRefused, Some(Reason::ConnectionRefused)),
            (ErrorKind::NetworkUnreachable, Some(Reason::NoLine)),
            (ErrorKind::HostUnreachable, Some(Reason::NoLine)),
            (ErrorKind::NetworkDown, Some(Reason::NoLine)),
            (ErrorKind::TimedOut, Some(Reason::Timeout)),
            (ErrorKind::ConnectionReset, Some(Reason::LineBroke)),
            (ErrorKind::UnexpectedEof, Some(Reason::LineBroke)),
            (ErrorKind::PermissionDenied, None),
        ] {
            assert_eq!(of_chain(&io::Error::from(kind)), reason, "{kind:?}");
            assert_eq!(of_chain(&io::Error::other(io::Error::from(kind))), reason, "{kind:?} inside another");
        }
    }

    #[test]
    fn each_error_of_a_certificate_has_its_reason() {
        for (error, reason) in [
            (CertificateError::Expired, Reason::CertificateRanOut),
            (CertificateError::NotValidYet, Reason::CertificateNotYetValid),
            (CertificateError::NotValidForName, Reason::CertificateOtherName),
            (CertificateError::UnknownIssuer, Reason::CertificateUntrusted),
            (CertificateError::BadSignature, Reason::CertificateUntrusted),
            (CertificateError::InvalidPurpose, Reason::CertificateUntrusted),
        ] {
            let wrapped = io::Error::new(ErrorKind::InvalidData, TlsError::InvalidCertificate(error.clone()));
            assert_eq!(of_chain(&wrapped), Some(reason), "{error:?}");
        }
        let plain = TlsError::InvalidMessage(rustls::InvalidMessage::InvalidContentType);
        assert_eq!(of_chain(&io::Error::new(ErrorKind::InvalidData, plain)), Some(Reason::NotTls));
        let alert = TlsError::AlertReceived(rustls::AlertDescription::ProtocolVersion);
        assert_eq!(of_chain(&alert), Some(Reason::TlsFailed));
    }
}
