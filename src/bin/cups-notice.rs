//! The notice that the session shows while the guide cannot be opened. A program of its own, so that what keeps the guide
//! from opening does not keep the notice from it.

use clap::Parser;
use cups_kiosk::notice::{Kind, Notice, window};
use cups_kiosk::platform::console;
use cups_kiosk::platform::manual;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fills the screen with a notice in three languages that the guide cannot be opened: what to do, and a code. Ends when
/// somebody asks for another try (Enter, the button), or when the guide is there.
#[derive(Debug, Parser)]
#[command(name = "cups-notice", version)]
struct Options {
    /// The code: K-20, the guide fell again and again; K-21, it could not be started at all.
    #[arg(long, default_value = "K-20", value_parser = kind)]
    code: Kind,
    /// What the guide said last, for the administrator: one line of it is shown.
    #[arg(long, default_value = "", value_name = "TEXT")]
    detail: String,
    /// Ends as soon as this file is written anew; the guide writes `ready` in its data folder once its start page is shown.
    #[arg(long, value_name = "FILE")]
    until: Option<PathBuf>,
}

fn kind(code: &str) -> Result<Kind, String> {
    Kind::of(code).ok_or_else(|| "K-20 or K-21".to_owned())
}

fn main() -> ExitCode {
    cups_kiosk::platform::process::dump_nothing();
    let options = match manual::options::<Options>() {
        Ok(options) => options,
        Err(code) => return code,
    };
    let notice = Notice::new(options.code, &options.detail);
    match window::show(notice, options.until) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::complain(&format!(
                "cups-notice: no window can be shown: {}",
                error.replace(char::is_control, " ")
            ));
            console::failed(false)
        }
    }
}
