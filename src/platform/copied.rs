//! That the clipboard of the system holds what this program put there, without keeping what it is.
//!
//! The clipboard may outlive the program, where a desktop keeps it: after a crash the next start has to know whether what it
//! finds there is a person's. So a hash of it is kept under a salt of its own, never the value. An identification number has
//! few enough forms to be tried out against any hash; therefore the note never lies on a disk. It lies in memory, beside the
//! clipboard itself, and is gone with it when the computer is switched off. Where the system has no such folder, none is
//! kept, and a crash leaves to the desktop what the desktop kept.

use super::{disk, file};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How the files of notes are called, before the number of the process that wrote one.
const NAME: &str = "cups-kiosk-copied-";

/// A salt and the hash under it.
pub type Note = ([u8; 16], [u8; 32]);

/// What this program put into the clipboard of the system last, as far as it can be known again.
#[derive(Clone, Debug, Default)]
pub struct Copied {
    folder: Option<PathBuf>,
    note: Arc<Mutex<Vec<Note>>>,
}

impl Copied {
    /// As it is at the start: with what programs left that are no more.
    #[must_use]
    pub fn begin() -> Self {
        Self::within(disk::in_memory())
    }

    /// The same within this folder.
    fn within(folder: Option<PathBuf>) -> Self {
        let left = folder.as_deref().map(left).unwrap_or_default();
        Self { folder, note: Arc::new(Mutex::new(left)) }
    }

    /// Notes what is about to be put there. Before it is: of what is not noted nothing would be known after a crash.
    ///
    /// # Errors
    /// When there is nothing random for a salt, or the memory takes no file.
    pub fn note(&self, text: &str) -> io::Result<()> {
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(io::Error::other)?;
        let note = (salt, hashed(&salt, text));
        if let Some(folder) = &self.folder {
            let path = folder.join(format!("{NAME}{}", std::process::id()));
            let mut options = File::options();
            options.write(true).create(true).truncate(true);
            file::private(&mut options);
            options.open(path)?.write_all(&[&note.0[..], &note.1].concat())?;
        }
        *self.lock() = vec![note];
        Ok(())
    }

    /// Whether anything may be there.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.lock().is_empty()
    }

    /// What is known of it now, to be known again by [`Self::is_still`].
    #[must_use]
    pub fn now(&self) -> Vec<Note> {
        self.lock().clone()
    }

    /// Whether nothing was put there since.
    #[must_use]
    pub fn is_still(&self, known: &[Note]) -> bool {
        *self.lock() == known
    }

    /// Whether this is what was put there.
    #[must_use]
    pub fn is_ours(&self, text: &str) -> bool {
        self.lock().iter().any(|(salt, hash)| hashed(salt, text) == *hash)
    }

    /// It is there no more.
    pub fn forget(&self) {
        self.lock().clear();
        if let Some(folder) = &self.folder {
            let _ = fs::remove_file(folder.join(format!("{NAME}{}", std::process::id())));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Note>> {
        self.note.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hashed(salt: &[u8], text: &str) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(text).finalize().into()
}

/// The notes of programs that are no more; their files are taken away.
fn left(folder: &Path) -> Vec<Note> {
    let mut notes = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(NAME)) else { continue };
        let is_number = !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || process != std::process::id().to_string() && Path::new("/proc").join(process).exists() {
            continue;
        }
        let read = fs::read(entry.path()).unwrap_or_default();
        let note = read.split_first_chunk::<16>().and_then(|(salt, rest)| Some((*salt, rest.try_into().ok()?)));
        notes.extend(note);
        let _ = fs::remove_file(entry.path());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<PathBuf> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn what_was_copied_is_known_again_after_a_crash_and_is_written_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let before = Copied::within(Some(folder.path().to_owned()));
        assert!(!before.is_any() && !before.is_ours(""));
        before.note("2000000000004").unwrap();
        let [file] = &files(folder.path())[..] else { panic!("one file") };
        let bytes = fs::read(file).unwrap();
        assert_eq!(bytes.len(), 48);
        assert!(!bytes.windows(4).any(|part| part == b"0000"));
        // A start that finds the note of a process that is no more: here the same one stands for it.
        let after = Copied::within(Some(folder.path().to_owned()));
        assert!(after.is_any() && after.is_ours("2000000000004") && !after.is_ours("2000000000005"));
        assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
        after.forget();
        assert!(!after.is_any() && !after.is_ours("2000000000004"));
    }

    #[test]
    fn the_same_text_has_another_note_each_time_and_a_living_program_keeps_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let one = Copied::within(Some(folder.path().to_owned()));
        one.note("a").unwrap();
        let first = fs::read(&files(folder.path())[0]).unwrap();
        one.note("a").unwrap();
        assert_ne!(fs::read(&files(folder.path())[0]).unwrap(), first);
        one.forget();
        assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
        // The first process lives as long as the system.
        let theirs = folder.path().join(format!("{NAME}1"));
        fs::write(&theirs, [0; 48]).unwrap();
        let _ = Copied::within(Some(folder.path().to_owned()));
        assert!(theirs.exists());
    }

    #[test]
    fn without_a_folder_in_memory_it_is_known_as_long_as_the_program_runs() {
        let copied = Copied::within(None);
        copied.note("a").unwrap();
        assert!(copied.is_ours("a"));
        assert!(!Copied::within(None).is_any());
    }
}
