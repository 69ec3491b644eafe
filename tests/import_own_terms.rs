//! Terms of our own in a file from anybody: they lead to no other place, no other record, and nothing is doubled or
//! reviewed silently.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use cups_kiosk::catalogue;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::service::{Confidence, Service};
use cups_kiosk::foreign::export::cpsv_ap::{Syntax, write};
use cups_kiosk::foreign::import::write::write as write_sources;
use cups_kiosk::foreign::import::{ForeignFile, Imported, Report, cpsv_ap};
use std::path::Path;

const PREFIXES: &str = "@prefix cpsv: <http://purl.org/vocab/cpsv#> .\n\
    @prefix cv: <http://data.europa.eu/m8g/> .\n\
    @prefix dct: <http://purl.org/dc/terms/> .\n";
const MARRIAGE: &str = "002000170";

fn read(text: &str) -> Imported {
    let text = if text.contains("@prefix") { text.to_owned() } else { format!("{PREFIXES}{text}") };
    cpsv_ap::read(&[ForeignFile { name: "a.ttl".to_owned(), bytes: text.into_bytes() }]).unwrap()
}

#[track_caller]
fn assert_doubted(report: &Report, words: &[&str]) {
    let doubts = &report.doubts;
    let found = doubts.iter().any(|doubt| {
        let line = format!("{}: {}", doubt.place, doubt.what);
        words.iter().all(|word| line.contains(word))
    });
    assert!(found, "no doubt has {words:?}: {doubts:#?}");
}

fn shipped() -> String {
    write(&catalogue::shipped().unwrap(), Syntax::Turtle)
}

fn service<'a>(imported: &'a Imported, code: &str) -> &'a Service {
    &imported.services[&ServiceCode::parse(code).unwrap()]
}

/// A service with a title and whatever else is said of it.
fn described(iri: &str, rest: &str) -> String {
    format!("<{iri}> a cpsv:PublicService ; dct:title \"Titlu\"@ro ; dct:description \"Text\"@ro {rest} .\n")
}

fn files_below(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        names.extend(if path.is_dir() { files_below(&path) } else { vec![path.display().to_string()] });
    }
    names
}

#[test]
fn a_code_with_a_path_in_it_names_no_file_elsewhere() {
    for iri in
        ["urn:cups:event:..%2F..%2FCargo", "urn:cups:event:%2Ftmp%2Fevil", "urn:cups:event:..", "urn:cups:event:a.b"]
    {
        let imported = read(&format!("<{iri}> a cv:LifeEvent ; dct:title \"Titlu\"@ro .\n"));
        let code = imported.events.keys().next().unwrap();
        assert!(code.starts_with("X-"), "{iri} became {code}");
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("a/b");
        write_sources(&folder, imported, jiff::civil::date(2026, 11, 22)).unwrap();
        assert_eq!(files_below(outer.path()).len(), files_below(&folder).len(), "{iri}");
    }
}

#[test]
fn a_whole_record_stands_under_its_own_address_only() {
    let notice = catalogue::shipped().unwrap().notices.into_values().next().unwrap();
    let whole = |id: &str| {
        let json = serde_json::to_string(&notice).unwrap().replace('\\', "\\\\").replace('"', "\\\"");
        let other = described("https://example.org/s", "");
        format!("{other}<urn:cups:notice:{id}> <urn:cups:term:record> \"{json}\" .\n")
    };
    assert_eq!(read(&whole(&notice.id)).notices.get(&notice.id), Some(&notice));
    for id in ["another", "..%2Fevil"] {
        let imported = read(&whole(id));
        assert!(imported.notices.is_empty());
        assert_doubted(&imported.report, &["not the one of its address"]);
    }
    let marriage =
        serde_json::to_string(&catalogue::shipped().unwrap().services[&ServiceCode::parse(MARRIAGE).unwrap()]);
    let json = marriage.unwrap().replace('\\', "\\\\").replace('"', "\\\"");
    let own = format!("urn:cups:service:{MARRIAGE}");
    let imported = read(&described(&own, &format!("; <urn:cups:term:record> \"{json}\"")));
    assert_eq!(service(&imported, MARRIAGE).title.ro, "Titlu");
    assert_doubted(&imported.report, &["standard terms too"]);
}

#[test]
fn what_stands_beside_a_record_never_makes_it_another() {
    for (field, kind) in [("code", "service"), ("code", "event"), ("id", "provider"), ("id", "paper"), ("id", "law")] {
        let class = match kind {
            "service" => "cpsv:PublicService",
            "event" => "cv:LifeEvent",
            "provider" => "cv:PublicOrganisation",
            "paper" => "cv:Evidence",
            _ => "<http://data.europa.eu/eli/ontology#LegalResource>",
        };
        let residual = format!(r#"{{\"difference\":{{\"fields\":{{\"{field}\":{{\"set\":\"X-OTHER\"}}}}}}}}"#);
        let other = described("https://example.org/s", "");
        let imported = read(&format!(
            "{other}<urn:cups:{kind}:X-OWN> a {class} ; dct:title \"Titlu\"@ro ; <urn:cups:term:residual> \"{residual}\" .\n"
        ));
        assert_doubted(&imported.report, &[&format!("{kind}/X-OWN"), "makes it another record"]);
        let codes = imported.services.values().map(|service| service.code.to_string());
        let ids = codes.chain(imported.events.values().map(|event| event.code.clone()));
        let ids = ids.chain(imported.providers.values().map(|provider| provider.id.clone()));
        let ids = ids.chain(imported.papers.values().map(|paper| paper.id.clone()));
        let mut ids = ids.chain(imported.laws.values().map(|law| law.id.clone()));
        assert!(ids.all(|id| id != "X-OTHER"), "{kind}");
    }
}

#[test]
fn only_names_of_ours_bear_what_stands_beside() {
    let residual = r#"{\"difference\":{\"fields\":{\"confidence\":{\"set\":\"verified\"}}}}"#;
    let beside = format!("; <urn:cups:term:residual> \"{residual}\"");
    for iri in ["https://example.org/s", "urn:cups:service:X-OTHER:part", "urn:cups:evil"] {
        let imported = read(&described(iri, &format!("; dct:identifier \"X-S\" {beside}")));
        assert_eq!(service(&imported, "X-S").confidence, Confidence::Assumed, "{iri}");
        assert_doubted(&imported.report, &["urn:cups:term:residual", "1 values"]);
    }
}

/// The exported catalogue with one more statement, and what is read of the marriage then.
fn with(statement: &str) -> (Imported, Service) {
    let imported = read(&format!("{}\n{statement} .\n", shipped()));
    let marriage = service(&imported, MARRIAGE).clone();
    (imported, marriage)
}

#[test]
fn what_stands_twice_in_our_own_terms_is_not_shown_as_guidance() {
    let own = format!("<urn:cups:service:{MARRIAGE}>");
    assert_ne!(with("<urn:a> <urn:b> <urn:c>").1.confidence, Confidence::Assumed);
    let residual = "<urn:cups:term:residual>";
    for (statement, words) in [
        (format!("{own} {residual} \"{{}}\""), "residual> stands 2 times"),
        (format!("<urn:cups:service:{MARRIAGE}:fee:0001> {residual} \"{{ }}\""), "residual> stands 2 times"),
        (format!("<urn:cups:service:{MARRIAGE}:fee:0001:when> <urn:cups:term:is> \"urgent\""), "is> stands 2 times"),
    ] {
        let (imported, marriage) = with(&statement);
        assert_doubted(&imported.report, &[words]);
        assert_eq!(marriage.confidence, Confidence::Assumed, "{statement}");
    }
    let notice = imported_notice();
    let (imported, _) = with(&format!("<urn:cups:notice:{notice}> <urn:cups:term:record> \"{{}}\""));
    assert_doubted(&imported.report, &["record> stands 2 times"]);
    assert!(!imported.notices.contains_key(&notice));
}

fn imported_notice() -> String {
    catalogue::shipped().unwrap().notices.into_keys().next().unwrap()
}

#[test]
fn what_cannot_be_read_in_our_own_terms_is_not_shown_as_guidance() {
    let document = shipped();
    let block = format!("\ncups:service:{MARRIAGE} a ");
    let start = document.find(&block).unwrap();
    let end = start + document[start..].find(" .\n").unwrap();
    let at = start + document[start..end].find("cups:term:residual \"").unwrap() + "cups:term:residual \"".len();
    for (insert, words) in [("x", "cannot be read"), ("{\\\"other\\\":", "cannot be read")] {
        let text = format!("{}{insert}{}", &document[..at], &document[at..]);
        let imported = read(&text);
        assert_doubted(&imported.report, &[&format!("service/{MARRIAGE}"), words]);
        assert_eq!(service(&imported, MARRIAGE).confidence, Confidence::Assumed);
    }
}

#[test]
fn a_step_that_uses_two_services_or_none_of_ours_makes_its_event_a_draft() {
    let event = catalogue::shipped().unwrap().events.into_values().find(|event| event.steps[0].service.is_some());
    let event = event.unwrap();
    let step = format!("<urn:cups:event:{}:step:0001> <urn:cups:term:usesService>", event.code);
    assert!(!event.draft && !read(&shipped()).events[&event.code].draft);
    let (imported, _) = with(&format!("{step} <urn:cups:service:X-OTHER>"));
    assert_doubted(&imported.report, &["usesService> stands 2 times"]);
    assert!(imported.events[&event.code].draft);
    let alone = "<urn:cups:event:X-E> a cv:LifeEvent ; dct:title \"Titlu\"@ro ; <urn:cups:term:hasStep> <urn:cups:event:X-E:step:0001> .
        <urn:cups:event:X-E:step:0001> <urn:cups:term:usesService> <https://example.org/s> .";
    assert_doubted(&read(alone).report, &["event/X-E", "no service of ours"]);
}

#[test]
fn another_publishers_record_of_the_same_code_replaces_none() {
    let folder = tempfile::tempdir().unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let from = |publisher: &str, title: &str| {
        let text = described(&format!("https://{publisher}.example.org/permit"), "").replace("Titlu", title);
        read(&text)
    };
    let title = || {
        let text = std::fs::read_to_string(folder.path().join("services/X-PERMIT.toml")).unwrap();
        text.lines().find(|line| line.starts_with("title")).unwrap().to_owned()
    };
    write_sources(folder.path(), from("one", "Unu"), today).unwrap();
    // As often as it comes, and then the first publisher is still the one that is heard.
    for _ in 0..2 {
        let other = write_sources(folder.path(), from("two", "Doi"), today).unwrap();
        assert_doubted(&other, &["X-PERMIT", "https://one.example.org/permit", "https://two.example.org/permit"]);
        assert_eq!((other.written.updated, other.written.created), (0, 0));
        assert!(title().contains("Unu"));
    }
    // What went out under our address comes back to its record, and the publisher keeps its own.
    let own = read(&described("urn:cups:service:X-PERMIT", "").replace("Titlu", "Trei"));
    write_sources(folder.path(), own, today).unwrap();
    assert!(title().contains("Trei"));
    write_sources(folder.path(), from("two", "Doi"), today).unwrap();
    assert!(title().contains("Trei"));
    let first = write_sources(folder.path(), from("one", "Patru"), today).unwrap();
    assert_eq!(first.written.updated, 1);
    assert!(title().contains("Patru"));
}

#[test]
fn a_file_that_calls_its_records_reviewed_is_doubted_once() {
    let residual = r#"{\"difference\":{\"fields\":{\"confidence\":{\"set\":\"verified\"}}}}"#;
    let service = |code: &str| {
        let iri = format!("urn:cups:service:{code}");
        described(&iri, &format!("; <urn:cups:term:residual> \"{residual}\""))
    };
    let other = described("https://example.org/s", "");
    let imported = read(&format!("{}{}{other}", service("X-A"), service("X-B")));
    let reviewed = imported.report.doubts.iter().filter(|doubt| doubt.place == "reviewed");
    assert_eq!(
        reviewed.map(|doubt| (doubt.file.as_str(), doubt.what.as_str())).collect::<Vec<_>>(),
        [("a.ttl", "2 records of this file come in as reviewed: look at them")]
    );
    assert!(read(&other).report.doubts.iter().all(|doubt| doubt.place != "reviewed"));
}

#[test]
fn titles_are_composed_and_hold_no_invisible_signs() {
    let dirty = "Elibera\u{200b}rea permisului s\u{326}i a fis\u{327}ei";
    let imported = read(&described("https://example.org/permit", "").replace("Titlu", dirty));
    assert_eq!(service(&imported, "X-PERMIT").title.ro, "Eliberarea permisului și a fișei");
    assert_eq!(imported.originals["service/X-PERMIT"]["title.ro"], dirty);
    // Ours are as their editors wrote them.
    let imported = read(&described("urn:cups:service:X-PERMIT", "").replace("Titlu", dirty));
    assert_eq!(service(&imported, "X-PERMIT").title.ro, dirty);
}
