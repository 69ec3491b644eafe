//! Rules about single files: what pure code and pages must not name, how long a file is, who asks in SQL.

use crate::{CODE, none_is, package};

/// What would make a result depend on more than the values that came in. A table that is computed once is a constant.
const WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "Zoned::now",
    "TimeZone::system",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "thread_local",
    "OnceLock",
    "OnceCell",
    "RefCell",
    "Mutex",
    "println",
    "eprintln",
];

/// What each room must not name, beside rooms and crates.
const FORBIDDEN: [(&str, &[&str]); 3] = [
    ("domain", WORLD),
    ("account", WORLD),
    // Effects are values, and looks come from the style.
    (
        "ui::page",
        &[
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "Task",
            "iced::Color",
            "Color::from_rgb",
            "Color::from_rgb8",
            "Color::from_rgba",
            "Color::from_rgba8",
        ],
    ),
];

/// Where a page may name what pages must not, with the reason.
const EXCEPTIONS: [(&str, &str, &str); 1] =
    [("src/ui/page/visitor/take_away.rs", "iced::Color", "a camera reads black on white, whatever the contrast")];

#[test]
fn pure_rooms_and_pages_name_nothing_of_the_world() {
    let mut wrong = Vec::new();
    for (room, forbidden) in FORBIDDEN {
        for file in
            CODE.files.iter().filter(|file| format!("{}::", file.module.join("::")).starts_with(&format!("{room}::")))
        {
            for written in &file.paths {
                let path = format!("::{}::", written.join("::"));
                let excepted = |word: &str| EXCEPTIONS.iter().any(|(of, named, _)| *of == file.path && *named == word);
                let named = forbidden.iter().filter(|word| path.contains(&format!("::{word}::")) && !excepted(word));
                wrong.extend(named.map(|word| format!("{}: {room} names {word}", file.place(written))));
            }
        }
    }
    none_is(wrong, "Time, ids, language and files come in as arguments; what the world must do is an effect.");
}

/// What is copied in a field stays in the window. One place hands something to everybody else, and takes it out again.
#[test]
fn the_clipboard_of_the_system_is_touched_in_one_place() {
    const PLACE: &str = "src/ui/runtime/clipboard.rs";
    // The widgets' own door to a clipboard leads to the pocket of the program, see `ui/widget/gate/pocket.rs`.
    let touches = |path: &[String]| {
        let path = format!("::{}::", path.join("::"));
        let system = [
            "::iced::clipboard::",
            "::clipboard::write::",
            "::clipboard::read::",
            "::arboard::",
            "::window_clipboard::",
        ];
        system.iter().any(|word| path.contains(word)) && !path.contains("::advanced::")
    };
    let places: Vec<_> = CODE.files.iter().filter(|file| file.paths.iter().any(|written| touches(written))).collect();
    assert!(places.iter().any(|file| file.path == PLACE), "{PLACE} has moved: mend this test");
    none_is(
        places.into_iter().filter(|file| file.path != PLACE).map(|file| file.path.clone()),
        "Ask for Effect::CopyField, which takes one field.",
    );
}

/// That a page of the State is open is no state of a request: whoever opens one cannot say that something was submitted.
#[test]
fn what_opens_a_page_of_the_state_knows_no_submission() {
    let of_portal = ["src/domain/portal.rs", "src/account/portal.rs", "src/ui/portal.rs", "src/ui/runtime/portal.rs"];
    let of_portal = of_portal.into_iter().chain(["src/ui/app/desk/portal.rs", "src/ui/page/specialist/portal.rs"]);
    let mut wrong = Vec::new();
    for path in of_portal {
        let file = CODE.files.iter().find(|file| file.path == path);
        let file = file.unwrap_or_else(|| panic!("{path} has moved: mend this test"));
        let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
        let named =
            ["Submitted", "Command::", "ProviderNumber", "Record {"].into_iter().filter(|word| code.contains(word));
        wrong.extend(named.map(|word| format!("{path}: names {word}")));
    }
    none_is(wrong, "Only the provider's number makes a request submitted, on the request's own page.");
}

/// A second store has to answer the same questions: nothing but the first asks in SQL.
#[test]
fn the_hub_asks_its_database_behind_the_storage_alone() {
    let hub: Vec<_> = CODE.files.iter().filter(|file| file.module.first().is_some_and(|room| room == "hub")).collect();
    assert!(hub.len() > 20, "src/hub has moved: mend this test");
    let outside = hub.iter().filter(|file| !file.path.starts_with("src/hub/storage"));
    let asks = |text: &str| {
        ["rusqlite::Connection", "Connection,", "SELECT ", "INSERT ", "PRAGMA "].iter().any(|word| text.contains(word))
    };
    none_is(outside.filter(|file| asks(&file.text)).map(|file| file.path.clone()), "Ask in hub/storage.");
}

#[test]
fn no_file_grows_beyond_what_a_person_reads_at_once() {
    let long = CODE.files.iter().map(|file| (file.text.lines().count(), file)).filter(|(lines, _)| *lines > 800);
    none_is(long.map(|(lines, file)| format!("{} has {lines} lines", file.path)), "Split it by what it holds.");
}

#[test]
fn every_file_belongs_to_the_program() {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path.strip_prefix(package()).unwrap().display().to_string());
            }
        }
    }
    let mut found = Vec::new();
    walk(&package().join("src"), &mut found);
    let reached = |path: &String| CODE.files.iter().any(|file| file.path == *path) || CODE.for_tests.contains(path);
    none_is(found.into_iter().filter(|path| !reached(path)), "Declare the module, or delete what nothing reads.");
}
