//! Which crates a room uses. What is not listed is not used: a crate comes into a room by a line here.

use crate::code::Name;
use crate::{CODE, none_is};

/// For each room, or for a part of one that may use more, the crates beside `std`.
const CRATES: &[(&str, &[&str])] = &[
    // Pure: values, their forms, dates, hashes.
    ("domain", &["jiff", "schemars", "serde", "serde_json", "sha2", "thiserror", "uuid"]),
    ("account", &["jiff", "serde"]),
    (
        "protocol",
        &[
            "argon2",
            "base64",
            "ed25519_dalek",
            "hex",
            "jiff",
            "schemars",
            "serde",
            "serde_json",
            "sha2",
            "simdutf8",
            "thiserror",
            "utoipa",
            "uuid",
            "zstd",
        ],
    ),
    ("catalogue", &["hex", "jiff", "schemars", "serde", "serde_json", "sha2", "thiserror", "toml", "zstd"]),
    (
        "catalogue::trust",
        &[
            "ed25519_dalek",
            "futures",
            "getrandom",
            "hex",
            "jiff",
            "serde",
            "serde_json",
            "tempfile",
            "thiserror",
            "tough",
            "url",
        ],
    ),
    (
        "foreign",
        &[
            "hex",
            "icu_normalizer",
            "jiff",
            "oxjsonld",
            "oxrdf",
            "oxrdfxml",
            "oxttl",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "toml_edit",
        ],
    ),
    ("editor", &["askama", "jiff", "serde_json", "thiserror"]),
    ("i18n", &["fluent_bundle", "jiff", "tracing", "unic_langid"]),
    ("handout", &["jiff", "serde_json", "thiserror"]),
    ("handout::printer", &["futures", "getrandom", "hex", "ipp", "reqwest", "thiserror", "tokio", "tracing", "uuid"]),
    (
        "paper",
        &[
            "rustix",
            "serde",
            "serde_json",
            "thiserror",
            "tracing",
            "typst",
            "typst_layout",
            "typst_pdf",
            "typst_render",
        ],
    ),
    // A window and words, as iced is built on them: no iced, so that what keeps the guide from opening keeps not it.
    ("notice", &["cosmic_text", "softbuffer", "winit"]),
    // Pictures of paper.
    ("scan", &["image", "jpeg_encoder", "thiserror", "tracing"]),
    ("scan::code", &["image", "rqrr"]),
    (
        "platform",
        &["clap", "directories", "jiff", "rustix", "serde", "thiserror", "toml", "tracing", "tracing_subscriber"],
    ),
    ("platform::manual", &["clap", "clap_complete", "clap_mangen"]),
    // Codes for telephones, drawn for paper and for the hub's terminal.
    ("platform::code", &["png", "qrcode"]),
    // What the screen says of its size.
    ("platform::display", &["tracing", "x11rb"]),
    // Settings are written with the comments around them kept.
    ("platform::configuration::write", &["thiserror", "toml_edit"]),
    // Policies are JSON; what was copied is known by its hash.
    ("platform::browser", &["jiff", "rustix", "serde_json", "tracing"]),
    // Which of two windows is in front, and whether anybody types.
    ("platform::front", &["tracing", "x11rb"]),
    ("platform::copied", &["getrandom", "sha2"]),
    ("platform::sqlite", &["rusqlite", "thiserror", "tracing"]),
    (
        "store",
        &[
            "age",
            "argon2",
            "base64",
            "chacha20poly1305",
            "ed25519_dalek",
            "getrandom",
            "hex",
            "jiff",
            "postcard",
            "rusqlite",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "tracing",
            "uuid",
            "zeroize",
        ],
    ),
    (
        "sync",
        &[
            "ed25519_dalek",
            "flate2",
            "getrandom",
            "hex",
            "jiff",
            "reqwest",
            "rustls",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
            "zstd",
        ],
    ),
    ("hub", HUB),
    // The client of the State's journal of events, and the key that signs for it.
    ("hub::mlog", &["jiff", "reqwest", "rustls", "serde_json", "tokio", "toml", "tracing"]),
    // Connections that are protected by a key alone.
    (
        "hub::relay",
        &[
            "axum",
            "ed25519_dalek",
            "getrandom",
            "hex",
            "jiff",
            "rustls",
            "serde",
            "serde_json",
            "sha2",
            "tokio",
            "tokio_rustls",
            "tracing",
            "zeroize",
            "zstd",
        ],
    ),
    ("hub::page", &["askama", "base64", "jiff", "rust_xlsxwriter", "sha2"]),
    (
        "hub::routes",
        &[
            "axum",
            "ed25519_dalek",
            "getrandom",
            "hex",
            "hyper",
            "jiff",
            "serde",
            "serde_json",
            "tokio",
            "tracing",
            "utoipa",
            "uuid",
        ],
    ),
    (
        "hub::storage",
        &[
            "age",
            "base64",
            "deadpool_postgres",
            "ed25519_dalek",
            "futures",
            "getrandom",
            "hex",
            "jiff",
            "rusqlite",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "tokio",
            "tokio_postgres",
            "tracing",
            "utoipa",
            "uuid",
            "zeroize",
            "zstd",
        ],
    ),
    ("ui", &["fluent_bundle", "futures", "iced", "image", "jiff", "tokio", "tracing", "uuid", "zeroize"]),
    ("ui::access", &["accesskit", "accesskit_unix", "futures", "iced", "tokio", "tracing"]),
    ("ui::planned", &["jiff", "self_cell"]),
    // What a person sees is values and widgets: it waits for nothing and opens nothing.
    ("ui::page", &["iced", "jiff", "uuid", "zeroize"]),
    ("command", &["clap", "futures", "jiff", "rustix", "serde", "serde_json", "tokio", "toml", "tracing", "uuid"]),
    ("kiosk", &["zeroizing_alloc"]),
    ("cups-hub", &["clap", "jiff", "serde_json", "tokio", "tracing", "tracing_subscriber", "uuid", "zeroizing_alloc"]),
    ("cups-catalogue", &["clap", "zeroizing_alloc"]),
    ("cups-notice", &["clap"]),
    ("cups-paper", &["clap", "serde_json", "thiserror", "zeroizing_alloc"]),
];

const HUB: &[&str] = &[
    "age",
    "axum",
    "base64",
    "directories",
    "ed25519_dalek",
    "getrandom",
    "hex",
    "hmac",
    "hyper",
    "hyper_util",
    "jiff",
    "serde",
    "serde_json",
    "sha1",
    "sha2",
    "thiserror",
    "tokio",
    "tokio_rustls",
    "toml",
    "tracing",
    "utoipa",
    "uuid",
    "zeroize",
    "zstd",
];

/// Where the table has exceptions, by file, each with its reason.
const EXCEPTIONS: [(&str, &str, &str); 3] = [
    ("src/hub.rs", "rusqlite", "the hub's one error holds the database's"),
    ("src/hub/refusal.rs", "rusqlite", "a full disk is told apart from a broken one"),
    ("src/ui/page/visitor/take_away.rs", "fluent_bundle", "the number of a code is counted in a message"),
];

#[test]
fn a_room_uses_only_the_crates_on_its_line() {
    let mut wrong = Vec::new();
    for file in CODE.files.iter().filter(|file| !file.module.is_empty()) {
        let place = file.module.join("::");
        let within =
            |room: &&str| place == *room || place.strip_prefix(*room).is_some_and(|rest| rest.starts_with("::"));
        let line = CRATES.iter().filter(|(room, _)| within(room)).max_by_key(|(room, _)| room.len());
        let Some((room, crates)) = line else {
            wrong.push(format!("{}: has no line of crates", file.path));
            continue;
        };
        for name in &file.names {
            let Name::Other(path) = name else { continue };
            let excepted = || EXCEPTIONS.iter().any(|(path_of, named, _)| *path_of == file.path && *named == path[0]);
            if !["std", "core", "alloc"].contains(&path[0].as_str())
                && !crates.contains(&path[0].as_str())
                && !excepted()
            {
                wrong.push(format!("{}: {room} uses {}", file.place(path), path[0]));
            }
        }
    }
    none_is(wrong, "Do it in the room that may, or add the crate to the room's line with a reason in the review.");
}

#[test]
fn every_exception_is_still_needed() {
    let used = |path: &str, named: &str| {
        let file = CODE.files.iter().find(|file| file.path == path);
        file.is_some_and(|file| file.names.iter().any(|name| matches!(name, Name::Other(path) if path[0] == named)))
    };
    let unused = EXCEPTIONS.iter().filter(|(path, named, _)| !used(path, named));
    none_is(unused.map(|(path, named, _)| format!("{path}: uses {named} no more")), "Take its line out.");
}
