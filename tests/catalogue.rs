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

/// The bar: the first or second hit is right for 95 of 100 searches, and nonsense finds nothing.
#[test]
fn the_searches_of_people_find_what_they_mean() {
    let mut draft = Draft::read(shipped_files().collect());
    check::check(&mut draft);
    let (nonsense, meant): (Vec<_>, Vec<_>) = draft.searches.iter().partition(|(_, search)| search.finds.is_empty());
    assert!(meant.len() >= 150 && nonsense.len() >= 30, "the table of searches is too small");
    let missed: Vec<String> =
        draft.findings.iter().filter(|one| one.field.starts_with("search ")).map(ToString::to_string).collect();
    assert!(missed.len() * 20 <= meant.len(), "{} of {} missed:\n{}", missed.len(), meant.len(), missed.join("\n"));
    assert!(!draft.findings.iter().any(|one| one.field.starts_with("search ") && one.severity == Severity::Error));
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

/// One mistake of an editor: the file, what it says, what it is changed to, and what the finding must name.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

const MISTAKES: [Mistake; 34] = [
    ("services/002000206.toml", "code = \"002000206\"", "code = \"002000207\"", "check digit"),
    ("services/002000206.toml", "provider = \"ASP\"", "provider = \"APS\"", "no provider \"APS\""),
    ("services/002000206.toml", "provider = \"ASP\"", "", "missing field `provider`"),
    (
        "services/002000206.toml",
        "provider = \"ASP\"",
        "provider = \"ASP\"\ncolour = \"blue\"",
        "unknown field `colour`",
    ),
    ("services/002000206.toml", "\"L100-2001\"", "\"L100-2002\"", "no law \"L100-2002\""),
    ("services/002000206.toml", "consular_twin = \"002000235\"", "consular_twin = \"002000222x\"", "service code"),
    ("services/002000170.toml", "amount = \"260\"", "amount = \"260 lei\"", "not an amount"),
    ("services/002000206.toml", "confidence = \"verified\"", "confidence = \"certain\"", "unknown variant `certain`"),
    (
        "papers/common.toml",
        "id = \"identity_document\"",
        "id = \"identity_documents\"",
        "no paper \"identity_document\"",
    ),
    ("events/birth.toml", "service = \"002000206\"", "service = \"002000109\"", "no service \"002000109\""),
    (
        "events/birth.toml",
        "id = \"parents_married\"",
        "id = \"parents_wed\"",
        "no question or derived fact \"parents_married\"",
    ),
    ("events/birth.toml", "kind = \"life\"", "kind = \"live\"", "unknown variant `live`"),
    (
        "events/birth.toml",
        "id = \"register_birth\"",
        "id = \"register_birth\"\nafter = [\"nothing\"]",
        "no step \"nothing\"",
    ),
    // Conditions: a value that is no option, a test that does not fit, one that can never hold.
    ("events/birth.toml", "is = \"not_yet\"", "is = \"not_jet\"", "\"birth_registered\" is one of not_yet"),
    ("events/birth.toml", "fact = \"child_years\", at_most = 2", "fact = \"child_years\", is = true", "is a number"),
    (
        "events/birth.toml",
        "{ fact = \"parents_married\", is = false }] }",
        "{ fact = \"parents_married\", is = false }, { fact = \"parents_married\", is = true }] }",
        "no answers make this hold",
    ),
    (
        "events/birth.toml",
        "when = { fact = \"parents_married\", is = false }",
        "when = { is = false }",
        "exactly one of",
    ),
    // Questions, derived facts and steps.
    (
        "events/birth.toml",
        "years_since = \"birth_date\"",
        "years_since = \"parents_married\"",
        "is not a date question",
    ),
    ("events/birth.toml", "years_since = \"birth_date\"", "", "exactly one of days_since"),
    ("events/birth.toml", "id = \"register_late\"", "id = \"register_birth\"", "this id is taken"),
    (
        "events/birth.toml",
        "id = \"register_birth\"",
        "id = \"register_birth\"\nafter = [\"birth_allowance\"]",
        "wait for each other in a circle",
    ),
    (
        "events/death.toml",
        "id = \"death_date\"\nkind = \"date\"",
        "id = \"birth_date\"\nkind = \"number\"",
        "means something else",
    ),
    // Texts.
    ("events/birth.toml", "ru = \"Родился ребёнок\", ", "", "missing in \"ru\""),
    ("events/birth.toml", "ro = \"S-a născut un copil\"", "ro = \"S-a născut un copil şi\"", "not a cedilla"),
    // Money, dates and the rest of a service.
    ("services/002000170.toml", "amount = \"260\"", "amount = \"260\"\npercent = \"1\"", "names what it is of"),
    ("services/002000183.toml", "kind = \"within\"", "kind = \"within\"\nfixed = \"11-28\"", "either a term"),
    ("services/X-ENERGY.toml", "fixed = \"11-25\"", "fixed = \"25 noiembrie\"", "is no day"),
    ("services/002000206.toml", "figures_as_of = ", "figures_as_of = \"azi\" # ", "is no date"),
    ("services/013000129.toml", "confidence = \"verified\"", "confidence = \"assumed\"", "no guidance"),
    (
        "notices/civil_status.toml",
        "channels = [\"online\"]",
        "channels = [\"online\"]\nto = \"2020-01-01\"",
        "duplicate key",
    ),
    ("searches/nonsense.toml", "finds = []", "finds = [\"C77\"]", "no event or service \"C77\""),
    ("catalogue.toml", "as_of = \"2026-11-21\"", "as_of = \"21.11.2026\"", "catalogue.toml"),
    ("centres/lozova.toml", "kind = \"town_hall\"", "kind = \"townhall\"", "unknown variant `townhall`"),
    (
        "scenarios/death.toml",
        "due = \"2026-11-22\"",
        "due = \"2026-11-23\"",
        "expected Some(2026-11-23), found Some(2026-11-22)",
    ),
];

#[test]
fn every_mistake_of_an_editor_is_named_with_its_place_and_nothing_is_published() {
    for (name, before, after, expected) in MISTAKES {
        let mut files: Vec<_> = shipped_files().collect();
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        assert!(file.text.contains(before), "{name} does not say {before}: mend this test");
        file.text = file.text.replacen(before, after, 1);
        let findings = Draft::read(files).finish().expect_err(expected);
        let named = findings.iter().filter(|finding| finding.severity == Severity::Error);
        let named: Vec<String> = named.map(ToString::to_string).collect();
        assert!(named.iter().any(|finding| finding.contains(expected)), "{name}: {after}\n{}", named.join("\n"));
        assert!(findings.iter().all(|finding| !finding.file.is_empty() && finding.line > 0));
    }
}

#[test]
fn a_file_in_the_wrong_place_and_a_missing_head_are_named() {
    let mut files: Vec<_> = shipped_files().filter(|file| file.name != "catalogue.toml").collect();
    files.push(cups_kiosk::catalogue::read::SourceFile { name: "things/x.toml".to_owned(), text: String::new() });
    let findings = Draft::read(files).finish().unwrap_err();
    assert!(findings.iter().any(|finding| finding.file == "catalogue.toml" && finding.message.contains("missing")));
    assert!(findings.iter().any(|finding| finding.file == "things/x.toml"));
}
