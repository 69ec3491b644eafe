//! The hub's configuration file: TOML with the names of the options.

use super::HubError;
use super::mlog::settings::Settings;
use super::storage::postgres::address::DatabaseAddress;
use crate::platform::console;
use directories::ProjectDirs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

/// In which form the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogForm {
    /// Lines for people.
    #[default]
    Text,
    /// Lines of JSON, for what gathers the logs of many computers.
    Json,
}

impl LogForm {
    /// The form of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// What the file may say; every value is optional, and an option on the command line goes before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The address to listen on.
    pub listen: Option<SocketAddr>,
    /// The folder of the database.
    pub data: Option<PathBuf>,
    /// The database, where it is not in the folder.
    pub database: Option<DatabaseAddress>,
    /// The address of the hub for which this one is the relay of a room.
    pub upstream: Option<String>,
    /// The address at which a monitor reads how the hub does.
    pub metrics: Option<SocketAddr>,
    /// In which form the log is written.
    pub log: Option<LogForm>,
    /// How many requests a terminal may make in a minute; 0 is as many as it likes.
    pub terminal_requests: Option<u32>,
    /// How many requests may come from one address in a minute; 0 is any number.
    pub address_requests: Option<u32>,
    /// Whether a relay sends by itself what it keeps; it does unless this says otherwise.
    pub automatic_sending: Option<bool>,
    /// Who is told what happens, where anybody is.
    pub mlog: Option<Settings>,
}

/// The most that a limit may be.
const LARGEST_LIMIT: u32 = 1_000_000;

impl Configuration {
    /// Reads a file.
    ///
    /// # Errors
    /// Names the file and the line. Of several mistakes all are told, each on a line of its own, before the last one.
    pub fn read(path: &Path) -> Result<Self, HubError> {
        let place = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| HubError::input(&place, error.to_string()))?;
        Self::of_text(&text).map_err(|mut wrong| {
            let last = wrong.pop().unwrap_or_default();
            for (line, what) in wrong {
                console::complain(&format!("{place}:{line}: {what}"));
            }
            HubError::input(format!("{place}:{}", last.0), last.1)
        })
    }

    /// Reads a text, or tells every mistake in it by its line.
    fn of_text(text: &str) -> Result<Self, Vec<(usize, String)>> {
        let table: toml::Table = toml::from_str(text).map_err(|error| vec![mistake(text, &error)])?;
        let mut wrong: Vec<(usize, String)> = Vec::new();
        let mut read = Self::default();
        for (name, value) in &table {
            let line = line_of(text, name);
            let mut mistake = |what: String| wrong.push((line, format!("{name}: {what}")));
            let address = || value.as_str().and_then(|text| text.parse::<SocketAddr>().ok());
            let limit = || {
                let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
                number.filter(|number| *number <= LARGEST_LIMIT)
            };
            match name.as_str() {
                "listen" | "metrics" => match address() {
                    None => mistake("it is an address with its port, such as \"127.0.0.1:8480\"".to_owned()),
                    known if name == "listen" => read.listen = known,
                    known => read.metrics = known,
                },
                "data" => match value.as_str().filter(|text| !text.is_empty()) {
                    None => mistake("it is a folder, such as \"/var/lib/cups-hub\"".to_owned()),
                    Some(folder) => read.data = Some(PathBuf::from(folder)),
                },
                "database" => {
                    match value.as_str().ok_or("it is the address of a database").and_then(DatabaseAddress::read) {
                        Err(what) => mistake(what.to_owned()),
                        Ok(address) => read.database = Some(address),
                    }
                }
                "upstream" => match value.as_str().filter(|text| is_address(text)) {
                    None => mistake("it is the address of a hub, such as \"https://hub.example.md\"".to_owned()),
                    Some(upstream) => read.upstream = Some(upstream.to_owned()),
                },
                "log" => match value.as_str().and_then(LogForm::of_name) {
                    None => mistake("it is \"text\" or \"json\"".to_owned()),
                    form => read.log = form,
                },
                "automatic_sending" => match value.as_bool() {
                    None => mistake("it is true or false".to_owned()),
                    known => read.automatic_sending = known,
                },
                "terminal_requests" | "address_requests" => match limit() {
                    None => {
                        mistake(format!("it is a number of requests a minute, up to {LARGEST_LIMIT}; 0 for no limit"));
                    }
                    known if name == "terminal_requests" => read.terminal_requests = known,
                    known => read.address_requests = known,
                },
                "mlog" => match value.as_table().map(Settings::read) {
                    None => mistake("it is a part of its own, below [mlog]".to_owned()),
                    Some(Ok(settings)) => read.mlog = Some(settings),
                    Some(Err(mistakes)) => wrong.extend(mistakes.into_iter().map(|(setting, what)| {
                        let line = if setting == "mlog" { line } else { line_of(text, &setting) };
                        (line, format!("{setting}: {what}"))
                    })),
                },
                _ => mistake(format!("there is no such setting; those are {}", SETTINGS.join(", "))),
            }
        }
        if read.listen.is_some_and(|listen| Some(listen) == read.metrics && listen.port() != 0) {
            wrong.push((line_of(text, "metrics"), "metrics: it cannot be the same address as listen".to_owned()));
        }
        if read.upstream.is_some() && read.metrics.is_some() {
            wrong.push((line_of(text, "metrics"), "metrics: a relay has none".to_owned()));
        }
        if read.upstream.is_some() && read.database.is_some() {
            wrong.push((line_of(text, "database"), "database: a relay has none".to_owned()));
        }
        if read.upstream.is_none() && read.automatic_sending.is_some() {
            wrong.push((line_of(text, "automatic_sending"), "automatic_sending: only a relay sends".to_owned()));
        }
        if read.upstream.is_some() && read.mlog.is_some() {
            wrong.push((line_of(text, "mlog"), "mlog: a relay has nothing to tell".to_owned()));
        }
        wrong.sort();
        if wrong.is_empty() { Ok(read) } else { Err(wrong) }
    }
}

/// Every setting.
const SETTINGS: [&str; 10] = [
    "listen",
    "data",
    "database",
    "upstream",
    "automatic_sending",
    "metrics",
    "log",
    "terminal_requests",
    "address_requests",
    "mlog",
];

fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(char::is_whitespace))
}

/// On which line a setting stands.
fn line_of(text: &str, name: &str) -> usize {
    let is_it = |line: &str| {
        let rest = line.trim_start().trim_start_matches('"').strip_prefix(name);
        rest.is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(['=', '.', ']']))
            || line.trim().trim_matches(['[', ']']) == name
    };
    text.lines().position(is_it).map_or(1, |line| line + 1)
}

/// Where the text is no TOML, and why.
fn mistake(text: &str, error: &toml::de::Error) -> (usize, String) {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
    (line, error.message().replace('\n', " "))
}

/// Reads a value from a TOML file's text.
///
/// # Errors
/// Names the file and the line.
pub(super) fn from_toml<T: serde::de::DeserializeOwned>(place: &str, text: &str) -> Result<T, HubError> {
    toml::from_str(text).map_err(|error| {
        let (line, what) = mistake(text, &error);
        HubError::input(format!("{place}:{line}"), what)
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
        let read = Configuration::of_text(
            "listen = \"127.0.0.1:0\"\ndata = \"/srv\"\nlog = \"json\"\nmetrics = \"127.0.0.1:0\"\nterminal_requests = 0\n",
        );
        let read = read.unwrap();
        let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        assert_eq!((read.listen, read.metrics, read.log), (Some(local), Some(local), Some(LogForm::Json)));
        assert_eq!((read.data, read.terminal_requests), (Some(PathBuf::from("/srv")), Some(0)));
        assert_eq!(Configuration::of_text("").unwrap(), Configuration::default());
    }

    #[test]
    fn every_mistake_is_told_with_its_line_in_one_run() {
        let wrong = |text: &str| -> Vec<usize> {
            Configuration::of_text(text).unwrap_err().into_iter().map(|(line, _)| line).collect()
        };
        assert_eq!(wrong("# port\n\nport = 8\n"), [3]);
        assert_eq!(wrong("listen = \"here\""), [1]);
        assert_eq!(wrong("listen = "), [1]);
        let text = "listen = \"127.0.0.1:1\"\nmetrics = \"127.0.0.1:1\"\nlog = \"xml\"\n\nterminal_requests = -1\n\
                    address_requests = 9999999\nupstream = \"hub\"\ndata = 3\n[colour]\nred = 1\n";
        assert_eq!(wrong(text), [2, 3, 5, 6, 7, 8, 9]);
        assert_eq!(wrong("upstream = \"https://hub.example.md\"\nmetrics = \"127.0.0.1:1\"\n"), [2]);
        assert_eq!(wrong("upstream = \"https://hub.example.md\"\nautomatic_sending = \"no\"\n"), [2]);
        assert_eq!(wrong("automatic_sending = false\n"), [1]);
        let mlog = "listen = \"127.0.0.1:1\"\n[mlog]\naddress = \"http://elsewhere/\"\ncolour = 1\n";
        assert_eq!(wrong(mlog), [2, 3, 4], "who runs the hub is missing, too");
        assert_eq!(wrong("mlog = 3\n"), [1]);
        let file = "upstream = \"https://hub.example.md\"\n[mlog]\nfile = \"/a\"\nlegal_entity = \"1006601001131\"\n";
        assert_eq!(wrong(file), [2]);
        assert_eq!(wrong("database = \"mysql://one/hub\"\n"), [1]);
        assert_eq!(wrong("upstream = \"https://hub.example.md\"\ndatabase = \"postgres://cups@one/hub\"\n"), [2]);
        let relay = Configuration::of_text("automatic_sending = false\nupstream = \"https://hub.example.md\"\n");
        assert_eq!(relay.unwrap().automatic_sending, Some(false));
    }
}
