//! The papers that a visitor was given at a page of the State, or had printed there. They lie in the memory of that page's own
//! file system; here they are listed and read from outside, as what a stranger made: nothing but plain files, no larger than
//! they may be, and by no name that leads elsewhere.

use super::alone::FOLDER;
use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::PathBuf;

/// The most papers that are listed.
const MOST: usize = 40;

/// The largest paper that is read, in bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

/// What the browser calls a file that has not come whole.
const COMING: &str = "crdownload";

/// A paper that is kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeptPaper {
    /// The name of its file.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
}

crate::domain::hidden::hidden!(KeptPaper, "KeptPaper");

impl KeptPaper {
    /// Whether it is one that can be shown and printed, by its name.
    #[must_use]
    pub fn is_pdf(&self) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, kind)| kind.eq_ignore_ascii_case("pdf"))
    }
}

/// The folder of papers of the page that this process keeps apart, as it is seen from here; none where it is not there (any
/// more).
fn folder(keeper: u32) -> Option<PathBuf> {
    let children = std::fs::read_to_string(format!("/proc/{keeper}/task/{keeper}/children")).ok()?;
    let first: u32 = children.split_whitespace().next()?.parse().ok()?;
    let folder = PathBuf::from(format!("/proc/{first}/root{FOLDER}"));
    folder.is_dir().then_some(folder)
}

/// The papers that are there whole, by their names.
pub(super) fn list(keeper: u32) -> Vec<KeptPaper> {
    let Some(folder) = folder(keeper) else { return Vec::new() };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let whole = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let known = entry.metadata().ok()?;
        let is_whole = known.is_file() && known.len() > 0 && !name.starts_with('.') && !name.ends_with(COMING);
        is_whole.then_some(KeptPaper { name, bytes: known.len() })
    });
    let mut all: Vec<KeptPaper> = whole.take(MOST).collect();
    all.sort();
    all
}

/// Reads a paper.
///
/// # Errors
/// When it is not there (any more), is no plain file, or is too large.
pub(super) fn read(keeper: u32, name: &str) -> io::Result<Vec<u8>> {
    let folder = File::open(folder(keeper).ok_or(io::ErrorKind::NotFound)?)?;
    // What lies there was written by the page's own processes: a name that is a way to somewhere else is followed nowhere.
    let held = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_XDEV;
    let opened = openat2(&folder, name, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty(), held)?;
    let file = File::from(opened);
    let known = file.metadata()?;
    if !known.is_file() || known.len() > LARGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_that_can_be_shown_is_known_by_its_name_and_none_is_written_to_a_log() {
        let paper = |name: &str| KeptPaper { name: name.to_owned(), bytes: 1 };
        assert!(paper("Cerere.pdf").is_pdf() && paper("a.b.PDF").is_pdf());
        assert!(!paper("pdf").is_pdf() && !paper("a.pdf.exe").is_pdf());
        assert_eq!(format!("{:?}", paper("Ana.pdf")), "KeptPaper(…)");
        assert!(list(u32::MAX).is_empty() && read(u32::MAX, "a.pdf").is_err());
    }
}
