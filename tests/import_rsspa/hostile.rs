//! Files that are not what they say, or would do harm.

use super::*;
use proptest::prelude::*;

/// The refusal of a file with these bytes.
fn refusal(bytes: impl Into<Vec<u8>>) -> String {
    match rsspa::read(&[file("bad.json", bytes)]) {
        Ok(imported) => panic!("it was read: {:?}", imported.report),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_no_catalogue_is_refused_by_name_with_the_reason() {
    for (bytes, words) in [
        (b"{\"code\": \"\xFF\"}".to_vec(), "byte 10"),
        (b"\xFF\xFE{\0".to_vec(), "byte 0"),
        (b"".to_vec(), "empty"),
        (b" \n ".to_vec(), "empty"),
        (b"{\"code\": ".to_vec(), "not JSON"),
        (b"[] x".to_vec(), "not JSON"),
        (b"[NaN]".to_vec(), "not JSON"),
        (b"[1e999]".to_vec(), "not JSON"),
        (b"\"text\"".to_vec(), "neither an object nor a list"),
        (b"7".to_vec(), "neither an object nor a list"),
        ("[".repeat(20_000).into_bytes(), "nested deeper"),
        (format!("{}{}", "{\"a\":".repeat(20_000), "1").into_bytes(), "nested deeper"),
        (format!("[{}{{}}]", "{},".repeat(300_000)).into_bytes(), "divide it"),
        (format!("[{}1]", "1,".repeat(1_600_000)).into_bytes(), "divide it"),
        (b"[]".to_vec(), "no service and no event"),
        (b"{}".to_vec(), "no service and no event"),
        (b"[[], {\"a\": 1}, null, 7]".to_vec(), "no service and no event"),
        (b"<html></html>".to_vec(), "not JSON"),
    ] {
        let message = refusal(bytes.clone());
        assert!(message.contains("bad.json") && message.contains(words), "{message}");
    }
}

#[test]
fn a_byte_order_mark_is_let_pass() {
    let text = format!("\u{FEFF}{}", service("001000098", "Pensie", "10"));
    assert_eq!(rsspa::read(&[file("a.json", text)]).unwrap().report.services, 1);
}

#[test]
fn one_file_that_is_refused_stops_the_import_before_anything_is_written() {
    let good = file("a.json", service("001000098", "Pensie", "10").to_string());
    assert!(rsspa::read(&[good.clone(), file("b.json", "{")]).is_err());
    // One without records is only doubted.
    let imported = rsspa::read(&[good, file("b.json", "[]")]).unwrap();
    assert!(imported.report.doubts.iter().any(|doubt| doubt.file == "b.json" && doubt.what.contains("no service")));
}

#[test]
fn fields_that_stand_twice_are_doubted() {
    let text = r#"{"code": "001000098", "title": {"ro": "a"}, "eService": false, "title": {"ro": "b"}}"#;
    let imported = rsspa::read(&[file("a.json", text)]).unwrap();
    assert_eq!(imported.services[&code("001000098")].title.ro, "b");
    assert!(doubted(&imported, "title", "more than once"));
}

#[test]
fn codes_never_leave_the_folder() {
    let record = |code: &str| {
        json!([
            {"code": code, "title": {"ro": "Serviciu"}, "eService": false},
            {"code": code, "title": {"ro": "Eveniment"}, "steps": [{"code": "1", "title": {"ro": "Pas"}}]},
        ])
    };
    for code in ["../../etc/passwd", "/etc/passwd", "a\0b", "..", "C:\\x", &"9".repeat(5_000), "ș", "A/B"] {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("a/b/c");
        let imported = import(&inside, &record(code));
        assert_eq!((imported.report.services, imported.report.events), (1, 1), "{code}");
        assert!(snapshot(folder.path()).keys().all(|path| path.starts_with(&inside)), "{code}");
        assert!(errors(&inside).is_empty(), "{code}: {:?}", errors(&inside));
    }
}

#[test]
fn huge_values_are_cut_and_doubted() {
    let mut record = service("001000098", "Pensie", "10");
    record["objective"]["ro"] = json!("ș".repeat(500_000));
    record["costs"] = json!([{"price": 1e300, "durationValue": 1e300, "durationUnit": "Day"}, {"price": -5}]);
    record["documents"] = Value::from(vec![json!({"type": "Required", "title": {"ro": "Act"}}); 5_000]);
    let imported = read(&record).unwrap();
    let service = &imported.services[&code("001000098")];
    assert_eq!(service.summary.ro.chars().count(), 100_000);
    assert!(service.fees.iter().all(|fee| fee.amount.is_none() && fee.term.is_none()));
    assert_eq!(service.papers.len(), 1);
    for place in ["objective.ro", "costs[0].price", "costs[0].durationUnit", "costs[1].price", "documents"] {
        assert!(doubted(&imported, &format!("001000098 {place}"), ""), "{place}");
    }
}

/// Values over the names and words of records, so that reading comes far.
fn nonsense() -> impl Strategy<Value = Value> {
    let words = prop_oneof![
        Just("C1"),
        Just("001000098"),
        Just("Required"),
        Just("Legal"),
        Just("<p>a<li>b"),
        Just("10-20 lei"),
        Just("5% din x"),
        Just("Minute"),
        Just("ro"),
        Just("\u{327}ş\0"),
        Just("https://servicii.gov.md/service/002000206"),
        Just("true"),
        Just(""),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let names = prop_oneof![
        Just("code"),
        Just("title"),
        Just("objective"),
        Just("eService"),
        Just("categories"),
        Just("steps"),
        Just("costs"),
        Just("documents"),
        Just("complaintsProcess"),
        Just("sanctionsAndPenalties"),
        Just("children"),
        Just("order"),
        Just("description"),
        Just("channelUrl"),
        Just("price"),
        Just("currency"),
        Just("durationValue"),
        Just("durationUnit"),
        Just("commentary"),
        Just("type"),
        Just("details"),
        Just("url"),
        Just("ro"),
        Just("RU"),
        Just("en-GB"),
        Just("publicServices"),
        Just("items"),
        Just("other"),
    ];
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names.clone().prop_map(str::to_owned), inner), 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn anything_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = rsspa::read(&[file("a.json", bytes)]);
    }

    #[test]
    fn whatever_is_read_can_be_written_and_passes_the_check(records in prop::collection::vec(nonsense(), 1..4)) {
        let Ok(imported) = read(&Value::from(records)) else { return Ok(()) };
        let folder = tempfile::tempdir().unwrap();
        written(folder.path(), imported.clone());
        prop_assert_eq!(errors(folder.path()), Vec::new());
        let catalogue = draft(folder.path()).catalogue;
        prop_assert_eq!(&catalogue.services, &imported.services);
        prop_assert_eq!(&catalogue.events, &imported.events);
        let before = snapshot(folder.path());
        written(folder.path(), imported.clone());
        prop_assert_eq!(before, snapshot(folder.path()));
    }
}
