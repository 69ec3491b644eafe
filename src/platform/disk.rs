//! The disk below the data folder: room, and whether it takes anything.

use super::file;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Bytes that are free for us on the disk of a folder.
///
/// # Errors
/// When the system does not say.
pub fn room(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Bytes that are free for us on the disk of a folder, and all that may be.
///
/// # Errors
/// When the system does not say.
pub fn room_of_all(folder: &Path) -> io::Result<(u64, u64)> {
    let disk = rustix::fs::statvfs(folder)?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    // What only the administrator may fill is none of ours.
    let used = disk.f_blocks.saturating_sub(disk.f_bfree).saturating_mul(disk.f_frsize);
    Ok((free, used.saturating_add(free)))
}

/// Whether something can be made in a folder, as far as that is known without making it.
///
/// # Errors
/// Why not: rights, or a disk that is mounted for reading only.
pub fn takes_entries(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
}

/// Writes a little into a folder, flushes it and takes it away again: what a full or failing disk refuses.
///
/// # Errors
/// Why it cannot be written.
pub fn try_writing(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".doctor-{}", std::process::id()));
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    file::private(&mut options);
    let written = options.open(&path).and_then(|mut file| {
        file.write_all(&vec![0x55; 64 * 1024])?;
        file.sync_all()
    });
    let _ = std::fs::remove_file(&path);
    written
}

/// A folder whose files are in memory alone and never on a disk, as long as the machine is not short of it; none where the
/// system has none.
#[must_use]
pub fn in_memory() -> Option<PathBuf> {
    /// The number by which `statfs(2)` knows tmpfs.
    const IN_MEMORY: u64 = 0x0102_1994;
    let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let mut folders = own.into_iter().chain([PathBuf::from("/dev/shm")]);
    folders.find(|folder| {
        let known = rustix::fs::statfs(folder.as_path());
        known.is_ok_and(|known| u64::try_from(known.f_type).is_ok_and(|kind| kind == IN_MEMORY))
            && takes_entries(folder).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_takes_things_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        assert!(room(folder.path()).unwrap() > 0);
        takes_entries(folder.path()).unwrap();
        try_writing(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(try_writing(&folder.path().join("none")).is_err());
        // Where nobody can make a file, not even the administrator.
        assert!(try_writing(Path::new("/proc")).is_err());
    }
}
