//! The kiosk's command line: the window, and what scripts and the installer use.

mod copy;
mod device;
mod doctor;
mod ground;
mod plan;
mod printing;
mod search;
mod set_up;
mod sheet;
mod start;
mod window;

use crate::domain::fact::date_of;
use crate::domain::restart::{EXIT_CODE, Reason};
use crate::domain::text::Language;
use crate::platform::log;
use crate::platform::manual;
use crate::platform::paths::DataFolder;
use crate::platform::process::keep_files_private;
use crate::protocol::problem::Problem;
use clap::{CommandFactory as _, Parser, Subcommand};
use jiff::civil::Date;
use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// Guidance through life events for public-service centres. Without a command it opens the window.
#[derive(Parser)]
#[command(name = "cups-kiosk", version)]
struct Arguments {
    /// The data folder; by default the system's usual place.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Computes the plan of an event.
    Plan(plan::Arguments),
    /// Makes a sheet of paper: a PDF by the program cups-paper, or the sheet as JSON for it.
    Sheet(Box<sheet::Arguments>),
    /// The printers of this computer and how they are.
    Printer {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Searches events and services.
    Search(search::Arguments),
    /// Enrols this terminal at a hub with a one-time code.
    Enrol {
        /// The hub's address: https://, or http:// on this computer.
        #[arg(long)]
        hub: String,
        /// Accepts an http:// address of another computer too. Everybody on the way can then read who was helped with what
        /// and when, and take the hub's place as the terminal enrols; sealed parts stay sealed.
        #[arg(long)]
        plain_http: bool,
        /// The one-time code.
        #[arg(long)]
        code: String,
    },
    /// Goes by the relay of this room, as its code says, or by none; tells by which.
    Relay {
        /// What `cups-hub relay-code` prints there, in quotes.
        #[arg(value_name = "CODE")]
        code: Option<String>,
        /// Goes to the hub itself again.
        #[arg(long, conflicts_with = "code")]
        none: bool,
    },
    /// Talks to the hub.
    Sync {
        /// Sends everything that waits and fetches the catalogue, then ends.
        #[arg(long, required = true)]
        once: bool,
    },
    /// What was recorded and where it is.
    Outbox {
        #[command(subcommand)]
        command: OutboxCommand,
    },
    /// Takes a copy of what is precious before an update, and brings it back.
    #[command(subcommand)]
    Copy(copy::Arguments),
    /// Shows every component of the interface, for those who build pages.
    Gallery,
    /// Checks this terminal and changes nothing: settings, disk, clock, catalogue, records, printer, enrolment, hub.
    Doctor {
        /// As JSON.
        #[arg(long)]
        json: bool,
        /// In the words of people, in this language: ro, ru or en.
        #[arg(long, value_name = "LANGUAGE", value_parser = interface_language, conflicts_with = "json")]
        lang: Option<Language>,
        /// Only the line that is read out over the telephone; always exit code 0.
        #[arg(long, conflicts_with_all = ["json", "lang"])]
        line: bool,
    },
    /// Sets this terminal up without hands: settings, and enrolment at a hub. Nothing is changed when anything is wrong.
    Setup(set_up::Arguments),
}

#[derive(Subcommand)]
enum OutboxCommand {
    /// Counts what waits, was received, was set aside.
    Status {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Writes the records file anew where a quarter of it holds nothing any more, as the window does by itself while nobody is there.
    Compact,
    /// Lets sending go by itself, or not; tells which. An open window hears of it within half a minute.
    Automatic {
        /// `on` or `off`.
        #[arg(value_name = "ON|OFF", value_parser = ["on", "off"])]
        value: Option<String>,
    },
}

/// What a command ends with when it cannot do its work: one line for people, a problem for programs.
#[derive(Debug)]
pub(crate) struct Failure {
    problem: Box<Problem>,
    json: bool,
    code: u8,
}

impl Failure {
    /// Bad input: what and where.
    fn input(name: &str, title: &str, detail: impl Into<String>) -> Self {
        Self { problem: Box::new(Problem::new(400, name, title).detail(detail)), json: false, code: 2 }
    }

    /// Something else went wrong.
    fn work(name: &str, title: &str, detail: impl Into<String>) -> Self {
        Self { problem: Box::new(Problem::new(500, name, title).detail(detail)), json: false, code: 1 }
    }

    /// Nothing failed: the program is to be started again at once.
    fn restart(reason: Reason) -> Self {
        let problem = Problem::new(503, "restart", "to be started again").detail(reason.words());
        Self { problem: Box::new(problem), json: false, code: EXIT_CODE }
    }

    /// As a problem object rather than a line.
    fn json(self, json: bool) -> Self {
        Self { json, ..self }
    }
}

/// Runs the command line; gives the exit code: 0 done, 1 failed, 2 bad input, 75 to be started again.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    log::start();
    keep_files_private();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(code) = manual::asked(&Arguments::command(), &arguments) {
        return code;
    }
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let data = DataFolder::new(arguments.data);
    let result = match arguments.command {
        None => window::open(&data, false),
        Some(Command::Gallery) => window::open(&data, true),
        Some(Command::Plan(arguments)) => plan::run(&data, &arguments),
        Some(Command::Sheet(arguments)) => sheet::run(&data, &arguments),
        Some(Command::Printer { json }) => printing::printers(&data, json),
        Some(Command::Search(arguments)) => search::run(&data, &arguments),
        Some(Command::Enrol { hub, plain_http, code }) => device::enrol(&data, hub, code, plain_http),
        Some(Command::Relay { code, none }) => device::relay(&data, code.as_deref(), none),
        Some(Command::Sync { once: _ }) => device::sync_once(&data),
        Some(Command::Outbox { command: OutboxCommand::Status { json } }) => device::outbox_status(&data, json),
        Some(Command::Outbox { command: OutboxCommand::Compact }) => device::compact(&data),
        Some(Command::Outbox { command: OutboxCommand::Automatic { value } }) => {
            device::automatic(&data, value.map(|value| value == "on"))
        }
        Some(Command::Doctor { json, lang, line }) => doctor::run(&data, json, lang, line),
        Some(Command::Setup(arguments)) => set_up::run(&data, &arguments),
        Some(Command::Copy(arguments)) => copy::run(&data, &arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let detail = failure.problem.detail.clone().unwrap_or_default();
            let line = if failure.json {
                serde_json::to_string(&failure.problem).unwrap_or_default()
            } else {
                let line = format!("cups-kiosk: {}: {detail}", failure.problem.title);
                // One line, whatever was in the input.
                line.replace(char::is_control, " ")
            };
            let _ = writeln!(std::io::stderr(), "{line}");
            ExitCode::from(failure.code)
        }
    }
}

/// A language of the interface.
fn interface_language(code: &str) -> Result<Language, String> {
    let known = Language::INTERFACE.into_iter().find(|language| language.code() == code);
    known.ok_or_else(|| "it is ro, ru or en".to_owned())
}

/// No file of answers and no profile of a centre is longer than this.
const LARGEST_FILE: u64 = 1024 * 1024;

/// Reads a small text file that somebody wrote, or standard input for `-`. Says what is wrong with it.
fn read_text(file: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().take(LARGEST_FILE + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(LARGEST_FILE + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("it is longer than {LARGEST_FILE} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8: save it as UTF-8".to_owned())?;
    if text.starts_with('\u{feff}') {
        return Err("it begins with a byte order mark: save it as UTF-8 without one".to_owned());
    }
    Ok(text)
}

/// Reads a day given to a command.
fn read_date(option: &str, text: &str) -> Result<Date, Failure> {
    date_of(text).ok_or_else(|| {
        let text = shortened(text);
        Failure::input("date", "not a date", format!("{option} {text}: write it like 2026-11-20, without a time"))
    })
}

/// What somebody wrote, short enough for a line.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

/// Writes a line to standard output. A reader that has gone away is no failure.
fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Writes JSON to standard output.
fn print_json(value: &impl serde::Serialize) {
    print(&serde_json::to_string_pretty(value).unwrap_or_default());
}
