//! What the commands of `cups-hub` do, without their options and exit codes.

pub mod keep;

use super::HubError;
use super::code::{self, RecoveryCode};
use super::configuration::from_toml;
use super::storage::releases::Published;
use super::storage::{self, Storage};
use crate::catalogue::read::{CentreFile, Draft, Finding, Severity, files_in};
use crate::catalogue::release::Release;
use crate::catalogue::trust::editors::{Bundle, KeyFolder, Replace};
use crate::catalogue::{self, check, coverage, schema};
use crate::domain::catalogue::Catalogue;
use crate::domain::centre::Centre;
use crate::foreign::{export, import};
use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Makes a one-time code for a terminal of a centre, which holds for so many hours, and writes it, alone on the first
/// line, and below it the recovery codes of that terminal.
///
/// # Errors
/// When there is no hub or no operator's key, or the centre is not known.
pub fn enrol(
    data: &Path,
    centre: &str,
    centre_file: Option<&Path>,
    hours: u16,
    out: &mut dyn Write,
) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    if storage.operator_key()?.is_none() {
        return Err(HubError::OperatorKeyMissing);
    }
    let profile = match centre_file {
        Some(file) => centre_in(file, centre)?,
        None => published_centre(&storage, centre)?,
    };
    let code = code::generate()?;
    let recovery = code::recovery_codes()?;
    storage.add_code(&code, &profile, &recovery, Timestamp::now(), SignedDuration::from_hours(i64::from(hours)))?;
    say(out, &code)?;
    say(
        out,
        &format!(
            "\nAbove: the one-time code with which one terminal of {} enrols within {hours} hours.\nBelow: {RECOVERY}",
            profile.id
        ),
    )?;
    say_recovery_codes(&recovery, out)
}

/// What recovery codes are for, as the paper says it.
const RECOVERY: &str = "the recovery codes of that terminal. They are shown this once: keep them on paper at the \
    agency, not at the centre. Each admits one first specialist there, once: at the beginning, and when the terminal has \
    lost its records.";

/// Makes new recovery codes for a terminal and writes them. It hears of them at its next sync.
///
/// # Errors
/// When there is no hub or no such terminal.
pub fn recovery(data: &Path, terminal: &str, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open_existing(data)?;
    let recovery = code::recovery_codes()?;
    storage.add_recovery_codes(terminal, &recovery, Timestamp::now())?;
    say_recovery_codes(&recovery, out)?;
    say(
        out,
        &format!(
            "\nAbove: {RECOVERY} They hold as soon as {terminal} has synced, and then those it had before hold no more."
        ),
    )
}

fn say_recovery_codes(codes: &[RecoveryCode], out: &mut dyn Write) -> Result<(), HubError> {
    for (number, one) in (1..).zip(codes) {
        say(out, &format!("recovery code {number}: {}", one.code))?;
    }
    Ok(())
}

/// The centre of this id in a file that holds one centre's profile, or several below `[[centre]]`.
fn centre_in(file: &Path, id: &str) -> Result<Centre, HubError> {
    let place = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| HubError::input(&place, error.to_string()))?;
    let centres = if from_toml::<toml::Table>(&place, &text)?.contains_key("centre") {
        from_toml::<CentreFile>(&place, &text)?.centre
    } else {
        vec![from_toml::<Centre>(&place, &text)?]
    };
    let found = centres.into_iter().find(|centre| centre.id == id);
    found.ok_or_else(|| HubError::input(place, format!("no centre \"{id}\" stands in the file")))
}

fn published_centre(storage: &Storage, id: &str) -> Result<Centre, HubError> {
    let mut catalogue = storage.catalogue()?.ok_or_else(|| {
        let message = "no catalogue is published: run cups-hub catalogue publish, or give --centre-file FILE";
        HubError::input("--centre", message)
    })?;
    catalogue.centres.remove(id).ok_or_else(|| {
        let known: Vec<&str> = catalogue.centres.keys().map(String::as_str).collect();
        let message = format!("the published catalogue has no centre \"{id}\"; it has {}", known.join(", "));
        HubError::input("--centre", message)
    })
}

/// Makes the operator's key pair: the private part goes to the file and nowhere else, the public part to
/// the hub, and both are there or neither.
///
/// # Errors
/// When the file exists, cannot be written, or the hub has a key.
pub fn operator_key(data: &Path, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let mut storage = Storage::open(data)?;
    if let Some(present) = storage.operator_key()? {
        return Err(HubError::OperatorKeyExists(present));
    }
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    let place = file.display().to_string();
    let mut private = storage::create_private(file).map_err(|error| {
        let message = match error.kind() {
            std::io::ErrorKind::AlreadyExists => "the file exists and is not overwritten: name another".to_owned(),
            _ => error.to_string(),
        };
        HubError::input(format!("--out {place}"), message)
    })?;
    let written = write!(private, "# public key: {public}\n{}\n", identity.to_string().expose_secret())
        .and_then(|()| private.sync_all())
        .map_err(|source| HubError::File { path: place, source })
        .and_then(|()| storage.set_operator_key(&public));
    if let Err(error) = written {
        // A private key that no hub knows would only be taken for the right one.
        let _ = std::fs::remove_file(file);
        return Err(error);
    }
    say(out, &public)
}

/// Shuts a terminal out.
///
/// # Errors
/// When there is no hub or no such terminal.
pub fn revoke(data: &Path, terminal: &str, out: &mut dyn Write) -> Result<(), HubError> {
    Storage::open_existing(data)?.revoke(terminal, Timestamp::now())?;
    say(out, &format!("{terminal} is revoked"))
}

/// Checks a catalogue's source files, writes every finding, and tells whether it may be published.
///
/// # Errors
/// When the folder cannot be read.
pub fn check_catalogue(folder: Option<&Path>, out: &mut dyn Write) -> Result<bool, HubError> {
    let draft = checked(folder)?;
    for finding in &draft.findings {
        say(out, &finding.to_string())?;
    }
    Ok(!draft.findings.iter().any(is_error))
}

/// The source files of a folder, or the shipped ones, read and checked.
fn checked(folder: Option<&Path>) -> Result<Draft, HubError> {
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
pub fn coverage(folder: Option<&Path>, file: Option<&Path>, out: &mut dyn Write) -> Result<(), HubError> {
    let draft = checked(folder)?;
    let rows = coverage::coverage(&draft);
    let Some(file) = file else { return say(out, coverage::as_text(&rows).trim_end()) };
    let json = file.extension().is_some_and(|extension| extension == "json");
    let page = if json {
        serde_json::to_string_pretty(&rows).map_err(HubError::Stored)?
    } else {
        coverage::as_html(&rows, draft.catalogue.number)
    };
    let path = file.display().to_string();
    std::fs::write(file, page).map_err(|source| HubError::File { path: path.clone(), source })?;
    say(out, &path)
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

/// The errors among the findings; the warnings do not stop a release.
fn errors(findings: Vec<Finding>) -> HubError {
    HubError::Findings(findings.into_iter().filter(is_error).collect())
}

/// The catalogue in a folder, or the shipped one, when nothing in it is wrong.
///
/// # Errors
/// When the folder cannot be read or the files are wrong.
pub fn catalogue_in(folder: Option<&Path>) -> Result<Catalogue, HubError> {
    match folder {
        Some(folder) => Draft::read(files_in(folder)?).finish().map_err(errors),
        None => catalogue::shipped().map_err(errors),
    }
}

/// Packs a catalogue's source files into a release file.
///
/// # Errors
/// When the files are wrong or the release cannot be written.
pub fn build_catalogue(folder: &Path, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let release = Release::pack(&catalogue_in(Some(folder))?.published())?;
    std::fs::write(file, &release.packed)
        .map_err(|source| HubError::File { path: file.display().to_string(), source })?;
    say(out, &format!("catalogue {} {} {} bytes", release.number, release.sha256, release.packed.len()))
}

/// Makes the keys that sign releases, in a new folder. They never belong on the server.
///
/// # Errors
/// When there are keys in the folder or they cannot be written.
pub fn new_keys(folder: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    KeyFolder::create(folder, Timestamp::now())?;
    say(out, &format!("keys in {}: keep root.key and reserve.key apart, and none on the server", folder.display()))
}

/// Replaces keys that were lost or stolen; what is signed next tells the terminals.
///
/// # Errors
/// When no root key is in the folder to sign the change.
pub fn replace_keys(folder: &Path, what: Replace, out: &mut dyn Write) -> Result<(), HubError> {
    let version = KeyFolder::open(folder)?.replace(what, Timestamp::now())?;
    say(out, &format!("root {version}: sign and publish again, so that terminals learn of it"))
}

/// Packs the catalogue in a folder, or the shipped one, and signs it into a new folder for the hub.
///
/// # Errors
/// When the files are wrong, the key is not there or the result cannot be written.
pub fn sign_catalogue(
    folder: Option<&Path>,
    keys: &Path,
    days: u16,
    bundle: &Path,
    out: &mut dyn Write,
) -> Result<(), HubError> {
    let release = Release::pack(&catalogue_in(folder)?.published())?;
    let said = format!("catalogue {} signed for {days} days {}", release.number, release.sha256);
    KeyFolder::open(keys)?.sign(release, days, Timestamp::now())?.write(bundle)?;
    say(out, &said)
}

/// Publishes a signed release; with `new_root` also one of other keys than the hub knows.
///
/// # Errors
/// When the signature is not that of the keys the hub knows, or the number is smaller than the published one's.
pub fn publish_catalogue(data: &Path, bundle: &Path, new_root: bool, out: &mut dyn Write) -> Result<(), HubError> {
    let bundle = Bundle::read(bundle)?;
    let published = Storage::open(data)?.publish(&bundle, new_root, data, Timestamp::now())?;
    let words = match published {
        Published::Now => "published",
        Published::Renewed => "already published; the signature was renewed",
    };
    say(out, &format!("catalogue {} {words} {}", bundle.release.number, bundle.release.sha256))
}

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
pub fn import_catalogue(
    format: Format,
    paths: &[PathBuf],
    folder: &Path,
    report: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), HubError> {
    let extensions: &[&str] = match format {
        Format::Rsspa => &import::rsspa::EXTENSIONS,
        Format::CpsvAp => &import::cpsv_ap::EXTENSIONS,
    };
    let found = import::files::find(paths, extensions)?;
    let mut imported = match format {
        Format::Rsspa => import::rsspa::read(&found.read()?)?,
        Format::CpsvAp => import::cpsv_ap::read(&found.read()?)?,
    };
    imported.report.doubts.extend(found.doubts);
    let file = report.map(ReportFile::open).transpose()?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let written = import::write::write(folder, imported, today);
    if written.is_err() {
        file.iter().for_each(ReportFile::forget);
    }
    let done = written?;
    let said = say(out, done.to_string().trim_end());
    let text = serde_json::to_string_pretty(&done).map_err(HubError::Stored)?;
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
    fn open(path: &'a Path) -> Result<Self, HubError> {
        let is_new = !path.exists();
        let opened = std::fs::OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = opened.map_err(|source| HubError::File { path: path.display().to_string(), source })?;
        Ok(Self { path, file, is_new })
    }

    fn write(mut self, text: &str) -> Result<(), HubError> {
        // Only a file has an end to be cut off: not a pipe, not a terminal.
        let is_file = self.file.metadata().is_ok_and(|metadata| metadata.is_file());
        let emptied = if is_file { self.file.set_len(0) } else { Ok(()) };
        let written = emptied.and_then(|()| self.file.write_all(text.as_bytes()));
        written.map_err(|source| HubError::File { path: self.path.display().to_string(), source })
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
pub fn export_catalogue(folder: Option<&Path>, file: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let catalogue = catalogue_in(folder)?;
    let json = file.extension().is_some_and(|extension| extension == "jsonld" || extension == "json");
    let syntax = if json { export::cpsv_ap::Syntax::JsonLd } else { export::cpsv_ap::Syntax::Turtle };
    let path = file.display().to_string();
    std::fs::write(file, export::cpsv_ap::write(&catalogue, syntax))
        .map_err(|source| HubError::File { path: path.clone(), source })?;
    say(out, &path)
}

/// Writes the JSON Schemas of the source files into a folder.
///
/// # Errors
/// When they cannot be written.
pub fn write_schemas(folder: &Path, out: &mut dyn Write) -> Result<(), HubError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |source| HubError::File { path, source }
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    for (name, schema) in schema::schemas() {
        let path = folder.join(name);
        let text = serde_json::to_string_pretty(&schema).map_err(HubError::Stored)?;
        std::fs::write(&path, format!("{text}\n")).map_err(failed(&path))?;
        say(out, &path.display().to_string())?;
    }
    Ok(())
}

/// Writes a line of the result.
///
/// # Errors
/// When it cannot be written.
pub fn say(out: &mut dyn Write, line: &str) -> Result<(), HubError> {
    let written = writeln!(out, "{line}").and_then(|()| out.flush());
    written.map_err(|source| HubError::File { path: "the standard output".to_owned(), source })
}
