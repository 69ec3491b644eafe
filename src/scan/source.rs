//! Where pictures of paper come from: a scanner, which `scanimage` of SANE speaks to as a process of its own, or files on a
//! stick. A scanner that hangs, jams or is pulled out is a message here; whatever came before it is kept.

use crate::domain::scanning::ScanTrouble;
use crate::platform::{disk, file, process};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{fs, io};

/// The program of SANE that scans.
pub const PROGRAM: &str = "scanimage";

/// Dots an inch: letters of small print have twelve dots then.
const DOTS: &str = "200";

/// How long a scanner may be silent: some warm up for a minute.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long one that was asked to end may take, to drive its lamp home.
const LEAVE: Duration = Duration::from_secs(4);

/// How often it is looked whether somebody wants it stopped.
const LOOK: Duration = Duration::from_millis(100);

/// The most bytes of one picture: A3 in colour at 600 dots an inch is 210 MB, and nobody needs that here.
pub(super) const LARGEST: u64 = 120 << 20;

/// The most sheets that one pass takes.
const MOST_SHEETS: &str = "100";

/// The most files of a folder that are taken at once.
const MOST_FILES: usize = 100;

/// What stands in the names of files that may be pictures.
const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "pnm", "ppm", "pgm", "pdf"];

/// From where in the scanner sheets come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tray {
    /// One sheet on the glass.
    Glass,
    /// Several in the feeder.
    Feeder,
}

/// By which a scan is stopped from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct StopScan(Arc<AtomicBool>);

impl StopScan {
    /// Stops it: no further page comes, and the scanner is asked to end.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The scanner of this computer, as it is spoken to.
#[derive(Clone, Debug)]
pub struct Scanner {
    program: PathBuf,
    patience: Duration,
    /// What stands in the name of the one that is used.
    name: Option<String>,
}

impl Default for Scanner {
    fn default() -> Self {
        Self::by(PathBuf::from(PROGRAM))
    }
}

impl Scanner {
    /// A scanner that this program speaks to.
    #[must_use]
    pub const fn by(program: PathBuf) -> Self {
        Self { program, patience: PATIENCE, name: None }
    }

    /// The same, with which less patience is had.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The same; of several scanners the one with this in its name. The rest of a name may change with the socket.
    #[must_use]
    pub fn named(self, name: Option<String>) -> Self {
        Self { name, ..self }
    }

    /// Scans, and gives each sheet as a picture to `take` as it comes, until there is no further one or `take` wants none.
    ///
    /// # Errors
    /// Why no sheet came, or no further one. What was taken before stays.
    pub fn scan(&self, tray: Tray, stop: &StopScan, mut take: impl FnMut(Vec<u8>) -> bool) -> Result<(), ScanTrouble> {
        let device = self.device(stop)?;
        let options = self.answer(&["-d", &device, "-A"], stop)?;
        let mut arguments = vec!["-d".to_owned(), device, "--format=pnm".to_owned()];
        let source = source_of(&options, tray);
        if tray == Tray::Feeder && source.is_none() {
            return Err(ScanTrouble::FeederEmpty);
        }
        arguments.extend(source.map(|source| format!("--source={source}")));
        arguments.extend(color_of(&options).map(|mode| format!("--mode={mode}")));
        if options.contains("--resolution") {
            arguments.push(format!("--resolution={DOTS}"));
        }
        match tray {
            Tray::Glass => {
                let picture = self.answer_bytes(&arguments, stop)?;
                if picture.is_empty() {
                    return Err(ScanTrouble::Gone);
                }
                take(picture);
                Ok(())
            }
            Tray::Feeder => self.feed(&mut arguments, stop, &mut take),
        }
    }

    /// The scanners there are, as they name themselves.
    ///
    /// # Errors
    /// Why none can be asked for.
    pub fn devices(&self) -> Result<Vec<String>, ScanTrouble> {
        self.listed(&StopScan::default())
    }

    fn listed(&self, stop: &StopScan) -> Result<Vec<String>, ScanTrouble> {
        let said = self.answer(&["-f", "%d%n"], stop)?;
        let devices = said.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('-'));
        Ok(devices.map(str::to_owned).collect())
    }

    /// The scanner that is used: the first, or the one that is named. Where that is not there, none is put in its place.
    fn device(&self, stop: &StopScan) -> Result<String, ScanTrouble> {
        let devices = self.listed(stop)?;
        let device = devices.into_iter().find(|line| self.name.as_ref().is_none_or(|name| line.contains(name)));
        device.ok_or(ScanTrouble::NoScanner)
    }

    fn answer(&self, arguments: &[&str], stop: &StopScan) -> Result<String, ScanTrouble> {
        Ok(String::from_utf8_lossy(&self.answer_bytes(arguments, stop)?).into_owned())
    }

    /// What the program writes when it is called so.
    fn answer_bytes<Text: AsRef<OsStr>>(&self, arguments: &[Text], stop: &StopScan) -> Result<Vec<u8>, ScanTrouble> {
        let mut child = self.start(arguments)?;
        let errors = read_aside(child.stderr.take());
        let Some(output) = child.stdout.take() else { return Err(end(child, ScanTrouble::Other)) };
        let parts = parts_of(output);
        let mut bytes = Vec::new();
        loop {
            match self.next(&parts, stop) {
                Ok(Some(part)) => bytes.extend(part),
                Ok(None) => break,
                Err(trouble) => return Err(end(child, trouble)),
            }
            if bytes.len() as u64 > LARGEST {
                return Err(end(child, ScanTrouble::TooLarge));
            }
        }
        self.close(child, &errors).map(|()| bytes)
    }

    /// Scans sheet by sheet. The program gives several sheets as files only: they are made in memory, never on the disk.
    fn feed(
        &self,
        arguments: &mut Vec<String>,
        stop: &StopScan,
        take: &mut impl FnMut(Vec<u8>) -> bool,
    ) -> Result<(), ScanTrouble> {
        let memory = disk::in_memory().ok_or(ScanTrouble::NoMemory)?;
        let folder = Folder::new(&memory).map_err(|_| ScanTrouble::NoMemory)?;
        arguments.push(format!("--batch={}/sheet-%03d.pnm", folder.0.display()));
        arguments.extend(["--batch-print".to_owned(), format!("--batch-count={MOST_SHEETS}")]);
        let mut child = self.start(arguments)?;
        let errors = read_aside(child.stderr.take());
        let Some(output) = child.stdout.take() else { return Err(end(child, ScanTrouble::Other)) };
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        let mut sheets = 0_usize;
        loop {
            match self.next(&lines, stop) {
                Ok(Some(line)) => {
                    let path = PathBuf::from(line.trim());
                    // Only what it made where it was told to.
                    if path.parent() != Some(folder.0.as_path()) {
                        continue;
                    }
                    let picture = read_picture(&path);
                    let _ = fs::remove_file(&path);
                    sheets += 1;
                    match picture.map(&mut *take) {
                        Ok(true) => {}
                        Ok(false) => {
                            let _ = end(child, ScanTrouble::Other);
                            return Ok(());
                        }
                        Err(trouble) => return Err(end(child, trouble)),
                    }
                }
                Ok(None) => break,
                Err(trouble) => return Err(end(child, trouble)),
            }
        }
        match self.close(child, &errors) {
            // That is how it says that all went through.
            Err(ScanTrouble::FeederEmpty) if sheets > 0 => Ok(()),
            Ok(()) if sheets == 0 => Err(ScanTrouble::FeederEmpty),
            other => other,
        }
    }

    fn start<Text: AsRef<OsStr>>(&self, arguments: &[Text]) -> Result<Child, ScanTrouble> {
        let started = Command::new(&self.program)
            .args(arguments)
            // What it says is read by its words.
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        started.map_err(|error| match error.kind() {
            ErrorKind::NotFound => ScanTrouble::NoProgram,
            ErrorKind::PermissionDenied => ScanTrouble::Denied,
            _ => ScanTrouble::Other,
        })
    }

    /// What comes next; nothing when it has ended.
    fn next<Part>(&self, parts: &Receiver<Part>, stop: &StopScan) -> Result<Option<Part>, ScanTrouble> {
        let begin = Instant::now();
        loop {
            if stop.is_stopped() {
                return Err(ScanTrouble::Other);
            }
            match parts.recv_timeout(LOOK.min(self.patience)) {
                Ok(part) => return Ok(Some(part)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) if begin.elapsed() >= self.patience => return Err(ScanTrouble::Silent),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Waits for the end of what has closed what it speaks by, and hears how it was.
    fn close(&self, mut child: Child, errors: &Receiver<Vec<u8>>) -> Result<(), ScanTrouble> {
        let ended = wait(&mut child, self.patience);
        let said = errors.recv_timeout(LEAVE).unwrap_or_default();
        match ended {
            Some(true) => Ok(()),
            Some(false) => Err(ScanTrouble::of_words(&String::from_utf8_lossy(&said))),
            None => Err(end(child, ScanTrouble::Silent)),
        }
    }
}

/// Whether it ended well; nothing where it does not end.
pub(super) fn wait(child: &mut Child, patience: Duration) -> Option<bool> {
    let begin = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if begin.elapsed() < patience => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) | Err(_) => return None,
        }
    }
}

/// Ends it: it is asked first, so that the lamp goes home, and made to if it does not listen.
pub(super) fn end(mut child: Child, trouble: ScanTrouble) -> ScanTrouble {
    process::ask_to_end(&child);
    if wait(&mut child, LEAVE).is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    trouble
}

/// What a program gives, part by part as it comes; the end of it is the end of what is received.
pub(super) fn parts_of(mut output: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, parts) = channel();
    std::thread::spawn(move || {
        let mut part = vec![0; 1 << 16];
        while let Ok(length @ 1..) = output.read(&mut part) {
            if sender.send(part[..length].to_vec()).is_err() {
                return;
            }
        }
    });
    parts
}

/// Reads what it complains of, beside what it gives: neither may wait for the other.
pub(super) fn read_aside(errors: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, said) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(errors) = errors {
            // Progress and warnings of many pages; the last words are at the end of little.
            let _ = errors.take(1 << 20).read_to_end(&mut bytes);
        }
        let _ = sender.send(bytes);
    });
    said
}

/// The values that the program offers for an option: `--source Flatbed|ADF [Flatbed]`.
fn values<'a>(options: &'a str, option: &str) -> Vec<&'a str> {
    let line = options.lines().map(str::trim).find(|line| line.split(' ').next() == Some(option));
    let offered = line.and_then(|line| line.split_once(' ')).map_or("", |(_, rest)| rest);
    let offered = offered.split(" [").next().unwrap_or("");
    offered.split('|').map(str::trim).filter(|value| !value.is_empty()).collect()
}

/// What the scanner calls the tray.
fn source_of(options: &str, tray: Tray) -> Option<&str> {
    let sources = values(options, "--source");
    let is_feeder = |source: &&str| {
        let source = source.to_lowercase();
        source.contains("feeder") || source.contains("adf")
    };
    match tray {
        // One side of each sheet where there is a choice: the first that is named.
        Tray::Feeder => {
            let one_side = |source: &&&str| !source.to_lowercase().contains("duplex");
            let mut feeders = sources.iter().filter(|source| is_feeder(source));
            feeders.clone().find(one_side).or_else(|| feeders.next()).copied()
        }
        Tray::Glass => sources.iter().find(|source| !is_feeder(source)).copied(),
    }
}

/// What the scanner calls colour.
fn color_of(options: &str) -> Option<&str> {
    values(options, "--mode").into_iter().find(|mode| mode.to_lowercase().contains("color"))
}

/// A folder in memory that is gone with what is in it.
struct Folder(PathBuf);

impl Folder {
    fn new(memory: &Path) -> io::Result<Self> {
        let name = format!("cups-scan-{}-{:?}", std::process::id(), std::thread::current().id());
        let folder = memory.join(name.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-', ""));
        // What a fall left behind.
        let _ = fs::remove_dir_all(&folder);
        file::private_folder(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Whatever an earlier run that fell left in memory.
pub fn forget_earlier() {
    let Some(entries) = disk::in_memory().and_then(|memory| fs::read_dir(memory).ok()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix("cups-scan-")?.split('-').next());
        let gone = process.is_some_and(|process| !Path::new("/proc").join(process).exists());
        if gone {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The pictures of a place: the file itself, or those of a folder in the order of their names.
///
/// # Errors
/// When it is not there, or nothing in it may be a picture.
pub fn pictures(place: &Path) -> Result<Vec<PathBuf>, ScanTrouble> {
    let known = fs::metadata(place).map_err(|_| ScanTrouble::NotThere)?;
    if !known.is_dir() {
        return Ok(vec![place.to_owned()]);
    }
    let is_picture = |path: &PathBuf| {
        let ending = path.extension().and_then(OsStr::to_str).map(str::to_lowercase);
        ending.is_some_and(|ending| PICTURES.contains(&ending.as_str()))
    };
    let entries = fs::read_dir(place).map_err(|_| ScanTrouble::NotThere)?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_picture).collect();
    files.sort();
    files.truncate(MOST_FILES);
    if files.is_empty() { Err(ScanTrouble::Unreadable) } else { Ok(files) }
}

/// The bytes of a file, if they are no more than those of a picture.
///
/// # Errors
/// When it is not there, or too large.
pub fn read_picture(path: &Path) -> Result<Vec<u8>, ScanTrouble> {
    // What only points elsewhere is no picture of this place.
    let known = fs::symlink_metadata(path).map_err(|_| ScanTrouble::NotThere)?;
    if !known.is_file() {
        return Err(ScanTrouble::NotThere);
    }
    if known.len() > LARGEST {
        return Err(ScanTrouble::TooLarge);
    }
    let mut bytes = Vec::new();
    let opened = fs::File::open(path).map_err(|_| ScanTrouble::NotThere)?;
    opened.take(LARGEST).read_to_end(&mut bytes).map_err(|_| ScanTrouble::Gone)?;
    Ok(bytes)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
