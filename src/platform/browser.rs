//! A page of the State in Debian's Chromium, apart from everything else: one session, one page, and nothing of it left.
//!
//! The browser runs inside bubblewrap in namespaces of its own. Its whole file system is made for this session and lies in
//! memory: profile, cache, downloads and the policies that bind it. So the browser that the specialist uses otherwise, with
//! its profile and its policies, is neither seen nor changed. It is given the programs of the system to read, a screen, and
//! the line; no home folder, no folder of data, no printer, no bus, no other process. It ends with this program, and with it
//! everything that it started.
//!
//! What it shares is said too. The line: without it there is no page, and what is listened to on this computer's own network
//! is reached by it, though by its policy no page of it is shown. The screen: under X11 every program of a screen could read
//! the keys and windows of all others, under Wayland none. Buses are not shared: over that of the session any program of the
//! desktop could be started, and over that of assistive technology every other window could be read and pressed.

mod alone;
mod kept;
mod policy;
mod sandbox;

pub use alone::CLASS;
pub use kept::KeptPaper;
pub use policy::policy;
pub use sandbox::{Screen, Shown, arguments};

use crate::domain::portal::{Opening, PortalTrouble, Purpose};
use crate::domain::site::PageAddress;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use std::{io, thread};

/// Where Debian has what keeps the browser apart.
const SANDBOX: &str = "/usr/bin/bwrap";
/// Where Debian has the browser itself; the script around it adds what others wish for, such as extensions.
const BROWSER: &str = "/usr/lib/chromium/chromium";

/// What begins it: when the memory of this computer runs out, the page goes before the window. The browser gives its own processes
/// other marks; what keeps it apart has this one, and takes all of it along.
const FIRST_TO_GO: &str = "echo 1000 >/proc/self/oom_score_adj 2>/dev/null; exec \"$@\"";

/// How long an answer of the page's computer is waited for.
const ANSWER: Duration = Duration::from_secs(6);
/// Whoever ends as early as this was never seen.
const EARLY: Duration = Duration::from_secs(4);
/// How often it is looked whether it has ended or is to end.
const LOOK: Duration = Duration::from_millis(50);

/// What is told of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageNews {
    /// It is open.
    Open,
    /// It was closed, there or here.
    Closed,
    /// It could not be opened.
    Failed(PortalTrouble),
}

/// The browser of this computer, with what keeps it apart.
#[derive(Clone, Debug)]
pub struct Browser {
    sandbox: PathBuf,
    program: PathBuf,
    /// The screen; that of this process without one.
    screen: Option<Screen>,
}

impl Default for Browser {
    fn default() -> Self {
        Self::by(PathBuf::from(SANDBOX), PathBuf::from(BROWSER))
    }
}

impl Browser {
    /// A browser by these programs.
    #[must_use]
    pub const fn by(sandbox: PathBuf, program: PathBuf) -> Self {
        Self { sandbox, program, screen: None }
    }

    /// The same on another screen than that of this process.
    #[must_use]
    pub fn on(self, screen: Screen) -> Self {
        Self { screen: Some(screen), ..self }
    }

    /// Whether it can be started here, as far as that is known without starting it.
    ///
    /// # Errors
    /// What is not there.
    pub fn is_there(&self) -> Result<(), PortalTrouble> {
        let runs = |program: &Path| rustix::fs::access(program, rustix::fs::Access::EXEC_OK).is_ok();
        if !runs(&self.program) {
            return Err(PortalTrouble::NoBrowser);
        }
        if runs(&self.sandbox) { Ok(()) } else { Err(PortalTrouble::NoSandbox) }
    }

    /// Whether a visitor can be alone at a page here: the browser and what keeps it apart, and a screen of X11, where our window
    /// can have its bar above the page.
    ///
    /// # Errors
    /// What is not there.
    pub fn is_for_visitors(&self) -> Result<(), PortalTrouble> {
        self.is_there()?;
        let screen = self.screen.clone().or_else(Screen::of_this_process);
        matches!(screen, Some(Screen::X11 { .. })).then_some(()).ok_or(PortalTrouble::NoDisplay)
    }

    /// Opens a page beside the window, and tells what comes of it. It is closed by dropping what is given.
    pub fn open(&self, opening: Opening, shown: Shown, tell: impl Fn(PageNews) + Send + 'static) -> OpenPage {
        let page = OpenPage::default();
        let (browser, state) = (self.clone(), Arc::clone(&page.0));
        // A thread of its own for as long as it is open: what is started is to end with this program, and by the system's
        // rule it ends with the thread that started it.
        let work = move || {
            let told = match browser.show(&opening, &shown, &state, &tell) {
                Ok(()) => PageNews::Closed,
                Err(trouble) => PageNews::Failed(trouble),
            };
            tell(told);
        };
        if let Err(error) = thread::Builder::new().name("browser".to_owned()).spawn(work) {
            tracing::error!(%error, "no thread for a browser");
        }
        page
    }

    /// Shows the page until it is closed.
    fn show(
        &self,
        opening: &Opening,
        shown: &Shown,
        state: &State,
        tell: &impl Fn(PageNews),
    ) -> Result<(), PortalTrouble> {
        self.is_there()?;
        let screen = self.screen.clone().or_else(Screen::of_this_process).ok_or(PortalTrouble::NoDisplay)?;
        if !answers(opening.address()) {
            return Err(PortalTrouble::NoLine);
        }
        if state.ends.load(Ordering::Relaxed) {
            return Ok(());
        }
        let begun = Instant::now();
        let mut child = self.start(opening, shown, &screen).map_err(|error| {
            tracing::warn!(%error, "a browser was not started");
            PortalTrouble::DidNotStart
        })?;
        let complaints = complaints(child.stderr.take());
        state.keeper.store(child.id(), Ordering::Relaxed);
        tell(PageNews::Open);
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Some(status),
                Ok(None) if !state.ends.load(Ordering::Relaxed) => thread::sleep(LOOK),
                Ok(None) | Err(_) => break None,
            }
        };
        state.keeper.store(0, Ordering::Relaxed);
        let Some(status) = ended else {
            end(&mut child);
            return Ok(());
        };
        if status.success() || begun.elapsed() > EARLY {
            return Ok(());
        }
        let said = complaints.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
        tracing::warn!(%status, said, "a browser ended at once");
        // What keeps it apart is not allowed to: namespaces of users are switched off.
        Err(if said.is_empty() { PortalTrouble::DidNotStart } else { PortalTrouble::NoSandbox })
    }

    fn start(&self, opening: &Opening, shown: &Shown, screen: &Screen) -> io::Result<Child> {
        let arguments = arguments(&self.program, opening.address(), shown, screen);
        let policy = policy(opening.sites());
        let (arguments, policy) = match opening.purpose() {
            Purpose::Desk => (arguments, policy),
            Purpose::Visitor => (alone::arguments(arguments), alone::policy(&policy)),
        };
        let mut child = Command::new("/bin/sh")
            .args(["-c", FIRST_TO_GO, "sh"])
            .arg(&self.sandbox)
            .args(arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        // The policies go in by the standard input, so that they lie nowhere.
        let written = child.stdin.take().map(|mut input| input.write_all(policy.as_bytes()));
        match written {
            // What ended before it was read to says itself why.
            Some(Err(error)) if error.kind() != io::ErrorKind::BrokenPipe => {
                end(&mut child);
                Err(error)
            }
            _ => Ok(child),
        }
    }
}

/// A page that is open. It ends when this is dropped.
#[derive(Debug, Default)]
pub struct OpenPage(Arc<State>);

/// What is known of a page between whoever holds it and whoever follows it.
#[derive(Debug, Default)]
struct State {
    /// Whether it is to end.
    ends: AtomicBool,
    /// The process that keeps it apart; 0 where there is none.
    keeper: AtomicU32,
}

impl OpenPage {
    /// The papers of it.
    #[must_use]
    pub fn papers(&self) -> Papers {
        Papers(Arc::clone(&self.0))
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        self.0.ends.store(true, Ordering::Relaxed);
    }
}

/// The papers that a visitor was given at a page. They are gone with it.
#[derive(Clone, Debug)]
pub struct Papers(Arc<State>);

impl Papers {
    fn keeper(&self) -> Option<u32> {
        Some(self.0.keeper.load(Ordering::Relaxed)).filter(|keeper| *keeper != 0)
    }

    /// Those that are there whole.
    #[must_use]
    pub fn list(&self) -> Vec<KeptPaper> {
        self.keeper().map(kept::list).unwrap_or_default()
    }

    /// Reads one.
    ///
    /// # Errors
    /// When it is not there (any more), is no plain file, or is too large.
    pub fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        kept::read(self.keeper().ok_or(io::ErrorKind::NotFound)?, name)
    }
}

/// Ends it at once, with everything that it started: there is nothing that it would have to put away.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Whether the computer of a page can be reached.
fn answers(address: &PageAddress) -> bool {
    let site = address.site();
    let port = site.port().unwrap_or(if address.is_encrypted() { 443 } else { 80 });
    let Ok(mut places) = (site.name(), port).to_socket_addrs() else { return false };
    places.any(|place| TcpStream::connect_timeout(&place, ANSWER).is_ok())
}

/// Reads what it complains of, and keeps the last words of what keeps it apart. The browser's own say nothing of use, and
/// perhaps something of the page.
fn complaints(errors: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, said) = channel();
    thread::spawn(move || {
        let lines = errors.into_iter().flat_map(|errors| BufReader::new(errors).split(b'\n')).map_while(Result::ok);
        let of_sandbox = lines.filter(|line| line.starts_with(b"bwrap:"));
        let last = of_sandbox.last().map(|line| String::from_utf8_lossy(&line).into_owned());
        let _ = sender.send(last.unwrap_or_default());
    });
    said
}
