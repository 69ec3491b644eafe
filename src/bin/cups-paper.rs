//! The helper that sets sheets: a sheet in JSON comes in, a tagged PDF goes out, and nothing stays behind. A program of its
//! own, so that neither its size nor its faults are the window's.

use clap::Parser;
use cups_kiosk::paper::template::Templates;
use cups_kiosk::paper::trial::Fault;
use cups_kiosk::paper::{Laid, PaperError, limit, set, trial};
use cups_kiosk::platform::console::{self, BadInput};
use cups_kiosk::platform::file::write_atomically;
use cups_kiosk::platform::manual;
use cups_kiosk::protocol::pages::{self, Part, WIDTHS};
use cups_kiosk::protocol::sheet::{LARGEST_SHEET, PrintSheet};
use std::alloc::System;
use std::fs::File;
use std::io::{Read, Write as _, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use zeroizing_alloc::ZeroAlloc;

/// What is freed is cleared: a name on a sheet does not stay behind in memory.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Deeply nested words need more of it than a thread has by itself.
const STACK: usize = 64 * 1024 * 1024;

/// Sets a sheet as PDF: PDF/A-2a and PDF/UA-1.
#[derive(Debug, Parser)]
#[command(name = "cups-paper", version)]
struct Options {
    /// The sheet, a JSON file, or - for standard input.
    #[arg(required_unless_present = "check")]
    sheet: Option<String>,
    /// Sets no sheet, but tries the templates of a folder with many, and says what is wrong with them.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["sheet", "out", "templates", "pictures"])]
    check: Option<PathBuf>,
    /// The PDF, or - for standard output.
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: String,
    /// Gives the pages as pictures of so many pixels across, one behind the other, and last the PDF; on standard output, in
    /// the form that the window reads.
    #[arg(long, value_name = "WIDTH", conflicts_with = "out", value_parser = clap::value_parser!(u16).range(i64::from(*WIDTHS.start())..=i64::from(*WIDTHS.end())))]
    pictures: Option<u16>,
    /// A folder of templates of one's own, NAME.typ, which come before the shipped ones.
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// How long it may take.
    #[arg(long, default_value_t = limit::LONGEST, value_parser = clap::value_parser!(u64).range(1..=limit::LONGEST))]
    seconds: u64,
    /// Does the work itself, rather than in a process that may fall.
    #[arg(long, hide = true)]
    alone: bool,
    /// Of the folder this template alone.
    #[arg(long, hide = true, value_name = "NAME", requires = "check")]
    only: Option<String>,
}

/// Why there is no paper.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Input(#[from] BadInput),
    #[error("{sheet}: {error}")]
    Paper { sheet: String, error: PaperError },
    /// The typesetter fell: a fault in it, a stack or a memory that was not enough.
    #[error("{0}: it cannot be set with so much memory, or at all")]
    Fallen(String),
    #[error("{place}: {error}")]
    Write { place: String, error: std::io::Error },
}

impl Failure {
    const fn is_bad_input(&self) -> bool {
        match self {
            Self::Input(_) => true,
            Self::Paper { error, .. } => error.is_bad_input(),
            Self::Fallen(_) | Self::Write { .. } => false,
        }
    }
}

fn main() -> ExitCode {
    cups_kiosk::platform::process::dump_nothing();
    cups_kiosk::platform::process::keep_files_private();
    let options = match manual::options::<Options>() {
        Ok(options) => options,
        Err(code) => return code,
    };
    let done = match (&options.check, &options.only) {
        (Some(folder), Some(only)) => try_alone(&options, folder, only),
        (Some(folder), None) => try_all(folder),
        (None, _) if options.alone => set_alone(&options),
        (None, _) => return in_a_process(name(&options)),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            console::complain(&failure.to_string().replace(char::is_control, " "));
            console::failed(failure.is_bad_input())
        }
    }
}

/// Sets a sheet in this very process.
fn set_alone(options: &Options) -> Result<bool, Failure> {
    // What a fault says could hold words of the sheet: nobody is told but that there was one.
    std::panic::set_hook(Box::new(|_| {}));
    let place = name(options).to_owned();
    limit::watch(Duration::from_secs(options.seconds), move |overrun| {
        console::complain(&format!("{place}: {overrun}"));
        std::process::exit(1);
    });
    run(options).map(|()| true)
}

/// Tries the templates of a folder, each in a process of its own: a template that never ends keeps no other from being
/// tried. True when sheets can be set by all of them.
fn try_all(folder: &Path) -> Result<bool, Failure> {
    let (tried, mut faults) = trial::plan(&templates_in(folder)?);
    for template in tried {
        let inner = inner_process().and_then(|mut inner| inner.args(["--only", &template]).output());
        let inner = inner.map_err(|error| Failure::Fallen(format!("{template}.typ: {error}")))?;
        let said = String::from_utf8_lossy(&inner.stdout);
        faults.extend(said.lines().filter_map(|line| serde_json::from_str::<Fault>(line).ok()));
        if !inner.status.success() && said.trim().is_empty() {
            let said = String::from_utf8_lossy(&inner.stderr);
            let last = said.lines().rfind(|line| !line.starts_with("memory allocation of"));
            let what = last.unwrap_or("it cannot be set with so much memory, or at all").to_owned();
            faults.push(Fault { template, line: 1, with: String::new(), what, is_error: true });
        }
    }
    let folder = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
    for fault in &faults {
        let line = format!("{folder}/{fault}").replace(char::is_control, " ");
        let written = writeln!(stdout(), "{line}");
        written.map_err(|error| Failure::Write { place: console::OUTPUT.to_owned(), error })?;
    }
    Ok(!faults.iter().any(|fault| fault.is_error))
}

/// Tries one template in this very process.
fn try_alone(options: &Options, folder: &Path, only: &str) -> Result<bool, Failure> {
    std::panic::set_hook(Box::new(|_| {}));
    let templates = templates_in(folder)?;
    let with = Arc::new(Mutex::new(String::new()));
    let (shown, name) = (Arc::clone(&with), only.to_owned());
    let begun = limit::watch(Duration::from_secs(options.seconds), move |overrun| {
        let with = shown.lock().map(|with| with.clone()).unwrap_or_default();
        tell(&Fault { template: name, line: 1, with, what: overrun.to_string(), is_error: true });
        std::process::exit(1);
    });
    let (tried, fallen) = (only.to_owned(), || Failure::Fallen(format!("{only}.typ")));
    let trying = thread::Builder::new().stack_size(STACK).spawn(move || {
        trial::try_one(&tried, &templates, |sheet| {
            begun.anew();
            if let Ok(mut with) = with.lock() {
                sheet.clone_into(&mut with);
            }
        })
    });
    let fault = trying.map_err(|_| fallen())?.join().map_err(|_| fallen())?;
    fault.iter().for_each(tell);
    Ok(fault.is_none())
}

/// Tells a fault to the process that looks at all templates.
fn tell(fault: &Fault) {
    if let Ok(line) = serde_json::to_string(fault) {
        // Whoever does not hear of it sees that this process failed.
        let _ = writeln!(stdout(), "{line}");
    }
}

fn templates_in(folder: &Path) -> Result<Templates, Failure> {
    let read = Templates::with_folder(folder);
    Ok(read.map_err(|error| BadInput::new(folder.display().to_string(), error.to_string()))?)
}

/// This program once more, with the same arguments, to do the work in itself.
fn inner_process() -> std::io::Result<Command> {
    let mut inner = Command::new(std::env::current_exe()?);
    inner.arg("--alone").args(std::env::args_os().skip(1)).env("RUST_BACKTRACE", "0");
    Ok(inner)
}

/// Does the same in a process of its own: where there is no memory left nothing can be said from within.
fn in_a_process(place: &str) -> ExitCode {
    let fallen = || {
        console::complain(&Failure::Fallen(place.to_owned()).to_string());
        console::failed(false)
    };
    let inner = inner_process()
        .and_then(|mut inner| inner.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::piped()).output());
    let Ok(inner) = inner else { return fallen() };
    match inner.status.code().map(u8::try_from) {
        Some(Ok(code)) => {
            // What the system says of a memory that is full is said by ourselves.
            let said = String::from_utf8_lossy(&inner.stderr);
            said.lines().filter(|line| !line.starts_with("memory allocation of")).for_each(console::complain);
            ExitCode::from(code)
        }
        // What the system says of a process that fell could hold words of the sheet.
        _ => fallen(),
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let place = name(options);
    let json = read(options.sheet.as_deref().unwrap_or("-")).map_err(|error| BadInput::new(place, error))?;
    let sheet = PrintSheet::read(&json).map_err(|error| BadInput::new(place, error.to_string()))?;
    let templates = match &options.templates {
        None => Templates::shipped(),
        Some(folder) => templates_in(folder)?,
    };
    let pictures = options.pictures;
    let work = move || match pictures {
        Some(width) => show(&sheet, &templates, width).map(|()| None),
        None => set(&sheet, &templates).map(Some).map_err(Shown::Paper),
    };
    let setting = thread::Builder::new().stack_size(STACK).spawn(work);
    let fallen = || Failure::Fallen(place.to_owned());
    let paper = setting.map_err(|_| fallen())?.join().map_err(|_| fallen())?;
    let paper = paper.map_err(|error| match error {
        Shown::Paper(error) => Failure::Paper { sheet: place.to_owned(), error },
        Shown::Write(error) => Failure::Write { place: console::OUTPUT.to_owned(), error },
    })?;
    let Some(paper) = paper else { return Ok(()) };
    let written = if options.out == "-" {
        stdout().write_all(&paper).and_then(|()| stdout().flush())
    } else {
        write_atomically(Path::new(&options.out), &paper)
    };
    let out = if options.out == "-" { console::OUTPUT } else { &options.out };
    written.map_err(|error| Failure::Write { place: out.to_owned(), error })
}

/// Why the pages are not shown.
enum Shown {
    Paper(PaperError),
    Write(std::io::Error),
}

/// Gives the pages, each as soon as it is drawn, and the document, which is made meanwhile: somebody waits for both.
fn show(sheet: &PrintSheet, templates: &Templates, width: u16) -> Result<(), Shown> {
    let laid = Laid::out(sheet, templates).map_err(Shown::Paper)?;
    let mut output = stdout().lock();
    let mut give = |part: Part| pages::write(&part, &mut output).map_err(Shown::Write);
    thread::scope(|scope| {
        // Where there is no room for a second thread it is made after the pages.
        let mut beside = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || laid.pdf()).ok();
        let mut given = false;
        give(Part::Pages(laid.pages()))?;
        for page in 0..laid.pages() {
            give(Part::Page(laid.picture(page, width).map_err(Shown::Paper)?))?;
            if let Some(made) = beside.take_if(|beside| beside.is_finished()) {
                give(Part::Document(joined(made).map_err(Shown::Paper)?))?;
                given = true;
            }
        }
        if given {
            return Ok(());
        }
        let document = beside.map_or_else(|| laid.pdf(), joined);
        give(Part::Document(document.map_err(Shown::Paper)?))
    })
}

/// What a thread made. A fault in it is one of this thread.
fn joined<T>(made: thread::ScopedJoinHandle<'_, T>) -> T {
    made.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
}

fn name(options: &Options) -> &str {
    options.sheet.as_deref().filter(|sheet| *sheet != "-").unwrap_or("standard input")
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        stdin().take(LARGEST_SHEET + 1).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|opened| opened.take(LARGEST_SHEET + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST_SHEET { Err(format!("it is longer than {LARGEST_SHEET} bytes")) } else { Ok(bytes) }
}
