//! Writes several files so that all of them change or, as far as the disk allows, none does.

use crate::foreign::import::ImportError;
use crate::platform::file::{sync_folder, with_suffix};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// Writes files below a folder by their names, in this order. All are written beside their places and flushed first,
/// so that a full disk changes nothing; then each is moved over the old one, so that whenever the power goes a file is
/// the old or the new one.
///
/// # Errors
/// When one cannot be written, or its name leads out of the folder; nothing was written then.
pub fn write(folder: &Path, files: &[(String, String)]) -> Result<(), ImportError> {
    // Records come from outside, and files are named by them.
    if let Some((name, _)) = files.iter().find(|(name, _)| !lies_below(name)) {
        return Err(ImportError::refused(name, "the name leads out of the folder: nothing was written"));
    }
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    let written = files.iter().try_for_each(|(name, text)| {
        let path = folder.join(name);
        let beside = with_suffix(&path, &format!(".new-{}", std::process::id()));
        staged.push((beside.clone(), path.clone()));
        stage(&path, &beside, text.as_bytes()).map_err(|source| failed(&path, source))
    });
    let moved = written.and_then(|()| {
        staged.iter().try_for_each(|(beside, path)| fs::rename(beside, path).map_err(|source| failed(path, source)))
    });
    let moved = moved.and_then(|()| {
        let folders: BTreeSet<&Path> = staged.iter().filter_map(|(_, path)| path.parent()).collect();
        folders.into_iter().try_for_each(|folder| sync_folder(folder).map_err(|source| failed(folder, source)))
    });
    if moved.is_err() {
        for (beside, _) in &staged {
            // What is left beside is of no use to anybody.
            let _ = fs::remove_file(beside);
        }
    }
    moved
}

/// Whether a name leads to a place below the folder it is joined to, whatever stands there.
fn lies_below(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

fn failed(path: &Path, source: io::Error) -> ImportError {
    ImportError::File { file: path.display().to_string(), source }
}

/// Writes what will stand at `path` beside it, with the rights of the old file.
fn stage(path: &Path, beside: &Path, content: &[u8]) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(beside)?;
    file.write_all(content)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside_the_folder() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("inner");
        let absolute = outer.path().join("absolute.toml").display().to_string();
        for name in ["../out.toml", "events/../../out.toml", "./../out.toml", "", absolute.as_str()] {
            let files = [("good.toml".to_owned(), "a".to_owned()), (name.to_owned(), "b".to_owned())];
            assert!(matches!(write(&folder, &files), Err(ImportError::Refused { .. })), "{name}");
            assert_eq!(fs::read_dir(outer.path()).unwrap().count(), 0, "{name}");
        }
        write(&folder, &[("events/good.toml".to_owned(), "a".to_owned())]).unwrap();
        assert_eq!(fs::read_to_string(folder.join("events/good.toml")).unwrap(), "a");
    }
}
