//! Dependencies point one way. A folder that names what it must not fails here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;

/// For each folder of `src`, what it must not name.
const FORBIDDEN: [(&str, &[&str]); 11] = [
    (
        "domain",
        &[
            "crate::protocol",
            "crate::catalogue",
            "crate::store",
            "crate::sync",
            "crate::i18n",
            "crate::platform",
            "crate::hub",
            "crate::ui",
            "crate::command",
            "iced",
            "rusqlite",
            "reqwest",
            "tokio",
            "axum",
            "std::fs",
            "std::net",
            "std::env",
            "SystemTime",
            "Timestamp::now",
            "Zoned::now",
            "Instant::now",
            "getrandom",
            "now_v7",
            "new_v4",
            "thread_local",
        ],
    ),
    (
        "protocol",
        &[
            "crate::catalogue",
            "crate::store",
            "crate::sync",
            "crate::i18n",
            "crate::hub",
            "crate::ui",
            "crate::command",
            "iced",
            "rusqlite",
        ],
    ),
    ("catalogue", &["crate::store", "crate::sync", "crate::hub", "crate::ui", "crate::command", "iced", "rusqlite"]),
    (
        "i18n",
        &[
            "crate::protocol",
            "crate::catalogue",
            "crate::store",
            "crate::sync",
            "crate::hub",
            "crate::ui",
            "crate::command",
            "iced",
            "rusqlite",
        ],
    ),
    (
        "handout",
        &[
            "crate::protocol",
            "crate::store",
            "crate::sync",
            "crate::hub",
            "crate::ui",
            "crate::command",
            "iced",
            "rusqlite",
        ],
    ),
    ("platform", &["crate::store", "crate::sync", "crate::hub", "crate::ui", "crate::command", "iced"]),
    ("store", &["crate::sync", "crate::i18n", "crate::hub", "crate::ui", "crate::command", "iced", "reqwest"]),
    ("sync", &["crate::i18n", "crate::hub", "crate::ui", "crate::command", "iced"]),
    ("hub", &["crate::store", "crate::sync", "crate::i18n", "crate::ui", "crate::command", "iced"]),
    ("ui/page", &["tokio", "rusqlite", "reqwest", "std::fs", "Task<", "iced::Color", "Color::from"]),
    ("ui", &["crate::hub", "crate::command", "rusqlite"]),
];

fn sources(path: &Path, all: &mut Vec<(String, String)>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).expect("the folder is read") {
            sources(&entry.expect("the entry is read").path(), all);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        all.push((path.display().to_string(), std::fs::read_to_string(path).expect("the file is read")));
    }
}

#[test]
fn no_folder_names_what_it_must_not() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for (folder, forbidden) in FORBIDDEN {
        let mut files = Vec::new();
        sources(&root.join(folder), &mut files);
        let module = root.join(format!("{folder}.rs"));
        if module.exists() {
            sources(&module, &mut files);
        }
        assert!(!files.is_empty(), "src/{folder} is gone: mend this test");
        for (file, text) in files {
            // Tests may use what the code may not.
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            if file.ends_with("tests.rs") {
                continue;
            }
            for (number, line) in (1..).zip(text.lines()) {
                let code = line.split("//").next().unwrap_or_default();
                for word in forbidden.iter().filter(|word| names(code, word)) {
                    wrong.push(format!("{file}:{number}: names {word}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A second store has to answer the same questions: nothing but the first asks in SQL.
#[test]
fn the_hub_asks_its_database_behind_the_storage_alone() {
    let mut files = Vec::new();
    let hub = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hub");
    sources(&hub, &mut files);
    sources(&hub.with_extension("rs"), &mut files);
    let outside = files.iter().filter(|(file, _)| !file.contains("hub/storage"));
    let asks = |text: &str| {
        ["rusqlite::Connection", "Connection,", "SELECT ", "INSERT ", "PRAGMA "].iter().any(|word| text.contains(word))
    };
    let wrong: Vec<&String> = outside.filter(|(_, text)| asks(text)).map(|(file, _)| file).collect();
    assert!(files.len() > 20 && wrong.is_empty(), "{wrong:?}");
}

/// Whether a line of code names a word as a whole path, not as a part of another word or in quotes.
fn names(code: &str, word: &str) -> bool {
    let outside: String = code.split('"').step_by(2).collect::<Vec<_>>().join(" ");
    outside.match_indices(word).any(|(place, _)| {
        let before = outside[..place].chars().next_back();
        let after = outside[place + word.len()..].chars().next();
        let part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !(part(before) || word.chars().all(char::is_alphanumeric) && part(after))
    })
}

#[test]
fn no_file_grows_beyond_what_a_person_reads_at_once() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let long: Vec<String> = files
        .into_iter()
        .map(|(file, text)| (text.lines().count(), file))
        .filter(|(lines, _)| *lines > 800)
        .map(|(lines, file)| format!("{file} has {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
