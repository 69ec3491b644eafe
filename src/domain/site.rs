//! Addresses of the State's pages: which may be opened at all, whose they are, and the sites that visitors find in a list.

use super::text::Text;
// A number as a value; nothing here reaches for the net.
use core::net::IpAddr;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most letters of an address.
const LONGEST: usize = 500;

/// What cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no address of a page that can be opened")]
pub struct NoPage;

/// A computer whose pages may be shown: its name or number, perhaps with a port. Never a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site(String);

impl Site {
    /// Reads one: `servicii.gov.md`, `127.0.0.1:8080`.
    ///
    /// # Errors
    /// When it is none, or a pattern for many.
    pub fn parse(text: &str) -> Result<Self, NoPage> {
        let (name, port) = text.rsplit_once(':').map_or((text, None), |(name, port)| (name, Some(port)));
        let is_label = |label: &str| {
            let inner = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
            inner && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
        };
        let is_name = name.len() <= 253 && name.split('.').all(is_label);
        let is_port = port.is_none_or(|port| {
            port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
        });
        // A single word is a computer of the room and none of the State's; this computer itself is named for tests.
        let is_whole = name.contains('.') || name == "localhost";
        (is_name && is_port && is_whole).then(|| Self(text.to_owned())).ok_or(NoPage)
    }

    /// It as it stands in an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without the port.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The port, where it is not the usual one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.0.split_once(':').and_then(|(_, port)| port.parse().ok())
    }

    /// Whether it is named by a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.name().parse::<IpAddr>().is_ok()
    }

    /// Whether it is this computer itself.
    #[must_use]
    pub fn is_here(&self) -> bool {
        self.name() == "localhost" || self.name().parse::<IpAddr>().is_ok_and(|number| number.is_loopback())
    }
}

impl fmt::Display for Site {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The address of a page that can be opened: over an encrypted line, or on this computer itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAddress {
    text: String,
    site: Site,
}

impl PageAddress {
    /// Reads one, as the catalogue has it.
    ///
    /// # Errors
    /// When it is of another kind: a file, a script, a line that anybody reads, a name with a password before it.
    pub fn parse(text: &str) -> Result<Self, NoPage> {
        let text = text.trim();
        // What a browser would read otherwise than it stands there: spaces, quotes, a backslash that it takes for a slash.
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'\\' | b'<' | b'>' | b'`');
        if text.len() > LONGEST || !text.bytes().all(is_plain) {
            return Err(NoPage);
        }
        let (scheme, rest) = text.split_once("://").ok_or(NoPage)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let site = Site::parse(&rest[..end].to_ascii_lowercase())?;
        let is_guarded = match scheme {
            "https" => true,
            "http" => site.is_here(),
            _ => false,
        };
        is_guarded.then(|| Self { text: text.to_owned(), site }).ok_or(NoPage)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whose page it is.
    #[must_use]
    pub const fn site(&self) -> &Site {
        &self.site
    }

    /// Whether nobody on the way can read along.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.text.starts_with("https://")
    }
}

/// A site of the State as visitors find it in a list: what it is called, and what is done there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Portal {
    /// The address of the page with which it begins.
    pub address: String,
    /// What it is called.
    pub title: Text,
    /// What is done there, and what that takes.
    pub about: Text,
}

impl Portal {
    /// The page with which it begins; none where a terminal would not open it.
    #[must_use]
    pub fn page(&self) -> Option<PageAddress> {
        PageAddress::parse(&self.address).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_over_an_encrypted_line_or_of_this_computer_are_opened() {
        for address in [
            "https://servicii.gov.md/ro/service/002000206",
            "https://eservicii.gov.md",
            "https://mpay.gov.md/Order/Search/ECJ01?x=1#y",
            "https://servicii.gov.md:8443/",
            "http://127.0.0.1:8123/page",
            "http://localhost:8123",
        ] {
            assert_eq!(PageAddress::parse(address).map(|page| page.as_str().to_owned()), Ok(address.to_owned()));
        }
        for address in [
            "",
            "servicii.gov.md",
            "http://servicii.gov.md",
            "http://127.0.0.1.example.md/",
            "http://localhost@example.md/",
            "https://user@servicii.gov.md/",
            "https://servicii.gov.md@example.md/",
            "https://servicii.gov.md\\@example.md/",
            "https://*.gov.md/",
            "https://.gov.md/",
            "https://gov/",
            "https://servicii.gov.md:0/",
            "https://servicii.gov.md:+1/",
            "https://servicii.gov.md:99999/",
            "https://[::1]/",
            "https:///etc/passwd",
            "file:///etc/passwd",
            "javascript://servicii.gov.md/%0aalert(1)",
            "view-source:https://servicii.gov.md",
            "data://servicii.gov.md/x",
            "https://servicii.gov.md/a b",
            "https://servicii.gov.md/\u{430}",
            "https://servicii.gov.md/\"x",
            "--no-sandbox",
        ] {
            assert_eq!(PageAddress::parse(address), Err(NoPage), "{address}");
        }
        assert!(PageAddress::parse(&format!("https://servicii.gov.md/{}", "a".repeat(LONGEST))).is_err());
    }

    #[test]
    fn a_site_is_one_computer_and_no_pattern() {
        let site = Site::parse("mpay.gov.md:8443").unwrap();
        assert_eq!(
            (site.name(), site.port(), site.is_here(), site.is_number()),
            ("mpay.gov.md", Some(8443), false, false)
        );
        let here = Site::parse("127.0.0.1:80").unwrap();
        assert!(here.is_here() && here.is_number());
        for wrong in ["*", "*.gov.md", ".gov.md", "gov.md.", "https://gov.md", "gov.md/x", "GOV.MD", "a b.md", "-a.md"]
        {
            assert_eq!(Site::parse(wrong), Err(NoPage), "{wrong}");
        }
    }
}
