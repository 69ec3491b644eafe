//! The technical log: to standard error, without personal data, answers or payloads.

use tracing_subscriber::EnvFilter;

/// Starts the log. `CUPS_LOG` sets the level, `info` for ours and `warn` for the libraries unless given.
pub fn start() {
    let filter =
        EnvFilter::try_from_env("CUPS_LOG").unwrap_or_else(|_| EnvFilter::new("warn,cups_kiosk=info,cups_hub=info"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
