//! The command: which files it reads, and where its report goes.

use super::*;
use cups_kiosk::editor::exchange::{Format, import};
use cups_kiosk::foreign::import::files::find;
use std::fs;

/// A folder with one record in it.
fn source() -> tempfile::TempDir {
    let source = tempfile::tempdir().unwrap();
    fs::write(source.path().join("a.json"), service("001000098", "Pensie", "10").to_string()).unwrap();
    source
}

#[test]
fn files_are_found_at_any_depth_and_what_is_passed_over_is_told() {
    let source = source();
    let deep = source.path().join("deep/deeper");
    fs::create_dir_all(&deep).unwrap();
    fs::create_dir_all(source.path().join(".git")).unwrap();
    fs::write(deep.join("B.JSON"), service("001000111", "Urmaș", "10").to_string()).unwrap();
    fs::write(deep.join("b.json.bak"), "{}").unwrap();
    let found = find(&[source.path().to_owned()], &rsspa::EXTENSIONS).unwrap();
    assert_eq!(found.files, [source.path().join("a.json"), deep.join("B.JSON")]);
    let told: Vec<&str> = found.doubts.iter().map(|doubt| doubt.file.as_str()).collect();
    assert_eq!(told, [source.path().join(".git"), deep.join("b.json.bak")].map(|path| path.display().to_string()));

    let folder = tempfile::tempdir().unwrap();
    let mut out = Vec::new();
    import(Format::Rsspa, &[source.path().to_owned()], folder.path(), None, &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(out.contains("b.json.bak: : was passed over") && out.contains("2 services"), "{out}");
}

#[test]
fn many_files_passed_over_are_counted() {
    let source = source();
    for number in 0..150 {
        fs::write(source.path().join(format!("{number}.txt")), "").unwrap();
    }
    let doubts = find(&[source.path().to_owned()], &rsspa::EXTENSIONS).unwrap().doubts;
    assert_eq!(doubts.len(), 101);
    assert!(doubts.last().unwrap().what.starts_with("50 more"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles_are_not_followed() {
    let source = source();
    std::os::unix::fs::symlink(source.path(), source.path().join("again")).unwrap();
    let found = find(&[source.path().to_owned()], &rsspa::EXTENSIONS).unwrap();
    assert_eq!((found.files.len(), found.doubts.len()), (1, 1));
}

#[test]
fn an_import_of_nothing_names_the_folder() {
    let empty = tempfile::tempdir().unwrap();
    let error = find(&[empty.path().to_owned()], &rsspa::EXTENSIONS).unwrap_err().to_string();
    assert!(error.contains(&empty.path().display().to_string()) && error.contains(".json"), "{error}");
}

#[test]
fn a_report_that_cannot_be_opened_stops_the_import_before_anything_is_written() {
    let (source, folder) = (source(), tempfile::tempdir().unwrap());
    let paths = [source.path().to_owned()];
    let report = folder.path().join("nowhere/report.json");
    let mut out = Vec::new();
    let error = import(Format::Rsspa, &paths, folder.path(), Some(&report), &mut out).unwrap_err();
    assert!(error.to_string().contains("nowhere"), "{error}");
    assert_eq!((out, snapshot(folder.path())), (Vec::new(), BTreeMap::new()));
}

#[test]
fn a_report_replaces_the_one_before_it_and_only_when_there_is_one() {
    let (source, folder, reports) = (source(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let paths = [source.path().to_owned()];
    let (old, new) = (reports.path().join("old.json"), reports.path().join("new.json"));
    let before = "x".repeat(100_000);
    fs::write(&old, &before).unwrap();
    fs::write(folder.path().join("catalogue.toml"), "number = ").unwrap();
    for report in [&old, &new] {
        import(Format::Rsspa, &paths, folder.path(), Some(report), &mut Vec::new()).unwrap_err();
    }
    assert_eq!(fs::read_to_string(&old).unwrap(), before);
    assert!(!new.exists());
    fs::remove_file(folder.path().join("catalogue.toml")).unwrap();
    import(Format::Rsspa, &paths, folder.path(), Some(&old), &mut Vec::new()).unwrap();
    let report: Value = serde_json::from_str(&fs::read_to_string(&old).unwrap()).unwrap();
    assert_eq!(report["services"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_fills_the_disk_stands_in_the_output() {
    let (source, folder) = (source(), tempfile::tempdir().unwrap());
    let mut out = Vec::new();
    let full = Path::new("/dev/full");
    let error = import(Format::Rsspa, &[source.path().to_owned()], folder.path(), Some(full), &mut out);
    assert!(error.unwrap_err().to_string().contains("/dev/full"));
    assert!(String::from_utf8(out).unwrap().contains("written: 4 new"));
    assert!(folder.path().join("services/001000098.toml").exists());
}
