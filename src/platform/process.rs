//! What a program asks of the system for itself before it does anything else.

use rustix::fs::Mode;
#[cfg(target_os = "linux")]
use rustix::process::{DumpableBehavior, set_dumpable_behavior};
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// Leaves no picture of its memory on the disk when it falls, and lets no other program of the same account look into
/// it. A system that does not know of this is told so in the log and nothing else changes.
pub fn dump_nothing() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::debug!(%error, "core dumps are as large as the system lets them");
    }
    #[cfg(target_os = "linux")]
    if let Err(error) = set_dumpable_behavior(DumpableBehavior::NotDumpable) {
        tracing::debug!(%error, "the memory can be dumped");
    }
}

/// Whatever the program makes from here on, only its owner can read or enter, also what libraries make.
pub fn keep_files_private() {
    umask(Mode::RWXG | Mode::RWXO);
}

/// Work of this thread, and of what it starts, waits for everybody else's: a person at the window waits for neither. It is not
/// taken back, so a thread that does so is one of its own. Elsewhere than on Linux nothing changes.
pub fn step_back() {
    // On Linux the calling thread alone; POSIX means the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 15) {
        tracing::debug!(%error, "this work does not wait for others");
    }
}

/// Asks a process that this one started to end, so that it can put away what it works with.
pub fn ask_to_end(child: &std::process::Child) {
    if let Some(id) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // Of one that has ended there is nothing to ask.
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
    }
}

/// The name of the account that runs the program; nothing where it has none.
#[must_use]
pub fn account_name() -> Option<String> {
    let own = rustix::process::getuid().as_raw().to_string();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = accounts.lines().find(|line| line.split(':').nth(2) == Some(&own));
    line.and_then(|line| line.split(':').next()).filter(|name| !name.is_empty()).map(str::to_owned)
}
