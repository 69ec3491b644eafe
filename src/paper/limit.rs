//! How long a sheet may take and how much memory. A template that goes wrong ends this program, and nobody waits for it.

use rustix::process::{Resource, Rlimit, getppid, getrlimit, setrlimit};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long a sheet may take, in seconds. The largest ones take a hundredth of it.
pub const LONGEST: u64 = 20;
/// The largest sheets take a fifth of it; in bytes.
pub const LARGEST: u64 = 512 * 1024 * 1024;
/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// What was overrun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Overrun {
    /// The time.
    #[error("it takes longer than {} seconds", .0.as_secs())]
    Time(Duration),
    /// The memory.
    #[error("it takes more than {} MB of memory", LARGEST / 1024 / 1024)]
    Memory,
    /// Whoever waited for it is gone.
    #[error("nobody waits for it any more")]
    Abandoned,
}

/// When the sheet that is being set was begun.
#[derive(Clone, Debug)]
pub struct Begun(Arc<Mutex<Instant>>);

impl Begun {
    /// The next sheet begins now, and has its own time.
    pub fn anew(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// Watches this program from now on, and says once what it overran. Behind that stands a limit of the system, for what
/// grows faster than one can look.
pub fn watch(longest: Duration, overrun: impl FnOnce(Overrun) + Send + 'static) -> Begun {
    let most = Rlimit { current: Some(LARGEST * 2), maximum: getrlimit(Resource::Data).maximum };
    if let Err(error) = setrlimit(Resource::Data, most) {
        tracing::debug!(%error, "the system sets no limit of memory");
    }
    let begun = Begun(Arc::new(Mutex::new(Instant::now())));
    let (start, parent) = (begun.clone(), getppid());
    thread::spawn(move || {
        let which = loop {
            thread::sleep(LOOK);
            if start.elapsed() > longest {
                break Overrun::Time(longest);
            }
            if getppid() != parent {
                break Overrun::Abandoned;
            }
            if in_use().is_some_and(|bytes| bytes > LARGEST) {
                break Overrun::Memory;
            }
        };
        overrun(which);
    });
    begun
}

/// The memory of this program, in bytes, where the system tells.
fn in_use() -> Option<u64> {
    let told = fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
