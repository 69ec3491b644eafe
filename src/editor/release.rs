//! Releases: packed, and signed with keys that never leave the editors.

use super::source::catalogue_in;
use super::{EditorError, about, say};
use crate::catalogue::release::Release;
use crate::catalogue::trust::editors::{KeyFolder, Replace};
use jiff::Timestamp;
use std::io::Write;
use std::path::Path;

/// Packs a catalogue's source files into a release file.
///
/// # Errors
/// When the files are wrong or the release cannot be written.
pub fn build(folder: &Path, file: &Path, out: &mut dyn Write) -> Result<(), EditorError> {
    let release = Release::pack(&catalogue_in(Some(folder))?.published())?;
    std::fs::write(file, &release.packed).map_err(about(file))?;
    say(out, &format!("catalogue {} {} {} bytes", release.number, release.sha256, release.packed.len()))
}

/// Makes the keys that sign releases, in a new folder. They never belong on the server.
///
/// # Errors
/// When there are keys in the folder or they cannot be written.
pub fn new_keys(folder: &Path, out: &mut dyn Write) -> Result<(), EditorError> {
    KeyFolder::create(folder, Timestamp::now())?;
    say(out, &format!("keys in {}: keep root.key and reserve.key apart, and none on the server", folder.display()))
}

/// Replaces keys that were lost or stolen; what is signed next tells the terminals.
///
/// # Errors
/// When no root key is in the folder to sign the change.
pub fn replace_keys(folder: &Path, what: Replace, out: &mut dyn Write) -> Result<(), EditorError> {
    let version = KeyFolder::open(folder)?.replace(what, Timestamp::now())?;
    say(out, &format!("root {version}: sign and publish again, so that terminals learn of it"))
}

/// Packs the catalogue in a folder, or the shipped one, and signs it into a new folder for the hub.
///
/// # Errors
/// When the files are wrong, the key is not there or the result cannot be written.
pub fn sign(
    folder: Option<&Path>,
    keys: &Path,
    days: u16,
    bundle: &Path,
    out: &mut dyn Write,
) -> Result<(), EditorError> {
    let release = Release::pack(&catalogue_in(folder)?.published())?;
    let said = format!("catalogue {} signed for {days} days {}", release.number, release.sha256);
    KeyFolder::open(keys)?.sign(release, days, Timestamp::now())?.write(bundle)?;
    say(out, &said)
}
