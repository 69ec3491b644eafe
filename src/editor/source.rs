//! Source files: checked, read, looked over for what they lack.

use super::{EditorError, about, reading, say, write_file};
use crate::catalogue::read::{Draft, Finding, Severity, TEMPLATES, files_in};
use crate::catalogue::{self, check, coverage, schema, watch};
use crate::domain::catalogue::Catalogue;
use crate::domain::fact::date_of;
use crate::domain::text::{Language, UnknownLanguage};
use crate::handout::helper::{self, HELPER};
use crate::i18n::Texts;
use crate::platform::console::BadInput;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Checks a catalogue's source files, writes every finding, and tells whether it may be published.
///
/// # Errors
/// When the folder cannot be read.
pub fn check(folder: Option<&Path>, out: &mut dyn Write) -> Result<bool, EditorError> {
    let draft = checked(folder)?;
    for finding in &draft.findings {
        say(out, &finding.to_string())?;
    }
    let templates = match folder.map(|folder| folder.join(TEMPLATES)).filter(|folder| folder.is_dir()) {
        Some(templates) => try_templates(&templates, out)?,
        // The shipped ones were tried with the program that brings them.
        None => true,
    };
    Ok(templates && !draft.findings.iter().any(is_error))
}

/// Has the program that sets sheets try the templates of a folder: this one carries no typesetter. Writes what it finds, and
/// tells whether sheets can be printed by all of them.
fn try_templates(folder: &Path, out: &mut dyn Write) -> Result<bool, EditorError> {
    let not_tried = |out: &mut dyn Write, why: String| {
        say(out, &format!("{TEMPLATES}: not tried on paper: {why}"))?;
        Ok(true)
    };
    let program = match helper::find() {
        Ok(program) => program,
        Err(error) => return not_tried(out, error.to_string()),
    };
    let output = match Command::new(&program).arg("--check").arg(folder).stdin(Stdio::null()).output() {
        Ok(output) => output,
        Err(error) => return not_tried(out, format!("{}: {error}", program.display())),
    };
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        say(out, line)?;
    }
    if output.stdout.is_empty() && !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        say(
            out,
            &format!("{TEMPLATES}:1: error: {HELPER}: {}", said.lines().next().unwrap_or("it ended without a word")),
        )?;
    }
    Ok(output.status.success())
}

/// The source files of a folder, or the shipped ones, read and checked.
fn checked(folder: Option<&Path>) -> Result<Draft, EditorError> {
    let files = match folder {
        Some(folder) => files_in(folder)?,
        None => catalogue::shipped_files().collect(),
    };
    let mut draft = Draft::read(files);
    check::check(&mut draft);
    Ok(draft)
}

/// Writes what each record lacks: to the output as lines, or to a file as an HTML page or, by its name, as JSON.
///
/// # Errors
/// When the folder cannot be read or the file not written.
pub fn coverage(folder: Option<&Path>, file: Option<&Path>, out: &mut dyn Write) -> Result<(), EditorError> {
    let draft = checked(folder)?;
    let rows = coverage::coverage(&draft);
    let Some(file) = file else { return say(out, coverage::as_text(&rows).trim_end()) };
    let json = file.extension().is_some_and(|extension| extension == "json");
    let page =
        if json { serde_json::to_string_pretty(&rows)? } else { super::coverage::page(&rows, draft.catalogue.number)? };
    write_file(file, page, out)
}

/// Writes what is due for a look on a day, or becomes due until another: the greatest harm first.
///
/// # Errors
/// When the folder cannot be read, or a day is none.
pub fn watch(
    folder: Option<&Path>,
    on: Option<&str>,
    until: Option<&str>,
    out: &mut dyn Write,
) -> Result<(), EditorError> {
    let day = |name: &str, written: Option<&str>| {
        let read = |text: &str| {
            date_of(text).ok_or_else(|| BadInput::new(name, format!("\"{text}\" is no day such as 2027-01-01")))
        };
        written.map(read).transpose()
    };
    let (on, until) = (day("--on", on)?, day("--until", until)?);
    let files = match folder {
        Some(folder) => files_in(folder)?,
        None => catalogue::shipped_files().collect(),
    };
    let draft = Draft::read(files);
    let on = on.unwrap_or(draft.catalogue.as_of);
    for look in watch::watch(&draft, on, until.unwrap_or(on).max(on)) {
        say(out, &look.to_string())?;
    }
    Ok(())
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// The errors among the findings; the warnings do not stop a release.
fn errors(findings: Vec<Finding>) -> EditorError {
    EditorError::Findings(findings.into_iter().filter(is_error).collect())
}

/// The catalogue in a folder, or the shipped one, when nothing in it is wrong.
///
/// # Errors
/// When the folder cannot be read or the files are wrong.
pub fn catalogue_in(folder: Option<&Path>) -> Result<Catalogue, EditorError> {
    match folder {
        Some(folder) => Draft::read(files_in(folder)?).finish().map_err(errors),
        None => catalogue::shipped().map_err(errors),
    }
}

/// Writes the reading view of an event or a service: to the output, or to a file.
///
/// # Errors
/// When the language or the code is not known, the files are wrong, or the page cannot be written.
pub fn read(
    code: &str,
    folder: Option<&Path>,
    language: &str,
    file: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), EditorError> {
    let language: Language =
        language.parse().map_err(|error: UnknownLanguage| BadInput::new("--lang", error.to_string()))?;
    let page = reading::page(&catalogue_in(folder)?, code, &Texts::load(language))?
        .ok_or_else(|| BadInput::new(code, "no event or service that is guidance has this code"))?;
    match file {
        Some(file) => write_file(file, page, out),
        None => say(out, &page),
    }
}

/// Writes the JSON Schemas of the source files into a folder.
///
/// # Errors
/// When they cannot be written.
pub fn write_schemas(folder: &Path, out: &mut dyn Write) -> Result<(), EditorError> {
    std::fs::create_dir_all(folder).map_err(about(folder))?;
    for (name, schema) in schema::schemas() {
        let text = serde_json::to_string_pretty(&schema)?;
        write_file(&folder.join(name), format!("{text}\n"), out)?;
    }
    Ok(())
}
