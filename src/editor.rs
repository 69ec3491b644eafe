//! The editors' computer: what the commands of `cups-catalogue` do, without their options and exit codes. Source files
//! are checked and read, releases packed and signed, catalogues of others taken in and given out. Neither the hub nor
//! a terminal carries any of it.

pub mod coverage;
pub mod exchange;
pub mod reading;
pub mod release;
pub mod source;

use crate::catalogue::read::{Finding, ReadError};
use crate::catalogue::release::ReleaseError;
use crate::catalogue::trust::bundle::BundleError;
use crate::catalogue::trust::editors::KeyError;
use crate::foreign::import::ImportError;
use crate::platform::console::{self, BadInput};
use std::io::Write;
use std::path::Path;

/// Why a command of the editors could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// What the editor gave cannot be used; nothing was changed.
    #[error(transparent)]
    Input(#[from] BadInput),
    /// The catalogue's source files are wrong.
    #[error("{}", lines(.0))]
    Findings(Vec<Finding>),
    /// A folder of source files cannot be read.
    #[error(transparent)]
    Source(#[from] ReadError),
    /// The keys that sign releases.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// What was signed cannot be written.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// Foreign files cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A release cannot be packed.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A result cannot be written as JSON.
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A page cannot be written.
    #[error("the page cannot be written: {0}")]
    Page(#[from] askama::Error),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl EditorError {
    /// Whether the editor gave something that cannot be used.
    #[must_use]
    pub const fn is_bad_input(&self) -> bool {
        match self {
            Self::Input(_) | Self::Source(_) | Self::Keys(_) | Self::Bundle(_) | Self::Import(_) => true,
            Self::Findings(_) | Self::Release(_) | Self::Json(_) | Self::Page(_) | Self::File { .. } => false,
        }
    }
}

/// The findings, one a line.
fn lines(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")
}

/// Writes a line of the result.
///
/// # Errors
/// When it cannot be written.
fn say(out: &mut dyn Write, line: &str) -> Result<(), EditorError> {
    console::say(out, line).map_err(|source| EditorError::File { path: console::OUTPUT.to_owned(), source })
}

/// An error with the file it is about.
fn about(path: &Path) -> impl FnOnce(std::io::Error) -> EditorError {
    let path = path.display().to_string();
    move |source| EditorError::File { path, source }
}

/// Writes a result into a file, over what was there, and says its name.
fn write_file(file: &Path, bytes: impl AsRef<[u8]>, out: &mut dyn Write) -> Result<(), EditorError> {
    std::fs::write(file, bytes).map_err(about(file))?;
    say(out, &file.display().to_string())
}
