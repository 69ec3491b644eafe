//! The format as it is written for ever, and a release one version ahead.

use super::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::condition::Truth;
use crate::domain::fact::Answers;
use crate::domain::notice::NoticeKind;
use crate::domain::plan::{Plan, StepStatus};
use crate::domain::service::Confidence;
use crate::domain::situation::Situation;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A release of format 1 with every field and word of it. Every later version reads it, and this one writes it so.
const GOLDEN: &str = include_str!("../../../tests/golden/release-1.json");

fn golden() -> Catalogue {
    let reading = read(GOLDEN.as_bytes()).unwrap();
    assert_eq!(reading.left_out, []);
    reading.catalogue
}

/// The golden release with something changed by a later version.
fn ahead(change: impl FnOnce(&mut Value)) -> Reading {
    let mut release: Value = serde_json::from_str(GOLDEN).unwrap();
    change(&mut release);
    read(release.to_string().as_bytes()).unwrap()
}

fn service(catalogue: &Catalogue) -> &Service {
    &catalogue.services[&"002000206".to_owned().try_into().unwrap()]
}

/// What was left out, each as list, id and part, and whether something stands in.
fn left_out(reading: &Reading) -> Vec<(&'static str, &str, Option<&str>, bool)> {
    reading.left_out.iter().map(|one| (one.list.name(), one.id.as_str(), one.part.as_deref(), one.stands_in)).collect()
}

#[test]
fn the_golden_release_is_read_and_written_byte_for_byte() {
    let catalogue = golden();
    let written = String::from_utf8(write(&catalogue).unwrap()).unwrap();
    let same = written.bytes().zip(GOLDEN.bytes()).take_while(|(one, other)| one == other).count();
    let differs = written.len() != GOLDEN.len() || same != written.len();
    assert!(
        !differs,
        "the text differs after {}",
        String::from_utf8_lossy(&GOLDEN.as_bytes()[..same][same.max(80) - 80..])
    );
    assert_eq!((catalogue.number, catalogue.as_of.to_string().as_str()), (7, "2026-11-21"));
    assert_eq!(service(&catalogue).fees[0].currency, crate::domain::money::Currency::Eur);
    assert_eq!(catalogue.events["C1"].steps[1].after, ["register"]);
}

/// Every place in the release, as the names and numbers that lead to it.
fn places(value: &Value, path: &[String], all: &mut Vec<Vec<String>>) {
    let mut deeper = |name: String, value: &Value| {
        let path: Vec<String> = path.iter().cloned().chain([name]).collect();
        all.push(path.clone());
        places(value, &path, all);
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| deeper(name.clone(), value)),
        Value::Array(parts) => parts.iter().enumerate().for_each(|(place, value)| deeper(place.to_string(), value)),
        _ => {}
    }
}

#[test]
fn the_golden_release_has_every_field_and_each_is_read() {
    // With the list that it may have besides.
    let whole: Value = serde_json::from_str(&with_portals()).unwrap();
    let mut all = Vec::new();
    places(&whole, &[], &mut all);
    let names: BTreeSet<&str> = all.iter().filter_map(|path| path.last()).map(String::as_str).collect();
    let camel = |field: &str| {
        let mut words = field.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
    };
    let missing: Vec<String> = record::FIELDS
        .iter()
        .chain(text::FIELDS)
        .map(|field| camel(field))
        .filter(|field| !names.contains(field.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let read_whole = read(with_portals().as_bytes()).unwrap().catalogue;
    // What a record needs is asked of the program and no part of the catalogue.
    for path in all.into_iter().filter(|path| !path.iter().any(|name| name == "needs")) {
        let mut release = whole.clone();
        let (last, before) = path.split_last().unwrap();
        let parent = before.iter().fold(&mut release, |value, name| match value {
            Value::Array(parts) => &mut parts[name.parse::<usize>().unwrap()],
            other => &mut other[name.as_str()],
        });
        match parent {
            Value::Object(fields) => drop(fields.remove(last)),
            Value::Array(parts) => drop(parts.remove(last.parse().unwrap())),
            _ => unreachable!(),
        }
        if let Ok(reading) = read(release.to_string().as_bytes()) {
            assert!(reading.catalogue != read_whole || !reading.left_out.is_empty(), "{path:?} is not read");
        }
    }
}

#[test]
fn a_release_without_templates_is_the_text_that_it_always_was() {
    let (before, _) = GOLDEN.split_once(",\"templates\":").unwrap();
    let before = format!("{before}}}");
    let reading = read(before.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(write(&reading.catalogue).unwrap()).unwrap(), before);
    assert_eq!(Catalogue { templates: golden().templates, ..reading.catalogue }, golden());
}

/// The golden release with sites, as a release has them: after the calendar.
fn with_sites() -> String {
    GOLDEN.replacen(",\"events\":", ",\"sites\":[\"mpay.gov.md\",\"servicii.gov.md\"],\"events\":", 1)
}

#[test]
fn sites_are_read_and_written_and_an_older_release_has_none() {
    assert!(golden().sites.is_empty());
    let reading = read(with_sites().as_bytes()).unwrap();
    let sites = ["mpay.gov.md", "servicii.gov.md"].map(str::to_owned).into();
    assert_eq!(String::from_utf8(write(&reading.catalogue).unwrap()).unwrap(), with_sites());
    assert_eq!(reading.catalogue, Catalogue { sites, ..golden() });
}

#[test]
fn sites_of_another_form_are_passed_over_and_all_else_stands() {
    for sites in [json!({"mpay.gov.md": 1}), json!([1]), json!(null)] {
        let reading = ahead(|release| release["sites"] = sites);
        assert_eq!((reading.catalogue, reading.left_out), (golden(), Vec::new()));
    }
}

/// The golden release with the State's sites for visitors, as a release has them: after the sites.
fn with_portals() -> String {
    let portal = |name: &str| {
        format!("{{\"address\":\"https://{name}/\",\"title\":{{\"ro\":\"{name}\"}},\"about\":{{\"ro\":\"x\"}}}}")
    };
    let portals = format!(",\"portals\":[{},{}],\"events\":", portal("mpay.gov.md"), portal("egov.md"));
    GOLDEN.replacen(",\"events\":", &portals, 1)
}

#[test]
fn sites_for_visitors_are_read_and_written_in_their_order_and_one_that_is_not_understood_is_passed_over() {
    let reading = read(with_portals().as_bytes()).unwrap();
    assert_eq!(String::from_utf8(write(&reading.catalogue).unwrap()).unwrap(), with_portals());
    let addresses: Vec<&str> = reading.catalogue.portals.iter().map(|portal| portal.address.as_str()).collect();
    assert_eq!(addresses, ["https://mpay.gov.md/", "https://egov.md/"]);
    // What a newer editor adds to one is passed over; what has another form is, and not the others.
    let newer = with_portals().replacen("\"address\":\"https://mpay", "\"icon\":\"x\",\"address\":\"https://mpay", 1);
    assert_eq!(read(newer.as_bytes()).unwrap().catalogue, reading.catalogue);
    let other = with_portals().replacen("{\"address\":\"https://mpay.gov.md/\",", "{\"link\":5,", 1);
    let read = read(other.as_bytes()).unwrap();
    assert_eq!(read.catalogue.portals, reading.catalogue.portals[1..]);
    for portals in [json!({"a": 1}), json!([1]), json!(null)] {
        let reading = ahead(|release| release["portals"] = portals);
        assert_eq!((reading.catalogue, reading.left_out), (golden(), Vec::new()));
    }
}

#[test]
fn a_template_that_is_too_long_or_not_understood_is_left_out_and_all_else_stands() {
    let long = Template::LONGEST + 1;
    for change in [
        json!({"version": 1, "text": "x".repeat(long)}),
        json!({"version": 1, "text": "", "needs": ["another typesetter"]}),
        json!({"version": "newest", "text": ""}),
    ] {
        let reading = ahead(|release| release["templates"]["plan"] = change);
        assert_eq!(left_out(&reading), [("templates", "plan", None, false)]);
        assert_eq!(Catalogue { templates: golden().templates, ..reading.catalogue }, golden());
    }
}

#[test]
fn the_shipped_catalogue_comes_back_as_it_was_written() {
    let shipped = crate::catalogue::shipped().unwrap().published();
    let reading = read(&write(&shipped).unwrap()).unwrap();
    assert_eq!(reading.left_out, []);
    assert_eq!(reading.catalogue, shipped);
}

#[test]
fn a_draft_is_no_part_of_a_release() {
    let mut catalogue = golden();
    catalogue.events.get_mut("X-SECOND").unwrap().draft = true;
    let reading = read(&write(&catalogue).unwrap()).unwrap();
    assert_eq!(reading.catalogue.events.keys().collect::<Vec<_>>(), ["C1"]);
}

#[test]
fn what_only_adds_is_passed_over_at_every_place() {
    let reading = ahead(|release| {
        fn add(value: &mut Value, condition: bool) {
            match value {
                Value::Object(fields) => {
                    for (name, value) in fields.iter_mut() {
                        add(value, condition || ["when", "automaticWhen"].contains(&name.as_str()));
                    }
                    // Not among ids, and not in a condition, where everything decides.
                    let is_list = fields.keys().any(|name| {
                        name.contains('-')
                            || ["C1", "asp", "birth_date", "card", "closed", "L1", "lozova", "Lozova", "abroad", "plan"]
                                .contains(&name.as_str())
                    });
                    if !condition && !is_list && !fields.contains_key("002000206") {
                        fields.insert("anotherField".to_owned(), json!({"of": ["a", "newer", "program"]}));
                    }
                }
                Value::Array(parts) => parts.iter_mut().for_each(|part| add(part, condition)),
                _ => {}
            }
        }
        add(release, false);
    });
    assert_eq!(reading.left_out, []);
    assert_eq!(reading.catalogue, golden());
}

#[test]
fn a_field_that_must_not_be_passed_over_makes_the_service_one_to_ask_about() {
    let reading = ahead(|release| {
        let fee = &mut release["services"]["002000206"]["fees"][0];
        fee["perChild"] = json!(true);
        fee["needs"] = json!(["fees-per-child"]);
    });
    assert_eq!(left_out(&reading), [("services", "002000206", None, true)]);
    assert_eq!(reading.left_out[0].why, "needs \"fees-per-child\"");
    let known = golden();
    let (stub, whole) = (service(&reading.catalogue), service(&known));
    assert_eq!((&stub.title, &stub.provider, &stub.aliases), (&whole.title, &whole.provider, &whole.aliases));
    assert!(stub.fees.is_empty() && stub.papers.is_empty() && stub.deadlines.is_empty());
    assert!(stub.summary.missing().next().is_none(), "the note is there in every language");
    assert_eq!(reading.catalogue.events, known.events, "all else is as it was");
}

#[test]
fn nobody_is_told_that_a_service_that_is_not_understood_takes_no_journey_and_no_money() {
    let reading = ahead(|release| {
        release["services"]["002000206"]["channels"][0]["finish"] = json!("half");
        release["services"]["002000206"]["consularTwin"] = Value::Null;
    });
    let catalogue = &reading.catalogue;
    let answers = Answers::default();
    let (event, centre) = (&catalogue.events["C1"], &catalogue.centres["team"]);
    let situation = Situation { catalogue, event, answers: &answers, centre, on: catalogue.as_of };
    let plan = Plan::compute(&situation);
    let step = plan.shown().find(|step| step.step.id == "register").unwrap();
    assert!(step.journeys(true).most > 0);
    assert!(!step.is_free());
}

#[test]
fn a_word_and_a_condition_that_are_not_known_make_their_record_one_to_ask_about() {
    for change in [
        (|service| service["channels"][0]["kind"] = json!("parcel_locker")) as fn(&mut Value),
        |service| service["papers"][0]["when"] = json!({"moreThan": 2, "of": []}),
        |service| service["papers"][0]["when"] = json!({"fact": "married", "is": true, "unlessBefore": "2026-01-01"}),
        |service| service["fees"][0]["amount"] = json!({"index": "wage"}),
        |service| service["confidence"] = json!("rumoured"),
        |service| service["needs"] = json!("a word"),
    ] {
        let reading = ahead(|release| change(&mut release["services"]["002000206"]));
        assert_eq!(left_out(&reading), [("services", "002000206", None, true)]);
        assert_ne!(service(&reading.catalogue).confidence, Confidence::Assumed, "it is shown, not hidden");
    }
}

#[test]
fn a_step_that_is_not_understood_is_perhaps_to_be_done_and_the_others_stand() {
    let reading = ahead(|release| {
        release["events"]["C1"]["steps"][0]["when"] = json!({"register": "population"});
        release["events"]["C1"]["steps"][1]["needs"] = json!(["steps-by-somebody-else"]);
        release["events"]["C1"]["questions"][1]["kind"] = json!("map");
    });
    let found = [
        ("events", "C1", Some("question married"), false),
        ("events", "C1", Some("step register"), true),
        ("events", "C1", Some("step ask"), true),
    ];
    assert_eq!(left_out(&reading), found);
    let catalogue = &reading.catalogue;
    let event = &catalogue.events["C1"];
    let answers = Answers::default();
    let centre = &catalogue.centres["lozova"];
    let situation = Situation { catalogue, event, answers: &answers, centre, on: catalogue.as_of };
    let when = event.steps[0].when.as_ref().unwrap().evaluate(&situation);
    assert_eq!(when.truth, Truth::Unknown);
    assert!(when.missing.is_empty(), "no question would settle it");
    let plan = Plan::compute(&situation);
    let status = |id: &str| plan.shown().find(|step| step.step.id == id).map(|step| step.status);
    assert!(status("register").is_some_and(|status| status != StepStatus::DoesNotApply));
    assert_eq!(event.steps[1].service, golden().events["C1"].steps[1].service, "its service still says what it asks");
    assert_eq!(event.steps[2], golden().events["C1"].steps[2]);
}

#[test]
fn an_event_that_is_not_understood_is_one_to_ask_about_and_its_parts_speak_for_themselves() {
    let reading = ahead(|release| release["events"]["C1"]["kind"] = json!("household"));
    assert_eq!(left_out(&reading), [("events", "C1", None, true)]);
    let event = &reading.catalogue.events["C1"];
    assert_eq!((&event.tile, event.rank, event.steps.len()), (&golden().events["C1"].tile, 1, 1));
    let without_tile = ahead(|release| release["events"]["C1"]["tile"] = json!("words"));
    assert_eq!(left_out(&without_tile), [("events", "C1", None, false)]);
}

#[test]
fn papers_and_providers_keep_their_names_notices_their_text_and_laws_are_left_out() {
    let reading = ahead(|release| {
        for (list, id) in [("papers", "card"), ("providers", "asp"), ("notices", "closed"), ("laws", "L1")] {
            release[list][id]["needs"] = json!(["more"]);
        }
        release["papers"]["form"] = json!(["another", "form"]);
        release["notices"]["fees"]["text"] = json!(1);
    });
    let found = [
        ("providers", "asp", None, true),
        ("papers", "card", None, true),
        ("papers", "form", None, true),
        ("laws", "L1", None, false),
        ("notices", "closed", None, true),
        ("notices", "fees", None, false),
    ];
    let mut all = left_out(&reading);
    all.sort_by_key(|one| found.iter().position(|known| known == one));
    assert_eq!(all, found);
    let (catalogue, known) = (&reading.catalogue, golden());
    assert_eq!(catalogue.papers["card"].name, known.papers["card"].name);
    assert!(catalogue.papers.contains_key("form"), "that a paper is asked for is told");
    assert_eq!(catalogue.providers["asp"].phones, known.providers["asp"].phones);
    assert_eq!(catalogue.notices["closed"].kind, NoticeKind::Information);
    assert!(!catalogue.laws.contains_key("L1"));
}

#[test]
fn a_list_that_is_not_known_is_kept_in_the_text_and_passed_over() {
    let reading = ahead(|release| release["offices"] = json!({"north": {"id": "north"}}));
    assert_eq!(reading.left_out, []);
    assert_eq!(reading.catalogue, golden());
    let mut release: Value = serde_json::from_str(GOLDEN).unwrap();
    release["offices"] = json!({"north": {"id": "north"}, "south": []});
    release["papers"] = json!({});
    let text = release.to_string();
    let mut again = Vec::new();
    let mut joiner = piece::Joiner::new(|bytes: &[u8]| again.extend_from_slice(bytes));
    for piece in piece::cut(text.as_bytes()).unwrap() {
        joiner.take(&piece.kind, &piece.id, piece.body);
    }
    joiner.finish();
    assert_eq!(String::from_utf8(again).unwrap(), text);
}

#[test]
fn a_release_for_newer_programs_alone_is_refused_whole() {
    let refused = |change: fn(&mut Value)| {
        let mut release: Value = serde_json::from_str(GOLDEN).unwrap();
        change(&mut release);
        read(release.to_string().as_bytes()).unwrap_err()
    };
    assert!(matches!(refused(|release| release["format"] = json!(2)), Unreadable::Format { found: 2 }));
    assert!(matches!(refused(|release| release["needs"] = json!(["all"])), Unreadable::Needs(_)));
    assert!(matches!(refused(|release| release["calendar"]["needs"] = json!(["moons"])), Unreadable::Needs(_)));
    assert!(matches!(refused(|release| drop(release.as_object_mut().unwrap().remove("asOf"))), Unreadable::Lacks(_)));
    for text in ["", "[]", "{", "\u{0}"] {
        assert!(read(text.as_bytes()).is_err(), "{text:?}");
    }
    assert!(read(&[0xff, 0xfe]).is_err());
}
