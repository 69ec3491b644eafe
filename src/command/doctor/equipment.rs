//! What of a computer's equipment is there: what makes and prints sheets, the scanner, sound, the browser, a line. What is not
//! there and need not be is no fault.

use super::{Check, PATIENCE};
use crate::domain::doctor::Finding;
use crate::domain::scanning::ScanTrouble;
use crate::handout::helper;
use crate::platform::browser::Browser;
use crate::platform::configuration::Configuration;
use crate::platform::machine;
use crate::scan::source::Scanner;
use std::thread::JoinHandle;

/// The scanners that are looked for while all else is looked at: they take seconds to answer.
pub(super) type Scanners = JoinHandle<Result<Vec<String>, ScanTrouble>>;

/// Begins to look for scanners.
pub(super) fn scanners() -> Scanners {
    std::thread::spawn(|| Scanner::default().with_patience(PATIENCE).devices())
}

/// Every check of equipment besides the printer; `printer` says whether there is one.
pub(super) fn checks(configuration: &Configuration, printer: bool, scanners: Scanners) -> Vec<Check> {
    // A fault in looking is none in the scanner, and none is found by it.
    let devices = scanners.join().unwrap_or(Err(ScanTrouble::Other));
    vec![
        sheets(helper::find().is_ok(), printer),
        scanner(devices, configuration.scanner.as_deref()),
        sound(machine::has_sound()),
        browser(Browser::default().is_there().is_ok()),
        line(machine::has_line()),
    ]
}

fn sheets(there: bool, printer: bool) -> Check {
    let name = "sheets";
    match (there, printer) {
        (true, _) => Check::good(Finding::SheetsFine, name, "cups-paper is there"),
        (false, false) => Check::good(Finding::SheetsNone, name, "cups-paper is not there: nothing is printed"),
        (false, true) => Check::bad(
            Finding::SheetsMissing,
            name,
            "there is a printer and no cups-paper, which makes the sheets",
            "install cups-paper beside cups-kiosk or in the PATH",
        ),
    }
}

fn scanner(devices: Result<Vec<String>, ScanTrouble>, named: Option<&str>) -> Check {
    let name = "scanner";
    let devices = devices.unwrap_or_default();
    let used = devices.iter().find(|device| named.is_none_or(|named| device.contains(named)));
    match (used, named) {
        (Some(device), _) => Check::good(Finding::ScannerFine, name, device.clone()),
        (None, None) => Check::good(Finding::ScannerNone, name, "none is found: papers are taken from sticks"),
        (None, Some(named)) => Check::bad(
            Finding::ScannerUnknown,
            name,
            format!("none has \"{named}\" in its name"),
            "switch it on, or write a part of a name that `scanimage -L` lists into kiosk.toml",
        ),
    }
}

fn sound(there: bool) -> Check {
    if there {
        Check::good(Finding::SoundFine, "sound", "there is an output")
    } else {
        Check::good(Finding::SoundNone, "sound", "no output")
    }
}

fn browser(there: bool) -> Check {
    if there {
        Check::good(Finding::BrowserFine, "browser", "chromium and bubblewrap are there")
    } else {
        let detail = "chromium or bubblewrap is not there: pages of the State are shown as a code for the telephone";
        Check::good(Finding::BrowserNone, "browser", detail)
    }
}

fn line(there: bool) -> Check {
    if there {
        Check::good(Finding::LineFine, "line", "a way leads out of this computer")
    } else {
        Check::good(Finding::LineNone, "line", "no way leads out of this computer: all is kept until one does")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_need_not_be_there_is_no_fault_and_what_is_named_must_be() {
        assert!(sheets(false, false).good && !sheets(false, true).good && sheets(true, true).good);
        let two = || Ok(vec!["fujitsu:ScanSnap".to_owned(), "escl:net".to_owned()]);
        assert!(scanner(two(), None).good && scanner(two(), Some("escl")).good);
        assert_eq!(scanner(two(), Some("canon")).finding, Finding::ScannerUnknown);
        assert_eq!(scanner(Err(ScanTrouble::NoProgram), None).finding, Finding::ScannerNone);
        assert!(!scanner(Err(ScanTrouble::NoProgram), Some("escl")).good);
        assert!(sound(false).good && browser(false).good && line(false).good);
    }
}
