//! Catalogues in CPSV-AP, in every syntax and version that files come in: what is found in them equals what an
//! independent reader counts, each older name is understood, and nothing is lost without a doubt.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use cups_kiosk::catalogue::check;
use cups_kiosk::catalogue::read::{Draft, HeadFile, LawFile, PaperFile, ProviderFile, Severity, SourceFile};
use cups_kiosk::domain::calendar::Calendar;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::life_event::EventKind;
use cups_kiosk::domain::money::{Amount, Currency};
use cups_kiosk::domain::service::{ChannelKind, Confidence, Relation, Service};
use cups_kiosk::domain::term::{Term, Unit};
use cups_kiosk::foreign::import::{ForeignFile, ImportError, Imported, cpsv_ap, foreign_files};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn own(name: &str) -> ForeignFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpsv-ap").join(name);
    ForeignFile { name: name.to_owned(), bytes: std::fs::read(path).unwrap() }
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> ForeignFile {
    ForeignFile { name: name.to_owned(), bytes: bytes.into() }
}

fn import(names: &[&str]) -> Imported {
    cpsv_ap::read(&names.iter().map(|name| own(name)).collect::<Vec<_>>()).unwrap()
}

fn service<'a>(imported: &'a Imported, code: &str) -> &'a Service {
    let found = imported.services.iter().find(|(own, _)| own.as_str() == code);
    found.unwrap_or_else(|| panic!("no {code} among {:?}", imported.services.keys())).1
}

fn doubts(imported: &Imported) -> String {
    let lines = imported.report.doubts.iter().map(|doubt| format!("{}: {}: {}\n", doubt.file, doubt.place, doubt.what));
    lines.collect::<Vec<_>>().concat()
}

#[track_caller]
fn assert_doubted(imported: &Imported, words: &[&str]) {
    let all = doubts(imported);
    let found = all.lines().any(|line| words.iter().all(|word| line.contains(word)));
    assert!(found, "no doubt has {words:?}:\n{all}");
}

/// The folder of published examples, where it is.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cpsv-samples");
    if !folder.is_dir() {
        println!("skipped: the published examples are not there");
        return None;
    }
    Some(folder)
}

/// The same records as source files, read and checked.
fn checked(imported: &Imported) -> Draft {
    let source = |name: String, text: String| SourceFile { name, text };
    let (sites, calendar) = (BTreeSet::new(), Calendar::default());
    let head = HeadFile { number: 1, as_of: "2026-11-22".parse().unwrap(), sites, portals: Vec::new(), calendar };
    let providers = ProviderFile { provider: imported.providers.values().cloned().collect() };
    let papers = PaperFile { paper: imported.papers.values().cloned().collect() };
    let laws = LawFile { law: imported.laws.values().cloned().collect() };
    let mut files = vec![
        source("catalogue.toml".to_owned(), toml::to_string(&head).unwrap()),
        source("providers/imported.toml".to_owned(), toml::to_string(&providers).unwrap()),
        source("papers/imported.toml".to_owned(), toml::to_string(&papers).unwrap()),
        source("laws/imported.toml".to_owned(), toml::to_string(&laws).unwrap()),
    ];
    for (code, service) in &imported.services {
        files.push(source(format!("services/{code}.toml"), toml::to_string(service).unwrap()));
    }
    for (code, event) in &imported.events {
        files.push(source(format!("events/{code}.toml"), toml::to_string(event).unwrap()));
    }
    let mut draft = Draft::read(files);
    check::check(&mut draft);
    draft
}

#[track_caller]
fn assert_passes_the_check(imported: &Imported) {
    let draft = checked(imported);
    let errors: Vec<String> =
        draft.findings.iter().filter(|finding| finding.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(draft.catalogue.services, imported.services);
    assert_eq!(draft.catalogue.events, imported.events);
}

#[derive(Debug, PartialEq, Eq, serde::Deserialize)]
struct Counts {
    triples: usize,
    services: usize,
    events: usize,
    links: usize,
    languages: Vec<String>,
}

/// What the independent reader counts, or nothing where it is not installed.
fn independent_counts(paths: &[PathBuf]) -> Option<BTreeMap<String, Counts>> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/independent_counts.py");
    // The system's own interpreter first: it is the one that the package of the reader belongs to.
    for python in ["/usr/bin/python3", "python3"] {
        let there = Command::new(python).args(["-c", "import rdflib"]).output();
        if there.is_ok_and(|output| output.status.success()) {
            let output = Command::new(python).arg(&script).args(paths).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            return Some(serde_json::from_slice(&output.stdout).unwrap());
        }
    }
    println!("skipped: python3-rdflib is not installed");
    None
}

#[test]
fn published_examples_are_counted_as_an_independent_reader_counts_them() {
    let Some(folder) = samples() else { return };
    // As the publishers' own account says; the rest is computed.
    let stated = [
        ("semic-3.2.0/example-public-service.ttl", 67, 1, 0),
        ("semic-3.2.0/example-public-service.jsonld", 67, 1, 0),
        ("no/cpsv-ap-no-all-classes.ttl", 473, 1, 4),
        ("c4c/broker-export.jsonld", 755, 16, 14),
        ("c4c/broker-export.rdf", 755, 16, 14),
        ("nl/heusdenpas-kindpakket.ttl", 405, 1, 0),
    ];
    let paths: Vec<PathBuf> = stated.iter().map(|(name, ..)| folder.join(name)).collect();
    let independent = independent_counts(&paths);
    for (path, (name, triples, services, events)) in paths.iter().zip(stated) {
        let imported = cpsv_ap::read(&foreign_files(std::slice::from_ref(path), &[]).unwrap()).unwrap();
        let report = &imported.report;
        let counts = Counts {
            triples: report.triples.unwrap(),
            services: report.services,
            events: report.events,
            links: report.links,
            languages: report.languages.iter().cloned().collect(),
        };
        assert_eq!((counts.triples, counts.services, counts.events), (triples, services, events), "{name}");
        if let Some(independent) = &independent {
            assert_eq!(Some(&counts), independent.get(&path.display().to_string()), "{name}");
        }
        assert_passes_the_check(&imported);
        let all = imported.services.values().all(|service| service.confidence == Confidence::Assumed);
        assert!(all && imported.events.values().all(|event| event.draft), "{name}: unreviewed records guide nobody");
    }
}

#[test]
fn own_files_are_counted_as_an_independent_reader_counts_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpsv-ap");
    // The reader drops what a context coerces and a tag contradicts, so the file under the official one is not here.
    let names = ["older-names.ttl", "costs.ttl", "rules.ttl", "named-alike.ttl", "one-half.ttl", "other-half.nt"];
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    let Some(independent) = independent_counts(&paths) else { return };
    for (name, path) in names.iter().zip(&paths) {
        let report = import(&[name]).report;
        let counts = Counts {
            triples: report.triples.unwrap(),
            services: report.services,
            events: report.events,
            links: report.links,
            languages: report.languages.into_iter().collect(),
        };
        assert_eq!(Some(&counts), independent.get(&path.display().to_string()), "{name}");
    }
}

#[test]
fn a_folder_of_published_files_is_one_graph_and_shapes_alone_are_no_catalogue() {
    let Some(folder) = samples() else { return };
    let folder = folder.join("semic-3.2.0");
    let imported = cpsv_ap::read(&foreign_files(std::slice::from_ref(&folder), &cpsv_ap::EXTENSIONS).unwrap()).unwrap();
    // The example in two syntaxes counts for each file and is one service.
    assert_eq!(imported.report.triples, Some(67 + 67 + 1_064 + 427 + 49));
    assert_eq!(imported.services.len(), 1);
    assert_doubted(&imported, &["context-cpsv-ap-3.2.0.jsonld", "no catalogue: passed over"]);
    for name in ["cpsv-ap-SHACL-3.2.0.ttl", "vocabulary-cpsv-ap-3.2.0.ttl", "cccev-2.1.0-entitlement-to-marry.ttl"] {
        let error = cpsv_ap::read(&foreign_files(&[folder.join(name)], &[]).unwrap()).unwrap_err();
        assert!(matches!(error, ImportError::Nothing(_)), "{error}");
        assert!(error.to_string().contains("triples)"), "{error}");
    }
    let context = foreign_files(&[folder.join("context-cpsv-ap-3.2.0.jsonld")], &[]).unwrap();
    assert!(matches!(cpsv_ap::read(&context), Err(ImportError::Nothing(_))));
}

#[test]
fn the_decision_model_beside_a_catalogue_is_no_rdf() {
    let Some(folder) = samples() else { return };
    let model = foreign_files(&[folder.join("nl/heusdenpas-kindpakket.dmn")], &[]).unwrap();
    let error = cpsv_ap::read(&model).unwrap_err().to_string();
    assert!(error.contains("heusdenpas-kindpakket.dmn") && error.contains("XML without anything of RDF"), "{error}");
    // In a folder only files that are RDF by their names are read.
    let both = foreign_files(&[folder.join("nl")], &cpsv_ap::EXTENSIONS).unwrap();
    assert_eq!(cpsv_ap::read(&both).unwrap().report.files, 1);
}

#[test]
fn two_syntaxes_of_one_graph_give_the_same_records() {
    let Some(folder) = samples() else { return };
    let read = |name: &str| cpsv_ap::read(&foreign_files(&[folder.join("c4c").join(name)], &[]).unwrap()).unwrap();
    let (xml, json) = (read("broker-export.rdf"), read("broker-export.jsonld"));
    assert_eq!(xml.services, json.services);
    assert_eq!(xml.events, json.events);
    assert_eq!(xml.providers, json.providers);
    assert_eq!((xml.papers, xml.laws), (json.papers, json.laws));
}

#[test]
fn older_names_are_read_as_the_current_ones() {
    let imported = import(&["older-names.ttl"]);
    let card = service(&imported, "X-LIBRARY-CARD");
    assert_eq!(card.title.ru.as_deref(), Some("Читательский билет"));
    assert_eq!(card.summary.ro, "Permisul cu care împrumutați cărți.", "the cedilla is a comma now");
    let originals = &imported.originals["service/X-LIBRARY-CARD"];
    assert_eq!(originals["summary.ro"], "Permisul cu care împrumutați cărţi.");
    assert_eq!(card.provider, "BIBLIOTECA");
    assert_eq!(card.processing, Some(Term { value: 3, unit: Unit::CalendarDay }));
    assert_eq!(card.eligibility[0].text.ro, "Aveți cel puțin 14 ani");
    assert_eq!(card.law, ["L160-2017"]);
    assert_eq!(imported.laws["L160-2017"].name.ro, "Legea nr. 160/2017 cu privire la biblioteci");
    assert_eq!(card.aliases.ro, ["bibliotecă", "cărți"]);
    let fee = &card.fees[0];
    assert_eq!(
        (fee.amount, fee.currency, fee.channel),
        (Some(Amount(1_500)), Currency::Mdl, Some(ChannelKind::Office))
    );
    let channel = &card.channels[0];
    assert_eq!(channel.kind, ChannelKind::Office);
    assert_eq!(channel.note.as_ref().unwrap().ro, "Luni, 8–17\nluni 08:00–17:00");
    assert!(card.sources.iter().any(|source| source.url == "https://example.org/library-card.html"));
    let library = &imported.providers["BIBLIOTECA"];
    assert_eq!(library.phones, ["+37322000000", "+37322000002"]);
    assert_eq!(library.office.as_ref().unwrap().ro, "bd. Ștefan cel Mare 148");
    let related = &service(&imported, "X-BOOK-RETURN").related;
    assert_eq!(related[0].relation, Relation::Requires);
    assert_eq!(related[0].service.as_ref().unwrap().as_str(), "X-LIBRARY-CARD");
    assert_eq!(related[1].text.as_ref().unwrap().ro, "https://example.org/id/reading-room");
    let (moving, opening) = (&imported.events["X-MOVING"], &imported.events["X-OPENING"]);
    assert_eq!((moving.kind, opening.kind), (EventKind::Life, EventKind::Business));
    assert_eq!(
        moving.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>(),
        ["x_book_return", "x_library_card"]
    );
    assert_eq!(opening.steps.len(), 1);
    assert_eq!(imported.report.links, 4);
    for words in [
        &["cv:Sector (now cv:sector)", "1 values"][..],
        &["cv:playsRole (now cv:participates)"],
        &["provider/BIBLIOTECA", "mail address", "desk@example.org"],
        &["provider/BIBLIOTECA", "fax number", "+37322000001"],
        &["provider/BIBLIOTECA", "no telephone number", "Fax: +37322000003"],
        &["provider/BIBLIOTECA", "opening hours", "luni, marți 08:00–17:00"],
        &["keywords in \"de\"", "Bücherei"],
        &["dct:relation", "https://example.org/elsewhere"],
    ] {
        assert_doubted(&imported, words);
    }
    assert_passes_the_check(&imported);
}

#[test]
fn amounts_are_exact_or_stay_text() {
    let imported = import(&["costs.ttl"]);
    let fees = &service(&imported, "X-PASSPORT-COPY").fees;
    let found: Vec<_> = fees
        .iter()
        .map(|fee| (fee.amount.map(|amount| amount.0), fee.currency, fee.case.as_ref().map(|case| case.ro.as_str())))
        .collect();
    assert_eq!(
        found,
        [
            (Some(26_000), Currency::Mdl, None),
            (Some(950), Currency::Eur, None),
            (Some(0), Currency::Mdl, None),
            (None, Currency::Mdl, Some("100 NOK: o pagină")),
            (Some(1_250), Currency::Usd, None),
            (None, Currency::Mdl, Some("0.005 MDL")),
            (None, Currency::Mdl, Some("după tarif")),
            (None, Currency::Mdl, Some("40")),
            (None, Currency::Mdl, Some("NaN LEI")),
        ]
    );
    for words in [
        ["fee[3]", "the currency is NOK"],
        ["fee[4]", "no number of XML Schema"],
        ["fee[5]", "smallest coin"],
        ["fee[6]", "no amount"],
        ["fee[7]", "the currency is none"],
        ["fee[8]", "is no number"],
    ] {
        assert_doubted(&imported, &words);
    }
    assert_passes_the_check(&imported);
}

#[test]
fn language_tags_take_one_form_and_wrong_ones_are_doubted() {
    let imported = import(&["languages.jsonld"]);
    let languages: Vec<&str> = imported.report.languages.iter().map(String::as_str).collect();
    assert_eq!(languages, ["en", "nb", "nn", "ro-md", "und"]);
    let tags = service(&imported, "X-TAGS");
    assert_eq!((tags.title.ro.as_str(), tags.title.en.as_deref()), ("Private part", Some("Private part")));
    assert_eq!(tags.summary.ro, "Regional");
    for words in [
        &["language", "\"en_gb\" is no language tag"][..],
        &["no Romanian", "\"en\"", "title"],
        &["\"nb\"", "left out", "title"],
        &["\"nn\"", "left out", "title"],
        &["\"und\"", "left out", "summary, title"],
    ] {
        assert_doubted(&imported, words);
    }
}

#[test]
fn the_official_context_is_at_hand() {
    let imported = import(&["official-context.jsonld"]);
    assert_eq!((imported.report.services, imported.report.events, imported.report.links), (1, 1, 1));
    // A plain text under a term of the context loses its language, but not itself.
    assert_eq!(service(&imported, "X-SERVICE").summary.ro, "O descriere fără etichetă");
}

#[test]
fn files_are_one_graph_and_blank_nodes_are_not() {
    let imported = import(&["one-half.ttl", "other-half.nt"]);
    assert_eq!(imported.report.triples, Some(6 + 4), "repeated statements count once for each file");
    assert_eq!(imported.services.len(), 1);
    let shared = service(&imported, "X-SHARED");
    assert_eq!(shared.title.en.as_deref(), Some("Common service"));
    assert_eq!(shared.summary.ro, "Descris în alt fișier.");
    assert_eq!(imported.providers[&shared.provider].name.ro, "Prima");
}

#[test]
fn what_a_rule_takes_and_gives_is_no_paper() {
    let imported = import(&["rules.ttl"]);
    let grant = service(&imported, "X-GRANT");
    let papers: Vec<&str> = grant.papers.iter().map(|need| need.paper.as_str()).collect();
    assert_eq!(papers, ["income_statement", "other_type"]);
    assert_eq!(grant.output.as_ref().unwrap().ro, "Decizia");
    assert_eq!(grant.law, ["L1-2020"]);
    assert_eq!(grant.processing, None);
    assert_eq!(
        (imported.report.services, imported.services.len()),
        (1, 2),
        "the private service is read and not counted"
    );
    assert_eq!(imported.events["X-STARTING"].steps.len(), 2);
    for words in [
        &["minutes"][..],
        &["is a fact that a rule takes"],
        &["is what a rule gives"],
        &["service/X-PRIVATE", "no public body"],
        &["event/X-STARTING", "neither of life nor of business"],
        &["service/X-GRANT", "names no provider"],
    ] {
        assert_doubted(&imported, words);
    }
    assert_passes_the_check(&imported);
}

#[test]
fn codes_are_the_official_ones_or_made_the_same_each_time() {
    let imported = import(&["named-alike.ttl"]);
    let codes: Vec<&str> = imported.services.keys().map(ServiceCode::as_str).collect();
    assert_eq!(codes[0], "002000206");
    assert_eq!(codes[1], "X-002000207", "its check digit does not fit, so it is no official code");
    assert!(codes[2].starts_with("X-PERMIT-") && codes[3].starts_with("X-PERMIT-") && codes.len() == 4, "{codes:?}");
    let mut turned = own("named-alike.ttl");
    let text = String::from_utf8(turned.bytes).unwrap();
    let (prefixes, records): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("@prefix"));
    turned.bytes = prefixes.into_iter().chain(records.into_iter().rev()).collect::<Vec<_>>().join("\n").into_bytes();
    assert_eq!(cpsv_ap::read(&[turned]).unwrap().services, imported.services);
}

#[test]
fn a_file_with_an_error_of_syntax_is_refused_with_its_line() {
    assert_refused(own("broken-line.nt"), &["line 3", "error of syntax"]);
    // Whatever the other files hold: what was lost would look as if it had been taken away.
    let error = cpsv_ap::read(&[own("costs.ttl"), own("broken-line.nt")]).unwrap_err().to_string();
    assert!(error.starts_with("broken-line.nt: line 3"), "{error}");
    assert_refused(
        file("a.ttl", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .\n<urn:d> <urn:e> <urn:f> ."),
        &["line 2"],
    );
    let xml = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"urn:a\">\n</rdf:RDF>";
    assert_refused(file("a.rdf", xml), &["line 3", "error of syntax"]);
}

#[track_caller]
fn assert_refused(file: ForeignFile, words: &[&str]) {
    let name = file.name.clone();
    let error = cpsv_ap::read(&[file]).unwrap_err().to_string();
    assert!(error.starts_with(&name), "{error}");
    assert!(words.iter().all(|word| error.contains(word)), "{error}");
}

#[test]
fn files_made_to_do_harm_are_refused() {
    let entities = r#"<!DOCTYPE rdf:RDF [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>"#;
    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="urn:a"/></rdf:RDF>"#;
    assert_refused(file("a.rdf", format!("{entities}{rdf}")), &["<!DOCTYPE"]);
    assert_refused(
        file("a.rdf", format!("<?xml version=\"1.0\"?>\n\u{a0} {}{rdf}", entities.to_lowercase())),
        &["line 2"],
    );
    assert_refused(file("a.xml", format!("\u{feff}<!-- > {entities} -->{rdf}")), &["<!DOCTYPE"]);
    let utf_16: Vec<u8> =
        std::iter::once(0xFEFF).chain(format!("{entities}{rdf}").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_refused(file("a.rdf", utf_16), &["UTF-16"]);
    let silent: Vec<u8> = format!("{entities}{rdf}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(cpsv_ap::read(&[file("a.rdf", silent)]).is_err());
    let deep = "<rdf:a>".repeat(200);
    assert_refused(file("a.rdf", rdf.replace("<rdf:Description", &format!("{deep}<rdf:Description"))), &["deep"]);
    assert_refused(file("a.jsonld", "[".repeat(20_000) + &"]".repeat(20_000)), &["deep"]);
    assert_refused(file("a.ttl", "[".repeat(400_000)), &["brackets"]);
    let prefix = format!("@prefix a: <http://{}/> .\n", "a".repeat(100_000));
    let long: Vec<String> = (0..10_000).map(|number| format!("a:{number} a: a: .\n")).collect();
    assert_refused(file("a.ttl", prefix + &long.concat()), &["bytes"]);
    assert_refused(file("a.ttl", vec![0; 1_000_000]), &["error of syntax"]);
    let service = |number: usize| {
        format!(
            "<urn:s:{number}> a <http://purl.org/vocab/cpsv#PublicService> ; <http://data.europa.eu/m8g/hasCost> <urn:c> .\n"
        )
    };
    let services: Vec<String> = (0..200).map(service).collect();
    let cost = format!("<urn:c> <http://purl.org/dc/terms/description> \"{}\" .\n", "a".repeat(1_000_000));
    let shared = cost + &services.concat();
    assert_refused(file("a.ttl", shared), &["repeat each other's texts"]);
}

#[test]
fn files_that_are_no_catalogue_are_refused_with_the_reason() {
    assert_refused(file("a.ttl", b"<urn:a> <urn:b>\n\"\xC3\x28\" .".to_vec()), &["UTF-8", "line 2, byte 2"]);
    assert_refused(file("a.ttl", ""), &["no statement"]);
    assert_refused(file("a.nt", "nonsense"), &["error of syntax", "line 1"]);
    assert_refused(file("a.jsonld", "{}"), &["no statement"]);
    assert_refused(file("a.jsonld", "{\"a\": }"), &["line 1"]);
    assert_refused(file("a.json", "text"), &["no JSON"]);
    assert_refused(file("a.xml", "<catalogue/>"), &["XML without anything of RDF"]);
    assert_refused(file("a.csv", "a;b"), &[".ttl"]);
    let unknown = r#"{"@context": "https://example.org/context.jsonld", "@id": "urn:a", "@type": "PublicService"}"#;
    assert_refused(file("a.jsonld", unknown), &["https://example.org/context.jsonld", "nothing is fetched"]);
}
