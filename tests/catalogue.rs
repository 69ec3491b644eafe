//! The shipped catalogue: it passes its own check, with every scenario.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue::read::{Draft, Severity};
use cups_kiosk::catalogue::{check, release::Release, schema, shipped, shipped_files};
use std::path::Path;

#[test]
fn the_shipped_catalogue_has_no_error() {
    let mut draft = Draft::read(shipped_files().collect());
    check::check(&mut draft);
    let errors: Vec<String> =
        draft.findings.iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(draft.scenarios.len() >= 15, "scenarios ship with the content");
    for event in draft.catalogue.events.keys() {
        let own = draft.scenarios.iter().filter(|(_, scenario)| scenario.event == *event);
        assert!(own.count() >= 5, "event {event} has fewer than five scenarios");
    }
}

#[test]
fn a_release_unpacks_to_the_same_catalogue() {
    let catalogue = shipped().expect("the shipped catalogue is right");
    let release = Release::pack(&catalogue).expect("it packs");
    assert_eq!(Release::unpack(&release.packed, &release.sha256).expect("it unpacks"), catalogue);
    assert!(Release::unpack(&release.packed[..release.packed.len() / 2], &release.sha256).is_err(), "torn");
    assert!(Release::unpack(&release.packed, "00").is_err(), "another hash");
}

/// Regenerate with `cargo run --bin cups-hub -- catalogue schema --out assets/catalogue/schema`.
#[test]
fn the_schemas_beside_the_sources_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/catalogue/schema");
    for (name, schema) in schema::schemas() {
        let written = std::fs::read_to_string(folder.join(name)).expect(name);
        let written: serde_json::Value = serde_json::from_str(&written).expect(name);
        assert_eq!(written, serde_json::to_value(&schema).expect(name), "{name} is out of date");
    }
}
