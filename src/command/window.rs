//! The window itself.

use super::Failure;
use super::doctor::{line_on_disk, look_over};
use super::ground::failure;
use super::start::{OnlyWindow, SetUp, prepare};
use crate::platform::configuration::Configuration;
use crate::platform::paths::DataFolder;
use crate::ui::runtime::LookOver;
use crate::ui::shell::{self, Ended, Prepare};
use crate::ui::trouble::Trouble;
use std::sync::Arc;

/// Opens the window and stays until it is closed.
pub fn open(data: &DataFolder, gallery: bool) -> Result<(), Failure> {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !has("DISPLAY") && !has("WAYLAND_DISPLAY") && !has("WAYLAND_SOCKET") {
        // What is wrong besides is of more use than that there is no display: it would be there with one as well.
        SetUp::read(data).map_err(|trouble| failure(&trouble))?;
        let detail = "neither DISPLAY nor WAYLAND_DISPLAY is set: start it in a graphical session";
        return Err(Failure::work("window", "no window can be opened", detail));
    }
    let prepare: Prepare = {
        let (data, only) = (data.clone(), OnlyWindow::default());
        Arc::new(move || {
            // Whoever mends it is told of all that is wrong, not of the first alone.
            let look: LookOver = {
                let data = data.clone();
                Arc::new(move || look_over(&data))
            };
            prepare(&data, gallery, &only, look).map_err(|trouble| {
                let detail = format!("{}; {}", trouble.detail, line_on_disk(&data));
                Trouble { detail, ..trouble }
            })
        })
    };
    let first = prepare();
    let full = Configuration::asks_for_full_screen(&data.configuration());
    let told = first.as_ref().err().cloned();
    shell::run(first, full, prepare).map_err(|ended| match (ended, told) {
        // Without a window it is said here what a page would have said.
        (Ended::Trouble(trouble), _) | (Ended::NoWindow(_), Some(trouble)) => failure(&trouble),
        (Ended::Restart(reason), _) => Failure::restart(reason),
        (Ended::NoWindow(said), None) => Failure::work("window", "no window can be opened", in_words(&said)),
    })
}

/// What the libraries below the window say, for somebody who can mend it.
fn in_words(said: &str) -> String {
    let display = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = line.to_lowercase();
    if lower.contains(".so") || lower.contains("library") || lower.contains("dlopen") {
        return format!("a library is missing: {line} (packaging/README.md lists those that the window opens)");
    }
    let asked = match (display("WAYLAND_DISPLAY"), display("DISPLAY")) {
        (Some(wayland), _) => format!("WAYLAND_DISPLAY \"{wayland}\""),
        (None, Some(display)) => format!("DISPLAY \"{display}\""),
        (None, None) => "the display".to_owned(),
    };
    format!("{asked} does not answer or cannot show a window: {line}")
}
