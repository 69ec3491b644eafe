//! What is read from the portal's records.

use super::*;
use cups_kiosk::domain::life_event::EventKind;
use cups_kiosk::domain::money::{Amount, Currency};
use cups_kiosk::domain::service::{ChannelKind, Confidence, Finish, Service};
use cups_kiosk::domain::term::{Term, Unit};

/// A description as `expected.json` has it: on one line, without bullets.
fn flat(text: &str) -> String {
    text.replace('•', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

#[test]
fn every_record_is_what_a_careful_editor_makes_of_it() {
    let imported = read_fixtures();
    let expected = expected();
    let services = expected["services"].as_array().unwrap();
    assert!(services.len() >= 20);
    for wanted in services {
        let id = wanted["code"].as_str().unwrap();
        let service = &imported.services[&code(id)];
        assert_eq!(service.title.ro, wanted["title"]["ro"].as_str().unwrap(), "{id}");
        assert_eq!(service.title.ru.as_deref(), text(&wanted["title"]["ru"]), "{id}");
        assert_eq!(service.title.en.as_deref(), text(&wanted["title"]["en"]), "{id}");
        for (language, words) in [("ro", Some(&service.summary.ro)), ("en", service.summary.en.as_ref())] {
            let wanted = text(&wanted["objective"][language]).unwrap_or_default();
            assert_eq!(words.map_or_else(String::new, |words| flat(words)), wanted, "{id} {language}");
        }
        assert_eq!(service.papers.len() as u64, wanted["papers"].as_u64().unwrap(), "{id} papers");
        assert_eq!(service.law.len() as u64, wanted["laws"].as_u64().unwrap(), "{id} laws");
        assert_eq!(service.penalties.len() as u64, wanted["penalties"].as_u64().unwrap(), "{id} penalties");
        let online = service.channels.iter().any(|channel| channel.kind == ChannelKind::Online);
        assert_eq!(online, wanted["online"].as_bool().unwrap(), "{id} online");
        assert_eq!(service.confidence, Confidence::Assumed);
        fees(id, service, wanted["fees"].as_array().unwrap());
        for place in wanted["doubts"].as_array().unwrap() {
            let place = format!("{id} {}", place.as_str().unwrap());
            let found = imported.report.doubts.iter().any(|doubt| doubt.place.starts_with(&place));
            assert!(found, "nothing is doubted about {place}");
        }
    }
}

fn fees(id: &str, service: &Service, wanted: &[Value]) {
    assert_eq!(service.fees.len(), wanted.len(), "{id} fees");
    for (fee, wanted) in service.fees.iter().zip(wanted) {
        let amount = |name: &str| wanted[name].as_str().map(|amount| amount.parse::<Amount>().unwrap());
        assert_eq!(fee.amount, amount("amount"), "{id} {wanted}");
        assert_eq!(fee.amount_to, amount("amount_to"), "{id} {wanted}");
        assert_eq!(fee.percent, amount("percent"), "{id} {wanted}");
        if let Some(currency) = wanted["currency"].as_str() {
            assert_eq!(fee.currency.code(), currency, "{id} {wanted}");
        }
        let term = (!wanted["term"].is_null()).then(|| serde_json::from_value::<Term>(wanted["term"].clone()).unwrap());
        assert_eq!(fee.term, term, "{id} {wanted}");
        let case = fee.case.as_ref().map_or("", |case| &case.ro);
        let kept = text(&wanted["text"]).filter(|_| fee.percent.is_none());
        let parts: Vec<&str> = kept.into_iter().chain(text(&wanted["case"])).collect();
        assert_eq!(case, parts.join("; "), "{id} {wanted}");
    }
}

#[test]
fn the_counts_are_those_of_an_editor() {
    let imported = read_fixtures();
    let expected = expected();
    let totals = &expected["totals"];
    let count = |name: &str| usize::try_from(totals[name].as_u64().unwrap()).unwrap();
    let report = &imported.report;
    assert_eq!(report.files, count("files"));
    assert_eq!(report.records, Some(count("records")));
    assert_eq!(report.services, count("services") + count("wrong_codes"));
    assert_eq!(report.events, count("events"));
    let by_address = expected["links_by_address_only"].as_array().unwrap();
    assert_eq!(report.links, count("links") + by_address.len());
    let languages: Vec<&str> = report.languages.iter().map(String::as_str).collect();
    assert_eq!(json!(languages), totals["languages"]);
    for link in by_address {
        let event = &imported.events[link["event"].as_str().unwrap()];
        let service = code(link["service"].as_str().unwrap());
        assert!(event.steps.iter().any(|step| step.service.as_ref() == Some(&service)));
    }
    for wrong in expected["wrong_codes"].as_array().unwrap() {
        let written = wrong["code"].as_str().unwrap();
        assert!(imported.services.contains_key(&code(&format!("X-{written}"))), "{written} is lost");
        assert!(doubted(&imported, &format!("{written} code"), "wrong"), "{written} is not doubted");
    }
}

#[test]
fn repeated_records_are_one_and_what_differs_is_doubted() {
    let imported = read_fixtures();
    for repeated in expected()["duplicates"].as_array().unwrap() {
        let id = repeated["code"].as_str().unwrap();
        let differs: Vec<String> = repeated["differs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{id} {}", one["place"].as_str().unwrap()))
            .collect();
        let file = repeated["file"].as_str().unwrap();
        let said = |place: &str| {
            let of_both = |what: &str| what.contains("differs from the same record in");
            let mut doubts = imported.report.doubts.iter();
            doubts.any(|doubt| doubt.place == place && doubt.file.ends_with(file) && of_both(&doubt.what))
        };
        for place in &differs {
            assert!(said(place), "{place} is not doubted");
        }
        let others = imported.report.doubts.iter().filter(|doubt| doubt.what.contains("differs from the same record"));
        let others = others.filter(|doubt| doubt.file.ends_with(file) && doubt.place.starts_with(&format!("{id} ")));
        assert_eq!(others.count(), differs.len(), "{id} in {file}");
    }
    // The English title stood in the second record only.
    assert_eq!(imported.services[&code("002000099")].title.en.as_deref(), Some("Maternity allowance"));
}

#[test]
fn fields_that_are_not_known_are_named_once_for_each_file() {
    let imported = read_fixtures();
    for (file, keys) in expected()["unknown_keys"].as_object().unwrap() {
        for key in keys.as_array().unwrap() {
            let doubts = imported.report.doubts.iter();
            let named = doubts.filter(|doubt| doubt.file.ends_with(file) && doubt.place == key.as_str().unwrap());
            assert_eq!(named.count(), 1, "{key} in {file}");
        }
    }
}

#[test]
fn originals_are_kept_where_cleaning_changed_them() {
    let imported = read_fixtures();
    let originals = &imported.originals["service/002000170"];
    assert_eq!(originals["title.ro"], "Înregis\u{200B}trarea căsătoriei\u{A0} ");
    assert_eq!(originals["title.ru"], "Регистрация\nбрака");
    assert!(originals["objective.ro"].starts_with("<div>"));
    let (mut dirty, mut clean) = (0, 0);
    for service in imported.services.values() {
        let path = fixtures().join(format!("services/{}.json", service.code));
        let Ok(json) = std::fs::read_to_string(path) else { continue };
        let record: Value = serde_json::from_str(&json).unwrap();
        let Some(title) = text(&record["title"]["ro"]) else { continue };
        let kept = imported.originals.get(&format!("service/{}", service.code)).and_then(|kept| kept.get("title.ro"));
        assert_eq!(kept.map(String::as_str), (title != service.title.ro).then_some(title), "{}", service.code);
        if kept.is_some() { dirty += 1 } else { clean += 1 }
    }
    assert!(dirty >= 5 && clean >= 5, "{dirty} dirty titles and {clean} clean ones");
}

#[test]
fn many_lists_of_the_same_services_give_each_once() {
    // As in the whole catalogue: 768 rows in categories, 714 codes, some rows differing.
    let codes: Vec<String> = (0..714).map(|number| numbered(200_000 + number)).collect();
    let rows = |range: std::ops::Range<usize>, price: &str| -> Vec<Value> {
        range.map(|at| service(&codes[at], &format!("Serviciul {at}"), price)).collect()
    };
    let categories = json!({"items": [
        {"id": "1", "title": {"ro": "Prima"}, "publicServices": rows(0..400, "10 lei")},
        {"id": "2", "title": {"ro": "A doua"}, "publicServices": rows(400..714, "10")},
        {"id": "3", "title": {"ro": "A treia"}, "publicServices": rows(0..50, "10 lei")},
        {"id": "4", "title": {"ro": "A patra"}, "publicServices": rows(100..104, "11 lei")},
    ]});
    let imported = read(&categories).unwrap();
    assert_eq!((imported.report.records, imported.report.services), (Some(768), 714));
    let doubts: Vec<&str> = imported
        .report
        .doubts
        .iter()
        .filter(|doubt| doubt.what.contains("differs"))
        .map(|doubt| doubt.place.as_str())
        .collect();
    let expected: Vec<String> = (100..104).map(|at| format!("{} costs[0].price", codes[at])).collect();
    assert_eq!(doubts, expected);
    assert_eq!(imported.services[&code(&codes[100])].fees[0].amount, Some(Amount(1_000)));
}

#[test]
fn texts_are_read_in_whatever_form_they_stand() {
    let record = json!({
        "Code": 1_000_098,
        "TITLE": {"RO": "Şi  ţara", "ru-MD": "Страна", "EN": null, "de": "Land", "ro-MD": "Altul"},
        "objective": "Text simplu",
        "eservice": "true",
        "costs": {"price": 9.5, "currency": null, "durationValue": "120", "durationUnit": "minute", "commentary": 7},
        "documents": ["nu", {"type": "Optional", "title": {"ru": "Справка"}}, {"type": "Legal", "title": null}],
        "steps": null,
        "complaintsProcess": {"ro": "<p>La <a href=\"https://ex.md/p\">prestator</a></p>"},
    });
    let imported = read(&record).unwrap();
    let service = &imported.services[&code("001000098")];
    assert_eq!(service.title.ro, "Și țara");
    assert_eq!((service.title.ru.as_deref(), service.title.en.as_deref()), (Some("Страна"), None));
    assert_eq!(service.summary.ro, "Text simplu");
    let fee = &service.fees[0];
    assert_eq!((fee.amount, fee.currency), (Some(Amount(950)), Currency::Mdl));
    assert_eq!(fee.term, Some(Term { value: 2, unit: Unit::Hour }));
    assert_eq!(fee.case.as_ref().unwrap().ro, "7");
    assert_eq!(service.papers.len(), 1);
    assert_eq!(imported.papers[&service.papers[0].paper].name.ro, "Справка");
    let channel = &service.channels[0];
    assert_eq!((channel.kind, channel.finish, channel.url.as_ref()), (ChannelKind::Online, Finish::Whole, None));
    let id = "001000098";
    for (place, words) in [
        ("title.de", "not a language of ours"),
        ("title.ro-MD", "another text of one language"),
        ("objective", "names no language"),
        ("eService", "taken as electronic"),
        ("costs", "one object where a list"),
        ("costs[0].currency", "taken as lei"),
        ("costs[0].commentary", "a number where a text"),
        ("documents[0]", "not an object"),
        ("documents[1].type", "not known"),
        ("documents[1].title", "there is no Romanian text"),
        ("documents[2].title", "without a title"),
        ("eService", "no step has an address"),
        ("complaintsProcess", "no place"),
        ("complaintsProcess.ro", "https://ex.md/p"),
    ] {
        assert!(doubted(&imported, &format!("{id} {place}"), words), "{place}: {words}");
    }
    assert!(doubted(&imported, "1000098 code", "taken as 001000098"));
    assert_eq!(imported.originals["service/001000098"]["complaintsProcess.ro"].matches("href").count(), 1);
}

#[test]
fn a_service_without_a_place_is_doubted_and_one_that_is_not_electronic_is_not_online() {
    let mut record = service("001000098", "Pensie", "gratuit");
    record["eService"] = json!(false);
    let imported = read(&record).unwrap();
    let channels = &imported.services[&code("001000098")].channels;
    let kinds: Vec<_> = channels.iter().map(|channel| (channel.kind, channel.finish)).collect();
    assert_eq!(kinds, [(ChannelKind::Online, Finish::None), (ChannelKind::Office, Finish::Whole)]);
    assert!(doubted(&imported, "001000098 eService", "not electronic"));
    assert!(doubted(&imported, "001000098 steps", "provider's office"));
}

#[test]
fn a_tree_of_steps_becomes_a_list_in_its_order() {
    let event = json!({"code": "b2", "title": {"ro": "Afacere"}, "steps": [
        {"code": "1", "title": {"ro": "Unu"}, "description": {"ro": "Cum"}, "children": [
            {"code": "002000206", "title": {"ro": "Doi"}, "children": [{"code": "1.1.1", "title": {"ro": "Trei"}}]},
            {"code": "002000207", "title": {"ro": "Greșit"}},
        ]},
        {"code": "1", "title": {"ro": "Patru"}, "description":
            {"ro": "<a href='https://servicii.gov.md/ro/service/002000183'>vezi</a>"}},
        {},
    ]});
    let imported = read(&json!([event, {"code": "C7", "title": {"ro": "Fără pași"}}])).unwrap();
    let event = &imported.events["B2"];
    assert!(event.draft && event.kind == EventKind::Business);
    let steps: Vec<(&str, &str, Vec<&str>)> = event
        .steps
        .iter()
        .map(|step| (step.id.as_str(), step.title.ro.as_str(), step.after.iter().map(String::as_str).collect()))
        .collect();
    let expected = [
        ("1", "Unu", vec![]),
        ("002000206", "Doi", vec!["1"]),
        ("1-1-1", "Trei", vec!["002000206"]),
        ("002000207", "Greșit", vec!["1"]),
        ("1-2", "Patru", vec![]),
    ];
    assert_eq!(steps, expected);
    assert_eq!(event.steps[0].what.ro, "Cum");
    let services: Vec<Option<&str>> =
        event.steps.iter().map(|step| step.service.as_ref().map(ServiceCode::as_str)).collect();
    assert_eq!(services, [None, Some("002000206"), None, None, Some("002000183")]);
    assert_eq!((imported.report.links, imported.report.events), (2, 2));
    assert!(doubted(&imported, "B2 steps[0].children[1].code", "wrong"));
    assert!(doubted(&imported, "B2 steps[1].code", "stands twice"));
    assert!(doubted(&imported, "B2 steps[2]", "says nothing"));
    assert!(doubted(&imported, "C7 steps", "no steps"));
}

#[test]
fn a_category_gives_its_services_whatever_its_code_is() {
    for (own, list) in [("000123456", "publicServices"), ("C1", "services"), ("B12", "publicServices")] {
        let category = json!({"code": own, "title": {"ro": "Familie"}, list: [service("001000098", "Pensie", "10")]});
        let imported = read(&category).unwrap();
        assert_eq!((imported.services.len(), imported.events.len()), (1, 0), "{own}");
        assert!(imported.services.contains_key(&code("001000098")), "{own}");
    }
}

#[test]
fn long_codes_that_begin_alike_never_become_one() {
    for length in 30..80 {
        let start = "a".repeat(length);
        let [one, other] = ["x", "y"].map(|end| service(&format!("{start}{end}"), "Pensie", "10"));
        assert_eq!(read(&json!([one, other])).unwrap().services.len(), 2, "{length}");
        let [one, other] = ["_x", "_y"].map(|end| {
            json!({"code": format!("{start}{end}"), "title": {"ro": "Pas"},
                "steps": [{"code": "1", "title": {"ro": "Pas"}}]})
        });
        assert_eq!(read(&json!([one, other])).unwrap().events.len(), 2, "{length}");
    }
}

#[test]
fn what_can_be_finished_at_an_office_is_doubted_once() {
    let words = "not said what can be finished at the office";
    let mut record = service("001000098", "Pensie", "10");
    assert!(!doubted(&read(&record).unwrap(), "001000098 steps", words));
    record["steps"] = json!([{"order": 1, "title": {"ro": "Cererea"}}, {"order": 2, "title": {"ro": "Actul"}}]);
    let doubts = read(&record).unwrap().report.doubts;
    assert_eq!(doubts.iter().filter(|doubt| doubt.what.contains(words)).count(), 1);
}

#[test]
fn a_term_of_nothing_is_doubted_unless_the_same_day_is_meant() {
    let mut record = service("001000098", "Pensie", "10");
    record["costs"][0]["durationValue"] = json!(0);
    assert!(doubted(&read(&record).unwrap(), "001000098 costs[0].durationUnit", "a term of 0"));
    record["costs"][0]["commentary"] = json!({"ro": "în aceeași zi", "ru": "в тот же день"});
    let imported = read(&record).unwrap();
    assert!(!doubted(&imported, "001000098 costs[0].durationUnit", "a term of 0"));
    let term = imported.services[&code("001000098")].fees[0].term;
    assert_eq!(term, Some(Term { value: 0, unit: Unit::SameDay }));
}
