//! A sheet kept as a file, where there is no printer: in a folder that was chosen, or on a stick. The file says by its name
//! what it is and of which day, never whose; only its owner can read it, as far as the place knows owners.

use crate::platform::file::write_into;
use crate::protocol::sheet::PrintSheet;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where desktops put sticks: each account's in a folder of its name, or all together.
const STICKS: [&str; 2] = ["/media", "/run/media"];

/// Files of one name and day that one place takes.
const MOST: usize = 1000;

/// The sticks that are in the computer now, by the folders in which their files are.
#[must_use]
pub fn sticks() -> Vec<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mounted_sticks(&mounts)
}

/// The sticks in a table of what is mounted where (`proc(5)`, `/proc/mounts`).
fn mounted_sticks(mounts: &str) -> Vec<PathBuf> {
    let places = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (device, place) = (words.next()?, words.next()?);
        let place = PathBuf::from(unescaped(place));
        let removable = STICKS.iter().any(|root| place.strip_prefix(root).is_ok_and(|rest| rest.iter().count() > 0));
        (device.starts_with("/dev/") && removable).then_some(place)
    });
    places.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A path of that table: blanks and what else would part its words are written as `\040`.
fn unescaped(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .into_iter()
        .fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter))
}

/// Whether a folder is on a stick.
#[must_use]
pub fn is_on_stick(folder: &Path) -> bool {
    STICKS.iter().any(|root| folder.starts_with(root))
}

/// Keeps the PDF of a sheet in a folder, and gives the file. A folder that is not there is not made: a stick that was
/// pulled out would leave the file on the computer. An earlier file stays.
///
/// # Errors
/// When the folder is not there or does not take it; nothing is left then.
pub fn keep(folder: &Path, sheet: &PrintSheet, pdf: &[u8]) -> io::Result<PathBuf> {
    keep_as(folder, &format!("{}-{}", sheet.template, sheet.on), "pdf", pdf)
}

/// Keeps a file under a name in a folder that is there, and gives it. An earlier file stays.
///
/// # Errors
/// When the folder is not there or does not take it; nothing is left then.
pub fn keep_as(folder: &Path, name: &str, kind: &str, content: &[u8]) -> io::Result<PathBuf> {
    if !fs::metadata(folder)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    let name = |number: usize| match number {
        1 => format!("{name}.{kind}"),
        number => format!("{name}-{number}.{kind}"),
    };
    let free = (1..=MOST).map(|number| folder.join(name(number))).find(|path| !path.exists());
    let path = free.ok_or(io::ErrorKind::AlreadyExists)?;
    write_into(&path, content).map(|()| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> PrintSheet {
        serde_json::from_str(include_str!("../../tests/paper/own-ro.json")).unwrap()
    }

    #[test]
    fn only_what_is_put_in_is_a_stick() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/kiosk/MY\\040STICK vfat rw 0 0\n\
                      tmpfs /media/tmp tmpfs rw 0 0\n/dev/sdc1 /run/media/kiosk/B vfat rw 0 0\n/dev/sdd1 /media ext4 rw 0 0\n";
        assert_eq!(
            mounted_sticks(mounts),
            [PathBuf::from("/media/kiosk/MY STICK"), PathBuf::from("/run/media/kiosk/B")]
        );
        assert!(is_on_stick(Path::new("/media/kiosk/A")) && !is_on_stick(Path::new("/home/kiosk/mediatheque")));
    }

    #[test]
    #[cfg(unix)]
    fn a_kept_sheet_is_its_owner_s_alone_says_nobody_s_name_and_replaces_none() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let sheet = sheet();
        let kept: Vec<PathBuf> = (0..2).map(|_| keep(folder.path(), &sheet, b"%PDF").unwrap()).collect();
        let names: Vec<String> = kept.iter().map(|path| path.file_name().unwrap().display().to_string()).collect();
        assert_eq!(names, [format!("own-{}.pdf", sheet.on), format!("own-{}-2.pdf", sheet.on)]);
        for path in &kept {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::read(path).unwrap(), b"%PDF");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn a_stick_that_was_pulled_out_leaves_nothing_on_the_computer() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("stick");
        assert!(keep(&gone, &sheet(), b"%PDF").is_err());
        assert!(!gone.exists());
    }
}
