//! The editors' program: catalogues are checked, read, signed and exchanged here, never on the hub or a terminal.

use clap::{Parser, Subcommand};
use cups_kiosk::catalogue::trust::editors::Replace;
use cups_kiosk::editor::exchange::{self, Format};
use cups_kiosk::editor::{EditorError, release, source};
use cups_kiosk::platform::{console, manual};
use std::alloc::System;
use std::io::stdout;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// What is freed is cleared: keys do not stay behind in memory that nobody uses any more.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Checks, reads, packs and signs the catalogue, and exchanges it with catalogues of others.
#[derive(Debug, Parser)]
#[command(name = "cups-catalogue", version)]
struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Prints what is wrong in the source files; their scenarios and searches are tried as well.
    Check {
        /// The folder of the source files; by default the shipped ones.
        folder: Option<PathBuf>,
        /// The same as coverage, with its file.
        #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
        report: Option<PathBuf>,
    },
    /// Says what each record lacks: translations, confirmations, figures of this year, scenarios, searches.
    Coverage {
        /// The folder of the source files; by default the shipped ones.
        folder: Option<PathBuf>,
        /// An HTML file, or JSON if its name ends in .json; by default, lines on standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Lists what is due for a look, because something has made it wrong or may have: the greatest harm first.
    Watch {
        /// The folder of the source files; by default the shipped ones.
        folder: Option<PathBuf>,
        /// The day, such as 2027-01-01; by default the one as of which the catalogue is valid.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Also what becomes due until this day.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// Prints an event with all its branches as one page, to be signed off without the program.
    Read {
        /// The event's code, such as C1, or a service's.
        code: String,
        /// The folder of the source files; by default the shipped ones.
        folder: Option<PathBuf>,
        /// The language: ro, ru or en.
        #[arg(long, default_value = "ro")]
        lang: String,
        /// The HTML file; by default standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Packs the source files into a release.
    Build {
        /// The folder of the source files.
        folder: PathBuf,
        /// The release file.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Makes and replaces the keys that sign releases.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Packs the source files or, without a folder, the shipped catalogue, and signs them for the hub.
    Sign {
        /// The folder of the source files.
        folder: Option<PathBuf>,
        /// The folder of the keys.
        #[arg(long, value_name = "DIR")]
        keys: PathBuf,
        /// For how many days terminals accept the signature.
        #[arg(long, default_value_t = 60)]
        days: u16,
        /// The folder for what the hub is to publish.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Imports foreign catalogues as source files, keeping what editors wrote since the last import.
    Import {
        /// rsspa: the public portal's JSON; cpsv-ap: RDF in the European vocabulary.
        #[arg(value_parser = ["rsspa", "cpsv-ap"])]
        format: String,
        /// The files, or folders of them.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// The folder of the source files; it may hold a catalogue already.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// A file for the report as JSON.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Writes the catalogue in the European vocabulary CPSV-AP.
    Export {
        /// cpsv-ap.
        #[arg(value_parser = ["cpsv-ap"])]
        format: String,
        /// The folder of the source files; by default the shipped ones.
        folder: Option<PathBuf>,
        /// The file: JSON-LD when its name ends in .jsonld, else Turtle.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Writes the JSON Schemas of the source files.
    Schema {
        /// The folder for the schemas.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Makes new keys and the first root.
    New {
        /// The folder for them.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Replaces the editors' key, when it was stolen or somebody left.
    ReplaceEditors {
        /// The folder of the keys, with root.key or reserve.key in it.
        #[arg(long, value_name = "DIR")]
        keys: PathBuf,
    },
    /// Replaces the one of root.key and reserve.key that is not in the folder, because it was lost or stolen.
    ReplaceRoot {
        /// The folder of the keys, with the other one in it.
        #[arg(long, value_name = "DIR")]
        keys: PathBuf,
    },
}

fn main() -> ExitCode {
    cups_kiosk::platform::process::dump_nothing();
    let options = match manual::options::<Options>() {
        Ok(options) => options,
        Err(code) => return code,
    };
    match run(options.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            console::complain(&error.to_string());
            console::failed(error.is_bad_input())
        }
    }
}

/// Does the command; false when it did its work and the answer is no.
fn run(command: Command) -> Result<bool, EditorError> {
    let out = &mut stdout();
    match command {
        Command::Check { folder, report: None } => return source::check(folder.as_deref(), out),
        Command::Check { folder, report: Some(file) } => {
            // "--report DIR" means the folder: a report is no folder.
            let (folder, file) = match folder {
                None if file.is_dir() => (Some(file), PathBuf::from("-")),
                folder => (folder, file),
            };
            let file = Some(file.as_path()).filter(|file| *file != Path::new("-"));
            source::coverage(folder.as_deref(), file, out)?;
        }
        Command::Coverage { folder, out: file } => source::coverage(folder.as_deref(), file.as_deref(), out)?,
        Command::Watch { folder, on, until } => {
            source::watch(folder.as_deref(), on.as_deref(), until.as_deref(), out)?;
        }
        Command::Read { code, folder, lang, out: file } => {
            source::read(&code, folder.as_deref(), &lang, file.as_deref(), out)?;
        }
        Command::Build { folder, out: file } => release::build(&folder, &file, out)?,
        Command::Keys(KeysCommand::New { out: keys }) => release::new_keys(&keys, out)?,
        Command::Keys(KeysCommand::ReplaceEditors { keys }) => release::replace_keys(&keys, Replace::Editors, out)?,
        Command::Keys(KeysCommand::ReplaceRoot { keys }) => release::replace_keys(&keys, Replace::MissingRoot, out)?,
        Command::Sign { folder, keys, days, out: signed } => {
            release::sign(folder.as_deref(), &keys, days, &signed, out)?;
        }
        Command::Import { format, paths, out: folder, report } => {
            let format = if format == "rsspa" { Format::Rsspa } else { Format::CpsvAp };
            exchange::import(format, &paths, &folder, report.as_deref(), out)?;
        }
        Command::Export { folder, out: file, .. } => exchange::export(folder.as_deref(), &file, out)?,
        Command::Schema { out: folder } => source::write_schemas(&folder, out)?,
    }
    Ok(true)
}
