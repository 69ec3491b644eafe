//! Requests in the front office's fields: at the hub without anything of a person, with the operator's key with the person; and
//! without what was corrected.

use crate::ground::{Ground, hub, stdout_of, values};
use crate::sealed::{ANA, person, sealed_journal};
use cups_kiosk::domain::case::{ProviderNumber, RequestState, SealedContent};
use cups_kiosk::domain::identifier::ServiceCode;
use cups_kiosk::domain::record::{Action, EntryFacts, Reason};
use serde_json::Value;
use std::fs;
use uuid::Uuid;

#[test]
fn requests_are_written_in_the_front_offices_fields() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let of = |case: u128, action, state, reason| EntryFacts {
        case: Some(Uuid::from_u128(case)),
        request: Some(Uuid::from_u128(case + 100)),
        service: ServiceCode::parse("002000206").ok(),
        state,
        reason,
        ..EntryFacts::new(action, &terminal.circumstances())
    };
    let mut journal = vec![
        of(1, Action::RequestPrepared, Some(RequestState::Prepared), None),
        of(1, Action::RequestSubmitted, Some(RequestState::Submitted), None),
        of(1, Action::ResultIssued, Some(RequestState::Issued), None),
        of(2, Action::RequestSubmitted, Some(RequestState::Submitted), None),
        of(2, Action::RequestWithdrawn, Some(RequestState::Withdrawn), Some(Reason::PersonWish)),
        of(3, Action::Informed, Some(RequestState::InformedOnly), None),
    ];
    // That the result is here was recorded by mistake.
    journal.push(EntryFacts {
        corrects: Some(terminal.id(1, 3)),
        ..of(1, Action::Corrected, Some(RequestState::Submitted), Some(Reason::WrongKey))
    });
    terminal.send(&running, &values(&terminal.journal(1, &journal)));
    let data = ground.data();
    let write = |name: &str, more: &[&str]| {
        let out = ground.text(name);
        stdout_of(&hub(&[&["front-office", "--out", &out, "--data", &data][..], more].concat()));
        fs::read_to_string(out).unwrap()
    };
    let table = write("requests.csv", &[]);
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "Id,RsspaCode,IsCups,FodStatus,SubmissionDate,ProcessingDate,ReasonCancel,PaidStatus,PaymentDate,PaymentConfirmDate"
    );
    let [one, two] = [101, 102].map(|request| Uuid::from_u128(request).to_string());
    assert_eq!(lines[1], format!("{one},002000206,true,Submitted,2026-11-20T09:30:00Z,,,,,"));
    assert_eq!(lines[2], format!("{two},002000206,true,Cancelled,2026-11-20T09:30:00Z,,UserRequest,,,"));
    assert_eq!(lines.len(), 3, "information is no request there");
    let read: Value = serde_json::from_str(&write("requests.json", &["--json", "--centre", "lozova"])).unwrap();
    assert_eq!(read["form"], "cups-front-office-1");
    let requests = read["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 2);
    assert_eq!((requests[0]["FodStatus"].as_str(), requests[0].get("ReasonCancel")), (Some("Submitted"), None));
    let none: Value = serde_json::from_str(&write("none.json", &["--json", "--centre", "rome"])).unwrap();
    assert_eq!(none["requests"], serde_json::json!([]));
    assert_eq!(write("later.csv", &["--from", "2026-11-21"]).lines().count(), 1);
    let again = hub(&["front-office", "--out", &ground.text("requests.csv"), "--data", &data]);
    assert_eq!(again.status.code(), Some(2), "what is there is not overwritten");
    assert_eq!(fs::read_to_string(ground.text("requests.csv")).unwrap(), table);
}

#[test]
fn with_the_operators_key_the_persons_stand_in_them() {
    let ground = Ground::new();
    let running = ground.start();
    let terminal = ground.enrol(&running, 1);
    let of = |action, request: Option<u128>, state| EntryFacts {
        case: Some(Uuid::from_u128(1)),
        request: request.map(Uuid::from_u128),
        state,
        ..EntryFacts::new(action, &terminal.circumstances())
    };
    let number = SealedContent { number: ProviderNumber::parse("SC-17").ok(), ..SealedContent::default() };
    let said = [
        (of(Action::PersonIdentified, None, None), Some(person("Ana Rusu", ANA))),
        (of(Action::RequestSubmitted, Some(9), Some(RequestState::Submitted)), Some(number)),
    ];
    terminal.send(&running, &values(&sealed_journal(&ground, &terminal, &said)));
    let away = tempfile::tempdir().unwrap();
    let at = |name: &str| away.path().join(name).to_str().unwrap().to_owned();
    fs::copy(ground.path("operator.key"), at("operator.key")).unwrap();
    stdout_of(&hub(&["export", "--centre", "lozova", "--out", &at("sealed"), "--data", &ground.data()]));
    let (sealed, key, file) = (at("sealed"), at("operator.key"), at("requests.json"));
    let open = ["open", &sealed, "--key", &key, "--who", "Vera", "--why", "raport", "--front-office", &file];
    stdout_of(&hub(&open));
    let read: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let requests = read["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 1);
    for (field, said) in [
        ("FodStatus", "Submitted"),
        ("RequestorLastName", "Ana Rusu"),
        ("RequestorIdnp", ANA),
        ("ServiceProviderNumber", "SC-17"),
        ("OnBehalfOn", "Self"),
    ] {
        assert_eq!(requests[0][field], said, "{field}");
    }
    assert!(requests[0].get("RequestorBirthDate").is_none(), "what nobody asked is absent");
    assert!(
        fs::read_to_string(at("operator.key.opened")).unwrap().contains("Vera"),
        "it is written down as any opening"
    );
    assert_eq!(hub(&open).status.code(), Some(2), "the file is there");
}
