//! Where a database stands that is not beside the hub.

use crate::hub::HubError;
use std::fmt;
use std::str::FromStr as _;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long a server may take to answer that it is there.
const PATIENCE: Duration = Duration::from_secs(5);

/// The schema in which the hub's tables stand.
pub(super) const SCHEMA: &str = "cups_hub";

/// What every session is told: where the tables are, and that nothing waits for ever.
const SESSION: &str = "-c search_path=cups_hub -c statement_timeout=60000 -c lock_timeout=20000 \
    -c idle_in_transaction_session_timeout=60000 -c client_min_messages=warning";

/// The address of a database. Its password is never shown.
#[derive(Clone)]
pub struct DatabaseAddress {
    pub(super) config: Config,
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DatabaseAddress({self})")
    }
}

/// The servers and the name of the database, without who signs in and how.
impl fmt::Display for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts = self.config.get_hosts();
        let ports = self.config.get_ports();
        for (number, host) in hosts.iter().enumerate() {
            let port = ports.get(number).or(ports.first()).copied().unwrap_or(5432);
            let between = if number == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(formatter, "{between}{name}:{port}")?,
                #[cfg(unix)]
                Host::Unix(folder) => write!(formatter, "{between}{}:{port}", folder.display())?,
            }
        }
        write!(formatter, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl PartialEq for DatabaseAddress {
    fn eq(&self, other: &Self) -> bool {
        self.config == other.config
    }
}

impl Eq for DatabaseAddress {}

impl DatabaseAddress {
    /// Reads `postgres://user:password@host:port,host:port/name`. Of several servers the one is used that takes what is
    /// written.
    ///
    /// # Errors
    /// Says what is wrong with it in one sentence, without repeating it.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        const FORM: &str =
            "it is an address such as postgres://cups@localhost/cups, with commas between several servers";
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(FORM);
        }
        let mut config = Config::from_str(text).map_err(|_| FORM)?;
        if config.get_hosts().is_empty() {
            return Err("it names no server");
        }
        if config.get_user().is_none() {
            return Err("it names nobody who signs in: postgres://NAME@…");
        }
        if config.get_dbname().is_none() {
            return Err("it names no database: …/NAME");
        }
        if config.get_ssl_mode() == SslMode::Require {
            return Err("sslmode=require is not there yet: let the line to the database be protected otherwise");
        }
        if config.get_options().is_some() {
            return Err("it holds options, which the hub sets by itself");
        }
        config
            .options(SESSION)
            .ssl_mode(SslMode::Disable)
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .application_name("cups-hub")
            .keepalives_idle(Duration::from_secs(30));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(20));
        }
        Ok(Self { config })
    }

    /// The same as what the operator gave at a place.
    ///
    /// # Errors
    /// Names the place.
    pub fn given(place: &str, text: &str) -> Result<Self, HubError> {
        Self::read(text).map_err(|wrong| HubError::input(place, wrong))
    }

    /// Whether it names more than one server.
    #[must_use]
    pub fn has_several(&self) -> bool {
        self.config.get_hosts().len() > 1
    }

    /// Whether a server of it is reached over a line.
    #[must_use]
    pub fn leaves_the_computer(&self) -> bool {
        self.config.get_hosts().iter().any(|host| match host {
            Host::Tcp(name) => {
                name != "localhost" && !name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
            }
            #[cfg(unix)]
            Host::Unix(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_never_shows_its_password() {
        let address = DatabaseAddress::read("postgres://cups:geheim@one:5433,two:5434/hub").unwrap();
        assert_eq!(address.to_string(), "one:5433,two:5434/hub");
        assert!(!format!("{address:?}").contains("geheim"));
        assert!(address.leaves_the_computer());
        assert!(!DatabaseAddress::read("postgres://cups@127.0.0.1/hub").unwrap().leaves_the_computer());
    }

    #[test]
    fn what_is_wrong_is_said_without_repeating_it() {
        for wrong in [
            "",
            "mysql://cups:geheim@one/hub",
            "postgres://cups:geheim@/hub",
            "postgres://one:port/hub",
            "postgres://cups:geheim@one",
            "postgres://one/hub",
            "postgres://cups:geheim@one/hub?sslmode=require",
            "postgres://cups:geheim@one/hub?options=-c%20fsync%3Doff",
        ] {
            let said = DatabaseAddress::read(wrong).unwrap_err();
            assert!(!said.contains("geheim"), "{said}");
        }
    }

    #[test]
    fn the_server_that_writes_is_looked_for_whatever_the_address_says() {
        let address = DatabaseAddress::read("postgresql://cups@one,two/hub?target_session_attrs=any").unwrap();
        assert_eq!(address.config.get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
    }
}
