//! Where the print system is: on this computer and nowhere else. What is printed goes over no line in clear.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Where Debian's print system listens for programs of the same computer. Over it the print system knows which account
/// asks, and lets it do what that account may.
const SOCKET: &str = "/run/cups/cups.sock";

/// Where it listens besides.
const PORT: &str = "http://localhost:631";

/// The address of the print system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrintAddress {
    /// A socket in the file system.
    Socket(PathBuf),
    /// A port of this computer.
    Port(String),
}

/// It is no such address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is neither the path of a socket nor http:// with this very computer")]
pub struct AddressError;

impl PrintAddress {
    /// Reads an address: the path of a socket, or `http://` (or `ipp://`) with a name of this computer.
    ///
    /// # Errors
    /// When it is none of these, or leads to another computer.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.starts_with('/') {
            return Ok(Self::Socket(PathBuf::from(text)));
        }
        let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("ipp://")).ok_or(AddressError)?;
        let rest = rest.trim_end_matches('/');
        let usual = if text.starts_with("ipp") { 631 } else { 80 };
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| AddressError)?),
            _ => (rest, usual),
        };
        let number: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        let here = host == "localhost" || number.is_some_and(|number| number.is_loopback());
        if here { Ok(Self::Port(format!("http://{host}:{port}"))) } else { Err(AddressError) }
    }

    /// Where the print system of this computer usually is.
    #[must_use]
    pub fn usual() -> Self {
        if Path::new(SOCKET).exists() { Self::Socket(PathBuf::from(SOCKET)) } else { Self::Port(PORT.to_owned()) }
    }
}

impl fmt::Display for PrintAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(path) => path.display().fmt(formatter),
            Self::Port(address) => address.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_computer_is_a_print_system_s_address() {
        for (text, read) in [
            ("http://localhost:631", "http://localhost:631"),
            ("http://localhost:631/", "http://localhost:631"),
            ("ipp://127.0.0.1", "http://127.0.0.1:631"),
            ("http://[::1]:8631", "http://[::1]:8631"),
            ("http://[::1]", "http://[::1]:80"),
            ("/run/cups/cups.sock", "/run/cups/cups.sock"),
        ] {
            assert_eq!(PrintAddress::parse(text).unwrap().to_string(), read);
        }
        for text in [
            "",
            "localhost:631",
            "https://localhost",
            "http://printer.example:631",
            "http://192.168.1.2",
            "http://localhost.example",
            "http://localhost@10.0.0.1",
            "http://localhost:port",
            "http://localhost:631/printers/x",
        ] {
            assert_eq!(PrintAddress::parse(text), Err(AddressError), "{text}");
        }
    }
}
