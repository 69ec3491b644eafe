//! Copies of what is precious, for whoever installs another version: `packaging/update`.

use super::{Failure, print};
use crate::platform::paths::DataFolder;
use crate::store::copy::{self, CopyError};
use clap::Subcommand;
use std::path::PathBuf;

/// What is done with a copy.
#[derive(Subcommand)]
pub enum Arguments {
    /// Takes one into a new folder: records, identity, trust, settings. Scanned pages stay where they are.
    Take {
        /// The folder; it must not exist yet.
        folder: PathBuf,
    },
    /// Says what became of the records since: same-form, newer-form, or newer-form-and-recorded.
    Compare {
        /// The folder.
        folder: PathBuf,
    },
    /// Puts its records in the place of those that a newer program wrote, which stay beside them.
    BringBack {
        /// The folder.
        folder: PathBuf,
    },
}

/// `cups-kiosk copy`.
pub fn run(data: &DataFolder, arguments: &Arguments) -> Result<(), Failure> {
    let done = match arguments {
        Arguments::Take { folder } => copy::take(data, folder),
        Arguments::Compare { folder } => copy::compare(data, folder).map(|since| print(since.word())),
        Arguments::BringBack { folder } => copy::bring_back(data, folder),
    };
    done.map_err(|error: CopyError| Failure::work("copy", "the copy", error.to_string()))
}
