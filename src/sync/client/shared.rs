//! The one HTTP client of the program.

use super::{ClientError, cause};
use crate::sync::reason::Reason;
use reqwest::header::{ACCEPT_ENCODING, HeaderValue};
use reqwest::{Client, ClientBuilder};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The HTTP client of the whole program. To make one reads all certificates of the machine, which costs as much memory
/// as the pages of the window, in each thread that does it.
pub(super) static CLIENT: Shared = Shared(Mutex::new(None));

/// What every client keeps to, whomever it believes.
pub(super) fn builder() -> ClientBuilder {
    Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(Duration::from_mins(1))
        .read_timeout(Duration::from_mins(1))
        // The calls of one round go over one connection. One of an earlier round may be dead without knowing it.
        .pool_idle_timeout(Duration::from_secs(5))
        // A redirect is what a captive portal answers, never our hub.
        .redirect(reqwest::redirect::Policy::none())
        .dns_resolver(cause::Names)
        // What is packed is packed by us, and signed so: nobody between has to.
        .default_headers([(ACCEPT_ENCODING, HeaderValue::from_static("identity"))].into_iter().collect())
        .user_agent(concat!("cups-kiosk/", env!("CARGO_PKG_VERSION")))
}

/// A client that is made when it is first wanted.
pub(super) struct Shared(Mutex<Option<Client>>);

impl Shared {
    /// The client, made now if there is none.
    pub(super) fn get(&self) -> Result<Client, ClientError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*kept {
            return Ok(client.clone());
        }
        let made = builder().build().map_err(|error| {
            tracing::error!(%error, "no TLS");
            ClientError::Tls
        })?;
        Ok(kept.insert(made).clone())
    }

    /// Hears why a call failed: after an error of certificates they are read anew, for the right ones may have come.
    pub(super) fn failed(&self, reason: Reason) {
        use Reason::{
            CertificateNotYetValid, CertificateOtherName, CertificateRanOut, CertificateUntrusted, TlsFailed,
        };
        if let CertificateUntrusted | CertificateRanOut | CertificateNotYetValid | CertificateOtherName | TlsFailed =
            reason
        {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_client_serves_all_calls_until_its_certificates_are_doubted() {
        let shared = Shared(Mutex::new(None));
        let made = || shared.0.lock().unwrap().is_some();
        assert!(!made());
        drop(shared.get().unwrap());
        assert!(made());
        for reason in [Reason::NoLine, Reason::Timeout, Reason::NameUnknown, Reason::LoginPage] {
            shared.failed(reason);
            assert!(made(), "{reason:?}");
        }
        shared.failed(Reason::CertificateUntrusted);
        assert!(!made());
        drop(shared.get().unwrap());
        assert!(made());
    }
}
