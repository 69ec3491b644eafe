//! What the programs of operators and editors say on their two streams.

use clap::error::ErrorKind;
use std::io::{self, Write, stderr, stdout};
use std::process::ExitCode;

/// What the output is called when it cannot be written.
pub const OUTPUT: &str = "the standard output";

/// What was given to a command cannot be used; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {message}")]
pub struct BadInput {
    place: String,
    message: String,
}

impl BadInput {
    /// Where, an option or a file with its line, and what is wrong with it.
    #[must_use]
    pub fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

/// The exit code of a command that ends with an error: 2 for bad input, 1 for everything else.
#[must_use]
pub fn failed(bad_input: bool) -> ExitCode {
    ExitCode::from(if bad_input { 2 } else { 1 })
}

/// Writes a line of the result.
///
/// # Errors
/// When it cannot be written.
pub fn say(out: &mut dyn Write, line: &str) -> io::Result<()> {
    writeln!(out, "{line}").and_then(|()| out.flush())
}

/// Writes a line on the error stream.
pub fn complain(line: &str) {
    // With no error stream left there is nobody to tell.
    let _ = writeln!(stderr(), "{line}");
}

/// Help and version as asked; wrong options of a program in one line.
#[must_use]
pub fn usage(program: &str, error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = write!(stdout(), "{error}");
        return ExitCode::SUCCESS;
    }
    let text = error.to_string();
    let line = if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        format!("say what to do: {program} --help names the commands")
    } else {
        let words: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
        words.join(" ").trim_start_matches("error: ").to_owned()
    };
    complain(&line);
    failed(true)
}
