//! The browser of Debian, kept apart, as a test sees it from outside: whether that is possible here, its process, and what it left.

use cups_kiosk::platform::browser::Browser;
use std::path::Path;
use std::process::Command;

/// In every word that is planted; no word of any language has it.
pub const MARK: &str = "qzvx";

/// Whether the browser can be kept apart here. Where it cannot, the test says on its last lines what was not tried, and tries
/// what the program does then; with `CUPS_BROWSER=must` it fails.
pub fn can_be_kept_apart(what: &str) -> bool {
    let there = Browser::default().is_there();
    let mut tried = Command::new("/usr/bin/bwrap");
    tried.args(["--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "true"]);
    let works = there.is_ok() && tried.status().is_ok_and(|status| status.success());
    if !works {
        let why = there.map_or_else(|trouble| format!("{trouble:?}"), |()| "no namespaces of users".to_owned());
        let said = format!("NOT TRIED: {what}: {why}");
        assert!(std::env::var_os("CUPS_BROWSER").is_none_or(|value| value != "must"), "{said}");
        eprintln!("\n{}\n{said}\n{0}\n", "=".repeat(said.len()));
    }
    works
}

/// The process that keeps the page with this address apart.
pub fn session_of(address: &str) -> Option<u32> {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let app = format!("--app={address}");
    let keeps = |process: &u32| {
        let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        line.starts_with(b"/usr/bin/bwrap") && line.split(|byte| *byte == 0).any(|word| word == app.as_bytes())
    };
    numbers.filter(keeps).min()
}

/// Files below a folder in which the mark stands; with the stamp of a file, those that were written since it.
pub fn marked(folder: &Path, since: Option<&Path>) -> Vec<String> {
    let mut find = Command::new("find");
    find.arg(folder).args(["-xdev", "-type", "f", "-size", "-64M"]);
    if let Some(since) = since {
        find.arg("-newer").arg(since);
    }
    let found = find.args(["-exec", "grep", "-laF", MARK, "{}", "+"]).output().unwrap();
    String::from_utf8_lossy(&found.stdout).lines().map(str::to_owned).collect()
}
