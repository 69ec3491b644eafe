//! What every answer has in common, the description and the page.

use crate::ground::{Ground, exchange};
use cups_kiosk::protocol::{INCARNATION_HEADER, path};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn a_page_loads_nothing_but_its_own_style_and_is_kept_nowhere() {
    let ground = Ground::new();
    let running = ground.start();
    let page = running.get("/sign-in");
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && policy.contains("form-action 'self'"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.text().contains("<html lang=\"ro\">") && !page.text().contains("<script"));
    let font = page.text().split("url(\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!((running.get(&font).status, running.get(&font).header("content-type")), (200, Some("font/ttf")));
    running.get("/fonts/other.ttf").problem(404);
}

#[test]
fn the_description_names_every_address() {
    let ground = Ground::new();
    let running = ground.start();
    let description: Value = running.get(path::OPENAPI).json();
    let operations: BTreeSet<String> = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(move |method| format!("{method} {path}")))
        .collect();
    let expected = [
        "get /".to_owned(),
        "get /health".to_owned(),
        format!("post {}", path::ENROLMENTS),
        format!("get {}", path::JOURNAL_ENTRIES),
        format!("post {}", path::JOURNAL_ENTRIES),
        format!("post {}", path::PROVIDER_STATES),
        format!("get {}", path::CATALOGUE),
        format!("get {}/{{sha256}}", path::CATALOGUE_RELEASES),
        format!("get {}/{{base}}/{{target}}", path::CATALOGUE_DELTAS),
        format!("get {}/{{name}}", path::CATALOGUE_METADATA),
        format!("get {}", path::OPENAPI),
        format!("get {}", path::RECOVERY_CODES),
        format!("get {}", path::HUB_KEY),
        format!("post {}", path::KEPT_REQUESTS),
        format!("post {}", path::ROOM),
    ];
    assert_eq!(operations, BTreeSet::from(expected));
    let schemas = &description["components"]["schemas"];
    for name in ["Problem", "BatchAnswer", "EntryVerdict", "EnrolmentRequest", "EntryPage", "ListedEntry"] {
        assert!(schemas.get(name).is_some(), "{name}");
    }
}

#[test]
fn every_error_is_a_problem_and_every_answer_names_the_incarnation() {
    let ground = Ground::new();
    let running = ground.start();
    running.get("/nothing/here").problem(404);
    let wrong_method = exchange(&running.address, "DELETE", path::CATALOGUE, &[], &[]).unwrap();
    wrong_method.problem(405);
    assert!(wrong_method.header("allow").unwrap().contains("GET"));
    assert_eq!(wrong_method.header("cache-control"), Some("no-store"));

    let large = vec![b' '; 20 * 1024];
    exchange(&running.address, "POST", path::ENROLMENTS, &[], &large).unwrap().problem(413);

    let health = running.get("/health");
    assert_eq!((health.status, health.json::<Value>()["status"].as_str()), (200, Some("ok")));
    let incarnation = health.header(INCARNATION_HEADER).unwrap();
    for path in ["/", "/nothing/here", path::OPENAPI, path::CATALOGUE] {
        assert_eq!(running.get(path).header(INCARNATION_HEADER), Some(incarnation), "{path}");
    }
    let traces: BTreeSet<Option<String>> = (0..5).map(|_| running.get("/nothing").problem(404).trace_id).collect();
    assert_eq!(traces.len(), 5);
}
