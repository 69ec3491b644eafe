//! What is otherwise where a visitor is alone at a page of the State: papers that are given or printed there lie in one folder
//! in memory until the page is closed, and our own window shows and prints them. Everything else stays as it is for the desk.

use serde_json::{Map, Value, json};
use std::ffi::OsString;

/// By which the windows of such a page are told from all others of the screen.
pub const CLASS: &str = "cups-kiosk-online";

/// Where papers are kept, in the file system of the page.
pub(super) const FOLDER: &str = "/home/page/Downloads";

/// How many bytes of them there may be.
const ROOM: &str = "67108864";

/// Programs that a page could have somebody start, such as the one that shows a folder: none is there. The browser itself lies
/// among the libraries.
const PROGRAMS: [&str; 4] = ["/usr/bin", "/usr/sbin", "/usr/games", "/usr/local"];

/// What a session may be begun with.
const BEGIN: [&str; 2] = ["/usr/bin/sh", "/usr/bin/mkdir"];

/// In this mode the browser makes no files of what is printed. What it keeps people from by keys is kept from them by
/// [`crate::platform::front`] instead.
const NO_FILES: &str = "--force-app-mode";

/// The pages by which the browser itself lays out what is printed; a window with a line for addresses shows nothing of use by
/// them.
const PRINTING: [&str; 3] =
    ["chrome://print", "chrome-untrusted://print", "chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai"];

/// What bubblewrap is called with, given what it is called with for the desk.
pub(super) fn arguments(of_desk: Vec<OsString>) -> Vec<OsString> {
    let mut all = Vec::with_capacity(of_desk.len() + 16);
    for word in of_desk {
        if word == "--chdir" {
            for folder in PROGRAMS {
                all.extend(["--tmpfs", folder].map(OsString::from));
            }
            for program in BEGIN {
                all.extend(["--ro-bind-try", program, program].map(OsString::from));
            }
            all.extend(["--perms", "0700", "--size", ROOM, "--tmpfs", FOLDER].map(OsString::from));
        }
        // The address stays the last word.
        if word.as_encoded_bytes().starts_with(b"--app=") {
            // What is printed becomes a file at once: no dialog of the browser chooses a printer or a folder.
            all.push("--kiosk-printing".into());
            all.push(format!("--class={CLASS}").into());
        }
        if word != NO_FILES {
            all.push(word);
        }
    }
    all
}

/// The policies, given those for the desk. What cannot be read stays as it is: then nothing is kept or printed.
pub(super) fn policy(of_desk: &str) -> String {
    let Ok(mut all) = serde_json::from_str::<Map<String, Value>>(of_desk) else { return of_desk.to_owned() };
    if let Some(Value::Array(allowed)) = all.get_mut("URLAllowlist") {
        allowed.extend(PRINTING.map(Value::from));
    }
    for (name, value) in [
        ("DownloadRestrictions", json!(0)),
        ("DownloadDirectory", json!(FOLDER)),
        ("PromptForDownloadLocation", json!(false)),
        ("PrintingEnabled", json!(true)),
        ("PrintHeaderFooter", json!(false)),
    ] {
        all.insert(name.to_owned(), value);
    }
    Value::Object(all).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::site::{PageAddress, Site};
    use crate::domain::text::Language;
    use crate::platform::browser::{Screen, Shown};
    use std::path::Path;

    #[test]
    fn what_is_kept_lies_in_memory_and_no_program_is_there_but_the_browser() {
        let shown = Shown { language: Language::Ro, at: (0, 90), size: (1366, 678) };
        let address = PageAddress::parse("https://servicii.gov.md/").unwrap();
        let screen = Screen::of(|name| (name == "DISPLAY").then(|| ":7".to_owned())).unwrap();
        let of_desk = crate::platform::browser::arguments(Path::new("/x"), &address, &shown, &screen);
        let all: Vec<String> = arguments(of_desk.clone()).into_iter().map(|word| word.into_string().unwrap()).collect();
        for pair in [["--tmpfs", FOLDER], ["--tmpfs", "/usr/bin"], ["--tmpfs", "/usr/local"]] {
            assert!(all.windows(2).any(|words| words == pair), "{pair:?}");
        }
        assert!(!all.iter().any(|word| matches!(word.as_str(), "--bind" | "--bind-try" | "--dev-bind")));
        assert_eq!(all.last().unwrap(), "--app=https://servicii.gov.md/");
        // What was there for the desk is there still, in its order.
        let mut rest = all.iter();
        assert!(of_desk.iter().filter(|word| *word != NO_FILES).all(|word| rest.any(|known| known.as_str() == word)));
    }

    #[test]
    fn papers_are_kept_and_printed_and_nothing_else_is_let_in() {
        let sites = [Site::parse("servicii.gov.md").unwrap()].into();
        let of_desk = crate::platform::browser::policy(&sites);
        let read = |text: &str| -> Map<String, Value> { serde_json::from_str(text).unwrap() };
        let (desk, alone) = (read(&of_desk), read(&policy(&of_desk)));
        let otherwise: Vec<&String> =
            alone.iter().filter(|(name, now)| desk.get(*name) != Some(now)).map(|(n, _)| n).collect();
        let named = [
            "DownloadDirectory",
            "DownloadRestrictions",
            "PrintHeaderFooter",
            "PrintingEnabled",
            "PromptForDownloadLocation",
            "URLAllowlist",
        ];
        assert_eq!(otherwise, named);
        assert_eq!(alone["DownloadDirectory"], json!(FOLDER));
        // No file of this computer goes out, no camera sees anybody, nothing typed is kept.
        for name in
            ["AllowFileSelectionDialogs", "VideoCaptureAllowed", "PasswordManagerEnabled", "AutofillAddressEnabled"]
        {
            assert_eq!(alone[name], json!(false), "{name}");
        }
        let allowed: Vec<&str> = alone["URLAllowlist"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(allowed[0], "https://.servicii.gov.md:443");
        assert_eq!(allowed[1..], PRINTING);
    }
}
