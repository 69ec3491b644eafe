//! The program as a file and a process: whether another lies in its place, how much memory it holds, that it stands ready,
//! and that a visit is going on. The last two are told to whoever updates this computer (`packaging/update`).

use crate::domain::restart::OwnProgram;
use std::fs::{self, File, TryLockError};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The variable by which whoever starts the program says that it is started again when it ends with
/// [`crate::domain::restart::EXIT_CODE`]. Without it the program never ends by itself: on a specialist's own computer
/// nobody would open it again.
pub const STARTED_AGAIN: &str = "CUPS_STARTED_AGAIN";

/// Whether the program is started again when it asks for it.
#[must_use]
pub fn is_started_again() -> bool {
    std::env::var(STARTED_AGAIN).is_ok_and(|value| value == "1")
}

/// Which file a program is: its disk and its number there.
type Which = (u64, u64);

fn which(path: &Path) -> Option<Which> {
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

/// The file of this process, also after another took its name.
fn own() -> Option<Which> {
    which(Path::new("/proc/self/exe"))
}

/// Where this process was started from, remembered from the first time it is asked: later its name may be another's.
fn place() -> Option<&'static Path> {
    static PLACE: OnceLock<Option<PathBuf>> = OnceLock::new();
    PLACE.get_or_init(|| fs::read_link("/proc/self/exe").ok().map(|path| without_mark(&path))).as_deref()
}

/// The path of a file that was replaced before it was asked for: Linux adds a mark to it.
fn without_mark(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    text.strip_suffix(" (deleted)").map_or_else(|| path.to_owned(), PathBuf::from)
}

/// Looks at this program. Where its file is gone and no other has come, as in the middle of an update, it was not
/// replaced: there would be nothing to start.
#[must_use]
pub fn look() -> OwnProgram {
    let there = place().and_then(which);
    OwnProgram { replaced: differs(own(), there), memory: memory() }
}

fn differs(own: Option<Which>, there: Option<Which>) -> bool {
    matches!((own, there), (Some(own), Some(there)) if own != there)
}

/// How much memory this process holds: its share of what it shares, as the kernel counts it.
fn memory() -> Option<u64> {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// What the window tells whoever updates this computer, by two files in the data folder. Neither says anything about
/// anybody, and nothing rests on them where they cannot be written.
#[derive(Clone, Debug)]
pub struct Tidings(Arc<Told>);

#[derive(Debug)]
struct Told {
    folder: PathBuf,
    /// The file that is locked while a visit goes on, once it was opened, and whether it is.
    visit: Mutex<Option<(File, bool)>>,
    ready: AtomicBool,
}

impl Tidings {
    /// The file that holds, once the start page was shown, which program showed it.
    pub const READY: &str = "ready";
    /// The file that is locked as long as somebody is there: a lock ends with its process, and leaves no trace on the disk.
    pub const VISIT: &str = "visit.lock";

    /// For the window over this data folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        let _ = place();
        Self(Arc::new(Told { folder: folder.to_owned(), visit: Mutex::default(), ready: AtomicBool::new(false) }))
    }

    /// The start page was shown. The first time: what notes it, with the program's version, file and process. It waits for the
    /// disk, so it is done where no window waits for it.
    #[must_use]
    pub fn stand_ready(&self) -> Option<impl FnOnce() + Send + 'static> {
        let is_first = !self.0.ready.swap(true, Ordering::Relaxed);
        let path = self.0.folder.join(Self::READY);
        is_first.then_some(move || note_ready(&path))
    }

    /// Somebody is there, or nobody.
    pub fn attend(&self, somebody: bool) {
        let mut visit = self.0.visit.lock().unwrap_or_else(PoisonError::into_inner);
        if visit.is_none() {
            let path = self.0.folder.join(Self::VISIT);
            let opened = File::options().create(true).truncate(false).write(true).open(path);
            *visit = opened.ok().map(|file| (file, false));
        }
        let Some((file, held)) = visit.as_mut() else { return };
        if *held == somebody {
            return;
        }
        let done = if somebody { file.try_lock() } else { file.unlock().map_err(TryLockError::Error) };
        // An update holds it for the seconds in which it copies; the next message tries again.
        *held = if done.is_ok() { somebody } else { *held };
    }
}

fn note_ready(path: &Path) {
    let (disk, number) = own().unwrap_or_default();
    let (version, process) = (env!("CARGO_PKG_VERSION"), std::process::id());
    let text = format!("version {version}\nprogram {disk} {number}\nprocess {process}\n");
    if let Err(error) = super::file::write_atomically(path, text.as_bytes()) {
        tracing::warn!(%error, "it could not be noted that the program stands ready");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_replaced_when_another_file_lies_in_its_place() {
        assert!(differs(Some((1, 2)), Some((1, 3))) && differs(Some((1, 2)), Some((2, 2))));
        assert!(!differs(Some((1, 2)), Some((1, 2))));
        assert!(!differs(Some((1, 2)), None), "in the middle of an update there is nothing to start");
        assert_eq!(without_mark(Path::new("/usr/bin/cups-kiosk (deleted)")), Path::new("/usr/bin/cups-kiosk"));
        assert_eq!(without_mark(Path::new("/usr/bin/cups-kiosk")), Path::new("/usr/bin/cups-kiosk"));
    }

    #[test]
    fn this_very_program_was_not_replaced_and_holds_some_memory() {
        let seen = look();
        assert!(!seen.replaced);
        assert!(seen.memory.is_some_and(|memory| (1024 * 1024..64 * 1024 * 1024 * 1024).contains(&memory)), "{seen:?}");
    }

    #[test]
    fn what_stands_ready_is_named_by_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let tidings = Tidings::new(folder.path());
        tidings.stand_ready().expect("the first time it is noted")();
        assert!(tidings.stand_ready().is_none(), "and only then");
        let text = fs::read_to_string(folder.path().join(Tidings::READY)).unwrap();
        let own = fs::metadata("/proc/self/exe").unwrap();
        let program = format!("program {} {}", own.dev(), own.ino());
        assert!(text.lines().any(|line| line == program), "{text}");
        assert!(text.lines().any(|line| line == format!("process {}", std::process::id())), "{text}");
    }

    #[test]
    fn a_visit_is_locked_as_long_as_it_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let tidings = Tidings::new(folder.path());
        tidings.attend(false);
        let other = File::open(folder.path().join(Tidings::VISIT)).unwrap();
        let free = || other.try_lock().is_ok_and(|()| other.unlock().is_ok());
        assert!(free());
        tidings.attend(true);
        tidings.attend(true);
        assert!(!free());
        tidings.attend(false);
        assert!(free());
        other.try_lock().unwrap();
        tidings.attend(true);
        other.unlock().unwrap();
        assert!(free(), "whoever held it kept the visit from it");
        tidings.attend(true);
        assert!(!free(), "the next message tries again");
    }

    #[test]
    fn where_nothing_can_be_written_nothing_is_told() {
        let tidings = Tidings::new(Path::new("/proc/none"));
        tidings.stand_ready().expect("it is tried")();
        tidings.attend(true);
        tidings.attend(false);
    }
}
