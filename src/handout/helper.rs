//! The program that sets sheets, as a process of its own: it is looked for beside this program, then in the system's
//! places, it is given a sheet and gives back a PDF. Whatever happens in it is a message here.

use crate::protocol::sheet::PrintSheet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, io};

/// Its name.
pub const HELPER: &str = "cups-paper";

/// Why it gave no paper.
#[derive(Debug, thiserror::Error)]
pub enum HelperError {
    /// It is not there.
    #[error(
        "the program {HELPER} is neither beside this one nor in PATH; it is built by \
         cargo build --release --no-default-features --features paper"
    )]
    Missing,
    /// It did not start, or could not be spoken to.
    #[error("{HELPER}: {0}")]
    System(#[from] io::Error),
    /// It said why not.
    #[error("{0}")]
    Refused(String),
    /// It fell.
    #[error("{HELPER} ended without a word")]
    Fallen,
}

/// Where the program is.
///
/// # Errors
/// When it is not there.
pub fn find() -> Result<PathBuf, HelperError> {
    let beside = env::current_exe().ok().and_then(|own| Some(own.parent()?.to_owned()));
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = beside.into_iter().chain(env::split_paths(&path));
    let name = format!("{HELPER}{}", env::consts::EXE_SUFFIX);
    folders.find_map(|folder| Some(folder.join(&name)).filter(|file| file.is_file())).ok_or(HelperError::Missing)
}

/// Has a sheet set, and gives the bytes of the PDF.
///
/// # Errors
/// In one line; it says nothing of what stands on the sheet.
pub fn paper(helper: &Path, sheet: &PrintSheet) -> Result<Vec<u8>, HelperError> {
    let json = serde_json::to_vec(sheet).map_err(io::Error::from)?;
    let mut child = Command::new(helper)
        .args(["-", "--out", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // Where it has ended already, what it said is the better reason.
        let _ = input.write_all(&json);
    }
    let output = child.wait_with_output()?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    match said.lines().map(str::trim).find(|line| !line.is_empty()) {
        Some(line) => Err(HelperError::Refused(line.replace(char::is_control, " "))),
        None => Err(HelperError::Fallen),
    }
}
