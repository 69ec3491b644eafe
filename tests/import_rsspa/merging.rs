//! What an import does to source files, and what it leaves alone.

use super::*;
use cups_kiosk::catalogue;
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::money::Amount;
use cups_kiosk::domain::service::Confidence;
use std::fs;

/// Imports the records of the tests' folder.
fn import_fixtures(folder: &Path) -> Imported {
    written(folder, read_fixtures())
}

/// Changes a file as an editor would.
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no {from}:\n{text}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn catalogue_of(folder: &Path) -> Catalogue {
    draft(folder).catalogue
}

#[test]
fn an_import_into_nothing_makes_a_catalogue_that_passes_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let imported = import_fixtures(folder.path());
    assert_eq!(errors(folder.path()), Vec::new());
    let catalogue = catalogue_of(folder.path());
    assert_eq!(catalogue.services, imported.services);
    assert_eq!(catalogue.events, imported.events);
    assert_eq!(catalogue.papers, imported.papers);
    assert_eq!(catalogue.laws, imported.laws);
    assert_eq!(catalogue.providers, imported.providers);
    assert_eq!((catalogue.number, catalogue.as_of), (1, TODAY));
    assert_eq!(catalogue.calendar, catalogue::shipped().unwrap().calendar);
    let written = imported.report.written;
    let all = catalogue.services.len() + catalogue.events.len() + catalogue.papers.len();
    assert_eq!(written.created, all + catalogue.laws.len() + catalogue.providers.len());
    assert_eq!((written.updated, written.unchanged, written.kept), (0, 0, 0));
    assert!(catalogue.events.values().all(|event| event.draft));
    assert!(catalogue.published().events.is_empty());
}

#[test]
fn the_same_import_again_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let first = import_fixtures(folder.path());
    let before = snapshot(folder.path());
    let times: Vec<_> = before.keys().map(|path| fs::metadata(path).unwrap().modified().unwrap()).collect();
    let again = import_fixtures(folder.path());
    assert_eq!(before, snapshot(folder.path()));
    let after: Vec<_> = before.keys().map(|path| fs::metadata(path).unwrap().modified().unwrap()).collect();
    assert_eq!(times, after);
    assert_eq!(again.report.written.unchanged, first.report.written.created);
    assert_eq!(again.report.doubts, first.report.doubts);
}

#[test]
fn what_editors_wrote_survives_and_what_they_left_is_updated() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = service("001000098", "Pensie", "10 lei");
    import(folder.path(), &record);
    // An editor reviews the record under another name, says so in comments, and corrects the Romanian title.
    let path = folder.path().join("services/pensie.toml");
    fs::rename(folder.path().join("services/001000098.toml"), &path).unwrap();
    edit(&path, "code =", "# Reviewed with the institution.\ncode =");
    edit(&path, "\"Pensie\"", "\"Pensia pentru limită de vârstă\"");
    edit(&path, "amount = \"10\"", "amount    = \"10\" # as on the page");
    edit(
        &path,
        "confidence = \"assumed\"",
        "confidence = \"partial\"\nunconfirmed = [ { ro = \"a\", ru = \"b\", en = \"c\" } ]",
    );
    let edited = fs::read_to_string(&path).unwrap();

    // The source changes the English title and the price.
    record["title"]["en"] = json!("Old-age pension");
    record["costs"][0]["price"] = json!("12,50 lei");
    let imported = import(folder.path(), &record);
    let written = imported.report.written;
    assert_eq!((written.created, written.updated, written.kept), (0, 1, 0));
    let expected = edited.replace("\"Service\"", "\"Old-age pension\"").replace("\"10\"", "\"12.50\"");
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert!(!folder.path().join("services/001000098.toml").exists());
    // Guidance that changed is looked at again.
    assert!(doubted(&imported, "001000098", "review it again"));

    // Now both change the same title: the editor's stays, once doubted.
    record["title"]["ro"] = json!("Pensie de bătrânețe");
    let imported = import(folder.path(), &record);
    assert_eq!((imported.report.written.updated, imported.report.written.kept), (0, 1));
    assert!(doubted(&imported, "001000098 title.ro", "the editor's was kept"));
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    let imported = import(folder.path(), &record);
    assert_eq!(imported.report.written.kept, 0);
}

#[test]
fn lists_grow_and_shrink_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = service("001000098", "Pensie", "10 lei");
    import(folder.path(), &record);
    let path = folder.path().join("services/001000098.toml");
    edit(&path, "[[paper]]", "# The card is enough.\n[[paper]]");
    record["documents"] = json!([
        {"type": "Required", "title": {"ro": "Act de identitate"}, "details": "în original"},
        {"type": "Required", "title": {"ro": "Cerere"}},
        {"type": "Legal", "title": {"ro": "Legea nr. 100/2001"}},
        {"type": "Legal", "title": {"ro": "Legea nr. 156/1998"}},
    ]);
    record["sanctionsAndPenalties"] = json!({"ro": "Amendă\u{A0}mare"});
    import(folder.path(), &record);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("# The card is enough.\n[[paper]]"), "{text}");
    let read = rsspa::read(&[file("a.json", record.to_string())]).unwrap();
    assert_eq!(catalogue_of(folder.path()).services, read.services);
    record["documents"] = json!([]);
    record["sanctionsAndPenalties"] = Value::Null;
    let imported = import(folder.path(), &record);
    assert_eq!(catalogue_of(folder.path()).services, imported.services);
    assert!(!fs::read_to_string(&path).unwrap().contains("paper"));
}

#[test]
fn what_editors_removed_stays_removed_and_what_vanished_stays() {
    let folder = tempfile::tempdir().unwrap();
    let records = json!([service("001000098", "Pensie", "10"), service("001000111", "Urmaș", "10"),
        {"code": "C1", "title": {"ro": "Naștere"}, "steps": [{"code": "1", "title": {"ro": "Pas"}}]}]);
    import(folder.path(), &records);
    fs::remove_file(folder.path().join("services/001000098.toml")).unwrap();
    let imported = import(folder.path(), &records);
    assert!(doubted(&imported, "001000098", "stays removed"));
    assert!(!folder.path().join("services/001000098.toml").exists());

    let imported = import(folder.path(), &json!([service("001000098", "Pensie", "10")]));
    let vanished = &imported.report.doubts.last().unwrap().what;
    assert!(vanished.contains("001000111") && vanished.contains("C1") && !vanished.contains("001000098"), "{vanished}");
    assert!(folder.path().join("services/001000111.toml").exists());
    assert!(folder.path().join("events/C1.toml").exists());
    assert_eq!(errors(folder.path()), Vec::new());
}

#[test]
fn a_paper_that_a_record_names_stands_again_and_one_that_nothing_names_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    import(folder.path(), &service("001000098", "Pensie", "10"));
    let papers = folder.path().join("papers/imported.toml");
    assert_eq!(catalogue_of(folder.path()).papers.len(), 1);
    fs::remove_file(&papers).unwrap();
    let imported = import(folder.path(), &service("001000098", "Pensie", "10"));
    assert!(doubted(&imported, "imported-act-de-identitate", "stands again"));
    assert!(papers.exists());

    // The paper goes where an editor put it.
    let mine = folder.path().join("papers/common.toml");
    fs::rename(&papers, &mine).unwrap();
    let mut record = service("001000098", "Pensie", "10");
    record["documents"][0]["title"]["en"] = json!("Identity document");
    import(folder.path(), &record);
    assert!(!papers.exists());
    assert!(fs::read_to_string(&mine).unwrap().contains("Identity document"));
}

#[test]
fn a_catalogue_of_editors_is_not_touched_by_its_first_import() {
    let folder = tempfile::tempdir().unwrap();
    for file in catalogue::shipped_files() {
        let path = folder.path().join(&file.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.text).unwrap();
    }
    let before = snapshot(folder.path());
    let shipped = catalogue_of(folder.path());
    let imported = import_fixtures(folder.path());
    for (path, bytes) in &before {
        assert_eq!(&fs::read(path).unwrap(), bytes, "{}", path.display());
    }
    let common = imported.services.keys().filter(|code| shipped.services.contains_key(code)).count();
    assert!(common >= 20, "{common} services stand in both");
    assert!(imported.report.written.kept > common);
    assert!(doubted(&imported, "002000170", "stands already and was not imported before"));
    let after = catalogue_of(folder.path());
    assert_eq!(after.services.len(), shipped.services.len() + imported.services.len() - common);
    let confirmed = |catalogue: &Catalogue| {
        catalogue.services.values().filter(|service| service.confidence != Confidence::Assumed).count()
    };
    assert_eq!(confirmed(&after), confirmed(&shipped));
    assert_eq!(errors(folder.path()), Vec::new());

    // Later changes of the source are said again, and not taken either.
    let mut again = read_fixtures();
    again.services.get_mut(&code("002000170")).unwrap().fees[0].amount = Some(Amount(1));
    written(folder.path(), again);
    assert_eq!(catalogue_of(folder.path()).services[&code("002000170")], shipped.services[&code("002000170")]);
}

#[test]
fn what_stood_before_its_first_import_is_offered_until_it_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = service("001000098", "Pensie", "10");
    import(folder.path(), &record);
    fs::remove_dir_all(folder.path().join(".import")).unwrap();
    record["title"]["ro"] = json!("Pensie nouă");
    let path = folder.path().join("services/001000098.toml");
    let before = fs::read_to_string(&path).unwrap();
    let told = "the foreign values were not taken; they differ in: title";
    for _ in 0..2 {
        assert!(doubted(&import(folder.path(), &record), "001000098", told));
        assert_eq!(fs::read_to_string(&path).unwrap(), before);
    }
    // The editor takes it by hand: from now on the two are merged.
    edit(&path, "\"Pensie\"", "\"Pensie nouă\"");
    assert!(!doubted(&import(folder.path(), &record), "001000098", "were not taken"));
    record["title"]["ro"] = json!("Pensie și mai nouă");
    import(folder.path(), &record);
    assert!(fs::read_to_string(&path).unwrap().contains("Pensie și mai nouă"));
}

#[test]
fn an_edited_paper_that_nothing_names_any_more_is_doubted() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = service("001000098", "Pensie", "10");
    record["documents"][0]["title"]["ro"] = json!("Act de identiate");
    import(folder.path(), &record);
    edit(&folder.path().join("papers/imported.toml"), "\"Act de identiate\"", "\"Buletin\"");
    record["documents"][0]["title"]["ro"] = json!("Act de identitate");
    let imported = import(folder.path(), &record);
    assert!(doubted(&imported, "imported-act-de-identiate", "edited, and no longer named"));
    // One that is as it was imported is of no interest to an editor.
    record["documents"][0]["title"]["ro"] = json!("Act al identității");
    let imported = import(folder.path(), &record);
    assert!(!doubted(&imported, "imported-act-de-identitate", "no longer named"));
}

#[test]
fn originals_are_those_of_the_last_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = service("001000098", "Pensie", "10");
    record["sanctionsAndPenalties"] = json!({"ro": "Amendă\u{A0}mare"});
    let kept =
        |folder: &Path| fs::read_to_string(folder.join(".import/rsspa.json")).unwrap().contains("Amendă\u{A0}mare");
    import(folder.path(), &record);
    assert!(kept(folder.path()));
    record["sanctionsAndPenalties"] = Value::Null;
    for part in ["ro", "ru", "en"] {
        record["objective"][part] = json!("Descriere");
    }
    import(folder.path(), &record);
    assert!(!kept(folder.path()));
    let base = fs::read_to_string(folder.path().join(".import/rsspa.json")).unwrap();
    assert!(base.contains("\"originals\": {}"), "{base}");
}

#[test]
fn an_import_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    import(folder.path(), &service("001000098", "Pensie", "10"));
    let path = folder.path().join("services/001000098.toml");
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replace("code =", "kode =")).unwrap();
    let before = snapshot(folder.path());
    let imported = read(&service("001000111", "Urmaș", "10")).unwrap();
    let error = write::write(folder.path(), imported.clone(), TODAY).unwrap_err().to_string();
    assert!(error.contains("services/001000098.toml") && error.contains("kode"), "{error}");
    assert_eq!(before, snapshot(folder.path()));
    fs::write(&path, good).unwrap();

    // Without the record of the last import, editors' texts cannot be told from imported ones.
    let base = folder.path().join(".import/rsspa.json");
    fs::write(&base, "{").unwrap();
    let before = snapshot(folder.path());
    let error = write::write(folder.path(), imported.clone(), TODAY).unwrap_err().to_string();
    assert!(error.contains("rsspa.json"), "{error}");
    assert_eq!(before, snapshot(folder.path()));

    // A place that is taken by a folder cannot be written: the other files are not either.
    fs::remove_file(&base).unwrap();
    fs::create_dir_all(folder.path().join("services/001000111.toml/inside")).unwrap();
    let before = snapshot(folder.path());
    let error = write::write(folder.path(), imported.clone(), TODAY).unwrap_err().to_string();
    assert!(error.contains("001000111.toml"), "{error}");
    assert_eq!(before, snapshot(folder.path()));
}

#[test]
fn files_with_other_line_ends_keep_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut record = service("001000098", "Pensie", "10");
    import(folder.path(), &record);
    let path = folder.path().join("services/001000098.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace('\n', "\r\n")).unwrap();
    record["costs"][0]["price"] = json!("11");
    import(folder.path(), &record);
    let after = fs::read_to_string(&path).unwrap();
    assert_eq!(after, text.replace("\"10\"", "\"11\"").replace('\n', "\r\n"));
}
