//! Finds foreign files on the disk and reads them; what lies beside them and is not read is told.

use super::{Doubt, ForeignFile, ImportError, LARGEST_FILE};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// How many files passed over are named one by one; of the others there is one line.
const MOST_NAMED: usize = 100;

/// The files that an import is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The files to read: in the order given, those below a folder in the order of their paths.
    pub files: Vec<PathBuf>,
    /// What lies below the folders named and is passed over.
    pub doubts: Vec<Doubt>,
}

impl Found {
    /// Reads the files.
    ///
    /// # Errors
    /// When one cannot be read or is too large.
    pub fn read(&self) -> Result<Vec<ForeignFile>, ImportError> {
        self.files.iter().map(|path| foreign_file(path)).collect()
    }
}

/// Finds the files named, and those at any depth below the folders named whose names end in one of `extensions`, in
/// any case of letters. Hidden folders and links to folders are passed over: they hold what programs keep, or lead
/// in circles.
///
/// # Errors
/// When a folder cannot be read, or there is no file to read at all.
pub fn find(paths: &[PathBuf], extensions: &[&str]) -> Result<Found, ImportError> {
    let mut found = Found::default();
    let mut passed_over = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut inside = below(path, extensions, &mut passed_over)?;
            inside.sort();
            found.files.append(&mut inside);
        } else {
            found.files.push(path.clone());
        }
    }
    if found.files.is_empty() {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        let reason = format!("there is no file whose name ends in .{}", extensions.join(", ."));
        return Err(ImportError::refused(paths.join(", "), reason));
    }
    passed_over.sort();
    let more = passed_over.len().saturating_sub(MOST_NAMED);
    let named = passed_over.into_iter().take(MOST_NAMED);
    found.doubts.extend(named.map(|(path, what)| Doubt {
        file: path.display().to_string(),
        place: String::new(),
        what: what.to_owned(),
    }));
    if more > 0 {
        let folders: Vec<String> =
            paths.iter().filter(|path| path.is_dir()).map(|path| path.display().to_string()).collect();
        let what = format!("{more} more files or folders were passed over");
        found.doubts.push(Doubt { file: folders.join(", "), place: String::new(), what });
    }
    Ok(found)
}

/// The files at any depth below a folder whose names end in one of the extensions. The others are added to
/// `passed_over` with the reason.
fn below(
    folder: &Path,
    extensions: &[&str],
    passed_over: &mut Vec<(PathBuf, &'static str)>,
) -> Result<Vec<PathBuf>, ImportError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |source| ImportError::File { file: folder.display().to_string(), source };
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            let is_link = entry.file_type().map_err(failed)?.is_symlink();
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if path.is_dir() {
                if is_link {
                    passed_over.push((path, "a link to a folder was passed over: name the folder itself"));
                } else if entry.file_name().as_encoded_bytes().starts_with(b".") {
                    passed_over.push((path, "a hidden folder was passed over"));
                } else {
                    folders.push(path);
                }
            } else if !path.is_file() {
                passed_over.push((path, "was passed over: it is no file"));
            } else if extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)) {
                found.push(path);
            } else {
                passed_over.push((path, "was passed over: its name does not end as files of this format do"));
            }
        }
    }
    Ok(found)
}

/// Finds the files as [`find`] does and reads them.
///
/// # Errors
/// When there is none, or one cannot be read or is too large.
pub fn foreign_files(paths: &[PathBuf], extensions: &[&str]) -> Result<Vec<ForeignFile>, ImportError> {
    find(paths, extensions)?.read()
}

fn foreign_file(path: &Path) -> Result<ForeignFile, ImportError> {
    let name = path.display().to_string();
    let failed = |source| ImportError::File { file: name.clone(), source };
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    // A pipe has no length of its own, and a file's may lie: what counts is what comes.
    if file.metadata().map_err(failed)?.len() > LARGEST_FILE {
        return Err(ImportError::TooLarge(name));
    }
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ImportError::TooLarge(name));
    }
    Ok(ForeignFile { name, bytes })
}
