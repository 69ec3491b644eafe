//! The hub's configuration file: TOML with the names of the options.

use super::HubError;
use directories::ProjectDirs;
use serde::Deserialize;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// What the file may say; every value is optional, and an option on the command line goes before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The address to listen on.
    pub listen: Option<SocketAddr>,
    /// The folder of the database.
    pub data: Option<PathBuf>,
    /// The address of the hub for which this one is the relay of a room.
    pub upstream: Option<String>,
}

impl Configuration {
    /// Reads a file.
    ///
    /// # Errors
    /// Names the file and the line.
    pub fn read(path: &Path) -> Result<Self, HubError> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| HubError::input(&place, error.to_string()))?;
        from_toml(&place, &text)
    }
}

/// Reads a value from a TOML file's text.
///
/// # Errors
/// Names the file and the line.
pub(super) fn from_toml<T: serde::de::DeserializeOwned>(place: &str, text: &str) -> Result<T, HubError> {
    toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        HubError::input(format!("{place}:{line}"), error.message().replace('\n', " "))
    })
}

/// The address when none is given: this computer only.
#[must_use]
pub fn usual_address() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, 8480))
}

/// The address of a relay when none is given: every computer of the room reaches it.
#[must_use]
pub fn usual_relay_address() -> SocketAddr {
    SocketAddr::from((Ipv4Addr::UNSPECIFIED, 8481))
}

/// The folder when none is given: the place the system has for programs' data.
///
/// # Errors
/// When the system names none.
pub fn usual_folder() -> Result<PathBuf, HubError> {
    ProjectDirs::from("md", "CUPS", "cups-hub")
        .map(|folders| folders.data_dir().to_owned())
        .ok_or_else(|| HubError::input("--data", "the system names no place for data: give a folder"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_knows_the_options_and_nothing_else() {
        let read: Configuration = from_toml("hub.toml", "listen = \"127.0.0.1:0\"\ndata = \"/srv\"\n").unwrap();
        assert_eq!(read.listen, Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
        assert_eq!(read.data, Some(PathBuf::from("/srv")));
        let error = from_toml::<Configuration>("hub.toml", "# port\n\nport = 8\n").unwrap_err();
        assert!(error.to_string().starts_with("hub.toml:3: "), "{error}");
        let error = from_toml::<Configuration>("hub.toml", "listen = \"here\"").unwrap_err();
        assert!(error.to_string().starts_with("hub.toml:1: "), "{error}");
    }
}
