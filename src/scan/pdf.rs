//! The pages of a PDF as pictures: poppler's `pdfinfo` and `pdftoppm` draw them as processes of their own, limited in time and
//! memory and, where bubblewrap is, without a line and without a file of this computer but the system's programs. They are
//! given bytes and no name of a file, run nothing that a file holds and open no address in it.

use super::source::{LARGEST, StopScan, end, parts_of, read_aside, wait};
use crate::domain::scanning::ScanTrouble;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// The most pages of a file that are taken at once.
pub const MOST_PAGES: usize = 100;

/// The longer side of a drawn page, in dots: whatever size a page says it has, it is drawn no larger.
const LONG: &str = "2340";

/// The most memory of the process, in kilobytes, and the most seconds that it may reckon for a page.
const MEMORY: u32 = 1_500_000;
const SECONDS: u32 = 30;

/// The shell that sets the limits; the program that shuts them off, and what it is called with: nothing of this computer but
/// the system's programs and faces, to be read; no line, no other process, no right; gone when we are.
const SHELL: &str = "/bin/sh";
const SANDBOX: &str = "/usr/bin/bwrap";
const SHUT_OFF: [&str; 28] = [
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
    "--ro-bind",
    "/usr",
    "/usr",
    "--symlink",
    "usr/bin",
    "/bin",
    "--symlink",
    "usr/lib",
    "/lib",
    "--symlink",
    "usr/lib64",
    "/lib64",
    "--ro-bind-try",
    "/etc/fonts",
    "/etc/fonts",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--tmpfs",
    "/tmp",
    "--chdir",
    "/tmp",
];

/// What bubblewrap says where the kernel, or whoever keeps this computer, lets nobody shut a program off: that is so until the
/// next start. Anything else, too many processes for one, may be otherwise for the next page.
const REFUSALS: [&str; 3] = ["ermission", "not permitted", "unknown option"];

/// Whether it was refused since this program was started.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// What a shell and bubblewrap end with when a signal ended the program: this and the signal's number.
const BY_SIGNAL: std::ops::RangeInclusive<i32> = 129..=192;

/// How long a page may take on a busy computer.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often it is looked whether somebody wants it stopped.
const LOOK: Duration = Duration::from_millis(100);

/// The bytes at the beginning among which a file says that it is a PDF.
const HEAD: usize = 1024;

/// What in a PDF would do something when it is opened elsewhere.
const ACTIVE: [&[u8]; 4] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia"];

/// Whether a file is a PDF.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    let is_picture = [&b"\xff\xd8"[..], b"\x89PNG", b"P5", b"P6"].iter().any(|begin| bytes.starts_with(begin));
    !is_picture && bytes[..bytes.len().min(HEAD)].windows(5).any(|window| window == b"%PDF-")
}

/// Whether a file holds what would run, open or attach something elsewhere, as far as it is seen without unpacking it.
#[must_use]
pub fn is_active(bytes: &[u8]) -> bool {
    ACTIVE.iter().any(|word| bytes.windows(word.len()).any(|window| window == *word))
}

/// The programs that draw pages.
#[derive(Clone, Debug)]
pub struct Drawer {
    info: PathBuf,
    draw: PathBuf,
    patience: Duration,
    is_shut_off: bool,
}

impl Default for Drawer {
    fn default() -> Self {
        let is_shut_off = Path::new(SANDBOX).is_file();
        Self { is_shut_off, ..Self::by(PathBuf::from("pdfinfo"), PathBuf::from("pdftoppm")) }
    }
}

/// Why a program made nothing.
enum Failed {
    /// It could not be shut off: this computer's kernel refuses it, or something stood against it this once.
    NotShutOff { refused: bool },
    /// Anything else.
    Trouble(ScanTrouble),
}

impl From<ScanTrouble> for Failed {
    fn from(trouble: ScanTrouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl Drawer {
    /// Pages as these programs draw them.
    #[must_use]
    pub const fn by(info: PathBuf, draw: PathBuf) -> Self {
        Self { info, draw, patience: PATIENCE, is_shut_off: false }
    }

    /// The same, with which less patience is had.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Gives each page as a picture to `take`, with how many there are, until there is no further one or `take` wants none.
    ///
    /// # Errors
    /// Why no page came, or no further one. What was taken before stays.
    pub fn pages(
        &self,
        bytes: &[u8],
        stop: &StopScan,
        mut take: impl FnMut(usize, Vec<u8>) -> bool,
    ) -> Result<(), ScanTrouble> {
        let said = self.run(&self.info, &["-"], bytes, stop)?;
        let said = String::from_utf8_lossy(&said);
        let pages = said.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse::<usize>().ok());
        let pages = match pages {
            None | Some(0) => return Err(ScanTrouble::Unreadable),
            Some(pages) if pages > MOST_PAGES => return Err(ScanTrouble::PdfLong),
            Some(pages) => pages,
        };
        for page in 1..=pages {
            let number = page.to_string();
            let arguments = ["-f", &number, "-l", &number, "-scale-to", LONG, "-"];
            let picture = self.run(&self.draw, &arguments, bytes, stop)?;
            if picture.is_empty() {
                return Err(ScanTrouble::Unreadable);
            }
            if !take(pages, picture) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What a program makes of a file that it is given. Where it cannot be shut off it is limited, as everywhere; what the
    /// kernel refused once is not asked of it for every further page.
    fn run(&self, program: &Path, arguments: &[&str], bytes: &[u8], stop: &StopScan) -> Result<Vec<u8>, ScanTrouble> {
        let limited = || self.run_as(false, program, arguments, bytes, stop);
        let tried = self.is_shut_off && !REFUSED.load(Ordering::Relaxed);
        let made = if tried { self.run_as(true, program, arguments, bytes, stop) } else { limited() };
        let made = match made {
            Err(Failed::NotShutOff { refused }) => {
                if refused && !REFUSED.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        "this kernel lets nobody shut a program off: foreign PDF are drawn with limits alone"
                    );
                }
                limited()
            }
            made => made,
        };
        made.map_err(|failed| match failed {
            Failed::Trouble(trouble) => trouble,
            Failed::NotShutOff { .. } => ScanTrouble::Pdf,
        })
    }

    fn run_as(
        &self,
        shut_off: bool,
        program: &Path,
        arguments: &[&str],
        bytes: &[u8],
        stop: &StopScan,
    ) -> Result<Vec<u8>, Failed> {
        let mut child = start(shut_off, program, arguments)?;
        let errors = read_aside(child.stderr.take());
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(end(child, ScanTrouble::Other).into());
        };
        let given = bytes.to_vec();
        // It may end before it has read all of it.
        std::thread::spawn(move || drop(input.write_all(&given)));
        let parts = parts_of(output);
        let begin = Instant::now();
        let mut made = Vec::new();
        loop {
            match parts.recv_timeout(LOOK) {
                Ok(part) => made.extend(part),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if stop.is_stopped() {
                return Err(end(child, ScanTrouble::Other).into());
            }
            if begin.elapsed() >= self.patience {
                return Err(end(child, ScanTrouble::PdfHeavy).into());
            }
            if made.len() as u64 > LARGEST {
                return Err(end(child, ScanTrouble::TooLarge).into());
            }
        }
        close(child, &errors, self.patience).map(|()| made)
    }
}

fn start(shut_off: bool, program: &Path, arguments: &[&str]) -> Result<Child, ScanTrouble> {
    // The shell sets the limits before it becomes the program: nothing of the file is read without them.
    let limits = format!("ulimit -v {MEMORY}; ulimit -t {SECONDS}; ulimit -f 0; exec \"$0\" \"$@\"");
    let mut command = Command::new(if shut_off { SANDBOX } else { SHELL });
    if shut_off {
        command.args(SHUT_OFF).arg(SHELL);
    }
    let started = command
        .args(["-c", &limits])
        .arg(program)
        .args(arguments)
        // Nothing of what this program was started with; and what it says is read by its words.
        .env_clear()
        .envs([("LC_ALL", "C"), ("PATH", "/usr/bin:/bin")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    started.map_err(|_| ScanTrouble::Pdf)
}

/// Waits for the end of what has closed what it writes to, and hears how it was.
fn close(mut child: Child, errors: &Receiver<Vec<u8>>, patience: Duration) -> Result<(), Failed> {
    let ended = wait(&mut child, patience);
    if ended == Some(true) {
        return Ok(());
    }
    let code = child.try_wait().ok().flatten().map(|status| status.code());
    let said = errors.recv_timeout(LOOK).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    // Its own words, before the program was there.
    if said.starts_with("bwrap:") {
        return Err(Failed::NotShutOff { refused: REFUSALS.iter().any(|words| said.contains(words)) });
    }
    let trouble = match code {
        None => end(child, ScanTrouble::PdfHeavy),
        // So a shell says that there is no such program, or that it may not be run.
        Some(Some(126 | 127)) => ScanTrouble::Pdf,
        // A signal: more time or memory than it may have.
        Some(None) => ScanTrouble::PdfHeavy,
        Some(Some(code)) if BY_SIGNAL.contains(&code) => ScanTrouble::PdfHeavy,
        Some(Some(_)) if said.contains("Incorrect password") => ScanTrouble::PdfLocked,
        Some(Some(_)) if said.contains("Out of memory") || said.contains("bad_alloc") => ScanTrouble::PdfHeavy,
        Some(Some(_)) => ScanTrouble::Unreadable,
    };
    Err(trouble.into())
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
