//! Writing files so that a power cut leaves the old or the new one, never half.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The path with something added to its file's name.
#[must_use]
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Writes a file whole: beside its place, flushed, then moved over the old one. Readable by the owner
/// only.
///
/// # Errors
/// When any part of it fails; the old file is then still there.
pub fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    make_private(folder_of(path))?;
    write_into(path, content)
}

/// The same, and what lies beside the place is read again before it is moved there: a disk that keeps something else than it
/// was given changes nothing.
///
/// # Errors
/// When any part of it fails; the old file is then still there.
pub fn write_proven(path: &Path, content: &[u8]) -> io::Result<()> {
    make_private(folder_of(path))?;
    let beside = write_beside(path, content)?;
    let moved = fs::read(&beside).and_then(|read| {
        if read != content {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the disk gives back something else"));
        }
        fs::rename(&beside, path)?;
        sync_folder(folder_of(path))
    });
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// The same into a folder that is there, and that stays as it is: somebody else's, or a stick.
///
/// # Errors
/// When any part of it fails; the old file is then still there.
pub fn write_into(path: &Path, content: &[u8]) -> io::Result<()> {
    // What is no file, such as /dev/null or a pipe, is written to. Moving a file there would put it out of the world for everybody.
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return OpenOptions::new().write(true).open(path)?.write_all(content);
    }
    let beside = write_beside(path, content)?;
    let moved = fs::rename(&beside, path).and_then(|()| sync_folder(folder_of(path)));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Writes a file beside its place and flushes it, to be moved there later. Readable by the owner only.
///
/// # Errors
/// When any part of it fails; nothing is left then.
pub fn write_beside(path: &Path, content: &[u8]) -> io::Result<PathBuf> {
    let beside = with_suffix(path, &format!(".new-{}", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    private(&mut options);
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    if let Err(error) = written {
        // What is left beside is of no use to anybody.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    Ok(beside)
}

/// The folder in which a file is.
#[must_use]
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Flushes a folder's own entries, so that a file made or moved in it stays.
///
/// # Errors
/// When the system cannot.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Lets only the owner read what is made with these options.
pub fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = options;
}

/// Creates a file that must not exist yet, readable by its owner alone.
///
/// # Errors
/// When it exists, or the system cannot.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private(&mut options);
    options.open(path)
}

/// Makes a folder that only the owner can enter. One that is there already and open to others is closed to them, if it
/// is ours and not one of those that all share, such as `/tmp`.
///
/// # Errors
/// When the system cannot.
pub fn private_folder(path: &Path) -> io::Result<()> {
    make_private(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        const OTHERS: u32 = 0o077;
        const SHARED: u32 = 0o1000;
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & OTHERS != 0
            && mode & SHARED == 0
            && let Err(error) = fs::set_permissions(path, fs::Permissions::from_mode(0o700))
        {
            // Another account's folder that lets us in: what is made in it is private all the same.
            tracing::warn!(%error, "the folder stays open to others");
        }
    }
    Ok(())
}

/// Makes a folder, if there is none, that only the owner can enter from its first moment.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_folder_is_private_from_its_first_moment_and_an_open_one_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (made, open, shared) =
            (folder.path().join("a/b"), folder.path().join("open"), folder.path().join("shared"));
        private_folder(&made).unwrap();
        assert_eq!((mode(&made), mode(&folder.path().join("a"))), (0o700, 0o700));
        for (path, before, after) in [(&open, 0o755, 0o700), (&shared, 0o1777, 0o1777)] {
            fs::create_dir(path).unwrap();
            fs::set_permissions(path, fs::Permissions::from_mode(before)).unwrap();
            private_folder(path).unwrap();
            assert_eq!(mode(path), after);
        }
        let made = folder.path().join("a/made");
        create_private(&made).unwrap();
        assert_eq!(mode(&made), 0o600);
        assert_eq!(create_private(&made).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let file = folder.path().join("c/file");
        write_atomically(&file, b"text").unwrap();
        assert_eq!((mode(&file), mode(&folder.path().join("c"))), (0o600, 0o700));
    }

    #[test]
    fn what_is_no_file_is_written_to_and_stays_what_it_is() {
        use std::os::unix::fs::FileTypeExt as _;
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read(pipe).unwrap()
        });
        write_into(&pipe, b"text").unwrap();
        assert_eq!(reader.join().unwrap(), b"text");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing lies beside it");
    }
}
