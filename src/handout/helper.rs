//! The program that sets sheets, as a process of its own: it is looked for beside this program, then in the system's
//! places, it is given a sheet and gives back a PDF, with the pages as pictures where they are looked at first. Whatever
//! happens in it is a message here.

use crate::domain::hidden::hidden;
use crate::protocol::pages::Parts;
pub use crate::protocol::pages::{Part, WIDTHS};
use crate::protocol::sheet::PrintSheet;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, io};

/// Its name.
pub const HELPER: &str = "cups-paper";

/// Why it gave no paper.
#[derive(Debug, thiserror::Error)]
pub enum HelperError {
    /// It is not there.
    #[error(
        "the program {HELPER} is neither beside this one nor in PATH; it is built by \
         cargo build --release --no-default-features --features paper"
    )]
    Missing,
    /// It did not start, or could not be spoken to.
    #[error("{HELPER}: {0}")]
    System(#[from] io::Error),
    /// It said why not.
    #[error("{0}")]
    Refused(String),
    /// It fell.
    #[error("{HELPER} ended without a word")]
    Fallen,
}

/// Where the program is.
///
/// # Errors
/// When it is not there.
pub fn find() -> Result<PathBuf, HelperError> {
    let beside = env::current_exe().ok().and_then(|own| Some(own.parent()?.to_owned()));
    let path = env::var_os("PATH").unwrap_or_default();
    let mut folders = beside.into_iter().chain(env::split_paths(&path));
    let name = format!("{HELPER}{}", env::consts::EXE_SUFFIX);
    folders.find_map(|folder| Some(folder.join(&name)).filter(|file| file.is_file())).ok_or(HelperError::Missing)
}

/// Has a sheet set, and gives the bytes of the PDF.
///
/// # Errors
/// In one line; it says nothing of what stands on the sheet.
pub fn paper(helper: &Path, sheet: &PrintSheet) -> Result<Vec<u8>, HelperError> {
    let output = started(helper, &["-", "--out", "-"], sheet)?.wait_with_output()?;
    if output.status.success() { Ok(output.stdout) } else { Err(refused(&output.stderr)) }
}

/// By which the making of pages is stopped from elsewhere: what is at work ends at once, and what has not begun never does.
#[derive(Clone, Default)]
pub struct Stop(Arc<Mutex<Work>>);

hidden!(Stop, "Stop");

#[derive(Default)]
enum Work {
    #[default]
    Waiting,
    Process(Child),
    Stopped,
}

impl Stop {
    /// Ends it.
    pub fn stop(&self) {
        let mut work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Work::Process(child) = &mut *work {
            // Of one that has ended there is nothing to end.
            let _ = child.kill();
            let _ = child.wait();
        }
        *work = Work::Stopped;
    }

    /// Holds the process, unless it was stopped before there was one.
    fn hold(&self, mut child: Child) -> bool {
        let mut work = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*work, Work::Stopped) {
            let _ = child.kill();
            let _ = child.wait();
            return false;
        }
        *work = Work::Process(child);
        true
    }

    /// The process, which has closed what it speaks by; none where it was stopped. After it there is no other.
    fn take(&self) -> Option<Child> {
        match std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), Work::Stopped) {
            Work::Process(child) => Some(child),
            Work::Waiting | Work::Stopped => None,
        }
    }
}

/// Has the pages of a sheet drawn so many pixels wide, and gives each part to `take` as it comes, the document last. After
/// `stop`, or where `take` wants no more, nothing further comes.
///
/// # Errors
/// In one line; it says nothing of what stands on the sheet.
pub fn pages(
    helper: &Path,
    sheet: &PrintSheet,
    width: u16,
    stop: &Stop,
    mut take: impl FnMut(Part) -> bool,
) -> Result<(), HelperError> {
    let mut child = started(helper, &["-", "--pictures", &width.to_string()], sheet)?;
    let (Some(output), Some(mut errors)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(HelperError::Fallen);
    };
    if !stop.hold(child) {
        return Ok(());
    }
    let mut broken = None;
    for part in Parts::of(BufReader::new(output)) {
        match part {
            Ok(part) => {
                if !take(part) {
                    stop.stop();
                    return Ok(());
                }
            }
            Err(error) => broken = Some(error),
        }
    }
    let Some(mut child) = stop.take() else { return Ok(()) };
    let mut said = Vec::new();
    errors.read_to_end(&mut said)?;
    match (child.wait()?.success(), broken) {
        (true, None) => Ok(()),
        (true, Some(error)) => Err(HelperError::System(error)),
        (false, _) => Err(refused(&said)),
    }
}

/// The program with a sheet in its hands.
fn started(helper: &Path, arguments: &[&str], sheet: &PrintSheet) -> Result<Child, HelperError> {
    let json = sheet.bytes().map_err(io::Error::from)?;
    let mut child = Command::new(helper)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // Where it has ended already, what it said is the better reason.
        let _ = input.write_all(&json);
    }
    Ok(child)
}

/// What it said when it gave no paper.
fn refused(said: &[u8]) -> HelperError {
    let said = String::from_utf8_lossy(said);
    match said.lines().map(str::trim).find(|line| !line.is_empty()) {
        Some(line) => HelperError::Refused(line.replace(char::is_control, " ")),
        None => HelperError::Fallen,
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::domain::text::Language;
    use crate::protocol::sheet::{Format, NUMBER};
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::{Duration, Instant};

    fn sheet() -> PrintSheet {
        PrintSheet {
            sheet: NUMBER,
            template: "plan".to_owned(),
            version: 1,
            language: Language::Ro,
            format: Format::A4,
            on: jiff::civil::date(2026, 11, 20),
            title: "Planul".to_owned(),
            head: Vec::new(),
            parts: Vec::new(),
            foot: Vec::new(),
            page: String::new(),
            copies: Vec::new(),
            mark: None,
            templates: std::collections::BTreeMap::new(),
        }
    }

    /// A helper that does this.
    fn helper(script: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(HELPER);
        std::fs::write(&file, format!("#!/bin/sh\ncat >/dev/null\n{script}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        (folder, file)
    }

    fn come(script: &str) -> (Vec<Part>, Result<(), HelperError>) {
        let (_folder, file) = helper(script);
        let mut parts = Vec::new();
        let result = pages(&file, &sheet(), 600, &Stop::default(), |part| {
            parts.push(part);
            true
        });
        (parts, result)
    }

    #[test]
    fn pages_come_one_by_one_and_what_is_wrong_is_a_message() {
        let whole = "printf 'cups-pages 1 1\\npage 3\\nonedocument 2\\n%%P'";
        let (parts, result) = come(whole);
        assert!(result.is_ok(), "{result:?}");
        assert_eq!(parts, [Part::Pages(1), Part::Page(b"one".to_vec()), Part::Document(b"%P".to_vec())]);
        for (script, told) in [
            ("echo 'the template does not do' >&2; exit 1", "the template does not do"),
            ("exit 1", "ended without a word"),
            ("kill -9 $$", "ended without a word"),
            ("printf 'cups-pages 1 1\\npage 3\\non'", "end too early"),
            ("printf 'cups-pages 1 1\\npage 3\\non'; kill -9 $$", "ended without a word"),
        ] {
            let (_, result) = come(script);
            let said = result.unwrap_err().to_string();
            assert!(said.contains(told), "{script}: {said}");
        }
        let missing = pages(Path::new("/no/such/helper"), &sheet(), 600, &Stop::default(), |_| true);
        assert!(matches!(missing, Err(HelperError::System(_))));
    }

    #[test]
    fn who_is_stopped_ends_at_once_and_says_nothing_more() {
        let (_folder, file) = helper("printf 'cups-pages 1 2\\npage 3\\none'; exec sleep 60");
        let stop = Stop::default();
        let (start, other) = (Instant::now(), stop.clone());
        let mut parts = 0;
        let result = pages(&file, &sheet(), 600, &stop, |_| {
            parts += 1;
            if parts == 2 {
                other.stop();
            }
            true
        });
        assert!(result.is_ok() && parts == 2 && start.elapsed() < Duration::from_secs(20), "{result:?} {parts}");
        // One that was stopped before it began does not begin, and whoever wants no more gets no more.
        assert!(pages(&file, &sheet(), 600, &stop, |_| panic!("a part")).is_ok());
        assert!(pages(&file, &sheet(), 600, &Stop::default(), |_| false).is_ok());
        assert!(start.elapsed() < Duration::from_secs(40));
    }
}
