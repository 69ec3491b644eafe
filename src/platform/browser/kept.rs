//! The papers that a visitor was given at a page of the State, or had printed there. They lie in the memory of that page's own
//! file system; here they are listed and read from outside, as what a stranger made: nothing but plain files, no larger than
//! they may be, and by no name that leads elsewhere.

use super::alone::FOLDER;
use jiff::Timestamp;
use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
use std::cmp::Reverse;
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

/// The most papers that are listed.
const MOST: usize = 40;

/// The largest paper that is read, in bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

/// What the browser calls a file that has not come whole.
const COMING: &str = "crdownload";

/// A paper that is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptPaper {
    /// The name of its file.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// When it was there whole.
    pub since: Timestamp,
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

/// The papers that came last, the newest first, as many as are listed.
fn newest_first(mut papers: Vec<KeptPaper>) -> Vec<KeptPaper> {
    papers.sort_by(|one, other| (Reverse(one.since), &one.name).cmp(&(Reverse(other.since), &other.name)));
    papers.truncate(MOST);
    papers
}

/// When a file got the name that it has: once it came whole. Unlike the time of its content nobody can set it.
fn since(known: &Metadata) -> Timestamp {
    let nanoseconds = i32::try_from(known.ctime_nsec()).unwrap_or(0);
    Timestamp::new(known.ctime(), nanoseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The papers that are there whole, the newest first.
pub(super) fn list(keeper: u32) -> Vec<KeptPaper> {
    let Some(folder) = folder(keeper) else { return Vec::new() };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let whole = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let known = entry.metadata().ok()?;
        let is_whole = known.is_file() && known.len() > 0 && !name.starts_with('.') && !name.ends_with(COMING);
        is_whole.then(|| KeptPaper { name, bytes: known.len(), since: since(&known) })
    });
    newest_first(whole.collect())
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

    fn paper(name: &str, second: i64) -> KeptPaper {
        KeptPaper { name: name.to_owned(), bytes: 1, since: Timestamp::from_second(second).unwrap() }
    }

    #[test]
    fn the_papers_that_came_last_come_first_whatever_they_are_called() {
        let names =
            |papers: Vec<KeptPaper>| newest_first(papers).into_iter().map(|paper| paper.name).collect::<Vec<_>>();
        assert_eq!(names(vec![paper("a", 1), paper("b", 3), paper("c", 2)]), ["b", "c", "a"]);
        assert_eq!(names(vec![paper("b", 1), paper("a", 1)]), ["a", "b"], "of one moment by their names");
        let many = (0..100).map(|second| paper(&format!("{second}"), second)).collect();
        let listed = names(many);
        assert_eq!((listed.len(), listed[0].as_str(), listed[MOST - 1].as_str()), (MOST, "99", "60"));
    }

    #[test]
    fn a_paper_is_as_new_as_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (coming, whole) = (folder.path().join("a.crdownload"), folder.path().join("a.pdf"));
        let other = folder.path().join("b.pdf");
        std::fs::write(&coming, "1").unwrap();
        std::fs::write(&other, "1").unwrap();
        // The clock of a disk goes by ticks.
        std::thread::sleep(std::time::Duration::from_millis(20));
        std::fs::rename(&coming, &whole).unwrap();
        let since = |path: &PathBuf| since(&path.metadata().unwrap());
        assert!(since(&whole) > since(&other), "it came later, although it was begun before");
    }

    #[test]
    fn a_paper_that_can_be_shown_is_known_by_its_name_and_none_is_written_to_a_log() {
        let paper = |name: &str| paper(name, 0);
        assert!(paper("Cerere.pdf").is_pdf() && paper("a.b.PDF").is_pdf());
        assert!(!paper("pdf").is_pdf() && !paper("a.pdf.exe").is_pdf());
        assert_eq!(format!("{:?}", paper("Ana.pdf")), "KeptPaper(…)");
        assert!(list(u32::MAX).is_empty() && read(u32::MAX, "a.pdf").is_err());
    }
}
