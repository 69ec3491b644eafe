//! The catalogue goes out in the European vocabulary and comes back: valid, the same, and with what others changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "tests")]

use cups_kiosk::catalogue;
use cups_kiosk::catalogue::read::{Draft, files_in};
use cups_kiosk::domain::catalogue::Catalogue;
use cups_kiosk::domain::condition::{Condition, Test};
use cups_kiosk::domain::fact::Value;
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::money::Amount;
use cups_kiosk::domain::service::{Confidence, Service};
use cups_kiosk::domain::text::Text;
use cups_kiosk::foreign::difference::difference;
use cups_kiosk::foreign::export::cpsv_ap::{Syntax, write};
use cups_kiosk::foreign::import::cpsv_ap::{EXTENSIONS, read};
use cups_kiosk::foreign::import::write::write as write_sources;
use cups_kiosk::foreign::import::{ForeignFile, Imported, Report, foreign_files};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

const MARRIAGE: &str = "002000170";

fn shipped() -> Catalogue {
    static SHIPPED: LazyLock<Catalogue> =
        LazyLock::new(|| catalogue::shipped().expect("the shipped catalogue is right"));
    SHIPPED.clone()
}

fn imported(document: &str, name: &str) -> Imported {
    let file = ForeignFile { name: name.to_owned(), bytes: document.as_bytes().to_vec() };
    read(&[file]).expect("the document is read")
}

fn catalogue_of(imported: Imported) -> Catalogue {
    let head = imported.head.expect("the head is there");
    Catalogue {
        number: head.number,
        as_of: head.as_of,
        calendar: head.calendar,
        sites: head.sites,
        portals: head.portals,
        events: imported.events,
        services: imported.services,
        providers: imported.providers,
        papers: imported.papers,
        laws: imported.laws,
        notices: imported.notices,
        centres: imported.centres,
        // How a paper looks is not what a service is: no vocabulary of services carries it.
        templates: shipped().templates,
    }
}

/// The document with a change in the block of one resource, as somebody with a text editor makes it.
fn edited(document: &str, resource: &str, from: &str, to: &str) -> String {
    let start = document.find(&format!("\n{resource} a ")).expect("the resource is there") + 1;
    let end = document[start..].find(" .\n").map(|length| start + length).expect("its block ends");
    let block = &document[start..end];
    assert!(block.contains(from), "{resource} holds {from}: {block}");
    format!("{}{}{}", &document[..start], block.replacen(from, to, 1), &document[end..])
}

fn service<'a>(catalogue: &'a Catalogue, code: &str) -> &'a Service {
    catalogue.service(&ServiceCode::parse(code).unwrap()).expect("the service is there")
}

#[test]
fn what_goes_out_as_turtle_comes_back_the_same() {
    let original = shipped();
    let back = imported(&write(&original, Syntax::Turtle), "catalogue.ttl");
    assert_only_reviewed(&back.report);
    assert_same(&catalogue_of(back), &original);
}

#[test]
fn what_goes_out_as_json_ld_comes_back_the_same() {
    let original = shipped();
    let back = imported(&write(&original, Syntax::JsonLd), "catalogue.jsonld");
    assert_only_reviewed(&back.report);
    assert_same(&catalogue_of(back), &original);
}

/// The only doubt is that records come in as reviewed, as most of ours are.
#[track_caller]
fn assert_only_reviewed(report: &Report) {
    let doubts = &report.doubts;
    assert!(doubts.len() == 1 && doubts[0].what.contains("come in as reviewed"), "{doubts:#?}");
}

/// Shows what differs, not two whole catalogues.
fn assert_same(one: &Catalogue, other: &Catalogue) {
    if one != other {
        let [one, other] = [one, other].map(|catalogue| serde_json::to_value(catalogue).unwrap());
        panic!("{:#}", difference(&other, &one).unwrap_or_default());
    }
}

#[test]
fn exporting_twice_gives_the_same_bytes() {
    for syntax in [Syntax::Turtle, Syntax::JsonLd] {
        let first = write(&shipped(), syntax);
        assert!(first == write(&shipped(), syntax));
        let name = if syntax == Syntax::Turtle { "catalogue.ttl" } else { "catalogue.jsonld" };
        assert!(first == write(&catalogue_of(imported(&first, name)), syntax));
    }
}

#[test]
fn residuals_hold_nothing_that_standard_terms_say() {
    let document: serde_json::Value = serde_json::from_str(&write(&shipped(), Syntax::JsonLd)).unwrap();
    let standard = ["title", "amount", "currency", "when", "code", "name", "law"];
    let mut residuals = 0;
    for resource in document["@graph"].as_array().unwrap() {
        for residual in resource.get("cups:term:residual").and_then(serde_json::Value::as_array).into_iter().flatten() {
            residuals += 1;
            let residual: serde_json::Value = serde_json::from_str(residual["@value"].as_str().unwrap()).unwrap();
            let fields = residual["difference"]["fields"].as_object().cloned().unwrap_or_default();
            for field in standard {
                assert!(!fields.contains_key(field), "{}: {field}: {residual}", resource["@id"]);
            }
        }
    }
    assert!(residuals > 500, "{residuals}");
}

#[test]
fn what_others_change_in_standard_terms_is_taken() {
    let original = shipped();
    let before = service(&original, MARRIAGE);
    let fee = format!("cups:service:{MARRIAGE}:fee:0001");
    let document = write(&original, Syntax::Turtle);
    let document = edited(&document, &format!("cups:service:{MARRIAGE}"), "Marriage registration", "Getting married");
    let document = edited(&document, &fee, "\"260.00\"", "\"270.5\"");
    let document = edited(&document, "cups:provider:ASP:contact", "14 909", "14 910");
    let back = catalogue_of(imported(&document, "catalogue.ttl"));
    let after = service(&back, MARRIAGE);
    assert_eq!(after.title.en.as_deref(), Some("Getting married"));
    assert_eq!(after.fees[0].amount, Some(Amount(27050)));
    let mut expected = before.clone();
    expected.title.en = after.title.en.clone();
    expected.fees[0].amount = Some(Amount(27050));
    assert_eq!(*after, expected, "nothing else changes");
    assert_eq!(back.providers["ASP"].phones, ["14 910"]);
}

#[test]
fn what_others_add_or_take_away_is_taken() {
    let original = shipped();
    let before = service(&original, MARRIAGE);
    let name = format!("cups:service:{MARRIAGE}");
    let document = write(&original, Syntax::Turtle);
    let document = edited(&document, &name, &format!("{name}:fee:0001 , "), "");
    let document = edited(&document, &name, "cups:law:CF1316-2000 , ", "cups:law:L100-2001 , ");
    let document = edited(&document, &name, "\"ZAGS\"@ro", "\"ofițer\"@ro");
    let document = format!("{document}\n<{}> dct:identifier \"extra\" .\n", "https://example.invalid/cost");
    let document = edited(&document, &name, "cv:hasCost ", "cv:hasCost <https://example.invalid/cost> , ");
    let document = format!(
        "{document}\n<https://example.invalid/cost> a cv:Cost ; cv:hasValue \"5.00\"^^xsd:double ; cv:currency eu:currency\\/MDL .\n"
    );
    let back = catalogue_of(imported(&document, "catalogue.ttl"));
    let after = service(&back, MARRIAGE);
    assert_eq!(after.fees.len(), before.fees.len());
    assert!(after.fees.iter().any(|fee| fee.amount == Some(Amount(500))));
    assert!(before.fees[1..].iter().all(|fee| after.fees.contains(fee)), "the other fees keep what they were");
    assert!(!after.fees.contains(&before.fees[0]));
    assert_eq!(after.law, ["L100-2001", "HG966-2020", "L213-2023"]);
    assert!(!after.aliases.ro.contains(&"ZAGS".to_owned()));
    assert_eq!(after.aliases.ro.last().map(String::as_str), Some("ofițer"));
}

#[test]
fn a_condition_that_others_change_is_taken() {
    let original = shipped();
    let document = write(&original, Syntax::Turtle);
    let when = format!("cups:service:{MARRIAGE}:fee:0001:when");
    let document = edited(&document, &when, "cups:term:is \"ordinary\"", "cups:term:is \"urgent\"");
    let back = catalogue_of(imported(&document, "catalogue.ttl"));
    let Some(Condition::Fact { fact, test, .. }) = &service(&back, MARRIAGE).fees[0].when else { panic!() };
    assert_eq!((fact.as_str(), test), ("marriage_route", &Test::Is(Value::Choice("urgent".to_owned()))));
}

#[test]
fn a_condition_that_cannot_be_read_is_doubted_and_never_guessed() {
    let document = write(&shipped(), Syntax::Turtle);
    let when = format!("cups:service:{MARRIAGE}:fee:0001:when");
    for (from, to) in [
        ("cups:term:is \"ordinary\"", "cups:term:atLeast \"many\"^^xsd:integer"),
        ("cups:term:is \"ordinary\"", "cups:term:oneOf cups:term:nowhere"),
        ("cv:constrains cups:fact:marriage_route", "cv:constrains <https://example.invalid/fact>"),
    ] {
        let back = imported(&edited(&document, &when, from, to), "catalogue.ttl");
        assert!(back.report.doubts.iter().any(|doubt| doubt.place != "reviewed"), "{to}");
        let service = &back.services[&ServiceCode::parse(MARRIAGE).unwrap()];
        assert_eq!(service.confidence, Confidence::Assumed, "what lost a condition is not shown as guidance: {to}");
    }
}

#[test]
fn a_fact_that_others_name_anew_keeps_its_questions_words() {
    let original = shipped();
    let document = write(&original, Syntax::Turtle);
    let document = edited(&document, "cups:fact:marriage_route", "Way of marrying", "How they marry");
    let back = imported(&document, "catalogue.ttl");
    let doubts: Vec<_> = back.report.doubts.iter().filter(|doubt| doubt.place != "reviewed").collect();
    assert!(doubts.len() == 1 && doubts[0].what.contains("How they marry"), "{doubts:?}");
    assert_same(&catalogue_of(back), &original);
}

#[test]
fn requirements_within_themselves_come_to_an_end() {
    let document = write(&shipped(), Syntax::Turtle);
    let when = format!("cups:service:{MARRIAGE}:fee:0001:when");
    let circle = edited(
        &document,
        &when,
        "cv:constrains cups:fact:marriage_route",
        &format!("dct:type cups:concept:all ; cv:hasRequirement {when}"),
    );
    let doubts = imported(&circle, "catalogue.ttl").report.doubts;
    assert!(doubts.iter().any(|doubt| doubt.what.contains("or within itself")), "{doubts:?}");
}

#[test]
fn an_empty_folder_becomes_the_catalogue_that_went_out() {
    let original = shipped();
    let document = write(&original, Syntax::JsonLd);
    let folder = tempfile::tempdir().unwrap();
    let today = jiff::civil::date(2026, 1, 1);
    for turn in 0..2 {
        let back = imported(&document, "catalogue.jsonld");
        let report = write_sources(folder.path(), back, today).expect("the folder is written");
        assert_only_reviewed(&report);
        assert_eq!((report.written.created > 0, report.written.updated), (turn == 0, 0));
    }
    let draft = Draft::read(files_in(folder.path()).unwrap());
    // How a paper looks is not what a service is: no vocabulary of services carries it.
    let original = Catalogue { templates: std::collections::BTreeMap::new(), ..original };
    assert_same(&draft.finish().expect("the check finds no error"), &original);
}

#[test]
fn what_others_changed_is_offered_to_a_folder_that_never_imported_it() {
    let document = write(&shipped_marriage(), Syntax::Turtle);
    let folder = tempfile::tempdir().unwrap();
    let today = jiff::civil::date(2026, 1, 1);
    write_sources(folder.path(), imported(&document, "catalogue.ttl"), today).expect("the folder is written");
    std::fs::remove_dir_all(folder.path().join(".import")).unwrap();
    let name = format!("cups:service:{MARRIAGE}");
    let changed = edited(&document, &name, "Marriage registration", "Getting married");
    for _ in 0..2 {
        let report = write_sources(folder.path(), imported(&changed, "catalogue.ttl"), today).unwrap();
        let told = report.doubts.iter().filter(|doubt| doubt.place == MARRIAGE);
        let told: Vec<&str> = told.map(|doubt| doubt.what.as_str()).collect();
        assert_eq!(
            told,
            ["stands already and was not imported before: the foreign values were not taken; they differ in: title"]
        );
        assert_eq!(report.written.updated, 0);
    }
    // Records that were the same are merged from now on.
    let changed = edited(&changed, "cups:provider:ASP:contact", "14 909", "14 910");
    let report = write_sources(folder.path(), imported(&changed, "catalogue.ttl"), today).unwrap();
    assert_eq!(report.written.updated, 1);
    let draft = Draft::read(files_in(folder.path()).unwrap());
    assert_eq!(draft.catalogue.providers["ASP"].phones, ["14 910"]);
}

/// A Python that has the reference validator, or a line that says there is none.
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/python/bin/python3");
    let found = [own, PathBuf::from("python3")].into_iter().find(|python| {
        let asked = Command::new(python).args(["-c", "import pyshacl"]).output();
        asked.is_ok_and(|asked| asked.status.success())
    });
    if found.is_none() {
        eprintln!("left out: no Python has pyshacl; packaging/setup.sh test installs it");
    }
    found
}

/// The folder of foreign catalogues and shapes, or a line that says it is not there.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cpsv-samples");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("left out: {} is not there", folder.display());
    None
}

/// Writes a catalogue in both syntaxes and asks the reference validator and an independent reader about them.
fn assert_valid(catalogue: &Catalogue, python: &Path, samples: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let documents = [("catalogue.ttl", Syntax::Turtle), ("catalogue.jsonld", Syntax::JsonLd)].map(|(name, syntax)| {
        let path = folder.path().join(name);
        std::fs::write(&path, write(catalogue, syntax)).unwrap();
        path
    });
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shapes.py");
    let shapes = samples.join("semic-3.2.0/cpsv-ap-SHACL-3.2.0.ttl");
    let output = Command::new(python).arg(script).arg(shapes).args(&documents).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let verdict: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let [turtle, json_ld] = [0, 1].map(|index| &verdict["documents"][index]);
    for document in [turtle, json_ld] {
        assert_eq!(document["conforms"], true, "{}", document["report"].as_str().unwrap_or_default());
    }
    assert!(turtle["triples"].as_u64().unwrap() > 0);
    assert_eq!(turtle["triples"], json_ld["triples"]);
    assert_eq!(verdict["same"], true, "{}", String::from_utf8_lossy(&output.stderr));
    let counted = imported(&std::fs::read_to_string(&documents[0]).unwrap(), "catalogue.ttl").report.triples;
    assert_eq!(counted.map(|count| count as u64), turtle["triples"].as_u64(), "our own reader counts the same");
}

#[test]
fn the_export_is_valid_by_the_official_shapes() {
    let (Some(samples), Some(python)) = (samples(), python()) else { return };
    assert_valid(&shipped(), &python, &samples);
}

#[test]
fn a_foreign_catalogue_goes_out_valid_and_comes_back_the_same() {
    let Some(samples) = samples() else { return };
    let python = python();
    for name in ["semic-3.2.0/example-public-service.ttl", "c4c/broker-export.rdf", "no/cpsv-ap-no-all-classes.ttl"] {
        let files = foreign_files(&[samples.join(name)], &EXTENSIONS).unwrap();
        let mut foreign = read(&files).unwrap();
        let shipped = shipped();
        let (as_of, sites, calendar) = (shipped.as_of, shipped.sites, shipped.calendar);
        let portals = shipped.portals;
        foreign.head = Some(catalogue::read::HeadFile { number: 1, as_of, sites, portals, calendar });
        let catalogue = catalogue_of(foreign);
        let back = imported(&write(&catalogue, Syntax::Turtle), "catalogue.ttl");
        assert_same(&catalogue_of(back), &catalogue);
        if let Some(python) = &python {
            assert_valid(&catalogue, python, &samples);
        }
    }
}

#[test]
fn what_another_tool_writes_anew_comes_back_the_same() {
    let Some(python) = python() else { return };
    let original = shipped();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("catalogue.ttl"), write(&original, Syntax::Turtle)).unwrap();
    let script = "import rdflib\n\
        graph = rdflib.Graph().parse('catalogue.ttl')\n\
        for name, syntax in [('again.ttl', 'turtle'), ('again.nt', 'nt'), ('again.rdf', 'xml'), ('again.jsonld', 'json-ld')]:\n    \
            graph.serialize(name, format=syntax, encoding='utf-8')\n";
    let written = Command::new(python).args(["-c", script]).current_dir(folder.path()).output().unwrap();
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    for name in ["again.ttl", "again.nt", "again.rdf", "again.jsonld"] {
        let back = imported(&std::fs::read_to_string(folder.path().join(name)).unwrap(), name);
        assert_same(&catalogue_of(back), &original);
    }
}

fn text() -> impl Strategy<Value = Text> {
    ("\\PC{1,12}", proptest::option::of("[а-яё \"\\\\]{1,8}")).prop_map(|(ro, ru)| Text { ro, ru, ..Text::default() })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Truth),
        any::<i64>().prop_map(Value::Number),
        (1_i16..9999, 1_i8..=12, 1_i8..=28)
            .prop_map(|(year, month, day)| Value::Date(jiff::civil::date(year, month, day))),
        "[a-z_]{1,8}".prop_map(Value::Choice),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let test = prop_oneof![
        value().prop_map(Test::Is),
        proptest::collection::vec(value(), 1..4).prop_map(Test::OneOf),
        (any::<i64>(), proptest::option::of(any::<i64>())).prop_map(|(least, most)| Test::Within(Some(least), most)),
        any::<i64>().prop_map(|most| Test::Within(None, Some(most))),
    ];
    let fact = ("[a-z_]{1,8}", test, proptest::option::of(text()), proptest::option::of("L[0-9]{1,3}"))
        .prop_map(|(fact, test, why, law)| Condition::Fact { fact, test, why, law });
    fact.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Condition::All),
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the texts and conditions are, both syntaxes give them back.
    #[test]
    fn any_condition_comes_back(
        conditions in proptest::collection::vec(condition(), 6),
        title in text(),
        amount in 0_i64..=i64::from(i32::MAX),
    ) {
        let mut catalogue = shipped_marriage();
        let service = catalogue.services.values_mut().next().unwrap();
        service.title = title;
        service.fees[0].amount = Some(Amount(amount));
        let [fee, need, channel, criterion, duty, step] = conditions.try_into().unwrap();
        service.fees[0].when = Some(fee);
        service.papers[0].when = Some(need);
        service.channels[0].when = Some(channel);
        service.eligibility[0].when = Some(criterion);
        service.state_duties[0].when = Some(duty);
        let event = catalogue.events.values_mut().next().unwrap();
        event.steps[0].when = Some(step);
        for (syntax, name) in [(Syntax::Turtle, "catalogue.ttl"), (Syntax::JsonLd, "catalogue.jsonld")] {
            let back = catalogue_of(imported(&write(&catalogue, syntax), name));
            assert_same(&back, &catalogue);
        }
    }
}

/// One service and its event: a catalogue that is quick to write and read.
fn shipped_marriage() -> Catalogue {
    let mut catalogue = shipped();
    let code = ServiceCode::parse(MARRIAGE).unwrap();
    catalogue.services.retain(|known, _| *known == code);
    catalogue.events.retain(|_, event| event.steps.iter().any(|step| step.service.as_ref() == Some(&code)));
    let kept: BTreeSet<String> = catalogue.events.keys().take(1).cloned().collect();
    catalogue.events.retain(|known, _| kept.contains(known));
    catalogue
}
