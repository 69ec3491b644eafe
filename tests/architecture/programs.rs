//! What each program carries: asked of cargo, with the program's own feature alone.

use crate::package;
use std::collections::BTreeMap;
use std::process::Command;

/// The crates that a program of this feature is built from, each with its features.
fn crates_of(feature: &str) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(package())
        .args(["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{f}"])
        .args(["--no-default-features", "--features", feature])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let name = |line: &str| line.split(' ').next().unwrap().to_owned();
    let crates: BTreeMap<_, _> = text
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(start, rest)| (name(start), rest.to_owned()))
        .collect();
    assert!(crates.len() > 50, "{text}");
    crates
}

#[test]
fn each_program_carries_only_its_own_parts() {
    const FOREIGN: [&str; 5] = ["oxrdf", "oxttl", "oxrdfxml", "oxjsonld", "toml_edit"];
    // The window writes its own settings, with the comments that stand in them.
    const RDF: [&str; 4] = ["oxrdf", "oxttl", "oxrdfxml", "oxjsonld"];
    const WINDOW: [&str; 4] = ["iced", "accesskit", "reqwest", "image"];
    const SERVER: [&str; 3] = ["axum", "hyper-util", "utoipa"];
    const TYPESETTER: [&str; 4] = ["typst", "typst-layout", "typst-pdf", "typst-render"];
    let lacks = |feature: &str, unwanted: &[&str]| {
        let crates = crates_of(feature);
        let carried: Vec<&&str> = unwanted.iter().filter(|name| crates.contains_key(**name)).collect();
        assert!(carried.is_empty(), "{feature} carries {carried:?}");
        // Keys of editors lie in files of this form, which only they read and write.
        let signs = crates["ed25519-dalek"].split(',').any(|feature| feature == "pkcs8");
        assert_eq!(signs, feature == "editor", "{feature} can read the editors' keys");
    };
    // What keeps the window from opening must not keep the notice from it.
    lacks("notice", &[&FOREIGN[..], &WINDOW[..], &SERVER[..], &TYPESETTER[..], &["tough", "tokio"]].concat());
    lacks("kiosk", &[&RDF[..], &["axum", "utoipa"], &TYPESETTER[..]].concat());
    // A relay asks its hub by the client that the window has.
    let window: Vec<&str> = WINDOW.into_iter().filter(|name| *name != "reqwest").collect();
    lacks("hub", &[&FOREIGN[..], &window, &TYPESETTER[..]].concat());
    lacks("editor", &[&WINDOW[..], &SERVER[..], &TYPESETTER[..]].concat());
    // The typesetter brings `image` and `toml_edit` along.
    lacks("paper", &[&["iced", "accesskit", "reqwest", "oxrdf", "oxttl", "tough"], &SERVER[..]].concat());
}
