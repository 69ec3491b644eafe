//! Catalogues of others, taken in as source files; ours, given out in the European vocabulary.

use super::source::catalogue_in;
use super::{EditorError, about, say, write_file};
use crate::foreign::export::cpsv_ap::{Syntax, write as export_cpsv_ap};
use crate::foreign::import::{cpsv_ap, files, rsspa, write};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Which foreign format is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The public portal's JSON.
    Rsspa,
    /// RDF in the European vocabulary.
    CpsvAp,
}

/// Imports foreign files into a folder of source files and writes the report: to the output, and as JSON into a
/// file where one is named. That file is opened before anything is written; should it fill the disk all the same,
/// the report stands in the output.
///
/// # Errors
/// When a file is refused, holds no record, or the folder or the report's file cannot be written; nothing was changed
/// then. When the report cannot be written to its end: the folder was changed then.
pub fn import(
    format: Format,
    paths: &[PathBuf],
    folder: &Path,
    report: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), EditorError> {
    let extensions: &[&str] = match format {
        Format::Rsspa => &rsspa::EXTENSIONS,
        Format::CpsvAp => &cpsv_ap::EXTENSIONS,
    };
    let found = files::find(paths, extensions)?;
    let mut imported = match format {
        Format::Rsspa => rsspa::read(&found.read()?)?,
        Format::CpsvAp => cpsv_ap::read(&found.read()?)?,
    };
    imported.report.doubts.extend(found.doubts);
    let file = report.map(ReportFile::open).transpose()?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let written = write::write(folder, imported, today);
    if written.is_err() {
        file.iter().for_each(ReportFile::forget);
    }
    let done = written?;
    let said = say(out, done.to_string().trim_end());
    let text = serde_json::to_string_pretty(&done)?;
    let kept = file.map_or(Ok(()), |file| file.write(&(text + "\n")));
    said.and(kept)
}

/// A file that is open before there is a report for it, and holds what it held until then.
struct ReportFile<'a> {
    path: &'a Path,
    file: std::fs::File,
    is_new: bool,
}

impl<'a> ReportFile<'a> {
    fn open(path: &'a Path) -> Result<Self, EditorError> {
        let is_new = !path.exists();
        let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = opened.map_err(about(path))?;
        Ok(Self { path, file, is_new })
    }

    fn write(mut self, text: &str) -> Result<(), EditorError> {
        // Only a file has an end to be cut off: not a pipe, not a terminal.
        let is_file = self.file.metadata().is_ok_and(|metadata| metadata.is_file());
        let emptied = if is_file { self.file.set_len(0) } else { Ok(()) };
        let written = emptied.and_then(|()| self.file.write_all(text.as_bytes()));
        written.map_err(about(self.path))
    }

    /// Takes the empty file away again when no report comes.
    fn forget(&self) {
        if self.is_new {
            // An empty file harms nobody, and the import's own error matters more.
            let _ = std::fs::remove_file(self.path);
        }
    }
}

/// Writes the catalogue in a folder, or the shipped one, in the European vocabulary: as Turtle, or by the file's
/// name as JSON-LD.
///
/// # Errors
/// When the files are wrong or the result cannot be written.
pub fn export(folder: Option<&Path>, file: &Path, out: &mut dyn Write) -> Result<(), EditorError> {
    let catalogue = catalogue_in(folder)?;
    let json = file.extension().is_some_and(|extension| extension == "jsonld" || extension == "json");
    let syntax = if json { Syntax::JsonLd } else { Syntax::Turtle };
    write_file(file, export_cpsv_ap(&catalogue, syntax), out)
}
