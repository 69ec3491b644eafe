//! The kiosk.

use std::process::ExitCode;

fn main() -> ExitCode {
    cups_kiosk::command::run(std::env::args_os())
}
