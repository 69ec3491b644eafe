//! The catalogue: checked, packed, published, given out.

use crate::ground::{Ground, editors, exchange, hub, stdout_of};
use cups_kiosk::catalogue::release::{Release, parse};
use cups_kiosk::protocol::enrolment::CatalogueAnnouncement;
use cups_kiosk::protocol::path;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

#[test]
fn the_catalogue_is_announced_and_given_out_unchanged() {
    let ground = Ground::new();
    let running = ground.start();
    running.get(path::CATALOGUE).problem(404);

    let folder = ground.write_catalogue(3);
    let publish = || ground.publish(&folder);
    assert!(stdout_of(&publish()).contains("catalogue 3 published"));
    assert!(stdout_of(&publish()).contains("already published"));

    let answer = running.get(path::CATALOGUE);
    let announcement: CatalogueAnnouncement = answer.json();
    assert_eq!(announcement.number, 3);
    let tag = answer.header("etag").unwrap();
    let known = exchange(&running.address, "GET", path::CATALOGUE, &[("if-none-match", tag)], &[]).unwrap();
    assert_eq!((known.status, known.body.len()), (304, 0));

    let address = format!("{}/{}", path::CATALOGUE_RELEASES, announcement.sha256);
    let release = running.get(&address);
    assert_eq!(release.header("content-type"), Some("application/zstd"));
    assert_eq!(release.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(release.body.len() as u64, announcement.bytes);
    let unpacked = Release::from_packed(release.body.clone()).unwrap();
    assert_eq!(unpacked.sha256, announcement.sha256);
    assert!(parse(&unpacked.text().unwrap()).unwrap().centres.contains_key("lozova"));

    // The rest of it, after a line that broke.
    let half = release.body.len() / 2;
    let range = format!("bytes={half}-");
    let rest = exchange(&running.address, "GET", &address, &[("range", &range)], &[]).unwrap();
    assert_eq!((rest.status, &rest.body[..]), (206, &release.body[half..]));
    let whole = release.body.len();
    assert_eq!(rest.header("content-range"), Some(format!("bytes {half}-{}/{whole}", whole - 1).as_str()));
    let beyond = exchange(&running.address, "GET", &address, &[("range", "bytes=99999999-")], &[]).unwrap();
    beyond.problem(416);

    // The signed files: the newest is asked for anew, the others never change.
    let timestamp = running.get(&format!("{}/timestamp.json", path::CATALOGUE_METADATA));
    assert_eq!(timestamp.header("cache-control"), Some("no-cache"));
    let version = timestamp.json::<Value>()["signed"]["version"].as_u64().unwrap();
    let snapshot = running.get(&format!("{}/{version}.snapshot.json", path::CATALOGUE_METADATA));
    assert_eq!(snapshot.header("cache-control"), Some("public, max-age=31536000, immutable"));
    running.get(&format!("{}/2.root.json", path::CATALOGUE_METADATA)).problem(404);
    running.get(&format!("{}/..%2f..%2fhub.sqlite", path::CATALOGUE_METADATA)).problem(404);

    // The published catalogue knows the centre, and a smaller number is refused.
    stdout_of(&hub(&["enrol", "--centre", "lozova", "--data", &ground.data()]));
    assert_eq!(hub(&["enrol", "--centre", "atlantis", "--data", &ground.data()]).status.code(), Some(2));
    ground.write_catalogue(2);
    assert_eq!(publish().status.code(), Some(2));
    assert_eq!(running.get(path::CATALOGUE).json::<CatalogueAnnouncement>(), announcement);
    running.get(&format!("{}/{}", path::CATALOGUE_RELEASES, "0".repeat(64))).problem(404);
}

#[test]
fn a_built_release_is_the_one_that_is_published() {
    let ground = Ground::new();
    let folder = ground.write_catalogue(5);
    let file = ground.text("release.zst");
    let built = stdout_of(&editors(&["build", &folder, "--out", &file]));
    let sha256 = built.split(' ').nth(2).unwrap().to_owned();
    let release = Release::from_packed(fs::read(&file).unwrap()).unwrap();
    assert_eq!((release.number, &release.sha256), (5, &sha256));
    let published = stdout_of(&ground.publish(&folder));
    assert!(published.contains(&sha256));
}

#[test]
fn the_check_names_file_line_and_field() {
    let ground = Ground::new();
    let folder = ground.write_catalogue(1);
    assert!(editors(&["check", &folder]).status.success());
    fs::write(PathBuf::from(&folder).join("centres/lozova.toml"), "[[centre]]\nid = \"lozova\"\ncolour = 1\n").unwrap();
    let output = editors(&["check", &folder]);
    assert_eq!(output.status.code(), Some(1));
    let found = String::from_utf8(output.stdout).unwrap();
    assert!(found.lines().all(|line| line.starts_with("centres/lozova.toml:")), "{found}");
    assert!(found.contains(": error: "), "{found}");
    let output = editors(&["build", &folder, "--out", &ground.text("release.zst")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!ground.path("release.zst").exists());
}

/// The editors' program in a folder of its own, beside what stands in for the program that sets sheets, or without it.
fn editors_beside(paper: Option<&str>, folder: &str) -> (tempfile::TempDir, std::process::Output) {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let own = home.path().join("cups-catalogue");
    fs::copy(env!("CARGO_BIN_EXE_cups-catalogue"), &own).unwrap();
    if let Some(script) = paper {
        let beside = home.path().join("cups-paper");
        fs::write(&beside, script).unwrap();
        fs::set_permissions(&beside, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let output = std::process::Command::new(own).args(["check", folder]).env("PATH", "/usr/bin:/bin").output().unwrap();
    (home, output)
}

#[test]
fn templates_are_tried_by_the_program_that_sets_sheets_and_without_it_that_is_said() {
    let ground = Ground::new();
    let folder = ground.write_catalogue(1);
    let templates = PathBuf::from(&folder).join("templates");
    fs::create_dir(&templates).unwrap();
    fs::write(templates.join("plan.typ"), "#let version = 1\n").unwrap();
    let lines = |output: &std::process::Output| String::from_utf8(output.stdout.clone()).unwrap();
    let (_home, alone) = editors_beside(None, &folder);
    assert!(alone.status.success(), "{}", lines(&alone));
    assert!(
        lines(&alone).contains("templates: not tried on paper: the program cups-paper is neither"),
        "{}",
        lines(&alone)
    );
    let script = "#!/bin/sh\ntest \"$1\" = --check || exit 9\necho \"templates/$(ls \"$2\"):1: error: ro a4 usual: short\"\nexit 1\n";
    let (_home, tried) = editors_beside(Some(script), &folder);
    assert_eq!(tried.status.code(), Some(1));
    assert!(lines(&tried).ends_with("templates/plan.typ:1: error: ro a4 usual: short\n"), "{}", lines(&tried));
    let (_home, fallen) = editors_beside(Some("#!/bin/sh\nkill -9 $$\n"), &folder);
    assert_eq!(fallen.status.code(), Some(1));
    assert!(lines(&fallen).contains("templates:1: error: cups-paper: it ended without a word"), "{}", lines(&fallen));
}

#[test]
fn the_schemas_are_written() {
    let ground = Ground::new();
    stdout_of(&editors(&["schema", "--out", &ground.text("schema")]));
    let event = fs::read_to_string(ground.path("schema").join("event.json")).unwrap();
    assert!(serde_json::from_str::<Value>(&event).unwrap().get("properties").is_some());
}
