//! What the hub's configuration says of the journal of events, below `[mlog]`.

use std::path::PathBuf;

/// Where events go, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The receiver.
    pub to: Destination,
    /// The IDNO of whoever runs the hub: 13 digits.
    pub legal_entity: String,
    /// By which law events are kept.
    pub legal_basis: Option<String>,
    /// With what the kinds of events begin, as it was agreed with the journal's keeper.
    pub prefix: String,
    /// The file of the RSA key that signs events.
    pub key: Option<PathBuf>,
    /// By which name the receiver knows that key.
    pub key_id: Option<String>,
    /// The file of the certificate, and its key, by which the receiver knows the hub.
    pub certificate: Option<PathBuf>,
    /// The file of the authority that vouches for the receiver, where the system does not know it.
    pub authority: Option<PathBuf>,
}

/// Who takes events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Whoever answers at this address.
    Address(String),
    /// A file, one event a line: for another program that carries them on.
    File(PathBuf),
}

/// Every setting of the part.
const SETTINGS: [&str; 9] =
    ["address", "file", "legal_entity", "legal_basis", "prefix", "key", "key_id", "certificate", "authority"];

/// What events begin with unless something else was agreed.
const USUAL_PREFIX: &str = "CUPS";

/// The longest text of a setting that goes out with every event, in bytes.
const LONGEST: usize = 500;

impl Settings {
    /// Reads the part, or tells every mistake in it: the setting, and what it should be.
    ///
    /// # Errors
    /// When a setting is missing, unknown or not what it should be.
    pub fn read(table: &toml::Table) -> Result<Self, Vec<(String, String)>> {
        let mut wrong: Vec<(String, String)> = Vec::new();
        let known = |name: &&String| !SETTINGS.contains(&name.as_str());
        for name in table.keys().filter(known) {
            wrong.push((name.clone(), format!("there is no such setting; those are {}", SETTINGS.join(", "))));
        }
        let mut text = |name: &str, fits: fn(&str) -> bool, form: &str| -> Option<String> {
            let value = table.get(name)?;
            let read = value.as_str().filter(|text| fits(text)).map(str::to_owned);
            if read.is_none() {
                wrong.push((name.to_owned(), form.to_owned()));
            }
            read
        };
        let address = text(
            "address",
            is_protected,
            "it is an address such as \"https://mlog.gov.md:8443/register\"; without protection only of this computer",
        );
        let file_form = "it is a file, such as \"/etc/cups-hub/mlog.pem\"";
        let file = text("file", is_some, "it is a file, such as \"/var/lib/cups-hub/events.jsonl\"");
        let legal_entity = text("legal_entity", is_idno, "it is the IDNO of who runs the hub, 13 digits in quotes");
        let legal_basis = text("legal_basis", is_line, "it is one line of text");
        let prefix = text("prefix", is_prefix, "it is one word of letters and digits, such as \"CUPS\"");
        let key = text("key", is_some, file_form);
        let key_id = text("key_id", is_line, "it is the name of the key, one line of text");
        let certificate = text("certificate", is_some, file_form);
        let authority = text("authority", is_some, file_form);
        let place = || "mlog".to_owned();
        if table.contains_key("address") == table.contains_key("file") {
            wrong.push((place(), "it needs an address or a file, and not both".to_owned()));
        }
        if !table.contains_key("legal_entity") {
            wrong.push((place(), "legal_entity is missing: the IDNO of who runs the hub".to_owned()));
        }
        if key_id.is_some() && !table.contains_key("key") {
            wrong.push(("key_id".to_owned(), "without a key it names nothing".to_owned()));
        }
        for name in ["certificate", "authority"] {
            if table.contains_key(name) && !address.as_deref().is_some_and(|address| address.starts_with("https:")) {
                wrong.push((name.to_owned(), "it is of use with an https address alone".to_owned()));
            }
        }
        let to = address.map(Destination::Address).or(file.map(|file| Destination::File(PathBuf::from(file))));
        match (to, legal_entity) {
            (Some(to), Some(legal_entity)) if wrong.is_empty() => Ok(Self {
                to,
                legal_entity,
                legal_basis,
                prefix: prefix.unwrap_or_else(|| USUAL_PREFIX.to_owned()),
                key: key.map(PathBuf::from),
                key_id,
                certificate: certificate.map(PathBuf::from),
                authority: authority.map(PathBuf::from),
            }),
            _ => Err(wrong),
        }
    }
}

fn is_some(text: &str) -> bool {
    !text.is_empty()
}

fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST && !text.chars().any(char::is_control)
}

fn is_prefix(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_idno(text: &str) -> bool {
    text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether nobody on the way can read what goes there: it is protected, or does not leave this computer.
fn is_protected(text: &str) -> bool {
    let Ok(address) = reqwest::Url::parse(text) else { return false };
    match address.scheme() {
        "https" => address.has_host(),
        "http" => matches!(address.host_str(), Some("127.0.0.1" | "localhost" | "[::1]")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, Vec<String>> {
        let mistakes = |wrong: Vec<(String, String)>| wrong.into_iter().map(|(name, _)| name).collect();
        Settings::read(&toml::from_str(text).unwrap()).map_err(mistakes)
    }

    #[test]
    fn what_is_needed_is_an_address_or_a_file_and_who_runs_the_hub() {
        let read_back =
            read("address = \"https://mlog.gov.md:8443/register\"\nlegal_entity = \"1006601001131\"").unwrap();
        assert_eq!(read_back.to, Destination::Address("https://mlog.gov.md:8443/register".to_owned()));
        assert_eq!((read_back.prefix.as_str(), read_back.key), ("CUPS", None));
        let file = read("file = \"/var/events\"\nlegal_entity = \"1006601001131\"\nkey = \"k.pem\"\nprefix = \"AGE\"");
        assert_eq!(file.unwrap().to, Destination::File(PathBuf::from("/var/events")));
    }

    #[test]
    fn every_mistake_is_told() {
        assert_eq!(read("").unwrap_err(), ["mlog", "mlog"]);
        let text = "address = \"http://mlog.gov.md/register\"\nfile = 7\nlegal_entity = 1006601001131\ncolour = 1\n\
                    prefix = \"CUPS.X\"\nlegal_basis = \"a\\nb\"\nkey_id = \"1\"\nauthority = \"a.pem\"";
        let wrong = read(text).unwrap_err();
        let told =
            ["colour", "address", "file", "legal_entity", "legal_basis", "prefix", "mlog", "key_id", "authority"];
        assert_eq!(wrong, told);
        assert!(read("address = \"http://127.0.0.1:1/register\"\nlegal_entity = \"1006601001131\"").is_ok());
        assert!(read("address = \"ftp://127.0.0.1\"\nlegal_entity = \"1006601001131\"").is_err());
    }
}
